"""One line of ``ledger/acts.jsonl``: an act, who did it, when, its number, the digest before it, key, signature."""

from dataclasses import dataclass
from datetime import datetime

from probata.digest import Digest
from probata.ledger.acts import Act
from probata.ledger.acts_json import decode, encode
from probata.ledger.sign import Signer
from probata.ledger.signed import count_of, digest_field, parse, seal, signature_of, text_of, time_of, time_text

NOTHING_BEFORE = Digest("0" * 64)
_FIELDS = frozenset({"act", "at", "by", "number", "previous", "key", "signature"})
_CODE = "act-unreadable"


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as it stands in the ledger.

    Attributes:
        act: what was done.
        at: when, by the clock of the machine on which it was signed.
        by: who did it.
        number: place in the ledger, from 1.
        previous: digest of the line before; 64 zeros for the first.
        key: fingerprint of the key that signed.
        digest: SHA-256 of the line's bytes without the line end; this is what names the act.
    """

    act: Act
    at: datetime
    by: str
    number: int
    previous: Digest
    key: Digest
    digest: Digest


def write_line(act: Act, *, at: datetime, by: str, number: int, previous: Digest, signer: Signer) -> bytes:
    """The signed line, without a line end.

    Raises:
        BadInput: a text in it can't be written as UTF-8.
    """
    record = {"act": encode(act), "at": time_text(at), "by": by, "number": number, "previous": previous.hex}
    return seal(record, signer)


def read_line(line: bytes) -> Entry:
    """The entry in a line; its signature and its place in the chain are not looked at.

    Args:
        line: the bytes without the line end.

    Raises:
        Unsound: ``act-unreadable``, ``act-not-canonical`` or ``act-unknown``.
    """
    record = parse(line, _FIELDS, _CODE, "act-not-canonical")
    signature_of(record, _CODE)
    return Entry(
        act=decode(record["act"]),
        at=time_of(record, "at", _CODE),
        by=text_of(record, "by", _CODE),
        number=count_of(record, "number", _CODE),
        previous=digest_field(record, "previous", _CODE),
        key=digest_field(record, "key", _CODE),
        digest=Digest.of(line),
    )
