"""What people said of devices: two photographs taken by the same one, or by different ones.

Rules:
* *Same* gives a photograph whose body is not told the body of the other; between two bodies that are told it moves
  nothing, and is a contradiction.
* *Different* of two photographs of one body moves nothing, and is a contradiction: which of the two is wrong, a person
  must see.

Not here: how bodies are told (`cameras_devices`).
"""

from collections.abc import Sequence
from dataclasses import replace

from probata.linkage.cameras import UNKNOWN, CameraAssignment
from probata.linkage.link import Reason
from probata.linkage.persons_joining import Contradiction
from probata.linkage.photographers import BODIES
from probata.snapshot import Judgement

CAMERA = "camera"


def with_judgements(
    assignments: Sequence[CameraAssignment], judgements: Sequence[Judgement]
) -> tuple[list[CameraAssignment], tuple[Contradiction, ...]]:
    """The assignments under judgements, and what contradicts a judgement.

    Args:
        assignments: as proposed.
        judgements: those in force; of kind ``camera`` are used.
    """
    by_exhibit = {each.exhibit: each for each in assignments}
    said = [each for each in judgements if each.kind == CAMERA and each.a in by_exhibit and each.b in by_exhibit]
    same = [each for each in said if each.verdict == "same"]
    for _ in range(len(same) + 1):
        moved = [_given(by_exhibit[a], by_exhibit[b], j) for j in same for a, b in ((j.a, j.b), (j.b, j.a))]
        given = {each.exhibit: each for each in moved if each is not None}
        if not given:
            break
        by_exhibit |= given
    against = tuple(found for each in said if (found := _contradiction(by_exhibit, each)) is not None)
    return [by_exhibit[each.exhibit] for each in assignments], against


def _given(own: CameraAssignment, other: CameraAssignment, said: Judgement) -> CameraAssignment | None:
    """``own`` with the body of ``other``, where only that is told; else None."""
    if own.basis in BODIES or other.basis not in BODIES:
        return None
    why = Reason("judgement", f"a person said: same device as {other.exhibit[:12]} ({said.act[:12]})")
    return replace(own, camera=other.camera, basis="judgement", score=1.0, reasons=(why, *own.reasons))


def _contradiction(by_exhibit: dict[str, CameraAssignment], said: Judgement) -> Contradiction | None:
    a, b = by_exhibit[said.a], by_exhibit[said.b]
    if a.basis not in BODIES or b.basis not in BODIES or UNKNOWN in (a.camera, b.camera):
        return None
    if (said.verdict == "same") == (a.camera == b.camera) or said.verdict not in ("same", "different"):
        return None
    what = f"judged {said.verdict} device, and told to be {a.camera} and {b.camera}"
    return Contradiction(min(said.a, said.b), max(said.a, said.b), what, said.act)
