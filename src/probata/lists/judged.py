"""What people judged of pairs of records, as the linkage uses it.

Rules:
* A judged pair has probability 1 or 0 in every later run. *Cannot tell* leaves it as it is, and it is not asked again.
* Same and same is same. Where judgements contradict one another (a and b same, b and c same, a and c different), all
  of them are named, and the three stay together until one is undone: nobody's judgement is dropped in silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from probata.digest import Digest
from probata.lists.records import Record

SAME, DIFFERENT, CANNOT_TELL = "same", "different", "cannot tell"
RECORD = "record"


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A judgement that holds.

    Attributes:
        a: digest of a record, or of an exhibit, in hex.
        b: of the other.
        verdict: same, different or cannot tell.
    """

    a: str
    b: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two records that were judged different, though judgements of others make them the same person.

    Attributes:
        a: one record, as list and row.
        b: the other.
        chain: the records between which judgements say *same*, from ``a`` to ``b``.
    """

    a: str
    b: str
    chain: tuple[str, ...]


@dataclass(frozen=True)
class JudgedRecords:
    """Judgements between records that there are.

    Attributes:
        verdicts: verdict by places of the two records, the smaller first.
        conflicts: among them.
        unknown: judgements with a photograph, or of a record that is in no list now; they stay in the ledger.
    """

    verdicts: Mapping[tuple[int, int], str]
    conflicts: tuple[Conflict, ...]
    unknown: int


def judged_records(records: Sequence[Record], pairs: Iterable[JudgedPair]) -> JudgedRecords:
    """What was judged, by places of records."""
    place = {record.digest.hex: i for i, record in enumerate(records)}
    verdicts: dict[tuple[int, int], str] = {}
    unknown = 0
    for each in pairs:
        if each.a in place and each.b in place:
            a, b = sorted((place[each.a], place[each.b]))
            verdicts[a, b] = each.verdict
        else:
            unknown += 1
    return JudgedRecords(dict(sorted(verdicts.items())), tuple(_conflicts(records, verdicts)), unknown)


def _conflicts(records: Sequence[Record], verdicts: Mapping[tuple[int, int], str]) -> Iterable[Conflict]:
    near: dict[int, list[int]] = {}
    for (a, b), verdict in sorted(verdicts.items()):
        if verdict == SAME:
            near.setdefault(a, []).append(b)
            near.setdefault(b, []).append(a)
    for (a, b), verdict in sorted(verdicts.items()):
        if verdict == DIFFERENT and (chain := _chain(near, a, b)):
            yield Conflict(records[a].name, records[b].name, tuple(records[i].name for i in chain))


def _chain(near: Mapping[int, Sequence[int]], start: int, end: int) -> list[int]:
    """The shortest way from one record to another over judgements *same*; empty: there is none."""
    came: dict[int, int] = {start: start}
    waiting = [start]
    for one in waiting:
        for other in near.get(one, ()):
            if other not in came:
                came[other] = one
                waiting.append(other)
    if end not in came:
        return []
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]


def order(a: Digest, b: Digest) -> tuple[Digest, Digest]:
    """The two digests as an act holds them."""
    return min(a, b), max(a, b)
