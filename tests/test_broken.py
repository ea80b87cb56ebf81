"""Broken inquiries: each gives exactly the problem that it should; and every code is in the documents and in a test."""

import json
import re
import shutil
from pathlib import Path

import pytest

from conftest import desk_of
from probata.app import auditing, checks, judging, stating
from probata.digest import Digest
from probata.ledger import examinations_kept
from probata.ledger.acts import ActUndone
from probata.ledger.acts_examination import CodebookAdopted, SampleDrawn
from probata.ledger.acts_statements import StatementJudged
from probata.ledger.examinations import FrameUnit
from probata.readings.analyser import Failed
from probata.readings.analysers import PICTURE

ROOT = Path(__file__).parent.parent


def first(folder, pattern):
    return sorted(folder.glob(pattern))[0]


def flip(path, at=20):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def drop_last_act(folder):
    path = folder / "ledger" / "acts.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def other_value(folder):
    path = folder / "report" / "figures.json"
    records = json.loads(path.read_bytes())
    next(r for r in records if r["name"] == "photographs")["value"] += 1
    path.write_text(json.dumps(records, sort_keys=True, ensure_ascii=True, indent=1) + "\n")


def other_number_on_the_page(folder):
    page = folder / "report" / "report.html"
    text = page.read_text(encoding="utf-8")
    changed = re.sub(r'(data-figure="photographs" data-part="value"[^>]*>)6<', r"\g<1>7<", text, count=1)
    assert changed != text
    page.write_text(changed, encoding="utf-8")


def other_readings(folder):
    part = first(folder, "readings/file/*/*.parquet")
    flip(part, part.stat().st_size // 2)


# What follows in higher layers from a broken lower one: the figures are computed from what is left.
FIGURES = {"figure-differs", "figure-missing", "figure-unexpected"}
UNREAD = {"figures-not-recomputed"}

BREAKAGES = {
    "exhibit-changed": (lambda f: flip(first(f, "exhibits/0001/data/*/*")), set()),
    "exhibit-missing": (lambda f: first(f, "exhibits/0001/data/*/*").unlink(), FIGURES),
    "exhibit-unexpected": (lambda f: (f / "exhibits/0001/data/letter.txt").write_bytes(b"x"), set()),
    "manifest-changed": (lambda f: flip(f / "exhibits/0001/manifest-sha256.txt", 3), set()),
    "custody-changed": (
        lambda f: edit(f / "exhibits/0001/custody.jsonl", "copy.jpg", "c0py.jpg"),
        FIGURES | {"manifest-changed"},
    ),
    "intake-changed": (
        lambda f: edit(f / "exhibits/0001/intake.json", '"files":10', '"files":11'),
        FIGURES | UNREAD | {"manifest-changed"},
    ),
    "intake-missing": (lambda f: shutil.rmtree(f / "exhibits/0001"), FIGURES | UNREAD),
    "intake-unrecorded": (
        lambda f: shutil.copytree(f / "exhibits/0001", f / "exhibits/0002"),
        FIGURES | UNREAD | {"intake-changed", "custody-changed", "exhibit-unexpected"},
    ),
    "intake-unfinished": (lambda f: (f / "exhibits/0002.partial").mkdir(), set()),
    "signature-wrong": (
        lambda f: edit(f / "ledger/acts.jsonl", "who handed it over", "who handed it 0ver"),
        UNREAD | {"intake-unrecorded", "figures-not-sealed"},
    ),
    "ledger-cut": (lambda f: drop_last_act(f), {"figures-not-sealed"}),
    "head-missing": (lambda f: (f / "ledger/head.json").unlink(), set()),
    "figures-not-sealed": (other_value, {"figure-differs", "report-differs"}),
    "figures-missing": (lambda f: (f / "report/figures.json").unlink(), set()),
    "figures-unreadable": (
        lambda f: (f / "report/figures.json").write_bytes(b"[["),
        {"figures-not-sealed"},
    ),
    "report-differs": (other_number_on_the_page, set()),
    "report-missing": (lambda f: (f / "report/report.html").unlink(), set()),
    "figure-differs": (lambda f: edit(f / "inquiry.toml", "radius = 31", "radius = 30"), FIGURES),
    "figures-not-recomputed": (lambda f: (f / "inquiry.toml").write_text("x"), set()),
    "readings-missing": (lambda f: shutil.rmtree(f / "readings/file"), FIGURES),
    "readings-damaged": (other_readings, FIGURES | {"readings-missing"}),
}


@pytest.mark.parametrize("code", BREAKAGES)
def test_a_broken_inquiry_gives_its_problem_and_no_other_kind(inquiry, tmp_path, code):
    break_it, follows = BREAKAGES[code]
    break_it(inquiry.folder)
    found = {problem.code for problem in checks.verify(inquiry, desk_of(tmp_path / "state"))}
    assert code in found
    assert found <= {code} | follows


def test_a_reading_that_was_tampered_with_is_noticed_by_a_deep_check(inquiry, tmp_path):
    place = inquiry.readings.place(PICTURE)
    digests = sorted(inquiry.readings.done(PICTURE))
    shutil.rmtree(place)
    inquiry.readings.append(PICTURE, [(digest, Failed("nothing to see")) for digest in digests])
    found = {problem.code for problem in checks.verify(inquiry, desk_of(tmp_path / "state"), deep=True)}
    assert {"readings-differ", "figure-differs"} <= found


@pytest.mark.parametrize(
    ("code", "break_it"),
    [
        ("audit-frame-changed", lambda path: flip(path, 5)),
        ("audit-frame-missing", lambda path: path.unlink()),
    ],
)
def test_a_frame_that_is_not_as_signed_is_noticed(inquiry, desk, code, break_it):
    auditing.begin(inquiry, desk, 3)
    break_it(first(inquiry.folder, "ledger/frames/*.json"))
    assert {problem.code for problem in checks.verify(inquiry, desk)} == {code} | UNREAD


@pytest.mark.parametrize(
    ("code", "name", "break_it"),
    [
        ("sample-frame-changed", "frames/*.json", lambda path: flip(path, 5)),
        ("sample-frame-missing", "frames/*.json", lambda path: path.unlink()),
        ("codebook-changed", "codebooks/*.toml", lambda path: flip(path, 5)),
        ("codebook-missing", "codebooks/*.toml", lambda path: path.unlink()),
    ],
)
def test_what_examination_keeps_is_as_signed_or_it_is_noticed(inquiry, desk, code, name, break_it):
    ledger, unit = inquiry.folder / "ledger", sorted(inquiry.store().digests())[0]
    frame = examinations_kept.keep_frame(ledger, {unit.hex: FrameUnit("all", "", (unit.hex,))})
    text = examinations_kept.keep_codebook(ledger, b"# a codebook")
    judging.record(
        inquiry,
        [
            CodebookAdopted("deceased", 1, text, ""),
            SampleDrawn("sample-1", "photograph", "seed", 1, "none", "none", 0, frame, ""),
        ],
        desk,
    )
    break_it(first(ledger, name))
    assert {problem.code for problem in checks.verify(inquiry, desk)} == {code} | UNREAD


def test_a_statement_whose_words_are_not_in_its_document_is_noticed(inquiry, desk):
    exhibit = next(each for each in inquiry.store().digests() if inquiry.store().read(each).startswith(b"two rolls"))
    text = stating.text_of(inquiry, exhibit)
    signed, words = Digest.of(text.encode()), "we will never attend"
    judging.record(inquiry, [StatementJudged(exhibit, signed, 0, len(words), words, "confirmed", {}, "")], desk)
    found = {problem.code for problem in checks.verify(inquiry, desk)}
    assert found - FIGURES == {"statement-orphaned"}
    judging.record(inquiry, [ActUndone(inquiry.head(), "the wrong document")], desk)
    assert "statement-orphaned" not in {problem.code for problem in checks.verify(inquiry, desk)}


def test_every_code_is_in_the_documents_and_in_a_test():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    pattern = (
        r'(?:Problem|Unsound)\(\s*"([a-z]+(?:-[a-z]+)+)"'
        r'|(?:_CODE|code) = "([a-z]+(?:-[a-z]+)+)"'
        r'|"([a-z]+-[a-z-]+)" if isinstance\('
    )
    codes = {code for found in re.findall(pattern, source) for code in found if code}
    assert len(codes) > 35
    documents = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*.py"))
    tabled = set(re.findall(r"^\| `([a-z-]+)` \|", documents, re.MULTILINE))
    assert codes <= tabled, codes - tabled
    assert {code for code in tabled if code not in tests} == set()
