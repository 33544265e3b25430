"""What the desk's shell shows: its menu and the employer's name."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from chunfeng.foundation.access import Context, Role
from chunfeng.kit.texts import Text, text
from chunfeng.stages.employers import queries as employers

_ENTRIES = (  # route name, what it is called, icon
    ("desk", text("Home"), "house"),
    ("desk-vacancies", text("Our vacancies"), "work"),
    ("desk-proposed", text("Proposed to us"), "twins"),
    ("desk-interested", text("Interested people"), "people"),
    ("desk-sites", text("Sites and pay"), "map"),
    ("desk-recognitions", text("Recognition"), "check"),
    ("desk-employer", text("Our details"), "file"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: Text
    url: str
    icon: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: the shell where a member acts for an employer."""
    context: Context | None = getattr(request, "context", None)
    if context is None or context.role is not Role.EMPLOYER or context.employer is None:
        return {}
    home = reverse("desk")
    return {
        "home": home,
        "menu": [_entry(entry, request.path, home) for entry in _ENTRIES],
        "post_name": employers.name_of(context.employer),
        "post_change": text("Change the employer"),
    }


def _entry(entry: tuple[str, Text, str], path: str, home: str) -> Entry:
    name, called, icon = entry
    url = reverse(name)
    return Entry(called, url, icon, path == url or (url != home and path.startswith(url)))
