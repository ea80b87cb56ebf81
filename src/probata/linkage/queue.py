"""What a person should look at first: questions, sorted by how much the answer is expected to change the count.

What is judged, or follows from judgements (*same* of *same*), is not asked again. Under the protocol of two a subject
is asked until enough people agree; nobody is asked twice, nor told what another said (`Question.second`).

Not here: what could be asked and its effect (`queue_questions`), what the linker proposes (`persons`, `pictures`,
`classes`, `numbers`), and who asks (`probata.app`).
"""

from collections.abc import Sequence
from dataclasses import replace

from probata.ledger.judgements import CLASS, DIFFERENT, NUMBER, PERSON, Standing, Subject
from probata.linkage.queue_judged import Judged
from probata.linkage.queue_questions import PICTURE, Asking, Known, Question, order

__all__ = ["KINDS", "SECOND", "Known", "Question", "queue"]
SECOND = "second"
KINDS = (PERSON, PICTURE, CLASS, NUMBER, SECOND)


def queue(known: Known, standings: Sequence[Standing] = (), holder: str = "") -> list[Question]:
    """The questions that ``holder`` should answer, the most important first.

    Args:
        known: what is proposed.
        standings: how far subjects are judged, under the inquiry's protocol.
        holder: who asks: what this person has judged is not asked again.
    """
    asking = Asking(known)
    judged = Judged(standings, holder)
    found: dict[Subject, Question] = {}
    for question in (*asking.questions(), *(asking.second(*subject) for subject in judged.open_subjects())):
        if not judged.settled(question.subject):
            found.setdefault(question.subject, replace(question, second=judged.begun(question.subject)))
    for question in asking.contradicted():
        if not judged.says(question.subject, DIFFERENT):  # then this very pair was looked at
            found[question.subject] = question
    return sorted(found.values(), key=order)
