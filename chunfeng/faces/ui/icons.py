"""The icons: symbols of one file, on a grid of 24 by 24; every one stands beside a text."""

import re
from pathlib import Path

SPRITE = "ui/icons.svg"
_FILE = Path(__file__).parent / "static" / SPRITE
ICONS = frozenset(re.findall(r'<symbol id="([a-z]+)"', _FILE.read_text(encoding="utf-8")))
