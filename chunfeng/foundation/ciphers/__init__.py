"""Sealing what nobody may read from a stolen disk, and finding it again without opening it."""

from chunfeng.foundation.ciphers.keys import Keyring, MissingKeys, ensure_keys, load_keys
from chunfeng.foundation.ciphers.masks import phone_mask
from chunfeng.foundation.ciphers.phones import phone_index
from chunfeng.foundation.ciphers.sealing import Broken, Cell, blind, seal, unseal

__all__ = [
    "Broken",
    "Cell",
    "Keyring",
    "MissingKeys",
    "blind",
    "ensure_keys",
    "load_keys",
    "phone_index",
    "phone_mask",
    "seal",
    "unseal",
]
