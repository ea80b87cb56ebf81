"""The steps of working on statements: read them in a file, list them, confirm, correct, reject, add by hand.

Rules:
* A person confirms statements one by one, by name, having seen them: there is no "all".
* What is signed carries the exhibit, the digest of its text, the place and the very words.

Not here: those that a person adds (`stating_added`), many at once from a table (`stating_table`), commitments
(`committing`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from probata.app import judging
from probata.app.desk import Desk
from probata.app.partying import parties_of, spoke
from probata.attribution.attribute import Attributed, attribute
from probata.attribution.record import record_of
from probata.digest import Digest
from probata.documents.document import Document, Span
from probata.documents.reading import read_document
from probata.documents.refusal import NotADocument
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts_statements import StatementJudged, StatementVerdict
from probata.ledger.statements import Statement
from probata.ledger.unsound import Unsound
from probata.statements.anchored import Place, place_in
from probata.statements.fields import corrected
from probata.statements.parties import Known, resolve
from probata.statements.proposals import SHORT, Proposal, Stated, stated

LEAST_DIGITS = 6
STATUSES = ("proposed", "confirmed", "rejected", "cannot-tell", "pending", "conflict")
MOST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file read for statements."""

    document: Document
    found: Attributed

    def records(self) -> list[dict[str, object]]:
        """The statements as JSON objects."""
        return [record_of(self.document.text, each) for each in self.found.found]


def read_file(path: Path) -> ReadFile:
    """The statements in a file, without an inquiry.

    Raises:
        BadInput: it can't be read, or holds no text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path} is too large", expected=f"at most {MOST_BYTES >> 20} MiB")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} can't be read", found=getattr(error, "strerror", None) or str(error)) from error
    document = document_in(data, str(path))
    return ReadFile(document, attribute(document))


def document_in(data: bytes, name: str) -> Document:
    """The text in some bytes.

    Raises:
        BadInput: there is none.
    """
    try:
        return read_document(data)
    except NotADocument as error:
        expected = "a text, HTML, Markdown, PDF, e-mail, feed, WARC or WACZ file"
        raise BadInput(f"{name} is no document", expected=expected, found=str(error)) from error


def write_text(path: Path, text: str) -> None:
    """Write a document's text, so that places can be checked.

    Raises:
        BadInput: it can't be written.
    """
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise BadInput(f"{path} can't be written", found=str(error.strerror)) from error


def text_of(inquiry: Inquiry, exhibit: Digest) -> str:
    """The frozen text of an exhibit.

    Raises:
        BadInput: it is not there, or no document.
    """
    return document_in(inquiry.store().read(exhibit), exhibit.hex[:SHORT]).text


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement in its place.

    Attributes:
        record: as `line_of` writes it.
        fields: its fields.
        text: the document's.
        span: where its words stand in that text.
        moved: what a reader must know where the document's text is read differently now; "" otherwise.
        history: who said what of it, a line each.
    """

    record: dict[str, object]
    fields: Mapping[str, str]
    text: str
    span: Span
    moved: str
    history: tuple[str, ...]

    def document(self) -> dict[str, object]:
        """As a JSON object."""
        return {**self.record, "moved": self.moved, "history": list(self.history)}


def shown(inquiry: Inquiry, name: str) -> Shown:
    """A statement in its place, found again by its words where the text is read differently now.

    Raises:
        BadInput: nothing, or several things, are so named; or its document can't be read.
    """
    which = named(stated(inquiry.snapshot()), name)
    text = text_of(inquiry, Digest(which.exhibit))
    record, judged = (line_of(which), which.judged) if isinstance(which, Proposal) else (line_of_hand(which), which)
    history = (
        ()
        if judged is None
        else tuple(f"{_day(one.at)}  {one.holder}: {one.verdict}  {one.reason}" for one in judged.said)
    )
    place = Place(Digest(which.text), Span(int(str(record["start"])), int(str(record["end"]))), str(record["quote"]))
    span, moved = place_in(text, place)
    return Shown(record, which.fields, text, span, moved, history)


@contextmanager
def checked(what: str) -> Iterator[None]:
    """Words that an act can't hold are an error of who gave them, not of the ledger.

    Raises:
        UsageError: they can't be held; says which and why.
    """
    try:
        yield
    except Unsound as error:
        raise UsageError(f"{what} can't be this", expected=error.expected, found=error.found) from error


def _day(at: datetime) -> str:
    return at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements are listed; what is empty or zero does not limit."""

    status: str = ""
    exhibit: str = ""
    speaker: str = ""
    kind: str = ""
    words: str = ""

    def admits(self, which: Proposal | Statement) -> bool:
        """Whether a statement is among them."""
        fields = which.fields
        status = which.status if isinstance(which, Proposal) else status_of(which)
        quote = str(which.record["quote"]) if isinstance(which, Proposal) else which.quote
        spoken = " ".join(fields.get(name, "") for name in ("speaker", "speaker-full", "party")).casefold()
        return (
            self.status in ("", status)
            and self.exhibit in ("", which.exhibit)
            and self.kind in ("", fields.get("kind", ""))
            and self.speaker.casefold() in spoken
            and self.words.casefold() in quote.casefold()
        )


def status_of(statement: Statement) -> str:
    """How far people agree on a statement that one of them added: the verdict, ``pending`` or ``conflict``."""
    return statement.verdict if statement.state == "holds" else statement.state


def listed(inquiry: Inquiry, wanted: Wanted) -> tuple[list[Proposal], list[Statement]]:
    """The statements that were read, and those that people added, as far as they are wanted.

    Raises:
        UsageError: no such status.
    """
    if wanted.status:
        judging.one_of(STATUSES, wanted.status, "status")
    found = stated(inquiry.snapshot())
    return [each for each in found.proposals if wanted.admits(each)], [
        each for each in found.by_hand if wanted.admits(each)
    ]


def line_of(proposal: Proposal) -> dict[str, object]:
    """A statement that was read as a record: who, what, where, and how far people confirmed it."""
    return {
        "name": proposal.name,
        "status": proposal.status,
        "exhibit": proposal.exhibit,
        "text": proposal.text,
        "act": "" if proposal.judged is None else proposal.judged.act,
        "statement": "" if proposal.judged is None else proposal.judged.name,
        **proposal.record,
        "section": dict(proposal.section),
        "fields": proposal.fields,
    }


def line_of_hand(statement: Statement) -> dict[str, object]:
    """A statement that a person added as a record."""
    fields = statement.fields
    return {
        "name": statement.name,
        "status": status_of(statement),
        "exhibit": statement.exhibit,
        "text": statement.text,
        "act": statement.act,
        "statement": statement.name,
        **_nothing_read(),
        "speaker": fields.get("speaker"),
        "cue": fields.get("cue"),
        "content": statement.quote,
        "quote": statement.quote,
        "start": statement.start,
        "end": statement.end,
        "mode": fields.get("mode"),
        "kind": fields.get("kind"),
        "fields": dict(fields),
    }


def _nothing_read() -> dict[str, Any]:
    nothing = ("speaker_start", "speaker_end", "cue_start", "cue_end", "hedge", "via", "on_behalf_of", "addressee")
    return {**dict.fromkeys(nothing), "figures": [], "rule": "by hand", "section": {}}


def named(found: Stated, text: str) -> Proposal | Statement:
    """The statement that a name or its first digits mean: a proposal's, or that of an act on a statement.

    Raises:
        BadInput: nothing, or more than one, is so named.
    """
    hits: dict[str, Proposal | Statement] = {}
    if len(text) >= LEAST_DIGITS:
        for each in found.proposals:
            names = [each.name] if each.judged is None else [each.name, each.judged.name, each.judged.act]
            if any(name.startswith(text) for name in names):
                hits[each.name] = each
        for one in found.by_hand:
            if one.name.startswith(text) or one.act.startswith(text):
                hits[one.name] = one
    if len(hits) != 1:
        raise BadInput(
            "no such statement in this inquiry" if not hits else "several statements are so named",
            expected=f"a statement's name, or its first {LEAST_DIGITS} digits or more",
            found=text[:80],
            do="see `probata statements list`",
        )
    return next(iter(hits.values()))


def party_of(known: Known, which: Proposal | Statement) -> str:
    """Which party the speaker of a statement that was read is, by the inquiry's file; "" where that can't be told."""
    if not isinstance(which, Proposal):
        return ""
    one = spoke(which)
    return resolve(known, one.said, one.on, one.publisher).party


def judgement(
    which: Proposal | Statement, verdict: StatementVerdict, given: Mapping[str, str], reason: str, party: str = ""
) -> StatementJudged:
    """What a person says of a statement.

    Args:
        which: the statement.
        verdict: what they say.
        given: fields that they correct, by name; only of a confirmed one.
        reason: in words.
        party: who the speaker is, where neither the statement nor ``given`` says it.

    Raises:
        UsageError: fields of a statement that is not confirmed, an unknown field, a value that it can't hold.
    """
    if verdict != "confirmed" and given:
        raise UsageError("only a confirmed statement has fields", expected="none", found=", ".join(given))
    if isinstance(which, Proposal):
        start, end, quote = which.record["start"], which.record["end"], which.record["quote"]
    else:
        start, end, quote = which.start, which.end, which.quote
    known = {"party": party, **which.fields} if party else which.fields
    fields = corrected(known, given) if verdict == "confirmed" else {}
    with checked("a statement"):
        return StatementJudged(Digest(which.exhibit), Digest(which.text), start, end, quote, verdict, fields, reason)


def record(inquiry: Inquiry, desk: Desk, acts: Sequence[StatementJudged], holder: str = "") -> list[Digest]:
    """Sign what was said of statements: all, or none."""
    return judging.record(inquiry, acts, desk, holder)


def judge(
    inquiry: Inquiry,
    desk: Desk,
    names: Sequence[str],
    verdict: StatementVerdict,
    *,
    given: Mapping[str, str],
    reason: str,
    holder: str = "",
) -> list[Digest]:
    """Confirm, or reject, the statements that are named.

    Raises:
        BadInput: a name means nothing, or several things.
        UsageError: no name, fields for several at once, or as `judgement`.
    """
    if not names:
        raise UsageError("no statement is named", expected="names from `probata statements list`")
    if given and len(names) > 1:
        raise UsageError("fields are corrected one statement at a time", expected="one name", found=f"{len(names)}")
    found, known = stated(inquiry.snapshot()), Known(parties_of(inquiry))
    chosen = [named(found, name) for name in dict.fromkeys(names)]
    acts = [judgement(each, verdict, given, reason, party_of(known, each)) for each in chosen]
    return record(inquiry, desk, acts, holder)
