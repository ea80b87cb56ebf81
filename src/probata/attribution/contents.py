"""What a sentence that was said does: takes back, asks, condemns, demands, denies.

Only the sentence's own words count; who said it and how is judged in `kinds`.
"""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from probata.attribution.frame import main_of
from probata.attribution.wordlists import entries

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

Sentence = tuple[Token, ...]
SUBJECTS = frozenset({"expl", "nsubj", "nsubjpass", "csubj"})
WITHDRAWING = frozenset(entries("cues-withdrawal.txt"))
CONDEMNING = frozenset({"condemn", "deplore", "denounce", "abhor", "decry"})
DEMANDING = frozenset({"demand", "urge", "request", "appeal", "insist", "ask", "call", "implore", "beg", "want"})
BLAMING = frozenset(entries("blaming.txt"))
UNTRUE = frozenset(entries("denying.txt"))
# What one takes back; troops that are withdrawn are none.
TAKEN_BACK = frozenset(
    {"invitation", "support", "offer", "promise", "pledge", "participation", "recognition", "consent", "signature"}
    | {
        "candidacy",
        "statement",
        "remark",
        "remarks",
        "complaint",
        "accreditation",
        "sentence",
        "claim",
        "words",
        "word",
    }
    | {"talk", "talks", "conference", "agreement", "treaty", "process", "negotiation", "accord", "pact", "convention"}
    | {"approval", "backing", "endorsement", "permission", "licence", "license", "permit", "order", "decision", "bid"}
    | {"request", "proposal", "commitment", "undertaking", "assurance", "guarantee", "ban", "accusation", "allegation"}
    | {"article", "report", "testimony", "confession", "apology", "motion", "amendment", "membership", "cooperation"}
    | {
        "contract",
        "funding",
        "aid",
        "loan",
        "grant",
        "credit",
        "appointment",
        "nomination",
        "visit",
        "meeting",
        "election",
    }
    | {
        "commission",
        "council",
        "government",
        "coalition",
        "ceasefire",
        "truce",
        "contribution",
        "payment",
        "deal",
        "visa",
    }
    | {"mandate", "credentials", "passport", "citizenship", "warrant", "charge", "objection", "reservation", "event"}
)
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
            token.lemma_ in WITHDRAWING or (token.lemma_ == "take" and _followed(token, "back"))
        )
        if not verb or _is_open(token) or not _is_main(token, sentence):
            continue
        if any(child.dep_ == "neg" for child in token.children):
            continue
        if token.tag_ == "VB" and not _has_aux(token, {"will", "must", "hereby", "to", "shall"}):
            continue
        if _has_object(token) or _subject_is(token, TAKEN_BACK):
            return True
    return False


def withdraws_object(said: Sequence[Token]) -> bool:
    """Whether what a withdrawing cue governs is something said or agreed, and no troops."""
    nouns = {token.lemma_.lower() for token in said[:25] if token.pos_ in {"NOUN", "PROPN"}}
    return not nouns & FORCES or bool(nouns & TAKEN_BACK)


def condemns(sentence: Sentence) -> bool:
    """Such as "we condemn this attack", "this is a disgrace"."""
    for token in sentence:
        if token.lemma_ in CONDEMNING and token.pos_ == "VERB" and _is_main(token, sentence) and not _negated(token):
            return True
        if token.lower_ in BLAMING and _is_predicate(token, sentence):
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
        if token.lemma_ in DEMANDING and token.pos_ == "VERB" and _first_person(token) and _is_main(token, sentence):
            return _asks_for(token)
    if any(_need(token) for token in (top,)):
        return True
    return direct and (_is_imperative(top, sentence) or _after_colon(sentence))


def denies(sentence: Sentence) -> bool:
    """Such as "no such order was ever given", "that is false", "we did not fire"."""
    words = [token.lower_ for token in sentence]
    top = main_of(sentence)
    if top is None:
        return False
    if any(words[k : k + 2] == ["no", "such"] for k in range(len(words))):
        return True
    for token in sentence:
        if token.lower_ in UNTRUE and _is_predicate(token, sentence) and not _is_own_or_open(token.head):
            return True
        if token.lower_ == "true" and _is_predicate(token, sentence) and _negated(token.head):
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
    return _negated(verb) or any(
        child.tag_ == "MD" or (child.dep_ == "nsubj" and child.lower_ in {"i", "we"}) for child in verb.children
    )


def _denies_deed(top: Token) -> bool:
    subject = next((child for child in top.children if child.dep_ in SUBJECTS), None)
    happened = _has_aux(top, {"did", "had", "has", "have", "was", "were", "been", "'ve", "’ve", "'d", "’d"})
    past = (top.tag_ == "VBD" or happened) and not any(child.tag_ == "MD" for child in top.children)
    if subject is not None and subject.dep_ == "nsubjpass" and past:
        none = subject.lower_ == "none" or any(child.lower_ == "no" for child in subject.children)
        if none:
            return True
    negated = _negated(top)
    pronoun = subject is not None and subject.lower_ in {"we", "i", "it", "he", "she", "they"}
    ours = subject is not None and any(child.lower_ in {"our", "my", "its", "their"} for child in subject.children)
    own = (pronoun or ours) and subject is not None and subject.dep_ == "nsubj"
    never = any(child.lower_ == "never" for child in top.children)
    if negated and past and (never or (own and top.lemma_ not in _NO_DEEDS)):
        return True
    if top.lemma_ in {"deny", "reject", "dispute", "refute"} and not negated:
        return True
    if top.lemma_ in {"accept", "agree", "recognise", "recognize"} and negated:
        return True
    if subject is not None and subject.dep_ == "expl":
        there = [child for child in top.children if child.dep_ == "attr" and child.lemma_ in _NO_PART]
        return any(each.lower_ == "no" for noun in there for each in noun.children)
    has = top.lemma_ in {"have", "take", "play", "bear", "see"} or top.lower_ in {"'ve", "’ve", "has", "had", "have"}
    nothing = has and any(
        child.dep_ in {"dobj", "attr"}
        and any(each.lower_ == "no" for each in child.children)
        and child.lemma_ in _NO_PART
        for child in top.children
    )
    return nothing or (own and top.lemma_ == "have" and any(child.lower_ == "nothing" for child in top.children))


_NO_DEEDS = frozenset(
    {"dare", "know", "see", "hear", "decide", "receive", "find", "think", "want", "understand", "have", "read", "eat"}
    | {
        "sleep",
        "expect",
        "hope",
        "need",
        "like",
        "mind",
        "matter",
        "realise",
        "realize",
        "notice",
        "feel",
        "come",
        "go",
    }
)
_NO_PART = frozenset(
    {
        "evidence",
        "knowledge",
        "plan",
        "intention",
        "role",
        "part",
        "involvement",
        "responsibility",
        "link",
        "connection",
    }
    | {"record", "interest", "contact", "presence", "truth", "hand", "control", "quarrel", "business", "say"}
)


def _obliges(modal: Token, sentence: Sentence) -> bool:
    verb = modal.head
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if not _is_main(verb, sentence) or (
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
    return subject is not None and subject.lower_ in {"we", "i"} and not _negated(verb)


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


def _is_main(verb: Token, sentence: Sentence) -> bool:
    """Whether it is the sentence's verb, or joined to it, or its complement "must …"."""
    places = {token.i for token in sentence}
    for _ in range(20):
        if verb.dep_ in {"ROOT"} or verb.head.i == verb.i or verb.head.i not in places:
            return True
        if verb.dep_ not in {"conj", "xcomp", "ccomp", "parataxis"}:
            return False
        verb = verb.head
    return False


def _is_open(verb: Token) -> bool:
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


def _is_predicate(word: Token, sentence: Sentence) -> bool:
    """Whether it is said of something by "is", or stands alone: "That is false", "Shameful."."""
    noun = word.head if word.dep_ == "amod" else word
    if noun.dep_ in {"attr", "acomp", "oprd"}:
        return _is_main(noun.head, sentence)
    after = word.doc[word.i + 1].text if word.i + 1 < len(word.doc) else "."
    return word.i <= sentence[0].i + 1 and after in {".", "!", ",", "…", ":", "”"}


def _has_object(verb: Token) -> bool:
    nouns = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]
    from_what = [
        inner for child in verb.children if child.dep_ == "prep" and child.lower_ == "from" for inner in child.children
    ]
    return any(noun.lemma_.lower() in TAKEN_BACK for noun in (*nouns, *from_what))


def _subject_is(verb: Token, nouns: frozenset[str]) -> bool:
    return any(child.dep_ == "nsubjpass" and child.lemma_.lower() in nouns for child in verb.children)


def _followed(verb: Token, word: str) -> bool:
    return any(child.lower_ == word for child in verb.children)


def _has_aux(verb: Token, words: set[str]) -> bool:
    return any(child.lower_ in words and child.dep_ in {"aux", "auxpass", "advmod"} for child in verb.children)


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ in {"never", "not", "n't", "n’t"} for child in verb.children)
