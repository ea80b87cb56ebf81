"""Words that take weight off what is said, and whose they are: the reporter's or the speaker's.

Rules:
* In quotation marks every hedge is the speaker's.
* Outside of what is said, on the cue or the speaker, every hedge is the reporter's. So is "claimed" itself.
* In reported speech without quotation marks "reportedly" and its kin are the reporter's, "may", "probably" and
  "we believe" the speaker's.
* What lies in the words of another who is reported within is that other's, and is told there.
* "may" of permission and "could" of ability are none, as far as the verb shows it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from probata.attribution.attribution import Hedge
from probata.attribution.frame import Frame, climb, lower_words
from probata.attribution.wordlists import entries, pattern
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

REPORTERS = "hedges-reporter.txt"
SPEAKERS = "hedges-speaker.txt"
CLAIMING = frozenset({"claim", "allege", "purport", "allegation", "rumour", "rumor"})
RUMOURED = frozenset(
    {"say", "believe", "think", "understand", "report", "allege", "rumour", "rumor", "presume", "fear"}
)
CLAIMED_IN_FACT = frozenset({"responsibility", "credit", "victory", "life", "asylum", "damages", "compensation"})
GUESSED = frozenset({"probably", "possibly", "perhaps", "maybe", "likely", "unlikely", "presumably"})
NEEDS_CLAUSE = frozenset({"understand", "expect", "estimate", "assume", "suppose", "guess"})
# Verbs that "may" permits, and that "could" says somebody was allowed or able to do.
PERMITTED = frozenset(entries("verbs-permitted.txt"))
FORBIDDEN = frozenset({"bring", "use", "carry", "keep", "speak", "stay", "go", "travel", "drive", "refuse", "take"})
ABLE = frozenset(entries("verbs-able.txt"))
PURPOSE = frozenset({"if", "until", "before", "when", "whenever", "where", "once", "while", "unless", "whatever"})
_QUOTED = re.compile(r"[“„«]([^“”„«»]{1,20000})[”»]|\"([^\"“”]{1,20000})\"")


def hedges_of(frame: Frame) -> tuple[Hedge, ...]:
    """The hedges of a saying, in order of the text; where one lies in another, the longer one."""
    found = [*_around(frame), *_inside(frame)]
    kept: list[Hedge] = []
    for hedge in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if not any(hedge.span.touches(other.span) for other in kept[-1:]):
            kept.append(hedge)
    return tuple(kept)


def _around(frame: Frame) -> Iterator[Hedge]:
    """The reporter's, outside of what is said."""
    speaker = (frame.found.speaker,) if frame.found.speaker else ()
    for run in (*speaker, *_runs(frame, (*frame.clause, *frame.cue))):
        for match in pattern(REPORTERS).finditer(frame.text, run.start, run.end):
            span = Span(match.start(), match.end())
            if not _is_cue_alone(frame, span):
                yield Hedge(span, "reporter")
    yield from (Hedge(frame.span([token]), "reporter") for token in _on_the_cue(frame))
    head = frame.verb
    passive = _passive_report(frame)
    if passive:
        yield Hedge(frame.span(passive), "reporter")
    if head is not None and head.lemma_.lower() in CLAIMING and not _claims_in_fact(frame):
        whole = frame.found.cue
        short = whole is not None and len(frame.cue) <= 3
        yield Hedge(whole if short and whole is not None else frame.span([head]), "reporter")


def _passive_report(frame: Frame) -> list[Token]:
    """Such as "is said", "are understood", where nobody is named who says so."""
    verb = frame.verb
    if frame.speaker or verb is None or verb.lemma_ not in RUMOURED or verb.tag_ not in {"VBN", "VBD"}:
        return []
    passive = [child for child in verb.children if child.dep_ in {"auxpass", "aux"} and child.i < verb.i]
    if not any(child.lemma_ == "be" for child in passive):
        return []
    return list(verb.doc[passive[0].i : verb.i + 1])


def _runs(frame: Frame, tokens: Iterable[Token]) -> Iterator[Span]:
    """The stretches of text that some tokens cover without a gap."""
    run: list[Token] = []
    for token in sorted(tokens, key=lambda each: each.i):
        if run and token.i != run[-1].i + 1:
            yield frame.span(run)
            run = []
        run.append(token)
    if run:
        yield frame.span(run)


def _is_cue_alone(frame: Frame, span: Span) -> bool:
    """Whether it is the active verb: "alleged that", which is judged by its lemma."""
    head = frame.verb
    return head is not None and head.lemma_ in CLAIMING and frame.span([head]) == span


def _claims_in_fact(frame: Frame) -> bool:
    """Such as "claimed responsibility": an act, and no distance of the reporter's."""
    return bool(frame.said) and frame.said[0].lemma_.lower() in CLAIMED_IN_FACT


def _on_the_cue(frame: Frame) -> Iterator[Token]:
    """Such as "may have said", "probably told", "appeared to suggest"."""
    own = {token.i for token in frame.cue}
    for token in (*frame.clause, *frame.cue):
        on_cue = token.head.i in own or token.i in own
        if on_cue and token.lower_ in GUESSED:
            yield token
        if on_cue and token.dep_ == "aux" and token.lower_ in {"may", "might"} and token.tag_ == "MD":
            yield token
        if token.lemma_ in {"appear", "seem"} and any(child.i in own for child in token.children):
            yield token


def _inside(frame: Frame) -> Iterator[Hedge]:
    """Those in what is said."""
    quoted = _quoted(frame)
    inner = [span for each in frame.inner for span in each.content]
    for span in frame.found.content:
        for hedge in _in_content(frame, span, quoted):
            if not any(hedge.span.within(other) for other in inner) and not _is_cue_of_inner(frame, hedge):
                yield hedge


def _is_cue_of_inner(frame: Frame, hedge: Hedge) -> bool:
    return any(each.cue is not None and each.cue.touches(hedge.span) for each in frame.inner)


def _quoted(frame: Frame) -> list[Span]:
    if frame.found.mode == "direct":
        return list(frame.found.content)
    if frame.found.mode == "indirect":
        return []
    return [
        Span(match.start(), match.end())
        for span in frame.found.content
        for match in _QUOTED.finditer(frame.text, span.start, span.end)
    ]


def _in_content(frame: Frame, span: Span, quoted: Sequence[Span]) -> Iterator[Hedge]:
    for match in pattern(REPORTERS).finditer(frame.text, span.start, span.end):
        where = Span(match.start(), match.end())
        if not any(where.within(each) for each in quoted) and not _is_verb(frame, where):
            yield Hedge(where, "reporter")
    for match in pattern(SPEAKERS).finditer(frame.text, span.start, span.end):
        where = Span(match.start(), match.end())
        if _is_meant(frame, where):
            yield Hedge(where, "speaker")
    parsed_part = frame.tokens(span)
    yield from (Hedge(frame.span(found), "speaker") for found in _by_grammar(parsed_part))


def _is_verb(frame: Frame, where: Span) -> bool:
    """Whether "alleged", "suspected" is what somebody did, and no attribute."""
    tokens = frame.tokens(where)
    return len(tokens) == 1 and tokens[0].tag_ == "VBD" and tokens[0].dep_ not in {"amod", "compound"}


def _is_meant(frame: Frame, where: Span) -> bool:
    tokens = frame.tokens(where)
    if not tokens:
        return True
    last = tokens[-1]
    if len(tokens) == 1:
        polite = tokens[0].lower_ in {"perhaps", "maybe"}
        return not (polite and _is_polite(last)) and not _is_verb(frame, where)
    following = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
    if last.lemma_ in NEEDS_CLAUSE and lower_words(tokens)[0] in {"we", "i"}:
        return any(child.dep_ == "ccomp" for child in last.children)
    if last.lemma_ in {"believe", "think"}:
        return following is None or following.lower_ not in {"in", "of", "about"}
    if lower_words(tokens)[-1] == "possible":
        return following is None or following.lower_ != "to"
    return True


def _is_polite(word: Token) -> bool:
    """Such as "Perhaps I can answer that"."""
    following = [token.lower_ for token in word.doc[word.i + 1 : word.i + 3]]
    return len(following) == 2 and following[0] in {"i", "we", "you"} and following[1] in {"can", "could", "should"}


def _by_grammar(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    places = {token.i for token in tokens}
    for token in tokens:
        modal = token.tag_ == "MD" and token.lower_ in {"may", "might", "could"}
        if token.lower_ in {"likely", "unlikely"} or (modal and _is_guess(token)):
            yield [token]
        elif token.pos_ == "VERB" and (_seems(token) or _believes(token)):
            yield _with_particle(token, places)


def _is_guess(modal: Token) -> bool:
    verb = modal.head
    if verb.i < modal.i and modal.dep_ != "ROOT":
        return False
    if modal.dep_ == "ROOT" or _is_inverted(modal, verb) or _is_purpose(verb):
        return False
    negated = any(child.dep_ == "neg" or child.lower_ in {"not", "n't", "n’t"} for child in verb.children)
    perfect = any(child.lower_ in {"have", "be"} and child.dep_ == "aux" for child in verb.children)
    soft = any(child.lower_ in {"well", "soon", "still", "even", "yet", "eventually"} for child in verb.children)
    if modal.lower_ == "might":
        return True
    if modal.lower_ == "may":
        return perfect or soft or verb.lemma_ not in (PERMITTED | FORBIDDEN if negated else PERMITTED)
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
    return bool(verb.lemma_ == "look" and (next_word in {"like", "likely"} or (next_word == "as" and dummy)))


def _believes(verb: Token) -> bool:
    """Such as "he believed the road was closed", in what he is reported to have said."""
    if verb.lemma_ not in {"believe", "think", "suspect", "assume", "presume", "doubt"}:
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
