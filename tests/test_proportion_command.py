"""`probata estimate proportion` and `sample-size`: keys of the acceptance interface, and tables as people have them."""

import json
from pathlib import Path

import pytest

from conftest import SHARED
from probata.app.cli import call

TABLES = SHARED / "data" / "tables"
KEYS = {"estimate", "se", "low", "high", "df", "deff", "method", "intervals"}
SAMPLE = """unit,answer,age,stratum,size,share,weight,cluster
1,yes,31,a,50,0.1,10,p
2,no,44,a,50,0.1,10,p
3,No,28,a,50,0.1,10,q
4,Yes,39,a,50,0.1,10,q
5,no,51,a,50,0.1,10,q
6,yes,22,b,12,0.25,4,r
7,yes,35,b,12,0.25,4,s
8,no,60,b,12,0.25,4,s
"""


def written(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 0, what: str = "proportion") -> dict:
    assert call(["--json", "estimate", what, *map(str, arguments)]) == code, capsys.readouterr().err
    return json.loads(capsys.readouterr().out, parse_constant=no_constant)


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 3) -> str:
    assert call(["estimate", "proportion", *map(str, arguments)]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def test_hits_of_a_sample(capsys) -> None:
    said = answer(capsys, "--hits", "81", "--sample", "263")
    assert set(said) >= KEYS
    assert said["intervals"]["wilson"] == pytest.approx([0.2552885199, 0.3662095770], abs=1e-10)
    assert said["intervals"]["clopper-pearson"] == pytest.approx([0.2527367456, 0.3676219226], abs=1e-10)
    assert ([said["low"], said["high"]], said["df"]) == (said["intervals"]["wilson"], 262)


def test_hits_of_a_sample_of_a_population(capsys) -> None:
    said = answer(capsys, "--hits", "93", "--sample", "150", "--population", "11000")
    assert (said["count_low"], said["count_high"], said["population"]) == (5916, 7671, 11000)
    assert (said["low"], said["high"]) == (5916 / 11000, 7671 / 11000)
    assert said["count"] == pytest.approx(6820)
    said = answer(capsys, "--hits", "0", "--sample", "20", "--population", "100")
    assert (said["count_low"], said["count_high"]) == (0, 15)
    assert [each["code"] for each in said["cautions"]] == ["few-hits"]
    said = answer(capsys, "--hits", "2", "--sample", "5", "--population", "5")
    assert (said["se"], said["count_low"], said["count_high"], said["cautions"]) == (0, 2, 2, [])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--hits", "5", "--sample", "0"],
        ["--hits", "6", "--sample", "5"],
        ["--hits", "-1", "--sample", "5"],
        ["--hits", "1"],
        ["--sample", "5"],
        [],
        ["--hits", "1", "--sample", "5", "--population", "4"],
        ["--hits", "1", "--sample", "5", "--level", "1"],
        ["--hits", "1", "--sample", "5", "--level", "nan"],
        ["--hits", "1", "--sample", "5", "--strata", "x"],
        ["--hits", "1", "--sample", "5", "--sensitivity", "9,10"],
        ["--hits", "1", "--sample", "5", "--sensitivity", "9,10", "--specificity", "11,10"],
        ["--hits", "1", "--sample", "5", "--sensitivity", "9/10", "--specificity", "9,10"],
    ],
)
def test_wrong_usage(capsys, arguments: list[str]) -> None:
    complaint(capsys, *arguments, code=2)


def test_a_very_large_sample_is_no_defect(capsys) -> None:
    assert answer(capsys, "--hits", "1", "--sample", "99999999999999999999")["high"] < 1e-15


@pytest.mark.shared
@pytest.mark.skipif(not TABLES.is_dir(), reason="the data folder is not beside the checkout")
def test_the_tables_of_survey(capsys) -> None:
    design = ["--weights", "pw", "--fpc", "fpc"]
    said = answer(capsys, TABLES / "survey_apistrat.csv", "--value", "api00", "--strata", "stype", *design)
    assert (said["estimate"], said["se"]) == (pytest.approx(662.2873632), pytest.approx(9.408940803))
    said = answer(capsys, TABLES / "survey_apiclus1.csv", "--value", "sch.wide", "--cluster", "dnum", *design)
    assert set(said) >= KEYS
    assert (said["estimate"], said["df"]) == (pytest.approx(0.87431693989), 14)
    assert said["intervals"]["korn-graubard"] == pytest.approx([0.823702211, 0.914704492], abs=1e-8)


def test_a_table_of_yes_and_no(tmp_path, capsys) -> None:
    path = written(tmp_path, SAMPLE)
    said = answer(capsys, path, "--value", "answer", "--strata", "stratum", "--fpc", "size")
    assert said["estimate"] == pytest.approx((50 * 0.4 + 12 * 2 / 3) / 62)
    assert (said["method"], said["n"], said["df"]) == ("proportion, korn-graubard", 8, 6)
    shares = answer(capsys, path, "--value", "answer", "--strata", "stratum", "--fpc", "share")
    weights = answer(capsys, path, "--value", "answer", "--strata", "stratum", "--weights", "weight", "--fpc", "size")
    assert shares["se"] == pytest.approx(said["se"])
    assert weights["estimate"] == pytest.approx(said["estimate"])


def test_a_mean_a_total_a_ratio_and_domains(tmp_path, capsys) -> None:
    path = written(tmp_path, SAMPLE)
    design = ["--strata", "stratum", "--fpc", "size"]
    mean = answer(capsys, path, "--value", "age", *design, "--domain", "answer")
    assert (mean["estimate"], mean["method"]) == (pytest.approx((50 * 38.6 + 12 * 39) / 62), "mean, t")
    assert [each["domain"] for each in mean["domains"]] == ["No", "Yes", "no", "yes"]
    total = answer(capsys, path, "--value", "answer", *design, "--total")
    assert total["estimate"] == pytest.approx(50 * 0.4 + 12 * 2 / 3)
    ratio = answer(capsys, path, "--value", "age", "--ratio", "size", "--weights", "weight")
    assert ratio["estimate"] == pytest.approx((10 * 193 + 4 * 117) / (10 * 250 + 4 * 36))


def test_post_strata(tmp_path, capsys) -> None:
    path, totals = written(tmp_path, SAMPLE), written(tmp_path, "group,total\na,900\nb,100\n", "totals.csv")
    said = answer(capsys, path, "--value", "answer", "--poststrata", "stratum", "--poststrata-totals", totals)
    assert said["estimate"] == pytest.approx(0.9 * 0.4 + 0.1 * 2 / 3)
    complaint(capsys, path, "--value", "answer", "--poststrata", "stratum", code=2)
    written(tmp_path, "group,total\na,900\nb,100\na,1\n", "totals.csv")
    said = complaint(capsys, path, "--value", "answer", "--poststrata", "stratum", "--poststrata-totals", totals)
    assert "line 4" in said


@pytest.mark.parametrize("wanted", ["3", "3.0"])
def test_the_share_of_one_number(tmp_path, capsys, wanted: str) -> None:
    path = written(tmp_path, "grade\n3\n1\n3.0\n2\n12\n")
    assert answer(capsys, path, "--value", "grade", "--equals", wanted)["estimate"] == pytest.approx(0.4)


def test_zeros_and_ones_are_a_share_however_written_and_other_numbers_are_not(tmp_path, capsys) -> None:
    path = written(tmp_path, "x\n0.0\n1.0\n0\n1\n")
    assert answer(capsys, path, "--value", "x")["method"].startswith("proportion")
    path = written(tmp_path, "x\n0.0\n1.0\n0\n2\n")
    assert answer(capsys, path, "--value", "x")["method"].startswith("mean")


def test_a_value_that_nobody_has_is_none_of_them_and_said(tmp_path, capsys) -> None:
    path = written(tmp_path, "mark\nnone\nmild\nnone\n")
    said = answer(capsys, path, "--value", "mark", "--equals", "Mild")
    assert said["estimate"] == 0
    assert [each["code"] for each in said["cautions"]] == ["few-hits", "value-absent"]


def test_missing_values_are_said_and_shares_drawn_are_of_all_rows(tmp_path, capsys) -> None:
    path = written(tmp_path, SAMPLE.replace("5,no", "5,NA"))
    said = answer(capsys, path, "--value", "answer", "--strata", "stratum", "--fpc", "share", "--total")
    assert (said["missing"], [each["code"] for each in said["cautions"]]) == (1, ["missing-values"])
    assert said["estimate"] == pytest.approx(50 * 0.5 + 12 * 2 / 3)


def test_a_stratum_without_a_value_is_refused(tmp_path, capsys) -> None:
    path = written(tmp_path, "x,s\nyes,a\nno,a\nNA,b\n,b\n")
    said = answer(capsys, path, "--value", "x", "--strata", "s", code=1)
    assert (said["refused"]["code"], said["estimate"]) == ("unanswered-stratum", None)
    assert set(said) >= KEYS


def test_a_lonely_cluster_is_refused_with_exit_code_1(tmp_path, capsys) -> None:
    path = written(tmp_path, "x,s\nyes,a\nno,a\nno,b\n")
    said = answer(capsys, path, "--value", "x", "--strata", "s", code=1)
    assert (said["refused"]["code"], said["low"]) == ("lonely-cluster", None)
    assert call(["estimate", "proportion", str(path), "--value", "x", "--strata", "s"]) == 1
    assert "refused: 1 stratum has" in capsys.readouterr().out


def test_error_rates(tmp_path, capsys) -> None:
    rates = ["--sensitivity", "45,50", "--specificity", "95,100"]
    said = answer(capsys, "--hits", "40", "--sample", "200", *rates)
    assert said["estimate"] == pytest.approx(0.15 / 0.85)
    assert (said["uncorrected"]["estimate"], said["sensitivity"], said["df"]) == (0.2, [45, 50], 199)
    assert said["method"] == "proportion by error rates, lang-reiczigel"
    said = answer(capsys, "--hits", "40", "--sample", "200", "--population", "1000", *rates)
    assert said["count_low"] <= said["count"] <= said["count_high"]
    rows = "x,c\n" + "".join(f"{'yes' if row % 5 == 0 else 'no'},{row // 2}\n" for row in range(200))
    table = answer(capsys, written(tmp_path, rows), "--value", "x", *rates, "--domain", "x")
    assert table["estimate"] == pytest.approx(0.15 / 0.85)
    assert table["domains"][0]["cautions"][-1]["code"] == "cut-at-bound"
    said = answer(capsys, "--hits", "4", "--sample", "9", "--sensitivity", "1,2", "--specificity", "1,2", code=1)
    assert said["refused"]["code"] == "coder-no-better-than-chance"


def test_error_rates_with_a_census_and_without_hits(tmp_path, capsys) -> None:
    rates = ["--sensitivity", "900,1000", "--specificity", "950,1000"]
    census = answer(capsys, "--hits", "40", "--sample", "200", "--population", "200", *rates)
    drawn = answer(capsys, "--hits", "40", "--sample", "200", *rates)
    assert census["high"] - census["low"] < (drawn["high"] - drawn["low"]) / 2
    path = written(tmp_path, "x,c\n" + "".join(f"no,{row // 10}\n" for row in range(100)))
    clusters = answer(capsys, path, "--value", "x", "--cluster", "c", *rates)
    alone = answer(capsys, path, "--value", "x", *rates)
    assert clusters["high"] > 2 * alone["high"]


CHECKED = "first,second,g\n" + "yes,yes,a\nyes,no,a\nyes,yes,a\nyes,,a\n" + "no,no,b\nno,no,b\nno,,b\nno,NA,b\n"


def test_checking(tmp_path, capsys) -> None:
    path = written(tmp_path, CHECKED)
    said = answer(capsys, path, "--value", "first", "--checked", "second")
    assert said["estimate"] == pytest.approx(0.5 * 2 / 3)
    assert (said["method"], said["uncorrected"]["estimate"], said["n"]) == (
        "proportion by checking, mover-wilson", 0.5, 5,
    )  # fmt: skip
    assert [(each["code"], each["coded"], each["checked"], each["hits"]) for each in said["groups"]] == [
        ("no", 4, 2, 0),
        ("yes", 4, 3, 2),
    ]
    named = answer(capsys, path, "--value", "first", "--checked", "second", "--equals", "yes")
    assert named["low"] == said["low"]
    assert call(["estimate", "proportion", str(path), "--value", "first", "--checked", "second"]) == 0
    assert "coded yes: 4, checked 3, of these 2 hits" in capsys.readouterr().out


def test_checking_that_cannot_be(tmp_path, capsys) -> None:
    path = written(tmp_path, CHECKED)
    base = [path, "--value", "first", "--checked", "second"]
    for more in (["--total"], ["--domain", "g"], ["--sensitivity", "9,10", "--specificity", "9,10"]):
        complaint(capsys, *base, *more, code=2)
    path = written(tmp_path, CHECKED.replace("yes,no,a", "yes,perhaps,a"))
    assert "line 3, column 'second'" in complaint(capsys, *base)
    path = written(tmp_path, CHECKED.replace("no,no,b", "no,,b"))
    said = answer(capsys, *base, code=1)
    assert said["refused"]["code"] == "code-hardly-checked"


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (SAMPLE.replace("31,a", "x1,a"), ["--value", "age"], "line 2, column 'age'"),
        (SAMPLE.replace("44,a,50", "44,a,-5"), ["--value", "age", "--fpc", "size"], "line 3, column 'size'"),
        (SAMPLE.replace("44,a,50", "44,a,"), ["--value", "age", "--fpc", "size"], "line 3, column 'size'"),
        (SAMPLE.replace("44,a,50", "44,a,51"), ["--value", "age", "--fpc", "size"], "one size"),
        (SAMPLE.replace("0.1,10,q\n5", "0.1,0,q\n5"), ["--value", "age", "--weights", "weight"], "line 5"),
        (SAMPLE.replace("28,a", "28,"), ["--value", "age", "--strata", "stratum"], "line 4, column 'stratum'"),
        (SAMPLE.replace("31,a", "1e300,a"), ["--value", "age"], "line 2"),
        (SAMPLE.replace("31,a", "inf,a"), ["--value", "age"], "line 2"),
        (SAMPLE.replace("31,a", "nan,a"), ["--value", "age"], "line 2"),
        (SAMPLE.replace("6,yes", "6,maybe"), ["--value", "answer"], "--equals"),
        (SAMPLE, ["--value", "nothing"], "nothing"),
        (SAMPLE.replace(",p\n2", "\n2"), ["--value", "age"], "line 2"),
        ("answer\nNA\n\n", ["--value", "answer"], "at least one value"),
        ("answer\n", ["--value", "answer"], "at least one value"),
        ("", ["--value", "answer"], "headings"),
        (b"answer\n\xff\xfe\n", ["--value", "answer"], "UTF-8"),
        (b'answer\n"yes\n', ["--value", "answer"], "can't be read"),
    ],
)
def test_tables_that_are_wrong_are_named_by_line(tmp_path, capsys, content, more: list[str], words: str) -> None:
    assert words in complaint(capsys, written(tmp_path, content), *more)


def test_a_table_that_is_not_there(tmp_path, capsys) -> None:
    assert "can't be read" in complaint(capsys, tmp_path / "none.csv", "--value", "x")
    assert "can't be read" in complaint(capsys, tmp_path, "--value", "x")


def test_hostile_labels_are_labels(tmp_path, capsys) -> None:
    path = written(tmp_path, "x;d\nyes;\x1b[31mred\nno;\x1b[31mred\nno;=cmd()\nno;=cmd()\nyes;\x00\nyes;\x00\n")
    assert len(answer(capsys, path, "--value", "x", "--domain", "d")["domains"]) == 3
    assert call(["estimate", "proportion", str(path), "--value", "x", "--domain", "d"]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\x00" not in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize(
    "more",
    [
        ["--hits", "1"],
        ["--population", "9"],
        ["--total"],
        ["--total", "--ratio", "size"],
        ["--sensitivity", "9,10", "--specificity", "9,10"],
    ],
)
def test_what_does_not_go_together(tmp_path, capsys, more: list[str]) -> None:
    complaint(capsys, written(tmp_path, SAMPLE), "--value", "age", *more, code=2)


def test_a_table_needs_a_column(tmp_path, capsys) -> None:
    complaint(capsys, written(tmp_path, SAMPLE), code=2)


def test_the_text_for_people_fits_a_narrow_terminal(tmp_path, capsys) -> None:
    path = written(tmp_path, SAMPLE.replace("8,no", "8,NA"))
    assert call(["estimate", "proportion", str(path), "--value", "answer", "--cluster", "cluster"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("estimate  0.571429  (")
    assert max(map(len, lines)) <= 80, lines
    assert call(["estimate", "proportion", str(path), "--value", "answer", "--strata", "unit"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80, lines


def test_sample_sizes(capsys) -> None:
    assert answer(capsys, "--half-width", "0.05", what="sample-size")["sample"] == 385
    assert answer(capsys, "--half-width", "0.05", "--population", "11000", what="sample-size")["sample"] == 372
    assert answer(capsys, "--at-least-one", "0.01", what="sample-size")["sample"] == 299
    for wrong in (
        [],
        ["--half-width", "0.05", "--at-least-one", "0.1"],
        ["--at-least-one", "0"],
        ["--half-width", "1"],
    ):
        assert call(["estimate", "sample-size", *wrong]) == 2
