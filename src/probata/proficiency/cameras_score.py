"""The score of camera bodies: right, wrong or not told, by how photographs are exposed.

A found label stands for the true body that prevails among its photographs; two labels of one body are not wrong, but
`CamerasScore.found` shows them.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from probata.proficiency.agreement import Record, label, pairs
from probata.proficiency.truth import TruthLine


@dataclass(frozen=True, slots=True)
class BodiesScore:
    """Photographs of one exposure: how many, how many with the right body, another one, or none."""

    photographs: int
    right: int
    wrong: int
    cannot_tell: int

    @property
    def share_right(self) -> float:
        """Right ones among all; 1.0 of none."""
        return self.right / self.photographs if self.photographs else 1.0


@dataclass(frozen=True, slots=True)
class CamerasScore:
    """Camera bodies.

    Attributes:
        true: bodies in the archive.
        found: cameras in the findings.
        pair_precision, pair_recall, pair_f1: pairs of photographs of one body as taken (originals, exact copies,
            photographs of prints); an unknown camera pairs with nothing.
        purity: share of the assigned photographs that were taken with the body that prevails in their cluster.
        unknown: photographs as taken that the findings give no camera.
        by_exposure: all photographs, copies too, by exposure.
    """

    true: int
    found: int
    pair_precision: float
    pair_recall: float
    pair_f1: float
    purity: float
    unknown: int
    by_exposure: dict[str, BodiesScore]


def score_cameras(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> CamerasScore:
    """Cameras of the findings against the true bodies."""
    taken = {s: n for s, n in photographs.items() if n.edit in ("", "exact", "re-photographed")}
    given = {sha: label(found.get(sha), "camera") for sha in photographs}
    agreement = pairs((line.camera, given[sha]) for sha, line in taken.items())
    within: dict[str, Counter[str]] = defaultdict(Counter)
    for sha, line in taken.items():
        if (camera := given[sha]) is not None:
            within[camera][line.camera] += 1
    assigned = sum(row.total() for row in within.values())
    prevails = {camera: min(row, key=lambda body: (-row[body], body)) for camera, row in within.items()}
    return CamerasScore(
        true=len({line.camera for line in taken.values()}),
        found=len(within),
        pair_precision=agreement.precision,
        pair_recall=agreement.recall,
        pair_f1=agreement.f1,
        purity=sum(max(row.values()) for row in within.values()) / assigned if assigned else 0.0,
        unknown=len(taken) - assigned,
        by_exposure=_by_exposure(photographs, given, prevails),
    )


def _by_exposure(
    photographs: Mapping[str, TruthLine], given: Mapping[str, str | None], prevails: Mapping[str, str]
) -> dict[str, BodiesScore]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sha, line in photographs.items():
        camera = given[sha]
        outcome = "cannot-tell" if camera is None else "right" if prevails.get(camera) == line.camera else "wrong"
        counts[line.exposure][outcome] += 1
    return {
        exposure: BodiesScore(row.total(), row["right"], row["wrong"], row["cannot-tell"])
        for exposure, row in sorted(counts.items())
    }
