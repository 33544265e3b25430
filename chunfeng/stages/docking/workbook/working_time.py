"""How a vacancy pays and when it is worked, in one cell."""

from collections.abc import Callable, Iterator

from chunfeng.kit.texts import text
from chunfeng.stages.docking.labels import SEPARATOR
from chunfeng.stages.docking.result import Placement
from chunfeng.stages.docking.words import clock
from chunfeng.stages.docking.workbook.book import Book

WEEKS_A_MONTH = 52 / 12
_MARKS = ("night_shift", "flexible")


def working_time(book: Book) -> Callable[[Placement], str]:
    """计件，约 ¥11.3/小时；8 小时/天；6 天/周；08:30–17:30: only what the ledger says."""
    return lambda line: SEPARATOR[book.language].join(_parts(book, line))


def _parts(book: Book, line: Placement) -> Iterator[str]:
    vacancies, row = book.docking.vacancies, line.vacancy
    hours, days = vacancies["hours_per_day"][row], vacancies["days_per_week"][row]
    yield from _pay(book, line, hours, days)
    if hours:
        yield book.say(text("{hours:g} h/day", hours=hours))
    if days:
        yield book.say(text("{days:g} days/week", days=days))
    if vacancies["hours_window"][row]:
        start, end = vacancies["hours_window"][row]
        yield f"{clock(start)}–{clock(end)}"
    for field in _MARKS:
        if vacancies[field][row]:
            yield vacancies.layout.column(field).header(book.language)


def _pay(book: Book, line: Placement, hours: float | None, days: float | None) -> Iterator[str]:
    """How it is paid; for other than monthly pay what an hour comes to."""
    kind = book.docking.vacancies["pay_kind"][line.vacancy]
    if kind is None:
        return
    label = book.docking.vacancies.layout.column("pay_kind").choice(kind).label(book.language)
    if kind != "month" and line.pay_month and hours and days:
        hourly = line.pay_month / (hours * days * WEEKS_A_MONTH)
        label = book.say(text("{kind}, about ¥{hourly:.1f} an hour", kind=label, hourly=hourly))
    yield label
