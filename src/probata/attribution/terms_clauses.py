"""Where in the words of a statement somebody undertakes something.

Rules:
* A clause counts where a word undertakes (a cue, "will", "is ready to", "accepts") and the one who is to act may be the
  speaker or somebody he speaks for. What others will do, what will happen and what is threatened does not count.
* "will not attend" is a refusal, "will not use force" an undertaking: which verb is forborne decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from probata.attribution import terms_words as words
from probata.attribution.attribution import Attribution, Form
from probata.attribution.parsed import Parsed
from probata.attribution.terms_saying import Saying, form_of, is_denied, is_no_undertaking, may_act, saying_of
from probata.attribution.terms_verbs import (
    REACH,
    begins_with_to,
    deepest,
    has,
    has_own_auxiliary,
    has_subject,
    has_term,
    is_being,
    is_held_back,
    is_negated,
    is_nobody,
    is_threat,
    reach_of,
    subject_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any


# What is looked at of a statement without end: tokens, clauses.
_LONGEST, _MOST = 5000, 20


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that undertakes.

    Attributes:
        verb: what is to be done; of "promised a ceasefire" the noun.
        first: the first word of the action: "will", "to", "not", the verb itself.
        actor: the clause's subject; None: the speaker.
        form: what sort of commitment.
        negative: whether it is undertaken not to do it.
    """

    verb: Token
    first: Token
    actor: Token | None
    form: Form
    negative: bool


def clauses(parsed: Parsed, found: Attribution) -> list[Clause]:
    """The clauses of a statement that undertake, in order of the text; none where the saying is denied or asks."""
    saying = saying_of(parsed, found)
    asked = saying.cue & words.ASKING and saying.form is None and "say" not in saying.cue
    if not saying.places or asked or is_denied(parsed, found):
        return []
    result: list[Clause] = []
    for place in sorted(saying.places)[:_LONGEST]:
        clause = _clause_at(parsed.doc[place], saying)
        if clause is not None and not any(clause.verb.i == other.verb.i for other in result):
            result.append(clause)
        if len(result) == _MOST:
            break
    if saying.form is not None and not result:
        result.extend(_of_cue(parsed, saying))
    return result or _of_headline(parsed, saying)


def _of_headline(parsed: Parsed, saying: Saying) -> list[Clause]:
    """Headlines say "Ministry to open archive, spokesman says" for "will open"."""
    places = sorted(saying.places)
    for before, place in pairwise(places[:12]):
        verb = parsed.doc[place].head
        subject = parsed.doc[before]
        if parsed.doc[place].tag_ != "TO" or verb.tag_ != "VB":
            continue
        begins = subject.left_edge.i == places[0] and subject.pos_ in {"NOUN", "PROPN"}
        whole = begins and {subject.i, verb.i} >= {verb.head.i} and not is_no_undertaking(saying)
        return [Clause(verb, verb, subject, "plan", False)] if whole and may_act(subject, saying) else []
    return []


def _clause_at(token: Token, saying: Saying) -> Clause | None:
    if token.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"} or _is_set_aside(token, saying):
        return None
    if token.pos_ == "NOUN":
        return _of_noun(token, saying)
    return _modal(token, saying) or _predicate(token, saying)


_ASKED = frozenset({"when", "how", "why", "where", "whether"})


def _is_set_aside(token: Token, saying: Saying) -> bool:
    """Whether the word stands in a condition, a question, a relative clause or another's words."""
    if any(child.lower_ in _ASKED and child.i < token.i for child in token.children):
        return True
    current = token
    for _ in range(12):
        if current.head.i not in saying.places:
            break
        if current.dep_ == "ccomp" and _is_anothers(current.head):
            return current.head.i in saying.places
        if current.dep_ in {"advcl", "relcl", "csubj", "pcomp"}:
            return not any(child.dep_ == "mark" and child.lower_ in {"so", "and"} for child in current.children)
        if current.head.i == current.i:
            break
        current = current.head
    return _is_asked(token)


def _is_asked(token: Token) -> bool:
    """Whether the sentence goes on to a question mark."""
    for word in token.doc[token.i + 1 : token.i + REACH]:
        if word.is_sent_start:
            return False
        if word.text == "?":
            return True
    return False


def _is_anothers(verb: Token) -> bool:
    """Whether a verb within what is said reports the words of somebody else than "we" or "I"."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    return verb.lemma_ in words.REPORTING and subject is not None and subject.lower_ not in {"i", "we"}


def _modal(token: Token, saying: Saying) -> Clause | None:
    """Such as "will release", "shall withdraw", in reported speech also "would"."""
    modal = next(
        (child for child in token.children if child.dep_ in {"aux", "auxpass"} and _is_modal(child, saying)), None
    )
    if modal is None and token.dep_ == "conj" and not has_subject(token) and not has_own_auxiliary(token):
        modal = _inherited_modal(token, saying)
    if modal is None:
        return None
    verb = deepest(token)
    subject = subject_of(token)
    negative = is_negated(token)
    if not _undertakes(token, verb, subject, negative, saying):
        return None
    first = modal if modal.head.i == token.i else token
    return Clause(
        verb, first, _named(subject), saying.form or ("agreement" if modal.lemma_ == "shall" else "pledge"), negative
    )


def _is_modal(token: Token, saying: Saying) -> bool:
    if token.lower_ in words.MODALS:
        return True
    if any(child.lower_ == "have" for child in token.head.children):
        return False
    if token.lower_ in {"may", "can"}:
        return saying.form == "agreement"
    return token.lower_ in words.BACKSHIFTED and not saying.direct


def _inherited_modal(token: Token, saying: Saying) -> Token | None:
    head = token.head
    for _ in range(6):
        found = next((child for child in head.children if child.dep_ == "aux" and _is_modal(child, saying)), None)
        if found is not None or head.dep_ != "conj":
            return found
        head = head.head
    return None


def _named(subject: Token | None) -> Token | None:
    return None if subject is None or subject.dep_ in {"nsubjpass", "expl"} else subject


def _undertakes(token: Token, verb: Token, subject: Token | None, negative: bool, saying: Saying) -> bool:
    if saying.form != "agreement" and (is_threat(token) or is_threat(verb)):
        return False
    if saying.form is not None and not saying.cue & words.GUESSING:
        return subject is None or subject.lower_ != "you"
    if is_no_undertaking(saying):
        return False
    nobody = subject is not None and is_nobody(subject)
    if negative and not nobody and not {verb.lemma_, token.lemma_} & words.FORBORNE and not is_held_back(verb):
        return False
    if subject is not None and subject.dep_ == "nsubjpass":
        return _passive(token, subject, saying)
    if subject is not None and token.lemma_ in {"get", "receive"} and subject.pos_ == "NOUN":
        return bool(saying.speaker & words.OFFICIAL) and not saying.speaker & words.OUTSIDERS
    if token.lemma_ in words.FORETELLS and not is_being(token, verb):
        return False
    if token.lemma_ == "take" and subject is not None and subject.lower_ == "it":
        return False
    return may_act(subject, saying)


def _passive(token: Token, subject: Token, saying: Saying) -> bool:
    agent = next((child for child in token.children if child.dep_ == "agent"), None)
    by = None if agent is None else next((child for child in agent.children if child.dep_ == "pobj"), None)
    if by is not None and not any(word.lower_ in words.TIME_WORDS for word in reach_of(by)):
        return may_act(by, saying)
    if saying.speaker & words.OUTSIDERS:
        return False
    if is_nobody(subject):
        return True
    if token.lemma_ not in words.ACTS and not has_term(token):
        return False
    return subject.lower_ not in words.NOBODIES - {"these", "those", "this", "that"}


def _predicate(token: Token, saying: Saying) -> Clause | None:
    """Such as "intends to", "has agreed to", "is ready to", "accepts"."""
    followed = next((child for child in token.children if child.dep_ in {"xcomp", "ccomp"}), None)
    subject = subject_of(token)
    if is_negated(token) or is_no_undertaking(saying) or token.lemma_ in {"refuse", "decline"}:
        return None
    if token.pos_ == "ADJ" or token.lower_ in words.COMMITTED:
        return _ready(token, subject, saying)
    if subject is None or not may_act(subject, saying) or subject.dep_ == "nsubjpass":
        return None
    if token.lemma_ == "go" and token.tag_ == "VBG" and followed is not None and followed.dep_ == "xcomp":
        return _to(followed, token, subject, saying.form or "plan", saying)
    form = form_of(frozenset({token.lemma_}))
    if form is None:
        return None
    if followed is not None and followed.tag_ == "VB" and begins_with_to(followed):
        return _to(followed, token, subject, saying.form or form, saying)
    if token.lemma_ in words.ACCEPTING and token.tag_ in {"VBZ", "VBP", "VBD", "VBN"} and has(token, "dobj"):
        return Clause(token, token, subject, saying.form or "agreement", False)
    return None


def _ready(token: Token, subject: Token | None, saying: Saying) -> Clause | None:
    declared = bool(saying.cue & {"declare", "profess"}) and token.head.i not in saying.places
    if declared and subject is not None and subject.i not in saying.places:
        subject = None
    if token.lower_ not in words.READY | words.COMMITTED or not (subject is not None or declared):
        return None
    if not may_act(subject, saying):
        return None
    form: Form = saying.form or ("pledge" if token.lower_ in words.COMMITTED else "plan")
    for child in token.children:
        if child.dep_ in {"xcomp", "advcl", "ccomp"} and child.tag_ == "VB" and begins_with_to(child):
            return _to(child, token, subject, form, saying)
        if child.dep_ == "prep" and child.lower_ in {"to", "for"} and token.lower_ in words.COMMITTED:
            done = next((inner for inner in child.children if inner.dep_ in {"pcomp", "pobj"}), None)
            if done is not None:
                return Clause(done, done, subject, form, False)
    return None


def _to(verb: Token, governor: Token, subject: Token | None, form: Form, saying: Saying) -> Clause | None:
    if is_threat(verb) or verb.i not in saying.places:
        return None
    return Clause(verb, governor, _named(subject), form, is_negated(verb))


def _joined(verb: Token, form: Form) -> Iterator[Clause]:
    """The further verbs of "to release all detainees and to open the crossing"."""
    current: Token | None = verb
    for _ in range(20):
        current = next((child for child in current.children if child.dep_ == "conj"), None) if current else None
        if current is None:
            return
        if current.tag_ == "VB" and not has_subject(current) and not is_threat(current):
            yield Clause(deepest(current), current, None, form, is_negated(current))


def _of_noun(token: Token, saying: Saying) -> Clause | None:
    """Such as "our commitment to release": the noun's own infinitive."""
    form = words.UNDERTAKING_NOUNS.get(token.lemma_.lower())
    owners = {child.lower_ for child in token.children if child.dep_ == "poss"}
    if form is None or not owners & {"our", "my", "its", "his", "her"} or saying.cue & words.ASKING:
        return None
    if any(child.dep_ == "prep" and child.lower_ == "to" for child in token.children):
        return Clause(token, token, None, form, False)
    verb = next((child for child in token.children if child.dep_ in {"acl", "xcomp"} and begins_with_to(child)), None)
    return None if verb is None or is_threat(verb) else Clause(verb, verb, None, form, is_negated(verb))


def _of_cue(parsed: Parsed, saying: Saying) -> Iterator[Clause]:
    """What a cue that undertakes governs: an infinitive, or a noun phrase ("pledged a ceasefire")."""
    tokens = [parsed.doc[place] for place in sorted(saying.places)]
    roots = [token for token in tokens if token.head.i not in saying.places or token.head.i == token.i]
    form = saying.form
    if form is None:
        return
    for token in roots:
        infinitive = token.pos_ in {"VERB", "AUX"} and (begins_with_to(token) or token.tag_ == "VBG")
        accepts = token.lemma_ in words.ACCEPTING and token.tag_ in {"VBZ", "VBP", "VBD"}
        if (infinitive or accepts) and not is_threat(token):
            yield Clause(deepest(token), token, _named(subject_of(token)) if accepts else None, form, is_negated(token))
            yield from _joined(token, form)
            return
    noun = next((token for token in roots if token.pos_ in {"NOUN", "PROPN"}), None)
    if noun is None and roots and roots[0].dep_ == "prep" and roots[0].lower_ in {"on", "to"}:
        noun = next((child for child in roots[0].children if child.dep_ in {"pobj", "pcomp"}), None)
    named = words.PLEDGES | words.AGREEMENTS | words.UNDERTAKING_NOUNS.keys() - {"word", "assurance"}
    if noun is not None and noun.lemma_.lower() not in words.THREAT_NOUNS and saying.cue & named:
        yield Clause(noun, noun, None, form, False)
