"""Weights: what comparisons say for and against two things being one, in natural log-odds, and the probability of it.

A weight is the logarithm of m ÷ u: how likely the comparison comes out like this where both are one (m), and where they
are not (u). Weights of comparisons are added to the log-odds of the pair before anything was compared.

Source: Fellegi and Sunter, "A theory for record linkage", J. Amer. Statist. Assoc. 64 (1969), section 2.
"""

from math import exp, log

LARGEST = 0.999
_TINY = 1e-300


def log_odds(probability: float) -> float:
    """Natural log-odds; probabilities nearer to 0 or 1 than 1e-12 are taken as that near."""
    bounded = min(max(probability, 1e-12), 1 - 1e-12)
    return log(bounded / (1 - bounded))


def probability(weight: float) -> float:
    """The probability of log-odds, at most 0.999 and at least 0.001: no model is surer than that of itself."""
    bounded = min(max(weight, -40.0), 40.0)
    return min(max(1 / (1 + exp(-bounded)), 1 - LARGEST), LARGEST)


def weight(m: float, u: float) -> float:
    """ln(m ÷ u)."""
    return log(max(m, _TINY)) - log(max(u, _TINY))
