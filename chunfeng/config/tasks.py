"""What runs by the clock: seals each minute, the nightly round (UTC: Beijing has 8 h more)."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chunfeng.faces.api.snapshots import making, stored
from chunfeng.foundation.access import Context, Purpose, Role, entered, in_public
from chunfeng.foundation.accounts import operations as accounts
from chunfeng.foundation.audit.sealing import seal
from chunfeng.foundation.ciphers import load_keys
from chunfeng.foundation.database.url import HOME
from chunfeng.foundation.jobs import queries as jobs
from chunfeng.foundation.jobs.declare import periodic
from chunfeng.foundation.messaging import sending
from chunfeng.foundation.messaging.sending import send_due
from chunfeng.foundation.partners import operations as partners
from chunfeng.foundation.places import queries as places
from chunfeng.foundation.places.current import refresh
from chunfeng.stages.docking import operations as docking_operations
from chunfeng.stages.docking import queries as docking
from chunfeng.stages.docking.refusals import Refused
from chunfeng.stages.doubts import operations as doubts
from chunfeng.stages.own import operations as own
from chunfeng.stages.people import households
from chunfeng.stages.people import queries as people
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.vacancies import published as vacancies
from chunfeng.stages.vacancies import recutting, taking_back

CHUNK = 500  # households in one transaction
OFFERS = 200  # offers in one transaction
REST = timedelta(minutes=2)  # nothing shown has changed for so long
CUT = 200  # vacancies in one transaction
# The clock acts for nobody: it may look everywhere. What it does leaves no event of a person, but
# for offers, whose last day somebody set.
EVERYWHERE = Context(
    user=UUID(int=0),
    post=UUID(int=0),
    role=Role.COUNTY,
    lo=0,
    hi=10**12 - 1,
    purpose=Purpose.VERIFY,
)


@periodic("* * * * *", "audit.seal")
def seal_events(at: datetime) -> None:
    """Seals the events of the last minute."""
    seal(at=at, folder=HOME / "seals")


@periodic("* * * * * */5", "messages.send")
def send_messages(at: datetime) -> None:
    """Sends the messages to phones that are due, by now: a round may have waited for the last."""
    send_due(timezone.now)


@periodic("5 16 * * *", households.FOLLOW)
def follow_regions(at: datetime) -> None:
    """People of regions that are closed from today go over to those after them."""
    with entered(EVERYWHERE):
        refresh()
        closed = places.followed(timezone.localdate(at))
    for change in closed:
        officer = replace(EVERYWHERE, user=change.user)  # who closed it answers for it
        moved = CHUNK
        while moved == CHUNK:
            with entered(officer) as by:
                moved = households.follow(change.region, limit=CHUNK, by=by, at=at)


@periodic("30 18 * * *", "nightly.sweep")
def sweep(at: datetime) -> None:
    """Drops old sessions, attempts, tallies, messages, and what was left on the portal long ago."""
    accounts.sweep(at=at)
    partners.sweep(at=at)
    taking_back.sweep(at=at)
    with entered(EVERYWHERE):
        own.sweep(at=at)
    sending.sweep(at=at)


@periodic("15 16 * * *", "nightly.offers")
def expire_offers(at: datetime) -> None:
    """Lapses offers whose last day to answer is over, soon after midnight, part by part."""
    lapsed = OFFERS
    while lapsed == OFFERS:
        with entered(EVERYWHERE) as by:
            lapsed = placements.expire(limit=OFFERS, by=by, at=at)


@periodic("*/10 * * * *", "messages.offers")
def tell_of_offers(at: datetime) -> None:
    """Writes reminders, and who is taken on where and when; quiet hours are the outbox's matter."""
    keys, told = load_keys(HOME / "keys"), OFFERS
    while told == OFFERS:
        with entered(EVERYWHERE) as by:
            refresh()
            told = placements.tell_due(limit=OFFERS, keys=keys, by=by, at=at)


@periodic("*/10 * * * *", "vacancies.recut")
def cut_again(at: datetime) -> None:
    """After an upgrade that cuts words another way: all of them, so that search finds them."""
    if not recutting.due():
        return
    after = None
    while True:
        with entered(EVERYWHERE):
            after = recutting.recut(after, limit=CUT)
        if after is None:
            break
    recutting.done()


@periodic("30 17 * * *", "nightly.docking")
def dock_again(at: datetime) -> None:
    """Docks again what has changed, under the post of whoever asked for the region's last run."""
    on = timezone.localdate(at)
    with entered(EVERYWHERE):
        refresh()
        due = docking.due(on)
    for run, job in due:
        officer = jobs.post_of(job, on=on)
        if officer is None:
            continue
        with suppress(Refused), entered(officer) as by:
            docking_operations.again(run, on=on, by=by, at=at)


@periodic("15 19 * * *", "nightly.snapshot")
def snapshot(at: datetime) -> None:
    """Writes everything that is public into files, for partners to fetch."""
    making.make(at)


@periodic("* * * * *", "first.snapshot")
def first_snapshot(at: datetime) -> None:
    """Writes one where none holds anything: a partner who comes on the first day finds it.

    It waits until what is shown has rested, so that it holds all of a ledger being published.
    """
    if any(file.rows for one in stored.kept() for file in one.files):
        return
    with in_public():
        newest = vacancies.newest_change()
    if newest and newest < at - REST:
        making.make(at)


@periodic("45 18 * * *", "nightly.doubts")
def check_everybody(at: datetime) -> None:
    """Checks every household again: ages and dates move without anybody changing a record."""
    after = None
    while True:
        with entered(EVERYWHERE) as by:
            homes = people.households_after(after, limit=CHUNK)
            doubts.check(homes, {}, by, at)
        if not homes:
            return
        after = homes[-1]
