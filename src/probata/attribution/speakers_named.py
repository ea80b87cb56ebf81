"""Whom a speaker's words name at their head, and the several that they name.

Rules:
* A name that only belongs to the head is not it: "Council source", "Brenn’s lawyer", "a spokesman for Ada Brenn".
* Several are several only where "and" stands between the names.
"""

from collections.abc import Sequence
from itertools import pairwise

from probata.attribution.speakers_book import Entry
from probata.attribution.speakers_naming import Naming
from probata.attribution.speakers_phrase import Phrase
from probata.attribution.speakers_scene import Scene
from probata.attribution.speakers_words import BODIES, COMPLEMENT
from probata.documents.document import Span

_OPENERS = frozenset({"the", "a", "an", "mr", "ms", "mrs"})


def named(scene: Scene, span: Span, phrase: Phrase) -> Entry | None:
    """Whom the phrase names at its head; None where it names nobody there."""
    if scene.text[max(span.start - 1, 0) : span.start + 1].lstrip()[:1] == "@":
        handles = scene.book.called("@" + phrase.words[0].text.lower())
        return handles[0] if handles else None
    begun = scene.named_in(Span(max(span.start - 60, 0), span.start))
    if begun and begun[-1][0].name.start < span.start < begun[-1][0].name.end:
        return begun[-1][1]  # the speaker was cut within a name
    inner = scene.named_in(span)
    for naming, entry in inner:
        if naming.kind == "person" and _heads(scene.text, naming, span, phrase) and not _owns(scene.text, naming, span):
            return entry
    for naming, entry in inner:
        if naming.kind == "person":
            continue
        if _opens(naming, phrase) and not _modifies(naming, phrase) and not _owns(scene.text, naming, span):
            return entry
        if _follows_noun(naming, phrase) or _beside(scene.text, naming, span, phrase):
            return entry
    return None


def _beside(text: str, naming: Naming, span: Span, phrase: Phrase) -> bool:
    """Whether a name is all that follows a phrase and its comma: "The concessionaire, Narrow Crossing Ltd"."""
    apart = text[phrase.span.end : naming.span.start] == ", "
    return apart and text[naming.name.end : span.end].strip() in ("", ",", ".")


def _heads(text: str, naming: Naming, span: Span, phrase: Phrase) -> bool:
    """Whether a person's name is the phrase's head: it begins it, or stands beside it."""
    before = [word for word in phrase.words if word.start < naming.span.start]
    if naming.span.start <= span.start or not any(word.low in COMPLEMENT for word in before):
        return True
    apart = text[max(naming.span.start - 2, 0) : naming.span.start] == ", "
    return apart and span.end - naming.name.end <= 2  # "one of them, Hob Castellan"


def _follows_noun(naming: Naming, phrase: Phrase) -> bool:
    """Whether a name ends a phrase whose noun says what it names: "the opposition newspaper Clarion"."""
    before = [word for word in phrase.words if word.end <= naming.name.start]
    ends = bool(phrase.words) and naming.name.end >= phrase.words[-1].end
    return ends and len(before) > 1 and before[-1].low in BODIES and not before[-1].capital


def several(scene: Scene, span: Span, phrase: Phrase) -> Entry | None:
    """The speakers of "Ada Brenn and Marek Dole"; None where there are not several."""
    inner = [(naming, entry) for naming, entry in scene.named_in(span) if naming.name.end <= span.end]
    if len(inner) < 2 or not _opens(inner[0][0], phrase):
        return None
    chosen = [inner[0][1]]
    joined = False
    for (before, _), (naming, entry) in pairwise(inner):
        between = scene.text[before.name.end : naming.span.start].strip()
        joins = between.replace(",", " ").split()
        if between != "," and (len(between) > 60 or not joins or joins[0] != "and" or _among(COMPLEMENT, joins)):
            break
        joined = joined or between != ","
        if entry not in chosen:
            chosen.append(entry)
    if not joined or len(chosen) < 2:
        return None
    return scene.joined(chosen, Span(span.start, inner[-1][0].name.end))


def _among(small: frozenset[str], words: Sequence[str]) -> bool:
    return any(word in small for word in words)


def _opens(naming: Naming, phrase: Phrase) -> bool:
    """Whether a name begins the phrase, an article and the name's own role apart."""
    words = phrase.words
    second = words[min(1, len(words) - 1)].start
    return naming.span.start <= second and (naming.span.start <= words[0].end or words[0].low in _OPENERS)


def _owns(text: str, naming: Naming, span: Span) -> bool:
    tail = text[naming.name.end : naming.name.end + 1]
    return naming.name.end + 2 < span.end and tail in ("'", "’")


def _modifies(naming: Naming, phrase: Phrase) -> bool:
    """Whether a noun follows that the name only belongs to: "Council source"."""
    following = [word for word in phrase.words if word.start >= naming.name.end]
    return bool(following) and following[0].low not in COMPLEMENT and following[0].low != "and"
