"""Records as the columns that are compared, and the blocks within which they are.

Rules:
* Up to `ALL_PAIRS` pairs, all are compared. Beyond it only pairs that share a block: records equal in two things at
  once. A block of more than `LARGEST_BLOCK` records is left out and counted: others must bring its pairs together.
* A part of all pairs, drawn by seed, is compared whatever they share: from them comes how often two persons agree.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from probata.lists.names import PARTS, Forms, fold_latin, forms, is_arabic, tokens
from probata.lists.records import Record
from probata.lists.romanized import romanized
from probata.lists.spans import Span, Unknown
from probata.settings.lists import NUMBER_FIELDS

ALL_PAIRS = 1_500_000
RANDOM_PAIRS = 1_000_000
LARGEST_BLOCK = 150
Cells = dict[str, object]


@dataclass(frozen=True, slots=True)
class Columns:
    """What is compared.

    Attributes:
        table: a row a record, in order; ``unique_id`` is its place.
        blocks: the columns of blocks, the first of them random; a missing value blocks nothing.
        left_out: blocks that were too large, by rule.
        complete: whether all pairs are compared.
    """

    table: pa.Table
    blocks: tuple[str, ...]
    left_out: Mapping[str, int]
    complete: bool


def columns(records: Sequence[Record], seed: int) -> Columns:
    """The columns of records.

    Args:
        records: sorted.
        seed: of the random pairs.
    """
    known = forms(records)
    rows = [_row(record, of) for record, of in zip(records, known, strict=True)]
    n = len(records)
    complete = n * (n - 1) // 2 <= ALL_PAIRS
    parts = 1 if complete else max(1, round(n * (n - 1) / 2 / RANDOM_PAIRS))
    table: dict[str, list[object]] = {"unique_id": list(range(n))}
    for name in rows[0] if rows else ():
        table[name] = [row[name] for row in rows]
    table["block_random"] = np.random.default_rng(seed).permutation(np.arange(n) % parts).tolist()
    left_out: dict[str, int] = {}
    if not complete:
        for rule, values in _blocks(rows).items():
            sizes = Counter(value for value in values if value is not None)
            large = {value for value, size in sizes.items() if size > LARGEST_BLOCK}
            left_out[rule] = len(large)
            table[f"block_{rule}"] = [
                None if value is None or value in large or sizes[value] < 2 else value for value in values
            ]
    blocks = tuple(name for name in table if name.startswith("block_"))
    return Columns(pa.table(dict(_typed(table))), blocks, {k: v for k, v in left_out.items() if v}, complete)


def _typed(table: Mapping[str, list[object]]) -> Iterator[tuple[str, object]]:
    for name, values in table.items():
        whole = name in ("unique_id", "block_random") or name.rpartition("_")[2] in ("first", "last", "y", "m", "d")
        yield name, pa.array(values, pa.int64() if whole else pa.string())


def _row(record: Record, of: Forms) -> Cells:
    cells: Cells = {}
    for part in PARTS:
        form = of[part]
        cells[part], cells[f"{part}_k"], cells[f"{part}_a"] = form.latin or None, form.key or None, form.arabic
    for name, span in (("date", record.date), ("birth", record.birth)):
        cells |= _days(name, span)
    cells["place"] = None if isinstance(record.place, Unknown) else _place(record.place) or None
    cells["sex"] = None if isinstance(record.sex, Unknown) else record.sex
    for role in NUMBER_FIELDS:
        cells[role] = record.numbers.get(role)
    return cells


@cache
def _place(text: str) -> str:
    """A place as it is compared: its words as those of a name, in Latin."""
    words = tokens(text)
    latin = romanized(words) if is_arabic(text) else {}
    return "".join(fold_latin(latin.get(word, word)) for word in words)


def _days(name: str, span: Span | Unknown) -> Cells:
    keys = [f"{name}_{key}" for key in ("first", "last", "y", "m", "d")]
    if isinstance(span, Unknown):
        return dict.fromkeys(keys)
    day = (span.first.year, span.first.month, span.first.day) if span.days == 1 else (None, None, None)
    return dict(zip(keys, (span.first.toordinal(), span.last.toordinal(), *day), strict=True))


def _blocks(rows: Sequence[Cells]) -> dict[str, list[str | None]]:
    """The value of each record under each rule; None: it shares nothing."""
    rules: dict[str, tuple[str, ...]] = {
        "given_family": ("given_k", "family_k"),
        "given_father": ("given_k", "father_k"),
        "father_family": ("father_k", "family_k"),
        "given_date": ("given_k", "date_month"),
        "family_date": ("family_k", "date_month"),
        "given_birth": ("given_k", "birth_year"),
        "family_birth": ("family_k", "birth_year"),
        "given_grandfather": ("given_k", "grandfather_k"),
        "swapped": ("names",),
        "day_place": ("date_day", "place"),
        "birth_day": ("birth_day",),
        "family": ("family",),
        "detainee": ("detainee",),
        "examination": ("examination",),
    }
    more = [row | _coarse(row) for row in rows]
    return {
        rule: [
            "|".join(map(str, values)) if all(values := [row[key] for key in keys]) else None for row in more
        ]
        for rule, keys in rules.items()
    }  # fmt: skip


def _coarse(row: Cells) -> Cells:
    first, last, birth = row["date_first"], row["date_last"], row["birth_first"]
    short = isinstance(first, int) and isinstance(last, int) and last - first <= 31
    day = row["birth_y"] is not None and isinstance(birth, int)
    names = sorted(str(row[key]) for key in ("given_k", "family_k") if row[key])
    return {
        "date_month": (int(first) // 30 + 1) if short and isinstance(first, int) else None,
        "date_day": first if row["date_y"] is not None else None,
        "birth_year": row["birth_y"],
        "birth_day": birth if day else None,
        "names": " ".join(names) if len(names) == 2 else None,
    }
