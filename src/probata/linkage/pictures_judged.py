"""Groups of pictures that are one, under judgements: a *different* splits, a *same* joins, the rest stays as proposed.

Rules:
* Only groups that a judgement speaks of are built again; the others are the linker's.
* Within such a group the nearest pairs join first, and no join puts two together that were judged different.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from probata.linkage.clusters import Clusters
from probata.linkage.link import Link
from probata.linkage.pictures import PictureLinks

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class PictureVerdict:
    """What a person decided on two exhibits: ``same`` or ``different`` picture; anything else decides nothing."""

    a: str
    b: str
    verdict: str


@dataclass(frozen=True, slots=True)
class JudgedGroup:
    """Near-duplicates of one picture; ``judged`` where judgements alone hold the group together."""

    members: tuple[str, ...]
    judged: bool


def judged_groups(
    links: PictureLinks, verdicts: Sequence[PictureVerdict], changed: Sequence[Link] = ()
) -> list[JudgedGroup]:
    """The groups of near-duplicates that follow from links and judgements; disjoint, of two or more, by first digest.

    Args:
        links: what `pictures.near_duplicates` gives.
        verdicts: judgements of kind ``picture`` that hold.
        changed: further links, as `pictures_transformed.transformed` gives them.
    """
    proposed = _put_together(links.groups(), changed)
    spoken_of = {each for verdict in verdicts for each in (verdict.a, verdict.b)}
    touched = [group for group in proposed if spoken_of.intersection(group)]
    kept = [JudgedGroup(group, False) for group in proposed if not spoken_of.intersection(group)]
    nodes = sorted(spoken_of.union(*touched))
    by_judgement = _joined(nodes, verdicts, ())
    by_all = _joined(nodes, verdicts, _pairs(links, changed, set(nodes)))
    together = {frozenset(group) for group in by_judgement}
    kept += [JudgedGroup(tuple(sorted(g)), frozenset(g) in together) for g in by_all if len(g) > 1]
    return sorted(kept, key=lambda group: group.members[0])


def _put_together(groups: Sequence[Sequence[str]], changed: Sequence[Link]) -> list[tuple[str, ...]]:
    """The groups that near-duplicates and changed copies make together, members sorted."""
    if not changed:
        return [tuple(group) for group in groups]
    clusters: Clusters[str] = Clusters()
    for pair in [*((group[0], other) for group in groups for other in group[1:]), *((c.a, c.b) for c in changed)]:
        for each in pair:
            clusters.add(each)
        clusters.merge(*pair)
    return sorted(tuple(sorted(group)) for group in clusters.groups())


def _pairs(links: PictureLinks, changed: Sequence[Link], wanted: set[str]) -> Iterator[tuple[str, str]]:
    """The proposed pairs within ``wanted``, the surest first."""
    if not wanted:
        return iter(())
    records = [*links.records(), *(link.record() for link in changed)]
    inside = [record for record in records if record["a"] in wanted and record["b"] in wanted]
    inside.sort(key=lambda record: (-float(record["score"]), str(record["a"]), str(record["b"])))
    return ((str(record["a"]), str(record["b"])) for record in inside)


def _joined(
    nodes: Sequence[str], verdicts: Sequence[PictureVerdict], pairs: Iterable[tuple[str, str]]
) -> list[list[str]]:
    clusters: Clusters[str] = Clusters(nodes)
    for verdict in verdicts:
        if verdict.verdict == SAME:
            clusters.merge(verdict.a, verdict.b)
    for verdict in verdicts:
        if verdict.verdict == DIFFERENT:
            clusters.keep_apart(verdict.a, verdict.b)
    for a, b in pairs:
        clusters.merge(a, b)
    return clusters.groups()
