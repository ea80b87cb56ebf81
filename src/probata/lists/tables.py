"""From persons made of linked records to who is on which lists: the best table, and a table for each draw.

Rules:
* A person is on a list if any of their records is. Two records of one person in one list count once.
* A stratum is a word about a person: the value that most of their records give, of equally many the first in order;
  ``unknown`` where none gives one.
* Persons who are on none of the lists that are asked for are left out.

Not here: estimates (`probata.statistics.population`), and photographs as a list (`photographed`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probata.errors import BadInput
from probata.lists import persons
from probata.lists.linking import Linked
from probata.lists.records import Record
from probata.lists.spans import Span, Unknown
from probata.statistics.population.lists import MOST_LISTS, Lists

NONE, UNKNOWN = "none", "unknown"
STRATA = (NONE, "year", "place", "sex")
ALL = "all"
DRAWS = 50
SEED = 1
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tabled:
    """Persons by history.

    Attributes:
        best: of the best partition.
        draws: of each draw.
    """

    best: Lists
    draws: tuple[Lists, ...]


def tables(
    linked: Linked, *, names: Sequence[str] = (), strata: str = NONE, draws: int = DRAWS, seed: int = SEED
) -> Mapping[str, Tabled]:
    """Who is on which lists, by stratum.

    Args:
        linked: records with their links.
        names: of the lists that are used; empty: all.
        strata: one of `STRATA`.
        draws: how many partitions are drawn.
        seed: of the draws.

    Returns:
        By stratum, sorted; without strata `ALL` alone.

    Raises:
        BadInput: no such list or stratum, none or too many lists.
    """
    used = tuple(names) or linked.names
    unknown = [name for name in used if name not in linked.names]
    if unknown or not 1 <= len(used) <= MOST_LISTS:
        raise BadInput(
            "lists",
            expected=f"1 to {MOST_LISTS} of {', '.join(linked.names) or 'none'}",
            found=", ".join(used) or "none",
        )
    if strata not in STRATA:
        raise BadInput("strata", expected=", ".join(STRATA), found=strata[:80])
    place = {name: k for k, name in enumerate(used)}
    bits = np.array([1 << place[r.list] if r.list in place else 0 for r in linked.records], np.int64)
    values = [stratum_of(record, strata) for record in linked.records]
    words = sorted({*values, UNKNOWN} if strata != NONE else {ALL})
    code = np.array([words.index(value) for value in values], np.int64)
    unstated = words.index(UNKNOWN) if strata != NONE else -1
    best = _by_stratum(persons.best(linked), bits, code, unstated, len(words), used)
    drawn = [_by_stratum(row, bits, code, unstated, len(words), used) for row in persons.draws(linked, draws, seed)]
    seen = [k for k in range(len(words)) if best[k].observed or any(each[k].observed for each in drawn)]
    return {words[k]: Tabled(best[k], tuple(each[k] for each in drawn)) for k in seen or [0]}


def stratum_of(record: Record, strata: str) -> str:
    """The stratum that one record gives its person."""
    match strata:
        case "year":
            when = record.date
            return str(when.first.year) if isinstance(when, Span) and when.first.year == when.last.year else UNKNOWN
        case "place":
            return UNKNOWN if isinstance(record.place, Unknown) else record.place
        case "sex":
            return UNKNOWN if isinstance(record.sex, Unknown) else record.sex
    return ALL


def histories(labels: npt.NDArray[np.int32], bits: Ints) -> Ints:
    """By person the history: the bits of all their records."""
    found = np.zeros(int(labels.max(initial=-1)) + 1, np.int64)
    np.bitwise_or.at(found, labels, bits)
    return found


def _by_stratum(
    labels: npt.NDArray[np.int32], bits: Ints, code: Ints, unstated: int, words: int, used: Sequence[str]
) -> list[Lists]:
    history = histories(labels, bits)
    stratum = _stratum_of_persons(labels, code, unstated, len(history))
    found = []
    for k in range(words):
        counts = np.bincount(history[stratum == k], minlength=1 << len(used)).astype(np.int64)
        counts[0] = 0
        found.append(Lists(tuple(used), counts))
    return found


def _stratum_of_persons(labels: npt.NDArray[np.int32], code: Ints, unstated: int, persons_: int) -> Ints:
    """By person the stratum that most of their records give."""
    found = np.full(persons_, max(unstated, 0), np.int64)
    stated = code != unstated
    pairs, counts = np.unique(np.column_stack([labels[stated], code[stated]]), axis=0, return_counts=True)
    for row in np.lexsort((-pairs[:, 1], counts)):  # the most frequent, of equally many the first, is written last
        found[pairs[row, 0]] = pairs[row, 1]
    return found
