"""Digests, streaming hashes, canonical JSON and the Merkle tree.

Rules:
* A digest is a value (`Digest`), made by hashing or by parsing; it never holds anything but 64 lower-case hex digits.
* Canonical JSON is the subset of RFC 8785 that Python's standard library writes: keys ASCII, no floats, integers
  within ±(2**53 − 1). So an auditor can re-make every digest without Probata.
* The Merkle tree is that of RFC 6962, section 2.1, with SHA-256.

Not here: files of an inquiry (`probata.exhibits`) and signatures (`probata.ledger`).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from probata.errors import BadInput

CHUNK_BYTES = 1 << 20
_HEX = re.compile(r"[0-9a-f]{64}")
_SAFE_INTEGER = 2**53 - 1
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """A SHA-256 digest as 64 lower-case hex digits.

    Raises:
        BadInput: the text is anything else.
    """

    hex: str

    def __post_init__(self) -> None:
        if not _HEX.fullmatch(self.hex):
            raise BadInput("not a digest", expected="64 lower-case hex digits", found=repr(self.hex)[:80])

    def __str__(self) -> str:
        return self.hex

    @property
    def raw(self) -> bytes:
        """The digest's 32 bytes."""
        return bytes.fromhex(self.hex)

    @classmethod
    def of(cls, data: bytes) -> "Digest":
        """The SHA-256 of ``data``."""
        return cls(hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Fixity:
    """What one pass over a file's bytes gives: both digests and the size in bytes."""

    sha256: Digest
    sha512: str
    size_bytes: int


class Hasher:
    """SHA-256 and SHA-512 of a stream, in one pass."""

    def __init__(self) -> None:
        self._sha256, self._sha512, self._size = hashlib.sha256(), hashlib.sha512(), 0

    def update(self, data: bytes) -> None:
        """Add ``data`` to both digests."""
        self._sha256.update(data)
        self._sha512.update(data)
        self._size += len(data)

    def fixity(self) -> Fixity:
        """The digests and size of everything added so far."""
        return Fixity(Digest(self._sha256.hexdigest()), self._sha512.hexdigest(), self._size)


def fixity_of(path: Path) -> Fixity:
    """Both digests and the size of a file, read in chunks of 1 MiB.

    Raises:
        OSError: the file can't be read.
    """
    hasher = Hasher()
    with path.open("rb") as stream:
        for chunk in chunks(stream):
            hasher.update(chunk)
    return hasher.fixity()


def digest_of(path: Path) -> Digest:
    """The SHA-256 of a file, read in chunks.

    Raises:
        OSError: the file can't be read.
    """
    with path.open("rb") as stream:
        return Digest(hashlib.file_digest(stream, "sha256").hexdigest())


def chunks(stream: BinaryIO) -> Iterable[bytes]:
    """The rest of ``stream`` in pieces of at most 1 MiB."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def canonical_json(value: object) -> bytes:
    """``value`` as canonical JSON (RFC 8785, the subset of this module's rules), without a line end.

    Raises:
        BadInput: a float, an unsafe integer, a key that is not ASCII text, or a lone surrogate.
    """
    _check_canonical(value)
    try:
        return _CANONICAL.encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput("text can't be written as UTF-8", found=repr(error.object)[:80]) from error


def _check_canonical(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise BadInput("canonical JSON", expected="ASCII keys", found=repr(key)[:80])
            if type(inner) is not str:  # most are: this is asked for every path of an archive
                _check_canonical(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_canonical(inner)
    elif isinstance(value, bool | str) or value is None:
        return
    elif not isinstance(value, int) or abs(value) > _SAFE_INTEGER:
        raise BadInput("canonical JSON", expected="text, safe integers, lists and objects", found=repr(value)[:80])


# --- RFC 6962, section 2.1 -------------------------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two smaller than ``count`` (``count`` ≥ 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def merkle_root(leaves: Sequence[bytes]) -> Digest:
    """The Merkle tree hash of ``leaves`` (their data, not their hashes); of none, SHA-256 of nothing.

    Source: RFC 6962, section 2.1.
    """
    if not leaves:
        return Digest.of(b"")
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        paired = [_node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return Digest(level[0].hex())


def merkle_proof(leaves: Sequence[bytes], index: int) -> list[Digest]:
    """The audit path of leaf ``index``: what proves that it belongs to the root without the other leaves.

    Source: RFC 6962, section 2.1.1.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path: list[Digest] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(merkle_root(leaves[middle:high]))
            high = middle
        else:
            path.append(merkle_root(leaves[low:middle]))
            low = middle
    return path[::-1]


def merkle_verify(data: bytes, index: int, count: int, path: Sequence[Digest], root: Digest) -> bool:
    """Whether ``data`` is leaf ``index`` of the ``count`` leaves under ``root``.

    Source: RFC 9162, section 2.1.3.2 (the verification algorithm for the same tree).
    """
    if not 0 <= index < count:
        return False
    node, last, current = index, count - 1, leaf_hash(data)
    for step in path:
        if last == 0:
            return False
        if node % 2 == 1 or node == last:
            current = _node_hash(step.raw, current)
            while node % 2 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            current = _node_hash(current, step.raw)
        node, last = node >> 1, last >> 1
    return last == 0 and current == root.raw
