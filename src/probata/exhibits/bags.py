"""A BagIt bag as a source: its folder, with each path compared with the manifests that came with it.

A path that disagrees is preserved as it is, with a note. A path that is listed but missing is refused.
Source: RFC 8493, sections 2.1.3, 2.2.1 and 2.1.2 (percent-encoding of line ends).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from probata.errors import BadInput
from probata.exhibits.folder import FolderSource
from probata.exhibits.sources import Item, Unreadable

_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(rb"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_ENCODED = {b"%0A": b"\n", b"%0D": b"\r", b"%25": b"%"}


def is_bag(folder: Path) -> bool:
    """Whether a folder says that it is a bag."""
    return (folder / "bagit.txt").is_file() and (folder / "data").is_dir()


class BagSource(FolderSource):
    """All paths of a bag, its tag files too."""

    kind = "bag"

    def __init__(self, root: Path) -> None:
        """Read the bag's manifests.

        Raises:
            BadInput: the folder or a manifest can't be read.
        """
        super().__init__(root)
        self._listed: dict[bytes, list[tuple[str, str, str]]] = {}  # path → (manifest, algorithm, digest)
        self._notes: list[str] = []
        for manifest in sorted(root.iterdir()):
            if match := _MANIFEST.fullmatch(manifest.name):
                self._read(manifest, match[2])
        algorithms = {algorithm for rows in self._listed.values() for _, algorithm, _ in rows}
        self.algorithms = tuple(sorted(algorithms - {"sha256", "sha512"}))

    def _read(self, manifest: Path, algorithm: str) -> None:
        if algorithm not in hashlib.algorithms_available or algorithm.startswith("shake"):
            self._notes.append(f"{manifest.name}: unknown digest, not compared")
            return
        try:
            lines = manifest.read_bytes().splitlines()
        except OSError as error:
            raise BadInput("the bag's manifest can't be read", found=f"{manifest.name}: {error.strerror}") from error
        for line in filter(bytes.strip, lines):
            if match := _LINE.fullmatch(line):
                path = re.sub(rb"%(0A|0D|25)", lambda m: _ENCODED[m[0].upper()], match[2], flags=re.IGNORECASE)
                row = (manifest.name, algorithm, match[1].decode("ascii").lower())
                self._listed.setdefault(path.removeprefix(b"./"), []).append(row)
            else:
                self._notes.append(f"{manifest.name}: a line that is not a digest and a path")

    def items(self) -> Iterator[Item]:
        """The paths of the folder, then those that are listed but missing."""
        missing = set(self._listed)
        for item in super().items():
            missing.discard(item.path)
            yield item
        for path in sorted(missing):
            yield Unreadable(path, f"missing: listed in {self._listed[path][0][0]}")

    def remark(self, path: bytes, digests: Mapping[str, str]) -> str:
        """Which of the bag's manifests the bytes do not agree with."""
        rows = self._listed.get(path)
        if rows is None:
            return "not listed in a manifest of the bag" if path.startswith(b"data/") else ""
        wrong = sorted({manifest for manifest, algorithm, digest in rows if digests[algorithm] != digest})
        return f"differs from {', '.join(wrong)}" if wrong else ""

    def notes(self) -> tuple[str, ...]:
        """What is wrong with the manifests themselves."""
        return tuple(dict.fromkeys(self._notes))
