"""Enrols somebody in a served county, offers them work and prints their link's secret and their id.

``python -m tests.journeys.own_link NAME PHONE`` in the environment of the server; with ``begun``
behind them the person works in one place already.
"""

import sys

from tests.journeys.window import COUNTY, NEAR, county_officer, employer, offered

TOWN = COUNTY + 106_000
ASKED, WORKING = "平利县荷塘手工车间", "平利县荷塘编织车间"
TITLES = ("荷塘缝合工", "荷塘分拣工")


def main(name: str, phone: str, *story: str) -> None:
    """The link that a message would bring; messages wait at night, a test does not."""
    by = county_officer()
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME
    from chunfeng.stages.own import operations
    from chunfeng.stages.people import operations as people
    from chunfeng.stages.placements import operations as placements
    from chunfeng.stages.placements.operations import Said, Terms
    from chunfeng.stages.placements.vocabulary import How
    from chunfeng.stages.vacancies.models import Shown

    at, keys = timezone.now(), load_keys(HOME / "keys")
    row = {"name": name, "home": COUNTY + 106_201, "household_no": f"OWN-{phone[-4:]}",
           "relation": "head", "phone": phone, "education": "primary", "sex": "female",
           "birth_date": timezone.localdate(at).replace(year=1990, day=1)}  # fmt: skip
    with entered(by):
        person = people.enrol(row, keys=keys, by=by, at=at)
        workshop = employer(by, WORKING if story else ASKED, "workshop", TOWN)
        for number, title in enumerate(TITLES):
            offered(by, workshop, number, title, TOWN, NEAR)
        shown = Shown.objects.filter(employer=workshop)
        for vacancy in list(shown.values_list("id", flat=True))[: 1 if story else None]:
            made = placements.make(
                person, vacancy, key=f"own-{phone}", keys=keys, by=by, at=at,
                terms=Terms(tell=False),
            )  # fmt: skip
            if story:
                placements.agree(made.offer, Said(how=How.PHONE), by=by, at=at)
                placements.confirm(made.offer, Said(how=How.PHONE), by=by, at=at)
                day = timezone.localdate(at)
                placements.begin(made.offer, on=day, evidence="B", by=by, at=at)
        sys.stdout.write(f"{operations.issue(person, by=by, at=at)} {person}")


if __name__ == "__main__":
    main(*sys.argv[1:])
