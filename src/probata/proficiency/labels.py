"""What carries a number: card, tape, skin or a white box added digitally; as a patch with an alpha mask.

A patch also tells where each number of it stands, so that the truth can say whether a frame shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from probata.proficiency.lettering import Hand, Mask, arabic_indic, printed, printed_edges, word, written
from probata.proficiency.parameters import ROLES, Digits, Parameters

Medium = Literal["card", "tape", "skin", "overlay"]
PER_CM = 20.0
_PAPER = ((222, 220, 212), (226, 222, 190), (205, 215, 222), (218, 218, 218))
_INK = ((24, 24, 28), (20, 28, 95), (120, 18, 22), (24, 24, 28))


@dataclass(frozen=True, slots=True)
class Box:
    """Where one number stands on a patch, in pixels of the patch."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label as drawn.

    Attributes:
        colour: RGB, uint8 (height, width, 3), `PER_CM` pixels a centimetre.
        alpha: 255 where the label hides what is under it.
        boxes: where each role's number stands.
        medium: what it is.
    """

    colour: npt.NDArray[np.uint8]
    alpha: Mask
    boxes: Mapping[str, Box]
    medium: Medium


@dataclass(frozen=True, slots=True)
class _Line:
    mask: Mask
    boxes: dict[str, tuple[float, float]]
    height: int


def label(
    numbers: Mapping[str, str], style: Digits, medium: Medium, parameters: Parameters, rng: np.random.Generator
) -> Label:
    """A label with these numbers (Western digits), written in a style.

    Args:
        numbers: value by role; a role without one is left out, with its line where the line needs it.
        style: ``western`` (printed), ``handwriting`` or ``arabic-indic``.
        medium: what carries it.
        parameters: with the lines of a label.
        rng: for hand, paper and ink; with other numbers, these are the same.
    """
    hand = Hand.drawn(rng, neat=style == "arabic-indic" and rng.random() < 0.5)
    heads, looks, *pens = rng.spawn(3 + len(parameters.scheme))
    size_cm = {"card": 4.6, "tape": 3.0, "skin": 4.4, "overlay": 4.0}[medium]
    patterns = [(p, 1.0) for p in parameters.scheme] + [(parameters.examination, 0.7)]
    lines = [
        _line(pattern, numbers, style, hand, round(size_cm * share * PER_CM), pen)
        for (pattern, share), pen in zip(patterns, pens, strict=True)
        if pattern and all(role in numbers for role in roles_of(pattern))
    ]
    heading = _heading(style, hand, heads) if medium == "card" and heads.random() < 0.75 else None
    return _composed(lines, heading, medium, looks)


def roles_of(pattern: str) -> list[str]:
    """The roles that a line of the scheme names, in order."""
    return [name for _, name, _, _ in Formatter().parse(pattern) if name in ROLES]


def _line(
    pattern: str, numbers: Mapping[str, str], style: Digits, hand: Hand, height: int, rng: np.random.Generator
) -> _Line:
    shaped = arabic_indic if style == "arabic-indic" else str
    text, spans = "", {}
    for literal, role, _, _ in Formatter().parse(pattern):
        text += shaped(literal)
        if role:
            spans[role] = (len(text), len(text) + len(shaped(numbers[role])))
            text += shaped(numbers[role])
    if style == "western":
        bold = max(1, height // 28)
        mask, edges = printed(text, height, bold=bold), printed_edges(text, height, bold=bold)
    else:
        mask, edges = written(text, height, hand, rng)
    return _Line(mask, {role: (edges[a], edges[b]) for role, (a, b) in spans.items()}, height)


def _heading(style: Digits, hand: Hand, rng: np.random.Generator) -> Mask:
    height = round(1.3 * PER_CM)
    if style == "arabic-indic" or rng.random() < 0.4:
        return word(str(rng.choice(["رقم", "فرع"])), round(height * 1.2), hand, rng)
    return printed(str(rng.choice(["No.", "CASE", "BRANCH", "FILE No", "SECTION"])), height)


def _composed(lines: list[_Line], heading: Mask | None, medium: Medium, rng: np.random.Generator) -> Label:
    gap = round(0.5 * PER_CM)
    margin = round({"card": 1.6, "tape": 0.5, "skin": 0.3, "overlay": 0.6}[medium] * PER_CM)
    masks = ([heading] if heading is not None else []) + [line.mask for line in lines]
    width = max(m.shape[1] for m in masks) + 2 * margin
    height = sum(m.shape[0] for m in masks) + gap * (len(masks) - 1) + 2 * margin
    if medium == "card":
        height = max(height, round(width * 0.55))
    ink = np.zeros((height, width), dtype=np.uint8)
    y = (height - sum(m.shape[0] for m in masks) - gap * (len(masks) - 1)) // 2
    boxes: dict[str, Box] = {}
    for index, mask in enumerate(masks):
        x = (width - mask.shape[1]) // 2
        ink[y : y + mask.shape[0], x : x + mask.shape[1]] = mask
        at = index - (len(masks) - len(lines))
        if at >= 0:
            top = y + 0.2 * lines[at].height
            boxes |= {r: Box(x + a, top, x + b, top + lines[at].height) for r, (a, b) in lines[at].boxes.items()}
        y += mask.shape[0] + gap
    return _painted(ink, boxes, medium, rng)


def _painted(ink: Mask, boxes: Mapping[str, Box], medium: Medium, rng: np.random.Generator) -> Label:
    pen = np.asarray(_INK[int(rng.integers(0, len(_INK)))], dtype=np.float32)
    if medium == "skin":
        colour = np.broadcast_to(pen.astype(np.uint8), (*ink.shape, 3)).copy()
        return Label(colour, np.asarray(ink * 0.88, dtype=np.uint8), boxes, medium)
    paper = np.asarray(_PAPER[int(rng.integers(0, len(_PAPER)))], dtype=np.float32)
    if medium == "overlay":
        paper, pen = np.full(3, 255, np.float32), np.zeros(3, np.float32)
    share = ink[:, :, None].astype(np.float32) / 255
    shade = np.asarray(paper * (1 - share) + pen * share, dtype=np.float32)
    if medium != "overlay":
        stains = cv2.resize(rng.normal(0, 5, (4, 6)).astype(np.float32), ink.shape[::-1], interpolation=cv2.INTER_CUBIC)
        shade += np.asarray(stains, dtype=np.float32)[:, :, None]
    drawn = np.asarray(np.clip(shade, 0, 255), dtype=np.uint8)
    if medium == "card" and rng.random() < 0.5:
        cv2.rectangle(drawn, (6, 6), (ink.shape[1] - 7, ink.shape[0] - 7), (60, 60, 70), 2, cv2.LINE_AA)
    return Label(drawn, np.full(ink.shape, 255, dtype=np.uint8), boxes, medium)


def covered(whole: Label, rng: np.random.Generator) -> tuple[Label, set[str]]:
    """A label with a strip of tape or cloth over part of it, and the roles that can't be read any more."""
    role = str(rng.choice(sorted(whole.boxes)))
    box = whole.boxes[role]
    middle = box.left + (box.right - box.left) * float(rng.uniform(0.3, 0.7))
    half = max((box.right - box.left) * 0.4, 1.2 * PER_CM) * float(rng.uniform(1.0, 1.6))
    lean = float(rng.normal(0, 0.5)) * PER_CM
    height = whole.alpha.shape[0]
    strip = np.array(
        [
            (middle - half - lean, -4),
            (middle + half - lean, -4),
            (middle + half + lean, height + 4),
            (middle - half + lean, height + 4),
        ]
    )
    colour, alpha = whole.colour.copy(), whole.alpha.copy()
    tone = tuple(int(v) for v in rng.choice([[186, 168, 128], [206, 206, 202], [96, 110, 128]]))
    points = [np.round(strip).astype(np.int32)]
    cv2.fillPoly(colour, points, tone, cv2.LINE_AA)
    cv2.fillPoly(alpha, points, (255,), cv2.LINE_AA)
    low, high = middle - half - abs(lean), middle + half + abs(lean)
    hidden = {r for r, b in whole.boxes.items() if min(high, b.right) - max(low, b.left) > 0.12 * (b.right - b.left)}
    return Label(colour, alpha, whole.boxes, whole.medium), hidden | {role}
