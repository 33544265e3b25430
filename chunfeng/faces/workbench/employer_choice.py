"""Whose a vacancy is: the employer's name, pinyin or credit code typed, chosen from what fits."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chunfeng.faces.ui.forms import Field
from chunfeng.faces.workbench.common import by
from chunfeng.kit.texts import text
from chunfeng.stages.employers import queries as employers
from chunfeng.stages.employers.queries import Filters, Line

OFFERING = ("applied", "verified")  # states of employers that may offer work
WHICH = "which-employer"
MOST = 8  # offered
LOOKED_AT = 50  # of which one called exactly so stands first


def any_offers(request: HttpRequest) -> bool:
    """Whether the post has any employer that may offer work."""
    return bool(_found(request, Filters(state=OFFERING, own=True), 1))


def near(request: HttpRequest, typed: str) -> list[Line]:
    """The employers a text may mean: one called exactly so first. An id means that one."""
    written = typed.strip()[:120]
    if not written:
        return []
    try:
        return _found(request, Filters(state=OFFERING, own=True, among=(UUID(written),)), 1)
    except ValueError:
        found = _found(request, Filters(state=OFFERING, own=True, words=written), LOOKED_AT)
        return sorted(found, key=lambda line: line.name != written)[:MOST]


def offered(request: HttpRequest) -> HttpResponse:
    """The part of a page that offers what may be meant by what is being typed."""
    found = near(request, request.GET.get("employer", ""))
    return render(request, "workbench/employers_near.html", {"which": which_field(found)})


def employer_field(request: HttpRequest) -> tuple[Field, Line | None]:
    """(where the employer is typed, the one an address names already)."""
    named = next(iter(near(request, request.GET.get("employer", ""))), None)
    hint = text("Name, pinyin or credit code; then choose the one you mean.")
    typed = Field(name="employer", label=text("Employer"), hint=hint, autocomplete="off",
                  values=(named.name,) if named else ())  # fmt: skip
    return typed, named


def read_employer(request: HttpRequest, typed: Field) -> tuple[Line | None, Field | None]:
    """(the employer meant, a field to choose where that is open); else the field says why."""
    found = near(request, typed.typed(request.POST).value)
    picked = request.POST.get(WHICH, "")
    exact = [line for line in found if line.name == typed.value.strip()]
    chosen = next((line for line in found if str(line.id) == picked), None)
    sure = chosen or (exact or found)[0] if chosen or len(exact or found) == 1 else None
    if sure:
        typed.values = (sure.name,)
        return sure, which_field([sure], str(sure.id))
    if not typed.value.strip():
        typed.error = text("Type the employer's name.")
    elif found:
        typed.error = text("Choose the employer you mean.")
    else:
        typed.error = text("No employer is called so. Enter the employer first.")
    return None, which_field(found)


def which_field(found: list[Line], chosen: str = "") -> Field | None:
    """To choose among those that fit; None where none does."""
    if not found:
        return None
    options = [(str(x.id), f"{x.name} · {x.credit_code}" if x.credit_code else x.name)
               for x in found]  # fmt: skip
    return Field(name=WHICH, label=text("Which employer?"), kind="radios", options=options,
                 values=(chosen,) if chosen else ())  # fmt: skip


def _found(request: HttpRequest, filters: Filters, size: int) -> list[Line]:
    return employers.page(filters, by=by(request), size=size, order="name")[0]
