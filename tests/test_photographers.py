"""Photographers: judged only, by device and period, whatever the device is called; two names are a conflict."""

import json
from datetime import UTC, datetime

import pytest

from ledger_making import digest
from probata.app.cli import call
from probata.app.judging import photographer
from probata.digest import Digest
from probata.errors import UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts import Act, ActUndone, PhotographerSet
from probata.ledger.judgements import judgements, standing
from probata.ledger.line import Entry
from probata.linkage.cameras import CameraAssignment
from probata.linkage.cameras_devices import CONTRADICTS
from probata.linkage.cameras_judged import with_judgements
from probata.linkage.link import Reason
from probata.linkage.photographers import photographers
from probata.snapshot import Judgement

A, B, C, D, E = (Digest.of(name.encode()).hex for name in "ABCDE")
TIMES = {A: "2012-05-03T10:00:00", B: "2012-06-30T23:59:59", C: "2012-07-01T00:00:00", D: "2012-05-05T08:00:00"}


def camera(exhibit, label="no. 1", basis="serial"):
    return CameraAssignment(exhibit, label, basis, 0.9, ())


CAMERAS = [camera(A), camera(B), camera(C), camera(D, "no. 2", "noise"), camera(E, "a model", "model")]


def said(exhibit, code, period=" to ", act="act"):
    return Judgement("photographer", exhibit, period, code, act)


def test_a_judgement_bears_on_the_device_in_the_period():
    found = photographers([said(A, "P-1", "2012-05-01 to 2012-06-30")], CAMERAS, TIMES)
    assert dict(found.by_exhibit) == {A: "P-1", B: "P-1"}
    assert (found.uses[0].photographs, found.uses[0].camera, found.uses[0].problem) == (2, "no. 1", "")


def test_without_a_period_it_bears_on_all_also_on_what_has_no_time():
    found = photographers([said(D, "P-2")], [*CAMERAS, camera("f" * 64, "no. 2", "copy")], TIMES)
    assert dict(found.by_exhibit) == {D: "P-2", "f" * 64: "P-2"}


def test_two_people_for_one_photograph_are_a_conflict_and_neither_counts():
    both = [said(A, "P-1", "2012-05-01 to 2012-06-30"), said(C, "P-2", "2012-06-30 to ")]
    found = photographers(both, CAMERAS, TIMES)
    assert found.conflicts == (B,)
    assert dict(found.by_exhibit) == {A: "P-1", C: "P-2"}


def test_of_a_model_alone_nobody_is_the_photographer():
    found = photographers([said(E, "P-3"), said(A, "P-1", "1999-01-01 to 1999-02-01")], CAMERAS, TIMES)
    assert not found.by_exhibit
    assert [use.problem for use in found.uses] == [
        "the photograph's body is not told, or its serial number and noise name two",
        "no photograph of no. 1 lies in the period",
    ]


def test_where_serial_number_and_noise_name_two_bodies_nobody_is_the_photographer():
    against = Reason(CONTRADICTS, "the file says no. 1; its noise is that of no. 2")
    contested = CameraAssignment(B, "no. 1", "serial", 0.9, (against,))
    cameras = [camera(A), contested, camera(D, "no. 2", "noise")]
    found = photographers([said(A, "P-1"), said(D, "P-2")], cameras, TIMES)
    assert dict(found.by_exhibit) == {A: "P-1", D: "P-2"}
    (use,) = photographers([said(B, "P-1")], cameras, TIMES).uses
    assert (use.photographs, use.problem[-8:]) == (0, "name two")


def entries(*told: tuple[str, Act]) -> list[Entry]:
    """Acts, each with who signed it; act number n has the digest of its number."""
    at = datetime(2026, 1, 31, tzinfo=UTC)
    return [
        Entry(act, at, "at the desk", n, digest(str(n - 1)), digest(f"key of {who}"), digest(str(n)))
        for n, (who, act) in enumerate(told, start=1)
    ]


def test_under_a_protocol_of_two_a_photographer_holds_when_two_agree():
    """The same device, period and code, by two people; undone by one it is pending again."""
    act = PhotographerSet(Digest(A), "P-1", "2012-05-01", "", "statement 4")
    other = PhotographerSet(Digest(A), "P-2", "2012-05-01", "", "statement 5")
    told = [("Ada", act), ("Grace", act), ("Grace", ActUndone(digest("2"), "withdrawn"))]
    states = [[each.state for each in standing(entries(*told[:n]), 2)] for n in (1, 2, 3)]
    assert states == [["pending"], ["holds"], ["pending"]]
    (held,) = judgements(entries(*told[:2]), 2)
    assert (held.kind, held.a, held.b, held.verdict) == ("photographer", A, "2012-05-01 to ", "P-1")
    assert [each.state for each in standing(entries(("Ada", act), ("Grace", other)), 2)] == ["conflict"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("John Smith", "", "", "seen"),
        ("", "", "", "seen"),
        ("P-1", "2012-13-01", "", "seen"),
        ("P-1", "2012-05-02", "2012-05-01", "seen"),
        ("P-1", "3 May", "", "seen"),
        ("P-1", "", "", " "),
    ],
)
def test_names_odd_days_and_missing_reasons_are_refused(wrong):
    with pytest.raises(UsageError):
        photographer(Digest(A), *wrong)


def test_by_command_line_and_undone(inquiry, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))
    folder = ["-C", str(inquiry.folder)]
    exhibit = next(iter(inquiry.store().digests())).hex
    told = ["--from", "2012-05-01", "--to", "2012-06-30", "--reason", "named in statement 4", "--json"]
    assert call([*folder, "judge", "photographer", exhibit, "P-1", *told]) == 0
    act = json.loads(capsys.readouterr().out)
    assert act["kind"] == "photographer-set"
    held = [j for j in Inquiry.open(inquiry.folder).snapshot().judgements if j.kind == "photographer"]
    assert [(j.a, j.b, j.verdict) for j in held] == [(exhibit, "2012-05-01 to 2012-06-30", "P-1")]
    assert call([*folder, "judge", "undo", act["act"], "--reason", "withdrawn"]) == 0
    assert not [j for j in Inquiry.open(inquiry.folder).snapshot().judgements if j.kind == "photographer"]
    assert call([*folder, "judge", "photographer", exhibit, "A Name", *told]) == 2


def link(a, b, verdict):
    return Judgement("camera", min(a, b), max(a, b), verdict, "act")


def test_same_device_gives_a_body_to_what_has_none():
    found, against = with_judgements(CAMERAS, [link(A, E, "same")])
    told = {each.exhibit: each for each in found}
    assert (told[E].camera, told[E].basis) == ("no. 1", "judgement")
    assert against == ()
    assert [each.exhibit for each in found] == [each.exhibit for each in CAMERAS]


def test_what_is_told_is_never_moved_and_a_contradiction_is_said():
    found, against = with_judgements(CAMERAS, [link(A, D, "same"), link(A, B, "different"), link(A, C, "cannot tell")])
    assert found == CAMERAS
    first, second = ("no. 1", "no. 2") if A < D else ("no. 2", "no. 1")
    assert {each.what for each in against} == {
        f"judged same device, and told to be {first} and {second}",
        "judged different device, and told to be no. 1 and no. 1",
    }
