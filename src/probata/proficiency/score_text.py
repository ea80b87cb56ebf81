"""The score as a table for a terminal, 72 columns wide at most."""

from probata.proficiency.coverage import CoverageScore
from probata.proficiency.numbers_score import LEGIBLE_PX, NumbersScore
from probata.proficiency.parameters import CLASSES
from probata.proficiency.score import Score
from probata.proficiency.tampering_score import TamperingScore

_WIDTH = 72
_SHORT = {"person-with-number": "with no.", "person-without-number": "without", "unclassified": "none"}


def rendered(score: Score) -> str:
    """The score beside the truth, as text whose lines are at most 72 characters long."""
    lines = [f"{'':<34}{'truth':>10}{'found':>10}{'score':>18}", "─" * _WIDTH]
    lines += (
        _persons(score)
        + _cameras(score)
        + _pictures(score)
        + _numbers(score.numbers)
        + _classes(score)
        + _tampering(score.tampering)
    )
    return "\n".join(lines) + "\n"


def _row(name: str, true: object = "", found: object = "", value: str = "") -> str:
    return f"{name:<34}{_count(true):>10}{_count(found):>10}{value:>18}".rstrip()


def _count(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _persons(score: Score) -> list[str]:
    p = score.persons
    return [
        _row("Persons", p.true, p.found, f"error {100 * p.error:+.1f} %"),
        _row("  with a number visible", p.true_numbered),
        _row("  pairs: precision", value=_share(p.pair_precision)),
        _row("  pairs: recall", value=_share(p.pair_recall)),
        _row("  pairs: F1", value=f"{p.pair_f1:.3f}"),
        _row("  photographs given to nobody", "", p.unassigned),
        _row("  exhibits that show no person", "", p.strange),
        _row("  merged: of several true persons", "", p.merged, f"silently {p.merged_silently:,}"),
        _row("  split: true persons in several", "", p.split),
        *(line for each in score.coverage for line in _interval(each)),
    ]


def _interval(each: CoverageScore) -> list[str]:
    holds = "holds the truth" if each.inside else "misses the truth"
    return [
        _row(f"  {each.figure[:32]}", each.true, f"{each.value:.5g}", holds),
        f"    {each.low:.5g} to {each.high:.5g} at {_share(each.level)}",
    ]


def _cameras(score: Score) -> list[str]:
    c = score.cameras
    return [
        _row("Cameras", c.true, c.found, f"pairs F1 {c.pair_f1:.3f}"),
        _row("  purity", value=_share(c.purity)),
        _row("  photographs without a camera", "", c.unknown),
        *(
            _row(f"  {exposure}: body told", each.photographs, each.right, f"wrong {each.wrong:,}")
            for exposure, each in c.by_exposure.items()
        ),
    ]


def _tampering(found: TamperingScore) -> list[str]:
    if not found.kinds:
        return []
    lines = [_row("Tampered photographs", sum(k.of for k in found.kinds.values()))]
    for kind, each in found.kinds.items():
        lines.append(_row(f"  {kind}", each.of, each.found, _share(each.recall)))
        lines.append("    " + ", ".join(f"{name} {hit}/{of}" for name, (hit, of) in each.by_how.items()))
    rate = f"{100 * found.false_alarm_rate:.1f} % depart"
    return [*lines, _row("  untouched", found.untouched, found.false_alarms, rate)]


def _pictures(score: Score) -> list[str]:
    p = score.pictures
    head = [
        _row("Exact duplicates (paths)", p.exact_paths),
        _row("Near-duplicate pairs", p.true_pairs, p.found_pairs),
        _row("  precision", value=_share(p.precision)),
        _row("  recall", value=_share(p.recall)),
    ]
    kinds = [_row(f"  called {kind}", "", k.found, f"right {_share(k.precision)}") for kind, k in p.by_kind.items()]
    return head + kinds + [_row(f"  recall, {edit}", value=_share(v)) for edit, v in p.recall_by_edit.items()]


def _numbers(numbers: NumbersScore) -> list[str]:
    lines = [
        _row("Photographs with whole numbers", numbers.exhibits, "", f"right {_share(numbers.whole)}"),
        _row(
            f"  digits of {LEGIBLE_PX:.0f} pixels and more",
            numbers.legible,
            "",
            f"right {_share(numbers.whole_legible)}",
        ),
    ]
    for style, value in numbers.whole_by_style.items():
        lines.append(_row(f"  {style}", value=f"right {_share(value)}"))
        lines.append(_row("    among the first five", value=f"right {_share(numbers.whole_in_five_by_style[style])}"))
    lines.append(_row("  calibration error", numbers.calibration.count, "", f"{numbers.calibration.ece:.3f}"))
    lines.append(
        f"  {'role':<14}{'shown':>8}{'right':>8}{'wrong':>8}{'illeg.':>8}{'absent':>8}{'top 5':>8}{'invent.':>8}"
    )
    for role, r in numbers.roles.items():
        counts = (r.shown, r.right, r.wrong, r.illegible, r.absent, r.right_in_five, r.invented)
        lines.append(f"  {role:<14}" + "".join(f"{c:>8,}" for c in counts))
    return lines


def _classes(score: Score) -> list[str]:
    c = score.classes
    columns = [*CLASSES, "unclassified"]
    lines = [_row("Classes (exhibits)", c.exhibits, "", f"right {_share(c.accuracy)}")]
    lines.append(f"  {'truth ↓ found →':<16}" + "".join(f"{_SHORT.get(name, name):>9}" for name in columns))
    for name in CLASSES:
        row = c.confusion[name]
        lines.append(f"  {_SHORT.get(name, name):<16}" + "".join(f"{row.get(k, 0):>9,}" for k in columns))
    return lines
