"""What the story of one person needs beside the browser, in the environment of the server.

``python -m tests.journeys.story`` ``enrol NAME PHONE``, ``days PERSON N``, ``months PERSON``,
``events PERSON`` or ``morning``.
"""

import json
import sys
from datetime import datetime, time, timedelta
from uuid import UUID

from tests.journeys.window import COUNTY, NEAR, county_officer, employer, offered

TOWN, VILLAGE = COUNTY + 100_000, COUNTY + 100_001
WORKSHOPS = {"平利县月湖手工车间": "挂件缝合工", "平利县月山茶叶车间": "茶叶挑拣工"}
SEATS = 9  # and three more
MONTHS = 5  # confirmed by telephone; the one after them at the desk
DATED = {  # whatever tells when something of somebody's work was
    "people_spell": ("begun", "ended", "confirmed_on"),
    "placements_offer": ("made_at", "updated_at", "expires_on", "start_on", "ended_on", "shown_at"),
    "placements_offeranswer": ("at",),
    "placements_confirmation": ("at", "month"),
    "casework_contact": ("done_on", "done_at", "noted_at", "next_on"),
}


def enrol(name: str, phone: str) -> str:
    """A woman of the village without work, and two workshops near her with free seats; her id."""
    by = county_officer()
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.foundation.ciphers import load_keys
    from chunfeng.foundation.database.url import HOME
    from chunfeng.stages.people import operations

    at = timezone.now()
    row = {
        "name": name, "home": VILLAGE, "household_no": f"STORY-{phone[-4:]}", "relation": "head",
        "phone": phone, "education": "junior", "sex": "female", "willing": "yes",
        "birth_date": timezone.localdate(at).replace(year=1990, day=1), "work_capacity": "ordinary",
        "categories": ["zero_employment"], "wish_reach": ["county", "outside"], "commute_km": 40.0,
    }  # fmt: skip
    with entered(by):
        for workshop, title in WORKSHOPS.items():
            made = employer(by, workshop, "workshop", TOWN)
            offered(by, made, SEATS, title, TOWN, NEAR)
        return str(operations.enrol(row, keys=load_keys(HOME / "keys"), by=by, at=at))


def days(person: str, number: str) -> str:
    """Lets days pass: somebody's work, offers and calls move back by so many. Events stay."""
    county_officer()
    import psycopg
    from psycopg.sql import SQL, Identifier

    from chunfeng.foundation.database.url import dsn

    with psycopg.connect(dsn("owner")) as connection:
        connection.execute("SET session_replication_role = replica")
        for table, columns in DATED.items():
            moved = SQL(", ").join(
                SQL("{0} = {0} - make_interval(days => %(n)s)").format(Identifier(column))
                for column in columns
            )
            said = SQL("UPDATE {} SET {} WHERE person_id = %(person)s").format(
                Identifier(table), moved
            )
            connection.execute(said, {"n": int(number), "person": person})
    return ""


def months(person: str) -> str:
    """The employer says by telephone, month after month, that somebody is still there."""
    by = county_officer()
    from django.utils import timezone

    from chunfeng.foundation.access import entered
    from chunfeng.stages.placements import operations, queries
    from chunfeng.stages.placements.vocabulary import How, Whose

    with entered(by):
        (line,) = queries.open_of([UUID(person)])[UUID(person)]
        assert line.start_on
        for number in range(1, MONTHS + 1):
            day = line.start_on + timedelta(30 * number)
            at = timezone.make_aware(datetime.combine(day, time(10)))
            operations.attest(
                line.id, whose=Whose.EMPLOYER, there=True, how=How.PHONE, month=day, by=by, at=at
            )
    return ""


def events(person: str) -> str:
    """The kinds of somebody's events, the first first."""
    by = county_officer()
    from chunfeng.foundation.access import entered
    from chunfeng.foundation.audit.queries import timeline

    with entered(by):
        found = timeline(by=by, person=UUID(person), limit=500)
    return json.dumps([one.kind for one in sorted(found, key=lambda one: one.id)])


ACTS = {"enrol": enrol, "days": days, "months": months, "events": events}

if __name__ == "__main__":
    sys.stdout.write(ACTS[sys.argv[1]](*sys.argv[2:]))
