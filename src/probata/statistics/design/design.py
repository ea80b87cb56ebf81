"""How a sample was drawn: strata, clusters in one or two stages, weights, and how large the population is at each.

Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), sections 4.2 and 4.3; Lumley, "Analysis of
complex survey samples", Journal of Statistical Software 9(8) (2004), whose conventions these are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from probata.errors import BadInput

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
_ONE = 1 + 1e-9


@dataclass(frozen=True)
class Stage:
    """One stage of a sample: which units of it each observation belongs to, and how many the population has.

    Attributes:
        units: (n,), the cluster of each observation, from 0; of elements each its own.
        sizes: (n,), how many clusters the population's stratum has (of a second stage: how many units the cluster
            has); infinite where that is not known, and then nothing is taken off the variance.
    """

    units: Places
    sizes: Floats


@dataclass(frozen=True)
class Design:
    """A sample's design, for n observations.

    Attributes:
        weights: (n,), how many of the population each observation stands for.
        strata: (n,), the stratum of each, from 0.
        first: the first stage.
        second: the second stage, within the clusters of the first; None: whole clusters, or elements.
    """

    weights: Floats
    strata: Places
    first: Stage
    second: Stage | None = None

    @classmethod
    def of(
        cls,
        n: int,
        *,
        weights: Sequence[float] | None = None,
        strata: Sequence[object] | None = None,
        clusters: Sequence[object] | None = None,
        fpc: Sequence[float] | None = None,
        second: Sequence[object] | None = None,
        second_fpc: Sequence[float] | None = None,
    ) -> "Design":
        """A design from columns of a table.

        Args:
            n: how many observations.
            weights: None: by ``fpc``, or all alike.
            strata: labels; None: one stratum.
            clusters: labels; equal labels of different strata are different clusters; None: every observation its own.
            fpc: for each observation how many clusters (or elements) the population's stratum has; values of 1 and
                less are the share that was drawn. None: not known.
            second: labels of the units drawn within a cluster; None: every observation its own where ``second_fpc``
                is given.
            second_fpc: how many units each cluster has; None: not known, and nothing is taken off its variance.

        Raises:
            BadInput: nothing is observed, a weight is not above 0, the sizes of one stratum differ, or more was drawn
                than there is.
        """
        if not n:
            raise BadInput("a sample", expected="at least one observation", found="none")
        stratum = codes(strata, n, alone=False)
        cluster = nested(stratum, codes(clusters, n, alone=True))
        size = _sizes(fpc, stratum, cluster, "fpc")
        two = None
        if second is not None or second_fpc is not None:
            unit = nested(cluster, codes(second, n, alone=True))
            two = Stage(unit, _sizes(second_fpc, cluster, unit, "second fpc"))
        given = _given_weights(weights, n) if weights is not None else _drawn_weights(stratum, cluster, size, two)
        return cls(given, stratum, Stage(cluster, size), two)

    @property
    def n(self) -> int:
        """How many observations."""
        return len(self.weights)

    @cached_property
    def clusters(self) -> int:
        """How many clusters of the first stage were drawn."""
        return len(np.unique(self.first.units))

    @property
    def freedom(self) -> int:
        """Degrees of freedom: clusters less strata."""
        return self.clusters - len(np.unique(self.strata))

    @cached_property
    def alone(self) -> tuple[int, ...]:
        """Strata of which one cluster of several was drawn: they have no variance."""
        single = (counted(self.strata, self.first.units) == 1) & (self.first.sizes > _ONE)
        return tuple(int(stratum) for stratum in np.unique(self.strata[single]))

    @cached_property
    def thin(self) -> tuple[int, ...]:
        """Strata with a cluster of which one unit of several was drawn, so that nothing is known of its inside.

        Where nothing is taken off for the first stage the second one's variance is already in it: those are not named.
        """
        if self.second is None:
            return ()
        single = (counted(self.first.units, self.second.units) == 1) & (self.second.sizes > _ONE)
        return tuple(int(stratum) for stratum in np.unique(self.strata[single & np.isfinite(self.first.sizes)]))

    @cached_property
    def drawn(self) -> Floats:
        """(n,), the share of the stratum's clusters that was drawn; 0 where their number is not known."""
        return counted(self.strata, self.first.units) / self.first.sizes

    @cached_property
    def observed(self) -> Floats:
        """(n,), the share of the stratum's units that was observed, of both stages; 0 where it is not known."""
        if self.second is None:
            return self.drawn
        return self.drawn * counted(self.first.units, self.second.units) / self.second.sizes

    @property
    def whole(self) -> bool:
        """Whether all of the population was observed."""
        return bool((self.observed * _ONE >= 1).all())

    def variance(self, scores: Floats) -> float:
        """The variance of Σ w z: of the first stage, and of the second within the drawn clusters.

        A `thin` stratum's is that of clusters drawn with replacement, which is too large rather than too small:
        Särndal, Swensson and Wretman (1992), result 4.5.1 and section 4.6.

        Args:
            scores: (n,), z: the linearised value of each observation.
        """
        values, thin = self.weights * scores, np.isin(self.strata, self.thin)
        total = _between(self.strata, self.first.units, values, np.where(thin, np.inf, self.first.sizes))
        if self.second is not None:
            share = np.where(thin, 0.0, self.drawn)
            total += _between(self.first.units, self.second.units, values, self.second.sizes, share)
        return total

    def only(self, kept: npt.NDArray[np.bool_]) -> int:
        """Degrees of freedom of a part of the observations."""
        return len(np.unique(self.first.units[kept])) - len(np.unique(self.strata[kept]))

    def worth(self, kept: npt.NDArray[np.bool_]) -> float:
        """How many observations a part is worth where nothing can be said of its variance.

        As if all of a cluster were one observation, and no more than degrees of freedom plus 1; of clusters with
        unequal weights (Σ w)² / Σ w².

        Source: Kish, Survey Sampling (1965), section 11.7.
        """
        weights = np.bincount(self.first.units[kept], weights=self.weights[kept])
        return min(float(weights.sum() ** 2 / (weights**2).sum()), self.only(kept) + 1.0)

    def rest(self, kept: npt.NDArray[np.bool_]) -> float:
        """The share of a part of the population that was not observed, as a simple random sample of as many has it.

        By the weights, if they can be numbers of a population; else nothing is taken off.
        """
        n, count = int(kept.sum()), float(self.weights[kept].sum())
        if count <= n * _ONE and np.isinf(self.first.sizes).all():
            return 1.0
        return max(1 - n / count, 0.0)


def _between(
    outer: Places, units: Places, values: Floats, sizes: Floats, share: Floats | float = 1.0
) -> float:  # fmt: skip
    """Σ share (1 − n/N) n/(n − 1) Σ (t − mean t)² over the outer ones, t being the totals of their n units."""
    _, first, where = np.unique(units, return_index=True, return_inverse=True)
    totals, of = np.bincount(where, weights=values), outer[first]
    n = counted(outer, units)[first]
    means = np.bincount(of, weights=totals / n)
    parts = (1 - n / sizes[first]) * n / np.maximum(n - 1, 1) * (totals - means[of]) ** 2
    return float((np.broadcast_to(share, outer.shape)[first] * parts)[n > 1].sum())


def counted(outer: Places, units: Places) -> Floats:
    """(n,), for each observation how many different units its outer one has among the observations."""
    first = np.unique(units, return_index=True)[1]
    return np.bincount(outer[first], minlength=int(outer.max()) + 1)[outer].astype(np.float64)


def codes(labels: Sequence[object] | None, n: int, *, alone: bool) -> Places:
    """Whole numbers for labels; without labels each observation is ``alone``, or all are together."""
    if labels is None:
        return np.arange(n) if alone else np.zeros(n, dtype=np.intp)
    if len(labels) != n:
        raise BadInput("a column", expected=f"{n} values", found=str(len(labels)))
    return np.unique(np.array([str(label) for label in labels]), return_inverse=True)[1].astype(np.intp)


def nested(outer: Places, inner: Places) -> Places:
    """Codes of units that count as different where the outer ones differ."""
    return np.unique(np.stack([outer, inner]), axis=1, return_inverse=True)[1].ravel().astype(np.intp)


def _sizes(given: Sequence[float] | None, outer: Places, units: Places, name: str) -> Floats:
    if given is None:
        return np.full(len(outer), np.inf)
    sizes = np.asarray(given, dtype=np.float64)
    if not (sizes > 0).all():
        raise BadInput(name, expected="numbers above 0", found=f"{sizes[~(sizes > 0)][0]}")
    first = np.unique(outer, return_index=True, return_inverse=True)
    same = sizes[first[1]][first[2]]
    if (sizes != same).any():
        at = int(np.flatnonzero(sizes != same)[0])
        raise BadInput(name, expected="one size for all of a stratum", found=f"{same[at]:g} and {sizes[at]:g}")
    drawn = counted(outer, units)
    found: Floats = np.where(sizes <= 1, drawn / sizes, sizes)
    if (drawn > found * _ONE).any():
        at = int(np.flatnonzero(drawn > found * _ONE)[0])
        raise BadInput(name, expected=f"at least the {drawn[at]:.0f} that were drawn", found=f"{found[at]:g}")
    return found


def _given_weights(weights: Sequence[float], n: int) -> Floats:
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (n,) or not (np.isfinite(given) & (given > 0)).all():
        raise BadInput("weights", expected=f"{n} numbers above 0", found="others")
    return given


def _drawn_weights(stratum: Places, cluster: Places, size: Floats, second: Stage | None) -> Floats:
    """N/n of the first stage times that of the second; 1 where the population's size is not known."""
    weights: Floats = np.ones(len(stratum))
    for outer, units, sizes in [(stratum, cluster, size)] + ([(cluster, second.units, second.sizes)] if second else []):
        weights *= np.where(np.isfinite(sizes), sizes / counted(outer, units), 1.0)
    return weights
