"""What an examiner is shown, and when: blind first, with context later, and no more pictures a day than agreed.

Rules:
* In a blind pass an item is its number and its photographs: no path, branch, story, class, nor any coding, own or
  another's. `Blind` has no place for more.
* In the pass with context there are also paths, numbers, class, and the examiner's own earlier codings; never those
  of another.
* An item is open in the pass with context once the examiner has finished that unit in the blind pass, repeats included:
  what is known can't be forgotten for the second blind look.
* Exposure is a dose: pictures opened unveiled are counted by examiner and day (UTC), whatever became of the coding.

Not here: who codes what (`assignment`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from probata.examination.assignment import Item
from probata.ledger.examinations import Coding

State = Literal["coded", "waiting", "closed"]
Key = tuple[str, str, int]  # examiner, unit, occasion


@dataclass(frozen=True, slots=True)
class Blind:
    """An item as it is shown in a blind pass: its number, and photographs by digest in hex."""

    number: str
    photographs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a unit, for the pass with context.

    Attributes:
        paths: by which each photograph was received.
        numbers: value by role, where one was read.
        class_: of the person, or of the photograph.
    """

    paths: tuple[str, ...]
    numbers: Mapping[str, str]
    class_: str


@dataclass(frozen=True, slots=True)
class InContext:
    """An item as it is shown with context.

    Attributes:
        number: of the item.
        photographs: digests in hex.
        unit: digest in hex.
        known: of the unit.
        earlier: the examiner's own codings of this unit, the oldest first.
    """

    number: str
    photographs: tuple[str, ...]
    unit: str
    known: Known
    earlier: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an examiner is.

    Attributes:
        examiner: the examiner's code.
        given: items in the list.
        coded: of these.
        waiting: of these, can be coded now.
        closed: of these, not before the blind pass of the unit is finished.
    """

    examiner: str
    given: int
    coded: int
    waiting: int
    closed: int


def blind(item: Item) -> Blind:
    """What is shown of an item in a blind pass."""
    return Blind(item.number, item.photographs)


def in_context(item: Item, known: Known, codings: Iterable[Coding]) -> InContext:
    """What is shown of an item in the pass with context; of the codings only the examiner's own on this unit."""
    own = tuple(each for each in codings if each.examiner == item.examiner and each.unit == item.unit)
    return InContext(item.number, item.photographs, item.unit, known, own)


def coded(codings: Iterable[Coding]) -> frozenset[Key]:
    """Which items are coded."""
    return frozenset((each.examiner, each.unit, each.occasion) for each in codings)


def states(
    given: Sequence[Item],
    done: frozenset[Key],
    blind_items: Sequence[Item] | None = None,
    blind_done: frozenset[Key] = frozenset(),
) -> tuple[State, ...]:
    """The state of each item.

    Args:
        given: items of one assignment.
        done: which of them are coded.
        blind_items: for a pass with context, all items given in blind passes on the same sample; None: this is a blind
            pass, in which everything is open.
        blind_done: which of these are coded.

    Returns:
        One state for each item. ``closed``: the examiner has not finished the unit in a blind pass.
    """
    opened: dict[tuple[str, str], bool] = {}
    for item in blind_items or ():
        key = item.examiner, item.unit
        opened[key] = opened.get(key, True) and (*key, item.occasion) in blind_done
    found: list[State] = []
    for item in given:
        if (item.examiner, item.unit, item.occasion) in done:
            found.append("coded")
        elif blind_items is None or opened.get((item.examiner, item.unit), False):
            found.append("waiting")
        else:
            found.append("closed")
    return tuple(found)


def progress(given: Sequence[Item], found: Sequence[State]) -> tuple[Progress, ...]:
    """How far each examiner is, in the order of the items."""
    counts = Counter((item.examiner, state) for item, state in zip(given, found, strict=True))
    examiners = dict.fromkeys(item.examiner for item in given)
    return tuple(
        Progress(
            each,
            sum(counts[each, state] for state in ("coded", "waiting", "closed")),
            counts[each, "coded"], counts[each, "waiting"], counts[each, "closed"],
        )
        for each in examiners
    )  # fmt: skip


def not_blind_before(given: Sequence[Item], blind_items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of a pass with context whose unit the examiner was never given blind: they could never be opened."""
    known = {(item.examiner, item.unit) for item in blind_items}
    return tuple(item for item in given if (item.examiner, item.unit) not in known)


def exposure(codings: Iterable[Coding]) -> dict[tuple[str, str], int]:
    """Pictures opened unveiled, by examiner and day.

    Args:
        codings: all that were made (`Examination.opened`): a picture that was opened stays opened, also where the
            coding was replaced.

    Returns:
        By the examiner's code and the day (UTC, as 2012-05-03), sorted; days on which none was opened are absent.
    """
    opened: Counter[tuple[str, str]] = Counter()
    for each in codings:
        if each.opened:
            opened[each.examiner, each.at.date().isoformat()] += each.opened
    return dict(sorted(opened.items()))


def left_today(codings: Iterable[Coding], examiner: str, day: str, most: int) -> int | None:
    """How many pictures an examiner may still open on a day (as 2012-05-03, UTC); None: there is no cap.

    Args:
        codings: all that were made.
        examiner: the examiner's code.
        day: which day.
        most: how many a day; 0: no cap.
    """
    return None if most == 0 else max(0, most - exposure(codings).get((examiner, day), 0))
