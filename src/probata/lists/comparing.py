"""Comparing records by Splink on DuckDB: which pairs share a block, and how each comparison of them comes out.

Rules:
* In memory, on one thread, without network or extensions: the same records give the same pairs in the same order.
* Splink blocks and compares. It keeps a pair's levels only together with all that was compared, which is too much for
  millions of pairs; it keeps their weights without. So it is given weights that name the levels.
* What levels are worth is learned in `training`, for small lists and a prior for each pair of lists; a test holds the
  probabilities against Splink's own.

Source: Linacre et al., "Splink: Free software for probabilistic record linkage at scale", Int. J. Population Data
Science 7 (2022).
"""

import importlib
import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.lists.columns import Columns
from probata.lists.comparisons import COMPARISONS, Comparison

Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int8]
MEMORY = "4GB"


@dataclass(frozen=True)
class Compared:
    """Pairs and how their comparisons came out.

    Attributes:
        comparisons: those of which something is stated, K of them.
        left: the earlier record of each pair, by place; pairs are sorted.
        right: the later one.
        levels: pairs × K: the place of the level in its comparison, the most alike is 0; `NOT_STATED`.
        by_chance: which pairs were drawn, whatever they share.
    """

    comparisons: tuple[Comparison, ...]
    left: Ints
    right: Ints
    levels: Levels
    by_chance: npt.NDArray[np.bool_]

    def only(self, places: Ints) -> "Compared":
        """Some of the pairs, by place."""
        return Compared(
            self.comparisons, self.left[places], self.right[places], self.levels[places], self.by_chance[places]
        )


def compared(columns: Columns) -> Compared:
    """All pairs that share a block, compared."""
    used = stated(columns.table) if columns.table.num_rows > 1 else ()
    if not used:
        none = np.zeros(0, np.int64)
        return Compared((), none, none, np.zeros((0, 0), np.int8), np.zeros(0, np.bool_))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("splink").setLevel(logging.ERROR)
        codes = [[(0.5 ** (place + 2), 0.5) for place in range(len(each.levels))] for each in used]
        found = linker(columns, used, codes).inference.predict().as_duckdbpyrelation().to_arrow_table()
    return _sorted(found, used)


def stated(table: pa.Table) -> tuple[Comparison, ...]:
    """The comparisons of which two records state something."""
    return tuple(
        each
        for each in COMPARISONS
        if table.num_rows - table.column(_first_column(each)).null_count >= 2
    )  # fmt: skip


def _first_column(each: Comparison) -> str:
    return f"{each.name}_first" if each.name in ("date", "birth") else each.name


def linker(columns: Columns, used: Sequence[Comparison], m_u: Sequence[Sequence[tuple[float, float]]] = ()) -> Any:
    """Splink's linker over the records.

    Args:
        columns: the records.
        used: what is compared.
        m_u: m and u by comparison and level.
    """
    splink, duckdb = importlib.import_module("splink"), importlib.import_module("duckdb")
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": "1", "memory_limit": MEMORY, "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false", "enable_external_access": "false",
        },
    )  # fmt: skip
    api = splink.DuckDBAPI(connection=connection)
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "blocking_rules_to_generate_predictions": [f"l.{name} = r.{name}" for name in columns.blocks],
        "comparisons": [_settings(each, of) for each, of in zip(used, m_u, strict=True)],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }
    return splink.Linker(api.register(columns.table), settings, log_level=None, validate_settings=False)


def _settings(each: Comparison, worth: Sequence[tuple[float, float]]) -> dict[str, object]:
    levels: list[dict[str, object]] = [{"sql_condition": each.missing, "is_null_level": True, "label_for_charts": "-"}]
    for level, (m, u) in zip(each.levels, worth, strict=True):
        levels.append(
            {
                "sql_condition": level.sql or "ELSE",
                "label_for_charts": level.words,
                "m_probability": m,
                "u_probability": u,
            }
        )
    return {"output_column_name": each.name, "comparison_levels": levels}


def _sorted(found: pa.Table, used: tuple[Comparison, ...]) -> Compared:
    one = found.column("unique_id_l").to_numpy().astype(np.int64)
    other = found.column("unique_id_r").to_numpy().astype(np.int64)
    left, right = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((right, left))
    levels = np.empty((len(left), len(used)), np.int8)
    for k, each in enumerate(used):
        # log2(m ÷ u) of `compared`'s codes is −1 − the level's place, and 0 where nothing is stated
        levels[:, k] = -1 - np.rint(found.column(f"mw_{each.name}").to_numpy()).astype(np.int8)
    by_chance = found.column("match_key").to_numpy(zero_copy_only=False).astype(str) == "0"
    return Compared(used, left[order], right[order], levels[order], by_chance[order])
