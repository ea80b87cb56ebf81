"""Drafts: the candidates of a block with their final contents and their features."""

from collections.abc import Iterator
from dataclasses import dataclass

from probata.attribution.english_candidates import Candidate, cue_run
from probata.attribution.english_direct import Quoted, continued, quoted_in, widen
from probata.attribution.english_features import features_of
from probata.attribution.english_nouns import of_adjective, of_adverb, of_noun, of_preposition
from probata.attribution.english_speaker import speaker_of
from probata.attribution.english_tree import Run, Tree, tree_of
from probata.attribution.english_verbs import of_verb
from probata.attribution.parsed import Parsed

_NEAR_AFTER, _NEAR_BEFORE = 14, 10


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate with its content as it would be kept.

    Attributes:
        candidate: which.
        runs: the content, widened to whole quotations and with those that continue it.
        features: for the score.
    """

    candidate: Candidate
    runs: tuple[Run, ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A block with all its drafts."""

    parsed: Parsed
    tree: Tree
    quoted: Quoted
    drafts: list[Draft]


def draft(text: str, parsed: Parsed) -> Drafted:
    """The drafts of a block."""
    tree = tree_of(parsed)
    quoted = quoted_in(text, tree, parsed.block.span)
    drafts = []
    for one in _candidates(tree, quoted):
        runs = widen(quoted, one.content, one.head)
        if not runs:
            continue
        meeting = _meeting(quoted, runs, one.head)
        if meeting in ("all", "some"):
            runs += [run for run in continued(tree, quoted, runs, one.cue) if run not in runs]
        features = features_of(tree, one, quoted_cue=quoted.at(one.head) >= 0, quoted=meeting)
        drafts.append(Draft(one, tuple(sorted(runs)), tuple(features)))
    return Drafted(parsed, tree, quoted, drafts)


def _candidates(tree: Tree, quoted: Quoted) -> Iterator[Candidate]:
    for token in range(len(tree)):
        pos = tree.pos[token]
        if pos in ("VERB", "AUX"):
            yield from of_verb(tree, token)
        elif pos in ("NOUN", "PROPN"):
            yield from of_noun(tree, token)
        elif pos == "ADJ":
            yield from of_adjective(tree, token)
        elif pos == "ADV":
            yield from of_adverb(tree, token)
        if pos in ("ADP", "SCONJ") or tree.lower[token] == "according":
            yield from of_preposition(tree, token)
    yield from _beside_quotes(tree, quoted)


def _beside_quotes(tree: Tree, quoted: Quoted) -> Iterator[Candidate]:
    """A verb just before or behind a quotation, however the sentence was parsed."""
    for place, (first, last) in enumerate(quoted.runs):
        behind = (t for t in range(last + 1, min(last + 1 + _NEAR_AFTER, len(tree))))
        yield from _nearest(tree, quoted, behind, place, "quote-behind", tree.sentence[last])
        before = (t for t in range(first - 1, max(first - 1 - _NEAR_BEFORE, -1), -1))
        yield from _nearest(tree, quoted, before, place, "quote-before", -1)


def _nearest(
    tree: Tree, quoted: Quoted, tokens: Iterator[int], place: int, rule: str, sentence: int
) -> Iterator[Candidate]:
    for steps, token in enumerate(tokens):
        if quoted.at(token) >= 0 or (rule == "quote-before" and tree.words[token] in (".", "?", "!", ";")):
            return
        if sentence >= 0 and tree.sentence[token] == token and rule == "quote-behind" and steps > 0:
            return
        if tree.pos[token] == "VERB" and tree.dep[token] not in ("aux", "auxpass"):
            first, last = quoted.runs[place]
            edge = tree.words[last - 1] if last > first else ""
            pieces = f"{edge if edge in (',', '?', '!', '.', '…') else ''}{':' if _colon(tree, first) else ''}"
            yield Candidate(
                token, cue_run(tree, token, -1), ((first, last),), speaker_of(tree, token), rule, pieces, first
            )
            return


def _colon(tree: Tree, first: int) -> bool:
    return first > 0 and tree.words[first - 1] in (":", ",")


def _meeting(quoted: Quoted, runs: list[Run], head: int) -> str:
    own = quoted.at(head)
    edges = [quoted.at(place) for run in runs for place in run]
    if own >= 0 and all(edge == own for edge in edges):
        return "inside"
    if all(edge >= 0 and edge != own for edge in edges):
        return "all"
    if any(edge >= 0 and edge != own for edge in edges):
        return "some"
    return "none"
