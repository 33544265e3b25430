"""Somebody of the register with a link to their own page, for the tests of what they may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chunfeng.foundation.access import Context, Own, entered, on_own_page
from chunfeng.foundation.accounts.own import Linked, whose
from chunfeng.stages.own import operations
from tests.cast import NOW
from tests.foundation.jobs.arranging import login


@dataclass
class AtHome:
    """The secrets in somebody's browser."""

    person: UUID
    keys: Any
    link: str
    proof: str = ""

    def own(self, at: datetime = NOW) -> Own:
        """What the browser brings."""
        return Own(link=self.link, proof=self.proof, at=at)

    @contextmanager
    def page(self, at: datetime = NOW) -> Iterator[Linked | None]:
        """The transaction of a page, behind the public site's login."""
        with login("chunfeng_portal"), on_own_page(self.own(at)):
            yield whose()

    @contextmanager
    def acting(self, at: datetime = NOW) -> Iterator[Context]:
        """The same once a code has shown who it is, as the pages do it."""
        with self.page(at) as linked:
            assert linked is not None
            assert linked.proved
            with entered(linked.context(self.own(at))) as by:
                yield by

    def prove(self, at: datetime = NOW) -> None:
        """Asks for the code and types it."""
        with self.page(at) as linked:
            assert linked is not None
            code = operations.ask(linked, keys=self.keys)
            answer, self.proof = operations.confirm(linked, code, keys=self.keys)
        assert answer == operations.CONFIRMED


def linked(by: Context, person: UUID, keys: Any, *, proved: bool = True) -> AtHome:
    """Somebody whom an officer has sent a link."""
    with entered(by):
        token = operations.issue(person, by=by, at=NOW)
    made = AtHome(person, keys, token)
    if proved:
        made.prove()
    return made
