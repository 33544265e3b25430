"""The tables of the page of permissions; ``python -m tests.security.table`` writes them."""

import os

from tests.made_pages import REFERENCE, Made, both, table

LEVELS = ("nation", "province", "prefecture", "county", "township", "village")
RIGHTS = {
    "none": "–",
    "aggregate": "counts 汇总",
    "masked": "masked 掩码",
    "enter": "enter only 只录不读",
    "reveal": "reveal one by one 逐条查看",
    "own": "own 本人",
    "write": "write 录入",
}


def made() -> Made:
    """The page and its tables."""
    tables = {"matrix": matrix(), "routes": routes()}
    return Made(REFERENCE / "permissions.md", "tests.security.table", tables)


def matrix() -> str:
    """One row a role."""
    from chunfeng.foundation.access import MATRIX

    head = (
        "role 角色",
        "region of",
        "D1",
        "D2",
        "D3",
        "D4",
        "opens of D4",
        "rows",
        "purposes 目的",
    )
    rows = [
        (
            both(role.label),
            ", ".join(LEVELS[level] for level in sorted(may.levels)),
            *(RIGHTS[right] for right in (may.d1, may.d2, may.d3, may.d4)),
            ", ".join(f"`{field}`" for field in sorted(may.d4_fields)) or "–",
            str(may.export_rows or "–"),
            ", ".join(purpose.label.to("en") for purpose in sorted(may.purposes)),
        )
        for role, may in MATRIX.items()
    ]
    return table(head, rows)


def routes() -> str:
    """One row a route of the product."""
    from chunfeng.foundation.access import Entry, declared
    from chunfeng.foundation.access.declare import routes

    rows = []
    for path, name, view in routes():
        stands = declared(view)
        assert stands, path
        who = ", ".join(sorted(stands.roles)) if stands.entry is Entry.POST else stands.entry
        rows.append((f"`{path}`", name, who.replace("_", " "), stands.data_class.value))
    return table(("address", "name", "who", "data"), rows)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    made().write()
