"""Acts on statements: what was said, what was promised, whether the two agree, what those concerned answered.

Rules: those of `acts`. A statement is anchored by the exhibit, the digest of its frozen text, code points, and the very
words, so that it stands whatever a later reading makes of the exhibit.

Not here: what these acts amount to (`statements`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from probata.digest import Digest
from probata.ledger.acts_checks import check_day, check_identifier, check_least, check_period, wrong

StatementVerdict = Literal["confirmed", "rejected", "cannot-tell"]
CommitmentForm = Literal["assurance", "pledge", "plan", "agreement"]
Relation = Literal["implements", "repeats", "replaces"]
Label = Literal["repeats", "narrows", "contradicts", "fulfils", "breaches", "conditional", "unrelated"]
Confidence = Literal["low", "moderate", "high"]
ReplyKind = Literal["right-of-reply", "correction", "note"]
LONGEST = 20_000
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class StatementJudged:
    """A person read a statement in its place and said whether it is one, and what it says of who said it.

    Attributes:
        exhibit: the document.
        text: SHA-256 of its frozen text in UTF-8.
        start: code point of the first word said.
        end: after the last.
        quote: the words from ``start`` to ``end``.
        fields: what is known of it, by name (`probata.statements.fields`): ``speaker`` as printed, ``party``, ``mode``,
            ``kind``, ``said`` (when) and so on; of a rejected one nothing.
    """

    kind: ClassVar[str] = "statement-judged"
    version: ClassVar[int] = 1
    exhibit: Digest
    text: Digest
    start: int
    end: int
    quote: str
    verdict: StatementVerdict
    fields: Mapping[str, str]
    reason: str

    def __post_init__(self) -> None:
        _check_words("quote", self.quote)
        if self.end - self.start != len(self.quote):
            raise wrong("end", f"the start and {len(self.quote)} code points of the quote", self.end)
        for name in self.fields:
            check_identifier("fields", name)


@dataclass(frozen=True, slots=True)
class CommitmentRecorded:
    """A confirmed statement is a commitment in these terms. Recorded again under its name, the newest counts.

    Attributes:
        commitment: its identifier, 1 to 64 letters, digits, ``-`` or ``_``.
        statement: digest of the act that confirmed the statement in which it is made or reported.
        party: who is bound, as ``parties.toml`` names them or as printed.
        form: a threat is none.
        terms: in words, by name: ``action``, ``object``, ``beneficiary``, ``condition``, ``reported-by`` …
        provisions: what is promised, one part each, in order under ``1``, ``2`` and so on.
        made: when, as 2014-01-19, 2014-01 or 2014; "" where it is not known.
        deadline: by when, likewise; "" for none.
    """

    kind: ClassVar[str] = "commitment-recorded"
    version: ClassVar[int] = 1
    commitment: str
    statement: Digest
    party: str
    form: CommitmentForm
    terms: Mapping[str, str]
    provisions: Mapping[str, str]
    made: str
    deadline: str
    reason: str

    def __post_init__(self) -> None:
        check_identifier("commitment", self.commitment)
        _check_words("party", self.party)
        check_period("made", self.made)
        check_period("deadline", self.deadline)
        for name in self.terms:
            check_identifier("terms", name)
        if not self.provisions or list(self.provisions) != [str(n) for n in range(1, len(self.provisions) + 1)]:
            raise wrong("provisions", "at least one, named 1, 2 and so on", ", ".join(self.provisions))


@dataclass(frozen=True, slots=True)
class CommitmentsLinked:
    """One commitment implements, repeats or replaces an earlier one."""

    kind: ClassVar[str] = "commitments-linked"
    version: ClassVar[int] = 1
    a: str
    relation: Relation
    b: str
    reason: str

    def __post_init__(self) -> None:
        check_identifier("a", self.a)
        check_identifier("b", self.b)
        if self.a == self.b:
            raise wrong("b", "another commitment", self.b)


@dataclass(frozen=True, slots=True)
class ConsistencyAssessed:
    """A person compared a commitment with a statement, and wrote down why they say so.

    Attributes:
        commitment: identifier.
        provision: its place, from 1; 0: the commitment as a whole.
        statement: digest of the act that confirmed the statement.
        label: what the statement does to the commitment.
        confidence: how sure the person is.
        reason: in words; never empty.
    """

    kind: ClassVar[str] = "consistency-assessed"
    version: ClassVar[int] = 1
    commitment: str
    provision: int
    statement: Digest
    label: Label
    confidence: Confidence
    reason: str

    def __post_init__(self) -> None:
        check_identifier("commitment", self.commitment)
        check_least("provision", self.provision, 0)
        _check_words("reason", self.reason)


@dataclass(frozen=True, slots=True)
class ReplyRecorded:
    """What one of those concerned answered, or a correction, on a commitment or a statement; it is printed beside it.

    Attributes:
        about: a commitment's identifier, or the digest in hex of the act that confirmed a statement.
        what: an answer by one who is named, a correction by the source or by us, or a note.
        by: whose words these are.
        date: when they were given, as 2014-01-19; "" where it is not known.
        words: the words.
        exhibit: digest in hex of the exhibit that holds them, "" for none.
    """

    kind: ClassVar[str] = "reply-recorded"
    version: ClassVar[int] = 1
    about: str
    what: ReplyKind
    by: str
    date: str
    words: str
    exhibit: str
    reason: str

    def __post_init__(self) -> None:
        check_identifier("about", self.about)
        check_day("date", self.date)
        _check_words("words", self.words)
        if self.exhibit:
            Digest(self.exhibit)


@dataclass(frozen=True, slots=True)
class FigureClaimed:
    """A confirmed statement claims a number of something, counted by somebody in some way.

    Attributes:
        claim: its identifier.
        statement: digest of the act that confirmed the statement.
        low: the number, in digits; of a range the lower end.
        high: the number again, or the upper end.
        unit: of what, "photographs".
        qualifier: ``at least``, ``about`` … as the source has it; "" for none.
        scope: where and when the things counted are, in words.
        rule: how they were counted, as far as the source says; "" where it doesn't.
        claimant: whose number it is.
        date: when it was claimed, as 2014-01-19, 2014-01 or 2014; "" where it is not known.
        compares: the name of the figure of ours beside which it is put; "" for none.
    """

    kind: ClassVar[str] = "figure-claimed"
    version: ClassVar[int] = 1
    claim: str
    statement: Digest
    low: str
    high: str
    unit: str
    qualifier: str
    scope: str
    rule: str
    claimant: str
    date: str
    compares: str
    reason: str

    def __post_init__(self) -> None:
        check_identifier("claim", self.claim)
        _check_words("unit", self.unit)
        check_period("date", self.date)
        for name, number in (("low", self.low), ("high", self.high)):
            if not _NUMBER.fullmatch(number):
                raise wrong(name, "a number of at most 15 digits before and 6 after the point", number)
        if float(self.high) < float(self.low):
            raise wrong("high", f"{self.low} or more", self.high)


def _check_words(name: str, value: str) -> None:
    if not value.strip() or len(value) > LONGEST:
        raise wrong(name, f"1 to {LONGEST:,} characters", f"{len(value):,}")


STATEMENT_ACTS = (
    StatementJudged,
    CommitmentRecorded,
    CommitmentsLinked,
    ConsistencyAssessed,
    ReplyRecorded,
    FigureClaimed,
)
