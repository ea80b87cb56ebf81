"""Hostile archives as they were planned, read by a reader that fails in no other way: what a linker is given.

From the plan of a made archive come times, file numbers and cameras as a camera writes them, and numbers as a good
reader reads them where a frame shows them whole. Nothing is drawn, so archives can be large and many.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from probata.linkage.bursts import Bursts, bursts, number_in_name
from probata.linkage.numbers import Candidate, ExhibitNumbers, NumberReading, NumberSet
from probata.linkage.persons import Linked, linked
from probata.linkage.persons_joining import Verdict
from probata.proficiency.groups import START_MS, Group, Shot
from probata.proficiency.misprints import misprinted
from probata.proficiency.parameters import EDITS, ROLES, Parameters
from probata.proficiency.persons_score import PersonsScore, score_persons
from probata.proficiency.plan import plan
from probata.proficiency.truth import TruthLine

HARD: dict[str, dict[str, object]] = {
    "all numbers equal": {"series": "equal"},
    "series restarts": {"series": "restarts"},
    "two branches, one series": {"series": "shared"},
    "branch not written": {"series": "shared", "scheme": ("{detainee}",)},
    "10 % digits misread": {"misprints": 0.1},
    "clock changed in a burst": {"clock": "jumps"},
}
MISREAD = "10 % digits misread"
KEPT_APART = tuple(HARD)
WITHIN = tuple(name for name in HARD if name != MISREAD)  # misread digits still make persons: the interval is too high
_SHOWN_IN = {"full": 0.9, "upper": 0.95, "label": 1.0, "head": 0.1, "detail": 0.2}
_SURE, _DOUBT_BELOW = 0.97, 0.9


@dataclass(frozen=True, slots=True)
class Investigated:
    """What was linked, the score of it, who is truly shown, and the number that was read; by exhibit."""

    linked: Linked
    score: PersonsScore
    person_of: Mapping[str, str]
    read: Mapping[str, tuple[tuple[str, str], ...]]
    numbers: Mapping[str, ExhibitNumbers]
    bursts: Bursts

    @property
    def silent(self) -> list[str]:
        """Found persons that join several true ones, no photograph doubted, no link between the two below 0.9."""
        doubted = {
            frozenset((self.person_of[link.a], self.person_of[link.b]))
            for link in self.linked.persons.links
            if link.score < _DOUBT_BELOW
        }
        return [
            f"{mixed.person}: {', '.join(mixed.persons)} ({mixed.probability})"
            for mixed in self.score.mixed
            if not mixed.doubted
            and not any(frozenset((mixed.persons[0], other)) in doubted for other in mixed.persons[1:])
        ]


def investigated(
    photographs: int, seed: int, hard: Mapping[str, object], verdicts: Sequence[Verdict] = ()
) -> Investigated:
    """A hostile archive, linked under judgements."""
    parameters = Parameters(
        photographs=photographs, seed=seed, person_share=0.85, scene_share=0.1, document_share=0.05,
        edit_shares=(0.0,) * len(EDITS), **hard,  # type: ignore[arg-type]
    )  # fmt: skip
    planned = plan(parameters)
    truth, numbers, rows, cameras = {}, {}, [], {}
    for group in planned.groups:
        body = planned.bodies[group.body]
        for index, shot in enumerate(group.shots):
            exhibit = hashlib.sha256(shot.path.encode()).hexdigest()
            read = _read(group, shot, np.random.default_rng([seed, 90, group.key, index]), parameters)
            seen = "person-with-number" if read else "person-without-number"
            class_ = seen if group.kind == "person" else group.kind
            truth[exhibit] = TruthLine(shot.path, exhibit, "photograph", class_, group.person, body.name)
            numbers[exhibit] = _numbers(exhibit, read)
            cameras[exhibit] = body.name
            taken = body.reads(shot.true_ms, START_MS).isoformat(timespec="seconds")
            rows.append({"digest": exhibit, "taken_original": taken, "image_number": number_in_name(shot.path)})
    found = bursts(_table(rows), cameras)
    names = {e: (line.path.rpartition("/")[0], number_in_name(line.path) or 0) for e, line in truth.items()}
    roles = tuple(role for role in ROLES if any(f"{{{role}}}" in line for line in parameters.scheme))
    classes = {exhibit: line.class_ for exhibit, line in truth.items()}
    model = linked(numbers, classes, found, [], verdicts, roles, names)
    records = {a.exhibit: {"person": a.person, "probability": a.probability} for a in model.persons.assignments}
    people = {exhibit: line.person for exhibit, line in truth.items()}
    read_in = {exhibit: known.sets[0].values for exhibit, known in numbers.items() if known.sets}
    return Investigated(model, score_persons(truth, records), people, read_in, numbers, found)


def _read(group: Group, shot: Shot, rng: np.random.Generator, parameters: Parameters) -> dict[str, str]:
    """The numbers that a frame shows whole, as they stand there."""
    roles = [role for role, _ in group.numbers if any(f"{{{role}}}" in line for line in parameters.scheme)]
    if shot.label != "there" or rng.random() > _SHOWN_IN.get(shot.framing, 0.0):
        return {}
    shown = {role: value for role, value in group.numbers if role in roles}
    return {**shown, **misprinted(shown, "western", parameters.misprints, rng)}


def _numbers(exhibit: str, read: Mapping[str, str]) -> ExhibitNumbers:
    readings = {role: NumberReading(role, "", "absent", 0.9) for role in ROLES}
    for role, value in read.items():
        readings[role] = NumberReading(role, value, "read", _SURE, (Candidate(value, _SURE),))
    sets = (NumberSet(tuple(read.items()), _SURE),) if read else ()
    return ExhibitNumbers(exhibit, readings, sets)


def _table(rows: list[dict[str, object]]) -> pa.Table:
    texts = ("digest", "taken_original", "taken_digitized", "zone_original", "zone_digitized")
    return pa.Table.from_pylist(
        rows, schema=pa.schema([*((n, pa.string()) for n in texts), ("image_number", pa.int64())])
    )
