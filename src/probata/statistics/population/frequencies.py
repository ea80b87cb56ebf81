"""Models of how often somebody is listed, for lists that are occasions of one kind, such as days of trapping.

``M0``: every list alike. ``Mt``: each list has its own chance (independence). ``Mh``, ``Mth``: persons differ as well,
in one of three ways that say how the chance of being listed j times bends: *poisson2* by 2^j − 1, *darroch* by j²/2,
*gamma3.5* by −log(3.5 + j) + log 3.5.

Source: Otis, Burnham, White and Anderson, Wildlife Monographs 62 (1978); Rivest and Baillargeon, "Applications and
extensions of Chao's moment estimator for the size of a closed population", Biometrics 63 (2007), section 2; Darroch,
Fienberg, Glonek and Junker, JASA 88 (1993).
"""

from collections.abc import Callable

import numpy as np

from probata.statistics.outcome import Refused
from probata.statistics.population.existence import Floats, Table, refused
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_fit import Fitted, fit_table
from probata.statistics.population.poisson import regress

BENDS: dict[str, Callable[[Floats], Floats]] = {
    "poisson2": lambda times: 2.0**times - 1,
    "darroch": lambda times: times**2 / 2,
    "gamma3.5": lambda times: np.log(3.5) - np.log(3.5 + times),
}
MODELS = ("M0", "Mt", *(f"{each}-{bend}" for each in ("Mh", "Mth") for bend in BENDS))


def frequency_model(text: str) -> str:
    """The model of `MODELS` that a text names, whatever its capitals; "" where it names none."""
    return next((each for each in MODELS if each.lower() == text.strip().lower()), "")


def fit_frequencies(lists: Lists, model: str) -> Fitted | Refused:
    """One of `MODELS` by maximum likelihood, on all histories.

    Returns:
        The fit, or why there is none: ``not-identifiable``, ``no-maximum``, ``not-finite``.
    """
    histories = np.arange(1, len(lists.counts))
    times = np.array([history.bit_count() for history in range(1, len(lists.counts))], dtype=np.float64)
    columns = [np.ones(len(histories))]
    if model.startswith(("Mt", "Mth")):
        columns += [(histories >> place & 1).astype(np.float64) for place in range(lists.k)]
    else:
        columns.append(times)
    bend = model.partition("-")[2]
    if bend:
        columns.append(BENDS[bend](times))
    table = Table(histories, lists.counts[1:].astype(np.float64), (), (), np.column_stack(columns))
    why = refused(table)
    if why is not None:
        return why
    return fit_table(lists, table, model, frozenset(), len(columns))


def totals(design: Floats, counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Floats:
    """N under one design, for many tables (r, 2^k)."""
    tables = counts[:, 1:].astype(np.float64)
    hidden = np.exp(regress(design, tables).coefficients[:, 0])
    found: Floats = np.where(hidden < 1e6 * tables.sum(axis=1), tables.sum(axis=1) + hidden, np.nan)
    return found
