"""Digests, canonical JSON and the Merkle tree, against published vectors and by property."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.digest import (
    Digest,
    Hasher,
    canonical_json,
    digest_of,
    fixity_of,
    leaf_hash,
    merkle_proof,
    merkle_root,
    merkle_verify,
)
from probata.errors import BadInput

# The leaves and roots of the reference implementation of RFC 6962 (certificate-transparency, merkle tree tests).
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("count", range(1, 9))
def test_roots_of_the_reference_implementation(count: int) -> None:
    assert merkle_root(LEAVES[:count]).hex == ROOTS[count - 1]
    assert merkle_root([]).hex == hashlib.sha256(b"").hexdigest()
    assert leaf_hash(b"").hex() == ROOTS[0]


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_every_leaf_is_proved_and_nothing_else(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, path = merkle_root(leaves), merkle_proof(leaves, index)
    assert merkle_verify(leaves[index], index, len(leaves), path, root)
    assert not merkle_verify(leaves[index] + b"!", index, len(leaves), path, root)
    assert not merkle_verify(leaves[index], index, len(leaves), [*path, root], root)
    assert not merkle_verify(leaves[index], index, len(leaves), path[:-1], root) or len(leaves) == 1
    assert not merkle_verify(leaves[index], len(leaves), len(leaves), path, root)
    assert not merkle_verify(leaves[index], -1, len(leaves), path, root)
    for step in range(len(path)):
        wrong = [*path[:step], Digest.of(path[step].raw), *path[step + 1 :]]
        assert not merkle_verify(leaves[index], index, len(leaves), wrong, root)


def test_there_is_no_proof_of_what_is_not_there() -> None:
    for index in (-1, 3):
        with pytest.raises(IndexError):
            merkle_proof([b"a", b"b", b"c"], index)


@given(JSON)
def test_canonical_json_is_read_back_and_written_the_same(value: object) -> None:
    data = canonical_json(value)
    assert json.loads(data) == value
    assert canonical_json(json.loads(data)) == data
    assert b"\n" not in data


@given(st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=3), st.integers(0, 9), min_size=2))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), {"\u00e9": 1}, {1: 1}, "\ud800", {1, 2}, b"x", float("nan")])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        canonical_json([value])


@pytest.mark.parametrize("text", ["", "a" * 63, "A" * 64, "g" * 64, "a" * 65, "a" * 64 + "\n"])
def test_a_digest_is_nothing_but_a_digest(text: str) -> None:
    with pytest.raises(BadInput):
        Digest(text)


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_hashing_in_pieces_is_hashing_the_whole(pieces: list[bytes]) -> None:
    hasher, whole = Hasher(), b"".join(pieces)
    for piece in pieces:
        hasher.update(piece)
    fixity = hasher.fixity()
    assert (fixity.sha256, fixity.size_bytes) == (Digest.of(whole), len(whole))
    assert fixity.sha512 == hashlib.sha512(whole).hexdigest()
    assert Digest(fixity.sha256.raw.hex()) == fixity.sha256


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 3_000_000)
    assert fixity_of(path).sha256 == digest_of(path) == Digest.of(b"x" * 3_000_000)
    assert str(digest_of(path)) == digest_of(path).hex
