"""Attributions in English: candidates by construction, a score from a small table, whole quotations, nesting.

Rules:
* Constructions are shapes of the parse of the small English model (`english_verbs`, `english_nouns`) and quotation
  marks with a verb beside them; the table `words/english.txt` says which are attributions (`english_score`).
* A content is cut where the words are: an indirect one begins behind "that", a direct one has its marks.
* Blocks are looked at one by one: the same block gives the same answer whatever stands before it, but for a quotation
  that an earlier block began.

Source: the constructions follow Pareti 2015 (PARC) and Newell et al. 2018 (PolNeAR).
"""

from collections.abc import Mapping, Sequence

from probata.attribution.attribution import Attribution, Mode
from probata.attribution.english_blocks import joined
from probata.attribution.english_drafts import Draft, Drafted, draft
from probata.attribution.english_nesting import nested
from probata.attribution.english_score import THRESHOLD, weights
from probata.attribution.english_select import selected
from probata.attribution.english_speaker import noun_phrase
from probata.attribution.english_tree import Run, Tree
from probata.attribution.parsed import Parsed


def find(text: str, parsed: Sequence[Parsed]) -> list[Attribution]:
    """The attributions of a section, in the order of their contents.

    Args:
        text: the frozen text.
        parsed: its blocks with their parses, in order.

    Returns:
        Attributions with content, speaker, cue, mode, rule and within; the rest is left as it is by default.
    """
    return attributions_of(text, [draft(text, one) for one in parsed], weights(), THRESHOLD)


def attributions_of(
    text: str,
    blocks: Sequence[Drafted],
    known: Mapping[str, float],
    threshold: float,
) -> list[Attribution]:
    """The attributions of drafted blocks, by a table of weights and the least probability that is kept.

    Args:
        text: the frozen text.
        blocks: in order.
        known: weights by feature.
        threshold: least probability.
    """
    found = [[_attribution(each, kept) for kept in selected(each.drafts, known, threshold)] for each in blocks]
    every = [one for each in joined(text, blocks, found) for one in each]
    return nested(sorted(every, key=lambda one: (one.content[0].start, -one.content[-1].end)))


def _attribution(drafted: Drafted, kept: Draft) -> Attribution:
    tree, candidate = drafted.tree, kept.candidate
    speaker = candidate.speaker
    return Attribution(
        content=tuple(tree.span(run) for run in _behind_that(tree, kept.runs)),
        speaker=tree.span(noun_phrase(tree, speaker)) if speaker >= 0 else None,
        cue=tree.span(candidate.cue),
        mode=_mode(drafted, kept),
        rule=candidate.rule,
    )


def _behind_that(tree: Tree, runs: Sequence[Run]) -> list[Run]:
    """The runs without the conjunction "that" before the first."""
    first, last = runs[0]
    if first < last and tree.lower[first] == "that" and tree.dep[first] == "mark":
        return [(first + 1, last), *runs[1:]]
    return list(runs)


def _mode(drafted: Drafted, kept: Draft) -> Mode:
    quoted, own = drafted.quoted, drafted.quoted.at(kept.candidate.head)
    words = [
        quoted.at(token) not in (-1, own)
        for first, last in kept.runs
        for token in range(first, last + 1)
        if drafted.tree.is_word(token)
    ]
    if all(words):
        return "direct"
    return "mixed" if any(words) else "indirect"
