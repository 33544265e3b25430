"""How and when messages go, on plain values. The database counts codes: see the walls."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
CODES_AN_HOUR, CODES_A_DAY = 5, 10  # to one phone, in any 60 minutes and 24 hours
LEASE = timedelta(seconds=60)  # as long a worker may have a message; then another one takes it
CHANNEL_SECONDS = 30  # a channel must have given up by then: well within the lease
WAITS = (  # after the first failure, the second …
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
TRIES = len(WAITS) + 1
KEPT = timedelta(days=180)  # how long the outbox shows what has ended
ROUND = timedelta(seconds=20)  # one round of sending; the next one follows it
DAY_ENDS = 24  # o'clock
PARTS = 3  # parts of one message at most, each paid for
_ALONE, _PART = 70, 67  # characters (UTF-16) of a message alone, and of a part of several
_HOURS = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[1-9][0-9]{8,10}")  # with its area code
_COUNTRY = re.compile(r"^(?:\+|00)86")
_NOISE = re.compile(r"[-\s()]")


def hours(said: str) -> tuple[int, int]:
    """The hours of words like 7-21: notices leave from 7 o'clock on and no more from 21 on.

    Raises ValueError unless it is two hours of a day, the first one earlier.
    """
    found = _HOURS.fullmatch(said)
    first, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not first < end <= DAY_ENDS:
        raise ValueError(said)
    return first, end


def quiet(at: datetime, said: str) -> bool:
    """Whether notices wait at a moment: outside those hours in China."""
    first, end = hours(said)
    return not first <= at.astimezone(ZONE).hour < end


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many failures; None: it has failed."""
    return WAITS[tries - 1] if tries < TRIES else None


def parts(body: str) -> int:
    """The parts a message is sent and paid in, whatever its language."""
    signs = len(body.encode("utf-16-le")) // 2
    return 1 if signs <= _ALONE else -(-signs // _PART)


def mobile(phone: str) -> str | None:
    """The eleven digits of a mobile phone; None for anything else."""
    digits = _digits(phone)
    return digits if _MOBILE.fullmatch(digits) else None


def landline(phone: str) -> bool:
    """Whether it is a telephone that stands somewhere."""
    return bool(_LANDLINE.fullmatch(_digits(phone)))


def _digits(phone: str) -> str:
    return _COUNTRY.sub("", _NOISE.sub("", phone))
