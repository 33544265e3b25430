"""People who are interested, once an officer has shared their name: name and vacancy only."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chunfeng.faces.desk.common import for_names, show
from chunfeng.stages.vacancies import queries


@require_safe
@for_names
def interested(request: HttpRequest) -> HttpResponse:
    """Names, the latest first."""
    return show(request, "interested.html", {"names": queries.names_shared()})
