"""Draws samples of persons or photographs from a kept frame: simple, stratified, by clusters, in two stages.

Rules:
* Nothing is stored of a sample but seed, size and frame: it is drawn again whenever it is needed, by anybody.
* Places are hashes (`probata.statistics.sampling`). The longer sample begins with the shorter, with clusters too:
  more clusters are added; the units drawn of a cluster stay.
* Every drawn unit has the probability with which it was drawn, and the counts from which it follows.

Not here: what can be drawn (`frames`), and what is estimated (`probata.statistics.design`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from probata.ledger.examinations import Frame, Sample
from probata.statistics.sampling import draw, in_order


@dataclass(frozen=True, slots=True)
class Drawn:
    """One unit of a sample.

    Attributes:
        order: its place in the order of drawing, from 1.
        unit: its digest in hex.
        stratum: from which it was drawn.
        cluster: with which it was drawn; "" where nothing hangs together.
        photographs: what shows it, digests in hex.
        first_stage: how many units (or clusters) were drawn from the stratum, and of how many.
        second_stage: how many units were drawn of the cluster, and of how many; one of one where there are none.
    """

    order: int
    unit: str
    stratum: str
    cluster: str
    photographs: tuple[str, ...]
    first_stage: tuple[int, int]
    second_stage: tuple[int, int] = (1, 1)

    @property
    def probability(self) -> float:
        """The inclusion probability, above 0 and at most 1: n_h ÷ N_h × m_i ÷ M_i."""
        (n, of_n), (m, of_m) = self.first_stage, self.second_stage
        return n * m / (of_n * of_m)

    @property
    def weight(self) -> float:
        """The design weight: one over the inclusion probability; how many units of the frame it stands for."""
        (n, of_n), (m, of_m) = self.first_stage, self.second_stage
        return of_n * of_m / (n * m)


def drawn(sample: Sample, frame: Frame) -> tuple[Drawn, ...]:
    """The units of a sample in the order of drawing.

    Within the strata the numbers to be drawn follow from frame and size alone, so that the probability of each unit
    is the share of its stratum that is drawn: equal in a stratum, and by clusters times the share of the cluster.

    Source: Cochran, Sampling Techniques (3rd ed. 1977), chapters 5, 9 and 10; for places by hash see
    `probata.statistics.sampling.in_order`.

    Args:
        sample: seed, size and design.
        frame: what could be drawn.

    Raises:
        UsageError: the sample is larger than the frame.
    """
    if sample.clusters == "none":
        return _units(sample, frame)
    return _clusters(sample, frame)


def largest(sample: Sample, frame: Frame) -> int:
    """How large the sample can be: the units, or clusters, of its frame."""
    return len(frame) if sample.clusters == "none" else len({each.cluster for each in frame.values()})


def person_weights(sampled: Iterable[Drawn], photographs: Mapping[str, int]) -> dict[str, float]:
    """Weights of sampled photographs that estimate persons: design weight ÷ photographs of the person shown.

    A person with s photographs has s chances to be drawn; with these weights each person of the frame counts once, so
    that their sum estimates how many persons there are, and a weighted mean is one over persons. Photographs that
    show nobody are left out.

    Source: the multiplicity (network) estimator, Sirken, "Household surveys with multiplicity", Journal of the American
    Statistical Association 65 (1970); weight sharing, Lavallée, Indirect Sampling (2007), chapter 2.

    Args:
        sampled: of a sample of photographs.
        photographs: by photograph, how many of the frame show the person on it, itself included; absent: nobody.

    Returns:
        Weight by photograph.
    """
    return {each.unit: each.weight / photographs[each.unit] for each in sampled if photographs.get(each.unit)}


def _units(sample: Sample, frame: Frame) -> tuple[Drawn, ...]:
    strata = {unit: each.stratum for unit, each in frame.items()}
    units = draw(strata, sample.seed, sample.size)
    of, taken = Counter(strata.values()), Counter(strata[unit] for unit in units)
    return tuple(
        Drawn(
            order, unit, strata[unit], frame[unit].cluster, frame[unit].photographs,
            (taken[strata[unit]], of[strata[unit]]),
        )
        for order, unit in enumerate(units, start=1)
    )  # fmt: skip


def _clusters(sample: Sample, frame: Frame) -> tuple[Drawn, ...]:
    strata = {each.cluster: each.stratum for each in frame.values()}
    members: dict[str, list[str]] = {}
    for unit, each in frame.items():
        members.setdefault(each.cluster, []).append(unit)
    clusters = draw(strata, sample.seed, sample.size)
    of, taken = Counter(strata.values()), Counter(strata[cluster] for cluster in clusters)
    found: list[Drawn] = []
    for cluster in clusters:
        stratum, inside = strata[cluster], in_order(members[cluster], sample.seed)
        chosen = inside[: sample.per_cluster or len(inside)]
        for unit in chosen:
            stages = (taken[stratum], of[stratum]), (len(chosen), len(inside))
            found.append(Drawn(len(found) + 1, unit, stratum, cluster, frame[unit].photographs, *stages))
    return tuple(found)
