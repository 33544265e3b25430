"""What the web server runs."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

GIVES_WAY = 10  # of 19: officers come first, whatever crowd there is on the public site
AUTOGROUP = Path("/proc/self/autogroup")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")


def behind_proxies() -> object:
    """The application; of a trusted proxy's requests it sees where they came from, and how."""
    application = get_wsgi_application()
    if settings.PUBLIC:
        give_way()
        warm()
    return wrap_wsgi_with_proxy_headers(application, settings.PROXIES)


def give_way() -> None:
    """Puts this process and its backends in our own PostgreSQL behind those of the officers."""
    os.nice(GIVES_WAY)
    with suppress(OSError):  # where Linux shares time among sessions first, as on a desk
        AUTOGROUP.write_text(str(GIVES_WAY))
    if not os.environ.get("DATABASE_URL"):
        connection_created.connect(_backend_gives_way)


def _backend_gives_way(connection: Any, **_: object) -> None:
    with suppress(OSError):  # it may stand behind others already, or not be ours to move
        backend = connection.connection.info.backend_pid
        os.setpriority(os.PRIO_PROCESS, backend, GIVES_WAY)


def warm() -> None:
    """Makes the cutter of words before the first search waits for it."""
    from chunfeng.stages.vacancies.cutting import cutter  # once the apps are there

    cutter()


application = behind_proxies()
