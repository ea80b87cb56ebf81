"""What is known while a section is read from its beginning: its words, names, form, and who was met and spoke.

Rules: only what stands before a place is salient there; names and forms are known from the start, since a headline or a
first mention may be short for what follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from probata.attribution.attribution import Attribution
from probata.attribution.speakers_book import Book, Entry
from probata.attribution.speakers_forms import Form
from probata.attribution.speakers_naming import Naming
from probata.attribution.speakers_pronouns import Salience, inside
from probata.attribution.speakers_tokens import Reading
from probata.attribution.speakers_words import HE, SHE
from probata.documents.document import Span

NEAR = 40  # attributions before and after one that can hold it


@dataclass(slots=True)
class Scene:
    """The state of reading.

    Attributes:
        text: the document's.
        reading: the section's words.
        book: who is named.
        form: what the page's form says.
        found: the attributions.
        salience: who was met.
        quotes: what stands in quotation marks, in order.
        told: whom each pronoun that was passed stands for, by its place.
        owners: the speaker of each attribution, as far as it is resolved.
    """

    text: str
    reading: Reading
    book: Book
    form: Form
    found: Sequence[Attribution]
    salience: Salience = field(init=False)
    quotes: list[Span] = field(init=False)
    told: dict[int, Entry] = field(default_factory=dict)
    owners: list[Entry | None] = field(init=False)

    def __post_init__(self) -> None:
        self.salience = Salience(self.reading)
        self.quotes = _apart([span for each in self.found if each.mode == "direct" for span in each.content])
        self.owners = [None] * len(self.found)

    def meet(self, place: int, entry: Entry, subject: bool) -> None:
        """A mention is passed."""
        self.salience.meet(place, entry, subject, inside(place, self.quotes))

    def subject(self, span: Span) -> bool:
        """Whether a name is a grammatical subject."""
        return any(word.start in self.reading.subjects for word in self.reading.words_in(span))

    def antecedent(self, place: int, word: str, without: Sequence[Entry] = ()) -> Entry | None:
        """Whom a pronoun at a place stands for; None where nothing answers."""
        chosen = self.salience.antecedent(place, word, inside(place, self.quotes), without)
        if chosen is not None and word in HE | SHE:
            self.told[place] = chosen
        return chosen

    def near(self, index: int) -> range:
        """The attributions around one."""
        return range(max(index - NEAR, 0), min(index + NEAR, len(self.found)))

    def named_in(self, span: Span) -> list[tuple[Naming, Entry]]:
        """The names that begin in a span, in order; posts, which are no names, left out."""
        named = self.book.named
        low, high = 0, len(named)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if named[middle][0].name.start < span.start else (low, middle)
        result = []
        while low < len(named) and named[low][0].name.start < span.end:
            if named[low][0].kind != "post":
                result.append(named[low])
            low += 1
        return result

    def entry_of(self, naming: Naming) -> Entry:
        """Whose name a naming is."""
        for known, entry in self.named_in(naming.name):
            if known.name == naming.name:
                return entry
        return Entry("person", naming.span, naming.name.of(self.text), naming.words)

    def joined(self, entries: Sequence[Entry], span: Span) -> Entry:
        """Several speakers as one entry."""
        name = " and ".join(entry.name or " ".join(entry.mention.of(self.text).split()) for entry in entries)
        for entry in self.book.entries[-100:]:
            if entry.kind == "group" and entry.name == name:
                return entry
        return self.book.add(Entry("group", span, name, (), places=[span.start]))


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that overlap made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result
