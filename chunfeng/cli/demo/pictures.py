"""Drawn pictures for the demo: a workshop's room, a sheet of paper; no photo of anything real."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

SIZE = (800, 600)
WALLS = ("#dfe7e3", "#e9e2d3", "#d9e0ea", "#efe4dc")
TABLES = ("#b98a5e", "#8d6b4f", "#a58f73")
CLOTHS = ("#c8553d", "#588b8b", "#f28f3b", "#2d3047", "#93b7be", "#d5bf86")


def room(rng: np.random.Generator) -> bytes:
    """A room with windows, tables in rows and something coloured on each; a PNG."""
    width, height = SIZE
    image = Image.new("RGB", SIZE, str(rng.choice(WALLS)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 0.55, width, height), fill="#b7b0a3")
    windows = int(rng.integers(3, 6))
    for k in range(windows):
        left = (k + 0.2) * width / windows
        draw.rectangle(
            (left, 60, left + width / windows * 0.6, 210), fill="#f7fbff", outline="#8a9"
        )
    wood = str(rng.choice(TABLES))
    for row in range(3):
        top = 300 + row * 100
        each = 3 + row % 2
        for k in range(each):
            left = (k + 0.15) * width / each
            right = left + width / each * 0.7
            draw.rectangle((left, top, right, top + 22), fill=wood)
            for leg in (left + 6, right - 12):
                draw.rectangle((leg, top + 22, leg + 6, top + 60), fill=wood)
            middle = (left + right) / 2
            draw.ellipse(
                (middle - 26, top - 24, middle + 26, top + 2), fill=str(rng.choice(CLOTHS))
            )
    return _png(image)


def paper(rng: np.random.Generator) -> bytes:
    """A sheet with lines and a round stamp; a PNG."""
    image = Image.new("RGB", (620, 877), "#fffdf8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((150, 70, 470, 92), fill="#333")
    for k in range(int(rng.integers(14, 22))):
        draw.rectangle(
            (70, 150 + k * 28, 70 + int(rng.integers(260, 480)), 158 + k * 28), fill="#999"
        )
    draw.ellipse((400, 680, 540, 820), outline="#c0392b", width=5)
    draw.polygon([(470, 715), (490, 775), (440, 738), (500, 738), (450, 775)], fill="#c0392b")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
