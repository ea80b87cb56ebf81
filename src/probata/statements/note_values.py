"""A sourced note as a value: what is given, what is chosen, and what is printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from probata.statements.note_words import in_words


@dataclass(frozen=True, slots=True)
class Heading:
    """What whoever asks for the note gives.

    Attributes:
        title: the headline.
        place: of the dateline; "" for none.
        date: of the dateline, in words or ISO 8601; "" for none.
        background: words and address of links, in order.
    """

    title: str
    place: str = ""
    date: str = ""
    background: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the note is about: names of statements and commitments; nothing named means everything confirmed."""

    statements: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """What is known of the exhibits.

    Attributes:
        paths: where each exhibit was received, the first path, by SHA-256 in hex.
        texts: the digest of each exhibit's text as it is read now, in hex.
        names: how parties are printed, by identifier.
    """

    paths: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where a sentence comes from.

    Attributes:
        number: from 1.
        exhibit: SHA-256 in hex.
        path: as received.
        place: code points of its text; "" for the exhibit as a whole.
        words: exactly as they stand there.
        details: what else was signed of them: kind, mode, hedges with their owner, a caution.
        source: publisher and headline.
        act: digest of the act that counts, in hex.
    """

    number: int
    exhibit: str
    path: str
    place: str
    words: str
    details: tuple[str, ...]
    source: str
    act: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the numbers of its footnotes; never none."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that stand together; with a commitment its name and heading."""

    key: str
    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is credited; what it doesn't state of itself is ""."""

    publisher: str
    headline: str
    published: str
    address: str
    exhibit: str
    path: str


@dataclass(frozen=True, slots=True)
class Backgrounder:
    """A commitment in brief: its terms as recorded, and other commitments that it is linked with."""

    key: str
    heading: str
    provisions: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """The note, ready to be printed."""

    heading: Heading
    groups: tuple[Group, ...]
    replies: tuple[Sentence, ...]
    not_assessed: tuple[Sentence, ...]
    footnotes: tuple[Footnote, ...]
    sources: tuple[Source, ...]
    background: tuple[Backgrounder, ...]
    left_out: tuple[str, ...]

    @property
    def dateline(self) -> str:
        """Place and date, as far as they are given."""
        date = in_words(self.heading.date)
        return ", ".join(part for part in (self.heading.place.upper(), date) if part)
