"""Classes: each rule on its own, their order, and that nothing is guessed."""

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image, ImageDraw

from probata.linkage.bursts import Burst, Bursts
from probata.linkage.classes import ClassProposal, classes
from probata.linkage.numbers import ExhibitNumbers, NumberReading, NumberSet
from probata.readings.analysers.scene import SceneAnalyser


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
    assert 0.9 < found.confidence < 1
    assert proposals(exhibit("a", 0.3))["a"].confidence < found.confidence


def test_a_number_that_cannot_be_read_by_the_scheme_is_a_number_too_where_a_person_is_shown() -> None:
    plain, illegible = exhibit("b"), NumberReading("detainee", "", "illegible", 0.5)
    unassigned = (NumberReading("unassigned", "48", "read", 0.6),)
    label = replace(plain, by_role={**plain.by_role, "detainee": illegible}, unassigned=unassigned)
    found = proposals(exhibit("a", 0.98), label, bursts=["ab"])["b"]
    assert (found.class_, found.basis) == ("person-with-number", "label")
    assert found.person > 0.8 > found.confidence
    assert told(label) == {"b": "unclassified"}


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


def looks(*names: str, seed: int = 0, level: int = 0, contrast: float = 0.2) -> list[dict[str, object]]:
    """Rows of the readings ``scene``; a different level looks different."""
    rng = np.random.default_rng(seed)
    return [
        {
            "digest": name,
            "features": rng.normal(100 + level, 20, 402).clip(0, 255).astype(np.uint8).tobytes(),
            "contrast": contrast,
        }
        for name in names
    ]


def archive(level: int) -> tuple[dict[str, ClassProposal], list[str]]:
    """Forty persons with numbers, forty others, and a burst of four that looks like the persons if level is 0."""
    persons = [f"{i:02x}" * 32 for i in range(40)]
    others = [f"{i + 100:02x}" * 32 for i in range(40)]
    burst = [f"{i + 200:02x}" * 32 for i in range(4)]
    rows = looks(*persons, seed=1) + looks(*others, seed=2, level=25) + looks(*burst, seed=3, level=level)
    files = pa.table({"digest": sorted(persons + others + burst), "kind": ["image"] * 84})
    known = {e: exhibit(e, 0.98) for e in persons} | {e: exhibit(e) for e in others + burst}
    line = Burst("A", tuple(burst), ("2013-05-04T10:00:00",) * 4, 0.9, ())
    return {
        each.exhibit: each
        for each in classes(known, files, Bursts((line,), (), (), (), (), {}), (), scenes=pa.Table.from_pylist(rows))
    }, burst


@pytest.mark.parametrize(("level", "class_"), [(0, "person-without-number"), (25, "scene")])
def test_a_burst_is_told_by_its_likeness_to_the_archives_own_persons(level: int, class_: str) -> None:
    found, burst = archive(level)
    assert {found[e].class_ for e in burst} == {class_}
    assert {found[e].basis for e in burst} == {"likeness"}
    assert all(0.5 < found[e].confidence <= 0.99 for e in burst)


def test_a_picture_of_next_to_nothing_is_other_but_text_comes_first() -> None:
    scenes = pa.Table.from_pylist(looks("a", "b", contrast=0.01) + looks("c", contrast=0.2))
    assert told(exhibit("a"), exhibit("b", 0.98), exhibit("c"), scenes=scenes) == {
        "a": "other",
        "b": "person-with-number",
        "c": "unclassified",
    }


def picture(colour: int, shape: str = "JPEG") -> bytes:
    drawn = Image.new("RGB", (400, 300), (colour, 90, 160))
    ImageDraw.Draw(drawn).rectangle((100, 60, 300, 240), fill=(20, colour, 220))
    stream = io.BytesIO()
    drawn.save(stream, shape)
    return stream.getvalue()


def test_the_look_of_a_picture_is_pure_and_fits_its_schema() -> None:
    analyser = SceneAnalyser()
    row = analyser.read(picture(10))
    assert row == analyser.read(picture(10))
    assert len(row["features"]) == 402
    assert row["features"] != analyser.read(picture(200))["features"]
    assert set(row) == {field.name for field in analyser.schema}
    stream = io.BytesIO()
    Image.new("RGB", (200, 200), (9, 9, 9)).save(stream, "PNG")
    assert analyser.read(stream.getvalue())["contrast"] == 0.0


def test_the_look_of_a_very_small_picture_is_read_too() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (2, 1), (9, 200, 9)).save(stream, "PNG")
    assert len(SceneAnalyser().read(stream.getvalue())["features"]) == 402
