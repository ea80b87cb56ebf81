"""What examination keeps beside the ledger under its digest, which an act signs: frames of samples, codebooks' texts.

Rules:
* ``ledger/frames/DIGEST.json``: canonical JSON, ``{unit: {"cluster":…,"photographs":[…],"stratum":…}}``.
* ``ledger/codebooks/DIGEST.toml``: a codebook's text, byte for byte as it was adopted.
* What is read back is what was signed, or nothing.

Not here: what the acts amount to (`examinations`), and what a codebook's text says (`probata.examination`).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from probata.digest import Digest, canonical_json
from probata.errors import BadInput
from probata.ledger.acts_examination import CodebookAdopted, SampleDrawn
from probata.ledger.audits import FRAMES
from probata.ledger.durable import replace_file
from probata.ledger.examinations import Examination, Frame, FrameUnit, examination
from probata.ledger.line import Entry
from probata.problems import Problem

CODEBOOKS = "codebooks"


def kept_examination(ledger: Path, entries: Iterable[Entry]) -> Examination:
    """What the acts amount to, with frames and codebooks' texts.

    Args:
        ledger: the folder of the ledger.
        entries: acts in the ledger's order.

    Raises:
        BadInput: a frame or a text is missing or was changed.
    """
    found = examination(entries)
    frames = {each.frame.hex: read_frame(ledger, each.frame) for each in found.samples}
    texts = {each.text.hex: read_codebook(ledger, each.text) for each in found.codebooks}
    return replace(found, frames=frames, texts=texts)


def frame_bytes(frame: Frame) -> bytes:
    """A frame as it is kept."""
    return canonical_json(
        {
            unit: {"stratum": each.stratum, "cluster": each.cluster, "photographs": list(each.photographs)}
            for unit, each in frame.items()
        }
    )


def keep_frame(ledger: Path, frame: Frame) -> Digest:
    """Keep a sample's frame beside the ledger.

    Returns:
        Its digest, for the act.

    Raises:
        OSError: it can't be written.
    """
    return _keep(ledger / FRAMES, frame_bytes(frame), "json")


def keep_codebook(ledger: Path, text: bytes) -> Digest:
    """Keep a codebook's text beside the ledger.

    Returns:
        Its digest, for the act.

    Raises:
        OSError: it can't be written.
    """
    return _keep(ledger / CODEBOOKS, text, "toml")


def _keep(folder: Path, data: bytes, suffix: str) -> Digest:
    digest = Digest.of(data)
    folder.mkdir(exist_ok=True)
    replace_file(folder / f"{digest}.{suffix}", data)
    return digest


def read_frame(ledger: Path, digest: Digest) -> Frame:
    """The frame of a sample, sorted by unit.

    Raises:
        BadInput: the file is not there, is not the one that the act names, or is no frame of a sample.
    """
    data = _read(ledger, _frame_name(digest), digest, "the frame of a sample")
    try:
        units = {
            str(unit): FrameUnit(str(each["stratum"]), str(each["cluster"]), tuple(map(str, each["photographs"])))
            for unit, each in json.loads(data).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("the frame of a sample can't be read", expected="units", found=_frame_name(digest)) from error
    return dict(sorted(units.items()))


def read_codebook(ledger: Path, digest: Digest) -> bytes:
    """The text of a codebook.

    Raises:
        BadInput: the file is not there, or is not the one that the act names.
    """
    return _read(ledger, _codebook_name(digest), digest, "the text of a codebook")


def _frame_name(digest: Digest) -> str:
    return f"{FRAMES}/{digest}.json"


def _codebook_name(digest: Digest) -> str:
    return f"{CODEBOOKS}/{digest}.toml"


def _read(ledger: Path, name: str, digest: Digest, what: str) -> bytes:
    where, do = f"ledger/{name}", "restore it from a copy: what was coded depends on it"
    try:
        data = (ledger / name).read_bytes()
    except OSError as error:
        raise BadInput(f"{what} can't be read", expected=where, found=str(error.strerror), do=do) from error
    if Digest.of(data) != digest:
        raise BadInput(f"{what} was changed", expected=where, found=str(Digest.of(data)), do=do)
    return data


def check_examinations(ledger: Path, entries: Iterable[Entry]) -> Iterator[Problem]:
    """What is missing or changed beside the ledger, for `verify`.

    Yields:
        ``sample-frame-missing``, ``sample-frame-changed``, ``codebook-missing``, ``codebook-changed``.
    """
    acts = [entry.act for entry in entries]
    for digest in sorted({act.frame for act in acts if isinstance(act, SampleDrawn)}):
        found = _found(ledger / _frame_name(digest))
        if not isinstance(found, Digest):
            yield Problem("sample-frame-missing", f"ledger/{_frame_name(digest)}", "the frame of a sample", found)
        elif found != digest:
            yield Problem("sample-frame-changed", f"ledger/{_frame_name(digest)}", str(digest), str(found))
    for digest in sorted({act.text for act in acts if isinstance(act, CodebookAdopted)}):
        found = _found(ledger / _codebook_name(digest))
        if not isinstance(found, Digest):
            yield Problem("codebook-missing", f"ledger/{_codebook_name(digest)}", "the text of a codebook", found)
        elif found != digest:
            yield Problem("codebook-changed", f"ledger/{_codebook_name(digest)}", str(digest), str(found))


def _found(path: Path) -> Digest | str:
    """The digest of a file, or why it can't be read."""
    try:
        return Digest.of(path.read_bytes())
    except OSError as error:
        return error.strerror or str(error)
