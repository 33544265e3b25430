"""Lawful requirements: which words and facts of a vacancy stand against the law, and where.

The rules are data (``screening.yaml``). A find marks the very words, in the text as it was written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chunfeng.kit.texts import Text
from chunfeng.stages.vacancies.folding import Folded, fold
from chunfeng.stages.vacancies.screening_facts import CHECKS, CONDITIONS, Facts
from chunfeng.stages.vacancies.screening_rules import Rule, Verdict, national

__all__ = ["Facts", "Finding", "Verdict", "screen"]
NOTHING_TYPED = Facts()


@dataclass(frozen=True, slots=True)
class Finding:
    """Words or a fact that a rule stands against.

    ``words`` is ``text[start:end]`` of the field; of a typed fact all three are empty.
    """

    rule: str
    field: str
    start: int
    end: int
    words: str
    verdict: Verdict
    said: Text
    mend: Text
    law: Text


def screen(
    texts: Mapping[str, str], facts: Facts = NOTHING_TYPED, rules: Sequence[Rule] | None = None
) -> list[Finding]:
    """The findings in a vacancy's texts (field: text) and typed facts.

    Texts come first, in the order given and from left to right, then facts.
    """
    applied = national() if rules is None else rules
    folded = {field: fold(written) for field, written in texts.items()}
    found = [
        finding
        for field, written in texts.items()
        for finding in _in_text(field, written, folded, facts, applied)
    ]
    return found + [finding for rule in applied for finding in _in_facts(rule, facts)]


def _in_text(
    field: str, written: str, folded: Mapping[str, Folded], facts: Facts, rules: Sequence[Rule]
) -> list[Finding]:
    found = []
    for rule in rules:
        for start, end in _spans(rule, folded[field].text):
            if _applies(rule, folded, facts):
                place = folded[field].original(start, end)
                found.append(_finding(rule, field, place, written))
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _spans(rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    """Where a rule is tripped, from left to right, without what its exceptions touch."""
    if rule.tripped is None:
        return
    spared: list[tuple[int, int]] | None = None
    at = 0
    while match := rule.tripped.search(text, at):
        if spared is None:
            spared = [one.span() for one in rule.unless.finditer(text)] if rule.unless else []
        start, end = match.span()
        if any(first < end and start < last for first, last in spared):
            at = start + 1  # another find may begin within
        else:
            yield start, end
            at = end


def _applies(rule: Rule, folded: Mapping[str, Folded], facts: Facts) -> bool:
    declared = rule.declared
    if declared.condition and not CONDITIONS[declared.condition](facts):
        return False
    if declared.not_for and (facts.occupation or "").startswith(declared.not_for):
        return False
    return not (rule.not_with and any(rule.not_with.search(one.text) for one in folded.values()))


def _in_facts(rule: Rule, facts: Facts) -> Iterator[Finding]:
    declared = rule.declared
    breach = CHECKS[declared.fact](facts, declared.limits) if declared.fact else None
    if breach is not None:
        field, figures = breach
        yield _finding(rule, field, (0, 0), "", {**declared.limits, **figures})


def _finding(
    rule: Rule,
    field: str,
    place: tuple[int, int],
    written: str,
    figures: Mapping[str, object] | None = None,
) -> Finding:
    declared, (start, end) = rule.declared, place
    return Finding(
        rule=declared.code,
        field=field,
        start=start,
        end=end,
        words=written[start:end],
        verdict=declared.verdict,
        said=declared.said.text(figures),
        mend=declared.mend.text(figures),
        law=declared.law.text(),
    )
