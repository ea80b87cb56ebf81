"""Persons: who is shown, by numbers, then bursts, then near-duplicates; a proposal, with its probability and reasons.

Rules:
* A number joins photographs of different bursts only where it is complete under the scheme and at least 0.9 sure.
* One bad reading can't chain two persons: groups with different well-read numbers are never joined (`persons_joining`),
  and within a burst it is outvoted (`persons_sequence`).
* Documents, scenes and other photographs show no person. What can't be told stays `UNKNOWN`, with the reason.
* Judgements are kept whatever the linker thinks; a proposal that contradicts one is listed, never applied.
* Nothing is certain without a judgement: probabilities stay below one.

Probabilities come from the models named in the reasons. They order proposals; how far they are calibrated is measured
on archives with known truth, not here.

Not here: faces; what the count is (`probata.report`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from probata.linkage.bursts import Bursts
from probata.linkage.link import Reason
from probata.linkage.numbers import ExhibitNumbers
from probata.linkage.persons_assigning import UNKNOWN, Assigning, PersonAssignment, written
from probata.linkage.persons_joining import Contradiction, Joining, Proposal, Verdict
from probata.linkage.persons_lines import Sequences, lines
from probata.linkage.persons_pauses import PauseModel
from probata.linkage.persons_segments import Segment, divided
from probata.linkage.persons_sequence import NOBODY, Number

__all__ = ["UNKNOWN", "PersonAssignment", "Persons", "persons", "random_match"]
VERSION = "1"
PERSON_CLASSES = frozenset({"person-with-number", "person-without-number"})
_NEAR_DUPLICATE = 0.97
_LARGEST = 0.999


@dataclass(frozen=True, slots=True)
class Persons:
    """What `persons` gives.

    Attributes:
        assignments: one for each exhibit that was asked about, by digest.
        contradictions: proposals and judgements that judgements forbid.
        pauses: the model by which bursts were divided.
        random_match: the chance that two persons drawn at random bear one number, from the series' sizes.
    """

    assignments: tuple[PersonAssignment, ...]
    contradictions: tuple[Contradiction, ...]
    pauses: PauseModel
    random_match: float


def persons(
    numbers: Mapping[str, ExhibitNumbers],
    classes: Mapping[str, str],
    bursts: Bursts,
    near_duplicates: Sequence[Sequence[str]],
    verdicts: Sequence[Verdict] = (),
    roles: Collection[str] = ("detainee", "branch"),
    sequence: Sequences | None = None,
) -> Persons:
    """The person shown in each photograph.

    Args:
        numbers: what `numbers.numbers` gives.
        classes: class by hex digest, judged where it was judged; only these exhibits are assigned.
        bursts: what `bursts.bursts` gives.
        near_duplicates: groups of hex digests.
        verdicts: judgements of kind ``person`` that hold; other verdicts than same and different are ignored.
        roles: those that the scheme can give: a number without one of them is not complete.
    """
    judged = {each for v in verdicts if v.verdict == "same" for each in (v.a, v.b) if each in classes}
    eligible = {exhibit for exhibit, class_ in classes.items() if class_ in PERSON_CLASSES} | judged
    group_of = {exhibit: k for k, group in enumerate(near_duplicates) for exhibit in group}
    division = divided(lines(bursts.bursts, eligible, numbers, group_of, sequence), eligible, numbers)
    found, pauses = division.segments, division.pauses
    sure = [segment for segment in found if segment.well_read(roles)]
    chance = random_match(segment.number for segment in sure)
    proposals = [
        *_within_segments(found),
        *_by_number(sure, chance),
        *_by_picture(near_duplicates, eligible, {each.exhibit for segment in sure for each in segment.shown}),
    ]
    well_read = {each.exhibit: segment.number for segment in sure for each in segment.shown}
    joined = Joining(eligible, well_read, verdicts).join(proposals)
    assigning = Assigning(found, joined.applied, judged, numbers, roles)
    assigned = [
        *(
            PersonAssignment.unknown(e, f"shows no person as far as is known ({c})")
            for e, c in classes.items()
            if e not in eligible
        ),
        *(each for group in assigning.labelled(joined.groups) for each in group),
    ]
    return Persons(tuple(sorted(assigned, key=lambda each: each.exhibit)), joined.contradictions, pauses, chance)


def random_match(numbers: Iterable[Number]) -> float:
    """The chance that two persons drawn at random bear the same number, 0..1.

    If numbers were given evenly: one divided by the series' size (the largest number) and by the number of branches.
    """
    known = set(numbers)
    series = max((int("".join(c for c in detainee if c.isdigit()) or 0) for detainee, _ in known), default=0)
    branches = len({branch for _, branch in known if branch})
    return 1.0 / (max(series, 10) * max(branches, 1))


def _within_segments(found: Iterable[Segment]) -> Iterator[Proposal]:
    for segment in found:
        for each in segment.shown:
            if each.exhibit != segment.anchor:
                who = f"with {written(segment.number)}" if segment.number != NOBODY else "without any number"
                reason = Reason("burst", f"in one burst {who}", _log_odds(each.probability))
                yield Proposal(each.exhibit, segment.anchor, min(each.probability, _LARGEST), reason)


def _by_number(sure: Iterable[Segment], chance: float) -> Iterator[Proposal]:
    """Each well-read segment with the surest of the same number."""
    by_number: dict[Number, list[Segment]] = {}
    for segment in sure:
        by_number.setdefault(segment.number, []).append(segment)
    for number, same in by_number.items():
        first, *others = sorted(same, key=lambda each: (-each.certainty, each.anchor))
        for segment in others:
            detail = f"number {written(number)} in both; two persons share one by chance in {chance:.1g} of pairs"
            probability = first.certainty * segment.certainty * (1 - chance)
            yield Proposal(
                segment.anchor,
                first.anchor,
                min(probability, _LARGEST),
                Reason("number", detail, log((1 - chance) / chance)),
            )


def _by_picture(
    groups: Iterable[Sequence[str]], eligible: Collection[str], numbered: Collection[str]
) -> Iterator[Proposal]:
    """Each near-duplicate with the first of its group, one with a number if there is any."""
    for group in groups:
        first, *others = sorted((e for e in group if e in eligible), key=lambda e: (e not in numbered, e)) or [""]
        for exhibit in others:
            reason = Reason("near-duplicate", "nearly the same picture", _log_odds(_NEAR_DUPLICATE))
            yield Proposal(exhibit, first, _NEAR_DUPLICATE, reason)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1 - _LARGEST), _LARGEST)
    return log(bounded / (1 - bounded))
