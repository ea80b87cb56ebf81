"""Scenes without persons: streets, rooms, landscapes, vehicles. Several views of one scene make a group.

Vehicles bear plates and doors bear numbers: hard cases for whoever looks for numbers of persons.
"""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from probata.proficiency import grounds, series
from probata.proficiency.labels import Label
from probata.proficiency.lettering import printed
from probata.proficiency.mannequins import Points, oval, project
from probata.proficiency.sensor import Picture, Scene

Colour = tuple[int, int, int]
Shape = tuple[Points, Colour]
_WIDE, _HORIZON = 160.0, 55.0
_SHIFT = 4
_FLOORS = tuple(i for i in range(grounds.PLACES) if i % 3 != 2)  # tiles and concrete, no cloth


def scene(rng_group: np.random.Generator, rng: np.random.Generator, size: tuple[int, int], seed: int) -> Scene:
    """One view of a scene.

    Args:
        rng_group: the same for all views of the scene.
        rng: of this view.
        size: height and width of the upright picture.
        seed: of the archive, for its grounds.
    """
    maker = _MAKERS[int(rng_group.choice(len(_MAKERS), p=[0.35, 0.3, 0.2, 0.15]))]
    ground = grounds.place(seed, int(rng_group.choice(_FLOORS))).ground
    horizon = _HORIZON + float(rng_group.normal(0, 6))
    shapes, plates, indoor = maker(rng_group, horizon)
    view = _view(rng, size)
    canvas = _backdrop(rng_group, view, size, ground, horizon, indoor)
    for outline, colour in shapes:
        points = np.round(np.clip(project(view, outline), -8000, 16000) * (1 << _SHIFT)).astype(np.int32)
        cv2.fillPoly(canvas, [points], colour, cv2.LINE_AA, _SHIFT)
    for plate, at in plates:
        series.paste(plate, view @ at, canvas, None)
    return Scene(canvas, _weather(rng, size, indoor))


def _view(rng: np.random.Generator, size: tuple[int, int]) -> Points:
    height, width = size
    zoom = max(height / 100, width / _WIDE) * float(rng.uniform(1.0, 2.0))
    x, y = rng.uniform(-0.5, 0.5, 2) * [_WIDE - width / zoom, 100 - height / zoom] + [_WIDE / 2, 50]
    turn = float(rng.normal(0, 0.03))
    c, s = zoom * np.cos(turn), zoom * np.sin(turn)
    centre = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1.0]])
    turned = np.array([[c, -s, -c * x + s * y], [s, c, -s * x - c * y], [0, 0, 1.0]])
    return np.asarray(centre @ turned)


def _backdrop(
    rng: np.random.Generator, view: Points, size: tuple[int, int], ground: Picture, horizon: float, indoor: bool
) -> Picture:
    """Floor or road in perspective, and sky or wall above the horizon."""
    near, far = np.array([(0, 0), (900, 0), (900, 900), (0, 900)], np.float32), 6.0
    floor = np.array([(60, horizon), (100, horizon), (_WIDE + 90, 100 + far), (-90, 100 + far)], np.float32)
    way = view @ np.asarray(cv2.getPerspectiveTransform(near, floor), dtype=np.float64)
    canvas = cv2.warpPerspective(ground, way, (size[1], size[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    upper = np.array([(-100, -100), (_WIDE + 100, -100), (_WIDE + 100, horizon), (-100, horizon)])
    mask = np.zeros(size, dtype=np.uint8)
    cv2.fillPoly(mask, [np.round(np.clip(project(view, upper), -8000, 16000)).astype(np.int32)], (1,))
    relief = grounds.clouds(rng, 256, 1.7 if not indoor else 0.9)
    tone = np.array([130, 165, 205] if not indoor else rng.choice([[190, 185, 170], [165, 180, 175], [200, 180, 150]]))
    strength = 0.16 if not indoor else 0.03
    sky = np.clip(tone * (1 + strength * relief[:, :, None]) + 25 * (np.arange(256) / 256)[:, None, None], 20, 225)
    spread = np.array([[size[1] / 256, 0, 0], [0, size[0] / 256, 0]], dtype=np.float64)
    drawn = cv2.warpAffine(sky.astype(np.uint8), spread, (size[1], size[0]), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(np.where(mask[:, :, None] > 0, drawn, canvas), dtype=np.uint8)


def _weather(rng: np.random.Generator, size: tuple[int, int], indoor: bool) -> npt.NDArray[np.float32]:
    y, x = np.ogrid[-1.0 : 1.0 : size[0] // 4 * 1j, -1.0 : 1.0 : size[1] // 4 * 1j]
    lean = rng.normal(0, 0.14 if indoor else 0.06, 2)
    return np.asarray(float(rng.uniform(0.75, 1.1)) * (1 + lean[0] * x + lean[1] * y), dtype=np.float32)


def _box(left: float, top: float, right: float, bottom: float) -> Points:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _tone(rng: np.random.Generator, low: int = 50, high: int = 200) -> Colour:
    grey = float(rng.uniform(low, high))
    return tuple(int(v) for v in np.clip(grey + rng.normal(0, 14, 3), 8, 225))  # type: ignore[return-value]


def _darker(colour: Colour, factor: float) -> Colour:
    return tuple(int(min(225, c * factor)) for c in colour)  # type: ignore[return-value]


_Made = tuple[list[Shape], list[tuple[Label, Points]], bool]


def _street(rng: np.random.Generator, horizon: float) -> _Made:
    shapes: list[Shape] = []
    x = float(rng.uniform(-10, 5))
    while x < _WIDE:
        wide, high = float(rng.uniform(14, 38)), float(rng.uniform(16, 48))
        wall = _tone(rng, 90, 200)
        shapes.append((_box(x, horizon - high, x + wide, horizon + 4), wall))
        shapes.append((_box(x, horizon - high - 1, x + wide, horizon - high + 0.6), _darker(wall, 0.7)))
        pane, columns = _tone(rng, 30, 90), max(2, int(wide / 6))
        for row in np.arange(horizon - high + 3, horizon - 4, 8):
            for column in range(columns):
                if rng.random() < 0.9:
                    left = x + (column + 0.25) * wide / columns
                    shapes.append((_box(left, row, left + wide / columns * 0.5, row + 4.5), pane))
        x += wide + float(rng.choice([0, 0, 3]))
    vehicle, plates = [], []
    for at in rng.uniform(10, _WIDE - 40, int(rng.integers(0, 4))):
        more, plate = _vehicle(rng, float(at), horizon + float(rng.uniform(10, 30)), float(rng.uniform(0.8, 1.3)))
        vehicle += more
        plates.append(plate)
    return shapes + vehicle, plates, False


def _vehicle(rng: np.random.Generator, x: float, y: float, k: float) -> tuple[list[Shape], tuple[Label, Points]]:
    """A vehicle from behind, with its plate."""
    paint = _tone(rng, 60, 210)
    parts: list[Shape] = [
        (oval(x + 13 * k, y + 1.5 * k, 15 * k, 1.6 * k), (40, 40, 42)),
        (_box(x + 1 * k, y - 4 * k, x + 5 * k, y + 1.5 * k), (25, 25, 28)),
        (_box(x + 21 * k, y - 4 * k, x + 25 * k, y + 1.5 * k), (25, 25, 28)),
        (np.array([(0, -2), (0, -10), (2, -13), (24, -13), (26, -10), (26, -2)]) * k + [x, y], paint),
        (np.array([(3, -13), (6, -20), (20, -20), (23, -13)]) * k + [x, y], paint),
        (np.array([(5, -13.4), (7.3, -18.8), (18.7, -18.8), (21, -13.4)]) * k + [x, y], (60, 70, 80)),
        (_box(x + 0.8 * k, y - 11 * k, x + 4 * k, y - 9 * k), (160, 30, 30)),
        (_box(x + 22 * k, y - 11 * k, x + 25.2 * k, y - 9 * k), (160, 30, 30)),
        (_box(x, y - 4 * k, x + 26 * k, y - 2 * k), _darker(paint, 0.6)),
    ]
    text = f"{rng.integers(100, 999)} {rng.integers(100, 999)}"
    sign = board(text, 60, (222, 222, 214) if rng.random() < 0.6 else (215, 190, 60))
    scale = 8.5 * k / sign.alpha.shape[1]
    return parts, (sign, np.array([[scale, 0, x + 8.7 * k], [0, scale, y - 8.4 * k], [0, 0, 1.0]]))


def board(text: str, height: int, paper: Colour, ink: Colour = (20, 20, 24)) -> Label:
    """A plate or sign with a printed text."""
    mask = printed(text, height, bold=1)
    mask = np.pad(mask, ((height // 8, height // 8), (height // 3, height // 3)))
    share = mask[:, :, None].astype(np.float32) / 255
    colour = np.asarray(paper, np.float32) * (1 - share) + np.asarray(ink, np.float32) * share
    return Label(colour.astype(np.uint8), np.full(mask.shape, 255, np.uint8), {}, "card")


def _room(rng: np.random.Generator, horizon: float) -> _Made:
    shapes: list[Shape] = [(_box(-100, horizon - 1.2, _WIDE + 100, horizon + 0.8), _tone(rng, 60, 120))]
    plates: list[tuple[Label, Points]] = []
    for x in np.arange(8, _WIDE - 20, 36) + rng.uniform(0, 14, 5)[: len(np.arange(8, _WIDE - 20, 36))]:
        thing = rng.random()
        if thing < 0.35:
            door = _tone(rng, 70, 150)
            shapes.append((_box(x - 1, horizon - 43, x + 19, horizon), _darker(door, 0.7)))
            shapes.append((_box(x, horizon - 42, x + 18, horizon), door))
            shapes.append((oval(x + 16, horizon - 20, 0.8, 0.8), (200, 190, 120)))
            sign = board(str(rng.integers(1, 60)), 40, (220, 220, 216))
            scale = 5.0 / sign.alpha.shape[1]
            plates.append((sign, np.array([[scale, 0, x + 6.5], [0, scale, horizon - 36], [0, 0, 1.0]])))
        elif thing < 0.6:
            shapes.append((_box(x, horizon - 40, x + 24, horizon - 16), _tone(rng, 170, 215)))
            shapes += [
                (_box(x + 1 + c * 11.5, horizon - 39, x + 11.5 + c * 11.5, horizon - 17), (175, 200, 220))
                for c in (0, 1)
            ]
        elif thing < 0.85:
            wood = _tone(rng, 60, 140)
            y = horizon + float(rng.uniform(6, 22))
            shapes += [(_box(x + dx, y, x + dx + 2.4, y + 22), _darker(wood, 0.7)) for dx in (1, 25)]
            shapes.append((np.array([(x - 3, y), (x + 31, y), (x + 27, y - 8), (x + 2, y - 8)]), wood))
            shapes.append((_box(x - 3, y, x + 31, y + 2.2), _darker(wood, 0.8)))
        else:
            shapes += [
                (_box(x, horizon - 30 + 9 * s, x + 20, horizon - 22 + 9 * s), _tone(rng, 80, 170)) for s in range(3)
            ]
    return shapes, plates, True


def _landscape(rng: np.random.Generator, horizon: float) -> _Made:
    shapes: list[Shape] = []
    x = np.linspace(-60, _WIDE + 60, 90)
    for depth in range(4):
        ridge = horizon - 14 + 6 * depth + np.cumsum(rng.normal(0, 1.1, 90)) * (1 - depth * 0.15)
        tone = np.array([125, 140, 150]) * (1 - depth / 3.4) + np.array([92, 98, 58]) * (depth / 3.4)
        outline = np.vstack([np.column_stack([x, ridge]), [(_WIDE + 60, horizon + 8), (-60, horizon + 8)]])
        shapes.append((outline, tuple(int(v) for v in tone + rng.normal(0, 6, 3))))  # type: ignore[arg-type]
    for at in rng.uniform(0, _WIDE, int(rng.integers(2, 14))):
        y, k = horizon + float(rng.uniform(2, 26)), float(rng.uniform(0.5, 1.6))
        shapes.append((_box(at - 0.6 * k, y - 8 * k, at + 0.6 * k, y), (74, 58, 44)))
        crown = _tone(rng, 50, 80)
        leaf = (crown[0], min(225, crown[1] + 30), crown[2] // 2)
        shapes += [(oval(at + dx * k, y - dy * k, 4 * k, 3.4 * k), leaf) for dx, dy in ((-2, 9), (2.4, 9.5), (0, 12))]
    return shapes, [], False


def _yard(rng: np.random.Generator, horizon: float) -> _Made:
    """One vehicle from near, before a wall."""
    wall = _tone(rng, 100, 190)
    shapes: list[Shape] = [(_box(-80, horizon - 26, _WIDE + 80, horizon + 3), wall)]
    shapes += [
        (_box(x, horizon - 26, x + 0.5, horizon + 3), _darker(wall, 0.8)) for x in np.arange(-80, _WIDE + 80, 14.0)
    ]
    parts, plate = _vehicle(rng, float(rng.uniform(30, 60)), horizon + 30, float(rng.uniform(2.0, 2.8)))
    return shapes + parts, [plate], False


_MAKERS: tuple[Callable[[np.random.Generator, float], _Made], ...] = (_street, _room, _landscape, _yard)
