"""Monthly pay lies within what is believed."""

from chunfeng.kit.texts import text
from chunfeng.stages.doubts.facts import PersonFacts, SpellFacts
from chunfeng.stages.doubts.rules import Ask, Day, Placeholders, Severity, SpellRule


def finds(spell: SpellFacts, person: PersonFacts, day: Day) -> Placeholders | None:
    pay, limits = spell.number("income"), day.limits
    if pay is None or not spell.covers(day.on) or limits.pay_least <= pay <= limits.pay_most:
        return None
    return {"pay": pay, "least": limits.pay_least, "most": limits.pay_most}


RULE = SpellRule(
    code="5_16_002",
    severity=Severity.DOUBTFUL,
    fields=("income",),
    ask=Ask.PERSON,
    says=text("Monthly income of {pay:,.0f} yuan; believed are {least:,.0f} to {most:,.0f}."),
    mend=text("Ask for the pay of a month; it may have been a day's or a year's."),
    finds=finds,
)
