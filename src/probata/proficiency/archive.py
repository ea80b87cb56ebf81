"""Makes an archive with known truth: the drive that is handed in and, outside of it, the truth.

    summary = make(Path("trial"), Parameters(photographs=600, seed=1), workers=2)

writes ``trial/drive/…`` (hand this to `probata investigate`) and ``trial/truth/…`` (keep it away until the inquiry is
finished). The same parameters give the same bytes with any number of workers.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import cv2

from probata.errors import BadInput
from probata.proficiency.debris import debris
from probata.proficiency.groups import Group
from probata.proficiency.parameters import Parameters
from probata.proficiency.plan import plan
from probata.proficiency.render import Studio, rendered
from probata.proficiency.truth import TruthLine, write_truth
from probata.progress import Progress, Silent

DRIVE, TRUTH = "drive", "truth"
_BATCH = 8


def make(
    folder: Path, parameters: Parameters, *, workers: int = 1, progress: Progress | None = None
) -> dict[str, object]:
    """Make an archive.

    Args:
        folder: where; ``drive`` and ``truth`` are made in it and must not exist.
        parameters: of the archive.
        workers: processes.
        progress: told of each photograph.

    Returns:
        The summary that is also written to ``truth/summary.json``.

    Raises:
        BadInput: there is an archive already.
    """
    drive, truth = folder / DRIVE, folder / TRUTH
    for path in (drive, truth):
        if path.exists():
            raise BadInput("there is an archive already", expected="a new folder", found=str(path), do="choose another")
    drive.mkdir(parents=True)
    truth.mkdir()
    planned = plan(parameters)
    studio = Studio(parameters, planned.bodies)
    told = progress or Silent()
    told.stage("photographs", parameters.photographs)
    lines: list[TruthLine] = []
    for made in _all_made(studio, planned.groups, drive, workers):
        lines += made
        told.advance(len(made))
    if parameters.debris:
        lines += debris(drive, parameters, lines)
    _settle_folders(drive)
    return write_truth(truth, lines, [body.record() for body in planned.bodies], parameters)


def _all_made(studio: Studio, groups: Sequence[Group], drive: Path, workers: int) -> Iterator[list[TruthLine]]:
    batches = [groups[i : i + _BATCH] for i in range(0, len(groups), _BATCH)]
    if workers <= 1:
        before = cv2.getNumThreads()
        _begin()
        try:
            for batch in batches:
                yield _batch_made(studio, batch, drive)
        finally:
            cv2.setNumThreads(before)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin) as pool:
        for window in range(0, len(batches), 64 * workers):
            part = batches[window : window + 64 * workers]
            yield from pool.map(_batch_made, [studio] * len(part), part, [drive] * len(part))


def _begin() -> None:
    """One thread a process: the processes share the cores already."""
    cv2.setNumThreads(1)


def _batch_made(studio: Studio, groups: Sequence[Group], drive: Path) -> list[TruthLine]:
    lines = []
    for group in groups:
        for photograph in rendered(studio, group):
            path = drive / photograph.line.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(photograph.data)
            os.utime(path, ns=(photograph.modified_ns, photograph.modified_ns))
            lines.append(photograph.line)
    return lines


def _settle_folders(drive: Path) -> None:
    """Give folders a fixed time, so that two drives agree in that too."""
    for path in sorted((p for p in drive.rglob("*") if p.is_dir()), reverse=True):
        os.utime(path, ns=(0, 0))
    os.utime(drive, ns=(0, 0))
