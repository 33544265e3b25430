"""No other employer's anything: two employers on every route, and strangers at every door."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from chunfeng.config import public_urls
from chunfeng.foundation.access import Role, declared, entered
from chunfeng.foundation.access.declare import routes
from chunfeng.stages.employers import recognising, sites
from chunfeng.stages.vacancies.models import Interest, Photo
from tests.cast import NOW, PINGLI
from tests.faces.desk.counter import Counter
from tests.faces.desk.test_proposed import begun
from tests.public import PublicClient
from tests.stages.vacancies import market

CANARY = "金丝雀"
KNOWN = {"step": "work", "act": "pause", "size": "small", "month": "2026-11"}
PAGES = ("", "vacancies", "vacancies/new", "interested", "employer", "employer/change", "sites",
         "sites/new", "recognitions", "recognitions/new", "account", "proposed",
         "proposed/arrivals", "proposed/there/2026-11")  # fmt: skip


def of_members() -> list[str]:
    """The routes only members enter."""
    found = [(route, declared(view)) for route, _, view in routes()]
    return [route for route, stands in found if stands and Role.EMPLOYER in stands.roles]


def filled(route: str, ids: dict[str, UUID]) -> str:
    for kind in ("vacancy", "photo", "site", "recognition", "document", "offer"):
        route = route.replace(f"<uuid:{kind}>", str(ids.get(kind) or uuid4()))
    for name, value in KNOWN.items():
        route = route.replace(f"<slug:{name}>", value)
    return route


def everything(counter: Counter, unwalled: Any) -> dict[str, UUID]:
    """One of everything, the second employer's, a canary in every text."""
    who = counter.theirs
    vacancy = counter.published(who, title=f"{CANARY}工", description=f"{CANARY}做衣服")
    with market.stands(who.context) as by:
        site = sites.add(
            who.employer, {"place": PINGLI + 100_000, "name": f"{CANARY}分厂"}, by=by, at=NOW
        )
        recognition = recognising.apply(
            who.employer, kind="workshop", sub_kind="workshop", site=site, by=by, at=NOW
        )
    photo = uuid4()
    with unwalled():
        Photo(id=photo, vacancy_id=vacancy, region=PINGLI, alt=CANARY, width=1, height=1,
              at=NOW).save(force_insert=True)  # fmt: skip
        shared(vacancy, f"{CANARY}小李")
    return {"vacancy": vacancy, "site": site, "recognition": recognition, "photo": photo,
            "offer": begun(counter, who, f"{CANARY}小张")}  # fmt: skip


def shared(vacancy: UUID, name: str) -> None:
    """Somebody interested, their name shared."""
    Interest(
        vacancy_id=vacancy, region=PINGLI, name=name, phone_mask="154****0000", phone_index=b"x",
        consent_text="2026-11", state="handled", asked_at=NOW, shared_at=NOW,
    ).save(force_insert=True)  # fmt: skip


def test_there_are_routes_to_test() -> None:
    assert len(of_members()) > 20
    assert public_urls.urlpatterns


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_from_every_route(method: str) -> None:
    for route in of_members():
        answer = getattr(PublicClient(), method)(filled(route, {}))
        assert answer.status_code == 302, route
        assert answer["Location"].startswith("/desk/signin?next="), route


@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_record_answers_as_one_that_does_not_exist(
    counter: Counter, unwalled: Any, method: str
) -> None:
    ids = everything(counter, unwalled)
    asked = [route for route in of_members() if "<uuid:" in route]
    assert len(asked) > 10
    for route in asked:
        foreign = getattr(counter.ours.client, method)(filled(route, ids))
        absent = getattr(counter.ours.client, method)(filled(route, {}))
        assert foreign.status_code == absent.status_code, route
        assert foreign.status_code in (404, 405), route
        assert CANARY.encode() not in foreign.content, route


def test_no_page_of_ours_holds_a_word_of_theirs(counter: Counter, unwalled: Any) -> None:
    everything(counter, unwalled)
    for name in PAGES:
        page = counter.ours.page(f"/desk/{name}")
        assert CANARY not in page.text, name


def test_their_own_pages_hold_them(counter: Counter, unwalled: Any) -> None:
    ids = everything(counter, unwalled)
    for name in ("", "vacancies", "interested", "proposed", "sites", "recognitions"):
        assert CANARY in counter.theirs.page(f"/desk/{name}").text, name
    assert CANARY in counter.theirs.page(f"/desk/vacancies/{ids['vacancy']}").main


def test_a_forged_list_of_vacancies_is_renewed_for_nobody(counter: Counter, unwalled: Any) -> None:
    theirs = everything(counter, unwalled)["vacancy"]
    before = counter.held(theirs, counter.theirs).values["end_date"]
    told = {"vacancy": [str(counter.draft()), str(theirs)], "until": "2028-01-01",
            "act": "renew", "sure": "1"}  # fmt: skip
    counter.ours.send("/desk/vacancies/picked", told, 404)
    assert counter.held(theirs, counter.theirs).values["end_date"] == before


def test_a_site_of_another_is_not_taken_for_a_vacancy(counter: Counter, unwalled: Any) -> None:
    site = everything(counter, unwalled)["site"]
    made = counter.draft()
    with market.stands(counter.ours.context) as by:
        sites.add(counter.ours.employer, {"place": PINGLI + 100_000}, by=by, at=NOW)
    form = counter.ours.page(f"/desk/vacancies/{made}/step/pay").form()
    told = form | {"site": str(site)}
    counter.ours.send(f"/desk/vacancies/{made}/step/pay", told, 422)
    assert counter.held(made).site is None


def test_of_somebody_interested_the_desk_shows_the_name_alone(
    counter: Counter, unwalled: Any
) -> None:
    made = counter.published()
    with unwalled():
        shared(made, "王小春")
    page = counter.ours.page("/desk/interested")
    assert "王小春" in page.main
    assert "154" not in page.main


def test_an_officer_has_no_business_at_the_desk(counter: Counter) -> None:
    answer = counter.officer.client.get("/desk/")
    assert answer.status_code == 404
    with entered(counter.officer.context):
        assert reverse("today") == "/"


@pytest.mark.parametrize("address", ["/desk/", "/desk/vacancies", "/desk/interested"])
def test_a_list_takes_as_many_statements_however_long_it_is(
    counter: Counter, unwalled: Any, address: str
) -> None:
    assert counter.ours.statements(address) <= 24  # the first visit of a process fills its caches
    counts = []
    for _ in range(2):
        made = [counter.published(title=f"缝纫工{n}") for n in range(4)]
        with unwalled():
            for one in made:
                shared(one, "王小春")
        counts.append(counter.ours.statements(address))
    assert counts[0] == counts[1]
    assert counts[0] <= 24
