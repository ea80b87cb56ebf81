"""The analyser *provenance*: what it says of statements that hold, that don't, that are broken, and of none."""

import datetime
import random
import time

import pytest

from c2pa_making import changed, signed, signed_elsewhere
from pictures import jpeg, pixels, saved
from probata.readings.analyser import Failed, read
from probata.readings.analysers.provenance import ProvenanceAnalyser

PLAIN = jpeg(320, 240, 5)
SIGNED = signed(PLAIN)
ANALYSER = ProvenanceAnalyser()
SHORT_LIFE = datetime.timedelta(seconds=2)


def test_a_statement_that_holds() -> None:
    row = ANALYSER.read(SIGNED)
    assert str(row["c2pa"]).startswith("urn:c2pa:")
    assert row["c2pa_state"] == "valid"
    assert row["c2pa_problem"] is None
    assert row["c2pa_signer"] == "signer, Probata tests"
    assert str(row["c2pa_generator"]).startswith("probata-tests 1")


def test_a_picture_changed_after_signing_does_not_match_its_hash() -> None:
    row = ANALYSER.read(changed(SIGNED))
    assert row["c2pa_state"] == "invalid"
    assert row["c2pa_problem"] == "assertion.dataHash.mismatch"


def test_absent_is_null() -> None:
    assert ANALYSER.read(PLAIN) == {}


def test_other_formats_carry_statements_too() -> None:
    assert ANALYSER.read(signed(saved(pixels(300, 200), "PNG"), "image/png"))["c2pa_state"] == "valid"


def test_a_statement_kept_elsewhere_is_not_fetched() -> None:
    row = ANALYSER.read(signed_elsewhere(PLAIN, "http://127.0.0.1:9/statement.c2pa"))
    assert row["c2pa_state"] == "elsewhere"
    assert "nothing was fetched" in str(row["c2pa_problem"])


def test_an_expired_certificate_changes_nothing_from_day_to_day() -> None:
    last = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + SHORT_LIFE
    data = signed(PLAIN, last=last)
    first = ANALYSER.read(data)
    time.sleep(SHORT_LIFE.total_seconds() + 0.5)
    assert ANALYSER.read(data) == first
    assert first["c2pa_state"] == "valid"


def test_a_cut_statement_is_not_taken_for_none() -> None:
    start = SIGNED.index(b"c2pa.actions")
    broken = SIGNED[:start] + b"\xff" * 40 + SIGNED[start + 40 :]
    assert ANALYSER.read(broken)["c2pa_state"] in ("unreadable", "invalid")


@pytest.mark.parametrize("data", [b"", b"a text", b"%PDF-1.4\n", b"\xff\xd8\xff"], ids=["empty", "text", "pdf", "cut"])
def test_what_is_no_picture_fails_with_a_reason(data: bytes) -> None:
    assert isinstance(read(ANALYSER, data), Failed)


def test_damaged_files_give_a_row_or_a_reason() -> None:
    rng = random.Random(4)
    states = set()
    for _ in range(200):
        data = bytearray(SIGNED)
        for _ in range(rng.choice((1, 3, 20))):
            data[rng.randrange(2, len(data))] = rng.randrange(256)
        row = read(ANALYSER, bytes(data[: rng.randrange(len(data))] if rng.random() < 0.3 else data))
        states.add("failed" if isinstance(row, Failed) else row.get("c2pa_state"))
    assert states <= {"failed", None, "valid", "invalid", "unreadable", "elsewhere"}
    assert "invalid" in states
