"""Which of those named before a pronoun it stands for.

Rules:
* Only who was named before, in the section, and whom gender and number allow.
* Near before far, a subject before an object, the last speaker before others; what is inside another's quotation
  counts less.
* Nobody is named in the words that he is said to say by "she said": "Brenn lied, she said" is not Brenn's.
* Where one pronoun can only be one person's, that person's gender is known from then on.

Source: the order of preferences follows Lappin and Leass (1994), with weights of ours, set on own texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from probata.attribution.speakers_book import Entry
from probata.attribution.speakers_naming import Gender
from probata.attribution.speakers_tokens import Reading
from probata.attribution.speakers_words import FIRST, HE, IT, SHE, THEY
from probata.documents.document import Span

WINDOW, FARTHEST = 80, 12
LEAST_VOTES = 2


@dataclass(frozen=True, slots=True)
class Met:
    """One mention that was passed: where, of whom, and how it stood."""

    place: int
    entry: Entry
    subject: bool
    quoted: bool


@dataclass(slots=True)
class Salience:
    """Who was mentioned, in order, while a section is read from its beginning.

    Attributes:
        reading: the section's words.
        met: the mentions so far.
        speaker: who spoke last.
    """

    reading: Reading
    met: list[Met] = field(default_factory=list)
    speaker: Entry | None = None

    def meet(self, place: int, entry: Entry, subject: bool, quoted: bool) -> None:
        """A mention is passed."""
        self.met.append(Met(place, entry, subject, quoted))

    def antecedent(self, place: int, word: str, quoted: bool, without: Sequence[Entry]) -> Entry | None:
        """Whom a pronoun at a place stands for; None where nothing answers."""
        scores: dict[int, tuple[float, int, Entry]] = {}
        sentence = self.reading.sentence(place)
        for met in reversed(self.met[-WINDOW:]):
            away = sentence - self.reading.sentence(met.place)
            if met.place >= place or away > FARTHEST:
                continue
            entry = met.entry
            if not allowed(entry, word) or any(entry is each for each in without):
                continue
            score = self._score(met, away, word, quoted)
            known = scores.get(id(entry))
            if known is None or score > known[0]:
                scores[id(entry)] = (score, max(met.place, known[1] if known else 0), entry)
        ranked = sorted(scores.values(), key=lambda each: (-each[0], -each[1]))
        if not ranked:
            return None
        chosen = ranked[0][2]
        if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= 2:
            chosen.gender = chosen.gender or gender_of_pronoun(word)
        return chosen

    def _score(self, met: Met, away: int, word: str, quoted: bool) -> float:
        score = -2.0 * away + 2.0 * met.subject + 3.0 * (met.entry is self.speaker)
        score -= 4.0 * (met.quoted and not quoted)
        score += 5.0 * (bool(met.entry.gender) and met.entry.gender == gender_of_pronoun(word))
        score += 1.5 * (word in IT and met.entry.kind == "body") + 1.5 * (word in THEY and met.entry.kind == "group")
        return score - 1.0 * (met.entry.kind == "one" and not met.entry.gender)


def vote_genders(reading: Reading, named: Sequence[tuple[int, Entry]]) -> None:
    """Give persons the gender that pronouns say who follow them in sentences where nobody else is named.

    Args:
        reading: the section's words.
        named: the places of persons' names, in order.
    """
    votes: dict[int, tuple[Entry, list[str]]] = {}
    place, current, alone = 0, -1, list[Entry]()
    for stretch in reading.stretches:
        for word in stretch.words:
            sentence = reading.sentence(word.start)
            if sentence != current:
                current, alone = sentence, []
            while place < len(named) and named[place][0] <= word.start:
                if reading.sentence(named[place][0]) == current and named[place][1] not in alone:
                    alone.append(named[place][1])
                place += 1
            if word.low in HE | SHE and len(alone) == 1 and not alone[0].gender:
                votes.setdefault(id(alone[0]), (alone[0], []))[1].append(gender_of_pronoun(word.low))
    for entry, said in votes.values():
        male, female = said.count("male"), said.count("female")
        if max(male, female) >= LEAST_VOTES and max(male, female) > 3 * min(male, female):
            entry.gender = "male" if male > female else "female"


def allowed(entry: Entry, word: str) -> bool:
    """Whether gender and number let a pronoun stand for somebody."""
    if word in HE | SHE:
        return entry.kind in ("person", "one") and entry.gender in ("", gender_of_pronoun(word))
    if word in IT:
        return entry.kind in ("body", "place", "thing")
    if word in THEY:
        return entry.kind in ("group", "body")
    return word in FIRST


def gender_of_pronoun(word: str) -> Gender:
    """What a pronoun says of gender."""
    return "male" if word in HE else "female" if word in SHE else ""


def inside(place: int, spans: Sequence[Span]) -> bool:
    """Whether a place lies in one of some spans; they are in order and don't overlap."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end <= place:
            low = middle + 1
        else:
            high = middle
    return low < len(spans) and spans[low].start <= place
