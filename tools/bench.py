"""How fast intake and readings are, beside the limit and the peers, measured in one run on one machine.

The limit reads each photograph once, digests it with SHA-256, decodes it at ⅛, hashes it with PDQ, makes a thumbnail
and copies it, in one process a core. Ours is intake (write-once store, SHA-256 and SHA-512, custody) and the readings
file, metadata and picture, also over all cores. The peers do parts of this, one after another: exiftool, cp, bagit,
and a perceptual hash of imagededup or imgdd.

Starting a program costs the same for one photograph as for 55,000. So each is run with few and with all photographs,
and the difference is what further photographs cost; the table has both. The best of ``--repeats`` counts.

    python tools/bench.py [--count3 300] [--count12 60] [--peers-python …/bin/python] [--pairs 10000] [--json FILE]
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import bench_images
import bench_pairs
from bench_process import Cost, cost_of

TOOLS = Path(__file__).parent
FEW = 8
AIM_LIMIT, AIM_PEERS = 0.5, 3.5
Command = Callable[[Path, Path], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One program on one set of photographs: with starting (``whole``), and a further photograph (per second, CPU)."""

    name: str
    photographs: int
    whole: Cost
    further_per_s: float
    further_cpu_ms: float

    @property
    def wall_ms(self) -> float:
        """Milliseconds by the clock for a further photograph."""
        return 1000 / self.further_per_s


class Bench:
    """One set of photographs, in a temporary folder, and the programs that are run over it."""

    def __init__(self, folder: Path, size: str, count: int, repeats: int, peers_python: str) -> None:
        self._folder, self._count, self._repeats, self._peers_python = folder, count, repeats, peers_python
        self._all, self._few = folder / "all", folder / "few"
        print(f"  … making {count} photographs of {bench_images.SIZES[size].name}", file=sys.stderr, flush=True)
        for target, photographs, seed in ((self._all, count, "1"), (self._few, FEW, "2")):
            # In a process of its own: `cost_of` waits for every child of this one.
            program = [sys.executable, str(TOOLS / "bench_images.py"), str(target), size, str(photographs), seed]
            subprocess.run(program, check=True)
        self.mean_mib = sum(len(path.read_bytes()) for path in self._all.rglob("*.JPG")) / count / 2**20

    def program(self, name: str) -> Row:
        """``bench_<name>.py``, from the photographs into an empty folder."""
        program = str(TOOLS / f"bench_{name}.py")
        return self._row(name, lambda source, work: [sys.executable, program, str(source), str(work)])

    def peers(self) -> tuple[list[Row], list[str]]:
        """Those peers that are there, and a word on each that is not."""
        rows, absent = [], []
        if shutil.which("exiftool"):
            rows.append(self._row("exiftool", lambda source, _: ["exiftool", "-json", "-r", "-q", str(source)]))
        else:
            absent.append("exiftool: not installed")
        rows.append(self._row("cp", lambda source, work: ["cp", "-r", str(source), str(work)]))
        rows.append(self._row("bagit", self._bagit))
        for name in ("imagededup", "imgdd"):
            if _has(self._peers_python, name):
                rows.append(self._row(name, self._hasher(name)))
                break
        else:
            absent.append("imagededup, imgdd: neither is installed where --peers-python points")
        return rows, absent

    def _bagit(self, source: Path, work: Path) -> list[str]:
        """Bags a copy, which is made before the clock runs."""
        shutil.copytree(source, work)
        return [sys.executable, str(TOOLS / "bench_peer.py"), "bagit", str(work)]

    def _hasher(self, name: str) -> Command:
        return lambda source, _: [self._peers_python, str(TOOLS / "bench_peer.py"), name, str(source)]

    def _row(self, name: str, command: Command) -> Row:
        print(f"  … {name}", file=sys.stderr, flush=True)
        few = [self._cost(command, self._few) for _ in range(self._repeats)]
        whole = [self._cost(command, self._all) for _ in range(self._repeats)]
        more = self._count - FEW
        wall = min(c.wall_s for c in whole) - min(c.wall_s for c in few)
        cpu = min(c.cpu_s for c in whole) - min(c.cpu_s for c in few)
        best = min(whole, key=lambda c: c.wall_s)
        return Row(name, self._count, best, more / max(wall, 1e-6), 1000 * cpu / more)

    def _cost(self, command: Command, source: Path) -> Cost:
        work = self._folder / "work"
        words = command(source, work)
        try:
            return cost_of(words, self._folder / "output.txt")
        finally:
            if work.exists():
                _remove(work)


def _remove(folder: Path) -> None:
    """Remove a folder, that of a write-once store too."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


def _has(python: str, module: str) -> bool:
    look = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    return subprocess.run([python, "-c", look], check=False).returncode == 0


def summary(limit: Row, ours: Row, peers: Sequence[Row]) -> dict[str, float]:
    """The ratios that count: by the clock, and by CPU, which other work on the machine disturbs less."""
    ratios = {
        "ours/limit by the clock": ours.further_per_s / limit.further_per_s,
        "ours/limit by CPU": limit.further_cpu_ms / ours.further_cpu_ms,
    }
    if peers:
        ratios["ours/peers by the clock"] = sum(row.wall_ms for row in peers) / ours.wall_ms
        ratios["ours/peers by CPU"] = sum(row.further_cpu_ms for row in peers) / ours.further_cpu_ms
    return ratios


def table(rows: Sequence[Row]) -> list[str]:
    """The rows as text."""
    heads = ("images/s", "CPU ms", "with start/s", "parent MiB", "all MiB")
    lines = [" " * 12 + "".join(f"{head:>14}" for head in heads)]
    for row in rows:
        whole = row.whole
        first = f"{row.name:<12}{row.further_per_s:>14.1f}{row.further_cpu_ms:>14.2f}"
        rest = f"{row.photographs / whole.wall_s:>14.1f}{whole.parent_mib:>14.0f}{whole.all_mib:>14.0f}"
        lines.append(first + rest)
    return lines


def measured(arguments: argparse.Namespace, size: str, count: int) -> dict[str, object]:
    """Everything about one set of photographs, printed and returned."""
    with tempfile.TemporaryDirectory(prefix="probata-bench-", dir=arguments.folder) as folder:
        bench = Bench(Path(folder), size, count, arguments.repeats, arguments.peers_python)
        limit, ours = bench.program("limit"), bench.program("ours")
        peers, absent = bench.peers()
    ratios = summary(limit, ours, peers)
    pixels = bench_images.SIZES[size].name
    print(f"\n{count} photographs of {pixels}, {bench.mean_mib:.2f} MiB each; a further photograph after the start:")
    print("\n".join(table([limit, ours, *peers])))
    print("\n".join(f"{name}: {value:.2f}" for name, value in ratios.items()))
    print(f"aims: ours/limit {AIM_LIMIT}, ours/peers {AIM_PEERS}")
    for word in absent:
        print(f"skipped, so that the peers' sum is too small: {word}")
    rows = [asdict(row) for row in (limit, ours, *peers)]
    return {"size": pixels, "rows": rows, "ratios": ratios, "skipped": absent}


def machine() -> dict[str, str]:
    """What was measured on, and when."""
    model = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "processor": model.partition(":")[2].strip() or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "load before": f"{os.getloadavg()[0]:.2f}",
        "python": platform.python_version(),
    }


def main() -> int:
    """Make the photographs, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count3", type=int, default=300, help="photographs of 3 MP; fewer than 20: none")
    parser.add_argument("--count12", type=int, default=60, help="photographs of 12 MP; fewer than 20: none")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    parser.add_argument("--peers-python", default=sys.executable, help="the Python that has imagededup or imgdd")
    parser.add_argument("--pairs", type=int, nargs="*", default=list(bench_pairs.SIZES), metavar="N")
    parser.add_argument("--json", type=Path, help="write everything to this file too")
    arguments = parser.parse_args()
    found: dict[str, object] = {"machine": machine()}
    print("; ".join(f"{name} {value}" for name, value in machine().items()))
    for name, count in (("3", arguments.count3), ("12", arguments.count12)):
        if count >= 20:
            found[name] = measured(arguments, name, count)
    if arguments.pairs:
        print(f"\nall near pairs of 256-bit hashes, radius {bench_pairs.RADIUS}:")
        pairs = bench_pairs.measured(arguments.pairs, 1)
        print("\n".join(bench_pairs.lines(pairs)))
        found["pairs"] = [asdict(each) for each in pairs]
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
