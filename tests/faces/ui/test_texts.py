"""Texts in templates: translated, filled in, escaped; a forgotten value is an error at once."""

import pytest
from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError

from chunfeng.faces.ui.language import use
from chunfeng.kit.texts import Text, text


def shown(template: str, language: str = "en", **values: object) -> str:
    with use(language):
        return Template("{% load texts ui %}" + template).render(Context(values))


def test_values_are_escaped() -> None:
    assert (
        shown('{% text "{name} is here" name=name %}', name="<script>&'")
        == "&lt;script&gt;&amp;&#x27; is here"
    )


def test_the_message_is_escaped() -> None:
    assert shown('{% text "a < b & c" %}') == "a &lt; b &amp; c"


def test_what_is_safe_already_is_not_escaped_twice() -> None:
    assert (
        shown(
            '{% text "x" as x %}{% text "{n} picked" n=mark %}',
            mark=Template("<b>3</b>").render(Context()),
        )
        == "<b>3</b> picked"
    )


def test_a_text_as_a_value_speaks_the_same_language() -> None:
    inner = Text("Rows read")
    assert shown('{% text "{what}!" what=inner %}', inner=inner) == "Rows read!"


def test_a_message_is_shown_in_the_language_in_use() -> None:
    assert shown('{% text "Not looked for" %}', "zh") == "未纳入对接"
    assert shown('{% text "Not looked for" %}', "en") == "Not looked for"


def test_a_message_can_be_named_and_used_later() -> None:
    assert shown('{% text "Name" as head %}[{{ head }}]') == "[Name]"


@pytest.mark.parametrize(
    "tag",
    [
        '{% text "{n} people" %}',
        '{% text "{n} people" m=1 %}',
        '{% text "people" n=1 %}',
        '{% text "{n} people" n=1 stray %}',
        "{% text message %}",
        "{% text %}",
    ],
)
def test_a_message_and_its_values_must_fit(tag: str) -> None:
    with pytest.raises((TemplateSyntaxError, ValueError)):
        shown(tag)


def test_whatever_can_be_said_is_said() -> None:
    class Post:
        def to(self, language: str) -> str:
            return {"zh": "经办", "en": "officer <1>"}[language]

    assert shown("{% said post %}", post=Post()) == "officer &lt;1&gt;"
    assert shown("{{ post|said }}", "zh", post=Post()) == "经办"
    assert shown("{% said nothing %}", nothing=None) == ""
    assert shown("{% said plain %}", plain="<b>") == "&lt;b&gt;"


def test_lists_are_joined_as_the_language_does() -> None:
    words = [text("a"), "b"]
    assert shown("{% said words %}", words=words) == "a, b"
    assert shown("{{ words|listed }}", "zh", words=words) == "a、b"


def test_the_language_in_use_ends_with_its_block() -> None:
    with use("en"):
        assert shown("{% said x %}", "zh", x=[1, 2]) == "1、2"
        assert shown("{% said x %}", "en", x=[1, 2]) == "1, 2"
