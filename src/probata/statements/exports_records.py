"""Statements as records for export: the keys of a reading, with what people signed in the place of what was read.

Rules:
* Every record has the same keys, whether a rule found the statement or a person added it.
* Only a confirmed statement's own fields replace what was read; a proposal stays as it was read and says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from probata.ledger.judgements import Judgement
from probata.ledger.statements import Statement
from probata.statements.proposals import Proposal, Stated

CONFIRMED = "confirmed"
_WORDS = ("speaker", "cue", "mode", "kind", "via", "addressee", "occasion", "place")
_FLAGS = ("negated", "anonymous")


@dataclass(frozen=True, slots=True)
class Exported:
    """A statement to be exported.

    Attributes:
        name: of the statement as people signed it, else of the proposal.
        status: how far people confirmed it.
        exhibit: the document's SHA-256.
        text: SHA-256 of its text.
        start: code point of the first word said.
        end: after the last.
        quote: the words.
        fields: as signed, else as read.
        said: who said what of it, the oldest first.
        act: digest of the act that counts; "" for a proposal.
    """

    name: str
    status: str
    exhibit: str
    text: str
    start: int
    end: int
    quote: str
    fields: Mapping[str, str]
    said: tuple[Judgement, ...]
    act: str

    def place_of(self, role: str) -> tuple[int, int] | None:
        """Where the speaker or the cue stands in the text; None where that isn't known."""
        start, dash, end = self.fields.get(f"{role}-at", "").partition("-")
        return (int(start), int(end)) if dash else None


def exported(found: Stated) -> Iterator[Exported]:
    """All statements, proposed and judged."""
    for each in found.proposals:
        if each.judged is not None:
            yield _signed(each.judged, each.fields)
        else:
            record = each.record
            yield Exported(
                each.name, each.status, each.exhibit, each.text, record["start"], record["end"], record["quote"],
                each.fields, (), "",
            )  # fmt: skip
    yield from (_signed(each, each.fields) for each in found.by_hand)


def _signed(each: Statement, fields: Mapping[str, str]) -> Exported:
    status = each.verdict if each.state == "holds" else each.state
    return Exported(
        each.name, status, each.exhibit, each.text, each.start, each.end, each.quote, fields, each.said, each.act
    )


def as_signed(line: Mapping[str, Any], confirmed: bool) -> dict[str, object]:
    """A record with the fields that a person signed in the place of what was read.

    Args:
        line: with the keys of `probata.attribution.record` as far as there are, and ``fields``.
        confirmed: whether its fields are signed.
    """
    record: dict[str, object] = {**dict.fromkeys(_WORDS), **_NOTHING, **line}
    if not confirmed:
        return record
    fields: Mapping[str, str] = line["fields"]
    record |= {name: fields.get(name) for name in _WORDS}
    record |= {name: name in fields for name in _FLAGS}
    record["on_behalf_of"] = fields.get("on-behalf-of")
    hedges = [each.partition(": ") for each in fields.get("hedges", "").split("; ") if ": " in each]
    record["hedge"] = hedges[0][2] if hedges else None
    for role in ("speaker", "cue"):
        start, dash, end = fields.get(f"{role}-at", "").partition("-")
        record[f"{role}_start"], record[f"{role}_end"] = (int(start), int(end)) if dash else (None, None)
    return record


_NOTHING: dict[str, Any] = {
    "speaker_start": None, "speaker_end": None, "cue_start": None, "cue_end": None, "parts": [], "rule": "by hand",
    "within": -1, "negated": False, "anonymous": False, "hedge": None, "hedges": [], "on_behalf_of": None,
    "spans": {}, "dates": [], "figures": [], "resolved": None, "commitment": None, "section": {},
}  # fmt: skip


def is_confirmed(each: Proposal | Statement) -> bool:
    """Whether people confirmed it."""
    judged = each.judged if isinstance(each, Proposal) else each
    return judged is not None and judged.confirmed
