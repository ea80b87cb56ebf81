"""Lines of text as masks: printed (Pillow's own font) or written by a hand (`probata.proficiency.strokes`).

No font of the system is used: the same text looks the same on every machine.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from probata.proficiency.strokes import ARABIC_DIGITS, GLYPHS, WORDS, Glyph, curve

Mask = npt.NDArray[np.uint8]
_SHIFT = 4


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes.

    Attributes:
        slant: shear of the letters, −0.3 to 0.3.
        jitter: standard deviation of the points of a stroke, relative to the height.
        pen: width of the pen, relative to the height.
        unrest: standard deviation of size and height of single characters.
        spacing: gap between characters, relative to the height.
    """

    slant: float
    jitter: float
    pen: float
    unrest: float
    spacing: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, *, neat: bool) -> "Hand":
        """A hand by chance; a ``neat`` one writes as if with a stencil."""
        if neat:
            return cls(0.0, 0.0, float(rng.uniform(0.10, 0.13)), 0.0, 0.16)
        return cls(
            slant=float(rng.normal(0.06, 0.09)),
            jitter=float(rng.uniform(0.012, 0.03)),
            pen=float(rng.uniform(0.07, 0.13)),
            unrest=float(rng.uniform(0.02, 0.06)),
            spacing=float(rng.uniform(0.13, 0.24)),
        )


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def printed(text: str, height: int, *, bold: int = 0) -> Mask:
    """A printed line as a mask (255 = ink).

    Args:
        text: Latin letters, digits, signs.
        height: of a digit, in pixels.
        bold: extra width of the strokes, in pixels.
    """
    font = _font(max(6, round(height * 1.41)))
    width = int(font.getlength(text)) + 2 * bold + 2
    image = Image.new("L", (width, round(height * 1.5)), 0)
    ImageDraw.Draw(image).text((bold, height * 1.2), text, fill=255, font=font, anchor="ls", stroke_width=bold)
    return np.asarray(image, dtype=np.uint8)


def printed_edges(text: str, height: int, *, bold: int = 0) -> list[float]:
    """Where the characters of a printed line begin, and where the last one ends, in pixels of its mask."""
    font = _font(max(6, round(height * 1.41)))
    return [float(font.getlength(text[:i])) + bold for i in range(len(text) + 1)]


def written(text: str, height: int, hand: Hand, rng: np.random.Generator) -> tuple[Mask, list[float]]:
    """A line written by a hand; digits may be Western or Arabic-Indic.

    Returns:
        The mask (255 = ink), and where the characters begin and the last one ends, in pixels of the mask.
    """
    x, edges, lines = hand.spacing, [0.0], []
    for character in text:
        variants = GLYPHS.get(character, GLYPHS["-"])
        glyph = variants[_habit(hand, character, len(variants))]
        size = 1 + float(rng.normal(0, hand.unrest))
        lift = float(rng.normal(0, hand.unrest))
        lines += [_placed(points, x, lift, size, hand, rng) for points in glyph.strokes]
        x += glyph.width * size + hand.spacing
        edges.append((x - hand.spacing / 2) * height)
    mask = np.zeros((round(height * 1.5), max(1, round((x + 0.3) * height))), dtype=np.uint8)
    _ink(mask, lines, height, hand.pen)
    return mask, edges


def word(name: str, height: int, hand: Hand, rng: np.random.Generator) -> Mask:
    """One of the Arabic words of `WORDS`, written by a hand."""
    width, strokes = WORDS[name]
    lines = [_placed(stroke, 0.1, 0.0, 1.0, hand, rng) for stroke in Glyph(width, strokes).strokes]
    mask = np.zeros((round(height * 1.9), round((width + 0.5) * height)), dtype=np.uint8)
    _ink(mask, lines, height, hand.pen * 0.8)
    return mask


def arabic_indic(text: str) -> str:
    """``text`` with Arabic-Indic digits, without Latin capitals (they stand beside Western digits only)."""
    kept = "".join(c for c in text if not (c.isascii() and c.isupper()))
    return kept.strip().translate(ARABIC_DIGITS)


def _habit(hand: Hand, character: str, variants: int) -> int:
    return int(hand.pen * 1e6 + ord(character)) % variants


def _placed(
    stroke: tuple[tuple[float, float], ...], x: float, lift: float, size: float, hand: Hand, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    points = np.asarray(stroke, dtype=np.float64) * size
    points += rng.normal(0, 1, points.shape) * hand.jitter
    points[:, 0] += x + (0.5 - points[:, 1]) * hand.slant + 0.08
    points[:, 1] += lift
    return curve([(float(a), float(b)) for a, b in points])


def _ink(mask: Mask, lines: list[npt.NDArray[np.float64]], height: int, pen: float) -> None:
    thickness = max(1, round(pen * height))
    for line in lines:
        pixels = np.round((line * height + [0, 0.2 * height]) * (1 << _SHIFT)).astype(np.int32)
        cv2.polylines(mask, [pixels], False, (255,), thickness, cv2.LINE_AA, _SHIFT)
