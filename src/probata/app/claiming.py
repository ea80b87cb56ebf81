"""Published numbers as claims: recorded from a confirmed statement, put beside a figure of ours.

Rules:
* A claim says whose number it is, of what, counted how, as far as its source says; what it doesn't say stays empty.
* A claim changes no figure of ours: it is compared in the reconciliation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from probata.app import judging
from probata.app.committing import confirmed
from probata.app.desk import Desk
from probata.app.stating import checked, named
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts_statements import FigureClaimed
from probata.ledger.statements import KeptClaim, Statement
from probata.report.figures import meanings
from probata.settings import nearest
from probata.statements.numbers_said import in_digits
from probata.statements.proposals import Proposal, stated


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person says of a claim; what is empty is taken from what was read.

    Attributes:
        figure: which of the numbers in the statement, from 1; 0: ``low`` and ``high`` are given.
        low: the number in digits.
        high: the upper end; "" for the number again.
        unit: of what.
        qualifier: ``at least``, ``about`` …
        scope: where and when.
        rule: how it was counted.
        claimant: whose number it is.
        date: when it was claimed.
        compares: the name of a figure of ours.
    """

    figure: int = 0
    low: str = ""
    high: str = ""
    unit: str = ""
    qualifier: str = ""
    scope: str = ""
    rule: str = ""
    claimant: str = ""
    date: str = ""
    compares: str = ""


def record(
    inquiry: Inquiry, desk: Desk, name: str, statement: str, said: Claim, reason: str, holder: str = ""
) -> Digest:
    """Record a number that a confirmed statement claims; under a name that is taken, record it anew.

    Raises:
        BadInput: no such statement, it is not confirmed, or there is no figure to compare with.
        UsageError: no number, no unit, or a value that the claim can't have.
    """
    which = named(stated(inquiry.snapshot()), statement)
    source = confirmed(which)
    read = _read(which, said.figure)
    low = said.low or read.get("low", "")
    if not low:
        raise UsageError("a claim has a number", expected="--figure N or --low NUMBER", found="none")
    _check_compares(said.compares)
    fields = source.fields
    with checked("a claim"):
        act = FigureClaimed(
            claim=name,
            statement=Digest(source.name),
            low=low,
            high=said.high or read.get("high", "") or low,
            unit=said.unit or read.get("unit", "") or "not stated",
            qualifier=said.qualifier or read.get("qualifier", ""),
            scope=said.scope,
            rule=said.rule,
            claimant=said.claimant or read.get("claimant", "") or fields.get("party", "") or fields.get("speaker", ""),
            date=said.date or fields.get("said", "") or fields.get("published", "")[:10],
            compares=said.compares,
            reason=reason,
        )
    return judging.record(inquiry, [act], desk, holder)[0]


def _read(which: Proposal | Statement, figure: int) -> Mapping[str, str]:
    """One of the numbers that were read in a statement."""
    numbers = which.record["figures"] if isinstance(which, Proposal) else []
    if figure == 0:
        return {}
    if not 1 <= figure <= len(numbers):
        found = "; ".join(str(each["words"]) for each in numbers) or "no number was read"
        expected = f"1 to {len(numbers)}" if numbers else "--low NUMBER"
        raise BadInput("the statement has no such number", expected=expected, found=found)
    each: Mapping[str, Any] = numbers[figure - 1]
    return {
        "low": in_digits(each["low"]),
        "high": in_digits(each["high"]),
        "unit": each["counts"]["words"] if each["counts"] else each["unit"],
        "qualifier": "" if each["qualifier"] == "none" else each["qualifier"],
        "claimant": each["claimant"]["words"] if each["claimant"] else "",
    }


def _check_compares(name: str) -> None:
    known = meanings()
    if name and name not in known and f"{name.split('.', 1)[0]}.*" not in known:
        found = f"none of that name{nearest(name, tuple(known))}"
        raise BadInput(
            f"no figure is named {name!r}", expected="the name of a figure", found=found, do="see docs/figures.md"
        )


def claim_record(kept: KeptClaim, statement: Statement | None) -> dict[str, object]:
    """A claim as a JSON object, with the words that make it."""
    said = kept.said
    names = ("claim", "low", "high", "unit", "qualifier", "scope", "rule", "claimant", "date", "compares", "reason")
    return {name: getattr(said, name) for name in names} | {
        "act": kept.recorded.act,
        "statement": kept.statement,
        "exhibit": "" if statement is None else statement.exhibit,
        "words": "" if statement is None else statement.quote,
    }
