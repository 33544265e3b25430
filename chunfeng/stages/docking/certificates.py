"""Certificates that the law requires, as bits; driving licences by what they allow."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set

MOST = 64  # bits of one number
LICENCE = "驾照"
_CLASS = re.compile(r"A[123]|B[12]|C[1-6]|[DEFMNP]")
_ALONE = re.compile(rf"(?<![A-Z0-9])({_CLASS.pattern})(?![A-Z0-9])")
# What else a class allows (Provisions on driving licences, annex 1: 准驾车型及代号).
_ALLOWS = {
    "A1": "A3 B1 B2 C1 C2 C3 C4 M",
    "A2": "B1 B2 C1 C2 C3 C4 M",
    "A3": "C1 C2 C3 C4",
    "B1": "C1 C2 C3 C4 M",
    "B2": "C1 C2 C3 C4 M",
    "C1": "C2 C3",
    "C3": "C4",
    "D": "E F",
    "E": "F",
}
_ENDINGS = ("资格证书", "资格证", "操作证", "上岗证", "合格证", "证书", "证")


def required_key(name: str) -> str:
    """What is compared of a certificate asked for: 电工证书, 电工证 and 电工 are one."""
    key = name.upper().replace(" ", "")
    found = _ALONE.search(key)
    if found and (found[0] == key or "驾" in key):
        return f"{LICENCE} {found[0]}"
    if "驾驶证" in key or "驾照" in key:
        return LICENCE
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) > len(ending):
            return key.removesuffix(ending)
    return key


def held_keys(names: Iterable[str], licence: str | None) -> Iterator[str]:
    """All that a person's certificates and driving licence stand for."""
    for name in names:
        key = required_key(name)
        if key.startswith(LICENCE):
            yield from _licence_keys(name)
        else:
            yield key
    if licence:
        yield from _licence_keys(licence)


def _licence_keys(written: str) -> Iterator[str]:
    for name in _CLASS.findall(written.upper()):
        yield LICENCE
        yield from (f"{LICENCE} {allowed}" for allowed in (name, *_ALLOWS.get(name, "").split()))


class Certificates:
    """A bit for each certificate that vacancies ask for.

    Those that somebody holds come first, then those of most seats. Past 64 kinds the rest share the
    last bit, which nobody holds: what the law requires is never waved through.
    """

    def __init__(self, required: Mapping[str, int], held: Set[str]) -> None:
        """``required``: seats that ask for each name as written; ``held``: keys people hold."""
        seats: dict[str, int] = {}
        written: dict[str, str] = {}
        for name in sorted(required):
            key = required_key(name)
            seats[key] = seats.get(key, 0) + required[name]
            written.setdefault(key, name)
        order = sorted(seats, key=lambda key: (key not in held, -seats[key], key))
        self.bits = {key: bit for bit, key in enumerate(order[: MOST - 1])}
        self.names = [written[key] for key in self.bits]
        self.not_compared = tuple(written[key] for key in order[MOST - 1 :])
        if self.not_compared:
            self.names.append("、".join(self.not_compared))

    def asked(self, names: Iterable[str] | None) -> int:
        """The bits a vacancy asks for."""
        return _together(self.bits.get(required_key(name), MOST - 1) for name in names or ())

    def held(self, names: Iterable[str] | None, licence: str | None) -> int:
        """The bits of what a person holds."""
        keys = held_keys(names or (), licence)
        return _together(self.bits[key] for key in keys if key in self.bits)


def _together(bits: Iterable[int]) -> int:
    return sum(1 << bit for bit in set(bits))
