"""The telephone of somebody we have taken on, so that we can tell them when the bus leaves."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from chunfeng.faces.desk.common import by, for_phones, keys, now, office, show
from chunfeng.stages.placements import desk_list, operations
from chunfeng.stages.placements.refusals import NotFound, PhoneNotShown


@require_POST
@for_phones
def phone(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Shown once, after the look is in the log; where not, why, and who passes a message on."""
    value, refused = "", None
    try:
        value = operations.see_phone(offer, keys=keys(), by=by(request), at=now())
    except NotFound:
        raise Http404 from None
    except PhoneNotShown as why:
        refused = why.said
    one = desk_list.one(offer)
    told = {
        "name": one.name if one else "",
        "value": value,
        "refused": refused,
        "office": office(request),
    }
    return show(request, "phone.html", told, 403 if refused else 200)
