"""What a sentence that was said does: takes back, asks, condemns, demands.

Only the sentence's own words count; who said it and how is judged in `kinds`.
"""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from probata.attribution.contents_clauses import (
    SUBJECTS,
    Sentence,
    has_aux,
    is_followed,
    is_main,
    is_negative,
    is_open,
    is_predicate,
)
from probata.attribution.frame import main_of
from probata.attribution.wordlists import entries

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

WITHDRAWING = frozenset(entries("cues-withdrawal.txt"))
CONDEMNING = frozenset({"condemn", "deplore", "denounce", "abhor", "decry"})
DEMANDING = frozenset({"demand", "urge", "request", "appeal", "insist", "ask", "call", "implore", "beg", "want"})
BLAMING = frozenset(entries("blaming.txt"))
TAKEN_BACK = frozenset(entries("taken-back.txt"))  # troops that are withdrawn are none
FORCES = frozenset(
    {"troop", "force", "soldier", "weapon", "unit", "army", "tank", "artillery", "vessel", "fighter", "ship"}
)


def sentences_of(said: Sequence[Token]) -> list[Sentence]:
    """The sentences of what is said, each as its tokens, without those of punctuation alone."""
    found: list[list[Token]] = []
    for token in said:
        if found and token.i > found[-1][-1].i + 40:
            found.append([])
        if not found or token.is_sent_start:
            found.append([])
        found[-1].append(token)
    return [tuple(sentence) for sentence in found if any(token.is_alpha or token.text == "?" for token in sentence)]


def asks(sentence: Sentence) -> bool:
    """Whether it ends with a question mark, or asks without one."""
    marks = [token.text for token in sentence[-4:] if token.is_punct]
    return any("?" in mark or "؟" in mark for mark in marks) or [token.lower_ for token in sentence[:2]] == [
        "to",
        "ask",
    ]


def takes_back(sentence: Sentence) -> bool:
    """Such as "we withdraw our invitation", "the offer has been rescinded", "Veldland suspends its participation"."""
    for token in sentence:
        verb = token.pos_ == "VERB" and (
            token.lemma_ in WITHDRAWING or (token.lemma_ == "take" and is_followed(token, "back"))
        )
        if not verb or is_open(token) or not is_main(token, sentence):
            continue
        if any(child.dep_ == "neg" for child in token.children):
            continue
        if token.tag_ == "VB" and not has_aux(token, {"will", "must", "hereby", "to", "shall"}):
            continue
        if token.lemma_ == "take" or _has_object(token) or _subject_is(token, TAKEN_BACK):
            return True
    return _no_longer(sentence)


def _no_longer(sentence: Sentence) -> bool:
    """Such as "the invitation no longer stands"."""
    top = main_of(sentence)
    words = [token.lower_ for token in sentence]
    longer = any(words[k : k + 2] == ["no", "longer"] for k in range(len(words)))
    return (
        longer
        and top is not None
        and any(
            child.dep_ == "nsubj" and child.lemma_.lower() in {"invitation", "offer", "promise", "pledge", "assurance"}
            for child in top.children
        )
    )


def withdraws_object(said: Sequence[Token]) -> bool:
    """Whether what a withdrawing cue governs is something said or agreed, and no troops."""
    nouns = {token.lemma_.lower() for token in said[:25] if token.pos_ in {"NOUN", "PROPN"}}
    return not nouns & FORCES or bool(nouns & TAKEN_BACK)


def condemns(sentence: Sentence) -> bool:
    """Such as "we condemn this attack", "this is a disgrace"."""
    for token in sentence:
        if token.lemma_ in CONDEMNING and token.pos_ == "VERB" and is_main(token, sentence) and not is_negative(token):
            return True
        if token.lower_ in BLAMING and is_predicate(token, sentence):
            return True
    return False


def demands(sentence: Sentence, direct: bool) -> bool:
    """Such as "they must go", "let the convoys through", "we ask for access".

    Args:
        sentence: what is said.
        direct: whether in quotation marks, where an imperative can stand.
    """
    top = main_of(sentence)
    if top is None:
        return False
    for token in sentence:
        if token.lower_ in {"must", "should", "ought"} and token.tag_ == "MD" and _obliges(token, sentence):
            return True
        if token.lemma_ in DEMANDING and token.pos_ == "VERB" and _first_person(token) and is_main(token, sentence):
            return _asks_for(token)
    if any(_need(token) for token in (top,)):
        return True
    return direct and (_is_imperative(top, sentence) or _after_colon(sentence))


def _obliges(modal: Token, sentence: Sentence) -> bool:
    verb = modal.head
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if not is_main(verb, sentence) or (
        subject is not None
        and subject.lower_ in {"i", "we", "one", "it"}
        and verb.lemma_
        in {
            "say",
            "admit",
            "confess",
            "stress",
            "add",
            "be",
            "have",
            "remember",
        }
    ):
        return False
    if any(child.lower_ in {"have"} and child.dep_ == "aux" for child in verb.children):
        return False
    return subject is None or subject.lower_ not in {"i"}


def _need(top: Token) -> bool:
    """Such as "the army has to leave", "the parties need to stop"."""
    if top.lemma_ not in {"need"} or top.tag_ not in {"VBZ", "VBP"}:
        return False
    subject = next((child for child in top.children if child.dep_ in SUBJECTS), None)
    return subject is not None and subject.lower_ not in {"i", "we", "he", "she", "it"}


def _asks_for(verb: Token) -> bool:
    if verb.lemma_ in {"demand", "urge", "request", "implore", "beg"}:
        return True
    following = [child for child in verb.children if child.i > verb.i]
    if any(child.dep_ == "prep" and child.lower_ in {"for", "on", "upon", "to"} for child in following):
        return True
    infinitive = any(
        child.dep_ in {"xcomp", "ccomp"} and any(each.lower_ == "to" for each in child.children) for child in following
    )
    return infinitive and any(child.dep_ in {"dobj", "ccomp"} for child in following)


def _first_person(verb: Token) -> bool:
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    return subject is not None and subject.lower_ in {"we", "i"} and not is_negative(verb)


def _is_imperative(top: Token, sentence: Sentence) -> bool:
    if top.tag_ not in {"VB", "VBP"} or top.pos_ not in {"VERB", "AUX"} or top.i > sentence[0].i + 12:
        return False
    if any(child.dep_ in SUBJECTS and child.i < top.i for child in top.children):
        return False
    if any(child.dep_ == "aux" and child.lower_ not in {"do"} for child in top.children):
        return False
    if top.lemma_ in {"thank", "welcome", "let"} and (top.lemma_ != "let" or _lets_me(top)):
        return False
    words = [token for token in sentence if token.is_alpha and token.i < top.i]
    return all(token.pos_ in {"ADV", "CCONJ", "INTJ", "PART", "AUX", "NOUN", "PROPN"} for token in words) or ":" in {
        token.text for token in sentence if token.i < top.i
    }


def _after_colon(sentence: Sentence) -> bool:
    """Such as "To all who doubt it: come and count"."""
    for before, token in itertools.pairwise(sentence):
        if before.text == ":" and token.tag_ == "VB":
            return not any(child.dep_ in SUBJECTS for child in token.children)
    return False


def _lets_me(top: Token) -> bool:
    return any(child.lower_ in {"me", "us"} for child in top.children) or top.doc[
        min(top.i + 1, len(top.doc) - 1)
    ].lower_ in {
        "me",
        "us",
    }


def _has_object(verb: Token) -> bool:
    nouns = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]
    from_what = [
        inner for child in verb.children if child.dep_ == "prep" and child.lower_ == "from" for inner in child.children
    ]
    return any(noun.lemma_.lower() in TAKEN_BACK for noun in (*nouns, *from_what))


def _subject_is(verb: Token, nouns: frozenset[str]) -> bool:
    return any(child.dep_ == "nsubjpass" and child.lemma_.lower() in nouns for child in verb.children)
