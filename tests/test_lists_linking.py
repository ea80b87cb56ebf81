"""Links between records of lists: known truth, judgements kept, the same answer each time, and Splink's own scores."""

import csv
import io
import random
from dataclasses import replace
from math import log2

import numpy as np
import pytest

from probata.digest import Digest
from probata.errors import BadInput
from probata.lists import persons
from probata.lists.calibration import brier, calibration, reliability
from probata.lists.columns import columns
from probata.lists.comparing import compared, linker, stated
from probata.lists.comparisons import COMPARISONS
from probata.lists.judged import JudgedPair
from probata.lists.linking import LEAST, linked
from probata.lists.records import read_list
from probata.lists.tables import ALL, tables
from probata.lists.training import trained, weights
from probata.proficiency.victims import ListPlan, make_lists
from probata.settings import ListSettings

HEAD = "name,died,born,place,nr\n"


def listed(name, text, **more):
    keys = {"name": ("name",), "date": ("died",), "birth": ("born",), "place": ("place",), "detainee": ("nr",)} | more
    return read_list(ListSettings(name, f"{name}.csv", columns=keys), Digest.of(text.encode()).hex, text.encode())


def read_made(made):
    return [read_list(s, Digest.of(made.files[s.name]).hex, made.files[s.name]) for s in made.settings]


def truth_of(made, found):
    return np.array([made.persons[record.list][record.row - 1] for record in found.records])


def pair_shares(labels, truth):
    """Precision and recall of pairs that a partition puts together."""

    def together(*keys):
        _, counts = np.unique(np.column_stack(keys), axis=0, return_counts=True)
        return int((counts * (counts - 1) // 2).sum())

    return together(labels, truth) / together(labels), together(labels, truth) / together(truth)


@pytest.fixture(scope="module")
def made():
    return make_lists(350, 3, families=300)


@pytest.fixture(scope="module")
def found(made):
    return linked(read_made(made))


def test_made_lists_in_two_scripts_are_linked_and_probabilities_are_as_often_right_as_they_say(made, found):
    truth = truth_of(made, found)
    precision, recall = pair_shares(persons.best(found), truth)
    assert precision >= 0.97
    assert recall >= 0.93
    same = truth[found.left] == truth[found.right]
    assert brier(found.probability, same) < 0.04
    for each in reliability(found.probability, same, (0.0, 0.2, 0.8, 1.0)):
        margin = 3 * np.sqrt(max(each.expected * (1 - each.expected), 0.01) / each.pairs)
        assert abs(each.observed - each.expected) < margin + 0.1
    assert abs(found.probability.sum() - same.sum()) < 0.08 * same.sum()


def test_draws_of_persons_spread_around_the_truth(made, found):
    truth = truth_of(made, found)
    drawn = persons.draws(found, 60, 1)
    counts = drawn.max(axis=1) + 1
    assert len(set(counts.tolist())) > 3
    assert abs(counts.mean() - len(np.unique(truth))) < 0.04 * len(np.unique(truth))
    assert (drawn == persons.draws(found, 60, 1)).all()
    assert (drawn != persons.draws(found, 60, 2)).any()
    alone = found.left[np.flatnonzero(found.probability > 0.99)][:1]
    assert len(alone) == 1


def test_the_same_lists_give_the_same_links_in_whatever_order_they_come(made, found):
    again = linked(reversed(read_made(made)))
    assert again.probability.tolist() == found.probability.tolist()
    assert (again.left == found.left).all()
    assert again.names == found.names == tuple(sorted(found.names))


def test_reasons_add_up_to_the_probability(found):
    assert not found.calibration.done
    for pair in list(found.pairs(LEAST))[:: max(len(found) // 50, 1)]:
        logit = sum(term.weight for term in pair.terms)
        assert pair.proposed == pytest.approx(1 / (1 + np.exp(-logit)), abs=2e-3)
        assert [abs(t.weight) for t in pair.terms[:-1]] == sorted(
            (abs(t.weight) for t in pair.terms[:-1]), reverse=True
        )
        assert pair.terms[-1].name == "prior"


def test_probabilities_are_splinks_own_where_names_weigh_alike_however_rare(made):
    records = tuple(r for each in sorted(read_made(made), key=lambda e: e.settings.name) for r in each.records)[:120]
    cells = columns(records, 1)
    pairs = compared(cells)
    stratum = np.zeros(len(pairs.left), np.int64)
    model = trained(pairs, stratum, np.array([len(records) * (len(records) - 1) / 2]))
    ours = weights(model, pairs, [None] * len(pairs.comparisons)).sum(axis=1) / np.log(2)
    worth = [list(zip(m.tolist(), u.tolist(), strict=True)) for m, u in zip(model.m, model.u, strict=True)]
    table = linker(cells, stated(cells.table), worth).inference.predict().as_duckdbpyrelation().to_arrow_table()
    prior = log2(0.0001 / (1 - 0.0001))
    theirs = {
        (a, b): weight - prior
        for a, b, weight in zip(*(table.column(c).to_pylist() for c in ("unique_id_l", "unique_id_r", "match_weight")),
                                strict=True)
    }  # fmt: skip
    for a, b, weight in zip(pairs.left.tolist(), pairs.right.tolist(), ours.tolist(), strict=True):
        assert weight == pytest.approx(theirs.get((a, b), theirs.get((b, a))), abs=1e-9)


def test_brothers_who_died_together_are_two_and_a_namesake_is_not_a_slip():
    made = make_lists(300, 8, families=200, relatives=0.3)
    found = linked(read_made(made))
    truth = truth_of(made, found)
    same = truth[found.left] == truth[found.right]
    assert found.model.relatives > 5e-5
    assert (same[found.probability >= 0.9]).mean() > 0.97
    one = listed("one", HEAD + "أحمد خالد برازي,5/4/2013,,Karm,\nمحمد خالد برازي,5/4/2013,,Karm,\n")
    two = listed("two", HEAD + "Mohammed Khaled Barazi,2013-04-05,,Karm,\n")
    pairs = {(pair.a.name, pair.b.name): pair for pair in linked([one, two]).pairs(LEAST)}
    assert pairs["one:2", "two:1"].probability > 0.8
    brothers = pairs["one:1", "two:1"]
    assert brothers.probability < 0.5
    assert {term.name for term in brothers.terms} >= {"relatives"}
    assert any(term.words == "given name: different" for term in brothers.terms)


def test_blocks_bring_nearly_all_pairs_together_that_all_comparisons_would(made, found, monkeypatch):
    monkeypatch.setattr("probata.lists.columns.ALL_PAIRS", 1_000)
    monkeypatch.setattr("probata.lists.columns.RANDOM_PAIRS", 10_000)
    blocked = linked(read_made(made))
    assert found.complete
    assert not blocked.complete
    assert blocked.compared < found.compared / 4
    truth = truth_of(made, blocked)
    assert pair_shares(persons.best(blocked), truth)[1] > pair_shares(persons.best(found), truth)[1] - 0.03


def test_what_people_judged_holds_in_every_run_and_every_draw(made, found):
    wrong = list(found.pairs(0.99))[:3]
    far = [(found.records[0], found.records[1]), (found.records[2], found.records[-1])]
    said = [JudgedPair(p.a.digest.hex, p.b.digest.hex, "different") for p in wrong]
    said += [JudgedPair(a.digest.hex, b.digest.hex, "same") for a, b in far]
    unsure = next(found.queue())
    said.append(JudgedPair(unsure.b.digest.hex, unsure.a.digest.hex, "cannot tell"))
    said.append(JudgedPair("00" * 32, "11" * 32, "same"))
    again = linked(read_made(made), said)
    place = {record.name: k for k, record in enumerate(again.records)}
    pairs = {(pair.a.name, pair.b.name): pair for pair in again.pairs(0.0)}
    for labels in (persons.best(again), *persons.draws(again, 20, 1)):
        for pair in wrong:
            assert labels[place[pair.a.name]] != labels[place[pair.b.name]]
        for a, b in far:
            assert labels[place[a.name]] == labels[place[b.name]]
    for pair in wrong:
        assert pairs[pair.a.name, pair.b.name].probability == 0.0
        assert pairs[pair.a.name, pair.b.name].proposed > 0.5
    for a, b in far:
        assert pairs[min((a.name, b.name), (b.name, a.name), key=lambda k: place[k[0]])].probability == 1.0
    assert pairs[unsure.a.name, unsure.b.name].judged == "cannot tell"
    assert 0 < pairs[unsure.a.name, unsure.b.name].probability < 1
    assert all(not pair.judged for pair in again.queue())
    assert again.unknown == 1


def test_judgements_that_contradict_one_another_are_named():
    one = listed("one", HEAD + "".join(f"Name{k} Of{k},2013,,,\n" for k in range(4)))
    digest = [record.digest.hex for record in one.records]
    said = [JudgedPair(digest[0], digest[1], "same"), JudgedPair(digest[1], digest[2], "same"),
            JudgedPair(digest[2], digest[0], "different"), JudgedPair(digest[2], digest[3], "different")]  # fmt: skip
    found = linked([one], said)
    (conflict,) = found.conflicts
    assert (conflict.a, conflict.b, conflict.chain) == ("one:1", "one:3", ("one:1", "one:2", "one:3"))
    assert persons.best(found).tolist() == [0, 0, 0, 1]
    assert all(row.tolist() == [0, 0, 0, 1] for row in persons.draws(found, 5, 1))


def test_the_queue_begins_with_what_could_most_easily_be_either(found):
    distance = [abs(pair.probability - 0.5) for pair in found.queue()]
    assert distance == sorted(distance)


def test_small_lists_keep_about_the_values_to_begin_with():
    one = listed("one", HEAD + "محمد علي النجار,5/4/2013,1980,Karm,\nSami Haddad,2013,,,\n")
    two = listed("two", HEAD + "Mohammed Ali Najjar,2013-04-05,1980,Karm,\nOmar Saleh,2014,,,\n")
    found = linked([one, two])
    assert not found.model.learned
    (pair,) = found.pairs(0.5)
    assert (pair.a.name, pair.b.name) == ("one:1", "two:1")
    assert {term.words for term in pair.terms} >= {"given name: the same", "date: the same day", "place: the same"}
    given = next(k for k, each in enumerate(found.model.comparisons) if each.name == "given")
    assert found.model.m[given][0] == pytest.approx(COMPARISONS[0].levels[0].m, abs=0.05)


def test_nothing_and_one_record_and_nothing_in_common():
    assert len(linked([])) == 0
    one = listed("one", HEAD + "Ali Najjar,,,,\n")
    assert len(linked([one])) == 0
    assert persons.best(linked([one])).tolist() == [0]
    assert tables(linked([one]))[ALL].best.rows() == {"1": 1}
    other = listed("two", HEAD + ",,,,77\n")
    assert len(linked([one, other])) == 0


def test_tables_count_persons_by_history_and_by_stratum():
    one = listed("one", HEAD + 2 * "Adnan Barazi,2013-04-05,1980-01-02,Karm,501\n" +
                 "Ziad Qabbani,2014-07-09,1971-03-04,Marj,822\n")  # fmt: skip
    two = listed("two", HEAD + "عدنان برازي,5/4/2013,2/1/1980,Karm,501\nفراس حلبي,2012,,,\n")
    found = linked([one, two])
    said = [JudgedPair(found.records[a].digest.hex, found.records[b].digest.hex, "same") for a, b in ((0, 1), (0, 3))]
    found = linked([one, two], said)
    whole = tables(found, draws=7)[ALL]
    assert whole.best.rows() == {"1,0": 1, "0,1": 1, "1,1": 1}
    assert len(whole.draws) == 7
    by_year = tables(found, strata="year", draws=2)
    assert {year: each.best.observed for year, each in by_year.items()} == {"2012": 1, "2013": 1, "2014": 1}
    assert {k: v.best.observed for k, v in tables(found, strata="place").items()} == {
        "Karm": 1,
        "Marj": 1,
        "unknown": 1,
    }
    assert tables(found, names=["two"])[ALL].best.rows() == {"1": 2}
    with pytest.raises(BadInput, match="one, two"):
        tables(found, names=["three"])
    with pytest.raises(BadInput, match="none, year, place, sex"):
        tables(found, strata="age")


def test_calibration_finds_the_line_that_judged_pairs_lie_on():
    rng = np.random.default_rng(1)
    logit = rng.normal(0, 3, 4_000)
    same = rng.random(4_000) < 1 / (1 + np.exp(-(0.8 + 0.5 * logit)))
    line = calibration(logit, same)
    assert line.done
    assert (line.shift, line.slope) == (pytest.approx(0.8, abs=0.15), pytest.approx(0.5, abs=0.06))
    few = calibration(logit[:20], same[:20])
    assert (few.done, few.shift, few.slope) == (False, 0.0, 1.0)
    assert "not calibrated" in few.said()
    assert np.array_equal(few.of(logit), logit)


def test_judged_pairs_calibrate_the_rest(made, found):
    truth = truth_of(made, found)
    pairs = np.argsort(np.abs(found.probability - 0.5))[:150]
    said = [
        JudgedPair(found.records[found.left[k]].digest.hex, found.records[found.right[k]].digest.hex,
                   "same" if truth[found.left[k]] == truth[found.right[k]] else "different")
        for k in pairs
    ]  # fmt: skip
    again = linked(read_made(made), said)
    assert again.calibration.done
    rest = np.array([not each for each in again.judged])
    same = truth[again.left] == truth[again.right]
    assert brier(again.probability[rest], same[rest]) < 0.04


@pytest.mark.shared
def test_rldata500_duplicates_are_found_with_few_mistakes(request):
    path = request.config.rootpath.parent / "shared/data/tables/RLdata500.csv"
    if not path.is_file():
        pytest.skip("the data folder is not beside the checkout")
    data = path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    keys = {"given": ("fname_c1",), "family": ("lname_c1",), "birth": ("by", "bm", "bd")}
    found = linked([read_list(ListSettings("rl", "x", columns=keys), Digest.of(data).hex, data)])
    truth = np.array([int(row["identity"]) for row in rows])
    same = truth[found.left] == truth[found.right]
    proposed = found.probability >= 0.5
    assert len(found.records) == 500
    assert (proposed & same).sum() >= 48
    assert (proposed & ~same).sum() <= 1
    assert brier(found.probability, same) < 0.03
    assert abs(found.probability.sum() - 50) < 4


def test_made_lists_are_the_same_to_the_byte_and_say_who_is_who():
    one, other = make_lists(60, 5, families=50), make_lists(60, 5, families=50)
    assert one.files == other.files
    assert make_lists(60, 6, families=50).files != one.files
    for settings in one.settings:
        assert len(read_list(settings, "00" * 32, one.files[settings.name]).records) == len(one.persons[settings.name])
    twice = make_lists(60, 5, [replace(ListPlan("a", 1.0), twice=1.0)], families=50)
    assert sorted(twice.persons["a"]) == sorted([*range(60), *range(60)])


def test_nothing_leaves_the_machine(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("urllib.request.urlopen", refuse)
    rng = random.Random(1)
    text = HEAD + "".join(f"علي نجار{rng.choice('ابتثج')},2013-04-0{rng.randint(1, 9)},,,\n" for _ in range(20))
    assert linked([listed("one", text)]).compared == 190
