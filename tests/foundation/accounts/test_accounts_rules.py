"""Who may give whom what, and the plain rules of names, sessions and networks."""

from datetime import date

from chunfeng.foundation.access import Context, Purpose, Role
from chunfeng.foundation.accounts.rules import Held, grant_refused, span
from tests.cast import PINGLI, SHIQUAN
from tests.foundation.accounts.conftest import BEGIN, PREFECTURE, TOWN, VILLAGE

PROVINCE = PINGLI // 10**10 * 10**10
REGIONS = [0, PROVINCE, PREFECTURE, PINGLI, SHIQUAN, TOWN, VILLAGE]
PLACE_OF = {
    Role.VILLAGE: VILLAGE,
    Role.TOWNSHIP: TOWN,
    Role.COUNTY: PINGLI,
    Role.SUPERVISOR: PREFECTURE,
    Role.ANALYST: 0,
    Role.AUDITOR: PINGLI,
    Role.PRIVACY: 0,
    Role.ADMIN: PINGLI,
}


def holder(role: Role, region: int) -> Context:
    lo, hi = span(region)
    nobody = next(iter([Purpose.RUN]))
    return Context(user=USER, post=USER, role=role, lo=lo, hi=hi, purpose=nobody)


from uuid import UUID  # noqa: E402

USER = UUID(int=1)


def asked(role: Role, region: int, begins: date = BEGIN, ends: date | None = None) -> Held:
    return Held(role, region, begins, ends)


def refused(by: Context, wanted: Held, held: tuple[Held, ...] = ()) -> bool:
    return grant_refused(by, wanted, to_self=False, held=held) is not None
