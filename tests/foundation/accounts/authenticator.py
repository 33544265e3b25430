"""A passkey in software (ES256, no attestation), good and bad, for the tests alone."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device with one passkey. ``flags``: what it says of the human in front of it."""

    host: str = "chunfeng.example"
    origin: str = "https://chunfeng.example"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def register(self, challenge: bytes) -> str:
        """The answer to navigator.credentials.create."""
        told = encode_cbor({"fmt": "none", "attStmt": {}, "authData": self._data(with_key=True)})
        return self._answer("webauthn.create", challenge, attestationObject=told)

    def answer(self, challenge: bytes) -> str:
        """The answer to navigator.credentials.get."""
        self.count += 1
        data = self._data()
        client = self._client("webauthn.get", challenge)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer("webauthn.get", challenge, authenticatorData=data, signature=signature)

    def _data(self, *, with_key: bool = False) -> bytes:
        flags = self.flags | (WITH_KEY if with_key else 0)
        head = hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count)
        if not with_key:
            return head
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        return head + bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose

    def _client(self, kind: str, challenge: bytes) -> bytes:
        told = {"type": kind, "challenge": bytes_to_base64url(challenge), "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, kind: str, challenge: bytes, **response: Any) -> str:
        own = bytes_to_base64url(self.id)
        sent = {name: bytes_to_base64url(value) for name, value in response.items()}
        sent["clientDataJSON"] = bytes_to_base64url(self._client(kind, challenge))
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": sent})
