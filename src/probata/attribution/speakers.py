"""Who speaks, within one document: each speaker as printed is followed to its fullest naming in the section.

Rules:
* As printed always stays (`Attribution.speaker`); what is found is beside it, with how it was found.
* Unknown stays unknown: a pronoun that nothing answers has the basis ``unknown``; a noun that nothing answers stands
  as printed. Where a guess is one, its basis says so: ``pronoun``, ``role``, ``spokesperson``, ``heading``.
* A quotation without a speaker is a person's only where the page's form says so: a transcript's label, a release.

Not here: which party that is, across documents (`probata.statements.parties`).
"""

from collections.abc import Sequence
from dataclasses import replace

from probata.attribution.attribution import Attribution, Speaker
from probata.attribution.parsed import Parsed
from probata.attribution.speakers_book import Entry, book_of
from probata.attribution.speakers_forms import ANSWERS, QUESTIONS, form_of
from probata.attribution.speakers_named import named, several
from probata.attribution.speakers_naming import Naming, namings
from probata.attribution.speakers_nouns import of_noun
from probata.attribution.speakers_persons import YOU, author, labelled, not_himself, of_pronoun
from probata.attribution.speakers_phrase import Phrase, phrase_of
from probata.attribution.speakers_pronouns import vote_genders
from probata.attribution.speakers_scene import Scene
from probata.attribution.speakers_tokens import Reading, Word, read
from probata.attribution.speakers_words import FIRST, HE, PRONOUNS, SHE, is_role
from probata.documents.document import Section, Span

_ASIDE = frozenset({"himself", "herself", "themselves", "itself", "own", "both", "all", "also", "later"})


def resolve(
    text: str, section: Section, parsed: Sequence[Parsed], found: Sequence[Attribution]
) -> list[Speaker | None]:
    """Who the speaker of each attribution is, as far as the section says.

    Args:
        text: the document's.
        section: in which all of it lies.
        parsed: the section's parsed blocks; none where its language has no model.
        found: its attributions.

    Returns:
        One for each attribution, in order; None where nobody is named as its speaker.
    """
    if not found:
        return []
    reading = read(text, section, parsed)
    names = _with_speakers(reading, namings(reading), found)
    scene = Scene(text, reading, book_of(text, names), form_of(reading, section, names), found)
    persons = [(naming.name.start, entry) for naming, entry in scene.book.named if entry.kind == "person"]
    vote_genders(reading, persons)
    answers: list[Speaker | None] = [None] * len(found)
    pronouns = [word for stretch in reading.stretches for word in stretch.words if word.low in HE | SHE]
    for place, kind, index in _events(scene, pronouns):
        if kind == 0:
            naming, entry = scene.book.named[index]
            scene.meet(place, entry, scene.subject(naming.name))
        elif kind == 1:
            _pass(scene, pronouns[index])
        else:
            answers[index] = _speaker(scene, index)
    for index in _first_persons(scene):  # the words around them may be given to a speaker who comes after
        answers[index] = _speaker(scene, index)
    return [
        _without_speaker(scene, each) if answer is None else answer for each, answer in zip(found, answers, strict=True)
    ]


def _with_speakers(reading: Reading, names: Sequence[Naming], found: Sequence[Attribution]) -> list[Naming]:
    """The names, with those of two or three words that speak taken for persons where another thing says so."""
    starts = {each.speaker.start for each in found if each.speaker is not None}
    last = {naming.words[-1] for naming in names if naming.kind == "person"}
    result = []
    for naming in names:
        two = naming.kind == "proper" and 2 <= len(naming.words) <= 3 and naming.name.start in starts
        if two and (naming.words[-1] in last or any(w.start in reading.persons for w in reading.words_in(naming.name))):
            naming = replace(naming, kind="person")
        result.append(naming)
    return result


def _events(scene: Scene, pronouns: Sequence[Word]) -> list[tuple[int, int, int]]:
    """Names (0), pronouns (1) and speakers (2), in the order in which they stand."""
    events = [(naming.name.start, 0, index) for index, (naming, _) in enumerate(scene.book.named)]
    events += [(word.start, 1, index) for index, word in enumerate(pronouns)]
    for index, each in enumerate(scene.found):
        if each.speaker is not None and not _is_first_person(scene, each.speaker):
            events.append((each.speaker.start, 2, index))
    return sorted(events)


def _is_first_person(scene: Scene, span: Span) -> bool:
    words = scene.reading.words_in(span)
    return bool(words) and words[0].low in FIRST


def _first_persons(scene: Scene) -> list[int]:
    """The attributions whose speaker is "I", "we", "my husband", in the order of their speakers."""
    spans = [(each.speaker, index) for index, each in enumerate(scene.found) if each.speaker is not None]
    return [index for span, index in sorted(spans) if _is_first_person(scene, span)]


def _pass(scene: Scene, word: Word) -> None:
    chosen = scene.antecedent(word.start, word.low, not_himself(scene, word.start))
    if chosen is not None:
        scene.meet(word.start, chosen, word.start in scene.reading.subjects)


def _speaker(scene: Scene, index: int) -> Speaker | None:
    each = scene.found[index]
    if each.speaker is None:
        return None
    phrase = phrase_of(scene.reading, each.speaker)
    if phrase is None:
        return Speaker(each.speaker, "", "", "printed")
    entry, basis = _who(scene, index, each.speaker, phrase)
    if entry is None:
        return Speaker(phrase.span, "", "", basis)
    scene.owners[index] = entry
    scene.spoke.append(entry)
    turn = scene.form.turn_at(phrase.span.start)
    if turn is not None and turn.start == phrase.span.start:
        scene.labels[turn.start] = entry
    scene.meet(phrase.span.start, entry, each.within < 0)
    if each.within < 0:
        scene.salience.speaker = entry
    return Speaker(entry.mention, entry.name, entry.role, basis)


def _who(scene: Scene, index: int, span: Span, phrase: Phrase) -> tuple[Entry | None, str]:
    """Whom a speaker's words mean, and the basis."""
    first = phrase.words[0]
    if first.low in PRONOUNS | YOU and all(word.low in _ASIDE for word in phrase.words[1:]):
        return of_pronoun(scene, index, scene.found[index], first)
    label = _label(scene, span, phrase)
    if label is not None:
        return label
    entry = several(scene, span, phrase) or named(scene, span, phrase)
    return (entry, "name") if entry is not None else of_noun(scene, phrase)


def _label(scene: Scene, span: Span, phrase: Phrase) -> tuple[Entry | None, str] | None:
    """A transcript's label that is no name: "QUESTION", "A"; None where it is none."""
    word = phrase.words[0]
    if len(phrase.words) > 1 or not word.text.isupper() or scene.text[span.end : span.end + 1] not in (":", "."):
        return None
    if word.low in QUESTIONS:
        return None, "printed"
    if word.low in ANSWERS:
        answering = author(scene, plural=False)
        return (answering, "heading") if answering is not None else (None, "printed")
    return of_noun(scene, phrase) if is_role(word.low) and not scene.book.called(word.low) else None


def _without_speaker(scene: Scene, each: Attribution) -> Speaker | None:
    """A quotation without a speaker, where the page's form says whose it is."""
    if each.speaker is not None or each.mode != "direct" or each.cue is not None:
        return None
    turn = scene.form.turn_at(each.span.start)
    entry = labelled(scene, turn) if turn is not None else author(scene, plural=False)
    return None if entry is None else Speaker(entry.mention, entry.name, entry.role, "heading")
