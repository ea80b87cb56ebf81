"""From the command line: lists are taken in, read, linked, judged, counted; names are in nothing that is counted."""

import csv
import json

import pytest

from conftest import desk_of
from probata.app import checks, investigation, judging
from probata.app.cli import call
from probata.app.naming import resolver
from probata.ledger.acts import ClassSet, NumberSet
from probata.ledger.acts_examination import RecordsJudged
from probata.lists.judged import JudgedPair
from probata.lists.of_snapshot import judged_pairs, link_lists, read_lists
from probata.lists.photographed import Photographed, best_links, photograph_links
from probata.lists.spans import span_of
from probata.statistics.outcome import Refused

FAMILIES = """الاسم,died,age,place
محمد علي النجار,5/4/2013,33,Karm
فراس حسن حلبي,2012,,Marj
سامر عمر قباني,about 2014,41,
يوسف خالد برازي,3/2013,20,Karm
"""
NETWORK = """name;date of death;where;nr;br
Mohammed Ali Al-Najjar;2013-04-05;Karm;101;215
Feras Halabi;2012-06-01;Marj;;
Samir Qabani;2014-02;Karm;103;227
Khaled Saleh;2013;Tell;;
Khaled Saleh;2013;Tell;;
"""
TABLES = """
[[lists]]
name = "families"
file = "families.csv"
definition = "reported by relatives"
columns = { name = "الاسم", date = "died", age = "age", place = "place" }
[[lists]]
name = "network"
file = "network.csv"
definition = "reported by a network of monitors"
columns = { name = "name", date = "date of death", place = "where", detainee = "nr", branch = "br" }
"""


@pytest.fixture
def here(tmp_path):
    return desk_of(tmp_path / "state")


@pytest.fixture
def listed(inquiry, here, tmp_path):
    """The finished inquiry with two lists of victims."""
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "families.csv").write_text(FAMILIES, encoding="utf-8")
    (folder / "network.csv").write_text(NETWORK, encoding="utf-8")
    investigation.intake(inquiry, folder, "two organisations", here)
    settings = inquiry.folder / "inquiry.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + TABLES, encoding="utf-8")
    return inquiry


@pytest.fixture
def probata(inquiry, tmp_path, monkeypatch, capsys):
    """Calls the command line in the inquiry; gives the exit code, the JSON document or the text, and what was said."""
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))

    def called(*arguments, text=False):
        capsys.readouterr()
        code = call(["-C", str(inquiry.folder), *([] if text else ["--json"]), *map(str, arguments)])
        said = capsys.readouterr()
        return code, (said.out if text else json.loads(said.out) if said.out else None), said.err

    return called


def test_the_whole_way(listed, here, probata, tmp_path):
    code, shown, _ = probata("lists", "show")
    assert code == 0
    assert [(each["list"], each["rows"], each["records"]) for each in shown] == [("families", 4, 4), ("network", 5, 5)]
    assert shown[1]["filled"] == {"name": 5, "date": 5, "place": 5, "detainee": 2, "branch": 2}

    code, linked, _ = probata("lists", "link")
    assert code == 0
    pairs = {(each["a"]["record"], each["b"]["record"]): each for each in linked["pairs"]}
    assert {("families:1", "network:1"), ("families:2", "network:2")} <= set(pairs)
    assert pairs["families:1", "network:1"]["reasons"][-1]["name"] == "prior"
    assert linked["identifies"]
    assert not linked["calibrated"]

    code, asked, _ = probata("lists", "queue", "--limit", 3)
    assert code == 0
    distance = [abs(each["probability"] - 0.5) for each in asked]
    assert distance == sorted(distance)
    assert len(asked) == 3

    digest = pairs["families:2", "network:2"]["b"]["digest"]
    assert probata("lists", "judge", "different", "families:2", digest, "--reason", "uncles")[0] == 0
    assert probata("lists", "judge", "same", "network:4", "network:5")[0] == 0
    assert probata("lists", "judge", "cannot-tell", "families:3", "network:3")[0] == 0
    act = next(entry.act for entry in reversed(listed.entries()) if isinstance(entry.act, RecordsJudged))
    assert act.a < act.b

    _, again, _ = probata("lists", "link", "--least", 0.01, "--limit", 0)
    judged = {(each["a"]["record"], each["b"]["record"]): each for each in again["pairs"]}
    assert ("families:2", "network:2") not in judged
    assert judged["network:4", "network:5"]["probability"] == 1.0
    assert judged["families:3", "network:3"]["judged"] == "cannot tell"
    _, queue, _ = probata("lists", "queue", "--limit", 0)
    asked = {(each["a"]["record"], each["b"]["record"]) for each in queue}
    assert not asked & {("families:2", "network:2"), ("network:4", "network:5"), ("families:3", "network:3")}

    table = tmp_path / "histories.csv"
    code, counted, _ = probata("lists", "table", "-o", table)
    assert code == 0
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert set(rows[0]) == {"families", "network", "count"}
    assert sum(int(row["count"]) for row in rows) == counted["persons"]
    assert counted["persons_low"] <= counted["persons"] <= counted["persons_high"] or counted["draws"] == 50
    assert "Najjar" not in table.read_text(encoding="utf-8")
    code, estimate, _ = probata("estimate", "population", table, "--method", "chapman")
    assert code in (0, 1)
    assert estimate["estimate"] is None or estimate["estimate"] >= counted["persons"]

    code, estimate, _ = probata("lists", "estimate", "--method", "chapman")
    assert code in (0, 1)
    assert estimate["estimate"] is None or estimate["estimate"] >= 5
    assert "Najjar" not in json.dumps(estimate)
    code, estimate, _ = probata("lists", "estimate", "--method", "chapman", "--strata", "year")
    assert code in (0, 1)

    assert {each.code for each in checks.verify(listed, here)} <= {
        "figure-differs", "figure-missing", "figure-unexpected", "readings-missing",
    }  # fmt: skip


def test_a_table_by_stratum_and_draw(listed, probata, tmp_path):
    table = tmp_path / "t.csv"
    code, counted, _ = probata("lists", "table", "-o", table, "--strata", "year", "--draws", 3, "--every-draw")
    assert code == 0
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert {row["draw"] for row in rows} == {"1", "2", "3"}
    assert (
        {row["stratum"] for row in rows}
        == set(counted["strata"])
        == {"2012", "2013", "2014", "unknown"} & set(counted["strata"])
    )
    for draw in "123":
        assert sum(int(r["count"]) for r in rows if r["draw"] == draw) >= 5


def test_judgements_change_what_figures_rest_on_and_can_be_undone(listed, here, probata):
    before = listed.snapshot().inputs["judgements"]
    _, said, _ = probata("lists", "judge", "same", "families:4", "network:4")
    assert listed.snapshot().inputs["judgements"] != before
    assert len(judged_pairs(listed.snapshot())) == 1
    probata("judge", "undo", said["act"])
    assert judged_pairs(listed.snapshot()) == ()


def test_many_judgements_at_once_all_or_none(listed, probata, tmp_path):
    table = tmp_path / "judged.csv"
    table.write_text(
        "a,b,verdict,reason\nfamilies:1,network:1,same,age\nfamilies:1,network:9,same,\n", encoding="utf-8"
    )
    head = listed.head()
    code, _, error = probata("lists", "judge", "import", table)
    assert (code, listed.head()) == (3, head)
    assert "line 3" in error
    assert "LIST:ROW" in error
    table.write_text("a,b,verdict\nfamilies:1,network:1,same\nfamilies:2,network:3,different\n", encoding="utf-8")
    assert probata("lists", "judge", "import", table)[1]["judgements"] == 2
    assert probata("lists", "judge", "import", table)[1] == {"judgements": 0, "known": 2, "acts": []}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("lists", "judge", "same", "families:1", "families:1"), 2, "two different ones"),
        (("lists", "judge", "same", "families:1", "families:99"), 3, "no such record"),
        (("lists", "judge", "same", "families:1", "nothing.jpg"), 3, "no such exhibit"),
        (("lists", "table", "-o", "x.csv", "--strata", "age"), 3, "none, year, place, sex"),
    ],
)
def test_what_cant_be_is_refused_before_anything_is_signed(listed, probata, arguments, code, said):
    head = listed.head()
    found, _, error = probata(*arguments)
    assert (found, said in error) == (code, True), error
    assert listed.head() == head


def test_an_inquiry_without_lists_and_a_list_that_isnt_there(inquiry, probata):
    code, _, error = probata("lists", "show")
    assert code == 3
    assert "[[lists]]" in error
    settings = inquiry.folder / "inquiry.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + TABLES, encoding="utf-8")
    code, shown, _ = probata("lists", "show")
    assert code == 1
    assert "no exhibit has this path" in shown[0]["problem"]
    code, _, error = probata("lists", "link")
    assert code == 3
    assert "list families can't be read" in error
    assert inquiry.snapshot().lists[0].data == b""


def test_texts_fit_a_narrow_terminal(listed, probata, tmp_path):
    for arguments in (("show",), ("link", "--least", 0.01), ("queue",)):
        text = probata("lists", *arguments, text=True)[1]
        assert 0 < max(map(len, text.splitlines())) <= 80


def test_lists_that_change_change_what_figures_rest_on(listed, here, tmp_path):
    one = listed.snapshot()
    settings = listed.folder / "inquiry.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"about 2014"', ""), encoding="utf-8")
    assert [each.settings.name for each in one.lists] == ["families", "network"]
    assert read_lists(one).unreadable == {}
    settings.write_text(settings.read_text(encoding="utf-8").replace('place = "where", ', ""), encoding="utf-8")
    assert listed.snapshot().inputs["settings"] != one.inputs["settings"]


def test_persons_on_photographs_are_found_by_number_or_refused(listed, here):
    records = link_lists(listed.snapshot()).records
    a, b, c = "a1" * 32, "b2" * 32, "c3" * 32
    when = span_of("2013-04-06")
    unnumbered = [Photographed(a, (a,), {})]
    refused = photograph_links(records, unnumbered)
    assert isinstance(refused, Refused)
    assert refused.code == "photographs-without-numbers"
    without = [record for record in records if record.list == "families"]
    refused = photograph_links(without, [Photographed(a, (a,), {"detainee": "101"})])
    assert isinstance(refused, Refused)
    assert refused.code == "lists-without-numbers"

    persons = [
        Photographed(a, (a,), {"detainee": "101", "branch": "215"}, when),
        Photographed(b, (b,), {"detainee": "101", "branch": "227"}, when),
        Photographed(c, (c,), {"detainee": "103"}),
    ]
    links = photograph_links(records, persons)
    assert not isinstance(links, Refused)
    found = {(link.record.name, link.unit): link for link in links}
    assert set(found) == {("network:1", a), ("network:3", c)}
    assert found["network:1", a].probability == 0.95
    assert found["network:3", c].probability < 0.95  # the branch isn't read on c: others may have the number
    assert "branch number: the same" in found["network:1", a].reasons
    assert best_links(links) == {"network:1": a, "network:3": c}

    pairs = [*judged_pairs(listed.snapshot())]
    digest = {record.name: record.digest.hex for record in records}
    judged = [*pairs, JudgedPair(digest["network:1"], a, "different"), JudgedPair(b, digest["families:1"], "same")]
    links = photograph_links(records, persons, judged)
    assert not isinstance(links, Refused)
    after = {(link.record.name, link.unit): link.probability for link in links}
    assert after["network:1", a] == 0.0
    assert after["families:1", b] == 1.0
    assert best_links(links) == {"families:1": b, "network:3": c}


def test_a_record_and_a_photograph_can_be_judged_and_linked_by_number(listed, here, probata):
    code, refused, _ = probata("lists", "photographs")
    assert code == 1
    assert refused["refused"]["code"] == "photographs-without-numbers"
    named = resolver(listed)
    acts = [ClassSet(named("day 1/DSC_0000.JPG"), "person-with-number", "")]
    acts += [NumberSet(acts[0].exhibit, role, value, "") for role, value in (("detainee", "101"), ("branch", "215"))]
    judging.record(listed, acts, here)
    code, found, _ = probata("lists", "photographs")
    assert code == 0
    (link,) = found["links"]
    assert (link["record"], link["probability"], link["judged"]) == ("network:1", 0.95, "")
    code, said, _ = probata("lists", "judge", "same", "network:1", "day 1/DSC_0000.JPG", "--reason", "the number")
    assert (code, said["kind"]) == (0, "records-judged")
    (pair,) = judged_pairs(listed.snapshot())
    assert named("day 1/DSC_0000.JPG").hex in (pair.a, pair.b)
    _, found, _ = probata("lists", "photographs")
    assert (found["links"][0]["probability"], found["links"][0]["judged"]) == (1.0, "same")
    assert link_lists(listed.snapshot()).unknown == 1
    assert "judged same" in probata("lists", "photographs", text=True)[1]
