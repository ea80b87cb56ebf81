"""Changed copies: crops, mirror images and turns of a picture are linked; others with the same card in them are not."""

from functools import cache

import cv2
import numpy as np
import pyarrow as pa
import pytest

from collages import Pixels, collage, encoded
from probata.linkage.pictures_transformed import (
    CROP,
    LEAST_LOG_ODDS,
    MIRROR,
    RE_PHOTOGRAPH,
    ROTATION,
    SAME,
    Comparison,
    transformed,
)
from probata.readings.analysers import APPEARANCE

WIDTH, HEIGHT = 800, 600
EMPTY = {"vector": b"", "features": b"", "width": 0, "height": 0}


def cropped(picture: Pixels, share: float) -> Pixels:
    """A part of a picture, ``share`` of its area, not quite in the middle."""
    height, width = (round(side * share**0.5) for side in picture.shape[:2])
    top, left = (picture.shape[0] - height) // 3, (picture.shape[1] - width) * 2 // 3
    return picture[top : top + height, left : left + width]


def turned(picture: Pixels, degrees: float) -> Pixels:
    way = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(picture, way, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC), np.uint8)


def with_card(seed: int, x: int, y: int, size: float = 1.0) -> Pixels:
    """A picture of its own, with the one card in it."""
    picture, card = collage(seed, WIDTH, HEIGHT), collage(999, 260, 180, 60)
    cv2.putText(card, "2356/138", (20, 110), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (10, 10, 10), 4, cv2.LINE_AA)
    card = np.asarray(cv2.resize(card, None, fx=size, fy=size, interpolation=cv2.INTER_AREA), np.uint8)
    picture[y : y + card.shape[0], x : x + card.shape[1]] = card
    return picture


@cache
def original(seed: int) -> Pixels:
    return collage(seed, WIDTH, HEIGHT)


def table(pictures: dict[str, Pixels]) -> pa.Table:
    """Readings of pictures, by a name that stands for a digest."""
    rows = [{"digest": name, **APPEARANCE.read(encoded(picture))} for name, picture in pictures.items()]
    return pa.Table.from_pylist(rows, pa.schema([("digest", pa.string()), *APPEARANCE.schema]))


CHANGES = {
    "crop 90 %": (lambda p: cropped(p, 0.9), CROP),
    "crop 70 %": (lambda p: cropped(p, 0.7), CROP),
    "crop 50 %": (lambda p: cropped(p, 0.5), CROP),
    "crop 30 %": (lambda p: cropped(p, 0.3), CROP),
    "mirror": (lambda p: p[:, ::-1], MIRROR),
    "upside down": (lambda p: p[::-1, ::-1], SAME),
    "turned 5°": (lambda p: turned(p, 5), ROTATION),
    "turned −5°": (lambda p: turned(p, -5), ROTATION),
    "mirrored crop": (lambda p: cropped(p, 0.8)[:, ::-1], MIRROR),
    "half": (lambda p: cv2.resize(p, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), SAME),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_is_linked_and_named(name: str) -> None:
    change, kind = CHANGES[name]
    pictures = {"a": original(1), "b": np.ascontiguousarray(change(original(1)))}
    (link,) = transformed(table(pictures | {f"c{n}": original(n) for n in (2, 3)}))
    assert (link.a, link.b, link.kind) == ("a", "b", kind)
    assert link.score > 0.9
    assert [reason.name for reason in link.reasons] == ["points-in-place", "points-alike", "transform", "overlap"]


def measured(**changed: object) -> Comparison:
    """What is measured of a picture and its crop, but for what is ``changed``."""
    found = {"fitting": 60, "inside": 90, "found": 60, "cells": 40, "cells_found": 36, "share": 0.6, "scale": 0.9}
    moved = {"residual": 0.3, "degrees": 0.02, "unlike": 500.0, "off_centre": 0.05, "stretch": 1.001, "slant": 0.002}
    return Comparison(**{"mirrored": False, "overlaps": (1.0, 0.8), **found, **moved, **changed})  # type: ignore[arg-type] # values of several types


def log_odds(found: Comparison) -> float:
    return sum(reason.weight for reason in found.reasons())


def test_a_print_seen_aslant_is_named() -> None:
    assert measured(stretch=1.02, slant=0.07).kind == RE_PHOTOGRAPH
    assert measured(stretch=1.02, slant=0.01).kind == CROP


def test_what_a_hand_does_and_an_editor_does_not_tells_against_a_copy() -> None:
    assert log_odds(measured()) > LEAST_LOG_ODDS
    assert log_odds(measured(degrees=5.0, off_centre=0.0)) > LEAST_LOG_ODDS
    assert log_odds(measured(degrees=2.0)) < LEAST_LOG_ODDS
    assert log_odds(measured(degrees=0.5, slant=0.06)) < LEAST_LOG_ODDS


def test_a_small_part_is_no_copy() -> None:
    assert measured(overlaps=(1.0, 0.25)).possible
    assert not measured(overlaps=(1.0, 0.15)).possible


def test_reasons_say_what_was_done() -> None:
    (link,) = transformed(table({"a": original(1), "b": turned(original(1), 5)}))
    said = {reason.name: reason.detail for reason in link.reasons}
    assert "turned by -5.0°" in said["transform"]
    assert said["overlap"] == "they share 98 % of the first and 97 % of the second"
    odds = sum(reason.weight for reason in link.reasons)
    assert link.score == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-5)


def test_other_pictures_with_the_same_card_are_not_one_picture() -> None:
    """They share dozens of points that fit one transform, all on the card."""
    shots = {
        "a": with_card(11, 100, 80),
        "b": with_card(12, 420, 300),
        "c": with_card(13, 300, 200, 0.8),
        "d": with_card(14, 110, 90),
    }
    assert transformed(table(shots)) == []


def test_a_detail_of_a_card_is_no_copy_of_another_picture_with_it() -> None:
    far, near = with_card(11, 100, 80), with_card(12, 420, 300)
    assert transformed(table({"a": far, "b": near[250:530, 380:720]})) == []


@pytest.mark.parametrize("value", [0, 200])
def test_flat_pictures_are_linked_to_nothing(value: int) -> None:
    flat = np.full((HEIGHT, WIDTH, 3), value, np.uint8)
    assert transformed(table({"a": flat, "b": flat.copy(), "c": original(1)})) == []


def test_what_has_no_reading_is_left_out() -> None:
    rows = table({"a": original(1), "b": cropped(original(1), 0.7)})
    nothing = pa.Table.from_pylist([{"digest": "aa"}, {"digest": "z", **EMPTY}], rows.schema)
    assert len(transformed(pa.concat_tables([nothing, rows]))) == 1
    assert transformed(nothing) == []
    assert transformed(rows.schema.empty_table()) == []


def test_known_pairs_need_no_link() -> None:
    rows = table({"a": original(1), "b": cropped(original(1), 0.7), "c": original(1)[:, ::-1]})
    assert [(link.a, link.b) for link in transformed(rows)] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [(link.a, link.b) for link in transformed(rows, {("a", "b")})] == [("a", "c"), ("b", "c")]


def test_order_of_rows_does_not_matter() -> None:
    pictures = {"a": original(1), "b": cropped(original(1), 0.6), "c": original(2), "d": original(2)[:, ::-1]}
    rows = table(pictures)
    found = transformed(rows)
    assert {(link.a, link.b) for link in found} == {("a", "b"), ("c", "d")}
    assert transformed(rows.take([3, 0, 2, 1])) == found
    assert transformed(pa.concat_tables([rows.slice(2), rows.slice(0, 2)])) == found
