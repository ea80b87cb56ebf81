"""`probata estimate agreement`: tables as people have them, and the keys of the acceptance interface."""

import json
from pathlib import Path

import pytest

from probata.app.cli import call
from probata.app.estimating_agreement import Asked, estimate, listed
from probata.app.estimating_agreement_text import text
from probata.errors import BadInput
from probata.statistics.agreement.measures import Wanted

QUICK = Wanted(replicates=100)
ON_ITS_SIDE = """"V1","V2","V3","V4","V5","V6","V7","V8","V9","V10","V11","V12"
1,2,3,3,2,1,4,1,2,NA,NA,NA
1,2,3,3,2,2,4,1,2,5,NA,NA
NA,3,3,3,2,3,4,2,2,5,1,3
1,2,3,3,2,4,4,1,2,5,1,NA
"""


def written(folder: Path, content: str) -> Path:
    path = folder / "table.csv"
    path.write_text(content, encoding="utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict:
    assert call(["--json", "estimate", "agreement", *map(str, arguments)]) == 0
    return json.loads(capsys.readouterr().out)


def two(folder: Path) -> Path:
    rows = ["a,a"] * 20 + ["a,b"] * 5 + ["b,a"] * 10 + ["b,b"] * 15
    return written(folder, "\n".join(["anna,ben", *rows]) + "\n")


def test_the_keys_of_the_acceptance_interface(tmp_path, capsys) -> None:
    said = answer(capsys, two(tmp_path))
    assert said["n_shared"] == 50
    for name in ("cohen", "fleiss", "krippendorff", "gwet", "percentage"):
        assert said[name]["low"] < said[name]["value"] < said[name]["high"]
    assert (round(said["cohen"]["low"], 5), round(said["cohen"]["high"], 5)) == (0.15109, 0.64891)
    assert said["table"] == {"kind": "confusion", "rows": "anna", "columns": "ben", "counts": [[20, 5], [10, 15]]}
    assert (said["categories"], said["refused"], said["named_by"]) == (["a", "b"], None, "")


def test_a_table_on_its_side(tmp_path, capsys) -> None:
    path = written(tmp_path, ON_ITS_SIDE)
    said = answer(capsys, path, "--transposed", "--metric", "ordinal", "--replicates", "200")
    assert (said["n_units"], said["n_shared"], said["n_coders"], said["n_pairs"]) == (12, 11, 4, 6)
    assert said["krippendorff"]["value"] == pytest.approx(0.815387503755, abs=1e-11)
    others = {(each["name"], each["weights"]): each["value"] for each in said["others"]}
    assert others["krippendorff", "ratio"] == pytest.approx(0.797402774712, abs=1e-11)
    assert "more-coders-than-units" in {each["code"] for each in answer(capsys, path)["cautions"]}


def test_a_column_that_names_the_units_is_no_coder(tmp_path, capsys) -> None:
    path = written(tmp_path, "Unit;x;y;z\n17;1;1;2\n18;2;2;2\n19;1;2;\n")
    said = answer(capsys, path)
    assert (said["named_by"], said["n_coders"], said["n_shared"]) == ("Unit", 3, 3)
    said = answer(capsys, path, "--columns", "z,x")
    assert ([coder["coder"] for coder in said["coders"]], said["n_shared"]) == (["z", "x"], 2)


def test_coders_that_have_names_in_a_table_on_its_side(tmp_path) -> None:
    path = written(tmp_path, "coder,u1,u2,u3\nanna,1,2,1\nben,1,2,2\ncleo,1,1,2\n")
    made = estimate(path, Asked(("cleo", "anna"), (), True), QUICK)
    assert (made.named_by, made.agreement.codings.coders) == ("coder", ("cleo", "anna"))


def test_numbers_are_numbers_however_they_are_spelled(tmp_path) -> None:
    made = estimate(written(tmp_path, "x,y\n1,1.0\n10,10\n2,1\n"), Asked(), QUICK)
    assert made.agreement.codings.values == (1, 2, 10)
    assert made.agreement.codings.codes.tolist() == [[0, 0], [2, 2], [1, 0]]


def test_the_order_of_categories_is_given(tmp_path) -> None:
    path = written(tmp_path, "x,y\nlow,low\nhigh,middle\nmiddle,high\nlow,middle\n")
    plain = estimate(path, Asked(), Wanted("linear", replicates=100)).agreement.record()
    assert plain["cohen"]["refused"]["code"] == "no-order"
    made = estimate(path, Asked((), listed("low, middle,high, highest")), Wanted("linear", "ordinal", replicates=100))
    assert made.agreement.codings.categories == ("low", "middle", "high", "highest")
    assert made.agreement.record()["cohen"]["value"] is not None
    with pytest.raises(BadInput, match="not named"):
        estimate(path, Asked((), ("low", "high")), QUICK)


def test_a_list_with_commas_in_its_parts() -> None:
    assert listed('a, "b, or c",d') == ("a", "b, or c", "d")
    assert listed("") == ()


def test_no_shared_units_is_a_no(tmp_path, capsys) -> None:
    path = written(tmp_path, "x,y\na,\n,b\n")
    assert call(["--json", "estimate", "agreement", str(path)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["n_shared"], said["refused"]["code"], said["cohen"]["value"]) == (0, "no-shared-units", None)
    assert call(["estimate", "agreement", str(path)]) == 1
    assert "refused: none of the 2 units was coded by two" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "arguments", "exit_code", "says"),
    [
        ("x\n1\n", [], 2, "at least two"),
        ("x,y\n1,2\n", ["--columns", "x,w"], 2, "no such coder"),
        ("x,y\n,NA\n", [], 3, "no codings"),
        ("x,y\n1\n", [], 3, "2 cells"),
        ("x,y\n1,2\n", ["--metric", "round"], 2, "metric"),
        ("x,y\n1,2\n", ["--weights", "round"], 2, "weights"),
        ("x,y\n1,2\n", ["--level", "1"], 2, "level"),
        ("x,y\n1,2\n", ["--replicates", "1"], 2, "replicates"),
        ("x,y\n" + "".join(f"{n},{n}.5\n" for n in range(600)), [], 2, "categories"),
    ],
)
def test_wrong_input_is_one_line(tmp_path, capsys, content, arguments, exit_code, says) -> None:
    assert call(["estimate", "agreement", str(written(tmp_path, content)), *arguments]) == exit_code
    error = capsys.readouterr().err
    assert says in error
    assert len(error.splitlines()) == 1


def test_the_text_fits_a_narrow_terminal(tmp_path) -> None:
    wide = "\n".join(["a rater with a very long name,another rater with a long name,c", "1,1,2", "2,2,2", "3,1,3"])
    made = [estimate(two(tmp_path), Asked(), QUICK)]
    made.append(estimate(written(tmp_path, ON_ITS_SIDE), Asked(transposed=True), QUICK))
    made.append(estimate(written(tmp_path, wide), Asked(), QUICK))
    for each in made:
        assert max(map(len, text(each).splitlines())) <= 80
    assert "log-t" not in text(made[0])
    assert "log-t" in text(made[2])
