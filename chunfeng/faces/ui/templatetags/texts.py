"""``{% text "English id {n}" n=3 %}`` and ``{% said value %}`` in the page's language."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from chunfeng.kit.texts import Language, Text

register = template.Library()


def language_of(context: template.Context) -> Language:
    """The language a page is rendered in."""
    return "en" if context.get("language") == "en" else "zh"


def rendered(value: Any, language: Language) -> str:
    """A Text in a language; anything else as it is. Not escaped."""
    return value.to(language) if isinstance(value, Text) else str(value)


class TextNode(template.Node):
    """A message of the catalogue with its values, escaped."""

    def __init__(self, message: str, values: dict[str, FilterExpression], name: str) -> None:
        self.message, self.values, self.name = message, values, name

    def render(self, context: template.Context) -> SafeString:
        """The message in the page's language."""
        language = language_of(context)
        values = {
            key: conditional_escape(rendered(value.resolve(context), language))
            for key, value in self.values.items()
        }
        said = mark_safe(Text(self.message, values).to(language))  # noqa: S308 values are escaped
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
    message = words[0][1:-1]
    values = token_kwargs(words[1:], parser)
    return TextNode(message, values, name)


@register.simple_tag(takes_context=True)
def said(context: template.Context, value: Any) -> str:
    """A Text (or plain value) in the page's language, escaped."""
    return str(conditional_escape(rendered(value, language_of(context))))
