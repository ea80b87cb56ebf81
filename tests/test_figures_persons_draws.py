"""Persons by class, over draws, by an audit and side by side: known values on hand-made findings."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from probata.digest import Digest
from probata.ledger.audits import Audit, AuditAnswer, DrawnAudit
from probata.linkage.persons_class import PersonClass
from probata.linkage.persons_draws import PartitionDraws
from probata.report.figures import Figure, Undefined, figures
from probata.report.figures.basis import Basis
from probata.report.figures.figure import slug
from probata.report.figures.persons_draws import drawn
from probata.statistics.sampling import draw
from test_report_made import Shot, findings_of, small, snapshot_of

PHOTOGRAPHS = tuple(Shot("", content).digest for content in "12345678")
LABELS = [
    [0, 0, 0, 1, -1, -1, 2, 2],  # by number: P1 (three), P2; group of two (7, 8)
    [0, 0, 1, 1, -1, -1, 2, 2],
    [0, 0, 0, 0, -1, 2, 3, 3],
    [0, 0, 0, 1, 2, -1, -1, -1],
]


def class_(name: str, basis: str) -> PersonClass:
    return PersonClass("", name, basis, 0.9, 0, "")


def made(shots: Sequence[Shot], audits: Sequence[DrawnAudit] = (), **more: Any) -> dict[str, Figure]:
    snapshot = replace(snapshot_of(shots), audits=tuple(audits))
    return {figure.name: figure for figure in figures(snapshot, replace(findings_of(shots), **more))}


# --- by class and over draws --------------------------------------------------------------------------------------


def test_persons_and_groups_are_counted_by_class_and_add_up() -> None:
    classes = {"P1": class_("detainee", "judgement"), "P2": class_("soldier", "rule")}
    found = made(small(), person_classes=classes)
    by_class = {name: found[f"persons-by-class.{name}"] for name in ("detainee", "soldier", "civilian", "unknown")}
    assert [figure.value for figure in by_class.values()] == [1, 1, 0, 1]
    assert found["persons-and-groups"].value == 3
    assert (by_class["detainee"].resting_on_judgements, by_class["soldier"].resting_on_links) == (1, 1)
    photographs = found["photographs-by-person-class.detainee"]
    assert photographs.value == len(photographs.exhibits) == 3
    assert "more person" in found["persons-and-groups"].note


def test_each_draw_is_counted_as_it_is() -> None:
    shots = small()
    draws = PartitionDraws(PHOTOGRAPHS, np.array(LABELS, dtype=np.int32), 3)
    classes = {"P1": class_("detainee", "rule"), "P2": class_("soldier", "rule")}
    basis = Basis.of(snapshot_of(shots), replace(findings_of(shots), draws=draws, person_classes=classes))
    found = drawn(basis, draws)
    # photographs 1, 3 and 4 show a number and are of a person known by one
    assert found.by_number.tolist() == [2, 2, 1, 2]
    assert found.without.tolist() == [1, 1, 2, 1]
    assert found.mean.tolist() == [2, 2, 4, 2]
    assert found.variance[:2].tolist() == [2, 0]
    assert np.isnan(found.variance[2])
    assert found.by_class["detainee"].tolist() == [1, 2, 1, 1]  # 3 and 4 tie: the first class by name
    assert found.by_class["soldier"].tolist() == [1, 0, 0, 1]
    assert found.by_class["unknown"].tolist() == [1, 1, 2, 1]


def test_the_interval_over_draws_holds_the_middle_of_them() -> None:
    labels = np.array([[0, 0, 1, 1, -1, -1, -1, -1]] * 96 + [[0, 1, 2, 3, -1, -1, -1, -1]] * 4, dtype=np.int32)
    found = made(small(), draws=PartitionDraws(PHOTOGRAPHS, labels, 3))["persons-and-groups-drawn"]
    assert (found.value, found.low, found.high, found.level) == (2.08, 2, 4, 0.95)
    few = np.array([[0, 0, 0, 0, -1, -1, -1, -1]] * 100, dtype=np.int32)
    beside = made(small(), draws=PartitionDraws(PHOTOGRAPHS, few, 3))["persons-and-groups-drawn"]
    assert (beside.value, beside.low, beside.high) == (1, 1, 3)  # the count by links is in it
    assert found.note == "100 draws."


def test_without_draws_the_figures_say_so() -> None:
    found = made(small())
    assert found["persons-by-number-drawn"].value == Undefined("no draws of the partition were made")
    assert found["persons-by-number-drawn"].level is None
    shown = found["persons-shown"]
    assert (shown.value, shown.low, shown.parts) == (3, None, ("persons-and-groups",))
    assert "nothing says how sure" in shown.note


def test_with_draws_and_no_audit_the_draws_are_what_is_shown() -> None:
    found = made(small(), draws=PartitionDraws(PHOTOGRAPHS, np.array(LABELS, dtype=np.int32), 3))
    shown = found["persons-shown"]
    assert (shown.value, shown.low, shown.high, shown.level) == (3, 3, 3, 0.95)
    assert "no audit" in shown.note
    assert found["persons-shown-by-class.unknown"].value == 3


def test_exhibits_that_are_no_photographs_are_not_counted_in_draws() -> None:
    strangers = PartitionDraws((*PHOTOGRAPHS, Shot("", "text").digest), np.array([[0] * 8 + [1]], dtype=np.int32), 1)
    assert made(small(), draws=strangers)["persons-and-groups-drawn"].value == 1


# --- the audit ----------------------------------------------------------------------------------------------------


def archive(persons: int = 30) -> list[Shot]:
    """Persons of one to six photographs, and as many photographs of nobody again by half."""
    shots = []
    for person in range(persons):
        for number in range(1 + person % 6):
            shots.append(
                Shot(f"a/{person}-{number}.jpg", f"{person}-{number}", class_="person-with-number", person=f"P{person}")
            )
    return shots + [Shot(f"b/{at}.jpg", f"scene {at}", class_="scene") for at in range(len(shots) // 2)]


def audit_of(
    shots: Sequence[Shot], size: int, *, answered: int | None = None, wrong: str = "", **said: str
) -> DrawnAudit:
    """An audit that finds the truth: the persons of ``shots``, but that those of ``wrong`` are one."""
    true = {shot.digest: "P0" if shot.person and shot.person in wrong.split() else shot.person for shot in shots}
    strata = {shot.digest: shot.path.split("/")[0] for shot in shots}
    answers = {}
    for at, exhibit in enumerate(draw(strata, "seed", size)[:answered]):
        members = frozenset(each for each in true if true[each] and true[each] == true[exhibit])
        shows = said.get(f"at{at}") or ("person" if members else "nobody")
        kept = members if shows == "person" else frozenset()
        answers[exhibit] = AuditAnswer(shows, len(kept), kept, f"{at:064x}", "an auditor")
    return DrawnAudit(Audit("audit-1", "seed", size, "folder", Digest.of(b"f"), "0" * 64, answers), strata)


def test_an_audit_of_everything_gives_the_truth_and_the_linkers_errors() -> None:
    shots = archive()
    found = made(shots, [audit_of(shots, len(shots), wrong="P0 P1 P2")])
    for name in ("audit-persons.audit-1", "audit-persons-assisted.audit-1"):
        assert (found[name].value, found[name].low, found[name].high) == (28, 28, 28)
    assert found["persons-and-groups"].value == 30
    # P0, P1, P2 have 1, 2, 3 photographs: 15 true pairs, of which the linker gives 0 + 1 + 3
    pairs = sum(n * (n - 1) // 2 for n in (4, 5, 6)) * 5 + sum(n * (n - 1) // 2 for n in (1, 2, 3)) * 4
    assert found["linker-pair-precision.audit-1"].value == 1
    assert found["linker-pair-recall.audit-1"].value == pytest.approx((pairs + 4) / (pairs + 15), abs=1e-6)
    assert found["linker-persons-split.audit-1"].value == pytest.approx(1 / 28, abs=1e-6)
    assert found["linker-persons-merged.audit-1"].value == 0
    assert found["audit-photographs-per-person.audit-1"].value == pytest.approx(105 / 28, abs=1e-6)


def test_with_an_audit_the_count_put_right_is_what_is_shown() -> None:
    shots = archive()
    found = made(shots, [audit_of(shots, 60)])
    shown, assisted = found["persons-shown"], found["audit-persons-assisted.audit-1"]
    assert (shown.value, shown.low, shown.high, shown.level) == (30, assisted.low, assisted.high, 0.95)
    assert shown.low is not None
    assert shown.high is not None
    assert shown.low < 30 < shown.high
    assert shown.parts == ("audit-persons-assisted.audit-1",)
    assert shown.resting_on_judgements == 60


def test_the_classes_of_an_audited_count_add_up_to_it() -> None:
    shots = archive()
    classes = {f"P{person}": class_("detainee" if person < 20 else "soldier", "rule") for person in range(30)}
    found = made(shots, [audit_of(shots, 50, wrong="P0 P1 P2")], person_classes=classes)
    parts = [found[f"persons-shown-by-class.{name}"].value for name in ("detainee", "soldier", "unknown")]
    assert sum(float(str(each)) for each in parts) == pytest.approx(float(str(found["persons-shown"].value)), abs=1e-5)


def test_a_linker_that_joins_everybody_is_warned_of() -> None:
    shots = [replace(shot, person=shot.person and "P0") for shot in archive()]
    truth = audit_of(archive(), 100)
    found = made(shots, [truth])
    assert found["persons-and-groups"].value == 1
    warning = found["persons-disagreements"]
    assert warning.value == warning.note.count("Warning") == 4  # links with both audits, and two divisions
    assert "persons by links and judgements disagree with persons by the audit alone" in warning.note
    rows = {name: figure for name, figure in found.items() if figure.stem == "persons-compared"}
    assert rows["persons-compared.links"].value == 1
    assert rows["persons-compared.division"].unit == "persons, by division"
    low = found["audit-persons-assisted.audit-1"].low
    assert low is not None
    assert low > 20


def test_answers_after_a_gap_do_not_count_yet() -> None:
    shots = archive()
    whole = audit_of(shots, 40)
    order = draw(whole.strata, "seed", 40)
    kept = {each: answer for each, answer in whole.audit.answers.items() if each != order[20]}
    found = made(shots, [replace(whole, audit=replace(whole.audit, answers=kept))])
    assert found["audit-drawn.audit-1"].value == 40
    assert found["audit-answered.audit-1"].value == 20
    assert found["audit-answered.audit-1"].exhibits == tuple(order[:20])
    assert "20 of the sample do not count yet" in found["audit-answered.audit-1"].note
    assert not isinstance(found["audit-persons.audit-1"].value, Undefined)
    assert found["persons-shown"].parts == ("persons-and-groups",)  # an unfinished audit decides nothing


def test_what_cannot_be_told_is_counted_and_widens() -> None:
    shots = archive()
    sure, unsure = (
        made(shots, [audit_of(shots, 60)]),
        made(shots, [audit_of(shots, 60, at3="cannot-tell", at4="cannot-tell")]),
    )
    assert unsure["audit-cannot-tell.audit-1"].value == 2
    for name in ("audit-persons.audit-1", "audit-persons-assisted.audit-1"):
        one, other = sure[name], unsure[name]
        assert other.low is not None
        assert one.low is not None
        assert other.high is not None
        assert one.high is not None
        assert other.low <= one.low
        assert other.high > one.high
        assert other.silent_on == 2


def test_an_audit_that_nobody_answered_defines_nothing() -> None:
    shots = archive()
    found = made(shots, [audit_of(shots, 40, answered=0)])
    assert isinstance(found["audit-persons.audit-1"].value, Undefined)
    assert isinstance(found["persons-compared.audit"].value, Undefined)
    assert found["persons-shown"].parts == ("persons-and-groups",)


def test_photographs_received_after_the_drawing_are_outside_and_said_to_be() -> None:
    shots = archive()
    later = [*shots, Shot("c/new.jpg", "new", class_="scene")]
    found = made(later, [audit_of(shots, 30)])
    assert found["audit-persons.audit-1"].exclusions == "1 photographs received later"
    assert found["audit-persons.audit-1"].frame.startswith(f"the {len(shots)} photographs")


def test_every_new_figure_says_what_it_is() -> None:
    for name, figure in made(archive(), [audit_of(archive(), 40)]).items():
        assert figure.unit, name
        assert figure.frame, name
        assert figure.exclusions, name
        assert slug(figure.stem) == figure.stem
        if figure.level is not None:
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= float(str(figure.value)) <= figure.high, name
