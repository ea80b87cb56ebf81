"""How much a photograph looks like known ones of the same archive: a score for each, by models that never saw it.

The examples are the archive's own: photographs whose class the text told, against all others. The others may hold the
same thing too, so this is learning from positive and unlabelled examples: a score orders photographs, and becomes a
probability only in `classes_mixture`. Every photograph is scored by a model that saw neither it nor its burst nor its
near-duplicates. No truth of a made archive is used.

Method: the vectors' first forty principal components, scaled to one; on them a logistic regression with equal weight on
both sides and a quadratic penalty, in five folds.

Source: Elkan and Noto, "Learning classifiers from only positive and unlabeled data", KDD 2008.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.linkage.clusters import components

Matrix = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Raw = npt.NDArray[np.integer[Any]]
LEAST_EXAMPLES = 30
_FOLDS = 5
_COMPONENTS = 40
_SAMPLE = 8192
_CHUNK = 4096
_PENALTY = 0.05
_SHARPNESS = 10.0
_MOST_STEPS = 50
_SMALLEST_STEP = 1e-8


@dataclass(frozen=True)
class Looks:
    """The look of each photograph in few numbers.

    Attributes:
        exhibits: hex digests, sorted.
        values: a row for each exhibit: principal components scaled to one, and a constant.
        trust: by how much the look can change the log-odds of a class at most: 8 for appearance; 3 for scenes, which
            can't carry a photograph out of a burst of persons.
    """

    exhibits: tuple[str, ...]
    values: Matrix
    trust: float = 8.0


def looks(scenes: pa.Table | None, appearance: pa.Table | None, wanted: Collection[str]) -> Looks:
    """The look of the exhibits ``wanted``: by appearance where it was read, else by scene.

    Args:
        scenes: readings table ``scene``: digest, features (unsigned bytes).
        appearance: readings table ``appearance``: digest, vector (signed bytes, a direction of any length).
        wanted: hex digests; those without a reading are left out.
    """
    if appearance is not None:
        exhibits, raw = _read(appearance, "vector", np.dtype(np.int8), wanted)
        if exhibits:
            return Looks(exhibits, _components(raw, unit=True))
    if scenes is not None:
        exhibits, raw = _read(scenes, "features", np.dtype(np.uint8), wanted)
        if exhibits:
            return Looks(exhibits, _components(raw, unit=False), trust=3.0)
    return Looks((), np.zeros((0, 1)))


def together(exhibits: Sequence[str], groups: Iterable[Sequence[str]]) -> npt.NDArray[np.int64]:
    """For each of ``exhibits`` the first of those that are in one group with it, or in groups that overlap.

    Args:
        exhibits: hex digests, sorted.
        groups: bursts and near-duplicates; what is not among the exhibits is left out.
    """
    row = {exhibit: i for i, exhibit in enumerate(exhibits)}
    members = ([row[each] for each in group if each in row] for group in groups)
    pairs = np.array([pair for rows in members for pair in pairwise(rows)], np.int32).reshape(-1, 2)
    return components(len(exhibits), [(pairs[:, 0], pairs[:, 1])]).astype(np.int64)


def folds(exhibits: Sequence[str], first: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """A fold, 0 to 4, for each of ``exhibits``, by the digest of the first that is `together` with it."""
    return np.array([int(exhibits[each][:8], 16) % _FOLDS for each in first.tolist()], np.int64)


def likeness(values: Matrix, positive: Mask, fold: npt.NDArray[np.int64]) -> Matrix | None:
    """Log-odds of each photograph being one of the positive rather than of the others, were both equally many.

    Args:
        values: as in `Looks`.
        positive: which are examples.
        fold: as `folds` gives them; a photograph is scored by a model that was fitted to the other folds.

    Returns:
        A score for each; None where there are fewer than 30 on either side, or none on one side of a fold.
    """
    if min(positive.sum(), (~positive).sum()) < LEAST_EXAMPLES:
        return None
    scores = np.zeros(len(values))
    for held_out in range(_FOLDS):
        seen = fold != held_out
        if positive[seen].all() or not positive[seen].any():
            return None
        scores[~seen] = values[~seen] @ _fitted(values[seen], positive[seen])
    return scores


def shares(look: Looks, judged: Mapping[str, bool], expected: float, weight: float) -> dict[str, float]:
    """How probable it is that each picture is of the first of two kinds, by the judged ones that look like it.

    A judged picture counts e^(10 c) for one whose look has the cosine c to its own: as one where they are unrelated.

    Args:
        look: of all pictures.
        judged: by hex digest whether it was judged to be of the first kind; what has no look is left out.
        expected: the share of the first kind that is expected beforehand.
        weight: with how many unrelated pictures that expectation is held.
    """
    known = [i for i, exhibit in enumerate(look.exhibits) if exhibit in judged]
    first = np.array([judged[look.exhibits[i]] for i in known], np.float64)
    directions = look.values[:, :-1] / np.maximum(np.linalg.norm(look.values[:, :-1], axis=1, keepdims=True), 1e-9)
    found: list[float] = []
    for i in range(0, len(directions), _CHUNK):
        counted = np.exp(_SHARPNESS * directions[i : i + _CHUNK] @ directions[known].T)
        found += ((counted @ first + expected * weight) / (counted.sum(1) + weight)).tolist()
    return dict(zip(look.exhibits, found, strict=True))


def _read(
    table: pa.Table, column: str, kind: "np.dtype[np.int8] | np.dtype[np.uint8]", wanted: Collection[str]
) -> tuple[tuple[str, ...], Raw]:
    """The wanted rows that have a vector, by digest."""
    rows = zip(table["digest"].to_pylist(), table[column].to_pylist(), strict=True)
    found = sorted((str(digest), value) for digest, value in rows if value and digest in wanted)
    data = np.frombuffer(b"".join(value for _, value in found), kind)
    return tuple(digest for digest, _ in found), data.reshape(len(found), -1) if found else data.reshape(0, 0)


def _components(raw: Raw, *, unit: bool) -> Matrix:
    """The first principal components, scaled to one, and a constant.

    They are those of at most 8,192 rows, evenly spaced in the order of digests, which is no order.
    """
    sample = _floats(raw[:: -(-len(raw) // _SAMPLE)], unit)
    middle, spread = sample.mean(0), sample.std(0) + 1e-6
    scaled = (sample - middle) / spread
    _, vectors = np.linalg.eigh(scaled.T @ scaled)
    turn = vectors[:, ::-1][:, :_COMPONENTS] / spread[:, None]
    chunks = [(_floats(raw[i : i + _CHUNK], unit) - middle) @ turn for i in range(0, len(raw), _CHUNK)]
    projected = np.concatenate(chunks)
    return np.asarray(np.c_[projected / (projected.std(0) + 1e-9), np.ones(len(raw))], np.float64)


def _floats(raw: Raw, unit: bool) -> Matrix:
    data = raw.astype(np.float64)
    return data / np.maximum(np.linalg.norm(data, axis=1, keepdims=True), 1e-9) if unit else data


def _fitted(data: Matrix, positive: Mask) -> Matrix:
    """Coefficients of the regression, by Newton's method; the penalty keeps it well-conditioned."""
    weights = np.where(positive, 0.5 / positive.sum(), 0.5 / (~positive).sum())
    penalty = np.r_[np.full(data.shape[1] - 1, _PENALTY), 1e-9]  # the constant is not penalised
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
