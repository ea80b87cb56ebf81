"""The design of a sample as estimates need it: strata, clusters, stages, weights, and how many there are of each.

Rules:
* The frame knows every stratum's and cluster's size, so that nothing of the design is guessed.
* Where not all drawn units are answered, those that are stand for the rest of their stratum, and of their cluster. That
  is exact for the first drawn ones, because the beginning of a sample is a sample; otherwise it supposes that nothing
  but chance decided which units were left out, and whoever uses it says so.

Not here: the estimates (`probata.statistics.design`).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from probata.examination.frames import NONE
from probata.examination.sampling import Drawn
from probata.ledger.examinations import Sample
from probata.statistics.design.design import Design


def answered(sample: Sample, sampled: Sequence[Drawn], units: Collection[str]) -> tuple[Drawn, ...]:
    """The drawn units that are answered, with probabilities as if no others had been drawn.

    Args:
        sample: how they were drawn.
        sampled: all drawn units.
        units: which are answered.

    Returns:
        In the order of drawing. A stratum or cluster of which nothing is answered is missing: see `unanswered`.
    """
    kept = [each for each in sampled if each.unit in units]
    if sample.clusters == NONE:
        of_stratum = Counter(each.stratum for each in kept)
        return tuple(replace(each, first_stage=(of_stratum[each.stratum], each.first_stage[1])) for each in kept)
    of_cluster = Counter((each.stratum, each.cluster) for each in kept)
    of_stratum = Counter(stratum for stratum, _ in of_cluster)
    return tuple(
        replace(
            each,
            first_stage=(of_stratum[each.stratum], each.first_stage[1]),
            second_stage=(of_cluster[each.stratum, each.cluster], each.second_stage[1]),
        )
        for each in kept
    )


def unanswered(sampled: Sequence[Drawn], units: Collection[str]) -> tuple[str, ...]:
    """The strata of which units were drawn and none is answered: no estimate for all can stand on the others."""
    heard = {each.stratum for each in sampled if each.unit in units}
    return tuple(sorted({each.stratum for each in sampled} - heard))


def without_gaps(sampled: Sequence[Drawn], units: Collection[str]) -> bool:
    """Whether the answered units are the first that were drawn, so that they are a sample by themselves."""
    return {each.unit for each in sampled[: len(units)]} == set(units)


def design_of(sample: Sample, sampled: Sequence[Drawn]) -> Design:
    """The design of these units, one observation each, in their order.

    Args:
        sample: how they were drawn.
        sampled: what `drawn` or `answered` gives.

    Raises:
        BadInput: there is no unit.
    """
    clustered = sample.clusters != NONE
    return Design.of(
        len(sampled),
        weights=[each.weight for each in sampled],
        strata=[each.stratum for each in sampled],
        clusters=[each.cluster for each in sampled] if clustered else None,
        fpc=[each.first_stage[1] for each in sampled],
        second_fpc=[each.second_stage[1] for each in sampled] if clustered else None,
    )
