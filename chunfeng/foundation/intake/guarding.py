"""Formula-looking text in csv files: an apostrophe in front keeps a spreadsheet from running it."""

_GUARDED = ("=", "+", "-", "@", "'", "\t", "\r")


def guarded(text: str) -> str:
    """A csv cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(text: str) -> str:
    """The text behind the guard."""
    rest = text[1:]
    return rest if text.startswith("'") and rest.startswith(_GUARDED) else text
