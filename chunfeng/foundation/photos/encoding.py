"""Making a photo anew, in a process of its own that cannot hurt this one."""

import subprocess
from contextlib import suppress
from dataclasses import dataclass

import orjson

from chunfeng.foundation.photos.limits import MOST_BYTES, MOST_PIXELS
from chunfeng.kit.capped import KILLED_FOR_TIME, started
from chunfeng.kit.texts import Text, text

CHILD = "chunfeng.foundation.photos.child"
SECONDS = 30  # by the clock; the child's own limit is on processor time
LARGEST_ANSWER = 8 << 20  # bytes; 1280 by 1280 points of noise make 2 MB
_MEASURES = {"megabytes": MOST_BYTES >> 20, "millions": MOST_PIXELS // 10**6}
REFUSALS: dict[str, Text] = {
    "empty": text("The file is empty."),
    "large": text("The photo is larger than {megabytes} MB. Choose a smaller one.", **_MEASURES),
    "pixels": text(
        "The photo has more than {millions} million picture points. Choose a smaller one.",
        **_MEASURES,
    ),
    "heic": text(
        "This is a HEIC photo. Set the phone's camera to the most compatible format, or send it as"
        " JPEG."
    ),
    "kind": text("This is not a photo. JPEG, PNG and WebP are taken."),
    "damaged": text("The photo is damaged. Take it again, or send it once more."),
    "time": text("The photo could not be read in time. Take another one."),
}


class UnusablePhoto(Exception):
    """A file that is no usable photo; ``text`` says why and may be shown."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.text = REFUSALS[code]
        super().__init__(self.text.to("en"))


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as two JPEG files without any metadata; width and height are those of the large one.

    ``large`` is at most 1280 and ``small`` at most 320 points long and wide.
    """

    large: bytes
    small: bytes
    width: int
    height: int


def reencode(data: bytes) -> Photo:
    """The photo in a JPEG, PNG or WebP file, upright; UnusablePhoto for anything else.

    Of an animated one the first picture is taken. The file is decoded in a child process with
    capped memory and time; nothing of it remains but the picture points.
    """
    if not data:
        raise UnusablePhoto("empty")
    if len(data) > MOST_BYTES:
        raise UnusablePhoto("large")
    with started(CHILD, seconds=SECONDS, given=True) as child:
        return _photo(child, data)


def _photo(child: "subprocess.Popen[bytes]", data: bytes) -> Photo:
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 asked for
    with suppress(BrokenPipeError):  # it may end without reading on
        child.stdin.write(data)
        child.stdin.close()
    answer = child.stdout.read(LARGEST_ANSWER)
    line, _, pictures = answer.partition(b"\n")
    try:
        said = orjson.loads(line)
        refused = said.get("refused")
        sizes = said.get("large", 0), said.get("small", 0)
    except (ValueError, AttributeError):
        refused, sizes = "time" if child.wait() in KILLED_FOR_TIME else "damaged", (0, 0)
    if refused or not all(sizes) or sum(sizes) != len(pictures):
        raise UnusablePhoto(refused if refused in REFUSALS else "damaged")
    return Photo(pictures[: sizes[0]], pictures[sizes[0] :], said["width"], said["height"])
