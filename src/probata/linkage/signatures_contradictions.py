"""Where a file's structure contradicts what the camera that it claims writes otherwise.

Each test asks of one trait whether the photograph's value is one that its cohort (all that claim the same make and
model) hardly ever has, where the cohort has a habit: a few values make up nearly all of it. A value departs that is as
rare as one in fifty (or stands alone), or one that speaks for itself, as the tables of common software where the
camera has its own, if less than two in five have it. Photographs whose values are up to twice as frequent as that only
just do not depart; their share is the expected false-alarm rate, as ordinary ones could as well have been a little
rarer.

Rules:
* A cohort without a habit, or of fewer than `FEWEST` photographs, is not examined: nothing is said of it.
* What departs is named beside what the cohort does. It may have a harmless cause: a setting, a program that sorts
  pictures, a repair shop.

Source: Kee, Johnson and Farid, "Digital image authentication from JPEG headers" (IEEE TIFS 2011).

Not here: statistics of the picture (`authenticity_tests`), times in their order (`clocks`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from probata.linkage.authenticity_outcome import Described, Outcome, rule_outcome
from probata.linkage.cameras_tables import editor
from probata.linkage.departure import Departure
from probata.linkage.signatures import FileFacts, Signatures

FEWEST = 20
HABIT = 0.9
RARE = 0.02
TELLING = 0.4
_SHARED = 3
COMMON, EXIF_SAYS, EDITS = "those of common software", "where EXIF says", "a program that edits"
_FEW = f"are of models with fewer than {FEWEST} photographs, and not written as one with more"
_NO_HABIT = f"are of models with fewer than {FEWEST} photographs, or without a habit in this respect"
_NO_SERIAL = "have no serial number that could tell bodies apart"
Trait = Callable[[FileFacts, Signatures], str | None]


@dataclass(frozen=True, slots=True)
class _Test:
    """A trait, in words and as a function; None: the trait can't be told of this file.

    A value that holds ``telling`` speaks for itself.
    """

    described: Described
    trait: Trait
    says: str
    telling: str = "none"


def contradictions(found: Signatures) -> tuple[Outcome, ...]:
    """The outcome of every test, in the order of `TESTS`, then of claimed models and serial numbers."""
    cohorts: dict[str, list[FileFacts]] = defaultdict(list)
    for each in found.facts:
        if each.model:
            cohorts[each.model].append(each)
    made = [_habit_outcome(test, cohorts, found) for test in TESTS]
    return (*made, _other_model(cohorts), _serials(cohorts))


def _tables(each: FileFacts, found: Signatures) -> str | None:
    if not each.tables:
        return None
    quality = found.common_tables.get(each.tables)
    return COMMON if quality is not None else f"{each.tables} {each.layout[1]}"


def _structure(each: FileFacts, _: Signatures) -> str | None:
    return " | ".join((*each.layout, each.huffman))


def _exif(each: FileFacts, _: Signatures) -> str | None:
    return " | ".join(each.exif) or "none"


def _thumbnail(each: FileFacts, _: Signatures) -> str | None:
    return " | ".join(each.thumbnail) or "none"


def _size(each: FileFacts, _: Signatures) -> str | None:
    width, height = each.values["width"], each.values["height"]
    said = each.values["exif_width"], each.values["exif_height"]
    if None not in said and {width, height} != set(said):
        return f"{width} × {height} {EXIF_SAYS} {said[0]} × {said[1]}"
    return f"{max(width, height)} × {min(width, height)}" if width and height else None


def _software(each: FileFacts, _: Signatures) -> str | None:
    software = each.values["software"]
    if software is None:
        return "none"
    named = editor(software)
    return f"{EDITS}: {named}" if named else re.sub(r"\d+", "#", str(software))


def _times(each: FileFacts, _: Signatures) -> str | None:
    """Which of the three times agree to the second."""
    times = [(each.values[name] or "")[:19] for name in ("taken_original", "taken_digitized", "modified")]
    if not any(times):
        return "no times"
    original, digitized, modified = times
    parts = ["original" if original else "no original"]
    parts += ["digitized agrees" if digitized == original else "digitized differs" if digitized else "no digitized"]
    parts += ["modified agrees" if modified == original else "modified differs" if modified else "no modified"]
    return ", ".join(parts)


def _fraction(each: FileFacts, _: Signatures) -> str | None:
    text = (each.values["subsecond"] or "").strip()
    return f"{len(text)} digits" if text else "none"


def _serial(each: FileFacts, _: Signatures) -> str | None:
    text = (each.values["body_serial"] or "").strip()
    return re.sub(r"[A-Za-z]", "a", re.sub(r"\d", "#", text)) or "none"


_LIMIT = (
    "Somebody who keeps or copies the camera's habit in this respect; models with fewer than twenty photographs. A "
    "setting used for one photograph in fifty or fewer departs without cause."
)
TESTS: tuple[_Test, ...] = (
    _Test(
        Described(
            "compression_tables", 1,
            "The quantization tables are not those with which this model writes: the picture was saved by a program.",
            "Programs that keep the camera's tables, and models that choose tables for each picture. " + _LIMIT,
        ),
        _tables, "quantization tables", COMMON,
    ),
    _Test(
        Described(
            "file_structure", 1,
            "Segments, components, restart markers or Huffman tables are not in the order and kind this model writes.",
            _LIMIT,
        ),
        _structure, "file structure",
    ),
    _Test(
        Described(
            "exif_structure", 1,
            "EXIF is written otherwise than by this model: byte order, directories, or which fields there are.",
            "A value that was changed in place keeps the structure. " + _LIMIT,
        ),
        _exif, "structure of EXIF",
    ),
    _Test(
        Described(
            "thumbnail_structure", 1,
            "The thumbnail has another size, structure or other tables than this model's.",
            "A thumbnail that was taken from another photograph of the same model agrees. " + _LIMIT,
        ),
        _thumbnail, "thumbnail",
    ),
    _Test(
        Described(
            "picture_size", 1,
            "The picture's size is not one that this model takes, or not the one that EXIF says.",
            "A crop whose size in EXIF was corrected, to a size that the model takes too. " + _LIMIT,
        ),
        _size, "size", EXIF_SAYS,
    ),
    _Test(
        Described(
            "software_named", 1,
            "The metadata name a program, or another kind of firmware than this model's.",
            "Programs that name nothing. " + _LIMIT,
        ),
        _software, "software", EDITS,
    ),
    _Test(
        Described(
            "times_agree", 1,
            "The times of taking, of digitizing and of change agree otherwise than this model writes them.",
            "All of them changed alike. " + _LIMIT,
        ),
        _times, "times",
    ),
    _Test(
        Described(
            "subsecond", 1, "The fraction of a second is missing, or has other digits than this model writes.", _LIMIT
        ),
        _fraction, "fraction of the second",
    ),
    _Test(
        Described(
            "serial_number", 1, "The serial number is missing, or of another form than this model's.", _LIMIT
        ),
        _serial, "serial number",
    ),
)  # fmt: skip
"""In the order in which they are reported."""

OTHER_MODEL = Described(
    "claimed_model", 1,
    "The file is written as another model of the archive writes, and never as the one that it claims.",
    "Models that write alike: of two sisters the one of which the archive has few departs without cause.",
)  # fmt: skip
ONE_SERIAL = Described(
    "serial_of_two_models", 1,
    "One serial number is claimed by photographs of two models.",
    "Makers that number each model from one; then most of both models depart, and nothing is said.",
)  # fmt: skip


def _habit_outcome(test: _Test, cohorts: Mapping[str, Sequence[FileFacts]], found: Signatures) -> Outcome:
    examined: list[str] = []
    departures: list[Departure] = []
    count = alarms = doubtful = 0
    for model in sorted(cohorts):
        values = {each.exhibit: value for each in cohorts[model] if (value := test.trait(each, found)) is not None}
        frequency = Counter(values.values())
        if len(values) < FEWEST or _habit(frequency, test.telling) < HABIT:
            continue
        count += 1
        examined += values
        rare = _rare(len(values))
        usual = min(frequency, key=lambda value: (-frequency[value], value))
        for exhibit, value in values.items():
            speaks = test.telling in value and frequency[value] < TELLING * len(values)
            if frequency[value] <= rare or speaks:
                departures.append(_departure(exhibit, test, value, usual, frequency[value], len(values), model))
                doubtful += not speaks and frequency[value] >= _SHARED
            elif frequency[value] <= 2 * rare:
                alarms += 1
    not_run = _not_run(cohorts, examined, _NO_HABIT)
    return rule_outcome(test.described, examined, count, departures, alarms, not_run, doubtful)


def _not_run(cohorts: Mapping[str, Sequence[FileFacts]], examined: Sequence[str], why: str) -> str:
    """Why a test was not run on the rest of the photographs; "" where it was run on all."""
    rest = sum(len(own) for own in cohorts.values()) - len(examined)
    if cohorts:
        return f"{rest} photographs {why}" if rest else ""
    return "no photograph claims a model"


def _rare(of: int) -> float:
    """How many photographs of a cohort may have a value that is still rare: one in fifty, or one alone."""
    return max(1.0, RARE * of)


def _habit(frequency: Counter[str], telling: str) -> float:
    """The share of values that are not rare, among those that don't speak for themselves."""
    plain = {value: n for value, n in frequency.items() if telling not in value or n >= TELLING * frequency.total()}
    total = sum(plain.values())
    return sum(n for n in plain.values() if n > _rare(total)) / total if total else 0.0


def _departure(
    exhibit: str, test: _Test, value: str, usual: str, count: int, of: int, model: str
) -> Departure:  # fmt: skip
    detail = f"{test.says}: {_short(value)}, as {count} of {of} photographs of {model}; most have {_short(usual)}"
    p = (count + 1) / (of + 1)
    return Departure(exhibit, test.described.name, round(1 / p, 6), round(p, 9), f"{of} photographs of {model}", detail)


def _short(value: str) -> str:
    return value if len(value) <= 120 else f"{value[:117]}…"


def _other_model(cohorts: Mapping[str, Sequence[FileFacts]]) -> Outcome:
    """Files written as another model writes, of which the archive has many."""
    writes = {model: Counter((each.structure, each.tables) for each in own) for model, own in cohorts.items()}
    large = sorted(model for model in cohorts if len(cohorts[model]) >= FEWEST)
    usual = {key: model for model in large for key, n in writes[model].items() if n > 2 * _rare(writes[model].total())}
    departures, examined, alarms = [], [], 0
    for model, own in sorted(cohorts.items()):
        for each in own:
            key = each.structure, each.tables
            other = usual.get(key, model)
            if other == model and len(own) < FEWEST:
                continue
            examined.append(each.exhibit)
            of = len(own) if len(own) >= FEWEST else len(cohorts[other])
            count = writes[model][key]
            rare = _rare(of) if len(own) >= FEWEST else RARE * of
            if other != model and count <= rare:
                departures.append(_as_another(each.exhibit, model, other, count, of))
            elif other != model and count <= 2 * rare:
                alarms += 1
    return rule_outcome(OTHER_MODEL, examined, len(large), departures, alarms, _not_run(cohorts, examined, _FEW))


def _as_another(exhibit: str, model: str, other: str, count: int, of: int) -> Departure:
    detail = f"claims {model}; in this archive {other} writes such files, and hardly any of {model} is written so"
    p = (count + 1) / (of + 1)
    cohort = f"{of} photographs of {other} and {model}"
    return Departure(exhibit, OTHER_MODEL.name, round(1 / p, 6), round(p, 9), cohort, detail)


def _serials(cohorts: Mapping[str, Sequence[FileFacts]]) -> Outcome:
    """Serial numbers that two models claim; the rarer claim departs."""
    by_serial: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    examined: list[str] = []
    for model, own in sorted(cohorts.items()):
        for each in own:
            serial = (each.values["body_serial"] or "").strip()
            if len(set(serial)) > 2:
                by_serial[serial][model].append(each.exhibit)
                examined.append(each.exhibit)
    departures: list[Departure] = []
    alarms = 0
    for serial, models in sorted(by_serial.items()):
        if len(models) < 2:
            continue
        ordered = sorted(models, key=lambda model: (-len(models[model]), model))
        total = sum(len(own) for own in models.values())
        for model in ordered[1:]:
            count = len(models[model])
            if count <= RARE * total or (count <= 2 and total >= FEWEST):
                departures += _shared(models[model], serial, model, ordered[0], count, total)
            else:
                alarms += count
    return rule_outcome(
        ONE_SERIAL, examined, len(by_serial), departures, alarms, _not_run(cohorts, examined, _NO_SERIAL)
    )


def _shared(exhibits: Iterable[str], serial: str, model: str, first: str, count: int, of: int) -> list[Departure]:
    detail = f"serial number {serial}: claimed with {model}, but by {of - count} of {of} photographs with {first}"
    p = (count + 1) / (of + 1)
    cohort = f"{of} photographs with this serial number"
    return [Departure(e, ONE_SERIAL.name, round(1 / p, 6), round(p, 9), cohort, detail) for e in sorted(exhibits)]
