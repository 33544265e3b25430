"""The keyed index of phones: the same wherever a phone is kept, so that one finds the other."""

from chunfeng.foundation.ciphers.keys import Keyring
from chunfeng.foundation.ciphers.sealing import blind


def phone_index(keys: Keyring, phone: str) -> bytes:
    """The blind index of a phone in its canonical form: digits alone."""
    return blind(keys, "phone", phone)
