"""Readings on disk: whole or not at all, sorted, once each, and nothing crashes on a damaged part."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.digest import Digest
from probata.errors import NoSpace
from probata.readings.analyser import Failed, key
from probata.readings.memo import Reading, Readings
from readings_analysers import Length

LENGTH = Length()


def reading(i: int) -> Reading:
    data = str(i).encode()
    return Digest.of(data).hex, (Failed("unlucky: number") if i % 13 == 0 else LENGTH.read(data))


def test_table_is_sorted_by_digest_and_holds_failures(tmp_path: Path) -> None:
    readings = Readings(tmp_path / "readings")
    readings.append(LENGTH, [reading(i) for i in range(30, 60)])
    readings.append(LENGTH, [reading(i) for i in range(30)])
    table = readings.table(LENGTH)
    digests = table.column("digest").to_pylist()
    assert digests == sorted({Digest.of(str(i).encode()).hex for i in range(60)})
    assert table.schema.names == ["digest", "failed", "length", "bytes"]
    failed = [row for row in table.to_pylist() if row["failed"]]
    assert len(failed) == 5
    assert all(row["length"] is None and row["bytes"] is None for row in failed)
    assert readings.done(LENGTH) == set(digests)


def test_place_is_by_analyser_version_and_parameters(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    other = Length(parameters={"side": 256})
    readings.append(LENGTH, [reading(1)])
    assert readings.done(other) == set()
    assert readings.done(Length(version="2")) == set()
    assert readings.place(LENGTH) == tmp_path / "length" / "1-44136fa3"  # SHA-256 of {}
    assert key(other) != key(LENGTH)


def test_no_readings_are_an_empty_table(tmp_path: Path) -> None:
    table = Readings(tmp_path / "absent").table(LENGTH)
    assert table.num_rows == 0
    assert table.schema.names == ["digest", "failed", "length", "bytes"]


def test_duplicates_show_once_and_the_oldest_stays(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    digest = Digest.of(b"x").hex
    readings.append(LENGTH, [(digest, {"length": 1})])
    readings.append(LENGTH, [(digest, {"length": 2}), reading(5)])
    assert readings.table(LENGTH, ["length", "digest"]).to_pylist().count({"length": 1, "digest": digest}) == 1
    assert readings.table(LENGTH).num_rows == 2


def test_row_that_does_not_fit_becomes_failed_and_the_others_stay(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    a, b, c = (Digest.of(x).hex for x in (b"a", b"b", b"c"))
    readings.append(LENGTH, [(a, {"length": "long"}), (b, {"length": 1}), (c, {"colour": 1})])
    found = {row["digest"]: row for row in readings.table(LENGTH).to_pylist()}
    assert found[b]["length"] == 1
    assert found[b]["failed"] is None
    assert found[a]["failed"].startswith("the row does not fit its columns")
    assert found[c]["failed"].startswith("the row does not fit its columns")


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, 1 << 20), flip=st.integers(0, 255), truncate=st.booleans())
def test_damaged_part_never_crashes_and_never_lies(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flip: int, truncate: bool
) -> None:
    readings = Readings(tmp_path_factory.mktemp("readings"))
    readings.append(LENGTH, [reading(i) for i in range(20)])
    whole = readings.table(LENGTH).to_pylist()
    part = readings.parts(LENGTH)[0]
    data = bytearray(part.read_bytes())
    at = cut % len(data)
    if truncate:
        del data[at:]
    else:
        data[at] ^= flip
    part.write_bytes(bytes(data))
    assert readings.table(LENGTH).to_pylist() in ([], whole)
    readings.tidy(LENGTH)
    assert readings.done(LENGTH) in (set(), {row["digest"] for row in whole})


def test_check_tells_of_a_damaged_part_and_tidy_removes_it(tmp_path: Path) -> None:
    readings = Readings(tmp_path / "readings")
    readings.append(LENGTH, [reading(1)])
    readings.append(LENGTH, [reading(2)])
    part = readings.parts(LENGTH)[0]
    part.write_bytes(part.read_bytes()[:-1])
    (readings.place(LENGTH) / ".part-000009.parquet.77").write_bytes(b"half")
    assert [(p.code, p.where) for p in readings.check(LENGTH)] == [
        ("readings-damaged", f"readings/length/{key(LENGTH)}/part-000001.parquet")
    ]
    assert readings.tidy(LENGTH) == 2
    assert list(readings.check(LENGTH)) == []
    assert readings.done(LENGTH) == {Digest.of(b"2").hex}


def test_compaction_keeps_every_row_in_few_parts(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    for start in range(0, 200, 10):
        readings.append(LENGTH, [reading(i) for i in range(start, start + 12)])
    before = readings.table(LENGTH)
    readings.compact(LENGTH)
    assert len(readings.parts(LENGTH)) == 1
    assert readings.table(LENGTH).equals(before)


def test_lookup_gives_each_wanted_row_once(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    readings.append(LENGTH, [reading(i) for i in range(10)])
    readings.append(LENGTH, [reading(i) for i in range(5, 20)])
    wanted = [Digest.of(str(i).encode()).hex for i in (2, 7, 19, 99)]
    rows = list(readings.lookup(LENGTH, wanted, ["bytes"]))
    assert sorted(row["bytes"] for row in rows) == [b"19", b"2", b"7"]
    assert list(rows[0]) == ["digest", "bytes"]


def test_any_parquet_reader_reads_a_part(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    readings.append(LENGTH, [reading(1)])
    (row,) = pq.read_table(readings.parts(LENGTH)[0]).to_pylist()
    assert row == {"digest": Digest.of(b"1").hex, "failed": None, "length": 1, "bytes": b"1"}


def test_full_disk_is_told_and_leaves_no_half_part(tmp_path: Path) -> None:
    """A real full disk, by a limit on the size of a file in another process."""
    script = (
        "import resource, signal, sys; from pathlib import Path; from readings_analysers import Length\n"
        "from probata.readings.memo import Readings; from probata.errors import NoSpace\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "r = Readings(Path(sys.argv[1]))\n"
        "try: r.append(Length(), [('ab' * 32, {'length': 1, 'bytes': __import__('os').urandom(200000)})])\n"
        "except OSError as e: print(e.errno)\n"
        "print([p.name for p in r.place(Length()).iterdir()])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parent,
    )  # fmt: skip
    assert json.loads(done.stdout.splitlines()[0]) == errno.EFBIG
    assert done.stdout.splitlines()[1] == "[]"


def test_no_space_keeps_its_exit_code() -> None:
    assert NoSpace("x").exit_code == 4


def test_schema_of_another_version_is_no_reading(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    readings.place(LENGTH).mkdir(parents=True)
    pq.write_table(pa.table({"digest": ["ab"]}), readings.place(LENGTH) / "part-000001.parquet")
    assert readings.done(LENGTH) == set()
