"""Figures of an examination: shares by the design of the sample, agreement, and what is left out and said so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from examination_making import adjudicated, coding, examined, unit
from probata.examination.sampling import drawn
from probata.ledger.examinations import Examination
from probata.report.figures import Figure, Undefined, figures
from probata.report.figures.examination import key_of
from probata.report.findings import Findings, PersonFinding
from probata.statistics.agreement.measures import measures
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import Estimate, proportion
from test_report_made import small, snapshot_of

YES, NO = {"thin": "present", "marks": "none"}, {"thin": "absent"}


def made(examination: Examination) -> dict[str, Figure]:
    snapshot = replace(snapshot_of(small()), examination=examination)
    return {figure.name: figure for figure in figures(snapshot, Findings())}


def order(examination: Examination) -> list[int]:
    """The numbers of the drawn units, in the order of drawing."""
    number = {unit(k): k for k in range(1000)}
    sample = examination.samples[0]
    return [number[each.unit] for each in drawn(sample, examination.frame_of(sample.sample))]


def test_without_an_examination_there_are_no_figures_of_it() -> None:
    names = made(Examination())
    assert not [name for name in names if name.startswith(("coded", "agreement", "sample", "units"))]


def test_a_share_is_that_of_the_design_with_its_interval() -> None:
    sampled = order(examined([]))
    thin = set(sampled[:7])
    codings = [coding(e, k, YES if k in thin else NO) for k in sampled for e in ("E1", "E2")]
    figure = made(examined(codings))["coded-share.a-1-thin-present"]
    expected = proportion(Design.of(20, fpc=[40.0] * 20), [1.0] * 7 + [0.0] * 13)
    assert isinstance(expected, Estimate)
    assert figure.value == pytest.approx(0.35)
    assert figure.low == pytest.approx(expected.interval.low, abs=1e-6)
    assert figure.high == pytest.approx(expected.interval.high, abs=1e-6)
    assert figure.resting_on_judgements == 20
    assert set(figure.exhibits) == {unit(k) for k in sampled}


def test_what_cannot_be_told_is_outside_and_counted() -> None:
    sampled = order(examined([]))
    codings = [coding("E1", k, {"thin": "not-visible"} if k in sampled[:5] else NO) for k in sampled]
    codings += [coding("E2", k, {"thin": "not-visible"} if k in sampled[:5] else YES if k == sampled[6] else NO)
                for k in sampled]  # fmt: skip
    found = made(examined(codings))
    figure = found["coded-share.a-1-thin-present"]
    assert figure.value == 0.0
    assert figure.resting_on_judgements == 14
    assert "5 of which it can't be told, 1 on which examiners differ" in figure.exclusions
    decided = made(examined(codings, [adjudicated(sampled[6], "thin", "present")]))["coded-share.a-1-thin-present"]
    assert decided.value == pytest.approx(1 / 15, abs=1e-6)
    assert found["agreement-alike.a-1-thin"] == replace(
        decided_agreement := made(examined(codings, [adjudicated(sampled[6], "thin", "present")]))[
            "agreement-alike.a-1-thin"
        ],
        inputs=found["agreement-alike.a-1-thin"].inputs,
    )
    assert decided_agreement.value == pytest.approx(19 / 20)


def test_agreement_is_that_of_the_measures() -> None:
    sampled = order(examined([]))
    codings = [coding("E1", k, YES if k % 2 else NO) for k in sampled]
    codings += [coding("E2", k, YES if k % 3 else NO) for k in sampled]
    found = made(examined(codings))
    codes = [[int(not k % 2), int(not k % 3)] for k in sampled]
    expected = measures(codes, ("present", "absent", "not-visible"))
    for stem, outcome in (("kappa", expected.fleiss), ("alpha", expected.krippendorff), ("ac1", expected.gwet)):
        figure = found[f"agreement-{stem}.a-1-thin"]
        assert figure.value == pytest.approx(outcome.value, abs=1e-6)  # type: ignore[union-attr]
        assert figure.low is not None
        assert figure.low <= figure.value <= figure.high  # type: ignore[operator]
    assert found["agreement-units.a-1-thin"].value == 20
    asked = [k for k in sampled if k % 2 and k % 3]
    assert found["agreement-units.a-1-marks-burns"].value == len(asked)


def test_one_examiner_alone_has_shares_and_no_agreement() -> None:
    sampled = order(examined([]))
    found = made(examined([coding("E1", k, NO) for k in sampled]))
    assert found["coded-share.a-1-thin-absent"].value == 1.0
    assert not [name for name in found if name.startswith("agreement")]
    assert found["units-coded-by-several.a-1"].value == 0


def test_a_stratum_without_a_coding_has_no_share_and_says_so() -> None:
    base = examined([], strata=2)
    sampled = order(base)
    codings = [coding("E1", k, NO) for k in sampled if k % 2]
    value = made(examined(codings, strata=2))["coded-share.a-1-thin-absent"].value
    assert isinstance(value, Undefined)
    assert "1 strata" in value.reason


def test_an_examiner_who_codes_again_and_the_pass_with_context() -> None:
    sampled = order(examined([]))
    codings = [coding("E1", k, NO) for k in sampled]
    codings += [coding("E1", k, YES if k == sampled[0] else NO, occasion=2) for k in sampled[:4]]
    codings += [coding("E1", k, YES if k in sampled[:3] else NO, assignment="a-2") for k in sampled[:10]]
    found = made(examined(codings, ways=("blind", "context")))
    assert found["agreement-with-oneself.a-1-thin"].value == pytest.approx(0.75)
    assert found["second-pass-changed.a-2-thin"].value == 3
    assert "Of 10 answers" in found["second-pass-changed.a-2-thin"].note


def test_units_coded_out_of_order_are_used_with_a_word() -> None:
    sampled = order(examined([]))
    gaps = made(examined([coding("E1", k, NO) for k in sampled[::2]]))["coded-share.a-1-thin-absent"]
    none = made(examined([coding("E1", k, NO) for k in sampled[:10]]))["coded-share.a-1-thin-absent"]
    assert "left out between" in gaps.note
    assert "left out between" not in none.note


def test_where_one_examiner_codes_alone_the_share_is_put_right_by_what_several_decided() -> None:
    sampled = order(examined([], frame=200, size=80))
    codings = [coding("E1", k, YES if place % 2 else NO) for place, k in enumerate(sampled)]
    codings += [coding("E2", k, YES if place % 2 and place % 4 == 1 else NO) for place, k in enumerate(sampled[:40])]
    # of 20 that E1 called thin, E2 says no of 10; adjudicated: E2 was right
    judged = [adjudicated(k, "thin", "absent") for place, k in enumerate(sampled[:40]) if place % 4 == 3]
    found = made(examined(codings, judged, frame=200, size=80))
    right = found["coded-share-checked.a-1-thin-present"]
    plain = found["coded-share.a-1-thin-present"]
    assert right.value == pytest.approx(0.25, abs=1e-6)
    assert plain.value == pytest.approx(30 / 80, abs=1e-6)
    assert right.low is not None
    assert right.low < 0.25 < right.high  # type: ignore[operator]


def test_a_person_with_many_photographs_counts_once() -> None:
    sampled = order(examined([]))
    base = examined([coding("E1", k, YES if k in sampled[:10] else NO) for k in sampled])
    many = {unit(k): PersonFinding("A", True, 0.9, "number", False) for k in range(40)}
    alone = next(k for k in sampled[10:])
    many[unit(alone)] = PersonFinding("B", True, 0.9, "number", False)
    snapshot = replace(snapshot_of(small()), examination=base)
    found = {f.name: f for f in figures(snapshot, Findings(persons=many))}
    share = found["coded-share-of-persons.a-1-thin-absent"]
    weights = [1 / 39] * 19 + [1.0]
    assert share.value == pytest.approx((9 * weights[0] + 1) / sum(weights), abs=1e-6)
    assert share.resting_on_links == 20
    assert found["coded-share.a-1-thin-absent"].value == pytest.approx(0.5)


def test_questions_and_codes_with_hyphens_never_share_a_name() -> None:
    names = {key_of("a-1", "b", "c"), key_of("a", "1-b", "c"), key_of("a-1", "b-c"), key_of("a", "1", "b-c")}
    assert len(names) == 4
