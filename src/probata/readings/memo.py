"""Readings as they are kept: columnar files by analyser, version and parameters.

``readings/<analyser>/<version>-<8 hex of parameters>/part-000001.parquet`` and so on; ``docs/format-readings.md`` says
how to read them without Probata.

Rules:
* A part appears whole or not at all: written beside, synced, renamed.
* A part that is damaged counts for nothing: `check` tells of it, `tidy` removes it, and its exhibits are read again.
* The order of parts, and how rows are spread over them, means nothing. `table` is sorted by digest, one row each.
* Everything here can be deleted at the cost of time only.

Not here: which exhibits there are, and who reads them (`probata.readings.run`).
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from probata.errors import NoSpace
from probata.problems import Problem
from probata.readings.analyser import Analyser, Failed, Row, full_schema, key

Reading = tuple[str, Row | Failed]

_ROW_GROUP = 512
_COMPACT_ROWS = 8192
_COMPACT_BYTES = 128 << 20
_NO_SPACE = frozenset({28, 122})  # ENOSPC, EDQUOT
_DAMAGED = (pa.ArrowException, OSError, EOFError, UnicodeDecodeError)  # the last: a damaged column name


class Readings:
    """All readings of an inquiry, under its ``readings/`` folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, analyser: Analyser) -> Path:
        """The folder that holds this analyser's parts."""
        return self.folder / analyser.name / key(analyser)

    def parts(self, analyser: Analyser) -> list[Path]:
        """The analyser's part files, oldest first; whether they are sound is not looked at."""
        return sorted(self.place(analyser).glob("part-*.parquet"))

    def done(self, analyser: Analyser) -> set[str]:
        """The digests that have a reading, `Failed` ones among them. Damaged parts count for nothing."""
        digests: set[str] = set()
        for part in self.parts(analyser):
            found = _sound(part, full_schema(analyser), ["digest"])
            if found is not None:
                digests.update(str(digest) for digest in found.column("digest").to_pylist())
        return digests

    def append(self, analyser: Analyser, rows: Iterable[Reading]) -> None:
        """Keep ``rows`` as one new part, whole or not at all.

        A row that does not fit the analyser's columns is kept as `Failed`.

        Raises:
            NoSpace: the disk is full; what was kept before is untouched.
        """
        table = _table(analyser, sorted(rows, key=lambda reading: reading[0]))
        if table.num_rows:
            self._write(analyser, table)

    def table(self, analyser: Analyser, columns: Sequence[str] | None = None) -> pa.Table:
        """The readings, sorted by digest, each digest once.

        Args:
            analyser: whose readings.
            columns: which columns, in this order; all when None. Leave pictures out where they aren't needed: they
                are most of the bytes.
        """
        schema = full_schema(analyser)
        wanted = schema.names if columns is None else list(columns)
        read = list(dict.fromkeys(["digest", *wanted]))
        empty = schema.empty_table().select(read)
        found = [_sound(part, schema, read) for part in self.parts(analyser)]
        return _sorted_once(pa.concat_tables([empty, *(part for part in found if part is not None)])).select(wanted)

    def lookup(
        self, analyser: Analyser, digests: Iterable[str], columns: Sequence[str] | None = None
    ) -> Iterator[dict[str, object]]:
        """The rows of some digests, a part at a time: memory stays that of one part.

        Rows come in no order, each digest once; what has no reading is left out.
        """
        schema = full_schema(analyser)
        wanted = list(dict.fromkeys(["digest", *(schema.names if columns is None else columns)]))
        missing = set(digests)
        for part in self.parts(analyser):
            if not missing:
                return
            index = _sound(part, schema, ["digest"])
            if index is None:
                continue
            positions = [i for i, digest in enumerate(index.column("digest").to_pylist()) if digest in missing]
            if positions and (whole := _sound(part, schema, wanted)) is not None:
                for row in whole.take(positions).to_pylist():
                    if row["digest"] in missing:
                        missing.discard(row["digest"])
                        yield row

    def check(self, analyser: Analyser) -> Iterator[Problem]:
        """A problem for each part that can't be read whole (code ``readings-damaged``)."""
        for part in self.parts(analyser):
            if _sound(part, full_schema(analyser), None) is None:
                where = part.relative_to(self.folder.parent).as_posix()
                yield Problem("readings-damaged", where, "a part that reads whole", "a damaged one")

    def tidy(self, analyser: Analyser) -> int:
        """Remove what a stop or damage left: unfinished and damaged parts. Only who writes may call it.

        Returns:
            how many files were removed.
        """
        broken = [part for part in self.parts(analyser) if _sound(part, full_schema(analyser), None) is None]
        broken += self.place(analyser).glob(".part-*")
        for path in broken:
            path.unlink()
        return len(broken)

    def compact(self, analyser: Analyser) -> None:
        """Put many small parts into few of at most 8,192 rows or 128 MiB, a group at a time.

        Stopped half-way, some rows are there twice, and equal; `table` shows them once.
        """
        group: list[Path] = []
        rows = size = 0
        for part in self.parts(analyser):
            found = _sound(part, full_schema(analyser), ["digest"])
            if found is None:
                continue
            if group and (rows + found.num_rows > _COMPACT_ROWS or size + part.stat().st_size > _COMPACT_BYTES):
                self._merge(analyser, group)
                group, rows, size = [], 0, 0
            group, rows, size = [*group, part], rows + found.num_rows, size + part.stat().st_size
        self._merge(analyser, group)

    def _merge(self, analyser: Analyser, group: list[Path]) -> None:
        found = [_sound(part, full_schema(analyser), None) for part in group]
        tables = [table for table in found if table is not None]
        if len(group) < 2 or len(tables) < len(group):
            return
        self._write(analyser, _sorted_once(pa.concat_tables(tables)))
        for part in group:
            part.unlink()

    def _write(self, analyser: Analyser, table: pa.Table) -> None:
        place = self.place(analyser)
        place.mkdir(parents=True, exist_ok=True)
        numbers = [int(part.stem.removeprefix("part-")) for part in self.parts(analyser)]
        path = place / f"part-{max(numbers, default=0) + 1:06d}.parquet"
        beside = place / f".{path.name}.{os.getpid()}"
        try:
            _write_synced(table, beside)
            beside.rename(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            if error.errno in _NO_SPACE:
                raise NoSpace("the disk is full", found=str(place), do="free some space, then run again") from error
            raise
        _sync_folder(place)


def _write_synced(table: pa.Table, path: Path) -> None:
    with path.open("wb") as stream:
        with pq.ParquetWriter(
            stream,
            table.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=False,
            write_statistics=["digest"],
            write_page_checksum=True,
        ) as writer:
            writer.write_table(table, row_group_size=_ROW_GROUP)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sound(part: Path, schema: pa.Schema, columns: Sequence[str] | None) -> pa.Table | None:
    """The columns of a part (all when None), or None where it is damaged or holds other columns."""
    try:
        with part.open("rb") as stream, pq.ParquetFile(stream, page_checksum_verification=True) as file:
            if not file.schema_arrow.equals(schema):
                return None
            return file.read(columns=None if columns is None else list(columns), use_threads=False)
    except _DAMAGED:
        return None


def _sorted_once(table: pa.Table) -> pa.Table:
    """Sorted by digest; of equal digests the oldest row (the sort is stable, parts come oldest first)."""
    table = table.take(pc.sort_indices(table, sort_keys=[("digest", "ascending")]))
    digests = table.column("digest").to_pylist()
    once = [i for i, digest in enumerate(digests) if i == 0 or digest != digests[i - 1]]
    return table if len(once) == len(digests) else table.take(once)


def _table(analyser: Analyser, rows: Sequence[Reading]) -> pa.Table:
    """Rows as a table; a row that does not fit becomes `Failed`, and the others stay."""
    try:
        return _columns(analyser, rows)
    except (pa.ArrowException, ValueError, OverflowError, TypeError):
        return pa.concat_tables([full_schema(analyser).empty_table(), *(_fitting(analyser, row) for row in rows)])


def _fitting(analyser: Analyser, reading: Reading) -> pa.Table:
    try:
        return _columns(analyser, [reading])
    except (pa.ArrowException, ValueError, OverflowError, TypeError) as error:
        return _columns(analyser, [(reading[0], Failed(f"the row does not fit its columns: {error}"))])


def _columns(analyser: Analyser, rows: Sequence[Reading]) -> pa.Table:
    schema = full_schema(analyser)
    known = set(analyser.schema.names)
    for _, row in rows:
        if not isinstance(row, Failed) and not known.issuperset(row):
            raise ValueError(f"columns that {analyser.name} does not have: {sorted(set(row) - known)}")
    columns = [
        pa.array([digest for digest, _ in rows], pa.string()),
        pa.array([row.reason if isinstance(row, Failed) else None for _, row in rows], pa.string()),
    ]
    made: list[Row] = [{} if isinstance(row, Failed) else row for _, row in rows]
    for field in analyser.schema:
        columns.append(pa.array([row.get(field.name) for row in made], field.type))
    return pa.Table.from_arrays(columns, schema=schema)
