"""A codebook: closed questions that an examiner answers on one photograph or person.

Rules:
* Not seen on a photograph is not absent. A sign is *present*, *absent* (the region is fully visible), *not visible*, or
  it *cannot be told*; the last two are missing in every estimate, and are counted.
* A finding seen and a cause inferred are different questions. Causes have five levels of consistency.
* A changed text is another edition; codings name the text under which they were made, by its digest.

Source: Istanbul Protocol, revision 2 (2022), paragraphs 379 and 418 (levels of consistency); Minnesota Protocol on the
Investigation of Potentially Unlawful Death (2016), section V (guidelines on autopsy).

Not here: its text file (`codebook_reading`, `codebook_writing`), and answers (`codings`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from probata.errors import BadInput

About = Literal["material", "finding", "cause"]
Scale = Literal["nominal", "ordinal"]
Kind = Literal["one", "several"]
UnitWord = Literal["photograph", "person"]
Settled = Literal["alike", "majority"]
ABOUT: tuple[About, ...] = get_args(About)
SCALES: tuple[Scale, ...] = get_args(Scale)
KINDS: tuple[Kind, ...] = get_args(Kind)
UNITS: tuple[UnitWord, ...] = get_args(UnitWord)
SETTLED: tuple[Settled, ...] = get_args(Settled)
KEYS = "123456789abcdefghilmnopqrstvwxyz0"  # j, k and u move and undo in the workbench


@dataclass(frozen=True, slots=True)
class Code:
    """One answer.

    Attributes:
        code: its identifier, letters, digits, ``-`` or ``_``.
        label: as it is shown.
        key: on the keyboard, one of `KEYS`.
        help: when to give it; may be empty.
        missing: it tells nothing of the unit (not visible, cannot tell): outside the denominator of estimates.
        alone: of several answers it is given by itself only, as *none* is; a code that is missing always is.
    """

    code: str
    label: str
    key: str
    help: str = ""
    missing: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One closed question.

    Attributes:
        id: its identifier.
        section: under which heading it stands.
        text: as it is asked.
        help: what it means, where to look, and its source.
        kind: ``one`` answer, or ``several``.
        scale: ``nominal``, or ``ordinal`` where the codes that are not missing are in order.
        about: the ``material`` (what the photographs show at all), a ``finding`` seen, or a ``cause`` inferred.
        codes: the answers.
        asked_if: only where each of these questions has one of these codes; empty: always.
    """

    id: str
    section: str
    text: str
    help: str
    kind: Kind
    scale: Scale
    about: About
    codes: tuple[Code, ...]
    asked_if: Mapping[str, tuple[str, ...]]

    @property
    def missing(self) -> frozenset[str]:
        """The codes that tell nothing of the unit."""
        return frozenset(code.code for code in self.codes if code.missing)

    @property
    def alone(self) -> frozenset[str]:
        """The codes that are given by themselves only."""
        return frozenset(code.code for code in self.codes if code.alone or code.missing)

    def in_order(self, codes: str) -> str:
        """Several codes in the codebook's order, each once, so that equal answers are equal texts.

        Codes that the question does not have are left out.
        """
        given = set(codes.split())
        return " ".join(each.code for each in self.codes if each.code in given)

    def label(self, code: str) -> str:
        """How a code is shown.

        Raises:
            BadInput: the question has no such code.
        """
        for each in self.codes:
            if each.code == code:
                return each.label
        raise BadInput(f"question {self.id}", expected=", ".join(each.code for each in self.codes), found=code[:80])


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook in one edition.

    Attributes:
        codebook: its identifier.
        edition: from 1.
        title: in words.
        language: of its texts, a tag such as ``en``.
        unit: what is coded.
        source: what it follows.
        questions: in the order of asking.
        settled: what counts where nobody adjudicated: what all examiners said ``alike``, or a ``majority`` of them too.
    """

    codebook: str
    edition: int
    title: str
    language: str
    unit: UnitWord
    source: str
    questions: tuple[Question, ...]
    settled: Settled = "alike"

    def question(self, name: str) -> Question:
        """The question of that identifier.

        Raises:
            BadInput: there is none.
        """
        for each in self.questions:
            if each.id == name:
                return each
        names = ", ".join(each.id for each in self.questions)
        raise BadInput("there is no such question", expected=names, found=name[:80])

    def asked(self, answers: Mapping[str, str]) -> tuple[Question, ...]:
        """The questions that are to be asked, given the answers so far.

        A question whose condition rests on one that is not to be asked is not asked either.
        """
        found: list[Question] = []
        names: set[str] = set()
        for question in self.questions:
            if all(
                name in names and set(answers.get(name, "").split(" ")) & set(codes)
                for name, codes in question.asked_if.items()
            ):
                found.append(question)
                names.add(question.id)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two editions: of which question ("" of the codebook itself), and what."""

    question: str
    what: str


def changes(before: Codebook, after: Codebook) -> Iterator[Change]:
    """How ``after`` differs from ``before``: questions and codes that came, went, moved, or mean something else.

    What tells nothing of an answer's meaning (edition, keys) is not told.
    """
    for name in ("codebook", "title", "language", "unit", "source", "settled"):
        if getattr(before, name) != getattr(after, name):
            yield Change("", f"another {name}")
    old = {each.id: each for each in before.questions}
    new = {each.id: each for each in after.questions}
    yield from (Change(name, "gone") for name in old if name not in new)
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        yield Change("", "another order of questions")
    for name, question in new.items():
        if name in old:
            yield from _changes(old[name], question)
        else:
            yield Change(name, "new")


def _changes(old: Question, new: Question) -> Iterator[Change]:
    before, after = ({code.code: code for code in each.codes} for each in (old, new))
    yield from (Change(new.id, f"code {code} is gone") for code in before if code not in after)
    yield from (Change(new.id, f"code {code} is new") for code in after if code not in before)
    for code in (each for each in before if each in after):
        for name in ("label", "help", "missing", "alone"):
            if getattr(before[code], name) != getattr(after[code], name):
                yield Change(new.id, f"code {code} has another {name}")
    if [each for each in before if each in after] != [each for each in after if each in before]:
        yield Change(new.id, "another order of codes")
    for name in ("section", "text", "help", "kind", "scale", "about", "asked_if"):
        if getattr(old, name) != getattr(new, name):
            yield Change(new.id, f"another {name.replace('_', ' ')}")
