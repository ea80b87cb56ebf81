"""From a planned group to files: draws, exposes, writes EXIF, makes the copies, and says what is true of each."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

import numpy as np

from probata.proficiency import (
    cameras,
    copies,
    exposures,
    grounds,
    labels,
    mannequins,
    misprints,
    sensor,
    series,
    tampering,
)
from probata.proficiency.cameras import Body, Header
from probata.proficiency.groups import START_MS, Group, Shot
from probata.proficiency.labels import Label
from probata.proficiency.lettering import arabic_indic
from probata.proficiency.parameters import Parameters
from probata.proficiency.sensor import Picture
from probata.proficiency.series import Framing, NumberTruth, Subject
from probata.proficiency.stills import still
from probata.proficiency.taken import OVERLAY_SOFTWARE, Made, Taken, written
from probata.proficiency.truth import TrueNumber, TruthLine


@dataclass(frozen=True, slots=True)
class Studio:
    """What all groups of an archive share."""

    parameters: Parameters
    bodies: tuple[Body, ...]


def rendered(studio: Studio, group: Group) -> Iterator[Made]:
    """The files of a group: originals in the order of time, then copies."""
    wanted = {copy.source for copy in group.copies}
    kept: dict[int, Taken] = {}
    before: Taken | None = None
    for index, taken in enumerate(_taken(studio, group)):
        yield _by_somebody(studio, group, index, taken, before) if index not in wanted else taken.made
        before = taken
        if index in wanted:
            kept[index] = taken
    for number, copy in enumerate(group.copies):
        source = kept[copy.source]
        rng = np.random.default_rng([studio.parameters.seed, 22, group.key, number])
        yield _copied(studio, group, source, number, rng)


def _by_somebody(studio: Studio, group: Group, index: int, taken: Taken, before: Taken | None) -> Made:
    """The file of a photograph, which somebody may have tampered with; those that have copies are left alone."""
    if not studio.parameters.tampered or taken.header.software:
        return taken.made
    rng = np.random.default_rng([studio.parameters.seed, 29, group.key, index])
    kind = tampering.drawn(studio.parameters.tampered, rng)
    return taken.made if kind is None else tampering.tampered(taken, kind, before, rng)


def _taken(studio: Studio, group: Group) -> Iterator[Taken]:
    parameters, body = studio.parameters, studio.bodies[group.body]
    rng = np.random.default_rng([parameters.seed, 20, group.key])
    label = _label(studio, group, dict(group.numbers))
    who: Subject | None = None
    if group.kind == "person":
        figure = mannequins.mannequin(rng, bare_chest=label is not None and label.medium == "skin")
        who = series.subject(figure, grounds.place(parameters.seed, group.place), label, rng)
    exposure = cameras.exposure(rng)
    size = body.size(parameters.megapixels)
    view, view_id = np.eye(3), ""
    for index, shot in enumerate(group.shots):
        rng = np.random.default_rng([parameters.seed, 21, group.key, index])
        upright = size if shot.orientation == 1 else (size[1], size[0])
        wrong = _misprints(studio, group, index)
        shown = _label(studio, group, {**dict(group.numbers), **wrong}) if wrong else label
        if who is None:
            scene, numbers = still(group, index, upright, parameters), dict[str, NumberTruth]()
            view_id = f"view-{group.key}-{index}"
        else:
            if not shot.again:
                view = series.view(cast(Framing, shot.framing), upright, who, rng)
                view_id = f"view-{group.key}-{index}"
            else:
                view = series.nudged(view, rng)
            scene, numbers = series.photograph(replace(who, label=shown), view, upright, shot.label, rng)
        amount = _amount(parameters, group, index)
        noise = (exposure.iso / 150) ** 0.5 * amount.noise
        sites = sensor.sensor(parameters, body)
        picture = sensor.exposed(scene, body, shot.orientation, sites, noise, rng, amount.light)
        numbers = exposures.lit(numbers, amount)
        software = ""
        if shown is not None and shown.medium == "overlay" and shot.label != "fallen":
            picture, numbers = _overlaid(shown, picture, shot.orientation, rng)
            software = OVERLAY_SOFTWARE
        numbers = misprints.told(numbers, wrong)
        yield _stored(studio, group, shot, index, picture, numbers, exposure, software, view_id)


def _amount(parameters: Parameters, group: Group, index: int) -> exposures.Amount:
    """How one photograph is exposed."""
    if parameters.exposures == "plain":
        return exposures.PLAIN
    return exposures.amount(np.random.default_rng([parameters.seed, 28, group.key, index]))


def _label(studio: Studio, group: Group, numbers: Mapping[str, str]) -> Label | None:
    """The label of a group with these numbers: hand, paper and ink are the group's."""
    if not numbers:
        return None
    rng = np.random.default_rng([studio.parameters.seed, 26, group.key])
    return labels.label(numbers, group.style, group.medium, studio.parameters, rng)


def _misprints(studio: Studio, group: Group, index: int) -> dict[str, str]:
    """What is drawn wrong in one frame, by role."""
    chance = studio.parameters.misprints
    if not chance:
        return {}
    rng = np.random.default_rng([studio.parameters.seed, 27, group.key, index])
    return misprints.misprinted(dict(group.numbers), group.style, chance, rng)


def _overlaid(
    label: Label, picture: Picture, orientation: int, rng: np.random.Generator
) -> tuple[Picture, dict[str, NumberTruth]]:
    upright = copies.turned(picture, orientation)
    size = (upright.shape[0], upright.shape[1])
    way = series.overlay(label, size, rng)
    series.paste(label, way, upright, None)
    return copies.turned_back(upright, orientation), series.truths(label, way, size, set())


def _stored(
    studio: Studio, group: Group, shot: Shot, index: int, picture: Picture, numbers: dict[str, NumberTruth],
    exposure: cameras.Exposure, software: str, view: str,
) -> Taken:  # fmt: skip
    body = studio.bodies[group.body]
    model = body.model
    shown = body.reads(shot.true_ms, START_MS)
    tag = shot.orientation if model.orientation else 1
    header = Header(body, shown, exposure, tag, (picture.shape[0], picture.shape[1]), software)
    exif = header.segment(sensor.thumbnail(picture, model))
    data = written(header, picture, exif)
    line = TruthLine(
        path=shot.path,
        sha256=hashlib.sha256(data).hexdigest(),
        kind="photograph",
        class_=class_of(group, numbers),
        person=group.person,
        camera=body.name,
        photographer=group.photographer,
        session=group.session,
        true_time=_utc(shot.true_ms),
        camera_time=shown.isoformat(timespec="milliseconds"),
        numbers=_true_numbers(group, numbers),
        digits=group.style if group.numbers else "",
        medium=group.medium if group.numbers else "",
        framing=shot.framing,
        picture=f"picture-{group.key}-{index}",
        view=view,
        exposure=exposures.exposed(picture),
    )
    modified = round((shown.replace(tzinfo=UTC) - cameras.ZONE).timestamp()) * 1_000_000_000
    return Taken(picture, header, exif, numbers, Made(data, modified, line))


def class_of(group: Group, numbers: dict[str, NumberTruth]) -> str:
    """The class of a photograph: by what is shown, and for persons by whether any digit of a number is."""
    if group.kind != "person":
        return group.kind
    return "person-with-number" if series.numbers_visible(numbers) else "person-without-number"


def _true_numbers(group: Group, numbers: dict[str, NumberTruth]) -> dict[str, TrueNumber]:
    made = {}
    for role, value in group.numbers:
        if role in numbers:
            seen = numbers[role]
            drawn = seen.misprint or value
            written = arabic_indic(drawn) if group.style == "arabic-indic" else drawn
            made[role] = TrueNumber(value, written, seen.status, seen.height_px, seen.box)
    return made


def _utc(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _copied(studio: Studio, group: Group, source: Taken, number: int, rng: np.random.Generator) -> Made:
    copy = group.copies[number]
    shot = group.shots[copy.source]
    original = source.made
    line = replace(original.line, path=copy.path, derived_from=shot.path, edit=copy.edit)
    modified = original.modified_ns if rng.random() < 0.5 else copy.true_ms // 1000 * 1_000_000_000
    if copy.edit == "exact":
        return Made(original.data, modified, line)
    if copy.edit == "re-photographed":
        return _again(studio, group, source, number, line, rng)
    orientation = shot.orientation if studio.bodies[group.body].model.orientation else 1
    changed = copies.changed(copy.edit, source.picture, orientation, source.exif, original.data, rng)
    numbers = copies.moved(source.numbers, changed.way, changed.size, changed.mirrored, shot.orientation, orientation)
    line = replace(
        line,
        sha256=hashlib.sha256(changed.data).hexdigest(),
        class_=class_of(group, numbers),
        numbers=_true_numbers(group, numbers),
    )
    return Made(changed.data, copy.true_ms // 1000 * 1_000_000_000, line)


def _again(studio: Studio, group: Group, source: Taken, number: int, line: TruthLine, rng: np.random.Generator) -> Made:
    """A photograph of a print or a screen that shows the source, taken with another body, held level."""
    copy, parameters = group.copies[number], studio.parameters
    body = studio.bodies[copy.body]
    size = body.size(parameters.megapixels)
    tag = group.shots[copy.source].orientation
    scene, way = copies.print_before_camera(copies.turned(source.picture, tag), size, rng)
    picture = sensor.exposed(scene, body, 1, sensor.sensor(parameters, body), 1.0, rng)
    numbers = copies.moved(source.numbers, way, size, False, 1, 1)
    shown = body.reads(copy.true_ms, START_MS)
    header = Header(body, shown, cameras.exposure(rng), 1, size)
    data = written(header, picture, header.segment(sensor.thumbnail(picture, body.model)))
    line = replace(
        line,
        sha256=hashlib.sha256(data).hexdigest(),
        class_=class_of(group, numbers),
        numbers=_true_numbers(group, numbers),
        camera=body.name,
        true_time=_utc(copy.true_ms),
        camera_time=shown.isoformat(timespec="milliseconds"),
        exposure=exposures.exposed(picture),
    )
    return Made(data, round((shown.replace(tzinfo=UTC) - cameras.ZONE).timestamp()) * 1_000_000_000, line)
