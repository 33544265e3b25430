"""Who comes to their own page: by the secret of a link, and then by a code to their telephone.

Both secrets stand in one cookie of the browser and nowhere else; the database keeps hashes of them.
Links stand above this floor, so whose one is, is asked of the database by name.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from chunfeng.foundation.access import Context, Own, Purpose, Role

COOKIE, PATH = "chunfeng-me", "/me"
SECONDS = 30 * 86400  # no link is good for longer
_LONGEST = 64  # characters of a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Whose link it is. called: the first sign of the name. often: too many requests just now."""

    link: UUID
    person: UUID
    region: int
    called: str
    proved: bool
    often: bool

    def context(self, own: Own) -> Context:
        """The context of the person, once a code has shown who it is."""
        return Context(
            user=self.person,
            post=self.link,
            role=Role.SEEKER,
            lo=self.region,
            hi=self.region,
            purpose=Purpose.OWN,
            own=own,
        )


SECRET_SIGNS = 22  # of 128 bits, six a sign


def secret() -> str:
    """A secret of 128 bits, fit for an address."""
    return secrets.token_urlsafe(16)


def brought(request: HttpRequest, at: datetime) -> Own:
    """The secrets of the browser's cookie, or none that opens anything."""
    link, _, proof = request.COOKIES.get(COOKIE, "").replace("\0", "").partition(".")
    return Own(link=link[:_LONGEST], proof=proof[:_LONGEST], at=at)


def whose() -> Linked | None:
    """Whose the link of this transaction is; None for one that is unknown or over.

    Counts the request, and asks one row by its hash in either case.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT link, person, region, called, proved, often FROM own_whose()")
        row = cursor.fetchone()
    if row is None:
        return None
    names = ("link", "person", "region", "called", "proved", "often")
    return Linked(**dict(zip(names, row, strict=True)))


def keep(response: HttpResponse, link: str, proof: str = "") -> None:
    """Puts the secrets into the browser's cookie."""
    response.set_cookie(
        COOKIE,
        f"{link}.{proof}",
        max_age=SECONDS,
        path=PATH,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Takes them out of it."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
