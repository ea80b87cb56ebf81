"""Checking the exhibits: every byte is hashed again, and every file that can be made again is compared.

Steps for each finished intake:
1. Payload: each file is a regular one in its place whose SHA-256 is its name.
2. Custody: every line is read and counted; its digest, counts and Merkle root agree with ``intake.json``.
3. Every new exhibit is in this bag and every known one in some bag; nothing else is there.
4. Manifests, ``bag-info.txt``, ``bagit.txt`` and tag manifests are, byte for byte, what follows from steps 1 to 3.
5. Custody and root are those that the ledger has.

Permissions are not compared: a USB stick has none.
"""

import hashlib
import os
import stat
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from probata.digest import Digest, Fixity, fixity_of
from probata.errors import BadInput
from probata.exhibits import bag
from probata.exhibits.custody import CustodyEntry, IntakeRecord
from probata.exhibits.finish import Tally, record_root
from probata.exhibits.holdings import Holdings
from probata.exhibits.partial import INTAKE_NAME, LOCK_NAME, partials
from probata.problems import Problem
from probata.progress import Progress

Expected = Mapping[str, tuple[Digest, Digest]]


def check_exhibits(holdings: Holdings, progress: Progress, expected: Expected | None) -> Iterator[Problem]:
    """What is not as it should be below the exhibits' folder. See `ExhibitStore.check`."""
    exhibits = holdings.exhibits
    progress.stage("check exhibits", sum(1 for _ in holdings.raws()))
    yield from _strays(exhibits)
    for intake in holdings.intakes:
        yield from _Check(holdings, exhibits / intake, progress).problems((expected or {}).get(intake))
        if expected is not None and intake not in expected:
            yield Problem("intake-unrecorded", f"exhibits/{intake}", "an act of intake in the ledger", "none")
    for intake in sorted(set(expected or ()) - set(holdings.intakes)):
        yield Problem("intake-missing", f"exhibits/{intake}", "the intake that the ledger has", "nothing")


def _strays(exhibits: Path) -> Iterator[Problem]:
    under_way = {partial.folder.name for partial in partials(exhibits)}
    for entry in sorted(exhibits.iterdir()) if exhibits.is_dir() else ():
        whole = INTAKE_NAME.fullmatch(entry.name) and entry.is_dir() and not entry.is_symlink()
        if not (whole or entry.name in under_way or entry.name == LOCK_NAME):
            yield _unexpected(f"exhibits/{entry.name}", entry)


def _unexpected(where: str, entry: Path) -> Problem:
    name = os.fsencode(where).decode("utf-8", "backslashreplace")
    kind = "a symbolic link" if entry.is_symlink() else "a folder" if entry.is_dir() else "a file"
    return Problem("exhibit-unexpected", name, "nothing", kind)


@dataclass(slots=True)
class _Payload:
    """What the payload holds: SHA-512 by SHA-256, both raw, of the files that are what their names say."""

    sound: dict[bytes, bytes] = field(default_factory=dict)
    changed: set[bytes] = field(default_factory=set)
    bytes_sound: int = 0
    placeholder: bool = False


class _Check:
    """The check of one finished intake."""

    def __init__(self, holdings: Holdings, folder: Path, progress: Progress) -> None:
        self._holdings, self._folder, self._progress = holdings, folder, progress
        self._where = f"exhibits/{folder.name}"
        self._payload = _Payload()
        self._tally = Tally()
        self._told: set[bytes] = set()  # exhibits already told of as changed or missing
        self._read = True  # whether every custody line could be read

    def problems(self, expected: tuple[Digest, Digest] | None) -> Iterator[Problem]:
        """Steps 1 to 5."""
        yield from self._check_payload()
        yield from self._check_custody()
        record = None
        try:
            record = self._holdings.record(self._folder.name)
        except BadInput as error:
            yield Problem("intake-changed", f"{self._where}/intake.json", "the record of an intake", error.found)
        if record:
            yield from self._check_record(record)
        if self._read:
            yield from self._check_stored()
        yield from self._check_manifests(record)
        yield from self._check_bag_strays()
        if expected:
            yield from self._check_expected(*expected)

    # --- 1 -----------------------------------------------------------------------------------------------------------

    def _check_payload(self) -> Iterator[Problem]:
        data = self._folder / "data"
        waiting: deque[tuple[str, Path, Future[Fixity]]] = deque()
        with ThreadPoolExecutor(os.cpu_count() or 1, "check") as pool:
            for path in _files(data):
                where = (
                    f"{self._where}/{os.fsencode(path.relative_to(self._folder)).decode('utf-8', 'backslashreplace')}"
                )
                if not self._is_place(path.relative_to(data)):
                    yield _unexpected(where, path)
                elif not stat.S_ISREG(path.lstat().st_mode):
                    self._changed(path)
                    yield Problem("exhibit-changed", where, "a file", "something that is not a file")
                else:
                    waiting.append((where, path, pool.submit(fixity_of, path)))
                while len(waiting) > 64:
                    yield from self._compare(*waiting.popleft())
            while waiting:
                yield from self._compare(*waiting.popleft())

    def _is_place(self, path: Path) -> bool:
        if path.name == bag.PLACEHOLDER and len(path.parts) == 1:
            return True
        try:
            return bag.payload_path(Digest(path.name)) == f"data/{path}"
        except BadInput:
            return False

    def _changed(self, path: Path) -> None:
        if path.name != bag.PLACEHOLDER:
            self._payload.changed.add(bytes.fromhex(path.name))
            self._told.add(bytes.fromhex(path.name))

    def _compare(self, where: str, path: Path, hashing: "Future[Fixity]") -> Iterator[Problem]:
        if path.name != bag.PLACEHOLDER:
            self._progress.advance()
        try:
            fixity = hashing.result()
        except OSError as error:
            self._changed(path)
            yield Problem("exhibit-changed", where, path.name, f"can't be read: {error.strerror}")
            return
        if path.name == bag.PLACEHOLDER:
            self._payload.placeholder = True
            if fixity.sha256 != Digest.of(bag.PLACEHOLDER_TEXT):
                yield Problem("manifest-changed", where, Digest.of(bag.PLACEHOLDER_TEXT).hex, fixity.sha256.hex)
        elif fixity.sha256.hex != path.name:
            self._changed(path)
            yield Problem("exhibit-changed", where, path.name, fixity.sha256.hex)
        else:
            self._payload.sound[fixity.sha256.raw] = bytes.fromhex(fixity.sha512)
            self._payload.bytes_sound += fixity.size_bytes

    # --- 2 -----------------------------------------------------------------------------------------------------------

    def _check_custody(self) -> Iterator[Problem]:
        where = f"{self._where}/custody.jsonl"
        sha256 = hashlib.sha256()
        try:
            with (self._folder / "custody.jsonl").open("rb") as lines:
                for number, line in enumerate(lines, start=1):
                    sha256.update(line)
                    yield from self._custody_line(f"{where}:{number}", number, line)
        except OSError as error:
            self._read = False
            yield Problem("custody-changed", where, "the custody of the intake", error.strerror or str(error))
        self._custody = Digest(sha256.hexdigest())

    def _custody_line(self, where: str, number: int, line: bytes) -> Iterator[Problem]:
        try:
            entry = CustodyEntry.from_line(line)
        except BadInput as error:
            self._read = False
            yield Problem("custody-changed", where, error.expected, error.found)
            return
        if entry.order != number:
            yield Problem("custody-changed", where, f"order {number}", f"order {entry.order}")
        if entry.digest and entry.outcome == "new":
            if entry.digest.raw in self._tally.stored:
                yield Problem("custody-changed", where, "known: it is new in an earlier line", "new")
            self._tally.stored[entry.digest.raw] = b""
        self._tally.add(entry)

    def _check_record(self, record: IntakeRecord) -> Iterator[Problem]:
        where = f"{self._where}/intake.json"
        if record.intake != self._folder.name:
            yield Problem("intake-changed", where, self._folder.name, record.intake)
        if record.custody != self._custody:
            yield Problem("custody-changed", f"{self._where}/custody.jsonl", record.custody.hex, self._custody.hex)
        counts = {name: getattr(record, name) for name in self._tally.counts()}
        tallies = (dict(self._tally.refusals), dict(self._tally.kinds))
        if self._read and (counts, (record.refusals, record.kinds)) != (self._tally.counts(), tallies):
            yield Problem("intake-changed", where, f"counts {self._tally.counts()}", f"counts {counts}")
        if self._read and (root := record_root(self._tally)) != record.root:
            yield Problem("root-differs", where, root.hex, record.root.hex)

    # --- 3 -----------------------------------------------------------------------------------------------------------

    def _check_stored(self) -> Iterator[Problem]:
        present = self._payload.sound.keys() | self._payload.changed
        self._told |= self._tally.stored.keys() - present
        for raw in sorted(self._tally.stored.keys() - present):
            where = f"{self._where}/{bag.payload_path(Digest(raw.hex()))}"
            yield Problem("exhibit-missing", where, raw.hex(), "nothing")
        for raw in sorted(present - self._tally.stored.keys()):
            where = f"{self._where}/{bag.payload_path(Digest(raw.hex()))}"
            yield Problem("exhibit-unexpected", where, "nothing", "an exhibit that custody.jsonl does not list as new")
        for raw in sorted(set(self._tally.leaves) - self._tally.stored.keys() - present):
            if not self._holdings.holds(raw):
                yield Problem(
                    "exhibit-missing", f"{self._where}/custody.jsonl", f"{raw.hex()} in some intake", "nothing"
                )

    # --- 4 -----------------------------------------------------------------------------------------------------------

    def _check_manifests(self, record: IntakeRecord | None) -> Iterator[Problem]:
        digests: dict[str, dict[str, str]] = {name: {} for name in bag.ALGORITHMS}
        for name in bag.TAG_FILES:
            path = self._folder / name
            try:
                fixity = fixity_of(path)
            except OSError as error:
                yield Problem(_code(name), f"{self._where}/{name}", "a file of the bag", error.strerror or str(error))
                continue
            digests["sha256"][name], digests["sha512"][name] = fixity.sha256.hex, fixity.sha512
        for name, algorithm in zip(bag.TAG_MANIFESTS, bag.ALGORITHMS, strict=True):
            yield from self._check_tag_manifest(name, algorithm, digests[algorithm])
        for name, algorithm in zip(bag.MANIFESTS, bag.ALGORITHMS, strict=True):
            yield from self._check_manifest(name, algorithm)
        yield from self._check_made_again("bagit.txt", bag.BAGIT)
        if record and not self._told:
            count, size = len(self._payload.sound), self._payload.bytes_sound
            info = bag.bag_info(record, size or len(bag.PLACEHOLDER_TEXT) * (not count), count or 1)
            yield from self._check_made_again("bag-info.txt", info)

    def _check_made_again(self, name: str, made: bytes) -> Iterator[Problem]:
        try:
            found = (self._folder / name).read_bytes()
        except OSError:
            return  # told of with the tag files
        if found != made:
            yield Problem("manifest-changed", f"{self._where}/{name}", Digest.of(made).hex, Digest.of(found).hex)

    def _check_tag_manifest(self, name: str, algorithm: str, found: Mapping[str, str]) -> Iterator[Problem]:
        rows, problem = self._rows(name, algorithm)
        if problem:
            yield problem
            return
        for path in sorted(rows.keys() | set(bag.TAG_FILES)):
            listed, actual = rows.get(path, "not listed"), found.get(path, "no file of the bag")
            if listed != actual and path in found:
                yield Problem(_code(path), f"{self._where}/{path}", f"{listed} in {name}", actual)
            elif path not in bag.TAG_FILES:
                yield Problem("manifest-changed", f"{self._where}/{name}", "files of the bag", path)

    def _check_manifest(self, name: str, algorithm: str) -> Iterator[Problem]:
        rows, problem = self._rows(name, algorithm)
        if problem:
            yield problem
            return
        lines = bag.manifest_lines(algorithm, self._payload.sound)
        made = {path: digest for digest, path in bag.manifest_rows(lines, algorithm)}
        if self._told and not self._payload.sound:
            made = {}
        told = {bag.payload_path(Digest(raw.hex())) for raw in self._told}
        for path in sorted((rows.keys() | made.keys()) - told):
            if rows.get(path) != made.get(path):
                where = f"{self._where}/{name}"
                yield Problem(
                    "manifest-changed", where, f"{made.get(path, 'nothing')} for {path}", rows.get(path, "nothing")
                )

    def _rows(self, name: str, algorithm: str) -> tuple[dict[str, str], Problem | None]:
        where = f"{self._where}/{name}"
        try:
            with (self._folder / name).open("rb") as lines:
                pairs = [(path, digest) for digest, path in bag.manifest_rows(lines, algorithm)]
        except OSError as error:
            return {}, Problem("manifest-changed", where, "a manifest", error.strerror or str(error))
        except ValueError as error:
            return {}, Problem("manifest-changed", where, "a digest, two spaces and a path", str(error)[:160])
        if [path for path, _ in pairs] != sorted({path for path, _ in pairs}):
            return {}, Problem("manifest-changed", where, "each path once, in order", "another order")
        return dict(pairs), None

    # --- 3 again, and 5 ----------------------------------------------------------------------------------------------

    def _check_bag_strays(self) -> Iterator[Problem]:
        names = {*bag.TAG_FILES, *bag.TAG_MANIFESTS}
        for entry in sorted(self._folder.iterdir()):
            if entry.name == "data" and entry.is_dir() and not entry.is_symlink():
                continue
            if entry.name not in names or not stat.S_ISREG(entry.lstat().st_mode):
                yield _unexpected(f"{self._where}/{entry.name}", entry)
        if not (self._folder / "data").is_dir():
            yield Problem("exhibit-missing", f"{self._where}/data", "the payload", "nothing")
        elif self._payload.placeholder and self._payload.sound:
            yield _unexpected(f"{self._where}/data/{bag.PLACEHOLDER}", self._folder / "data" / bag.PLACEHOLDER)
        elif not (self._payload.placeholder or self._payload.sound or self._told):
            yield Problem("exhibit-missing", f"{self._where}/data/{bag.PLACEHOLDER}", "a placeholder", "nothing")

    def _check_expected(self, custody: Digest, root: Digest) -> Iterator[Problem]:
        if custody != self._custody:
            yield Problem("custody-changed", f"{self._where}/custody.jsonl", custody.hex, self._custody.hex)
        if self._read and (found := record_root(self._tally)) != root:
            yield Problem("root-differs", f"{self._where}/custody.jsonl", root.hex, found.hex)


def _code(name: str) -> str:
    return {"custody.jsonl": "custody-changed", "intake.json": "intake-changed"}.get(name, "manifest-changed")


def _files(folder: Path) -> Iterator[Path]:
    """Everything below a folder but true folders, in order; links are not followed."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        else:
            yield entry
