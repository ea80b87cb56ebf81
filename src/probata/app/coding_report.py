"""An examiner's report: what was asked, what was given, its limitations, and the findings; counts, and no estimates.

Rules:
* It follows the court expert's order: request, material, limitations, findings.
* No picture is in it, no path, number or name: items by their number, findings by counts.
* What is not stated in the inquiry's file is printed as "not stated".
* Time and pictures opened are those of all codings, replaced ones too.

Not here: estimates for the whole (`probata.report`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from probata.app.coding import Bench
from probata.errors import UsageError
from probata.examination.codebook import Question
from probata.examination.codings import waiting
from probata.ledger.examinations import Coding
from probata.report.text import visible

NOT_STATED = "not stated"
HEADINGS = {"material": "What the photographs show", "finding": "Findings seen", "cause": "Causes inferred"}


def report(bench: Bench, examiner: str) -> str:
    """The report of one examiner on one assignment, as Markdown.

    Args:
        bench: of the assignment.
        examiner: the examiner's code.

    Raises:
        UsageError: the examiner is not of the assignment.
    """
    given = bench.given.of(examiner)
    codings = [each for each in bench.examination.codings_of(bench.assignment.assignment) if each.examiner == examiner]
    if not codings:
        raise UsageError("nothing to report", expected=f"codings of {examiner}", found="none")
    return "\n".join([
        f"# Report of examiner {examiner}", "",
        *_request(bench), *_material(bench, len(given), codings),
        *_limitations(bench, codings), *_findings(bench, codings),
        "## Signature", "", f"Examiner {examiner}: ______________________   Date: ______________", "",
    ])  # fmt: skip


def _request(bench: Bench) -> Iterator[str]:
    asked = bench.inquiry.settings().inquiry
    yield from ("## Request", "")
    for what, text in (
        ("Inquiry", asked.title), ("Question", asked.question), ("Asked by", asked.asked_by),
        ("Commissioned by", asked.commissioned_by), ("Funded by", asked.funded_by), ("On", asked.commissioned_on),
    ):  # fmt: skip
        yield f"* {what}: {_line(text) or NOT_STATED}"
    yield ""


def _material(bench: Bench, given: int, codings: Sequence[Coding]) -> Iterator[str]:
    assignment, book = bench.assignment, bench.codebook
    spent = [
        each for each in bench.examination.opened
        if (each.assignment, each.examiner) == (assignment.assignment, codings[0].examiner)
    ]  # fmt: skip
    seconds, opened = sum(each.seconds for each in spent), sum(each.opened for each in spent)
    way = "blind: without path, branch, story or another's coding" if assignment.way == "blind" else "with context"
    yield from ("## Material", "")
    yield f"* Codebook: {_line(book.title)} ({book.codebook}, edition {book.edition}), {book.source}"
    yield f"* Assignment {assignment.assignment} on sample {assignment.sample}, {way}"
    yield f"* Items given: {given:,}; coded: {len(codings):,}"
    yield f"* Given twice: {sum(each.occasion > 1 for each in codings):,} of those coded"
    yield f"* Time recorded: {seconds / 3600:.1f} hours" if seconds else "* Time: not recorded"
    yield f"* Pictures opened unveiled: {opened:,}" if opened else "* Pictures opened unveiled: not recorded"
    yield ""


def _limitations(bench: Bench, codings: Sequence[Coding]) -> Iterator[str]:
    yield from ("## Limitations", "")
    yield "* From photographs alone. What is not seen on a photograph is not absent."
    for question in bench.codebook.questions:
        answers = _answers(question, codings)
        silent = sum(bool(question.missing & set(each)) for each in answers)
        if silent:
            yield f"* {_line(question.text)}: not visible or can't be told on {silent:,} of {len(answers):,} items"
    unfinished = sum(bool(waiting(bench.codebook, each.answers)) for each in codings)
    if unfinished:
        yield f"* On {unfinished:,} of {len(codings):,} items a question was not answered"
    if any(each.note.strip() for each in codings):
        yield from ("", "Notes of the examiner, by item:", "")
        numbers = {(item.unit, item.occasion, item.examiner): item.number for item in bench.given.items}
        for each in codings:
            if each.note.strip():
                yield f"* {numbers.get((each.unit, each.occasion, each.examiner), 'item')}: {_line(each.note)}"
    yield ""


def _findings(bench: Bench, codings: Sequence[Coding]) -> Iterator[str]:
    for about, heading in HEADINGS.items():
        questions = [each for each in bench.codebook.questions if each.about == about]
        if any(_answers(each, codings) for each in questions):
            yield from (f"## {heading}", "")
            for question in questions:
                yield from _finding(question, codings)


def _finding(question: Question, codings: Sequence[Coding]) -> Iterator[str]:
    answers = _answers(question, codings)
    if not answers:
        return
    told = [each for each in answers if not question.missing & set(each)]
    yield from (f"**{_line(question.text)}** On {len(told):,} of {len(answers):,} items it can be told:", "")
    found = Counter(code for each in told for code in each)
    for code in question.codes:
        if not code.missing:
            yield f"* {_line(code.label)}: {found[code.code]:,}"
    yield ""


def _answers(question: Question, codings: Sequence[Coding]) -> list[list[str]]:
    return [
        each.answers[question.id].split(" ") for each in codings if each.occasion == 1 and question.id in each.answers
    ]


def _line(text: str) -> str:
    """Text on one line, as Markdown that is nothing but text."""
    plain = visible(" ".join(text.split()))
    return "".join(f"\\{each}" if each in "\\`*_[]<>#|" else each for each in plain)
