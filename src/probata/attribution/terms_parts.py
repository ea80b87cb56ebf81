"""The parts of what is undertaken: action, object, beneficiary, condition, deadline, provisions: spans of the text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from probata.attribution import terms_words as words
from probata.attribution.parsed import Parsed
from probata.attribution.terms_clauses import Clause
from probata.attribution.terms_verbs import REACH, reach_of
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

_OBJECT_PREPOSITIONS = frozenset(["in", "from", "with", "to", "on", "of", "into", "at", "over", "against", "as"])
_PERSONS = frozenset({"PERSON", "NORP", "ORG", "GPE"})
_GIVING = frozenset(
    {"give", "grant", "provide", "offer", "pay", "allow", "hand", "deliver", "guarantee", "submit", "send", "supply"}
)
_DEADLINES = frozenset({"by", "before", "within", "until", "till", "on", "in", "during"})


def action_of(parsed: Parsed, clause: Clause) -> Span:
    """The verb with what belongs to it, from "will" or "to" on: "will not use", "to attend"."""
    verb, first = clause.verb, clause.first
    if first.i > verb.i:
        first = verb
    if (first.i != verb.i and first.pos_ != "AUX" and first.dep_ != "aux") or first.i == verb.i:
        first = _to_of(verb)
    following = _to_after(verb) if verb.pos_ == "NOUN" else None
    if following is not None:
        return parsed.token_span(verb, following)
    if verb.pos_ in {"NOUN", "PROPN"} and clause.first.i == verb.i:
        return _phrase(parsed, verb, before_for=True)
    last = next((child for child in verb.children if child.dep_ == "prt" and child.i > verb.i), verb)
    return parsed.token_span(first, last)


def _to_after(noun: Token) -> Token | None:
    """The "to" of "its commitment to the convention"."""
    if noun.lemma_.lower() not in words.UNDERTAKING_NOUNS:
        return None
    return next((child for child in noun.children if child.dep_ == "prep" and child.lower_ == "to"), None)


def _to_of(verb: Token) -> Token:
    """From the verb's own "not to", "to" or auxiliary on."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "neg", "auxpass"} and child.i < verb.i]
    return auxiliaries[0] if auxiliaries else verb


def object_of(parsed: Parsed, clause: Clause) -> Span | None:
    """What is acted on, as a phrase without the times and conditions that hang on it."""
    verb = clause.verb
    if verb.pos_ in {"NOUN", "PROPN"}:
        preposition = _to_after(verb)
        inner = verb if preposition is None else _inner(preposition)
        return None if inner is None else _phrase(parsed, inner, before_for=True)
    head = _object_head(verb)
    return None if head is None else _phrase(parsed, head)


def _object_head(verb: Token) -> Token | None:
    for dependency in ("nsubjpass", "dobj", "attr", "oprd"):
        for child in verb.children:
            if child.dep_ == dependency and not _is_time(child):
                return child
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _OBJECT_PREPOSITIONS and child.i > verb.i:
            inner = _inner(child)
            if inner is not None and not _is_time(inner):
                return inner
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp"} and child.i > verb.i:
            return next((word for word in child.children if word.dep_ in {"nsubj", "nsubjpass", "dobj"}), None)
    following = next((child for child in verb.children if child.dep_ == "conj" and child.i - verb.i <= 2), None)
    if following is not None:
        return _object_head(following)
    return _shared_object(verb) if verb.dep_ == "conj" else None


def _shared_object(verb: Token) -> Token | None:
    """Of "will be photographed and released" the subject is shared; "stop and search cars" has the object last."""
    return next((child for child in verb.head.children if child.dep_ == "nsubjpass"), None)


def _inner(preposition: Token) -> Token | None:
    """What a preposition governs."""
    return next(
        (child for child in preposition.children if child.dep_ in {"pobj", "pcomp"} and child.i > preposition.i), None
    )


def _is_time(token: Token) -> bool:
    return any(word.lower_ in words.TIME_WORDS or word.ent_type_ in {"DATE", "TIME"} for word in reach_of(token)) and (
        token.ent_type_ in {"DATE", "TIME"} or token.lower_ in words.TIME_WORDS or token.like_num
    )


def _phrase(parsed: Parsed, head: Token, *, before_for: bool = False) -> Span:
    """A noun phrase to the right as far as it is of one piece: no time, no condition, no relative clause after it."""
    last = head
    tokens = list(reach_of(head))
    first = tokens[0]
    for token in tokens:
        if token.i <= head.i:
            continue
        if _ends_phrase(token) or (before_for and token.lower_ == "for" and token.head.i == head.i):
            break
        last = token
    while last.i > head.i and (last.is_punct or last.is_space or last.dep_ in {"cc", "mark"}):
        last = last.doc[last.i - 1]
    while first.i < head.i and (first.is_punct or first.is_space):
        first = first.doc[first.i + 1]
    return parsed.token_span(first, last)


def _ends_phrase(token: Token) -> bool:
    if token.dep_ in {"advcl", "mark"} or token.lower_ in {"if", "unless", "provided", "once"}:
        return True
    if token.text == "," and any(word.dep_ in {"relcl", "advcl"} for word in token.head.children):
        return True
    if token.dep_ == "prep" and token.lower_ in {
        "by",
        "before",
        "within",
        "until",
        "till",
        "for",
        "on",
        "in",
        "from",
        "at",
    }:
        return any(_is_time(child) for child in token.children)
    return token.dep_ in {"npadvmod"} or (token.is_punct and token.text in {";", ":", "—", "–", ".", "”", '"', "("})


def beneficiary_of(parsed: Parsed, clause: Clause) -> Span | None:
    """For whom: the dative, or "to" and "for" with people."""
    verb = clause.verb
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ in {"NOUN", "PROPN", "PRON"}:
            return _phrase(parsed, child)
        if child.dep_ == "dative":
            inner = _inner(child)
            if inner is not None:
                return _phrase(parsed, inner)
    objects = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]
    for holder in (verb, *objects):
        for child in holder.children:
            wanted = {"for"} | ({"to"} if verb.lemma_ in _GIVING else set())
            inner = _inner(child)
            if child.dep_ == "prep" and child.lower_ in wanted and inner is not None and not _is_time(inner):
                return _phrase(parsed, inner)
    return None


def condition_of(parsed: Parsed, clause: Clause, places: frozenset[int]) -> Span | None:
    """The words of "if the siege is lifted", "provided that …", "in exchange for …", within the verb's sentence."""
    for token in _near(clause.verb):
        phrase = _phrase_at(token) if token.i in places else None
        root = None if phrase is None else _condition_root(token, clause)
        if root is None or (phrase in words.CONDITION_TIMES and not _is_occasion(root, clause)):
            continue
        inside = [word for word in reach_of(root) if word.i >= token.i and word.i in places]
        while len(inside) > 1 and (inside[-1].is_punct or inside[-1].is_space):
            inside.pop()
        if len(inside) > 1:
            return parsed.token_span(token, inside[-1])
    return None


def _near(verb: Token) -> Sequence[Token]:
    """The verb's sentence as far as it is near the verb."""
    sentence = verb.sent
    return list(verb.doc[max(sentence.start, verb.i - REACH) : min(sentence.end, verb.i + REACH)])


def _phrase_at(token: Token) -> str | None:
    rest = " ".join(word.lower_ for word in token.doc[token.i : token.i + 5]) + " "
    return next((phrase for phrase in words.CONDITION_PHRASES if rest.startswith(phrase + " ")), None)


def _condition_root(token: Token, clause: Clause) -> Token | None:
    """The head of the clause or phrase that begins with a condition's first word, the verb being outside it."""
    root = None
    current = token
    for _ in range(8):
        if current.left_edge.i < token.i or clause.verb.i in {word.i for word in reach_of(current)}:
            break
        root = current
        if current.head.i == current.i:
            break
        current = current.head
    return root


def _is_occasion(root: Token, clause: Clause) -> bool:
    """Whether "after", "once", "before" names something that must happen, not a time."""
    inside = reach_of(root)
    if not any(word.pos_ in {"VERB", "AUX"} for word in inside) and any(_is_time(word) for word in inside):
        return False
    return clause.negative or not any(word.lower_ in {"before", "until"} for word in inside)


def deadline_of(parsed: Parsed, clause: Clause, places: frozenset[int]) -> Span | None:
    """The words of "by 30 June", "within ten days", "next week", in reach of the verb."""
    verb = clause.verb
    condition = condition_of(parsed, clause, places)
    reach = [
        word
        for word in _near(verb)
        if word.i in places
        and word.i > min(verb.i, clause.first.i)
        and not (condition and condition.start <= parsed.start + word.idx < condition.end)
    ]
    until = _next_verb(verb, reach)
    plain: Span | None = None
    for word in reach:
        if word.i >= until:
            break
        span = _deadline_at(parsed, word, places)
        if span is not None and word.lower_ in {"by", "before", "within", "until", "till", "no"}:
            return span
        plain = plain or span
    return plain


def _next_verb(verb: Token, reach: Sequence[Token]) -> int:
    """Where the next provision begins that has a time of its own; a time at the end belongs to all before it."""
    later = [
        word.i
        for word in reach
        if word.i > verb.i and word.dep_ == "conj" and word.head.i == verb.i and word.pos_ == "VERB"
    ]
    own = [word.i for word in reach if _is_time(word)]
    first = min(later, default=verb.doc[-1].i + 1)
    return first if any(place < first for place in own) else verb.doc[-1].i + 1


def _deadline_at(parsed: Parsed, word: Token, places: frozenset[int]) -> Span | None:
    if word.dep_ in {"prep", "agent"} and word.lower_ in _DEADLINES:
        inner = _inner(word)
        timed = inner is not None and (word.lower_ == "before" or any(_is_time(part) for part in reach_of(inner)))
        if inner is None or not timed or inner.left_edge.lower_ == "any":
            return None
        first = word
        before = word.doc[max(word.i - 2, 0) : word.i].text.lower()
        if before in {"no later", "not later"} or before.endswith("at"):
            first = word.doc[max(word.i - 2, 0)] if "later" in before else word
        inside = [part for part in reach_of(inner) if part.i in places and not _cuts(part)]
        return parsed.token_span(first, inside[-1]) if inside else None
    if word.lower_ in {"no", "not"} and word.doc[word.i : word.i + 3].text.lower() in {
        "no later than",
        "not later than",
    }:
        rest = [part for part in word.doc[word.i + 3 : word.i + 9] if part.i in places]
        kept = [
            part
            for part in rest
            if _is_time(part) or part.like_num or part.pos_ in {"DET", "NUM"} or part.lower_ in {"of", "end"}
        ]
        return parsed.token_span(word, kept[-1]) if kept else None
    if word.dep_ == "npadvmod" and _is_time(word) and word.left_edge.lower_ in {"this", "next", "the", word.lower_}:
        return parsed.token_span(word.doc[word.left_edge.i], word)
    if word.lower_ in {"tomorrow", "tonight", "today"} and word.dep_ in {"advmod", "npadvmod"}:
        return parsed.token_span(word, word)
    return None


def _cuts(part: Token) -> bool:
    return part.dep_ in {"relcl", "advcl", "punct"} and part.text != ","


def provision_of(parsed: Parsed, clause: Clause, following: Clause | None, places: frozenset[int]) -> Span:
    """One provision: from its first word to the end of its clause, or to where the next one begins."""
    subtree = [word for word in reach_of(clause.verb) if word.i in places]
    first = min(clause.first.i, _to_of(clause.verb).i)
    if (
        clause.actor is not None
        and clause.actor.i in places
        and clause.actor.i < first
        and clause.actor.head.i
        in (
            clause.verb.i,
            clause.first.head.i,
            clause.first.i,
        )
        and clause.first.dep_ != "conj"
    ):
        first = clause.actor.left_edge.i
    end = clause.verb.doc[-1].i + 1 if following is None else min(following.first.i, following.verb.left_edge.i)
    inside = [word for word in subtree if first <= word.i < max(end, clause.verb.i + 1)]
    while len(inside) > 1 and (inside[-1].is_punct or inside[-1].is_space or inside[-1].dep_ == "cc"):
        inside.pop()
    last = inside[-1] if inside else clause.verb
    return parsed.token_span(clause.verb.doc[first], last)
