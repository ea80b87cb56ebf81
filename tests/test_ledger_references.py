"""What acts begin, and what must come after: refused when appended, and noticed when checked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_making import Ticking, create, digest, key
from probata.errors import BadInput
from probata.ledger.acts import Act
from probata.ledger.acts_audits import AuditAnswered
from probata.ledger.acts_examination import CodebookAdopted, CodingAdjudicated, CodingAssigned, SampleDrawn, UnitCoded
from probata.ledger.ledger import Ledger
from probata.ledger.references import Names

BOOK = CodebookAdopted("deceased", 1, digest("text"), "")
SAMPLE = SampleDrawn("sample-1", "person", "seed", 20, "branch", "none", 0, digest("frame"), "")
GIVEN = CodingAssigned(
    "assignment-1", "sample-1", digest("text"), "blind", {"1": "E1", "2": "E2"}, 2, 3, 20, "seed", ""
)
CODED = UnitCoded("assignment-1", "E1", digest("unit"), 1, {"nutrition": "thin"}, "", 60, 2)
DECIDED = CodingAdjudicated("assignment-1", digest("unit"), "nutrition", "thin", "E3", "both looked again")
ALL: tuple[Act, ...] = (BOOK, SAMPLE, GIVEN, CODED, DECIDED)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return create(tmp_path / "ledger", tmp_path / "state")


def append(ledger: Ledger, *acts: Act) -> None:
    ledger.append_all(acts, by="Ada", signer=key(1), clock=Ticking())


def test_an_examination_in_its_order_is_sound(ledger: Ledger) -> None:
    append(ledger, *ALL, replace(SAMPLE, size=30), replace(GIVEN, units=30))
    assert ledger.check() == []


@pytest.mark.parametrize(
    ("before", "act", "message"),
    [
        ((), GIVEN, "no such sample"),
        ((SAMPLE,), GIVEN, "no such text"),
        ((BOOK, SAMPLE), CODED, "no such assignment"),
        ((), DECIDED, "no such assignment"),
        ((), AuditAnswered("audit-1", digest("a"), "nobody", 0, {}, ""), "no such audit"),
        ((SAMPLE,), SAMPLE, "such a sample already"),
        ((SAMPLE,), replace(SAMPLE, size=30, seed="other"), "such a sample already"),
        ((SAMPLE,), replace(SAMPLE, size=30, frame=digest("other")), "such a sample already"),
        ((BOOK, SAMPLE, GIVEN), replace(GIVEN, units=30, per_unit=1), "such an assignment already"),
        ((BOOK,), replace(BOOK, text=digest("new")), "such a codebook already"),
        ((BOOK,), replace(BOOK, edition=2), None),
        ((BOOK,), replace(BOOK, edition=2, text=digest("new")), None),
    ],
)
def test_what_cannot_stand_here_is_refused(
    ledger: Ledger, before: tuple[Act, ...], act: Act, message: str | None
) -> None:
    append(ledger, *before)
    if message is None:
        append(ledger, act)
        return
    with pytest.raises(BadInput, match=message):
        append(ledger, act)
    assert len(ledger.entries()) == 1 + len(before)


@pytest.mark.parametrize("act", [GIVEN, CODED, DECIDED, SAMPLE], ids=lambda act: act.kind)
def test_what_was_signed_out_of_place_is_noticed(ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger written by a program that does not look: the same key, and acts in the wrong order."""
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    with monkeypatch.context() as careless:
        careless.setattr(Names, "missing", nothing)
        careless.setattr(Names, "clash", nothing)
        append(ledger, *((SAMPLE,) if act is SAMPLE else ()), act)
    assert {problem.code for problem in ledger.check()} == {"act-out-of-place"}
