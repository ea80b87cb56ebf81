"""A person who answers the queue on pairs rightly, round by round, on a hostile archive that is only read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from adversarial import Investigated, investigated
from probata.ledger.judgements import PERSON, Judgement, Standing
from probata.linkage.persons_joining import Verdict
from probata.linkage.queue import Known, queue

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def answered(
    photographs: int, seed: int, hard: Mapping[str, object], judged: int, rounds: int = 5
) -> tuple[Investigated, Investigated]:
    """The archive before any judgement, and after ``judged`` pairs from the top of the queue."""
    before = now = investigated(photographs, seed, hard)
    verdicts: list[Verdict] = []
    for _ in range(rounds):
        asked = [each for each in _asked(now, verdicts) if each.kind == PERSON][: judged // rounds]
        for each in asked:
            one, other = now.person_of[each.a], now.person_of[each.b]
            same = bool(one) and one == other
            verdicts.append(Verdict(each.a, each.b, "same" if same else "different", f"{len(verdicts):064x}"))
        now = investigated(photographs, seed, hard, verdicts)
    return before, now


def _asked(found: Investigated, verdicts: Sequence[Verdict]):
    persons = found.linked.persons
    known = Known(
        persons.assignments,
        numbers=found.numbers,
        links=persons.links,
        bursts=found.bursts.bursts,
        contradictions=persons.contradictions,
    )
    said = [Judgement(PERSON, v.a, v.b, v.verdict, v.act, "a tester", _WHEN, "", "a tester") for v in verdicts]
    return queue(known, [Standing(PERSON, j.a, j.b, "holds", (j,), j) for j in said], "a tester")
