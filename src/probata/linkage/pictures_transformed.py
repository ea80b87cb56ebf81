"""Changed copies: which exhibits are one picture, cropped, mirrored, turned or photographed again from a print.

Near-duplicates (`pictures`) are found by a hash of the whole picture, which a larger crop, a mirror or a turn changes.
Here pictures are compared by the points that the analyser *appearance* kept, in three steps:

1. `pictures_candidates`: who shares unusually many points, in the picture or in its mirror image;
2. `pictures_geometry`: under which transform they lie on each other, and how much of the overlap agrees;
3. this module: whether that is one *picture*, and what was done to it.

The third step is the narrow one: two photographs of one room, card or person share points too, and a wrong link can
make two persons one. So a link needs, all at once (`Comparison.possible`): at least `LEAST_FITTING` points that fit one
transform, spread over the overlap; and one picture inside the other, as copies are. On what is left the log-odds are::

    6.1 + 6.6 cells − 7.0 unlike − 4.0 aslant − 1.2 turned − 7.6 turned × off-centre

with *cells*: the share of the overlap's fields in which a point has its partner; *unlike*: mean squared distance of
partners' descriptors in thousands; *aslant*: of perspective, near 0 where nothing in the overlap is moved by it, else
near 1; *turned*: near 0 under a few tenths of a degree, else near 1; *off-centre*: near 0 where the middle of the one
is the middle of the other, else near 1. The last three say what an editor's program does and a hand doesn't: it crops
without any turn or perspective, and turns about the middle; another photograph from nearly the same place has a little
of everything. What a picture's small part shows of turn and perspective is less certain, so it counts for less
(`_LEAST_PART`, and the roots in `Comparison.reasons`).

Set by logistic regression (ridge 0.0003) on 124 made and public photographs with twelve digital edits each, against
847 pairs of different photographs that pass `possible`, out of nine made archives (development seeds 4, 11 in three
styles, 21, 71 to 74; no archive of the tests). `_LEAST_PART` and the lowest share of fields were set after looking at
the false links of seeds 21, 4, 73 and 74, and the choice between two such settings at seed 81. Seed 82 was measured
once, afterwards (``readings/models/appearance.md``). Photographs of a print, seen aslant, are nearly all missed.
A link needs log-odds of `LEAST_LOG_ODDS`.

Not here: near-duplicates, and judging.
"""

from collections.abc import Container
from dataclasses import dataclass
from math import exp, tanh

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from probata.linkage.link import Link, Reason
from probata.linkage.pictures_candidates import candidates
from probata.linkage.pictures_geometry import COLUMNS, compare_all
from probata.readings.local_features import MIRROR_SIGNS, POINT

MIRROR, ROTATION, CROP, RE_PHOTOGRAPH, SAME = "mirror", "rotation", "crop", "re-photograph", "same-picture"
KINDS = (MIRROR, ROTATION, CROP, RE_PHOTOGRAPH, SAME)
LEAST_FITTING = 12
LEAST_LOG_ODDS = 2.5
_LEAST_CELLS, _LEAST_CELL_SHARE, _MORE_OF_WHOLE, _LEAST_SHARE, _LEAST_PART = 6, 0.5, 0.1, 0.2, 0.22
_LEAST_INSIDE, _LOST_BY_DEGREE = 0.965, 0.006
_MOST_SLANT, _MOST_STRETCH = 0.35, 1.15
_ASLANT, _SLANTED, _STRETCHED, _TURNED, _CUT = 0.1, 0.04, 1.008, 1.0, 0.95
_SLANT_OF_NOISE, _DEGREES_OF_NOISE, _SHIFT_OF_NOISE = 0.02, 0.3, 0.01

Records = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was measured of two pictures that may be one (see `pictures_geometry`).

    Attributes:
        mirrored: whether one is the mirror image of the other.
        fitting: points with a partner that fits the transform.
        inside, found: points of the first inside the overlap, and those of them with a partner in its place.
        cells, cells_found: fields of a grid that hold such points.
        share: the smaller share of points with a partner, of the two pictures.
        overlaps: the share of the first and of the second picture's area that they share.
        residual: root mean square distance of partners from their places, in pixels at 384 a side.
        scale, degrees: the second's size against the first's, and by how much it is turned, −180 to 180.
        stretch, slant: departures from a similarity: 1 and 0 are none.
        unlike: mean squared distance of partners' descriptors.
        off_centre: how far the middle of the one is from the middle of the other, in parts of the longer side.
    """

    mirrored: bool
    fitting: int
    inside: int
    found: int
    cells: int
    cells_found: int
    share: float
    overlaps: tuple[float, float]
    residual: float
    scale: float
    degrees: float
    stretch: float
    slant: float
    unlike: float
    off_centre: float

    @property
    def turned_degrees(self) -> float:
        """How far from upright, sideways or upside down, 0 to 45."""
        return abs((self.degrees + 45) % 90 - 45)

    @property
    def kind(self) -> str:
        """What was done, as far as the transform tells."""
        if self.mirrored:
            return MIRROR
        if self.slant > _ASLANT or (self.slant > _SLANTED and self.stretch > _STRETCHED):
            return RE_PHOTOGRAPH
        if self.turned_degrees >= _TURNED:
            return ROTATION
        return CROP if min(self.overlaps) < _CUT else SAME

    @property
    def possible(self) -> bool:
        """Whether the two can be one picture at all."""
        inside, part = _LEAST_INSIDE - _LOST_BY_DEGREE * self.turned_degrees, min(self.overlaps)
        cells = (_LEAST_CELL_SHARE + _MORE_OF_WHOLE * part) * self.cells
        return (
            self.fitting >= LEAST_FITTING
            and self.cells_found >= max(_LEAST_CELLS, cells)
            and part >= _LEAST_PART
            and self.share >= _LEAST_SHARE
            and max(self.overlaps) >= inside
            and self.slant < _MOST_SLANT
            and self.stretch < _MOST_STRETCH
        )

    def reasons(self) -> tuple[Reason, ...]:
        """Why, with log-odds that add up to the link's."""
        part = min(self.overlaps)
        turned = tanh(self.turned_degrees * part**0.5 / _DEGREES_OF_NOISE)
        aslant, off_centre = tanh(self.slant * part / _SLANT_OF_NOISE), tanh(self.off_centre / _SHIFT_OF_NOISE)
        spread = 6.1 + 6.6 * self.cells_found / max(1, self.cells)
        alike = -7.0 * self.unlike / 1000
        moved = -4.0 * aslant - 1.2 * turned - 7.6 * turned * off_centre
        one, other = (round(100 * share) for share in self.overlaps)
        place = f"{self.found} of {self.inside} points have their partner in its place"
        fields = f"in {self.cells_found} of {self.cells} fields of the overlap"
        mirrored = "mirrored, " if self.mirrored else ""
        change = f"the second is the first {mirrored}turned by {self.degrees:.1f}°, at {self.scale:.2f} of its size"
        return (
            Reason("points-in-place", f"{place}, {fields}", spread),
            Reason("points-alike", f"partners lie within {self.residual:.2f} pixels of 384", alike),
            Reason("transform", change, moved),
            Reason("overlap", f"they share {one} % of the first and {other} % of the second"),
        )


def transformed(appearance: pa.Table, known: Container[tuple[str, str]] = frozenset()) -> list[Link]:
    """Links between exhibits that are one picture, changed.

    Args:
        appearance: columns digest (hex), features, width, height of the analyser *appearance*; nulls are left out.
        known: pairs (smaller digest first) that need no link: near-duplicates.

    Returns:
        Links of the kinds `KINDS`, sorted by digests, one for a pair. The order of rows doesn't matter.
    """
    table = appearance.select(["digest", "features", "width", "height"])
    table = table.filter(pc.is_valid(table["features"])).sort_by("digest")
    digests = table["digest"].to_pylist()
    records, starts = _records(table["features"])
    raw = records.view(np.uint8).reshape(-1, POINT.itemsize)
    places, ways, descriptors = raw[:, :4].view(np.uint16), raw[:, 4:6], raw[:, 6:].view(np.int8)
    sizes = np.column_stack([table[name].to_numpy() for name in ("width", "height")]).astype(np.float32)
    pairs, mirrored = candidates(descriptors, ways[:, 1], starts, MIRROR_SIGNS)
    wanted = np.array([(digests[a], digests[b]) not in known for a, b in pairs.tolist()], bool)
    pairs, mirrored = pairs[wanted], mirrored[wanted]
    rows = compare_all(pairs, mirrored, places, ways, descriptors, starts, sizes, MIRROR_SIGNS)
    best: dict[tuple[str, str], Link] = {}
    for k in np.flatnonzero(rows[:, COLUMNS.index("fitting")] >= LEAST_FITTING).tolist():
        a, b = digests[pairs[k, 0]], digests[pairs[k, 1]]
        link = _link(a, b, _comparison(rows[k], bool(mirrored[k])))
        if link is not None and ((a, b) not in best or link.score > best[a, b].score):
            best[a, b] = link
    return [best[pair] for pair in sorted(best)]


def _records(column: "pa.ChunkedArray[pa.BinaryScalar]") -> tuple[Records, npt.NDArray[np.int64]]:
    """All points without copying them, and where each picture's begin."""
    array = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.binary())
    _, offsets, data = array.buffers()
    if offsets is None or data is None or not len(array):
        return np.zeros(0, POINT), np.zeros(len(array) + 1, np.int64)
    bounds = np.frombuffer(memoryview(offsets), np.int32)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    records = np.frombuffer(memoryview(data), np.uint8)[bounds[0] : bounds[-1]].view(POINT)
    return records, (bounds - bounds[0]) // POINT.itemsize


def _comparison(row: npt.NDArray[np.float64], mirrored: bool) -> Comparison:
    """A row of `pictures_geometry.COLUMNS`, named."""
    value = dict(zip(COLUMNS, row.tolist(), strict=True))
    return Comparison(
        mirrored=mirrored,
        fitting=int(value["fitting"]),
        inside=int(value["in_a"]),
        found=int(value["found_a"]),
        cells=int(value["cells"]),
        cells_found=int(value["cells_found"]),
        share=min(value["found_a"] / max(1.0, value["in_a"]), value["found_b"] / max(1.0, value["in_b"])),
        overlaps=(value["overlap_a"], value["overlap_b"]),
        residual=value["residual"],
        scale=value["scale"],
        degrees=value["angle"],
        stretch=value["stretch"],
        slant=value["slant"],
        unlike=value["unlike"],
        off_centre=value["off_centre"],
    )


def _link(a: str, b: str, found: Comparison) -> Link | None:
    """The link that a comparison gives, or None."""
    if not found.possible:
        return None
    reasons = found.reasons()
    log_odds = sum(reason.weight for reason in reasons)
    if log_odds < LEAST_LOG_ODDS:
        return None
    return Link(a, b, found.kind, round(1 / (1 + exp(-log_odds)), 6), reasons)
