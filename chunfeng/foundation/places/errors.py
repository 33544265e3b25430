"""Why a text names no single region."""

from collections.abc import Sequence

from chunfeng.kit.texts import Text, text

SHOWN = 10  # candidates named in a message
LONGEST_SHOWN = 60  # signs of the written text


class PlaceError(LookupError):
    """A text that names no single place; ``text`` says why, ready to show."""

    def __init__(self, message: Text, written: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(message.to("en"))
        self.text = message
        self.written = written
        self.candidates = tuple(candidates)


class UnknownPlace(PlaceError):
    """No region goes by this name or code; ``candidates`` are the nearest full names."""

    @classmethod
    def named(cls, written: str, candidates: Sequence[str]) -> "UnknownPlace":
        """The error for a name."""
        name = cut(written)
        if not candidates:
            return cls(text("No place is called “{name}”.", name=name), written)
        message = text(
            "No place is called “{name}”; the nearest names are {places}.",
            name=name,
            places="；".join(candidates),
        )
        return cls(message, written, candidates)


class AmbiguousPlace(PlaceError):
    """Several regions go by this name; ``candidates`` are their full names."""

    def __init__(self, written: str, candidates: Sequence[str]) -> None:
        message = text(
            "“{name}” could be any of {number} places: {places}.",
            name=cut(written),
            number=len(candidates),
            places="；".join(candidates[:SHOWN]) + (" …" if len(candidates) > SHOWN else ""),
        )
        super().__init__(message, written, candidates)


def cut(written: str) -> str:
    """A written text, short enough for a message."""
    return written if len(written) <= LONGEST_SHOWN else written[:LONGEST_SHOWN] + "…"
