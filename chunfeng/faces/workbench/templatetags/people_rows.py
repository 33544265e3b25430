"""``{% people_rows rows columns %}``: the rows of the list of people.

Written in Python because a page of fifty people by ten columns took ten milliseconds as a template.
"""

from collections.abc import Callable, Sequence
from html import escape
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.ui.parts import Column
from chunfeng.faces.ui.templatetags.texts import escaped
from chunfeng.faces.ui.templatetags.ui import status
from chunfeng.faces.workbench.lines import Shown

register = template.Library()
_NOBODY = UUID(int=0)
_Cell = Callable[[Shown], str]
_CLASSES = {"age": "number", "phone": "figure", "doubts": "number"}


@register.simple_tag
def people_rows(rows: Sequence[Shown], columns: Sequence[Column]) -> SafeString:
    """A row for each person: box, name, and the columns shown."""
    on = [column for column in columns if column.shown]
    person, cells = _address("person"), _cells({column.code for column in on})
    heads = [
        (f'<td class="{_CLASSES.get(column.code, "")}" data-label="{escaped(column.name)}">',
         cells[column.code])
        for column in on
    ]  # fmt: skip
    return mark_safe("".join(_row(line, heads, person) for line in rows))  # noqa: S308 all escaped


def _row(line: Shown, heads: Sequence[tuple[str, _Cell]], person: str) -> str:
    name, key = escape(line.row.name), line.row.id
    cells = "".join(f"{head}{cell(line)}</td>" for head, cell in heads)
    return (
        f'<tr><td class="pick"><label><input type="checkbox" name="person" value="{key}">'
        f'<span class="unseen">{name}</span></label></td>'
        f'<td class="whole"><a class="table-name" href="{person.format(key)}">{name}</a></td>'
        f"{cells}</tr>"
    )


def _cells(on: set[str]) -> dict[str, _Cell]:
    """What stands in each column, escaped."""
    person, household = _address("person"), _address("household")

    def home(line: Shown) -> str:
        number = escape(line.row.household_no or "—")
        link = f'<a href="{household.format(line.row.household)}">{number}</a>'
        return f'{link} <span class="muted nowrap">{escaped(line.relation)}</span>'

    def willing(line: Shown) -> str:
        said = escaped(line.willing)
        return said if "reach" in on or not line.reach else f"{said} · {escaped(line.reach)}"

    def doubts(line: Shown) -> str:
        link = f'<a href="{person.format(line.row.id)}#doubts">{line.doubts}</a>'
        return link if line.doubts else ""

    return {
        "sex": lambda line: escaped(line.sex),
        "age": lambda line: "" if line.age is None else str(line.age),
        "village": lambda line: escape(line.place),
        "household": home,
        "status": lambda line: status(line.status, line.tone),
        "capacity": lambda line: escaped(line.capacity),
        "care": lambda line: escaped(line.care),
        "willing": willing,
        "reach": lambda line: escaped(line.reach),
        "phone": lambda line: escape(line.row.phone_mask),
        "categories": lambda line: escaped(line.categories),
        "doubts": doubts,
    }


def _address(route: str) -> str:
    """A route with a blank for the id: asked for once a table, not once a row."""
    return reverse(route, args=[_NOBODY]).replace(str(_NOBODY), "{}")
