"""The papers of a recognition as PDF: certificate, public notice, the sheet for a visit."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from chunfeng.faces.ui.papers import language_of, paper
from chunfeng.faces.workbench.common import by, for_officers, now, show
from chunfeng.foundation.access import Context
from chunfeng.foundation.documents.pdf import NoFont
from chunfeng.kit.texts import Language
from chunfeng.stages.employers import printing
from chunfeng.stages.employers.refusals import NotFound, Refused


class Printer(Protocol):
    """What makes one of the papers."""

    def __call__(
        self, recognition: UUID, *, by: Context, at: datetime, language: Language
    ) -> bytes: ...


@require_GET
@for_officers
def certificate(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The certificate of a recognition in force."""
    return _paper(request, recognition, printing.certificate, "certificate")


@require_GET
@for_officers
def notice(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The public notice, to be put up."""
    return _paper(request, recognition, printing.notice, "notice")


@require_GET
@for_officers
def checklist(request: HttpRequest, recognition: UUID) -> HttpResponse:
    """The sheet to take along on a visit."""
    return _paper(request, recognition, printing.checklist, "checklist")


def _paper(request: HttpRequest, recognition: UUID, made: Printer, called: str) -> HttpResponse:
    """The PDF in the language asked for, else the officer's; or a page that says why not."""
    language = language_of(request)
    try:
        content = made(recognition, by=by(request), at=now(), language=language)
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        return show(request, "refused.html", {"said": refused.said}, 409)
    except NoFont as missing:
        return show(request, "refused.html", {"said": missing.said}, 503)
    return paper(content, f"{called}-{recognition.hex[:8]}-{language}")
