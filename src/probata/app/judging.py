"""The steps of judging: who signs, what is said as acts, what to look at first, and how far two people agree.

Rules:
* Judgements are recorded all or none.
* Nobody is told what another said on what that person is still to judge.

Not here: many judgements from a file (`judging_table`), what judgements amount to (`probata.ledger.judgements`), and
what is asked (`probata.linkage.queue`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeVar, get_args

from probata.app.desk import Desk
from probata.digest import Digest
from probata.errors import UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts import (
    MOST_ON_A_SIDE,
    Act,
    Class,
    ClassSet,
    KeyAdded,
    LinkJudged,
    NumberSet,
    PersonClass,
    PersonClassSet,
    PersonsMerged,
    PersonSplit,
    PhotographerSet,
    Role,
)
from probata.ledger.acts_checks import numbered
from probata.ledger.acts_examination import Verdict
from probata.ledger.agreement import Agreement
from probata.ledger.judgements import agreement_of, holder_of, standing
from probata.ledger.keys import key_path, load_any_key, make_key
from probata.ledger.known import KnownHeads
from probata.ledger.unsound import Unsound
from probata.linkage.link import Link
from probata.linkage.proposals import Proposals, propose
from probata.linkage.queue import Known, Question, queue

JudgedLink = Literal["person", "picture", "camera"]
LINKS: tuple[JudgedLink, ...] = get_args(JudgedLink)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
CLASSES: tuple[Class, ...] = get_args(Class)
ROLES: tuple[Role, ...] = get_args(Role)
PERSON_CLASSES: tuple[PersonClass, ...] = get_args(PersonClass)
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the paths by which its exhibits were first received."""

    question: Question
    paths: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """As a JSON object."""
        question = self.question
        return {
            "kind": question.kind,
            "a": question.a,
            "b": question.b,
            "question": question.question,
            "probability": round(question.probability, 6),
            "effect": round(question.effect, 6),
            "second": question.second,
            "reasons": [{"name": r.name, "detail": r.detail, "weight": r.weight} for r in question.reasons],
            "paths": list(self.paths),
        }


def holder_here(inquiry: Inquiry, desk: Desk, holder: str = "") -> str:
    """Whose judgements are signed on this machine: that holder, else the holder of the first key that is here.

    Raises:
        UsageError: nobody of that name may sign.
    """
    names, signers = holder_of(inquiry.entries()), inquiry.ledger(KnownHeads(desk.state)).signers()
    if holder:
        _signing(names, signers, holder)
        return holder
    return next((names[each] for each in signers if key_path(desk.state, each).exists()), "")


def add_holder(inquiry: Inquiry, desk: Desk, name: str, *, protect: bool = False) -> Digest:
    """Make a key for another person on this machine, and let it sign from now on.

    Args:
        inquiry: which.
        desk: who lets it sign.
        name: the person's.
        protect: ask for a passphrase, which only that person should know.

    Returns:
        The act's digest.

    Raises:
        UsageError: no name, or somebody of that name signs already.
        KeyUnavailable: the key can't be kept, or no key that may sign is here.
    """
    if not name.strip() or name in holder_of(inquiry.entries()).values():
        raise UsageError("a holder of a key has a name of their own", expected="another name", found=name)
    made = make_key(desk.state, desk.passphrase(f"passphrase for the key of {name}") if protect else "")
    return record(inquiry, [KeyAdded(name, made.fingerprint, made.public)], desk)[0]


def _signing(names: dict[Digest, str], signers: Sequence[Digest], holder: str) -> list[Digest]:
    wanted = [each for each in signers if names[each] == holder]
    if not wanted:
        expected = ", ".join(sorted({names[each] for each in signers}))
        raise UsageError("nobody of that name may sign in this inquiry", expected=expected, found=holder)
    return wanted


def record(inquiry: Inquiry, acts: Sequence[Act], desk: Desk, holder: str = "") -> list[Digest]:
    """Append acts to the ledger: all of them, or none.

    Args:
        inquiry: whose ledger.
        acts: what was decided, about exhibits of the inquiry.
        desk: who decides.
        holder: whose key signs; default: the first that is on this machine.

    Returns:
        The acts' digests, by which they can be undone.

    Raises:
        UsageError: nobody of that name may sign.
        KeyUnavailable: the key is not on this machine.
    """
    ledger = inquiry.ledger(KnownHeads(desk.state))
    signers = ledger.signers()
    if holder:
        signers = _signing(holder_of(inquiry.entries()), signers, holder)
    signer = load_any_key(desk.state, signers, lambda: desk.passphrase("passphrase of the key"))
    entries = ledger.append_all(acts, by=holder or desk.person, signer=signer, clock=desk.clock)
    return [entry.digest for entry in entries]


def link(kind: str, a: Digest, b: Digest, verdict: str, reason: str) -> LinkJudged:
    """Whether two exhibits show one person, or are one picture.

    Raises:
        UsageError: no such kind or verdict, or an exhibit twice.
    """
    word = one_of(LINKS, kind, "kind of link")
    low, high = _two(a, b)
    return LinkJudged(word, low, high, one_of(VERDICTS, verdict, "verdict"), reason)


def merge(a: Digest, b: Digest, reason: str) -> PersonsMerged:
    """The groups of two photographs show one person.

    Raises:
        UsageError: an exhibit twice.
    """
    low, high = _two(a, b)
    return PersonsMerged(low, high, reason)


def split(part: Sequence[Digest], rest: Sequence[Digest], reason: str) -> PersonSplit:
    """One person on all of ``part``, another on all of ``rest``.

    Raises:
        UsageError: a side is empty or too large, or an exhibit is on both.
    """
    for side in (set(part), set(rest)):
        if not 0 < len(side) <= MOST_ON_A_SIDE:
            raise UsageError("a side of a split", expected=f"1 to {MOST_ON_A_SIDE} photographs", found=str(len(side)))
    both = sorted(set(part) & set(rest))
    if both:
        raise UsageError("a photograph is on both sides of the split", found=both[0].hex)
    return PersonSplit(numbered(part), numbered(rest), reason)


def class_(exhibit: Digest, name: str, reason: str) -> ClassSet:
    """What class of photograph it is.

    Raises:
        UsageError: no such class.
    """
    return ClassSet(exhibit, one_of(CLASSES, name, "class"), reason)


def number(exhibit: Digest, role: str, value: str, reason: str) -> NumberSet:
    """What number an exhibit shows in a role.

    Raises:
        UsageError: no such role, or no such value.
    """
    word = one_of(ROLES, role, "role")
    try:
        return NumberSet(exhibit, word, value, reason)
    except Unsound as error:
        raise UsageError("not a number", expected=error.expected, found=value[:80]) from error


def person_class(exhibit: Digest, name: str, reason: str) -> PersonClassSet:
    """Of which class the person on an exhibit is.

    Raises:
        UsageError: no such class.
    """
    return PersonClassSet(exhibit, one_of(PERSON_CLASSES, name, "class of persons"), reason)


def photographer(exhibit: Digest, code: str, first: str, last: str, reason: str) -> PhotographerSet:
    """Who used the device that took an exhibit, from one day to another.

    Raises:
        UsageError: no code, no days, or no reason: a device is not a person, and what it rests on must be told.
    """
    if not reason.strip():
        raise UsageError("a photographer is judged for a reason", expected="--reason WHY", found="none")
    try:
        return PhotographerSet(exhibit, code, first, last, reason)
    except Unsound as error:
        raise UsageError("not a photographer", expected=error.expected, found=error.found) from error


def one_of(words: Sequence[Word], word: str, what: str) -> Word:
    """``word``, known to be one of ``words``.

    Raises:
        UsageError: it is not.
    """
    for each in words:
        if each == word:
            return each
    raise UsageError(f"unknown {what}", expected=", ".join(words), found=word[:80])


def _two(a: Digest, b: Digest) -> tuple[Digest, Digest]:
    if a == b:
        raise UsageError("a link joins two exhibits", expected="two different exhibits", found="one exhibit twice")
    return min(a, b), max(a, b)


def known_of(proposals: Proposals) -> Known:
    """What the queue asks about."""
    near = (
        Link(str(each["a"]), str(each["b"]), str(each["kind"]), float(each["score"]))
        for each in proposals.pictures.records()
    )
    return Known(
        assignments=proposals.persons.assignments,
        classes=proposals.classes,
        numbers=proposals.numbers,
        links=proposals.persons.links,
        pictures=chain(proposals.changed, near),
        bursts=proposals.bursts.bursts,
        contradictions=proposals.persons.contradictions,
    )


def asked(inquiry: Inquiry, desk: Desk, *, kind: str = "", limit: int = 0, holder: str = "") -> list[Asked]:
    """What a person should look at first.

    Args:
        inquiry: which.
        desk: who asks.
        kind: only questions of this kind; ``second``: only what needs another judgement.
        limit: how many at most; 0: all.
        holder: who asks; default: whose key is on this machine.
    """
    snapshot = inquiry.snapshot()
    standings = standing(inquiry.entries(), snapshot.settings.judgements.required)
    paths: dict[str, str] = {}
    for row in snapshot.received:
        if row.digest is not None:
            paths.setdefault(row.digest, row.path)
    found = [
        each
        for each in queue(known_of(propose(snapshot)), standings, holder_here(inquiry, desk, holder))
        if not kind or each.kind == kind or (kind == "second" and each.second)
    ]
    return [
        Asked(each, tuple(paths[exhibit] for exhibit in (each.a, each.b) if exhibit in paths))
        for each in found[: limit or None]
    ]


def agreed(inquiry: Inquiry) -> dict[str, Agreement]:
    """How far the first two people agreed, by kind of judgement; kinds that two have judged, or links of persons."""
    standings = standing(inquiry.entries(), inquiry.settings().judgements.required)
    kinds = ["person", *sorted({each.kind for each in standings if len(each.holders) > 1} - {"person"})]
    return {kind: agreement_of(standings, kind) for kind in kinds}


def waiting(inquiry: Inquiry) -> dict[str, int]:
    """How many subjects are in which state under the inquiry's protocol."""
    states: dict[str, int] = {"holds": 0, "pending": 0, "conflict": 0}
    for each in standing(inquiry.entries(), inquiry.settings().judgements.required):
        states[each.state] += 1
    return states
