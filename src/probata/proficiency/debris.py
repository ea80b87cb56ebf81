"""What lies on real drives beside photographs: system files, texts, sidecars, empty, broken and misnamed files."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from probata.proficiency.parameters import Parameters
from probata.proficiency.truth import TruthLine

_MODIFIED_NS = 1_362_000_000_000_000_000
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n168\n%%EOF\n"
)
_XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>\n'
)


def debris(drive: Path, parameters: Parameters, lines: Sequence[TruthLine]) -> list[TruthLine]:
    """Write debris onto a drive: eleven files for every 5,000 photographs begun.

    Args:
        drive: the drive, with its photographs.
        parameters: of the archive.
        lines: of the photographs.

    Returns:
        A line of the truth for each; ``edit`` says what it is.
    """
    rng = np.random.default_rng([parameters.seed, 30])
    made, taken = [], {line.path for line in lines}
    for turn in range(1 + parameters.photographs // 5000):
        for name, data, what in _files(drive, turn, lines, rng):
            if _shown(name) not in taken and _written(drive, name, data):
                taken.add(_shown(name))
                made.append(TruthLine(_shown(name), hashlib.sha256(data).hexdigest(), "debris", edit=what))
    return made


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _written(drive: Path, name: bytes, data: bytes) -> bool:
    """Whether the file could be written: some file systems refuse names that are no UTF-8."""
    path = drive / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(data)
    except OSError:
        return False
    os.utime(path, ns=(_MODIFIED_NS, _MODIFIED_NS))
    return True


def _files(
    drive: Path, turn: int, lines: Sequence[TruthLine], rng: np.random.Generator
) -> Iterator[tuple[bytes, bytes, str]]:
    at = [lines[int(i)] for i in rng.integers(0, len(lines), 4)]
    folders = [os.fsencode(line.path).rpartition(b"/")[0] for line in at]
    jpegs = [(drive / line.path).read_bytes() for line in at[:2]]
    tail = b"" if turn == 0 else b" %d" % turn
    yield folders[0] + b"/Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.bytes(1528), "system file"
    yield folders[1] + b"/.DS_Store", b"\x00\x00\x00\x01Bud1" + rng.bytes(504), "system file"
    yield b"desktop%s.ini" % tail, b"[ViewState]\r\nMode=\r\nFolderType=Pictures\r\n", "system file"
    yield b"read me%s.txt" % tail, b"copied from the old disk, part %d\n" % (turn + 1), "text"
    yield b"papers/memo%s.pdf" % tail, _PDF + b"%% %d\n" % turn, "PDF"
    yield folders[2] + b"/empty%s.JPG" % tail, b"", "empty file"
    yield folders[0] + b"/DSC_9%03d.JPG" % turn, jpegs[0][: len(jpegs[0]) * 3 // 5], "truncated JPEG"
    yield folders[1] + b"/DSC_8%03d.JPG" % turn, _corrupt(jpegs[1], rng), "corrupt JPEG"
    yield b"papers/scan%s.jpg" % tail, b"this is a text, whatever its name says (%d)\n" % turn, "wrong extension"
    yield os.fsencode(at[3].path).rpartition(b".")[0] + b".xmp", _XMP + b"<!-- %d -->\n" % turn, "sidecar"
    yield b"papers/r\xe9sum\xe9%s.txt" % tail, b"un r\xe9sum\xe9 %d\n" % turn, "name that is no UTF-8"


def _corrupt(jpeg: bytes, rng: np.random.Generator) -> bytes:
    """A JPEG whose picture data was overwritten in the middle, as by a bad sector; it begins and ends as it should."""
    middle = len(jpeg) // 2
    return jpeg[:middle] + rng.bytes(512) + jpeg[middle + 512 :]
