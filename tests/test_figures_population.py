"""Figures of lists: who is on which, three numbers kept apart, refusals in words, and no name in any of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from probata.digest import Digest
from probata.proficiency.victims import MadeLists, make_lists
from probata.report.figures import Figure, Undefined, figures
from probata.report.figures.population import _imputed
from probata.report.findings import Findings
from probata.settings import Settings, parse, template
from probata.settings.population import PopulationSettings
from probata.snapshot import ListFile, Snapshot
from probata.statistics.population.lists import Lists
from test_report_made import small, snapshot_of


def with_lists(lists: MadeLists, wanted: PopulationSettings, names: tuple[str, ...] = ()) -> Snapshot:
    settings: Settings = replace(parse(template("lists").encode()), population=wanted)
    files = tuple(
        ListFile(each, Digest.of(lists.files[each.name]).hex, lists.files[each.name], "")
        for each in lists.settings
        if not names or each.name in names
    )
    return replace(snapshot_of(small(), settings), lists=files)


def made(snapshot: Snapshot) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(snapshot, Findings())}


@pytest.fixture(scope="module")
def lists() -> MadeLists:
    return make_lists(250, seed=5)


@pytest.fixture(scope="module")
def found(lists: MadeLists) -> dict[str, Figure]:
    return made(with_lists(lists, PopulationSettings(methods=("loglinear", "dga", "chapman"), partitions=10)))


def test_without_lists_there_are_no_figures_of_them() -> None:
    assert not [name for name in made(snapshot_of(small())) if name.startswith(("persons-in-all", "persons-on-list"))]


def test_three_numbers_are_kept_apart_and_near_the_truth(lists: MadeLists, found: dict[str, Figure]) -> None:
    observed = len({person for rows in lists.persons.values() for person in rows})
    assert found["persons-on-lists"].value == pytest.approx(observed, rel=0.05)
    assert found["persons-on-lists-imputed"].value == pytest.approx(observed, rel=0.05)
    in_all = found["persons-in-all"]
    assert in_all.low is not None
    assert in_all.high is not None
    assert in_all.low <= lists.population * 1.05
    assert lists.population * 0.95 <= in_all.high
    assert found["persons-in-all-by.loglinear"].value == in_all.value


def test_histories_add_up_to_the_lists(found: dict[str, Figure]) -> None:
    histories = {f.label: f.value for name, f in found.items() if f.stem == "persons-with-history"}
    assert sum(histories.values()) == found["persons-on-lists"].value  # type: ignore[arg-type]
    for figure in found.values():
        if figure.stem == "persons-on-list":
            on = [n for label, n in histories.items() if figure.label in label.split(" + ")]
            assert sum(on) == figure.value  # type: ignore[arg-type]


def test_a_method_that_refuses_has_no_number_and_says_why(found: dict[str, Figure]) -> None:
    value = found["persons-in-all-by.chapman"].value
    assert isinstance(value, Undefined)
    assert "two" in value.reason


def test_the_same_snapshot_gives_the_same_figures(lists: MadeLists, found: dict[str, Figure]) -> None:
    again = made(with_lists(lists, PopulationSettings(methods=("loglinear", "dga", "chapman"), partitions=10)))
    assert [each.record() for each in again.values()] == [each.record() for each in found.values()]


def test_one_list_alone_is_no_estimate(lists: MadeLists) -> None:
    alone = made(with_lists(lists, PopulationSettings(partitions=2), ("families",)))
    assert alone["persons-on-lists"].value > 0  # type: ignore[operator]
    assert isinstance(alone["persons-in-all"].value, Undefined)


def test_a_list_that_cannot_be_read_is_named_with_its_reason(lists: MadeLists) -> None:
    snapshot = with_lists(lists, PopulationSettings(partitions=2))
    broken = replace(snapshot.lists[0], exhibit="", data=b"", problem="no exhibit has this path or SHA-256")
    found = made(replace(snapshot, lists=(broken, *snapshot.lists[1:])))
    for name in (f"list-records.{broken.settings.name}", "persons-on-lists", "persons-in-all"):
        value = found[name].value
        assert isinstance(value, Undefined)
        assert "no exhibit" in value.reason
    assert found[f"list-records.{snapshot.lists[1].settings.name}"].value > 0  # type: ignore[operator]
    assert "persons-on-lists-imputed" not in found


def test_by_strata_the_parts_are_estimated_and_those_unknown_are_shared_out(lists: MadeLists) -> None:
    found = made(with_lists(lists, PopulationSettings(methods=("loglinear",), strata="sex", partitions=4)))
    parts = [figure for name, figure in found.items() if figure.stem == "persons-in-all-of"]
    assert parts
    assert found["persons-in-all"].value > found["persons-on-lists"].value * 0.9  # type: ignore[operator]


def test_imputing_keeps_everybody_and_their_histories() -> None:
    def table(*counts: int) -> Lists:
        return Lists(("a", "b"), np.array([0, *counts], dtype=np.int64))

    parts = {"f": table(5, 0, 1), "m": table(10, 4, 0), "unknown": table(6, 3, 2)}
    shared = _imputed(parts, np.random.default_rng(1))
    assert set(shared) == {"f", "m"}
    total = sum(each.counts for each in shared.values())
    assert total.tolist() == [0, 21, 7, 3]
    assert shared["f"].counts[2] == 0
    assert shared["m"].counts[3] == 0


def test_no_name_of_a_list_is_in_any_figure(lists: MadeLists, found: dict[str, Figure]) -> None:
    words = {
        word for data in lists.files.values() for line in data.decode().splitlines()[1:] for word in line.split(",")
    }
    names = {word for word in words if len(word) > 4 and not any(each.isdigit() for each in word)}
    said = " ".join(str(each.record()) for name, each in found.items() if each.method.startswith("population"))
    assert len(names) > 100
    assert not [name for name in names if name in said and name.lower() not in ("families", "network")]
