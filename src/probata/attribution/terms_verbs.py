"""What the parse says of a verb: its subject, its "not", the verb behind "continue to", whether it threatens."""

from typing import TYPE_CHECKING, Any

from probata.attribution import terms_words as words

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

REACH = 150  # tokens: hostile sentences have no end
_NOT = frozenset({"not", "never", "n't", "n’t"})
NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


def reach_of(token: Token) -> list[Token]:
    """A word with all that hangs on it, as far as it is near: spaCy's own ``subtree`` takes quadratic time."""
    first = max(token.left_edge.i, token.i - REACH)
    return list(token.doc[first : min(token.right_edge.i + 1, token.i + REACH)])


def has_own_auxiliary(token: Token) -> bool:
    """Whether a verb is finite by itself, so that no "will" before an "and" belongs to it."""
    return token.tag_ in {"VBD", "VBZ", "VBP"} or any(
        child.dep_ in {"aux", "auxpass"} and child.lower_ not in {"be", "to"} for child in token.children
    )


def has_subject(token: Token) -> bool:
    """Whether the verb has a subject of its own."""
    return any(child.dep_ in _SUBJECTS for child in token.children)


def deepest(token: Token) -> Token:
    """Past "continue to", "be ready to", "be able to", "begin to", to what is done."""
    for _ in range(3):
        chain = (
            token.lemma_
            in {"continue", "begin", "start", "be", "work", "seek", "try", "do", "keep"} | words.UNDERTAKING
        )
        following = [
            child for child in token.children if child.dep_ in {"xcomp", "acomp"} and child.pos_ in {"VERB", "ADJ"}
        ]
        if (not chain and token.pos_ != "ADJ") or not following:
            return token
        token = following[0]
    return token


def subject_of(token: Token) -> Token | None:
    """The subject, also of "to release" and of what follows an "and"; None where there is none."""
    for _ in range(6):
        for child in token.children:
            if child.dep_ in _SUBJECTS or (child.dep_ == "expl"):
                return child
        if token.dep_ not in {"conj", "xcomp", "acomp"} or token.head.i == token.i:
            return None
        token = token.head
    return None


def is_negated(token: Token) -> bool:
    """Whether a "not" belongs to the verb, or nobody is its subject."""
    if any(child.dep_ == "neg" or child.lower_ in _NOT for child in token.children):
        return True
    before = [word for word in token.doc[max(token.i - 3, 0) : token.i] if word.lower_ in _NOT]
    subject = subject_of(token)
    return any(word.head.head.i == token.i for word in before) or (subject is not None and is_nobody(subject))


def is_nobody(subject: Token) -> bool:
    """Whether the subject is "nobody", "no one", "none of them", "no licence"."""
    return subject.lower_ in NOBODY or any(child.lower_ in {"no", "neither"} for child in subject.children)


def has_term(verb: Token) -> bool:
    """Whether a time is named by which it is to happen: "by August", "this year", "within ten days"."""
    return any(
        word.lower_ in {"by", "before", "within", "this", "next", "tomorrow"}
        and any(near.lower_ in words.TIME_WORDS for near in word.doc[word.i : word.i + 6])
        for word in reach_of(verb)
        if word.i > verb.i
    )


def is_being(token: Token, verb: Token) -> bool:
    """Whether "will be" undertakes: "will be present"."""
    return verb.i != token.i or any(child.lower_ in words.BEING for child in token.children)


def is_held_back(verb: Token) -> bool:
    """Such as "will not return before the text is out": a refusal for a time, which says what ends it."""
    return any(word.lower_ in {"before", "until", "unless"} and word.i > verb.i for word in reach_of(verb))


def is_threat(verb: Token) -> bool:
    """Whether a verb threatens: "will retaliate", "will respond with force", "will take revenge"."""
    following = [child for child in reach_of(verb) if child.i > verb.i]
    if verb.lemma_ in {"respond", "answer", "react", "meet", "reply"}:
        return any(word.lower_ in words.FORCE for word in following)
    if verb.lemma_ in {"take", "seek", "exact", "have", "make", "wage"}:
        named = {word.lower_ for word in following}
        return bool(named & (words.THREAT_NOUNS - {"war"})) or ({"pay"} <= named and "them" in named)
    return verb.lemma_ in words.THREATS and not is_negated(verb)


def begins_with_to(verb: Token) -> bool:
    """Whether it is an infinitive."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def has(token: Token, dependency: str) -> bool:
    """Whether a word governs another by a dependency."""
    return any(child.dep_ == dependency for child in token.children)
