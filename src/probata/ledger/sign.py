"""Ed25519 signatures (RFC 8032): who signs, and whether a signature holds.

Not here: where secret keys are kept (`probata.ledger.keys`) and which key may sign when (`probata.ledger.check`).
"""

from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from probata.digest import Digest


class Signer(Protocol):
    """Signs on behalf of one person: a key file, and later a smart card."""

    @property
    def fingerprint(self) -> Digest:
        """SHA-256 of the public key's 32 bytes."""

    @property
    def public(self) -> bytes:
        """The Ed25519 public key, 32 raw bytes."""

    def sign(self, message: bytes) -> bytes:
        """The signature of ``message``, 64 bytes."""


def fingerprint_of(public: bytes) -> Digest:
    """The name of a key: SHA-256 of the public key's 32 bytes."""
    return Digest.of(public)


def signature_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` was made over ``message`` with the secret part of ``public``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
