"""Numbers in the frame, by the inquiry's number scheme: detainee, branch, examination; each read, illegible or absent.

Rules:
* A number keeps its candidates with their probabilities, so that "1 or 7" stays open; the value is the first candidate.
* A number gets a role only where a whole line follows a pattern of the scheme. Everything else that looks like a number
  is ``unassigned``; dates and times are not even that.
* What follows the scheme with less than 0.02 in all its candidates is no number: a reader finds digits in tiles too.
* On a page of text, and where three different numbers follow the scheme, no number gets a role: it speaks of persons,
  it doesn't show one.
* Two different numbers in one frame put both in doubt; so does a label that the picture's edge cuts, and a length or a
  branch that no other exhibit of the archive has.

Confidences are the reader's, normalised over the candidates; they order readings and are not calibrated.

Not here: whose numbers they are (`persons`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from probata.linkage.numbers_archive import Series, Values, series
from probata.linkage.numbers_layout import TextLine, is_page, joined_rows, lines_of
from probata.linkage.numbers_scheme import Matcher, is_date_or_time, western
from probata.settings import ROLES, NumberScheme

Status = Literal["read", "illegible", "absent"]
UNASSIGNED, EXAMINATION = "unassigned", "examination"
_READ_FROM, _READ_BEFORE = 0.25, 2.0
_AGAINST_SCHEME = 0.1
_MOST_CANDIDATES = 10
_MOST_SHOWN = 5
_ABSENT_CONFIDENCE = 0.9
_ILLEGIBLE_CONFIDENCE = 0.5
_GARBLED_BELOW = 0.5
_LIST_NUMBERS = 3
_LEAST_MASS = 0.02
_EDGE = 0.004
_CUT_FACTOR = 0.24
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a number may have: Western digits, a suffix as ``-a``; and its probability, 0..1."""

    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One number of one photograph.

    Attributes:
        role: detainee, branch, examination or unassigned.
        value: the first candidate; "" where there is none.
        status: ``read``: the first candidate has a quarter of the probability or more, and twice that of the second;
            ``illegible``: something is there; ``absent``. How sure it is the confidence says, not the status.
        confidence: of the value; where there is none, of the status.
        candidates: best first.
        box: left, top, right, bottom as fractions of the upright picture; empty where there is no value.
    """

    role: str
    value: str
    status: Status
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    box: tuple[float, ...] = ()

    def record(self) -> dict[str, object]:
        """The number as a JSON object, with its first candidates."""
        candidates = [{"value": each.value, "confidence": each.confidence} for each in self.candidates[:_MOST_SHOWN]]
        return {"value": self.value, "status": self.status, "confidence": self.confidence, "candidates": candidates}


@dataclass(frozen=True, slots=True)
class NumberSet:
    """A candidate for the numbers of one label taken together: the values by role, "" where not given."""

    values: tuple[tuple[str, str], ...]
    confidence: float

    def value(self, role: str) -> str:
        """The value of ``role``, or ""."""
        return dict(self.values).get(role, "")


@dataclass(frozen=True, slots=True)
class ExhibitNumbers:
    """The numbers of one exhibit.

    Attributes:
        exhibit: hex digest.
        by_role: a reading for each role.
        sets: candidates for the line that names the detainee, best first; what `persons` compares.
        unassigned: number-like texts without a role.
        page: whether the exhibit is a page of text.
        failed: why there is no reading of text, else "".
    """

    exhibit: str
    by_role: Mapping[str, NumberReading]
    sets: tuple[NumberSet, ...] = ()
    unassigned: tuple[NumberReading, ...] = ()
    page: bool = False
    failed: str = ""

    @property
    def detainee(self) -> NumberReading:
        """The detainee's own number."""
        return self.by_role["detainee"]

    def record(self) -> dict[str, object]:
        """``numbers`` of ``probata export persons``."""
        return {role: self.by_role[role].record() for role in ROLES} | {
            UNASSIGNED: [each.record() for each in self.unassigned]
        }


Matched = tuple[TextLine, tuple[NumberSet, ...]]


def numbers(text: pa.Table, scheme: NumberScheme) -> dict[str, ExhibitNumbers]:
    """The numbers of every exhibit in the readings ``text``.

    Args:
        text: columns digest, failed, lines, boxes.
        scheme: patterns and limits; without patterns every number is unassigned.
    """
    matcher = Matcher(scheme)
    rows = text.select(["digest", "failed", "lines", "boxes"]).to_pylist()
    alone = [numbers_of(row, matcher) for row in rows]
    known = series([*_best_sets(alone), *_best_examinations(alone)])
    return {row["digest"]: _among_others(row, matcher, each, known) for row, each in zip(rows, alone, strict=True)}


def _best_sets(read: Sequence[ExhibitNumbers]) -> Iterator[tuple[Values, float]]:
    return ((each.sets[0].values, each.sets[0].confidence) for each in read if each.sets)


def _best_examinations(read: Sequence[ExhibitNumbers]) -> Iterator[tuple[Values, float]]:
    """Examination numbers that stand on a line of their own."""
    for each in read:
        examination = each.by_role[EXAMINATION]
        if examination.value and not (each.sets and each.sets[0].value(EXAMINATION)):
            yield ((EXAMINATION, examination.value),), examination.confidence


def _among_others(row: Mapping[str, Any], matcher: Matcher, alone: ExhibitNumbers, known: Series) -> ExhibitNumbers:
    """The same again where the archive puts a candidate in doubt."""
    doubtful = any(known.plausibility(each.values, each.confidence) < 1 for each in alone.sets)
    return numbers_of(row, matcher, known) if doubtful else alone


def numbers_of(row: Mapping[str, Any], matcher: Matcher, known: Series | None = None) -> ExhibitNumbers:
    """The numbers of one row of the readings ``text``.

    Args:
        row: digest, failed, lines and boxes.
        matcher: the inquiry's scheme.
        known: what the archive's other numbers are like; left out: nothing is known of them.
    """
    lines = lines_of(row)
    rows = joined_rows(lines)
    page = is_page(lines, row["boxes"] or 0)
    unassigned = tuple(reading for line in lines if (reading := _unassigned(line)))
    if page or row["failed"]:
        return _without_roles(row, unassigned, page)
    dates = [line for line in rows if is_date_or_time(line.text)]
    undated = [line for line in rows if not any(_inside(line.box, date.box) for date in dates)]
    matched = [(line, _sets(line, matcher, known)) for line in undated]
    found = _widest([(line, sets) for line, sets in matched if sum(each.confidence for each in sets) >= _LEAST_MASS])
    if len({sets[0].values for _, sets in found if sets[0].value("detainee")}) >= _LIST_NUMBERS:
        return _without_roles(row, unassigned, page=True)
    used = [line for line, _ in found]
    left = tuple(each for each in unassigned if not any(_inside(each.box, line.box) for line in used))
    garbled = any(_is_garbled(line) for line in lines if not any(_inside(line.box, other.box) for other in used))
    by_role = {role: _reading(role, found, garbled or bool(left), matcher) for role in ROLES}
    naming = [sets for _, sets in found if any(each.value("detainee") for each in sets)]
    return ExhibitNumbers(row["digest"], by_role, _together(naming), left)


def _without_roles(row: Mapping[str, Any], unassigned: tuple[NumberReading, ...], page: bool) -> ExhibitNumbers:
    """A page, or an exhibit whose text could not be read."""
    nothing = {role: _without_value(role, "absent", 0.0) for role in ROLES}
    return ExhibitNumbers(row["digest"], nothing, (), unassigned, page, row["failed"] or "")


def _widest(found: Sequence[Matched]) -> list[Matched]:
    """What follows the scheme, less what is only a piece of a longer line that follows it too."""
    boxes = [line.box for line, _ in found]
    return [
        (line, sets)
        for line, sets in found
        if not any(other != line.box and _inside(line.box, other) for other in boxes)
    ]


def _sets(line: TextLine, matcher: Matcher, known: Series | None) -> tuple[NumberSet, ...]:
    """The line's candidates under the scheme; what follows no pattern keeps a tenth of its weight."""
    matching: dict[tuple[tuple[str, str], ...], float] = defaultdict(float)
    against = 0.0
    for text, confidence in line.spellings:
        parse = matcher.parse(text)
        if parse:
            matching[parse.parts] += confidence * parse.factor
        else:
            against += confidence * _AGAINST_SCHEME
    # what the reader gave to no candidate at all counts against all of them, also at a tenth
    rest = max(0.0, 1.0 - sum(confidence for _, confidence in line.spellings)) * _AGAINST_SCHEME
    whole = sum(matching.values()) + against + rest
    cut = _CUT_FACTOR if _touches_edge(line) else 1.0
    sets = [
        NumberSet(parts, cut * (known.plausibility(parts, mass / whole) if known else 1.0) * mass / whole)
        for parts, mass in matching.items()
    ]
    return tuple(sorted(sets, key=lambda each: (-each.confidence, each.values))[:_MOST_CANDIDATES])


def _touches_edge(line: TextLine) -> bool:
    left, top, right, bottom = line.box
    return left < _EDGE or top < _EDGE or right > 1 - _EDGE or bottom > 1 - _EDGE


def _together(lines: Sequence[tuple[NumberSet, ...]]) -> tuple[NumberSet, ...]:
    """The mean of several lines' candidates: equal numbers agree, different ones put each other in doubt."""
    total: dict[tuple[tuple[str, str], ...], float] = defaultdict(float)
    for sets in lines:
        for each in sets:
            total[each.values] += each.confidence / len(lines)
    ranked = sorted(total.items(), key=lambda each: (-each[1], each[0]))[:_MOST_CANDIDATES]
    return tuple(NumberSet(values, min(1.0, mass)) for values, mass in ranked)


def _reading(role: str, found: Sequence[Matched], garbled: bool, matcher: Matcher) -> NumberReading:
    having = [(line, sets) for line, sets in found if any(each.value(role) for each in sets)]
    if not having:
        cut = any(each.value(other) for _, sets in found for each in sets for other in matcher.beside(role))
        if cut or (garbled and role == "detainee" and role in matcher.roles):
            return _without_value(role, "illegible", _ILLEGIBLE_CONFIDENCE)
        return _without_value(role, "absent", _ABSENT_CONFIDENCE if role in matcher.roles else 0.0)
    total: dict[str, float] = defaultdict(float)
    for each in _together([sets for _, sets in having]):
        if each.value(role):
            total[each.value(role)] += each.confidence
    ranked = sorted(total.items(), key=lambda each: (-each[1], each[0]))
    candidates = tuple(Candidate(value, round(min(1.0, mass), _DECIMALS)) for value, mass in ranked)
    return NumberReading(
        role, candidates[0].value, _status(candidates), candidates[0].confidence, candidates, having[0][0].box
    )


def _status(candidates: Sequence[Candidate]) -> Status:
    first, second = candidates[0].confidence, candidates[1].confidence if len(candidates) > 1 else 0.0
    return "read" if first >= max(_READ_FROM, _READ_BEFORE * second) else "illegible"


def _without_value(role: str, status: Status, confidence: float) -> NumberReading:
    return NumberReading(role, "", status, confidence)


def _unassigned(line: TextLine) -> NumberReading | None:
    """A line that is mostly digits and no date or time."""
    plain = western(line.text)
    digits = sum(c.isdigit() for c in plain)
    letters = sum(c.isalpha() for c in plain)
    if digits < 2 or letters > 1 or is_date_or_time(plain):
        return None
    candidates = tuple(Candidate(western(text), round(p, _DECIMALS)) for text, p in line.spellings)
    return NumberReading(
        UNASSIGNED, candidates[0].value, _status(candidates), candidates[0].confidence, candidates, line.box
    )


def _is_garbled(line: TextLine) -> bool:
    """Whether something is written here that was not understood."""
    return line.confidence < _GARBLED_BELOW and not is_date_or_time(line.text)


def _inside(inner: Sequence[float], outer: Sequence[float]) -> bool:
    slack = 1e-6
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )
