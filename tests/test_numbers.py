"""Numbers from hand-made lists of lines: roles by the scheme, doubt kept, dates, plates and pages left alone."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.linkage.numbers import ExhibitNumbers, numbers, numbers_of
from probata.linkage.numbers_scheme import Matcher, is_date_or_time, western
from probata.readings.analyser import full_schema
from probata.readings.analysers.text import TextInFrame
from probata.settings import NumberScheme, RoleLimits

SCHEME = NumberScheme(("{detainee}/{branch}", "E {examination}"))
EXHIBIT = "ab" * 32


def line(
    *spellings: tuple[str, float], x: float = 0.4, y: float = 0.4, width: float = 0.2, height: float = 0.05
) -> Any:
    box = [x, y, x + width, y, x + width, y + height, x, y + height]
    candidates = [{"text": text, "confidence": confidence} for text, confidence in spellings]
    return {"text": spellings[0][0], "confidence": spellings[0][1], "box": box, "candidates": candidates}


def found(*lines: Any, scheme: NumberScheme = SCHEME, boxes: int | None = None) -> ExhibitNumbers:
    row = {"digest": EXHIBIT, "failed": None, "lines": list(lines), "boxes": len(lines) if boxes is None else boxes}
    return numbers_of(row, Matcher(scheme))


def values(exhibit: ExhibitNumbers) -> dict[str, str]:
    return {role: reading.value for role, reading in exhibit.by_role.items() if reading.status == "read"}


@pytest.mark.parametrize(
    ("text", "detainee", "branch"),
    [
        ("4821/15", "4821", "15"),
        ("4821 / 15", "4821", "15"),
        ("4821|15", "4821", "15"),
        ("4821\\15", "4821", "15"),
        ("No. 4821/15", "4821", "15"),
        ("٤٨٢١/١٥", "4821", "15"),
        ("۴۸۲۱/۱۵", "4821", "15"),
        ("0044-a/7", "0044-a", "7"),
        ("0044 - A/7", "0044-a", "7"),
        ("48Z1/1S", "4821", "15"),
    ],
)
def test_a_line_that_follows_the_scheme_gives_its_roles(text: str, detainee: str, branch: str) -> None:
    assert values(found(line((text, 0.98)))) == {"detainee": detainee, "branch": branch}


def test_a_label_of_two_lines() -> None:
    exhibit = found(line(("4821/15", 0.99)), line(("E 1076", 0.97), y=0.5))
    assert values(exhibit) == {"detainee": "4821", "branch": "15", "examination": "1076"}
    assert exhibit.unassigned == ()
    assert exhibit.record()["detainee"] == {
        "value": "4821",
        "status": "read",
        "confidence": pytest.approx(0.999, abs=0.002),
        "candidates": [{"value": "4821", "confidence": pytest.approx(0.999, abs=0.002)}],
    }


def test_one_or_seven_stays_open() -> None:
    exhibit = found(line(("4821/15", 0.55), ("4827/15", 0.44)))
    assert [each.value for each in exhibit.detainee.candidates] == ["4821", "4827"]
    assert exhibit.detainee.confidence == pytest.approx(0.555, abs=0.01)
    assert exhibit.by_role["branch"].confidence > 0.99
    assert [each.value("detainee") for each in exhibit.sets] == ["4821", "4827"]


def test_the_scheme_weighs_against_a_reading_without_its_stroke() -> None:
    exhibit = found(line(("7033230", 0.60), ("7033/230", 0.35)))
    assert values(exhibit) == {"detainee": "7033", "branch": "230"}
    assert exhibit.detainee.confidence < 0.9


@pytest.mark.parametrize(
    "text",
    [
        "12/05/2013",
        "12.05.13",
        "2013-05-12",
        "2013:05:12 10:21:44",
        "10:21",
        "10:21:44",
        "12/05/2013 10:21",
        "12 05 2013",
    ],
)
def test_dates_and_times_are_no_numbers(text: str) -> None:
    assert is_date_or_time(text)
    exhibit = found(line((text, 0.99), x=0.7, y=0.93))
    assert values(exhibit) == {}
    assert exhibit.unassigned == ()
    assert exhibit.detainee.status == "absent"


def test_a_date_stamp_found_in_two_pieces_is_still_a_date() -> None:
    exhibit = found(line(("12/05", 0.9), x=0.7, width=0.06), line(("/2013", 0.9), x=0.765, width=0.06))
    assert values(exhibit) == {}


def test_a_date_stamp_beside_a_card_takes_nothing_from_it() -> None:
    exhibit = found(line(("4821/15", 0.99)), line(("12/05/2013 10:21", 0.99), x=0.7, y=0.93))
    assert values(exhibit) == {"detainee": "4821", "branch": "15"}


def test_a_label_found_in_two_pieces_is_put_together() -> None:
    exhibit = found(line(("4821", 0.9), x=0.4, width=0.08), line(("/15", 0.9), x=0.49, width=0.05))
    assert values(exhibit) == {"detainee": "4821", "branch": "15"}
    assert exhibit.unassigned == ()


@pytest.mark.parametrize("text", ["AB 1234", "34 KLM 56", "1234", "ROOM 12", "12345678"])
def test_plates_and_bare_numbers_get_no_role(text: str) -> None:
    assert values(found(line((text, 0.99)))) == {}


def test_a_number_without_a_role_is_kept_unassigned_and_makes_the_detainee_illegible() -> None:
    exhibit = found(line(("48215", 0.9)))
    assert [each.value for each in exhibit.unassigned] == ["48215"]
    assert exhibit.detainee.status == "illegible"


def test_without_a_scheme_numbers_are_unassigned() -> None:
    exhibit = found(line(("٤٨٢١/١٥", 0.9)), scheme=NumberScheme())
    assert [each.value for each in exhibit.unassigned] == ["4821/15"]
    assert exhibit.detainee.status == "absent"
    assert exhibit.detainee.confidence == 0.0


def test_a_page_speaks_of_persons_and_shows_none() -> None:
    words = [line((f"report of the {name} visit", 0.95), y=0.1 * i) for i, name in enumerate(("first", "next", "last"))]
    exhibit = found(*words, line(("transfer of prisoners", 0.95), y=0.6), line(("4821/15", 0.99), y=0.8))
    assert exhibit.page
    assert values(exhibit) == {}
    assert [each.value for each in exhibit.unassigned] == ["4821/15"]


def test_a_list_of_numbers_is_a_page() -> None:
    exhibit = found(*(line((f"{4821 + i}/15", 0.99), y=0.1 + 0.2 * i) for i in range(3)))
    assert exhibit.page
    assert values(exhibit) == {}


def test_long_lines_make_a_page_although_their_whole_is_unsure() -> None:
    words = [line(("several words of one long line of a letter", 0.01), y=0.1 * i) for i in range(1, 9)]
    assert found(*words).page
    stripes = [line((text, 0.2), y=0.1 * i) for i, text in enumerate(["2", "一", "u", "0", "E", "7", "11", "l-"])]
    assert not found(*stripes, boxes=13).page


def test_two_different_numbers_in_one_frame_put_both_in_doubt() -> None:
    exhibit = found(line(("4821/15", 0.99)), line(("9930/15", 0.99), y=0.7))
    assert {each.value for each in exhibit.detainee.candidates} == {"4821", "9930"}
    assert exhibit.detainee.confidence < 0.51
    assert exhibit.by_role["branch"].value == "15"
    assert exhibit.by_role["branch"].confidence > 0.99


def test_the_same_number_twice_in_one_frame_agrees() -> None:
    exhibit = found(line(("4821/15", 0.99)), line(("4821/15", 0.98), y=0.7))
    assert exhibit.detainee.confidence > 0.99


def test_something_written_that_is_not_understood_is_illegible_not_absent() -> None:
    assert found(line(("rorara", 0.3))).detainee.status == "illegible"
    assert found().detainee.status == "absent"


def test_limits_refuse_numbers_outside_them() -> None:
    scheme = NumberScheme(("{detainee}/{branch}",), (RoleLimits("branch", 1, 300),))
    assert values(found(line(("05/2013", 0.99)), scheme=scheme)) == {}
    assert values(found(line(("05/213", 0.99)), scheme=scheme)) == {"detainee": "05", "branch": "213"}


def table_of(*rows: list[Any]) -> pa.Table:
    records = [{"digest": f"{i:064x}", "failed": None, "lines": r, "boxes": len(r)} for i, r in enumerate(rows)]
    return pa.Table.from_pylist(records, full_schema(TextInFrame()))


def test_a_length_or_branch_that_no_other_exhibit_has_is_in_doubt() -> None:
    usual = [[line((f"{6300 + i}/{153 + i % 2}", 0.99))] for i in range(40)]
    found_in = numbers(table_of(*usual, [line(("3/153", 0.9995))], [line(("6313/15", 0.9995))]), SCHEME)
    whole, covered, novel = (found_in[f"{i:064x}"].detainee for i in (0, 40, 41))
    assert whole.confidence > 0.9
    assert (covered.status, covered.value) == ("illegible", "3")
    assert found_in[f"{41:064x}"].sets[0].confidence < 0.9
    assert novel.status == "read"


def test_a_label_cut_by_the_edge_is_illegible() -> None:
    exhibit = found(line(("821/15", 0.99), x=0.0))
    assert exhibit.detainee.status == "illegible"
    assert exhibit.detainee.candidates[0].value == "821"


def test_a_failed_reading_of_text_says_so() -> None:
    table = pa.Table.from_pylist(
        [{"digest": EXHIBIT, "failed": "not decodable: x", "lines": None, "boxes": None}], full_schema(TextInFrame())
    )
    exhibit = numbers(table, SCHEME)[EXHIBIT]
    assert (exhibit.failed, exhibit.detainee.status, exhibit.detainee.confidence) == ("not decodable: x", "absent", 0.0)


@given(st.integers(1, 99999), st.integers(1, 999), st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_every_number_of_the_scheme_comes_back_in_western_digits(detainee: int, branch: int, digits: str) -> None:
    written = f"{detainee}/{branch}".translate(str.maketrans("0123456789", digits))
    parse = Matcher(SCHEME).parse(written)
    assert parse is not None
    assert dict(parse.parts) == {"detainee": str(detainee), "branch": str(branch)}


@given(st.one_of(st.text(max_size=30), st.text("0123456789OoQDIl|!iZzSsBbGgqTtd /-e", max_size=14)))
def test_any_text_is_taken_without_an_error(text: str) -> None:
    Matcher(SCHEME).parse(text)
    assert not set(western(text)) & set("٠١٢٣٤٥٦٧٨٩")


@given(
    st.lists(
        st.tuples(st.sampled_from(["4821/15", "4827/15", "482115", "x"]), st.floats(0, 0.3)), min_size=1, max_size=3
    )
)
def test_probabilities_never_exceed_one(spellings: list[tuple[str, float]]) -> None:
    exhibit = found(line(*spellings))
    assert sum(each.confidence for each in exhibit.sets) <= 1.000001
    assert all(0 <= each.confidence <= 1 for each in exhibit.detainee.candidates)


def test_a_number_on_a_line_of_its_own_is_known_by_its_own_kind() -> None:
    """Sure examination numbers are not in doubt because no detainee number is like them."""
    rows = [
        {
            "digest": f"{n:064x}",
            "failed": None,
            "lines": [line((f"{2300 + n}/138", 0.98)), line((f"E {400 + n}", 0.97), y=0.5)],
            "boxes": 2,
        }
        for n in range(30)
    ]
    read = numbers(pa.Table.from_pylist(rows, schema=full_schema(TextInFrame())), SCHEME)
    assert {each.by_role["examination"].status for each in read.values()} == {"read"}


@pytest.mark.parametrize(
    ("text", "detainee", "branch"),
    [("4821/", "4821", ""), ("4821 /", "4821", ""), ("/215", "", "215"), ("4821//215", "4821", "215")],
)
def test_a_hidden_number_leaves_the_other_its_role(text: str, detainee: str, branch: str) -> None:
    exhibit = found(line((text, 0.98)))
    for role, value in (("detainee", detainee), ("branch", branch)):
        reading = exhibit.by_role[role]
        assert reading.value == value
        assert reading.status == ("read" if value else "illegible")


@pytest.mark.parametrize("text", ["48/", "/7"])
def test_few_digits_and_a_sign_are_no_label(text: str) -> None:
    exhibit = found(line((text, 0.98)))
    assert (exhibit.by_role["detainee"].value, exhibit.by_role["branch"].value) == ("", "")


def test_a_number_without_its_sign_has_no_role() -> None:
    exhibit = found(line(("4821", 0.98)))
    assert exhibit.by_role["detainee"].value == ""
    assert [reading.value for reading in exhibit.unassigned] == ["4821"]
