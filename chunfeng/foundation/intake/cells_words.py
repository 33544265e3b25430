"""Words: free text, lists, choices, yes and no."""

import re
from collections.abc import Callable
from functools import partial

from chunfeng.foundation.intake.cells import Noted, tight, without_aside, word_set
from chunfeng.foundation.intake.columns import Choice, Column
from chunfeng.foundation.intake.errors import CellError
from chunfeng.kit.texts import Declared, Text, text

MOST_WORDS = 50  # in a cell
_HAN = "[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PADDING = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_POINTS = re.compile(rf"(?<={_HAN}) ?([,:;!?]) ?")
_BRACKETS = str.maketrans("()", "（）")
_WIDE = str.maketrans(",:;!?", "，：；！？")
_LIST = re.compile(r"[、,;/\n]+")
_STEPS = (re.compile(r"[、;\n]+"), re.compile(r"[,/]+"), re.compile(r"[\s+和及与]+"))
_SCHOOLING = re.compile(r"(?:毕业|肄业|学历)$")
_SIGNS = re.compile(r"[\W_]+")
YES = word_set(
    "是 有 1 √ ✓ ✔ ☑ y yes t true 对 会 需要 需 要 能 可 可以 包 提供 愿意 同意 免费 在校 已授权"
    " 签 已签 签订 已签订 参保 已参保 缴纳 已缴纳 已缴 五险 五险一金 包吃 包住 包吃住 管吃 管住"
    " 摩托车 电动车 摩托 有班车 倒班 两班倒 三班倒"
)
NO = word_set(
    "否 无 0 × x ✗ ✘ ☐ n no f false 错 不 没有 没 不是 不会 不需要 不需 无需 不要 不能 不可以"
    " 不愿意 不同意 不在校 非在校 非在校生 未授权 未签 未签订 不签 未参保 不参保 未缴纳 未缴"
    " 不包 不提供 不包吃 不包住 不包吃住 自理 长白班 常白班 白班"
)


def plain_text(folded: str) -> str:
    """The text with single spaces and, if it is Chinese, set as Chinese is.

    王　伟 → 王伟, 工厂(东) → 工厂（东）: folding has made all signs narrow before.
    """
    if folded.isalnum():
        return folded
    single = " ".join(folded.split())
    if single.isascii() or not re.search(_HAN, single):
        return single
    narrow = _PADDING.sub("", single).translate(_BRACKETS)
    return _POINTS.sub(lambda found: found[1].translate(_WIDE), narrow)


def words(folded: str) -> tuple[str, ...] | None:
    """甲、乙 → (甲, 乙), each once; None where nothing is named."""
    parts = (plain_text(part.strip()) for part in _LIST.split(folded))
    named = tuple(dict.fromkeys(part for part in parts if part))
    if len(named) > MOST_WORDS:
        raise CellError(
            text("More than {limit} things are named.", limit=MOST_WORDS),
            text("Name the important ones."),
        )
    return named or None


def yes_no(folded: str) -> bool:
    """是, 有, 1, √, Y … → True; 否, 无, 0, ×, N … → False."""
    word = without_aside(tight(folded))
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError(text("This is neither yes nor no."), text("Write yes or no."))


class Vocabulary:
    """The words a column's choices go by: label, code and other names, without signs."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self.choices = choices
        self._codes: dict[str, str] = {}
        for choice in choices:
            for word in (choice.zh, choice.en, choice.code):
                self._codes.setdefault(self._key(word), choice.code)
        for choice in choices:
            for word in choice.also:
                self._codes.setdefault(self._key(word), choice.code)

    def code(self, word: str) -> str | None:
        """The code of the choice a word means: 大专, 大专(在读), 大专毕业."""
        bare = without_aside(word.strip())
        for form in (word, bare, _SCHOOLING.sub("", bare)):
            code = self._codes.get(self._key(form))
            if code is not None:
                return code
        return None

    def allowed(self) -> Text:
        """All labels, as one text."""
        zh = "、".join(choice.zh for choice in self.choices)
        return Declared(zh, "; ".join(choice.en for choice in self.choices))

    @staticmethod
    def _key(word: str) -> str:
        return _SIGNS.sub("", word).lower()


def choice(column: Column) -> Callable[[str], str]:
    """Parser of one of the column's words."""
    return partial(_choice, Vocabulary(column.choices))


def _choice(vocabulary: Vocabulary, folded: str) -> str:
    code = vocabulary.code(folded)
    if code is None:
        raise CellError(
            text("This is not one of the column's words."),
            text("Write one of these: {words}", words=vocabulary.allowed()),
        )
    return code


def choices(column: Column) -> Callable[[str], tuple[str, ...] | Noted]:
    """Parser of several of the column's words; given in the declared order.

    Words that are understood hold even where others are not: a known work limit must not be lost.
    """
    return partial(_choices, Vocabulary(column.choices))


def _choices(vocabulary: Vocabulary, folded: str) -> tuple[str, ...] | Noted:
    found = _codes(vocabulary, folded, 0)
    codes = tuple(choice.code for choice in vocabulary.choices if choice.code in found)
    if None not in found and codes:
        return codes
    mend = text("Write only these, with 、 between them: {words}", words=vocabulary.allowed())
    if not codes:
        raise CellError(text("This is not one of the column's words."), mend)
    return Noted(codes, text("A part of this is not understood; the rest is used."), mend)


def _codes(vocabulary: Vocabulary, part: str, step: int) -> set[str | None]:
    """The codes in a text, with None where a part is not understood."""
    code = vocabulary.code(part)
    if code is not None or step == len(_STEPS):
        return {code}
    pieces = [piece for piece in _STEPS[step].split(part) if piece.strip()]
    return {code for piece in pieces for code in _codes(vocabulary, piece, step + 1)}
