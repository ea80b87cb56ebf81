"""The steps of working on parties: read the file, say who speaks, propose who is lacking, import and export.

Rules:
* Nothing is written into ``parties.toml``: what is proposed or imported is printed, and a person pastes it.
* What is exported of statements is what people confirmed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probata.errors import BadInput
from probata.inquiry import Inquiry
from probata.ledger.statements import Statement
from probata.statements import ftm
from probata.statements.parties import Resolved, Said, resolve
from probata.statements.parties_file import parse
from probata.statements.parties_known import Known
from probata.statements.parties_proposal import Proposal, Spoke, propose
from probata.statements.parties_values import Parties, Party
from probata.statements.proposals import Proposal as Read
from probata.statements.proposals import Stated, stated

MOST_BYTES = 256 << 20
DAY = 10


@dataclass(frozen=True, slots=True)
class Attached:
    """A statement's speaker beside the party that it is.

    Attributes:
        statement: the proposal's name.
        spoke: the speaker and the document.
        resolved: which party, and why.
    """

    statement: str
    spoke: Spoke
    resolved: Resolved


def parties_of(inquiry: Inquiry) -> Parties:
    """The parties of the inquiry's file; none where there is no file.

    Raises:
        BadInput: the file can't be used.
    """
    return parse(inquiry.parties())


def spoke(read: Read) -> Spoke:
    """The speaker of a statement that was read from a document."""
    record: Mapping[str, Any] = read.record
    resolved: Mapping[str, Any] = record.get("resolved") or {}
    mention = str(resolved["mention"]["words"]) if resolved else ""
    said = Said(str(record["speaker"] or ""), mention, str(resolved.get("name", "")), str(resolved.get("role", "")))
    days = [str(each["value"]) for each in record["dates"] if each["role"] == "said" and each["value"]]
    on = (days[0] if days else read.section.get("published", ""))[:DAY]
    return Spoke(said, read.exhibit, on, read.section.get("publisher", ""))


def attached(parties: Parties, found: Iterable[Read]) -> Iterator[Attached]:
    """Each statement's speaker beside the party that it is; statements without a speaker are left out."""
    known = Known(parties)
    for read in found:
        one = spoke(read)
        if one.said.printed or one.said.name:
            yield Attached(read.name, one, resolve(known, one.said, one.on, one.publisher))


def proposed(parties: Parties, found: Iterable[Read]) -> tuple[Proposal, ...]:
    """The parties that the file lacks, from all that was read."""
    return propose(Known(parties), (spoke(read) for read in found))


def read_of(inquiry: Inquiry) -> Stated:
    """What was read from the documents of an inquiry, beside what people said of it."""
    return stated(inquiry.snapshot())


def imported(path: Path) -> ftm.Imported:
    """The parties of a FollowTheMoney file.

    Raises:
        BadInput: it can't be read, or a line of it is no entity.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path} is too large", expected=f"at most {MOST_BYTES >> 20} MiB")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} can't be read", found=getattr(error, "strerror", None) or str(error)) from error
    return ftm.read(data)


def exported(parties: Parties, found: Stated | None) -> Iterator[ftm.Entity]:
    """The entities of parties and, where they are given, of the confirmed statements among others."""
    yield from ftm.of_parties(parties)
    if found is not None:
        yield from ftm.of_statements(_confirmed(found), parties)


def _confirmed(found: Stated) -> Iterator[ftm.Exported]:
    judged = [each.judged for each in found.proposals if each.judged is not None]
    for each in (*judged, *found.by_hand):
        if each.confirmed:
            yield _exported(each)


def _exported(each: Statement) -> ftm.Exported:
    fields = each.fields
    return ftm.Exported(
        each.name,
        each.quote,
        fields.get("speaker", ""),
        fields.get("party", ""),
        fields.get("kind", ""),
        fields.get("said", ""),
        each.exhibit,
        fields.get("headline", ""),
        fields.get("publisher", ""),
        fields.get("address", ""),
        fields.get("published", "")[:DAY],
    )


def party_record(party: Party) -> dict[str, object]:
    """A party as JSON."""
    return {
        "id": party.id, "kind": party.kind, "names": list(party.names), "spellings": list(party.spellings),
        "roles": [{"role": r.role, "of": r.of, "from": r.since, "to": r.until} for r in party.roles],
        "relations": [{"relation": r.relation, "party": r.party, "from": r.since, "to": r.until}
                      for r in party.relations],
        "note": party.note,
    }  # fmt: skip


def attached_record(each: Attached) -> dict[str, object]:
    """A speaker beside its party as JSON."""
    said, found = each.spoke.said, each.resolved
    return {
        "statement": each.statement, "document": each.spoke.document, "on": each.spoke.on, "speaker": said.printed,
        "name": said.name, "role": said.role, "party": found.party, "basis": found.basis,
        "candidates": list(found.candidates), "reason": found.reason, "speaks_for": found.speaks_for,
    }  # fmt: skip


def proposal_record(each: Proposal) -> dict[str, object]:
    """A proposal as JSON."""
    roles = [{"role": role, "first": first, "last": last, "count": count} for role, first, last, count in each.roles]
    return {
        **party_record(each.party), "statements": each.statements, "documents": each.documents, "printed_as": roles,
    }  # fmt: skip
