"""Small ledgers for the tests: fixed keys, a clock that ticks, and acts of every kind."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from probata.digest import Digest
from probata.ledger.acts import (
    Act,
    ActUndone,
    ClassSet,
    HeadAnchored,
    InquiryOpened,
    IntakeFinished,
    KeyAdded,
    LinkJudged,
    ReportSealed,
)
from probata.ledger.keys import KeyFile
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger

INQUIRY = "inquiry-0001"


def key(seed: int = 1) -> KeyFile:
    return KeyFile(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def digest(text: str) -> Digest:
    return Digest.of(text.encode())


class Ticking:
    """A clock that moves one second at each look."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def opened(signer: KeyFile, inquiry: str = INQUIRY) -> InquiryOpened:
    return InquiryOpened(inquiry, "A drive of photographs – صور", "Ada", signer.fingerprint, signer.public)


def intake(number: int = 1) -> IntakeFinished:
    return IntakeFinished(
        f"{number:04}", "drive", "folder", "Grace", "Ada", "laptop", "2026-01-31T09:00:00Z", "2026-01-31T09:30:00Z",
        "probata 0.1.0", 5, 3, 1, 1, 12345, digest("root"), digest("custody"),
    )  # fmt: skip


def judged(verdict: str = "same", a: str = "a", b: str = "b") -> LinkJudged:
    low, high = sorted([digest(a), digest(b)])
    return LinkJudged("person", low, high, verdict, "the same number on the card")  # type: ignore[arg-type]


def sealed() -> ReportSealed:
    return ReportSealed(
        digest("figures"), 41, "probata 0.1.0", {"readings/file": digest("f"), "inquiry.toml": digest("t")}
    )


def create(folder: Path, state: Path, signer: KeyFile | None = None, inquiry: str = INQUIRY) -> Ledger:
    signer = signer or key()
    return Ledger.create(
        folder, opened(signer, inquiry), by="Ada", signer=signer, clock=Ticking(), known=KnownHeads(state)
    )


def acts_of_all_kinds(ledger: Ledger) -> Iterator[Act]:
    """Six acts that fit one after another on a new ledger."""
    yield intake()
    yield judged()
    yield ActUndone(ledger.head(), "wrong card")
    yield ClassSet(digest("a"), "scene", "no person in it")
    other = key(2)
    yield KeyAdded("Grace", other.fingerprint, other.public)
    yield HeadAnchored(ledger.head(), "printed", "report of 31 January, page 1")
    yield sealed()


def full(folder: Path, state: Path) -> Ledger:
    """A ledger of eight acts, the last one signed by the added key."""
    ledger, clock = create(folder, state), Ticking()
    for act in acts_of_all_kinds(ledger):
        signer = key(2) if isinstance(act, ReportSealed) else key(1)
        ledger.append(act, by="Ada", signer=signer, clock=clock)
    return ledger
