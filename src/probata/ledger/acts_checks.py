"""What fields of acts are held to beyond their type.

Not here: the acts (`acts`, `acts_examination`).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from probata.digest import Digest
from probata.ledger.unsound import Unsound, shown

PUBLIC_KEY_BYTES = 32
_PERIOD = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def numbered(exhibits: Iterable[Digest]) -> dict[str, Digest]:
    """Exhibits as an act holds a set of them: each once, sorted, named ``1``, ``2`` and so on."""
    return {str(place): exhibit for place, exhibit in enumerate(sorted(set(exhibits)), start=1)}


def wrong(name: str, expected: str, found: object) -> Unsound:
    """The error of a field that is not as it must be."""
    return Unsound("act-unreadable", f"{name}: {expected}", shown(found))


def check_identifier(name: str, value: str) -> None:
    """1 to 64 letters, digits, ``-`` or ``_``."""
    if not _IDENTIFIER.fullmatch(value):
        raise wrong(name, "1 to 64 letters, digits, - or _", value)


def check_code(name: str, value: str) -> None:
    """A code for a person: 1 to 32 letters, digits, ``-`` or ``_``; never a name."""
    if len(value) > 32 or not _IDENTIFIER.fullmatch(value):
        raise wrong(name, "a code of 1 to 32 letters, digits, - or _, no name", value)


def check_least(name: str, value: int, least: int) -> None:
    """At least so much."""
    if value < least:
        raise wrong(name, f"{least} or more", value)


def check_order(a: Digest, b: Digest) -> None:
    """Of two things the smaller digest first."""
    if not a < b:
        raise wrong("b", "a digest above a", b.hex)


def check_numbered(name: str, exhibits: Mapping[str, Digest]) -> None:
    """As `numbered` names them."""
    if exhibits != numbered(exhibits.values()):
        raise wrong(name, "different digests, the lowest named 1, the next 2 and so on", "another order or names")


def check_day(name: str, day: str) -> None:
    """A day as 2012-05-03, or nothing."""
    if day and not _is_day(day):
        raise wrong(name, "a day as 2012-05-03, or nothing", day)


def check_period(name: str, value: str) -> None:
    """A year, a month or a day as 2014-01-19, or nothing."""
    if not value:
        return
    if not _PERIOD.fullmatch(value):
        raise wrong(name, "2014, 2014-01, 2014-01-19, or nothing", value)
    check_day(name, value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)


def check_key(fingerprint: Digest, public_key: bytes) -> None:
    """A public key and its fingerprint."""
    if len(public_key) != PUBLIC_KEY_BYTES or Digest.of(public_key) != fingerprint:
        raise wrong("fingerprint", "the SHA-256 of a public key of 32 bytes", fingerprint.hex)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
