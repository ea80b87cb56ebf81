"""The desk: everything that the steps of an inquiry are passed, so that they reach for nothing.

Who works, on which machine, with which clock, where keys lie, who watches the progress.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from probata import __version__
from probata.app import state as outside
from probata.app.terminal import TerminalProgress
from probata.progress import Clock, utc_now

TOOL = f"probata {__version__}"


@dataclass(frozen=True)
class Desk:
    """What the steps are passed.

    Attributes:
        state: the folder for secret keys and known heads, outside of inquiries.
        person: who works.
        machine: on which machine, for the custody record.
        clock: gives the time, aware, UTC.
        passphrase: asks for a passphrase, given the question.
        progress: is told how far the work is, and keeps the summary.
        workers: how many processes read exhibits.
    """

    state: Path
    person: str
    machine: str
    clock: Clock = utc_now
    passphrase: Callable[[str], str] = outside.passphrase_from
    progress: TerminalProgress = field(default_factory=TerminalProgress)
    workers: int = 1

    @classmethod
    def here(cls) -> "Desk":
        """The desk of who calls the command line, on this machine."""
        return cls(outside.state_folder(), outside.person(), outside.machine(), workers=outside.cores())
