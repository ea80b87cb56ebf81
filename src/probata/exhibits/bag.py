"""The files of a BagIt 1.0 bag beside its payload, as bytes: pure functions, so that checking can make them again.

Source: RFC 8493, sections 2.1 and 2.2.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from probata.digest import Digest
from probata.exhibits.custody import IntakeRecord

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
MANIFESTS = tuple(f"manifest-{name}.txt" for name in ALGORITHMS)
TAG_MANIFESTS = tuple(f"tagmanifest-{name}.txt" for name in ALGORITHMS)
TAG_FILES = ("bag-info.txt", "bagit.txt", "custody.jsonl", "intake.json", *MANIFESTS)
PLACEHOLDER = "nothing-new.txt"
PLACEHOLDER_TEXT = b"This intake stored no new exhibit: each of its paths was known or refused, see custody.jsonl.\n"
_DIGITS = {"sha256": 64, "sha512": 128}


def payload_path(digest: Digest) -> str:
    """Where a bag holds an exhibit, relative to the bag."""
    return f"data/{digest.hex[:2]}/{digest.hex}"


def manifest_lines(algorithm: str, sha512: Mapping[bytes, bytes]) -> Iterator[bytes]:
    """The lines of a payload manifest, as ``sha256sum`` writes them.

    Args:
        algorithm: ``sha256`` or ``sha512``.
        sha512: the raw SHA-512 of each exhibit by its raw SHA-256. Where there is none, a placeholder is the payload.
    """
    for raw in sorted(sha512):
        digest = raw if algorithm == "sha256" else sha512[raw]
        yield f"{digest.hex()}  {payload_path(Digest(raw.hex()))}\n".encode("ascii")
    if not sha512:
        digest_hex = hashlib.new(algorithm, PLACEHOLDER_TEXT).hexdigest()
        yield f"{digest_hex}  data/{PLACEHOLDER}\n".encode("ascii")


def tag_manifest(digests: Mapping[str, str]) -> bytes:
    """A tag manifest: the digest of each tag file by its name."""
    return b"".join(f"{digests[name]}  {name}\n".encode("ascii") for name in sorted(digests))


def manifest_rows(data: Iterable[bytes], algorithm: str) -> Iterator[tuple[str, str]]:
    """The digests and paths of a manifest that we wrote.

    Raises:
        ValueError: a line is not one of ours.
    """
    for line in data:
        digest, separator, path = line.decode("ascii").partition("  ")
        hexadecimal = len(digest) == _DIGITS[algorithm] and not set(digest) - set("0123456789abcdef")
        if not (hexadecimal and separator and path.endswith("\n") and path.strip()):
            raise ValueError(repr(line[:160]))
        yield digest, path.removesuffix("\n")


def bag_info(record: IntakeRecord, payload_bytes: int, payload_files: int) -> bytes:
    """``bag-info.txt``: who handed over what, and how much the payload holds (bytes.files)."""
    rows = {
        "Source-Organization": record.handed_over_by,
        "Contact-Name": record.taken_by,
        "External-Identifier": record.intake,
        "External-Description": f"{record.source_kind} {record.source}",
        "Bagging-Date": record.finished[:10],
        "Payload-Oxum": f"{payload_bytes}.{payload_files}",
        "Bag-Software-Agent": record.tool,
        "Merkle-Root": record.root.hex,
    }
    return "".join(f"{label}: {_one_line(value)}\n" for label, value in rows.items()).encode("utf-8", "replace")


def _one_line(value: str) -> str:
    """``value`` without line ends or control characters, which readers of bags take for a new label."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in value).split()) or "not stated"
