"""Archives that are made to mislead, drawn, read by the analysers and linked as an inquiry does it.

Only then is the truth looked at. What the linker makes of such archives by the hundred is in `test_adversarial`.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from adversarial import HARD, KEPT_APART
from conftest import desk_of
from probata.app import exports, investigation, judging
from probata.app.desk import Desk
from probata.digest import Digest
from probata.inquiry import Inquiry
from probata.proficiency.archive import make
from probata.proficiency.parameters import DEFAULT_SCHEME, EDITS, Parameters
from probata.proficiency.score import Findings, Score, score
from probata.proficiency.truth import read_truth
from probata.readings.analysers import ANALYSERS
from probata.readings.pool import LocalPool
from probata.readings.run import run as read_missing

ASKED_FROM = 0.1  # persons by which an answer is expected to change the count


def _investigated(base: Path, desk: Desk, photographs: int, seed: int, hard: dict[str, object]) -> Inquiry:
    parameters = Parameters(
        photographs=photographs, seed=seed, megapixels=0.3, person_share=0.85, scene_share=0.1, document_share=0.05,
        edit_shares=(0.0,) * len(EDITS), debris=False, **hard,  # type: ignore[arg-type]
    )  # fmt: skip
    make(base / "made", parameters)
    (base / "made" / "truth").rename(base / "truth")
    patterns = [*parameters.scheme, "E {examination}"]
    inquiry = investigation.create(base / "inquiry", "Hard", desk, patterns=patterns)
    investigation.intake(inquiry, base / "made" / "drive", "a tester", desk)
    store = inquiry.store()
    digests = [digest.hex for digest in store.digests()]
    pool = LocalPool(desk.workers)
    read_missing(ANALYSERS, digests, lambda d: store.path(Digest(d)), inquiry.readings, pool, desk.progress)
    return inquiry


def _scored(inquiry: Inquiry, truth: Path) -> Score:
    return score(truth, Findings(exports.persons(inquiry), exports.pictures(inquiry), exports.cameras(inquiry)))


def _silent(inquiry: Inquiry, truth: Path, desk: Desk, found: Score) -> list[str]:
    """Found persons that join several true ones, neither doubted nor asked about in earnest."""
    person = {line.sha256: line.person for line in read_truth(truth)}
    questions = (each.question for each in judging.asked(inquiry, desk, kind="person", limit=0))
    asked = {frozenset((person.get(q.a, ""), person.get(q.b, ""))) for q in questions if q.effect >= ASKED_FROM}
    return [
        f"{each.person}: {', '.join(each.persons)}"
        for each in found.persons.mixed
        if not each.doubted and not any(frozenset((each.persons[0], other)) in asked for other in each.persons[1:])
    ]


def _check(base: Path, photographs: int, seed: int, hard: dict[str, object]) -> Score:
    desk = replace(desk_of(base / "state"), workers=1)
    inquiry = _investigated(base, desk, photographs, seed, hard)
    found = _scored(inquiry, base / "truth")
    assert found.persons.true >= 5
    assert found.persons.found >= 1
    assert not _silent(inquiry, base / "truth", desk, found)
    return found


def test_a_clock_changed_in_a_burst_merges_nobody_silently(tmp_path: Path) -> None:
    _check(tmp_path, 36, 41, HARD["clock changed in a burst"])


@pytest.mark.slow
@pytest.mark.parametrize("name", KEPT_APART)
def test_no_two_persons_are_merged_silently(tmp_path: Path, name: str) -> None:
    _check(tmp_path, 100, 51, HARD[name])


@pytest.mark.slow
def test_the_same_archive_without_a_trap_is_found_person_by_person(tmp_path: Path) -> None:
    found = _check(tmp_path, 36, 41, {"scheme": DEFAULT_SCHEME})
    assert (found.persons.merged, found.persons.pair_precision) == (0, 1.0)
    assert abs(found.persons.error) <= 0.2
