"""The error for anything in a ledger that can't be taken as it is, with the stable code that checking reports."""

from probata.errors import LedgerError
from probata.problems import Problem

_SHOWN_CHARACTERS = 120


class Unsound(LedgerError):
    """Something in the ledger is not as it should be. ``code`` is that of the `Problem` it becomes when checking."""

    def __init__(self, code: str, expected: str, found: str, *, where: str = "ledger") -> None:
        """Keep the code and place beside the message, and keep what was found short and printable."""
        self.code, self.where = code, where
        shown = found if len(found) <= _SHOWN_CHARACTERS else found[:_SHOWN_CHARACTERS] + "…"
        super().__init__(
            f"{code} in {where}", expected=expected, found=_printable(shown), do="run probata verify to see everything"
        )

    def problem(self, where: str) -> Problem:
        """The same as a value, at a place named relative to the inquiry."""
        return Problem(self.code, where, self.expected, self.found)


def shown(value: object) -> str:
    """A value of parsed JSON in one short text. Lists and objects are only named, because they may be deep."""
    return repr(value) if isinstance(value, str | int | None) else f"a {type(value).__name__}"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
