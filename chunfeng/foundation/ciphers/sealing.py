"""AES-256-GCM bound to one cell of one row, and keyed hashes to search by.

Layout of a sealed value: suite (1 byte) · key number (2) · nonce (12) · ciphertext and tag.
Source: NIST SP 800-38D (GCM), RFC 5869 (HKDF), RFC 2104 (HMAC).
"""

import hmac
import os
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chunfeng.foundation.ciphers.keys import Keyring

SUITE = 1  # AES-256-GCM; 2 is kept for SM4-GCM
HEAD = 3
NONCE = 12  # bytes, random
BLIND = 16  # bytes


class Broken(Exception):
    """A sealed value does not open: it was changed, moved to another cell, or its key is gone."""


class Cell(NamedTuple):
    """The place a sealed value belongs to; it opens nowhere else."""

    table: str
    column: str
    row: UUID | str

    @property
    def bound(self) -> bytes:
        """What the seal is bound to."""
        return f"{self.table}|{self.column}|{self.row}".encode()


def seal(keys: Keyring, cell: Cell, plain: str) -> bytes:
    """The sealed value of a text for one cell."""
    nonce = os.urandom(NONCE)
    head = bytes([SUITE]) + keys.current.to_bytes(2, "big")
    cipher = _cipher(keys.masters[keys.current], cell.table, cell.column)
    return head + nonce + cipher.encrypt(nonce, plain.encode(), cell.bound)


def unseal(keys: Keyring, cell: Cell, sealed: bytes) -> str:
    """The text of a sealed value; Broken when it is not this cell's."""
    number = int.from_bytes(sealed[1:HEAD], "big")
    if sealed[:1] != bytes([SUITE]) or number not in keys.masters:
        raise Broken(f"unknown key in {cell.table}.{cell.column}")
    cipher = _cipher(keys.masters[number], cell.table, cell.column)
    nonce, rest = sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
    try:
        return cipher.decrypt(nonce, rest, cell.bound).decode()
    except InvalidTag:
        raise Broken(f"does not open: {cell.table}.{cell.column}") from None


def blind(keys: Keyring, kind: str, canonical: str) -> bytes:
    """A keyed hash (16 bytes) of a number in its canonical form; ``kind`` keeps kinds apart."""
    return hmac.digest(_index_key(keys.index, kind), canonical.encode(), "sha256")[:BLIND]


@lru_cache(64)
def _cipher(master: bytes, table: str, column: str) -> AESGCM:
    return AESGCM(_derived(master, f"{table}.{column}"))


@lru_cache(16)
def _index_key(master: bytes, kind: str) -> bytes:
    return _derived(master, f"index.{kind}")


def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(master)
