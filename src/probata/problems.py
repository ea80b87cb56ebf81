"""What checking finds: values, not exceptions, so that a check goes on to the end.

Codes are stable and tabled in ``docs/problems.md``; a test holds one broken inquiry for each.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is not as it should be.

    Attributes:
        code: stable name, as ``exhibit-changed``.
        where: the file, exhibit, act or figure, relative to the inquiry.
        expected: what should be there.
        found: what is there.
    """

    code: str
    where: str
    expected: str
    found: str

    def record(self) -> dict[str, str]:
        """The problem as a JSON object."""
        return asdict(self)
