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
    """The free quotations that follow a content, each at once after the last one's sentence."""
    if not runs or all(quoted.at(place) < 0 for run in runs for place in run):
        return []
    end = max(runs[-1][1], cue[1])
    made: list[Run] = []
    while True:
        after = end + 1
        while after < len(tree) and (tree.sentence[after] == tree.sentence[end] or not _starts(quoted, after)):
            if quoted.at(after) >= 0 and quoted.free[quoted.at(after)] and after == quoted.runs[quoted.at(after)][0]:
                break
            if tree.sentence[after] != tree.sentence[end] and tree.is_word(after):
                return made
            after += 1
        place = quoted.at(after) if after < len(tree) else -1
        if place < 0 or not quoted.free[place]:
            return made
        made.append(quoted.runs[place])
        end = quoted.runs[place][1]


def _starts(quoted: Quoted, token: int) -> bool:
    place = quoted.at(token)
    return place >= 0 and quoted.runs[place][0] == token
