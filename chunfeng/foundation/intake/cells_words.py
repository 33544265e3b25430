"""Words: free text, lists, choices, yes and no."""

import re
from collections.abc import Callable

from chunfeng.foundation.intake.cells import tight
from chunfeng.foundation.intake.columns import Choice, Column
from chunfeng.foundation.intake.errors import CellError, Declared
from chunfeng.kit.texts import text

LONGEST_TEXT = 2000
_LIST = re.compile(r"[、,;/\n]+")
_STEPS = (re.compile(r"[、;\n]+"), re.compile(r"[,/]+"), re.compile(r"[\s+]+"))
_ASIDE = re.compile(r"\([^()]*\)$")
YES = frozenset(
    "是 有 1 √ ✓ ✔ ☑ y yes t true 对 会 需要 需 要 能 可 可以 包 提供 签 已签 签订 已签订 参保 已参保 缴纳 已缴纳 愿意 同意 已授权"
    " 包吃 包住 包吃住 免费 在校 摩托车 电动车 摩托 有班车".split()
)
NO = frozenset(
    "否 无 0 × x ✗ ✘ ☐ n no f false 错 不 没有 没 不是 不会 不需要 不需 无需 不要 不能 不可以 不包 不提供 未签 未签订 不签 未参保"
    " 不参保 未缴纳 不愿意 不同意 未授权 不包吃 不包住 不包吃住 不在校 自理".split()
)


def plain_text(folded: str) -> str:
    """The text itself."""
    if len(folded) > LONGEST_TEXT:
        raise CellError(
            text("The text is longer than {limit} characters.", limit=LONGEST_TEXT),
            text("Shorten it."),
        )
    return folded


def words(folded: str) -> tuple[str, ...] | None:
    """甲、乙 → (甲, 乙), each once; None where nothing is named."""
    parts = (part.strip() for part in _LIST.split(plain_text(folded)))
    return tuple(dict.fromkeys(part for part in parts if part)) or None


def yes_no(folded: str) -> bool:
    """是, 有, 1, √, Y … → True; 否, 无, 0, ×, N … → False."""
    word = _ASIDE.sub("", tight(folded))
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError(text("This is neither yes nor no."), text("Write 是 or 否."))


def _by_word(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Every word a choice goes by → its code; a choice's own words before other names."""
    out: dict[str, str] = {}
    for choice in choices:
        for word in (choice.zh, choice.en, choice.code):
            out.setdefault(_key(word), choice.code)
    for choice in choices:
        for word in choice.also:
            out.setdefault(_key(word), choice.code)
    return out


def _key(word: str) -> str:
    return tight(word).replace("（", "(").replace("）", ")")


def _unknown(column: Column) -> CellError:
    zh = "、".join(choice.zh for choice in column.choices)
    en = ", ".join(f"“{choice.en}”" for choice in column.choices)
    return CellError(
        text("This is not one of the column's words."),
        text("Write one of these: {words}", words=Declared(zh, en)),
    )


def choice(column: Column) -> Callable[[str], str]:
    """Parser of one of the column's words."""
    known = _by_word(column.choices)

    def parse(folded: str) -> str:
        code = known.get(_key(folded)) or known.get(_ASIDE.sub("", _key(folded)))
        if code is None:
            raise _unknown(column)
        return code

    return parse


def choices(column: Column) -> Callable[[str], tuple[str, ...] | None]:
    """Parser of several of the column's words; given in the declared order."""
    known = _by_word(column.choices)
    order = {choice.code: place for place, choice in enumerate(column.choices)}

    def codes(part: str, step: int) -> list[str]:
        code = known.get(_key(part)) or known.get(_ASIDE.sub("", _key(part)))
        if code is not None:
            return [code]
        if step == len(_STEPS):
            raise _unknown(column)
        parts = [piece for piece in _STEPS[step].split(part) if piece.strip()]
        return [code for piece in parts for code in codes(piece, step + 1)]

    def parse(folded: str) -> tuple[str, ...] | None:
        return tuple(sorted(set(codes(folded, 0)), key=order.__getitem__)) or None

    return parse
