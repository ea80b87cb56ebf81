"""Authenticity, population first: which photographs depart from their cohort, and in which respects.

Rules:
* A test compares a photograph with others that its camera took in the same size, never with a fixed threshold.
* Every test that exists is listed: on how many photographs it was run, with which result, at which false-alarm rate
  measured on this archive, and why it was not run where it was not.
* Nothing is called fake. What departs has a reason in words; what departs in nothing is consistent with its cohort.

Not here: what is measured of one photograph (`probata.readings.traces_statistics`), and the tests that follow rules
(`signatures_contradictions`, `clocks`, `sun`), whose outcomes are handed in.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan

import numpy as np
import pyarrow as pa

from probata.linkage.authenticity_cohorts import Photograph, cohorts
from probata.linkage.authenticity_outcome import Described, Outcome
from probata.linkage.authenticity_provenance import provenance_outcome
from probata.linkage.authenticity_tests import cohort_outcome
from probata.linkage.clocks_streams import seconds
from probata.linkage.departure import Authenticity
from probata.linkage.device import DeviceAssignment
from probata.linkage.signatures import claimed_model
from probata.readings.traces_statistics import STATISTICS

VERSION = "1"
_TRACES_VERSION = 1

DEVICE_NOISE = Described(
    "device_noise", 1,
    "A region lacks the sensor noise of the device that the rest of the photograph shows.",
    "Photographs whose device can't be told, what lies outside the tile compared, and dark or saturated regions.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the tests look at.

    Attributes:
        files: readings table with columns digest, kind, width, height.
        metadata: readings table with columns digest, make, model, taken_original.
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
        Departures sorted by exhibit and test; every test, also those that could not be run: those of a photograph's
        own bytes, of its sensor noise, of its provenance, then those handed in, in their order.
    """
    photographs = _photographs(evidence)
    groups = cohorts(photographs)
    outcomes = [
        cohort_outcome(described, photographs, groups, values, _places(evidence.traces, described.name))
        for described, values in _statistics(evidence, [each.exhibit for each in photographs])
    ]
    outcomes += [provenance_outcome(evidence.provenance), *evidence.outcomes]
    return Authenticity(
        examined=tuple(sorted(frozenset[str]().union(*(each.examined for each in outcomes)))),
        departures=tuple(
            sorted((one for each in outcomes for one in each.departures), key=lambda one: (one.exhibit, one.test))
        ),
        tests=tuple(each.test for each in outcomes),
    )


def _statistics(evidence: Evidence, exhibits: Sequence[str]) -> Iterable[tuple[Described, Sequence[float]]]:
    """Each statistic with its values in the order of ``exhibits``; NaN: it can't be computed."""
    read = evidence.traces
    names = ["digest"] if read is None else read.column_names
    digests = [] if read is None else read["digest"].to_pylist()
    for each in STATISTICS:
        told = dict(zip(digests, read[each.column].to_pylist(), strict=True)) if read and each.column in names else {}
        values = [told.get(exhibit) for exhibit in exhibits]
        described = Described(each.column, _TRACES_VERSION, each.sees, each.limits)
        yield described, [nan if value is None else float(value) for value in values]
    local = {each.exhibit: each.local for each in evidence.devices}
    yield DEVICE_NOISE, np.array([local.get(exhibit, nan) for exhibit in exhibits], dtype=np.float64).tolist()


def _places(traces: pa.Table | None, name: str) -> dict[str, str]:
    """Where each photograph is strangest, to be added to a sentence; of statistics that tell a place."""
    column = f"{name}_where"
    if traces is None or column not in traces.column_names:
        return {}
    found: dict[str, str] = {}
    for digest, box in zip(traces["digest"].to_pylist(), traces[column].to_pylist(), strict=True):
        if box is not None:
            left, top, right, bottom = (f"{100 * share:.0f}" for share in json.loads(box))
            found[str(digest)] = (
                f"; at {left} to {right} % of the width and {top} to {bottom} % of the height, as stored"
            )
    return found


def _photographs(evidence: Evidence) -> list[Photograph]:
    """The exhibits that have a size, sorted by digest."""
    columns = (evidence.metadata[name].to_pylist() for name in ("digest", "make", "model", "taken_original"))
    told = {
        digest: (claimed_model(make, model), seconds(taken))
        for digest, make, model, taken in zip(*columns, strict=True)
    }
    exposures = {each.exhibit: each.exposure for each in evidence.devices}
    sizes = (evidence.files[name].to_pylist() for name in ("digest", "kind", "width", "height"))
    found = []
    for digest, kind, width, height in zip(*sizes, strict=True):
        if kind == "image" and width and height:
            model, taken = told.get(digest, ("", None))
            camera, exposure = evidence.cameras.get(digest, ""), exposures.get(digest, "")
            when = nan if taken is None else taken
            found.append(Photograph(digest, camera, model, width, height, exposure, when))
    return sorted(found, key=lambda each: each.exhibit)
