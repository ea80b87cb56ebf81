"""Series: which photographs one camera took before and after another, close in time.

What is odd about a scene is odd in all of its photographs: a brick wall, a page of print, a lamp in the frame. So a
photograph is compared with its neighbours as well: it is as strange as it is above the second strangest of them.

Not here: bursts as links (`bursts`), and whether the times can be trusted (`clocks`).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

NEAR_SECONDS = 900.0
EACH_SIDE = 4
_FEWEST = 2


def neighbours(cameras: Sequence[str], seconds: Sequence[float]) -> Numbers:
    """Places of the photographs taken just before and after each, shape (photographs, 8); -1: none.

    Args:
        cameras: label of each; "" where it is not known, and then it has no neighbours.
        seconds: time of each; NaN where there is none.
    """
    count = len(cameras)
    time = np.array(seconds, dtype=np.float64).reshape(count)
    found = np.full((count, 2 * EACH_SIDE), -1, dtype=np.int64)
    numbers = np.unique(np.array(cameras, dtype=np.str_), return_inverse=True)[1].reshape(count)
    told = np.isfinite(time) & np.array([bool(camera) for camera in cameras], dtype=np.bool_).reshape(count)
    places = np.flatnonzero(told)
    order = places[np.lexsort((places, time[places], numbers[places]))]
    for step in range(1, min(EACH_SIDE + 1, len(order))):
        first, second = order[:-step], order[step:]
        near = (numbers[first] == numbers[second]) & (time[second] - time[first] <= NEAR_SECONDS)
        found[first[near], 2 * step - 2] = second[near]
        found[second[near], 2 * step - 1] = first[near]
    return found


def above_neighbours(heights: Values, near: Numbers) -> Values:
    """How far each lies above the second highest of its neighbours, at most as far as above its cohort.

    Args:
        heights: above the cohort, shape (photographs,); NaN: none.
        near: as `neighbours` gives them.
    """
    others = np.where(near >= 0, heights[near], np.nan)
    enough = np.isfinite(others).sum(axis=1) >= _FEWEST
    second = np.sort(np.where(np.isfinite(others), others, -np.inf), axis=1)[:, -2]
    return np.where(enough, heights - np.maximum(second, 0.0), heights)
