"""Sessions of the public site: sealed in the browser's own cookie, so that its login needs no
table in which officers' sessions stand. Whoever is signed in stands in accounts_membersession."""

from typing import Any

import orjson
from django.contrib.sessions.backends import signed_cookies

from chunfeng.foundation.ciphers import Broken, Cell, load_keys, seal, unseal
from chunfeng.foundation.database.url import HOME

_CELL = Cell("cookie", "session", "desk")


class SessionStore(signed_cookies.SessionStore):
    """Django's sessions in a cookie, but sealed: what is in it is nobody's to read."""

    def load(self) -> dict[str, Any]:
        """The content; nothing where it does not open."""
        try:
            plain = unseal(load_keys(HOME / "keys"), _CELL, bytes.fromhex(self.session_key or ""))
        except (Broken, ValueError):
            return {}
        content: dict[str, Any] = orjson.loads(plain)
        return content

    def _get_session_key(self) -> str:
        content = orjson.dumps(self._session).decode()  # type: ignore[attr-defined]  # Django's own
        return seal(load_keys(HOME / "keys"), _CELL, content).hex()
