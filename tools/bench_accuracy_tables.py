"""The tables of `bench_accuracy.py`, and its figures beside those of the reference run.

Every number that a table prints is a figure with a name, such as ``western whole``; the reference keeps them by name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from bench_accuracy_archive import Record

Figures = dict[str, float]
Result = tuple[Record, Record]  # the trial, what was measured
NUMBERS = (
    ("whole", "whole number right, first candidate", "≥", (0.97, 0.85, 0.85)),
    ("whole in five", "among the first five candidates", "≥", (0.99, 0.95, 0.95)),
    ("pair F1", "pairs of photographs of one person: F1", "≥", (0.99, 0.97, 0.97)),
    ("persons error", "persons: error before any judgement", "≤", (0.01, 0.02, 0.02)),
    ("merged", "found persons that join several", "", ()),
    ("merged silently", "  without any doubt said", "", ()),
    ("number ECE", "calibration error of numbers", "", ()),
    ("class ECE", "calibration error of classes", "", ()),
    ("class accuracy", "classes right", "", ()),
    ("camera F1", "cameras: pairs F1", "", ()),
    ("interval holds", "interval of persons holds the truth", "", ()),
    ("CPU s", "CPU seconds a photograph, all", "", ()),
)
STYLES = ("western", "handwriting", "arabic-indic")
WANTED = {
    f"{style} {name}": (sign, value)
    for name, _, sign, wanted in NUMBERS
    for style, value in zip(STYLES, wanted, strict=False)
}
WANTED |= {f"pictures {edit}": ("≥", 0.90) for edit in ("crop", "tight-crop", "mirror", "rotated")}
WANTED |= {"pictures precision": ("≥", 0.99), "speed numbers": ("≤", 0.40)}
WANTED_ENDS = {"error left": ("≤", 0.50), "hostile merged silently": ("≤", 0.0)}
WANTED_HOLDS = ("≥", 0.90)


def figures(results: Sequence[Result]) -> Figures:
    """All figures of a run, by name; means over the archives of a style, or a variant."""
    found: Figures = {}
    for mode, of_mode in _grouped(results, "mode").items():
        for name, group in _grouped(of_mode, "name").items():
            word = f"{name}, {mode}" if mode == "hostile" else name
            found |= {f"{word} {key}": value for key, value in _OF_MODE[mode]([m for _, m in group]).items()}
        if mode == "accuracy":
            found |= {f"pictures {key}": value for key, value in _pictures([m["score"] for _, m in of_mode]).items()}
        if mode == "speed":
            found["speed numbers"] = fmean(m["seconds"] for _, m in of_mode)
    return found


def _grouped(results: Iterable[Result], key: str) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for trial, measured in results:
        groups[trial[key]].append((trial, measured))
    return groups


def _accuracy(measured: list[Record]) -> Figures:
    scores = [m["score"] for m in measured]
    covered = [c["inside"] for s in scores for c in s["coverage"] if not c["figure"].startswith("audit")]
    exhibits = sum(s["classes"]["exhibits"] for s in scores)
    return {
        "whole": fmean(s["numbers"]["whole"] for s in scores),
        "whole in five": fmean(s["numbers"]["whole_in_five"] for s in scores),
        "pair F1": fmean(s["persons"]["pair_f1"] for s in scores),
        "persons error": fmean(abs(s["persons"]["error"]) for s in scores),
        "merged": sum(s["persons"]["merged"] for s in scores),
        "merged silently": sum(s["persons"]["merged_silently"] for s in scores),
        "number ECE": fmean(s["numbers"]["calibration"]["ece"] for s in scores),
        "class ECE": fmean(s["classes"]["calibration"]["ece"] for s in scores),
        "class accuracy": fmean(s["classes"]["accuracy"] for s in scores),
        "camera F1": fmean(s["cameras"]["pair_f1"] for s in scores),
        **({"interval holds": fmean(covered)} if covered else {}),
        "CPU s": sum(m["cpu_s"]["investigate"] for m in measured) / exhibits,
    }


def _pictures(scores: list[Record]) -> Figures:
    asked, hit = defaultdict[str, int](int), defaultdict[str, float](float)
    found = right = 0.0
    for pictures in (score["pictures"] for score in scores):
        found += pictures["found_pairs"]
        right += pictures["found_pairs"] * pictures["precision"]
        for edit, count in pictures["copies_by_edit"].items():
            asked[edit] += count
            hit[edit] += count * pictures["recall_by_edit"][edit]
    return {**{edit: hit[edit] / asked[edit] for edit in sorted(asked)}, "precision": right / found if found else 1.0}


def _coverage(measured: list[Record]) -> Figures:
    inside: dict[str, list[bool]] = defaultdict(list)
    width: dict[str, list[float]] = defaultdict(list)
    for each in (c for m in measured for c in m["score"]["coverage"]):
        name = each["figure"].partition(".")[0]
        inside[name].append(each["inside"])
        width[name].append((each["high"] - each["low"]) / each["true"])
    covered = {f"holds: {name}": fmean(values) for name, values in sorted(inside.items())}
    return covered | {f"width: {name}": fmean(values) for name, values in sorted(width.items())}


def _queue(measured: list[Record]) -> Figures:
    before = fmean(abs(m["before"]["persons"]["error"]) for m in measured)
    after = fmean(abs(m["score"]["persons"]["error"]) for m in measured)
    return {
        "persons error before": before,
        "persons error after": after,
        **({"error left": after / before} if before else {}),
        "pair F1 before": fmean(m["before"]["persons"]["pair_f1"] for m in measured),
        "pair F1 after": fmean(m["score"]["persons"]["pair_f1"] for m in measured),
        "judged pairs": fmean(m["judged"] for m in measured),
    }


def _hostile(measured: list[Record]) -> Figures:
    persons = [m["score"]["persons"] for m in measured]
    return {
        "true": sum(p["true"] for p in persons),
        "found": sum(p["found"] for p in persons),
        "persons error": fmean(abs(p["error"]) for p in persons),
        "pair precision": fmean(p["pair_precision"] for p in persons),
        "pair recall": fmean(p["pair_recall"] for p in persons),
        "merged": sum(p["merged"] for p in persons),
        "merged silently": sum(len(m["silent"]) for m in measured),
        "split": sum(p["split"] for p in persons),
    }


def _speed(measured: list[Record]) -> Figures:
    return {
        "numbers, CPU s": fmean(m["seconds"] for m in measured),
        "slowest photograph, CPU s": max(m["slowest"] for m in measured),
    }


_OF_MODE = {"accuracy": _accuracy, "coverage": _coverage, "queue": _queue, "hostile": _hostile, "speed": _speed}


def rendered(found: Figures) -> str:
    """The tables of all figures that there are."""
    return "\n\n".join(table for table in (_issue(found), _rest(found, "pictures "), *_others(found)) if table)


def _issue(found: Figures) -> str:
    """The issue's table: a column a style; what is wanted in brackets where something is."""
    styles = [s for s in STYLES if f"{s} whole" in found]
    if not styles:
        return ""
    lines = [f"{'':<42}" + "".join(f"{style:>18}" for style in styles)]
    for name, words, _, _ in NUMBERS:
        cells = "".join(f"{_cell(found, f'{style} {name}'):>18}" for style in styles)
        lines.append(f"{words:<42}{cells}".rstrip())
    return "\n".join(lines)


def _cell(found: Figures, name: str) -> str:
    if name not in found:
        return "–"
    return f"{_value(found[name])}{_wanted(name, found[name])}"


def _wanted(name: str, value: float) -> str:
    """What is wanted of a figure, in brackets, with a mark where it is missed."""
    sign, limit = _limit(name)
    if not sign:
        return ""
    missed = value < limit if sign == "≥" else value > limit
    return f" ({sign} {limit:.2f}){'!' if missed else ' '}"


def _limit(name: str) -> tuple[str, float]:
    ends = (limit for end, limit in WANTED_ENDS.items() if name.endswith(end))
    return WANTED.get(name) or (WANTED_HOLDS if " holds: " in name else next(ends, ("", 0.0)))


def _value(value: float) -> str:
    return f"{value:.0f}" if isinstance(value, int) else f"{value:.3f}"


def _rest(found: Figures, prefix: str) -> str:
    """One line a figure, of those whose names begin so."""
    lines = [f"{name:<56}{_cell(found, name):>18}".rstrip() for name in found if name.startswith(prefix)]
    return "\n".join(lines)


def _others(found: Figures) -> list[str]:
    known = [f"{style} {name}" for style in STYLES for name, *_ in NUMBERS]
    rest = [name for name in found if name not in known and not name.startswith("pictures ")]
    return ["\n".join(f"{name:<56}{_cell(found, name):>18}".rstrip() for name in rest)] if rest else []


def compared(found: Figures, reference: Mapping[str, float]) -> str:
    """Each figure of both beside the reference, with the difference and its sign."""
    lines = [f"{'':<56}{'reference':>11}{'now':>11}{'change':>11}"]
    for name in [*found, *(n for n in reference if n not in found)]:
        now, then = found.get(name), reference.get(name)
        cells = [f"{_value(v):>11}" if v is not None else f"{'–':>11}" for v in (then, now)]
        change = f"{now - then:+11.3f}" if now is not None and then is not None and now != then else ""
        lines.append(f"{name:<56}{''.join(cells)}{change}".rstrip())
    return "\n".join(lines)
