"""A digest of what a readings table says, whatever files it lies in.

Figures name the readings they rest on by this digest. It depends on columns and rows only: not on parts, order,
encoding or the version of a library.
"""

import hashlib
import json

import pyarrow as pa

from probata.digest import Digest

BATCH_ROWS = 1000


def table_digest(table: pa.Table) -> Digest:
    """The SHA-256 over the rows of ``table`` in order of their exhibits, each as a line of JSON.

    Args:
        table: a readings table with a column ``digest`` of text. Binary values are taken by their SHA-256.

    Returns:
        The digest; of a table without rows, that of its column names alone.
    """
    names = sorted(table.column_names)
    hasher = hashlib.sha256(json.dumps(names).encode() + b"\n")
    for batch in table.select(names).sort_by("digest").to_batches(max_chunksize=BATCH_ROWS):
        for row in batch.to_pylist():
            text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_binary)
            hasher.update(text.encode("ascii") + b"\n")
    return Digest(hasher.hexdigest())


def _binary(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"no fingerprint for {type(value).__name__}")
