"""How fast intake and readings are, beside the limit and the peers, measured in one run on one machine.

The limit reads each photograph once, digests it with SHA-256, decodes it at ⅛, hashes it with PDQ, makes a thumbnail
and copies it, in one process a core. Ours is intake (write-once store, SHA-256 and SHA-512, custody, synced to disk)
and the readings file, metadata and picture, also over all cores. The peers do parts of this, one after another:
exiftool, cp, bagit, and a perceptual hash of imagededup or imgdd.

Starting a program costs the same for one photograph as for 55,000. So each is run with few and with all photographs,
and the difference is what further photographs cost; the table has both. The best of ``--repeats`` counts. CPU is user
and system time of all processes of a program; what the kernel writes to disk later for a program that does not sync is
in nobody's.

    python tools/bench.py [--count3 300] [--count12 100] [--peers-python …/bin/python] [--pairs 10000] [--json FILE]
    python tools/bench.py --memory 55000

imagededup and imgdd are not among Probata's packages. Put them into an environment of their own, and name its Python:

    python3 -m venv ../peers && ../peers/bin/pip install bagit imgdd imagededup
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import bench_images
import bench_memory
import bench_pairs
from bench_machine import machine, peer_version
from bench_process import Cost, cost_of, remove

TOOLS = Path(__file__).parent
FEW = 8
AIM_LIMIT, AIM_PEERS = 0.5, 3.5
HASHERS = ("imagededup", "imgdd")
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

    def __init__(self, folder: Path, size: str, count: int, peers_python: str) -> None:
        self._folder, self._count, self._peers_python = folder, count, peers_python
        self._all, self._few = folder / "all", folder / "few"
        _say(f"making {count} photographs of {bench_images.SIZES[size].name}")
        # In a process of its own: `cost_of` waits for every child of this one.
        subprocess.run(
            [sys.executable, str(TOOLS / "bench_images.py"), str(self._all), size, str(count), "1"], check=True
        )
        photographs = sorted(self._all.rglob("*.JPG"))
        (self._few / "100BENCH").mkdir(parents=True)
        for path in photographs[:FEW]:
            (self._few / "100BENCH" / path.name).hardlink_to(path)
        self.mean_mib = sum(path.stat().st_size for path in photographs) / count / 2**20
        self.versions: dict[str, str] = {}
        self.skipped: list[str] = []

    def rows(self, repeats: int) -> dict[str, Row]:
        """What each program costs; they take turns, so that other work on the machine meets all of them."""
        commands = self._commands()
        costs: dict[str, list[tuple[Cost, Cost]]] = {name: [] for name in commands}
        for turn in range(repeats):
            for name, command in commands.items():
                _say(f"{name}, {turn + 1} of {repeats}")
                costs[name].append((self._cost(command, self._few), self._cost(command, self._all)))
        return {name: _row(name, self._count, each) for name, each in costs.items()}

    def _commands(self) -> dict[str, Command]:
        """Ours, the limit, and those peers that are there."""
        commands = {"limit": self._program("limit"), "ours": self._program("ours")}
        if (version := peer_version("exiftool", "exiftool")) is not None:
            self.versions["exiftool"] = version
            commands["exiftool"] = lambda source, _: ["exiftool", "-json", "-r", "-q", str(source)]
        else:
            self.skipped.append("exiftool: not installed (Debian: libimage-exiftool-perl)")
        commands["cp"] = lambda source, work: ["cp", "-r", str(source), str(work)]
        self.versions["bagit"] = peer_version("bagit", sys.executable) or ""
        commands["bagit"] = self._bagit
        for name in HASHERS:
            if (version := peer_version(name, self._peers_python)) is not None:
                self.versions[name] = version
                commands[name] = self._hasher(name)
            else:
                self.skipped.append(f"{name}: give a Python that has it by --peers-python (see --help)")
        return commands

    def _program(self, name: str) -> Command:
        program = str(TOOLS / f"bench_{name}.py")
        return lambda source, work: [sys.executable, program, str(source), str(work)]

    def _bagit(self, source: Path, work: Path) -> list[str]:
        """Bags a copy, which is made before the clock runs."""
        shutil.copytree(source, work)
        return [sys.executable, str(TOOLS / "bench_peer.py"), "bagit", str(work)]

    def _hasher(self, name: str) -> Command:
        return lambda source, _: [self._peers_python, str(TOOLS / "bench_peer.py"), name, str(source)]

    def _cost(self, command: Command, source: Path) -> Cost:
        work = self._folder / "work"
        words = command(source, work)
        try:
            return cost_of(words, self._folder / "output.txt")
        finally:
            if work.exists():
                remove(work)


def _say(text: str) -> None:
    print(f"  … {text}", file=sys.stderr, flush=True)


def _row(name: str, count: int, costs: Sequence[tuple[Cost, Cost]]) -> Row:
    more = count - FEW
    wall = min(whole.wall_s for _, whole in costs) - min(few.wall_s for few, _ in costs)
    cpu = min(whole.cpu_s for _, whole in costs) - min(few.cpu_s for few, _ in costs)
    best = min((whole for _, whole in costs), key=lambda cost: cost.wall_s)
    return Row(name, count, best, more / max(wall, 1e-6), 1000 * cpu / more)


def summary(rows: dict[str, Row]) -> dict[str, float]:
    """The ratios that count: by CPU, which other work on the machine disturbs less, and by the clock."""
    limit, ours = rows["limit"], rows["ours"]
    ratios = {
        "ours/limit by CPU": limit.further_cpu_ms / ours.further_cpu_ms,
        "ours/limit by the clock": ours.further_per_s / limit.further_per_s,
    }
    for hasher in [name for name in HASHERS if name in rows]:
        peers = [row for name, row in rows.items() if name not in ("limit", "ours", *HASHERS)] + [rows[hasher]]
        ratios[f"ours/peers with {hasher} by CPU"] = sum(row.further_cpu_ms for row in peers) / ours.further_cpu_ms
        ratios[f"ours/peers with {hasher} by the clock"] = sum(row.wall_ms for row in peers) / ours.wall_ms
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
        bench = Bench(Path(folder), size, count, arguments.peers_python)
        rows = bench.rows(arguments.repeats)
    ratios = summary(rows)
    pixels = bench_images.SIZES[size].name
    print(f"\n{count} photographs of {pixels}, {bench.mean_mib:.2f} MiB each; a further photograph after the start:")
    print("\n".join(table(list(rows.values()))))
    print("\n".join(f"{name}: {value:.2f}" for name, value in ratios.items()))
    print(f"aims: ours/limit {AIM_LIMIT}, ours/peers {AIM_PEERS}; load now {os.getloadavg()[0]:.1f}")
    for word in bench.skipped:
        print(f"skipped: {word}")
    print("versions: " + ", ".join(f"{name} {version}" for name, version in bench.versions.items()), flush=True)
    return {
        "size": pixels,
        "rows": [asdict(row) for row in rows.values()],
        "ratios": ratios,
        "skipped": bench.skipped,
        "versions": bench.versions,
    }


def main() -> int:
    """Make the photographs, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count3", type=int, default=300, help="photographs of 3 MP; fewer than 20: none")
    parser.add_argument("--count12", type=int, default=100, help="photographs of 12 MP; fewer than 20: none")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    parser.add_argument("--peers-python", default=sys.executable, help="the Python that has imagededup or imgdd")
    parser.add_argument("--pairs", type=int, nargs="*", default=list(bench_pairs.SIZES), metavar="N")
    parser.add_argument("--memory", type=int, metavar="N", help="only: peak memory at N / 4 and N small photographs")
    parser.add_argument("--json", type=Path, help="write everything to this file too")
    arguments = parser.parse_args()
    found: dict[str, object] = {"machine": machine()}
    print("; ".join(f"{name} {value}" for name, value in machine().items()), flush=True)
    if arguments.memory:
        found["memory"] = bench_memory.measured(arguments.memory, arguments.folder)
    for name, count in (("3", arguments.count3), ("12", arguments.count12)):
        if count >= 20 and not arguments.memory:
            found[name] = measured(arguments, name, count)
    if arguments.pairs and not arguments.memory:
        print(f"\nall near pairs of 256-bit hashes, radius {bench_pairs.RADIUS}:")
        pairs = bench_pairs.measured(arguments.pairs, 1)
        print("\n".join(bench_pairs.lines(pairs)))
        found["pairs"] = [asdict(each) for each in pairs]
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
