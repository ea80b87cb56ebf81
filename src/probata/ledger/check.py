"""Checking a ledger: numbered steps that an auditor can tick off, from bytes to `Problem` values.

1. Every line is complete.
2. Every line is an act in its one canonical spelling.
3. Every line has its place's number and names the digest of the line before.
4. Every line is signed by a key that the acts before it named and did not retire.
5. Acts that refer to others stand after them; one act opens the inquiry, the first.
6. ``head.json`` is signed, and names the newest act (or the one before it, after a crash).
7. The ledger holds what this machine saw of it before (`probata.ledger.known`).
8. The ledger holds every head that was anchored elsewhere.

What follows from a line already reported (the next line's link to it, the head's) is not reported again; so one cause
is one problem, and nothing is passed over unless something else was reported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.digest import Digest
from probata.ledger.acts import UNDOABLE, ActUndone, HeadAnchored, InquiryOpened
from probata.ledger.chain import ACTS_FILE, HEAD_FILE, Keyring, opening_ring, split_lines, where_of
from probata.ledger.files import shared_lock
from probata.ledger.head import Head, read_head
from probata.ledger.known import KnownHeads
from probata.ledger.line import NOTHING_BEFORE, Entry, read_line
from probata.ledger.references import Names
from probata.ledger.signed import holds
from probata.ledger.unsound import Unsound
from probata.problems import Problem


@dataclass(frozen=True, slots=True)
class _Read:
    """Lines as read: ``entries`` holds None where a line is not sound, and ``unsound`` its index."""

    lines: tuple[bytes, ...]
    digests: tuple[Digest, ...]
    entries: tuple[Entry | None, ...]
    unsound: frozenset[int]
    ring: Keyring | None


def check(folder: Path, known: KnownHeads, anchors: Sequence[Digest] = ()) -> list[Problem]:
    """Everything that is not as it should be in the ledger in ``folder``.

    Args:
        folder: the ledger's folder, with ``acts.jsonl`` and ``head.json``.
        known: what this machine remembers.
        anchors: heads that were kept elsewhere: printed, in a timestamp, with another party.

    Returns:
        Nothing if the ledger is whole.
    """
    try:
        with shared_lock(folder / "acts.jsonl") as stream:
            acts, head = stream.read(), _head_bytes(folder)
            problems, read = check_bytes(acts, head)
            return problems + list(_known_problems(read, known, folder, problems)) + list(_anchors(read, anchors))
    except FileNotFoundError:
        return [Problem("ledger-missing", ACTS_FILE, "the signed acts", "no file")]
    except OSError as error:
        return [Problem("ledger-unreadable", ACTS_FILE, "a file that can be read", error.strerror or str(error))]


def check_bytes(acts: bytes, head: bytes | OSError) -> tuple[list[Problem], _Read]:
    """Steps 1 to 6, on the content of the two files (or the error that reading ``head.json`` gave)."""
    lines, torn = split_lines(acts)
    if not acts:
        return [Problem("ledger-missing", ACTS_FILE, "the act that opened the inquiry", "an empty file")], _read([])[1]
    problems, read = _read(lines)
    found = [*problems, *_order(read), *_references(read)]
    try:
        _head(head, read)
    except Unsound as error:
        found.append(error.problem(error.where))
    if torn and not _has(found, "ledger-cut"):
        found.append(Problem("ledger-torn", where_of(len(lines) + 1), "a line with its end", f"{len(torn)} bytes"))
    return found, read


def _has(problems: Sequence[Problem], code: str) -> bool:
    return any(problem.code == code for problem in problems)


def _read(lines: Sequence[bytes]) -> tuple[list[Problem], _Read]:
    """Steps 2 and 4."""
    problems: list[Problem] = []
    entries: list[Entry | None] = []
    ring: Keyring | None = None
    for number, line in enumerate(lines, start=1):
        entry = None
        try:
            entry = read_line(line)
            ring = opening_ring(entry.act) if number == 1 else ring
            if ring is not None:
                ring.check_entry(entry, line, where_of(number))
                ring = ring.after(entry.act)
            entries.append(entry)
        except Unsound as error:
            problems.append(error.problem(where_of(number)))
            # The act that opens the inquiry still says which keys to use when its own signature is wrong.
            entries.append(entry if error.code == "act-out-of-place" else None)
    unsound = frozenset(i for i, entry in enumerate(entries) if entry is None)
    digests = tuple(Digest.of(line) for line in lines)
    return problems, _Read(tuple(lines), digests, tuple(entries), unsound, ring)


def _order(read: _Read) -> Iterator[Problem]:
    """Step 3."""
    before = NOTHING_BEFORE
    for index, entry in enumerate(read.entries):
        where = where_of(index + 1)
        if entry is not None and entry.number != index + 1:
            yield Problem("number-wrong", where, str(index + 1), str(entry.number))
        if entry is not None and entry.previous != before and index - 1 not in read.unsound:
            yield Problem("chain-broken", where, f"previous {before}", f"previous {entry.previous}")
        before = read.digests[index]


def _references(read: _Read) -> Iterator[Problem]:
    """Step 5. Where a line before is unsound its old digest is unknown, so references can't be judged."""
    acts = {entry.digest: entry.act for entry in read.entries if entry is not None}
    place = {digest: index for index, digest in enumerate(read.digests)}
    names = Names()
    for index, entry in enumerate(read.entries):
        if entry is None:
            continue
        where, act = where_of(index + 1), entry.act
        if index > 0 and isinstance(act, InquiryOpened):
            yield Problem("act-out-of-place", where, "inquiry-opened as the first act only", "inquiry-opened")
        if read.unsound and min(read.unsound) < index:
            continue
        if isinstance(act, ActUndone) and not isinstance(acts.get(act.act), UNDOABLE):
            yield Problem("act-out-of-place", where, "an undone act that is a judgement", act.act.hex)
        missing, clash = names.missing(act), names.clash(act)
        if missing:
            yield Problem("act-out-of-place", where, f"an act before that began the {missing[0]}", missing[1])
        if clash:
            yield Problem("act-out-of-place", where, f"the same {clash.name[0]}, only longer", clash.name[1])
        names.add(act)
        if isinstance(act, HeadAnchored) and place.get(act.head, index) >= index:
            yield Problem("act-out-of-place", where, "an anchored head that is an act before", act.head.hex)


def _head_bytes(folder: Path) -> bytes | OSError:
    try:
        return (folder / "head.json").read_bytes()
    except OSError as error:
        return error


def _head(data: bytes | OSError, read: _Read) -> None:
    """Step 6. Raises `Unsound` for the first thing that is wrong with the head."""
    if isinstance(data, OSError):
        code = "head-missing" if isinstance(data, FileNotFoundError) else "head-unreadable"
        raise Unsound(code, "the signed head", data.strerror or str(data), where=HEAD_FILE) from data
    try:
        head = read_head(data)
    except Unsound as error:
        raise Unsound(error.code, error.expected, error.found, where=HEAD_FILE) from error
    check_head(head, data, read.digests, read.ring, read.unsound)


def check_head(
    head: Head, data: bytes, digests: Sequence[Digest], ring: Keyring | None, unsound: frozenset[int] = frozenset()
) -> None:
    """Accept a head that is signed and names the newest act, or the one before it.

    Args:
        head: what `read_head` read from ``data``.
        data: the content of ``head.json``.
        digests: of all complete lines.
        ring: the keys after all lines; None where they are not known (reported elsewhere).
        unsound: indexes of lines already reported; whether the head is one of them can't be told.

    Raises:
        Unsound: ``key-unknown``, ``head-signature-wrong``, ``ledger-cut``, ``head-behind`` or ``head-not-in-ledger``.
    """
    if ring is not None and (not unsound or head.key in ring.public):
        ring.check_known(head.key, HEAD_FILE)
        if not holds(data, ring.public[head.key]):
            raise Unsound("head-signature-wrong", f"a signature by key {head.key}", "another", where=HEAD_FILE)
    if head.count > len(digests):
        raise Unsound("ledger-cut", f"{head.count} acts, as head.json says", f"{len(digests)}", where=ACTS_FILE)
    if head.count < len(digests) - 1:
        raise Unsound("head-behind", f"count {len(digests)}", f"count {head.count}", where=HEAD_FILE)
    if digests[head.count - 1] != head.head and head.count - 1 not in unsound:
        raise Unsound("head-not-in-ledger", f"{digests[head.count - 1]}", head.head.hex, where=HEAD_FILE)


def _known_problems(read: _Read, known: KnownHeads, folder: Path, reported: Sequence[Problem]) -> Iterator[Problem]:
    """Step 7."""
    try:
        yield from _compare_with_known(read, known, folder, _has(reported, "ledger-cut"))
    except Unsound as error:
        yield error.problem("known heads")


def _compare_with_known(read: _Read, known: KnownHeads, folder: Path, cut: bool) -> Iterator[Problem]:
    first = read.entries[0] if read.entries else None
    at_folder = known.inquiry_at(folder)
    if first is None or not isinstance(first.act, InquiryOpened):
        return
    seen = known.of(first.act.inquiry)
    if seen is None:
        if at_folder is not None:
            yield Problem("ledger-replaced", ACTS_FILE, f"inquiry {at_folder}, which this machine wrote here",
                          f"inquiry {first.act.inquiry}, which it never saw")  # fmt: skip
    elif first.act.fingerprint != seen.first_key:
        yield Problem("key-swapped", where_of(1), f"first key {seen.first_key}", f"{first.act.fingerprint}")
    elif seen.count > len(read.digests):
        if not cut:
            yield Problem("ledger-older-than-known", ACTS_FILE, f"at least {seen.count} acts, as this machine saw",
                          f"{len(read.digests)}")  # fmt: skip
    elif read.digests[seen.count - 1] != seen.head and seen.count - 1 not in read.unsound:
        yield Problem("ledger-replaced", where_of(seen.count), f"act {seen.head}, as this machine saw",
                      f"{read.digests[seen.count - 1]}")  # fmt: skip


def _anchors(read: _Read, anchors: Sequence[Digest]) -> Iterator[Problem]:
    """Step 8."""
    for anchor in anchors:
        if anchor not in read.digests:
            yield Problem("ledger-older-than-anchor", ACTS_FILE, f"act {anchor}, which was anchored", "no such act")
