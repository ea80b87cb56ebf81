"""Documents before a camera: letters, forms, lists and tables on a table, some with numbers as persons have."""

import cv2
import numpy as np
import numpy.typing as npt

from probata.proficiency import grounds
from probata.proficiency.lettering import Hand, Mask, arabic_indic, printed, word, written
from probata.proficiency.mannequins import Points
from probata.proficiency.parameters import Digits
from probata.proficiency.sensor import Picture, Scene

_PAGE = (1080, 764)
_SYLLABLES = tuple("ka ro mi ten sal dor vin pa lu ser tam no re bi gol an ist er um ma".split())  # noqa: SIM905


def page(
    rng_group: np.random.Generator, rng: np.random.Generator, size: tuple[int, int], seed: int, digits: Digits
) -> Scene:
    """One photograph of one page; pages of a group are of one kind.

    Args:
        rng_group: the same for all pages of the document.
        rng: of this page.
        size: height and width of the upright picture.
        seed: of the archive, for its grounds.
        digits: how numbers are written in this archive.
    """
    kind = int(rng_group.choice(4, p=[0.35, 0.25, 0.25, 0.15]))
    paper = np.asarray(rng_group.choice([[224, 223, 218], [222, 216, 196], [212, 220, 224]]), dtype=np.float32)
    ink = np.zeros(_PAGE, dtype=np.uint8)
    (_letter, _form, _table, _list)[kind](ink, rng, digits)
    share = (ink[:, :, None].astype(np.float32) / 255) * 0.9
    sheet = (paper * (1 - share) + np.asarray([28, 28, 40], np.float32) * share).astype(np.uint8)
    if rng.random() < 0.4:
        _stamp(sheet, rng)
    ground = grounds.place(seed, int(rng_group.integers(0, grounds.PLACES))).ground
    return _lying(sheet, ground, size, rng)


def _lying(sheet: Picture, ground: Picture, size: tuple[int, int], rng: np.random.Generator) -> Scene:
    height, width = size
    h, w = sheet.shape[:2]
    scale = float(rng.uniform(0.9, 1.5)) * min(height / h, width / w) if rng.random() < 0.85 else width / w * 1.6
    centre = np.array([width / 2, height / 2]) + rng.normal(0, 0.02, 2) * max(size)
    half = np.array([w, h]) * scale / 2
    turn = float(rng.normal(0, 0.04))
    c, s = np.cos(turn), np.sin(turn)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half @ np.array([[c, s], [-s, c]]) + centre
    corners += rng.normal(0, 0.008, (4, 2)) * max(size)
    start = np.array([(0, 0), (w, 0), (w, h), (0, h)], dtype=np.float32)
    if scale < 0.8:
        sheet = np.asarray(cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        start *= np.array([sheet.shape[1] / w, sheet.shape[0] / h], dtype=np.float32)
    way = cv2.getPerspectiveTransform(start, corners.astype(np.float32))
    move = np.array([[c * 0.9, -s, rng.uniform(-900, 0)], [s, c * 0.9, rng.uniform(-900, 0)]], dtype=np.float64)
    canvas = cv2.warpAffine(ground, move, (width, height), borderMode=cv2.BORDER_WRAP)
    light = _light(corners, size, rng)
    drawn = cv2.warpPerspective(sheet, way, (width, height), dst=canvas, borderMode=cv2.BORDER_TRANSPARENT)
    return Scene(np.asarray(drawn, dtype=np.uint8), light)


def _light(corners: Points, size: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    height, width = size[0] // 4, size[1] // 4
    y, x = np.ogrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    lean = rng.normal(0, 0.1, 2)
    light = np.asarray(float(rng.uniform(0.85, 1.05)) * (1 + lean[0] * x + lean[1] * y), dtype=np.float32)
    shadow = np.ones_like(light)
    cv2.fillPoly(shadow, [np.round(corners / 4 + 3).astype(np.int32)], (0.6,))
    inside = np.zeros_like(light)
    cv2.fillPoly(inside, [np.round(corners / 4).astype(np.int32)], (1.0,))
    return np.asarray(light * np.where(inside > 0, 1, cv2.GaussianBlur(shadow, (0, 0), 2)), dtype=np.float32)


def _words(rng: np.random.Generator, count: int) -> str:
    lengths = rng.integers(1, 5, count)
    return " ".join("".join(str(s) for s in rng.choice(_SYLLABLES, n)) for n in lengths)


def put(ink: Mask, mask: Mask, x: int, y: int) -> None:
    """Lay a mask onto a page, as far as it fits."""
    height, width = max(0, min(mask.shape[0], ink.shape[0] - y)), max(0, min(mask.shape[1], ink.shape[1] - x))
    part = ink[y : y + height, x : x + width]
    np.maximum(part, mask[:height, :width], out=part)


def _number(rng: np.random.Generator, digits: Digits, height: int) -> Mask:
    text = f"{rng.integers(100, 9900)}/{rng.integers(101, 330)}"
    if digits == "western":
        return printed(text, height)
    hand = Hand.drawn(rng, neat=False)
    return written(arabic_indic(text) if digits == "arabic-indic" else text, height, hand, rng)[0]


def _heading(ink: Mask, rng: np.random.Generator) -> None:
    put(ink, printed(_words(rng, 3).title(), 22, bold=1), 80, 60)
    put(ink, printed(f"No. {rng.integers(10, 9999)} - {rng.integers(2005, 2013)}", 15), 560, 62)
    if rng.random() < 0.5:
        put(ink, word("رقم", 24, Hand.drawn(rng, neat=True), rng), 640, 90)


def _letter(ink: Mask, rng: np.random.Generator, digits: Digits) -> None:
    _heading(ink, rng)
    y = 170
    while y < 880:
        for _ in range(int(rng.integers(2, 8))):
            put(ink, printed(_words(rng, 9)[:70], 13)[:, :600], 80, y)
            y += 26
        y += 22
    hand = Hand.drawn(rng, neat=False)
    put(ink, written("N.a-b" if digits == "western" else "No c", 34, hand, rng)[0], 480, 950)


def _form(ink: Mask, rng: np.random.Generator, digits: Digits) -> None:
    _heading(ink, rng)
    for row in range(14):
        y = 160 + row * 58
        put(ink, printed(_words(rng, 2).title() + ":", 14), 80, y)
        cv2.line(ink, (300, y + 24), (690, y + 24), (150,), 1)
        if rng.random() < 0.6:
            hand = Hand.drawn(rng, neat=False)
            text = str(rng.integers(1, 100_000))
            put(ink, written(arabic_indic(text) if digits == "arabic-indic" else text, 22, hand, rng)[0], 310, y - 6)


def _table(ink: Mask, rng: np.random.Generator, _: Digits) -> None:
    _heading(ink, rng)
    columns = int(rng.integers(3, 6))
    wide = 610 // columns
    for row in range(21):
        y = 160 + row * 40
        cv2.line(ink, (80, y), (80 + wide * columns, y), (200,), 1)
        for column in range(columns if row < 20 else 0):
            text = _words(rng, 1)[:8] if column == 0 else f"{rng.integers(0, 99999)}"
            put(ink, printed(text, 13)[:, : wide - 8], 88 + column * wide, y + 8)
    for column in range(columns + 1):
        cv2.line(ink, (80 + column * wide, 160), (80 + column * wide, 960), (200,), 1)


def _list(ink: Mask, rng: np.random.Generator, digits: Digits) -> None:
    """A list of numbers as persons have them: a hard case."""
    _heading(ink, rng)
    for row in range(int(rng.integers(8, 22))):
        y = 160 + row * 38
        put(ink, printed(f"{row + 1}.", 15), 80, y)
        put(ink, _number(rng, digits, 17), 130, y)
        put(ink, printed(_words(rng, 3), 14), 330, y)


def _stamp(sheet: Picture, rng: np.random.Generator) -> None:
    x, y, r = int(rng.integers(150, 620)), int(rng.integers(760, 980)), int(rng.integers(45, 70))
    colour = (70, 60, 150) if rng.random() < 0.6 else (150, 50, 50)
    for radius in (r, r - 8):
        cv2.circle(sheet, (x, y), radius, colour, 2, cv2.LINE_AA)
    cv2.line(sheet, (x - r // 2, y), (x + r // 2, y), colour, 3, cv2.LINE_AA)
