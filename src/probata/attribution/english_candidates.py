"""What may be an attribution: a cue with a content, by construction. A score decides afterwards.

Rules:
* A construction is a shape of the parse, named by what the content is to the cue: ``ccomp`` (a clause), ``xcomp`` (an
  infinitive), ``dobj`` (a noun phrase), ``prep`` (a phrase with a preposition), ``passive`` (the cue's own subject) …
* A candidate holds runs of tokens and never lists of them, so a block's candidates take linear room.
"""

from dataclasses import dataclass

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
    """

    head: int
    cue: Run
    content: tuple[Run, ...]
    speaker: int
    rule: str
    pieces: str
    inner: int


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
    first, last = run
    while first <= last and not tree.is_word(first):
        first += 1
    while last >= first and not tree.is_word(last):
        last -= 1
    return (first, last) if first <= last else None


def cue_run(tree: Tree, verb: int, last: int) -> Run:
    """The words of a cue: the verb with its auxiliaries, negation and adverbs just before, up to ``last``."""
    first = verb
    for child in reversed(tree.kids[verb]):
        auxiliary = tree.dep[child] in ("aux", "auxpass", "neg") and tree.right[child] >= first - 2
        if child < first and (auxiliary or (child == first - 1 and tree.dep[child] == "advmod")):
            first = child
    return first, max(verb, last)
