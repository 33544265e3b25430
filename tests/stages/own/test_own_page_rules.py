"""What somebody may do on their own page, and what becomes of their link."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from chunfeng.foundation.access import Context, entered
from chunfeng.stages.own import operations, queries
from chunfeng.stages.own.refusals import NotAllowed, NotFound, Refused
from chunfeng.stages.own.rules import LETTERS_A_DAY, holds_number, one_text
from chunfeng.stages.own.states import LetterState
from chunfeng.stages.own.vocabulary import DOCKING, LetterKind
from chunfeng.stages.people import merging
from chunfeng.stages.people import operations as people
from chunfeng.stages.people import queries as register
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements.operations import Said
from chunfeng.stages.placements.states import State
from chunfeng.stages.placements.vocabulary import How, PersonReason
from tests.cast import NOW, TODAY, Cast
from tests.stages.own.at_home import AtHome, linked
from tests.stages.placements.offering import Office

pytestmark = pytest.mark.django_db(transaction=True)
BY_LINK = Said(how=How.LINK)


@pytest.fixture
def office(cast: Cast, keys: Any) -> Office:
    return Office(cast, keys)


@pytest.fixture
def home(office: Office) -> AtHome:
    """Somebody with a telephone, a link and the code typed."""
    person = office.person(phone="15400000001")
    return linked(office.by, person, office.keys)


def open_(home: AtHome, **more: Any) -> bool:
    """Whether the link leads to the page."""
    with home.page(**more) as found:
        return found is not None


def test_they_say_yes_and_the_seat_is_theirs(office: Office, home: AtHome) -> None:
    vacancy = office.vacancy(headcount=1)
    offer = office.made(home.person, vacancy)
    with home.acting() as by:
        placements.agree(offer, BY_LINK, by=by, at=NOW)
    assert office.line(offer).state == State.AGREED
    assert office.line(offer).shown_at == NOW
    assert office.taken(vacancy) == 1
    assert office.kinds("^(offer.agreed|vacancy.seat_taken)") == [
        "vacancy.seat_taken", "offer.agreed",
    ]  # fmt: skip


def test_they_take_their_yes_back_and_the_seat_is_free(office: Office, home: AtHome) -> None:
    vacancy = office.vacancy(headcount=1)
    offer = office.made(home.person, vacancy)
    with home.acting() as by:
        placements.agree(offer, BY_LINK, by=by, at=NOW)
    with home.acting() as by:
        placements.decline(offer, PersonReason.CARE, BY_LINK, by=by, at=NOW)
    assert office.line(offer).state == State.DECLINED
    assert office.line(offer).shown_at is None
    assert office.taken(vacancy) == 0


def test_nobody_answers_the_offer_of_another(office: Office, home: AtHome) -> None:
    offer = office.made(office.person(), office.vacancy())
    with home.acting() as by, pytest.raises(NotFound):
        placements.agree(offer, BY_LINK, by=by, at=NOW)
    assert office.line(offer).state == State.MADE


@pytest.mark.parametrize(
    "act",
    [
        lambda person, by: people.leave(person, on=TODAY, reason="died", by=by, at=NOW),
        lambda person, by: operations.issue(person, by=by, at=NOW),
        lambda person, by: people.begin_spell(
            person, by=by, at=NOW, begun=TODAY, kind="employed", evidence="C"
        ),
    ],
)
def test_they_do_nothing_else_to_the_register(
    home: AtHome, act: Callable[[Any, Context], Any]
) -> None:
    with home.acting() as by, pytest.raises(people.NotAllowed):
        act(home.person, by)


def test_two_answers_at_once_take_one_seat(office: Office, home: AtHome) -> None:
    vacancy = office.vacancy(headcount=5)
    offer = office.made(home.person, vacancy)
    done: list[bool] = []

    def answer() -> None:
        try:
            with home.acting() as by:
                placements.agree(offer, BY_LINK, by=by, at=NOW)
            done.append(True)
        except Refused:
            done.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]
    assert office.taken(vacancy) == 1


def test_who_takes_the_consent_back_has_no_open_offers_and_gets_none(
    office: Office, home: AtHome
) -> None:
    """Also somebody who was never asked; work that has begun goes on."""
    vacancy = office.vacancy(headcount=1)
    offer = office.agreed(home.person, vacancy)
    with home.acting() as by:
        people.withdraw(home.person, purpose=DOCKING, on=TODAY, by=by, at=NOW)
    assert office.line(offer).state == State.LAPSED
    assert office.taken(vacancy) == 0
    with pytest.raises(Refused, match="took the consent back"):
        office.made(home.person, office.vacancy())
    with home.acting() as by:
        people.consent(home.person, purpose=DOCKING, on=TODAY, how="own_page", by=by, at=NOW)
        assert not register.objects(home.person, DOCKING)
    assert office.made(home.person, office.vacancy())


def test_an_officer_who_notes_it_stops_the_offers_too(office: Office, home: AtHome) -> None:
    offer = office.made(home.person, office.vacancy())
    office.do(people.withdraw, home.person, purpose=DOCKING, on=TODAY)
    assert office.line(offer).state == State.LAPSED


def test_nobody_takes_back_the_consent_of_another(office: Office, home: AtHome) -> None:
    other = office.person()
    with home.acting() as by, pytest.raises(people.NotAllowed):
        people.withdraw(other, purpose=DOCKING, on=TODAY, by=by, at=NOW)


def test_a_correction_goes_to_the_officers_and_its_answer_comes_back(
    cast: Cast, office: Office, home: AtHome
) -> None:
    with home.acting() as by:
        made = operations.write(
            LetterKind.CORRECTION, "我读完了初中", field="education", by=by, at=NOW
        )
    with entered(cast.dong):
        ((line,), total) = queries.page()
        assert (line.id, total, line.words) == (made, 1, "我读完了初中")
        assert queries.waiting(on=TODAY + timedelta(days=16)).late == 1
        operations.answer(
            made, right=True, words="已改为初中。", keys=office.keys, by=cast.dong, at=NOW
        )
        with pytest.raises(Refused, match="answered already"):
            operations.answer(made, right=False, words="不", keys=office.keys, by=cast.dong, at=NOW)
    with home.acting():
        (read,) = queries.letters_of(home.person)
    assert (read.state, read.answer) == (LetterState.ACCEPTED, "已改为初中。")


def test_a_complaint_is_read_by_the_county_alone(cast: Cast, home: AtHome) -> None:
    with home.acting() as by:
        operations.write(LetterKind.COMPLAINT, "村里不给我办", by=by, at=NOW)
    for officer, seen in ((cast.an, 1), (cast.chun, 0), (cast.dong, 0), (cast.bo, 0)):
        with entered(officer):
            assert queries.page()[1] == seen


def test_an_officer_writes_no_letter_and_a_person_answers_none(cast: Cast, home: AtHome) -> None:
    with home.acting() as by:
        made = operations.write(LetterKind.COMPLAINT, "不对", by=by, at=NOW)
        with pytest.raises(NotAllowed):
            operations.answer(made, right=True, words="对", keys=home.keys, by=by, at=NOW)
    with entered(cast.an) as by, pytest.raises(NotAllowed):
        operations.write(LetterKind.COMPLAINT, "不对", by=by, at=NOW)


def test_so_many_letters_a_day_and_no_more(home: AtHome) -> None:
    with home.acting() as by:
        for number in range(LETTERS_A_DAY):
            operations.write(LetterKind.COMPLAINT, f"第{number}封", by=by, at=NOW)
        with pytest.raises(Refused, match="enough for today"):
            operations.write(LetterKind.COMPLAINT, "再一封", by=by, at=NOW)
        operations.write(LetterKind.COMPLAINT, "明天", by=by, at=NOW + timedelta(days=1, hours=1))


@pytest.mark.parametrize("words", ["电话13800001111", "我的 610926 19800101 0011", "138-0000-1111"])
def test_numbers_of_phones_and_cards_go_into_no_letter(home: AtHome, words: str) -> None:
    assert holds_number(words)
    with home.acting() as by, pytest.raises(Refused, match="Leave out the numbers"):
        operations.write(LetterKind.COMPLAINT, words, by=by, at=NOW)


@pytest.mark.parametrize("words", ["2023年8月做过3个月", "每月2000-2500元", "在3组12号"])
def test_other_numbers_do(words: str) -> None:
    assert not holds_number(words)
    assert one_text(f"  {words}\0\n\n ") == words


def test_a_field_that_is_none_is_not_wrong(home: AtHome) -> None:
    with home.acting() as by, pytest.raises(NotFound):
        operations.write(LetterKind.CORRECTION, "错了", field="hash", by=by, at=NOW)


def test_five_wrong_codes_end_the_link(home: AtHome) -> None:
    home.proof = ""
    answers = []
    for _ in range(5):
        with home.page() as found:
            assert found is not None
            code = operations.ask(found, keys=home.keys)
            wrong = f"{(int(code) + 1) % 10**6:06d}"
            answers.append(operations.confirm(found, wrong, keys=home.keys)[0])
    assert answers == ["wrong"] * 4 + ["over"]
    assert not open_(home)


def test_a_code_is_over_after_ten_minutes_and_when_it_was_used(home: AtHome) -> None:
    with home.page() as found:
        assert found is not None
        code = operations.ask(found, keys=home.keys)
    with home.page(NOW + timedelta(minutes=11)) as found:
        assert found is not None
        assert operations.confirm(found, code, keys=home.keys) == ("over", "")
    with home.page() as found:
        assert found is not None
        assert operations.confirm(found, code, keys=home.keys)[0] == "confirmed"
        assert operations.confirm(found, code, keys=home.keys)[0] == "over"


def test_closing_the_page_asks_for_a_code_again(home: AtHome) -> None:
    with home.page():
        operations.close()
    with home.page() as found:
        assert found is not None
        assert not found.proved


def test_more_than_a_person_reads_is_too_often(home: AtHome) -> None:
    often = []
    for _ in range(62):
        with home.page() as found:
            assert found is not None
            often.append(found.often)
    assert not any(often[:58])
    assert often[-1]


def test_a_link_ends_when_an_officer_says_so(office: Office, home: AtHome) -> None:
    assert office.do(operations.revoke, home.person) == 1
    assert not open_(home)


def test_who_leaves_the_register_has_no_page(office: Office, home: AtHome) -> None:
    office.do(people.leave, home.person, on=TODAY, reason="moved_out")
    assert not open_(home)
    with pytest.raises(Refused, match="left the register"):
        office.do(operations.issue, home.person)


def test_a_foreign_officer_sends_nobody_a_link(cast: Cast, home: AtHome) -> None:
    with entered(cast.bo) as by, pytest.raises(NotFound):
        operations.issue(home.person, by=by, at=NOW)


def test_links_and_letters_follow_a_merge_and_come_apart_with_it(
    cast: Cast, office: Office, home: AtHome
) -> None:
    other = linked(office.by, office.person(name="王小春"), office.keys)
    with home.acting() as by:
        operations.write(LetterKind.COMPLAINT, "不对", by=by, at=NOW)
    pair = paired(cast, home, other)
    office.do(merging.merge, pair, keep=other.person, keys=office.keys)
    with home.page() as found:
        assert found is not None
        assert (found.person, found.proved) == (other.person, False)
    other.prove()
    with other.acting():
        assert len(queries.letters_of(other.person)) == 1
    office.do(merging.undo_merge, pair)
    assert not open_(home)
    with other.acting():
        assert queries.letters_of(other.person) == []
    with entered(cast.an):
        assert len(queries.letters_of(home.person)) == 1


def paired(cast: Cast, one: AtHome, other: AtHome) -> Any:
    """Two records somebody holds for one person."""
    from chunfeng.stages.people.models import Duplicate, Person

    with entered(cast.an):
        regions = dict(Person.objects.values_list("id", "region"))
        return Duplicate.objects.create(
            person_id=one.person, other_id=other.person, region=regions[one.person],
            other_region=regions[other.person], reasons=["name"], found_at=NOW,
        ).id  # fmt: skip


def test_a_link_goes_to_the_registered_phone_and_no_officer_sees_it(
    office: Office, home: AtHome, unwalled: Any
) -> None:
    sent = office.do(operations.send, home.person, keys=office.keys)
    assert sent.told
    nobody = office.do(operations.send, office.person(), keys=office.keys)
    assert nobody.untold is not None
    with unwalled(), connection.cursor() as cursor:
        cursor.execute("SELECT kind, body, key FROM messaging_message WHERE kind = 'own.link'")
        ((_, body, key),) = cursor.fetchall()
    assert b"/m/" not in bytes(body)
    assert "/m/" not in key


def test_links_long_over_are_deleted(office: Office, home: AtHome) -> None:
    assert office.act(lambda: operations.sweep(at=NOW + timedelta(days=100))) == 0
    assert office.act(lambda: operations.sweep(at=NOW + timedelta(days=130))) == 1


def test_the_secrets_of_a_context_are_never_shown(home: AtHome) -> None:
    with home.acting() as by:
        assert home.link not in repr(by)
        assert home.proof not in repr(by)
