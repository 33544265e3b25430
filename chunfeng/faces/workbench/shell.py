"""What the workbench's shell shows: the menu of the post, the post's name, a notice."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse

from chunfeng.faces.ui import named
from chunfeng.faces.ui.language import current
from chunfeng.faces.ui.shown import tell, told, warn
from chunfeng.foundation.access import POSTS, Context, Role, declared
from chunfeng.kit.texts import Language, Text, text

__all__ = ["Entry", "PostName", "menu", "post_name", "region_name", "shell", "tell", "warn"]
_ENTRIES = (  # route name, what it is called, icon
    ("today", text("Today"), "today"),
    ("people", text("People list"), "people"),
    ("runs", text("Docking"), "right"),
    ("offers", text("Offers"), "twins"),
    ("follow-ups", text("Follow-up"), "calendar"),
    ("vacancies", text("Vacancies"), "post"),
    ("review", text("Review"), "check"),
    ("employers", text("Employers"), "work"),
    ("recognitions", text("Recognition"), "mark"),
    ("interests", text("Interested"), "phone"),
    ("letters", text("Letters"), "edit"),
    ("reports", text("Reports"), "warn"),
    ("outbox", text("Messages sent"), "phone"),
    ("coverage", text("Coverage"), "house"),
    ("doubts", text("Doubts"), "doubt"),
    ("duplicates", text("Duplicates"), "twins"),
    ("imports", text("Imports"), "upload"),
    ("exports", text("Exports"), "download"),
    ("regions", text("Regions"), "map"),
    ("wages", text("Lowest lawful pay"), "work"),
    ("offices", text("Offices people turn to"), "house"),
    ("accounts", text("Accounts and posts"), "key"),
    ("api-keys", text("API keys"), "lock"),
    ("log", text("Log"), "log"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: Text
    url: str
    icon: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: the shell where the request acts in a post, and the notice."""
    context: Context | None = getattr(request, "context", None)
    if context is None or context.role not in POSTS:
        return {"notice": told(request)}
    return {
        "menu": menu(context, request.path),
        "post_name": post_name(context),
        "notice": told(request),
    }


def menu(context: Context, path: str) -> list[Entry]:
    """The entries whose views name the post's role: the access table makes the menu."""
    return [
        Entry(called, url, icon, path == url or (url != "/" and path.startswith(url)))
        for called, url, icon, roles in _entries()
        if context.role in roles
    ]


@cache
def _entries() -> "list[tuple[Text, str, str, frozenset[Role]]]":
    """(what it is called, address, icon, whose it is) of every entry."""
    urls = [(reverse(name), called, icon) for name, called, icon in _ENTRIES]
    stands = [(declared(resolve(url).func), url, called, icon) for url, called, icon in urls]
    return [(called, url, icon, one.roles) for one, url, called, icon in stands if one]


def post_name(context: Context) -> "PostName":
    """平利县 · 县级经办, in either language."""
    return PostName(context)


class PostName:
    """A post's name, rendered late."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def to(self, language: Language) -> str:
        """The name in a language."""
        place = region_name(self._context.lo)
        return f"{place} · {self._context.role.label.to(language)}"

    def __str__(self) -> str:
        return self.to("zh")


def region_name(lo: int) -> str:
    """A region's own name; the nation where there is no upper one."""
    if lo == 0:
        return text("The whole country").to(current())
    return named.place(lo)
