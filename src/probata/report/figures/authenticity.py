"""Authenticity: how many photographs are consistent with their cohort, which depart in what, and clocks."""

from collections.abc import Iterator

from probata.report.figures.basis import PHOTOGRAPHS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, Undefined, slug

READS = (
    "custody", "readings/file", "readings/metadata", "readings/noise", "readings/provenance", "readings/traces",
    "settings",
)  # fmt: skip
LEVEL = 0.95


def authenticity(make: Maker) -> Iterator[Figure]:
    """Counts photographs that depart from others of their camera and size, by test, with each test's false alarms.

    Unit: photograph; photographs per thousand for the false-alarm rate; test for those that could not be run. Frame:
    photographs on which at least one test was run, for a test those on which it was run. Rule: each test compares a
    photograph with its cohort: what hardly any ordinary photograph of the cohort would show departs. The false-alarm
    rate is the share of ordinary photographs that are expected to depart, measured on the archive itself; its upper end
    is that of the interval at 95 percent. Limits: nothing is called fake; a departure has a reason in words and may be
    harmless; what a test can't see stands beside it; of photographs that no test sees, nothing is known. Silent on
    photographs without traces reading.
    """
    basis, found = make.basis, make.basis.findings.authenticity
    silent = basis.silent("traces")
    examined = [d for d in basis.photographs if d in set(found.examined)]
    by_test: dict[str, set[str]] = {}
    for each in found.departures:
        by_test.setdefault(each.test, set()).add(each.exhibit)
    departing = set().union(*by_test.values())
    consistent = [d for d in examined if d not in departing]
    yield make.figure(
        "photographs-examined", len(examined), unit="photographs", frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs on which no test could be run", of="photographs", silent_on=silent,
        parts=["photographs-consistent", "photographs-departing"],
    )  # fmt: skip
    yield make.figure(
        "photographs-consistent", len(consistent), unit="photographs", frame="photographs examined",
        exclusions="photographs that depart in any respect", of="photographs-examined", links=len(consistent),
        silent_on=silent, exhibits=consistent,
    )  # fmt: skip
    out = [d for d in examined if d in departing]
    yield make.figure(
        "photographs-departing", len(out), unit="photographs", frame="photographs examined",
        exclusions="photographs that are consistent with their cohort in every respect examined",
        of="photographs-examined", links=len(out), silent_on=silent, exhibits=out,
        note="A departure is no proof of a change; each is listed with its reason.",
    )  # fmt: skip
    for test in found.tests:
        own = [d for d in examined if d in by_test.get(test.name, ())]
        label, key = test.name.replace("_", " "), slug(test.name.replace("_", "-"))
        not_run = Undefined(test.refused or "no photograph that it could be run on")
        yield make.figure(
            f"photographs-examined-by-test.{key}", test.examined, label=label, unit="photographs",
            frame=PHOTOGRAPHS_FRAME, exclusions="photographs on which the test can't be run", of="photographs",
            note=f"{test.sees} Not seen: {test.limits}", silent_on=silent,
        )  # fmt: skip
        yield make.figure(
            f"departures-by-test.{key}", len(own) if test.examined else not_run, label=label, unit="photographs",
            frame="photographs on which the test was run", exclusions="photographs that do not depart in this respect",
            links=len(own), silent_on=silent, exhibits=own,
        )  # fmt: skip
        yield make.figure(
            f"false-alarm-rate.{key}", _per_thousand(test.false_alarm_rate) if test.examined else not_run, label=label,
            unit="per thousand ordinary photographs", frame="photographs on which the test was run",
            exclusions="photographs of small cohorts", low=0.0 if test.examined else None,
            high=_per_thousand(test.false_alarm_high) if test.examined else None,
            level=LEVEL if test.examined else None,
        )  # fmt: skip
    yield make.figure(
        "tests-not-run", sum(not test.examined for test in found.tests), unit="tests",
        frame="all tests of authenticity", exclusions="tests that were run on at least one photograph",
    )  # fmt: skip


def _per_thousand(share: float) -> float:
    return round(1000 * share, 3)


def clocks(make: Maker) -> Iterator[Figure]:
    """What file numbers and satellite times tell of the cameras' clocks.

    Unit: seconds a day for a drift; setting for clocks set back. Frame: photographs that carry the time of satellites
    beside the camera's; photographs in the order of their numbers. Rule: the slope of the difference over time (Theil
    and Sen) with its interval at 95 percent; a clock was set back where times fall for good while numbers rise. Limits:
    a camera without satellite time has no drift here; a clock set forward looks like a pause. Can identify a source.
    """
    found = make.basis.findings.clocks
    for each in found.drifts:
        yield make.figure(
            f"clock-drift.{slug(each.camera)}", each.s_per_day, label=each.camera, unit="seconds a day",
            frame=f"{each.photographs} photographs that tell both times",
            exclusions="photographs without satellite time",
            low=each.low, high=each.high, level=LEVEL, links=each.photographs, identifies_source=True,
        )  # fmt: skip
    yield make.figure(
        "clocks-set-back", len(found.settings), unit="settings", frame="photographs in the order of their numbers",
        exclusions="streams whose numbers say nothing of time", links=len(found.settings),
        exhibits=[each.after for each in found.settings],
    )  # fmt: skip


METHODS = (
    Method(
        "authenticity",
        1,
        READS,
        {
            "photographs-examined": "Photographs examined for authenticity",
            "photographs-consistent": "Photographs consistent with their cohort in every respect examined",
            "photographs-departing": "Photographs that depart from their cohort in some respect",
            "photographs-examined-by-test.*": "Photographs examined, by test",
            "departures-by-test.*": "Photographs that depart, by test",
            "false-alarm-rate.*": "Expected false alarms, by test",
            "tests-not-run": "Tests of authenticity that could not be run",
        },
        authenticity,
    ),
    Method(
        "clocks",
        1,
        ("custody", "readings/metadata", "readings/file", "readings/noise", "settings"),
        {
            "clock-drift.*": "Drift of a camera's clock against satellites, by camera",
            "clocks-set-back": "Clocks that were set back",
        },
        clocks,
    ),
)
