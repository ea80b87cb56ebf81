"""The closed vocabulary of acts: what a person can do or decide in an inquiry.

Rules:
* An act is a frozen dataclass with a ``kind`` and a ``version``; `ACTS` lists every one that was ever written.
* A changed meaning is a new version, added to `ACTS`. The old one stays for ever: signed acts are never rewritten.
* Fields are text, whole numbers, digests, bytes, or a mapping from text to digests; nothing else is ever signed.

Not here: the line that carries an act (`probata.ledger.line`), and what acts amount to (`probata.ledger.judgements`).
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Literal, get_args, get_origin, get_type_hints

from probata.digest import Digest
from probata.errors import ProbataError
from probata.ledger.unsound import Unsound, shown

LinkKind = Literal["person", "picture", "camera"]
Verdict = Literal["same", "different", "cannot-tell"]
AnchorKind = Literal["rfc3161", "printed", "other"]
Class = Literal["person-with-number", "person-without-number", "scene", "document", "other", "unclassified"]

PUBLIC_KEY_BYTES = 32
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@dataclass(frozen=True, slots=True)
class InquiryOpened:
    """The first act of every ledger: names the inquiry and its first key.

    Attributes:
        inquiry: identifier, 1 to 64 letters, digits, ``-`` or ``_``.
        holder: whose key it is.
        fingerprint: SHA-256 of the public key's 32 bytes.
        public_key: Ed25519, 32 raw bytes.
    """

    kind: ClassVar[str] = "inquiry-opened"
    version: ClassVar[int] = 1
    inquiry: str
    title: str
    holder: str
    fingerprint: Digest
    public_key: bytes

    def __post_init__(self) -> None:
        _check_key(self.fingerprint, self.public_key)
        if not (0 < len(self.inquiry) <= 64 and _ID_CHARACTERS.issuperset(self.inquiry)):
            raise _wrong("inquiry", "1 to 64 letters, digits, - or _", self.inquiry)


@dataclass(frozen=True, slots=True)
class IntakeFinished:
    """A hand-over was taken in: fields of the bag's ``intake.json``; ``custody`` is the digest of ``custody.jsonl``."""

    kind: ClassVar[str] = "intake-finished"
    version: ClassVar[int] = 1
    intake: str
    source: str
    source_kind: str
    handed_over_by: str
    taken_by: str
    machine: str
    started: str
    finished: str
    tool: str
    files: int
    new: int
    known: int
    refused: int
    bytes: int
    root: Digest
    custody: Digest


@dataclass(frozen=True, slots=True)
class ReportSealed:
    """A report was made: the digest of its ``figures.json``, how many figures, and what they were computed from."""

    kind: ClassVar[str] = "report-sealed"
    version: ClassVar[int] = 1
    figures: Digest
    count: int
    tool: str
    inputs: Mapping[str, Digest]


@dataclass(frozen=True, slots=True)
class LinkJudged:
    """A person decided whether two exhibits show the same person, picture, or come from the same camera."""

    kind: ClassVar[str] = "link-judged"
    version: ClassVar[int] = 1
    link: LinkKind
    a: Digest
    b: Digest
    verdict: Verdict
    reason: str

    def __post_init__(self) -> None:
        if not self.a < self.b:
            raise _wrong("b", "a digest above a", self.b.hex)


@dataclass(frozen=True, slots=True)
class ClassSet:
    """A person said what class of photograph an exhibit is."""

    kind: ClassVar[str] = "class-set"
    version: ClassVar[int] = 1
    exhibit: Digest
    class_: Class
    reason: str


@dataclass(frozen=True, slots=True)
class ActUndone:
    """An earlier judgement, class or undoing no longer holds. ``act`` is its digest."""

    kind: ClassVar[str] = "act-undone"
    version: ClassVar[int] = 1
    act: Digest
    reason: str


@dataclass(frozen=True, slots=True)
class HeadAnchored:
    """A head was put where this ledger's holder can't change it.

    Attributes:
        head: the digest that was anchored: an earlier act of this ledger.
        evidence: for ``rfc3161`` the digest of the token in ``ledger/anchors/``; else where it was printed or kept.
    """

    kind: ClassVar[str] = "head-anchored"
    version: ClassVar[int] = 1
    head: Digest
    how: AnchorKind
    evidence: str

    def __post_init__(self) -> None:
        if self.how == "rfc3161":
            Digest(self.evidence)


@dataclass(frozen=True, slots=True)
class KeyAdded:
    """Another person's key may sign from now on."""

    kind: ClassVar[str] = "key-added"
    version: ClassVar[int] = 1
    holder: str
    fingerprint: Digest
    public_key: bytes

    def __post_init__(self) -> None:
        _check_key(self.fingerprint, self.public_key)


@dataclass(frozen=True, slots=True)
class KeyRetired:
    """A key signs no more. What it signed before stays good."""

    kind: ClassVar[str] = "key-retired"
    version: ClassVar[int] = 1
    fingerprint: Digest
    reason: str


Act = (
    InquiryOpened
    | IntakeFinished
    | ReportSealed
    | LinkJudged
    | ClassSet
    | ActUndone
    | HeadAnchored
    | KeyAdded
    | KeyRetired
)

ACTS: tuple[type[Act], ...] = (
    InquiryOpened,
    IntakeFinished,
    ReportSealed,
    LinkJudged,
    ClassSet,
    ActUndone,
    HeadAnchored,
    KeyAdded,
    KeyRetired,
)
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


_READERS: dict[object, Callable[[object, str], object]] = {
    str: _text,
    int: _count,
    Digest: _digest,
    bytes: _bytes,
    Mapping[str, Digest]: _digests,
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


def _check_key(fingerprint: Digest, public_key: bytes) -> None:
    if len(public_key) != PUBLIC_KEY_BYTES or Digest.of(public_key) != fingerprint:
        raise _wrong("fingerprint", "the SHA-256 of a public key of 32 bytes", fingerprint.hex)


def _wrong(name: str, expected: str, found: object) -> Unsound:
    return Unsound("act-unreadable", f"{name}: {expected}", shown(found))
