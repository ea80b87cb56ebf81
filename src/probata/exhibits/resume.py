"""What need not be done again after a stop: paths that the journal has and whose exhibits are in their place."""

from probata.exhibits.holdings import Holdings
from probata.exhibits.journal import Journal
from probata.exhibits.partial import Partial
from probata.exhibits.sources import Readable


class Resumption:
    """An index over the journal of an intake as it was at the last stop, and over what is stored since."""

    def __init__(self, partial: Partial, journal: Journal, holdings: Holdings) -> None:
        """Read the journal and the names of the exhibits in place."""
        self._holdings = holdings
        self._stored: set[bytes] = set()
        self._places: dict[tuple[bytes, int], tuple[int, int | None, int | None]] = {}
        in_place = {
            bytes.fromhex(each.name)
            for folder in partial.data.iterdir()
            if folder.is_dir()
            for each in folder.iterdir()
        }
        for place, settled in journal.load():
            entry = settled.entry
            if entry.digest is None:
                continue
            if entry.digest.raw in in_place:
                self._stored.add(entry.digest.raw)
            elif not holdings.holds(entry.digest.raw):
                continue
            self._places[entry.path, settled.nth] = (place, entry.size_bytes, entry.modified_ns)

    def place(self, item: Readable, nth: int) -> int | None:
        """Where the journal has a path that is as it was; None when it must be read."""
        place, size_bytes, modified_ns = self._places.get((item.path, nth), (None, None, None))
        return place if (size_bytes, modified_ns) == (item.size_bytes, item.modified_ns) else None

    def first(self, raw: bytes) -> bool:
        """Whether an exhibit is stored nowhere yet; from now on it is."""
        if raw in self._stored or self._holdings.holds(raw):
            return False
        self._stored.add(raw)
        return True
