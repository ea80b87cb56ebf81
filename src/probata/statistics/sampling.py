r"""Draws samples by hash, so that anybody can draw them again, and longer ones without drawing anew.

Rules:
* A unit's place is the SHA-256 of seed, line feed and identifier; the smallest come first. Nobody can choose who is
  drawn but by choosing the seed, and the seed is recorded before anything is looked at.
* The sample of n + k units contains the sample of n: all are the beginnings of one sequence, with strata too.

Anybody can re-make a place: ``printf '%s\n%s' SEED IDENTIFIER | sha256sum``.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import heapify, heapreplace

from probata.errors import UsageError

LEAST_PER_STRATUM = 2
LEAST_EXPECTED = 5


def place(unit: str, seed: str) -> str:
    """The SHA-256 of seed, line feed and identifier (UTF-8), in hex: where the unit stands in the order of drawing."""
    return hashlib.sha256(f"{seed}\n{unit}".encode("utf-8", "surrogatepass")).hexdigest()


def in_order(units: Iterable[str], seed: str) -> list[str]:
    """All units in the order of drawing: simple random sampling without replacement is its beginning.

    Source: "permanent random numbers", Ohlsson, "Coordination of samples using permanent random numbers", in Cox et
    al. (eds.), Business Survey Methods (1995), chapter 9; the random number here is a hash.
    """
    return sorted(units, key=lambda unit: (place(unit, seed), unit))


def draw(strata: Mapping[str, str], seed: str, size: int, shares: Mapping[str, float] | None = None) -> list[str]:
    """A stratified sample: within each stratum by hash, the strata in turns.

    Each stratum gives two units first (so that it has a variance), the larger share first; then the next unit always
    comes from the stratum with the largest share ÷ (2 × units drawn + 1). That rule of allocation is house-monotone:
    a longer sample takes no unit back.

    Source: Balinski and Young, Fair Representation (1982), the method of Webster and Sainte-Laguë.

    Args:
        strata: stratum by unit; one stratum for all gives a simple random sample.
        seed: recorded text.
        size: how many units, at most as many as there are.
        shares: the share of the sample by stratum, in any unit; None: in proportion to the units.

    Returns:
        The units in the order of drawing.

    Raises:
        UsageError: the size is out of range, or a stratum has no share above zero.
    """
    if not 0 <= size <= len(strata):
        raise UsageError("the sample's size", expected=f"0 to {len(strata):,} units", found=f"{size:,}")
    waiting: dict[str, list[str]] = {}
    for unit in reversed(in_order(strata, seed)):
        waiting.setdefault(strata[unit], []).append(unit)
    share = {name: float(len(units)) for name, units in waiting.items()} if shares is None else dict(shares)
    if any(not share.get(name, 0.0) > 0 for name in waiting):
        raise UsageError("shares of the sample", expected="one above zero for each stratum", found=str(dict(share)))
    by_share = sorted(waiting, key=lambda name: (-share[name], name))
    first = [name for turn in range(LEAST_PER_STRATUM) for name in by_share if len(waiting[name]) > turn]
    drawn = [waiting[name].pop() for name in first[:size]]
    taken = Counter(first[:size])
    line = [(-share[name] / (2 * taken[name] + 1), name) for name in by_share]
    heapify(line)
    while len(drawn) < size:
        name = line[0][1]
        if not waiting[name]:
            heapreplace(line, (1.0, name))  # behind all that still have units
            continue
        drawn.append(waiting[name].pop())
        taken[name] += 1
        heapreplace(line, (-share[name] / (2 * taken[name] + 1), name))
    return drawn


def collapsed(strata: Mapping[str, str], size: int, least: int = LEAST_EXPECTED) -> dict[str, str]:
    """The same strata, neighbours in sorted order put together until each can expect ``least`` sampled units.

    To be done before anything is looked at, so that it can't depend on what is found.

    Args:
        strata: stratum by unit.
        size: how many units will be drawn.
        least: the smallest expected number of sampled units in a stratum.

    Returns:
        Stratum by unit; a joint stratum is named "first to last".
    """
    units = Counter(strata.values())
    needed = least * len(strata) / size if size else len(strata)
    joint: list[list[str]] = []
    room = 0.0
    for name in sorted(units):
        if not joint or room >= needed:
            joint.append([])
            room = 0.0
        joint[-1].append(name)
        room += units[name]
    if len(joint) > 1 and room < needed:
        last = joint.pop()
        joint[-1] += last
    named = {name: names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}" for names in joint for name in names}
    return {unit: named[name] for unit, name in strata.items()}
