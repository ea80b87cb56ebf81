"""The small interface behind which processes read exhibits: this machine's cores now, a cluster later.

An engine is given jobs and gives outcomes, in no order, one for each analyser of each job, each once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from probata.errors import BadInput
from probata.problems import Problem
from probata.readings.analyser import Analyser, Failed, Row


@dataclass(frozen=True, slots=True)
class Job:
    """One exhibit, and which analysers (by their place in the list) have not read it. Its bytes are read once."""

    digest: str
    path: Path
    missing: tuple[int, ...]

    def __reduce__(self) -> tuple[type["Job"], tuple[str, Path, tuple[int, ...]]]:
        """For the pipe: a tenth of the time that `dataclasses` takes for it."""
        return Job, (self.digest, self.path, self.missing)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one analyser made of one exhibit; a `Problem` where the stored bytes are not the exhibit's any more."""

    digest: str
    analyser: int
    result: Row | Failed | Problem

    def __reduce__(self) -> tuple[type["Outcome"], tuple[str, int, Row | Failed | Problem]]:
        """For the pipe, as `Job`."""
        return Outcome, (self.digest, self.analyser, self.result)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost.

    Attributes:
        seconds: time for one analyser on one exhibit, by the clock.
        exhibit_bytes: an exhibit larger than that is not read into memory: `Failed`.
    """

    seconds: float = 180.0
    exhibit_bytes: int = 1 << 30

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.exhibit_bytes <= 0:
            raise BadInput("limits of a reading", expected="numbers above 0", found=f"{self}")


class Engine(Protocol):
    """Reads exhibits, somewhere."""

    def outcomes(self, analysers: Sequence[Analyser], jobs: Iterable[Job]) -> Iterator[Outcome]:
        """The outcomes of all jobs. Closing the iterator stops the work.

        Jobs are taken as they are needed, so memory does not grow with their number.
        """
