"""The form of a call or visit: one page on a phone, and what it sends read."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, QueryDict

from chunfeng.faces.ui.forms import Field, errors
from chunfeng.faces.workbench import forms
from chunfeng.faces.workbench.common import now
from chunfeng.kit.texts import text
from chunfeng.stages.casework.operations import Found
from chunfeng.stages.casework.vocabulary import How, Kind
from chunfeng.stages.placements.vocabulary import END_REASONS, EndReason

YES_NO = (("yes", text("Yes")), ("no", text("No")), ("", text("Not asked")))
ANSWERS = {"yes": True, "no": False}
HIDDEN = ("key", "seen", "done_at")  # sent beside the fields
LONG = 120  # characters of a hidden value


class ContactForm:
    """The fields with what was typed."""

    def __init__(self, seen: str = "") -> None:
        self.hidden = {"key": str(uuid4()), "seen": seen, "done_at": ""}
        self.how = _choice("how", text("How?"), [(str(one), one.label) for one in How], "phone")
        self.reached = _choice("reached", text("Did somebody answer?"), YES_NO[:2], "yes")
        self.at_work = _choice("at_work", text("Still at work there?"), YES_NO)
        self.end_on = Field(name="end_on", label=text("Last day of work"), kind="date",
                            size="short", optional=True,
                            hint=text("An estimate will do."))  # fmt: skip
        self.end_reason = Field(
            name="end_reason", label=text("Why did it end?"), kind="select", optional=True,
            options=[("", text("Not asked")), *((str(k), v) for k, v in END_REASONS.items())],
        )  # fmt: skip
        self.pay_as_agreed = _choice("pay_as_agreed", text("Is the pay as agreed?"), YES_NO)
        self.pay = Field(name="pay", label=text("Pay of the last month"), size="short",
                         unit=text("yuan"), inputmode="decimal", optional=True)  # fmt: skip
        self.has_contract = _choice("has_contract", text("Is there a contract?"), YES_NO)
        self.insured = _choice("insured", text("Insured at work?"), YES_NO)
        self.hard = Field(name="hard", label=text("What is hard?"), kind="choices", optional=True,
                          options=[(str(one), one.label) for one in Kind])  # fmt: skip
        self.note = Field(
            name="note", label=text("Remark"), kind="textarea", optional=True,
            hint=text("Nothing that was told in confidence."),
        )  # fmt: skip
        self.next_on = Field(name="next_on", label=text("Ask again on"), kind="date", size="short",
                             optional=True)  # fmt: skip

    @property
    def fields(self) -> list[Field]:
        """In the order of the page."""
        return [self.how, self.reached, *self.answered, self.note, self.next_on]

    @property
    def answered(self) -> list[Field]:
        """What only somebody who answered can say."""
        return [self.at_work, *self.ended, self.pay_as_agreed, self.pay, self.has_contract,
                self.insured, self.hard]  # fmt: skip

    @property
    def ended(self) -> list[Field]:
        """What is asked of work that has ended."""
        return [self.end_on, self.end_reason]

    @property
    def errors(self) -> Any:
        """What is wrong, for the summary on top."""
        return errors(self.fields)

    def read(self, request: HttpRequest) -> Found | None:
        """What was found; None where a field says what is wrong."""
        data: QueryDict = request.POST
        self.hidden = {name: data.get(name, "")[:LONG] for name in HIDDEN}
        self.hidden["key"] = self.hidden["key"] or str(uuid4())
        for field in self.fields:
            field.typed(data)
        how, reached = forms.chosen(self.how), forms.chosen(self.reached) == "yes"
        end_on, next_on = self._day(self.end_on), self._day(self.next_on)
        pay = self._pay()
        left = reached and self.at_work.value == "no"
        if left and end_on is None and not self.end_on.error:
            self.end_on.error = text("Give the last day of work; an estimate will do.")
        if self.errors:
            return None
        reason = self.end_reason.value
        return Found(
            how=How(how),
            reached=reached,
            done_at=_moment(self.hidden["done_at"]),
            seen=self.hidden["seen"],
            at_work=ANSWERS.get(self.at_work.value),
            pay_as_agreed=ANSWERS.get(self.pay_as_agreed.value),
            pay=pay,
            has_contract=ANSWERS.get(self.has_contract.value),
            insured=ANSWERS.get(self.insured.value),
            difficulties=[Kind(one) for one in self.hard.values if one in set(Kind)],
            note=self.note.value,
            next_on=next_on,
            end_on=end_on if left else None,
            end_reason=EndReason(reason) if left and reason in set(EndReason) else None,
        )

    def _day(self, field: Field) -> date | None:
        if not field.value.strip():
            return None
        found = forms.day(field)
        if found is None:
            field.error = text("Give a day, for example 2026-03-01.")
        return found

    def _pay(self) -> float | None:
        said = self.pay.value.strip().replace(",", "")
        if not said:
            return None
        if not said.replace(".", "", 1).isascii() or not said.replace(".", "", 1).isdigit():
            self.pay.error = text("Give the pay of a month in yuan.")
            return None
        return float(said)


def _choice(name: str, label: Any, options: Any, chosen: str = "") -> Field:
    field = Field(name=name, label=label, kind="radios", options=options, values=(chosen,))
    field.inline = True
    return field


def _moment(said: str) -> datetime:
    """When the form was filled in by the clock of the phone; now where that is not told."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return now()
    return found if found.tzinfo else found.replace(tzinfo=UTC)
