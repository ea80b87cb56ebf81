"""Numbers that a person set: what was judged takes the place of what was read.

Rules:
* A role that was set is sure: its value is the only candidate; *illegible* and *absent* leave it without a value.
* A role that was not set keeps its candidates, under the condition that the others are as they were set.

Not here: whose numbers they are (`persons`).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from probata.linkage.numbers import Candidate, ExhibitNumbers, NumberReading, NumberSet, Status

WITHOUT_VALUE: Mapping[str, Status] = {"illegible": "illegible", "absent": "absent"}
Said = Mapping[str, str]  # value, or illegible, or absent, by role


def with_judged(read: Mapping[str, ExhibitNumbers], judged: Mapping[str, Said]) -> dict[str, ExhibitNumbers]:
    """``read`` with what people set.

    Args:
        read: what `numbers.numbers` gives, by hex digest.
        judged: for some exhibits what was set for some roles; exhibits that were not read are left out.
    """
    return {exhibit: _set(found, judged[exhibit]) if exhibit in judged else found for exhibit, found in read.items()}


def _set(found: ExhibitNumbers, said: Said) -> ExhibitNumbers:
    by_role = {
        role: _reading(reading, said[role]) if role in said else reading for role, reading in found.by_role.items()
    }
    return replace(found, by_role=by_role, sets=_sets(found.sets, said))


def _reading(read: NumberReading, said: str) -> NumberReading:
    if said in WITHOUT_VALUE:
        return NumberReading(read.role, "", WITHOUT_VALUE[said], 1.0)
    return NumberReading(read.role, said, "read", 1.0, (Candidate(said, 1.0),), read.box)


def _sets(read: tuple[NumberSet, ...], said: Said) -> tuple[NumberSet, ...]:
    """The candidates with the roles that were set, equal ones put together, their probabilities adding up to one."""
    given = {role: "" if value in WITHOUT_VALUE else value for role, value in said.items()}
    mass: dict[tuple[tuple[str, str], ...], float] = defaultdict(float)
    for each in read or (NumberSet((), 1.0),):
        values = {**dict(each.values), **given}
        mass[tuple(sorted((role, value) for role, value in values.items() if value))] += each.confidence
    whole = sum(mass.values())
    if not whole or not given.get("detainee", "kept"):
        return ()
    ranked = sorted(mass.items(), key=lambda each: (-each[1], each[0]))
    return tuple(NumberSet(values, confidence / whole) for values, confidence in ranked if dict(values).get("detainee"))
