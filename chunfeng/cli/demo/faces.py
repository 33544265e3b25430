"""Whether every face of the demo answers with what was filled; Django is set up before."""

from collections.abc import Iterator
from http.client import HTTPConnection

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from chunfeng.foundation.access import in_public
from chunfeng.kit.texts import Text, text

API = "/api/v1/vacancies"
NO_PAGE = "—"


def amiss(port: int, public_port: int) -> Text | None:
    """What does not answer as it should; None where all is well."""
    for where, path, holds in (*_work(port), *_public(public_port)):
        status, body = _got(where, path)
        if status != 200 or (holds and holds not in body):
            return text(
                "http://127.0.0.1:{port}{path} does not show what it should ({status}).",
                port=where,
                path=path,
                status=status,
            )
    return None
