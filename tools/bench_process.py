"""What a program costs with everything it starts: wall clock, CPU of all processes, memory of all at once. Linux only.

A program's servers and workers may outlive it. So this process adopts what loses its parent (``prctl`` with
PR_SET_CHILD_SUBREAPER) and waits for all of it; only then is the CPU counted.
"""

import ctypes
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SUBREAPER = 36
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20
_POLL_S = 0.05
_POLLS_A_PSS = 10  # the kernel walks all pages for it


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took.

    Attributes:
        wall_s: seconds by the clock, until the program itself ended.
        cpu_s: user and system seconds of the program and everything it started.
        parent_mib: largest resident memory of the program's first process.
        all_mib: largest sum of the resident memory of all its processes; shared pages count in each.
        own_mib: the same with each shared page counted once (proportional set size), looked at twice a second.
    """

    wall_s: float
    cpu_s: float
    parent_mib: float
    all_mib: float
    own_mib: float


class _Watch(threading.Thread):
    """Looks at the memory of all descendants twenty times a second."""

    def __init__(self, program: int) -> None:
        super().__init__(daemon=True)
        self.program, self.parent_mib, self.all_mib, self.own_mib = program, 0.0, 0.0, 0.0
        self.over = threading.Event()

    def run(self) -> None:
        polls = 0
        while not self.over.wait(_POLL_S):
            sizes = _descendants(os.getpid())
            self.parent_mib = max(self.parent_mib, sizes.get(self.program, 0.0))
            self.all_mib = max(self.all_mib, sum(sizes.values()))
            polls += 1
            if polls % _POLLS_A_PSS == 0:
                self.own_mib = max(self.own_mib, sum(_proportional_mib(process) for process in sizes))


def cost_of(command: Sequence[str], output: Path) -> Cost:
    """Run ``command`` to its end, its words written to ``output``. This process must have no other children.

    Raises:
        RuntimeError: it failed.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with output.open("wb") as stream:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        watch = _Watch(process.pid)
        watch.start()
        wall_s, cpu_s, status = 0.0, 0.0, 0
        try:
            while True:
                child, code, used = os.wait4(-1, 0)
                cpu_s += used.ru_utime + used.ru_stime
                if child == process.pid:
                    wall_s, status = time.perf_counter() - started, os.waitstatus_to_exitcode(code)
        except ChildProcessError:
            watch.over.set()
            watch.join()
    process.returncode = status
    if status:
        raise RuntimeError(f"{' '.join(command)}: exit {status}: {output.read_text(errors='replace')[-2000:]}")
    return Cost(wall_s, cpu_s, watch.parent_mib, watch.all_mib, watch.own_mib)


def remove(folder: Path) -> None:
    """Remove a folder, that of a write-once store too."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


def _descendants(root: int) -> dict[int, float]:
    """Resident MiB of every process below ``root``."""
    parents: dict[int, int] = {}
    sizes: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it ended
            parents[int(folder.name)], sizes[int(folder.name)] = int(fields[1]), int(fields[21]) * _PAGE_MIB
    return {process: size for process, size in sizes.items() if _below(process, root, parents)}


def _proportional_mib(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0  # it ended
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _below(process: int, root: int, parents: dict[int, int]) -> bool:
    while process in parents and process != root:
        process = parents[process]
        if process == root:
            return True
    return False
