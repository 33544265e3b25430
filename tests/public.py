"""Browsers at the public site: its own login, routes and sessions, as its process has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client, override_settings

from chunfeng.config.settings import middleware
from chunfeng.foundation.access import leave
from chunfeng.foundation.accounts import middleware as door

door.FRESH = 0.0  # tests move regions from one moment to the next
PUBLIC = {
    "ROOT_URLCONF": "chunfeng.config.public_urls",
    "MIDDLEWARE": middleware(public=True),
    "SESSION_ENGINE": "chunfeng.foundation.accounts.cookies",
    "SESSION_COOKIE_NAME": "chunfeng-desk",
}


@contextmanager
def at_the_public_site() -> Iterator[None]:
    """What is inside runs with the public login; it can put on no officer's role."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION AUTHORIZATION chunfeng_portal")
    try:
        with override_settings(**PUBLIC):
            yield
    finally:
        leave()
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION AUTHORIZATION chunfeng_web")


class PublicClient(Client):
    """A browser at the public site."""

    def request(self, **request: Any) -> Any:
        """Any request, under the public login."""
        with at_the_public_site():
            return super().request(**request)
