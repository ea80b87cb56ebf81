"""Clauses of what was said: their main verbs, auxiliaries and predicates."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

Sentence = tuple[Token, ...]
SUBJECTS = frozenset({"expl", "nsubj", "nsubjpass", "csubj"})


def is_main(verb: Token, sentence: Sentence) -> bool:
    """Whether it is the sentence's verb, or joined to it, or its complement "must …"."""
    places = {token.i for token in sentence}
    for _ in range(20):
        if verb.dep_ in {"ROOT"} or verb.head.i == verb.i or verb.head.i not in places:
            return True
        if verb.dep_ not in {"conj", "xcomp", "ccomp", "parataxis"}:
            return False
        verb = verb.head
    return False


def is_open(verb: Token) -> bool:
    """Whether it is in doubt: in a condition, or asked of others."""
    conditional = any(child.dep_ == "mark" and child.lower_ in {"if", "unless", "until"} for child in verb.children)
    modal = any(
        child.dep_ == "aux" and child.lower_ in {"may", "might", "could", "would", "should", "must"}
        for child in verb.children
    )
    clause = any(
        child.dep_ == "advcl" and any(each.lower_ in {"if", "unless"} for each in child.children)
        for child in verb.children
    )
    return conditional or modal or clause


def is_predicate(word: Token, sentence: Sentence) -> bool:
    """Whether it is said of something by "is", or stands alone: "That is false", "Shameful."."""
    noun = word.head if word.dep_ == "amod" else word
    if noun.dep_ in {"attr", "acomp", "oprd"}:
        return is_main(noun.head, sentence)
    after = word.doc[word.i + 1].text if word.i + 1 < len(word.doc) else "."
    return word.i <= sentence[0].i + 1 and after in {".", "!", ",", "…", ":", "”"}


def is_followed(verb: Token, word: str) -> bool:
    """Whether a word hangs on the verb."""
    return any(child.lower_ == word for child in verb.children)


def has_aux(verb: Token, words: set[str]) -> bool:
    """Whether the verb has one of some words as its auxiliary or adverb."""
    return any(child.lower_ in words and child.dep_ in {"aux", "auxpass", "advmod"} for child in verb.children)


def is_negative(verb: Token) -> bool:
    """Whether the verb is denied."""
    return any(child.dep_ == "neg" or child.lower_ in {"never", "not", "n't", "n’t"} for child in verb.children)
