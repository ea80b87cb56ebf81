"""Our part that `bench.py` measures: intake, then the readings file, metadata and picture.

python tools/bench_ours.py SOURCE WORK
"""

import sys
from pathlib import Path

from probata.digest import Digest
from probata.exhibits.intake import IntakeRequest, take_in
from probata.exhibits.store import ExhibitStore
from probata.progress import Silent, utc_now
from probata.readings.analysers.file import FileAnalyser
from probata.readings.analysers.metadata import MetadataAnalyser
from probata.readings.analysers.picture import PictureAnalyser
from probata.readings.memo import Readings
from probata.readings.pool import LocalPool
from probata.readings.run import run

ANALYSERS = (FileAnalyser(), MetadataAnalyser(), PictureAnalyser())


def main(source: Path, work: Path) -> None:
    """Take in and read; fail where anything was not read."""
    request = IntakeRequest("bench", "bench", "bench", "bench")
    record = take_in(source, work / "exhibits", request, clock=utc_now, progress=Silent())
    store = ExhibitStore(work / "exhibits")
    digests = [str(digest) for digest in store.digests()]

    def path_of(digest: str) -> Path:
        return store.path(Digest(digest))

    report = run(ANALYSERS, digests, path_of, Readings(work / "readings"), LocalPool(), Silent())
    failed = sum(tally.failed for tally in report.tallies.values())
    done = {tally.done for tally in report.tallies.values()}
    if record.refused or report.problems or failed or done != {record.files}:
        raise SystemExit(f"not everything was read: {record} {report}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
