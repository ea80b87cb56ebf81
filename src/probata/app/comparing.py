"""What may bear on a commitment: later passages of all documents, ranked, with reasons, for a person to judge.

Rules:
* The day for which it is asked is given; nothing here reads a clock.
* A suggestion changes no figure and no status. What nobody assessed is *not assessed*.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probata.app.committing import commitment_named, kept
from probata.app.partying import parties_of, spoke
from probata.inquiry import Inquiry
from probata.ledger.statements import KeptCommitment, Statements
from probata.readings.analysers import DOCUMENT
from probata.readings.analysers.document import document_of
from probata.statements.consistency import Retrieval
from probata.statements.consistency_commitments import CommitmentLink, deadline_passed, links_between
from probata.statements.consistency_passages import Page, Uttered, passages_of
from probata.statements.consistency_values import Candidate, Commitment, Label, Passage, Place, Reason, Sides
from probata.statements.models import pair_model_of, with_model
from probata.statements.models_values import NoAnswer
from probata.statements.parties import Known, resolve
from probata.statements.parties_values import Parties
from probata.statements.proposals import Proposal, Stated, stated

READ = frozenset({"headline", "paragraph", "quote", "item", "caption", "heading", "row"})
COLUMNS = ("text", "media_type", "sections", "blocks", "links", "oddities")


@dataclass(frozen=True, slots=True)
class Compared:
    """What is proposed for one commitment.

    Attributes:
        commitment: its identifier.
        candidates: best first.
        deadline: that a deadline lies behind the day asked for with nothing recorded; None otherwise.
        no_answers: why a model gave no answer.
        statements: the name of a statement that stands in a candidate's passage, by the passage's identifier.
    """

    commitment: str
    candidates: tuple[Candidate, ...]
    deadline: Reason | None
    no_answers: tuple[NoAnswer, ...]
    statements: Mapping[str, str]

    def records(self) -> list[dict[str, Any]]:
        """The candidates as JSON objects."""
        return [_record(each, self.statements.get(each.passage.id, "")) for each in self.candidates]

    def record(self) -> dict[str, object]:
        """As a JSON object."""
        return {
            "commitment": self.commitment,
            "deadline": None if self.deadline is None else self.deadline.says,
            "candidates": self.records(),
            "no_answers": [str(getattr(each, "reason", each)) for each in self.no_answers],
        }


def candidates(inquiry: Inquiry, name: str, *, most: int, as_of: str = "", model: bool = False) -> Compared:
    """The passages that may bear on a commitment.

    Args:
        inquiry: which.
        name: the commitment's identifier.
        most: how many at most.
        as_of: the day for which it is asked, ISO 8601; "" to ask nothing about the deadline.
        model: also ask the model that the inquiry's text file names.

    Raises:
        BadInput: no such commitment, a day that is none, a file of parties or a model that can't be used.
    """
    known = kept(inquiry)
    wanted = known.commitments[commitment_named(known, name)]
    found = stated(inquiry.snapshot())
    parties = parties_of(inquiry)
    passages = list(_passages(inquiry, found, parties))
    commitment = _commitment(known, wanted)
    ranked = Retrieval(passages, sides_of(parties)).candidates(commitment, most)
    late = deadline_passed(commitment, ranked, _judged(known, name, ranked, found), as_of) if as_of else None
    asked = pair_model_of(inquiry.settings().pair_model, inquiry.folder) if model else None
    unanswered: tuple[NoAnswer, ...] = ()
    if asked is not None:
        ranked, unanswered = with_model(asked, commitment, ranked)
    return Compared(name, ranked, late, unanswered, _statements_in(ranked, found))


def links(inquiry: Inquiry) -> tuple[CommitmentLink, ...]:
    """Commitments that may implement, repeat or replace one another, and that nobody has linked yet."""
    known = kept(inquiry)
    made = [_commitment(known, each) for each in known.commitments.values()]
    linked = {frozenset((each.said.a, each.said.b)) for each in known.links}
    proposed = links_between(made, sides_of(parties_of(inquiry)))
    return tuple(each for each in proposed if frozenset((each.earlier, each.later)) not in linked)


def unrecorded(inquiry: Inquiry) -> list[Proposal]:
    """Statements that read like commitments, that people did not reject, and that nobody recorded as one."""
    snapshot = inquiry.snapshot()
    recorded = {each.statement for each in snapshot.statements.commitments.values()}
    return [
        each
        for each in stated(snapshot).proposals
        if each.fields.get("kind") == "commitment"
        and each.status != "rejected"
        and (each.judged is None or each.judged.name not in recorded)
    ]


def sides_of(parties: Parties) -> Sides:
    """Who speaks for whom: the bodies in which roles are held, those who hold them, and spokespersons."""
    of = {
        each.id: {role.of for role in each.roles if role.of} | {relation.party for relation in each.relations}
        for each in parties.parties
    }
    groups = {}
    for each in parties.parties:
        side = {each.id} | of[each.id]
        side |= {other for other, bodies in of.items() if bodies & side}
        groups[each.id] = frozenset(side)
    return Sides(groups, {each.id: (*each.names, *each.spellings) for each in parties.parties})


def _commitment(known: Statements, kept_: KeptCommitment) -> Commitment:
    said, statement = kept_.said, known.statements.get(kept_.statement)
    place = Place("", 0, 0) if statement is None else Place(statement.exhibit, statement.start, statement.end)
    provisions = tuple(said.provisions.values())
    return Commitment(
        id=said.commitment,
        party=said.party,
        text=". ".join(provisions) if statement is None else statement.quote,
        action=said.terms.get("action", provisions[0]),
        object=said.terms.get("object", ""),
        made=said.made,
        place=place,
        beneficiary=said.terms.get("beneficiary", ""),
        condition=said.terms.get("condition", ""),
        deadline=said.deadline,
        form=said.form,
        made_to=said.terms.get("made-to", ""),
        provisions=provisions,
        reported_by=said.terms.get("reported-by", ""),
        negative=bool(said.terms.get("negative", "")),
    )


def _passages(inquiry: Inquiry, found: Stated, parties: Parties) -> Iterator[Passage]:
    """The sentences of all documents, with who says them."""
    known = Known(parties)
    said: dict[str, list[Uttered]] = {}
    for each in found.proposals:
        if each.status != "rejected":
            said.setdefault(each.exhibit, []).append(_uttered(each, known))
    table = inquiry.readings.table(DOCUMENT, ["digest", "failed"])
    digests = sorted(str(row["digest"]) for row in table.to_pylist() if row["failed"] is None)
    for row in inquiry.readings.lookup(DOCUMENT, digests, list(COLUMNS)):
        document, exhibit = document_of(row), str(row["digest"])
        for section in document.sections:
            published = "" if section.published is None else section.published.value[:10]
            headline = "" if section.headline is None else section.headline.of(document.text)
            places = [(b.span.start, b.span.end) for b in document.blocks_of(section) if b.kind in READ]
            page = Page(exhibit, published, headline, section.publisher)
            yield from passages_of(document.text, places, page, said.get(exhibit, ()))


def _uttered(each: Proposal, known: Known) -> Uttered:
    record, fields, one = each.record, each.fields, spoke(each)
    party = fields.get("party", "")
    if not party:
        answer = resolve(known, one.said, one.on, one.publisher)
        party = answer.party or answer.speaks_for
    return Uttered(
        record["start"],
        record["end"],
        party,
        fields.get("speaker", ""),
        fields.get("kind", ""),
        fields.get("cue", ""),
        bool(fields.get("negated", "")),
        tuple(date["value"] for date in record["dates"] if date["value"] and date["role"] != "said"),
    )


def _judged(known: Statements, name: str, ranked: Sequence[Candidate], found: Stated) -> dict[str, Label]:
    """What people decided, by the passage in which the statement stands; all of it, whether ranked or not."""
    labels: dict[str, Any] = {each.statement: each.label for each in known.assessments if each.commitment == name}
    in_passage = {statement: passage for passage, statement in _statements_in(ranked, found).items()}
    return {in_passage.get(statement, statement): label for statement, label in labels.items() if label}


def _statements_in(ranked: Sequence[Candidate], found: Stated) -> dict[str, str]:
    """The statement that covers most of each candidate's passage: its act where people judged it, else its name."""
    names: dict[str, str] = {}
    for each in ranked:
        place = each.passage.place
        inside = [
            (min(place.end, one.record["end"]) - max(place.start, one.record["start"]), one)
            for one in found.proposals
            if one.exhibit == place.document and one.status != "rejected"
        ]
        best = max(inside, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] > 0:
            names[each.passage.id] = best[1].judged.name if best[1].judged is not None else best[1].name
    return names


def _record(each: Candidate, statement: str) -> dict[str, Any]:
    passage = each.passage
    return {
        "exhibit": passage.place.document,
        "start": passage.place.start,
        "end": passage.place.end,
        "words": passage.text,
        "date": passage.date,
        "headline": passage.headline,
        "publisher": passage.publisher,
        "speaker": passage.printed,
        "party": passage.speaker,
        "statement": statement,
        "score": each.score,
        "shared": list(each.shared),
        "suggested": each.suggested,
        "suggested_by": each.suggested_by,
        "status": each.status,
        "reasons": [{"name": one.name, "says": one.says, "words": one.words} for one in each.reasons],
    }
