"""The short lists of reasons an officer chooses from when a proposal is answered.

The code chosen is what is kept, so that the next policy can count them; or the officer's own words.
"""

from collections.abc import Mapping

from chunfeng.kit.texts import Text, text
from chunfeng.stages.docking.states import Verdict
from chunfeng.stages.people.vocabulary import heading

OWN_WORDS = "other"  # in forms: then the words typed are kept
VACANCY = "vacancy"  # the wrong fact is one of the vacancy
WORK = "status"  # or the work the person has
FACTS = (  # of the person, which docking reads, by the ledger's names
    "birth_date", "work_capacity", "work_limits", "care", "hours_per_day", "hours_window",
    "commute_km", "vehicle", "education", "skills", "certificates", "experience", "willing",
    "wish_reach", "wish_occupations", "pay_min", "wish_forms", "board_needed", "company",
    "available_from",
)  # fmt: skip
REASONS: Mapping[Verdict, Mapping[str, Text]] = {
    Verdict.OTHER_OPTION: {
        "pay": text("The pay is too low"),
        "way": text("The way is too far"),
        "hours": text("The working hours do not fit"),
        "work": text("Another kind of work is wanted"),
        "company": text("Wants to go with family or neighbours"),
        "employer": text("Does not want to work for this employer"),
    },
    Verdict.NOT_NOW: {
        "care": text("Has to look after somebody"),
        "ill": text("Is ill"),
        "season": text("Is busy on the farm"),
        "course": text("Goes to a class or to school first"),
        "unreached": text("Was not reached"),
        "unwilling": text("Does not want work for now"),
    },
    Verdict.WRONG_FACT: {
        **{name: heading(name) for name in FACTS},
        WORK: text("Is in work already, or no longer"),
        VACANCY: text("A fact of the vacancy"),
    },
}


def said(verdict: str, kept: str) -> Text | str:
    """A kept reason in words."""
    if verdict not in set(Verdict):
        return ""
    return REASONS.get(Verdict(verdict), {}).get(kept, kept)
