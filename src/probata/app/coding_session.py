"""Coding item by item at a terminal: each question with its keys, one line an answer.

Rules:
* What is shown is what `coding.next_item` gives, and nothing else. An item is recorded when it is finished, not before.
* It reads lines and needs no terminal; where they end it stops, and the unfinished item is not recorded.

Not here: what may be answered (`probata.examination.codings`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from probata.app import coding
from probata.app.coding import Answered, Bench, Shown
from probata.app.desk import Desk
from probata.errors import BadInput
from probata.examination.codebook import Question
from probata.examination.codings import check_codes, waiting
from probata.inquiry import Inquiry

UNDO, HELP = "u", "?"


@dataclass(frozen=True, slots=True)
class Talk:
    """How an examiner is talked to.

    Attributes:
        tell: shows a text.
        listen: gives the next line.
    """

    tell: Callable[[str], None]
    listen: Callable[[], str]


class Ended(Exception):
    """There are no more lines."""


def session(inquiry: Inquiry, desk: Desk, assignment: str, examiner: str, talk: Talk, describe: Callable[[Shown], str],
            ask: Callable[[Question], str]) -> int:  # fmt: skip
    """Code items until none waits or the lines end.

    Args:
        inquiry: where.
        desk: who records.
        assignment: its name; empty: the newest.
        examiner: the examiner's code.
        talk: how the examiner is talked to; ``listen`` raises `Ended` at the end.
        describe: an item as it is shown, without its questions.
        ask: a question as it is shown.

    Returns:
        How many items were recorded.

    Raises:
        UsageError: the examiner is not of the assignment.
        BadInput: no more pictures may be opened today.
    """
    done = 0
    while True:
        bench = Bench.of(inquiry, assignment)
        shown = coding.next_item(bench, examiner, desk)
        if shown is None:
            return done
        talk.tell(describe(shown))
        start = desk.clock()
        try:
            answers = _answers(bench, examiner, shown, talk, ask)
            talk.tell("note, in words (or nothing):")
            note = talk.listen().strip()
            opened = _opened(talk)
        except Ended:
            return done
        seconds = int((desk.clock() - start).total_seconds())
        coding.answer(bench, desk, [Answered(examiner, shown.number, answers, note, seconds, opened)])
        done += 1


def _answers(
    bench: Bench, examiner: str, shown: Shown, talk: Talk, ask: Callable[[Question], str]
) -> dict[str, str]:  # fmt: skip
    before = coding.answered_before(bench, examiner, shown.number)
    answers: dict[str, str] = {}
    while left := waiting(bench.codebook, {**before, **answers}):
        question = left[0]
        talk.tell(ask(question))
        line = talk.listen().strip()
        if line == UNDO:
            answers.pop(next(reversed(answers), ""), None)
        elif line != HELP:
            try:
                answers[question.id] = typed(question, line)
            except BadInput as error:
                talk.tell(str(error))
    return answers


def typed(question: Question, line: str) -> str:
    """The answer that was typed: keys one after another, or codes with a space between.

    Raises:
        BadInput: it is none.
    """
    by_key = {code.key: code.code for code in question.codes}
    words = line.split()
    known = {code.code for code in question.codes}
    codes = words if set(words) <= known else [by_key.get(key, key) for key in "".join(words)]
    check_codes(question, codes)
    return question.in_order(" ".join(codes))


def _opened(talk: Talk) -> int:
    while True:
        talk.tell("pictures opened unveiled (a number, or nothing):")
        line = talk.listen().strip() or "0"
        if line.isascii() and line.isdigit() and len(line) < 6:
            return int(line)
