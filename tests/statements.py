"""What a page asks the database."""

from django.test.utils import CaptureQueriesContext

REGIONS = ("FROM places_placepoint", "FROM places_placechange")


def asked(caught: CaptureQueriesContext) -> list[str]:
    """The statements caught, but those about regions: these are read anew only where an earlier
    test left others.
    """
    told = [str(query["sql"]) for query in caught]
    return [one for one in told if not any(table in one for table in REGIONS)]
