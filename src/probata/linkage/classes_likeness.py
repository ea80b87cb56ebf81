"""How much a photograph looks like this archive's photographs of persons, learned on the archive itself.

The examples are the archive's own: photographs whose class the text told (a person's number, or a neighbour of one)
against all others. The others may hold persons too, so this is learning from positive and unlabelled examples: the
score orders photographs, and is no probability (Elkan & Noto, KDD 2008). Every photograph is scored by a model that saw
neither it nor its burst. No truth of a made archive is used.
"""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Matrix = npt.NDArray[np.float64]
LEAST_EXAMPLES = 30
_FOLDS = 5
_COMPONENTS = 40
_PENALTY = 0.05
_MOST_STEPS = 50
_SMALLEST_STEP = 1e-8


def likeness(
    scenes: pa.Table, persons: Collection[str], others: Collection[str], burst_of: Mapping[str, str]
) -> dict[str, float]:
    """Log-odds of each photograph being one of ``persons`` rather than of ``others``, if both were equally many.

    Args:
        scenes: readings table ``scene``, columns digest and features.
        persons: hex digests of photographs known to show persons.
        others: hex digests of all photographs to be told from them.
        burst_of: a name for each photograph's burst; photographs of one burst are held out together.

    Returns:
        By hex digest; empty where there are fewer than 30 examples on either side.
    """
    rows = [r for r in scenes.select(["digest", "features"]).to_pylist() if r["features"]]
    rows = sorted((r for r in rows if r["digest"] in persons or r["digest"] in others), key=lambda r: str(r["digest"]))
    names = [str(r["digest"]) for r in rows]
    positive = np.array([name in persons for name in names], bool)
    if min(positive.sum(), len(names) - positive.sum()) < LEAST_EXAMPLES:
        return {}
    data = _components(np.array([np.frombuffer(r["features"], np.uint8) for r in rows], np.float64))
    fold = np.array([int(burst_of.get(name, name)[:8], 16) % _FOLDS for name in names])
    scores = np.zeros(len(names))
    for held_out in range(_FOLDS):
        seen = fold != held_out
        if positive[seen].any() and not positive[seen].all():
            scores[~seen] = data[~seen] @ _fitted(data[seen], positive[seen])
    return dict(zip(names, scores.tolist(), strict=True))


def _components(features: Matrix) -> Matrix:
    """The first forty principal components, scaled to one, and a constant."""
    scaled = (features - features.mean(0)) / (features.std(0) + 1e-6)
    _, vectors = np.linalg.eigh(scaled.T @ scaled)
    projected = scaled @ vectors[:, ::-1][:, :_COMPONENTS]
    return np.asarray(np.c_[projected / (projected.std(0) + 1e-9), np.ones(len(features))], np.float64)


def _fitted(data: Matrix, positive: npt.NDArray[np.bool_]) -> Matrix:
    """Coefficients of a logistic regression with equal weight on both sides and a quadratic penalty.

    By Newton's method; the penalty keeps it well-conditioned, the constant is not penalised.
    """
    weights = np.where(positive, 0.5 / positive.sum(), 0.5 / (~positive).sum())
    penalty = np.r_[np.full(data.shape[1] - 1, _PENALTY), 1e-9]
    found = np.zeros(data.shape[1])
    for _ in range(_MOST_STEPS):
        predicted = 1 / (1 + np.exp(-np.clip(data @ found, -30, 30)))
        slope = data.T @ (weights * (predicted - positive)) + penalty * found
        curvature = (data.T * (weights * predicted * (1 - predicted))) @ data + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        found = found - step
        if np.abs(step).max() < _SMALLEST_STEP:
            break
    return np.asarray(found, np.float64)
