"""One Gibbs chain of the latent classes, compiled.

Steps of an iteration, for an auditor, with n_k the persons of class k, those on no list included:
1. The class of every person observed: multinomial by history.
2. The number on no list: negative binomial, drawn again while it is above the bound.
3. Their classes: multinomial.
4. The lists' chances λ_jk: Beta(1 + those on list j, 1 + those not on it).
5. The sticks: V_k ~ Beta(1 + n_k, α + Σ_{h>k} n_h), as logarithms of Gamma variables and never cut: a weight may be
   as small as it likes.
6. α ~ Gamma(a + K − 1, b − log π_K).
7. Two moves of labels: two classes change places, or two neighbours with their sticks.

Random numbers: numba keeps a generator for each thread; a chain seeds it at its start and runs in one thread.
"""

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@numba.njit(nogil=True, cache=True)
def _log_gamma(shape: float) -> float:
    """The logarithm of a Gamma(shape, 1) variable, also where the variable itself would be rounded to 0."""
    if shape < 1:
        return float(np.log(np.random.standard_gamma(shape + 1)) + np.log(1 - np.random.random()) / shape)
    return float(np.log(np.random.standard_gamma(shape)))


@numba.njit(nogil=True, cache=True)
def _share_out(count: int, weights: Floats, total: float, into: npt.NDArray[np.int64]) -> None:
    """Put ``count`` persons into classes by multinomial chance; ``into`` is overwritten."""
    into[:] = 0
    if count <= 6:
        for _ in range(count):
            left = np.random.random() * total
            k = 0
            while k < len(weights) - 1 and left >= weights[k]:
                left -= weights[k]
                k += 1
            into[k] += 1
        return
    rest, weight = count, total
    for k in range(len(weights) - 1):
        if rest == 0:
            return
        chance = weights[k] / weight if weight > 0 else 1.0
        drawn = rest if chance >= 1 else np.random.binomial(rest, chance)
        into[k] = drawn
        rest -= drawn
        weight -= weights[k]
    into[len(weights) - 1] = rest


@numba.njit(nogil=True, cache=True)
def run_chain(  # noqa: C901, PLR0915 - one loop, its steps numbered
    there: npt.NDArray[np.bool_],
    counts: npt.NDArray[np.int64],
    classes: int,
    a: float,
    b: float,
    most: int,
    iterations: int,
    warm_up: int,
    thin: int,
    seed: int,
) -> tuple[Floats, float]:
    """Draws of the number on no list.

    Args:
        there: (h, j): whether history h is on list j.
        counts: (h,): how many have each history.
        classes: K.
        a: shape of the prior of α.
        b: rate of it.
        most: the bound of the number on no list.
        iterations: after the warm-up.
        warm_up: thrown away.
        thin: each so-manieth is kept.
        seed: of this chain.

    Returns:
        (iterations // thin,) draws, and the mean weight of the last class.
    """
    np.random.seed(seed)
    histories, lists = there.shape
    observed = counts.sum()
    log_in, log_out = np.empty((classes, lists)), np.empty((classes, lists))
    log_weight, log_rest = np.empty(classes), np.zeros(classes)
    members, listed = np.zeros(classes, np.int64), np.zeros((classes, lists), np.int64)
    into, weights = np.zeros(classes, np.int64), np.empty(classes)
    alpha = 1.0
    for k in range(classes):
        log_weight[k] = -np.log(classes)
        for j in range(lists):
            chance = np.random.beta(1.0, 1.0)
            log_in[k, j], log_out[k, j] = np.log(chance), np.log1p(-chance)
    kept, last = np.empty(iterations // thin), 0.0
    for step in range(warm_up + iterations):
        # 1
        members[:] = 0
        listed[:, :] = 0
        for h in range(histories):
            highest = -np.inf
            for k in range(classes):
                value = log_weight[k]
                for j in range(lists):
                    value += log_in[k, j] if there[h, j] else log_out[k, j]
                weights[k] = value
                highest = max(highest, value)
            total = 0.0
            for k in range(classes):
                weights[k] = np.exp(weights[k] - highest)
                total += weights[k]
            _share_out(counts[h], weights, total, into)
            for k in range(classes):
                members[k] += into[k]
                for j in range(lists):
                    if there[h, j]:
                        listed[k, j] += into[k]
        # 2
        total = 0.0
        for k in range(classes):
            weights[k] = np.exp(log_weight[k] + log_out[k].sum())
            total += weights[k]
        odds = total / (1 - total) if total < 1 else 1e12
        missing = most + 1
        tries = 0
        while missing > most and tries < 10000:
            missing = np.random.poisson(min(np.random.standard_gamma(observed) * odds, 1e15))
            tries += 1
        missing = min(missing, most)
        # 3
        _share_out(missing, weights, total, into)
        members += into
        # 4
        for k in range(classes):
            for j in range(lists):
                one, other = _log_gamma(1.0 + listed[k, j]), _log_gamma(1.0 + members[k] - listed[k, j])
                both = np.logaddexp(one, other)
                log_in[k, j], log_out[k, j] = one - both, other - both
        # 5
        after, rest = observed + missing, 0.0
        for k in range(classes - 1):
            after -= members[k]
            one, other = _log_gamma(1.0 + members[k]), _log_gamma(alpha + after)
            both = np.logaddexp(one, other)
            log_weight[k] = rest + one - both
            log_rest[k] = other - both
            rest += log_rest[k]
        log_weight[classes - 1] = rest
        # 6
        if classes > 1:
            alpha = np.random.standard_gamma(a + classes - 1) / (b - rest)
            alpha = max(alpha, 1e-300)
        # 7
        if classes > 1:
            first, second = np.random.randint(classes), np.random.randint(classes)
            gain = (log_weight[first] - log_weight[second]) * (members[second] - members[first])
            if first != second and np.log(1 - np.random.random()) < gain:
                _swap(first, second, members, log_in, log_out)
        if classes > 2:
            first = np.random.randint(classes - 2)
            gain = members[first] * log_rest[first + 1] - members[first + 1] * log_rest[first]
            if np.log(1 - np.random.random()) < gain:
                _swap(first, first + 1, members, log_in, log_out)
                log_rest[first], log_rest[first + 1] = log_rest[first + 1], log_rest[first]
                before = 0.0
                for k in range(first):
                    before += log_rest[k]
                for k in (first, first + 1):
                    log_weight[k] = before + np.log(-np.expm1(log_rest[k]))
                    before += log_rest[k]
        if step >= warm_up:
            place = (step - warm_up) // thin
            if (step - warm_up) % thin == thin - 1 and place < len(kept):
                kept[place] = missing
            last += np.exp(log_weight[classes - 1]) / iterations
    return kept, last


@numba.njit(nogil=True, cache=True)
def _swap(first: int, second: int, members: npt.NDArray[np.int64], log_in: Floats, log_out: Floats) -> None:
    """Two classes change places, with their persons and chances."""
    members[first], members[second] = members[second], members[first]
    for j in range(log_in.shape[1]):
        log_in[first, j], log_in[second, j] = log_in[second, j], log_in[first, j]
        log_out[first, j], log_out[second, j] = log_out[second, j], log_out[first, j]
