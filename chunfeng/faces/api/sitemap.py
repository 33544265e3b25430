"""What search engines read: which vacancies there are, and what is not for them."""

from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chunfeng.faces.api.cursors import address
from chunfeng.faces.api.opened import anybody
from chunfeng.stages.vacancies import published

PART = 10_000  # vacancies in one part, about
MOST_PARTS = 10_000
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /api/v1/
Sitemap: {sitemap}
"""


@require_safe
@anybody
def index(request: HttpRequest) -> HttpResponse:
    """The parts; there is always a first one. An address of a part holds however many there are."""
    parts = max(1, -(-published.count(_today()) // PART))
    root = Element("sitemapindex", xmlns=SPACE)
    for number in range(1, parts + 1):
        _entry(root, "sitemap", f"/sitemap-{number}-of-{parts}.xml")
    return _xml(root)


@require_safe
@anybody
def part(request: HttpRequest, part: int, parts: int) -> HttpResponse:
    """One part: the pages of its vacancies; the home page stands in the first."""
    if not 0 < part <= parts <= MOST_PARTS:
        return HttpResponse(status=404)
    root = Element("urlset", xmlns=SPACE)
    if part == 1:
        _entry(root, "url", "/")
    for vacancy, changed in published.addresses(_today(), part=part - 1, of=parts):
        _entry(root, "url", f"/vacancies/{vacancy}", changed)
    return _xml(root)


@require_safe
@anybody
def robots(request: HttpRequest) -> HttpResponse:
    """What is not for search engines, and where the index is."""
    said = ROBOTS.format(sitemap=address("/sitemap.xml"))
    return _kept(HttpResponse(said, content_type="text/plain; charset=utf-8"))


def _entry(root: Element, kind: str, path: str, changed: datetime | None = None) -> None:
    entry = SubElement(root, kind)
    SubElement(entry, "loc").text = address(path)
    if changed:
        SubElement(entry, "lastmod").text = changed.isoformat(timespec="seconds")


def _xml(root: Element) -> HttpResponse:
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    return _kept(HttpResponse(content, content_type="application/xml; charset=utf-8"))


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _today() -> date:
    return timezone.localdate()
