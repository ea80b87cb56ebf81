"""What may be an attribution: a cue with a content, by construction. A score decides afterwards.

Rules:
* A construction is a shape of the parse, named by what the content is to the cue: ``ccomp`` (a clause), ``xcomp`` (an
  infinitive), ``dobj`` (a noun phrase), ``prep`` (a phrase with a preposition), ``passive`` (the cue's own subject) …
* A candidate holds runs of tokens and never lists of them, so a block's candidates take linear room.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from probata.attribution.english_tree import Run, Tree


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue with a content that may be an attribution.

    Attributes:
        head: the cue's main word.
        cue: its run.
        content: runs, in order.
        speaker: head word of the one who speaks; -1 for none.
        rule: the construction.
        pieces: words that go with the construction: a preposition, the object of a light verb.
        inner: the content's main word, for its features.
        tail: what hangs at the content's end, or what was cut from it.
        joint: the word that the tail hangs on; -1 for none.
    """

    head: int
    cue: Run
    content: tuple[Run, ...]
    speaker: int
    rule: str
    pieces: str
    inner: int
    tail: str = ""
    joint: int = -1


def without(tree: Tree, whole: Run, hole: Run) -> tuple[Run, ...]:
    """A run with another cut out of it."""
    first, last = whole
    runs = []
    if hole[0] > first:
        runs.append((first, min(hole[0] - 1, last)))
    if hole[1] < last:
        runs.append((max(hole[1] + 1, first), last))
    return tuple(run for run in (bare(tree, run) for run in runs) if run is not None)


def bare(tree: Tree, run: Run) -> Run | None:
    """A run without punctuation at its edges; None where nothing is left."""
    if not 0 <= run[0] <= run[1] < len(tree):
        return None
    first, last = tree.next_word[run[0]], tree.previous_word[run[1]]
    return (first, last) if first <= last else None


def cue_run(tree: Tree, verb: int, last: int) -> Run:
    """The words of a cue: the verb with its auxiliaries, negation and adverbs just before, up to ``last``."""
    first = verb
    for child in reversed(tree.kids[verb]):
        auxiliary = tree.dep[child] in ("aux", "auxpass", "neg") and tree.right[child] >= first - 2
        if child < first and (auxiliary or (child == first - 1 and tree.dep[child] == "advmod")):
            first = child
    return first, max(verb, last)


_TAILS = frozenset(
    {"advcl", "prep", "parataxis", "conj", "relcl", "appos", "npadvmod", "acl", "dep", "ccomp", "advmod"}
)
_CUTS = 3


def variants(tree: Tree, one: Candidate) -> Iterator[Candidate]:
    """A candidate as it is, and with what hangs at its end cut off: parses attach there at a venture."""
    first, last = one.content[-1]
    cuts: list[tuple[int, str, int]] = []
    token = one.inner
    for depth in range(_CUTS + 2):
        child = next((c for c in reversed(tree.kids[token]) if tree.is_word(c)), -1)
        if child < 0 or child <= first or tree.right[child] < last or len(cuts) == _CUTS:
            break
        begin = tree.left[child]
        if tree.dep[child] in _TAILS and begin > max(first, token):
            comma = "," if tree.words[begin - 1] in (",", "—", "–", "--") else ""
            cuts.append((begin - 1, f"{min(depth, 1)}{comma}{tree.dep[child]} {_word(tree, child)}", token))
        token = child
    yield replace(one, tail=f"with {cuts[0][1]}" if cuts else "", joint=cuts[0][2] if cuts else -1)
    for end, what, joint in cuts:
        kept = bare(tree, (first, end))
        if kept is not None and one.rule not in _WHOLE:
            yield replace(one, content=(*one.content[:-1], kept), tail=f"cut {what}", joint=joint)


_WHOLE = frozenset({"colon", "colon-one", "quote-behind", "quote-before", "quote-split"})


def _word(tree: Tree, child: int) -> str:
    """The word that opens a tail, where it is of a closed class."""
    begin = tree.left[child]
    return tree.lower[begin] if tree.pos[begin] in ("ADP", "SCONJ", "CCONJ", "PRON", "ADV") else tree.tag[begin]
