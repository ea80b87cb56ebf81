"""What makes an archive hard on purpose: numbers given again half a year later, clocks that somebody changed.

The truth says what is so; nothing here is told to whoever investigates.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from probata.proficiency.cameras import Body
from probata.proficiency.groups import DAY_MS, Group

LATER_MS = 180 * DAY_MS
_ONE_IN = 6
_FEWEST_SHOTS = 4
_HOURS = (1.5, 9.0)


def half_later(groups: Sequence[Group]) -> tuple[list[Group], int]:
    """The groups with the second half of the persons half a year later.

    Args:
        groups: in the order of time.

    Returns:
        The groups, and the index of the first later one, which begins a session; 0 where there is one session only.
    """
    persons = [i for i, group in enumerate(groups) if group.kind == "person"]
    begins = [i for i in range(1, len(groups)) if groups[i].session != groups[i - 1].session]
    if not persons or not begins:
        return list(groups), 0
    middle = persons[len(persons) // 2]
    first = min(begins, key=lambda i: abs(i - middle))
    return [*groups[:first], *(_moved(group, LATER_MS) for group in groups[first:])], first


def _moved(group: Group, by_ms: int) -> Group:
    return replace(group, shots=tuple(replace(shot, true_ms=shot.true_ms + by_ms) for shot in group.shots))


def with_jumps(cameras: Sequence[Body], groups: Sequence[Group], rng: np.random.Generator) -> list[Body]:
    """The bodies with clocks that were changed between two photographs of a person, in one of six series."""
    series: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        if group.kind == "person" and len(group.shots) >= _FEWEST_SHOTS:
            series[group.body].append(group)
    made = []
    for body in cameras:
        taken = series[body.index]
        count = min(len(taken), max(1, len(taken) // _ONE_IN))
        chosen = sorted(int(i) for i in rng.permutation(len(taken))[:count])
        made.append(replace(body, jumps=tuple(_jump(taken[i], rng) for i in chosen)))
    return made


def _jump(group: Group, rng: np.random.Generator) -> tuple[int, int]:
    """At one of the inner photographs of a series, some hours forward or back."""
    at = int(rng.integers(1, len(group.shots) - 1))
    hours = float(rng.choice([-1, 1]) * rng.uniform(*_HOURS))
    return group.shots[at].true_ms, round(hours * 3600)
