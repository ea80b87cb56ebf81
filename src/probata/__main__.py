"""The program: ``probata``, and ``python -m probata``.

A stop is asked for by Ctrl-C or SIGTERM. While the program still loads, it ends at once; later the work is stopped
where it can be continued (`probata.app.cli`). Either way: one line, exit code 4.
"""

import importlib
import os
import signal
from types import FrameType
from typing import NoReturn

STOPPED = b"probata: interrupted; the same command continues\n"
INTERRUPTED = 4
PLUGGED = 2
STOPS = (signal.SIGINT, signal.SIGTERM)


def main() -> NoReturn:
    """Load the command line and run it."""
    _plug()
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    importlib.import_module("probata.app.cli").main()
    raise SystemExit(0)


def _plug() -> None:
    """Open what the caller closed of stdin, stdout and stderr, so that no exhibit or ledger gets their numbers."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= PLUGGED:
        continue
    os.close(descriptor)


def _end(_number: int, _frame: FrameType | None) -> None:
    """Nothing was begun: end without a word of the modules that were being loaded."""
    try:
        os.write(2, STOPPED)
    finally:
        os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
