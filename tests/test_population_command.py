"""`probata estimate population`: the keys of the acceptance interface, every refusal, and files as people have them."""

import csv
import json
from pathlib import Path

import pytest

from known_lists import KOSOVO
from probata.app.cli import call

Capsys = pytest.CaptureFixture[str]
KEYS = {"estimate", "low", "high", "level", "method", "model", "diagnostics", "refused"}


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def kosovo(folder: Path) -> Path:
    rows = [f"{history},{count}" for history, count in KOSOVO.rows().items()]
    return written(folder, "\n".join([",".join(KOSOVO.names) + ",count", *rows]) + "\n", "kosovo.csv")


def population(capsys: Capsys, *arguments: str | Path, exit_code: int = 0) -> dict:
    assert call(["--json", "estimate", "population", *map(str, arguments)]) == exit_code
    said = capsys.readouterr()
    assert said.err == ""
    document = json.loads(said.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert document.keys() >= KEYS
    return document


def text(capsys: Capsys, *arguments: str | Path, exit_code: int = 0) -> str:
    assert call(["estimate", "population", *map(str, arguments)]) == exit_code
    return capsys.readouterr().out


def wrong(capsys: Capsys, exit_code: int, *arguments: str | Path) -> str:
    assert call(["--json", "estimate", "population", *map(str, arguments)]) == exit_code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_the_reference_by_every_method(tmp_path: Path, capsys: Capsys) -> None:
    path = kosovo(tmp_path)
    named = population(capsys, path, "--method", "loglinear", "--model", "independence")
    assert named["estimate"] == pytest.approx(7394.586662, abs=1e-5)
    assert (named["low"], named["high"]) == (pytest.approx(7147.749, abs=1e-3), pytest.approx(7656.195, abs=1e-3))
    assert (named["method"], named["model"], named["level"], named["refused"]) == (
        "loglinear", "independence", 0.95, None,
    )  # fmt: skip
    best = population(capsys, path, "--method", "loglinear")
    assert (best["model"], best["estimate"]) == ("123,14,34", pytest.approx(10356.51896, abs=1e-4))
    assert best["intervals"]["wald-log"] == [pytest.approx(9004.982, abs=1e-2), pytest.approx(12104.724, abs=1e-2)]
    chapman = population(capsys, path, "--method", "chapman", "--lists", "EXH,ABA")
    assert (chapman["estimate"], chapman["se"]) == (pytest.approx(7231.472772), pytest.approx(273.7525, abs=1e-4))
    assert chapman["lists"]["names"] == ["EXH", "ABA"]
    chao = population(capsys, path, "--method", "chao", "--variant", "classic")
    assert (chao["estimate"], chao["model"]) == (pytest.approx(10270.47846), "classic")
    dga = population(capsys, path, "--method", "dga", "--delta", "0.0625", "--max-missing", "26400")
    assert (dga["estimate"], dga["low"], dga["high"]) == (pytest.approx(12749.348196), 9827, 16544)


def test_latent_classes(tmp_path: Path, capsys: Capsys) -> None:
    arguments = ("--method", "lcmcr", "--classes", "5", "--chains", "2", "--seed", "3")
    found = population(capsys, kosovo(tmp_path), *arguments, "--iterations", "10000")
    assert found["low"] < found["estimate"] < found["high"]
    assert (found["method"], found["diagnostics"]["chains"], found["diagnostics"]["classes"]) == ("lcmcr", 2, 5)
    assert found["not_run"]


def test_what_stands_beside_an_estimate(tmp_path: Path, capsys: Capsys) -> None:
    found = population(capsys, kosovo(tmp_path), "--method", "loglinear")
    assert found["lists"]["sizes"] == [1910, 1528, 1786, 685]
    assert found["lists"]["overlaps"][0] == {
        "lists": ["EXH", "ABA"], "both": 403, "on_others": 2247, "both_on_others": 226,
        "expected": pytest.approx(135.6, abs=0.1), "log_odds": pytest.approx(1.07, abs=0.01),
        "se": pytest.approx(0.11, abs=0.01),
    }  # fmt: skip
    assert found["lists"]["share_seen_once"] == pytest.approx(3218 / 4400)
    assert {row["name"] for row in found["side_by_side"]} >= {"chao", "dga", "loglinear aic"}
    assert [row["name"] for row in found["leave_one_out"]] == list(KOSOVO.names)
    assert len(found["pairwise"]) == 6
    assert found["not_run"] == ["lcmcr"]
    assert len(found["assumptions"]) == 7
    assert "list-moves" in {each["code"] for each in found["cautions"]}


def test_the_text_for_people_fits_a_narrow_terminal(tmp_path: Path, capsys: Capsys) -> None:
    said = text(capsys, kosovo(tmp_path), "--method", "dga")
    assert max(map(len, said.splitlines())) <= 80
    for part in (
        "estimate  12,749.3", "caution: ", "by chance", "seen on one list only: 73.1%", "Chao's lower bound",
        "other methods", "without one list", "other choices", "not run", "No model can be tested",
    ):  # fmt: skip
        assert part in said


def test_records_without_a_count_are_counted(tmp_path: Path, capsys: Capsys) -> None:
    path = written(tmp_path, "\ufeffa;b\n1;1\n1;1\n1;0\n0;1\n0;0\n")
    found = population(capsys, path, "--method", "lincoln-petersen")
    assert (found["estimate"], found["observed"]) == (3 * 3 / 2, 4)
    assert "rows-on-no-list" in {each["code"] for each in found["cautions"]}


@pytest.mark.parametrize(
    ("content", "arguments", "code"),
    [
        ("a,b,count\n1,0,5\n0,1,5\n", ("--method", "chapman"), "no-overlap"),
        ("a,b,count\n1,0,5\n0,1,5\n", ("--method", "lincoln-petersen"), "no-overlap"),
        ("a,b,count\n1,0,5\n0,1,5\n", ("--method", "chao"), "no-overlap"),
        ("a,b,count\n", ("--method", "chapman"), "no-overlap"),
        ("a,b,c,count\n1,1,0,5\n", ("--method", "chapman"), "two-lists-needed"),
        ("a,count\n1,5\n", ("--method", "loglinear"), "too-few-lists"),
        ("a,b,count\n1,1,5\n1,0,3\n", ("--method", "loglinear"), "too-few-lists"),
        ("a,b,count\n1,1,5\n1,0,3\n", ("--method", "dga"), "too-few-lists"),
        ("a,b,count\n1,1,5\n1,0,3\n", ("--method", "lcmcr"), "too-few-lists"),
        ("a,b,c,count\n1,0,0,5\n0,1,0,3\n0,0,1,2\n", ("--method", "loglinear"), "no-overlap"),
        ("a,b,c,count\n1,0,0,5\n0,1,0,3\n0,0,1,2\n", ("--method", "dga"), "no-overlap"),
        ("a,b,c,count\n1,1,0,5\n0,0,1,3\n", ("--method", "loglinear", "--model", "12,13,23"), "not-identifiable"),
        ("a,b,c,count\n1,0,0,50\n0,1,0,50\n0,0,1,50\n1,1,1,1\n", ("--method", "dga", "--max-missing", "100"),
         "mass-at-bound"),
    ],
)  # fmt: skip
def test_a_refusal_has_its_code_and_no_number(tmp_path: Path, capsys: Capsys, content, arguments, code) -> None:
    path = written(tmp_path, content)
    found = population(capsys, path, *arguments, exit_code=1)
    assert (found["estimate"], found["low"], found["high"], found["se"]) == (None, None, None, None)
    assert found["refused"]["code"] == code
    assert found["refused"]["reason"]
    said = text(capsys, path, *arguments, exit_code=1)
    assert said.startswith("no estimate\nrefused (")
    assert code in said
    assert "estimate  " not in said


def test_chains_that_do_not_agree_are_refused(tmp_path: Path, capsys: Capsys) -> None:
    rows = "a,b,c,d,count\n1,1,0,0,2\n0,0,1,1,2\n1,0,0,0,40\n0,1,0,0,50\n0,0,1,0,60\n0,0,0,1,70\n"
    found = population(
        capsys, written(tmp_path, rows), "--method", "lcmcr", "--iterations", "100", "--chains", "4", exit_code=1
    )
    assert found["refused"]["code"] in ("not-converged", "mass-at-bound")


def test_a_list_that_was_not_linked_is_named(tmp_path: Path, capsys: Capsys) -> None:
    path = written(tmp_path, "k,d,photographs,count\n1,1,0,50\n1,0,0,100\n0,1,0,90\n0,0,1,11000\n")
    found = population(capsys, path, "--method", "loglinear", "--model", "independence")
    assert "list-unlinked" in {each["code"] for each in found["cautions"]}
    assert "until they are linked" in text(capsys, path, "--method", "chao").replace("\n  ", " ")


def stratified(folder: Path) -> Path:
    rows = [f"{history},{count},north" for history, count in KOSOVO.rows().items()]
    rows += [f"{history},{count},south" for history, count in KOSOVO.rows().items()]
    rows += ["1,1,0,0,7,west", "1,0,0,0,9,west"]
    return written(folder, "\n".join([",".join(KOSOVO.names) + ",count,place", *rows]) + "\n")


def test_strata_are_added_up_and_one_of_two_lists_is_left_out(tmp_path: Path, capsys: Capsys) -> None:
    found = population(capsys, stratified(tmp_path), "--method", "dga", "--max-missing", "26400", "--strata", "place")
    assert found["estimate"] == pytest.approx(2 * 12749.348196)
    assert [(row["name"], row["observed"]) for row in found["strata"]] == [
        ("north", 4400), ("south", 4400), ("west", 16),
    ]  # fmt: skip
    assert found["strata"][2]["refused"]["code"] == "stratum-not-estimable"
    assert found["diagnostics"]["coverage"] == pytest.approx(8800 / 8816)
    assert found["interval"] == "sum-of-draws"
    # Independent strata: the sum's interval is narrower than the sum of the ends.
    assert found["high"] - found["low"] == pytest.approx(2**0.5 * (16544 - 9827), rel=0.05)
    assert "strata-left-out" in {each["code"] for each in found["cautions"]}
    undivided, *others = found["side_by_side"]
    assert undivided["name"] == "dga without strata"
    summed = next(row for row in others if row["name"] == "loglinear bic")
    assert summed["estimate"] == pytest.approx(2 * 10356.51896)
    assert found["leave_one_out"][1]["estimate"] == pytest.approx(2 * 7127, rel=0.002)
    said = text(capsys, stratified(tmp_path), "--method", "chao", "--strata", "place")
    assert "by stratum" in said
    assert "refused (stratum-not-estimable)" in said


def test_no_stratum_at_all_can_be_estimated(tmp_path: Path, capsys: Capsys) -> None:
    path = written(tmp_path, "a,b,c,s\n1,1,0,x\n1,0,0,x\n0,1,1,\n")
    found = population(capsys, path, "--method", "loglinear", "--strata", "s", exit_code=1)
    assert found["refused"]["code"] == "no-stratum-estimable"
    assert [row["name"] for row in found["strata"]] == ["(not said)", "x"]


def test_imputations_are_combined(tmp_path: Path, capsys: Capsys) -> None:
    rows = [f"{history},{count},{m}" for m in (1, 2, 3) for history, count in KOSOVO.rows().items()]
    path = written(tmp_path, "\n".join([",".join(KOSOVO.names) + ",count,m", *rows, "1,1,0,0,300,3"]) + "\n")
    found = population(capsys, path, "--method", "chao", "--imputation", "m")
    assert found["diagnostics"]["parts"] == 3
    assert found["diagnostics"]["between_variance"] > 0
    assert found["lists"]["sizes"] == [1910, 1528, 1786, 685]
    assert set(found["intervals"]) == {"rubin-log"}


def linked(folder: Path, photographs: bool = False) -> tuple[Path, Path]:
    """Two hundred records in a hundred candidate pairs at .9, on one list or on two."""
    names = ["photographs", "photographs"] if photographs else ["killed", "detained"]
    records = [f"r{i},{names[i % 2]}" for i in range(200)]
    pairs = [f"r{2 * i},r{2 * i + 1},0.9" for i in range(100)]
    return (
        written(folder, "\n".join(["id,list", *records]) + "\n", "records.csv"),
        written(folder, "\n".join(["a,b,probability", *pairs]) + "\n", "pairs.csv"),
    )


def test_records_and_pairs_carry_the_error_of_linkage(tmp_path: Path, capsys: Capsys) -> None:
    records, pairs = linked(tmp_path)
    given = ("--records", records, "--pairs", pairs, "--partitions", "2000")
    found = population(capsys, *given, "--method", "chapman")
    drawn = found["partitions"]
    assert (drawn["draws"], drawn["records"]) == (2000, 200)
    assert drawn["persons_mean"] == pytest.approx(110, abs=0.3)
    assert drawn["persons_sd"] == pytest.approx(3, abs=0.15)
    assert (drawn["persons_low"], drawn["persons_high"]) == (105, 116)
    assert found["diagnostics"]["between_variance"] > 0
    assert found["estimate"] == pytest.approx(100 / 0.9, rel=0.01)
    assert "distinct persons: mean 110." in text(capsys, *given, "--method", "chapman")


def test_photographs_alone_are_a_count_and_no_list(tmp_path: Path, capsys: Capsys) -> None:
    records, pairs = linked(tmp_path, photographs=True)
    found = population(capsys, "--records", records, "--pairs", pairs, "--method", "chao", exit_code=1)
    assert found["refused"]["code"] == "most-refused"
    assert found["partitions"]["persons_mean"] == pytest.approx(110, abs=1)


def test_charts_and_draws_are_written_and_nothing_is_overwritten(tmp_path: Path, capsys: Capsys) -> None:
    path, folder, draws = kosovo(tmp_path), tmp_path / "charts", tmp_path / "draws.csv"
    arguments = (path, "--method", "dga", "--max-missing", "26400", "--plots", folder, "--draws", draws)
    found = population(capsys, *arguments)
    names = {Path(each).name for each in found["plots"]}
    assert names == {"overlaps.svg", "methods.svg", "left-out.svg", "choices.svg", "distribution.svg"}
    for each in found["plots"]:
        assert Path(each).read_text(encoding="utf-8").startswith("<svg")
    with draws.open(encoding="utf-8") as stream:
        values = [float(row["N"]) for row in csv.DictReader(stream)]
    assert sum(values) / len(values) == pytest.approx(12749, rel=0.02)
    assert "already" in wrong(capsys, 2, *arguments)
    assert "already" in wrong(capsys, 2, path, "--method", "dga", "--draws", draws)
    assert "no draws" in wrong(capsys, 2, path, "--method", "chao", "--draws", tmp_path / "new.csv")
    assert not (tmp_path / "new.csv").exists()


def test_a_profile_is_drawn_where_there_are_no_draws(tmp_path: Path, capsys: Capsys) -> None:
    found = population(capsys, kosovo(tmp_path), "--method", "loglinear", "--plots", tmp_path / "c")
    assert "likelihood" in Path(found["plots"][-1]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "headings"),
        ("\n\n", "headings"),
        ("count\n5\n", "1 to 16 columns"),
        ("a,b,count\n1,2,5\n", "line 2, column 'b'; expected 0 or 1; found 2"),
        ("a,b,count\n1,,5\n", "line 2, column 'b'; expected 0 or 1; found nothing"),
        ("a,b,count\n1,0.5,5\n", "found 0.5"),
        ("a,b,count\n1,NaN,5\n", "found NaN"),
        ("a,b,count\n1,1,NaN\n", "column 'count'"),
        ("a,b,count\n1,1,inf\n", "column 'count'"),
        ("a,b,count\n1,1,-5\n", "found -5"),
        ("a,b,count\n1,1,2.5\n", "found 2.5"),
        ("a,b,count\n1,1,\n", "found nothing"),
        ("a,b,count\n1,1,99999999999999999999\n", "whole number"),
        ("a,b,count\n1,1,٣\n", "whole number"),
        ("a,a,count\n1,1,5\n", "headings"),
        ("a,b,count,count\n1,1,5,5\n", "headings"),
        ("a,b,count\n1,1\n", "line 2; expected 3 cells"),
        ("name,a,b\nx,1,1\n", "--lists"),
        ("year,a,b\n2013,1,1\n", "--strata"),
        (",".join("abcdefghijklmnopq") + "\n" + ",".join("1" * 17) + "\n", "1 to 16 columns; found 17"),
        ('a,b\n"1,1\n', "CSV"),
    ],
)  # fmt: skip
def test_tables_that_can_not_be_used(tmp_path: Path, capsys: Capsys, content: str, told: str) -> None:
    assert told in wrong(capsys, 3, written(tmp_path, content), "--method", "chao")


def test_files_that_can_not_be_read(tmp_path: Path, capsys: Capsys) -> None:
    assert "can't be read" in wrong(capsys, 3, tmp_path / "none.csv", "--method", "chao")
    assert "can't be read" in wrong(capsys, 3, tmp_path, "--method", "chao")
    (tmp_path / "bytes.csv").write_bytes(b"a,b\n\xff\xfe,1\n")
    assert "can't be read" in wrong(capsys, 3, tmp_path / "bytes.csv", "--method", "chao")


def test_counts_as_large_as_can_be_neither_overflow_nor_crash(tmp_path: Path, capsys: Capsys) -> None:
    path = written(tmp_path, f"a,b,count\n1,1,{10**12}\n1,0,{10**12}\n0,1,{10**12}\n")
    assert population(capsys, path, "--method", "chapman")["estimate"] == pytest.approx(4e12, rel=1e-6)


def test_names_of_lists_that_are_not_columns_or_named_twice(tmp_path: Path, capsys: Capsys) -> None:
    path = written(tmp_path, "a,b,sex,count\n1,1,f,5\n1,0,m,5\n0,1,f,5\n")
    assert "no column 'z'" in wrong(capsys, 3, path, "--method", "chapman", "--lists", "a,z")
    assert "once" in wrong(capsys, 2, path, "--method", "chapman", "--lists", "a,a")
    assert "once" in wrong(capsys, 2, path, "--method", "chapman", "--lists", "a,count")
    assert "no column 'y'" in wrong(capsys, 3, path, "--method", "chapman", "--lists", "a,b", "--strata", "y")
    assert population(capsys, path, "--method", "chapman", "--lists", "a,b")["estimate"] == pytest.approx(
        19.1667, abs=1e-3
    )
    by_sex = population(capsys, path, "--method", "chapman", "--strata", "sex")
    assert {row["name"] for row in by_sex["strata"]} == {"f", "m"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--method", "guess"), "method"),
        (("--method", "loglinear", "--model", "12,99"), "model"),
        (("--method", "loglinear", "--model", "1234"), "model"),
        (("--method", "loglinear", "--selection", "best"), "selection"),
        (("--method", "loglinear", "--interval", "wide"), "interval"),
        (("--method", "loglinear", "--p-enter", "0"), "p-enter"),
        (("--method", "loglinear", "--interval", "bootstrap", "--replicates", "3"), "replicates"),
        (("--method", "chao", "--variant", "new"), "variant"),
        (("--method", "chao", "--level", "1.5"), "level"),
        (("--method", "dga", "--delta", "0"), "delta"),
        (("--method", "dga", "--delta", "nan"), "delta"),
        (("--method", "dga", "--max-missing", "0"), "max-missing"),
        (("--method", "dga", "--prior", "flat"), "prior"),
        (("--method", "lcmcr", "--classes", "0"), "classes"),
        (("--method", "lcmcr", "--chains", "1"), "chains"),
        (("--method", "lcmcr", "--iterations", "1"), "iterations"),
        (("--method", "lcmcr", "--seed", "-1"), "seed"),
    ],
)
def test_options_that_can_not_be(tmp_path: Path, capsys: Capsys, arguments: tuple[str, ...], told: str) -> None:
    assert told in wrong(capsys, 2, kosovo(tmp_path), *arguments)


def test_a_table_or_records_and_pairs(tmp_path: Path, capsys: Capsys) -> None:
    path, (records, pairs) = kosovo(tmp_path), linked(tmp_path)
    assert "none of these" in wrong(capsys, 2, "--method", "chao")
    assert "--records" in wrong(capsys, 2, path, "--method", "chao", "--records", records, "--pairs", pairs)
    assert "--records" in wrong(capsys, 2, "--method", "chao", "--records", records)
    both = ("--records", records, "--pairs", pairs)
    assert "strata" in wrong(capsys, 2, "--method", "chao", *both, "--strata", "s")
    assert "50 or more" in wrong(capsys, 2, "--method", "chao", *both, "--partitions", "10")


@pytest.mark.parametrize(
    ("records", "pairs", "told"),
    [
        ("id,list\nx,a\nx,b\n", "a,b,probability\n", "a new id"),
        ("id,list\nx,\n", "a,b,probability\n", "a list's name"),
        ("id,list\n", "a,b,probability\n", "1 to 16"),
        ("id,name\nx,a\n", "a,b,probability\n", "lacks columns"),
        ("id,list\nx,a\ny,b\n", "a,b\nx,y\n", "lacks columns"),
        ("id,list\nx,a\ny,b\n", "a,b,probability\nx,z,0.5\n", "the id of a record; found z"),
        ("id,list\nx,a\ny,b\n", "a,b,probability\nx,y,1.5\n", "a number 0 to 1"),
        ("id,list\nx,a\ny,b\n", "a,b,probability\nx,y,\n", "a number 0 to 1"),
        ("id,list\nx,a\ny,b\n", "a,b,probability\nx,y,high\n", "a number"),
        ("id,list\nx,a\ny,b\n", "a,b,probability\nx,x,0.5\n", "a new pair"),
        ("id,list\nx,a\ny,b\n", "a,b,probability\nx,y,0.5\ny,x,0.5\n", "a new pair"),
        ("id,list\nx,a\ny,b\nz,a\n", "a,b,probability\nx,y,1\ny,z,1\nx,z,0\n", "judged different"),
    ],
)
def test_records_and_pairs_that_can_not_be_used(tmp_path: Path, capsys: Capsys, records, pairs, told) -> None:
    one, other = written(tmp_path, records, "r.csv"), written(tmp_path, pairs, "p.csv")
    assert told in wrong(capsys, 3, "--method", "chao", "--records", one, "--pairs", other)


def test_the_same_seed_gives_the_same_document(tmp_path: Path, capsys: Capsys) -> None:
    records, pairs = linked(tmp_path)
    arguments = ("--method", "chapman", "--records", records, "--pairs", pairs, "--seed", "7")
    assert population(capsys, *arguments) == population(capsys, *arguments)


def test_dividing_into_strata_that_moves_the_answer_is_said(tmp_path: Path, capsys: Capsys) -> None:
    rows = ["1,1,160,n", "1,0,640,n", "0,1,40,n", "1,1,160,s", "1,0,40,s", "0,1,640,s"]
    path = written(tmp_path, "\n".join(["a,b,count,place", *rows]) + "\n")
    found = population(capsys, path, "--method", "chapman", "--strata", "place")
    assert found["estimate"] == pytest.approx(2000, rel=0.01)
    assert found["side_by_side"][0]["estimate"] > 3000
    assert "strata-move" in {each["code"] for each in found["cautions"]}
