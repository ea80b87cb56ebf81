"""Every deliberate error, with the exit code of the acceptance interface.

A message says what was expected, what was found and what to do. Errors of other libraries are translated at the
boundary with ``raise … from``; anything that is not a `ProbataError` is a defect of ours.

Not here: `Problem` values of *checking*, which reports and goes on (`probata.problems`).
"""


class ProbataError(Exception):
    """Base of all deliberate errors. ``exit_code`` is what the command line returns."""

    exit_code = 3

    def __init__(self, message: str, *, expected: str = "", found: str = "", do: str = "") -> None:
        """Keep the parts of the message apart, and join them into one line.

        Args:
            message: what went wrong, without a full stop.
            expected: what should have been there.
            found: what was there.
            do: what the user can do.
        """
        self.message, self.expected, self.found, self.do = message, expected, found, do
        parts = [message]
        if expected:
            parts.append(f"expected {expected}")
        if found:
            parts.append(f"found {found}")
        if do:
            parts.append(do)
        super().__init__(" ".join("; ".join(parts).split()))


class UsageError(ProbataError):
    """The command was called wrongly."""

    exit_code = 2


class BadInput(ProbataError):
    """What was handed in can't be used: a missing source, an unreadable archive, a broken text file."""


class NotAnInquiry(BadInput):
    """The folder is not an inquiry."""


class LedgerError(ProbataError):
    """The ledger can't be read or appended to."""

    exit_code = 3


class KeyUnavailable(ProbataError):
    """The secret key is not on this machine, or the passphrase does not open it."""


class Busy(ProbataError):
    """Another process is writing to the same inquiry."""


class NoSpace(ProbataError):
    """The disk is full. What was stored is kept; the same command continues."""

    exit_code = 4


class Interrupted(ProbataError):
    """Stopped by the user. What was stored is kept; the same command continues."""

    exit_code = 4
