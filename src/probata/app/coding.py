"""The steps of coding: what an examiner is given next, answers as acts, adjudication.

Rules:
* In a blind pass an examiner is told an item's number, its photographs and the questions, and nothing else.
* Answers are checked against the codebook before anything is signed; many are recorded all or none.
* An item that was answered partly comes again after all others, with the questions that wait; answers are added.
* An examiner codes what was given to them. Who has opened as many pictures as a day allows is given no more.

Not here: who gets which units (`examining_assignments`), and what the answers amount to (`probata.examination`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property

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
from probata.examination.codings import Disagreement, check, check_codes, disagreements, unanswered, waiting
from probata.examination.passes import InContext, Key, Known, blind, in_context, left_today
from probata.inquiry import Inquiry
from probata.ledger.acts_examination import CodingAdjudicated, UnitCoded
from probata.ledger.examinations import Assignment, Coding, Examination

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

    @cached_property
    def standing(self) -> dict[Key, Coding]:
        """The codings of the assignment that hold, by examiner, unit and occasion."""
        found = self.examination.codings_of(self.assignment.assignment)
        return {(each.examiner, each.unit, each.occasion): each for each in found}

    def questions_left(self, item: Item) -> tuple[Question, ...]:
        """The questions that still wait on an item that was answered partly; none where it was not answered at all."""
        before = self.standing.get((item.examiner, item.unit, item.occasion))
        return () if before is None else waiting(self.codebook, before.answers)


@dataclass(frozen=True, slots=True)
class Shown:
    """What an examiner is given next.

    Attributes:
        number: of the item.
        photographs: digests in hex.
        context: what is known of the unit; None in a blind pass.
        questions: all of the codebook, in order; of an item that was answered partly those that wait.
        partly: it was answered partly before.
        left_today: how many pictures may still be opened today; None: no cap.
        waiting: how many items wait, this one included.
    """

    number: str
    photographs: tuple[str, ...]
    context: InContext | None
    questions: tuple[Question, ...]
    left_today: int | None
    waiting: int
    partly: bool


def next_item(bench: Bench, examiner: str, desk: Desk) -> Shown | None:
    """The first item of an examiner's list that waits; None: nothing does.

    Raises:
        UsageError: the examiner is not of the assignment.
        BadInput: no more pictures may be opened today.
    """
    found = bench.given.of(examiner)
    waiting_items = [item for item, state in found if state == "waiting"]
    waiting_items += [item for item, _ in found if bench.questions_left(item)]
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
    plain, before = blind(item), bench.standing.get((examiner, item.unit, item.occasion))
    questions = unanswered(bench.codebook, {} if before is None else before.answers)
    partly = before is not None
    return Shown(plain.number, plain.photographs, context, questions, left, len(waiting_items), partly)


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
        where: the file and line from which it was read, for messages; "" of none.
    """

    examiner: str
    item: str
    answers: Mapping[str, str]
    note: str = ""
    seconds: int = 0
    opened: int = 0
    where: str = ""


def answer(
    bench: Bench, desk: Desk, found: Sequence[Answered], *, partly: bool = False, once: bool = False
) -> list[Digest]:  # fmt: skip
    """Record answers as acts: all, or nothing where one of them can't be; what stands alike is left out.

    Args:
        bench: of the assignment.
        desk: who records.
        found: what the examiners answered.
        partly: accept an item on which a question still waits.
        once: leave out what was ever said alike, also where it was corrected since: so that an import can be repeated.

    Returns:
        The digests of the acts.

    Raises:
        UsageError: an item was not given to the examiner, or can't be coded yet.
        BadInput: an answer that the codebook does not allow, or one that is missing.
    """
    name = bench.assignment.assignment
    before = [each for each in bench.examination.opened if each.assignment == name] if once else bench.standing.values()
    said = {_says(each.examiner, each.unit, each) for each in before}
    acts = [_act(bench, each, partly=partly) for each in found]
    new = [act for act in acts if _says(act.examiner, act.unit.hex, act) not in said]
    return judging.record(bench.inquiry, new, desk) if new else []


def _says(examiner: str, unit: str, one: UnitCoded | Coding) -> tuple[object, ...]:
    return (examiner, unit, one.occasion, frozenset(one.answers.items()), one.note, one.seconds, one.opened)


def _act(bench: Bench, found: Answered, *, partly: bool) -> UnitCoded:
    try:
        item = _item(bench, found.examiner, found.item)
        answers = _answers(bench, item, found, partly=partly)
    except (BadInput, UsageError) as error:
        if not found.where:
            raise
        raise BadInput(
            f"{found.where}: {error.message}", expected=error.expected, found=error.found,
            do="nothing was recorded; mend it",
        ) from error  # fmt: skip
    note, seconds, opened = found.note, found.seconds, found.opened
    if bench.questions_left(item) and not note:
        note = bench.standing[found.examiner, item.unit, item.occasion].note
    return UnitCoded(
        bench.assignment.assignment, found.examiner, Digest(item.unit), item.occasion, answers, note, seconds, opened
    )


def _answers(bench: Bench, item: Item, found: Answered, *, partly: bool) -> dict[str, str]:
    """The answers as they are recorded, those given partly before included."""
    given = {name: " ".join(code.split()) for name, code in found.answers.items()}
    if bench.questions_left(item):
        before = bench.standing[found.examiner, item.unit, item.occasion].answers
        given = {**before, **given}
        asked = {each.id for each in bench.codebook.asked(given)}
        given = {name: code for name, code in given.items() if name in asked or name in found.answers}
    check(bench.codebook, given)
    left = waiting(bench.codebook, given)
    if left and not partly:
        raise BadInput(
            f"item {found.item}", expected="an answer to each question that is asked",
            found=f"none to {', '.join(each.id for each in left[:10])}", do="answer them, or say --partly",
        )  # fmt: skip
    return {each.id: each.in_order(given[each.id]) for each in bench.codebook.questions if each.id in given}


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


def answered_before(bench: Bench, examiner: str, number: str) -> Mapping[str, str]:
    """What the examiner answered on an item before; nothing where it was not answered.

    Raises:
        UsageError: no such item was given to the examiner.
    """
    item = _item(bench, examiner, number)
    before = bench.standing.get((examiner, item.unit, item.occasion))
    return {} if before is None else before.answers


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
        UsageError: no reason is given, or no unit.
    """
    if not reason.strip() or not unit.strip():
        missing = "--unit" if reason.strip() else "--reason, in words"
        raise UsageError("an adjudication", expected=missing, found="none")
    bench.codebook.question(question)
    found = [each for each in differing(bench) if each.question == question and each.unit.startswith(unit)]
    if len(found) != 1:
        raise BadInput(
            "several units begin so" if found else "no such difference",
            expected="a unit on which examiners differ", found=f"{unit[:80]}, {question}",
            do="see `probata code disagreements`",
        )  # fmt: skip
    chosen, asked = found[0], bench.codebook.question(question)
    check_codes(asked, code.split())
    act = CodingAdjudicated(
        bench.assignment.assignment, Digest(chosen.unit), question, asked.in_order(code), adjudicator, reason
    )
    return judging.record(bench.inquiry, [act], desk)[0], adjudicator in chosen.given
