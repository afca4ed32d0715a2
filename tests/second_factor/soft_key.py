"""A security key in software, as a browser would speak with it: ES256, no attestation, a counter or none."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG


@dataclass
class SoftKey:
    """One credential. What it signs can be bent by the keyword arguments, as somebody who cheats would."""

    origin: str = "https://track.example.com"
    host: str = "track.example.com"
    makes_sure: bool = True
    """Whether it asks for a finger or a PIN."""
    handle: bytes = b""
    """Whose it is, which it keeps when it is made."""
    counts: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> str:
        """What the browser sends for `navigator.credentials.create`."""
        self.handle = websafe_decode(options["user"]["id"])
        key = ES256.from_cryptography_key(self.private.public_key())  # type: ignore[no-untyped-call]
        attested = AttestedCredentialData.create(bytes(16), self.id, key)
        data = AuthenticatorData.create(
            self._host_hash(), FLAG.UP | FLAG.UV | FLAG.AT, self._next(), attested
        )
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(data)})
        client_data = self._client_data("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=client_data, attestationObject=made)

    def sign(
        self, options: dict[str, Any], *, kind: str = "webauthn.get", challenge: str = "", names: bool = False
    ) -> str:
        """What the browser sends for `navigator.credentials.get`; `names`: it says whose it is."""
        flags = FLAG.UP | FLAG.UV if self.makes_sure else FLAG.UP
        data = bytes(AuthenticatorData.create(self._host_hash(), flags, self._next()))
        client_data = self._client_data(kind, challenge or options["challenge"])
        signature = self.private.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        named = {"userHandle": self.handle} if names else {}
        return self._answer(clientDataJSON=client_data, authenticatorData=data, signature=signature, **named)

    def _next(self) -> int:
        self.count += int(self.counts)
        return self.count

    def _host_hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in response.items()},
                "clientExtensionResults": {},
            }
        )
