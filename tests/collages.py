"""Pictures for tests of *appearance* and of changed copies: noise and shapes, never photographs."""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


def collage(seed: int, width: int = 640, height: int = 480, shapes: int = 90) -> Pixels:
    """Soft noise under rectangles, discs and lines (blue, green, red)."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(60, 190, (9, 12, 3)).astype(np.float32)
    picture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(shapes):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        colour = tuple(float(c) for c in rng.uniform(0, 255, 3))
        size = int(rng.uniform(0.015, 0.09) * width)
        kind = int(rng.integers(3))
        if kind == 0:
            box = cv2.boxPoints(((x, y), (size * 2, size), float(rng.uniform(0, 180)))).astype(np.int32)
            cv2.fillPoly(picture, [box], colour, cv2.LINE_AA)
        elif kind == 1:
            cv2.ellipse(picture, (x, y), (size, size // 2 + 2), float(rng.uniform(0, 180)), 0, 300, colour, -1)
        else:
            end = int(x + rng.normal(0, size * 2)), int(y + rng.normal(0, size * 2))
            cv2.line(picture, (x, y), end, colour, max(2, size // 8), cv2.LINE_AA)
    noise = cv2.GaussianBlur(rng.normal(0, 12, picture.shape).astype(np.float32), (0, 0), 1.2)
    return np.asarray((picture + noise).clip(0, 255), np.uint8)


def encoded(picture: Pixels, quality: int = 85) -> bytes:
    """A picture as a JPEG file."""
    _, data = cv2.imencode(".jpg", np.ascontiguousarray(picture), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()
