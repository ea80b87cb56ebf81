"""The score of authenticity: which of the photographs that somebody tampered with depart from their cohort.

Rules:
* False alarms are counted on photographs as the camera wrote them. Copies and pictures onto which a program put a label
  were truly saved again: what departs of them is right, and is in no rate.
* By test as well: a test is to keep its false alarms below one in a hundred by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from probata.proficiency.agreement import Record
from probata.proficiency.truth import TruthLine


@dataclass(frozen=True, slots=True)
class Recall:
    """How many tampered ones of a kind there are and depart; by how they were saved, or what was edited."""

    of: int
    found: int
    by_how: dict[str, tuple[int, int]]

    @property
    def recall(self) -> float:
        """Found among all; 1.0 of none."""
        return self.found / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True)
class TamperingScore:
    """Tampered photographs.

    Attributes:
        kinds: recall by kind.
        untouched: photographs as the camera wrote them.
        false_alarms: how many of them depart in any respect.
        by_test: how many of them depart, by test.
    """

    kinds: dict[str, Recall]
    untouched: int
    false_alarms: int
    by_test: dict[str, int]

    @property
    def false_alarm_rate(self) -> float:
        """False alarms of all tests together; 0.0 of none."""
        return self.false_alarms / self.untouched if self.untouched else 0.0


def score_tampering(photographs: Mapping[str, TruthLine], departures: Iterable[Record]) -> TamperingScore:
    """Departures against what was truly done.

    Args:
        photographs: truth by SHA-256.
        departures: records ``{exhibit, test}``.
    """
    tests: dict[str, set[str]] = defaultdict(set)
    for record in departures:
        tests[str(record["exhibit"])].add(str(record["test"]))
    groups: dict[str, list[str]] = defaultdict(list)
    for sha, line in photographs.items():
        if line.tampered and not line.edit:
            groups[line.tampered].append(sha)
    untouched = [sha for sha, line in photographs.items() if _as_taken(line)]
    by_test = Counter(test for sha in untouched for test in tests.get(sha, ()))
    return TamperingScore(
        kinds={kind: _recall(photographs, own, tests.keys()) for kind, own in sorted(groups.items())},
        untouched=len(untouched),
        false_alarms=sum(bool(tests.get(sha)) for sha in untouched),
        by_test=dict(sorted(by_test.items())),
    )


def _as_taken(line: TruthLine) -> bool:
    return not line.tampered and line.edit in ("", "exact", "re-photographed") and line.medium != "overlay"


def _recall(photographs: Mapping[str, TruthLine], own: Iterable[str], departing: Set[str]) -> Recall:
    of, found = Counter[str](), Counter[str]()
    for sha in own:
        how = photographs[sha].tampered_how
        of[how] += 1
        found[how] += sha in departing
    return Recall(of.total(), found.total(), {how: (found[how], of[how]) for how in sorted(of)})
