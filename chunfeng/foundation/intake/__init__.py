"""Ledgers in and out: files become typed rows, and every doubtful cell becomes an issue."""

from chunfeng.foundation.intake.errors import UnreadableFile, UnusableLedger
from chunfeng.foundation.intake.ledger import Issue, Ledger, Severity
from chunfeng.foundation.intake.read import read_ledger
from chunfeng.foundation.intake.reference import Reference
from chunfeng.foundation.intake.template import write_template
from chunfeng.foundation.intake.write import write_ledger

__all__ = [
    "Issue",
    "Ledger",
    "Reference",
    "Severity",
    "UnreadableFile",
    "UnusableLedger",
    "read_ledger",
    "write_ledger",
    "write_template",
]
