"""Why there is no measure of agreement: the reasons that several measures share."""

from probata.statistics.agreement.codings import Codings
from probata.statistics.outcome import Refused


def no_shared_units(codings: Codings) -> Refused:
    """No unit was coded by two."""
    return Refused(
        "no-shared-units",
        f"none of the {len(codings.codes):,} units was coded by two",
        "have some units coded by a second examiner, without showing the first coding",
    )


def one_category() -> Refused:
    """Chance alone makes all agree."""
    return Refused(
        "one-category",
        "all codings are in one category, so chance alone would make all agree",
        "read the percentage; units in which other categories occur would tell more",
    )


def no_order(what: str) -> Refused:
    """Categories without an order can't be nearer or farther."""
    return Refused("no-order", f"{what} needs categories with an order", "give the categories in their order")
