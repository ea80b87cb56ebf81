"""A tiny ONNX pair classifier, written as protobuf bytes: each piece of text adds its weights to the labels.

Field numbers are those of onnx.proto (ONNX 1.x, IR version 7, opset 11): Gather of a weight a piece and label, then
ReduceSum over the pieces.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from probata.digest import Digest

PIECES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "not", "again", "release", "##d", "will", "it", ".")
LABELS = ("contradicts", "repeats", "unrelated")
WEIGHTS = {"not": (4.0, 0.0, 0.0), "again": (0.0, 3.0, 0.0), "[CLS]": (0.0, 0.0, 1.0)}
_INT64, _FLOAT = 7, 1


def model(
    pieces: Sequence[str] = PIECES,
    labels: int = len(LABELS),
    weights: Mapping[str, Sequence[float]] = WEIGHTS,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    beside: str = "",
) -> bytes:
    """The bytes of ``model.onnx``; its weights in the file ``beside``, if one is named."""
    rows = [tuple(weights.get(piece, (0.0,) * labels))[:labels] for piece in pieces]
    raw = b"".join(struct.pack(f"<{labels}f", *row) for row in rows)
    held = _bytes(13, _text(1, "location") + _text(2, beside)) + _number(14, 1) if beside else _bytes(9, raw)
    table = _number(1, len(rows)) + _number(1, labels) + _number(2, _FLOAT) + _text(8, "weights") + held
    axes = _text(1, "axes") + _number(8, 1) + _number(20, 7)
    keep = _text(1, "keepdims") + _number(3, 0) + _number(20, 2)
    gather = _text(1, "weights") + _text(1, inputs[0]) + _text(2, "each") + _text(4, "Gather")
    total = _text(1, "each") + _text(2, "logits") + _text(4, "ReduceSum") + _bytes(5, axes) + _bytes(5, keep)
    graph = (
        _bytes(1, gather)
        + _bytes(1, total)
        + _text(2, "pairs")
        + _bytes(5, table)
        + b"".join(_bytes(11, _value(name, _INT64, (1, "length"))) for name in inputs)
        + _bytes(12, _value("logits", _FLOAT, (1, labels)))
    )
    return _number(1, 7) + _bytes(8, _text(1, "") + _number(2, 11)) + _bytes(7, graph)


def folder(path: Path, onnx: bytes | None = None, labels: object = None) -> dict[str, str]:
    """A model's folder; gives the SHA-256 of each file."""
    settings = {"labels": list(LABELS), "lower_case": True, "max_tokens": 32} if labels is None else labels
    files = {
        "model.onnx": model() if onnx is None else onnx,
        "vocab.txt": "\n".join(PIECES).encode(),
        "labels.json": json.dumps(settings).encode(),
    }
    path.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (path / name).write_bytes(data)
    return {name: Digest.of(data).hex for name, data in files.items()}


def _value(name: str, element: int, shape: Sequence[int | str]) -> bytes:
    dims = b"".join(_bytes(1, _number(1, dim) if isinstance(dim, int) else _text(2, dim)) for dim in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, element) + _bytes(2, dims)))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())
