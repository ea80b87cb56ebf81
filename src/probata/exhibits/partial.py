"""The folder of an intake that is under way: found again after a stop, made when there is none.

``exhibits/<intake>.partial/`` holds ``state.json`` (whose intake it is), ``journal.jsonl``, ``temps/`` (copies under
way) and ``bag/`` (the bag in the making), which one rename turns into ``exhibits/<intake>/``.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.digest import canonical_json
from probata.errors import BadInput, Busy
from probata.exhibits.custody import json_object
from probata.exhibits.disk import remove_tree, set_mode, storing, sync, write_file

INTAKE_NAME = re.compile(r"[0-9]{4,}")
LOCK_NAME = ".lock"
_SUFFIX = ".partial"


@dataclass(frozen=True, slots=True)
class State:
    """Whose intake it is. A later command with the same ``source`` and ``handed_over_by`` continues it.

    Attributes:
        source: the resolved path's bytes in hex.
        handed_over_by: from whom.
        identity: size and time of change of an archive, else empty; when it differs all is read again.
        started: when it was begun.
    """

    source: str
    handed_over_by: str
    identity: str
    started: str

    def record(self) -> dict[str, str]:
        """The state as a JSON object."""
        return {name: getattr(self, name) for name in ("source", "handed_over_by", "identity", "started")}

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> "State":
        """The state of a JSON object."""
        names = ("source", "handed_over_by", "identity", "started")
        return cls(*(str(record.get(name, "")) for name in names))


@dataclass(frozen=True, slots=True)
class Partial:
    """The folder of one intake under way."""

    exhibits: Path
    intake: str

    @property
    def folder(self) -> Path:
        """All of it."""
        return self.exhibits / f"{self.intake}{_SUFFIX}"

    @property
    def bag(self) -> Path:
        """The bag in the making."""
        return self.folder / "bag"

    @property
    def data(self) -> Path:
        """The exhibits stored so far."""
        return self.bag / "data"

    @property
    def temps(self) -> Path:
        """Copies under way; worthless after a stop."""
        return self.folder / "temps"

    @property
    def journal(self) -> Path:
        """What became of each path so far."""
        return self.folder / "journal.jsonl"

    @property
    def finished(self) -> Path:
        """Where the bag will be seen."""
        return self.exhibits / self.intake

    def state(self) -> State | None:
        """Whose intake it is; None where it was stopped before that was written."""
        try:
            return State.from_record(json_object((self.folder / "state.json").read_bytes()))
        except (OSError, BadInput):
            return None

    def begin(self, state: State) -> None:
        """Make the folders ready for work, as after a stop as at first.

        Raises:
            NoSpace: the disk is full.
            BadInput: they can't be made.
        """
        with storing():
            self.folder.mkdir(exist_ok=True)
            if self.state() != state:
                fresh = self.folder / "state.new"
                write_file(fresh, [canonical_json(state.record()) + b"\n"], 0o644)
                fresh.replace(self.folder / "state.json")
            remove_tree(self.temps)
            for folder in (self.temps, self.bag, self.data):
                folder.mkdir(exist_ok=True)
            for folder in (self.bag, self.data, *self.data.iterdir()):
                if folder.is_dir():
                    set_mode(folder, 0o755)
            for folder in (self.folder, self.exhibits):
                sync(folder)

    def publish(self) -> None:
        """Make the finished bag seen, by one rename, and clear away.

        Raises:
            NoSpace: the disk is full.
            BadInput: it can't be renamed.
        """
        with storing():
            self.bag.rename(self.finished)
            sync(self.exhibits)
            self.clear()

    def discard(self) -> None:
        """Forget an intake that can't be continued.

        Raises:
            BadInput: it can't be removed.
        """
        with storing():
            remove_tree(self.folder)

    def clear(self) -> None:
        """Clear away what was needed for work, whose intake it was last.

        Raises:
            OSError: it can't be removed.
        """
        set_mode(self.finished, 0o555)
        remove_tree(self.temps)
        for name in ("journal.jsonl", "state.new", "state.json"):
            (self.folder / name).unlink(missing_ok=True)
        remove_tree(self.folder)
        sync(self.exhibits)


@contextlib.contextmanager
def locked(exhibits: Path) -> Iterator[None]:
    """Hold the exhibits for one intake; the folder is made when absent.

    Raises:
        Busy: another intake is under way.
        BadInput: the folder can't be made or written.
    """
    with storing():
        exhibits.mkdir(parents=True, exist_ok=True)
        fd = os.open(exhibits / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("another intake into this inquiry is under way", do="wait until it has ended") from error
        yield
    finally:
        os.close(fd)


def finished_intakes(exhibits: Path) -> list[str]:
    """The names of the finished intakes, in order."""
    return _sorted(name for name in _names(exhibits) if INTAKE_NAME.fullmatch(name))


def partials(exhibits: Path) -> list[Partial]:
    """The intakes that were not finished, in order."""
    stems = [name.removesuffix(_SUFFIX) for name in _names(exhibits) if name.endswith(_SUFFIX)]
    return [Partial(exhibits, stem) for stem in _sorted(stem for stem in stems if INTAKE_NAME.fullmatch(stem))]


def next_partial(exhibits: Path) -> Partial:
    """A folder for an intake that is yet to begin."""
    taken = [*finished_intakes(exhibits), *(each.intake for each in partials(exhibits))]
    return Partial(exhibits, f"{max(map(int, taken), default=0) + 1:04}")


def _names(exhibits: Path) -> list[str]:
    if not exhibits.is_dir():
        return []
    return [entry.name for entry in exhibits.iterdir() if entry.is_dir() and not entry.is_symlink()]


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (int(name), name))
