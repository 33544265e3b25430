"""We want to offer work: an application is checked, its phone confirmed, then officers look."""

from typing import Any

import pytest

from chunfeng.foundation.access import entered
from chunfeng.stages.employers import queries
from chunfeng.stages.employers.models import Employer
from chunfeng.stages.employers.queries import Filters
from tests.cast import PINGLI
from tests.faces.desk.counter import Counter
from tests.faces.workbench.desk import Page
from tests.public import PublicClient
from tests.stages.employers.office import credit_code

NEW = "15400000041"
FORM = {
    "name": "秦巴食品有限公司", "kind": "company", "place": "平利县城关镇", "contact": "石厂长",
    "phone": NEW,
}  # fmt: skip


def sent(client: PublicClient, status: int = 200, **values: Any) -> Page:
    told = FORM | {"credit_code": credit_code(7)} | values
    return Page("/desk/apply", client.post("/desk/apply", told), status)


def applied(counter: Counter) -> list[str]:
    with entered(counter.officer.context) as by:
        found = queries.find(Filters(state=("applied",)), by=by)
        return list(found.values_list("name", flat=True))


def test_an_application_arrives_in_the_officers_queue_once_its_phone_is_confirmed(
    counter: Counter,
) -> None:
    client = PublicClient()
    page = sent(client)
    assert NEW in page.main
    assert applied(counter) == []
    answer = client.post("/desk/apply", page.form() | {"code": counter.code(NEW)})
    assert answer.status_code == 302, answer.content
    assert "平利县" in Page("/desk/applied", client.get(answer["Location"]), 200).main
    assert applied(counter) == ["秦巴食品有限公司"]


def test_a_wrong_code_keeps_what_was_typed(counter: Counter) -> None:
    client = PublicClient()
    form = sent(client).form()
    wrong = "000000" if counter.code(NEW) != "000000" else "111111"
    again = Page("/desk/apply", client.post("/desk/apply", form | {"code": wrong}), 422)
    assert again.form()["name"] == "秦巴食品有限公司"
    assert applied(counter) == []


def test_the_confirmed_phone_is_the_one_that_is_kept(counter: Counter) -> None:
    client = PublicClient()
    form = sent(client).form()
    told = form | {"code": counter.code(NEW), "phone": "15400000099"}
    assert client.post("/desk/apply", told).status_code == 302
    with entered(counter.officer.context) as by:
        lines, _ = queries.page(Filters(state=("applied",)), by=by)
        assert [line.phone_mask for line in lines] == ["154****0041"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": ""}, "kind"),
        ({"credit_code": "91610926MA0000000X"}, "credit_code"),
        ({"credit_code": ""}, "credit_code"),
        ({"place": "无此地方"}, "place"),
        ({"contact": ""}, "contact"),
        ({"phone": "0915-8412345"}, "phone"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    counter: Counter, values: dict[str, str], field: str
) -> None:
    page = sent(PublicClient(), 422, **values)
    assert page.soup.find(id=f"error_{field}"), page.main
    assert counter.code(NEW) == ""


def test_a_cooperative_without_code_says_why(counter: Counter) -> None:
    told = {"kind": "cooperative", "credit_code": "", "no_code_reason": "村集体，未办理"}
    assert NEW in sent(PublicClient(), **told).main


def test_a_code_the_county_has_already_is_told_at_once(counter: Counter) -> None:
    with entered(counter.officer.context):
        Employer.objects.filter(id=counter.theirs.employer).update(credit_code=credit_code(7))
    page = sent(PublicClient(), 422)
    assert page.soup.find(id="error_credit_code")


def test_a_place_that_may_be_several_is_chosen_from_a_list(counter: Counter) -> None:
    client = PublicClient()
    page = sent(client, 422, place="城关镇")
    options = page.soup.select("input[name=which-place]")
    assert len(options) > 1
    page = sent(client, 200, **{"place": "城关镇", "which-place": options[0]["value"]})
    assert page.form()["place"] == options[0]["value"]


def test_an_employer_elsewhere_names_the_county_it_looks_for_people_in(counter: Counter) -> None:
    client = PublicClient()
    form = sent(client, place="江苏省南京市江宁区", region="平利县").form()
    assert client.post("/desk/apply", form | {"code": counter.code(NEW)}).status_code == 302
    with entered(counter.officer.context) as by:
        found = queries.find(Filters(state=("applied",)), by=by).values_list("region", flat=True)
        assert list(found) == [PINGLI]
