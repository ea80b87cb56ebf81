"""How well numbers were read, by role and where they can truly be read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import digit

from probata.proficiency.calibration import Calibration, calibration
from probata.proficiency.parameters import ROLES
from probata.proficiency.truth import TrueNumber, TruthLine

LEGIBLE_PX = 10.0
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RoleScore:
    """One role's numbers, over exhibits that show it whole.

    Attributes:
        shown: exhibits that show it whole.
        right: read, and the value is right.
        right_unassigned: the right value is among the readings without a role.
        wrong: read, and the value is wrong.
        illegible: called illegible.
        absent: not found.
        right_in_five: the right value is among the first five candidates (or is the value itself).
        invented: exhibits that do not show it whole, for which a value was read that is neither this
            person's nor what stands there.
        accuracy: right ÷ shown.
    """

    shown: int
    right: int
    right_unassigned: int
    wrong: int
    illegible: int
    absent: int
    right_in_five: int
    invented: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class NumbersScore:
    """Numbers.

    Attributes:
        roles: by role.
        exhibits: exhibits that show at least one number whole, mirrored ones left out.
        whole: share of them in which every number shown was read right (with or without its role).
        legible: of those exhibits, those whose digits are at least `LEGIBLE_PX` pixels high.
        whole_legible: as ``whole``, over the legible.
        whole_by_style: as ``whole``, by style of digits.
        whole_in_five: share of ``exhibits`` in which every number shown is among the first five candidates.
        whole_in_five_by_style: the same, by style of digits.
        calibration: of the confidence of the values read, over all that were given a role: right is what stands there.
    """

    roles: dict[str, RoleScore]
    exhibits: int
    whole: float
    legible: int
    whole_legible: float
    whole_by_style: dict[str, float]
    whole_in_five: float
    whole_in_five_by_style: dict[str, float]
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class _Outcome:
    right: bool
    in_five: bool
    height_px: float
    style: str


def score_numbers(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> NumbersScore:
    """Numbers of the findings against the true ones."""
    roles = {role: _role(role, photographs, found) for role in ROLES}
    outcomes = [_outcome_of(line, found.get(sha)) for sha, line in photographs.items() if _shown(line)]
    legible = [o for o in outcomes if o.height_px >= LEGIBLE_PX]
    styles = sorted({o.style for o in outcomes})
    return NumbersScore(
        roles=roles,
        exhibits=len(outcomes),
        whole=_share(o.right for o in outcomes),
        legible=len(legible),
        whole_legible=_share(o.right for o in legible),
        whole_by_style={style: _share(o.right for o in outcomes if o.style == style) for style in styles},
        whole_in_five=_share(o.in_five for o in outcomes),
        whole_in_five_by_style={style: _share(o.in_five for o in outcomes if o.style == style) for style in styles},
        calibration=calibration(a for sha, line in photographs.items() for a in _answers(line, found.get(sha))),
    )


def _shown(line: TruthLine) -> dict[str, TrueNumber]:
    return {role: number for role, number in (line.numbers or {}).items() if number.status == "shown"}


def _outcome_of(line: TruthLine, record: Record | None) -> _Outcome:
    read, shown = _numbers(record), _shown(line)
    loose, loose_five = _loose(read), _loose_candidates(read)
    return _Outcome(
        right=all(_is_right(read, role, n.value) or plain(n.value) in loose for role, n in shown.items()),
        in_five=all(plain(n.value) in _candidates(read.get(role)) | loose_five for role, n in shown.items()),
        height_px=min(n.height_px for n in shown.values()),
        style=line.digits,
    )


def _answers(line: TruthLine, record: Record | None) -> Iterator[tuple[float, bool]]:
    for role, reading in _numbers(record).items():
        confidence = reading.get("confidence") if isinstance(reading, Mapping) else None
        if role in ROLES and _value(reading) and isinstance(confidence, int | float):
            true = (line.numbers or {}).get(role)
            yield float(confidence), true is not None and _value(reading) == _as_drawn(true)


def _as_drawn(number: TrueNumber) -> str:
    """What a right reader reads: the value, or what stands in its place where it is misprinted."""
    return plain("".join(str(digit(c)) if c.isdigit() else c for c in number.written))


def _role(role: str, photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> RoleScore:
    counts = Counter[str]()
    for sha, line in photographs.items():
        true, read = (line.numbers or {}).get(role), _numbers(found.get(sha))
        if true is None or true.status != "shown":
            counts["invented"] += _invented(read.get(role), true)
            continue
        counts["shown"] += 1
        counts["right_in_five"] += plain(true.value) in _candidates(read.get(role))
        counts["right_unassigned"] += plain(true.value) in _loose(read) and not _is_right(read, role, true.value)
        counts[_outcome(read.get(role), true.value)] += 1
    return RoleScore(
        shown=counts["shown"],
        right=counts["right"],
        right_unassigned=counts["right_unassigned"],
        wrong=counts["wrong"],
        illegible=counts["illegible"],
        absent=counts["absent"],
        right_in_five=counts["right_in_five"],
        invented=counts["invented"],
        accuracy=counts["right"] / counts["shown"] if counts["shown"] else 0.0,
    )


def _numbers(record: Record | None) -> Record:
    numbers = record.get("numbers") if record is not None else None
    return numbers if isinstance(numbers, Mapping) else {}


def _value(reading: object) -> str:
    """The value of a reading, or nothing where it isn't called read."""
    if not isinstance(reading, Mapping) or reading.get("status", "read") != "read":
        return ""
    return plain(str(reading.get("value") or ""))


def plain(value: str) -> str:
    """A number as it is compared: without spaces, without leading zeros, suffixes in small letters."""
    squeezed = "".join(value.lower().split())
    return squeezed.lstrip("0") or squeezed[:1]


def _outcome(reading: object, value: str) -> str:
    if not isinstance(reading, Mapping):
        return "absent"
    status = str(reading.get("status", "read"))
    if status in ("illegible", "absent"):
        return status
    return "right" if _value(reading) == plain(value) else "wrong"


def _is_right(read: Record, role: str, value: str) -> bool:
    return _value(read.get(role)) == plain(value)


def _loose(read: Record) -> set[str]:
    unassigned = read.get("unassigned")
    return {_value(r) for r in unassigned} - {""} if isinstance(unassigned, list | tuple) else set()


def _loose_candidates(read: Record) -> set[str]:
    unassigned = read.get("unassigned")
    return set[str]().union(*map(_candidates, unassigned)) if isinstance(unassigned, list | tuple) else set()


def _candidates(reading: object) -> set[str]:
    if not isinstance(reading, Mapping):
        return set()
    listed = reading.get("candidates")
    texts: list[object] = list(listed[:5]) if isinstance(listed, list | tuple) else []
    values = [t.get("value", t.get("text", "")) if isinstance(t, Mapping) else t for t in texts]
    return {plain(str(v)) for v in values if v} | {_value(reading)} - {""}


def _invented(reading: object, true: TrueNumber | None) -> bool:
    value = _value(reading)
    return bool(value) and (true is None or value not in (plain(true.value), _as_drawn(true)))


def _share(outcomes: Iterable[bool]) -> float:
    kept = list(outcomes)
    return sum(kept) / len(kept) if kept else 0.0
