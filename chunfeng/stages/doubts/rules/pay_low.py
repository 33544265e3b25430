"""Very low pay is looked at again."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    pay, limits = spell.number("income"), day.limits
    if pay is None or not spell.covers(day.on) or not limits.pay_least <= pay < limits.pay_low:
        return None
    return {"pay": pay, "low": limits.pay_low}


RULE = SpellRule(
    code="1111_12",
    severity=Severity.DOUBTFUL,
    fields=("income",),
    ask=Ask.PERSON,
    says=text("Monthly income of {pay:,.0f} yuan, below {low:,.0f}."),
    mend=text("Ask for the pay of a month; it may have been a day's or a year's."),
    finds=finds,
)
