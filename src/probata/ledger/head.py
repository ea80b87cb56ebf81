"""``ledger/head.json``: how many acts there are and the newest one's digest, signed. It shows a cut at a line end."""

from dataclasses import dataclass
from datetime import datetime

from probata.digest import Digest
from probata.ledger.sign import Signer
from probata.ledger.signed import count_of, digest_field, parse, seal, signature_of, time_of, time_text
from probata.ledger.unsound import Unsound

_FIELDS = frozenset({"count", "head", "key", "at", "signature"})
_CODE = "head-unreadable"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest act when the head was signed.

    Attributes:
        count: number of acts.
        head: digest of the newest act.
        key: fingerprint of the key that signed.
        at: when it was signed.
    """

    count: int
    head: Digest
    key: Digest
    at: datetime


def write_head(count: int, head: Digest, *, at: datetime, signer: Signer) -> bytes:
    """The content of ``head.json``, with its line end."""
    return seal({"count": count, "head": head.hex, "at": time_text(at)}, signer) + b"\n"


def read_head(data: bytes) -> Head:
    """The head in the content of ``head.json``; its signature is not looked at.

    Raises:
        Unsound: ``head-unreadable``.
    """
    if not data.endswith(b"\n"):
        raise Unsound(_CODE, "a line with its end", "no line end")
    record = parse(data[:-1], _FIELDS, _CODE, _CODE)
    signature_of(record, _CODE)
    return Head(
        count=count_of(record, "count", _CODE),
        head=digest_field(record, "head", _CODE),
        key=digest_field(record, "key", _CODE),
        at=time_of(record, "at", _CODE),
    )
