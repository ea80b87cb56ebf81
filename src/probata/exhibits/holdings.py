"""Which finished intake holds which exhibit: an index over the names of files, made anew each time."""

import re
from collections.abc import Iterator
from pathlib import Path

from probata.errors import BadInput
from probata.exhibits.custody import IntakeRecord, json_object
from probata.exhibits.partial import finished_intakes

_EXHIBIT = re.compile(r"[0-9a-f]{64}")


class Holdings:
    """The exhibits of all finished intakes below a folder, as they are now.

    Attributes:
        exhibits: the folder.
        intakes: the names of the finished intakes, in order.
    """

    def __init__(self, exhibits: Path) -> None:
        """List the names; a missing folder holds nothing.

        Raises:
            BadInput: a folder can't be read.
        """
        self.exhibits = exhibits
        self._where: dict[bytes, int] = {}
        try:
            self.intakes = finished_intakes(exhibits)
            for index, intake in enumerate(self.intakes):
                for raw in _stored(exhibits / intake / "data"):
                    self._where.setdefault(raw, index)
        except OSError as error:
            raise BadInput("the exhibits can't be read", found=f"{error.filename}: {error.strerror}") from error

    def holds(self, raw: bytes) -> bool:
        """Whether an exhibit is held, by its raw digest."""
        return raw in self._where

    def intake_of(self, raw: bytes) -> str | None:
        """Which intake holds an exhibit; None when none does."""
        index = self._where.get(raw)
        return None if index is None else self.intakes[index]

    def raws(self) -> Iterator[bytes]:
        """The raw digests of all exhibits, in no order."""
        return iter(self._where)

    def record(self, intake: str) -> IntakeRecord:
        """The record of a finished intake.

        Raises:
            BadInput: ``intake.json`` can't be read or is damaged.
        """
        path = self.exhibits / intake / "intake.json"
        try:
            return IntakeRecord.from_record(json_object(path.read_bytes()))
        except OSError as error:
            raise BadInput("intake.json can't be read", found=f"{intake}: {error.strerror}") from error
        except BadInput as error:
            raise BadInput(
                "intake.json is damaged",
                found=f"{intake}: {error}",
                do="run `probata verify`, and restore it from a copy",
            ) from error


def _stored(data: Path) -> Iterator[bytes]:
    if not data.is_dir():
        return
    for folder in data.iterdir():
        if len(folder.name) == 2 and folder.is_dir():
            for name in (each.name for each in folder.iterdir()):
                if _EXHIBIT.fullmatch(name) and name.startswith(folder.name):
                    yield bytes.fromhex(name)
