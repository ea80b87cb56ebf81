"""Acts as JSON objects: what is written is what is read, and nothing else is read.

Not here: the acts themselves (`probata.ledger.acts`), and the bytes of a line (`probata.ledger.line`).
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Literal, get_args, get_origin, get_type_hints

from probata.digest import Digest
from probata.errors import ProbataError
from probata.ledger.acts import ACTS, Act
from probata.ledger.unsound import Unsound, shown

_BY_NAME = {(act.kind, act.version): act for act in ACTS}
# What each field is called in the record, and of which type it is.
_FIELDS = {
    act: {field.name.rstrip("_"): (field.name, get_type_hints(act)[field.name]) for field in fields(act)}
    for act in ACTS
}


def encode(act: Act) -> dict[str, object]:
    """The act as an object for canonical JSON: digests in hex, bytes in Base64."""
    written: dict[str, object] = {"kind": act.kind, "version": act.version}
    for field in fields(act):
        written[field.name.rstrip("_")] = _plain(getattr(act, field.name))
    return written


def decode(record: object) -> Act:
    """The act that `encode` wrote.

    Raises:
        Unsound: the kind, the version or a field is unknown or missing, or a field's value is not of its type.
    """
    if not isinstance(record, dict):
        raise Unsound("act-unreadable", "an object", shown(record))
    kind, version = record.get("kind"), record.get("version")
    act_type = _BY_NAME.get((kind, version)) if isinstance(kind, str) and type(version) is int else None
    if act_type is None:
        raise Unsound(
            "act-unknown", "a kind and version that this Probata knows", f"{shown(kind)} version {shown(version)}"
        )
    known = _FIELDS[act_type]
    given = record.keys() - {"kind", "version"}
    if given != known.keys():
        raise Unsound("act-unknown", f"fields of {kind}: {', '.join(sorted(known))}", ", ".join(sorted(given)))
    make: Callable[..., Act] = act_type
    try:
        values = {name: _value(hint, record[key], key) for key, (name, hint) in known.items()}
        return make(**values)
    except Unsound:
        raise
    except ProbataError as error:
        raise Unsound("act-unreadable", f"{kind}: {error.expected}", error.found) from error


def _plain(value: object) -> object:
    if isinstance(value, Digest):
        return value.hex
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


def _value(hint: object, value: object, name: str) -> object:
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise _wrong(name, " | ".join(get_args(hint)), value)
        return value
    return _READERS[hint](value, name)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "text", value)
    return value


def _count(value: object, name: str) -> int:
    if type(value) is not int or value < 0:
        raise _wrong(name, "a whole number", value)
    return value


def _digest(value: object, name: str) -> Digest:
    return Digest(_text(value, name))


def _bytes(value: object, name: str) -> bytes:
    return base64_bytes(_text(value, name), name)


def _digests(value: object, name: str) -> dict[str, Digest]:
    if not isinstance(value, dict):
        raise _wrong(name, "an object", value)
    return {key: _digest(inner, name) for key, inner in value.items()}


def _texts(value: object, name: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _wrong(name, "an object", value)
    return {key: _text(inner, name) for key, inner in value.items()}


_READERS: dict[object, Callable[[object, str], object]] = {
    str: _text,
    int: _count,
    Digest: _digest,
    bytes: _bytes,
    Mapping[str, Digest]: _digests,
    Mapping[str, str]: _texts,
}


def base64_bytes(text: str, name: str) -> bytes:
    """The bytes that canonical Base64 (RFC 4648, section 4, padded) stands for.

    Raises:
        Unsound: anything else, also a second spelling of the same bytes.
    """
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise _wrong(name, "Base64", text) from error
    if base64.b64encode(value).decode("ascii") != text:
        raise _wrong(name, "canonical Base64", text)
    return value


def _wrong(name: str, expected: str, found: object) -> Unsound:
    return Unsound("act-unreadable", f"{name}: {expected}", shown(found))
