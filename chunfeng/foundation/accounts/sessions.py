"""Sessions whose content is sealed: search words and second factors being set up stand there."""

from typing import Any

import orjson
from django.contrib.sessions.backends import db

from chunfeng.foundation.ciphers import Broken, Cell, load_keys, seal, unseal
from chunfeng.foundation.database.url import HOME


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each opened only under its own key."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The content, sealed for this session."""
        return seal(
            load_keys(HOME / "keys"), self._cell(), orjson.dumps(session_dict).decode()
        ).hex()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """The content; nothing where it does not open."""
        try:
            plain = unseal(load_keys(HOME / "keys"), self._cell(), bytes.fromhex(str(session_data)))
        except (Broken, ValueError):
            return {}
        content: dict[str, Any] = orjson.loads(plain)
        return content

    def _cell(self) -> Cell:
        return Cell("django_session", "session_data", self.session_key or "")
