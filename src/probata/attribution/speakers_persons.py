"""Whom a pronoun that speaks stands for: "he", "we", "who", "you" of a letter.

Rules:
* "I" and "we" are the speaker of the words around them, then a transcript's label, then the page's author by its form.
* "She said Brenn lied" is not Brenn's: a name in what is said is nobody's for that saying.
"""

from probata.attribution.attribution import Attribution
from probata.attribution.speakers_book import Entry
from probata.attribution.speakers_named import named, several
from probata.attribution.speakers_nouns import of_noun
from probata.attribution.speakers_phrase import phrase_of
from probata.attribution.speakers_scene import Scene
from probata.attribution.speakers_tokens import Word
from probata.attribution.speakers_words import FIRST, HE, RELATIVE, SHE
from probata.documents.document import Span

YOU = frozenset({"you", "your", "yours"})
_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})


def of_pronoun(scene: Scene, index: int, each: Attribution, word: Word) -> tuple[Entry | None, str]:
    """Whom the pronoun that is an attribution's speaker stands for, and the basis."""
    if word.low in YOU:
        addressee = scene.form.addressee
        return (scene.entry_of(addressee), "heading") if addressee is not None else (None, "unknown")
    if word.low in FIRST:
        return _first_person(scene, index, each, word)
    if word.low in RELATIVE:
        return _relative(scene, index, word)
    without = []
    if word.low in HE | SHE:
        without = [e for span in each.content for naming, e in scene.named_in(span) if naming.kind == "person"]
        without += not_himself(scene, word.start)
    chosen = scene.antecedent(word.start, word.low, without)
    return chosen, "pronoun" if chosen is not None else "unknown"


def not_himself(scene: Scene, place: int) -> list[Entry]:
    """Whose turn of a transcript a place lies in: nobody calls himself "he"."""
    turn = scene.form.turn_at(place)
    if turn is None:
        return []
    if turn.start not in scene.labels:
        entry = labelled(scene, turn)
        if entry is None:
            return []
        scene.labels[turn.start] = entry
    return [scene.labels[turn.start]]


def _first_person(scene: Scene, index: int, each: Attribution, word: Word) -> tuple[Entry | None, str]:
    outer = scene.owners[each.within] if 0 <= each.within < len(scene.found) and each.within != index else None
    if outer is not None:
        return outer, "pronoun"
    around = scene.speaker_of(word.start, without=index)
    if around is not None:
        return around, "pronoun"
    turn = scene.form.turn_at(word.start)
    entry = labelled(scene, turn) if turn is not None else author(scene, word.low in _PLURAL)
    return (entry, "heading") if entry is not None else (None, "unknown")


def _relative(scene: Scene, index: int, word: Word) -> tuple[Entry | None, str]:
    """Whom "who" stands for: the speaker that it is part of, else the name that stands right before it."""
    for other in scene.near(index):
        entry, span = scene.owners[other], scene.found[other].speaker
        if other != index and entry is not None and span is not None and span.start < word.start < span.end:
            return entry, "pronoun"
    for naming, entry in reversed(scene.named_in(Span(max(word.start - 100, 0), word.start))):
        if max(naming.name.end, naming.span.end) >= word.start - 3:
            return entry, "pronoun"
    return None, "unknown"


def labelled(scene: Scene, label: Span) -> Entry | None:
    """Whom a transcript's or a tweet's label names."""
    phrase = phrase_of(scene.reading, label)
    if phrase is None:
        return None
    return several(scene, label, phrase) or named(scene, label, phrase) or of_noun(scene, phrase)[0]


def author(scene: Scene, plural: bool) -> Entry | None:
    """Whom the page's form has speak in the first person; with "we" those beside him, too."""
    form = scene.form
    if form.author is None:
        return None
    entries = [scene.entry_of(naming) for naming in form.author_namings]
    if plural and (form.beside or len(entries) > 1):
        return scene.joined([*entries, *(scene.entry_of(naming) for naming in form.beside)], form.author)
    if entries:
        return entries[0]
    return labelled(scene, form.author)
