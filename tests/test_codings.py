"""Answers: what the codebook allows, what counts where examiners differ, tables for agreement and estimates."""

import numpy as np
import pytest

from examination_making import BOOK, adjudicated, coding, unit
from probata.errors import BadInput
from probata.examination.codebook_reading import parse
from probata.examination.codings import (
    UNDECIDED,
    check,
    checked,
    disagreements,
    final,
    moved,
    repeated,
    tables,
    unanswered,
    waiting,
)
from probata.statistics.design.design import Design
from probata.statistics.design.misclassification import Checked, by_checking

BY_MOST = BOOK.replace(b'unit = "photograph"', b'unit = "photograph"\nsettled = "majority"')
ALONE = BOOK.replace(b'label = "none" }', b'label = "none", alone = true }')
SMALL, MOST = parse(ALONE), parse(BY_MOST)
THIN, MARKS = SMALL.questions
PRESENT, ABSENT, HIDDEN = {"thin": "present"}, {"thin": "absent"}, {"thin": "not-visible"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"thim": "present"}, "did you mean thin?"),
        ({"thin": "absnt"}, "did you mean absent?"),
        ({"thin": ""}, "question thin"),
        ({"thin": "present absent"}, "one code"),
        ({"thin": "present", "marks": "cuts cuts"}, "each code once"),
        ({"thin": "present", "marks": "cuts none"}, "none by itself"),
        ({"thin": "absent", "marks": "cuts"}, "expected thin is present"),
        ({"marks": "cuts"}, "question marks is not to be asked"),
    ],
)
def test_answers_that_the_codebook_does_not_allow_are_refused(answers, said):
    with pytest.raises(BadInput) as caught:
        check(SMALL, answers)
    assert said in str(caught.value)


def test_what_waits_follows_the_conditions():
    check(SMALL, {"thin": "present", "marks": "cuts burns"})
    assert waiting(SMALL, {}) == (THIN,)
    assert unanswered(SMALL, {}) == (THIN, MARKS)  # marks may be asked once thin is answered
    assert waiting(SMALL, PRESENT) == unanswered(SMALL, PRESENT) == (MARKS,)
    assert waiting(SMALL, ABSENT) == unanswered(SMALL, ABSENT) == ()


def counted(book, codings, decisions=()):
    return {name: {each.unit: (each.code, each.basis) for each in found}
            for name, found in final(book, codings, decisions).items()}  # fmt: skip


def test_what_counts_is_what_was_adjudicated_else_what_all_said_alike():
    codings = [
        coding("E1", 1, {**PRESENT, "marks": "cuts burns"}), coding("E2", 1, {**PRESENT, "marks": "burns cuts"}),
        coding("E1", 2, PRESENT), coding("E2", 2, ABSENT),
        coding("E1", 3, ABSENT), coding("E2", 3, HIDDEN),
        coding("E1", 4, ABSENT), coding("E1", 4, PRESENT, occasion=2),
    ]  # fmt: skip
    found = counted(SMALL, codings, [adjudicated(3, "thin", "absent")])
    assert found["thin"] == {
        unit(1): ("present", "alike"), unit(2): (UNDECIDED, UNDECIDED), unit(3): ("absent", "adjudicated"),
        unit(4): ("absent", "one"),
    }  # fmt: skip
    assert found["marks"] == {unit(1): ("burns cuts", "alike")}
    kept = final(SMALL, codings, [adjudicated(3, "thin", "absent")])["thin"]
    assert {each.unit: dict(each.given) for each in kept}[unit(3)] == {"E1": "absent", "E2": "not-visible"}


def test_a_majority_counts_only_where_the_codebook_says_so():
    codings = [coding("E1", 1, PRESENT), coding("E2", 1, PRESENT), coding("E3", 1, ABSENT),
               coding("E1", 2, PRESENT), coding("E2", 2, ABSENT)]  # fmt: skip
    assert counted(SMALL, codings)["thin"] == dict.fromkeys((unit(1), unit(2)), (UNDECIDED, UNDECIDED))
    assert counted(MOST, codings)["thin"] == {unit(1): ("present", "majority"), unit(2): (UNDECIDED, UNDECIDED)}
    assert counted(MOST, codings, [adjudicated(1, "thin", "absent")])["thin"][unit(1)] == ("absent", "adjudicated")


@pytest.mark.parametrize(
    ("decision", "counts"), [("", (UNDECIDED, UNDECIDED)), ("present", ("cuts", "one")), ("absent", None)]
)
def test_a_question_on_a_condition_counts_where_the_condition_holds_in_what_counts(decision, counts):
    codings = [coding("E1", 1, {**PRESENT, "marks": "cuts"}), coding("E2", 1, ABSENT)]
    decisions = [adjudicated(1, "thin", decision)] if decision else []
    assert counted(SMALL, codings, decisions)["marks"].get(unit(1)) == counts


def test_differences_are_listed_until_they_are_moot():
    codings = [coding("E1", 1, {**PRESENT, "marks": "cuts"}), coding("E2", 1, {**PRESENT, "marks": "burns"}),
               coding("E3", 1, ABSENT)]  # fmt: skip
    assert [(each.question, each.adjudicated) for each in disagreements(SMALL, codings, [])] == [
        ("thin", ""), ("marks", ""),
    ]  # fmt: skip
    found = disagreements(SMALL, codings, [adjudicated(1, "thin", "absent")])
    assert [(each.question, each.adjudicated) for each in found] == [("thin", "absent")]


def test_tables_are_of_first_occasions_with_all_codes():
    codings = [coding("E1", 1, PRESENT), coding("E2", 1, HIDDEN), coding("E2", 2, ABSENT),
               coding("E1", 2, PRESENT, occasion=2)]  # fmt: skip
    (table,) = tables(THIN, codings)
    assert (table.categories, table.examiners) == (("present", "absent", "not-visible"), ("E1", "E2"))
    rows = dict(zip(table.units, table.codes.tolist(), strict=True))
    assert rows == {unit(1): [0, 2], unit(2): [-1, 1]}
    (told,) = tables(THIN, codings, told_only=True)
    assert told.categories == ("present", "absent")
    assert dict(zip(told.units, told.codes.tolist(), strict=True)) == {unit(1): [0, -1], unit(2): [-1, 1]}
    (again,) = tables(THIN, codings, occasion=2)
    assert again.codes.tolist() == [[0]]


def test_of_several_answers_each_is_a_table():
    codings = [coding("E1", 1, {**PRESENT, "marks": "burns cuts"}), coding("E2", 1, {**PRESENT, "marks": "cuts"})]
    found = {each.question: each.codes.tolist() for each in tables(MARKS, codings)}
    assert found == {"marks.burns": [[1, 0]], "marks.cuts": [[1, 1]], "marks.none": [[0, 0]]}


def test_repeats_and_passes_are_compared_whatever_the_order_of_codes():
    first = [coding("E1", 1, {**PRESENT, "marks": "burns cuts"}), coding("E1", 2, ABSENT)]
    again = [coding("E1", 1, {**PRESENT, "marks": "cuts burns"}, occasion=2), coding("E1", 2, PRESENT, occasion=2)]
    assert sorted(repeated(THIN, first + again)) == [("absent", "present"), ("present", "present")]
    assert repeated(MARKS, first + again) == (("burns cuts", "burns cuts"),)
    later = [coding("E1", 1, {**PRESENT, "marks": "cuts burns"}), coding("E1", 2, PRESENT), coding("E2", 2, PRESENT)]
    assert [(each.question, each.both, each.changed) for each in moved(SMALL, first, later)] == [
        ("thin", 2, 1), ("marks", 1, 0),
    ]  # fmt: skip


def test_first_codes_beside_what_was_settled_recover_the_share():
    """A coder who calls every fourth absent one present; two others settle every fifth unit."""
    rng = np.random.default_rng(7)
    truth = rng.random(2000) < 0.3
    wrong = rng.random(2000) < 0.25
    first = [coding("E1", k, PRESENT if truth[k] or wrong[k] else ABSENT) for k in range(2000)]
    checking = [
        coding(e, k, PRESENT if truth[k] else ABSENT, assignment="a-2") for e in ("E2", "E3") for k in range(400)
    ]
    found = checked(final(SMALL, first, [])["thin"], final(SMALL, checking, [])["thin"])
    assert found.undecided == 0
    assert sum(code != "" for code in found.decided) == 400
    decided = [float("nan") if code == "" else float(code == "present") for code in found.decided]
    estimate = by_checking(Design.of(2000), found.first, decided)
    assert isinstance(estimate, Checked)
    assert np.mean([code == "present" for code in found.first]) > 0.42
    assert estimate.estimate.interval.low < truth.mean() < estimate.estimate.interval.high
    assert (
        checked(
            final(SMALL, first, [])["thin"], final(SMALL, [*checking, coding("E2", 0, HIDDEN)], [])["thin"]
        ).undecided
        == 1
    )
