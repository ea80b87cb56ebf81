"""Made lines of text for the training of the number reader, as a text detector cuts them out of photographs.

A line is a text of the recipe (`text`), its ink drawn with a font, with one of our own hands or with real handwritten
digits, laid on a background and taken through what happens to a photograph: elastic paper, perspective, a crop too wide
or too tight, blur, shadow, noise, few pixels, JPEG.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import ImageFont

from train_number_reader_fonts import ARABIC, Face, faces, loaded
from train_number_reader_hands import PERSIAN, SHAPES, Hand

Grey = npt.NDArray[np.uint8]
Random = np.random.Generator
HEIGHT = 32
WIDEST = 288
JUNK = "�"
SYMBOLS = "0123456789" + ARABIC + "/-. abcdefghijklmnopqrstuvwxyz" + JUNK
_TO_ARABIC = str.maketrans("0123456789", ARABIC)
_ARABIC_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_DIGIT_PIXELS = 40
_PAGE = 104


@dataclass(frozen=True, slots=True)
class Material:
    """What lines are drawn with: fonts, real digits (by digit: count × 20 × 20), and the range of hands."""

    western: tuple[Face, ...]
    arabic: tuple[Face, ...]
    hand_fonts: tuple[Face, ...]
    digits: tuple[Grey, ...]
    hands: tuple[int, int]

    @classmethod
    def of(cls, folder: Path, digits: Path, held_out: bool) -> "Material":
        """The material for training, or the held-out part of it."""
        chosen = [face for face in faces(folder) if face.held_out == held_out]
        sheet = cv2.imread(str(digits), cv2.IMREAD_GRAYSCALE)
        cells = sheet.reshape(10, 5, 20, 100, 20).transpose(0, 1, 3, 2, 4).reshape(10, 500, 20, 20)
        return cls(
            tuple(face for face in chosen if face.western and not face.hand),
            tuple(face for face in chosen if face.arabic),
            tuple(face for face in chosen if face.western and face.hand),
            tuple(cells[:, 450:] if held_out else cells[:, :450]),
            (1_000_000, 1_004_000) if held_out else (0, 4000),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A made line: grey picture (32 × width), what it says in `SYMBOLS`, how its ink was made, and what was cut out."""

    grey: Grey
    text: str
    kind: str
    seen: Grey


def line(material: Material, random: Random) -> Line:
    """One made line."""
    written, arabic = text(random)
    kind = _kind(written, arabic, random)
    ink, base = _ink(kind, written, arabic, material, random)
    if written == "":
        ink, base = np.zeros((_DIGIT_PIXELS, int(random.integers(20, 160))), np.uint8), _DIGIT_PIXELS
    seen = _photographed(_on_paper(ink, base, random), ink.shape[1], random)
    width = int(np.clip(round(seen.shape[1] / seen.shape[0] * HEIGHT * random.uniform(1.0, 1.6)), 16, WIDEST))
    grey = np.asarray(cv2.resize(seen, (width, HEIGHT)), np.uint8)
    return Line(grey, label(written), f"{kind}-{'arabic' if arabic else 'western'}", seen)


def label(written: str) -> str:
    """What the network should say: case and Persian shapes folded, each run of foreign letters one junk symbol."""
    kept = [c.lower() if c.lower() in SYMBOLS else JUNK for c in written.translate(str.maketrans("۴۵۶", "٤٥٦"))]
    return "".join(c for c, before in zip(kept, ["", *kept], strict=False) if c != JUNK or before != JUNK)


def text(random: Random) -> tuple[str, bool]:
    """A text of the recipe, and whether its digits are Arabic-Indic."""
    arabic = bool(random.random() < 0.52)
    roll = random.random()
    if roll < 0.09:
        return _words(random, arabic), arabic
    if roll < 0.10:
        return "", arabic
    written = _number(roll, random)
    if arabic:
        letters = str(random.choice(list(_ARABIC_LETTERS)))
        written = "".join(c if c in "0123456789/-. " else "" for c in written).strip("-. ")
        if random.random() < 0.04:
            written = f"{written}-{letters}" if random.random() < 0.5 else f"{letters} {written}"
    return (written.translate(_TO_ARABIC) if arabic else written), arabic


def _number(roll: float, random: Random) -> str:
    def digits(low: int, high: int) -> str:
        length = int(random.integers(low, high + 1))
        if random.random() < 0.15:
            return "".join(random.choice(list("0123456789"), 1)) * length
        return "".join(random.choice(list("0123456789"), length))

    if roll < 0.42:
        separator = str(random.choice(["/", "/", "/", "/", " / ", "-", " ", "."]))
        suffix = f"-{random.choice(list('aAbBcd'))}" if random.random() < 0.12 else ""
        return f"{digits(2, 5)}{suffix}{separator}{digits(2, 4)}"
    if roll < 0.72:
        return digits(1, 6)
    if roll < 0.80:
        return f"{digits(2, 5)}{random.choice(['-', '- ', ' -'])}{random.choice(list('aAbBcdDeABxn'))}"
    if roll < 0.92:
        return f"{random.choice(['E ', 'E ', 'E', 'e ', 'E. ', 'No ', 'No. ', 'N ', 'ID ', 'C ', 'A-'])}{digits(2, 6)}"
    if roll < 0.96:
        marks = ["/", ".", "-"]
        return f"{digits(1, 2)}{random.choice(marks)}{digits(1, 2)}{random.choice(marks)}{digits(4, 4)}"
    return f"{digits(1, 4)} {digits(1, 4)}"


def _words(random: Random, arabic: bool) -> str:
    letters = list(_ARABIC_LETTERS if arabic else "abcdefghijklmnopqrstuvwxyz")
    word = "".join(random.choice(letters, int(random.integers(1, 9))))
    shape = random.integers(3)
    return word if arabic or shape == 0 else word.upper() if shape == 1 else word.capitalize()


def _kind(written: str, arabic: bool, random: Random) -> str:
    drawable = all(c in " " or c in SHAPES or c.lower() in SHAPES for c in written)
    if drawable and random.random() < (0.6 if arabic else 0.34):
        return "hand"
    if not arabic and written.replace("/", "").replace(" ", "").isdigit() and random.random() < 0.12:
        return "real"
    return "handfont" if not arabic and random.random() < 0.25 else "font"


def _ink(kind: str, written: str, arabic: bool, material: Material, random: Random) -> tuple[Grey, int]:
    """Ink of the whole line (0..255) with digits of about 40 pixels, and the row of the base line."""
    if kind in ("hand", "real"):
        return _by_hand(kind, written, material, random)
    choice = material.arabic if arabic else material.hand_fonts if kind == "handfont" else material.western
    fitting = [i for i in random.permutation(len(choice))[:12] if set(written) <= choice[i].characters | {" "}]
    face = choice[fitting[0] if fitting else int(random.integers(len(choice)))]
    shown = "".join(c for c in written if c in face.characters or c == " ")
    if arabic and face.persian and random.random() < 0.25:
        shown = shown.translate(str.maketrans(PERSIAN))
    probe = loaded(face.path, 48).getbbox("٧" if arabic else "8", anchor="ls")
    size = int(np.clip(48 * _DIGIT_PIXELS / max(8, probe[3] - probe[1]), 16, 150))
    font = loaded(face.path, size)
    loose = kind == "handfont" or random.random() < 0.3
    ink, base = _set_loosely(font, shown, random) if loose else _set(font, shown)
    return _other_pen(ink, random), base


def _set(font: ImageFont.FreeTypeFont, written: str) -> tuple[Grey, int]:
    box = font.getbbox(written, anchor="ls")
    left, top = int(np.floor(box[0])) - 2, int(np.floor(box[1])) - 2
    mask, offset = font.getmask2(written, mode="L", anchor="ls")
    cells = np.asarray(mask, np.uint8).reshape(mask.size[1], mask.size[0])
    ink = np.zeros((max(4, int(box[3]) - top + 4), max(4, int(box[2]) - left + 4)), np.uint8)
    y, x = max(0, int(offset[1]) - top), max(0, int(offset[0]) - left)
    part = cells[: ink.shape[0] - y, : ink.shape[1] - x]
    ink[y : y + part.shape[0], x : x + part.shape[1]] = part
    return ink, -top


def _set_loosely(font: ImageFont.FreeTypeFont, written: str, random: Random) -> tuple[Grey, int]:
    spacing = random.uniform(-0.02, 0.25) * _DIGIT_PIXELS
    pieces = [_set(font, c) if c != " " else None for c in written]
    return _joined(pieces, spacing, random.uniform(0, 0.06), random)


def _by_hand(kind: str, written: str, material: Material, random: Random) -> tuple[Grey, int]:
    hand = Hand.of(int(random.integers(*material.hands)))
    pen = int(np.clip(round(random.choice([2, 3, 4, 5, 6, 7, 9]) * random.uniform(0.8, 1.2)), 1, 11))
    names = [c if c in SHAPES or c == " " else c.lower() for c in written]
    pieces = [
        None
        if name == " "
        else _real(material.digits[int(name)], random)
        if kind == "real" and name.isdigit()
        else hand.character(name, _DIGIT_PIXELS, pen, random)
        for name in names
    ]
    ink, base = _joined(pieces, random.uniform(0.02, 0.4) * _DIGIT_PIXELS, random.uniform(0, 0.09), random)
    return (ink if kind == "hand" else _other_pen(ink, random)), base


def _real(samples: Grey, random: Random) -> tuple[Grey, int]:
    cell = samples[int(random.integers(len(samples)))]
    rows, columns = np.flatnonzero(cell.max(1) > 60), np.flatnonzero(cell.max(0) > 60)
    cut = cell[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    factor = _DIGIT_PIXELS / cut.shape[0]
    width = max(4, round(cut.shape[1] * factor))
    large = cv2.resize(cv2.copyMakeBorder(cut, 1, 1, 1, 1, cv2.BORDER_CONSTANT), (width + 4, _DIGIT_PIXELS + 4),
                       interpolation=cv2.INTER_CUBIC)  # fmt: skip
    sharp = np.clip((large.astype(np.float32) - 90) * 3 + 90, 0, 255).astype(np.uint8)
    return sharp, _DIGIT_PIXELS + 2


def _joined(pieces: list[tuple[Grey, int] | None], spacing: float, jitter: float, random: Random) -> tuple[Grey, int]:
    """Characters side by side, each a little moved, turned and resized."""
    page = np.zeros((_PAGE * 2, 60 * len(pieces) + 200), np.uint8)
    base, x = _PAGE + 20, 20.0
    drift = random.normal(0, 0.02)
    for piece in pieces:
        if piece is None:
            x += _DIGIT_PIXELS * random.uniform(0.3, 0.8)
            continue
        ink, foot = piece
        turn = cv2.getRotationMatrix2D(
            (ink.shape[1] / 2, foot / 2), random.normal(0, jitter * 60), 1 + random.normal(0, jitter)
        )
        turn[:, 2] += [x, base - foot + random.normal(0, jitter) * _DIGIT_PIXELS + drift * x]
        layer = cv2.warpAffine(ink, turn, (page.shape[1], page.shape[0]))
        page = np.maximum(page, layer)
        x += ink.shape[1] + max(-0.12 * _DIGIT_PIXELS, spacing * random.uniform(0.6, 1.4) - 4)
        if x > page.shape[1] - 70:
            break
    rows, columns = np.flatnonzero(page.max(1) > 40), np.flatnonzero(page.max(0) > 40)
    if not len(rows):
        return np.zeros((_DIGIT_PIXELS, 20), np.uint8), _DIGIT_PIXELS
    return page[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], base - int(rows[0])


def _other_pen(ink: Grey, random: Random) -> Grey:
    """The same characters with thinner or thicker strokes."""
    size = int(random.integers(1, 4))
    if random.random() < 0.4 and size > 1:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        change = cv2.dilate if random.random() < 0.7 else cv2.erode
        changed = change(cv2.copyMakeBorder(ink, 2, 2, 2, 2, cv2.BORDER_CONSTANT), kernel)[2:-2, 2:-2]
        if changed.max() > 120:
            return np.asarray(changed, np.uint8)
    return ink


def _on_paper(ink: Grey, base: int, random: Random) -> Grey:
    """The line on a page of its width plus margins; the digits' band lies between rows 52 and 92."""
    width = ink.shape[1]
    page = np.zeros((3 * _PAGE, width + 2 * _PAGE), np.float32)
    top = _PAGE + 92 - base
    cut = ink[max(0, -top) : page.shape[0] - top]
    page[max(0, top) : max(0, top) + cut.shape[0], _PAGE : _PAGE + width] = cut
    page /= 255
    for _ in range(int(random.random() < 0.3)):  # a neighbouring line, above or below, drawn with the same ink
        shift = int(random.choice([-1, 1])) * int(random.integers(62, 80))
        other = np.roll(page[:, ::-1] if random.random() < 0.5 else page, shift, axis=0)
        page = np.maximum(page, np.roll(other, int(random.integers(-width, width)), axis=1))
    page = _bent(page, random)
    paper = _paper(page.shape, random)
    inkiness = random.uniform(0.55, 1.0) * (1 - 0.25 * random.random() * _cloud(page.shape, 12, random))
    dark, light = sorted(random.uniform(0.02, 0.98, 2))
    if light - dark < 0.35:
        dark, light = max(0.0, dark - 0.25), min(1.0, light + 0.25)
    ground, stroke = (light, dark) if random.random() < 0.82 else (dark, light)
    scene = ground + (paper - 0.5) * random.uniform(0, 0.7) * (light - dark)
    _edges(scene, random)
    scene = scene * (1 - page * inkiness) + stroke * page * inkiness
    _strip(scene, random)
    if random.random() < 0.5:
        scene = scene * (1 - random.uniform(0.1, 0.5) * _cloud(page.shape, 3, random))
    return np.clip(scene * 255, 0, 255).astype(np.uint8)


def _bent(page: npt.NDArray[np.float32], random: Random) -> npt.NDArray[np.float32]:
    if random.random() < 0.4:
        return page
    height, width = page.shape
    strength = random.uniform(0.5, 3.0)
    grid = (max(3, width // 40), 8)
    move = [cv2.resize(random.normal(0, strength, grid[::-1]).astype(np.float32), (width, height)) for _ in range(2)]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.asarray(cv2.remap(page, x + move[0], y + move[1], cv2.INTER_LINEAR), np.float32)


def _cloud(shape: tuple[int, ...], cells: int, random: Random) -> npt.NDArray[np.float32]:
    """A smooth field 0..1."""
    return np.asarray(
        cv2.resize(random.random((max(2, cells // 2), cells)).astype(np.float32), (shape[1], shape[0]), None, 0, 0,
                   cv2.INTER_CUBIC)
    )  # fmt: skip


def _paper(shape: tuple[int, ...], random: Random) -> npt.NDArray[np.float32]:
    coarse = _cloud(shape, int(random.integers(3, 20)), random)
    if random.random() < 0.5:
        return coarse
    small = random.random((shape[0] // 2, shape[1] // 2)).astype(np.float32)
    if random.random() < 0.3:  # ruled or woven
        small += 0.6 * (np.arange(shape[0] // 2)[:, None] % int(random.integers(6, 22)) == 0)
    fine = cv2.resize(small, (shape[1], shape[0]))
    return np.asarray(0.6 * coarse + 0.4 * fine, np.float32)


def _edges(scene: npt.NDArray[np.float32], random: Random) -> None:
    """The card's edges near the line: another grey above, below, left or right."""
    wide = scene.shape[1]
    for _ in range(int(random.choice([0, 0, 1, 2]))):
        grey, side = random.uniform(0, 1), int(random.integers(4))
        away = int(random.integers(2, 30))
        if side == 0:
            scene[: _PAGE + 52 - away] = grey
        elif side == 1:
            scene[_PAGE + 92 + away :] = grey
        elif side == 2:
            scene[:, : _PAGE - away] = grey
        else:
            scene[:, wide - _PAGE + away :] = grey
    if random.random() < 0.1:
        y = (
            _PAGE + 52 - int(random.integers(3, 14))
            if random.random() < 0.5
            else _PAGE + 92 + int(random.integers(3, 14))
        )
        cv2.line(
            scene, (0, y), (wide, y + int(random.integers(-6, 7))), random.uniform(0, 1), int(random.integers(1, 4))
        )


def _strip(scene: npt.NDArray[np.float32], random: Random) -> None:
    """A glare, scratch or thread across the line."""
    if random.random() < 0.06:
        x = int(random.integers(_PAGE, scene.shape[1] - _PAGE + 1))
        slope = int(random.integers(-60, 61))
        cv2.line(scene, (x, 0), (x + slope, scene.shape[0]), random.uniform(0, 1), int(random.integers(1, 5)))


def _photographed(scene: Grey, width: int, random: Random) -> Grey:
    """What a detector would cut out: turned, skewed, too wide or too tight, blurred, few pixels."""
    pad_top, pad_bottom = random.uniform(0.0, 0.5, 2) * _DIGIT_PIXELS - 2
    pad_left, pad_right = random.gamma(2, 0.17, 2) * _DIGIT_PIXELS - 3
    left, right = _PAGE - pad_left, _PAGE + width + pad_right
    top, bottom = _PAGE + 52 - pad_top, _PAGE + 92 + pad_bottom
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    centre = corners.mean(0)
    angle = np.radians(random.normal(0, 2.5) if random.random() < 0.85 else random.uniform(-8, 8))
    if width > 6 * _DIGIT_PIXELS:
        angle *= 0.5
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    corners = (corners - centre) @ turn.T + centre
    corners += random.normal(0, random.uniform(0, 0.06) * _DIGIT_PIXELS, (4, 2)).astype(np.float32)
    grow = (abs(np.sin(angle)) * width * 0.4).astype(np.float32)
    corners[:2, 1] -= grow
    corners[2:, 1] += grow
    tall, wide = bottom - top + 2 * grow, right - left
    pixels = float(np.exp(random.uniform(np.log(10), np.log(52))))
    few = (max(4, round(wide / tall * pixels)), max(6, round(pixels)))
    soft = cv2.GaussianBlur(scene, (0, 0), max(0.3, 0.45 * tall / pixels * random.uniform(0.7, 1.6)))
    target = np.array([[0, 0], [few[0], 0], [few[0], few[1]], [0, few[1]]], np.float32)
    seen = cv2.warpPerspective(
        soft, cv2.getPerspectiveTransform(corners, target), few, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if random.random() < 0.15:
        length = int(random.integers(2, 5))
        seen = cv2.blur(seen, (length, 1) if random.random() < 0.6 else (1, length))
    noisy = seen + random.normal(0, random.gamma(1.5, 1.0 + 0.06 * float(seen.std())), seen.shape)
    seen = np.clip(noisy, 0, 255).astype(np.uint8)
    if random.random() < 0.6:
        coded = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(35, 95))])[1]
        seen = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return np.asarray(seen, np.uint8)
