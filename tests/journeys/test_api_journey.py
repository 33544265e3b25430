"""The API as it is served: an administrator makes a key, a partner's program uses it."""

import re

import pytest
from playwright.sync_api import APIResponse, Page

from tests.journeys.site import Site, too_wide, violations

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("workbench")]
ROOT = "/api/v1/"


def asked(page: Page, address: str, method: str = "GET", **headers: str) -> APIResponse:
    """What a program is answered."""
    return page.request.fetch(address, method=method, headers=headers, fail_on_status_code=False)


def test_a_partner_gets_a_key_and_asks_with_it(site: Site) -> None:
    page = site.officer("admin")
    page.goto("/api-keys")
    page.click("main a.button-main")
    page.fill("[name=name]", "南京伙伴")
    page.click("main button.button-main")
    found = re.search(r"cf_[\w-]{43}", page.inner_text("main"))
    assert found
    key = {"Authorization": f"Bearer {found[0]}"}
    way = site.public + ROOT
    assert asked(page, f"{way}changes").status == 401
    fed = asked(page, f"{way}changes", **key)
    assert fed.status == 200
    assert fed.json()["cursor"]
    listed = asked(page, f"{way}vacancies", **key)
    assert listed.headers["ratelimit-limit"] == "600"
    same = asked(page, f"{way}vacancies", **key, **{"If-None-Match": listed.headers["etag"]})
    assert (same.status, same.body()) == (304, b"")
    head = asked(page, f"{way}codes", "HEAD")
    assert (head.status, head.body()) == (200, b"")
    page.goto("/api-keys")
    assert "南京伙伴" in page.inner_text("main table")
    page.click("main table a.button")
    page.click("main button.button-danger")
    assert asked(page, f"{way}changes", **key).status == 401


@pytest.mark.parametrize("size", ["phone", "wide"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_reads_well_everywhere(site: Site, size: str, language: str) -> None:
    page = site.stranger(size)
    page.context.add_cookies([{"name": "language", "value": language, "url": site.public}])
    page.goto(site.public + "/api/")
    assert page.get_attribute("html", "lang") == {"zh": "zh-Hans", "en": "en"}[language]
    for fold in page.locator("details summary").all()[:3]:
        fold.click()
    assert too_wide(page) <= 0
    assert violations(page) == []


@pytest.mark.parametrize("size", ["phone", "wide"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_keys_reads_well_everywhere(site: Site, size: str, language: str) -> None:
    page = site.officer("admin", size=size, language=language)
    for way in ("/api-keys", "/api-keys/make"):
        page.goto(way)
        assert too_wide(page) <= 0
        assert violations(page) == []
