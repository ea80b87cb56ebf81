"""`make bench-accuracy`: made archives by seeds that development never used; what is found beside the truth.

For each archive: it is made, investigated by the command line in an inquiry of its own, and scored afterwards. The
investigation is handed the drive alone: the truth is moved away for as long as anything works.

    python tools/bench_accuracy.py                        numbers, persons, pictures: five archives of each style
    python tools/bench_accuracy.py --coverage 50          do the intervals hold, before and after an audit
    python tools/bench_accuracy.py --queue 3              what 100 judged pairs change
    python tools/bench_accuracy.py --hostile 2            archives that are made to mislead
    python tools/bench_accuracy.py --speed                seconds of a core for the numbers of a photograph of 3 MP
    python tools/bench_accuracy.py --all --jobs 2         all of this
    python tools/bench_accuracy.py --compare              what is there of the run, beside tools/accuracy-reference.json
    python tools/bench_accuracy.py --write-reference      … becomes the reference

Test seeds: accuracy 2031–2035 (western), 2011–2015 (handwriting), 2021–2025 (Arabic-Indic); coverage from 2101; queue
from 2301; hostile from 2401; speed 2501. Development uses seeds below 1000, by ``--seeds``. The western seeds 2001–2005
were test seeds until two of them showed a defect and were looked into: they are spent.

Results are added to ``--results`` as they come, so that the same command continues after a stop; those of other code
or other parameters are left alone, and are not shown.
"""

import argparse
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

from bench_accuracy_archive import Record, Trial, code_digest, timed
from bench_accuracy_modes import (
    MEASURES,
    STYLES,
    accuracy_trials,
    coverage_trials,
    hostile_trials,
    queue_trials,
    speed_trials,
)
from bench_accuracy_tables import Result, compared, figures, rendered
from bench_machine import machine

REFERENCE = Path(__file__).with_name("accuracy-reference.json")
TEST_SEEDS_FROM = 1000
_WHOLE = ']"}'  # how a line ends that was not torn by a stop: its key comes last
RESULTS = Path("bench-out") / "accuracy.jsonl"


def main() -> None:
    """Measure what isn't there yet, then print the tables."""
    asked = _asked()
    trials, code = _trials(asked), code_digest()
    kept = _kept(asked.results)
    wanted = {trial.key(code): trial for trial in trials}
    missing = {key: trial for key, trial in wanted.items() if key not in kept}
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M}  code {code}  {len(trials)} archives, {len(missing)} to do", flush=True)
    for key, record in _measured(missing, asked.jobs):
        kept[key] = record = {"code": code, **record}
        _keep(asked.results, key, record)
        print(f"  {record['trial']['mode']:<9} {record['trial']['name']:<28} seed {record['trial']['seed']:<6}"
              f"{record['measured']['wall_s']:>7.0f} s", flush=True)  # fmt: skip
    shown = [kept[key] for key in wanted if key in kept]
    if not trials:
        shown = [r for r in kept.values() if r["code"] == code and r["trial"]["seed"] >= TEST_SEEDS_FROM]
    results: list[Result] = [(record["trial"], record["measured"]) for record in shown]
    found = figures(results)
    print(f"\n{rendered(found)}")
    if len(shown) < len(wanted):
        print(f"\n{len(wanted) - len(shown)} archives are missing")
    if asked.compare:
        print(f"\n{compared(found, _reference())}")
    if asked.write_reference:
        archives = sorted({(r["mode"], r["name"], r["seed"], r["photographs"]) for r, _ in results})
        reference = {"machine": machine(), "code": code, "archives": archives, "figures": found}
        REFERENCE.write_text(json.dumps(reference, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _reference() -> dict[str, float]:
    if not REFERENCE.exists():
        raise SystemExit(f"there is no {REFERENCE.name} yet; --write-reference makes it")
    return dict(json.loads(REFERENCE.read_text(encoding="utf-8"))["figures"])


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coverage", type=int, metavar="N", help="so many small archives with an audit")
    parser.add_argument("--queue", type=int, metavar="N", help="so many archives whose queue is judged")
    parser.add_argument("--hostile", type=int, metavar="N", help="so many archives of each hostile variant")
    parser.add_argument("--speed", action="store_true", help="numbers at 3 megapixels")
    parser.add_argument(
        "--all", action="store_true", help="all of this: accuracy, coverage 50, queue 3, hostile 2, speed"
    )
    parser.add_argument("--only", action="append", choices=STYLES, help="this style; may be repeated")
    parser.add_argument("--seeds", type=int, nargs="+", default=[], help="in place of those kept for testing")
    parser.add_argument("--photographs", type=int, help="of each archive; default by mode: 600, 80, 1500, 150, 60")
    parser.add_argument("--jobs", type=int, default=1, help="archives at a time; they share the cores")
    parser.add_argument("--results", type=Path, default=RESULTS, help="a line of JSON for each archive")
    parser.add_argument(
        "--compare", action="store_true", help="beside the reference; without a mode: all results of this code"
    )
    parser.add_argument(
        "--write-reference", action="store_true", help="these become the reference; without a mode: all of this code"
    )
    return parser.parse_args()


def _trials(asked: argparse.Namespace) -> list[Trial]:
    size, seeds, styles = asked.photographs, asked.seeds, asked.only or STYLES
    coverage, queue, hostile = (50, 3, 2) if asked.all else (asked.coverage, asked.queue, asked.hostile)
    trials = accuracy_trials(seeds, styles, size or 600) if asked.all else []
    if coverage:
        trials += coverage_trials(seeds, coverage, size or 80)
    if queue:
        trials += queue_trials(seeds, queue, size or 1500)
    if hostile:
        trials += hostile_trials(seeds, hostile, size or 150)
    if asked.speed or asked.all:
        trials += speed_trials(seeds, styles, size or 60)
    if trials or asked.compare or asked.write_reference:
        return trials
    return accuracy_trials(seeds, styles, size or 600)


def _kept(path: Path) -> dict[str, Record]:
    if not path.exists():
        return {}
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.endswith(_WHOLE)]
    return {record["key"]: record for record in map(json.loads, lines)}


def _keep(path: Path, key: str, record: Record) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n" + json.dumps({**record, "key": key}))


def _measured(missing: dict[str, Trial], jobs: int) -> Iterator[tuple[str, Record]]:
    """Each measurement as it is done; a job has its own share of the cores."""
    shares: SimpleQueue[set[int]] = SimpleQueue()
    cores = sorted(os.sched_getaffinity(0))
    for job in range(jobs):
        shares.put(set(cores[job::jobs]) or set(cores))
    with ThreadPoolExecutor(jobs, initializer=lambda: os.sched_setaffinity(0, shares.get())) as pool:
        running = {pool.submit(timed, trial, MEASURES[trial.mode]): key for key, trial in missing.items()}
        for done in as_completed(running):
            trial = missing[running[done]]
            failed = done.exception()
            if isinstance(failed, RuntimeError):  # the next call does this one again; the others are kept
                print(f"  {trial.mode:<9} {trial.name:<28} seed {trial.seed:<6} failed: {failed}", flush=True)
            else:
                yield running[done], {"trial": trial.record(), "measured": done.result()}


if __name__ == "__main__":
    main()
