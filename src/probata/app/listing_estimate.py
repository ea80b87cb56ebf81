"""How many there are in all, from the lists of an inquiry: every draw of the links is estimated, and the draws pooled.

Rules:
* The lists are those that ``[population] lists`` names, in its order; without it all, by name.
* With strata each draw is estimated by stratum and added up, then the draws are combined.

Not here: the methods (`probata.statistics.population`) and linking (`probata.lists`).
"""

from dataclasses import replace

from probata.app.estimating_population import SHORTER, Estimated, of_table
from probata.app.estimating_population_beside import beside
from probata.app.estimating_population_methods import Wish, estimate
from probata.app.estimating_population_tables import Given
from probata.app.listing_records import found
from probata.inquiry import Inquiry
from probata.lists import persons
from probata.lists.linking import Linked
from probata.lists.tables import ALL, NONE, tables
from probata.statistics.population import lcmcr
from probata.statistics.population.partitions import over_partitions


def estimated(inquiry: Inquiry, wish: Wish, *, strata: str, draws: int) -> Estimated:
    """The estimate with the error of linkage in it, or its refusal.

    Args:
        inquiry: whose lists.
        wish: what is asked for. LCMCR's chains are shorter than alone unless their length is said.
        strata: by what persons are divided; ``none``.
        draws: how many partitions.

    Raises:
        BadInput: no list is named, one can't be read, or there is no such stratum.
    """
    names = inquiry.settings().population.lists
    linked = found(inquiry).linked
    if wish.method == "lcmcr" and wish.iterations == lcmcr.ITERATIONS:
        wish = replace(wish, iterations=lcmcr.ITERATIONS // SHORTER)
    return _whole(linked, names, wish, draws) if strata == NONE else _by_stratum(linked, names, wish, strata, draws)


def _whole(linked: Linked, names: tuple[str, ...], wish: Wish, draws: int) -> Estimated:
    best = tables(linked, names=names, draws=0)[ALL].best
    drawn, of_list = persons.partitions(linked, draws, wish.seed, names)
    answer = over_partitions(drawn, of_list, best.names, lambda lists: estimate(lists, wish), wish.level, wish.seed)
    return Estimated(best, wish, answer, beside(best, wish, answer), drawn=drawn)


def _by_stratum(linked: Linked, names: tuple[str, ...], wish: Wish, strata: str, draws: int) -> Estimated:
    by_stratum = tables(linked, names=names, strata=strata, draws=draws, seed=wish.seed)
    whole = tables(linked, names=names, draws=0)[ALL].best
    imputations = tuple(
        (f"partition {k + 1}", tuple((name, each.draws[k]) for name, each in by_stratum.items())) for k in range(draws)
    )
    return of_table(Given(whole, imputations, stratified=True), wish)
