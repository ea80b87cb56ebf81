"""From groups of photographs to assignments: which group is a person, its label, and each photograph's probability.

Not here: how groups come about (`persons_joining`).
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from probata.linkage.link import Reason
from probata.linkage.numbers import ExhibitNumbers
from probata.linkage.persons_joining import Proposal
from probata.linkage.persons_segments import Segment
from probata.linkage.persons_sequence import NOBODY, Number

UNKNOWN = "unknown"
_BURST_ONLY = 0.8
_BY_OTHERS = 0.999
_LARGEST = 0.999
_LEAST_DOUBT = 0.1
_NAMED_FROM = 0.5
SHOWN_FROM = 0.8
_NOTHING_TELLS = "no number, no burst and no near-duplicate that would tell"
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class PersonAssignment:
    """The person proposed for one photograph.

    Attributes:
        exhibit: hex digest.
        person: label, or None where no person could be told; the reasons say why.
        numbered: whether the person is known by a number, read on any of the photographs.
        number: that number as ``detainee/branch``, or "".
        probability: that the photograph shows this person; 0 without one; 1 only by judgement.
        basis: ``judgement``, ``number``, ``burst``, ``near-duplicate``, ``burst only`` or ``unknown``.
        reasons: why, or why not.
    """

    exhibit: str
    person: str | None
    numbered: bool
    number: str
    probability: float
    basis: str
    reasons: tuple[Reason, ...]

    @classmethod
    def unknown(cls, exhibit: str, why: str) -> "PersonAssignment":
        """No person could be told."""
        return cls(exhibit, None, False, "", 0.0, UNKNOWN, (Reason(UNKNOWN, why),))


def written(number: Number) -> str:
    """The number as text: ``detainee/branch``."""
    return "/".join(part for part in number if part)


def label_of(key: str) -> str:
    """A person's label: ``p-`` and twelve hex digits of the SHA-256 of ``key``."""
    return "p-" + hashlib.sha256(key.encode()).hexdigest()[:12]


class Assigning:
    """Knows the segments, what joined them and what was judged."""

    def __init__(
        self,
        found: Iterable[Segment],
        applied: Iterable[Proposal],
        judged: Collection[str],
        numbers: Mapping[str, ExhibitNumbers],
        roles: Collection[str],
        shows: Mapping[str, float],
    ) -> None:
        self._segment = {each.exhibit: segment for segment in found for each in segment.shown}
        self._applied = {proposal.a: proposal for proposal in sorted(applied, key=lambda p: p.probability)}
        self._judged, self._numbers, self._shows = judged, numbers, shows
        sure = [segment for segment in self._segment.values() if segment.well_read(roles)]
        self._sure = {segment.anchor: segment.number for segment in sure}
        self._known = {segment.number for segment in sure}

    def labelled(self, groups: Sequence[Sequence[str]]) -> list[list[PersonAssignment]]:
        """The assignments of each group; a number that two groups bear names neither."""
        numbers = [self._number(group) for group in groups]
        bearers = Counter(number for number, _ in numbers if number != NOBODY)
        labels = [
            label_of(written(number)) if number != NOBODY and bearers[number] == 1 else label_of(min(group))
            for group, (number, _) in zip(groups, numbers, strict=True)
        ]
        return [
            self._assignments(group, label, number, certainty)
            for group, label, (number, certainty) in zip(groups, labels, numbers, strict=True)
        ]

    def _number(self, group: Sequence[str]) -> tuple[Number, float]:
        """The group's surest number."""
        segments = {self._segment[each].anchor: self._segment[each] for each in group}
        best = min(segments.values(), key=lambda s: (-s.certainty, s.number))
        # on a number that is more likely wrong than right no person is named
        return (best.number, best.certainty) if best.certainty >= _NAMED_FROM else (NOBODY, 0.0)

    def _assignments(
        self, group: Sequence[str], label: str, number: Number, certainty: float
    ) -> list[PersonAssignment]:
        why = self._why_not(group, number)
        if why:
            return [PersonAssignment.unknown(exhibit, why) for exhibit in group]
        numbered = number != NOBODY
        name = written(number) if numbered else ""
        # that photographs belong together does not hang on how their number was read, where there are several
        sure = certainty if len(group) == 1 else 1.0
        return [
            PersonAssignment(exhibit, label, numbered, name, *self._grounds(exhibit, number, sure)) for exhibit in group
        ]

    def _why_not(self, group: Sequence[str], number: Number) -> str:
        """Why a group is no person that could be told, or ""."""
        if any(exhibit in self._judged for exhibit in group):
            return ""
        if number == NOBODY and len(group) > 1:
            likely = fmean(self._shows.get(exhibit, 1.0) for exhibit in group)
            return (
                "" if likely >= SHOWN_FROM else f"no number, and a person is shown with probability {likely:.2f} only"
            )
        if len(group) > 1 or self._is_sure(group):
            return ""
        candidates = self._segment[group[0]].candidates
        readings = ", ".join(f"{written(n)} ({p:.2f})" for n, p in candidates[:3])
        if any(p >= _LEAST_DOUBT and n in self._known for n, p in candidates):
            return f"the number is in doubt and may be that of a known person: {readings}"
        if number == NOBODY:
            return f"the number is in doubt: {readings}" if candidates else _NOTHING_TELLS
        return ""

    def _is_sure(self, group: Sequence[str]) -> bool:
        return any(self._segment[exhibit].anchor in self._sure for exhibit in group)

    def _grounds(self, exhibit: str, number: Number, certainty: float) -> tuple[float, str, tuple[Reason, ...]]:
        """Probability, basis and reasons of one photograph in a group that is a person."""
        own = self._own_reading(exhibit, number)
        joined = self._applied.get(exhibit)
        reasons = (*own, *(joined.reasons if joined else ()))
        if exhibit in self._judged:
            return 1.0, "judgement", (Reason("judgement", "judged the same person as another photograph"), *reasons)
        by_burst = next(s.probability for s in self._segment[exhibit].shown if s.exhibit == exhibit)
        if number == NOBODY:
            if joined and joined.reason.name == "near-duplicate":
                return joined.probability, "near-duplicate", reasons
            detail = "a burst without any number, taken to show one person"
            return _rounded(by_burst * _BURST_ONLY), "burst only", (Reason("burst only", detail), *reasons)
        together = by_burst * self._held_by(exhibit)
        if own:
            return _rounded(together * certainty), "number", reasons
        # a number in the frame itself says more than a burst can
        return _rounded(together * _BY_OTHERS), joined.reason.name if joined else "burst", reasons

    def _held_by(self, exhibit: str) -> float:
        """The probability of the link that joined the photograph's segment to others; 1 where none did."""
        link = self._applied.get(self._segment[exhibit].anchor)
        return link.probability if link else 1.0

    def _own_reading(self, exhibit: str, number: Number) -> tuple[Reason, ...]:
        known = self._numbers.get(exhibit)
        if known is None or number == NOBODY:
            return ()
        for each in known.sets:
            if (each.value("detainee"), each.value("branch")) == number:
                return (Reason("number", f"{written(number)} read with confidence {each.confidence:.2f}"),)
        return ()


def _rounded(probability: float) -> float:
    return round(min(probability, _LARGEST), _DECIMALS)
