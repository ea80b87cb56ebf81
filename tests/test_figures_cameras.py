"""Figures of cameras, noise, photographers, authenticity and clocks: they add up and name what is open."""

import math
from dataclasses import replace

import pytest

from probata.linkage.clocks import Clocks, Drift, Setting
from probata.linkage.departure import Authenticity, CohortTest, Departure
from probata.linkage.device import Comparison, Device, DeviceAssignment, Devices
from probata.linkage.photographers import Photographers, Use
from probata.report.figures import figures
from probata.report.figures.figure import Undefined
from probata.report.findings import CameraFinding, Findings
from probata.snapshot import Judgement
from probata.statistics.poisson_binomial import interval
from test_report_made import Shot, snapshot_of

SHOTS = [Shot(f"a/{n}.jpg", f"{n}") for n in range(10)]
D = [shot.digest for shot in SHOTS]


def computed(findings):
    return {figure.name: figure for figure in figures(snapshot_of(SHOTS), findings)}


def noise_findings():
    """Ten photographs: six of body A by noise, two of B by serial, two not told, one of which A comes first for."""
    cameras = {d: CameraFinding("A", "noise", 0.99, "", "Maker One", 2.5) for d in D[:6]}
    cameras |= {d: CameraFinding("B", "serial", 1.0, "", "Maker One", -1.5, "noise of A") for d in D[6:8]}
    cameras[D[8]] = CameraFinding("unknown", "unknown", 0.6, "A", "Maker One")
    cameras[D[9]] = CameraFinding("unknown", "unknown")
    told = [DeviceAssignment(d, "device 1", "device 1", 0.99, 9.0, 2.5) for d in D[:6]]
    told += [DeviceAssignment(d, "device 2", "device 2", 1.0, 9.0, -1.5) for d in D[6:8]]
    told += [DeviceAssignment(D[8], "", "device 1", 0.6, 2.0, math.nan, "dark")]
    known = (Device("device 1", 6, 6, 1600, 1200), Device("device 2", 2, 2, 1600, 1200))
    same = [Comparison(D[n], "device 1", 9.0, True, "512/normal", 1.5) for n in range(4)]
    different = [Comparison(D[n], "device 2", 0.0, False, "512/normal", (-1.0, -1.0, -1.0, 0.5)[n]) for n in range(4)]
    refused = (("512/dark", "20 more photographs would do"),)
    return Findings(cameras=cameras, devices=Devices(tuple(told), known, (*same, *different), refused))


def test_cameras_add_up_and_have_intervals():
    found = computed(noise_findings())
    by_camera = {f.label: f for name, f in found.items() if name.startswith("photographs-by-camera.")}
    assert {label: f.value for label, f in by_camera.items()} == {"A": 6, "B": 2}
    assert sum(f.value for f in by_camera.values()) + found["photographs-of-unknown-camera"].value == 10
    a, b = by_camera["A"], by_camera["B"]
    assert (a.low, a.high, a.level) == (6, 7, 0.95)  # the one that can't be told may be of A
    assert (b.low, b.high) == (2, 2)
    assert a.identifies_source
    assert a.record()["identifies_source"] is True


def test_models_are_a_claim_of_their_own():
    found = computed(noise_findings())
    claimed = {f.label: f.value for name, f in found.items() if name.startswith("photographs-by-claimed-model.")}
    assert claimed == {"Maker One": 9, "no make or model": 1}
    (several,) = [f for name, f in found.items() if name.startswith("bodies-of-model.")]
    assert (several.value, several.label) == (2, "Maker One")


def test_support_is_told_in_words_and_contradictions_are_listed():
    found = computed(noise_findings())
    support = {f.label: f.value for name, f in found.items() if name.startswith("photographs-by-support.")}
    assert support == {"moderately strong support for the same source": 6, "moderate support for different sources": 2}
    against = found["photographs-noise-against-serial"]
    assert (against.value, set(against.exhibits)) == (2, set(D[6:8]))


def test_devices_and_what_noise_can_not_tell():
    found = computed(noise_findings())
    assert found["devices-told-apart"].value == 2
    assert found["photographs-device-not-told"].value == 1
    assert found["photographs-device-not-told-by-exposure.dark"].value == 1
    assert sorted(f.value for n, f in found.items() if n.startswith("photographs-by-device.")) == [2, 6]


def test_ratios_have_cost_rates_and_reasons_for_refusal():
    found = computed(noise_findings())
    key = next(name for name in found if name.startswith("lr-least-cost.")).split(".", 1)[1]
    assert found[f"lr-comparisons-same.{key}"].value == 4
    assert found[f"lr-least-cost.{key}"].value == 0
    assert found[f"lr-cost.{key}"].value > 0
    wrong = found[f"lr-misleading-different.{key}"]
    assert wrong.value == 25
    assert wrong.low < 25 < wrong.high
    (refused,) = [f for n, f in found.items() if n.startswith("lr-cost.") and isinstance(f.value, Undefined)]
    assert "20 more photographs" in refused.value.reason


def test_photographers_are_marked_and_rest_on_judgements():
    findings = Findings(photographers=Photographers(dict.fromkeys(D[:4], "P-1"), (), (D[5],)))
    found = computed(findings)
    one = found["photographs-by-photographer.P-1" if "photographs-by-photographer.P-1" in found else next(
        name for name in found if name.startswith("photographs-by-photographer."))]  # fmt: skip
    assert (one.value, one.resting_on_judgements, one.identifies_source) == (4, 4, True)
    assert found["photographs-without-photographer"].value == 6
    assert found["photographs-of-two-photographers"].value == 1
    assert found["photographer-judgements-without-effect"].value == 0
    idle = Photographers({}, (Use("P-1", D[0], "", "", "", "a" * 64, 0, "the photograph's body is not told"),))
    said = computed(Findings(photographers=idle))["photographer-judgements-without-effect"]
    assert (said.value, said.exhibits, said.identifies_source) == (1, (D[0],), True)
    assert "not told" in said.note
    assert not found["photographs"].identifies_source


def test_a_photographers_code_stands_in_marked_figures_only():
    said = [
        Judgement("photographer", D[0], " to ", "P-77", "a" * 64),
        Judgement("class", D[1], "scene", "scene", "b" * 64),
    ]
    findings = Findings(photographers=Photographers({D[0]: "P-77"}))
    found = figures(snapshot_of(SHOTS, judgements=said), findings)
    leaking = [f.name for f in found if not f.identifies_source and "77" in f"{f.name} {f.label} {f.title} {f.note}"]
    assert leaking == []
    assert any(f.name.startswith("judgements-by-verdict.photographer") for f in found)


def test_authenticity_says_how_many_by_which_test_at_which_rate():
    tests = (
        CohortTest("copy_move", 1, "Sees copies.", "Not small ones.", 9, 1, 2, 0.004, 0.02),
        CohortTest("c2pa", 1, "Sees changes.", "Not absent ones.", 0, 0, 0, 0.0, 1.0),
    )
    departures = (
        Departure(D[0], "copy_move", 0.6, 0.001, "9 photographs", "0.6"),
        Departure(D[1], "copy_move", 0.5, 0.002, "9 photographs", "0.5"),
    )
    found = computed(Findings(authenticity=Authenticity(tuple(sorted(D[:9])), departures, tests)))
    assert found["photographs-examined"].value == 9
    assert found["photographs-consistent"].value + found["photographs-departing"].value == 9
    assert set(found["photographs-departing"].exhibits) == {D[0], D[1]}
    assert found["departures-by-test.copy-move"].value == 2
    rate = found["false-alarm-rate.copy-move"]
    assert (rate.value, rate.high) == (4.0, 20.0)
    assert isinstance(found["departures-by-test.c2pa"].value, Undefined)
    assert found["tests-not-run"].value == 1
    assert "Not seen: Not small ones." in found["photographs-examined-by-test.copy-move"].note


def test_clocks_drift_and_were_set_back():
    known = Clocks((), (Setting("A", D[0], D[1], 3600.0),), (Drift("A", 12, 7200.0, 1.5, 1.2, 1.8),))
    found = computed(Findings(clocks=known))
    (drift,) = [f for name, f in found.items() if name.startswith("clock-drift.")]
    assert (drift.value, drift.low, drift.high, drift.identifies_source) == (1.5, 1.2, 1.8, True)
    assert found["clocks-set-back"].exhibits == (D[1],)


def test_without_noise_nothing_is_claimed():
    found = computed(Findings())
    assert found["devices-told-apart"].value == 0
    assert found["photographs-examined"].value == 0
    assert found["cameras"].value == 0
    assert replace(found["cameras"]).record()["identifies_source"] is False


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [([], (0, 0)), ([1.0, 1.0], (2, 2)), ([0.0], (0, 0)), ([0.5], (0, 1)), ([0.5] * 100, (40, 60))],
)
def test_intervals_of_independent_events(probabilities, expected):
    assert interval(probabilities) == expected


def test_intervals_cover_by_exact_and_by_normal():
    few, many = interval([0.3] * 2000), interval([0.3] * 2001)
    assert abs(few[0] - many[0]) <= 2
    assert abs(few[1] - many[1]) <= 2
    assert few[0] < 600 < few[1]
