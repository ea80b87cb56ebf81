"""Persons of the findings beside the true ones: how many, which pairs, who was merged and who was split."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from probata.proficiency.agreement import Record, label, pairs
from probata.proficiency.calibration import Calibration, calibration
from probata.proficiency.truth import TruthLine

DOUBT_BELOW = 0.9


@dataclass(frozen=True, slots=True)
class Mixed:
    """A found person that joins photographs of several true ones.

    Attributes:
        person: label in the findings.
        persons: the true ones, the one with the most photographs first.
        photographs: of each of them, in that order.
        probability: the least that the findings give to a photograph that isn't of the first.
        doubted: whether that is below `DOUBT_BELOW`.
    """

    person: str
    persons: tuple[str, ...]
    photographs: tuple[int, ...]
    probability: float
    doubted: bool


@dataclass(frozen=True, slots=True)
class PersonsScore:
    """Persons.

    Attributes:
        true: persons in the archive.
        true_numbered: of them, persons with any digit of a number visible in any photograph.
        found: persons in the findings.
        error: (found − true) ÷ true; 0 where there is none.
        pair_precision, pair_recall, pair_f1: pairs of photographs of one person, over photographs that show one.
        unassigned: photographs of persons that the findings give to nobody.
        strange: exhibits given to a person that show none.
        merged: found persons that join photographs of several true ones.
        merged_silently: of them, those of which the findings do not doubt a photograph that doesn't belong.
        split: true persons whose photographs were given to several.
        mixed: the merged ones.
        calibration: of the probability that a photograph shows the person that it is given to: the one that prevails
            among that person's photographs.
    """

    true: int
    true_numbered: int
    found: int
    error: float
    pair_precision: float
    pair_recall: float
    pair_f1: float
    unassigned: int
    strange: int
    merged: int
    merged_silently: int
    split: int
    mixed: tuple[Mixed, ...]
    calibration: Calibration


def score_persons(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> PersonsScore:
    """Persons of the findings against the true ones."""
    shown = {sha: line for sha, line in photographs.items() if line.person}
    given = {sha: label(record, "person") for sha, record in found.items()}
    agreement = pairs((line.person, given.get(sha)) for sha, line in shown.items())
    true = len({line.person for line in shown.values()})
    mixed = tuple(_mixed(shown, found))
    named = len({person for person in given.values() if person is not None})
    return PersonsScore(
        true=true,
        true_numbered=len({n.person for n in shown.values() if n.class_ == "person-with-number"}),
        found=named,
        error=(named - true) / true if true else 0.0,
        pair_precision=agreement.precision,
        pair_recall=agreement.recall,
        pair_f1=agreement.f1,
        unassigned=sum(given.get(sha) is None for sha in shown),
        strange=sum(person is not None and sha not in shown for sha, person in given.items()),
        merged=len(mixed),
        merged_silently=sum(not each.doubted for each in mixed),
        split=_split(shown, given),
        mixed=mixed,
        calibration=calibration(_answers(shown, found)),
    )


def _members(shown: Mapping[str, TruthLine], found: Mapping[str, Record]) -> dict[str, list[str]]:
    """Photographs that show a person, by the person that they were given to."""
    members: dict[str, list[str]] = defaultdict(list)
    for sha in shown:
        person = label(found.get(sha), "person")
        if person is not None:
            members[person].append(sha)
    return members


def _mixed(shown: Mapping[str, TruthLine], found: Mapping[str, Record]) -> Iterator[Mixed]:
    for person, photographs in sorted(_members(shown, found).items()):
        counts = Counter(shown[sha].person for sha in photographs).most_common()
        if len(counts) > 1:
            least = min(_probability(found[sha]) for sha in photographs if shown[sha].person != counts[0][0])
            names, sizes = zip(*counts, strict=True)
            yield Mixed(person, names, sizes, least, least < DOUBT_BELOW)


def _split(shown: Mapping[str, TruthLine], given: Mapping[str, str | None]) -> int:
    found: dict[str, set[str]] = defaultdict(set)
    for sha, line in shown.items():
        person = given.get(sha)
        if person is not None:
            found[line.person].add(person)
    return sum(len(names) > 1 for names in found.values())


def _answers(shown: Mapping[str, TruthLine], found: Mapping[str, Record]) -> Iterator[tuple[float, bool]]:
    for photographs in _members(shown, found).values():
        prevails = Counter(shown[sha].person for sha in photographs).most_common(1)[0][0]
        yield from ((_probability(found[sha]), shown[sha].person == prevails) for sha in photographs)


def _probability(record: Record) -> float:
    value = record.get("probability")
    return float(value) if isinstance(value, int | float) else 1.0
