"""Links between persons on photographs and records of lists: by numbers, and by when.

Rules:
* A photograph has no name. A person on photographs is linked to a record only by a number that both state; the archive
  is a list only as far as its persons are so identified. Where no number is read, or no list states one, it is refused.
* A number that is the same in a series that restarts, or that several branches give, can be of several persons. All
  persons with the number whose branch and dates don't contradict the record share the probability; where the branch
  isn't stated on both sides, so do as many others as an archive's number has holders on average.
* The probability is a stated rule, not calibrated: `READ` for a detainee's or examination number that is the same.
  A person judges; judged links have probability 1 or 0.

Not here: reading numbers and grouping photographs (`probata.linkage`, which may not be imported here): plain values
are handed in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from probata.lists.judged import DIFFERENT, SAME, JudgedPair
from probata.lists.records import Record
from probata.lists.spans import Span, Unknown
from probata.statistics.outcome import Refused

READ = 0.95
LEAST_SHARE = 0.5
BEFORE, AFTER = timedelta(days=31), timedelta(days=92)
OTHER_TIME = 0.1
KEYS = ("detainee", "examination")
NOT_DATED = Unknown()


@dataclass(frozen=True, slots=True)
class Photographed:
    """A person on photographs.

    Attributes:
        unit: the smallest digest among their photographs, in hex.
        photographs: digests of all of them.
        numbers: read or judged on them, in Western digits, by role; those that are known.
        taken: the days between which they were taken.
        class_: of the person: detainee, soldier, civilian or unknown.
    """

    unit: str
    photographs: tuple[str, ...]
    numbers: Mapping[str, str]
    taken: Span | Unknown = NOT_DATED
    class_: str = "unknown"


@dataclass(frozen=True, slots=True)
class PhotographLink:
    """A record and a person on photographs.

    Attributes:
        record: the record.
        unit: of the person.
        probability: that they are one; 1 or 0 where it was judged.
        judged: same, different, cannot tell; "" where nobody judged.
        reasons: why, in words.
    """

    record: Record
    unit: str
    probability: float
    judged: str
    reasons: tuple[str, ...]


def photograph_links(
    records: Sequence[Record], persons: Sequence[Photographed], judged: Iterable[JudgedPair] = ()
) -> tuple[PhotographLink, ...] | Refused:
    """The links, sorted by record, the most probable first; or why there can be none.

    Args:
        records: of lists.
        persons: on photographs.
        judged: judgements that hold; of a record and a photograph of a person.
    """
    said = _said(records, persons, judged)
    numbered = [person for person in persons if any(role in person.numbers for role in KEYS)]
    if not said:
        if not numbered:
            return Refused(
                "photographs-without-numbers",
                "no number that names a person is known on any photograph, so the archive is a count and not a list",
                "read or judge numbers on photographs, or judge records and photographs the same",
            )
        if not any(role in record.numbers for record in records for role in KEYS):
            return Refused(
                "lists-without-numbers",
                "no list states a number that photographs show, so none of its records can be found on them",
                "name the columns of numbers in [lists.columns], or judge records and photographs the same",
            )
    found: dict[tuple[int, str], PhotographLink] = {}
    for role in KEYS:
        for i, link in _by_number(records, numbered, role):
            before = found.get((i, link.unit))
            if before is None or link.probability > before.probability:
                found[i, link.unit] = link
    for (i, unit), verdict in said.items():
        old = found.get((i, unit))
        p = {SAME: 1.0, DIFFERENT: 0.0}.get(verdict, 0.0 if old is None else old.probability)
        found[i, unit] = PhotographLink(records[i], unit, p, verdict, () if old is None else old.reasons)
    order = sorted(found, key=lambda key: (key[0], -found[key].probability, key[1]))
    return tuple(found[key] for key in order)


def _said(
    records: Sequence[Record], persons: Sequence[Photographed], judged: Iterable[JudgedPair]
) -> dict[tuple[int, str], str]:
    place = {record.digest.hex: i for i, record in enumerate(records)}
    unit = {photograph: person.unit for person in persons for photograph in person.photographs}
    found = {}
    for each in judged:
        for one, other in ((each.a, each.b), (each.b, each.a)):
            if one in place and other in unit:
                found[place[one], unit[other]] = each.verdict
    return dict(sorted(found.items()))


def _by_number(
    records: Sequence[Record], persons: Sequence[Photographed], role: str
) -> Iterable[tuple[int, PhotographLink]]:
    holders: dict[str, list[Photographed]] = defaultdict(list)
    for person in persons:
        if role in person.numbers:
            holders[person.numbers[role]].append(person)
    each_has = sum(map(len, holders.values())) / len(holders) if holders else 1.0
    for i, record in enumerate(records):
        number = record.numbers.get(role)
        of = [person for person in holders.get(number or "", ()) if not _other_branch(record, person)]
        share = [1.0 if _at_the_time(record, person) else OTHER_TIME for person in of]
        sure = all("branch" in record.numbers and "branch" in person.numbers for person in of)
        more = 0.0 if sure else each_has - 1
        for person, weight in zip(of, share, strict=True):
            p = round(READ * weight / (sum(share) + more), 6)
            yield i, PhotographLink(record, person.unit, p, "", tuple(_reasons(record, person, role, len(of))))


def _other_branch(record: Record, person: Photographed) -> bool:
    one, other = record.numbers.get("branch"), person.numbers.get("branch")
    return one is not None and other is not None and one != other


def _at_the_time(record: Record, person: Photographed) -> bool:
    """Whether the photographs can have been taken about when the record says; unknown contradicts nothing."""
    if isinstance(record.date, Unknown) or isinstance(person.taken, Unknown):
        return True
    first, last = _moved(record.date.first, -BEFORE), _moved(record.date.last, AFTER)
    return person.taken.first <= last and first <= person.taken.last


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _reasons(record: Record, person: Photographed, role: str, holders: int) -> Iterable[str]:
    yield f"{role} number: the same" + ("" if holders == 1 else f"; {holders} persons on photographs have it")
    if "branch" in record.numbers and "branch" in person.numbers:
        yield "branch number: the same"
    if isinstance(record.date, Span) and isinstance(person.taken, Span):
        yield "photographed " + ("about then" if _at_the_time(record, person) else "at another time")


def best_links(links: Iterable[PhotographLink]) -> dict[str, str]:
    """The person on photographs by record's name: the most probable link of at least one half; judged ones first."""
    found: dict[str, tuple[float, str]] = {}
    for link in links:
        if link.probability >= LEAST_SHARE and link.probability > found.get(link.record.name, (0.0, ""))[0]:
            found[link.record.name] = link.probability, link.unit
    return {name: unit for name, (_, unit) in sorted(found.items())}
