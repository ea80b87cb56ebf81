"""Promises that no verb of speaking introduces: "agreed to withdraw", "guaranteed an inquiry", "declared itself ready".

Beside what the English rules find: a verb that undertakes, whoever reports it. Where they have the same verb as a cue,
their attribution stays; only its content is mended where the one to whom the promise was made was taken into it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from probata.attribution import terms_words as words
from probata.attribution.attribution import Attribution
from probata.attribution.parsed import Parsed
from probata.attribution.terms_verbs import REACH, begins_with_to, subject_of
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

RULE = "undertaking"
_CONDITIONS = frozenset({"provided", "providing", "if", "unless"})
_SHORTEST = 5  # code points: "to go"
_TO = frozenset({"promise", "pledge", "vow", "undertake", "swear", "agree", "offer", "commit", "intend", "consent"})
_THAT = frozenset({"promise", "pledge", "vow", "undertake", "swear", "guarantee", "assure"})
_THING = frozenset({"pledge", "guarantee", "promise"})
_DECLARE = frozenset({"declare", "profess"})


def with_promises(text: str, parsed: Sequence[Parsed], found: Sequence[Attribution]) -> list[Attribution]:
    """What was found, and after it what verbs that undertake govern beside it.

    Args:
        text: the frozen text.
        parsed: its parsed blocks.
        found: by the other rules.

    Returns:
        As many attributions as were found, in their order, and the new ones; ``within`` holds for the whole list.
    """
    result = list(found)
    cued = {at: place for place, each in enumerate(found) if each.cue for at in range(each.cue.start, each.cue.end)}
    for block in parsed if text else ():
        for token in block.doc:
            new = _of_verb(block, token) if token.pos_ == "VERB" else None
            if new is None:
                continue
            known = cued.get(block.start + token.idx)
            if known is None:
                result.append(_placed(new, found))
            elif _takes_too_much(found[known], new):
                result[known] = replace(found[known], content=new.content, cue=new.cue)
    return result


def _takes_too_much(found: Attribution, new: Attribution) -> bool:
    """Whether an attribution begins before the promise, with "residents that" or "itself", and ends with it."""
    [content] = new.content
    return len(found.content) == 1 and found.span.start < content.start and found.span.end == content.end


def _placed(one: Attribution, found: Sequence[Attribution]) -> Attribution:
    """With the shortest attribution that it lies in."""
    around = [
        (each.span.end - each.span.start, place)
        for place, each in enumerate(found)
        if any(one.span.within(part) and one.cue and one.cue.within(part) for part in each.content)
    ]
    within = min(around)[1] if around else -1
    return Attribution(one.content, one.speaker, one.cue, one.mode, one.rule, within)


def _of_verb(parsed: Parsed, verb: Token) -> Attribution | None:
    lemma = verb.lemma_.lower()
    if any(child.dep_ == "neg" for child in verb.children):
        return None
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)
    subject = _giver(verb) if passive else subject_of(verb)
    first, named = _begin(verb, lemma) if lemma in _TO | _THAT | _DECLARE else None, verb
    if first is None and lemma in {"give", "make"}:
        first, named = _begin_of_noun(verb)
    if first is None or (subject is None and not passive):
        return None
    if subject is not None and subject.lower_ in {"who", "which", "that", "what"}:
        return None
    cue, content = _cue(parsed, verb, named, first), parsed.token_span(first, _end(first, verb))
    if cue.touches(content) or content.end - content.start < _SHORTEST:
        return None
    return Attribution((content,), None if subject is None else _phrase(parsed, subject), cue, "indirect", RULE)


def _begin_of_noun(verb: Token) -> tuple[Token | None, Token]:
    """Of "gave its word that", "had given a pledge not to": the first word, and the noun that ends the cue."""
    for noun in verb.children:
        if noun.dep_ == "dobj" and noun.lemma_.lower() in words.UNDERTAKING_NOUNS:
            for child in (*noun.children, *verb.children):
                infinitive = child.tag_ == "VB" and begins_with_to(child)
                clause = child.dep_ in {"acl", "ccomp", "xcomp", "relcl", "appos"} and child.left_edge.i > noun.i
                if clause and (infinitive or _has_modal(child)):
                    return _after_that(child.left_edge), noun
    return None, verb


def _giver(verb: Token) -> Token | None:
    """Of "was promised by the ministry" the ministry; None where nobody is named."""
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    return None if agent is None else next((child for child in agent.children if child.dep_ == "pobj"), None)


def _begin(verb: Token, lemma: str) -> Token | None:
    """The first word of what is undertaken."""
    for child in verb.children:
        if child.i < verb.i:
            continue
        if lemma in _TO and child.dep_ in {"xcomp", "ccomp", "advcl"} and child.tag_ == "VB" and begins_with_to(child):
            return child.left_edge if child.left_edge.i > verb.i else None
        if lemma in _THAT and child.dep_ == "ccomp" and _has_modal(child) and child.left_edge.i > verb.i:
            return _after_that(child.left_edge)
        told = next((word for word in child.children if word.dep_ in {"relcl", "acl", "ccomp"}), None)
        if lemma in _THAT and told is not None and told.left_edge.lower_ == "that" and _has_modal(told):
            return _after_that(told.left_edge)
        if lemma in _DECLARE and child.lower_ in words.READY:
            return child
    thing = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
    if lemma in _THING and thing is not None and thing.pos_ in {"NOUN", "PROPN"}:
        return thing.left_edge if thing.left_edge.i > verb.i else None
    if lemma == "commit" and thing is not None and thing.tag_ == "PRP":
        return next((child for child in verb.children if child.dep_ == "prep" and child.lower_ == "to"), None)
    return None


def _has_modal(verb: Token) -> bool:
    return any(child.lower_ in words.MODALS | words.BACKSHIFTED for child in verb.children)


def _after_that(first: Token) -> Token | None:
    """Past the "that", which is no part of the content."""
    if first.lower_ == "that" and first.i + 1 < len(first.doc):
        return first.doc[first.i + 1]
    return first


def _end(first: Token, verb: Token) -> Token:
    """The last word of what the verb governs, without the punctuation after it, and before a clause of its own."""
    last = first
    for word in verb.doc[first.i : min(verb.right_edge.i + 1, first.i + REACH)]:
        if word.is_sent_start and word.i > first.i:
            break
        if word.dep_ in {"cc", "punct"} and word.head.i == verb.i and word.i > first.i and word.text != ",":
            break
        last = word
    last = _with_condition(last)
    while (
        last.i > first.i and (last.is_punct or last.is_space or last.dep_ == "cc") and last.text not in {"”", '"', "’"}
    ):
        last = last.doc[last.i - 1]
    return last


def _with_condition(last: Token) -> Token:
    """To the end of a condition that follows: ", provided that they are submitted in time"."""
    following = last.doc[last.i + 1 : last.i + 3]
    start = next((word for word in following if not word.is_punct), None)
    if start is None or start.is_sent_start or start.lower_ not in _CONDITIONS:
        return last
    head = start
    while head.head.left_edge.i >= start.i and head.head.i != head.i:
        head = head.head
    return head.doc[min(head.right_edge.i, last.i + REACH)]


def _cue(parsed: Parsed, verb: Token, named: Token, first: Token) -> Span:
    """The verb with its auxiliaries, with "itself" of "declared itself ready", and to the noun of "gave its word"."""
    before = [child for child in verb.children if child.dep_ in {"aux", "auxpass"} and child.i < verb.i]
    after = verb.doc[verb.i + 1 : min(first.i, verb.i + 3)]
    reflexive = [word for word in after if word.lower_.endswith(("self", "selves"))]
    return parsed.token_span(before[0] if before else verb, reflexive[-1] if reflexive else named)


def _phrase(parsed: Parsed, subject: Token) -> Span:
    first = max(subject.left_edge.i, subject.i - REACH)
    last = subject
    for word in subject.doc[subject.i + 1 : min(subject.right_edge.i + 1, subject.i + REACH)]:
        if word.dep_ in {"relcl", "advcl"} or word.is_punct:
            break
        last = word
    return parsed.token_span(subject.doc[first], last)
