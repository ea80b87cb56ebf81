"""What documents say: statements read and confirmed, commitments, and what people found of the two together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from probata.ledger.acts_statements import FigureClaimed
from probata.ledger.statements import NOT_ASSESSED, Assessment, Statement
from probata.report.figures.basis import DOCUMENTS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, grouped, most_frequent, slug
from probata.statements.histories import speaker_of
from probata.statements.numbers_said import number_of
from probata.statements.proposals import stated

READS = ("custody", "readings/document", "readings/file", "readings/statements", "statements", "parties", "settings")
MOST_SPEAKERS = 40
_DECIDED = ("confirmed", "rejected")
CONFIRMED_FRAME = "statements that people read in their place and confirmed"


def documents(make: Maker) -> Iterator[Figure]:
    """Counts documents, and how far they are read for statements.

    Unit: document. Frame: exhibits that are texts by their content: pages, mails, feeds, PDFs, web archives, plain
    texts. Rule: a document is read in depth in English; in French, Spanish, Russian and Arabic direct quotations are
    read; in another language nothing is, and the figure says so. Limits: the language is as the document states it or
    as guessed from its words; a document with parts in several languages counts under its first part's.
    """
    basis = make.basis
    yield make.figure(
        "documents", len(basis.documents), unit="documents", frame=DOCUMENTS_FRAME, exclusions="other exhibits",
        silent_on=len(basis.failed("document")) + len(basis.unread("document")), exhibits=basis.documents,
    )  # fmt: skip
    languages = basis.document_column("language")
    by_language = grouped((exhibit, str(languages[exhibit])) for exhibit in basis.documents if exhibit in languages)
    for language, exhibits in by_language.items():
        yield make.figure(
            f"documents-by-language.{slug(language)}", len(exhibits), label=language, unit="documents",
            frame=DOCUMENTS_FRAME, exclusions="documents in another language or not read", of="documents",
            exhibits=exhibits,
        )  # fmt: skip


def statements(make: Maker) -> Iterator[Figure]:
    """Counts the statements that rules found in documents, and those that people confirmed.

    Unit: statement: a stretch of a document's text that somebody is said to have said. Frame: all documents. Rule:
    found by rule and never counted as a fact; confirmed where a person read it in its place and signed it, two people
    where the inquiry's protocol asks for two. Limits: the same words in two documents are two statements; rules miss
    statements and find some that are none, at the rates that docs/measured.md states.
    """
    basis = make.basis
    if not basis.documents and not basis.snapshot.statements.statements:
        return
    found = stated(basis.snapshot)
    exhibits = list(dict.fromkeys(each.exhibit for each in found.proposals))
    silent = len(basis.failed("statements")) + len(basis.unread("statements"))
    yield make.figure(
        "statements-found", len(found.proposals), unit="statements", frame=DOCUMENTS_FRAME,
        exclusions="statements that people added", links=sum(each.judged is None for each in found.proposals),
        silent_on=silent, exhibits=exhibits,
    )  # fmt: skip
    known = basis.snapshot.statements
    counts = Counter(each.verdict or each.state for each in known.statements.values())
    for name, verdict in (("confirmed", "confirmed"), ("rejected", "rejected"), ("undecided", "")):
        chosen = [each for each in known.statements.values() if _verdict(each) == verdict]
        yield make.figure(
            f"statements-{name}", len(chosen), unit="statements", frame="statements that people judged",
            exclusions="statements that nobody judged", judged=len(chosen), exhibits=_exhibits(chosen),
            note="" if verdict else "; ".join(f"{counts[what]} {what}" for what in sorted(counts.keys() - {*_DECIDED})),
        )  # fmt: skip
    yield make.figure(
        "statements-not-judged", sum(each.judged is None for each in found.proposals), unit="statements",
        frame=DOCUMENTS_FRAME, exclusions="statements that people judged", silent_on=silent,
        exhibits=list(dict.fromkeys(each.exhibit for each in found.proposals if each.judged is None)),
    )  # fmt: skip
    confirmed = known.confirmed
    kinds, modes = ({each.name: each.fields.get(field, "") for each in confirmed} for field in ("kind", "mode"))
    speakers = {each.name: speaker_of(each) for each in confirmed}
    yield from _by(make, "statements-by-kind", confirmed, kinds, "another kind")
    yield from _by(make, "statements-by-mode", confirmed, modes, "another mode")
    yield from _by(make, "statements-by-speaker", confirmed, speakers, "other speakers")


def _verdict(each: Statement) -> str:
    return each.verdict if each.state == "holds" and each.verdict in _DECIDED else ""


def _by(
    make: Maker, stem: str, confirmed: Sequence[Statement], labels: Mapping[str, str], others: str
) -> Iterator[Figure]:
    of = {each.name: each for each in confirmed}
    groups = grouped((name, labels[name] or "not said") for name in of)
    for label, names in most_frequent(groups, MOST_SPEAKERS, "all others").items():
        yield make.figure(
            f"{stem}.{slug(label)}", len(names), label=label, unit="statements", frame=CONFIRMED_FRAME,
            exclusions=f"statements of {others}", of="statements-confirmed", judged=len(names),
            exhibits=_exhibits([of[name] for name in names]),
        )  # fmt: skip


def _exhibits(chosen: Sequence[Statement]) -> list[str]:
    return list(dict.fromkeys(each.exhibit for each in chosen))


def commitments(make: Maker) -> Iterator[Figure]:
    """Counts commitments, and what people found of later statements against them.

    Unit: commitment, and pair of a commitment and a confirmed statement. Frame: commitments that people recorded from
    confirmed statements. Rule: a pair has a label where a person gave it with a written reason (two, where the protocol
    asks for two); otherwise nothing is said of it. Limits: *not assessed* is the default and says nothing about whether
    a commitment was kept; *contradicts* and *breaches* are what a person concluded from words, not what happened.
    """
    known = make.basis.snapshot.statements
    commitments_, assessed = known.commitments, known.assessments
    if not (commitments_ or assessed or known.dangling):
        return
    frame, out = "commitments that people recorded", "commitments recorded anew under the same name, or undone"
    yield make.figure("commitments", len(commitments_), unit="commitments", frame=frame, exclusions=out,
                      judged=len(commitments_))  # fmt: skip
    forms = grouped((name, each.said.form) for name, each in commitments_.items())
    for form, names in forms.items():
        yield make.figure(
            f"commitments-by-form.{slug(form)}", len(names), label=form, unit="commitments", frame=frame,
            exclusions="commitments of another form", of="commitments", judged=len(names),
        )  # fmt: skip
    compared = {each.commitment for each in assessed if each.label}
    yield make.figure(
        "commitments-not-assessed", len(set(commitments_) - compared), unit="commitments", frame=frame,
        exclusions="commitments that a person compared with a statement", of="commitments",
        note="Not assessed says nothing about whether a commitment was kept.",
    )  # fmt: skip
    labels = grouped((str(place), _label(each)) for place, each in enumerate(assessed))
    for label, places in labels.items():
        yield make.figure(
            f"consistency-by-label.{slug(label)}", len(places), label=label,
            unit="pairs of a commitment and a statement", frame="pairs that people compared",
            exclusions="pairs that nobody compared", judged=len(places),
        )  # fmt: skip
    yield make.figure(
        "statements-acts-dangling", len(known.dangling), unit="acts", frame="acts on commitments, claims and replies",
        exclusions="acts whose statement is confirmed and whose commitment is there",
        note="They refer to a statement that is not confirmed any more, or to a commitment that is not there.",
    )  # fmt: skip


def _label(each: Assessment) -> str:
    return each.label or f"{NOT_ASSESSED}, {each.state}"


def claims(make: Maker) -> Iterator[Figure]:
    """Lists the numbers that others published, as claims with their source.

    Unit: as claimed. Frame: as claimed. Rule: a claim is recorded by a person from a confirmed statement; it is no
    finding of ours. Of a range both ends are given. Limits: what its source doesn't say of scope and rule is not known.
    """
    known = make.basis.snapshot.statements
    confirmed = {each.name: each for each in known.confirmed}
    for name, each in known.claims.items():
        said, source = each.said, confirmed.get(each.statement)
        low, high = number_of(said.low), number_of(said.high)
        ranged = low != high
        yield make.figure(
            f"figure-claimed.{slug(name)}", (low + high) / 2 if ranged else low, label=name, unit=said.unit,
            low=low if ranged else None, high=high if ranged else None, frame=said.scope or "not stated",
            exclusions="not stated", judged=1, exhibits=[] if source is None else [source.exhibit],
            note=_claimed(said, source),
        )  # fmt: skip


def _claimed(said: FigureClaimed, source: Statement | None) -> str:
    parts = [f"Claimed by {said.claimant or 'nobody named'}", said.date or "no date"]
    parts += [f"as {said.qualifier}"] if said.qualifier else []
    parts += [f"rule: {said.rule or 'not stated'}"]
    parts += ["its statement is not confirmed"] if source is None else []
    return "; ".join(parts) + "."


METHODS = (
    Method(
        "documents",
        1,
        READS,
        {"documents": "Documents", "documents-by-language.*": "Documents, by language"},
        documents,
    ),
    Method(
        "statements",
        1,
        READS,
        {
            "statements-found": "Statements found by rule",
            "statements-confirmed": "Statements that people confirmed",
            "statements-rejected": "Statements that people rejected",
            "statements-undecided": "Statements on which people can't tell, or don't agree yet",
            "statements-not-judged": "Statements found by rule that nobody judged",
            "statements-by-kind.*": "Confirmed statements, by kind",
            "statements-by-mode.*": "Confirmed statements, by mode",
            "statements-by-speaker.*": "Confirmed statements, by speaker",
        },
        statements,
    ),
    Method(
        "commitments",
        1,
        READS,
        {
            "commitments": "Commitments",
            "commitments-by-form.*": "Commitments, by form",
            "commitments-not-assessed": "Commitments compared with no statement",
            "consistency-by-label.*": "Commitments and statements compared by people, by label",
            "statements-acts-dangling": "Acts that refer to what is not confirmed or not there",
        },
        commitments,
    ),
    Method("claims", 1, READS, {"figure-claimed.*": "A figure as others claimed it"}, claims),
)
