"""What a page asks the database."""

from django.test.utils import CaptureQueriesContext

KEPT = ("FROM places_placepoint", "FROM places_placechange", "SELECT vacancies_number(")


def asked(caught: CaptureQueriesContext) -> list[str]:
    """The statements caught, but those about what is kept from page to page: regions are read anew
    where an earlier test left others; whether the shop window changed is asked once a second.
    """
    told = [str(query["sql"]) for query in caught]
    return [one for one in told if not any(part in one for part in KEPT)]
