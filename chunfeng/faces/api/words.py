"""The words of the API's description: every operation, parameter and field, in both languages."""

from collections.abc import Mapping

from chunfeng.kit.texts import Declared, Text, text
from chunfeng.stages.vacancies.sheets import VACANCIES

TAGS: Mapping[str, Text] = {
    "vacancies": text("Vacancies"),
    "employers": text("Employers"),
    "workshops": text("Workshops"),
    "regions": text("Regions"),
    "codes": text("Codes"),
    "changes": text("Feed of changes"),
    "snapshot": text("Daily snapshots"),
}
ABOUT = text(
    "Published vacancies, verified employers and recognised workshops, for machines. Reading needs"
    " no account. Partners with a key may ask more often, follow the feed of changes and fetch"
    " everything at once."
)
OPERATIONS: Mapping[str, tuple[Text, Text]] = {
    "vacancies": (
        text("List vacancies"),
        text(
            "Open vacancies, a page at a time. In the order of ids each one comes exactly once,"
            " whatever changes while you read; newest first is for showing a few."
        ),
    ),
    "vacancy": (text("One vacancy"), text("A published vacancy by its id.")),
    "employers": (
        text("List employers"),
        text("Verified employers with what they are recognised as, by id."),
    ),
    "employer": (text("One employer"), text("A verified employer by its id.")),
    "workshops": (
        text("List workshops"),
        text("Workshops whose recognition counts today, each with its site and seats."),
    ),
    "workshop": (text("One workshop"), text("A recognised workshop by its id.")),
    "regions": (
        text("Find regions"),
        text(
            "Provinces, what lies right below a region, or what begins with a name, pinyin or code."
        ),
    ),
    "region": (text("One region"), text("A region with all above it and all right below it.")),
    "code_lists": (text("Lists of codes"), text("Every list the values of fields come from.")),
    "codes": (text("Codes of a list"), text("A list's codes with their words.")),
    "changes": (
        text("Follow changes"),
        text(
            "What changed since a cursor, for whoever keeps a copy: vacancies as they are now, and"
            " tombstones of those no longer shown. Begin with a snapshot's cursor, go on with the"
            " cursor of each answer. Applying an entry twice does no harm."
        ),
    ),
    "snapshots": (
        text("List snapshots"),
        text("The snapshots of the last seven days, with rows, sizes and SHA-256."),
    ),
    "snapshot_file": (
        text("Fetch a file"),
        text("A file of a snapshot, whole or in parts (Range)."),
    ),
}
PARAMETERS: Mapping[str, Text] = {
    "words": text("Words that must all occur in the name; regions: what a name begins with."),
    "region": text("Code of a region, with 2, 4, 6, 9 or 12 digits: everything in it."),
    "near": text("A point, longitude first: 109.36,32.39 (WGS84)."),
    "km": text("How far from the point, as the crow flies."),
    "channel": text("A way into work."),
    "occupation": text("An occupation, or a group such as 6-05."),
    "employer": text("Id of an employer."),
    "home_friendly": text("Only work for people who are tied to home."),
    "housing": text("Only with housing."),
    "with_seats": text("Only where seats are left."),
    "pay_min": text("Least pay, in yuan a month."),
    "order": text("By id, or by date of publication with the newest first."),
    "limit": text("Rows of a page: up to 100, with a key for bulk up to 1,000."),
    "cursor": text("From the answer before; leave it out to begin."),
    "since": text("Cursor of a snapshot or of the answer before; leave it out to begin."),
    "kind": text("A kind of employer, or a form of workshop."),
    "recognised": text("A kind of recognition that counts today."),
    "within": text("Code of the region to look in."),
    "vacancy": text("Id of the vacancy."),
    "workshop": text("Id of the workshop."),
    "code": text("Code of the region."),
    "name": text("Name of the list."),
    "snapshot": text("Name of the snapshot."),
    "file": text("Name of the file."),
}
_FIELDS: Mapping[str, Text] = {
    "id": text("Id"),
    "link": text("Address to fetch it or to look at it"),
    "description": text("Description"),
    "employer": text("Id of the employer"),
    "employer_name": text("Name of the employer"),
    "site": text("Id of the site"),
    "region": text("Region whose officers answer for it"),
    "place": text("Region it lies in"),
    "place_name": text("Region it lies in, with all above it"),
    "township": text("Township it lies in"),
    "address": text("Address"),
    "lon": text("Longitude (WGS84)"),
    "lat": text("Latitude (WGS84)"),
    "seats_left": text("Seats left"),
    "month_pay": text("Least pay, yuan a month"),
    "hour_pay": text("Least pay, yuan an hour"),
    "hours_from": text("Work begins"),
    "hours_until": text("Work ends"),
    "home_friendly": text("For people who are tied to home"),
    "age_reason": text("Why there is a limit of age"),
    "published_at": text("When it was published"),
    "updated_at": text("When it last changed"),
    "word": text("As it was written"),
    "name_en": text("Name of the occupation in English; null where its code is unknown"),
    "code": text("Code"),
    "items": text("The rows"),
    "next": text("Address of the next page; null on the last one"),
    "name": Declared("名称", "Name"),
    "kind": text("Kind"),
    "credit_code": text("Unified social credit code"),
    "industry": text("Industry (GB/T 4754)"),
    "about": text("What it says of itself"),
    "stay_share": text("Percent still there after 90 days"),
    "recognitions": text("What it is recognised as"),
    "sub_kind": text("Form of the workshop"),
    "level": text("Level"),
    "number": text("Number of the certificate"),
    "valid_from": text("First day"),
    "valid_until": text("Last day"),
    "seats": text("Seats at the site"),
    "opens": text("When it is open"),
    "farm_friendly": text("Leaves room for busy farm weeks"),
    "care_friendly": text("Hours that fit care"),
    "settlement": text("Resettlement site"),
    "short_name": text("Short name"),
    "full_name": text("Name with all above it"),
    "pinyin": text("Pinyin"),
    "parent": text("Region above"),
    "point": text("Whose point it is"),
    "path": text("All above it"),
    "children": text("All right below it"),
    "zh": text("In Chinese"),
    "en": text("In English"),
    "gone": text("No longer shown"),
    "at": text("When it changed"),
    "vacancy": text("The vacancy as it is now"),
    "cursor": text("From here the feed goes on"),
    "more": text("Whether more is there already"),
    "made_at": text("When it was made"),
    "files": text("Its files"),
    "content": Declared("内容", "What it holds"),
    "format": text("Format"),
    "rows": text("Number of rows"),
    "bytes": text("Size in bytes"),
    "sha256": text("SHA-256"),
    "type": text("Where this problem is described"),
    "status": text("HTTP status"),
    "detail": text("Why, and what to do"),
    "parameters": text("Parameters that cannot be read"),
    "parameter": text("Parameter"),
    "problem": text("What it takes"),
}


_OF_A_PROBLEM: Mapping[str, Text] = {
    "title": Declared("出了什么问题", "What is wrong"),
    "code": Declared("错误代码", "Code of the problem"),
}


def field(name: str, shape: str = "") -> Text:
    """What a field of a shape holds; those of the vacancy ledger are called as there."""
    if shape == "ProblemOut" and name in _OF_A_PROBLEM:
        return _OF_A_PROBLEM[name]
    if name in _FIELDS:
        return _FIELDS[name]
    column = VACANCIES.column(name)
    return Declared(column.zh, column.en)
