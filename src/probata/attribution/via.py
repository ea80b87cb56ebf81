"""Through whom a statement was made, and for whom its speaker speaks.

Rules:
* `via` is whoever passes on another's words: "through his spokesman Ivo Marr", "in a statement read by her deputy".
* `on_behalf_of` is what the text says: "on behalf of the four parties", "a spokesman for the ministry", "the ministry's
  spokeswoman", "her spokesman". Of a pronoun that goes back to a spokesman `speakers` tells who he is.
* Both are looked for in the saying's own words, never in what is said.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from probata.attribution.frame import Frame, climb, has_run, lower_words, top_of
from probata.attribution.phrases import phrase_of
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

SPOKES = ("spokesman", "spokesmen", "spokeswoman", "spokeswomen", "spokesperson", "spokespersons", "spokespeople")
# Who speaks for another only where the text says "for": "a lawyer for the family".
AGENTS = frozenset(
    {"lawyer", "attorney", "counsel", "representative", "negotiator", "envoy", "delegate", "solicitor", "barrister"}
    | {"agent", "advocate", "official", "speaker"}
)
RELAYING = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "office", "lawyer", "attorney", "envoy", "aide", "deputy", "secretary"}
    | {
        "representative",
        "emissary",
        "assistant",
        "press",
        "service",
        "secretariat",
        "counsel",
        "ambassador",
        "mediator",
    }
    | {
        "adviser",
        "advisor",
        "intermediary",
        "messenger",
        "agent",
        "chief",
        "interpreter",
        "delegate",
        "son",
        "daughter",
    }
)
PASSED_ON = frozenset(
    {"read", "issue", "deliver", "relay", "release", "publish", "convey", "transmit", "circulate", "give"}
)
SAYING = frozenset({"say", "tell", "state", "convey", "announce", "inform", "add", "stress", "pass", "make", "read"})
SPOKEN_FOR = frozenset(
    {"majority", "minority", "court", "delegation", "group", "defence", "defense", "prosecution", "bench"}
)


def is_spokesperson(token: Token) -> bool:
    """Whether a word names one whose office it is to speak for others."""
    if token.lower_ in SPOKES:
        return True
    before = token.doc[token.i - 1].lower_ if token.i > 0 else ""
    return token.lower_ in {"secretary", "officer", "attaché"} and before in {"press", "media", "communications"}


def via_of(frame: Frame) -> Span | None:
    """Through whom another speaks; None where nobody is named."""
    found = _asked_to_say(frame)
    if found is not None:
        return found
    for token in frame.around():
        found = _through(frame, token) or _passed_on(frame, token) or _attributable(frame, token)
        if found is not None:
            return found
    return None


def on_behalf_of(frame: Frame) -> Span | None:
    """For whom the speaker speaks, as far as the text says so."""
    found = _behalf(frame)
    if found is not None:
        return found
    if not frame.speaker:
        return None
    places = {token.i for token in frame.speaker}
    joined = [token for token in frame.clause if any(above.i in places for above in climb(token))]
    return _by_office(frame, sorted((*frame.speaker, *joined), key=lambda token: int(token.i)))


def _through(frame: Frame, token: Token) -> Span | None:
    """Such as "through his spokesman", "via a lawyer", "quoted by his office"."""
    if token.lower_ not in {"through", "via", "by"} or token.dep_ not in {"prep", "agent", "pcomp", "advmod", "dep"}:
        return None
    named = _object(token)
    if named is None or not _relays(named):
        return None
    quoted = token.head.lemma_ in {"quote", "cite"}
    if token.lower_ == "by" and not quoted:
        return None
    return phrase_of(frame, named)


def _asked_to_say(frame: Frame) -> Span | None:
    """Such as "the Director has asked me to say", "I was instructed by the Minister to convey"."""
    verb = frame.verb
    asking = [
        token for token in frame.around() if token.lemma_ in {"ask", "instruct", "authorise", "authorize", "request"}
    ]
    if not asking or verb is None or verb.lemma_ not in SAYING:
        return None
    between = [token for token in frame.around() if asking[0].i < token.i < verb.i and token.lower_ != "to"][:6]
    return frame.span(between) if between and between[0].pos_ in {"PRON", "PROPN", "NOUN", "DET"} else None


def _passed_on(frame: Frame, token: Token) -> Span | None:
    """Such as "in a statement read by his deputy", "a letter issued through the embassy"."""
    if token.lower_ not in {"by", "through", "via"} or token.head.lemma_ not in PASSED_ON:
        return None
    if any(word.i == token.head.i for word in frame.cue):
        return None
    named = _object(token)
    return None if named is None or named.i in {each.i for each in frame.speaker[-1:]} else phrase_of(frame, named)


def _attributable(frame: Frame, token: Token) -> Span | None:
    """Such as "a statement attributable to the spokesperson for …"."""
    if token.lower_ not in {"attributable", "attributed"}:
        return None
    to = next((child for child in token.children if child.lower_ == "to"), None)
    named = None if to is None else _object(to)
    if named is None:
        return None
    phrase = phrase_of(frame, named, whole=True)
    office = _with_office(frame, named, frame.around(), only_for=False)
    return phrase if office is None else Span(phrase.start, max(phrase.end, office.end))


def _object(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ in {"pobj", "dobj", "pcomp"}), None)


def _relays(noun: Token) -> bool:
    words = {noun.lemma_.lower(), *(each.lemma_.lower() for each in noun.children)}
    return bool(words & (RELAYING | set(SPOKES)))


def _behalf(frame: Frame) -> Span | None:
    """Such as "on behalf of", "in the name of", "speaking for", "on the ministry's behalf"."""
    words = frame.around()
    for k, token in enumerate(words):
        if token.lower_ == "behalf":
            owner = next((child for child in token.children if child.dep_ == "poss"), None)
            found = _after_of(frame, token) if owner is None else phrase_of(frame, owner)
            if found is not None:
                return found
        if token.lower_ == "name" and lower_words(words[max(0, k - 2) : k]) in (["in", "the"], ["in", "its"]):
            found = _after_of(frame, token)
            if found is not None:
                return found
        if token.lower_ == "for":
            named = _object(token)
            if named is not None and _spoken_for(frame, token, named):
                return phrase_of(frame, named)
    return None


def _spoken_for(frame: Frame, preposition: Token, named: Token) -> bool:
    """Such as "speaking for the group", "wrote for the majority"."""
    head = preposition.head
    if head.lemma_ in {"speak", "act", "answer"} and head.tag_ in {"VBG", "VBD", "VBZ", "VBP"}:
        return True
    return head.i in {token.i for token in frame.cue} and named.lemma_.lower() in SPOKEN_FOR


def _after_of(frame: Frame, noun: Token) -> Span | None:
    of = next((child for child in noun.children if child.lower_ == "of"), None)
    named = None if of is None else _object(of)
    return None if named is None or named.pos_ == "VERB" else phrase_of(frame, named, whole=True)


def _by_office(frame: Frame, speaker: Sequence[Token]) -> Span | None:
    """From a speaker who is a spokesperson: what stands with the word."""
    for token in speaker:
        agent = _singular(token) in AGENTS and token.i == _top(speaker).i
        if is_spokesperson(token) or agent:
            found = _with_office(frame, token, speaker, only_for=not is_spokesperson(token))
            if found is not None:
                return found
    return None


def _singular(token: Token) -> str:
    """A noun's lemma, also where the parser takes it for a name: "Attorneys"."""
    lemma = token.lemma_.lower()
    return lemma.removesuffix("s") if token.pos_ == "PROPN" else lemma


def _top(tokens: Sequence[Token]) -> Token:
    return top_of(tokens) or tokens[0]


def _with_office(frame: Frame, noun: Token, speaker: Sequence[Token], only_for: bool) -> Span | None:
    inside = {token.i for token in speaker}
    for preposition in _prepositions(noun, speaker):
        if preposition.lower_ == "for" or (preposition.lower_ in {"of", "at", "with"} and not only_for):
            named = _object(preposition)
            if named is not None and named.i in inside:
                return phrase_of(frame, named, whole=True)
    for child in noun.children:
        if child.lower_ == "representing" and child.i in inside and (named := _object(child)) is not None:
            return phrase_of(frame, named, whole=True)
    if only_for:
        return None
    owner = _owner(noun, inside)
    if owner is not None:
        return phrase_of(frame, owner)
    before = _before(noun, speaker)
    return frame.span(before) if before else None


def _prepositions(noun: Token, speaker: Sequence[Token]) -> Iterator[Token]:
    """Those that hang on the word, or stand right behind it."""
    inside = {token.i for token in speaker}
    seen: set[int] = set()
    for child in noun.children:
        if child.dep_ == "prep" and child.i > noun.i and child.i in inside:
            seen.add(child.i)
            yield child
    following = noun.i + 1
    if following in inside and following not in seen and noun.doc[following].pos_ == "ADP":
        yield noun.doc[following]


def _owner(noun: Token, inside: set[int]) -> Token | None:
    """Whose: "her spokesman", "the ministry's spokeswoman", also where the name is the head of the phrase."""
    for head in (noun, noun.head):
        for child in head.children:
            if child.dep_ == "poss" and child.i in inside and child.i < noun.i:
                return child
    return None


def _before(noun: Token, speaker: Sequence[Token]) -> list[Token]:
    """What stands before the word and says whose: "Foreign Ministry spokesman", "the army spokesman"."""
    before = [token for token in speaker if token.i < noun.i]
    last = max((k for k, token in enumerate(before) if token.text == "," or token.lower_ in {"and", "&"}), default=-1)
    kept = [token for token in before[last + 1 :] if token.text not in {"-", "–"}]
    while kept and kept[-1].lower_ in {
        "press",
        "media",
        "communications",
        "deputy",
        "chief",
        "senior",
        "principal",
        "assistant",
        "lead",
        "official",
        "main",
    }:
        kept.pop()
    while kept and ((kept[0].pos_ in {"DET", "ADJ"} and kept[0].tag_ != "JJ") or kept[0].lower_ in _QUALITIES):
        kept = kept[1:]
    named = any(token.pos_ in {"NOUN", "PROPN"} or token.lower_ in {"military", "presidential"} for token in kept)
    return kept if named or has_run(lower_words(kept), ["un"]) >= 0 else []


_QUALITIES = frozenset(
    {"deputy", "chief", "senior", "principal", "assistant", "lead", "official", "main", "its", "a", "an", "the"}
    | {"another", "one", "new", "former", "top", "same", "unnamed", "acting", "then"}
)
