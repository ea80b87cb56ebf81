"""All measures of agreement on one question, with the table that they come from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probata.statistics.agreement.cautions import cautions
from probata.statistics.agreement.codings import MISSING, Codings, codings
from probata.statistics.agreement.coefficient import Coefficient, Outcome, record
from probata.statistics.agreement.cohen import cohen
from probata.statistics.agreement.fleiss import fleiss
from probata.statistics.agreement.gwet import gwet
from probata.statistics.agreement.krippendorff import METRICS, REPLICATES, krippendorff
from probata.statistics.agreement.percentage import percentage, specific
from probata.statistics.agreement.refusals import no_shared_units
from probata.statistics.agreement.weights import WEIGHTS
from probata.statistics.outcome import Caution, Refused

LEVEL = 0.95
TWO = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the measures are to be computed.

    Attributes:
        weights: of `percentage`, `cohen`, `fleiss` and `gwet`: none, linear or quadratic.
        metric: of `krippendorff`: nominal, ordinal, interval or ratio.
        level: of the intervals.
        seed: of the bootstrap.
        replicates: of the bootstrap.
    """

    weights: str = "none"
    metric: str = "nominal"
    level: float = LEVEL
    seed: int = 1
    replicates: int = REPLICATES


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders: how many units both coded, and how far they agree on them.

    Attributes:
        first: name of a coder.
        second: name of another.
        units: coded by both.
        percentage: of agreement.
        cohen: kappa.
    """

    first: str
    second: str
    units: int
    percentage: Outcome
    cohen: Outcome


@dataclass(frozen=True, slots=True)
class Agreement:
    """The measures of one question.

    Attributes:
        codings: what they are computed from.
        wanted: weights, metric, level, seed.
        n_shared: units that at least two coded.
        percentage: of pairs of codings of a unit that agree.
        cohen: kappa; with more than two coders the mean over their pairs (Light).
        fleiss: kappa.
        krippendorff: alpha.
        gwet: AC1, or AC2 with weights.
        others: with other weights and metrics, where the categories allow them.
        pairs: two coders each.
        specific: by category.
        cautions: what the reader must be told.
        refused: why nothing can be said; None where something can.
    """

    codings: Codings
    wanted: Wanted
    n_shared: int
    percentage: Outcome
    cohen: Outcome
    fleiss: Outcome
    krippendorff: Outcome
    gwet: Outcome
    others: tuple[Coefficient, ...]
    pairs: tuple[Pair, ...]
    specific: tuple[Outcome, ...]
    cautions: tuple[Caution, ...]
    refused: Refused | None

    def record(self) -> dict[str, object]:
        """As JSON, with the raw table."""
        given = self.codings
        return {
            "n_units": len(given.codes),
            "n_shared": self.n_shared,
            "n_coders": len(given.coders),
            "n_pairs": len(self.pairs),
            "percentage": record(self.percentage),
            "cohen": record(self.cohen),
            "fleiss": record(self.fleiss),
            "krippendorff": record(self.krippendorff),
            "gwet": record(self.gwet),
            "others": [each.record() for each in self.others],
            "specific": [
                {"category": name, **record(each)} for name, each in zip(given.categories, self.specific, strict=True)
            ],
            "pairs": [_pair_record(pair) for pair in self.pairs],
            "coders": _coders_record(given),
            "categories": list(given.categories),
            "table": table_record(given),
            "weights": self.wanted.weights,
            "metric": self.wanted.metric,
            "level": self.wanted.level,
            "seed": self.wanted.seed,
            "replicates": self.wanted.replicates,
            "cautions": [caution.record() for caution in self.cautions],
            "refused": self.refused.record() if self.refused else None,
        }


def measures(
    codes: npt.ArrayLike,
    categories: Sequence[str],
    *,
    coders: Sequence[str] = (),
    ordered: bool = False,
    values: Sequence[float] = (),
    wanted: Wanted | None = None,
) -> Agreement:
    """All measures of agreement on one question.

    Args:
        codes: units × coders, whole numbers: places in ``categories``, −1 where a coder did not code the unit.
        categories: all that could be given, used or not, from lowest to highest where they have an order.
        coders: their names; () for "1", "2" …
        ordered: the categories have an order, so that weights and the ordinal metric can be used.
        values: the categories as numbers, rising; () where they are none.
        wanted: weights, metric, level, seed; None for the usual ones.

    Raises:
        UsageError: as in `codings.codings`, or there are no such weights or metric.
    """
    return of(codings(codes, categories, coders=coders, ordered=ordered, values=values), wanted or Wanted())


def repeated(
    first: npt.ArrayLike, second: npt.ArrayLike, categories: Sequence[str], *, ordered: bool = False,
    values: Sequence[float] = (), wanted: Wanted | None = None,
) -> Agreement:  # fmt: skip
    """How far an examiner agrees with him- or herself: the same units coded twice, in the same order.

    For several examiners, put their units one after another: that is the agreement of an examiner of theirs.

    Args:
        first: codes of the first coding, −1 where missing.
        second: codes of the second coding of the same units.
        categories: as in `measures`.
        ordered: as in `measures`.
        values: as in `measures`.
        wanted: as in `measures`.
    """
    codes = np.stack([np.asarray(first), np.asarray(second)], axis=1)
    return measures(codes, categories, coders=("first", "second"), ordered=ordered, values=values, wanted=wanted)


def of(given: Codings, wanted: Wanted) -> Agreement:
    """All measures of checked codings."""
    weights, level = wanted.weights, wanted.level
    plain, ac1 = fleiss(given, "none", level), gwet(given, "none", level)
    n_shared = int(given.shared().sum())
    return Agreement(
        codings=given,
        wanted=wanted,
        n_shared=n_shared,
        percentage=percentage(given, weights, level),
        cohen=cohen(given, weights, level),
        fleiss=fleiss(given, weights, level),
        krippendorff=krippendorff(given, wanted.metric, level, wanted.seed, wanted.replicates),
        gwet=gwet(given, weights, level),
        others=_others(given, wanted) if n_shared else (),
        pairs=tuple(_pair(given, pair, weights, level) for pair in given.pairs()),
        specific=tuple(specific(given, place, level) for place in range(len(given.categories))),
        cautions=cautions(given, plain, ac1) if n_shared else (),
        refused=None if n_shared else no_shared_units(given),
    )


def _others(given: Codings, wanted: Wanted) -> tuple[Coefficient, ...]:
    found = [
        measure(given, weights, wanted.level)
        for weights in WEIGHTS
        if weights != wanted.weights
        for measure in (cohen, fleiss, gwet)
    ] + [
        krippendorff(given, metric, wanted.level, wanted.seed, wanted.replicates)
        for metric in METRICS
        if metric != wanted.metric
    ]
    return tuple(each for each in found if isinstance(each, Coefficient))


def _pair(given: Codings, pair: tuple[int, int], weights: str, level: float) -> Pair:
    columns = list(pair)
    names = [given.coders[place] for place in columns]
    two = Codings(given.codes[:, columns], given.categories, (names[0], names[1]), given.ordered, given.values)
    units = int(two.shared().sum())
    return Pair(names[0], names[1], units, percentage(two, weights, level), cohen(two, weights, level))


def _pair_record(pair: Pair) -> dict[str, object]:
    return {
        "coders": [pair.first, pair.second],
        "units": pair.units,
        "percentage": record(pair.percentage),
        "cohen": record(pair.cohen),
    }


def _coders_record(given: Codings) -> list[dict[str, object]]:
    shared = given.shared()
    return [
        {
            "coder": name,
            "units": int((column != MISSING).sum()),
            "shared": int((column[shared] != MISSING).sum()),
            "counts": [int(count) for count in counts],
        }
        for name, column, counts in zip(given.coders, given.codes.T, given.by_coder(), strict=True)
    ]


def table_record(given: Codings) -> dict[str, object]:
    """The raw table: two coders' categories against each other, or compositions of units and how many have them.

    From either, every measure of this package but Cohen's for more than two coders can be computed again.
    """
    if len(given.coders) == TWO:
        counts = given.confusion(0, 1).astype(int).tolist()
        return {"kind": "confusion", "rows": given.coders[0], "columns": given.coders[1], "counts": counts}
    kinds, units = np.unique(given.counts().astype(int), axis=0, return_counts=True)
    rows = [{"counts": kind.tolist(), "units": int(number)} for kind, number in zip(kinds, units, strict=True)]
    return {"kind": "compositions", "rows": rows}
