"""What an estimator answers where it can't, or not without a word: refusals and cautions, with stable codes.

Rules:
* A refused estimate has no number. It says why, and what would help.
* A caution stands beside a number: something that moves the answer, or that the reader must know.
* Codes are stable; ``docs/methods/refusals.md`` lists them, and each has its test.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """No number can be given.

    Attributes:
        code: stable, words joined by ``-``.
        reason: what is wrong, one sentence without a full stop.
        do: what would help; "" where nothing would.
    """

    code: str
    reason: str
    do: str = ""

    def record(self) -> dict[str, str]:
        """As JSON."""
        return {"code": self.code, "reason": self.reason, "do": self.do}


@dataclass(frozen=True, slots=True)
class Caution:
    """A word that stands beside a number.

    Attributes:
        code: stable, words joined by ``-``.
        text: one sentence without a full stop.
    """

    code: str
    text: str

    def record(self) -> dict[str, str]:
        """As JSON."""
        return {"code": self.code, "text": self.text}
