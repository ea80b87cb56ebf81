"""What departs from its cohort in an inquiry, as records and as text; maps of single photographs.

Rules:
* Every answer says which tests were run, on how many photographs, at which false-alarm rate, and with which limits.
* Nothing is called fake: a photograph is consistent with its cohort, or departs in named respects.

Not here: the tests (`probata.linkage.authenticity`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from probata.errors import UsageError
from probata.inquiry import Inquiry
from probata.linkage.departure import Authenticity, CohortTest, Departure
from probata.linkage.proposals import propose

Record = dict[str, object]


@dataclass(frozen=True)
class Examination:
    """What the tests found in an archive.

    Attributes:
        tests: those that were asked for.
        departures: by exhibit, those with the smallest p first.
        examined: photographs on which at least one of the tests was run.
        paths: first path of each exhibit that departs.
    """

    tests: tuple[CohortTest, ...]
    departures: Mapping[str, tuple[Departure, ...]]
    examined: int
    paths: Mapping[str, str]

    def record(self) -> Record:
        """The examination as a JSON object."""
        return {
            "examined": self.examined,
            "consistent": self.examined - len(self.departures),
            "departing": len(self.departures),
            "tests": [asdict(test) for test in self.tests],
            "departures": [
                {
                    "exhibit": exhibit,
                    "path": self.paths.get(exhibit, ""),
                    "departs": [_without(asdict(each), "exhibit") for each in own],
                }
                for exhibit, own in self.departures.items()
            ],
        }

    def lines(self) -> Iterator[str]:
        """The examination for a reader."""
        for exhibit, own in self.departures.items():
            yield f"{self.paths.get(exhibit, '')}  {exhibit[:12]}"
            for each in own:
                yield f"  departs in {each.test}: {each.detail} (p {each.p:.2g}; among {each.cohort})"
        if self.departures:
            yield ""
        consistent = self.examined - len(self.departures)
        yield f"{consistent:,} of {self.examined:,} photographs examined are consistent with their cohorts"
        together = sum(test.false_alarm_rate for test in self.tests)
        yield f"all tests together: at most {100 * together:.2g} % of ordinary photographs are expected to depart"
        for test in self.tests:
            yield from _test_lines(test)


def examination(found: Authenticity, paths: Mapping[str, str], test: str = "") -> Examination:
    """What all tests, or one, found.

    Args:
        found: of the archive.
        paths: first path by exhibit.
        test: name of one test; "" for all.

    Raises:
        UsageError: there is no such test.
    """
    names = [each.name for each in found.tests]
    wanted = test.replace("-", "_")
    if test and wanted not in names:
        raise UsageError("there is no such test", expected=", ".join(names), found=test)
    departures: dict[str, list[Departure]] = defaultdict(list)
    for each in found.departures:
        if wanted in ("", each.test):
            departures[each.exhibit].append(each)
    ordered = sorted(departures, key=lambda exhibit: (min(each.p for each in departures[exhibit]), exhibit))
    tests = tuple(each for each in found.tests if wanted in ("", each.name))
    examined = len(found.examined) if not test else tests[0].examined
    return Examination(tests, {exhibit: tuple(departures[exhibit]) for exhibit in ordered}, examined, dict(paths))


def examined(inquiry: Inquiry, test: str = "") -> Examination:
    """What all tests, or one, find in an inquiry.

    Raises:
        UsageError: there is no such test.
    """
    snapshot = inquiry.snapshot()
    paths: dict[str, str] = {}
    for row in snapshot.received:
        if row.digest is not None:
            paths.setdefault(row.digest, row.path)
    return examination(propose(snapshot).authenticity, paths, test)


def _test_lines(test: CohortTest) -> Iterator[str]:
    result = (
        f"{test.departs:,} of {test.examined:,} depart, in {test.cohorts:,} cohorts" if test.examined else "not run"
    )
    yield ""
    yield f"{test.name} {test.version}: {result}"
    if test.examined:
        rate, high = 100 * test.false_alarm_rate, 100 * test.false_alarm_high
        yield f"  false alarms: {rate:.2g} % of ordinary photographs, at most {high:.2g} % (95 %)"
    yield f"  sees: {test.sees}"
    yield f"  limits: {test.limits}"
    if test.refused:
        yield f"  not run: {test.refused}"


def _without(record: Record, name: str) -> Record:
    return {key: value for key, value in record.items() if key != name}
