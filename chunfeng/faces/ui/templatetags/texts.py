"""``{% text "English id {n}" n=3 %}`` and ``{{ value|said }}`` in the language of the request."""

import html
from string import Formatter
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.exceptions import TemplateSyntaxError
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from chunfeng.faces.ui import named
from chunfeng.faces.ui.language import current
from chunfeng.kit.texts import Language, Text

register = template.Library()


def rendered(value: Any, language: Language) -> str:
    """Whatever can be said in a language (``.to``), a list of it, or a plain value. Not escaped."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ("、" if language == "zh" else ", ").join(rendered(v, language) for v in value)
    to = getattr(value, "to", None)
    return str(to(language)) if to else str(value)


def escaped(value: Any) -> SafeString:
    """A value in the language of the request, fit for HTML; what is safe stays as it is."""
    if hasattr(value, "__html__"):
        return conditional_escape(value)
    # The standard library's own: Django's allows for lazy values, and pages say hundreds of words.
    return mark_safe(html.escape(rendered(value, current())))  # noqa: S308 escaped here


class TextNode(template.Node):
    """A message of the catalogue with its values, all escaped."""

    def __init__(self, message: str, values: dict[str, FilterExpression], name: str) -> None:
        self.message, self.values, self.name = message, values, name
        self._escaped: dict[Language, SafeString] = {}  # a page says a word once for each row

    def render(self, context: template.Context) -> SafeString:
        """The message in the language of the request."""
        language = current()
        said = self._escaped.get(language)
        if said is None:
            said = self._escaped[language] = escape(Text(self.message).to(language))
        if self.values:
            values = {key: escaped(value.resolve(context)) for key, value in self.values.items()}
            said = mark_safe(said.format_map(values))  # noqa: S308 message and values are escaped
        if self.name:
            context[self.name] = said
            return mark_safe("")
        return said


@register.tag("text")
def text_tag(parser: Parser, token: Token) -> TextNode:
    """``{% text "message" key=value … [as name] %}``; the message is a literal."""
    words = token.split_contents()[1:]
    name = ""
    if len(words) > 2 and words[-2] == "as":
        name, words = words[-1], words[:-2]
    if not words or words[0][0] not in "\"'" or words[0][0] != words[0][-1]:
        raise TemplateSyntaxError("the message of a text tag is a literal in quotes")
    message = words[0][1:-1]
    rest = words[1:]
    values = token_kwargs(rest, parser)
    places = {field for _, field, _, _ in Formatter().parse(message) if field is not None}
    if rest or places != values.keys():
        raise TemplateSyntaxError(f"{message!r} needs {sorted(places)}, got {sorted(values)}")
    return TextNode(message, values, name)


@register.simple_tag(name="said")
def said_tag(value: Any) -> SafeString:
    """A Text (or plain value, or a list) in the language of the request."""
    return escaped(value)


@register.filter(name="said")
def said_filter(value: Any) -> SafeString:
    """The same as a filter, to hand on as an argument."""
    return escaped(value)


@register.filter(name="named")
def named_filter(value: Any) -> str:
    """What a region or an occupation is called in the language of the request."""
    return str(value.name_in(current()))


@register.filter(name="named_shortly")
def named_shortly_filter(value: Any) -> str:
    """The short name of a region in the language of the request."""
    return str(value.short_name_in(current()))


@register.filter(name="chinese")
def chinese_filter(value: str) -> SafeString:
    """What somebody wrote, marked as Chinese on an English page."""
    return named.chinese(value)


@register.filter(name="employer")
def employer_filter(name: str) -> SafeString:
    """An employer's name; on English pages with what it comes to in English."""
    return named.employer(name)


def language_of(context: template.Context) -> Language:
    """The language a page is rendered in."""
    return current()
