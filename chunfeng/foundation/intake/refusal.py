"""Why a file is refused, as a code the reading process can pass on, and its words."""

from chunfeng.kit.texts import Text, text


class Refused(Exception):
    """A file that is not read: a code of REFUSALS and a detail such as a sheet or a number."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


REFUSALS: dict[str, Text] = {
    "missing": text("The file does not exist."),
    "folder": text("This is a folder, not a file."),
    "device": text("This is no ordinary file, but a device or a pipe."),
    "forbidden": text("The file may not be read by this account, or is open in another program."),
    "empty": text("The file is empty."),
    "large": text("The file is larger than {detail} MB. Split it, or save it as .csv."),
    "encrypted": text("The file is protected by a password. Save it without one."),
    "damaged": text(
        "The file is damaged or not a real Excel file. Open it in Excel or WPS and save it as"
        " .xlsx."
    ),
    "bomb": text("The file unpacks to far more than a ledger holds and was not opened."),
    "entity": text("The file holds XML definitions no spreadsheet writes and was not opened."),
    "names": text("The parts of the file have names no spreadsheet writes; it was not opened."),
    "rows": text(
        "A sheet has more than {detail} rows. Delete the empty rows at the end, or split the file."
    ),
    "columns": text(
        "A sheet has cells beyond column {detail}. Delete the columns at the far right."
    ),
    "cell": text("A cell holds more than {detail} characters."),
    "no_sheet": text("The file has no sheet with cells."),
    "ods": text(
        "This is an OpenDocument sheet (.ods). Open it in Excel or WPS and save it as .xlsx."
    ),
    "xlsb": text(
        "This is a binary workbook (.xlsb). Open it in Excel or WPS and save it as .xlsx."
    ),
    "docx": text(
        "This is a Word or PowerPoint document. Copy its table into Excel and save it as .xlsx."
    ),
    "zip": text("This is a zip archive, not a workbook. Unpack it first."),
    "excel4": text(
        "This is a workbook of Excel 4 or older. Open it in Excel or WPS and save it as .xlsx."
    ),
    "html": text(
        "This is a web page with an Excel name. Open it in Excel or WPS and save it as .xlsx."
    ),
    "pdf": text("This is a PDF. Ask for the Excel file it was made from."),
    "image": text("This is a picture. Ask for the Excel file it was made from."),
    "rar": text("This is a packed archive. Unpack it first."),
    "binary": text("This is neither an Excel file nor a text table."),
    "encoding": text("The text is neither UTF-8, UTF-16 nor GB18030. Save it as CSV UTF-8."),
    "quotes": text(
        "In the row that begins in line {detail}, a quotation mark is opened"
        " and not closed properly."
    ),
    "memory": text("Reading the file needed too much memory. Split it, or save it as .csv."),
    "time": text("Reading the file took too long. Split it, or save it as .csv."),
    "crash": text(
        "The file could not be read; it seems to be damaged. Open it in Excel or WPS and save it"
        " as .xlsx."
    ),
}
