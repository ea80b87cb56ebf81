"""What `bench.py` measures on, and with which versions."""

import datetime
import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("numpy", "opencv-python-headless", "pyarrow", "pdqhash", "numba")


def machine() -> dict[str, str]:
    """Machine, date, load and versions."""
    cpu = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line for line in cpu if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "processor": model.partition(":")[2].strip() or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory:.0f} GiB",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "kernel": platform.release(),
        "python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
    }


def peer_version(name: str, program: str) -> str | None:
    """The version of exiftool, or of a package that the Python ``program`` has; None where it is not there."""
    if shutil.which(program) is None:
        return None
    look = f"import importlib.metadata as m; print(m.version({name!r}))"
    command = [program, "-ver"] if name == "exiftool" else [program, "-c", look]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else None
