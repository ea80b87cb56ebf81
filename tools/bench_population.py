"""How fast the Bayesian estimates of a population's size are, and their figures beside the reference.

The reference figures are published, or were computed once with the R packages named in docs/methods. Tables are the
ones of the tests; five lists and 40 histories are made (seed 1). Times are clock seconds in this process, compiled code
warmed once before; what compiling takes is said apart (it is kept beside the source and spent once a machine).

    python tools/bench_population.py [--iterations 100000]
"""

import argparse
import time

import numpy as np

from bench_machine import machine
from probata.statistics.population import dga, lcmcr
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists

AIM_DGA, AIM_LCMCR = 1.0, 20.0
KOSOVO = (0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27)
HEPATITIS_A = (0, 69, 55, 21, 63, 17, 18, 28)
REFERENCE = {
    "dga kosovo": "mean 12,749.348196 [9,827, 12,595, 16,544]",
    "lcmcr kosovo": "mean 10,668 [8,926, 10,395, 13,917] and 10,566 [8,562, 10,370, 13,559] (two seeds)",
    "lcmcr hepatitis_a": "mean 537 [366, 512, 861]",
}


def made(k: int, persons: int, seed: int = 1) -> Lists:
    """A table of k lists that persons of two kinds are on."""
    rng = np.random.default_rng(seed)
    chances = np.where(rng.random((persons, 1)) < 0.8, rng.uniform(0.05, 0.2, k), rng.uniform(0.2, 0.6, k))
    counts = np.bincount((rng.random((persons, k)) < chances) @ (1 << np.arange(k)), minlength=1 << k)
    counts[0] = 0
    return Lists(tuple(f"L{place + 1}" for place in range(k)), counts)


def said(outcome: Outcome) -> str:
    """Mean, ends and median of an estimate."""
    if not isinstance(outcome, Population):
        return outcome.code
    median = float(str(outcome.diagnostics["median"]))
    return f"mean {outcome.estimate:,.6f} [{outcome.interval.low:,.0f}, {median:,.0f}, {outcome.interval.high:,.0f}]"


def main() -> None:
    """Prints the machine, then a line a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--iterations", type=int, default=100_000)
    wanted = parser.parse_args()
    print(" · ".join(f"{name} {value}" for name, value in machine().items()))
    kosovo = Lists(("EXH", "ABA", "OSCE", "HRW"), np.array(KOSOVO))
    hepatitis = Lists(("A", "B", "C"), np.array(HEPATITIS_A))
    start = time.perf_counter()
    lcmcr.estimate(hepatitis, iterations=100, warm_up=0)
    print(f"lcmcr, first call (compiling, or reading what was compiled): {time.perf_counter() - start:.1f} s")
    five = made(5, 3000)
    many = made(6, 1500)
    few = Lists(many.names, np.where(np.arange(64) < np.flatnonzero(many.counts)[39] + 1, many.counts, 0))
    long = wanted.iterations
    _line("dga kosovo", AIM_DGA, lambda: dga.estimate(kosovo, delta=1 / 16, max_missing=26_400))
    _line(f"dga, five lists, {five.observed:,} observed", AIM_DGA, lambda: dga.estimate(five))
    for name, lists in (("kosovo", kosovo), ("hepatitis_a", hepatitis)):
        _line(f"lcmcr {name}", AIM_LCMCR, lambda lists=lists: lcmcr.estimate(lists))  # type: ignore[misc]
    for name, lists in (("kosovo", kosovo), (f"{np.count_nonzero(few.counts)} histories", few)):
        _line(
            f"lcmcr {name}, 4 × {long:,} iterations without a ladder",
            AIM_LCMCR,
            lambda lists=lists: lcmcr.estimate(lists, iterations=long, levels=1),  # type: ignore[misc]
        )


def _line(name: str, aim: float, call) -> None:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    found = call()
    took = time.perf_counter() - start
    reference = f"; reference {REFERENCE[name]}" if name in REFERENCE else ""
    print(f"{name}: {took:.2f} s (aim {aim:g} s): {said(found)}{reference}")


if __name__ == "__main__":
    main()
