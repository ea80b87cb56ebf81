"""Constructions of verbs: "said that", "wants to", "praised X", "called for X", "was described as", "X, he said, …"."""

from collections.abc import Iterator

from probata.attribution.english_candidates import Candidate, bare, cue_run, without
from probata.attribution.english_speaker import speaker_of
from probata.attribution.english_tree import Run, Tree

_CLAUSES = ("ccomp", "parataxis")
_NOT_A_CUE = ("aux", "auxpass")


def of_verb(tree: Tree, verb: int) -> Iterator[Candidate]:
    """The candidates of a verb."""
    if tree.dep[verb] in _NOT_A_CUE:
        return
    yield from _clauses(tree, verb)
    yield from _infinitives(tree, verb)
    yield from _objects(tree, verb)
    yield from _prepositions(tree, verb)
    yield from _passives(tree, verb)
    yield from _parentheses(tree, verb)
    yield from _relatives(tree, verb)


def _make(
    tree: Tree, verb: int, content: Run | tuple[Run, ...], rule: str, pieces: str = "", *, last: int = -1, inner: int
) -> Iterator[Candidate]:
    runs = content if isinstance(content[0], tuple) else (content,)
    kept = tuple(run for run in (bare(tree, run) for run in runs) if run is not None)
    if kept:
        speaker = speaker_of(tree, verb, kept)
        yield Candidate(verb, cue_run(tree, verb, last), kept, speaker, rule, pieces, inner)


def _particle(tree: Tree, verb: int) -> str:
    return " ".join(tree.lower[c] for c in tree.kids[verb] if tree.dep[c] == "prt" and c > verb)


def _last_particle(tree: Tree, verb: int) -> int:
    return max((c for c in tree.kids[verb] if tree.dep[c] == "prt" and c > verb), default=-1)


def _clauses(tree: Tree, verb: int) -> Iterator[Candidate]:
    for child in tree.kids[verb]:
        if tree.dep[child] not in _CLAUSES:
            continue
        run = tree.subtree(child)
        side = "after" if child > verb else "before"
        if side == "before" and run[1] > verb:
            continue
        extra = _object_word(tree, verb, before=run[0])
        yield from _make(
            tree,
            verb,
            run,
            f"{tree.dep[child]}-{side}",
            f"{_particle(tree, verb)}{extra}",
            inner=child,
            last=_last_particle(tree, verb),
        )


def _object_word(tree: Tree, verb: int, before: int) -> str:
    """Whether somebody is told, asked, warned: an object between verb and content."""
    told = next((c for c in tree.kids[verb] if verb < c < before and tree.dep[c] in ("dobj", "dative")), -1)
    return "+object" if told >= 0 else ""


def _infinitives(tree: Tree, verb: int) -> Iterator[Candidate]:
    for child in tree.kids[verb]:
        if tree.dep[child] != "xcomp" or child < verb:
            continue
        extra = _object_word(tree, verb, before=tree.left[child])
        particle = _particle(tree, verb)
        yield from _make(tree, verb, tree.subtree(child), f"xcomp{extra}", particle, inner=child)
        subject = tree.kid(verb, "nsubjpass")
        if 0 <= subject < verb:
            content = (tree.subtree(subject), tree.subtree(child))
            yield from _make(tree, verb, content, "passive-xcomp", particle, inner=child)
        subject = tree.kid(verb, "nsubj")
        if 0 <= subject < verb and tree.lemma[verb] in ("seem", "appear"):
            content = (tree.subtree(subject), tree.subtree(child))
            yield from _make(tree, verb, content, "passive-raising", particle, inner=child)


def _objects(tree: Tree, verb: int) -> Iterator[Candidate]:
    for child in tree.kids[verb]:
        if tree.dep[child] not in ("dobj", "oprd", "attr", "acomp") or child < verb:
            continue
        run = tree.subtree(child)
        if tree.dep[child] != "dobj":
            if tree.pos[verb] == "VERB":
                yield from _make(tree, verb, run, tree.dep[child], _particle(tree, verb), inner=child)
                if run[0] > verb + 1:
                    yield from _make(tree, verb, (verb + 1, run[1]), f"{tree.dep[child]}-whole", inner=child)
            continue
        last = _last_particle(tree, verb)
        yield from _make(
            tree, verb, run, "dobj", _particle(tree, verb), inner=child, last=last if last < run[0] else -1
        )
        behind = [c for c in tree.kids[verb] if c > child and tree.dep[c] not in ("punct", "cc", "conj")]
        for after in behind[:2]:
            kind = f"{tree.dep[after]}:{tree.lower[after]}" if tree.dep[after] == "prep" else tree.dep[after]
            yield from _make(tree, verb, (run[0], tree.right[after]), "dobj+", kind, inner=child)
        for c in tree.kids[child]:
            if tree.dep[c] == "prep" and c > child:
                target = tree.kid(c, "pobj", "pcomp")
                if target > c:
                    pieces = f"{tree.lemma[child]} {tree.lower[c]}"
                    yield from _make(tree, verb, tree.subtree(target), "dobj-prep", pieces, last=c, inner=target)
            elif tree.dep[c] in ("acl", "relcl", "ccomp", "appos") and c > child:
                mark = tree.lower[tree.left[c]]
                pieces = f"{tree.lemma[child]} {mark if mark in ('that', 'to') else tree.dep[c]}"
                yield from _make(tree, verb, tree.subtree(c), "dobj-clause", pieces, last=tree.left[c] - 1, inner=c)


def _prepositions(tree: Tree, verb: int) -> Iterator[Candidate]:
    for child in tree.kids[verb]:
        if tree.dep[child] != "prep" or child < verb:
            continue
        word = tree.lower[child]
        told = _object_word(tree, verb, before=child)
        target = tree.kid(child, "pobj", "pcomp")
        if target > child:
            pieces = f"{_particle(tree, verb)} {word}{told}".strip()
            yield from _make(tree, verb, tree.subtree(target), "prep", pieces, last=child, inner=target)
            after = next((c for c in tree.kids[verb] if c > child and tree.dep[c] not in ("punct", "cc", "conj")), -1)
            if after >= 0:
                run = (tree.left[target], tree.right[after])
                kind = tree.lower[after] if tree.dep[after] == "prep" else tree.dep[after]
                yield from _make(tree, verb, run, "prep+", f"{word} {kind}", last=child, inner=target)
        deeper = tree.kid(child, "prep")
        target = tree.kid(deeper, "pobj", "pcomp") if deeper > child else -1
        if target > child:
            yield from _make(tree, verb, tree.subtree(target), "prep", f"{word} {tree.lower[deeper]}", inner=target)


def _passives(tree: Tree, verb: int) -> Iterator[Candidate]:
    subject = tree.kid(verb, "nsubjpass")
    if not 0 <= subject < verb:
        if tree.dep[verb] == "acl" and tree.tag[verb] == "VBN" and tree.head[verb] < verb:
            noun = tree.head[verb]
            run = (tree.left[noun], max(tree.left[verb] - 1, noun))
            yield from _make(tree, verb, run, "passive-acl", _first_prep(tree, verb), inner=noun)
        return
    by = "by" if tree.kid(verb, "agent") >= 0 else ""
    yield from _make(tree, verb, tree.subtree(subject), "passive", by or _first_prep(tree, verb), inner=subject)
    behind = [
        c for c in tree.kids[verb] if c > verb and tree.dep[c] in ("prep", "oprd", "advcl") and tree.lower[c] != "by"
    ]
    if behind:
        content = (tree.subtree(subject), tree.subtree(behind[0]))
        kind = tree.lower[behind[0]] if tree.dep[behind[0]] == "prep" else tree.dep[behind[0]]
        yield from _make(tree, verb, content, "passive+", kind, inner=subject)


def _first_prep(tree: Tree, verb: int) -> str:
    return next((tree.lower[c] for c in tree.kids[verb] if c > verb and tree.dep[c] in ("prep", "agent")), "")


def _parentheses(tree: Tree, verb: int) -> Iterator[Candidate]:
    """A cue clause inside or behind the clause that it attributes: "The siege, he said, is over"."""
    above, relation = tree.head[verb], tree.dep[verb]
    if relation not in ("parataxis", "advcl", "ccomp", "dep", "conj", "intj", "acl", "relcl", "appos"):
        return
    if relation in ("ccomp", "conj", "acl", "relcl", "appos", "dep") and tree.kid(verb, "ccomp", "xcomp", "dobj") >= 0:
        return
    whole = tree.subtree(above)
    hole = tree.subtree(verb)
    mark = tree.kid(verb, "mark", "advmod")
    word = tree.lower[mark] if 0 <= mark < verb else ""
    content = without(tree, whole, hole)
    if content:
        yield from _make(tree, verb, content, f"paren-{relation}", word, inner=above)


def _relatives(tree: Tree, verb: int) -> Iterator[Candidate]:
    """The content is what a relative clause hangs on: "the plan that he rejected"; or its pronoun."""
    pronoun = next((c for c in tree.kids[verb] if c < verb and tree.dep[c] in ("dobj", "pobj", "attr")), -1)
    if pronoun >= 0:
        yield from _make(tree, verb, tree.subtree(pronoun), "front", tree.lower[pronoun], inner=pronoun)
    if tree.dep[verb] == "relcl" and tree.kid(verb, "dobj", "ccomp", "xcomp") < 0:
        noun = tree.head[verb]
        run = (tree.left[noun], max(tree.left[verb] - 1, noun))
        yield from _make(tree, verb, run, "relcl", "", inner=noun)
