"""Departures: in which respects a photograph is not like its cohort. Values only.

Rules:
* Nothing is called fake. A photograph is *consistent with its cohort*, *departs* in named respects, or was not
  examined.
* Each test has a false-alarm rate measured on this archive's own cohorts, and says what it can't see.

Not here: how they are found (`authenticity`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Departure:
    """One respect in which one photograph departs from its cohort.

    Attributes:
        exhibit: hex digest.
        test: name of the test.
        value: of the test's statistic; higher is stranger.
        p: how often a photograph of the cohort is as strange or stranger (0 to 1, never 0).
        cohort: what it was compared with, in words.
        detail: one sentence for the reader.
    """

    exhibit: str
    test: str
    value: float
    p: float
    cohort: str
    detail: str


@dataclass(frozen=True, slots=True)
class CohortTest:
    """One test on the whole archive.

    Attributes:
        name: stable name, as ``thumbnail``.
        version: raised whenever the same readings can give another departure.
        sees: what it can see, one sentence.
        limits: what it can't, one sentence.
        examined: on how many photographs it was run.
        cohorts: in how many cohorts.
        departs: how many depart.
        false_alarm_rate: expected share of ordinary photographs that depart, measured on the archive.
        false_alarm_high: upper end of its 95 % interval; 1 where it was run on nothing.
        refused: why it was not run on some or all of the photographs; "" where it was run on all it could read.
    """

    name: str
    version: int
    sees: str
    limits: str
    examined: int
    cohorts: int
    departs: int
    false_alarm_rate: float
    false_alarm_high: float
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Authenticity:
    """All departures of an archive.

    Attributes:
        examined: photographs on which at least one test was run, sorted.
        departures: by exhibit, then by test.
        tests: every test that exists, also those that could not be run.
    """

    examined: tuple[str, ...] = ()
    departures: tuple[Departure, ...] = ()
    tests: tuple[CohortTest, ...] = ()
