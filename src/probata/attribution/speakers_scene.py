"""What is known while a section is read from its beginning: its words, names, form, and who was met and spoke.

Rules: only what stands before a place is salient there; names and forms are known from the start, since a headline or a
first mention may be short for what follows.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from probata.attribution.attribution import Attribution
from probata.attribution.speakers_book import Book, Entry
from probata.attribution.speakers_forms import Form
from probata.attribution.speakers_naming import Naming
from probata.attribution.speakers_pronouns import Salience, inside
from probata.attribution.speakers_tokens import Reading
from probata.attribution.speakers_words import HE, SHE, THEY
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
        contents: what is said, each stretch with the place of its attribution, in order.
        spoke: the speakers so far, in order.
        labels: whom a turn's label names, by its place.
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
    contents: list[tuple[int, int, int]] = field(init=False)
    spoke: list[Entry] = field(default_factory=list)
    labels: dict[int, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.salience = Salience(self.reading)
        self.quotes = _apart([span for each in self.found if each.mode == "direct" for span in each.content])
        self.owners = [None] * len(self.found)
        self.contents = sorted(
            (span.start, span.end, place) for place, each in enumerate(self.found) for span in each.content
        )

    def meet(self, place: int, entry: Entry, subject: bool) -> None:
        """A mention is passed."""
        self.salience.meet(place, entry, subject, inside(place, self.quotes))

    def subject(self, span: Span) -> bool:
        """Whether a name is a grammatical subject."""
        return any(word.start in self.reading.subjects for word in self.reading.words_in(span))

    def antecedent(self, place: int, word: str, without: Sequence[Entry] = ()) -> Entry | None:
        """Whom a pronoun at a place stands for; None where nothing answers."""
        quoted = inside(place, self.quotes)
        if quoted and word in THEY:
            return None  # those that somebody quoted talks of are mostly not on the page
        chosen = self.salience.antecedent(place, word, quoted, without)
        if chosen is not None and word in HE | SHE:
            self.told[place] = chosen
        return chosen

    def in_headline(self, place: int) -> bool:
        """Whether a place lies in a headline."""
        stretch = self.reading.stretch_at(place)
        return stretch is not None and stretch.headline

    def speaker_of(self, place: int, without: int = -1) -> Entry | None:
        """Whose words hold a place: the innermost attribution that has a speaker, one left out."""
        index = bisect_right(self.contents, (place, 1 << 60, 0))
        for start, end, which in reversed(self.contents[max(index - NEAR, 0) : index]):
            owner = self.owners[which]
            if start <= place < end and which != without and owner is not None:
                return owner
        return None

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
