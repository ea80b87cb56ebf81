"""From a complete journal to a finished bag. Every step can be done again after a stop, with the same result.

Not here: reading the source (`probata.exhibits.intake`).
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from probata.digest import Digest, canonical_json, merkle_root
from probata.exhibits import bag
from probata.exhibits.custody import CustodyEntry, IntakeRecord, Outcome
from probata.exhibits.disk import set_mode, storing, sync, write_file
from probata.exhibits.journal import Settled
from probata.exhibits.partial import Partial
from probata.exhibits.sources import refusal_kind


@dataclass(slots=True)
class Tally:
    """What the custody lines add up to."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    size_bytes: int = 0
    payload_bytes: int = 0
    leaves: list[bytes] = field(default_factory=list)
    stored: dict[bytes, bytes] = field(default_factory=dict)  # raw SHA-256 → raw SHA-512 of what is new

    def add(self, entry: CustodyEntry) -> None:
        """Count one path."""
        self.outcomes[entry.outcome] += 1
        if entry.note:
            self.remarks[entry.note] += 1
        if entry.digest is None:
            self.refusals[refusal_kind(entry.reason)] += 1
            return
        self.leaves.append(entry.digest.raw)
        self.kinds[extension(entry.path)] += 1
        self.size_bytes += entry.size_bytes or 0
        if entry.outcome == "new":
            self.payload_bytes += entry.size_bytes or 0

    def counts(self) -> dict[str, int]:
        """The counts of an `IntakeRecord`."""
        named = {name: self.outcomes[name] for name in ("new", "known", "refused")}
        return {"files": sum(named.values()), **named, "bytes": self.size_bytes}


def extension(path: bytes) -> str:
    """The extension of a path in lower case, as ``.jpg``; empty when there is none or it is not plain."""
    name = path.rsplit(b"/", 1)[-1]
    suffix = name.rpartition(b".")[2] if b"." in name.lstrip(b".") else b""
    return "." + suffix.decode("ascii").lower() if suffix.isalnum() and suffix.isascii() and len(suffix) <= 12 else ""


def numbered(paths: Iterable[Settled], held: Callable[[bytes], bool], tally: Tally) -> Iterator[CustodyEntry]:
    """The custody entries: paths with their order and outcome as they stand, counted into ``tally``.

    Args:
        paths: in the order of the source.
        held: whether a finished intake holds the exhibit of this raw digest.
        tally: filled along the way.
    """
    for order, settled in enumerate(paths, start=1):
        entry = replace(settled.entry, order=order)
        if entry.digest is not None:
            raw = entry.digest.raw
            known = raw in tally.stored or held(raw)
            entry = replace(entry, outcome="known" if known else "new")
            if not known:
                tally.stored[raw] = bytes.fromhex(settled.sha512)
        tally.add(entry)
        yield entry


def finish(
    partial: Partial,
    paths: Iterable[Settled],
    held: Callable[[bytes], bool],
    describe: Callable[[Tally, Digest], IntakeRecord],
) -> IntakeRecord:
    """Write the bag's files, and make the bag seen.

    Args:
        partial: the intake under way; its ``data`` holds every exhibit that is new.
        paths: every path, in the order of the source.
        held: whether a finished intake holds the exhibit of this raw digest.
        describe: gives the record from what was counted and the digest of ``custody.jsonl``.

    Raises:
        NoSpace: the disk is full; the same command continues.
        BadInput: the disk can't be written.
    """
    tally, hashing = Tally(), _Hashing()
    with storing():
        entries = numbered(paths, held, tally)
        write_file(partial.bag / "custody.jsonl", hashing.pieces("custody.jsonl", (each.line() for each in entries)))
        record = describe(tally, Digest(hashing.digests["sha256"]["custody.jsonl"]))
        files = {
            "intake.json": [canonical_json(record.record()) + b"\n"],
            "bagit.txt": [bag.BAGIT],
            "bag-info.txt": [_info(record, tally)],
        }
        for name, lines in files.items():
            write_file(partial.bag / name, hashing.pieces(name, lines))
        for name, algorithm in zip(bag.MANIFESTS, bag.ALGORITHMS, strict=True):
            write_file(partial.bag / name, hashing.pieces(name, bag.manifest_lines(algorithm, tally.stored)))
        for name, algorithm in zip(bag.TAG_MANIFESTS, bag.ALGORITHMS, strict=True):
            write_file(partial.bag / name, [bag.tag_manifest(hashing.digests[algorithm])])
        _tidy(partial.data, tally.stored)
        sync(partial.bag)
    partial.publish()
    return record


def record_root(tally: Tally) -> Digest:
    """The Merkle root over the raw digests of the new and known paths in order."""
    return merkle_root(tally.leaves)


def _info(record: IntakeRecord, tally: Tally) -> bytes:
    if tally.stored:
        return bag.bag_info(record, tally.payload_bytes, len(tally.stored))
    return bag.bag_info(record, len(bag.PLACEHOLDER_TEXT), 1)


def _tidy(data: Path, stored: dict[bytes, bytes]) -> None:
    """Leave nothing in the payload but its exhibits, and make its folders read-only."""
    (data / bag.PLACEHOLDER).unlink(missing_ok=True)
    if not stored:
        write_file(data / bag.PLACEHOLDER, [bag.PLACEHOLDER_TEXT])
    for folder in [each for each in data.iterdir() if each.is_dir()]:
        names = [each.name for each in folder.iterdir()]
        extra = [name for name in names if bytes.fromhex(name) not in stored]
        for name in extra:
            (folder / name).unlink()
        if len(extra) == len(names):
            folder.rmdir()
        else:
            set_mode(folder, 0o555)
            sync(folder)
    sync(data)
    set_mode(data, 0o555)


class _Hashing:
    """Takes the digests of tag files while they are written."""

    def __init__(self) -> None:
        self.digests: dict[str, dict[str, str]] = {name: {} for name in bag.ALGORITHMS}

    def pieces(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pass ``pieces`` through."""
        hashes = {algorithm: hashlib.new(algorithm) for algorithm in bag.ALGORITHMS}
        for piece in pieces:
            for each in hashes.values():
                each.update(piece)
            yield piece
        for algorithm, each in hashes.items():
            self.digests[algorithm][name] = each.hexdigest()
