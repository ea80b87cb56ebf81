"""Links: scored proposals that two things are the same, with the reasons.

Rules:
* A link joins two exhibits, the smaller digest first, so that one pair has one link of a kind.
* A score is between 0 and 1 and orders proposals of one kind; each module that makes links says what it is made of.
* A link is a proposal until a person judges it.

Not here: judgements (`probata.ledger`) and the modules that propose (`pictures`, `bursts`, `cameras`, `persons`).
"""

from dataclasses import dataclass

from probata.errors import BadInput


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed.

    Attributes:
        name: stable name, as ``pdq-distance``.
        detail: one sentence for the reader.
        weight: natural log-odds that the reason adds; 0.0 where it only explains.
    """

    name: str
    detail: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """A proposal that ``a`` and ``b`` are the same in the sense of ``kind``.

    Attributes:
        a: hex digest of an exhibit, smaller than ``b``.
        b: hex digest of the other exhibit.
        kind: what is proposed, as ``near-duplicate``.
        score: 0 to 1.
        reasons: why, strongest first.

    Raises:
        BadInput: ``a`` is not smaller than ``b``, or the score is outside 0 to 1.
    """

    a: str
    b: str
    kind: str
    score: float
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.a >= self.b:
            raise BadInput("not a link", expected="two different exhibits, smaller digest first", found=self.a[:80])
        if not 0.0 <= self.score <= 1.0:
            raise BadInput("not a link", expected="a score between 0 and 1", found=repr(self.score))

    def record(self) -> dict[str, str | float]:
        """The link as a JSON object of ``probata export pictures``."""
        return {"a": self.a, "b": self.b, "kind": self.kind, "score": self.score}


def link_of(a: str, b: str, kind: str, score: float, reasons: tuple[Reason, ...] = ()) -> Link:
    """The link between ``a`` and ``b``, given in any order."""
    return Link(min(a, b), max(a, b), kind, score, reasons)
