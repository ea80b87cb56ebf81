"""Words that take weight off what is said, and whose they are: the reporter's or the speaker's.

Rules:
* In quotation marks every hedge is the speaker's.
* Outside of what is said, on the cue or the speaker, every hedge is the reporter's. "claimed" is a cue and no hedge.
* In reported speech without quotation marks "reportedly", "so-called" and other words of hearsay are the reporter's;
  "may", "probably", "apparently", "allegedly" the speaker's.
* A hedge in the words of another who is reported within takes weight off both statements, and is told with both.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from probata.attribution.attribution import Hedge, HedgeOwner
from probata.attribution.frame import Frame, climb, lower_words
from probata.attribution.hedges_grammar import by_grammar
from probata.attribution.wordlists import pattern
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

HEARSAY = pattern("hedges-hearsay.txt")
APPEARANCE = pattern("hedges-appearance.txt")
UNPARSED = pattern("hedges-unparsed.txt")
DOUBT = pattern("hedges-speaker.txt")
RUMOURED = frozenset(
    {"say", "believe", "think", "understand", "report", "allege", "rumour", "rumor", "presume", "fear", "claim"}
)
GUESSED = frozenset({"probably", "possibly", "perhaps", "maybe", "likely", "unlikely", "presumably"})
NEEDS_CLAUSE = frozenset({"understand", "expect", "estimate", "assume", "suppose", "guess"})
RULING = frozenset({"rule", "decree", "order", "agree", "stipulate", "provide", "forbid", "ban", "decide", "enact"})
LAWS = frozenset(
    {"treaty", "law", "decree", "notice", "regulation", "agreement", "charter", "statute", "order", "rule"}
)
_QUOTED = re.compile(r"‘[^‘]{1,500}?’(?!\w)|''[^']{1,2000}''|[“„«]([^“”„«»]{1,20000})[”»]|\"([^\"“”]{1,20000})\"")


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
    clause = (token for token in frame.clause if not any(above.dep_ == "relcl" for above in climb(token)))
    for run in (*speaker, *_runs(frame, (*clause, *frame.cue))):
        for expression in (HEARSAY, APPEARANCE):
            for match in expression.finditer(frame.text, run.start, run.end):
                span = Span(match.start(), match.end())
                if not _is_verb(frame, span):
                    yield Hedge(span, "reporter")
    yield from (Hedge(frame.span([token]), "reporter") for token in _on_the_cue(frame))
    passive = _passive_report(frame)
    if passive:
        yield Hedge(frame.span(passive), "reporter")


def _passive_report(frame: Frame) -> list[Token]:
    """Such as "is said", "are understood", where nobody is named who says so."""
    verb = frame.verb
    if frame.speaker or verb is None or verb.lemma_ not in RUMOURED or verb.tag_ not in {"VBN", "VBD"}:
        return []
    passive = [child for child in verb.children if child.dep_ in {"auxpass", "aux"} and child.i < verb.i]
    if not any(child.lemma_ == "be" for child in passive) or any(child.lower_ == "being" for child in passive):
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
    for span in frame.found.content:
        for hedge in _in_content(frame, span, quoted):
            if not _is_cue_within(frame, hedge):
                yield hedge


def _is_cue_within(frame: Frame, hedge: Hedge) -> bool:
    """Whether it is told with the words that it introduces: "it is rumoured"; "we believe" is the speaker's own."""
    if hedge.span.of(frame.text).lower().startswith(("we ", "i ")):
        return False
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
    verbatim = frame.found.mode == "direct"
    for match in HEARSAY.finditer(frame.text, span.start, span.end):
        where = Span(match.start(), match.end())
        owner: HedgeOwner = "speaker" if any(where.within(each) for each in quoted) else "reporter"
        if not _is_verb(frame, where):
            yield Hedge(where, owner)
    for expression in (APPEARANCE, DOUBT):
        for match in expression.finditer(frame.text, span.start, span.end):
            where = Span(match.start(), match.end())
            if _is_meant(frame, where):
                yield Hedge(where, "speaker")
    for part in _unparsed(frame, span):
        for match in UNPARSED.finditer(frame.text, part.start, part.end):
            yield Hedge(Span(match.start(), match.end()), "speaker")
    yield from (
        Hedge(frame.span(found), "speaker") for found in by_grammar(frame.tokens(span), verbatim, _is_ruling(frame))
    )


def _unparsed(frame: Frame, span: Span) -> list[Span]:
    """What of a stretch lies before or behind the block that is parsed here."""
    block = frame.parsed.block.span
    parts = (Span(span.start, min(span.end, block.start)), Span(max(span.start, block.end), span.end))
    return [part for part in parts if part.start < part.end]


def _is_ruling(frame: Frame) -> bool:
    """Whether what is said lays down what is permitted: "the treaty says", "the court ruled"."""
    speaker = {token.lemma_.lower() for token in frame.speaker}
    return bool(frame.lemmas & RULING or speaker & LAWS)


def _is_verb(frame: Frame, where: Span) -> bool:
    """Whether "alleged", "suspected" is what somebody did, and no attribute."""
    tokens = frame.tokens(where)
    if len(tokens) != 1 or tokens[0].dep_ in {"amod", "compound"}:
        return False
    active = any(child.dep_ == "nsubj" or child.lemma_ == "have" for child in tokens[0].children)
    return tokens[0].tag_ == "VBD" or (tokens[0].tag_ == "VBN" and active)


def _is_meant(frame: Frame, where: Span) -> bool:
    tokens = frame.tokens(where)
    if len(tokens) < 2:
        return not _is_verb(frame, where)
    last = tokens[-1]
    following = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
    if last.lemma_ in NEEDS_CLAUSE and lower_words(tokens)[0] in {"we", "i"}:
        return any(child.dep_ == "ccomp" for child in last.children)
    if last.lemma_ in {"believe", "think"}:
        return following is None or following.lower_ not in {"in", "of", "about"}
    if lower_words(tokens)[-1] == "possible":
        return following is None or following.lower_ != "to"
    return True
