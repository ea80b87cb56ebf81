"""What a reader of agreement must be told: few units, coders apart from the others, a category that nearly all have."""

import numpy as np

from probata.statistics.agreement.codings import MISSING, Codings
from probata.statistics.agreement.coefficient import Coefficient, Outcome
from probata.statistics.outcome import Caution

FEW_UNITS = 30
FEW_DISAGREEMENTS = 10
PARADOX = 0.2


def cautions(codings: Codings, fleiss: Outcome, ac1: Outcome) -> tuple[Caution, ...]:
    """All that apply, in a fixed order.

    Args:
        codings: with at least one shared unit.
        fleiss: Fleiss' kappa without weights.
        ac1: Gwet's AC1.
    """
    found = [
        _few_units(codings),
        _few_disagreements(codings),
        _no_overlap(codings),
        _own_categories(codings),
        _alike(codings),
        _more_coders_than_units(codings),
        _prevalence(codings, fleiss, ac1),
    ]
    return tuple(caution for caution in found if caution)


def _few_units(codings: Codings) -> Caution | None:
    shared = int(codings.shared().sum())
    if shared >= FEW_UNITS:
        return None
    return Caution("few-shared-units", f"shared units: {shared}; standard errors are made for {FEW_UNITS} or more")


def _few_disagreements(codings: Codings) -> Caution | None:
    counts = codings.shared_counts()
    apart = int((np.count_nonzero(counts, axis=1) > 1).sum())
    if apart >= FEW_DISAGREEMENTS:
        return None
    return Caution(
        "few-disagreements",
        f"shared units coded differently: {apart}; where there is an interval log-t, it is to be preferred",
    )


def _no_overlap(codings: Codings) -> Caution | None:
    coded = codings.codes[codings.shared()] != MISSING
    alone = [name for name, any_shared in zip(codings.coders, coded.any(axis=0), strict=True) if not any_shared]
    if not alone:
        return None
    return Caution("coder-without-overlap", f"no unit of {_listed(alone)} was coded by another, so it says nothing")


def _own_categories(codings: Codings) -> Caution | None:
    used = codings.by_coder() > 0
    others = used.sum(axis=0)[None, :] - used
    own = used.any(axis=1) & ~(used & (others > 0)).any(axis=1)
    if not own.any():
        return None
    names = [name for name, is_own in zip(codings.coders, own, strict=True) if is_own]
    return Caution("coder-apart", f"{_listed(names)} gave no category that another gave; perhaps no coder's column")


def _alike(codings: Codings) -> Caution | None:
    spellings: dict[str, list[str]] = {}
    for name in codings.categories:
        spellings.setdefault(" ".join(name.casefold().split()), []).append(name)
    doubled = [name for names in spellings.values() if len(names) > 1 for name in names]
    if not doubled:
        return None
    return Caution("categories-alike", f"{_listed(doubled)} are taken for different categories")


def _more_coders_than_units(codings: Codings) -> Caution | None:
    units, coders = codings.codes.shape
    if units >= coders:
        return None
    return Caution("more-coders-than-units", f"{coders} coders and {units} units; perhaps rows and columns are swapped")


def _prevalence(codings: Codings, fleiss: Outcome, ac1: Outcome) -> Caution | None:
    if not isinstance(fleiss, Coefficient) or not isinstance(ac1, Coefficient) or ac1.value - fleiss.value < PARADOX:
        return None
    totals = codings.shared_counts().sum(axis=0)
    most = int(totals.argmax())
    return Caution(
        "prevalence",
        f"kappa {fleiss.value:.2f} is far under Gwet's AC1 {ac1.value:.2f}: {totals[most] / totals.sum():.0%} of the "
        f"codings are {codings.categories[most]!r}, and kappa says little where a category is that common",
    )


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
