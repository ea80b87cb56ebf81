"""Peak memory of intake and readings at a quarter of some photographs and at all of them.

What is held a photograph (an index of digests, an order of paths) grows with their number; nothing else may. Small
photographs do: no more than a few are held at a time, whatever their size.
"""

import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench_process import Cost, cost_of, remove

TOOLS = Path(__file__).parent
AIM_MIB = 1.5e9 / 2**20


def measured(count: int, folder: Path | None) -> list[dict[str, object]]:
    """The cost at ``count`` / 4 and at ``count``, printed and returned."""
    with tempfile.TemporaryDirectory(prefix="probata-bench-", dir=folder) as name:
        source = Path(name) / "all"
        quarter = count // 4
        for part, photographs, seed in (("quarter", quarter, "1"), ("rest", count - quarter, "2")):
            print(f"  … making {photographs} photographs", file=sys.stderr, flush=True)
            program = [sys.executable, str(TOOLS / "bench_images.py"), str(source / part), "0.05"]
            subprocess.run([*program, str(photographs), seed], check=True)
        few = _cost(source / "quarter", Path(name), "few")
        whole = _cost(source, Path(name), "whole")
    rows = [(quarter, few), (count, whole)]
    print("\n".join(_lines(rows)), flush=True)
    return [{"photographs": photographs, **asdict(cost)} for photographs, cost in rows]


def _cost(source: Path, folder: Path, work: str) -> Cost:
    print(f"  … intake and readings of {source.name}", file=sys.stderr, flush=True)
    program = [sys.executable, str(TOOLS / "bench_ours.py"), str(source), str(folder / work)]
    try:
        return cost_of(program, folder / "output.txt")
    finally:
        remove(folder / work)


def _lines(rows: list[tuple[int, Cost]]) -> list[str]:
    heads = ("photographs", "wall s", "CPU s", "parent MiB", "all MiB", "shared once")
    lines = ["", "peak memory of intake and readings:", "".join(f"{head:>13}" for head in heads)]
    for count, cost in rows:
        first = f"{count:>13,}{cost.wall_s:>13.0f}{cost.cpu_s:>13.0f}"
        lines.append(first + f"{cost.parent_mib:>13.0f}{cost.all_mib:>13.0f}{cost.own_mib:>13.0f}")
    (few, before), (many, after) = rows
    growth = (after.parent_mib - before.parent_mib) * 1024 / (many - few)
    return [*lines, f"parent's growth: {growth:.2f} KiB a photograph; aim: all under {AIM_MIB:.0f} MiB"]
