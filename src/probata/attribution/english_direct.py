"""Quotations and contents: a content that meets a quotation takes all of it, and sentences that continue it.

Rules:
* A content that begins or ends inside a quotation is widened to the quotation's marks, unless the cue stands in the
  same quotation.
* A *free* quotation is of whole sentences and has no cue of its own: it continues the quotation before it in its block.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from probata.attribution.english_quotes import Quote, quotes_in
from probata.attribution.english_tree import Run, Tree
from probata.documents.document import Span

_NEAR, _FAR, _MOST = 14, 40, 60
_SENTENCE_ENDS = frozenset(".?!…")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quotations of a block.

    Attributes:
        quotes: in order.
        runs: the tokens of each, its marks included.
        free: whether each is free.
        of: for each token the place of its quotation, -1 outside.
    """

    quotes: list[Quote]
    runs: list[Run]
    free: list[bool]
    of: list[int]

    def at(self, token: int) -> int:
        """The place of the quotation that holds a token; -1 for none."""
        return self.of[token]


def quoted_in(text: str, tree: Tree, span: Span) -> Quoted:
    """The quotations of a block, laid over its tokens; one without a word is left out."""
    of = [-1] * len(tree)
    quotes: list[Quote] = []
    runs: list[Run] = []
    token = 0
    for quote in quotes_in(text, span):
        while token < len(tree) and tree.ends[token] <= quote.span.start:
            token += 1
        first = token
        while token < len(tree) and tree.begins[token] < quote.span.end:
            token += 1
        if token > first and any(tree.is_word(place) for place in range(first, token)):
            of[first:token] = [len(quotes)] * (token - first)
            quotes.append(quote)
            runs.append((first, token - 1))
    free = [_is_free(text, tree, quote, run) for quote, run in zip(quotes, runs, strict=True)]
    return Quoted(quotes, runs, free, of)


def _is_free(text: str, tree: Tree, quote: Quote, run: Run) -> bool:
    """Whole sentences, a mark of their end at its end, and nothing of a sentence around it."""
    first, last = run
    before = tree.words[first - 1] if first else "."
    if tree.sentence[first] != first and before[-1] not in '.?!…:”"»’':
        return False
    inner = text[quote.span.start : quote.span.end].rstrip("”\"»›’' ")
    after = last + 1
    while after < len(tree) and not tree.is_word(after) and tree.words[after] in (".", "!", "?"):
        after += 1
    ended = inner[-1:] in _SENTENCE_ENDS or quote.open or after > last + 1
    return ended and (after >= len(tree) or tree.sentence[after] == after)


def widen(quoted: Quoted, content: Sequence[Run], cue: int) -> list[Run]:
    """The content's runs, widened to whole quotations."""
    own = quoted.at(cue)
    made: list[Run] = []
    for first, last in content:
        start, end = quoted.at(first), quoted.at(last)
        if start >= 0 and start != own:
            first = quoted.runs[start][0]
        if end >= 0 and end != own:
            last = quoted.runs[end][1]
        if made and first <= made[-1][1] + 1:
            made[-1] = (min(made[-1][0], first), max(made[-1][1], last))
        else:
            made.append((first, last))
    return _without_cue(made, cue)


def _without_cue(runs: list[Run], cue: int) -> list[Run]:
    """Runs that hold the cue after widening are no content there."""
    return [run for run in runs if not run[0] <= cue <= run[1]]


def continued(tree: Tree, quoted: Quoted, runs: Sequence[Run], cue: Run) -> list[Run]:
    """The quotations that go on with a content: the other half of a split one, then free ones, each at once after."""
    last = quoted.at(runs[-1][1])
    made: list[Run] = []
    if last >= 0 and runs[-1][1] < cue[0]:
        half = following(tree, quoted, last, cue[1])
        if half is not None:
            made.append(half)
    end = max(runs[-1][1], cue[1], made[-1][1] if made else -1)
    while len(made) < _MOST:
        after = _next(tree, quoted, end)
        place = quoted.at(after) if after < len(tree) else -1
        if place < 0 or not quoted.free[place] or quoted.runs[place][0] != after:
            return made
        made.append(quoted.runs[place])
        end = quoted.runs[place][1]
    return made


def _next(tree: Tree, quoted: Quoted, end: int) -> int:
    """Where a quotation would have to begin to go on: behind the sentence of a token."""
    stop = min(tree.sentence_end[end] + 1, end + _FAR)
    for after in range(end + 1, stop):
        place = quoted.at(after)
        if place >= 0 and quoted.free[place] and after == quoted.runs[place][0]:
            return after
    after = tree.sentence_end[end] + 1
    while after < len(tree) and after < stop + _FAR and quoted.at(after) < 0 and not tree.is_word(after):
        after += 1
    return after


def following(tree: Tree, quoted: Quoted, place: int, cue: int) -> Run | None:
    """The quotation behind a cue that stands between two: a comma parts them from the cue, and no sentence ends."""
    if place + 1 >= len(quoted.runs):
        return None
    first, last = quoted.runs[place + 1]
    if not 0 < first - cue <= _NEAR or tree.words[first - 1] not in (",", ":", "—", "–"):
        return None
    return None if any(tree.words[token] in ".?!;" for token in range(cue + 1, first)) else (first, last)
