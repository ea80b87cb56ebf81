"""What `bench_accuracy.py` measures on an archive: findings, intervals, what judging changes, hostile archives, speed.

People are simulated from the truth, which the tool holds and the inquiry doesn't: they answer through the command line.
"""

import csv
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import cv2

from bench_accuracy_archive import SCHEME, Bench, Record, Trial
from probata.readings.analysers import TEXT

STYLES = ("western", "handwriting", "arabic-indic")
ACCURACY_SEEDS = {"western": 2031, "handwriting": 2011, "arabic-indic": 2021}
SEEDS_EACH = 5
COVERAGE_SEED, QUEUE_SEED, HOSTILE_SEED, SPEED_SEED = 2101, 2301, 2401, 2501
AUDITED = 60
JUDGED, ROUNDS = 100, 5
ASKED_FROM = 0.1  # persons by which an answer is expected to change the count
_SAME = {"person": "person", "picture": "picture"}
HOSTILE: dict[str, tuple[str, ...]] = {
    "all numbers equal": ("--series", "equal"),
    "series restarts": ("--series", "restarts"),
    "two branches, one series": ("--series", "shared"),
    "branch not written": ("--series", "shared", "--scheme", "{detainee}"),
    "10 % digits misread": ("--misprints", "0.1"),
    "clock changed in a burst": ("--clock", "jumps"),
}


def accuracy_trials(seeds: Sequence[int], styles: Iterable[str], photographs: int) -> list[Trial]:
    """Five archives of each style; without ``seeds`` by those kept for testing."""
    return [
        Trial("accuracy", style, seed, photographs, 1.0, ("--digits", style))
        for style in styles
        for seed in (seeds or range(ACCURACY_SEEDS[style], ACCURACY_SEEDS[style] + SEEDS_EACH))
    ]


def coverage_trials(seeds: Sequence[int], count: int, photographs: int) -> list[Trial]:
    """Small archives of mixed styles."""
    return [
        Trial("coverage", "mixed", seed, photographs, 0.5, ("--digits", "mixed"))
        for seed in (seeds or range(COVERAGE_SEED, COVERAGE_SEED + count))
    ]


def queue_trials(seeds: Sequence[int], count: int, photographs: int) -> list[Trial]:
    """Archives with enough that is wrong: handwriting, one digit in twenty misprinted."""
    made = ("--digits", "handwriting", "--misprints", "0.05")
    return [
        Trial("queue", "handwriting, 5 % misprints", seed, photographs, 0.5, made)
        for seed in (seeds or range(QUEUE_SEED, QUEUE_SEED + count))
    ]


def hostile_trials(seeds: Sequence[int], count: int, photographs: int) -> list[Trial]:
    """Each hostile variant, so many times."""
    return [
        Trial("hostile", name, seed, photographs, 0.5, made, ("{detainee}",) if "{detainee}" in made else SCHEME)
        for name, made in HOSTILE.items()
        for seed in (seeds or range(HOSTILE_SEED, HOSTILE_SEED + count))
    ]


def speed_trials(seeds: Sequence[int], styles: Iterable[str], photographs: int) -> list[Trial]:
    """One archive of 3 megapixels of each style."""
    seed = seeds[0] if seeds else SPEED_SEED
    return [Trial("speed", style, seed, photographs, 3.0, ("--digits", style)) for style in styles]


def accuracy(bench: Bench) -> Record:
    """The score of an investigation."""
    bench.investigate()
    return {"score": bench.score()}


def coverage(bench: Bench) -> Record:
    """The score, with intervals of figures after an audit whose every answer is true."""
    bench.investigate()
    seed, size = str(bench.trial.seed), str(min(AUDITED, bench.trial.photographs // 2))
    bench.probata("audit", "draw", "--size", size, "--seed", seed)
    bench.probata("audit", "import", str(_audited(bench)))
    bench.probata("run")
    return {"score": bench.score()}


def _audited(bench: Bench) -> Path:
    """What an auditor who finds everything writes down, as a table."""
    lines = bench.true_lines()
    asked: list[Record] = bench.json("audit", "list")["photographs"]
    received = {record["exhibit"] for record in map(json.loads, bench.probata("export", "persons").splitlines())}
    path = bench.base / "audited.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("exhibit", "shows", "photographs", "members"))
        for row in asked:
            person = lines.get(row["exhibit"], {}).get("person")
            same = [sha for sha, line in lines.items() if person and line["person"] == person and sha in received]
            shows = ("person", len(same), " ".join(same)) if person else ("nobody", "", "")
            table.writerow((row["exhibit"], *shows))
    return path


def queue(bench: Bench) -> Record:
    """The score before any judgement, and after pairs from the queue were judged as they truly are."""
    bench.investigate()
    before, judged, lines = bench.score(), 0, bench.true_lines()
    for _ in range(ROUNDS):
        asked = list(islice(_pairs(bench, lines), JUDGED // ROUNDS))
        if asked:
            bench.probata("judge", "import", str(_judged(bench, asked)))
            judged += len(asked)
    bench.probata("run")
    return {"before": before, "judged": judged, "score": bench.score()}


def _pairs(bench: Bench, lines: dict[str, Record]) -> Iterator[tuple[str, str, str, str]]:
    """Pairs of the queue, what is asked first before, with the verdict of somebody who knows."""
    for item in bench.json("queue", "--limit", "0"):
        key = _SAME.get(item["kind"], "")
        if key and item["a"] in lines and item["b"] in lines:
            first, second = lines[item["a"]][key], lines[item["b"]][key]
            yield item["kind"], item["a"], item["b"], "same" if first and first == second else "different"


def _judged(bench: Bench, pairs: Sequence[tuple[str, str, str, str]]) -> Path:
    path = bench.base / "judged.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("kind", "a", "b", "verdict", "reason"))
        table.writerows((*pair, "by somebody who knows") for pair in pairs)
    return path


def hostile(bench: Bench) -> Record:
    """The score, and which merged persons nobody is asked about: the queue has no pair across them that matters."""
    bench.investigate()
    score, lines = bench.score(), bench.true_lines()
    asked = {
        frozenset((lines[item["a"]]["person"], lines[item["b"]]["person"]))
        for item in bench.json("queue", "--kind", "person", "--limit", "0")
        if item["effect"] >= ASKED_FROM and item["a"] in lines and item["b"] in lines
    }
    silent = [
        each["person"]
        for each in score["persons"]["mixed"]
        if not each["doubted"] and not any(frozenset((each["persons"][0], other)) in asked for other in each["persons"])
    ]
    return {"score": score, "silent": silent}


def speed(bench: Bench) -> Record:
    """Seconds of one core for reading the numbers of a photograph, models loaded before."""
    cv2.setNumThreads(1)
    files = sorted(p for p in (bench.base / "archive" / "drive").rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))
    datas = [path.read_bytes() for path in files]
    spent = []
    for data in (datas[0], *datas):
        before = time.thread_time()
        TEXT.read(data)
        spent.append(time.thread_time() - before)
    return {"photographs": len(datas), "seconds": sum(spent[1:]) / len(datas), "slowest": max(spent[1:])}


MEASURES: dict[str, Callable[[Bench], Record]] = {
    "accuracy": accuracy,
    "coverage": coverage,
    "queue": queue,
    "hostile": hostile,
    "speed": speed,
}
