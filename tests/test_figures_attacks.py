"""Any legal state of an inquiry has figures: little coded, little listed, hostile words; and nobody's name leaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from examination_making import BOOK, coding, examined
from probata.digest import Digest
from probata.ledger.examinations import Examination
from probata.proficiency.victims import make_lists
from probata.report.figures import Figure, Undefined, figures
from probata.report.findings import Findings
from probata.report.page import report_page
from probata.report.render import report_html
from probata.settings.population import PopulationSettings
from test_figures_examination import made, order
from test_figures_population import with_lists
from test_report_made import HOSTILE, small, snapshot_of
from test_report_render import TOOLS, WHEN


@pytest.mark.parametrize("frame", [1, 2, 40])
@pytest.mark.parametrize("coded", [0, 1, 2])
def test_however_little_is_coded_there_are_figures(frame: int, coded: int) -> None:
    size = min(frame, 20)
    sampled = order(examined([], frame=frame, size=size))
    codings = [coding("E1", k, {"thin": "absent"}) for k in sampled[:coded]]
    found = made(examined(codings, frame=frame, size=size))
    assert found["units-given.a-1"].value == size
    assert found["units-coded.a-1"].value == min(coded, size)


def test_everything_that_is_coded_is_missing() -> None:
    sampled = order(examined([]))
    codings = [coding(e, k, {"thin": "not-visible"}) for k in sampled for e in ("E1", "E2")]
    value = made(examined(codings))["coded-share.a-1-thin-present"].value
    assert isinstance(value, Undefined)


def test_two_passes_and_two_editions_have_names_of_their_own() -> None:
    sampled = order(examined([]))
    base = examined(
        [coding("E1", k, {"thin": "absent"}, assignment=a) for k in sampled for a in ("a-1", "a-2")],
        ways=("blind", "blind"),
    )
    other = BOOK.replace(b'title = "A small', b'edition = 2\ntitle = "Another small')
    second = replace(base.assignments[1], codebook=Digest.of(other))
    both = replace(base, assignments=(base.assignments[0], second), texts={**base.texts, Digest.of(other).hex: other})
    found = made(both)
    assert found["coded-share.a-1-thin-absent"].value == found["coded-share.a-2-thin-absent"].value == 1.0


def test_hostile_words_of_a_codebook_and_a_stratum_are_text_in_the_report() -> None:
    word = "<script>alert(1)</script>{{ 7 * 7 }}"
    book = BOOK.replace(b'text = "Thin?"', f"text = '{word}'".encode())
    sampled = order(examined([], strata=2))
    codings = [coding(e, k, {"thin": "present" if k % 3 else "absent", **({"marks": "none"} if k % 3 else {})})
               for k in sampled for e in ("E1", "E2")]  # fmt: skip
    base = examined(codings, strata=2)
    digest = Digest.of(book)
    frame = {name: replace(each, stratum=f"{each.stratum} {HOSTILE[3]}") for name, each in
             base.frames[base.samples[0].frame.hex].items()}  # fmt: skip
    hostile: Examination = replace(
        base, assignments=(replace(base.assignments[0], codebook=digest),), texts={digest.hex: book},
        frames={base.samples[0].frame.hex: frame},
    )  # fmt: skip
    snapshot = replace(snapshot_of(small()), examination=hostile)
    page = report_page(snapshot, figures(snapshot, Findings()), generated=WHEN, tools=TOOLS, findings=Findings())
    html = report_html(page)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


@pytest.mark.parametrize(
    ("methods", "partitions", "names"),
    [
        (("chapman",), 0, ("families", "network")),
        (("chapman",), 1, ("families", "network")),
        (("loglinear",), 2, ("families", "network")),
        (("chao", "dga"), 0, ("families", "network", "ministry")),
    ],
)
def test_however_little_is_listed_there_are_figures(
    methods: tuple[str, ...], partitions: int, names: tuple[str, ...]
) -> None:
    wanted = PopulationSettings(methods=methods, partitions=partitions, strata="sex" if partitions == 2 else "none")
    snapshot = with_lists(make_lists(80, seed=3), wanted, names)
    found: dict[str, Figure] = {each.name: each for each in figures(snapshot, Findings())}
    assert found["persons-on-lists"].value > 0  # type: ignore[operator]
    assert "persons-in-all" in found
    assert {f"persons-on-list.{name}" for name in names} <= found.keys()


def test_a_list_without_a_record_is_a_list() -> None:
    lists = make_lists(80, seed=3)
    snapshot = with_lists(lists, PopulationSettings(partitions=2), ("families", "network"))
    first = snapshot.lists[0]
    empty = first.data.decode().splitlines()[0].encode() + b"\n"
    nobody = replace(first, data=empty, exhibit=Digest.of(empty).hex)
    found = {each.name: each for each in figures(replace(snapshot, lists=(nobody, *snapshot.lists[1:])), Findings())}
    assert found[f"list-records.{first.settings.name}"].value == 0
    assert isinstance(found["persons-in-all"].value, Undefined)


def test_names_of_figures_differ_whatever_identifiers_hold() -> None:
    questions = {"a": ("b-c", "z"), "a-b": ("c", "z"), "A": ("b-c", "z"), "a_b": ("c", "Z"), "1": ("b", "B")}
    book = (
        b'codebook = "small"\ntitle = "s"\nunit = "photograph"\n'
        + "".join(
            f'[[questions]]\nid = "{name}"\ntext = "t"\ncodes = [{{ code = "{one}" }}, {{ code = "{other}" }}]\n'
            for name, (one, other) in questions.items()
        ).encode()
    )
    sampled = order(examined([]))
    base = examined([coding(e, k, {name: codes[k % 2] for name, codes in questions.items()}) for k in sampled
                     for e in ("E1", "E2")])  # fmt: skip
    digest = Digest.of(book)
    found = made(replace(base, assignments=(replace(base.assignments[0], codebook=digest),), texts={digest.hex: book}))
    assert sum(name.startswith("coded-share.") for name in found) == 2 * len(questions)
    assert sum(name.startswith("agreement-units.") for name in found) == len(questions)
