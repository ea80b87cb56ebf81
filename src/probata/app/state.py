"""What is kept outside of inquiries: secret keys, known heads, defects. The only place that reads the environment.

The folder is ``$PROBATA_STATE``, else ``$XDG_STATE_HOME/probata``, else ``~/.local/state/probata``. It can be deleted
at this cost: no more acts can be signed with its keys, and an older copy of a ledger is no longer noticed from here.
"""

import getpass
import os
import platform
import sys
from pathlib import Path

from probata.errors import KeyUnavailable

LOWEST_PRIORITY = 19
PASSPHRASE = "PROBATA_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret


def state_folder() -> Path:
    """The folder for keys and known heads (not made here)."""
    if chosen := os.environ.get("PROBATA_STATE"):
        return Path(chosen)
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "probata"


def passphrase_from(question: str) -> str:
    """The passphrase from the environment, else asked for on the terminal.

    Raises:
        KeyUnavailable: there is neither.
    """
    if (given := os.environ.get(PASSPHRASE)) is not None:
        return given
    if not sys.stdin.isatty():
        raise KeyUnavailable("the key has a passphrase", do=f"set {PASSPHRASE} or call from a terminal")
    return getpass.getpass(question + ": ", stream=sys.stderr)


def person() -> str:
    """Who works here, as the operating system says."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def machine() -> str:
    """The machine, for the custody record."""
    return f"{platform.node()} ({platform.system()} {platform.machine()})"


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def give_way() -> None:
    """Let all other work on this machine go first; holds for this process and those it starts."""
    os.nice(LOWEST_PRIORITY)
