"""What a person set takes the place of what was read."""

import pytest

from probata.linkage.numbers import Candidate, ExhibitNumbers, NumberReading, NumberSet
from probata.linkage.numbers_judged import with_judged


def read(*sets: tuple[str, str, float]) -> ExhibitNumbers:
    found = [NumberSet((("detainee", d), ("branch", b)), p) for d, b, p in sets]
    role = {
        name: NumberReading(
            name, found[0].value(name), "read", found[0].confidence, (Candidate("x", 0.5),), (0, 0, 1, 1)
        )
        for name in ("detainee", "branch", "examination")
    }
    return ExhibitNumbers("a" * 64, role, tuple(found))


def judged(found: ExhibitNumbers, **said: str) -> ExhibitNumbers:
    return with_judged({found.exhibit: found}, {found.exhibit: said})[found.exhibit]


def test_a_set_number_is_the_only_candidate_and_the_other_role_keeps_its_own() -> None:
    after = judged(read(("17", "215", 0.6), ("77", "215", 0.2), ("17", "275", 0.2)), detainee="71")
    assert after.detainee.record() == {
        "value": "71",
        "status": "read",
        "confidence": 1.0,
        "candidates": [{"value": "71", "confidence": 1.0}],
    }
    assert [(s.value("detainee"), s.value("branch")) for s in after.sets] == [("71", "215"), ("71", "275")]
    assert [s.confidence for s in after.sets] == pytest.approx([0.8, 0.2])
    assert after.by_role["branch"].value == "215"


def test_both_set_is_sure() -> None:
    after = judged(read(("17", "215", 0.6)), detainee="71", branch="227")
    assert [(s.value("detainee"), s.value("branch"), s.confidence) for s in after.sets] == [("71", "227", 1.0)]


@pytest.mark.parametrize("said", ["illegible", "absent"])
def test_no_number_leaves_no_candidate(said: str) -> None:
    after = judged(read(("17", "215", 0.6)), detainee=said)
    assert (after.detainee.value, after.detainee.status, after.sets) == ("", said, ())


def test_a_number_where_none_was_read() -> None:
    nothing = read(("17", "215", 0.6))
    after = judged(ExhibitNumbers(nothing.exhibit, nothing.by_role), detainee="5")
    assert [(s.values, s.confidence) for s in after.sets] == [((("detainee", "5"),), 1.0)]


def test_an_exhibit_that_was_not_read_is_left_out() -> None:
    assert with_judged({}, {"b" * 64: {"detainee": "5"}}) == {}
