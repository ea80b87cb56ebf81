"""The truth of an archive: files that lie outside of it, one line a path.

``truth/photographs.jsonl``  one line a path of the drive, photographs first, then debris
``truth/cameras.jsonl``      one line a body
``truth/summary.json``       parameters and totals
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from probata.errors import BadInput
from probata.proficiency.parameters import CLASSES, Parameters

PHOTOGRAPHS, CAMERAS, SUMMARY = "photographs.jsonl", "cameras.jsonl", "summary.json"


@dataclass(frozen=True, slots=True)
class TrueNumber:
    """What a photograph shows of one number.

    Attributes:
        value: in Western digits.
        written: as written, in the style's digits; where it is misprinted, what stands there.
        status: ``shown``, ``covered``, ``cut``, ``outside``, ``fallen``, ``mirrored``, ``misprinted`` or ``unlit``.
        height_px: height of its digits in the file; 0 where they aren't in it.
        box: its corners in the upright picture, as fractions of width and height.
    """

    value: str
    written: str
    status: str
    height_px: float
    box: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class TruthLine:
    r"""One path of the drive.

    Attributes:
        path: as text; bytes that are no UTF-8 are written ``\xNN``.
        sha256: of the file.
        kind: ``photograph`` or ``debris``.
        class_: one of `CLASSES`; empty for debris.
        person: identifier, or empty.
        camera: body that took it; for copies without a new exposure, that of the original.
        photographer: initials.
        session: number of the session; −1 for debris.
        true_time: ISO 8601, UTC.
        camera_time: what the body's clock showed, local, without a zone.
        numbers: by role.
        digits: style of the numbers; empty without numbers.
        medium: what carries them; empty without numbers.
        framing: of a person.
        picture: identifier that all copies of one picture share.
        view: identifier that pictures of nearly the same view share (the shutter pressed twice).
        derived_from: path of the original; empty for originals.
        edit: what was done to it; empty for originals. For debris: what it is.
        exposure: ``normal``, ``dark`` or ``over-exposed``, as drawn (see `exposures.exposed`); for copies made by a
            program, that of the original. Empty for debris.
        tampered: what somebody did to an original, which its file doesn't tell: ``splice``, ``copy-move``,
            ``re-saved``, ``thumbnail-swap`` or ``exif-edit``; empty for what nobody tampered with.
        tampered_how: ``plain`` or ``careful``; for ``exif-edit`` what was changed: ``time``, ``model``, ``serial`` or
            ``software``.
        tampered_box: left, top, right, bottom of the changed region, as fractions of the picture as stored; empty
            where the whole picture or none of it was changed.
        tampered_from: path of the photograph that a region or a thumbnail was taken from; empty where there is none.
    """

    path: str
    sha256: str
    kind: str
    class_: str = ""
    person: str = ""
    camera: str = ""
    photographer: str = ""
    session: int = -1
    true_time: str = ""
    camera_time: str = ""
    numbers: Mapping[str, TrueNumber] | None = None
    digits: str = ""
    medium: str = ""
    framing: str = ""
    picture: str = ""
    view: str = ""
    derived_from: str = ""
    edit: str = ""
    exposure: str = ""
    tampered: str = ""
    tampered_how: str = ""
    tampered_box: tuple[float, ...] = ()
    tampered_from: str = ""

    def record(self) -> dict[str, object]:
        """The line as a JSON object; ``class`` and ``person`` are null where there is none."""
        record = asdict(self)
        record["class"] = record.pop("class_") or None
        record["person"] = self.person or None
        record["numbers"] = {role: asdict(number) for role, number in (self.numbers or {}).items()}
        return record

    @classmethod
    def of(cls, record: Mapping[str, object]) -> "TruthLine":
        """The line of a JSON object."""
        known = {f.name for f in fields(cls)}
        values = {("class_" if key == "class" else key): value for key, value in record.items()}
        numbers = values.pop("numbers", None) or {}
        if not isinstance(numbers, Mapping):
            raise TypeError("numbers")
        cleaned = {key: ("" if value is None else value) for key, value in values.items() if key in known}
        box = cleaned.pop("tampered_box", ())
        if not isinstance(box, list | tuple):
            raise TypeError("tampered_box")
        return cls(**cleaned, tampered_box=tuple(box), numbers={r: TrueNumber(**n) for r, n in numbers.items()})  # type: ignore[arg-type]


def write_truth(
    folder: Path, lines: Iterable[TruthLine], cameras: Iterable[Mapping[str, object]], parameters: Parameters
) -> dict[str, object]:
    """Write the truth into a folder, and return its summary."""
    kept = list(lines)
    _write_lines(folder / PHOTOGRAPHS, (line.record() for line in kept))
    _write_lines(folder / CAMERAS, cameras)
    summary = summarise(kept, parameters)
    (folder / SUMMARY).write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return summary


def _write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_truth(folder: Path) -> list[TruthLine]:
    """The lines of a truth.

    Raises:
        BadInput: there is none, or it can't be read.
    """
    path = folder / PHOTOGRAPHS
    try:
        with path.open(encoding="utf-8") as stream:
            return [TruthLine.of(json.loads(line)) for line in stream]
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(
            "the truth can't be read", expected=f"a folder with {PHOTOGRAPHS}", found=f"{folder}: {error}",
            do="give the folder truth/ that `probata proficiency make` wrote",
        ) from error  # fmt: skip


def summarise(lines: Iterable[TruthLine], parameters: Parameters) -> dict[str, object]:
    """Totals: by class, persons, cameras, exhibits, copies by edit, pairs of the same picture."""
    kept = list(lines)
    photographs = [line for line in kept if line.kind == "photograph"]
    exhibits = {line.sha256: line for line in photographs}
    classes = Counter(line.class_ for line in photographs)
    by_picture = Counter(line.picture for line in exhibits.values())
    shown = {line.person for line in photographs if line.person and line.class_ == "person-with-number"}
    return {
        "parameters": parameters.record(),
        "paths": len(kept),
        "photographs": len(photographs),
        "debris": len(kept) - len(photographs),
        "exhibits": len({line.sha256 for line in kept}),
        "photograph_exhibits": len(exhibits),
        "classes": {name: classes[name] for name in CLASSES},
        "persons": len({line.person for line in photographs if line.person}),
        "persons_with_a_number_visible": len(shown),
        "cameras": len({line.camera for line in photographs}),
        "photographers": len({line.photographer for line in photographs}),
        "sessions": len({line.session for line in photographs}),
        "edits": dict(sorted(Counter(line.edit or "original" for line in photographs).items())),
        "exposures": dict(sorted(Counter(line.exposure for line in photographs).items())),
        "tampered": dict(sorted(Counter(line.tampered for line in photographs if line.tampered).items())),
        "near_duplicate_pairs": sum(n * (n - 1) // 2 for n in by_picture.values()),
    }
