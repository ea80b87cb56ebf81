"""Hands for the training of the number reader: digits of both scripts as pen strokes, drawn by their own recipe.

The shapes were written down from general knowledge of how people write digits, several variants each; nothing here is
taken from `probata.proficiency`, whose hands stay unseen. A hand is a seed: it chooses a variant of every character, a
slant, a pen and how unsteady it is; every character it writes differs a little.

A stroke is a word: ``c`` a smooth curve through its points, ``l`` straight lines, ``o`` a closed curve, ``d`` a dot
(point and radius). Points are x,y in hundredths of a character's height, y downwards from its top.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]

SHAPES: dict[str, tuple[str, ...]] = {
    "0": (
        "o28,0 5,22 0,55 10,90 28,100 48,88 56,50 50,15",
        "o35,0 10,15 0,50 15,95 40,98 62,60 55,15",
        "c40,8 12,12 0,50 14,94 40,95 56,55 45,10 26,4",
    ),
    "1": (
        "l6,0 6,100",
        "l0,28 22,0 22,100",
        "l0,25 25,0 25,100|l2,100 46,100",
        "l16,0 0,100",
        "c0,30 14,16 22,0 21,50 22,100",
        "l0,40 28,0 24,100",
    ),
    "2": (
        "c2,25 12,5 34,0 54,14 50,40 25,70 0,100|l0,100 60,98",
        "c0,22 20,0 46,4 52,28 34,58 6,92 4,84 20,80 40,94 62,92",
        "l0,4 50,2 0,98 56,100",
        "c4,30 8,6 40,-2 56,22 40,60 0,99|c0,99 20,90 40,98 60,94",
    ),
    "3": (
        "c2,16 25,0 50,12 48,35 20,47|c20,47 50,53 58,78 35,100 4,94 0,85",
        "l0,2 50,2 20,40|c20,40 52,46 58,75 36,100 0,92",
        "c0,10 30,-4 48,18 34,42 16,46 40,48 56,70 40,98 0,96",
        "c6,4 44,4 40,30 14,46|c14,46 60,48 50,92 0,98",
    ),
    "4": (
        "l14,0 0,60 62,60|l45,28 43,100",
        "l46,100 46,0 0,66 64,66",
        "c16,0 10,40 2,58 30,62 60,56|l48,12 42,100",
        "l10,0 6,52 54,50|l52,0 50,100",
        "l40,0 0,62 60,62|l44,40 38,100",
    ),
    "5": (
        "l52,0 10,0 6,42|c6,42 30,34 55,54 52,88 22,100 0,90",
        "l12,2 6,44|c6,44 34,36 56,60 44,96 0,96|l12,2 56,-2",
        "c54,2 16,2 8,30 14,42 48,50 50,84 24,100 0,92",
        "l50,2 14,4 8,46 34,42|c34,42 58,52 52,96 2,96",
    ),
    "6": (
        "c45,2 15,30 2,65 12,95 35,100 52,80 42,58 20,56 5,74",
        "c36,0 8,40 4,80 24,100 46,84 40,62 18,64 8,82",
        "c56,8 30,2 6,36 4,80 28,100 54,82 46,56 22,54 6,70",
        "l30,0 4,64|o28,52 4,64 4,86 28,100 50,88 50,66",
    ),
    "7": (
        "l0,2 55,0 20,100",
        "l0,2 55,0 20,100|l8,50 48,48",
        "l2,18 2,2 56,2 24,100",
        "c0,6 26,2 54,2 40,40 26,100",
        "c0,10 8,2 30,8 54,0 30,46 18,100|l10,52 46,46",
    ),
    "8": (
        "c50,12 24,0 8,20 28,44 54,68 42,98 14,98 2,72 28,46 48,24 48,8",
        "o28,0 8,10 8,34 28,46 48,34 48,10|o28,46 2,58 2,88 28,100 54,88 54,58",
        "c44,4 12,6 14,34 48,62 40,98 8,96 8,66 42,34 48,4",
        "o30,2 12,18 28,44 50,74 28,100 4,78 26,46 48,20",
    ),
    "9": (
        "c48,16 28,0 4,14 6,42 28,50 46,30 48,12|l48,12 40,100",
        "o26,0 4,12 4,38 24,50 46,36 46,12|c47,20 48,60 40,90 14,100",
        "c50,14 30,-2 2,20 16,50 44,36 50,10 46,50 20,98",
        "o28,2 6,14 6,38 28,46 48,34 48,14|l49,10 49,100",
    ),
    "٠": (
        "d12,55,7",
        "o12,44 2,55 12,66 22,55",
        "o14,40 2,50 4,64 16,68 26,58 24,46",
        "l12,45 4,55 12,65 20,55 12,45",
        "d12,62,9",
    ),
    "١": (
        "l4,0 12,100",
        "l8,0 8,100",
        "l14,0 2,100",
        "c0,14 8,0 12,40 14,100",
        "l2,0 6,50 18,98",
    ),
    "٢": (
        "c52,0 46,20 22,24 2,4|l2,4 16,100",
        "l50,6 2,8 14,100",
        "c48,-4 46,18 26,22 4,12|c4,12 8,50 10,100",
        "c2,2 22,20 40,18 50,2|l2,2 20,100",
        "c54,6 30,16 0,6|c0,6 12,50 14,100",
    ),
    "٣": (
        "c66,0 62,20 46,22 36,4|c36,4 32,22 12,24 0,2|l0,2 16,100",
        "l62,0 52,20 36,4 18,20 0,0 14,100",
        "c70,2 60,22 40,6 26,22 2,4|c2,4 12,50 12,100",
        "c64,-4 62,18 40,20 34,2|c34,4 26,20 8,18 2,6|l2,6 22,100",
        "l60,2 54,16 40,16 34,2 28,18 10,18 2,4 10,100",
    ),
    "٤": (
        "c52,0 16,10 10,30 32,46|c32,46 4,60 4,86 30,100 56,94",
        "l50,4 6,28 42,46 4,76 52,98",
        "c46,6 20,0 8,22 34,44 4,56 6,92 34,100 50,90",
        "l54,2 8,20 46,42|c46,42 4,60 0,84 26,98 54,98",
        "c44,12 22,4 10,24 34,44|c34,44 6,50 4,90 48,98",
    ),
    "۴": (
        "l4,0 12,100|c50,6 30,2 22,18 30,34 52,30",
        "l2,0 8,40 14,100|c48,8 28,4 20,20 28,36 54,34|l8,38 28,36",
        "c50,10 28,2 22,24 34,36 56,30|c0,4 8,32 30,37|l5,20 14,100",
    ),
    "٥": (
        "o26,22 6,36 2,66 14,92 38,92 52,66 46,36",
        "c26,16 48,54 44,90 24,100 4,88 4,54 26,16",
        "o28,30 8,44 6,76 28,92 50,76 48,44",
        "c30,14 6,40 0,78 22,98 50,84 50,50 26,18",
        "o22,40 4,58 8,88 30,94 48,74 40,46",
    ),
    "۵": (
        "c26,4 50,36 56,80 40,98 27,84 14,98 0,82 6,40 26,4",
        "c30,6 8,30 0,74 10,96 28,82 46,96 58,76 50,34 28,6",
        "l28,4 52,52|c52,52 58,88 42,98 28,80 12,98 0,84 4,52|l4,52 28,4",
    ),
    "٦": (
        "c0,0 6,16 20,16 42,8|l42,8 52,100",
        "l0,6 42,6 50,100",
        "c2,-4 4,14 24,14 44,4 46,50 54,100",
        "c0,8 20,12 40,6|c40,6 44,60 46,100",
        "l2,-6 4,12 40,10 44,100",
    ),
    "۶": (
        "c50,12 26,0 10,18 24,38 52,36|l52,36 12,100",
        "c46,6 16,4 12,30 46,38|c46,38 30,60 4,100",
        "c52,10 30,-2 14,22 30,40 54,30 30,66 10,100",
    ),
    "٧": ("l0,0 28,100 58,0", "c0,2 20,50 30,100|l30,100 56,0", "l4,0 24,96 60,4", "c0,0 22,60 28,98 36,60 62,0"),
    "٨": ("l0,100 28,0 58,100", "c0,100 22,50 28,2|l28,2 60,98", "l4,100 30,4 62,100", "c0,98 20,40 30,2 40,40 58,100"),
    "٩": (
        "o26,0 4,12 4,36 26,44 46,34 46,12|l46,14 50,100",
        "c46,30 20,46 2,26 16,2 42,6 46,40 54,100",
        "c44,34 10,44 4,14 30,0 46,20|l46,20 46,100",
        "o24,2 4,22 22,42 44,24|l44,22 58,100",
    ),
    "/": ("l44,-8 0,108", "l34,0 0,104", "c50,-6 26,50 0,106", "l26,-14 4,116"),
    "-": ("l0,55 30,55", "c0,58 20,52 40,56", "l0,50 22,52"),
    ".": ("d6,96,5", "d6,92,7", "l2,94 10,97"),
    "a": ("c44,46 14,38 0,70 18,100 42,78 44,46|l44,46 48,100", "l0,100 26,0 54,100|l10,64 44,64"),
    "b": ("l2,0 4,100|c4,60 26,44 46,70 28,100 4,94", "l4,0 4,100|c4,2 48,4 40,44 6,48|c6,48 56,48 50,98 4,100"),
    "c": ("c46,52 22,40 0,70 18,98 48,90", "c54,14 26,-2 0,40 16,96 54,88"),
    "d": ("c42,52 12,40 0,76 20,100 42,80|l44,0 46,100", "l4,0 4,100|c4,2 50,10 52,80 4,100"),
    "e": (
        "l50,0 4,0 4,100 52,100|l4,48 42,48",
        "c46,4 12,0 10,40 38,46 4,54 4,98 50,94",
        "c2,72 40,68 36,46 8,50 2,86 44,96",
        "l46,2 2,2|l4,2 2,100|l2,100 48,98|l2,50 36,48",
    ),
    "n": ("l4,100 4,0 50,100 50,0", "l2,100 6,2|l6,2 46,98|l46,98 50,0", "l4,44 4,100|c4,60 26,40 44,56 46,100"),
    "o": ("o22,48 2,62 4,90 24,100 44,86 42,58", "o30,0 2,30 4,80 32,100 60,76 56,20"),
    "x": ("l0,0 50,100|l50,0 0,100",),
}
PERSIAN = {"٤": "۴", "٥": "۵", "٦": "۶"}
_JITTER, _UNSTEADY = 4.0, 2.5


@dataclass(frozen=True, slots=True)
class Hand:
    """One person's way to write: a variant for each character, slant, widths and how unsteady the hand is."""

    choice: dict[str, int]
    habit: dict[str, Points]
    slant: float
    widen: float
    unsteady: float
    persian: bool

    @classmethod
    def of(cls, seed: int) -> "Hand":
        """The hand that belongs to ``seed``."""
        random = np.random.default_rng([seed, 77])
        return cls(
            {name: int(random.integers(len(variants))) for name, variants in SHAPES.items()},
            {name: random.normal(0, _JITTER, (40, 2)) for name in SHAPES},
            float(random.normal(0.08, 0.16)),
            float(random.uniform(0.7, 1.25)),
            float(random.gamma(2.0, _UNSTEADY / 2)),
            bool(random.random() < 0.2),
        )

    def character(self, name: str, height: int, pen: int, random: np.random.Generator) -> tuple[Mask, int]:
        """Ink of one character (0..255) and the row of its base line; ``height`` of a digit and ``pen`` in pixels."""
        drawn = PERSIAN[name] if self.persian and name in PERSIAN else name
        variants = SHAPES[drawn]
        choice = self.choice[drawn] if random.random() < 0.85 else int(random.integers(len(variants)))
        strokes = [self._points(drawn, stroke, random) for stroke in variants[choice].split("|")]
        return _draw(strokes, height, pen)

    def _points(self, name: str, stroke: str, random: np.random.Generator) -> Points:
        kind, numbers = stroke[0], [[float(v) for v in word.split(",")] for word in stroke[1:].split()]
        if kind == "d":
            (x, y, radius), turns = numbers[0], np.linspace(0, 2 * np.pi, 7)
            points = np.stack([x + radius * np.cos(turns), y + radius * np.sin(turns)], 1) * random.uniform(0.97, 1.03)
            points += random.normal(0, 1.5, 2)
        else:
            points = np.array(numbers)
            points = points + self.habit[name][: len(points)] + random.normal(0, self.unsteady, points.shape)
        if kind == "c" and len(points) > 2:
            points = _curve(points, closed=False)
        elif kind == "o":
            points = _curve(points, closed=True)
        wide = np.stack([points[:, 0] * self.widen + (100 - points[:, 1]) * self.slant, points[:, 1]], 1)
        return np.asarray(wide / 100)


def _curve(points: Points, closed: bool) -> Points:
    """A Catmull-Rom curve through the points."""
    ends = (points[-1:], points[:2]) if closed else (points[:1], points[-1:])
    held = np.concatenate([ends[0], points, ends[1]])
    t = np.linspace(0, 1, 7)[:-1, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(held, held[1:], held[2:], held[3:], strict=False)
    ]
    return np.concatenate([*pieces, held[-2:-1]])


def _draw(strokes: list[Points], height: int, pen: int) -> tuple[Mask, int]:
    every = np.concatenate(strokes) * height
    margin = pen + 2
    low, high = np.floor(every.min(0)) - margin, np.ceil(every.max(0)) + margin
    width, tall = (high - low).astype(int)
    ink = np.zeros((tall, width), np.uint8)
    for stroke in strokes:
        shifted = ((stroke * height - low) * 16).astype(np.int32)
        cv2.polylines(ink, [shifted], False, 255, pen, cv2.LINE_AA, 4)
    return ink, round(height - low[1])
