"""Cameras: which camera took a photograph, as far as its metadata and JPEG tables can tell.

In this order, the first that applies:

1. *serial*: make, model and the body's serial number. One label is one body.
2. *model*: make and model without a usable serial number. One label is a model: it may be several bodies, and bodies
   of this model that are known by serial may be among them. Nothing here can tell.
3. *tables*: no make or model, but quantization tables that are not those of common software. Where one model of the
   archive alone uses them, its label, else, for at least five photographs, a label of their own. A guess.
4. *unknown*, with the reason.

All of it can be forged by whoever wrote the file: a camera is a proposal, and sensor noise is the stronger witness.
A photograph whose tables contradict what its model otherwise writes, or that names an editing program, was saved
again: its metadata are of the camera, its picture data are not. The score is not a measured error rate; it says how
far each basis is to be trusted: serial 0.99, model 0.9, make alone 0.3, tables 0.3 or 0.2, saved again 0.9 times that.

Not here: sensor noise (`devices`, `cameras_devices`); which photographs belong together in time (`bursts`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, Literal, get_args

import pyarrow as pa

from probata.linkage.cameras_tables import editor, ijg_quality
from probata.linkage.link import Reason

Basis = Literal["serial", "judgement", "noise", "copy", "model", "tables", "unknown"]
UNKNOWN = "unknown"
EDITED, RESAVED = "edited", "re-saved"
_SCORE_SERIAL, _SCORE_MODEL, _SCORE_MAKE, _SCORE_TABLES, _SCORE_OWN_TABLES = 0.99, 0.9, 0.3, 0.3, 0.2
_RESAVED_FACTOR = 0.9
_FEWEST = 5
_USUAL_SHARE, _RARE_SHARE = 0.8, 0.05
_NO_SERIAL = re.compile(r"(.)\1*|.{0,2}|unknown|none|n/?a|null|1234567890?|0123456789?", re.IGNORECASE)

Model = tuple[str, str]  # make and model, case folded
Tables = tuple[str, str]  # digest of the quantization tables, subsampling


@dataclass(frozen=True, slots=True)
class CameraAssignment:
    """The camera proposed for one exhibit.

    Attributes:
        exhibit: hex digest.
        camera: label, or "unknown".
        basis: "serial" and "noise" name one body; "copy" is the body of the picture that it is a copy of; "judgement"
            the body that a person gave it; "model" may be several bodies; "tables" is a guess from JPEG tables.
        score: 0 to 1, how far the label is to be trusted at the level of its basis.
        reasons: why, and what speaks against it.
        llr: log10 likelihood ratio of sensor noise; NaN where none is given.
        model: make and model as claimed; "" where the file claims none or noise was not asked.
        device: the sensor that noise tells; "" where it tells none.
    """

    exhibit: str
    camera: str
    basis: Basis
    score: float
    reasons: tuple[Reason, ...]
    llr: float = nan
    model: str = ""
    device: str = ""

    @property
    def resaved(self) -> bool:
        """Whether the picture looks saved again after the camera."""
        return any(reason.name in (EDITED, RESAVED) for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class CameraSummary:
    """What was assigned to one camera label.

    Attributes:
        camera: label.
        basis: the strongest basis among its exhibits.
        exhibits: number of exhibits.
        resaved: how many of them look saved again by software.
        first: earliest time as written, "" without any.
        last: latest time as written, "" without any.
    """

    camera: str
    basis: Basis
    exhibits: int
    resaved: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class _Exhibit:
    """What the readings say about one exhibit."""

    digest: str
    model: Model
    spelling: str
    serial: str
    tables: Tables | None
    ijg: int | None
    editor: str | None
    pixels: int


def cameras(files: pa.Table, metadata: pa.Table) -> list[CameraAssignment]:
    """The camera of each exhibit, as far as it can be told (see the module's text).

    Args:
        files: readings table with columns digest, quantization, quantization_tables, subsampling, width, height.
        metadata: readings table with columns digest, make, model, body_serial, software.

    Returns:
        One assignment for each exhibit of either table, sorted by digest.
    """
    exhibits = _exhibits(files, metadata)
    archive = _Archive(exhibits)
    return [archive.assignment(exhibit) for exhibit in exhibits]


def camera_of(assignments: Sequence[CameraAssignment]) -> dict[str, str]:
    """The label of each exhibit whose camera is not unknown."""
    return {each.exhibit: each.camera for each in assignments if each.camera != UNKNOWN}


def summaries(assignments: Sequence[CameraAssignment], metadata: pa.Table) -> list[CameraSummary]:
    """What each camera label holds, sorted by label, "unknown" last where there is any.

    Args:
        assignments: of the whole archive.
        metadata: readings table with columns digest, taken_original.
    """
    taken = dict(zip(metadata["digest"].to_pylist(), metadata["taken_original"].to_pylist(), strict=True))
    by_camera: dict[str, list[CameraAssignment]] = defaultdict(list)
    for each in assignments:
        by_camera[each.camera].append(each)
    order: tuple[Basis, ...] = get_args(Basis)
    found = []
    for camera in sorted(by_camera, key=lambda label: (label == UNKNOWN, label)):
        own = by_camera[camera]
        times = sorted(time for each in own if (time := taken.get(each.exhibit)))
        basis = min((each.basis for each in own), key=order.index)
        resaved = sum(each.resaved for each in own)
        first, last = (times[0], times[-1]) if times else ("", "")
        found.append(CameraSummary(camera, basis, len(own), resaved, first, last))
    return found


class _Archive:
    """What all exhibits together say about models, bodies and tables."""

    def __init__(self, exhibits: Sequence[_Exhibit]) -> None:
        by_model: dict[Model, list[_Exhibit]] = defaultdict(list)
        for each in exhibits:
            by_model[each.model].append(each)
        unnamed = by_model.pop(("", ""), [])
        self._names = {model: min(each.spelling for each in own) for model, own in by_model.items()}
        self._bodies = {model: sorted({e.serial for e in own if e.serial}) for model, own in by_model.items()}
        self._usual = {model: _usual_tables(own) for model, own in by_model.items()}
        self._foreign = {model: _writes_own_tables(own) for model, own in by_model.items()}
        self._models: dict[Tables, set[Model]] = defaultdict(set)
        for model, own in by_model.items():
            for each in own:
                if each.tables and each.ijg is None and not self._saved_again(each):
                    self._models[each.tables].add(model)
        self._unnamed = Counter(each.tables for each in unnamed)

    def assignment(self, exhibit: _Exhibit) -> CameraAssignment:
        """The camera of one exhibit."""
        if exhibit.model == ("", ""):
            return self._by_tables(exhibit)
        name, again = self._names[exhibit.model], self._saved_again(exhibit)
        factor = _RESAVED_FACTOR if again else 1.0
        if exhibit.serial:
            told = Reason("serial", f"make, model and serial number {exhibit.serial} in the metadata")
            label = f"{name} no. {exhibit.serial}"
            return CameraAssignment(exhibit.digest, label, "serial", _SCORE_SERIAL * factor, (told, *again))
        reasons = [Reason("model", "make and model in the metadata, no usable serial number: may be several bodies")]
        if bodies := self._bodies[exhibit.model]:
            detail = f"{len(bodies)} of this model known by serial number; this may be one of them or another"
            reasons.append(Reason("bodies-of-model", detail))
        score = _SCORE_MODEL if exhibit.model[1] else _SCORE_MAKE
        return CameraAssignment(exhibit.digest, name, "model", score * factor, (*reasons, *again))

    def _saved_again(self, exhibit: _Exhibit) -> tuple[Reason, ...]:
        """Why the picture data are not as the camera wrote them."""
        reasons: tuple[Reason, ...] = ()
        if exhibit.editor:
            reasons += (Reason(EDITED, f"the metadata name the program {exhibit.editor!r}"),)
        if exhibit.tables:
            usual = self._usual[exhibit.model]
            if exhibit.ijg is not None and self._foreign[exhibit.model]:
                detail = (
                    f"quantization tables of common software (quality {exhibit.ijg}), which this model does not use"
                )
                reasons += (Reason(RESAVED, detail),)
            elif usual and exhibit.tables not in usual:
                reasons += (Reason(RESAVED, "quantization tables that the rest of this model does not use"),)
        return reasons

    def _by_tables(self, exhibit: _Exhibit) -> CameraAssignment:
        """The camera of an exhibit without make and model."""
        if exhibit.tables is None:
            return _unknown(exhibit, "nothing-to-go-by", "no make or model, and no JPEG tables")
        if exhibit.editor:
            return _unknown(exhibit, EDITED, f"no make or model; saved by the program {exhibit.editor!r}")
        if exhibit.ijg is not None:
            return _unknown(exhibit, "common-tables", f"tables of common software (quality {exhibit.ijg})")
        models = sorted(self._models.get(exhibit.tables, ()))
        if len(models) > 1:
            names = ", ".join(self._names[model] for model in models)
            return _unknown(exhibit, "shared-tables", f"no make or model; tables that several models write: {names}")
        if models:
            name = self._names[models[0]]
            why = Reason("tables", f"no make or model; in this archive only {name} writes these tables")
            return CameraAssignment(exhibit.digest, name, "tables", _SCORE_TABLES, (why,))
        if self._unnamed[exhibit.tables] >= _FEWEST:
            why = Reason(
                "tables", f"{self._unnamed[exhibit.tables]} photographs without make or model share these tables"
            )
            label = f"tables {exhibit.tables[0][:8]} {exhibit.tables[1]}".strip()
            return CameraAssignment(exhibit.digest, label, "tables", _SCORE_OWN_TABLES, (why,))
        return _unknown(exhibit, "rare-tables", "no make or model; tables that no known model of the archive writes")


def _unknown(exhibit: _Exhibit, name: str, detail: str) -> CameraAssignment:
    return CameraAssignment(exhibit.digest, UNKNOWN, "unknown", 0.0, (Reason(name, detail),))


def _usual_tables(exhibits: Sequence[_Exhibit]) -> frozenset[Tables]:
    """The tables that a model writes, from its largest pictures that no program touched; empty: it can't be told.

    A model that chooses tables anew for each picture has no usual ones.
    """
    plain = [each for each in exhibits if each.tables and not each.editor]
    often = Counter(each.pixels for each in plain)
    sizes = [pixels for pixels, count in often.items() if count >= max(2, _RARE_SHARE * len(plain))]
    reference = Counter(each.tables for each in plain if sizes and each.pixels == max(sizes))
    total = reference.total()
    usual = {tables for tables, count in reference.items() if count >= max(2, _RARE_SHARE * total)}
    enough = total >= _FEWEST and sum(reference[tables] for tables in usual) >= _USUAL_SHARE * total
    return frozenset(tables for tables in usual if tables) if enough else frozenset()


def _writes_own_tables(exhibits: Sequence[_Exhibit]) -> bool:
    """Whether most pictures of the model have tables that common software does not write."""
    plain = [each for each in exhibits if each.tables and not each.editor]
    own = sum(each.ijg is None for each in plain)
    return own >= _FEWEST and 2 * own > len(plain)


def _exhibits(files: pa.Table, metadata: pa.Table) -> list[_Exhibit]:
    told = _by_digest(metadata, ("digest", "make", "model", "body_serial", "software"))
    seen = _by_digest(files, ("digest", "quantization", "quantization_tables", "subsampling", "width", "height"))
    qualities: dict[str, int | None] = {}
    found = []
    for digest in sorted(told.keys() | seen.keys()):
        make, model, serial, software = (_clean(value) for value in told.get(digest, (None,) * 4))
        quantization, tables, subsampling, width, height = seen.get(digest, (None,) * 5)
        if quantization is not None and quantization not in qualities:
            qualities[quantization] = ijg_quality(tables or [])
        exhibit = _Exhibit(
            digest=digest,
            model=(make.casefold(), model.casefold()),
            spelling=_spelling(make, model),
            serial="" if _NO_SERIAL.fullmatch(serial) else serial,
            tables=None if quantization is None else (quantization, subsampling or ""),
            ijg=None if quantization is None else qualities[quantization],
            editor=editor(software),
            pixels=(width or 0) * (height or 0),
        )
        found.append(exhibit)
    return found


def _by_digest(table: pa.Table, names: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    return {digest: tuple(values) for digest, *values in zip(*(table[n].to_pylist() for n in names), strict=True)}


def _clean(value: str | None) -> str:
    """Text without padding and repeated spaces; "" for none."""
    return " ".join((value or "").replace("\0", " ").split()).removeprefix("NO= ")


def _spelling(make: str, model: str) -> str:
    """Make and model as people say them: the make once."""
    if not model:
        return f"{make}, model not told"
    first = make.split(" ")[0].casefold()
    return model if not first or model.casefold().startswith(first) else f"{make} {model}"
