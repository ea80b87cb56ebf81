"""Commitments, later passages and candidates: what consistency compares and what it proposes.

Rules:
* A label is a suggestion of a machine until a person decides. What was not decided is ``not assessed``, whatever was
  suggested.
* Nothing here says that a commitment was broken: a passage is shown beside it, with reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from probata.ledger.acts_statements import Label
from probata.ledger.statements import NOT_ASSESSED

__all__ = [
    "LABELS",
    "NOT_ASSESSED",
    "Candidate",
    "Commitment",
    "Label",
    "Passage",
    "Place",
    "Quantity",
    "Reason",
    "Sides",
]

LABELS: tuple[Label, ...] = get_args(Label)


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand.

    Attributes:
        document: its identifier: the exhibit's SHA-256.
        start: code point of the document's frozen text.
        end: after the last code point.
    """

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: "at least 312 prisoners".

    Attributes:
        low: the number, of a range the lower.
        high: the number again, or the upper.
        counts: the words for what is counted, "" where the text doesn't say.
        words: the words that hold the number.
    """

    low: float
    high: float
    counts: str
    words: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody undertook, as it is compared with later passages.

    Attributes:
        id: of the statement it was read from.
        party: who is to act.
        text: the words of the whole statement.
        action: "will withdraw", "to attend".
        object: "all heavy weapons"; "" where there is none.
        beneficiary: for whom; "" where it isn't said.
        condition: "if the siege is lifted"; "" for none.
        deadline: ISO 8601 date, "" for none that can be told.
        form: assurance, pledge, plan, agreement.
        made: ISO 8601 date on which it was made or, failing that, reported.
        made_to: party, "" where it isn't said.
        place: where it stands.
        provisions: the words of each thing undertaken.
        reported_by: the party that reports it, where that is not the one who made it; "" otherwise.
        negative: whether it is undertaken not to do something.
        quantities: the numbers in it.
    """

    id: str
    party: str
    text: str
    action: str
    object: str
    made: str
    place: Place
    beneficiary: str = ""
    condition: str = ""
    deadline: str = ""
    form: str = ""
    made_to: str = ""
    provisions: tuple[str, ...] = ()
    reported_by: str = ""
    negative: bool = False
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or two of a document, with what is known of who says it.

    Attributes:
        id: of the statement, or any identifier that is stable.
        place: where it stands.
        date: ISO 8601 date of the document, "" where it has none.
        text: the words.
        around: the paragraph that it stands in; the words again where that is all.
        headline: of the section, "" for none.
        publisher: as the document states it.
        speaker: party, "" where the speaker is not a known party.
        printed: the speaker as printed, "" for the reporter's own words.
        kind: of the statement, "" for the reporter's own words.
        cue: lemma of the word that attributes, "".
        negated: whether the saying itself is denied.
        quantities: the numbers in it.
        dates: ISO 8601, those it speaks of.
    """

    id: str
    place: Place
    date: str
    text: str
    around: str = ""
    headline: str = ""
    publisher: str = ""
    speaker: str = ""
    printed: str = ""
    kind: str = ""
    cue: str = ""
    negated: bool = False
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """Who speaks for whom, and by which names parties are known.

    Attributes:
        groups: of a party those who act or speak for it, and for whom it speaks, itself included.
        names: of a party the names that texts use.
    """

    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def same(self, party: str, other: str) -> bool:
        """Whether two parties stand on one side; never true of an unknown one."""
        return bool(party and other) and (party == other or other in self.groups.get(party, frozenset()))

    def names_of(self, party: str) -> tuple[str, ...]:
        """The names of a party and of those on its side."""
        everyone = sorted({party} | self.groups.get(party, frozenset()))
        return tuple(dict.fromkeys(name for one in everyone for name in self.names.get(one, ()) if name))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a passage is shown, or a label suggested.

    Attributes:
        name: of the check.
        says: in words, for a reader.
        words: the passage's words it rests on, "" where it rests on the whole.
        label: what it points to.
        points: its weight among the reasons.
    """

    name: str
    says: str
    words: str
    label: Label
    points: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage proposed beside a commitment.

    Attributes:
        commitment: its identifier.
        passage: which.
        score: by which candidates are ranked; means nothing by itself.
        shared: words the two have in common, rarest first.
        reasons: of the suggestion, strongest first.
        suggested: the label that the reasons point to most; ``unrelated`` where there are none.
        suggested_by: ``rules``, or a model's name.
        status: ``not assessed`` until a person decides.
    """

    commitment: str
    passage: Passage
    score: float
    shared: tuple[str, ...]
    reasons: tuple[Reason, ...]
    suggested: Label
    suggested_by: str = "rules"
    status: str = NOT_ASSESSED
