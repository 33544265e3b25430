"""Icons, fields, dates and figures."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.ui.icons import ICONS
from chunfeng.faces.ui.templatetags.texts import language_of

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon of the sprite; always beside a text, so hidden from screen readers."""
    return format_html(
        '<svg width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        "{1}</svg>",
        size,
        mark_safe(ICONS[name]),  # noqa: S308 our own shapes
    )


@register.inclusion_tag("ui/field.html", takes_context=True)
def field(context: template.Context, shown: Any) -> dict[str, Any]:
    """A form field (``forms.Field``): label, hint, error, input."""
    ids = [f"hint_{shown.name}"] if shown.hint else []
    ids += [f"error_{shown.name}"] if shown.error else []
    described = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else ""
    wrong = mark_safe(' aria-invalid="true"') if shown.error else ""
    names = ("name", "label", "hint", "error", "kind", "options", "value", "values", "size",
             "autocomplete", "inputmode", "secret")  # fmt: skip
    told = {name: getattr(shown, name) for name in names}
    return told | {
        "described": format_html("{}{}", described, wrong),
        "language": language_of(context),
    }


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-23, as in tables."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-23 14:05, local time."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def count(value: int | None) -> str:
    """12,000."""
    return f"{value or 0:,}"


@register.filter
def listed(values: Sequence[Any] | None) -> str:
    """Words put in a row."""
    return "、".join(map(str, values or ()))
