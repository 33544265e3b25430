"""What the web server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")


def behind_proxies() -> object:
    """The application; of a trusted proxy's requests it sees where they came from, and how."""
    application = get_wsgi_application()
    if settings.PUBLIC:
        warm()
    return wrap_wsgi_with_proxy_headers(application, settings.PROXIES)


def warm() -> None:
    """Makes the cutter of words before the first search waits for it."""
    from chunfeng.stages.vacancies.cutting import cutter  # once the apps are there

    cutter()


application = behind_proxies()
