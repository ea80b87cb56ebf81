"""Seconds and memory of all links of a large archive: the readings of a finished inquiry, again and again.

Run: ``python tools/bench_links.py INQUIRY [--photographs 55000]``. Each repetition has other numbers, dates and looks,
so that links stay inside it, as they do in an archive of many days. Tables are made in one process and linked in
another, whose memory is what is printed.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.feather as feather

from probata.inquiry import Inquiry
from probata.linkage.proposals import propose
from probata.readings.local_features import POINT
from probata.snapshot import Received, Snapshot

Row = dict[str, object]
DAYS_APART = 9


def digest(value: str, turn: int) -> str:
    """The digest of an exhibit in one repetition."""
    return hashlib.sha256(f"{value}{turn}".encode()).hexdigest() if turn else value


def changed(name: str, row: Row, turn: int, mask: np.ndarray, signs: np.ndarray) -> Row:
    """One row of a table in one repetition."""
    row = {**row, "digest": digest(str(row["digest"]), turn)}
    if not turn:
        return row
    if name == "picture" and row["pdq"]:
        row["pdq"] = (np.frombuffer(row["pdq"], np.uint8) ^ mask).tobytes()
    if name == "appearance" and row["features"]:
        points = np.frombuffer(row["features"], POINT).copy()
        points["descriptor"] = np.clip(points["descriptor"] * signs, -127, 127)
        row["features"] = points.tobytes()
    if name == "metadata":
        for column in ("taken_original", "taken_digitized"):
            if row[column]:
                row[column] = (datetime.fromisoformat(row[column]) + timedelta(days=DAYS_APART * turn)).isoformat()
    if name == "text" and row["lines"]:
        row["lines"] = [numbered(line, turn) for line in row["lines"]]
    return row


def numbered(line: Row, turn: int) -> Row:
    """A line with the repetition's digits in front of the number of a label."""

    def other(text: str) -> str:
        return f"{turn}{text}" if "/" in text and text[:1].isdecimal() else text

    candidates = [{**each, "text": other(each["text"])} for each in line["candidates"]]
    return {**line, "text": other(line["text"]), "candidates": candidates}


def repeated(name: str, table: pa.Table, turns: int) -> pa.Table:
    """A table as often as there are turns."""
    rng = np.random.default_rng(7)
    rows = table.to_pylist()

    def batches() -> Iterator[pa.Table]:
        for turn in range(turns):
            mask = rng.integers(0, 256, 32, dtype=np.uint8)
            signs = rng.choice(np.array([-1, 1], np.int8), POINT["descriptor"].shape[0])
            made = [changed(name, row, turn, mask, signs) for row in rows]
            yield pa.Table.from_pylist(made, schema=table.schema)

    return pa.concat_tables(batches()).combine_chunks().sort_by("digest")


def make(inquiry: Path, photographs: int, folder: Path) -> None:
    """Write the tables and the received paths of the large archive."""
    snapshot = Inquiry.open(inquiry).snapshot()
    turns = max(1, round(photographs / len(snapshot.exhibits)))
    for name, table in snapshot.readings.items():
        feather.write_feather(repeated(name, table, turns), folder / f"{name}.feather")
    with (folder / "received.jsonl").open("w", encoding="utf-8") as stream:
        for turn in range(turns):
            for row in snapshot.received:
                known = None if row.digest is None else digest(row.digest, turn)
                there = replace(row, digest=known, path=f"{turn}/{row.path}", folder=f"{turn}/{row.folder}")
                stream.write(json.dumps(asdict(there)) + "\n")


def large(inquiry: Path, folder: Path) -> Snapshot:
    """The snapshot of the large archive."""
    tables = {path.stem: feather.read_table(path, memory_map=False) for path in sorted(folder.glob("*.feather"))}
    with (folder / "received.jsonl").open(encoding="utf-8") as stream:
        received = tuple(Received(**json.loads(line)) for line in stream)
    small = Inquiry.open(inquiry).snapshot()
    exhibits = tuple(tables["file"].column("digest").to_pylist())
    return replace(small, readings=tables, received=received, exhibits=exhibits)


def memory_mib() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(inquiry: Path, folder: Path) -> None:
    """Link, and print what it took."""
    propose(Inquiry.open(inquiry).snapshot())  # compiles
    snapshot = large(inquiry, folder)
    before, began, used = memory_mib(), time.perf_counter(), time.process_time()
    found = propose(snapshot)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    persons = len({each.person for each in found.persons.assignments} - {None})
    print(
        f"{len(snapshot.exhibits):,} exhibits: {seconds:.1f} s by the clock, {processor:.1f} s of CPU (wanted: 180 s)"
    )
    print(f"{before:,} MiB with the tables, {memory_mib():,} MiB at most (wanted: 2,000 MB)")
    print(f"{persons:,} persons and groups, {len(found.changed):,} changed copies, {len(found.persons.links):,} links")


def main() -> None:
    """Make, then measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inquiry", type=Path)
    parser.add_argument("--photographs", type=int, default=55_000)
    parser.add_argument("--tables", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.tables:
        measure(asked.inquiry, asked.tables)
        return
    with tempfile.TemporaryDirectory(prefix="probata-links-") as folder:
        make(asked.inquiry, asked.photographs, Path(folder))
        subprocess.run([sys.executable, __file__, str(asked.inquiry), "--tables", folder], check=True)


if __name__ == "__main__":
    main()
