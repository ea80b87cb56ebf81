"""Heads remembered outside the inquiry: what this machine last saw of each ledger.

An older ledger with its older head, a ledger signed anew with another key, and a ledger in another's place all carry
good signatures. Only what is kept elsewhere shows them. One small file an inquiry is enough, because the newest head
fixes everything before it.

Not here: heads that others keep (`probata.ledger.anchor`).
"""

import os
from dataclasses import dataclass
from pathlib import Path

from probata.digest import Digest, canonical_json
from probata.errors import LedgerError
from probata.ledger.durable import replace_file
from probata.ledger.signed import count_of, digest_field, parse, text_of
from probata.ledger.unsound import Unsound

_FIELDS = frozenset({"inquiry", "count", "head", "first_key"})
_FOLDER_FIELDS = frozenset({"inquiry", "folder"})
_CODE = "known-head-unreadable"


@dataclass(frozen=True, slots=True)
class KnownHead:
    """What this machine last saw of an inquiry's ledger.

    Attributes:
        inquiry: the inquiry's identifier.
        count: number of acts.
        head: digest of the newest.
        first_key: fingerprint of the key that opened the inquiry.
    """

    inquiry: str
    count: int
    head: Digest
    first_key: Digest


class KnownHeads:
    """The heads that this machine remembers, under ``state/heads/``."""

    def __init__(self, state: Path) -> None:
        self._folder = state / "heads"

    def of(self, inquiry: str) -> KnownHead | None:
        """The newest known head of an inquiry; None where this machine never wrote to it.

        Raises:
            Unsound: ``known-head-unreadable``.
        """
        data = _content(self._folder / f"{inquiry}.json")
        if data is None:
            return None
        record = parse(data, _FIELDS, _CODE, _CODE)
        return KnownHead(
            inquiry=text_of(record, "inquiry", _CODE),
            count=count_of(record, "count", _CODE),
            head=digest_field(record, "head", _CODE),
            first_key=digest_field(record, "first_key", _CODE),
        )

    def inquiry_at(self, ledger: Path) -> str | None:
        """The inquiry that this machine last wrote to in that folder; None where it never did.

        Raises:
            Unsound: ``known-head-unreadable``.
        """
        data = _content(self._place(ledger))
        return None if data is None else text_of(parse(data, _FOLDER_FIELDS, _CODE, _CODE), "inquiry", _CODE)

    def remember(self, known: KnownHead, ledger: Path) -> None:
        """Keep this head as the newest of its inquiry, and where the ledger is.

        Raises:
            LedgerError: it can't be written.
        """
        record: dict[str, object] = {
            "inquiry": known.inquiry, "count": known.count, "head": known.head.hex, "first_key": known.first_key.hex,
        }  # fmt: skip
        place = self._place(ledger)
        at_place = canonical_json({"inquiry": known.inquiry, "folder": _text_path(ledger)})
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self._folder / f"{known.inquiry}.json", canonical_json(record))
            if _content(place) != at_place:
                replace_file(place, at_place)
        except OSError as error:
            raise LedgerError(
                "the ledger's head can't be remembered outside the inquiry", expected=f"to write in {self._folder}",
                found=error.strerror or str(error), do="name another state folder or make room; the act itself is kept",
            ) from error  # fmt: skip

    def _place(self, ledger: Path) -> Path:
        return self._folder / "folders" / f"{Digest.of(_text_path(ledger).encode('utf-8'))}.json"


def _text_path(ledger: Path) -> str:
    return os.fsencode(os.path.realpath(ledger)).decode("utf-8", "backslashreplace")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unsound(_CODE, str(path), error.strerror or str(error), where="known heads") from error
