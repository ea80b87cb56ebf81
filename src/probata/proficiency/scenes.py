"""Photographs without a person: scenes, documents, and other."""

import numpy as np

from probata.proficiency.grounds import clouds
from probata.proficiency.lettering import printed
from probata.proficiency.plan import Group
from probata.proficiency.sensor import Scene


def still(group: Group, index: int, size: tuple[int, int], seed: int) -> Scene:
    """One photograph of a group without a person."""
    rng = np.random.default_rng([seed, 23, group.key, index])
    height, width = size
    light = np.ones((height // 4, width // 4), dtype=np.float32)
    canvas = np.full((height, width, 3), 215 if group.kind == "document" else 100, dtype=np.uint8)
    if group.kind == "document":
        y = height // 12
        while y < height * 0.9:
            mask, _ = printed("form line " + str(rng.integers(10, 99999)), max(10, height // 60))
            h, w = min(mask.shape[0], height - y), min(mask.shape[1], width // 2)
            canvas[y : y + h, width // 6 : width // 6 + w] -= (mask[:h, :w, None] * 0.75).astype(np.uint8)
            y += height // 25
    else:
        relief = clouds(rng, 512, 1.8)
        rows, columns = np.arange(height) % 512, np.arange(width) % 512
        canvas = np.clip(canvas + 30 * relief[rows][:, columns, None], 0, 225).astype(np.uint8)
    return Scene(canvas, light)
