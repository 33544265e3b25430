"""The components that have logic, as tags; and dates, money and figures as filters.

A component that is only a shape is a class: docs/reference/interface.md lists both.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any

import segno
from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.ui import formats, language
from chunfeng.faces.ui.forms import Field
from chunfeng.faces.ui.icons import ICONS, SPRITE
from chunfeng.faces.ui.parts import (
    Chip,
    Column,
    Difference,
    Figure,
    Point,
    Progress,
    Reason,
    Step,
    Tab,
    Tone,
    Word,
)
from chunfeng.faces.ui.templatetags.texts import escaped
from chunfeng.kit.texts import Text

register = template.Library()
Told = dict[str, Any]


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> SafeString:
    """An icon of the sprite, ``size`` pixels at normal text; hidden: it stands beside a text."""
    if name not in ICONS:
        raise LookupError(name)
    return format_html(
        '<svg width="{0}rem" height="{0}rem" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        '<use href="{1}#{2}"></use></svg>',
        size / 16,  # grows with the text
        static(SPRITE),
        name,
    )


@register.simple_tag
def status(word: Word, tone: Tone = "plain") -> SafeString:
    """A word and a shape: good, due, wrong, note or plain."""
    return mark_safe(f'<span class="tag tag-{tone}">{escaped(word)}</span>')  # noqa: S308 escaped


@register.simple_tag
def options(words: Mapping[str, Word], chosen: Sequence[str]) -> SafeString:
    """The options of a select."""
    said = (
        f'<option value="{escape(code)}"{" selected" * (code in chosen)}>{escaped(word)}</option>'
        for code, word in words.items()
    )
    return mark_safe("".join(said))  # noqa: S308 escaped


@register.inclusion_tag("ui/field.html")
def field(shown: Field) -> Told:
    """A form field: label, hint, error, control."""
    return {"f": shown}


@register.inclusion_tag("ui/errors.html")
def errors(found: Sequence[tuple[str, Word]]) -> Told:
    """What is wrong in a form, each line leading to its field; takes the focus."""
    return {"errors": found}


@register.inclusion_tag("ui/notice.html")
def notice(said: Word, kind: Tone = "note") -> Told:
    """A message above what it is about: note, good, due, warn (not done, or in part) or wrong."""
    return {"said_text": said, "kind": kind}


@register.inclusion_tag("ui/pages.html")
def pages(shown: Any) -> Told:
    """Where a page of a list stands; ``first last total_said before after``."""
    return {"pages": shown}


@register.simple_tag
def sort_head(word: Word, url: str, order: str = "", number: bool = False) -> SafeString:
    """The head of a column to sort by. order: ascending or descending, empty where not sorted."""
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        mark_safe(' class="number"') if number else "",
        format_html(' aria-sort="{}"', order) if order else "",
        url,
        escaped(word),
        icon("down" if order == "descending" else "up", 14) if order else "",
    )


@register.inclusion_tag("ui/select_all.html")
def select_all(name: str) -> Told:
    """The head's box that picks every row's box of a name; only there where scripts run."""
    return {"name": name}


@register.simple_block_tag
def bulk(content: str, name: str) -> SafeString:
    """What can be done with the rows picked by boxes of a name; stands in the form around them."""
    told = {"name": name, "content": content, "counter": mark_safe("<output>0</output>")}
    return mark_safe(render_to_string("ui/bulk.html", told))  # noqa: S308 a template's own


@register.inclusion_tag("ui/restored.html")
def restored() -> Told:
    """In a form with ``data-keep``: says that what was typed is back, and how to be rid of it."""
    return {}


@register.inclusion_tag("ui/chips.html")
def chips(shown: Sequence[Chip], clear: str = "") -> Told:
    """What a list is filtered by, each with a way to take it off."""
    return {"chips": shown, "clear": clear}


@register.inclusion_tag("ui/table_menu.html")
def table_menu(
    columns: Sequence[Column], compact: bool = False, keep: Sequence[tuple[str, str]] = ()
) -> Told:
    """Which columns are shown and how densely: a GET form. keep: the address's other parts."""
    return {"columns": columns, "compact": compact, "keep": keep}


@register.inclusion_tag("ui/progress.html")
def progress(run: Progress | Mapping[str, Any]) -> Told:
    """A background task: how much is done, how fast, how long still, stop."""
    return {"run": run}


@register.inclusion_tag("ui/stepper.html")
def stepper(steps: Sequence[Step]) -> Told:
    """Where one stands in a task of several pages."""
    now = next((number for number, step in enumerate(steps, 1) if step.state == "now"), 0)
    return {"steps": steps, "now": now}


@register.inclusion_tag("ui/figure.html")
def figure(shown: Figure) -> Told:
    """A number that opens into its records."""
    return {"f": shown}


@register.inclusion_tag("ui/reasons.html")
def reasons(shown: Sequence[Reason]) -> Told:
    """Why, with each term's share as a small bar."""
    return {"reasons": shown}


@register.inclusion_tag("ui/tabs.html")
def tabs(shown: Sequence[Tab], label: Word) -> Told:
    """Pages beside each other."""
    return {"tabs": shown, "label": label}


@register.simple_block_tag
def dialog(
    content: str, id: str, title: Word, side: bool = False, confirm: Word = ""
) -> SafeString:
    """A dialog, or a sheet at the side; with ``confirm`` it asks before a form is sent."""
    told = {"id": id, "title": title, "side": side, "confirm": confirm, "content": content}
    return mark_safe(render_to_string("ui/dialog.html", told))  # noqa: S308 a template's own


@register.inclusion_tag("ui/reveal.html", takes_context=True)
def reveal(
    context: template.Context, name: Word, masked: Word, url: str,
    purposes: Sequence[tuple[str, Word]], chosen: str = "",
) -> Told:  # fmt: skip
    """A masked value and the button that opens it for a purpose, on the record."""
    return {"name": name, "masked": masked, "url": url, "purposes": purposes, "chosen": chosen}


@register.inclusion_tag("ui/compare.html")
def compare(differences: Sequence[Difference]) -> Told:
    """Fields two officers changed: before, theirs, mine, and which to keep (``take-<field>``)."""
    return {"differences": differences}


@register.inclusion_tag("ui/sheet_head.html")
def sheet_head(title: Word, unit: Word, on: date) -> Told:
    """The head of a printed sheet: title, unit, date. Not on the screen."""
    return {"title": title, "unit": unit, "on": on}


@register.simple_tag(name="map")
def map_tag(points: Sequence[Point], label: Word, areas: str = "", into: str = "") -> SafeString:
    """Points on a map; areas: address of a GeoJSON to shade; into: ids of two fields to fill."""
    return format_html(
        '<div class="map" role="region" aria-label="{}" data-points="{}"{}{}></div>',
        escaped(label),
        json.dumps([point.told(language.current()) for point in points], ensure_ascii=False),
        format_html(' data-areas="{}"', areas) if areas else "",
        format_html(' data-into="{}"', into) if into else "",
    )


@register.simple_tag
def qr(address: str, label: Word) -> SafeString:
    """A QR code with what it is for."""
    drawn = segno.make(address, error="m").svg_inline(omitsize=True, svgclass=None, lineclass=None)
    drawn = drawn.replace("<svg", '<svg role="img" aria-label="QR"', 1)
    return format_html('<div class="qr">{}<span>{}</span></div>', mark_safe(drawn), escaped(label))  # noqa: S308


register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("count", formats.count)
register.filter("change", formats.change)


@register.filter
def in_words(value: date | datetime | None) -> str:
    """11月23日, as in sentences."""
    return formats.in_words(value, language.current())


@register.filter
def until(value: date | None) -> str:
    """A day to come, in words; with its year where that is not this one."""
    other = value is not None and value.year != timezone.localdate().year
    return formats.in_words(value, language.current(), year=other)


@register.filter
def in_full(value: date | datetime | None) -> str:
    """2026年11月23日."""
    return formats.in_words(value, language.current(), year=True)


@register.filter
def money(value: Decimal | float | None, per: str = "") -> SafeString:
    """¥2,350, or ¥2,350/月 with ``|money:"month"``."""
    return escaped(formats.money(value, per))


@register.filter
def duration(seconds: float) -> SafeString:
    """约3分钟."""
    return escaped(formats.duration(seconds))


@register.filter
def listed(values: Sequence[Text | str] | None) -> SafeString:
    """Words put in a row."""
    return escaped(list(values or ()))
