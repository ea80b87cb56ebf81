"""What the levels of comparisons are worth, learned from the lists themselves and from pairs that people judged.

The model is that of Fellegi and Sunter: a pair is of one person with a prior that depends on its two lists, and given
that, comparisons come out independently, on level l of comparison k with probability m_kl, else with u_kl.

* m, u and the priors are estimated by expectation–maximisation over all compared pairs. Judged pairs count as what
  they were judged.
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
MATCHES_BEFORE = 0.5
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
        expected: how many pairs of one person there are, as expected by the model.
        iterations: until the parameters stood still.
    """

    comparisons: tuple[Comparison, ...]
    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    priors: Floats
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
    levels = [len(each.levels) for each in pairs.comparisons]
    begin = [(np.array([v.m for v in c.levels]), np.array([v.u for v in c.levels])) for c in pairs.comparisons]
    m, u = [_shares(a) for a, _ in begin], [_shares(b) for _, b in begin]
    priors = np.full(len(totals), 1e-4)
    steps, r = 0, np.zeros(len(patterns.counts))
    apart, together = _judged(patterns, judged.different), _judged(patterns, judged.same)
    while steps < ITERATIONS:
        steps += 1
        before = np.concatenate([*m, *u, priors])
        r = _responsibility(patterns, m, u, priors)
        undecided = np.maximum(patterns.counts - apart - together, 0.0)
        ones = r * undecided + together
        twos = (1 - r) * np.minimum(patterns.chance, undecided)
        m = [_m_step(patterns, k, ones, M_PAIRS, begin[k][0], size) for k, size in enumerate(levels)]
        u = [_m_step(patterns, k, twos, U_PAIRS, begin[k][1], size) for k, size in enumerate(levels)]
        found = np.bincount(patterns.stratum, ones, minlength=len(totals))
        priors = np.clip((found + MATCHES_BEFORE) / (totals + 2 * MATCHES_BEFORE), _TINY, 0.5)
        if np.abs(np.concatenate([*m, *u, priors]) - before).max(initial=0.0) < CLOSE:
            break
    return Trained(
        pairs.comparisons, tuple(map(_rounded, m)), tuple(map(_rounded, u)), _significant(priors),
        float((r * patterns.counts).sum()), steps,
    )  # fmt: skip


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
    m, priors = list(model.m), model.priors
    fixed = np.full(len(pairs.left), -1.0)
    fixed[judged.same], fixed[judged.different] = 1.0, 0.0
    p = probabilities(model, weights(model, pairs, shares).sum(axis=1), stratum)
    near = np.flatnonzero((p > LEAST_NEAR) | (fixed > 0))
    some, of, known = pairs.only(near), stratum[near], fixed[near]
    share = [None if each is None else each[near] for each in shares]
    for _ in range(STEPS):
        p = probabilities(model, weights(model, some, share).sum(axis=1), of)
        p = np.where(known < 0, p, known)
        m = [
            _rounded(_mixed(some.levels[:, k], p, [level.m for level in each.levels]))
            for k, each in enumerate(some.comparisons)
        ]
        found = np.bincount(of, p, minlength=len(totals))
        priors = _significant(np.clip((found + MATCHES_BEFORE) / (totals + 2 * MATCHES_BEFORE), _TINY, 0.5))
        model = replace(model, m=tuple(m), priors=priors, expected=float(p.sum()))
    return model


def _mixed(level: Levels, weight: Floats, begin: Sequence[float]) -> Floats:
    stated = level >= 0
    seen = np.bincount(level[stated], weight[stated], minlength=len(begin))
    return _shares(seen + M_PAIRS * _shares(np.array(begin)))


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
    found = np.zeros(pairs.levels.shape)
    for k, (m, u) in enumerate(zip(model.m, model.u, strict=True)):
        level = pairs.levels[:, k]
        found[:, k] = np.where(level >= 0, np.log(m / u)[level], 0.0)
        share = shares[k]
        if share is not None:
            same = level == 0
            found[same, k] = np.log(m[0]) - np.log(share[same])
    return found


def probabilities(model: Trained, weight: Floats, stratum: Ints) -> Floats:
    """The probability that each pair is of one person, from the sum of its weights."""
    prior = np.log(model.priors / (1 - model.priors))[stratum]
    logit = np.clip(prior + weight, -40.0, 40.0)
    return np.asarray(1 / (1 + np.exp(-logit)))


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


def _responsibility(patterns: _Patterns, m: Sequence[Floats], u: Sequence[Floats], priors: Floats) -> Floats:
    logit = np.log(priors / (1 - priors))[patterns.stratum]
    for k, (one, two) in enumerate(zip(m, u, strict=True)):
        level = patterns.levels[:, k]
        logit = logit + np.where(level >= 0, np.log(one / two)[level], 0.0)
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -40.0, 40.0))))


def _m_step(patterns: _Patterns, k: int, weight: Floats, before: float, begin: Floats, size: int) -> Floats:
    stated = patterns.levels[:, k] >= 0
    seen = np.bincount(patterns.levels[stated, k], weight[stated], minlength=size)
    return _shares(seen + before * _shares(begin))


def _shares(values: Floats) -> Floats:
    return np.asarray(np.maximum(values, _TINY) / np.maximum(values, _TINY).sum())


def _rounded(values: Floats) -> Floats:
    return np.maximum(np.round(values, DIGITS), 10.0**-DIGITS)


def _significant(values: Floats) -> Floats:
    return np.array([float(f"{value:.5e}") for value in values])
