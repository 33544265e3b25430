"""The lists of codes, with their words in Chinese and English."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from chunfeng.faces.api import enumerations, opened
from chunfeng.faces.api.problems import absent

router = Router()


class CodeList(Schema):
    """A list of codes."""

    name: str
    zh: str
    en: str


class CodeLists(Schema):
    """All lists of codes."""

    items: list[CodeList]


class CodeOut(Schema):
    """A code and its words; ``en`` is null where there is a Chinese name only."""

    code: str
    zh: str
    en: str | None


class Codes(Schema):
    """The codes of a list, in its order."""

    name: str
    items: list[CodeOut]


@router.get("", response=CodeLists, operation_id="code_lists", url_name="api-code-lists")
def code_lists(request: HttpRequest) -> HttpResponse:
    """Answers the lists there are."""
    names = enumerations.NAMES.items()
    lists = [{"name": name, "zh": said.to("zh"), "en": said.to("en")} for name, said in names]
    return opened.told({"items": lists})


@router.get("/{name}", response=Codes, operation_id="codes", url_name="api-codes")
def codes(request: HttpRequest, name: str) -> HttpResponse:
    """Answers the codes of a list."""
    try:
        found = enumerations.entries(name)
    except KeyError:
        raise absent() from None
    return opened.told({"name": name, "items": found})
