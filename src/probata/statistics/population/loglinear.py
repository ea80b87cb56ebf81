"""A population's size by log-linear models: one that is named, the best of all, one built step by step, or an average.

No model can be tested on the count that is missing, so models that fit the table alike can give very different
numbers. The cautions say where that is so.
"""

from collections.abc import Callable, Sequence
from math import sqrt

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.estimate import Diagnostic, Outcome, Population
from probata.statistics.population.existence import Floats
from probata.statistics.population.frequencies import fit_frequencies, frequency_model, totals
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_cautions import cautions, chosen, fit_of, named, ranking, rivals
from probata.statistics.population.loglinear_fit import Fitted, fit
from probata.statistics.population.loglinear_intervals import bootstrap, log_normal, profile, wald_log
from probata.statistics.population.loglinear_repeated import Counts, rank_many, stepwise_many
from probata.statistics.population.loglinear_selection import Ranked, rank, stepwise
from probata.statistics.population.models import hierarchical, parse

METHOD = "loglinear"
SELECTIONS = ("bic", "aic", "stepwise", "average-bic", "average-aic")
INTERVALS = ("profile", "wald-log", "log-normal", "bootstrap")
MOST_LISTS_FOR_ALL = 5
BOOTSTRAPPED = 113  # how many of the best models a bootstrap of five lists chooses among
MOST_LOST = 0.05
TOO_MANY = Caution(
    "built-stepwise", f"of more than {MOST_LISTS_FOR_ALL} lists there are too many models: built stepwise instead"
)


def estimate(
    lists: Lists,
    *,
    model: str | None = None,
    selection: str = "bic",
    interval: str = "profile",
    level: float = LEVEL,
    p_enter: float = 0.02,
    replicates: int = 1000,
    seed: int = 1,
) -> Outcome:
    """N by a log-linear model.

    Args:
        lists: two lists or more; three or more for a choice among models.
        model: by position, as ``12,14,3`` or ``independence``, or a model of how often somebody is listed, one of
            `frequencies.MODELS`; None: chosen by ``selection``.
        selection: ``bic``, ``aic``: the best of all hierarchical models (three to five lists; of six and more
            ``stepwise`` is taken). ``stepwise``: interactions of two lists one after another. ``average-bic``,
            ``average-aic``: over all models, by their weights.
        interval: which one is printed: ``profile``, ``wald-log``, ``log-normal``, or ``bootstrap`` (bias-corrected and
            accelerated, repeating the selection). Of an average always ``log-normal``, with the spread between models
            in it.
        level: confidence level.
        p_enter: of stepwise: the largest p-value with which an interaction enters.
        replicates: of the bootstrap.
        seed: of the bootstrap.

    Returns:
        The estimate, or a refusal: ``too-few-lists``, ``no-overlap``, ``not-identifiable``, ``no-maximum``,
        ``not-finite``, ``no-model``.

    Raises:
        UsageError: an unknown selection or interval, or a model that can't be.
    """
    if selection not in SELECTIONS:
        raise UsageError("selection", expected=", ".join(SELECTIONS), found=selection)
    if interval not in INTERVALS:
        raise UsageError("interval", expected=", ".join(INTERVALS), found=interval)
    why = unsuitable(lists, 2 if model is not None else 3)
    if why is not None:
        return why
    if model is not None:
        return _named_model(lists, model, (interval, level, replicates, seed))
    if selection == "stepwise" or lists.k > MOST_LISTS_FOR_ALL:
        instead = (TOO_MANY,) if selection != "stepwise" else ()
        return _stepwise(lists, p_enter, (interval, level, replicates, seed), instead)
    ranked = rank(lists, selection.removeprefix("average-"))
    if not ranked.fits:
        return Refused("no-model", "no log-linear model can be estimated from this table", "leave out or join lists")
    if selection.startswith("average-"):
        return _average(lists, ranked, selection, level)
    return _best(lists, ranked, selection, (interval, level, replicates, seed))


def unsuitable(lists: Lists, least: int) -> Refused | None:
    """Why nothing can be estimated from these lists by any model; None: perhaps it can.

    Args:
        lists: the table.
        least: how many lists the method needs.
    """
    told = sum(1 for size in lists.sizes if size)
    if lists.k < least or 0 < told < least:
        return Refused(
            "too-few-lists",
            f"{told} lists with somebody on them; this takes {least}",
            "name a model, or take a method for two lists" if least == 3 and told == 2 else "find further lists",
        )
    if not lists.observed or lists.frequencies[0] == lists.observed:
        return Refused(
            "no-overlap", "nobody is on more than one list, so nothing tells how many are on none",
            "check that the lists were linked; look for lists of the same persons",
        )  # fmt: skip
    return None


_Wish = tuple[str, float, int, int]  # interval, level, replicates, seed


def _named_model(lists: Lists, model: str, wish: _Wish) -> Outcome:
    frequency = frequency_model(model)
    found = fit_frequencies(lists, frequency) if frequency else fit(lists, parse(model, lists.k))
    if isinstance(found, Refused):
        return found
    design = found.table.design if frequency else None

    def again(tables: Counts) -> Floats:
        return totals(design, tables) if design is not None else rank_many(lists.k, (found.terms,), tables, "bic")

    return _population(lists, found, wish, again, {"selection": "none: named"}, ())


def _stepwise(lists: Lists, p_enter: float, wish: _Wish, instead: Sequence[Caution]) -> Outcome:
    terms, steps = stepwise(lists, p_enter)
    found = fit(lists, terms)
    if isinstance(found, Refused):
        return found

    def again(tables: Counts) -> Floats:
        return stepwise_many(lists.k, tables, p_enter)

    entered = [f"{named(lists, step.term)} {step.p:.2g}" for step in steps]
    notes: dict[str, Diagnostic] = {"selection": "stepwise", "p_enter": p_enter, "entered": entered}
    said = [*instead, *chosen(wish[0])]
    for other in (p_enter / 2, p_enter * 2):
        moved = fit(lists, stepwise(lists, other)[0])
        if isinstance(moved, Fitted) and moved.terms != terms:
            said.append(
                Caution("threshold-moves", f"with interactions entering at p < {other:g} N is {moved.total:,.0f}")
            )
    return _population(lists, found, wish, again, notes, said)


def _best(lists: Lists, ranked: Ranked, selection: str, wish: _Wish) -> Outcome:
    found = ranked.fits[0]
    among = hierarchical(lists.k) if lists.k < MOST_LISTS_FOR_ALL else [f.terms for f in ranked.fits[:BOOTSTRAPPED]]

    def again(tables: Counts) -> Floats:
        return rank_many(lists.k, among, tables, selection)

    notes: dict[str, Diagnostic] = {"selection": selection, **ranking(ranked)}
    if wish[0] == "bootstrap" and lists.k == MOST_LISTS_FOR_ALL:
        notes["bootstrap_models"] = len(among)
    return _population(lists, found, wish, again, notes, (*rivals(ranked), *chosen(wish[0])))


def _average(lists: Lists, ranked: Ranked, selection: str, level: float) -> Population:
    """Σ w N, with the variance between models.

    Source: Buckland, Burnham and Augustin, "Model selection: an integral part of inference", Biometrics 53 (1997),
    equation 9; the interval on the logarithm of those on no list.
    """
    pairs = list(zip(ranked.fits, ranked.weights, strict=True))
    hidden = sum(weight * each.hidden for each, weight in pairs)
    se = sum(weight * sqrt(each.se**2 + (each.hidden - hidden) ** 2) for each, weight in pairs)
    ends = log_normal(lists.observed, hidden, se, level)
    notes: dict[str, Diagnostic] = {"selection": selection, **ranking(ranked)}
    notes["models_averaged"] = len(ranked.fits)
    name = f"average of {len(ranked.fits)} models"
    return Population(
        METHOD, name, lists.observed + hidden, lists.observed, ends, (ends,), se, notes, rivals(ranked)
    )  # fmt: skip


def _population(
    lists: Lists, found: Fitted, wish: _Wish, again: Callable[[Counts], Floats], notes: dict[str, Diagnostic],
    said: Sequence[Caution],
) -> Population:  # fmt: skip
    """The estimate with its intervals, diagnostics and cautions."""
    wanted, level, replicates, seed = wish
    made = [profile(found, level), wald_log(found, level), log_normal(lists.observed, found.hidden, found.se, level)]
    draws: tuple[float, ...] = ()
    if wanted == "bootstrap":
        ends, values = bootstrap(lists, found.total, again, replicates, seed, level)
        made += ends
        draws = tuple(float(value) for value in values)
        lost = replicates - len(values)
        notes |= {"replicates": replicates, "replicates_without_estimate": lost, "seed": seed}
        if lost > MOST_LOST * replicates:
            said = (*said, Caution("replicates-lost", f"{lost:,} of {replicates:,} drawn tables have no estimate"))
    name = {"bootstrap": "bootstrap-bca"}.get(wanted, wanted)
    printed = next(each for each in made if each.name == name)
    return Population(
        METHOD, found.model, found.total, lists.observed, printed, tuple(made), found.se,
        fit_of(lists, found) | notes, (*said, *cautions(lists, found, printed)), draws,
    )  # fmt: skip
