"""Writes of casework: one verb each, in the caller's transaction, one event each.

Placements and spells are written by the operations of their own stages.
"""

from chunfeng.stages.casework.contacting import Found, Noted, looked_at, note_contact
from chunfeng.stages.casework.helping import change_difficulty, open_difficulty, reopen, resolve
from chunfeng.stages.casework.serving import MOST_AT_ONCE, Given, give, give_many, note_income

__all__ = [
    "MOST_AT_ONCE", "Found", "Given", "Noted", "change_difficulty", "give", "give_many",
    "looked_at", "note_contact", "note_income", "open_difficulty", "reopen", "resolve",
]  # fmt: skip
