"""Whether every face of the demo answers with what was filled; Django is set up before."""

from collections.abc import Collection
from dataclasses import dataclass
from http.client import HTTPConnection

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from chunfeng.foundation.access import Context, entered
from chunfeng.kit.texts import Text, text
from chunfeng.stages.vacancies.models import Shown

TIMEOUT = 60  # seconds
MOST = 2000  # vacancies looked for on a page
API = ("api-root", "/api/v1/vacancies")


@dataclass(frozen=True, slots=True)
class Page:
    """A page to look at; one of ``holds`` has to stand on it."""

    port: int
    path: str
    holds: Collection[str] = ()


def amiss(port: int, public_port: int, by: Context) -> Text | None:
    """What does not answer as it should; None where all is well."""
    with entered(by):
        shown = [str(one) for one in Shown.objects.values_list("id", flat=True)[:MOST]]
    pages = [Page(port, "/signin", ("password",)), *_public(public_port, shown)]
    for page in pages:
        status, body = _got(page)
        if status != 200 or (page.holds and not any(one in body for one in page.holds)):
            return text(
                "http://127.0.0.1:{port}{path} does not show what it should ({status}).",
                port=page.port,
                path=page.path,
                status=status,
            )
    return None


def _public(port: int, shown: Collection[str]) -> list[Page]:
    """A page of each face of the public site that is installed: portal, desk, API."""
    wanted = [
        ("portal-home", shown),
        ("portal-vacancies", shown),
        ("portal-workshops", ()),
        ("desk-signin", ("phone",)),
    ]
    pages = [Page(port, at, holds) for name, holds in wanted if (at := _at(name))]
    if _at(API[0]):
        pages.append(Page(port, API[1], shown))
    return pages


def _at(name: str) -> str | None:
    try:
        return reverse(name, urlconf=settings.URLCONFS[True])
    except NoReverseMatch:
        return None


def _got(page: Page) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", page.port, timeout=TIMEOUT)
    try:
        connection.request("GET", page.path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()
