"""What became of every path of an intake, and the record of the intake as a whole.

A line of ``custody.jsonl`` is one `CustodyEntry` in canonical JSON; ``intake.json`` is one `IntakeRecord`.
Values only: nothing here reads or writes a file.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from probata.digest import Digest, canonical_json
from probata.errors import BadInput

Outcome = Literal["new", "known", "refused"]
_OUTCOMES = get_args(Outcome)


def display(name: bytes) -> str:
    r"""``name`` as text that is always valid UTF-8: bytes that are not UTF-8 appear as ``\xNN``."""
    return name.decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One path of an intake: a line of ``custody.jsonl``.

    Attributes:
        order: position in the source, from 1.
        path: the path as in the source, raw bytes, with ``/`` between its parts.
        outcome: ``new`` (stored by this intake), ``known`` (stored before) or ``refused``.
        digest: the exhibit's digest; None when refused.
        size_bytes: the size, where it could be learnt.
        modified_ns: the time of the last change in nanoseconds since 1970 (UTC), where it could be learnt.
        reason: why it was refused, else empty.
        mode: permission bits as in the source, where it has them.
        modified_local: the time of the last change without a zone, as zip archives have it, else empty.
        note: what else is to be known, such as a disagreement with the manifest of the bag handed over.
    """

    order: int
    path: bytes
    outcome: Outcome
    digest: Digest | None
    size_bytes: int | None
    modified_ns: int | None
    reason: str = ""
    mode: int | None = None
    modified_local: str = ""
    note: str = ""

    def display_path(self) -> str:
        r"""The path as valid UTF-8 text (bytes that are not UTF-8 as ``\xNN``)."""
        return display(self.path)

    def record(self) -> dict[str, str | int]:
        """The entry as a JSON object; what is unknown is left out."""
        path = _path_record(self.path)
        known: dict[str, str | int | None] = {
            "digest": self.digest.hex if self.digest else None,
            "size_bytes": self.size_bytes,
            "modified_ns": None if self.modified_ns is None else str(self.modified_ns),
            "mode": self.mode,
            "modified_local": self.modified_local or None,
            "reason": self.reason or None,
            "note": self.note or None,
        }
        kept = {key: value for key, value in known.items() if value is not None}
        return {"order": self.order, "outcome": self.outcome, **path, **kept}

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> "CustodyEntry":
        """The entry of a JSON object.

        Raises:
            BadInput: a part is missing or of another type.
        """
        outcome = _text(record, "outcome")
        if outcome not in _OUTCOMES:
            raise BadInput("custody", expected="new, known or refused", found=outcome[:40])
        digest = _text(record, "digest", "")
        if (outcome == "refused") != (digest == ""):
            raise BadInput("custody", expected="a digest unless the path was refused", found=outcome)
        modified = _text(record, "modified_ns", "")
        if modified and not (modified.lstrip("-").isascii() and modified.lstrip("-").isdigit() and len(modified) < 30):
            raise BadInput("custody", expected="a time in nanoseconds", found=modified[:40])
        return cls(
            order=_integer(record, "order"),
            path=_path_of(record),
            outcome=cast(Outcome, outcome),
            digest=Digest(digest) if digest else None,
            size_bytes=_integer(record, "size_bytes") if "size_bytes" in record else None,
            modified_ns=int(modified) if modified else None,
            reason=_text(record, "reason", ""),
            mode=_integer(record, "mode") if "mode" in record else None,
            modified_local=_text(record, "modified_local", ""),
            note=_text(record, "note", ""),
        )

    def line(self) -> bytes:
        """The entry as a line of ``custody.jsonl``, with its line end."""
        return canonical_json(self.record()) + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "CustodyEntry":
        """The entry of a line of ``custody.jsonl``.

        Raises:
            BadInput: the line is not an entry in canonical JSON.
        """
        return cls.from_record(json_object(line))


@dataclass(frozen=True, slots=True)
class IntakeRecord:
    """One intake: ``intake.json``, and what `take_in` gives. ``files = new + known + refused``.

    Attributes:
        intake: its name, as ``0001``.
        source: the source as the user named it.
        source_kind: ``folder``, ``zip``, ``tar`` or ``bag``.
        handed_over_by: from whom.
        taken_by: by whom.
        machine: on which machine.
        tool: with which program and version.
        started: when it was begun, ISO 8601 in UTC.
        finished: when it was finished.
        files: paths in the source.
        new: paths whose bytes this intake stored.
        known: paths whose bytes were stored before, by an earlier intake or under an earlier path of this one.
        refused: paths whose bytes could not be taken.
        bytes: sum of the sizes of new and known paths.
        root: Merkle root (RFC 6962) over the digests of the new and known paths in order.
        custody: digest of ``custody.jsonl``.
        source_digest: digest of the archive, when the source is one.
        source_bytes: size of the archive, else 0.
        duration_ms: from started to finished.
        refusals: how many paths were refused, by kind of reason.
        kinds: how many new and known paths, by extension in lower case.
        notes: what else is to be known about the source.
    """

    intake: str
    source: str
    source_kind: str
    handed_over_by: str
    taken_by: str
    machine: str
    tool: str
    started: str
    finished: str
    files: int
    new: int
    known: int
    refused: int
    bytes: int
    root: Digest
    custody: Digest
    source_digest: Digest | None = None
    source_bytes: int = 0
    duration_ms: int = 0
    refusals: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def record(self) -> dict[str, object]:
        """The record as a JSON object."""
        plain = {name: getattr(self, name) for name in (*_TEXTS, *_COUNTS)}
        return {
            **plain,
            "root": self.root.hex,
            "custody": self.custody.hex,
            "source_digest": self.source_digest.hex if self.source_digest else None,
            "refusals": [{"reason": reason, "count": count} for reason, count in sorted(self.refusals.items())],
            "kinds": [{"extension": kind, "count": count} for kind, count in sorted(self.kinds.items())],
            "notes": list(self.notes),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> "IntakeRecord":
        """The intake of a JSON object.

        Raises:
            BadInput: a part is missing or of another type.
        """
        texts = {name: _text(record, name) for name in _TEXTS}
        counts = {name: _integer(record, name) for name in _COUNTS}
        digest = record.get("source_digest")
        notes = record.get("notes", [])
        if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
            raise BadInput("intake.json", expected="notes: a list of texts", found=repr(notes)[:80])
        return cls(
            **texts,  # type: ignore[arg-type]
            **counts,  # type: ignore[arg-type]
            root=Digest(_text(record, "root")),
            custody=Digest(_text(record, "custody")),
            source_digest=None if digest is None else Digest(_text(record, "source_digest")),
            refusals=_tally(record, "refusals", "reason"),
            kinds=_tally(record, "kinds", "extension"),
            notes=tuple(notes),
        )


_TEXTS = (
    "intake", "source", "source_kind", "handed_over_by", "taken_by", "machine", "tool", "started", "finished",
)  # fmt: skip
_COUNTS = ("files", "new", "known", "refused", "bytes", "source_bytes", "duration_ms")


def json_object(data: bytes) -> dict[str, object]:
    """The JSON object that ``data`` holds in canonical form (a line end may follow).

    Raises:
        BadInput: it is anything else.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput("not JSON", expected="an object in canonical JSON", found=repr(data[:40])) from error
    if not isinstance(value, dict) or canonical_json(value) != data.removesuffix(b"\n"):
        raise BadInput("not canonical", expected="an object in canonical JSON", found=repr(data[:40]))
    return value


def _path_record(path: bytes) -> dict[str, str]:
    try:
        return {"path": path.decode("utf-8")}
    except UnicodeDecodeError:
        return {"path_base64": base64.b64encode(path).decode("ascii")}


def _path_of(record: Mapping[str, object]) -> bytes:
    if "path_base64" not in record:
        return _text(record, "path").encode("utf-8")
    try:
        return base64.b64decode(_text(record, "path_base64"), validate=True)
    except ValueError as error:
        raise BadInput("custody", expected="path_base64: a path in base64", found=str(error)) from error


def _text(record: Mapping[str, object], key: str, missing: str | None = None) -> str:
    value = record.get(key, missing)
    if not isinstance(value, str):
        raise BadInput("record of an intake", expected=f"{key}: text", found=repr(value)[:80])
    return value


def _integer(record: Mapping[str, object], key: str) -> int:
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadInput("record of an intake", expected=f"{key}: a whole number from 0", found=repr(value)[:80])
    return value


def _tally(record: Mapping[str, object], key: str, name: str) -> dict[str, int]:
    rows = record.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput("record of an intake", expected=f"{key}: a list of objects", found=repr(rows)[:80])
    return {_text(row, name): _integer(row, "count") for row in rows}
