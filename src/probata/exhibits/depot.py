"""The payload of an intake under way: finished copies are put into their places batch by batch, so that they last."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from probata.digest import Digest
from probata.exhibits.disk import set_mode, storing, sync
from probata.exhibits.journal import Journal, Settled
from probata.exhibits.partial import Partial

_BATCH_PATHS = 256
_BATCH_BYTES = 256 << 20
_SYNC_THREADS = 8


@dataclass(frozen=True, slots=True)
class Fresh:
    """A path that was read now; ``temp`` is its copy, or None where nothing is to be put in place."""

    settled: Settled
    temp: Path | None


class Depot:
    """Takes paths in the order of the source; keeps their places in the journal in that order.

    Order of a batch, so that no stop can lose or tear anything: sync the copies, rename them into place, sync the
    folders, then append to the journal and sync that. One batch is put in place while the next is read.
    """

    def __init__(self, partial: Partial, journal: Journal) -> None:
        """Work on ``partial``, whose journal is open."""
        self._partial, self._journal = partial, journal
        self._batch: list[Fresh | int] = []
        self._bytes = 0
        self.offsets: list[int] = []
        self._syncing = ThreadPoolExecutor(_SYNC_THREADS, "sync")
        self._committing = ThreadPoolExecutor(1, "commit")
        self._under_way: Future[None] | None = None

    def add(self, path: Fresh | int) -> None:
        """Take a fresh path, or the place in the journal of one that was done before.

        Raises:
            NoSpace: the disk is full.
            BadInput: it can't be written.
        """
        self._batch.append(path)
        if not isinstance(path, int):
            self._bytes += path.settled.entry.size_bytes or 0
        if len(self._batch) >= _BATCH_PATHS or self._bytes >= _BATCH_BYTES:
            self._wait()
            batch, self._batch, self._bytes = self._batch, [], 0
            self._under_way = self._committing.submit(self._commit, batch)

    def flush(self) -> None:
        """Put everything in place that was taken.

        Raises:
            NoSpace: the disk is full.
            BadInput: it can't be written.
        """
        self._wait()
        batch, self._batch, self._bytes = self._batch, [], 0
        self._commit(batch)

    def close(self) -> None:
        """Let the threads end; what was not put in place is lost."""
        self._committing.shutdown()
        self._syncing.shutdown()

    def _wait(self) -> None:
        waiting, self._under_way = self._under_way, None
        if waiting is not None:
            waiting.result()

    def _commit(self, batch: Sequence[Fresh | int]) -> None:
        fresh = [path for path in batch if not isinstance(path, int)]
        copies = {path.temp: path.settled.entry.digest for path in fresh if path.temp}
        with storing():
            list(self._syncing.map(sync, copies))
            self._place({temp: digest for temp, digest in copies.items() if digest})
            places = iter(self._journal.append([path.settled for path in fresh]) if fresh else [])
        self.offsets.extend(path if isinstance(path, int) else next(places) for path in batch)

    def _place(self, copies: dict[Path, Digest]) -> None:
        folders = set()
        for temp, digest in copies.items():
            folder = self._partial.data / digest.hex[:2]
            if folder not in folders:
                folder.mkdir(exist_ok=True)
                folders.add(folder)
            set_mode(temp, 0o444)
            temp.replace(folder / digest.hex)
        if folders:
            list(self._syncing.map(sync, [*folders, self._partial.data]))
