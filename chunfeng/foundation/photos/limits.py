"""What a photo may be, and what becomes of it."""

MOST_BYTES = 12 << 20
MOST_PIXELS = 40_000_000
LARGE, SMALL = 1280, 320  # points, the longer side at most
