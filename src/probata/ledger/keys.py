"""Secret keys: files outside the inquiry, one a key, readable by their owner only.

A key is an Ed25519 key in PKCS#8 PEM, so that ``openssl pkey`` reads it; encrypted when a passphrase was set.
The folder is handed in; the inquiry itself holds public keys only.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from probata.digest import Digest
from probata.errors import KeyUnavailable
from probata.ledger.durable import sync_folder

AskPassphrase = Callable[[], str]


class KeyFile:
    """A signer whose secret key was read from a file (or made just now)."""

    def __init__(self, secret: Ed25519PrivateKey) -> None:
        self._secret = secret
        self.public = secret.public_key().public_bytes_raw()
        self.fingerprint = Digest.of(self.public)

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature of ``message``, 64 bytes."""
        return self._secret.sign(message)


def key_path(state: Path, fingerprint: Digest) -> Path:
    """Where the secret key of this fingerprint is kept."""
    return state / "keys" / f"{fingerprint}.pem"


def make_key(state: Path, passphrase: str = "") -> KeyFile:
    """Make a key and keep its secret part under ``state``, encrypted if a passphrase is given.

    Raises:
        KeyUnavailable: the key can't be written there.
    """
    secret = Ed25519PrivateKey.generate()
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        protection = serialization.BestAvailableEncryption(passphrase.encode("utf-8"))
    pem = secret.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    signer = KeyFile(secret)
    path = key_path(state, signer.fingerprint)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(pem)
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise KeyUnavailable(
            "the secret key can't be kept", expected=f"a folder that can be written to: {path.parent}",
            found=error.strerror or str(error), do="name another state folder",
        ) from error  # fmt: skip
    return signer


def load_key(state: Path, fingerprint: Digest, ask: AskPassphrase) -> KeyFile:
    """The secret key of this fingerprint; ``ask`` is called only if a passphrase protects it.

    Raises:
        KeyUnavailable: it is not here, can't be read, or the passphrase does not open it.
    """
    path = key_path(state, fingerprint)
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise KeyUnavailable(
            "the secret key is not on this machine", expected=str(path), found=error.strerror or str(error),
            do="copy the key file from the machine on which the inquiry was made, or have another key added there",
        ) from error  # fmt: skip
    protected = b"ENCRYPTED" in pem
    try:
        secret = serialization.load_pem_private_key(pem, ask().encode("utf-8") if protected else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnavailable(
            "the passphrase does not open the secret key" if protected else "the secret key can't be read",
            expected=f"an Ed25519 key in PKCS#8 PEM: {path}", do="try again, or put the key file back from a copy",
        ) from error  # fmt: skip
    if not isinstance(secret, Ed25519PrivateKey) or KeyFile(secret).fingerprint != fingerprint:
        raise KeyUnavailable(
            "the key file holds another key", expected=f"Ed25519 key {fingerprint}", found=str(path),
            do="put the right key file back",
        )  # fmt: skip
    return KeyFile(secret)


def load_any_key(state: Path, fingerprints: Iterable[Digest], ask: AskPassphrase) -> KeyFile:
    """The first of these keys that is on this machine.

    Args:
        state: the folder with this machine's keys.
        fingerprints: the keys that may sign now, as from `probata.ledger.ledger.Ledger.signers`.
        ask: gives the passphrase; called only if one protects the key.

    Raises:
        KeyUnavailable: none is here, or the one that is can't be opened.
    """
    wanted = list(fingerprints)
    for fingerprint in wanted:
        if key_path(state, fingerprint).exists():
            return load_key(state, fingerprint, ask)
    raise KeyUnavailable(
        "no key that may sign in this inquiry is on this machine",
        expected=" or ".join(str(key_path(state, fingerprint)) for fingerprint in wanted),
        do="copy the key file from the machine on which the inquiry was made, or have another key added there",
    )
