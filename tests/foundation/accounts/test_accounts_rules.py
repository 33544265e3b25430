"""Who may give whom what, and the plain rules of names, sessions and networks."""

from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunfeng.foundation.access import OFFICERS, Context, Purpose, Role
from chunfeng.foundation.accounts import rules
from chunfeng.foundation.accounts.rules import Held, grant_refused, span
from tests.cast import NOW, PINGLI, SHIQUAN, TODAY
from tests.foundation.accounts.office import BEGIN, PREFECTURE, TOWN, VILLAGE

PROVINCE = PINGLI // 10**10 * 10**10
REGIONS = [0, PROVINCE, PREFECTURE, PINGLI, SHIQUAN, TOWN, VILLAGE]
SOMEBODY = UUID(int=1)


def holder(role: Role, region: int) -> Context:
    lo, hi = span(region)
    return Context(user=SOMEBODY, post=SOMEBODY, role=role, lo=lo, hi=hi, purpose=Purpose.RUN)


def post(role: Role, region: int, begins: date = BEGIN, ends: date | None = None) -> Held:
    return Held(role, region, begins, ends)


def may(by: Context, wanted: Held, *held: Held, to_self: bool = False) -> bool:
    return grant_refused(by, wanted, to_self=to_self, held=held) is None


def test_an_administrator_gives_officers_posts_in_the_own_county() -> None:
    admin = holder(Role.ADMIN, PINGLI)
    assert may(admin, post(Role.COUNTY, PINGLI))
    assert may(admin, post(Role.TOWNSHIP, TOWN))
    assert may(admin, post(Role.VILLAGE, VILLAGE))


def test_a_county_officer_gives_village_and_township_posts_only() -> None:
    officer = holder(Role.COUNTY, PINGLI)
    assert {role for role in Role for region in REGIONS if may(officer, post(role, region))} == {
        Role.VILLAGE,
        Role.TOWNSHIP,
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.COUNTY}))
def test_other_roles_give_nothing(role: Role) -> None:
    for mine in REGIONS:
        by = holder(role, mine)
        assert not any(may(by, post(wanted, region)) for wanted in Role for region in REGIONS)


def test_nobody_gives_a_post_to_themselves() -> None:
    for region in REGIONS:
        by = holder(Role.ADMIN, region)
        assert not any(may(by, post(r, x), to_self=True) for r in Role for x in REGIONS)


@pytest.mark.parametrize("region", [SHIQUAN, PREFECTURE, PROVINCE, 0])
def test_nothing_is_given_outside_the_own_region(region: int) -> None:
    admin = holder(Role.ADMIN, PINGLI)
    assert not any(may(admin, post(role, region)) for role in Role)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_administrators_and_auditors_are_given_by_the_level_above(role: Role) -> None:
    assert not may(holder(Role.ADMIN, PINGLI), post(role, PINGLI))
    assert may(holder(Role.ADMIN, PREFECTURE), post(role, PINGLI))


def test_above_the_nation_there_is_nobody_to_give_its_auditor() -> None:
    nation = holder(Role.ADMIN, 0)
    assert may(nation, post(Role.AUDITOR, 0))
    assert not may(nation, post(Role.ADMIN, 0))


def test_a_role_exists_at_its_levels_only() -> None:
    nation = holder(Role.ADMIN, 0)
    assert not may(nation, post(Role.COUNTY, PREFECTURE))
    assert not may(nation, post(Role.VILLAGE, TOWN))
    assert not may(nation, post(Role.PRIVACY, PINGLI))


def test_a_city_without_counties_has_posts_of_both_levels() -> None:
    dongguan = 4419 * 10**8
    admin = holder(Role.ADMIN, dongguan)
    assert may(admin, post(Role.COUNTY, dongguan))
    assert may(holder(Role.ADMIN, 44 * 10**10), post(Role.SUPERVISOR, dongguan))
    assert {Role.COUNTY, Role.TOWNSHIP, Role.VILLAGE} <= set(rules.givable(admin))
    officer = holder(Role.COUNTY, dongguan)
    assert may(officer, post(Role.TOWNSHIP, dongguan + 3 * 10**3))
    assert not may(officer, post(Role.COUNTY, dongguan))


WATCHED = [
    *[(Role.ADMIN, role) for role in sorted(OFFICERS)],
    *[(Role.AUDITOR, role) for role in sorted(OFFICERS)],
    (Role.ADMIN, Role.AUDITOR),
    (Role.ADMIN, Role.PRIVACY),
    (Role.AUDITOR, Role.PRIVACY),
]
AT = {
    Role.VILLAGE: VILLAGE,
    Role.TOWNSHIP: TOWN,
    Role.PRIVACY: 0,
    **dict.fromkeys([Role.COUNTY, Role.ADMIN, Role.AUDITOR], PINGLI),
}


@pytest.mark.parametrize(("one", "other"), [*WATCHED, *[(b, a) for a, b in WATCHED]])
def test_powers_that_watch_each_other_are_never_in_one_hand(one: Role, other: Role) -> None:
    nation = holder(Role.ADMIN, 0)
    assert may(nation, post(one, AT[one]))
    assert not may(nation, post(one, AT[one]), post(other, AT[other]))


def test_the_refusal_of_two_powers_names_both() -> None:
    said = grant_refused(
        holder(Role.ADMIN, 0),
        post(Role.AUDITOR, PINGLI),
        to_self=False,
        held=[post(Role.COUNTY, PINGLI)],
    )
    assert said
    assert "County officer and Auditor" in said.to("en")


def test_one_power_may_follow_the_other() -> None:
    nation, last = holder(Role.ADMIN, 0), date(2026, 6, 30)
    before = post(Role.COUNTY, PINGLI, ends=last)
    assert may(nation, post(Role.AUDITOR, PINGLI, begins=last + timedelta(1)), before)
    assert not may(nation, post(Role.AUDITOR, PINGLI, begins=last), before)


def test_the_same_post_is_given_once_at_a_time() -> None:
    admin = holder(Role.ADMIN, PINGLI)
    this_year = post(Role.COUNTY, PINGLI, ends=date(2026, 12, 31))
    assert not may(admin, post(Role.COUNTY, PINGLI, begins=date(2026, 12, 31)), this_year)
    assert may(admin, post(Role.COUNTY, PINGLI, begins=date(2027, 1, 1)), this_year)


def test_a_post_does_not_end_before_it_begins() -> None:
    admin = holder(Role.ADMIN, PINGLI)
    assert not may(admin, post(Role.COUNTY, PINGLI, ends=BEGIN - timedelta(1)))
    assert may(admin, post(Role.COUNTY, PINGLI, ends=BEGIN))


DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 28))
SPANS = st.tuples(DAYS, st.none() | DAYS).filter(lambda s: s[1] is None or s[0] <= s[1])


@given(one=SPANS, other=SPANS)
def test_posts_meet_on_the_days_both_are_live(
    one: tuple[date, date | None], other: tuple[date, date | None]
) -> None:
    a, b = post(Role.COUNTY, PINGLI, *one), post(Role.AUDITOR, PINGLI, *other)
    days = [date(2026, 1, 1) + timedelta(n) for n in range(60)]
    both = any(rules.live(a, day) and rules.live(b, day) for day in days)
    assert a.meets(b) == b.meets(a) == both


GRANTS = st.lists(
    st.tuples(
        st.integers(0, 5), st.integers(0, 5), st.sampled_from(list(Role)), st.sampled_from(REGIONS)
    ),
    max_size=40,
)


def granted(
    root: Held, tries: list[tuple[int, int, Role, int]]
) -> tuple[dict[int, list[Held]], list[tuple[int, Held, int, Held]]]:
    """Posts by user after all tries, and (giver, giver's post, receiver, post) of each gift."""
    held: dict[int, list[Held]] = {user: [] for user in range(6)}
    held[0].append(root)
    gifts = []
    for giver, receiver, role, region in tries:
        for mine in list(held[giver]):
            wanted = post(role, region)
            by = holder(mine.role, mine.region)
            if may(by, wanted, *held[receiver], to_self=giver == receiver):
                held[receiver].append(wanted)
                gifts.append((giver, mine, receiver, wanted))
    return held, gifts


@given(tries=GRANTS)
def test_no_sequence_of_grants_widens_a_county(tries: list[tuple[int, int, Role, int]]) -> None:
    held, _ = granted(post(Role.ADMIN, PINGLI), tries)
    lo, hi = span(PINGLI)
    given_posts = [p for user in held for p in held[user]][1:]
    assert all(p.role in OFFICERS and lo <= p.region <= hi for p in given_posts)
    assert held[0] == [post(Role.ADMIN, PINGLI)]


@given(tries=GRANTS)
def test_every_post_was_given_by_somebody_above_it(
    tries: list[tuple[int, int, Role, int]],
) -> None:
    held, gifts = granted(post(Role.ADMIN, 0), tries)
    for giver, mine, receiver, wanted in gifts:
        assert giver != receiver
        assert span(mine.region)[0] <= wanted.region <= span(mine.region)[1]
        if wanted.role is Role.ADMIN:
            assert max(rules.levels(mine.region)) < max(rules.levels(wanted.region))
        if wanted.role not in {Role.VILLAGE, Role.TOWNSHIP}:
            assert mine.role is Role.ADMIN
    for posts in held.values():
        roles = {p.role for p in posts}
        assert not any({a, b} <= roles for a, b in WATCHED)
        assert not any(a == b for a, b in combinations(posts, 2))


def test_a_session_ends_after_half_an_hour_idle() -> None:
    begun = NOW
    assert not rules.session_over(begun, begun, begun + timedelta(minutes=30))
    assert rules.session_over(begun, begun, begun + timedelta(minutes=30, seconds=1))


def test_a_session_ends_after_twelve_hours_however_busy() -> None:
    late = NOW + timedelta(hours=12)
    assert not rules.session_over(NOW, late, late)
    assert rules.session_over(NOW, late, late + timedelta(seconds=1))


def test_a_second_factor_is_fresh_for_ten_minutes() -> None:
    assert rules.fresh(NOW, NOW + timedelta(minutes=10))
    assert not rules.fresh(NOW, NOW + timedelta(minutes=10, seconds=1))


def test_sign_in_names_are_kept_in_one_form() -> None:
    assert rules.canonical("  Ａn.Xian ") == "an.xian"


@pytest.mark.parametrize("login", ["an.xian", "an@example.org", "安县经办", "a_1"])
def test_work_names_will_do(login: str) -> None:
    assert rules.login_refused(login) is None


@pytest.mark.parametrize(
    "login", ["999999198001011234", "15400000001", "x-15400000001", "ab", "a b c", "x" * 81, ""]
)
def test_numbers_of_people_and_odd_names_will_not_do(login: str) -> None:
    assert rules.login_refused(login)


def test_a_household_of_addresses_counts_as_one() -> None:
    assert rules.network("2001:db8:1:2::1") == rules.network("2001:db8:1:2:ffff::9")
    assert rules.network("2001:db8:1:2::1") != rules.network("2001:db8:1:3::1")
    assert rules.network("::ffff:192.0.2.1") == rules.network(" 192.0.2.1") == "192.0.2.1"


def test_a_neighbourhood_is_as_much_as_one_owner_has() -> None:
    near = rules.neighbourhood
    assert near("192.0.2.1") == near("::ffff:192.0.2.255") != near("192.0.3.1")
    assert near("2001:db8:1:aa00::1") == near("2001:db8:1:aaff::9") != near("2001:db8:1:ab00::1")


@given(st.text())
def test_whatever_is_sent_as_address_is_some_place(address: str) -> None:
    assert rules.network(address)
    assert rules.neighbourhood(address)


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/17 Safari/604", "Safari · iOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8", "WeChat · Android"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_told_in_two_words(header: str, shown: str) -> None:
    assert rules.agent(header) == shown


def test_a_post_is_live_from_its_first_day_to_its_last() -> None:
    held = post(Role.COUNTY, PINGLI, TODAY, TODAY + timedelta(1))
    days = [TODAY + timedelta(n) for n in range(-1, 3)]
    assert [rules.live(held, day) for day in days] == [False, True, True, False]
