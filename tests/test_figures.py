"""Figures: known values on hand-made snapshots, partitions that add up, and the documents that list them."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probata.errors import BadInput
from probata.report.figures import METHODS, Figure, Maker, Undefined, figures, meanings, slug
from probata.report.figures.basis import Basis
from probata.report.findings import Findings
from probata.settings import parse
from probata.snapshot import Judgement
from test_report_made import HEAD, Shot, findings_of, sample, small, snapshot_of

DOCS = Path(__file__).parent.parent / "docs" / "figures.md"
GROUPS = [[Shot("", "2").digest, Shot("", "1").digest]]


def made(shots: list[Shot] | None = None, groups: list[list[str]] = GROUPS) -> dict[str, Figure]:
    shots = small() if shots is None else shots
    return {figure.name: figure for figure in figures(snapshot_of(shots), findings_of(shots, groups))}


KNOWN = {
    "files-received": 12,
    "files-new": 9,
    "files-known": 2,
    "files-refused": 1,
    "intake-files.0001": 12,
    "intake-bytes.0001": 12_000,
    "intake-refused.0001": 1,
    "exhibits": 9,
    "exhibits-by-kind.image": 7,
    "exhibits-by-kind.raw": 1,
    "exhibits-by-kind.text": 1,
    "photographs-received": 10,
    "photographs": 8,
    "photographs-duplicate": 2,
    "photographs-near-duplicate": 1,
    "pictures": 7,
    "photographs-unreadable": 1,
    "unreadable.metadata": 1,
    "unread.metadata": 0,
    "photographs-by-class.person-with-number": 3,
    "class-judged.person-with-number": 2,
    "class-proposed.person-with-number": 1,
    "photographs-by-class.person-without-number": 3,
    "photographs-by-class.scene": 1,
    "photographs-by-class.document": 0,
    "photographs-by-class.unclassified": 1,
    "photographs-showing-a-person": 6,
    "cameras": 2,
    "photographs-of-unknown-camera": 4,
    "days": 3,
    "photographs-by-day.2013-05-04": 2,
    "photographs-by-month.2013-05": 3,
    "photographs-by-month.2013-06": 1,
    "photographs-without-date": 4,
    "photographs-by-top-folder.a": 3,
    "photographs-by-top-folder.b": 4,
    "photographs-by-folder." + slug("b/c"): 3,
    "photographs-by-folder." + slug("(at the top)"): 1,
    "judgements": 0,
    "persons-by-number": 2,
    "groups-without-number": 1,
    "photographs-of-persons-by-number": 4,
    "photographs-of-groups-without-number": 2,
    "photographs-without-person": 2,
    "photographs-per-person-mean": 2.0,
    "photographs-per-person-least": 1,
    "photographs-per-person-lower-quartile": 1.5,
    "photographs-per-person-median": 2.0,
    "photographs-per-person-upper-quartile": 2.5,
    "photographs-per-person-most": 3,
    "persons-with-photographs.1": 1,
    "persons-with-photographs.3": 1,
    "division-of-all-photographs": 4.0,
    "division-of-photographs-showing-a-person": 3.0,
    "division-by-median": 3.0,
    "division-excess": 2.0,
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_known_values(name: str) -> None:
    assert made()[name].value == KNOWN[name]


def test_what_rests_on_judgements_links_and_silence() -> None:
    found = made()
    persons = found["persons-by-number"]
    assert (persons.resting_on_judgements, persons.resting_on_links) == (1, 1)
    photographs = found["photographs-of-persons-by-number"]
    assert (photographs.resting_on_judgements, photographs.resting_on_links) == (2, 2)
    assert photographs.link_error == pytest.approx(0.1)
    of_class = found["photographs-by-class.person-with-number"]
    assert (of_class.resting_on_judgements, of_class.resting_on_links, of_class.link_error) == (2, 1, 0.1)
    assert of_class.silent_on == 1
    assert found["days"].silent_on == 1
    assert found["photographs-by-day.2013-05-04"].silent_on == 1
    assert found["photographs-near-duplicate"].silent_on == 1


def test_every_figure_carries_what_is_needed_to_read_it() -> None:
    inputs = snapshot_of(small()).inputs
    for figure in made().values():
        assert figure.unit
        assert figure.frame
        assert figure.exclusions
        assert figure.head == HEAD
        assert figure.inputs
        assert set(figure.inputs.items()) <= set(inputs.items())
        assert re.fullmatch(r"[a-z-]+ \d+", figure.method)
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)?", figure.name)


def test_the_range_of_the_division_is_that_of_the_quartiles() -> None:
    figure = made()["division-by-median"]
    assert (figure.low, figure.high, figure.level) == (6 / 2.5, 6 / 1.5, None)


def test_a_published_divisor_gives_the_published_pattern() -> None:
    text = "[inquiry]\ntitle = 'x'\n[division]\nphotographs_per_person = [4, 5]\n"
    shots = [Shot(f"{i}.jpg", str(i)) for i in range(55)]
    found = {f.name: f for f in figures(snapshot_of(shots, parse(text.encode())), Findings())}
    figure = found["division-by-published"]
    assert (figure.low, figure.value, figure.high) == (11, pytest.approx(55 / 4.5), 13.75)


def test_without_persons_the_mean_and_the_division_are_undefined_not_zero() -> None:
    found = made([Shot("1.jpg", "1")], [])
    for name in ("photographs-per-person-mean", "division-of-all-photographs", "division-excess"):
        assert found[name].value == Undefined("no person is known by a number")
        assert found[name].record()["value"] is None
        assert found[name].record()["undefined"] == "no person is known by a number"


def test_an_empty_inquiry_has_figures() -> None:
    found = made([], [])
    assert found["files-received"].value == 0
    assert found["photographs"].value == 0
    assert found["photographs-by-class.scene"].value == 0


def test_a_proposal_below_the_lowest_confidence_is_unclassified_and_a_judgement_is_not() -> None:
    text = b"[inquiry]\ntitle = 'x'\n[classes]\nlowest_confidence = 0.95\n"
    shots = small()
    found = {f.name: f for f in figures(snapshot_of(shots, parse(text)), findings_of(shots))}
    assert found["photographs-by-class.person-with-number"].value == 2
    assert found["photographs-by-class.unclassified"].value == 6


def test_refusals_are_counted_by_reason_and_rare_ones_together() -> None:
    shots = [Shot(f"{i}", str(i), outcome="refused", reason=f"reason {i:03d}") for i in range(60)]
    found = made([*shots, shots[7]], [])
    by_reason = {n: f for n, f in found.items() if f.stem == "files-refused-because"}
    assert len(by_reason) == 41
    assert sum(int(str(f.value)) for f in by_reason.values()) == 61
    assert found["files-refused-because." + slug("reason 007")].value == 2


def test_published_figures_are_put_beside_ours() -> None:
    published = """
[inquiry]
title = "x"
[[published]]
name = "report"
value = 11
unit = "persons"
source = "page 5"
compares = "persons-by-number"
[[published]]
name = "no such day"
value = 1.5
unit = "photographs"
source = "page 6"
compares = "photographs-by-day.1999-01-01"
"""
    shots = small()
    found = {f.name: f for f in figures(snapshot_of(shots, parse(published.encode())), findings_of(shots))}
    assert found["published.report"].value == 11
    assert found["published-difference.report"].value == -9
    assert found["published-ratio.report"].value == pytest.approx(2 / 11)
    absent = "published-difference." + slug("no such day")
    assert found[absent].value == Undefined("there is no such figure here")


def test_comparing_with_a_figure_that_cannot_exist_names_the_nearest() -> None:
    text = b"[inquiry]\ntitle='x'\n[[published]]\nname='a'\nvalue=1\nunit='p'\nsource='s'\ncompares='person-by-number'"
    with pytest.raises(BadInput, match=r"did you mean persons-by-number\?"):
        figures(snapshot_of([], parse(text)), Findings())


def test_judgements_are_counted_by_kind_and_verdict() -> None:
    judgements = [
        Judgement("person", "a", "b", "same", "1"),
        Judgement("person", "a", "c", "same", "2"),
        Judgement("picture", "a", "b", "cannot tell", "3"),
    ]
    found = {f.name: f.value for f in figures(snapshot_of(small(), judgements=judgements), Findings())}
    assert found["judgements"] == 3
    assert found["judgements-by-verdict." + slug("person: same")] == 2


def test_a_sample_gives_the_same_figures_twice_in_valid_json() -> None:
    shots, groups = sample(120)
    one, two = (figures(snapshot_of(shots), findings_of(shots, groups)) for _ in range(2))
    records = [figure.record() for figure in one]
    assert records == [figure.record() for figure in two]
    assert json.loads(json.dumps(records, allow_nan=False)) == records


def test_documented_figures_are_those_of_the_registry() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == meanings()
    assert len(rows) == len(meanings())


def test_every_method_says_unit_frame_rule_and_limits_or_sums() -> None:
    names = [method.name for method in METHODS]
    assert len(set(names)) == len(names)
    for method in METHODS:
        text = method.compute.__doc__ or ""
        for word in ("Unit:", "Frame:", "Rule:"):
            assert word in text, method.name


def test_slugs_are_safe_and_keep_labels_apart() -> None:
    assert slug("2013-05-04") == "2013-05-04"
    assert slug("a/b") != slug("a b") != slug("A b")
    assert re.fullmatch(r"[a-z0-9-]+", slug("\u202e../..\\CON\x00"))
    assert len(slug("x" * 5000)) <= 41


shot = st.builds(
    Shot,
    path=st.text(alphabet="ab/. é", min_size=1, max_size=8).map(lambda text: text.strip("/.") or "x"),
    content=st.sampled_from([str(n) for n in range(12)]),
    outcome=st.sampled_from(["new", "new", "new", "known", "refused"]),
    kind=st.sampled_from(["image", "raw", "video", None]),
    taken=st.sampled_from([None, "2013-05-04T01:02:03", "2013-06-04", "garbage", "2013-99-01"]),
    camera=st.sampled_from([None, "unknown", "C1", "C/2"]),
    class_=st.sampled_from([None, "scene", "person-with-number", "something new"]),
    class_judged=st.booleans(),
    person=st.sampled_from([None, "P1", "P2", "P3"]),
    numbered=st.booleans(),
    failed=st.sampled_from([{}, {"file": "r"}, {"metadata": "m", "picture": "p"}]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(shot, max_size=25))
def test_partitions_add_up_to_the_whole(shots: list[Shot]) -> None:
    news = {s.digest for s in shots if s.outcome == "new"}
    shots = [s for s in shots if s.outcome != "known" or s.digest in news]
    found = made(shots, [])

    def total(*stems: str) -> int:
        return sum(int(str(f.value)) for f in found.values() if f.stem in stems)

    photographs = found["photographs"].value
    assert total("photographs-by-class") == photographs
    assert total("class-judged", "class-proposed") == photographs
    assert total("photographs-by-camera", "photographs-of-unknown-camera") == photographs
    assert total("photographs-by-day", "photographs-without-date") == photographs
    assert total("photographs-by-month", "photographs-without-date") == photographs
    assert total("photographs-by-top-folder") == photographs
    assert total("photographs-by-folder") == photographs
    with_person = ("photographs-of-persons-by-number", "photographs-of-groups-without-number")
    assert total(*with_person, "photographs-without-person") == photographs
    assert total("exhibits-by-kind") == found["exhibits"].value
    assert total("photographs", "photographs-duplicate") == found["photographs-received"].value
    assert total("files-new", "files-known", "files-refused") == found["files-received"].value
    assert total("files-refused-because") == found["files-refused"].value
    assert total("persons-with-photographs") == found["persons-by-number"].value
    assert total("unreadable-because") == total("unreadable")
    for figure in found.values():
        if figure.exhibits and figure.stem not in ("persons-with-photographs",):
            assert figure.value == len(figure.exhibits)
        assert all(part in found for part in figure.parts)


def test_numbers_of_arrays_become_plain_ones_so_that_the_file_read_again_is_the_same() -> None:
    method = METHODS[0]
    name = next(name for name in method.meanings if not name.endswith(".*"))
    maker = Maker(method, Basis.of(snapshot_of(small()), Findings()), {})
    made_of = {"unit": "", "frame": "", "exclusions": ""}
    figure = maker.figure(name, np.float64(-0.0), low=np.float64(-0.5), high=np.int64(3), **made_of)  # type: ignore[arg-type]
    assert [type(each) for each in (figure.value, figure.low, figure.high)] == [float, float, int]
    assert json.dumps(figure.record()["value"]) == "0.0"
