"""Made archives for `bench_accuracy.py`: make one, move its truth away, investigate its drive, score what was found."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench_process import remove

SCHEME = ("{detainee}/{branch}", "E {examination}")
PROBATA = Path(__file__).parent.parent / "src" / "probata"
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """One made archive and what is measured on it.

    Attributes:
        mode: what is measured: a key of `bench_accuracy_modes.MEASURES`.
        name: what the archive is called in the tables: a style, or a hostile variant.
        seed: of the archive.
        photographs: of the archive.
        megapixels: of a sensor.
        make: further arguments of `probata proficiency make`.
        scheme: how numbers are written, as the inquiry is told.
    """

    mode: str
    name: str
    seed: int
    photographs: int
    megapixels: float
    make: tuple[str, ...]
    scheme: tuple[str, ...] = SCHEME

    def key(self, code: str) -> str:
        """What tells this measurement from others: the trial, and the code that was measured."""
        return json.dumps([*asdict(self).values(), code])

    def record(self) -> Record:
        """The trial as a JSON object."""
        return asdict(self)


@dataclass(slots=True)
class Bench:
    """An archive at work: its drive, its inquiry, where its truth is, and CPU seconds by command.

    The truth lies outside the folder that the archive was made in for as long as anything investigates.
    """

    trial: Trial
    base: Path
    cpu_s: dict[str, float]

    @property
    def inquiry(self) -> Path:
        """The inquiry's folder."""
        return self.base / "inquiry"

    @property
    def truth(self) -> Path:
        """The folder of the truth, moved away."""
        return self.base / "elsewhere" / "truth"

    def probata(self, *arguments: str, within: bool = True) -> str:
        """One command (``within``: in the inquiry); its standard output.

        Raises:
            RuntimeError: it failed.
        """
        told = ["-C", str(self.inquiry)] if within else []
        environment = {**os.environ, "PROBATA_STATE": str(self.base / "state")}
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            command = [sys.executable, "-m", "probata", *told, *arguments]
            process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            spent = used.ru_utime + used.ru_stime
            self.cpu_s[arguments[0]] = self.cpu_s.get(arguments[0], 0.0) + spent
            for stream in (out, err):
                stream.seek(0)
            if process.returncode:
                said = (err.read() + out.read())[-1500:]
                raise RuntimeError(f"probata {' '.join(arguments)}: exit code {process.returncode}: {said}")
            return out.read()

    def json(self, *arguments: str) -> Any:
        """What one command prints as JSON."""
        return json.loads(self.probata(*arguments, "--json"))

    def investigate(self) -> None:
        """The main job, handed the drive alone; and everything verified."""
        scheme = [word for line in self.trial.scheme for word in ("--numbers", line)]
        drive = str(self.base / "archive" / "drive")
        self.probata("investigate", drive, str(self.inquiry), "--from", "bench", *scheme, within=False)
        self.probata("verify")

    def score(self) -> Record:
        """What was found beside the truth."""
        found = self.probata("proficiency", "score", str(self.inquiry), str(self.truth), "--json", within=False)
        return dict(json.loads(found))

    def true_lines(self) -> dict[str, Record]:
        """The truth by SHA-256, for the people whom a trial simulates: photographs, the first path of each."""
        lines: dict[str, Record] = {}
        for text in (self.truth / "photographs.jsonl").read_text(encoding="utf-8").splitlines():
            line = json.loads(text)
            if line["kind"] == "photograph":
                lines.setdefault(line["sha256"], line)
        return lines


@contextmanager
def bench_of(trial: Trial) -> Iterator[Bench]:
    """A made archive whose truth was moved away; all of it is removed in the end."""
    base = Path(tempfile.mkdtemp(prefix="probata-accuracy-"))
    try:
        bench = Bench(trial, base, {})
        size = ("--photographs", str(trial.photographs), "--megapixels", str(trial.megapixels))
        made = ("make", str(base / "archive"), "--seed", str(trial.seed), *size, *trial.make)
        bench.probata("proficiency", *made, within=False)
        bench.truth.parent.mkdir()
        shutil.move(base / "archive" / "truth", bench.truth)
        bench.cpu_s.clear()
        yield bench
    finally:
        remove(base)


def code_digest() -> str:
    """Short digest of the package's files, so that results of two versions are never mixed."""
    whole = hashlib.sha256()
    for path in sorted(p for p in PROBATA.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        whole.update(f"{path.relative_to(PROBATA)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def timed(trial: Trial, measure: Any) -> Record:
    """A measurement with the seconds that it took by the clock and on the processor."""
    started = time.perf_counter()
    with bench_of(trial) as bench:
        found: Record = measure(bench)
        return {**found, "cpu_s": dict(bench.cpu_s), "wall_s": round(time.perf_counter() - started, 1)}
