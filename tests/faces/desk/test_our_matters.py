"""Our details, sites and pay, recognitions and their documents."""

import io
from typing import Any

import pypdf
import pytest

from chunfeng.foundation.access import entered, in_public
from chunfeng.foundation.accounts import members
from chunfeng.foundation.messaging.models import Message
from chunfeng.stages.employers import operations, queries, recognising
from chunfeng.stages.employers.models import Employer
from tests.cast import NOW
from tests.faces.desk.counter import Counter
from tests.foundation.jobs.arranging import login
from tests.public import at_the_public_site
from tests.stages.employers import works
from tests.stages.employers.office import PDF, credit_code
from tests.stages.vacancies import market

MONTH = {
    "month": "2026-10-01", "workers": "10", "target_workers": "6", "paid": "21000",
    "hours": "1500", "lowest_hour": "13.5",
}  # fmt: skip


def site_of(counter: Counter) -> str:
    """A site added at the desk; its address."""
    counter.ours.send("/desk/sites/new", {"place": "平利县城关镇", "seats": "30", "name": "一车间"})
    (site,) = ours(counter).sites
    return f"/desk/sites/{site.id}"


def ours(counter: Counter) -> queries.Facts:
    with market.stands(counter.ours.context) as by:
        found = queries.of_member(by)
    assert found
    return found


def test_members_change_their_contact_and_what_the_public_reads(counter: Counter) -> None:
    form = counter.ours.page("/desk/employer/change").form()
    told = form | {"about": "做毛绒玩具\n二十年", "phone": "15400000033"}
    counter.ours.send("/desk/employer/change", told)
    page = counter.ours.page("/desk/employer")
    assert "做毛绒玩具" in page.main
    assert "154****0033" in page.main


def test_two_members_changing_at_once_are_asked_to_look_again(counter: Counter) -> None:
    form = counter.ours.page("/desk/employer/change").form()
    counter.ours.send("/desk/employer/change", form | {"about": "一"})
    page = counter.ours.send("/desk/employer/change", form | {"about": "二"}, 422)
    assert "刚改过" in page.main


def test_a_site_is_added_and_changed(counter: Counter) -> None:
    address = site_of(counter)
    form = counter.ours.page(address).form()
    counter.ours.send(address, form | {"seats": "35", "care_friendly": "yes"})
    (site,) = ours(counter).sites
    assert (site.seats, site.care_friendly, site.name) == (35, True, "一车间")


@pytest.mark.parametrize(
    ("lowest", "said"),
    [("13.5", "不低于最低工资"), ("3", "低于最低工资"), ("", "未填最低小时工资")],
)
def test_a_month_of_pay_is_held_against_the_floor(counter: Counter, lowest: str, said: str) -> None:
    address = site_of(counter)
    counter.ours.send(f"{address}/month", MONTH | {"lowest_hour": lowest})
    assert said in counter.ours.page("/desk/sites").text
    (row,) = ours(counter).payrolls
    assert (row.workers, row.target_workers, row.how) == (10, 6, "desk")


def test_a_month_is_corrected_and_what_it_replaces_is_kept(counter: Counter) -> None:
    address = site_of(counter)
    counter.ours.send(f"{address}/month", MONTH)
    form = counter.ours.page(f"{address}/month?month=2026-10-01").form()
    assert form["workers"] == "10"
    counter.ours.send(f"{address}/month?month=2026-10-01", form | {"workers": "11"})
    (row,) = ours(counter).payrolls
    assert (row.workers, row.former[0]["figures"]["workers"]) == (11, 10)


def test_figures_that_cannot_be_true_are_refused_in_words(counter: Counter) -> None:
    address = site_of(counter)
    page = counter.ours.send(f"{address}/month", MONTH | {"target_workers": "12"}, 422)
    assert page.form()["target_workers"] == "12"
    assert ours(counter).payrolls == []


def applied(counter: Counter) -> str:
    """A workshop's application at the desk; its address."""
    site_of(counter)
    (site,) = ours(counter).sites
    told = {"what": "workshop.workshop", "site": str(site.id)}
    counter.ours.send("/desk/recognitions/new", told)
    (row,) = ours(counter).recognitions
    return f"/desk/recognitions/{row.id}"


def test_a_recognition_is_applied_for_and_its_documents_handed_in(counter: Counter) -> None:
    address = applied(counter)
    page = counter.ours.page(address)
    missing = len(page.soup.select(".tag-due"))
    kind = page.soup.select_one("select[name=kind] option[selected]")["value"]
    counter.ours.send(f"{address}/documents", {"kind": kind, "file": pdf()})
    page = counter.ours.page(address)
    assert len(page.soup.select(".tag-due")) == missing - 1
    (held,) = ours(counter).documents
    answer = counter.ours.client.post(f"/desk/documents/{held.id}")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert counter.theirs.client.post(f"/desk/documents/{held.id}").status_code == 404


def test_a_file_of_another_kind_is_refused_in_words(counter: Counter) -> None:
    address = applied(counter)
    wrong = io.BytesIO(b"MZ not a document")
    wrong.name = "paper.pdf"
    page = counter.ours.send(f"{address}/documents", {"kind": "licence", "file": wrong}, 422)
    assert "PDF" in page.main
    assert ours(counter).documents == []


def test_a_decision_is_read_with_its_reasons(counter: Counter) -> None:
    address = applied(counter)
    (row,) = ours(counter).recognitions
    with entered(counter.officer.context) as by:
        recognising.turn_down(row.id, reason="座位不足", by=by, at=NOW)
    page = counter.ours.page(address)
    assert "座位不足" in page.main
    assert not page.soup.select("select[name=kind]")


def test_pay_of_the_last_month_is_due_where_a_recognition_rests_on_it(counter: Counter) -> None:
    applied(counter)
    assert "2026-10 的工资还没填报" in counter.ours.page("/desk/").main
    (site,) = ours(counter).sites
    counter.ours.send(f"/desk/sites/{site.id}/month", MONTH)
    assert "还没填报" not in counter.ours.page("/desk/").main


def test_who_applied_at_the_desk_is_its_first_member_once_verified_and_told_so(
    counter: Counter,
) -> None:
    facts: dict[str, Any] = {
        "name": "秦巴食品有限公司", "kind": "company", "place": counter.officer.lo + 100_000,
        "contact": "石厂长", "phone": "15400000041", "credit_code": credit_code(9),
    }  # fmt: skip
    with at_the_public_site(), in_public():
        made = operations.apply_public(facts, keys=counter.keys, at=NOW)
    counter.officer.client.post(f"/employers/{made}/act/verify", {"sure": ""})
    with entered(counter.officer.context):
        assert [(one.name, one.phone_mask) for one in members.of(made)] == [
            ("石厂长", "154****0041")
        ]
    with login(None):
        (message,) = Message.objects.filter(kind="welcome")
    assert (message.phone_mask, message.subject_id) == ("154****0041", made)


def test_the_certificate_of_our_own_recognition_is_a_pdf(counter: Counter) -> None:
    with entered(counter.officer.context):
        owner = Employer.objects.only("id", "region", "place").get(id=counter.ours.employer)
        held = works.recognised(works.site(owner))
        over = works.recognised(works.site(owner), state="suspended")
    address = f"/desk/recognitions/{held.id}/certificate"
    assert counter.ours.page(f"/desk/recognitions/{held.id}").links(address)
    answer = counter.ours.page(f"{address}?language=en").answer
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert (
        "Certificate of recognition"
        in pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    )
    counter.theirs.page(address, 404)
    other = f"/desk/recognitions/{over.id}"
    assert not counter.ours.page(other).links(f"{other}/certificate")
    assert counter.ours.page(f"{other}/certificate", 302).to == other
    assert "认定已暂停" in counter.ours.page(other).text


def pdf() -> io.BytesIO:
    """A document."""
    out = io.BytesIO(PDF)
    out.name = "licence.pdf"
    return out
