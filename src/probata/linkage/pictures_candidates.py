"""Which pictures may be one: those with unusually many points of the same code.

A point's code holds the signs of `CODE_BITS` numbers of its descriptor. Two views of one point have the same code in
about one case of four, two unlike points hardly ever; so a picture's copy collects votes from many points, and another
picture few. In a mirror image some signs turn, always the same ones: a second look-up, with those bits turned, finds
mirror images. Codes that more than `MOST_SHARING` points have (letters of a form, noise) don't vote.

Votes count together where the points are turned alike, within a quarter turn or less: a copy is turned as a whole.

Each picture proposes its `MOST_CANDIDATES` fellows with most votes, at least `LEAST_VOTES`, and `MOST_MIRRORED` of
which it may be the mirror image: a room or a card that pictures share is never mirrored, so few compete there.
Whether they are one picture is for `pictures_geometry` to say.
"""

import numba
import numpy as np
import numpy.typing as npt

CODE_BITS = 18
LEAST_VOTES = 6
MOST_CANDIDATES = 6
MOST_MIRRORED = 2
MOST_SHARING = 1000
_WAYS = 8

Codes = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Integers = npt.NDArray[np.int64]


def codes(descriptors: npt.NDArray[np.int8]) -> Codes:
    """The code of each descriptor (n, dimensions)."""
    found = np.zeros(len(descriptors), np.int32)
    for bit in range(CODE_BITS):
        found |= (descriptors[:, bit] > 0).astype(np.int32) << np.int32(bit)
    return found


def candidates(
    descriptors: npt.NDArray[np.int8], turns: Bytes, starts: Integers, signs: npt.NDArray[np.int8]
) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Pairs of pictures, the smaller number first, and whether one is to be mirrored; sorted.

    Args:
        descriptors: of all points (m, dimensions).
        turns: their angles, as kept (m).
        starts: where each picture's points begin (pictures + 1).
        signs: −1 where a mirror changes the sign of a descriptor's number.
    """
    own = codes(descriptors)
    owner = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    order = np.argsort(own, kind="stable")
    bounds = np.searchsorted(own[order], np.arange((1 << CODE_BITS) + 1)).astype(np.int64)
    mask = sum(1 << bit for bit in range(CODE_BITS) if signs[bit] < 0)
    rows = []
    mirrored = own ^ np.int32(mask), np.uint8(128) - turns, MOST_MIRRORED
    for way, (asked, turned, most) in enumerate(((own, turns, MOST_CANDIDATES), mirrored)):
        table = owner[order], turns[order], bounds
        pairs = _voted(asked, turned, *table, starts, LEAST_VOTES, most, MOST_SHARING)
        rows.append(np.column_stack([pairs, np.full(len(pairs), way)]))
    every = np.unique(np.concatenate(rows), axis=0)
    return every[:, :2].copy(), every[:, 2] == 1


@numba.njit(nogil=True, cache=True)
def _voted(
    asked: Codes,
    turned: Bytes,
    owners: Codes,
    turns: Bytes,
    bounds: Integers,
    starts: Integers,
    least: int,
    most: int,
    sharing: int,
) -> Integers:
    """Pairs (smaller, larger) of pictures that one of the two proposes."""
    count = len(starts) - 1
    votes = np.zeros((count, _WAYS), np.uint8)
    touched, counts = np.empty(count, np.int64), np.empty(count, np.int64)
    reached_in = np.full(count, -1, np.int32)
    pairs = np.empty((count * most, 2), np.int64)
    filled = 0
    for i in range(count):
        reached = 0
        for p in range(starts[i], starts[i + 1]):
            begin, end = bounds[asked[p]], bounds[asked[p] + 1]
            if end - begin > sharing:
                continue
            for k in range(begin, end):
                j = owners[k]
                if j != i:
                    if reached_in[j] != i:
                        reached_in[j] = i
                        touched[reached] = j
                        reached += 1
                    way = ((turns[k] - turned[p]) & 255) // (256 // _WAYS)
                    votes[j, way] += votes[j, way] < 255
        many = 0
        for r in range(reached):
            j = touched[r]
            best = 0
            for way in range(_WAYS):
                best = max(best, np.int64(votes[j, way]) + votes[j, (way + 1) % _WAYS])
            votes[j] = 0
            if best >= least:
                touched[many], counts[many] = j, best
                many += 1
        for at in _most_voted(touched[:many], counts[:many], most):
            pairs[filled, 0], pairs[filled, 1] = min(i, touched[at]), max(i, touched[at])
            filled += 1
    return pairs[:filled]


@numba.njit(nogil=True, cache=True)
def _most_voted(numbers: Integers, counts: Integers, most: int) -> Integers:
    """Places of the ``most`` largest counts; of equal ones the smaller number first. Counts are used up."""
    chosen = np.empty(min(most, len(counts)), np.int64)
    for n in range(len(chosen)):
        at = 0
        for r in range(1, len(counts)):
            if counts[r] > counts[at] or (counts[r] == counts[at] and numbers[r] < numbers[at]):
                at = r
        chosen[n] = at
        counts[at] = -1
    return chosen
