"""How long work tells how far it is: passed in, so that libraries never print.

Progress counts what will be counted: 100 % means done.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


class Progress(Protocol):
    """Told by long work what it does; shown by the command line, kept by the inquiry, ignored by tests."""

    def stage(self, name: str, total: int, done: int = 0) -> None:
        """A stage of ``total`` units begins, ``done`` of which were done before."""

    def advance(self, units: int = 1) -> None:
        """``units`` more are done."""

    def error(self, kind: str) -> None:
        """One unit ended in an error of this kind (it still counts as done)."""


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, total: int, done: int = 0) -> None:
        """Ignore."""

    def advance(self, units: int = 1) -> None:
        """Ignore."""

    def error(self, kind: str) -> None:
        """Ignore."""
