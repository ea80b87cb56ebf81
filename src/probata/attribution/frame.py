"""The clause of a saying: which words of the text are the reporter's about this one statement, and which are said.

Rules:
* A word belongs to the saying whose cue it hangs on. What another has said, or hangs on its cue, is the other's.
* Only the sentence of the cue is looked at, and of a sentence without end only the words nearest to the cue, so that
  the work for each statement is bounded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from probata.attribution.attribution import Attribution
from probata.attribution.parsed import Parsed
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
else:
    Doc = Token = Any

REACH = 220  # tokens on either side of the cue or of the speaker
NEIGHBOURS = 40  # attributions before and after
CLIMB = 60  # steps towards the root
CONTENT_TOKENS = 2_000


@dataclass(frozen=True, slots=True)
class Frame:
    """A saying with its words.

    Attributes:
        text: the document's.
        parsed: the block of the cue.
        found: the attribution.
        outer: the attribution in whose content this one lies.
        inner: the attributions that lie directly in this one's content.
        before: the attributions before this one, nearest first.
        after: the attributions after this one, nearest first.
        cue: the cue's tokens; () for none.
        speaker: the speaker's tokens, where it stands in this block.
        clause: the other words of the saying, in order: neither said, nor cue, nor speaker, nor another saying's.
        said: the content's tokens, as far as it stands in this block.
    """

    text: str
    parsed: Parsed
    found: Attribution
    outer: Attribution | None
    inner: tuple[Attribution, ...]
    before: tuple[Attribution, ...]
    after: tuple[Attribution, ...]
    cue: tuple[Token, ...]
    speaker: tuple[Token, ...]
    clause: tuple[Token, ...]
    said: tuple[Token, ...]

    @property
    def head(self) -> Token | None:
        """The cue's first verb, or whatever governs it; None without a cue."""
        return top_of(self.cue)

    @property
    def verb(self) -> Token | None:
        """The cue's last verb: "say" of "refused to say"; its head where it has no verb."""
        verbs = [token for token in self.cue if token.pos_ == "VERB"]
        return verbs[-1] if verbs else self.head

    @property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of the cue's words."""
        return frozenset(word for token in self.cue for word in (token.lemma_.lower(), token.lower_))

    def around(self) -> tuple[Token, ...]:
        """The words of the saying in order: cue, speaker and the rest."""
        return tuple(sorted((*self.clause, *self.speaker, *self.cue), key=_place))

    def span(self, tokens: Sequence[Token]) -> Span:
        """From the first of some tokens to the last, in the frozen text."""
        return self.parsed.token_span(tokens[0], tokens[-1])

    def tokens(self, span: Span | None) -> tuple[Token, ...]:
        """The tokens of a span of the frozen text that stand in this block."""
        return _tokens(self.parsed, span)


def frame_of(text: str, parsed: Parsed, found: Attribution, all_found: Sequence[Attribution]) -> Frame:
    """The clause of a saying.

    Args:
        text: the document's.
        parsed: the block whose words the cue belongs to.
        found: the attribution.
        all_found: all of the section, in order; `within` is a place in it.
    """
    place = _place_of(found, all_found)
    near = range(max(0, place - NEIGHBOURS), min(len(all_found), place + NEIGHBOURS + 1))
    outer = all_found[found.within] if 0 <= found.within < len(all_found) and found.within != place else None
    inner = tuple(all_found[k] for k in near if k != place and place >= 0 and all_found[k].within == place)
    others = tuple(all_found[k] for k in near if k != place)
    cue, speaker = _tokens(parsed, found.cue), _tokens(parsed, found.speaker)
    said = tuple(islice((token for span in found.content for token in _tokens(parsed, span)), CONTENT_TOKENS))
    return Frame(
        text=text,
        parsed=parsed,
        found=found,
        outer=outer,
        inner=inner,
        before=tuple(all_found[k] for k in reversed(near) if k < place),
        after=tuple(all_found[k] for k in near if k > place >= 0),
        cue=cue,
        speaker=speaker,
        clause=tuple(_clause(parsed, found, outer, others, cue, speaker)),
        said=said,
    )


def top_of(tokens: Sequence[Token]) -> Token | None:
    """The token among some on which the others hang; None of none."""
    places = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in places or token.head.i == token.i), None)


def main_of(tokens: Sequence[Token]) -> Token | None:
    """The verb on which some tokens hang, punctuation apart; the word, where they have no verb; None of none."""
    places = {token.i for token in tokens}
    tops = [
        token
        for token in tokens
        if not token.is_punct and not token.is_space and (token.head.i not in places or token.head.i == token.i)
    ]
    return next((token for token in tops if token.pos_ in {"VERB", "AUX"}), tops[0] if tops else None)


def climb(token: Token) -> Iterator[Token]:
    """A token and what it hangs on, up to the root."""
    for _ in range(CLIMB):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def below(token: Token, limit: int = REACH) -> list[Token]:
    """A token and what hangs on it, in order of the text; at most so many."""
    found, waiting = [token], [token]
    while waiting and len(found) < limit:
        children = list(waiting.pop().children)
        found.extend(children)
        waiting.extend(children)
    return sorted(found, key=_place)


def lower_words(tokens: Iterable[Token]) -> list[str]:
    """The words in lower case, with straight apostrophes."""
    return [token.lower_.replace("’", "'") for token in tokens]


def has_run(words: Sequence[str], run: Sequence[str]) -> int:
    """Where some words stand in a row, -1 for nowhere."""
    size = len(run)
    return next((k for k in range(len(words) - size + 1) if list(words[k : k + size]) == list(run)), -1)


def _place(token: Token) -> int:
    return int(token.i)


def _place_of(found: Attribution, all_found: Sequence[Attribution]) -> int:
    for place, each in enumerate(all_found):
        if each is found:
            return place
    same = (k for k, each in enumerate(all_found) if each.content == found.content and each.cue == found.cue)
    return next(same, -1)


def _tokens(parsed: Parsed, span: Span | None) -> tuple[Token, ...]:
    """The first tokens of a span, blanks left out."""
    words = None if span is None else parsed.words(span)
    return () if words is None else tuple(token for token in words[:CONTENT_TOKENS] if not token.is_space)


def _clause(
    parsed: Parsed,
    found: Attribution,
    outer: Attribution | None,
    others: Sequence[Attribution],
    cue: Sequence[Token],
    speaker: Sequence[Token],
) -> Iterator[Token]:
    anchors = cue or speaker
    if not anchors:
        return
    first, last = anchors[0], anchors[-1]
    region = parsed.doc[max(first.sent.start, first.i - REACH) : min(last.sent.end, last.i + REACH)]
    whole = parsed.span(region)
    mine = {token.i for token in (*cue, *speaker)}
    own_cue = {token.i for token in cue}
    taken = _taken(found, outer, others, whole)
    said = {token.i for each in taken for token in _tokens(parsed, each)}
    foreign = _cues(parsed, found, others, whole) - own_cue
    allowed = _allowed(parsed, outer, first)
    for token in region:
        span = parsed.token_span(token, token)
        if token.i in mine or token.is_space or any(span.touches(each) for each in taken):
            continue
        if (allowed is None or span.within(allowed)) and _belongs(token, own_cue, foreign, speaker, said):
            yield token


def _taken(found: Attribution, outer: Attribution | None, others: Sequence[Attribution], whole: Span) -> list[Span]:
    """What is said, in this content or in another that doesn't hold this cue, and who else speaks."""
    anchor = found.cue or found.speaker
    spans = list(found.content)
    for each in others:
        if each is outer or (anchor is not None and any(anchor.within(span) for span in each.content)):
            continue
        spans.extend(each.content)
        if each.speaker is not None and each.speaker != found.speaker:
            spans.append(each.speaker)
    return [span for span in spans if span.touches(whole)]


def _cues(parsed: Parsed, found: Attribution, others: Sequence[Attribution], whole: Span) -> set[int]:
    cues = (each.cue for each in others if each.cue is not None and each.cue != found.cue)
    return {token.i for cue in cues if cue.touches(whole) for token in _tokens(parsed, cue)}


def _allowed(parsed: Parsed, outer: Attribution | None, first: Token) -> Span | None:
    """A saying within another's content has no words outside of it."""
    anchor = parsed.token_span(first, first)
    return next((span for span in (outer.content if outer else ()) if anchor.within(span)), None)


def _belongs(token: Token, own: set[int], foreign: set[int], speaker: Sequence[Token], said: set[int]) -> bool:
    """Whether the first cue above a word is this saying's; what opens the sentence is shared by joined verbs."""
    for above in climb(token):
        if above.i in own:
            return True
        if speaker and above.i not in foreign and above.i not in said and _is_elsewhere(above, speaker):
            return False
        if above.i in foreign:
            return token.i < above.i < min(own, default=-1) and _joined(own, above, token.doc)
    return True


def _is_elsewhere(verb: Token, speaker: Sequence[Token]) -> bool:
    """Whether a verb heads a clause of its own, of which the speaker is not the subject: "…, but the owner is ill"."""
    if verb.dep_ not in {"conj", "parataxis", "ccomp", "ROOT"} or verb.pos_ not in {"VERB", "AUX"}:
        return False
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    places = {token.i for token in speaker}
    return bool(subjects) and not any(subject.i in places for subject in subjects)


def _joined(own: set[int], other: Token, doc: Doc) -> bool:
    """Whether the own cue is a further verb of the other's clause: "said X and added Y"."""
    for verb in (doc[place] for place in own if doc[place].dep_ == "conj"):
        if not any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
            return any(above.i == other.i for above in climb(verb))
    return False
