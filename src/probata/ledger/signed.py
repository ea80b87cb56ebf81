"""Signed records: canonical JSON objects that carry their key's fingerprint and a signature over the rest.

Rules:
* Bytes are accepted only if they are exactly what canonical JSON makes of the object in them, so there is one spelling.
* Whatever the bytes are, reading them ends in a value or in `Unsound`, never in an error of a parser.
"""

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn

from probata.digest import Digest, canonical_json
from probata.errors import BadInput
from probata.ledger.acts_json import base64_bytes
from probata.ledger.sign import Signer, signature_holds
from probata.ledger.unsound import Unsound, shown

MAX_BYTES = 1 << 20
SIGNATURE_BYTES = 64
_INTEGER_DIGITS = 16
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")

Record = dict[str, object]


def seal(record: Mapping[str, object], signer: Signer) -> bytes:
    """The record with key and signature, as canonical JSON without a line end.

    Raises:
        BadInput: a value can't be written as canonical JSON.
    """
    unsigned = {**record, "key": signer.fingerprint.hex}
    signature = signer.sign(canonical_json(unsigned))
    return canonical_json({**unsigned, "signature": base64.b64encode(signature).decode("ascii")})


def parse(data: bytes, fields: frozenset[str], code: str, code_not_canonical: str) -> Record:
    """The object in ``data``, checked for everything but its signature.

    Args:
        data: one line without its end.
        fields: the names that it must have, no more and no less.
        code: of the `Unsound` for bytes that are no such object.
        code_not_canonical: of the `Unsound` for a second spelling of one.

    Raises:
        Unsound: with one of these codes.
    """
    if len(data) > MAX_BYTES:
        raise Unsound(code, f"at most {MAX_BYTES} bytes", f"{len(data)} bytes")
    try:
        record = json.loads(
            data.decode("utf-8"), object_pairs_hook=_no_repeats, parse_int=_integer, parse_float=_refuse,
            parse_constant=_refuse,
        )  # fmt: skip
        again = canonical_json(record)
    except UnicodeDecodeError as error:
        raise Unsound(code, "UTF-8 text", f"byte {error.start} is not: {error.reason}") from error
    except RecursionError as error:
        raise Unsound(code, "a flat object", "brackets nested too deep") from error
    except BadInput as error:
        raise Unsound(code, error.expected or error.message, error.found) from error
    except ValueError as error:
        raise Unsound(code, "JSON", str(error)) from error
    if not isinstance(record, dict) or record.keys() != fields:
        found = ", ".join(sorted(record)) if isinstance(record, dict) else type(record).__name__
        raise Unsound(code, f"an object with {', '.join(sorted(fields))}", found)
    if again != data:
        raise Unsound(code_not_canonical, "canonical JSON (RFC 8785)", _difference(again, data))
    return record


def text_of(record: Record, name: str, code: str) -> str:
    """A field that must be text.

    Raises:
        Unsound: it is not.
    """
    value = record[name]
    if not isinstance(value, str):
        raise Unsound(code, f"{name}: text", shown(value))
    return value


def count_of(record: Record, name: str, code: str) -> int:
    """A field that must be a whole number from 1 up.

    Raises:
        Unsound: it is not.
    """
    value = record[name]
    if type(value) is not int or value < 1:
        raise Unsound(code, f"{name}: a number from 1 up", shown(value))
    return value


def digest_field(record: Record, name: str, code: str) -> Digest:
    """A field that must be a digest.

    Raises:
        Unsound: it is not.
    """
    try:
        return Digest(text_of(record, name, code))
    except BadInput as error:
        raise Unsound(code, f"{name}: {error.expected}", error.found) from error


def time_of(record: Record, name: str, code: str) -> datetime:
    """A field that must be a time in UTC, as ``2026-01-31T09:30:00Z``.

    Raises:
        Unsound: it is not.
    """
    text = text_of(record, name, code)
    try:
        if _TIME.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError as error:
        raise Unsound(code, f"{name}: a time that exists", repr(text)) from error
    raise Unsound(code, f"{name}: a time as 2026-01-31T09:30:00Z", repr(text))


def time_text(moment: datetime) -> str:
    """A time as the ledger writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def signature_of(record: Record, code: str) -> bytes:
    """The signature's 64 bytes.

    Raises:
        Unsound: it is not Base64 of 64 bytes.
    """
    try:
        signature = base64_bytes(text_of(record, "signature", code), "signature")
    except Unsound as error:
        raise Unsound(code, error.expected, error.found) from error
    if len(signature) != SIGNATURE_BYTES:
        raise Unsound(code, f"a signature of {SIGNATURE_BYTES} bytes", f"{len(signature)} bytes")
    return signature


def holds(data: bytes, public: bytes) -> bool:
    """Whether the signature in a record that `parse` accepted was made with the secret part of ``public``."""
    # In canonical JSON the names are sorted, and "signature" is the last of ours: what was signed is the rest.
    rest, _, signature = data.rstrip(b"\n").rpartition(b',"signature":"')
    return signature_holds(public, base64.b64decode(signature.removesuffix(b'"}')), rest + b"}")


def _no_repeats(pairs: list[tuple[str, object]]) -> Record:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise BadInput("JSON", expected="each name once", found="a name twice")
    return record


def _integer(digits: str) -> int:
    if len(digits) > _INTEGER_DIGITS + digits.startswith("-"):
        raise BadInput("JSON", expected="integers within 2**53", found=f"a number of {len(digits)} digits")
    return int(digits)


def _refuse(text: str) -> NoReturn:
    raise BadInput("JSON", expected="no fractions, NaN or Infinity", found=text)


def _difference(canonical: bytes, data: bytes) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(canonical, data, strict=False)) if a != b), min(len(canonical), len(data))
    )
    return f"another spelling from byte {at} on: {data[at : at + 20]!r}"
