"""Hedges that only their grammar tells: "may", "might", "could", "seems", "appears to", "likely", "he believed".

Rules:
* "may" of permission and "could" of ability are none, as far as the verb and its negation show it.
* In a purpose, a condition or a question of politeness they are none.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from probata.attribution.frame import climb
from probata.attribution.wordlists import entries

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

# Verbs that "may" permits, and that "could" says somebody was allowed or able to do.
PERMITTED = frozenset(entries("verbs-permitted.txt"))
FORBIDDEN = frozenset({"bring", "use", "carry", "keep", "speak", "stay", "go", "travel", "drive", "refuse", "take"})
IN_USE = frozenset({"use", "sell", "publish", "inspect", "visit", "export", "import", "carry", "bring", "amend"})
ABLE = frozenset(entries("verbs-able.txt"))
OF_MIND = frozenset({"be", "think", "know", "remember", "recall", "wonder", "feel", "want", "need", "find", "ask"})
PURPOSE = frozenset({"if", "until", "before", "when", "whenever", "where", "once", "while", "unless", "whatever"})


def by_grammar(tokens: Sequence[Token], verbatim: bool, ruling: bool) -> Iterator[list[Token]]:
    """The hedges among some words that were said, each as its tokens.

    Args:
        tokens: the words.
        ruling: whether they lay down what is permitted, as a law or a judgment does.
        verbatim: whether they are quoted as they were said, so that "he" is not the one who speaks.
    """
    places = {token.i for token in tokens}
    for token in tokens:
        modal = token.tag_ == "MD" and token.lower_ in {"may", "might", "could"}
        if token.lower_ in {"likely", "unlikely"} or (modal and _is_guess(token, ruling)):
            yield [token]
        elif token.lower_ in {"possible", "probable", "conceivable"} and (started := _it_is(token)) is not None:
            yield list(token.doc[started.i : token.i + 1])
        elif token.pos_ == "VERB" and (_seems(token) or (not verbatim and _believes(token, places))):
            yield _with_particle(token, places)


def _it_is(adjective: Token) -> Token | None:
    """The "it" of "it is quite possible that"."""
    verb = adjective.head
    follows = adjective.doc[adjective.i + 1].lower_ if adjective.i + 1 < len(adjective.doc) else ""
    if adjective.dep_ != "acomp" or verb.lemma_ != "be" or follows in {"to", "for"}:
        return None
    return next((child for child in verb.children if child.dep_ == "nsubj" and child.lower_ == "it"), None)


def _is_guess(modal: Token, ruling: bool) -> bool:
    verb = modal.head
    if verb.i < modal.i and modal.dep_ != "ROOT":
        return False
    if modal.dep_ == "ROOT" or _is_inverted(modal, verb) or _is_purpose(verb):
        return False
    if any(above.lemma_ == "wish" for above in climb(verb)):
        return False
    negated = any(child.dep_ == "neg" or child.lower_ in {"not", "n't", "n’t"} for child in verb.children)
    if verb.lemma_ in IN_USE and any(child.dep_ == "auxpass" for child in verb.children):
        return modal.lower_ == "might"
    perfect = any(child.lower_ in {"have", "be"} and child.dep_ == "aux" for child in verb.children)
    soft = any(child.lower_ in {"well", "soon", "still", "even", "yet", "eventually"} for child in verb.children)
    subjects = {child.lower_ for child in verb.children if child.dep_ == "nsubj"}
    own = bool(subjects & {"we", "i"})
    if modal.lower_ == "may" and "you" in subjects and not perfect:
        return verb.lemma_ in OF_MIND
    if modal.lower_ == "might" or (modal.lower_ == "may" and own):
        return True
    if modal.lower_ == "may":
        return perfect or soft or (not ruling and verb.lemma_ not in (PERMITTED | FORBIDDEN if negated else PERMITTED))
    return not negated and (perfect or soft or verb.lemma_ not in PERMITTED | ABLE)


def _is_inverted(modal: Token, verb: Token) -> bool:
    """Such as "May I ask", "could you tell us"."""
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is not None and modal.i < subject.i < verb.i


def _is_purpose(verb: Token) -> bool:
    """Such as "so that lorries may pass", "until they could move", "if we could"."""
    for above in climb(verb):
        marks = [child for child in above.children if child.dep_ in {"mark", "advmod"} and child.i < verb.i]
        if any(mark.lower_ in PURPOSE and mark.dep_ == "mark" for mark in marks):
            return above.i == verb.i
        if any(mark.lower_ == "so" and mark.i + 1 < verb.i and _that_follows(mark) for mark in marks):
            return True
        if above.dep_ not in {"aux", "conj", "xcomp", "acomp"}:
            return False
    return False


def _that_follows(word: Token) -> bool:
    return bool(word.doc[word.i + 1].lower_ in {"that", "they", "we", "it", "he", "she"})


def _seems(verb: Token) -> bool:
    if verb.lemma_ == "seem":
        return True
    followed = {child.dep_ for child in verb.children} & {"xcomp", "oprd", "acomp"}
    dummy = any(child.dep_ in {"nsubj", "expl"} and child.lower_ in {"it", "there"} for child in verb.children)
    if verb.lemma_ == "appear":
        return bool(followed) or (dummy and any(child.dep_ == "ccomp" for child in verb.children))
    next_word = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    return bool(verb.lemma_ == "look" and dummy and next_word in {"like", "likely", "as"})


def _believes(verb: Token, places: set[int]) -> bool:
    """Such as "he believed the road was closed", in what he is reported to have said."""
    if verb.lemma_ not in {"believe", "think", "suspect", "assume", "presume", "doubt"}:
        return False
    if verb.head.i in places and verb.head.i != verb.i and verb.dep_ != "conj":
        return False
    if any(child.dep_ == "mark" and child.lower_ in {"if", "whether"} for child in verb.children):
        return False
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    speaks = subject is not None and subject.lower_ in {"he", "she", "they", "it"}
    return speaks and any(child.dep_ == "ccomp" for child in verb.children)


def _with_particle(verb: Token, places: set[int]) -> list[Token]:
    """With the "to" that follows: "appears to"."""
    following = verb.i + 1
    if following in places and verb.doc[following].lower_ in {"to", "like"}:
        return [verb, verb.doc[following]]
    return [verb]
