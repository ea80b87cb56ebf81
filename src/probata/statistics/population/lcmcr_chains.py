"""One Markov chain of the latent class model of `lcmcr`, compiled.

The state is the weights π of the classes (as logarithms: they can be smaller than any float), λ[class, list] and the
concentration α. An iteration does this, each step leaving the posterior distribution as it is:

1. n0, those on no list, given π and λ: negative binomial;
2. how many of each history, and of n0, belong to which class: multinomial;
3. α given the classes' counts alone (π integrated out): slice sampling; then π by its sticks, λ by beta distributions;
4. for each class, λ of all lists times c and its weight divided by c, n0 and the classes' counts integrated out; in
   that direction a table says little: as many seen once, of more or fewer who are hardly ever listed;
5. neighbouring classes change places, with λ and weight.

A ladder of smaller tables (each count times r, r², … and rounded) is run beside, each level with the posterior of its
own table; before each iteration neighbouring levels offer one another their states. The smaller a table, the easier a
chain leaves one arrangement of classes for another: without the ladder a chain of the Kosovo lists stays in a rare
arrangement with few unseen for ten thousand iterations. Draws are the first level's, whose table is the real one.

Source: Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016),
section 3 and web appendix, for steps 1 to 3; Papaspiliopoulos and Roberts, "Retrospective Markov chain Monte Carlo
methods for Dirichlet process hierarchical models", Biometrika 95 (2008), section 3.4, for the need of step 5; Neal,
"Slice sampling", Annals of Statistics 31 (2003), section 4, for α; Geyer, "Markov chain Monte Carlo maximum
likelihood", in Computing Science and Statistics 23 (1991), for the exchange of states between distributions.
"""

from math import exp, lgamma, log, log1p

import numba
import numpy as np

LARGE = 1e15
NEGLIGIBLE = -30.0
WIDTH = 2.0
SCALES = np.array([0.1, 0.4, 1.2])


@numba.njit(nogil=True, cache=True, error_model="numpy")
def chain(rng, patterns, tables, classes, prior, warm_up, iterations):  # type: ignore[no-untyped-def]  # compiled
    """Runs a chain.

    Args:
        rng: `numpy.random.Generator`, this chain's own.
        patterns: (histories, lists) of 0 and 1, those with a count above zero.
        tables: (levels, histories) int64; the first level is the table, further ones smaller, none without anybody.
        classes: K, at least 2.
        prior: shape a and rate b of α.
        warm_up: iterations before the first that is kept.
        iterations: how many are kept.

    Returns:
        (iterations,) N; the mean weight of the last class; how many classes somebody belongs to, the mean; the share
        of offers between levels that were taken.
    """
    levels, many = tables.shape
    lam = rng.random((levels, classes, patterns.shape[1]))
    dual = 1.0 - lam
    alpha = np.exp(rng.standard_normal(levels))
    members, ones = np.zeros(classes, dtype=np.int64), np.zeros((classes, patterns.shape[1]), dtype=np.int64)
    log_weight, log_rest = np.zeros((levels, classes)), np.zeros((levels, classes))
    for at in range(levels):
        _draw_weights(rng, alpha[at], members, log_weight[at], log_rest[at])
    shares, seen, fit = np.zeros((levels, many + 1, classes)), np.zeros(levels), np.zeros((levels, many))
    holder = np.arange(levels)
    totals = np.zeros(iterations, dtype=np.int64)
    last, occupied, taken = 0.0, 0.0, 0
    for turn in range(warm_up + iterations):
        for at in range(levels):
            seen[at] = _shares(patterns, lam[at], dual[at], log_weight[at], shares[at])
            for h in range(many):
                fit[at, h] = log(shares[at, h].sum() / seen[at])
        taken += _exchange(rng, tables, fit, holder, turn % 2)
        for level in range(levels):
            at = holder[level]
            missing = _draw_missing(rng, tables[level].sum(), shares[at, many].sum(), seen[at])
            _allocate(rng, patterns, tables[level], missing, shares[at], members, ones)
            if level == 0 and turn >= warm_up:
                totals[turn - warm_up] = tables[0].sum() + missing
                occupied += (members > 0).sum() / iterations
                last += exp(log_weight[at, classes - 1]) / iterations
            alpha[at] = _draw_alpha(rng, alpha[at], members, prior)
            _draw_weights(rng, alpha[at], members, log_weight[at], log_rest[at])
            _draw_lambda(rng, members, ones, lam[at], dual[at])
            _rescale(
                rng, patterns, tables[level], alpha[at], lam[at], dual[at], log_weight[at], log_rest[at], shares[at]
            )
            _swap(rng, alpha[at], lam[at], dual[at], log_weight[at], log_rest[at])
    offers = max(1, (warm_up + iterations) * (levels - 1) // 2)
    return totals, last, occupied, taken / offers


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _exchange(rng, tables, fit, holder, first):  # type: ignore[no-untyped-def]
    """Each second level offers its state to the next; returns how many offers were taken.

    The densities are those of the tables, Σ count · log P(history | on a list): n0 is integrated out.
    """
    taken = 0
    for level in range(first, len(holder) - 1, 2):
        one, other = holder[level], holder[level + 1]
        found = 0.0
        for h in range(tables.shape[1]):
            found += (tables[level, h] - tables[level + 1, h]) * (fit[other, h] - fit[one, h])
        if found > -rng.standard_exponential():
            holder[level], holder[level + 1] = other, one
            taken += 1
    return taken


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _shares(patterns, lam, dual, log_weight, shares):  # type: ignore[no-untyped-def]
    """Fills in π_k P(history | class k), the last row for the history of nothing; returns P(on a list)."""
    seen = 0.0
    for k in range(len(log_weight)):
        weight = exp(log_weight[k])
        for h in range(len(patterns)):
            product = weight
            for j in range(patterns.shape[1]):
                product *= lam[k, j] if patterns[h, j] else dual[k, j]
            shares[h, k] = product
        rest, listed = 1.0, 0.0
        for j in range(patterns.shape[1]):
            listed += rest * lam[k, j]
            rest *= dual[k, j]
        shares[-1, k] = weight * rest
        seen += weight * listed
    return seen


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _draw_missing(rng, observed, unseen, seen):  # type: ignore[no-untyped-def]
    """n0, as a Poisson number with a gamma mean; the prior of N is 1/N."""
    mean = rng.standard_gamma(float(observed)) * unseen / seen
    return np.int64(mean) if mean > LARGE else np.int64(rng.poisson(mean))


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _allocate(rng, patterns, counts, missing, shares, members, ones):  # type: ignore[no-untyped-def]
    """Draws how many of each history belong to which class: a multinomial as binomials one after another."""
    members[:] = 0
    ones[:] = 0
    classes = len(members)
    for h in range(len(counts) + 1):
        left = missing if h == len(counts) else counts[h]
        rest = shares[h].sum()
        for k in range(classes):
            if left == 0:
                break
            drawn = left if k == classes - 1 or shares[h, k] >= rest else rng.binomial(left, shares[h, k] / rest)
            rest -= shares[h, k]
            left -= drawn
            members[k] += drawn
            if h < len(counts):
                for j in range(patterns.shape[1]):
                    if patterns[h, j]:
                        ones[k, j] += drawn


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _log_density(log_alpha, members, prior):  # type: ignore[no-untyped-def]
    """Of log α given the classes' counts, up to a constant."""
    alpha = exp(log_alpha)
    found = prior[0] * log_alpha - prior[1] * alpha
    later = members.sum()
    for k in range(len(members) - 1):
        if later == 0:
            break  # what is empty says nothing
        found += log_alpha - lgamma(1.0 + alpha + later)
        later -= members[k]
        found += lgamma(alpha + later)
    return found


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _draw_alpha(rng, alpha, members, prior):  # type: ignore[no-untyped-def]
    now = log(alpha)
    level = _log_density(now, members, prior) - rng.standard_exponential()
    low = now - WIDTH * rng.random()
    high = low + WIDTH
    while _log_density(low, members, prior) > level:
        low -= WIDTH
    while _log_density(high, members, prior) > level:
        high += WIDTH
    while True:
        tried = low + (high - low) * rng.random()
        if _log_density(tried, members, prior) >= level:
            return exp(tried)
        if tried < now:
            low = tried
        else:
            high = tried


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _log_gamma(rng, shape):  # type: ignore[no-untyped-def]
    """The logarithm of a gamma variable, also where the variable is smaller than any float."""
    if shape >= 1.0:
        return log(rng.standard_gamma(shape))
    return log(rng.standard_gamma(shape + 1.0)) - rng.standard_exponential() / shape


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _draw_weights(rng, alpha, members, log_weight, log_rest):  # type: ignore[no-untyped-def]
    """π by its sticks: log_rest[k] is the logarithm of what is left after class k."""
    later = members.sum()
    left = 0.0
    last = len(members) - 1
    for k in range(last):
        later -= members[k]
        broken, kept = _log_gamma(rng, 1.0 + members[k]), _log_gamma(rng, alpha + later)
        both = max(broken, kept) + log1p(exp(-abs(broken - kept)))
        log_weight[k] = left + broken - both
        left += kept - both
        log_rest[k] = left
    log_weight[last] = left
    log_rest[last] = -np.inf


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _draw_lambda(rng, members, ones, lam, dual):  # type: ignore[no-untyped-def]
    for k in range(lam.shape[0]):
        for j in range(lam.shape[1]):
            one = rng.standard_gamma(1.0 + ones[k, j])
            other = rng.standard_gamma(1.0 + members[k] - ones[k, j])
            lam[k, j] = one / (one + other)
            dual[k, j] = other / (one + other)


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _rescale(  # type: ignore[no-untyped-def]
    rng, patterns, counts, alpha, lam, dual, log_weight, log_rest, shares
):
    """Step 4: for each class a Metropolis move λ → c λ, π ∝ π/c, on the likelihood of the observed counts alone."""
    many, observed, lists = len(counts), counts.sum(), lam.shape[1]
    seen = _shares(patterns, lam, dual, log_weight, shares)
    sums, mine = np.zeros(many), np.zeros(many)
    for h in range(many):
        sums[h] = shares[h].sum()
    scale = 1.0  # of shares, sums and seen: a factor common to all classes says nothing, so none is divided by it
    for k in range(len(log_weight)):
        if log_weight[k] < NEGLIGIBLE:
            continue
        step = SCALES[rng.integers(0, len(SCALES))] * rng.standard_normal()
        factor = exp(step)
        if lam[k].max() * factor >= 1.0:
            continue
        weight = exp(log_weight[k])
        grown = log1p(weight * (1.0 / factor - 1.0))
        if log_weight[k] - step - grown < NEGLIGIBLE:
            continue
        weight *= scale
        new_seen = seen + weight * (_seen_of(lam[k], factor) / factor - _seen_of(lam[k], 1.0))
        found = -observed * log(new_seen / seen)
        for h in range(many):
            product = weight / factor
            for j in range(lists):
                product *= lam[k, j] * factor if patterns[h, j] else 1.0 - lam[k, j] * factor
            mine[h] = product
            found += counts[h] * log((sums[h] - shares[h, k] + product) / sums[h])
        found += _prior_change(k, -step, grown, alpha, log_weight, log_rest)
        found += lists * step - step - len(log_weight) * grown
        if np.isfinite(found) and found > -rng.standard_exponential():
            _apply(k, step, grown, lam, dual, log_weight, log_rest)
            scale *= exp(grown)
            seen = new_seen
            for h in range(many):
                sums[h] += mine[h] - shares[h, k]
                shares[h, k] = mine[h]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _seen_of(row, factor):  # type: ignore[no-untyped-def]
    rest, listed = 1.0, 0.0
    for value in row:
        listed += rest * value * factor
        rest *= 1.0 - value * factor
    return listed


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _prior_change(k, change, grown, alpha, log_weight, log_rest):  # type: ignore[no-untyped-def]
    """How much log p(π | α) grows; log p = (α − 1) log π_K − Σ log (what is left after class 1 … K − 2)."""
    last = len(log_weight) - 1
    found = (alpha - 1.0) * ((change if k == last else 0.0) - grown)
    for before in range(last - 1):
        if before < k:
            found -= log1p(exp(log_weight[k] - log_rest[before]) * (exp(change) - 1.0)) - grown
        else:
            found += grown
    return found


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _apply(k, step, grown, lam, dual, log_weight, log_rest):  # type: ignore[no-untyped-def]
    for j in range(lam.shape[1]):
        lam[k, j] *= exp(step)
        dual[k, j] = 1.0 - lam[k, j]
    for before in range(len(log_weight) - 1):
        change = log1p(exp(log_weight[k] - log_rest[before]) * (exp(-step) - 1.0)) if before < k else 0.0
        log_rest[before] += change - grown
    log_weight[k] -= step
    log_weight -= grown


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _swap(rng, alpha, lam, dual, log_weight, log_rest):  # type: ignore[no-untyped-def]
    """Step 5: the likelihood doesn't change, the prior of π does."""
    last = len(log_weight) - 1
    for k in range(last):
        if k == last - 1:
            left = log_weight[k]
            ratio = (alpha - 1.0) * (log_weight[k] - log_weight[last])
        else:
            one, other = log_weight[k], log_rest[k + 1]
            left = max(one, other) + log1p(exp(-abs(one - other)))
            ratio = log_rest[k] - left
        if ratio > -rng.standard_exponential():
            log_rest[k] = left
            log_weight[k], log_weight[k + 1] = log_weight[k + 1], log_weight[k]
            for j in range(lam.shape[1]):
                lam[k, j], lam[k + 1, j] = lam[k + 1, j], lam[k, j]
                dual[k, j], dual[k + 1, j] = dual[k + 1, j], dual[k, j]
