"""Drafts: the candidates of a block with their final contents and their features."""

from collections.abc import Iterator
from dataclasses import dataclass

from probata.attribution.english_candidates import Candidate, variants
from probata.attribution.english_direct import Quoted, continued, quoted_in, widen
from probata.attribution.english_features import features_of
from probata.attribution.english_lines import of_according, of_colon, of_commas, of_quotes
from probata.attribution.english_nouns import of_adjective, of_adverb, of_noun, of_preposition
from probata.attribution.english_tree import Run, Tree, tree_of
from probata.attribution.english_verbs import of_verb
from probata.attribution.parsed import Parsed


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
    for one in (variant for base in _candidates(tree, quoted) for variant in variants(tree, base)):
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
            if pos == "VERB" and quoted.at(token) < 0:
                yield from of_commas(tree, token)
        elif pos in ("NOUN", "PROPN"):
            yield from of_noun(tree, token)
        elif pos == "ADJ":
            yield from of_adjective(tree, token)
        elif pos == "ADV":
            yield from of_adverb(tree, token)
        if pos in ("ADP", "SCONJ") or tree.lower[token] == "according":
            yield from of_preposition(tree, token)
        if tree.lower[token] == "according":
            yield from of_according(tree, token)
    yield from of_quotes(tree, quoted)
    yield from of_colon(tree, quoted)


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
