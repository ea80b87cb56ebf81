"""The ledger's file under a lock: many may read at once, one may write, and nobody sees half an append."""

import errno
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from probata.errors import Busy

WAIT_S = 30.0
_STEP_S = 0.01


@contextmanager
def shared_lock(path: Path, wait_s: float = WAIT_S) -> Iterator[BinaryIO]:
    """The file, open for reading, while nobody appends. A file system without locks is read all the same.

    Raises:
        Busy: another process kept it for ``wait_s`` seconds.
        OSError: it can't be opened.
    """
    with path.open("rb") as stream:
        _lock(stream, fcntl.LOCK_SH, wait_s, needed=False)
        yield stream


@contextmanager
def exclusive_lock(path: Path, wait_s: float = WAIT_S) -> Iterator[BinaryIO]:
    """The file, open for reading and writing without a buffer, while nobody else reads or appends.

    Raises:
        Busy: another process kept it for ``wait_s`` seconds.
        OSError: it can't be opened or locked.
    """
    with path.open("r+b", buffering=0) as stream:
        _lock(stream, fcntl.LOCK_EX, wait_s, needed=True)
        yield stream


def _lock(stream: BinaryIO, how: int, wait_s: float, *, needed: bool) -> None:
    for attempt in range(int(wait_s / _STEP_S) + 1):
        if attempt:
            time.sleep(_STEP_S)
        try:
            fcntl.flock(stream, how | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno == errno.EWOULDBLOCK:
                continue
            if needed:
                raise
        return
    raise Busy(
        "another process is writing to the ledger", expected=f"it to be done within {wait_s:g} s", do="try again later"
    )
