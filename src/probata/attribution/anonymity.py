"""Whether the speaker is deliberately not named.

Rules:
* A phrase that says so ("asked not to be named") decides, in the saying's own sentence or in a short one after it.
* "a source", "people close to" are; so is one official or diplomat who is introduced as "a" and not named. A spokesman
  is not: he speaks for a body, and so does a body itself.
* "he" or "the diplomat" is as anonymous as the one who was introduced before.
"""

import itertools
from typing import TYPE_CHECKING, Any

from probata.attribution.attribution import Attribution
from probata.attribution.frame import Frame, lower_words, top_of
from probata.attribution.via import is_spokesperson
from probata.attribution.wordlists import entries, pattern
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

PHRASES = "anonymity-phrases.txt"
ROLES = frozenset(entries("anonymity-roles.txt"))
SOURCES = frozenset({"source", "sources", "insider", "insiders"})
UNNAMED = frozenset({"unnamed", "unidentified", "anonymous", "undisclosed"})
ONE = frozenset({"a", "an", "one", "another", "two", "three", "four", "several", "some", "both"})
PRONOUNS = frozenset({"he", "she", "they"})
FOLLOWING_CHARACTERS = 160


def is_anonymous(frame: Frame) -> bool:
    """Whether the speaker is deliberately not named, as far as the text says."""
    if not frame.speaker:
        return False
    if _is_said(frame):
        return True
    words = lower_words(frame.speaker)
    if _is_pronoun(words):
        return _is_earlier(frame)
    if _is_bare(frame.speaker):
        return True
    return _is_definite(frame.speaker) and _is_earlier(frame)


def _is_pronoun(words: list[str]) -> bool:
    """Whether it only points back: "he", "one of them", "the other"."""
    return (len(words) == 1 and words[0] in PRONOUNS | {"both", "another"}) or words in (
        ["one", "of", "them"], ["the", "other"], ["both", "of", "them"], ["the", "second"], ["the", "first"],
        ["some", "of", "them"], ["one"],
    )  # fmt: skip


def _is_said(frame: Frame) -> bool:
    """Whether a phrase says so, in the saying's own words or in the next sentence."""
    spans = [frame.span(run) for run in _runs(frame)]
    if frame.cue:
        last = frame.cue[-1].sent[-1]
        after = frame.parsed.start + last.idx + len(last.text)
        end = min(after + FOLLOWING_CHARACTERS, frame.parsed.block.span.end)
        following = frame.text[after:end].split(".", 1)[0]
        if following.lstrip().lower().startswith(("he ", "she ", "they ", "both ", "neither ")):
            spans.append(Span(after, after + len(following)))
    return any(pattern(PHRASES).search(frame.text, span.start, span.end) for span in spans)


def _runs(frame: Frame) -> list[list[Token]]:
    runs: list[list[Token]] = []
    for token in frame.around():
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _is_bare(speaker: tuple[Token, ...]) -> bool:
    """Whether the speaker is a source, or somebody of a role who is introduced without a name."""
    head = _head(speaker)
    if head is None:
        return False
    words = lower_words(speaker)
    if head.lower_ in SOURCES or UNNAMED & set(words):
        return not any(word in {"open", "primary"} for word in words)
    if _is_close_to(words) and not _has_name(speaker, head):
        return True
    if is_spokesperson(head) or _has_name(speaker, head):
        return False
    singular = words[0] in ONE
    return singular and head.lemma_.lower() in ROLES


def _is_close_to(words: list[str]) -> bool:
    pairs = set(itertools.pairwise(words))
    return ("close", "to") in pairs or ("familiar", "with") in pairs or ("knowledge", "of") in pairs


def _is_definite(speaker: tuple[Token, ...]) -> bool:
    head = _head(speaker)
    definite = speaker[0].lower_ in {"the", "this", "that", "these", "those"}
    return definite and head is not None and head.lemma_.lower() in ROLES | SOURCES and not _has_name(speaker, head)


def _is_earlier(frame: Frame) -> bool:
    """Whether the one before, to whom the pronoun or "the official" goes back, was introduced without a name."""
    wanted = _head(frame.speaker)
    for each in frame.before[:6]:
        words = frame.tokens(each.speaker)
        head = _head(words)
        if head is None or _is_pronoun(lower_words(words)) or each.within != frame.found.within:
            continue
        if frame.speaker[0].lower_ in PRONOUNS and (frame.speaker[0].lower_ == "they") != (
            head.tag_ in {"NNS", "NNPS"}
        ):
            return False
        same = _is_pronoun(lower_words(frame.speaker)) or (wanted is not None and wanted.lemma_ == head.lemma_)
        return same and (_is_bare(words) or _is_phrased(frame, each))
    return False


def _is_phrased(frame: Frame, each: Attribution) -> bool:
    return each.speaker is not None and bool(
        pattern(PHRASES).search(frame.text, each.speaker.start, min(each.speaker.end + 80, len(frame.text)))
    )


def _head(tokens: tuple[Token, ...]) -> Token | None:
    head = top_of(tokens)
    nouns = [token for token in tokens if token.pos_ in {"NOUN", "PROPN", "PRON"}]
    return head if head is not None and (head in nouns or not nouns) else (nouns[0] if nouns else None)


def _has_name(speaker: tuple[Token, ...], head: Token) -> bool:
    """Whether a person's name stands in it: an apposition, or the name itself as the head."""
    if head.pos_ == "PROPN":
        return True
    return any(token.pos_ == "PROPN" and token.dep_ == "appos" for token in speaker)
