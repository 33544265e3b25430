"""The API's routes, its reference, and what search engines read."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from chunfeng.faces.api import reference, sitemap
from chunfeng.faces.api.api import ROOT, api
from chunfeng.faces.api.opened import opened

_PREFIX = ROOT.lstrip("/")


def _routes() -> Iterator[URLPattern]:
    """The routers' own routes, each behind the one door of the API."""
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            route = f"{_PREFIX}{pattern.pattern}"
            yield path(route, opened(pattern.callback), name=pattern.name)


urlpatterns: list[URLPattern] = [
    path("api/", reference.page, name="api-reference"),
    path(f"{_PREFIX}openapi.json", opened(reference.description), name="api-description"),
    *_routes(),
    path(_PREFIX, opened(reference.nothing), name="api-root"),
    path(f"{_PREFIX}<path:rest>", opened(reference.nothing), name="api-nothing"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<int:part>-of-<int:parts>.xml", sitemap.part, name="sitemap-part"),
    path("robots.txt", sitemap.robots, name="robots"),
]
