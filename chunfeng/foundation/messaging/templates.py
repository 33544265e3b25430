"""The templates of messages: declared once, in both languages, each value with its longest form.

A stage declares its own in a module ``messages``: ``OFFER = declare(Template(…))``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from chunfeng.kit.texts import Language, Text, text

_KIND = re.compile(r"[a-z][a-z_]*(\.[a-z_]+)?")
_PLACE = re.compile(r"\{(\w+)\}")
MINUTES = "minutes"  # given by the template itself: how long it is good for


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a kind of message says.

    longest: characters of each value; a longer one is cut, in a code refused. is_code: somebody
    asked for it just now, so it goes at any hour and to any phone. good_for: after that it is
    not sent any more.
    """

    kind: str
    words: Text
    longest: Mapping[str, int]
    is_code: bool = False
    good_for: timedelta = timedelta(days=3)

    def said(self, values: Mapping[str, object], language: Language) -> str:
        """The message in a language. ValueError where values are missing, unknown or too long."""
        if values.keys() != self.longest.keys():
            raise ValueError(f"{self.kind} takes {sorted(self.longest)}")
        shown: dict[str, object] = {
            name: self._fitted(name, value, language) for name, value in values.items()
        }
        shown[MINUTES] = int(self.good_for.total_seconds() // 60)
        return Text(self.words.message, shown).to(language).strip()

    def _fitted(self, name: str, value: object, language: Language) -> str:
        said = value.to(language) if isinstance(value, Text) else str(value)
        said = "".join(sign for sign in " ".join(said.split()) if sign.isprintable())
        most = self.longest[name]
        if len(said) <= most:
            return said
        if self.is_code:
            raise ValueError(f"{self.kind}: {name} has at most {most} characters")
        return f"{said[: most - 1]}…"


_templates: dict[str, Template] = {}


def declare(template: Template) -> Template:
    """Enters a template; ValueError where its name, its values or a second one do not fit."""
    asked = set(_PLACE.findall(template.words.message)) - {MINUTES}
    if not _KIND.fullmatch(template.kind) or template.words.values:
        raise ValueError("a kind is called offer.made, say, and its words stand without values")
    if asked != template.longest.keys():
        raise ValueError(f"{template.kind} says {sorted(asked)}, not {sorted(template.longest)}")
    if _templates.setdefault(template.kind, template) != template:
        raise ValueError(f"{template.kind} is declared twice")
    return template


def declared(kind: str) -> Template:
    """The template of a kind; LookupError where there is none."""
    return _templates[kind]


def every() -> list[Template]:
    """All templates, by name."""
    return [_templates[kind] for kind in sorted(_templates)]


CODE = declare(
    Template(
        kind="code",
        words=text(
            "{code} is your code for {site}. It is good for {minutes} minutes."
            " We never ask for it: give it to nobody."
        ),
        longest={"code": 8, "site": 20},
        is_code=True,
        good_for=timedelta(minutes=10),
    )
)
