"""Constructions without a verb: "the claim that", "support for", "confident that", "according to", "reportedly"."""

from collections.abc import Iterator

from probata.attribution.english_candidates import Candidate, bare, without
from probata.attribution.english_speaker import noun_owner, speaker_of
from probata.attribution.english_tree import Run, Tree

_ADVERBS = "reportedly allegedly purportedly supposedly apparently evidently ostensibly presumably arguably"
_SENTENCE_ADVERBS = frozenset(_ADVERBS.split())
_SOURCE_PREPOSITIONS = frozenset({"in", "per", "under", "by", "to", "for", "as"})


def of_noun(tree: Tree, noun: int) -> Iterator[Candidate]:
    """The candidates of a noun."""
    for child in tree.kids[noun]:
        if child <= noun:
            continue
        if tree.dep[child] in ("acl", "ccomp", "relcl", "xcomp"):
            first = tree.lower[tree.left[child]]
            pieces = first if first in ("that", "to", "whether") else tree.tag[child]
            yield from _make(tree, noun, tree.subtree(child), f"noun-{tree.dep[child]}", pieces, child)
        elif tree.dep[child] == "prep":
            target = tree.kid(child, "pobj", "pcomp")
            if target > child:
                yield from _make(tree, noun, tree.subtree(target), "noun-prep", tree.lower[child], target, last=child)
    yield from _copula(tree, noun)


def _copula(tree: Tree, noun: int) -> Iterator[Candidate]:
    """A noun and "be": his answer was that it was over."""
    verb = tree.head[noun]
    if tree.dep[noun] != "nsubj" or tree.lemma[verb] != "be" or noun > verb:
        return
    for child in tree.kids[verb]:
        if child > verb and tree.dep[child] in ("ccomp", "xcomp", "attr", "advcl"):
            yield from _make(tree, noun, tree.subtree(child), f"noun-be-{tree.dep[child]}", "", child, last=verb)


def of_adjective(tree: Tree, word: int) -> Iterator[Candidate]:
    """The candidates of an adjective: "confident that", "willing to", "proud of"."""
    for child in tree.kids[word]:
        if child <= word:
            continue
        if tree.dep[child] in ("ccomp", "xcomp", "advcl"):
            yield from _adjective(tree, word, tree.subtree(child), f"adj-{tree.dep[child]}", "", child)
        elif tree.dep[child] == "prep":
            target = tree.kid(child, "pobj", "pcomp")
            if target > child:
                yield from _adjective(
                    tree, word, tree.subtree(target), "adj-prep", tree.lower[child], target, last=child
                )


def of_adverb(tree: Tree, word: int) -> Iterator[Candidate]:
    """With "reportedly" the clause is somebody's, and whose is not said."""
    if tree.lower[word] not in _SENTENCE_ADVERBS or tree.dep[word] != "advmod":
        return
    above = tree.head[word]
    content = without(tree, tree.subtree(above), (word, word))
    if content:
        yield Candidate(word, (word, word), content, -1, "adverb", "", above)


def of_preposition(tree: Tree, word: int) -> Iterator[Candidate]:
    """With "according to X", "in a poll" the clause is what the phrase belongs to."""
    if tree.lower[word] == "according":
        target = tree.kid(word, "prep")
        target = tree.kid(target, "pobj", "pcomp") if target >= 0 else tree.kid(word, "pobj")
        last = word + 1 if word + 1 < len(tree) and tree.lower[word + 1] == "to" else word
    elif tree.dep[word] == "prep" and tree.lower[word] in _SOURCE_PREPOSITIONS:
        target, last = tree.kid(word, "pobj"), word
    else:
        return
    above = tree.head[word]
    if target < 0 or above == word:
        return
    if tree.lower[word] != "according" and (tree.pos[above] not in ("VERB", "AUX") or not _edge(tree, word, above)):
        return
    rule = "according" if tree.lower[word] == "according" else "source-prep"
    for _ in range(4):
        if tree.pos[above] in ("VERB", "AUX") or tree.head[above] == above or rule != "according":
            break
        above = tree.head[above]
    pieces = "" if rule == "according" else f"{tree.lower[word]} {tree.lemma[target]}"
    content = without(tree, tree.subtree(above), tree.subtree(word))
    if content:
        yield Candidate(word, (word, last), content, target, rule, pieces, above)


def _edge(tree: Tree, word: int, above: int) -> bool:
    """Whether a phrase stands first or last in its clause."""
    before = bare(tree, (tree.left[above], tree.left[word] - 1))
    after = bare(tree, (tree.right[word] + 1, tree.right[above]))
    return before is None or after is None


def _make(
    tree: Tree, noun: int, run: Run, rule: str, pieces: str, inner: int, *, last: int = -1
) -> Iterator[Candidate]:
    kept = bare(tree, run)
    if kept is not None:
        owner = noun_owner(tree, noun, of=rule != "noun-prep")
        yield Candidate(noun, (noun, max(noun, last)), (kept,), owner, rule, pieces, inner)


def _adjective(
    tree: Tree, word: int, run: Run, rule: str, pieces: str, inner: int, *, last: int = -1
) -> Iterator[Candidate]:
    kept = bare(tree, run)
    if kept is not None:
        above = tree.head[word]
        speaker = speaker_of(tree, above if tree.dep[word] in ("acomp", "conj", "oprd") else word, (kept,))
        yield Candidate(word, (word, max(word, last)), (kept,), speaker, rule, pieces, inner)
