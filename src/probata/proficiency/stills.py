"""Photographs without a person: which of scene, page or something else, and the something else."""

import cv2
import numpy as np

from probata.proficiency import grounds, series
from probata.proficiency.groups import Group
from probata.proficiency.pages import page
from probata.proficiency.parameters import Parameters
from probata.proficiency.scenes import board, scene
from probata.proficiency.sensor import Picture, Scene


def still(group: Group, index: int, size: tuple[int, int], parameters: Parameters) -> Scene:
    """One photograph of a group without a person."""
    rng_group = np.random.default_rng([parameters.seed, 24, group.key])
    rng = np.random.default_rng([parameters.seed, 25, group.key, index])
    if group.kind == "scene":
        return scene(rng_group, rng, size, parameters.seed)
    if group.kind == "document":
        return page(rng_group, rng, size, parameters.seed, parameters.digits)
    maker = (_screen, _logo, _cap, _blur)[int(rng_group.choice(4, p=[0.4, 0.25, 0.1, 0.25]))]
    return maker(rng, size, parameters.seed)


def _even(size: tuple[int, int], level: float = 1.0) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.full((size[0] // 4, size[1] // 4), level, dtype=np.float32)


def _screen(rng: np.random.Generator, size: tuple[int, int], _: int) -> Scene:
    """A computer's screen with a chart."""
    height, width = size
    canvas: Picture = np.full((height, width, 3), 22, dtype=np.uint8)
    x0, y0, x1, y1 = (int(v) for v in np.array([0.06, 0.07, 0.94, 0.9]) * [width, height, width, height])
    r, g, b = (int(v) for v in rng.integers(190, 226, 3))
    tint = (r, g, b)
    cv2.rectangle(canvas, (x0, y0), (x1, y1), tint, -1)
    cv2.rectangle(canvas, (x0, y0), (x1, y0 + height // 20), tuple(int(v) for v in rng.integers(30, 120, 3)), -1)
    count, base = int(rng.integers(4, 16)), y1 - height // 10
    step = (x1 - x0) * 0.86 / count
    bar = tuple(int(v) for v in rng.integers(20, 190, 3))
    for k, value in enumerate(rng.random(count)):
        left = int(x0 + (x1 - x0) * 0.07 + k * step)
        cv2.rectangle(canvas, (left, int(base - value * (base - y0) * 0.75)), (int(left + step * 0.7), base), bar, -1)
    cv2.line(canvas, (x0 + width // 30, base), (x1 - width // 30, base), (40, 40, 40), 2)
    title = board(f"Total {rng.integers(100, 99999)}", 40, tint)
    scale = width * 0.25 / title.alpha.shape[1]
    series.paste(
        title, np.array([[scale, 0, x0 + width * 0.08], [0, scale, y0 + height * 0.06], [0, 0, 1.0]]), canvas, None
    )
    canvas[::3] = (canvas[::3] * 0.94).astype(np.uint8)
    return Scene(canvas, _even(size, float(rng.uniform(0.9, 1.05))))


def _logo(rng: np.random.Generator, size: tuple[int, int], _: int) -> Scene:
    """An emblem of plain shapes."""
    height, width = size
    canvas: Picture = np.full((height, width, 3), rng.integers(150, 226, 3), dtype=np.uint8)
    for _shape in range(int(rng.integers(2, 6))):
        colour = tuple(int(v) for v in rng.integers(10, 220, 3))
        centre = (int(width * rng.uniform(0.35, 0.65)), int(height * rng.uniform(0.35, 0.65)))
        radius = int(min(size) * rng.uniform(0.06, 0.3))
        if rng.random() < 0.5:
            cv2.circle(canvas, centre, radius, colour, -1 if rng.random() < 0.6 else max(2, radius // 5), cv2.LINE_AA)
        else:
            turn = np.linspace(0, 2 * np.pi, int(rng.integers(3, 8)), endpoint=False) + rng.uniform(0, 3)
            star = np.round(np.column_stack([np.cos(turn), np.sin(turn)]) * radius + centre).astype(np.int32)
            cv2.fillPoly(canvas, [star], colour, cv2.LINE_AA)
    return Scene(canvas, _even(size, float(rng.uniform(0.8, 1.0))))


def _cap(rng: np.random.Generator, size: tuple[int, int], _: int) -> Scene:
    """A frame with the cap on the lens: nearly black."""
    return Scene(np.full((*size, 3), rng.integers(3, 12, 3), dtype=np.uint8), _even(size))


def _blur(rng: np.random.Generator, size: tuple[int, int], seed: int) -> Scene:
    """A frame taken by mistake: the ground, moved."""
    height, width = size
    ground = grounds.place(seed, int(rng.integers(0, grounds.PLACES))).ground
    turn, zoom = float(rng.uniform(0, 6)), float(rng.uniform(1.5, 4))
    c, s = zoom * np.cos(turn), zoom * np.sin(turn)
    move = np.array([[c, -s, rng.uniform(-999, 0)], [s, c, rng.uniform(-999, 0)]], dtype=np.float64)
    drawn = cv2.warpAffine(ground, move, (width, height), borderMode=cv2.BORDER_WRAP)
    soft = cv2.blur(drawn, (int(rng.integers(8, 60)), int(rng.integers(4, 20))))
    return Scene(np.asarray(soft, dtype=np.uint8), _even(size, float(rng.uniform(0.5, 1.0))))
