"""Whether a sentence denies: that something was done, that something is true, that it is accepted."""

from typing import TYPE_CHECKING, Any

from probata.attribution.contents_clauses import SUBJECTS, Sentence, has_aux, is_negative, is_predicate
from probata.attribution.frame import main_of
from probata.attribution.wordlists import entries

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

UNTRUE = frozenset(entries("denying.txt"))
WITHOUT = (["without", "foundation"], ["without", "merit"], ["without", "basis"], ["without", "substance"])
NO_DEEDS = frozenset(entries("not-deeds.txt"))
NO_PART = frozenset(entries("no-part.txt"))


def denies(sentence: Sentence) -> bool:
    """Such as "no such order was ever given", "that is false", "we did not fire"."""
    words = [token.lower_ for token in sentence]
    top = main_of(sentence)
    if top is None:
        return False
    if any(words[k : k + 2] in WITHOUT for k in range(len(words))):
        return True
    if any(words[k : k + 2] == ["no", "such"] for k in range(len(words))):
        return True
    for token in sentence:
        if token.lower_ in UNTRUE and is_predicate(token, sentence) and not _is_own_or_open(token.head):
            return True
        if token.lower_ == "true" and is_predicate(token, sentence) and is_negative(token.head):
            return True
    return any(_denies_deed(verb) for verb in _mains(top, sentence))


def _mains(top: Token, sentence: Sentence) -> list[Token]:
    """The main verb and those joined to it, with a semicolon or "and"; the first only where there are many."""
    places = {token.i for token in sentence}
    joined = [child for child in top.children if child.dep_ in {"ccomp", "conj", "parataxis"} and child.i in places]
    before = [verb for verb in joined if verb.i < top.i and verb.dep_ in {"ccomp", "parataxis"}]
    return [*before, top]


def _is_own_or_open(verb: Token) -> bool:
    """Such as "I may be wrong", "that is not false"."""
    return is_negative(verb) or any(
        child.tag_ == "MD" or (child.dep_ == "nsubj" and child.lower_ in {"i", "we"}) for child in verb.children
    )


def _denies_deed(top: Token) -> bool:
    subject = next((child for child in top.children if child.dep_ in SUBJECTS), None)
    happened = has_aux(top, {"did", "had", "has", "have", "was", "were", "been", "'ve", "’ve", "'d", "’d"})
    past = (top.tag_ == "VBD" or happened) and not any(child.tag_ == "MD" for child in top.children)
    if subject is not None and subject.dep_ == "nsubjpass" and past:
        none = subject.lower_ == "none" or any(child.lower_ == "no" for child in subject.children)
        if none:
            return True
    negated = is_negative(top)
    pronoun = subject is not None and subject.lower_ in {"we", "i", "it", "he", "she", "they"}
    ours = subject is not None and any(child.lower_ in {"our", "my", "its", "their"} for child in subject.children)
    own = (pronoun or ours) and subject is not None and subject.dep_ == "nsubj"
    never = any(child.lower_ == "never" for child in top.children)
    if negated and past and (never or (own and top.lemma_ not in NO_DEEDS)):
        return True
    if top.lemma_ in {"deny", "reject", "dispute", "refute"} and not negated:
        return True
    if top.lemma_ in {"accept", "agree", "recognise", "recognize"} and negated:
        return True
    if subject is not None and subject.dep_ == "expl":
        there = [child for child in top.children if child.dep_ == "attr" and child.lemma_ in NO_PART]
        return any(each.lower_ == "no" for noun in there for each in noun.children)
    has = top.lemma_ in {"have", "take", "play", "bear", "see"} or top.lower_ in {"'ve", "’ve", "has", "had", "have"}
    nothing = has and any(
        child.dep_ in {"dobj", "attr"}
        and any(each.lower_ == "no" for each in child.children)
        and child.lemma_ in NO_PART
        for child in top.children
    )
    return nothing or (own and top.lemma_ == "have" and any(child.lower_ == "nothing" for child in top.children))
