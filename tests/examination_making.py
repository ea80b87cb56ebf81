"""A made examination: a frame, a sample, an assignment and codings, as a snapshot holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from probata.digest import Digest
from probata.ledger.examinations import Adjudication, Assignment, Codebook, Coding, Examination, FrameUnit, Sample

AT = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
BOOK = b"""
codebook = "small"
title = "A small codebook"
unit = "photograph"
[schemes]
sign = [
    { code = "present", label = "present" },
    { code = "absent", label = "absent" },
    { code = "not-visible", label = "not visible", missing = true },
]
[[questions]]
id = "thin"
text = "Thin?"
help = "Bones stand out."
scheme = "sign"
[[questions]]
id = "marks"
text = "Marks?"
help = "All that are seen."
kind = "several"
codes = [{ code = "burns", label = "burns" }, { code = "cuts", label = "cuts" }, { code = "none", label = "none" }]
asked_if = { thin = ["present"] }
"""


def unit(number: int) -> str:
    return Digest.of(f"unit {number}".encode()).hex


def coding(examiner: str, of: int, answers: Mapping[str, str], occasion: int = 1, assignment: str = "a-1") -> Coding:
    act = Digest.of(repr((examiner, of, sorted(answers.items()), occasion, assignment)).encode()).hex
    return Coding(assignment, examiner, unit(of), occasion, answers, "", 0, 0, act, "Ada", AT)


def adjudicated(of: int, question: str, code: str) -> Adjudication:
    return Adjudication("a-1", unit(of), question, code, "E9", "seen again", "0" * 64, "Ada", AT)


def examined(
    codings: Sequence[Coding], adjudications: Sequence[Adjudication] = (), *, frame: int = 40, size: int = 20,
    strata: int = 1, ways: Sequence[str] = ("blind",),
) -> Examination:  # fmt: skip
    """An examination of a sample of ``size`` of ``frame`` units, in ``strata`` of equal size."""
    text = Digest.of(BOOK)
    units = {unit(k): FrameUnit(f"s{k % strata}", "", (unit(k),)) for k in range(frame)}
    word = "class" if strata > 1 else "none"
    drawn = Digest.of(b"frame")
    sample = Sample("sample-1", "photograph", "seed", size, word, "none", 0, drawn, "all", "1" * 64, AT)
    assignments = tuple(
        Assignment(f"a-{n}", "sample-1", text, way, ("E1", "E2"), 2, 0, size, "seed", "2" * 64, AT)  # type: ignore[arg-type]
        for n, way in enumerate(ways, start=1)
    )
    return Examination(
        (Codebook("small", 1, text, "", "3" * 64, AT),), (sample,), assignments, tuple(codings), tuple(adjudications),
        tuple(codings), {drawn.hex: units}, {text.hex: BOOK},
    )  # fmt: skip
