"""Whose a number is, where it isn't the speaker's: "according to the prosecutor", "which the ministry put at 55,000".

Rules:
* The claimant stands within what is said, but for "according to" and "citing", which often stand just behind it.
* Of several, one within the other, the innermost: he whose number it is nearest.
* "We estimate" is the speaker's own, and so is "he estimates" in indirect speech; in a quotation "he" is somebody else.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from probata.attribution.attribution import Attribution
from probata.attribution.located import root_at
from probata.attribution.parsed import Parsed
from probata.attribution.quotations_words import read_lists
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

_OWN = frozenset({"i", "we", "me", "us", "my", "our", "you", "one"})
_THIRD = frozenset({"he", "she", "it", "they", "his", "her", "its", "their"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "what"})
_NO_OBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "appos", "advmod", "dep"})
_MONSTROUS = 500  # tokens; no sentence of a language has so many, and its parse says nothing
_PUT_AT = re.compile(
    r"(?:toll|figure|number|total|count|which|that|whom)[ ](?P<who>(?:[\w’'-]+[ ]){1,6})"
    r"(?:puts?|places?|placed|estimates?|estimated|gives?|gave)[ ](?:it[ ])?(?:at|as|to[ ]be)[ ](?:[\w,]+[ ]){0,3}$"
)


@cache
def figure_words(heading: str) -> frozenset[str]:
    """The words of one heading of ``words/figures.txt``."""
    text = files("probata.attribution").joinpath("words", "figures.txt").read_text(encoding="utf-8")
    return frozenset(read_lists(text)[heading])


def claimant_of(text: str, parsed: Parsed, found: Attribution, number: Span) -> Span | None:
    """Whose a number is; None where it is the speaker's.

    Args:
        text: frozen text.
        parsed: of the block that holds the number.
        found: the attribution.
        number: where the number stands.
    """
    put = _put_at(text, found, number)
    if put is not None:
        return put
    root = root_at(parsed, number)
    if root is None or len(root.sent) > _MONSTROUS:
        return None
    for candidate in _candidates(root, parsed, found):
        span = _phrase(parsed, candidate)
        if not span.touches(number) and ";" not in text[number.end : span.start]:
            return None if _is_speaker(text, found, span) else span
    return None


def _put_at(text: str, found: Attribution, number: Span) -> Span | None:
    """By words alone, since "a toll activists place at" is often parsed wrongly."""
    content = next((one for one in found.content if number.within(one)), number)
    match = _PUT_AT.search(text, max(content.start, number.start - 90), number.start)
    if match is None:
        return None
    span = Span(match.start("who"), match.end("who") - 1)
    return None if _is_speaker(text, found, span) else span


def _candidates(token: Token, parsed: Parsed, found: Attribution) -> Iterator[Token]:
    """The heads of phrases that may claim a number, the nearest first."""
    for _ in range(25):
        yield from _beside(token, parsed, found)
        if token.head == token:
            return
        below, token = token, token.head
        if _in_content(token, parsed, found):
            yield from (one for one in _above(token, below) if _in_content(one, parsed, found))


def _in_content(token: Token, parsed: Parsed, found: Attribution) -> bool:
    span = parsed.token_span(token, token)
    return any(span.within(content) for content in found.content)


def _beside(token: Token, parsed: Parsed, found: Attribution) -> Iterator[Token]:
    """Claimants that hang on a word: "according to X", "citing X", "that X says he took", "X's count of"."""
    for child in token.children:
        if child.lower_ == "according" and not (found.cue and parsed.token_span(child, child).touches(found.cue)):
            yield from _objects(child)
        elif child.lower_ == "citing":
            yield from (one for one in child.children if one.dep_ in ("dobj", "obj"))
        elif child.dep_ == "relcl" and _in_content(child, parsed, found) and not _has_number(child):
            if child.lemma_ in figure_words("claiming") or _is_claim(token):
                yield from _subjects(child)
        elif child.dep_ == "poss" and token.lemma_ in figure_words("claims") and _in_content(child, parsed, found):
            yield child


def _has_number(verb: Token) -> bool:
    """Whether a clause has a number of its own, which is then what it claims: "files, which X put at 50,000"."""
    return any(token.like_num for token in verb.subtree)


def _is_claim(token: Token) -> bool:
    """Whether it is "the figure", or the number in "the figure of 3,100"."""
    above = token.head.head if token.head.lower_ == "of" else token
    return above.lemma_ in figure_words("claims")


def _above(token: Token, below: Token) -> Iterator[Token]:
    """Claimants of a verb or a noun that the number depends on."""
    if token.pos_ in ("VERB", "AUX") and token.lemma_ in figure_words("claiming"):
        if below.dep_ not in _NO_OBJECTS:
            agents = [one for child in token.children if child.dep_ == "agent" for one in child.children]
            yield from agents or _subjects(token)
    elif token.pos_ == "NOUN" and token.lemma_ in figure_words("claims") and below.dep_ == "acl":
        yield token


def _objects(according: Token) -> Iterator[Token]:
    for child in according.children:
        if child.dep_ == "pobj":
            yield child
        elif child.dep_ == "prep":
            yield from (one for one in child.children if one.dep_ == "pobj")


def _subjects(verb: Token) -> Iterator[Token]:
    """The subject of a verb; of a relative clause the noun that it hangs on; of a second verb that of the first."""
    for _ in range(4):
        subjects = [child for child in verb.lefts if child.dep_ == "nsubj"]
        if any(child.dep_ == "nsubjpass" for child in verb.lefts):
            return
        if subjects and subjects[-1].lower_ not in _RELATIVE:
            yield subjects[-1]
        elif subjects and verb.dep_ == "relcl":
            yield verb.head
        if subjects or verb.dep_ != "conj":
            return
        verb = verb.head


def _phrase(parsed: Parsed, head: Token) -> Span:
    """The noun phrase of a head, without relative clauses behind it."""
    first, last = head.left_edge, head.right_edge
    for child in head.children:
        if child.dep_ in ("relcl", "acl", "punct") and child.left_edge.i > head.i and child.left_edge.i <= last.i:
            last = head.doc[child.left_edge.i - 1]
    while last.i > head.i and last.is_punct:
        last = head.doc[last.i - 1]
    return parsed.token_span(first, last)


def _is_speaker(text: str, found: Attribution, span: Span) -> bool:
    words = span.of(text).casefold()
    if re.split("['’]", words)[0] in _OWN or (words in _THIRD and found.mode == "indirect"):
        return True
    return found.speaker is not None and words == found.speaker.of(text).casefold()
