"""What examiners answered: whether it can be, what counts where they differ, and tables for agreement and estimates.

Rules:
* An answer that the codebook does not allow is refused when it is given, and never made to fit.
* Originals stay. What counts of a unit is what was adjudicated; else what all said alike, or most of them where the
  codebook says so; else it is undecided.
* A question that is asked on a condition counts where the condition holds in what counts of the unit.
* *Not visible* and *cannot tell* tell nothing of the unit: they are counted, and are outside every denominator.

Not here: the questions (`codebook`), who codes what (`assignment`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probata.errors import BadInput
from probata.examination.codebook import Codebook, Question
from probata.ledger.examinations import Adjudication, Coding
from probata.settings.table import nearest

FIRST, AGAIN = 1, 2
NOT_CODED = -1
UNDECIDED = "undecided"
Codes = npt.NDArray[np.int64]


def check(codebook: Codebook, answers: Mapping[str, str]) -> None:
    """Whether these answers can be given.

    Args:
        codebook: whose questions.
        answers: code by question; several codes of one question with a space between.

    Raises:
        BadInput: an unknown question or code, two codes where one is asked for, a code that tells nothing beside one
            that tells something, or an answer to a question that is not to be asked.
    """
    names = tuple(each.id for each in codebook.questions)
    for name in answers:
        if name not in names:
            raise BadInput("there is no such question", expected=", ".join(names), found=name + nearest(name, names))
    asked = {each.id for each in codebook.asked(answers)}
    for name, given in answers.items():
        question, codes = codebook.question(name), given.split(" ")
        check_codes(question, codes)
        if name not in asked:
            conditions = "; ".join(f"{other} is {' or '.join(codes)}" for other, codes in question.asked_if.items())
            raise BadInput(f"question {name} is not to be asked", expected=conditions, found=given[:80])


def check_codes(question: Question, codes: Sequence[str]) -> None:
    """Whether these codes together can be the answer to a question.

    Raises:
        BadInput: none, an unknown one, one twice, two where one is asked for, or one given alone beside another.
    """
    if not codes:
        raise BadInput(f"question {question.id}", expected="a code", found="none")
    known = tuple(each.code for each in question.codes)
    for code in codes:
        if code not in known:
            expected = ", ".join(known)
            raise BadInput(f"question {question.id}", expected=expected, found=code[:80] + nearest(code, known))
    if len(set(codes)) < len(codes) or (question.kind == "one" and len(codes) > 1):
        raise BadInput(f"question {question.id}", expected="one code" if question.kind == "one" else "each code once",
                       found=" ".join(codes)[:80])  # fmt: skip
    if len(codes) > 1 and question.alone & set(codes):
        alone = ", ".join(code for code in codes if code in question.alone)
        raise BadInput(f"question {question.id}", expected=f"{alone} by itself", found=" ".join(codes)[:80])


def waiting(codebook: Codebook, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that are to be asked and have no answer yet."""
    return tuple(each for each in codebook.asked(answers) if each.id not in answers)


def unanswered(codebook: Codebook, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions without an answer that are to be asked, or may be once others are answered."""
    found: list[Question] = []
    open_names: set[str] = set()
    for question in codebook.questions:
        can = all(
            name in open_names or bool(set(answers.get(name, "").split(" ")) & set(codes))
            for name, codes in question.asked_if.items()
        )
        if can and question.id not in answers:
            found.append(question)
            open_names.add(question.id)
    return tuple(found)


@dataclass(frozen=True)
class Table:
    """The answers to one question, unit by examiner.

    Attributes:
        question: its identifier; of one code of a question with several answers ``question.code``.
        categories: the codes, in the codebook's order; of one code of several ``absent``, ``present``.
        ordered: the categories are in order.
        units: in hex.
        examiners: their codes.
        codes: (units, examiners), places in ``categories``; −1 where an examiner did not code the unit.
    """

    question: str
    categories: tuple[str, ...]
    ordered: bool
    units: tuple[str, ...]
    examiners: tuple[str, ...]
    codes: Codes


def tables(
    question: Question, codings: Iterable[Coding], *, occasion: int = FIRST, told_only: bool = False
) -> tuple[Table, ...]:  # fmt: skip
    """A table for a question; for one with several answers a table for each of its codes.

    Units to whom the question was not put (its condition did not hold for that examiner) are not coded there.

    Args:
        question: which.
        codings: of one assignment, that hold.
        occasion: the first, or the second where a unit was given again.
        told_only: *not visible* and *cannot tell* are as if the examiner had not coded the unit.
    """
    hidden = question.missing if told_only else frozenset[str]()
    mine = [
        each for each in codings
        if each.occasion == occasion and question.id in each.answers
        and not hidden & set(each.answers[question.id].split(" "))
    ]  # fmt: skip
    units = tuple(sorted({each.unit for each in mine}))
    examiners = tuple(sorted({each.examiner for each in mine}))
    given = {(each.unit, each.examiner): each.answers[question.id].split(" ") for each in mine}
    known = tuple(each.code for each in question.codes if each.code not in hidden)
    if question.kind == "one":
        places = {pair: known.index(codes[0]) for pair, codes in given.items()}
        ordered = question.scale == "ordinal" and not question.missing - hidden
        return (Table(question.id, known, ordered, units, examiners, _filled(units, examiners, places)),)
    found = []
    for code in known:
        places = {pair: int(code in codes) for pair, codes in given.items()}
        name = f"{question.id}.{code}"
        filled = _filled(units, examiners, places)
        found.append(Table(name, ("absent", "present"), False, units, examiners, filled))
    return tuple(found)


def _filled(
    units: Sequence[str], examiners: Sequence[str], places: Mapping[tuple[str, str], int]
) -> Codes:  # fmt: skip
    codes = np.full((len(units), len(examiners)), NOT_CODED, dtype=np.int64)
    rows, columns = ({name: place for place, name in enumerate(names)} for names in (units, examiners))
    for (unit, examiner), place in places.items():
        codes[rows[unit], columns[examiner]] = place
    return codes


def repeated(question: Question, codings: Sequence[Coding]) -> tuple[tuple[str, str], ...]:
    """First and second answer of the same examiner on the same unit, in the order of examiner and unit."""
    answers = {
        (each.examiner, each.unit, each.occasion): each.answers[question.id]
        for each in codings
        if question.id in each.answers
    }
    return tuple(
        (question.in_order(code), question.in_order(answers[examiner, unit, AGAIN]))
        for (examiner, unit, occasion), code in sorted(answers.items())
        if occasion == FIRST and (examiner, unit, AGAIN) in answers
    )


@dataclass(frozen=True, slots=True)
class Final:
    """What counts of one unit on one question.

    Attributes:
        unit: in hex.
        code: the answer; ``undecided`` where examiners differ and nobody adjudicated.
        basis: ``adjudicated``, ``alike``, ``majority``, ``one`` (a single examiner) or ``undecided``.
        given: what each examiner said on the first occasion, by code of the examiner.
    """

    unit: str
    code: str
    basis: str
    given: Mapping[str, str]


def final(
    codebook: Codebook, codings: Iterable[Coding], adjudications: Iterable[Adjudication]
) -> dict[str, tuple[Final, ...]]:  # fmt: skip
    """What counts, by question in the codebook's order, and by unit.

    A unit stands under a question where the conditions of the question hold in what counts of the unit. Where what
    counts of a condition is undecided, so is the question.

    Args:
        codebook: whose questions, and which rule settles.
        codings: of one assignment, that hold.
        adjudications: of the same assignment, that hold.
    """
    first = [each for each in codings if each.occasion == FIRST]
    decided = {(each.question, each.unit): each.code for each in adjudications}
    counts_of: dict[str, dict[str, Final]] = {}
    for question in codebook.questions:
        given: dict[str, dict[str, str]] = {}
        for each in first:
            if question.id in each.answers:
                said = question.in_order(each.answers[question.id])
                given.setdefault(each.unit, {})[each.examiner] = said
        mine: dict[str, Final] = {}
        for unit in sorted(given.keys() | {unit for name, unit in decided if name == question.id}):
            holds = _holds(question, {name: counts_of[name].get(unit) for name in question.asked_if})
            if holds != "no":
                code = decided.get((question.id, unit), "")
                one = _settled(codebook, question, unit, given.get(unit, {}), code)
                mine[unit] = one if holds == "yes" else Final(unit, UNDECIDED, UNDECIDED, one.given)
        counts_of[question.id] = mine
    return {name: tuple(found.values()) for name, found in counts_of.items()}


def _holds(question: Question, conditions: Mapping[str, Final | None]) -> str:
    """Whether the conditions of a question hold in what counts: ``yes``, ``no``, or ``undecided``."""
    found = "yes"
    for name, codes in question.asked_if.items():
        counted = conditions[name]
        if counted is None:
            return "no"
        if counted.code == UNDECIDED:
            found = UNDECIDED
        elif not set(counted.code.split(" ")) & set(codes):
            return "no"
    return found


def _settled(codebook: Codebook, question: Question, unit: str, given: Mapping[str, str], adjudicated: str) -> Final:
    said = dict(sorted(given.items()))
    if adjudicated:
        return Final(unit, question.in_order(adjudicated), "adjudicated", said)
    (most, votes), *_ = Counter(said.values()).most_common(1)
    if votes == len(said):
        return Final(unit, most, "alike" if votes > 1 else "one", said)
    if codebook.settled == "majority" and 2 * votes > len(said):
        return Final(unit, most, "majority", said)
    return Final(unit, UNDECIDED, UNDECIDED, said)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A unit on which examiners differ: which question, what each said, and whether it was adjudicated."""

    unit: str
    question: str
    given: Mapping[str, str]
    adjudicated: str


def disagreements(
    codebook: Codebook, codings: Sequence[Coding], adjudications: Sequence[Adjudication]
) -> tuple[Disagreement, ...]:
    """Where examiners differ, by unit and then in the order of the questions.

    A question that was put to one of them only is not a difference, nor one whose condition does not hold
    in what counts.
    """
    found = []
    for order, (name, finals) in enumerate(final(codebook, codings, adjudications).items()):
        for each in finals:
            if len(set(each.given.values())) > 1:
                code = each.code if each.basis == "adjudicated" else ""
                found.append((each.unit, order, Disagreement(each.unit, name, each.given, code)))
    return tuple(each for _, _, each in sorted(found, key=lambda row: row[:2]))


@dataclass(frozen=True, slots=True)
class Checked:
    """First codes of all units, and what counts of a part of them, for a share put right by checking.

    `probata.statistics.design.misclassification.by_checking` estimates from it.

    Attributes:
        units: in hex, sorted.
        first: the first code of each; "" where nothing counts of it under the first assignment.
        decided: what counts of each under the checking assignment; "" where it was not checked.
        undecided: how many were checked and not settled: while there are any, those settled are no random part.
    """

    units: tuple[str, ...]
    first: tuple[str, ...]
    decided: tuple[str, ...]
    undecided: int


def checked(first: Iterable[Final], checking: Iterable[Final]) -> Checked:
    """What counts under one assignment beside what counts under another, on the same sample and question.

    The checking assignment has other examiners and the first units in the order of drawing, so that those checked are a
    random part of each first code.

    Args:
        first: of the assignment over all units.
        checking: of the assignment over a part of them.
    """
    codes = {each.unit: "" if each.code == UNDECIDED else each.code for each in first}
    decided = {each.unit: each.code for each in checking if each.unit in codes}
    units = tuple(sorted(codes))
    settled = tuple("" if (code := decided.get(unit, "")) == UNDECIDED else code for unit in units)
    undecided = sum(code == UNDECIDED for code in decided.values())
    return Checked(units, tuple(codes[unit] for unit in units), settled, undecided)


@dataclass(frozen=True, slots=True)
class Moved:
    """How one examiner's answers changed from the blind pass to the pass with context."""

    question: str
    both: int
    changed: int


def moved(codebook: Codebook, blind: Iterable[Coding], context: Iterable[Coding]) -> tuple[Moved, ...]:
    """For each question: how often the same examiner answered it on the same unit in both passes, and differently."""
    before = {(each.examiner, each.unit): each.answers for each in blind if each.occasion == FIRST}
    after = {(each.examiner, each.unit): each.answers for each in context if each.occasion == FIRST}
    found = []
    for question in codebook.questions:
        pairs = [
            (question.in_order(before[key][question.id]), question.in_order(after[key][question.id]))
            for key in sorted(before.keys() & after.keys())
            if question.id in before[key] and question.id in after[key]
        ]
        found.append(Moved(question.id, len(pairs), sum(one != other for one, other in pairs)))
    return tuple(found)
