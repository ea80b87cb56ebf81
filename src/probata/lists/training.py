"""What the levels of comparisons are worth, learned from the lists themselves and from pairs that people judged.

The model is that of Fellegi and Sunter with a third class. A pair is of one person, of two relatives, or of two
strangers, with priors; given that, comparisons come out independently, on level l of comparison k with probability m_kl
for one person and u_kl for strangers. Relatives are as one person in what they share (`Comparison.shared`), else as
strangers: brothers who died on one day in one place agree in all but the given name, and are two.

* m, u and the priors are estimated by expectation–maximisation over all compared pairs. Judged pairs count as what
  they were judged. The prior of one person is of each two lists, that of relatives the same for all.
* Each share is drawn towards the one to begin with, as if `M_PAIRS` pairs of one person (`U_PAIRS` of two) had been
  seen before: lists too small to learn from keep nearly those, large ones forget them.
* u comes only from pairs that were drawn by chance: pairs that share a block agree more often than others. The prior of
  two lists is the expected number of pairs of one person among all their pairs, those that were not compared included.
* A name that is the same says more the rarer it is: its u is then the share of records that have it.
* Parameters are rounded before anything is scored, so that the same lists give the same probabilities.

Source: Fellegi and Sunter, J. Amer. Statist. Assoc. 64 (1969), section 2; Winkler, "Using the EM algorithm for weight
computation in the Fellegi–Sunter model of record linkage" (1988); priors on m as in Dempster, Laird and Rubin, J. R.
Statist. Soc. B 39 (1977), section 1 (penalised likelihood).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from probata.lists.comparing import Compared
from probata.lists.comparisons import Comparison

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int8]
M_PAIRS, U_PAIRS = 40.0, 20.0
MATCHES_BEFORE, RELATIVES_BEFORE = 0.5, 0.5
ITERATIONS = 200
CLOSE = 1e-7
DIGITS = 8
LEAST_TO_LEARN = 10.0
LEAST_NEAR = 1e-5
STEPS = 12
_TINY = 1e-12


@dataclass(frozen=True)
class Judged:
    """What is known of compared pairs.

    Attributes:
        same: places of pairs of one person.
        different: places of pairs of two.
    """

    same: Ints
    different: Ints


NOTHING_JUDGED = Judged(np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True)
class Trained:
    """The model's parameters.

    Attributes:
        comparisons: as of the pairs.
        m: by comparison, the share of each level among pairs of one person.
        u: the same among pairs of two.
        priors: of each stratum (two lists, or one with itself), the share of pairs of one person among all its pairs.
        relatives: the share of pairs of two relatives among all pairs.
        expected: how many pairs of one person there are, as expected by the model.
        iterations: until the parameters stood still.
    """

    comparisons: tuple[Comparison, ...]
    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    priors: Floats
    relatives: float
    expected: float
    iterations: int

    @property
    def learned(self) -> bool:
        """Whether there were enough pairs to learn from; else the values are mostly those to begin with."""
        return self.expected >= LEAST_TO_LEARN


@dataclass(frozen=True)
class _Patterns:
    """Pairs that came out alike, counted: levels and stratum of each pattern, and which pattern a pair has."""

    levels: Levels
    stratum: Ints
    of_pair: Ints
    counts: Floats
    chance: Floats


def trained(pairs: Compared, stratum: Ints, totals: Floats, judged: Judged = NOTHING_JUDGED) -> Trained:
    """The parameters.

    Args:
        pairs: compared, P of them.
        stratum: which two lists each pair is of, 0 to S − 1.
        totals: how many pairs each stratum has in all, compared or not.
        judged: what people said of them.
    """
    patterns = _patterns(pairs, stratum)
    begin = [(np.array([v.m for v in c.levels]), np.array([v.u for v in c.levels])) for c in pairs.comparisons]
    model = Trained(
        pairs.comparisons, tuple(_shares(a) for a, _ in begin), tuple(_shares(b) for _, b in begin),
        np.full(len(totals), 1e-4), 1e-4, 0.0, 0,
    )  # fmt: skip
    apart, together = _judged(patterns, judged.different), _judged(patterns, judged.same)
    undecided = np.maximum(patterns.counts - apart - together, 0.0)
    while model.iterations < ITERATIONS:
        one, related = _classes(model, _level_weights(model, patterns.levels), patterns.stratum)
        ones = one * undecided + together
        twos = np.maximum(1 - one - related, 0.0) * np.minimum(patterns.chance, undecided)
        after = replace(
            model,
            m=tuple(_m(each, patterns.levels[:, k], ones) for k, each in enumerate(pairs.comparisons)),
            u=tuple(_mixed(patterns.levels[:, k], twos, b, U_PAIRS) for k, (_, b) in enumerate(begin)),
            priors=_priors(patterns.stratum, ones, totals),
            relatives=_related(float((related * undecided).sum()), totals),
            expected=float(ones.sum()),
            iterations=model.iterations + 1,
        )
        moved = np.abs(_all(after) - _all(model)).max(initial=0.0)
        model = after
        if moved < CLOSE:
            break
    return _to_digits(model)


def with_frequencies(
    model: Trained, pairs: Compared, stratum: Ints, totals: Floats, shares: Sequence[Floats | None], judged: Judged
) -> Trained:
    """The parameters, once more learned with what rare names say: m and the priors; u stays.

    Args:
        model: as `trained` gives it, where a frequent name says as much as a rare one.
        pairs: as of it.
        stratum: as of it.
        totals: as of it.
        shares: as of `weights`.
        judged: as of it.
    """
    fixed = np.full(len(pairs.left), -1.0)
    fixed[judged.same], fixed[judged.different] = 1.0, 0.0
    one, related = _classes(model, weights(model, pairs, shares), stratum)
    near = np.flatnonzero((one + related > LEAST_NEAR) | (fixed > 0))
    some, of, known = pairs.only(near), stratum[near], fixed[near]
    share = [None if each is None else each[near] for each in shares]
    for _ in range(STEPS):
        one, related = _classes(model, weights(model, some, share), of)
        one = np.where(known < 0, one, known)
        model = replace(
            model,
            m=tuple(_m(each, some.levels[:, k], one) for k, each in enumerate(some.comparisons)),
            priors=_priors(of, one, totals),
            relatives=_related(float(related[known < 0].sum()), totals),
            expected=float(one.sum()),
        )
    return _to_digits(model)


def _all(model: Trained) -> Floats:
    return np.concatenate([*model.m, *model.u, model.priors, [model.relatives]])


def _to_digits(model: Trained) -> Trained:
    return replace(
        model, m=tuple(map(_rounded, model.m)), u=tuple(map(_rounded, model.u)), priors=_significant(model.priors),
        relatives=float(_significant(np.array([model.relatives]))[0]),
    )  # fmt: skip


def _priors(stratum: Ints, ones: Floats, totals: Floats) -> Floats:
    found = np.bincount(stratum, ones, minlength=len(totals))
    return np.asarray(np.clip((found + MATCHES_BEFORE) / (totals + 2 * MATCHES_BEFORE), _TINY, 0.4))


def _related(found: float, totals: Floats) -> float:
    return min(max((found + RELATIVES_BEFORE) / (float(totals.sum()) + 2 * RELATIVES_BEFORE), _TINY), 0.4)


def _m(each: Comparison, level: Levels, ones: Floats) -> Floats:
    begin = np.array([of.m for of in each.levels])
    found = _mixed(level, ones, begin, M_PAIRS)
    if each.capped and found[-1] > begin[-1]:
        found = np.append(found[:-1] * (1 - begin[-1]) / (1 - found[-1]), begin[-1])
    return found


def _mixed(level: Levels, weight: Floats, begin: Floats, before: float) -> Floats:
    stated = level >= 0
    seen = np.bincount(level[stated], weight[stated], minlength=len(begin))
    return _shares(seen + before * _shares(begin))


def weights(model: Trained, pairs: Compared, shares: Sequence[Floats | None]) -> Floats:
    """What each comparison of each pair says for one person, in natural log-odds; 0 where it isn't stated.

    Args:
        model: the parameters.
        pairs: P of them, of K comparisons.
        shares: by comparison the share of records that have the value of each pair, where the two have the same; None:
            frequency says nothing.

    Returns:
        P × K.
    """
    found = _level_weights(model, pairs.levels)
    for k, share in enumerate(shares):
        if share is not None:
            same = pairs.levels[:, k] == 0
            found[same, k] = np.log(model.m[k][0]) - np.log(share[same])
    return found


def _level_weights(model: Trained, levels: Levels) -> Floats:
    found = np.zeros(levels.shape)
    for k, (m, u) in enumerate(zip(model.m, model.u, strict=True)):
        found[:, k] = np.where(levels[:, k] >= 0, np.log(m / u)[levels[:, k]], 0.0)
    return found


def as_relatives(model: Trained, weight: Floats, stratum: Ints) -> Floats:
    """What the chance of two relatives takes from each pair's log-odds of one person: 0 or less.

    Args:
        model: the parameters.
        weight: P × K, as of `weights`.
        stratum: of each pair.
    """
    shared = np.array([each.shared for each in model.comparisons])
    kin = np.log(shared * np.exp(np.minimum(weight, 40.0)) + 1 - shared).sum(axis=1)
    strangers = 1 - model.priors[stratum] - model.relatives
    return np.asarray(-np.logaddexp(0.0, np.log(model.relatives / strangers) + kin))


def prior_weight(model: Trained, stratum: Ints) -> Floats:
    """The log-odds of one person against strangers before anything is compared."""
    return np.asarray(np.log(model.priors / (1 - model.priors - model.relatives))[stratum])


def log_odds(model: Trained, weight: Floats, stratum: Ints) -> Floats:
    """The log-odds that each pair is of one person: its prior, its weights, and the chance of two relatives."""
    total = prior_weight(model, stratum) + weight.sum(axis=1) + as_relatives(model, weight, stratum)
    return np.asarray(np.clip(total, -40.0, 40.0))


def _classes(model: Trained, weight: Floats, stratum: Ints) -> tuple[Floats, Floats]:
    """The probabilities of one person and of two relatives."""
    one = 1 / (1 + np.exp(-log_odds(model, weight, stratum)))
    kin = 1 - np.exp(as_relatives(model, weight, stratum))  # of relatives among those who are two
    return np.asarray(one), np.asarray((1 - one) * kin)


def _patterns(pairs: Compared, stratum: Ints) -> _Patterns:
    code = stratum.astype(np.int64)
    for k, each in enumerate(pairs.comparisons):
        code = code * (len(each.levels) + 1) + (pairs.levels[:, k] + 1)
    _, first, of_pair, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    chance = np.bincount(of_pair, pairs.by_chance.astype(float), minlength=len(first))
    return _Patterns(
        pairs.levels[first],
        stratum[first],
        of_pair.astype(np.int64),
        counts.astype(np.float64),
        chance.astype(np.float64),
    )


def _judged(patterns: _Patterns, places: Ints) -> Floats:
    return np.bincount(patterns.of_pair[places], minlength=len(patterns.counts)).astype(float)


def _shares(values: Floats) -> Floats:
    return np.asarray(np.maximum(values, _TINY) / np.maximum(values, _TINY).sum())


def _rounded(values: Floats) -> Floats:
    return np.maximum(np.round(values, DIGITS), 10.0**-DIGITS)


def _significant(values: Floats) -> Floats:
    return np.array([float(f"{value:.5e}") for value in values])
