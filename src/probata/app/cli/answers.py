"""What a command answers: one value, printed as JSON or as text; and what all commands are given.

Rules:
* stdout holds the answer and nothing else; talk and progress go to stderr.
* With ``--json`` exactly one JSON document (or JSON lines, for exports) is printed.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from probata.app.desk import Desk
from probata.inquiry import Inquiry


@dataclass(frozen=True)
class Answer:
    """A command's answer.

    Attributes:
        document: what ``--json`` prints.
        text: what is printed without it.
        exit_code: 0 done, 1 the answer is "no".
        lines: for exports: records printed one a line, with and without ``--json``.
    """

    document: object
    text: str = ""
    exit_code: int = 0
    lines: Iterable[object] | None = None

    def write(self, as_json: bool) -> None:
        """Print the answer on stdout."""
        escaped = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        if self.lines is not None:
            for record in self.lines:
                sys.stdout.write(json.dumps(record, ensure_ascii=escaped) + "\n")
        elif as_json:
            sys.stdout.write(json.dumps(self.document, ensure_ascii=escaped, indent=2) + "\n")
        elif self.text:
            sys.stdout.write(self.text.rstrip("\n") + "\n")
        sys.stdout.flush()


@dataclass
class Call:
    """What every command is given: the folder of the inquiry and the desk at which it works."""

    folder: Path
    as_json: bool
    desk: Desk = field(default_factory=Desk.here)

    def inquiry(self) -> Inquiry:
        """The inquiry of ``-C`` (default: the current folder), opened.

        Raises:
            NotAnInquiry: there is none.
        """
        return Inquiry.open(self.folder)


def table(rows: Iterable[tuple[str, object]], indent: str = "") -> str:
    """Names and values in two columns, numbers to the right."""
    listed = [(name, f"{value:,}" if isinstance(value, int) else str(value)) for name, value in rows]
    names = max((len(name) for name, _ in listed), default=0)
    numbers = max((len(value) for _, value in listed if _is_number(value)), default=0)
    return "\n".join(_cells(listed, names, numbers, indent))


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").isdigit()


def _cells(rows: list[tuple[str, str]], names: int, numbers: int, indent: str) -> Iterator[str]:
    for name, value in rows:
        yield (
            f"{indent}{name:<{names}}  {value:>{numbers}}" if _is_number(value) else f"{indent}{name:<{names}}  {value}"
        )
