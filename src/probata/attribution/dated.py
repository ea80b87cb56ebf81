"""Times of what is said: when it was said, deadlines, and times that are talked about.

Rules:
* A time in the cue's sentence outside what is said, and hanging on the cue, is when it was said.
* Within what is said, a time behind "by", "before", "until", "within" is a deadline where its verb looks ahead: "will",
  "must", "to do"; so is "before the conference opens", whose value can't be told, and of a promise any time at which it
  is to be kept. Any other is a time inside. What is foreseen ("prices to fall by May") has no deadline.
* A time of the past is the last one before the text's date, one to come the next after it: `dates_resolved`.
* Clock times and lengths of hours have no value and are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from probata.attribution.attribution import Attribution, Dated
from probata.attribution.dates_english import When, times_in
from probata.attribution.dates_resolved import day_of, resolved
from probata.attribution.located import root_at
from probata.attribution.parsed import Parsed
from probata.documents.document import Span, Time

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

_BEFORE = re.compile(
    r"(?i)(?<!\w)(?P<p>(?:by|not|no)\s(?:no\s)?later\sthan|ahead\sof|prior\sto|as\sof|by|before|until|till|on|in|since|from"
    r"|at|during|of|after|through|throughout|around|about|between|for|early\son|late\son|starting|beginning)\s(?:about\s)?$"
)
_LIMITS = ("by", "before", "until", "till", "ahead of", "prior to")
_BACK = ("since", "of")
_HOURS = ("minute", "hour")
_COUNTED_FROM = re.compile(r"\s(?:of|after|from|following)\b")
_AT_LATEST = re.compile(r",?\sat\sthe\s(?:very\s)?latest")
_AHEAD = frozenset(
    {"will", "shall", "would", "must", "should", "may", "might", "can", "could", "’ll", "'ll", "wo", "ll"}
)
_DATELINE = re.compile(r"[ \u00a0]?[–—(-]|\.[ ]?$")  # "19 January 2032 – The council": the text's own date
_SPANNED = re.compile(r"\b(?:and|to)\s$")
_REACH = 60  # tokens
_VERBS = ("VERB", "AUX")
_FINITE = ("VBD", "VBZ", "VBP", "VB", "MD")
_FORESEEN = frozenset({"expect", "forecast", "predict", "project", "anticipate"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the times of one attribution are read from."""

    text: str
    parsed: Parsed
    found: Attribution
    base: date | None


def dates_in(text: str, parsed: Parsed, found: Attribution, published: Time | None) -> tuple[Dated, ...]:
    """The times that belong to an attribution.

    Args:
        text: frozen text, English.
        parsed: of the block that holds the cue.
        found: the attribution.
        published: when the section was published; None or broken: relative times have no value.

    Returns:
        In order of the text.
    """
    reading = _Reading(text, parsed, found, day_of(published.value) if published else None)
    dates = [*_said(reading)]
    for content in found.content:
        inside = [_inside(reading, when, content) for when in _merged(times_in(text, content.start, content.end))]
        dates += [one for one in inside if one]
        dates += _events(reading, content, [one.span for one in inside if one])
    return tuple(sorted(dates, key=lambda one: (one.span, one.role)))


def _merged(times: list[When]) -> list[When]:
    """Times with a value, a weekday and the day behind it as one: "Sunday, 19 January"."""
    kept: list[When] = []
    for when in times:
        if when.sort == "clock":
            continue
        last = kept[-1] if kept else None
        if last and last.sort == "weekday" and when.sort == "day" and when.span.start - last.span.end <= 2:
            kept[-1] = replace(when, span=Span(last.span.start, when.span.end))
        else:
            kept.append(when)
    return kept


def _said(reading: _Reading) -> Iterator[Dated]:
    """The times near the cue."""
    cue = reading.found.cue
    words = reading.parsed.words(cue) if cue else None
    if cue is None or words is None:
        return
    sentence = reading.parsed.span(words.sent)
    taken = [*reading.found.content, *([reading.found.speaker] if reading.found.speaker else [])]
    for when in _merged(times_in(reading.text, sentence.start, sentence.end)):
        if when.span.start <= reading.parsed.block.span.start + 2 and _DATELINE.match(reading.text, when.span.end):
            continue
        if when.unit in _HOURS or any(when.span.touches(span) for span in taken) or not _hangs_on(reading, when, cue):
            continue
        span, _ = _with_preposition(reading.text, when, sentence)
        yield Dated(span, resolved(when, reading.base, -1), "said")


def _hangs_on(reading: _Reading, when: When, cue: Span) -> bool:
    """Whether a time depends on the cue and on no other statement."""
    token = root_at(reading.parsed, when.span)
    if token is None:
        return False
    for _ in range(40):
        if reading.parsed.token_span(token, token).touches(cue):
            return True
        if token.head == token or token.dep_ in ("relcl", "ccomp") or token.tag_ in _FINITE:
            return False
        token = token.head
    return False


def _with_preposition(text: str, when: When, around: Span) -> tuple[Span, str]:
    """The words of a time with the preposition before them, and that preposition."""
    before = _BEFORE.search(text, max(around.start, when.span.start - 24), when.span.start)
    if when.sort == "length" and when.which in ("within", "in", "inside"):
        return when.span, when.which
    if before is None:
        return when.span, ""
    return Span(before.start(), when.span.end), " ".join(before["p"].casefold().split())


def _inside(reading: _Reading, when: When, content: Span) -> Dated | None:
    span, preposition = _with_preposition(reading.text, when, content)
    lean = -1 if preposition in _BACK or when.which in ("ago", "earlier") else _lean(reading, when.span)
    if when.sort == "length" and (lean <= 0 if when.which in ("in", "inside") else when.unit in _HOURS and lean < 0):
        return None  # "the first in nine weeks"
    limit = lean >= 0 and _is_limit(reading, when, preposition)
    latest = _AT_LATEST.match(reading.text, span.end, content.end)
    deadline = latest is not None or (limit and (lean > 0 or _is_promise(reading.found)))
    role: Literal["deadline", "inside"] = "deadline" if deadline else "inside"
    end = latest.end() if latest else span.end
    ahead = deadline or (lean == 0 and preposition in _LIMITS)
    value = resolved(when, reading.base, 1 if ahead else lean, deadline=deadline)
    if when.sort == "length" and lean >= 0 and _is_conditional(reading, when.span):
        value = ""  # so long after something else
    return Dated(Span(span.start, end), value, role)


def _is_limit(reading: _Reading, when: When, preposition: str) -> bool:
    """Whether a time limits what is to be done; of a promise any time at which it is to be kept does."""
    if when.sort == "length" or preposition in _LIMITS or preposition.endswith("later than"):
        return True
    bare = (
        preposition == ""
        and when.sort in ("near", "weekday", "day")
        and not _SPANNED.search(reading.text, max(0, when.span.start - 5), when.span.start)
    )
    return reading.found.kind == "commitment" and (bare or preposition in ("on", "in", "at", "during"))


def _is_conditional(reading: _Reading, span: Span) -> bool:
    """Whether a length of time is counted from another event: "within five days of", "if … within five days"."""
    if _COUNTED_FROM.match(reading.text, span.end):
        return True
    root = root_at(reading.parsed, span)
    if root is None:
        return False
    sentence = root.sent
    near = root.doc[max(sentence.start, root.i - _REACH) : min(sentence.end, root.i + _REACH)]
    return any(
        token.dep_ in ("mark", "advmod") and token.lower_ in ("if", "once", "when", "unless", "after") for token in near
    )


def _is_promise(found: Attribution) -> bool:
    return found.kind in ("commitment", "demand")


def _lean(reading: _Reading, span: Span) -> int:
    """Whether the verb that a time belongs to looks back (-1) or ahead (1); 0 where it does neither."""
    token = root_at(reading.parsed, span)
    if token is None:
        return 1 if _is_promise(reading.found) else 0
    for _ in range(40):
        if not any(reading.parsed.token_span(token, token).within(content) for content in reading.found.content):
            break  # the verb of saying says nothing of what is said
        if token.pos_ in _VERBS:
            lean = _lean_of(token)
            if lean or token.head == token or token.dep_ not in ("xcomp", "advcl", "acl", "pcomp", "conj"):
                return lean
        if token.head == token:
            break
        token = token.head
    return 1 if _is_promise(reading.found) else 0


def _lean_of(verb: Token) -> int:
    if verb.head.lemma_ in _FORESEEN and verb.dep_ in ("xcomp", "ccomp"):
        return 0
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if any(child.lower_ in ("if", "unless") and child.dep_ == "mark" for child in verb.children):
        return 1
    if verb.tag_ == "VBN" and verb.dep_ == "acl" and not helpers:
        return -1
    if helpers & _AHEAD or (verb.tag_ == "VB" and not helpers & {"do", "does", "did"}):
        return 1
    if helpers & {"have", "has", "had", "was", "were", "did", "’ve", "'ve", "’d"} or verb.tag_ == "VBD":
        return -1
    return 1 if "to" in helpers else 0


def _events(reading: _Reading, content: Span, taken: list[Span]) -> Iterator[Dated]:
    """Deadlines that are events: "before the conference opens"."""
    words = reading.parsed.words(content)
    if words is None:
        return
    for token in words:
        if token.lower_ != "before" or token.dep_ not in ("prep", "mark"):
            continue
        clause = token.head if token.dep_ == "mark" else token
        if any(child.tag_ == "VBG" for child in (clause, *token.children)):
            continue  # "before publishing it" says how, not when
        governor = clause.head
        while governor.pos_ not in _VERBS and governor.head != governor:
            governor = governor.head
        span = _clipped(reading.parsed.token_span(token, max(clause.right_edge, token)), content)
        free = not any(span.touches(one) for one in taken)
        if free and span.end > span.start and governor.pos_ in _VERBS and _lean_of(governor) > 0:
            yield Dated(span, "", "deadline")


def _clipped(span: Span, content: Span) -> Span:
    return Span(max(span.start, content.start), min(span.end, content.end))
