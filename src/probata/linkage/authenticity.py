"""Authenticity, population first: which photographs depart from their cohort, and in which respects.

Rules:
* A test compares a photograph with others that its camera took in the same size, never with a fixed threshold.
* Every test that exists is listed: on how many photographs it was run, with which result, at which false-alarm rate
  measured on this archive, and why it was not run where it was not.
* Nothing is called fake. What departs has a reason in words; what departs in nothing is consistent with its cohort.

Not here: what is measured of one photograph (`probata.readings.traces_statistics`), and the tests that follow rules
(`signatures_contradictions`, `clocks`, `sun`), whose outcomes are handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from probata.linkage.authenticity_outcome import Outcome
from probata.linkage.departure import Authenticity
from probata.linkage.device import DeviceAssignment


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the tests look at.

    Attributes:
        files: readings table with columns digest, kind, width, height.
        metadata: readings table with columns digest, make, model.
        traces: readings table with a column for each of `traces_statistics.STATISTICS`; None: not read.
        provenance: readings table with columns digest, c2pa, c2pa_state, c2pa_problem, c2pa_signer, c2pa_generator;
            None: not read.
        cameras: label by exhibit; those whose camera is not known are left out.
        devices: what sensor noise says of each photograph.
        outcomes: of the tests that follow rules, taken over as they are.
    """

    files: pa.Table
    metadata: pa.Table
    traces: pa.Table | None = None
    provenance: pa.Table | None = None
    cameras: Mapping[str, str] = field(default_factory=dict)
    devices: tuple[DeviceAssignment, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def authenticity(evidence: Evidence) -> Authenticity:
    """What departs in ``evidence``; equal evidence gives equal departures.

    Returns:
        Departures sorted by exhibit and test; every test, also those that could not be run.
    """
    outcomes = evidence.outcomes
    return Authenticity(
        tuple(sorted(frozenset().union(*(each.examined for each in outcomes)))),
        tuple(sorted((d for each in outcomes for d in each.departures), key=lambda d: (d.exhibit, d.test))),
        tuple(each.test for each in outcomes),
    )
