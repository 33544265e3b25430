"""The committed description of the API; ``python -m tests.faces.api.document`` writes it."""

import json
import os

from tests.made_pages import REFERENCE

COMMITTED = REFERENCE / "openapi.json"


def written() -> str:
    """The description as it is committed."""
    from chunfeng.faces.api.documents import description

    return json.dumps(description(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    COMMITTED.write_text(written(), "utf-8")
