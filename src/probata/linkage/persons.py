"""Persons: who is shown, by numbers, then bursts, then near-duplicates; a proposal, with its probability and reasons.

Rules:
* Photographs of one camera that follow one another are divided into segments of one person (`persons_sequence`).
* Segments are compared by weights in log-odds that are stated and summed (`persons_comparing`), and joined while their
  sum is large enough (`persons_joining`). One bad reading can't chain two persons.
* A number that is not complete under the scheme joins nothing; nor does a constant of the labels; where a series went
  back the same number may be two persons' (`persons_series`), and so may any where numbers recur everywhere
  (`persons_reuse`).
* Documents, scenes and other photographs show no person; photographs without any number only where they show one with
  0.8 or more on average. What can't be told stays `UNKNOWN`, with the reason.
* Judgements are kept whatever the linker thinks; a proposal that contradicts one is listed, never applied.
* Nothing is certain without a judgement: probabilities stay below one.

Probabilities come from the models named in the reasons, whose parameters are estimated on the archive itself.

Not here: faces; what the count is (`probata.report`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from probata.linkage.bursts import Bursts
from probata.linkage.link import Link, Reason, link_of
from probata.linkage.numbers import ExhibitNumbers
from probata.linkage.persons_assigning import UNKNOWN, Assigning, PersonAssignment, written
from probata.linkage.persons_comparing import evidence_of
from probata.linkage.persons_joining import Contradiction, Joined, Joining, Proposal, Verdict
from probata.linkage.persons_lines import Sequences, lines
from probata.linkage.persons_pairs import Comparing, star
from probata.linkage.persons_pauses import PauseModel
from probata.linkage.persons_reuse import Reuse, estimated_reuse
from probata.linkage.persons_segments import Division, Segment, divided
from probata.linkage.persons_sequence import NOBODY, Number
from probata.linkage.persons_series import NumberSeries, Place
from probata.linkage.weights import LARGEST, log_odds

__all__ = ["UNKNOWN", "Linked", "PersonAssignment", "Persons", "linked", "persons", "random_match"]
VERSION = "2"
PERSON = "person"
PERSON_CLASSES = frozenset({"person-with-number", "person-without-number"})
UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True)
class Persons:
    """What `persons` gives.

    Attributes:
        assignments: one for each exhibit that was asked about, by digest.
        contradictions: proposals and judgements that judgements forbid.
        pauses: the model by which bursts were divided.
        random_match: the chance that two persons drawn at random bear one number, from the series' sizes.
        links: what joined segments, and the open questions (below 0.8), of kind ``person``; the score is the
            probability, the reasons' weights add up to its log-odds.
        open: of ``links`` those between groups that were not joined.
        fewer: for each of ``open`` how many persons fewer there are if it is judged same: 1, or 0 where one of both
            groups is no person so far.
    """

    assignments: tuple[PersonAssignment, ...]
    contradictions: tuple[Contradiction, ...]
    pauses: PauseModel
    random_match: float
    links: tuple[Link, ...] = ()
    open: tuple[Link, ...] = ()
    fewer: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """`Persons` with what draws of the partition start from (`persons_draws`).

    Attributes:
        persons: the proposal.
        division: lines, segments and their models.
        joined: groups, what joined them and what is open.
        verdicts: judgements that were kept.
        matching: share of pairs of segments that are one person.
        reuse: the hypothesis that numbers were given again.
    """

    persons: Persons
    division: Division
    joined: Joined
    verdicts: tuple[Verdict, ...]
    matching: float
    reuse: Reuse


def persons(
    numbers: Mapping[str, ExhibitNumbers],
    classes: Mapping[str, str],
    bursts: Bursts,
    near_duplicates: Sequence[Sequence[str]],
    verdicts: Sequence[Verdict] = (),
    roles: Collection[str] = ("detainee", "branch"),
    sequence: Sequences | None = None,
    pictures: Sequence[Link] = (),
) -> Persons:
    """The person shown in each photograph: `linked`, without what draws need."""
    return linked(numbers, classes, bursts, near_duplicates, verdicts, roles, sequence, pictures).persons


def linked(
    numbers: Mapping[str, ExhibitNumbers],
    classes: Mapping[str, str],
    bursts: Bursts,
    near_duplicates: Sequence[Sequence[str]],
    verdicts: Sequence[Verdict] = (),
    roles: Collection[str] = ("detainee", "branch"),
    sequence: Sequences | None = None,
    pictures: Sequence[Link] = (),
    shows: Mapping[str, float] | None = None,
) -> Linked:
    """The person shown in each photograph, and the model behind it.

    Args:
        numbers: what `numbers.numbers` gives.
        classes: class by hex digest, judged where it was judged; only these exhibits are assigned.
        bursts: what `bursts.bursts` gives.
        near_duplicates: groups of hex digests.
        verdicts: judgements of kind ``person`` that hold; other verdicts than same and different are ignored.
        roles: those that the scheme can give: a number without one of them is not complete.
        sequence: folder and file number by hex digest, where a camera named the files.
        pictures: links that say two photographs are the same picture (crop, mirror, rotation …), scores as
            probabilities.
        shows: the probability that a photograph shows a person, by hex digest, as far as it is known.
    """
    judged = {each for v in verdicts if v.verdict == "same" for each in (v.a, v.b) if each in classes}
    eligible = _eligible(classes, judged, pictures)
    group_of = {exhibit: k for k, group in enumerate(near_duplicates) for exhibit in group}
    division = divided(lines(bursts.bursts, eligible, numbers, group_of, sequence), eligible, numbers)
    places = {place.key: place for place in _places(division, roles)}
    series = NumberSeries(places.values())
    personal = (place for place in places.values() if not series.is_constant(place.number))
    reuse = estimated_reuse(personal, branched="branch" in roles)
    whole = ("detainee" in roles, "branch" in roles)
    evidence = {segment.anchor: evidence_of(segment, series.prior, whole) for segment in division.segments}
    alike = [*pictures, *star(near_duplicates, eligible, _numbered(division).__contains__)]
    compared = Comparing(division, evidence, series, reuse, places).compared(alike)
    joining = Joining(eligible, evidence, series.prior, verdicts)
    joined = joining.join(_within_segments(division.segments), compared.pairs)
    assigning = Assigning(division.segments, joined.applied, judged, numbers, roles, shows or {})
    assigned = [
        *(
            PersonAssignment.unknown(e, f"shows no person as far as is known ({c})")
            for e, c in classes.items()
            if e not in eligible
        ),
        *(each for group in assigning.labelled(joined.groups) for each in group),
    ]
    sure = (segment.number for segment in division.segments if segment.well_read(roles))
    anchors, told = evidence.keys(), {each.exhibit for each in assigned if each.person is not None}
    questions = tuple(_links(joined.open))
    found = Persons(
        tuple(sorted(assigned, key=lambda each: each.exhibit)),
        joined.contradictions,
        division.pauses,
        random_match(sure),
        tuple(_links([*(p for p in joined.applied if p.a in anchors and p.b in anchors), *joined.open])),
        questions,
        tuple(int(link.a in told and link.b in told) for link in questions),
    )
    return Linked(found, division, joined, tuple(verdicts), compared.matching, reuse)


def _eligible(classes: Mapping[str, str], judged: Collection[str], pictures: Iterable[Link]) -> set[str]:
    """What may show a person: by class, by judgement, or unclassified and the same picture as one that does."""
    found = {exhibit for exhibit, class_ in classes.items() if class_ in PERSON_CLASSES} | {*judged}
    more = [(a, b) for link in pictures for a, b in ((link.a, link.b), (link.b, link.a)) if a in found]
    return found | {b for _, b in more if classes.get(b) == UNCLASSIFIED}


def _numbered(division: Division) -> set[str]:
    return {each.exhibit for segment in division.segments if segment.number != NOBODY for each in segment.shown}


def _places(division: Division, roles: Collection[str]) -> Iterator[Place]:
    """Where each well-read number stands."""
    line_of = {shot.exhibit: line for line in division.lines for shot in line.shots}
    for segment in division.segments:
        if segment.well_read(roles):
            line = line_of.get(segment.anchor)
            yield Place(segment.anchor, segment.number, line.camera if line else "", line.start if line else "")


def _links(proposals: Iterable[Proposal]) -> Iterator[Link]:
    for each in proposals:
        yield link_of(each.a, each.b, PERSON, round(each.probability, 4), each.reasons)


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
                chance = min(each.probability, LARGEST)
                reason = Reason("burst", f"in one burst {who}", round(log_odds(chance), 3))
                yield Proposal(each.exhibit, segment.anchor, chance, (reason,))
