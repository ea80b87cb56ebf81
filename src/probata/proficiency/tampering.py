"""Photographs that somebody tampered with after the camera, and what is true of each.

* *splice*: a region of another photograph is laid over the picture, with soft edges; the whole is saved again.
* *copy-move*: a region of the picture is laid over another place of it; the whole is saved again.
* *re-saved*: nothing is changed; the picture is saved again.
* *thumbnail-swap*: the thumbnail is that of another photograph; the picture's data stay.
* *exif-edit*: the time, the model, the serial number or the software is changed; the picture's data stay.

*plain*: saved by a common program with its own tables, the old thumbnail kept. *careful*: saved with the camera's
tables, in its structure, with a new thumbnail.

Not here: copies that lie beside their original (`copies`).
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from probata.proficiency import cameras, exif, sensor
from probata.proficiency.models import MODELS
from probata.proficiency.sensor import Picture
from probata.proficiency.taken import Made, Taken

Kind = Literal["splice", "copy-move", "re-saved", "thumbnail-swap", "exif-edit"]
KINDS: tuple[Kind, ...] = ("splice", "copy-move", "re-saved", "thumbnail-swap", "exif-edit")
EDITS = ("time", "model", "serial", "software")
_CAREFUL = 0.25
_AREAS: Mapping[Kind, tuple[float, float]] = {"splice": (0.06, 0.2), "copy-move": (0.04, 0.12)}
_QUALITIES = (78, 96)
_TRIES = 30
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Change:
    """What was done."""

    data: bytes
    how: str
    box: Box | tuple[()] = ()
    source: str = ""


def drawn(share: float, rng: np.random.Generator) -> Kind | None:
    """Whether and how a photograph is tampered with; one draw a photograph, whatever comes of it."""
    lot, kind = rng.random(), int(rng.integers(0, len(KINDS)))
    return KINDS[kind] if lot < share else None


def tampered(taken: Taken, kind: Kind, other: Taken | None, rng: np.random.Generator) -> Made:
    """The file of a photograph after somebody tampered with it.

    Args:
        taken: the photograph as its camera wrote it.
        kind: what is to be done; an edit of EXIF where there is no other photograph, or no thumbnail, to take from.
        other: another photograph.
        rng: for all that is drawn.
    """
    model = taken.header.body.model
    if kind == "splice" and other is None:
        kind = "copy-move"
    if kind == "thumbnail-swap" and (other is None or not model.thumbnail):
        kind = "exif-edit"
    change = _edited(taken, rng) if kind == "exif-edit" else _changed(taken, kind, other, rng)
    line = replace(
        taken.made.line,
        sha256=hashlib.sha256(change.data).hexdigest(),
        tampered=kind,
        tampered_how=change.how,
        tampered_box=change.box,
        tampered_from=change.source,
    )
    return Made(change.data, taken.made.modified_ns, line)


def _changed(taken: Taken, kind: Kind, other: Taken | None, rng: np.random.Generator) -> _Change:
    if kind == "thumbnail-swap" and other is not None:
        small = sensor.thumbnail(other.picture, taken.header.body.model)
        data = _with_exif(taken, taken.header.segment(small))
        return _Change(data, "plain", source=other.made.line.path)
    before = _decoded(taken.made.data)
    if kind == "re-saved":
        return _Change(*_saved(taken, before, rng))
    box = _place(taken, before.shape, _AREAS[kind], rng)
    if kind == "splice" and other is not None:
        patch, source = _region(_decoded(other.made.data), box, rng), other.made.line.path
    else:
        patch, source = _region(before, box, rng, away=True), ""
    data, how = _saved(taken, _laid(before, patch, box), rng)
    height, width = before.shape[:2]
    return _Change(data, how, (box[0] / width, box[1] / height, box[2] / width, box[3] / height), source)


def _edited(taken: Taken, rng: np.random.Generator) -> _Change:
    """One edit of EXIF; the picture's data stay as they are."""
    header = taken.header
    edits = [edit for edit in EDITS if edit != "serial" or header.body.model.serial]
    edit = edits[int(rng.integers(0, len(edits)))]
    changes: dict[int, exif.Value | None]
    if edit == "time":
        days = int(rng.integers(3, 400)) * (1 if rng.random() < 0.5 else -1)
        shown = header.shown + timedelta(days=days, seconds=int(rng.integers(0, 80_000)))
        text = shown.strftime(exif.TIME)
        changes = {exif.ORIGINAL: text, exif.DIGITIZED: text}
        if rng.random() < 0.5:
            changes[exif.MODIFIED] = text
    elif edit == "model":
        others = [model for model in MODELS if model.name != header.body.model.name]
        model = others[int(rng.integers(0, len(others)))]
        changes = {exif.MAKE: model.make, exif.MODEL: model.name}
    elif edit == "serial":
        changes = {exif.BODY_SERIAL: None}
    else:
        changes = {exif.SOFTWARE: "Exif Pilot 4.7" if rng.random() < 0.5 else "Adobe Photoshop CS6 (Windows)"}
    small = sensor.thumbnail(taken.picture, header.body.model)
    return _Change(_with_exif(taken, header.segment(small, changes)), edit)


def _with_exif(taken: Taken, block: bytes) -> bytes:
    """The camera's file with another EXIF segment: the picture's data are the same bytes."""
    data = taken.made.data
    length = int.from_bytes(data[4:6], "big")
    return data[:4] + (len(block) + 2).to_bytes(2, "big") + block + data[4 + length :]


def _decoded(data: bytes) -> Picture:
    """A file's picture as stored, RGB."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def _saved(taken: Taken, picture: Picture, rng: np.random.Generator) -> tuple[bytes, str]:
    """A picture saved again, and how."""
    model = taken.header.body.model
    careful, quality, sampling = rng.random() < _CAREFUL, int(rng.integers(*_QUALITIES)), int(rng.choice((0, 2)))
    if careful:
        block = taken.header.segment(sensor.thumbnail(picture, model))
        tables = cameras.tables(model.name, model.quality)
        made = sensor.jpeg(picture, tables, model.subsampling, exif=block, restart_rows=model.restart_rows)
        return made, "careful"
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=quality, subsampling=sampling, exif=taken.exif)
    return stream.getvalue(), "plain"


def _place(
    taken: Taken, shape: tuple[int, ...], areas: tuple[float, float], rng: np.random.Generator
) -> tuple[int, int, int, int]:
    """A rectangle that leaves the numbers of a label alone, as far as a few tries find one."""
    height, width = shape[:2]
    shown = [] if taken.header.orientation != 1 else [n.box for n in taken.numbers.values() if n.box]
    numbers = [np.asarray(box) * (width, height) for box in shown]
    best: tuple[int, int, int, int] = (0, 0, 0, 0)
    for _ in range(_TRIES):
        share, ratio = float(rng.uniform(*areas)), float(rng.uniform(0.6, 1.7))
        across = min(width - 2, round((share * width * height * ratio) ** 0.5))
        down = min(height - 2, round(share * width * height / across))
        left, top = int(rng.integers(0, width - across)), int(rng.integers(0, height - down))
        best = left, top, left + across, top + down
        if not any(_meets(best, box) for box in numbers):
            break
    return best


def _meets(box: tuple[int, int, int, int], corners: npt.NDArray[np.float64]) -> bool:
    x, y = corners[:, 0], corners[:, 1]
    return bool(x.min() < box[2] and x.max() > box[0] and y.min() < box[3] and y.max() > box[1])


def _region(
    picture: Picture, box: tuple[int, int, int, int], rng: np.random.Generator, *, away: bool = False
) -> Picture:
    """A region as large as a box, from anywhere; ``away``: from where it overlaps the box little, if a few tries do."""
    across, down = box[2] - box[0], box[3] - box[1]
    if picture.shape[0] < down or picture.shape[1] < across:
        picture = np.asarray(
            cv2.resize(picture, (max(across, picture.shape[1]), max(down, picture.shape[0]))), np.uint8
        )
    left = top = 0
    for _ in range(_TRIES):
        left = int(rng.integers(0, picture.shape[1] - across + 1))
        top = int(rng.integers(0, picture.shape[0] - down + 1))
        if not away or abs(left - box[0]) > 0.6 * across or abs(top - box[1]) > 0.6 * down:
            break
    return picture[top : top + down, left : left + across]


def _laid(picture: Picture, patch: Picture, box: tuple[int, int, int, int]) -> Picture:
    """The patch over the picture: an ellipse with soft edges."""
    down, across = patch.shape[:2]
    mask = np.zeros((down, across), np.float32)
    cv2.ellipse(mask, (across // 2, down // 2), (round(across * 0.47), round(down * 0.47)), 0, 0, 360, 1.0, -1)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.5), np.float32)[:, :, None]
    made = np.array(picture)
    below = made[box[1] : box[3], box[0] : box[2]].astype(np.float32)
    made[box[1] : box[3], box[0] : box[2]] = np.round(below + mask * (patch.astype(np.float32) - below)).astype(
        np.uint8
    )
    return made
