"""Classes: each rule on its own, their order, and that nothing is guessed."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from probata.linkage.bursts import Burst, Bursts
from probata.linkage.classes import ClassProposal, classes
from probata.linkage.numbers import ExhibitNumbers, NumberReading, NumberSet


def exhibit(name: str, confidence: float = 0.0, *, page: bool = False) -> ExhibitNumbers:
    by_role = {role: NumberReading(role, "", "absent", 0.9) for role in ("detainee", "branch", "examination")}
    sets = ()
    if confidence:
        by_role["detainee"] = NumberReading("detainee", "4821", "read", confidence)
        sets = (NumberSet((("detainee", "4821"), ("branch", "15")), confidence),)
    return ExhibitNumbers(name, by_role, sets, (), page)


def proposals(
    *exhibits: ExhibitNumbers,
    bursts: Sequence[str] = (),
    near: Sequence[str] = (),
    kinds: dict[str, str] | None = None,
    judged: dict[str, str] | None = None,
    scenes: pa.Table | None = None,
) -> dict[str, ClassProposal]:
    names = sorted(each.exhibit for each in exhibits)
    files = pa.table({"digest": names, "kind": [(kinds or {}).get(name, "image") for name in names]})
    lines = tuple(Burst("A", tuple(each), tuple("2013-05-04T10:00:00" for _ in each), 0.9, ()) for each in bursts)
    found = classes(
        {each.exhibit: each for each in exhibits}, files, Bursts(lines, (), (), (), (), {}), near, judged, scenes
    )
    assert [each.exhibit for each in found] == names
    return {each.exhibit: each for each in found}


def told(*args: ExhibitNumbers, **options: object) -> dict[str, str]:
    return {name: each.class_ for name, each in proposals(*args, **options).items()}  # type: ignore[arg-type]


def test_a_number_as_the_scheme_writes_it_is_a_person_with_a_number() -> None:
    found = proposals(exhibit("a", 0.98))["a"]
    assert (found.class_, found.basis) == ("person-with-number", "number")
    assert 0.9 < found.confidence < 0.98


def test_a_page_is_a_document_whatever_numbers_stand_on_it() -> None:
    assert told(exhibit("a", 0.98, page=True)) == {"a": "document"}


def test_beside_a_person_in_a_burst_is_a_person_and_less_surely_at_the_ends() -> None:
    found = proposals(*(exhibit(n) for n in "xbcy"), exhibit("a", 0.98), exhibit("d", 0.98), bursts=["xabcdy"])
    assert {found[n].class_ for n in "xbcy"} == {"person-without-number"}
    assert found["b"].confidence > found["x"].confidence == found["y"].confidence


def test_a_page_within_a_burst_stays_a_document() -> None:
    assert told(exhibit("a", 0.98), exhibit("b", page=True), bursts=["ab"])["b"] == "document"


def test_a_near_duplicate_has_the_class_of_its_picture() -> None:
    found = proposals(exhibit("a", 0.98), exhibit("b"), near=["ab"])
    assert found["b"].class_ == "person-with-number"
    assert found["b"].confidence < found["a"].confidence


def test_a_near_duplicate_of_a_neighbour_in_a_burst_is_one_too() -> None:
    found = told(exhibit("a", 0.98), exhibit("b"), exhibit("w"), bursts=["ab"], near=["bw"])
    assert found["w"] == "person-without-number"


def test_what_nothing_tells_is_unclassified() -> None:
    found = proposals(exhibit("a"), exhibit("b"), exhibit("c"), bursts=["bc"])
    assert {each.class_ for each in found.values()} == {"unclassified"}
    assert {each.confidence for each in found.values()} == {0.0}


@pytest.mark.parametrize(
    ("kind", "class_"),
    [
        ("document", "document"),
        ("text", "document"),
        ("archive", "other"),
        ("empty", "other"),
        ("video", "unclassified"),
    ],
)
def test_files_that_are_no_pictures(kind: str, class_: str) -> None:
    assert told(exhibit("a"), kinds={"a": kind}) == {"a": class_}


def test_a_judgement_replaces_the_proposal_and_counts_for_its_neighbours() -> None:
    found = proposals(exhibit("a", 0.98), exhibit("b"), judged={"a": "scene"}, near=["ab"])
    assert (found["a"].class_, found["a"].confidence, found["a"].basis) == ("scene", 1.0, "judgement")
    assert found["b"].class_ == "scene"
    assert found["b"].confidence < 1


def test_the_picture_itself_is_asked_last() -> None:
    scenes = pa.table({"digest": ["a", "b"], "class": ["scene", "scene"], "confidence": [0.7, 0.7]})
    found = told(exhibit("a"), exhibit("b", 0.98), scenes=scenes)
    assert found == {"a": "scene", "b": "person-with-number"}
