"""Papers as PDF: in which language one is asked for, and how it is answered."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from chunfeng.faces.ui.language import current
from chunfeng.kit.texts import Language


def language_of(request: HttpRequest) -> Language:
    """The language asked for in the address, else the reader's."""
    asked = request.GET.get("language")
    return "zh" if asked == "zh" else "en" if asked == "en" else current()


def paper(content: bytes, name: str) -> HttpResponse:
    """A PDF to be looked at, and never kept on the way. name: of the file, without its ending."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or ""
    response["Cache-Control"] = "no-store"
    return response
