"""How large a sample of the inquiry's own units must be: for a wanted half-width, or to see at least one.

Not here: the sizes themselves (`probata.statistics.design.sizes`), and planning without an inquiry
(`probata estimate sample-size`).
"""

from dataclasses import dataclass
from math import ceil

from probata.app.examining_samples import check_words
from probata.app.examining_units import Archive, Wanted, candidates
from probata.errors import UsageError
from probata.examination.frames import NONE
from probata.inquiry import Inquiry
from probata.statistics.design.sizes import cluster_effect, for_at_least_one, for_half_width


@dataclass(frozen=True, slots=True)
class Goal:
    """What the sample is to reach: one of the two is above 0.

    Attributes:
        half_width: of the interval of a share.
        at_least_one: the smallest share that is not to be missed.
        share: that is expected, for ``half_width``; one half needs the most.
        level: of confidence.
        likeness: how alike the units of a cluster are expected to be, 0 to 1.
    """

    half_width: float = 0.0
    at_least_one: float = 0.0
    share: float = 0.5
    level: float = 0.95
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned sample.

    Attributes:
        goal: what it is to reach.
        wanted: of which units.
        population: how many units there are.
        clusters: how many clusters there are; 0 where units are drawn one by one.
        effect: the design effect.
        units: how many units to draw; by clusters on average.
        size: for ``sample draw --size``: units, or clusters.
    """

    goal: Goal
    wanted: Wanted
    population: int
    clusters: int
    effect: float
    units: int
    size: int

    def record(self) -> dict[str, object]:
        """As a JSON object."""
        return {
            "unit": self.wanted.unit, "of": self.population, "clusters": self.wanted.clusters,
            "of_clusters": self.clusters, "half_width": self.goal.half_width, "at_least_one": self.goal.at_least_one,
            "share": self.goal.share, "level": self.goal.level, "effect": self.effect, "units": self.units,
            "size": self.size, "frame": self.wanted.statement(),
        }  # fmt: skip

    def text(self) -> str:
        """For people."""
        goal, unit = self.goal, self.wanted.unit
        told = (
            f"a share of about {goal.share:.0%} is told to ± {goal.half_width:.1%}"
            if goal.half_width
            else f"if {goal.at_least_one:.2%} have it, at least one is seen"
        )
        drawn = f"{self.units:,} of {self.population:,} {unit}s: {told}, at {goal.level:.0%}"
        lines = [drawn, self.wanted.statement()]
        if self.clusters:
            lines.append(f"by {self.wanted.clusters}: {self.size:,} of {self.clusters:,} clusters; "
                         f"design effect {self.effect:.2f}")  # fmt: skip
        return "\n".join(lines)


def plan(inquiry: Inquiry, wanted: Wanted, goal: Goal, *, per_cluster: int = 0) -> Plan:
    """A sample of what there is now.

    Args:
        inquiry: whose units; nothing of them is shown.
        wanted: which units, and by what they are drawn together.
        goal: what the sample is to reach.
        per_cluster: units of each drawn cluster; 0: all.

    Raises:
        UsageError: a number that can't be, or there is no such unit.
    """
    check_words(wanted, per_cluster)
    if (goal.half_width > 0) == (goal.at_least_one > 0):
        raise UsageError("one goal", expected="--half-width or --at-least-one, above 0", found="both, or neither")
    for what, value in (("level", goal.level), ("likeness", goal.likeness)):
        if not 0 <= value < 1:
            raise UsageError(f"a {what}", expected="0 or more and below 1", found=f"{value:g}")
    _needed(goal, None, 1.0)  # says what can't be, before all links are made
    units = list(candidates(Archive.of(inquiry), wanted))
    if not units:
        raise UsageError("nothing can be drawn", expected=wanted.statement(), found="none")
    sizes: dict[str, int] = {}
    for each in units:
        sizes[each.cluster] = sizes.get(each.cluster, 0) + 1
    clustered = wanted.clusters != NONE
    each_gives = sum(min(per_cluster or count, count) for count in sizes.values()) / len(sizes) if clustered else 1.0
    effect = cluster_effect(each_gives, goal.likeness) if clustered else 1.0
    needed = _needed(goal, len(units), effect)
    size = min(len(sizes), ceil(needed / each_gives)) if clustered else needed
    return Plan(goal, wanted, len(units), len(sizes) if clustered else 0, effect, needed, size)


def _needed(goal: Goal, population: int | None, effect: float) -> int:
    if goal.half_width:
        return for_half_width(goal.half_width, share=goal.share, population=population, effect=effect, level=goal.level)
    return for_at_least_one(goal.at_least_one, population=population, level=goal.level, effect=effect)
