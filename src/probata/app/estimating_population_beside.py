"""What `probata estimate population` puts beside an estimate: other methods, each list left out, other choices.

Rules:
* What takes long (LCMCR; all graphs or models of five lists and more) is done when asked for, and named where not.
* A refusal stands in its place like a number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from probata.app.estimating_population_methods import TWO_LISTS, Wish, estimate, least_lists
from probata.app.estimating_population_tables import Stratum
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population import dga, lcmcr
from probata.statistics.population.closed import pairwise
from probata.statistics.population.estimate import Interval, Outcome, Population
from probata.statistics.population.frequencies import frequency_model
from probata.statistics.population.lists import Lists
from probata.statistics.population.models import INDEPENDENCE, name, parse
from probata.statistics.population.pooling import Part, in_stratum, summed
from probata.statistics.population.side_by_side import BOUND, Row, cautions, moves, unlinked

QUICK_LISTS = 4
LISTS_OF_SELECTION = (3, 5)
LISTS_OF_DGA = (3, 6)
SHORT_CHAINS = 3  # how many times shorter a chain is that stands beside an estimate


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an estimate.

    Attributes:
        methods: other methods on the same table.
        pairs: Chapman's estimate of each two of three lists and more.
        left_out: the method without each list.
        choices: the method with other priors, classes or thresholds.
        skipped: what was not done, in words.
        cautions: where another choice moves the answer.
    """

    methods: tuple[Row, ...] = ()
    pairs: tuple[Row, ...] = ()
    left_out: tuple[Row, ...] = ()
    choices: tuple[Row, ...] = ()
    skipped: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {
            "side_by_side": [row_record(row) for row in self.methods],
            "pairwise": [row_record(row) for row in self.pairs],
            "leave_one_out": [row_record(row) for row in self.left_out],
            "sensitivity": [row_record(row) for row in self.choices],
            "not_run": list(self.skipped),
        }


def row_record(row: Row) -> dict[str, object]:
    """One line of a comparison as JSON; a refusal has no number."""
    found = row.outcome
    if isinstance(found, Refused):
        return {"name": row.name, "model": "", "estimate": None, "low": None, "high": None, "refused": found.record()}
    return {
        "name": row.name, "model": found.model, "estimate": found.estimate, "low": found.interval.low,
        "high": end(found.interval), "refused": None,
    }  # fmt: skip


def end(interval: Interval) -> float | None:
    """The upper end; None where there is none."""
    return interval.high if isfinite(interval.high) else None


def parts_of(strata: Sequence[Stratum], wish: Wish) -> tuple[Part, ...]:
    """Each stratum's answer; a stratum with too few lists is refused."""
    parts = []
    for stratum, lists in strata:
        kept = in_stratum(lists, least_lists(wish.method), all_lists=bool(wish.model))
        parts.append(Part(stratum, lists.observed, kept if isinstance(kept, Refused) else estimate(kept, wish)))
    return tuple(parts)


def _answer(lists: Lists, strata: Sequence[Stratum], wish: Wish) -> Outcome:
    """One method's answer, summed over strata where there are any."""
    return summed(parts_of(strata, wish), wish.level, wish.seed) if strata else estimate(lists, wish)


def beside(
    lists: Lists, wish: Wish, found: Outcome, strata: Sequence[Stratum] = (), *, everything: bool = False
) -> Beside:
    """What stands beside ``found``.

    Args:
        lists: the table.
        wish: what was asked for.
        found: what came of it.
        strata: the tables of the strata over which ``found`` is a sum; empty: it is none.
        everything: whether that which takes long is done too.
    """
    asked, skipped = _asked(lists, wish, everything=everything)
    others = tuple(Row(name, _answer(lists, strata, other)) for name, other in asked.items())
    undivided = (Row(f"{wish.method} without strata", estimate(lists, wish)),) if strata else ()
    left_out: tuple[Row, ...] = ()
    if lists.k > 2 and wish.method not in TWO_LISTS:
        if everything or wish.method == "chao" or (wish.method != "lcmcr" and lists.k <= QUICK_LISTS + 1):
            left_out = _left_out(lists, strata, wish)
        else:
            skipped.append("each list left out")
    choices = () if strata else _choices(lists, wish, skipped, everything=everything)
    pairs = tuple(Row(f"{a}, {b}", outcome) for a, b, outcome in pairwise(lists, wish.level)) if lists.k > 2 else ()
    said = (*unlinked(lists), *cautions(found, others, left_out, choices))
    if isinstance(found, Population):
        said = (*said, *moves(found, undivided, "strata-move", "dividing into strata or not"))
    return Beside((*undivided, *others), pairs, left_out, choices, tuple(skipped), said)


def _asked(lists: Lists, wish: Wish, *, everything: bool) -> tuple[Mapping[str, Wish], list[str]]:
    """The other methods that suit so many lists, and what would take long."""
    k = lists.k
    wanted: dict[str, tuple[bool, Wish]] = {"chao": (True, replace(wish, method="chao", variant=BOUND))}
    if k == 2:
        wanted |= {name: (True, replace(wish, method=name)) for name in TWO_LISTS}
        wanted["loglinear independence"] = (True, replace(wish, method="loglinear", model=INDEPENDENCE))
    if k >= LISTS_OF_SELECTION[0]:
        log = replace(wish, method="loglinear", model="", interval="profile")
        quick = k <= QUICK_LISTS or k > LISTS_OF_SELECTION[1]  # of more lists models are built stepwise
        kinds = ("bic", "aic", "average-bic") if k <= LISTS_OF_SELECTION[1] else ("stepwise",)
        wanted["loglinear independence"] = (True, replace(log, model=INDEPENDENCE))
        wanted |= {f"loglinear {kind}": (quick, replace(log, selection=kind)) for kind in kinds}
        wanted["dga"] = (k <= QUICK_LISTS, replace(wish, method="dga"))
        wanted["lcmcr"] = (False, replace(wish, method="lcmcr"))
    if k > LISTS_OF_DGA[1]:
        del wanted["dga"]
    own = _name(wish)
    kept = {name: asked for name, (quick, asked) in wanted.items() if name != own and (quick or everything)}
    skipped = [name for name, (quick, _) in wanted.items() if name != own and not (quick or everything)]
    return kept, skipped


def _name(wish: Wish) -> str:
    if wish.method != "loglinear":
        return wish.method
    return f"loglinear {wish.model.strip().lower() or wish.selection}"


def _left_out(lists: Lists, strata: Sequence[Stratum], wish: Wish) -> tuple[Row, ...]:
    """The method without each list; a model that was named without that list's part of it."""
    plain = replace(wish, interval="profile" if wish.interval == "bootstrap" else wish.interval)
    if wish.method == "lcmcr":
        plain = replace(plain, iterations=max(1000, wish.iterations // SHORT_CHAINS))
    named = wish.method == "loglinear" and wish.model and not frequency_model(wish.model)
    rows = []
    for place, left in enumerate(lists.names):
        own = replace(plain, model=without(wish.model, lists.k, place)) if named else plain
        fewer = tuple((stratum, own_lists.without(place)) for stratum, own_lists in strata)
        rows.append(Row(left, _answer(lists.without(place), fewer, own)))
    return tuple(rows)


def without(model: str, k: int, place: int) -> str:
    """A model by position without one list: the terms that are left of it, ``12,14,3`` without the second ``13,2``.

    Where all lists that are left would depend on one another together, which can't be estimated, that term goes too.
    """
    below = (1 << place) - 1
    kept = {term & below | term >> 1 & ~below for term in parse(model, k) if not term >> place & 1}
    every = (1 << (k - 1)) - 1
    return name(frozenset(kept - {every} if k > 2 else kept))


def _choices(lists: Lists, wish: Wish, skipped: list[str], *, everything: bool) -> tuple[Row, ...]:
    """The method with other priors, classes or thresholds."""
    asked: Callable[[], Mapping[str, Outcome]]
    if wish.method == "dga":
        quick = lists.k <= QUICK_LISTS

        def asked() -> Mapping[str, Outcome]:
            return dga.sensitivity(lists, delta=wish.delta, max_missing=wish.max_missing)

    elif wish.method == "lcmcr":
        quick = False

        def asked() -> Mapping[str, Outcome]:
            return lcmcr.sensitivity(lists, classes=wish.classes, seed=wish.seed)

    elif wish.method == "loglinear" and wish.selection == "stepwise" and not wish.model:
        quick = True

        def asked() -> Mapping[str, Outcome]:
            plain = replace(wish, interval="profile" if wish.interval == "bootstrap" else wish.interval)
            others = [p for p in (0.001, 0.01, 0.02, 0.05, 0.1) if p != wish.p_enter]
            return {f"p to enter {p:g}": estimate(lists, replace(plain, p_enter=p)) for p in others}

    else:
        return ()
    if not (quick or everything):
        skipped.append("other priors and classes")
        return ()
    return tuple(Row(name, outcome) for name, outcome in asked().items())
