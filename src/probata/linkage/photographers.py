"""Photographers: who, by a person's judgement, used a device in a period. Never told by the machine.

Rules:
* A judgement names any photograph of the device; it holds for all that have the same body and a time in the period, by
  the device's own clock, whatever later runs call the body.
* A body must be told, by serial number, noise, a copy or a judgement: of a model alone nobody is the photographer.
* A photograph whose serial number and noise name two bodies is nobody's until that is cleared up.
* Where two judgements name two people for one photograph, neither counts for it, and it is a conflict.
* All that follows can identify a source.

Not here: the acts (`probata.ledger`), and figures (`probata.report.figures.photographers`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from probata.ledger.judgements import PHOTOGRAPHER, TO
from probata.linkage.cameras import CameraAssignment
from probata.linkage.cameras_devices import CONTRADICTS
from probata.snapshot import Judgement

BODIES = ("serial", "noise", "copy", "judgement")


@dataclass(frozen=True, slots=True)
class Use:
    """One judgement that somebody used a device.

    Attributes:
        photographer: code.
        exhibit: the photograph that was named, in hex.
        camera: its body's label; "" where none is told.
        first, last: days; "" for no beginning or end.
        act: digest of the act, in hex.
        photographs: on how many photographs it bears.
        problem: why it bears on none; "" otherwise.
    """

    photographer: str
    exhibit: str
    camera: str
    first: str
    last: str
    act: str
    photographs: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Photographers:
    """What the judgements amount to.

    Attributes:
        by_exhibit: the photographer's code, by exhibit.
        uses: every judgement, in order.
        conflicts: exhibits for which judgements name several, sorted.
    """

    by_exhibit: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    conflicts: tuple[str, ...] = ()


def photographers(
    judgements: Sequence[Judgement], cameras: Sequence[CameraAssignment], times: Mapping[str, str]
) -> Photographers:
    """Who used which device.

    Args:
        judgements: those in force; of kind ``photographer`` are used.
        cameras: of all exhibits.
        times: when an exhibit was taken by its device's clock, ISO 8601; those without a time are left out.
    """
    body = {each.exhibit: each.camera for each in cameras if each.basis in BODIES and not _contested(each)}
    of_body: dict[str, list[str]] = defaultdict(list)
    for exhibit in sorted(body):
        of_body[body[exhibit]].append(exhibit)
    said: dict[str, set[str]] = defaultdict(set)
    uses = []
    for each in judgements:
        if each.kind != PHOTOGRAPHER:
            continue
        first, _, last = each.b.partition(TO)
        camera = body.get(each.a, "")
        own = [e for e in of_body.get(camera, ()) if _within(times.get(e, ""), first, last)] if camera else []
        for exhibit in own:
            said[exhibit].add(each.verdict)
        problem = "" if own else _problem(camera)
        uses.append(Use(each.verdict, each.a, camera, first, last, each.act, len(own), problem))
    told = {exhibit: next(iter(codes)) for exhibit, codes in sorted(said.items()) if len(codes) == 1}
    return Photographers(told, tuple(uses), tuple(sorted(e for e, codes in said.items() if len(codes) > 1)))


def _contested(each: CameraAssignment) -> bool:
    return any(reason.name == CONTRADICTS for reason in each.reasons)


def _within(time: str, first: str, last: str) -> bool:
    day = time[:10]
    if not first and not last:
        return True
    return bool(day) and (not first or first <= day) and (not last or day <= last)


def _problem(camera: str) -> str:
    return (
        f"no photograph of {camera} lies in the period"
        if camera
        else "the photograph's body is not told, or its serial number and noise name two"
    )
