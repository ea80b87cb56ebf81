"""Noun phrases cut from a parse: the words that belong to a noun, and no more than the reader would quote."""

from typing import TYPE_CHECKING, Any

from probata.attribution.frame import Frame, below
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "conj", "cc", "punct", "appos", "parataxis", "npadvmod"})
PLACING = frozenset({"in", "on", "at", "from", "near"})
COMPLEMENTS = frozenset({"of", "for", "on", "to", "with"})


def phrase_of(frame: Frame, noun: Token, whole: bool = False, placed: bool = False) -> Span:
    """The phrase of a noun: its determiners and names, complements with "of", an apposition that is a name.

    Args:
        frame: the saying; nothing that is said is taken in.
        noun: the phrase's head.
        whole: with all that is joined to it by "and" and every complement.
        placed: with where it is: "a crowded meeting in the net loft".
    """
    said = {token.i for token in frame.said} | {token.i for token in frame.cue}
    kept = {noun.i}
    waiting = [noun]
    while waiting:
        token = waiting.pop()
        for child in token.children:
            if child.i not in said and child.i not in kept and _belongs(child, token, noun, whole, placed):
                kept.add(child.i)
                waiting.append(child)
    first, last = _unbroken(kept, noun.i)
    doc = noun.doc
    while last > noun.i and (doc[last].is_punct or doc[last].pos_ in {"ADP", "CCONJ", "PART"}):
        last -= 1
    return frame.parsed.token_span(doc[first], doc[last])


def subtree_edges(token: Token) -> tuple[int, int]:
    """The places of the first and the last token of all that hangs on a token, as far as it is looked at."""
    found = below(token)
    return found[0].i, found[-1].i


def _belongs(child: Token, parent: Token, noun: Token, whole: bool, placed: bool) -> bool:
    if child.dep_ == "prep":
        return child.lower_ == "of" or (whole and child.lower_ in COMPLEMENTS) or (placed and child.lower_ in PLACING)
    if child.dep_ in {"conj", "cc"}:
        return whole or child.dep_ == "cc" or child.pos_ in {"NOUN", "PROPN", "PRON"}
    if child.dep_ == "appos":
        return child.pos_ == "PROPN" and parent.i == noun.i and not _comma_between(parent, child)
    if child.dep_ == "punct":
        return child.text in {"-", "–", "'", "’", "."} or (whole and child.text == ",")
    return child.dep_ not in CLAUSES


def _comma_between(parent: Token, child: Token) -> bool:
    return any(token.text == "," for token in parent.doc[parent.i : child.left_edge.i])


def _unbroken(kept: set[int], middle: int) -> tuple[int, int]:
    """From a token on, as far as the kept ones go on without a gap."""
    first = last = middle
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    return first, last
