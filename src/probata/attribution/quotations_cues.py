"""The cue of one quotation, and with it the speaker: before it, behind it, or within it.

Rules:
* A cue stands in the quotation's own sentence. Between them come at most a comma, a dash, a colon or "that"; words as
  well only where the quotation has four words or more: a shorter one may be a title or a word held at arm's length.
* Windows end at the neighbouring quotations, so the time is linear in the text.
"""

import re
from dataclasses import dataclass

from probata.attribution.quotations_speaker import speaker_after, speaker_before
from probata.attribution.quotations_words import INVISIBLE, Cue, Words
from probata.documents.document import Span

WINDOW = 320  # code points looked at beside a quotation
LONG_ENOUGH = 4  # words of a quotation that may stand apart from its cue
_SENTENCE_END = re.compile(r"[.!?…؟](?=[\s»”\"])|\n")
_SEPARATOR = re.compile(rf"[\s{INVISIBLE}]{{0,4}}[,،.]?[\s{INVISIBLE}]{{0,4}}[—–-]?[\s{INVISIBLE}]{{0,4}}")
_COLON = re.compile(rf"[\s{INVISIBLE}]*:[\s{INVISIBLE}—–-]*$")
_NOTHING = re.compile(rf"[\s,،:—–{INVISIBLE}-]*$")
_INSIDE = re.compile(r"[,!?…؟][\s\u00a0]{1,3}(?:[—–-][\s\u00a0]{0,3})?|(?<=[\s\u00a0])[—–]")
_WORDS = re.compile(r"\w+(?:['’.-]\w+)*")
_ENDING = ".,!?…،؟"


@dataclass(frozen=True, slots=True)
class Said:
    """What was found for a quotation.

    Attributes:
        cue: the words.
        speaker: None where the verb stands without its subject.
        end: after the cue and the speaker that follow the quotation; where the quotation begins if they precede it.
        rule: which way it was found.
    """

    cue: Span
    speaker: Span | None
    end: int
    rule: str


def size(text: str, quoted: Span) -> int:
    """How many words a quotation has, up to ten."""
    count = 0
    for _ in _WORDS.finditer(text, quoted.start, quoted.end):
        count += 1
        if count == 10:
            break
    return count


def cue_behind(text: str, quoted: Span, end: int, words: Words) -> Said | None:
    """The cue that follows a quotation: "…", said X; "…", X said; "…", according to X.

    Args:
        text: frozen text.
        quoted: the quotation with its marks.
        end: where the next quotation or the block ends the search.
        words: of the language.
    """
    end = min(end, quoted.end + WINDOW)
    separator = _SEPARATOR.match(text, quoted.end, end)
    start = separator.end() if separator else quoted.end
    between = text[quoted.end : start].strip()
    if between == ".":
        return None
    inner = text[quoted.start + 1 : quoted.end - 1].rstrip()
    short = size(text, quoted) < LONG_ENOUGH
    if short and (_is_within_a_phrase(text, quoted) or not (between or inner.endswith(tuple(_ENDING)))):
        return None
    if words.language == "en" and not between and inner.endswith("."):
        return None  # a sentence of its own follows: "…." She noted that …
    lead = words.leads.at(text, start, end)
    if lead and words.language != "en":
        start = _skipped(text, lead.end(), end)
    cue = words.cue_at(text, start, end)
    if cue:
        said = _subject_behind(text, cue, end, words, "quotation, cue behind")
        return None if said and _leads_on(text, said) else said
    if words.subject_may_precede:
        return _subject_between(text, start, end, words)
    return _unlisted(text, start, end, words) if between and not _is_within_a_phrase(text, quoted) else None


def _unlisted(text: str, start: int, end: int, words: Words) -> Said | None:
    """Behind a quotation with its comma or dash, a word that looks like a verb, with a subject behind it, is a cue."""
    found = words.unlisted.match(text, start, end) if words.unlisted else None
    if found is None or any(one.at(text, start, end) for one in (words.stops, words.leads, words.that, words.skips)):
        return None
    cue = Cue(Span(*found.span("cue")), "verb")
    said = _subject_behind(text, cue, end, words, "quotation, verb not listed")
    return said if said and said.speaker else None


def _is_within_a_phrase(text: str, quoted: Span) -> bool:
    """Whether a word stands right before the marks, as before a name or a word held at arm's length."""
    return text[max(0, quoted.start - 3) : quoted.start].rstrip()[-1:].isalnum()


def _leads_on(text: str, said: Said) -> bool:
    """Whether a cue without its speaker leads to what follows: "…", adding: "…"."""
    return said.speaker is None and text[said.end : said.end + 4].lstrip().startswith(":")


def _skipped(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _subject_behind(text: str, cue: Cue, end: int, words: Words, rule: str) -> Said | None:
    speaker = cue.pronoun or speaker_after(text, cue.span.end, end, words)
    if speaker is None and cue.kind == "source":
        return None
    return Said(cue.span, speaker, max(cue.span.end, speaker.end if speaker else 0), rule)


def _subject_between(text: str, start: int, end: int, words: Words) -> Said | None:
    stop = re.compile(r"[.!?](?=\s)|[:;\n]").search(text, start, end)
    limit = stop.start() if stop and not _abbreviation(text, stop.start(), words) else end
    cue = next(words.cues_in(text, start, limit), None)
    if cue is None or cue.kind == "source" or cue.span.start == start:
        return None
    speaker = speaker_before(text, start, cue.span.start, words)
    if speaker is None or speaker.start > _skipped(text, start, end) + 5:
        return None
    return Said(cue.span, speaker, cue.span.end, "quotation, cue behind")


def cue_before(text: str, quoted: Span, start: int, words: Words) -> Said | None:
    """The cue that precedes a quotation: X said: "…"; said X: "…"; according to X, "…"; X: "…".

    Args:
        text: frozen text.
        quoted: the quotation with its marks.
        start: where the last quotation or the block's beginning ends the search.
        words: of the language.
    """
    start = sentence_start(text, max(start, quoted.start - WINDOW), quoted.start, words)
    cues = list(words.cues_in(text, start, quoted.start))
    for cue in reversed(cues):
        if _joins(text, cue, quoted, words):
            return _subject(text, cue, start, quoted, words)
    return None if cues else _label(text, start, quoted, 3 if words.language == "ar" else 8)


def _joins(text: str, cue: Cue, quoted: Span, words: Words) -> bool:
    """Whether nothing stands between the two that parts them."""
    bridge = text[cue.span.end : quoted.start]
    if cue.kind == "source":
        return size(text, quoted) >= LONG_ENOUGH or bridge.rstrip().endswith((",", "،", ":"))
    if _NOTHING.match(bridge) or _COLON.search(bridge):
        return True
    place = _skipped(text, cue.span.end, quoted.start)
    while place < quoted.start and text[place] in ",، ":
        place += 1
    that = words.that.at(text, place, quoted.start)
    if that and _NOTHING.match(text[that.end() : quoted.start]):
        return True
    near = len(bridge) <= 12 and size(text, quoted) == LONG_ENOUGH - 1
    return near or size(text, quoted) >= LONG_ENOUGH


def _subject(text: str, cue: Cue, start: int, quoted: Span, words: Words) -> Said | None:
    rule = "quotation, cue before"
    if cue.pronoun:
        return Said(cue.span, cue.pronoun, quoted.start, rule)
    before = None
    if cue.kind == "verb" and words.language != "ar":
        before = speaker_before(text, start, cue.span.start, words)
    speaker = before or speaker_after(text, cue.span.end, quoted.start, words)
    if speaker is None and words.language == "ar" and not re.search("[,،]", text[start : cue.span.start]):
        speaker = speaker_before(text, start, cue.span.start, words)
    if speaker is None and cue.kind == "source":
        return None
    return Said(cue.span, speaker, quoted.start, rule)


def _label(text: str, start: int, quoted: Span, most: int) -> Said | None:
    """A speaker of so many words with a colon and nothing else: X: "…"; where verbs come first, few words are none."""
    colon = _COLON.search(text, start, quoted.start)
    if colon is None or quoted.start - start > 120:
        return None
    first = _skipped(text, start, colon.start())
    label = text[first : colon.start()]
    if not 0 < len(_WORDS.findall(label)) <= most or not label[0].isalpha() or label[0].islower() or "," in label[-1:]:
        return None
    at = text.index(":", colon.start())
    return Said(Span(at, at + 1), Span(first, colon.start()), quoted.start, "quotation, colon")


def cue_within(text: str, quoted: Span, words: Words) -> tuple[Said, int] | None:
    """A cue set between commas within a quotation's marks, and where the quotation breaks off before it.

    Args:
        text: frozen text.
        quoted: the quotation with its marks.
        words: of the language.
    """
    if words.language in ("en", "ar"):
        return None
    for found in _INSIDE.finditer(text, quoted.start + 1, quoted.end - 1):
        cue = words.cue_at(text, found.end(), quoted.end - 1)
        if cue is None or cue.kind == "source":
            continue
        said = _subject_behind(text, cue, min(quoted.end - 1, cue.span.end + WINDOW), words, "quotation, cue within")
        if said and said.speaker and text[said.end : said.end + 1] in (",", ".", ";", "—", " ", "\u00a0"):
            return said, found.start() + (found.group()[0] not in "—–")
    return None


def sentence_start(text: str, start: int, end: int, words: Words) -> int:
    """Where the sentence begins that goes on up to a place.

    Args:
        text: frozen text.
        start: not before this.
        end: the place.
        words: whose titles ("Mr.") end no sentence.
    """
    for found in _SENTENCE_END.finditer(text, start, end):
        if not _abbreviation(text, found.start(), words):
            start = found.end()
    return start


def _abbreviation(text: str, stop: int, words: Words) -> bool:
    if text[stop] != ".":
        return False
    first = stop
    while first > 0 and stop - first < 6 and text[first - 1].isalnum():
        first -= 1
    word = text[first:stop]
    return word in words.titles or (len(word) == 1 and word.isupper())
