"""The steps of coding: what an examiner is given next, answers as acts, adjudication.

Rules:
* In a blind pass an examiner is told an item's number, its photographs and the questions, and nothing else.
* Answers are checked against the codebook before anything is signed; many are recorded all or none.
* An examiner codes what was given to them. Who has opened as many pictures as a day allows is given no more.

Not here: who gets which units (`examining_assignments`), and what the answers amount to (`probata.examination`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from probata.app import judging
from probata.app.coding_books import adopted
from probata.app.desk import Desk
from probata.app.examining_assignments import Given, given
from probata.app.examining_samples import open_examination
from probata.app.examining_units import Archive
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.examination.assignment import Item
from probata.examination.codebook import Codebook, Question
from probata.examination.codings import Disagreement, check, disagreements, waiting
from probata.examination.passes import InContext, Known, blind, in_context, left_today
from probata.inquiry import Inquiry
from probata.ledger.acts_examination import CodingAdjudicated, UnitCoded
from probata.ledger.examinations import Assignment, Examination

CONTEXT = "context"


@dataclass(frozen=True)
class Bench:
    """What coding needs of an inquiry, once.

    Attributes:
        inquiry: which.
        examination: what the acts amount to.
        given: the assignment with its items and states.
        codebook: of the assignment.
    """

    inquiry: Inquiry
    examination: Examination
    given: Given
    codebook: Codebook

    @classmethod
    def of(cls, inquiry: Inquiry, assignment: str = "") -> "Bench":
        """The bench of an assignment; without a name the newest.

        Raises:
            BadInput: there is no such assignment, or its codebook's text is not there.
        """
        found = open_examination(inquiry)
        mine = given(found, assignment)
        return cls(inquiry, found, mine, adopted(found, mine.assignment.codebook.hex))

    @property
    def assignment(self) -> Assignment:
        """The assignment."""
        return self.given.assignment


@dataclass(frozen=True, slots=True)
class Shown:
    """What an examiner is given next.

    Attributes:
        number: of the item.
        photographs: digests in hex.
        context: what is known of the unit; None in a blind pass.
        questions: all of the codebook, in order.
        left_today: how many pictures may still be opened today; None: no cap.
        waiting: how many items wait, this one included.
    """

    number: str
    photographs: tuple[str, ...]
    context: InContext | None
    questions: tuple[Question, ...]
    left_today: int | None
    waiting: int


def next_item(bench: Bench, examiner: str, desk: Desk) -> Shown | None:
    """The first item of an examiner's list that waits; None: nothing does.

    Raises:
        UsageError: the examiner is not of the assignment.
        BadInput: no more pictures may be opened today.
    """
    waiting_items = [item for item, state in bench.given.of(examiner) if state == "waiting"]
    if not waiting_items:
        return None
    day = desk.clock().astimezone(UTC).date().isoformat()
    most = bench.inquiry.settings().examination.most_opened_a_day
    left = left_today(bench.examination.opened, examiner, day, most)
    if left == 0:
        raise BadInput(
            "enough for today", expected=f"at most {most} pictures opened a day", found="as many", do="go on tomorrow"
        )
    item, context = waiting_items[0], None
    if bench.assignment.way == CONTEXT:
        context = in_context(item, _known(bench.inquiry, item.photographs), bench.examination.codings)
    plain = blind(item)
    return Shown(plain.number, plain.photographs, context, bench.codebook.questions, left, len(waiting_items))


def _known(inquiry: Inquiry, photographs: Sequence[str]) -> Known:
    """What is known of a unit, for the pass with context."""
    archive = Archive.of(inquiry)
    persons = archive.basis.findings.persons
    labels = [persons[each].person for each in photographs if each in persons]
    label = next((each for each in labels if each is not None), None)
    class_ = archive.class_of(label) if label is not None else archive.basis.class_of(photographs[0])
    paths = tuple(archive.basis.first[each].path for each in photographs if each in archive.basis.first)
    return Known(paths, archive.numbers_of(photographs), class_)


@dataclass(frozen=True, slots=True)
class Answered:
    """One examiner's answers on one item.

    Attributes:
        examiner: the examiner's code.
        item: the item's number.
        answers: code by question.
        note: limitations and findings in words.
        seconds: time spent; 0: not recorded.
        opened: pictures opened unveiled; 0: none, or not recorded.
    """

    examiner: str
    item: str
    answers: Mapping[str, str]
    note: str = ""
    seconds: int = 0
    opened: int = 0


def answer(bench: Bench, desk: Desk, found: Sequence[Answered], *, partly: bool = False) -> list[Digest]:
    """Record answers as acts: all, or nothing where one of them can't be; what was said alike before is left out.

    Args:
        bench: of the assignment.
        desk: who records.
        found: what the examiners answered.
        partly: accept an item on which a question still waits.

    Returns:
        The digests of the acts.

    Raises:
        UsageError: an item was not given to the examiner, or can't be coded yet.
        BadInput: an answer that the codebook does not allow, or one that is missing.
    """
    acts = [_act(bench, each, partly=partly) for each in found]
    said = {(c.examiner, c.unit, c.occasion): (dict(c.answers), c.note) for c in
            bench.examination.codings_of(bench.assignment.assignment)}  # fmt: skip
    new = [act for act in acts if said.get((act.examiner, act.unit.hex, act.occasion)) != (dict(act.answers), act.note)]
    return judging.record(bench.inquiry, new, desk) if new else []


def _act(bench: Bench, found: Answered, *, partly: bool) -> UnitCoded:
    item = _item(bench, found.examiner, found.item)
    answers = {name: " ".join(code.split()) for name, code in found.answers.items()}
    check(bench.codebook, answers)
    left = waiting(bench.codebook, answers)
    if left and not partly:
        raise BadInput(
            f"item {found.item}", expected="an answer to each question that is asked",
            found=f"none to {', '.join(each.id for each in left[:10])}", do="answer them, or say --partly",
        )  # fmt: skip
    return UnitCoded(
        bench.assignment.assignment, found.examiner, Digest(item.unit), item.occasion, answers, found.note,
        found.seconds, found.opened,
    )  # fmt: skip


def _item(bench: Bench, examiner: str, number: str) -> Item:
    for item, state in bench.given.of(examiner):
        if item.number == number:
            if state == "closed":
                raise UsageError(f"item {number}", expected="the blind pass of it finished first", found="not finished")
            return item
    raise UsageError(
        f"no item {number[:80]} was given to {examiner}", expected="a number of the examiner's list",
        do="see `probata code next`",
    )  # fmt: skip


def differing(bench: Bench) -> tuple[Disagreement, ...]:
    """Where the examiners of the assignment differ."""
    name = bench.assignment.assignment
    return disagreements(bench.codebook, bench.examination.codings_of(name), bench.examination.adjudications_of(name))


def adjudicate(
    bench: Bench, desk: Desk, unit: str, question: str, code: str, adjudicator: str, reason: str
) -> tuple[Digest, bool]:  # fmt: skip
    """Say which answer counts where examiners differ, as an act; their codings stay.

    Args:
        bench: of the assignment.
        desk: who records.
        unit: its digest, or the first digits of it.
        question: identifier.
        code: the answer that counts.
        adjudicator: the code of who decided.
        reason: why, in words.

    Returns:
        The act's digest, and whether who decided is one of those who differ.

    Raises:
        BadInput: no such question, code or unit, or nobody differs on it.
        UsageError: no reason is given.
    """
    if not reason.strip():
        raise UsageError("an adjudication", expected="--reason, in words", found="none")
    found = [each for each in differing(bench) if each.question == question and each.unit.startswith(unit)]
    bench.codebook.question(question)
    if len(found) != 1:
        raise BadInput(
            "several units begin so" if found else "no such difference",
            expected="a unit on which examiners differ", found=f"{unit[:80]}, {question}",
            do="see `probata code disagreements`",
        )  # fmt: skip
    chosen = found[0]
    _check_code(bench.codebook.question(question), code)
    act = CodingAdjudicated(
        bench.assignment.assignment, Digest(chosen.unit), question, " ".join(code.split()), adjudicator, reason
    )
    return judging.record(bench.inquiry, [act], desk)[0], adjudicator in chosen.given


def _check_code(question: Question, code: str) -> None:
    codes = code.split()
    for each in codes:
        question.label(each)
    if question.kind == "one" and len(codes) != 1:
        raise BadInput(f"question {question.id}", expected="one code", found=code[:80])
