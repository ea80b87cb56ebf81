"""What can be drawn: units with stratum, cluster and photographs, put in order before anybody looks at one.

Rules:
* A person is named by the smallest digest among their photographs at the time of drawing. The frame keeps these
  photographs, so that a better linker later moves nobody in or out of what was drawn.
* Small strata are joined with their neighbours before drawing, so that what is found can have no part in it.
* A cluster lies in one stratum: what is drawn together can't be drawn from two.

Not here: which photographs show which person (`probata.linkage`), and how it is drawn (`sampling`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from probata.errors import UsageError
from probata.ledger.acts_examination import Unit
from probata.ledger.examinations import Frame, FrameUnit
from probata.statistics.sampling import collapsed

NONE, ALL = "none", "all"
STRATA: Mapping[Unit, tuple[str, ...]] = {
    "photograph": (NONE, "class", "top-folder", "folder", "day", "month", "camera"),
    "person": (NONE, "person-class", "branch", "top-folder", "folder", "day", "month", "camera"),
}
CLUSTERS: Mapping[Unit, tuple[str, ...]] = {
    "photograph": (NONE, "top-folder", "folder", "day", "month", "camera", "person"),
    "person": (NONE, "branch", "top-folder", "folder", "day", "month", "camera"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit before it is put into a frame.

    Attributes:
        photographs: of a person all that show them; of a photograph itself. At least one; digests in hex.
        stratum: from which it would be drawn, a word or a number as text.
        cluster: with which it would be drawn; "" where nothing hangs together.
    """

    photographs: tuple[str, ...]
    stratum: str = ALL
    cluster: str = ""


def framed(candidates: Iterable[Candidate], size: int) -> Frame:
    """The frame of these candidates, with small strata joined.

    Args:
        candidates: in any order; no photograph is in two.
        size: how many units will be drawn; where there are clusters, how many clusters. Each stratum can then expect
            five of them.

    Returns:
        Sorted by unit.

    Raises:
        UsageError: a photograph is in two units, or a cluster in two strata.
    """
    units: dict[str, FrameUnit] = {}
    for each in candidates:
        photographs = tuple(sorted(set(each.photographs)))
        units[photographs[0]] = FrameUnit(each.stratum, each.cluster, photographs)
    _check_apart(units)
    clusters = {each.cluster: each.stratum for each in units.values()}
    if any(clusters):
        _check_nested(units, clusters)
        joint = collapsed(clusters, size)
        made = {unit: replace(each, stratum=joint[each.cluster]) for unit, each in units.items()}
    else:
        joint = collapsed({unit: each.stratum for unit, each in units.items()}, size)
        made = {unit: replace(each, stratum=joint[unit]) for unit, each in units.items()}
    return dict(sorted(made.items()))


def _check_apart(units: Mapping[str, FrameUnit]) -> None:
    seen: set[str] = set()
    for each in units.values():
        twice = seen.intersection(each.photographs)
        if twice:
            raise UsageError("a photograph is in two units", expected="each in one", found=min(twice))
        seen.update(each.photographs)


def _check_nested(units: Mapping[str, FrameUnit], stratum_of: Mapping[str, str]) -> None:
    for each in units.values():
        if each.stratum != stratum_of[each.cluster]:
            raise UsageError(
                "a cluster lies in two strata",
                expected="each cluster in one stratum",
                found=f"{each.cluster} in {each.stratum} and {stratum_of[each.cluster]}",
                do="leave --strata out, or divide by something that clusters don't cross",
            )
