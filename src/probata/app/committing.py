"""The steps of working on commitments: record them, link them, assess statements against them, take down replies.

Rules:
* A commitment is recorded from a confirmed statement, and compared with confirmed statements only.
* Nobody's assessment is a default: what nobody compared is *not assessed*.

Not here: what is proposed for comparison (`comparing`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from probata.app import judging
from probata.app.desk import Desk
from probata.app.stating import checked, named
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts_statements import (
    LONGEST,
    CommitmentForm,
    CommitmentRecorded,
    CommitmentsLinked,
    Confidence,
    ConsistencyAssessed,
    Label,
    Relation,
    ReplyKind,
    ReplyRecorded,
)
from probata.ledger.statements import NOT_ASSESSED, Assessment, KeptCommitment, Statement, Statements, statements_of
from probata.statements.proposals import Proposal, stated

FORMS: tuple[CommitmentForm, ...] = get_args(CommitmentForm)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
LABELS: tuple[Label, ...] = get_args(Label)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
REPLIES: tuple[ReplyKind, ...] = get_args(ReplyKind)
TERMS = ("action", "object", "beneficiary", "condition", "reported-by", "made-to", "negative")
_PRONOUNS = frozenset({"i", "we", "he", "she", "they", "it"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person says of a commitment; what is empty is taken from what was read.

    Attributes:
        party: who is bound.
        form: assurance, pledge, plan, agreement.
        terms: by name, of `TERMS`.
        provisions: what is promised, one part each.
        made: when.
        deadline: by when.
    """

    party: str = ""
    form: str = ""
    terms: Mapping[str, str] | None = None
    provisions: Sequence[str] = ()
    made: str = ""
    deadline: str = ""


def kept(inquiry: Inquiry) -> Statements:
    """What people decided so far."""
    return statements_of(inquiry.entries(), inquiry.settings().judgements.required)


def record(
    inquiry: Inquiry, desk: Desk, name: str, statement: str, said: Terms, reason: str, holder: str = ""
) -> Digest:
    """Record that a confirmed statement is a commitment; under a name that is taken, record it anew.

    Args:
        inquiry: which.
        desk: who decides.
        name: the commitment's identifier.
        statement: the statement's name or its first digits.
        said: its terms; what is empty is taken from what was read.
        reason: in words.
        holder: whose key signs.

    Raises:
        BadInput: no such statement, or it is not confirmed.
        UsageError: nothing says who is bound or to what, or a term that it can't have.
    """
    which = named(stated(inquiry.snapshot()), statement)
    source = confirmed(which)
    read = _read_terms(which) if isinstance(which, Proposal) else Terms()
    terms = {**(read.terms or {}), **(said.terms or {})}
    unknown = sorted(set(terms) - set(TERMS))
    if unknown:
        raise UsageError("no such term of a commitment", expected=", ".join(TERMS), found=", ".join(unknown))
    provisions = [each for each in (said.provisions or read.provisions) if each.strip()]
    party = said.party or source.fields.get("party", "") or read.party
    if not party or not provisions:
        missing = "--party WHO" if not party else "--provision WHAT"
        raise UsageError("a commitment binds somebody to something", expected=missing, found="nothing")
    for words in (party, *provisions, *terms.values()):
        _check_length(words)
    with checked("a commitment"):
        act = CommitmentRecorded(
            commitment=name,
            statement=Digest(source.name),
            party=party,
            form=judging.one_of(FORMS, said.form or read.form or "pledge", "form of a commitment"),
            terms={key: value for key, value in sorted(terms.items()) if value.strip()},
            provisions={str(place): part for place, part in enumerate(provisions, start=1)},
            made=said.made or source.fields.get("said", "") or source.fields.get("published", "")[:10],
            deadline=said.deadline or read.deadline,
            reason=reason,
        )
    return judging.record(inquiry, [act], desk, holder)[0]


def _check_length(words: str) -> None:
    if len(words) > LONGEST:
        expected = f"at most {LONGEST:,} characters each"
        raise UsageError("a commitment's words are too long", expected=expected, found=f"{len(words):,}")


def confirmed(which: Proposal | Statement) -> Statement:
    """The statement as people confirmed it.

    Raises:
        BadInput: nobody did.
    """
    judged = which.judged if isinstance(which, Proposal) else which
    if judged is None or not judged.confirmed:
        raise BadInput(
            "this statement is not confirmed",
            expected="a statement that a person has read in its place and confirmed",
            found="a proposal" if judged is None else (judged.verdict or judged.state),
            do="`probata statements confirm` it first",
        )
    return judged


def _read_terms(proposal: Proposal) -> Terms:
    read = proposal.record.get("commitment")
    party = proposal.fields.get("speaker-full", "") or proposal.fields.get("speaker", "")
    if not read:
        return Terms(party=party)
    names = ("action", "object", "beneficiary", "condition")
    terms = {name: read[name]["words"] for name in names if read[name]}
    if read["negative"]:
        terms["negative"] = "yes"
    dates = proposal.record["dates"]
    actor = read["actor"]["words"] if read["actor"] else "we"
    deadline = next((each["value"] for each in dates if each["role"] == "deadline" and each["value"]), "")
    return Terms(
        party=party if actor.casefold() in _PRONOUNS else actor,
        form=read["form"],
        terms=terms,
        provisions=tuple(each["words"] for each in read["provisions"]),
        deadline=deadline[:10],
    )


def link(inquiry: Inquiry, desk: Desk, a: str, relation: str, b: str, reason: str, holder: str = "") -> Digest:
    """Say that one commitment implements, repeats or replaces another.

    Raises:
        BadInput: one of them is not there.
        UsageError: no such relation, or one commitment twice.
    """
    known = kept(inquiry)
    word = judging.one_of(RELATIONS, relation, "relation")
    one, other = commitment_named(known, a), commitment_named(known, b)
    with checked("a link"):
        act = CommitmentsLinked(one, word, other, reason)
    return judging.record(inquiry, [act], desk, holder)[0]


def commitment_named(known: Statements, name: str) -> str:
    """A commitment's identifier, known to be one.

    Raises:
        BadInput: there is no such commitment.
    """
    if name not in known.commitments:
        raise BadInput(
            "no such commitment in this inquiry",
            expected=", ".join(known.commitments)[:200] or "a commitment, of which there is none",
            found=name[:80],
            do="see `probata commitments list`",
        )
    return name


def assess(
    inquiry: Inquiry,
    desk: Desk,
    commitment: str,
    statement: str,
    label: str,
    *,
    provision: int = 0,
    confidence: str,
    reason: str,
    holder: str = "",
) -> Digest:
    """Say what a confirmed statement does to a commitment, how sure you are, and why.

    Raises:
        BadInput: no such commitment, provision or statement, or it is not confirmed.
        UsageError: no such label or confidence, or no reason.
    """
    known = kept(inquiry)
    name = commitment_named(known, commitment)
    parts = known.commitments[name].said.provisions
    if provision and str(provision) not in parts:
        raise BadInput(f"{name} has no such provision", expected=f"1 to {len(parts)}, or 0", found=str(provision))
    if not reason.strip():
        raise UsageError("an assessment has a written reason", expected="--reason WHY", found="none")
    source = confirmed(named(stated(inquiry.snapshot()), statement))
    word, sure = judging.one_of(LABELS, label, "label"), judging.one_of(CONFIDENCES, confidence, "confidence")
    with checked("an assessment"):
        act = ConsistencyAssessed(name, provision, Digest(source.name), word, sure, reason)
    return judging.record(inquiry, [act], desk, holder)[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is taken down: whose words, when, which, and the exhibit that holds them (hex, or empty)."""

    what: str
    by: str
    date: str
    words: str
    exhibit: str = ""


def reply(inquiry: Inquiry, desk: Desk, about: str, said: Reply, reason: str, holder: str = "") -> Digest:
    """Take down what one of those concerned answered, or a correction; it is printed beside what it is about.

    Args:
        inquiry: which.
        desk: who takes it down.
        about: a commitment's identifier, or a statement's name.
        said: the words.
        reason: why it is taken down.
        holder: whose key signs.

    Raises:
        BadInput: nothing is so named.
        UsageError: no such kind of reply.
    """
    if about not in kept(inquiry).commitments:
        about = confirmed(named(stated(inquiry.snapshot()), about)).name
    what = judging.one_of(REPLIES, said.what, "kind of reply")
    if not said.by.strip():
        raise UsageError("a reply is somebody's", expected="--by-whom WHO", found="nobody")
    with checked("a reply"):
        act = ReplyRecorded(about, what, said.by, said.date, said.words, said.exhibit, reason)
    return judging.record(inquiry, [act], desk, holder)[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment with everything that was said on it."""

    kept: KeptCommitment
    statement: Statement | None
    links: tuple[str, ...]
    assessments: tuple[tuple[Assessment, Statement | None], ...]
    replies: tuple[ReplyRecorded, ...]

    def record(self) -> dict[str, object]:
        """As a JSON object."""
        said = self.kept.said
        return {
            "commitment": said.commitment,
            "party": said.party,
            "form": said.form,
            "terms": dict(said.terms),
            "provisions": list(said.provisions.values()),
            "made": said.made,
            "deadline": said.deadline,
            "reason": said.reason,
            "act": self.kept.recorded.act,
            "statement": self.kept.statement,
            "exhibit": "" if self.statement is None else self.statement.exhibit,
            "words": "" if self.statement is None else self.statement.quote,
            "links": list(self.links),
            "assessments": [_assessment(each, statement) for each, statement in self.assessments],
            "replies": [
                {"what": each.what, "by": each.by, "date": each.date, "words": each.words, "exhibit": each.exhibit}
                for each in self.replies
            ],
        }


def _assessment(each: Assessment, statement: Statement | None) -> dict[str, object]:
    return {
        "provision": each.provision,
        "statement": each.statement,
        "label": each.label or NOT_ASSESSED,
        "confidence": each.confidence,
        "reason": each.reason,
        "state": each.state,
        "speaker": "" if statement is None else statement.fields.get("speaker", ""),
        "words": "" if statement is None else statement.quote,
        "said": "" if statement is None else statement.fields.get("said", ""),
        "history": [
            {"at": one.at.isoformat(), "holder": one.holder, "label": one.verdict, "reason": one.reason}
            for one in each.said
        ],
    }


def standings(known: Statements) -> list[Standing]:
    """Every commitment, with what was said on it."""
    return [_standing(known, each) for each in known.commitments.values()]


def _standing(known: Statements, each: KeptCommitment) -> Standing:
    name = each.said.commitment
    links = [f"{one.said.relation} {one.said.b}" for one in known.links if one.said.a == name]
    links += [f"{one.said.relation} by {one.said.a}" for one in known.links if one.said.b == name]
    assessed = [(one, known.statements.get(one.statement)) for one in known.assessments if one.commitment == name]
    about = {name, each.statement}
    return Standing(
        kept=each,
        statement=known.statements.get(each.statement),
        links=tuple(links),
        assessments=tuple(assessed),
        replies=tuple(one.said for one in known.replies if one.said.about in about),
    )
