"""What the web server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chunfeng.config.settings")


def behind_proxies() -> object:
    """The application; of a trusted proxy's requests it sees where they came from, and how."""
    return wrap_wsgi_with_proxy_headers(get_wsgi_application(), settings.PROXIES)


application = behind_proxies()
