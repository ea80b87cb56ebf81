"""An attribution: a stretch of text that somebody is said to have said, with what the text says about the saying.

Rules:
* Everything is a span of the frozen text, or a word of a closed list. What the text does not say is absent: None or ().
* The reporter's words and the speaker's are kept apart: whose a hedge, a denial or a figure is, is said.

Source: the roles source, cue, content are those of the Penn Attribution Relations Corpus (Pareti 2015) and of PolNeAR
(Newell et al. 2018).
"""

from dataclasses import dataclass
from typing import Literal

from probata.documents.document import Span

Mode = Literal["direct", "indirect", "mixed"]
Kind = Literal[
    "assertion", "denial", "commitment", "demand", "condemnation", "withdrawal", "question", "report"
]  # report: of another's words; the words themselves are an attribution within it
HedgeOwner = Literal["reporter", "speaker"]
Qualifier = Literal["exactly", "about", "at least", "at most", "more than", "less than", "between", "none"]
Form = Literal["assurance", "pledge", "plan", "agreement"]


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that takes weight off what is said, and whose word it is."""

    span: Span
    owner: HedgeOwner


@dataclass(frozen=True, slots=True)
class Stated:
    """A number in what is said.

    Attributes:
        span: the number with its qualifier and unit: "at least 11,000 people", "a dozen", "two thirds".
        low: the number; of "50 to 60" the lower.
        high: the number again, or the upper.
        counts: the words for what is counted: "people killed", "photographs"; None where the text doesn't say.
        unit: "people", "%", "US dollars", "days" …; "" for a plain count.
        qualifier: how the number is limited.
        claimant: whose number it is, where that is not the speaker: "according to the prosecutor"; None: the speaker's.
    """

    span: Span
    low: float
    high: float
    counts: Span | None
    unit: str
    qualifier: Qualifier
    claimant: Span | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A time that the text states, resolved against the section's own date where it can be.

    Attributes:
        span: the words: "Sunday", "by 30 June", "last year".
        value: ISO 8601 to its precision, ``2014-01-19``, ``2014-06``; "" where it can't be told.
        role: when it was said, a deadline, or a time that is talked about.
    """

    span: Span
    value: str
    role: Literal["said", "deadline", "inside"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody commits to, in the words of the text.

    Attributes:
        form: a threat is none of these and is no commitment.
        actor: who is to act; None: the speaker.
        action: "will withdraw", "to attend", the verb with what belongs to it.
        object: what is acted on: "all heavy weapons", "the conference".
        beneficiary: for whom.
        condition: "if the siege is lifted", "provided that …".
        deadline: the words; its date is among the attribution's dates, with the role ``deadline``.
        negative: whether it is a promise not to do something.
        provisions: where several things are promised, the span of each; otherwise the one span.
    """

    form: Form
    actor: Span | None
    action: Span
    object: Span | None
    beneficiary: Span | None
    condition: Span | None
    deadline: Span | None
    negative: bool
    provisions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as the document itself says.

    Attributes:
        mention: the fullest naming of the speaker in the section: "Foreign Minister Ada Brenn"; the printed mention
            itself where the section has no fuller one.
        name: the name alone: "Ada Brenn", "the Ministry of Defence"; "" where the speaker has none.
        role: "foreign minister", "spokesman"; "" where none is said.
        basis: how it was found: ``name``, ``role``, ``pronoun``, ``spokesperson``, ``heading`` (a transcript's or a
            release's), ``printed`` (as it stands), ``unknown`` (a pronoun that nothing answers).
    """

    mention: Span
    name: str
    role: str
    basis: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution.

    Attributes:
        content: what is said, in order; several spans where the cue stands within.
        speaker: the source as printed; None where there is none ("it was alleged that").
        cue: the words that attribute: "said", "according to", ":"; None for a quotation without one.
        mode: ``direct`` in quotation marks, ``indirect`` without, ``mixed`` partly.
        rule: which rule found it.
        within: place of the attribution whose content this one lies in, -1 for none ("X said that Y assured").
        kind: what sort of statement it is.
        hedges: and whose they are.
        negated: whether the saying itself is denied: "did not say", "never promised".
        via: through whom: the spokesperson's words in the text.
        on_behalf_of: for whom the speaker speaks.
        addressee: to whom.
        occasion: "at a press conference", "in a letter".
        place: where it was said.
        dates: when it was said, deadlines, times inside.
        anonymous: whether the speaker is deliberately not named ("an official who asked not to be named").
        figures: numbers in what is said, and whose they are.
        resolved: who the speaker is, within the document; None where there is no speaker.
        terms: of a commitment.
    """

    content: tuple[Span, ...]
    speaker: Span | None
    cue: Span | None
    mode: Mode
    rule: str
    within: int = -1
    kind: Kind = "assertion"
    hedges: tuple[Hedge, ...] = ()
    negated: bool = False
    via: Span | None = None
    on_behalf_of: Span | None = None
    addressee: Span | None = None
    occasion: Span | None = None
    place: Span | None = None
    dates: tuple[Dated, ...] = ()
    anonymous: bool = False
    figures: tuple[Stated, ...] = ()
    resolved: Speaker | None = None
    terms: Terms | None = None

    @property
    def span(self) -> Span:
        """From the content's first code point to its last."""
        return Span(self.content[0].start, self.content[-1].end)
