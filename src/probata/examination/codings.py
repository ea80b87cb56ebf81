"""What examiners answered: whether it can be, what counts where they differ, and tables for agreement and estimates.

Rules:
* An answer that the codebook does not allow is refused when it is given, and never made to fit.
* Originals stay. What counts of a unit is what was adjudicated; else what all said alike; else it is undecided.
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
        _check_codes(question, codes)
        if name not in asked:
            conditions = "; ".join(f"{other} is {' or '.join(codes)}" for other, codes in question.asked_if.items())
            raise BadInput(f"question {name} is not to be asked", expected=conditions, found=given[:80])


def _check_codes(question: Question, codes: Sequence[str]) -> None:
    known = tuple(each.code for each in question.codes)
    for code in codes:
        if code not in known:
            expected = ", ".join(known)
            raise BadInput(f"question {question.id}", expected=expected, found=code[:80] + nearest(code, known))
    if len(set(codes)) < len(codes) or (question.kind == "one" and len(codes) > 1):
        raise BadInput(f"question {question.id}", expected="one code" if question.kind == "one" else "each code once",
                       found=" ".join(codes)[:80])  # fmt: skip
    if len(codes) > 1 and question.missing & set(codes):
        raise BadInput(f"question {question.id}", expected="what was seen, or that it can't be told", found="both")


def waiting(codebook: Codebook, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that are to be asked and have no answer yet."""
    return tuple(each for each in codebook.asked(answers) if each.id not in answers)


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


def tables(question: Question, codings: Iterable[Coding], *, occasion: int = FIRST) -> tuple[Table, ...]:
    """A table for a question; for one with several answers a table for each of its codes.

    Units to whom the question was not put (its condition did not hold for that examiner) are not coded there.

    Args:
        question: which.
        codings: of one assignment, that hold.
        occasion: the first, or the second where a unit was given again.
    """
    mine = [each for each in codings if each.occasion == occasion and question.id in each.answers]
    units = tuple(sorted({each.unit for each in mine}))
    examiners = tuple(sorted({each.examiner for each in mine}))
    given = {(each.unit, each.examiner): each.answers[question.id].split(" ") for each in mine}
    known = tuple(each.code for each in question.codes)
    if question.kind == "one":
        places = {pair: known.index(codes[0]) for pair, codes in given.items()}
        ordered = question.scale == "ordinal" and not question.missing
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


def without_missing(table: Table, question: Question) -> Table:
    """The table in which *not visible* and *cannot tell* are as if the examiner had not coded the unit."""
    kept = tuple(code for code in table.categories if code not in question.missing)
    new = {old: kept.index(code) for old, code in enumerate(table.categories) if code in kept}
    codes = np.array([[new.get(int(code), NOT_CODED) for code in row] for row in table.codes], dtype=np.int64)
    shaped = codes.reshape(table.codes.shape)
    return Table(table.question, kept, question.scale == "ordinal", table.units, table.examiners, shaped)


def repeated(question: Question, codings: Sequence[Coding]) -> tuple[tuple[str, str], ...]:
    """First and second answer of the same examiner on the same unit, in the order of examiner and unit."""
    answers = {
        (each.examiner, each.unit, each.occasion): each.answers[question.id]
        for each in codings
        if question.id in each.answers
    }
    return tuple(
        (code, answers[examiner, unit, AGAIN])
        for (examiner, unit, occasion), code in sorted(answers.items())
        if occasion == FIRST and (examiner, unit, AGAIN) in answers
    )


@dataclass(frozen=True, slots=True)
class Final:
    """What counts of one unit on one question.

    Attributes:
        unit: in hex.
        code: the answer; ``undecided`` where examiners differ and nobody adjudicated.
        basis: ``adjudicated``, ``alike``, ``one`` (a single examiner) or ``undecided``.
        given: what each examiner said on the first occasion, by code of the examiner.
    """

    unit: str
    code: str
    basis: str
    given: Mapping[str, str]


def final(
    question: Question, codings: Iterable[Coding], adjudications: Iterable[Adjudication]
) -> tuple[Final, ...]:  # fmt: skip
    """What counts of each unit to which the question was put, by unit.

    Args:
        question: which.
        codings: of one assignment, that hold.
        adjudications: of the same assignment, that hold.
    """
    decided = {each.unit: each.code for each in adjudications if each.question == question.id}
    given: dict[str, dict[str, str]] = {}
    for each in codings:
        if each.occasion == FIRST and question.id in each.answers:
            said = _ordered(question, each.answers[question.id])
            given.setdefault(each.unit, {})[each.examiner] = said
    found = []
    for unit in sorted(given.keys() | decided.keys()):
        said_by = given.get(unit, {})
        answers = set(said_by.values())
        if unit in decided:
            code, basis = _ordered(question, decided[unit]), "adjudicated"
        elif len(answers) == 1:
            code, basis = answers.pop(), "alike" if len(said_by) > 1 else "one"
        else:
            code, basis = UNDECIDED, UNDECIDED
        found.append(Final(unit, code, basis, dict(sorted(said_by.items()))))
    return tuple(found)


def _ordered(question: Question, codes: str) -> str:
    """Several codes in the codebook's order, so that equal answers are equal texts."""
    given = set(codes.split(" "))
    return " ".join(each.code for each in question.codes if each.code in given)


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

    A question that was put to one of them only is not a difference.
    """
    found = []
    for order, question in enumerate(codebook.questions):
        for each in final(question, codings, adjudications):
            if len(set(each.given.values())) > 1:
                code = each.code if each.basis == "adjudicated" else ""
                found.append((each.unit, order, Disagreement(each.unit, question.id, each.given, code)))
    return tuple(each for _, _, each in sorted(found, key=lambda row: row[:2]))


def counts(question: Question, finals: Iterable[Final]) -> dict[str, int]:
    """How many units have each code (of several, each of them), all codes of the codebook and ``undecided``."""
    found = Counter(code for each in finals for code in each.code.split(" "))
    return {code: found.get(code, 0) for code in (*(each.code for each in question.codes), UNDECIDED)}


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
            (before[key][question.id], after[key][question.id])
            for key in sorted(before.keys() & after.keys())
            if question.id in before[key] and question.id in after[key]
        ]
        found.append(Moved(question.id, len(pairs), sum(one != other for one, other in pairs)))
    return tuple(found)
