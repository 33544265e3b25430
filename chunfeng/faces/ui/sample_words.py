"""Words of the sample, in both languages."""

from dataclasses import dataclass

from chunfeng.kit.texts import Language


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of the sample in both languages."""

    en: str
    zh: str

    def to(self, language: Language) -> str:
        """The word in a language."""
        return self.zh if language == "zh" else self.en


WOMAN, MAN = Pair("Woman", "女"), Pair("Man", "男")
OUT, WORKING = Pair("Not in work", "未就业"), Pair("Working outside", "外出务工")
NEAR, LOST = Pair("Working in the county", "县内就业"), Pair("Lost contact", "失联")
STUDY = Pair("In training", "培训中")
FULL, LIGHT = Pair("Ordinary", "普通劳动力"), Pair("Weak or half", "弱劳动力或半劳动力")
TOWN, COUNTY, AWAY = (
    Pair("In the township", "镇内"),
    Pair("In the county", "县内"),
    Pair("Outside the province", "省外"),
)
