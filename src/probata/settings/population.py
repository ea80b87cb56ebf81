"""Table ``[population]``: how the number of all, those on no list included, is estimated."""

from dataclasses import dataclass

from probata.settings.table import Table, nearest

METHODS = ("chapman", "chao", "loglinear", "dga", "lcmcr")
STRATA = ("none", "year", "place", "sex")


@dataclass(frozen=True, slots=True)
class PopulationSettings:
    """Table ``[population]``.

    Attributes:
        lists: names of the ``[[lists]]`` that are used; empty: all.
        methods: which estimators are put side by side; the first is the one that the report prints as the estimate.
        strata: by what the persons are divided before the estimates, whose draws are then added up.
        partitions: how many partitions into persons are drawn, so that the error of linkage goes into the interval.
        seed: of all draws.
    """

    lists: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("loglinear", "dga")
    strata: str = "none"
    partitions: int = 50
    seed: int = 1


def population(table: Table) -> PopulationSettings:
    """The table's values.

    Raises:
        BadInput: an unknown key, method or stratum, or a number out of range.
    """
    table.only("lists", "methods", "strata", "partitions", "seed")
    default = PopulationSettings()
    methods = table.strings("methods") or default.methods
    for method in methods:
        if method not in METHODS:
            raise table.error("methods", ", ".join(METHODS), repr(method) + nearest(method, METHODS))
    strata = table.string("strata") or default.strata
    if strata not in STRATA:
        raise table.error("strata", ", ".join(STRATA), repr(strata) + nearest(strata, STRATA))
    return PopulationSettings(
        lists=table.strings("lists"),
        methods=methods,
        strata=strata,
        partitions=table.whole("partitions", default.partitions, 0, 1000),
        seed=table.whole("seed", default.seed, 0, 2**31),
    )
