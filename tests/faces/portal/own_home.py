"""Somebody of the register with an offer and a link to their own page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import entered
from chunfeng.stages.own import operations
from chunfeng.stages.people import operations as people
from chunfeng.stages.placements import operations as placements
from chunfeng.stages.placements import queries as offers
from chunfeng.stages.placements.operations import Terms
from tests.cast import NOW, PINGLI
from tests.faces.portal.shop import Shop

VILLAGE, PHONE = PINGLI + 100_001, "15400005555"


@dataclass
class Home:
    """Somebody with a telephone, an offer and a link."""

    shop: Shop
    person: UUID
    offer: UUID
    link: str

    def come(self) -> None:
        """Opens the link of the message."""
        assert self.shop.page(f"/m/{self.link}", 302).to == "/me"

    def prove(self) -> None:
        """Asks for the code and types it."""
        assert self.shop.send("/me/send", {}).to == "/me/code"
        assert self.shop.send("/me/code", {"code": self.shop.code()}).to == "/me"

    def state(self) -> str:
        """Where the offer stands."""
        with entered(self.shop.by):
            found = offers.offer(self.offer)
        assert found is not None
        return found.state


def enrolled(shop: Shop, **values: Any) -> UUID:
    """Somebody of the register."""
    row = {"name": "王小春", "home": VILLAGE, "household_no": "P1", "relation": "head",
           "phone": PHONE, "education": "primary", "id_number": "11010119800101001X",
           "poverty_cause": "因病"} | values  # fmt: skip
    with entered(shop.by):
        return people.enrol(row, keys=shop.keys, by=shop.by, at=NOW)


def made_offer(shop: Shop, person: UUID, key: str = "1") -> Home:
    """Somebody with an offer and a link."""
    vacancy = shop.vacancy()
    with entered(shop.by):
        made = placements.make(
            person, vacancy, key=key, keys=shop.keys, by=shop.by, at=NOW, terms=Terms(tell=False)
        )
        link = operations.issue(person, by=shop.by, at=NOW)
    return Home(shop, person, made.offer, link)
