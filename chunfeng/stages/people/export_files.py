"""Lists of people as files: the ledger, and public notices."""

from chunfeng.foundation.intake import leaving
from chunfeng.foundation.intake.write import Columns
from chunfeng.foundation.places.current import places
from chunfeng.kit.texts import Language, Text, text
from chunfeng.stages.people.notice import Notice
from chunfeng.stages.people.sheets import PEOPLE

_NOTICE_HEAD = (text("No."), text("Name"), text("Village or town"), text("Item"))


def ledger_file(
    columns: Columns, caption: Text, language: Language, file_format: str
) -> tuple[str, bytes]:
    """(name, content) of a ledger as .xlsx or .csv."""
    return leaving.ledger_file(PEOPLE, columns, caption, language, file_format)


def notice_file(notice: Notice, caption: Text, language: Language) -> tuple[str, bytes]:
    """(name, content) of a public notice as .xlsx."""
    heads = [head.to(language) for head in _NOTICE_HEAD]
    cells = (
        [str(number), name, places().full_name(region), notice.item]
        for number, (name, region) in enumerate(notice.lines, 1)
    )
    title = text("Public notice").to(language)
    styles = [leaving.TEXT_STYLE] * len(heads)
    return "notice.xlsx", leaving.book(title, caption.to(language), heads, styles, cells)
