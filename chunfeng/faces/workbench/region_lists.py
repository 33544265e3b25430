"""Lists by region that go out, are filled in and come back: points, offices, lines of pay."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from chunfeng.faces.workbench.common import show
from chunfeng.faces.workbench.shell import tell, warn
from chunfeng.foundation.intake import UnreadableFile, UnusableLedger, read_ledger, write_ledger
from chunfeng.foundation.intake.columns import Layout
from chunfeng.foundation.intake.current import reference
from chunfeng.foundation.intake.ledger import Ledger
from chunfeng.kit.texts import Language, Text, text

LARGEST = 5 << 20  # bytes
LISTED = 100  # wrong rows that are said
Wrong = dict[int, Text]  # by row of the file
Reader = Callable[[IO[bytes], str], tuple[int, Wrong]]


def workbook(layout: Layout, columns: Mapping[str, list[Any]], language: Language) -> bytes:
    """Columns of a layout as .xlsx."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{layout.name}.xlsx")
        write_ledger(path, layout, columns, language)
        return path.read_bytes()


def read(layout: Layout, file: IO[bytes], name: str, county: int) -> tuple[Ledger, Wrong]:
    """(the rows, what is wrong in which); UnreadableFile, UnusableLedger."""
    with TemporaryDirectory() as folder:
        path = Path(folder, Path(name).name[-80:] or f"{layout.name}.xlsx")
        path.write_bytes(file.read(LARGEST))
        ledger = read_ledger(path, layout, reference=reference(), county=county)
    return ledger, {
        issue.row: Text("{problem} {mend}", {"problem": issue.problem, "mend": issue.mend})
        for issue in ledger.issues
    }


def take_in(
    request: HttpRequest, reader: Reader, told: Callable[[int], Text], heading: Text, back: str
) -> HttpResponse:
    """Takes in the file of a form; what is wrong is said row by row, under a heading.

    reader: gives how many rows were written, and what is wrong. told: the sentence about them.
    """
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        warn(request, text("Choose a file first."))
        return HttpResponseRedirect(back)
    try:
        n, wrong = reader(file, file.name or "")
    except (UnreadableFile, UnusableLedger) as unusable:
        warn(request, unusable.text)
        return HttpResponseRedirect(back)
    if not wrong:
        tell(request, told(n))
        return HttpResponseRedirect(back)
    warn(request, told(n))
    said = [text("Row {row}: {said}", row=row, said=wrong[row]) for row in sorted(wrong)[:LISTED]]
    shown = {"heading": heading, "wrong": said, "more": len(wrong) - LISTED, "back": back}
    return show(request, "wrong_rows.html", shown)
