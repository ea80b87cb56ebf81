"""Whether the thumbnail that a camera embedded shows the picture, as a whole and in each part.

Not here: how a thumbnail may be cut or have bars (`analysers.picture.thumbnail_difference`).
"""

import cv2
import numpy as np
import numpy.typing as npt

from probata.readings.analysers.picture import thumbnail_difference

Grey = npt.NDArray[np.uint8]
_SIDE = (64, 48)
_WINDOW = 5


def thumbnail_departure(embedded: bytes, grey: Grey) -> float | None:
    """One minus the correlation of the whole, or the largest difference of a part, whichever is more.

    Args:
        embedded: the EXIF thumbnail; empty for none.
        grey: the picture as stored.

    Returns:
        0 for the same picture; None without a thumbnail, or one that can't be decoded.
    """
    whole = thumbnail_difference(embedded, grey)
    if whole is None:
        return None
    small = cv2.imdecode(np.frombuffer(embedded, np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
    if small is None or abs(small.shape[1] / small.shape[0] - grey.shape[1] / grey.shape[0]) > 0.02:
        return whole
    return max(whole, _part(np.asarray(small, np.uint8), grey))


def _part(small: Grey, grey: Grey) -> float:
    """The largest mean difference of a part, by the picture's deviation, after the best line of one on the other."""
    one, other = (cv2.resize(each, _SIDE, interpolation=cv2.INTER_AREA).astype(np.float64) for each in (small, grey))
    x, y = one.ravel() - one.mean(), other.ravel() - other.mean()
    power = float(x @ x)
    slope = float(x @ y) / power if power > 0 else 0.0
    rest = np.abs((y - slope * x).reshape(one.shape))
    deviation = max(float(y.std()), 4.0)
    return float(cv2.blur(rest, (_WINDOW, _WINDOW)).max() / deviation)
