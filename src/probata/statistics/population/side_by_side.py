"""What stands beside an estimate: other methods, each list left out, other choices, and how the lists overlap.

The rule of its cautions: an answer *moves* where another reasonable choice gives an estimate that lies outside the
interval of the one that is printed. A model that does not fit the table is no reasonable choice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.closed import chao
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists

BOUND = "incidence"
Method = Callable[[Lists], Outcome]
ASSUMPTIONS = (
    "The population is closed: nobody enters or leaves it while the lists are made.",
    "All lists are of the same people: one definition, one place, one time.",
    "Records of one person were linked, and no others.",
    "Everybody can be listed: nobody is hidden from all lists.",
    "How lists depend on one another is as the method says; two lists alone can't tell.",
    "How persons differ in their chance to be listed is as the method says.",
    "No model can be tested on those who are on no list.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: what was done, and what came of it."""

    name: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two lists.

    Attributes:
        a: one list.
        b: the other.
        both: how many are on both.
        on_others: how many are on at least one further list; only among these can dependence be seen.
        both_on_others: how many of these are on both.
        expected: how many of these would be on both if the two lists were independent; None without a further list or
            with nobody on it.
        log_odds: log odds ratio among these, with ½ added to each cell: above 0 the two lists hold the same persons
            more often than by chance; None as above.
        se: its standard error; None as above.
    """

    a: str
    b: str
    both: int
    on_others: int
    both_on_others: int
    expected: float | None
    log_odds: float | None
    se: float | None

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {
            "lists": [self.a, self.b], "both": self.both, "on_others": self.on_others,
            "both_on_others": self.both_on_others, "expected": self.expected, "log_odds": self.log_odds, "se": self.se,
        }  # fmt: skip


def overlaps(lists: Lists) -> tuple[Overlap, ...]:
    """Each two lists: how many they share, and whether more or fewer than by chance among those on a further list.

    Among all who were seen it can't be told: those on neither list are missing, which makes any two lists look as if
    they avoided one another. Among those whom a further list holds, all four cells are seen.

    Source: IWGDMF, "Capture-recapture and multiple-record systems estimation I", American Journal of Epidemiology 142
    (1995); Woolf, Annals of Human Genetics 19 (1955), with ½ after Haldane (1956), for the odds ratio.
    """
    return tuple(_overlap(lists, a, b) for a in range(lists.k) for b in range(a + 1, lists.k))


def _overlap(lists: Lists, a: int, b: int) -> Overlap:
    cells = [[0, 0], [0, 0]]
    others = ((1 << lists.k) - 1) & ~(1 << a | 1 << b)
    for history, count in enumerate(lists.counts):
        if history & others:
            cells[history >> a & 1][history >> b & 1] += int(count)
    (neither, only_b), (only_a, both) = cells
    names = lists.names[a], lists.names[b], lists.overlap(a, b)
    total = neither + only_a + only_b + both
    if not total:
        return Overlap(*names, 0, 0, None, None, None)
    odds = log((both + 0.5) * (neither + 0.5) / ((only_a + 0.5) * (only_b + 0.5)))
    se = sqrt(sum(1 / (each + 0.5) for each in (neither, only_a, only_b, both)))
    return Overlap(*names, total, both, (both + only_a) * (both + only_b) / total, odds, se)


def share_seen_once(lists: Lists) -> float | None:
    """The share of those seen who are on one list only; None where nobody was seen."""
    return lists.frequencies[0] / lists.observed if lists.observed else None


def lower_bound(lists: Lists) -> Outcome:
    """Chao's lower bound, the variant ``incidence``: of few lists the others lie above N even where no list depends."""
    return chao(lists, BOUND)


def unlinked(lists: Lists) -> tuple[Caution, ...]:
    """Lists that share nobody with any other: probably not linked, as an archive of photographs without names is."""
    alone = [
        name
        for place, name in enumerate(lists.names)
        if lists.sizes[place] and not any(lists.overlap(place, other) for other in range(lists.k) if other != place)
    ]
    if not alone:
        return ()
    return (
        Caution(
            "list-unlinked",
            f"{', '.join(alone)}: shares nobody with another list. Photographs or records without names or numbers are "
            "a count, not a list, until they are linked to persons: link it, or leave it out",
        ),
    )


def leave_one_out(lists: Lists, method: Method) -> tuple[Row, ...]:
    """The same method without each list in turn. Row names are the lists left out."""
    if lists.k < 2:
        return ()
    return tuple(Row(name, method(lists.without(place))) for place, name in enumerate(lists.names))


def moves(found: Population, others: Sequence[Row], code: str, what: str) -> tuple[Caution, ...]:
    """A caution where another reasonable choice's estimate lies outside the interval; none where none does.

    Args:
        found: the estimate that is printed.
        others: what came of other choices.
        code: of the caution.
        what: the choice in words, such as "the prior".
    """
    outside = [
        (row.name, row.outcome.estimate)
        for row in others
        if isinstance(row.outcome, Population)
        and not any(caution.code == "bad-fit" for caution in row.outcome.cautions)
        and not found.interval.low <= row.outcome.estimate <= found.interval.high
    ]
    if not outside:
        return ()
    said = ", ".join(f"{name} {estimate:,.0f}" for name, estimate in outside[:4])
    more = f" and {len(outside) - 4} more" if len(outside) > 4 else ""
    return (Caution(code, f"{what} moves the answer out of its interval: {said}{more}"),)


def cautions(
    found: Outcome, beside: Sequence[Row], left_out: Sequence[Row], choices: Sequence[Row]
) -> tuple[Caution, ...]:
    """All cautions of a comparison.

    Args:
        found: the estimate that is printed.
        beside: other methods; Chao's, a lower bound, counts only where it lies above the interval.
        left_out: the method without each list.
        choices: the method with other priors, classes or thresholds.
    """
    if isinstance(found, Refused):
        return ()
    others = [row for row in beside if not _is_bound_below(row, found)]
    return (
        *moves(found, others, "method-moves", "the method"),
        *moves(found, left_out, "list-moves", "leaving out a list"),
        *moves(found, choices, "choice-moves", "another prior or threshold"),
    )


def _is_bound_below(row: Row, found: Population) -> bool:
    return row.name == "chao" and isinstance(row.outcome, Population) and row.outcome.estimate <= found.interval.high
