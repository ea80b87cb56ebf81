"""The ledger as a thing: open it, append an act, read the acts.

An append, step by step:

1. Take the lock.
2. Read the files, and accept them: keys, newest line, head, and what this machine knew before.
3. Accept the act: its signer may sign, what it refers to is there.
4. Put a torn last line aside (``ledger/torn-1``, never lost), and make good a head that a crash left one act behind.
5. Write the new head beside the old one, then the line, and wait for the disk each time.
6. Put the new head in place, and remember it outside.

A stop before the line's last byte leaves the old ledger and a torn line; a stop after it leaves the new ledger and the
old head, which is an ancestor. Both are found by checking and made good by the next append.

Several acts are appended in the same steps, their lines written at once, after a signed note of what is to come
(`probata.ledger.batch`). A stop among them leaves a ledger that ends at one of them, perhaps with a torn line; checking
finds its head behind, and the next append makes it good.
"""

import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from probata.digest import Digest
from probata.errors import BadInput, LedgerError, NoSpace
from probata.ledger.acts import (
    UNDOABLE,
    Act,
    ActUndone,
    HeadAnchored,
    InquiryOpened,
    KeyRetired,
)
from probata.ledger.batch import Batch, read_batch, write_batch
from probata.ledger.chain import ACTS_FILE, HEAD_FILE, Keyring, keyring_of, split_lines, where_of
from probata.ledger.check import check, check_head
from probata.ledger.durable import replace_file, sync_folder, write_synced
from probata.ledger.files import WAIT_S, exclusive_lock, shared_lock
from probata.ledger.head import Head, read_head, write_head
from probata.ledger.known import KnownHead, KnownHeads
from probata.ledger.line import NOTHING_BEFORE, Entry, read_line, write_line
from probata.ledger.references import BEGINNING, Names
from probata.ledger.sign import Signer
from probata.ledger.unsound import Unsound
from probata.problems import Problem
from probata.progress import Clock

# Quotes inside texts are escaped, so no text can hold these.
_MARKS = tuple(f'"kind":"{act.kind}"'.encode("ascii") for act in BEGINNING)


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A ledger that may be appended to."""

    lines: list[bytes]
    digests: list[Digest]
    torn: bytes
    opened: InquiryOpened
    ring: Keyring
    head_count: int

    @property
    def newest(self) -> Digest:
        return self.digests[-1]


class Ledger:
    """The signed acts of one inquiry."""

    def __init__(self, folder: Path, known: KnownHeads, wait_s: float = WAIT_S) -> None:
        """Point at a ledger; nothing is read yet.

        Args:
            folder: the ledger's folder inside the inquiry.
            known: heads that this machine remembers.
            wait_s: how long to wait for another process that writes.
        """
        self.folder, self._known, self._wait_s = folder, known, wait_s
        self._acts, self._head, self._batch = folder / "acts.jsonl", folder / "head.json", folder / "batch.json"

    @classmethod
    def create(
        cls, folder: Path, opened: InquiryOpened, *, by: str, signer: Signer, clock: Clock, known: KnownHeads
    ) -> "Ledger":
        """Make a ledger whose first act opens the inquiry. It appears whole or not at all.

        Raises:
            LedgerError: there is one, or it can't be written.
            BadInput: the signer is not the key that the act names.
        """
        if signer.fingerprint != opened.fingerprint:
            raise BadInput(
                "the first act is signed by its own key",
                expected=f"{opened.fingerprint}",
                found=f"{signer.fingerprint}",
            )
        if folder.exists():
            raise LedgerError("there is a ledger already", expected=f"no folder {folder}", do="choose another folder")
        line = write_line(opened, at=clock(), by=by, number=1, previous=NOTHING_BEFORE, signer=signer)
        head = read_line(line).digest
        partial = folder.with_name(folder.name + ".partial")
        try:
            partial.mkdir(parents=True, exist_ok=True)
            write_synced(partial / "acts.jsonl", line + b"\n")
            write_synced(partial / "head.json", write_head(1, head, at=clock(), signer=signer))
            sync_folder(partial)
            partial.rename(folder)
            sync_folder(folder.parent)
        except OSError as error:
            raise _cannot_write(error) from error
        known.remember(KnownHead(opened.inquiry, 1, head, opened.fingerprint), folder)
        return cls(folder, known)

    def append(self, act: Act, *, by: str, signer: Signer, clock: Clock) -> Entry:
        """Add an act, signed, as the newest line; when this returns it is on the disk.

        Args:
            act: what was done.
            by: who did it.
            signer: whose key signs.
            clock: gives the act's time.

        Returns:
            The entry; its digest is the ledger's new head.

        Raises:
            LedgerError: the ledger is not as it was left (`Unsound`), or can't be written.
            BadInput: the act can't stand here, or the key may not sign.
            Busy: another process writes.
            NoSpace: the disk is full; the act was not added.
        """
        return self.append_all([act], by=by, signer=signer, clock=clock)[0]

    def append_all(self, acts: Sequence[Act], *, by: str, signer: Signer, clock: Clock) -> tuple[Entry, ...]:
        """Add several acts, each signed and chained, with one look at the ledger and one wait for the disk.

        Args:
            acts: what was done, in order; an act may refer to one before it.
            by: who did it.
            signer: whose key signs.
            clock: gives the acts' times.

        Returns:
            The entries, in order.

        Raises:
            LedgerError: the ledger is not as it was left (`Unsound`), or can't be written.
            BadInput: an act can't stand here, or the key may not sign; then none is added.
            Busy: another process writes.
            NoSpace: the disk is full; none was added.
        """
        if not acts:
            return ()
        try:
            with exclusive_lock(self._acts, self._wait_s) as stream:
                before = self._accept(stream.read())
                lines, entries = _signed(acts, before, by, signer, clock)
                self._mend(stream, before, signer, clock)
                newest, opened = entries[-1], before.opened
                if len(entries) > 1:
                    batch = Batch(len(before.lines), before.newest, newest.number, newest.digest)
                    write_synced(self._batch, write_batch(batch, at=clock(), signer=signer))
                self._write(stream, lines, write_head(newest.number, newest.digest, at=clock(), signer=signer))
                self._batch.unlink(missing_ok=True)
                self._known.remember(
                    KnownHead(opened.inquiry, newest.number, newest.digest, opened.fingerprint), self.folder
                )
                return entries
        except OSError as error:
            raise _cannot_write(error) from error

    def entries(self) -> tuple[Entry, ...]:
        """All acts in order, chained; signatures are left to `check`. A torn last line is not an act.

        Raises:
            LedgerError: the ledger can't be read, or a line is not in its place.
        """
        lines, _ = self._lines()
        previous = NOTHING_BEFORE
        entries: list[Entry] = []
        for number, line in enumerate(lines, start=1):
            try:
                entry = read_line(line)
            except Unsound as error:
                raise Unsound(error.code, error.expected, error.found, where=where_of(number)) from error
            if (entry.number, entry.previous) != (number, previous):
                raise Unsound("chain-broken", f"act {number} after {previous}", "another", where=where_of(number))
            entries.append(entry)
            previous = entry.digest
        return tuple(entries)

    def head(self) -> Digest:
        """The newest act's digest.

        Raises:
            LedgerError: the ledger can't be read.
        """
        return Digest.of(self._lines()[0][-1])

    def signers(self) -> list[Digest]:
        """The fingerprints of the keys that may sign now, the oldest first.

        Raises:
            LedgerError: the ledger can't be read, or a line about keys is not sound.
        """
        return keyring_of(self._lines()[0]).active()

    def check(self, anchors: Sequence[Digest] = ()) -> list[Problem]:
        """Everything that is not as it should be; see `probata.ledger.check.check`."""
        return check(self.folder, self._known, anchors)

    def _lines(self) -> tuple[list[bytes], bytes]:
        try:
            with shared_lock(self._acts, self._wait_s) as stream:
                lines, torn = split_lines(stream.read())
        except OSError as error:
            raise Unsound("ledger-missing", "the signed acts", error.strerror or str(error), where=ACTS_FILE) from error
        if not lines:
            raise Unsound("ledger-missing", "the act that opened the inquiry", "no complete line", where=ACTS_FILE)
        return lines, torn

    def _accept(self, acts: bytes) -> _Accepted:
        """Step 2."""
        lines, torn = split_lines(acts)
        if not lines:
            raise Unsound("ledger-missing", "the act that opened the inquiry", "no complete line", where=ACTS_FILE)
        ring = keyring_of(lines)
        newest = read_line(lines[-1])
        Keyring(ring.public).check_entry(newest, lines[-1], where_of(len(lines)))
        if newest.number != len(lines):
            raise Unsound("number-wrong", str(len(lines)), str(newest.number), where=where_of(len(lines)))
        digests = [Digest.of(line) for line in lines]
        try:
            data = self._head.read_bytes()
        except FileNotFoundError as error:
            raise Unsound("head-missing", "the signed head", "no file", where=HEAD_FILE) from error
        head = read_head(data)
        behind = head.count < len(digests) - 1 and self._stopped(head, digests, ring)
        check_head(head, data, digests[: head.count] if behind else digests, ring)
        first = read_line(lines[0]).act
        assert isinstance(first, InquiryOpened)  # keyring_of has seen to it
        self._check_known(first, digests)
        return _Accepted(lines, digests, torn, first, ring, head.count)

    def _stopped(self, head: Head, digests: Sequence[Digest], ring: Keyring) -> bool:
        """Whether the head is many acts behind because a batch was stopped."""
        try:
            batch = read_batch(self._batch.read_bytes(), ring)
        except (FileNotFoundError, Unsound):
            return False
        return batch.began_at(head) and batch.reaches(digests)

    def _check_known(self, opened: InquiryOpened, digests: Sequence[Digest]) -> None:
        seen = self._known.of(opened.inquiry)
        if seen is None:
            return
        if seen.first_key != opened.fingerprint:
            raise Unsound("key-swapped", f"first key {seen.first_key}", f"{opened.fingerprint}", where=where_of(1))
        if seen.count > len(digests):
            raise Unsound("ledger-older-than-known", f"at least {seen.count} acts", f"{len(digests)}", where=ACTS_FILE)
        if digests[seen.count - 1] != seen.head:
            raise Unsound(
                "ledger-replaced", f"act {seen.head}", f"{digests[seen.count - 1]}", where=where_of(seen.count)
            )

    def _mend(self, stream: BinaryIO, before: _Accepted, signer: Signer, clock: Clock) -> None:
        """Step 4."""
        if before.torn:
            number = 1
            while (self.folder / f"torn-{number}").exists():
                number += 1
            write_synced(self.folder / f"torn-{number}", before.torn)
            sync_folder(self.folder)
            stream.truncate(sum(len(line) + 1 for line in before.lines))
        if before.head_count < len(before.lines):
            replace_file(self._head, write_head(len(before.lines), before.newest, at=clock(), signer=signer))

    def _write(self, stream: BinaryIO, lines: Sequence[bytes], head: bytes) -> None:
        """Steps 5 and 6. Lines that can't be written whole are taken back."""
        beside = self._head.with_name("head.json.partial")
        write_synced(beside, head)
        end = stream.seek(0, os.SEEK_END)
        try:
            _write_all(stream, b"".join(line + b"\n" for line in lines))
            os.fsync(stream.fileno())
        except OSError:
            stream.truncate(end)
            raise
        beside.replace(self._head)
        sync_folder(self.folder)


def _signed(
    acts: Sequence[Act], before: _Accepted, by: str, signer: Signer, clock: Clock
) -> tuple[list[bytes], tuple[Entry, ...]]:
    """Step 3, and the signed lines."""
    entries: list[Entry] = []
    lines: list[bytes] = []
    known = dict(zip(before.digests, before.lines, strict=True))
    ring, previous = before.ring, before.newest
    names = Names.of(read_line(line).act for line in before.lines if any(mark in line for mark in _MARKS))
    for number, act in enumerate(acts, start=len(before.lines) + 1):
        line = write_line(act, at=clock(), by=by, number=number, previous=previous, signer=signer)
        entry = read_line(line)
        _accept_act(entry, ring, known)
        _accept_references(act, names)
        names.add(act)
        ring, previous = ring.after(act), entry.digest
        known[entry.digest] = line
        lines.append(line)
        entries.append(entry)
    return lines, tuple(entries)


def _accept_act(entry: Entry, ring: Keyring, known: Mapping[Digest, bytes]) -> None:
    """Step 3 for one act; ``known`` are the lines before it."""
    act = entry.act
    if entry.key not in ring.active():
        raise BadInput("this key may not sign in this inquiry", expected="a key of the ledger that is not retired",
                       found=f"{entry.key}", do="have it added by someone whose key may sign")  # fmt: skip
    if isinstance(act, InquiryOpened):
        raise BadInput("the inquiry is open", expected="inquiry-opened as the first act only")
    if isinstance(act, KeyRetired) and ring.active() == [act.fingerprint]:
        raise BadInput("the last key can't be retired", do="add another key first")
    if isinstance(act, HeadAnchored) and act.head not in known:
        raise BadInput("there is no such head", expected="the digest of an act", found=f"{act.head}")
    if isinstance(act, ActUndone) and not (act.act in known and isinstance(read_line(known[act.act]).act, UNDOABLE)):
        raise BadInput("there is no such act to undo", expected="the digest of a judgement or undoing",
                       found=f"{act.act}")  # fmt: skip


def _accept_references(act: Act, names: Names) -> None:
    """What was begun can only be made longer, and what an act rests on was begun before."""
    missing, clash = names.missing(act), names.clash(act)
    if missing:
        raise BadInput(f"there is no such {missing[0]}", expected="one that an act before has begun", found=missing[1])
    if clash:
        what, name = clash.name
        raise BadInput(
            f"there is such a{'n' if what[0] in 'aeiou' else ''} {what} already", expected="the same, only longer",
            found=f"{name} of {clash.length}", do="give another one another name",
        )  # fmt: skip


def _write_all(stream: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]


def _cannot_write(error: OSError) -> LedgerError | NoSpace:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace(
            "the disk is full", expected="room for the ledger", do="make room and try again; what was signed is kept"
        )
    return LedgerError(
        "the ledger can't be written", expected="an inquiry that can be written to",
        found=f"{error.filename or 'ledger'}: {error.strerror or error}", do="check the folder and its permissions",
    )  # fmt: skip
