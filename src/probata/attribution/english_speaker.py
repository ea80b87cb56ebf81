"""The speaker of a cue: its subject, through conjuncts, participles, relative clauses and passives.

Every climb stops after a few steps, so a deep tree costs no more than a flat one.
"""

from probata.attribution.english_tree import Run, Tree

_SUBJECTS = ("nsubj", "csubj")
_CLIMB = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "ccomp", "dep", "parataxis"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_STEPS = 6


def speaker_of(tree: Tree, verb: int, *, passive: bool = False) -> int:
    """The head word of the one who speaks by a verb; -1 where none is told."""
    if passive:
        return _agent(tree, verb)
    token, first = verb, True
    for _ in range(_STEPS):
        subject = tree.kid(token, *_SUBJECTS)
        if subject < 0 and not first:
            subject = tree.kid(token, "nsubjpass")
        if subject >= 0 and subject != verb:
            return subject
        relation, above = tree.dep[token], tree.head[token]
        if above == token:
            return -1
        if relation == "relcl":
            return above
        if tree.pos[above] in ("NOUN", "PROPN", "PRON") and relation in ("acl", "advcl"):
            return above if tree.tag[token] in ("VBG", "VBN") else _noun_owner(tree, above)
        if relation == "xcomp" and first:
            controlled = tree.kid(above, "dobj", "dative")
            if 0 <= controlled < token:
                return controlled
        if relation not in _CLIMB and tree.pos[above] not in ("VERB", "AUX", "ADP", "SCONJ"):
            return -1
        token, first = above, False
    return -1


def relative_antecedent(tree: Tree, subject: int) -> int:
    """What a relative pronoun stands for; the token itself where it is none."""
    if tree.lower[subject] not in _RELATIVE or tree.dep[subject] not in ("nsubj", "nsubjpass", "poss", "dobj"):
        return subject
    verb = tree.head[subject]
    for _ in range(_STEPS):
        if tree.dep[verb] == "relcl":
            return tree.head[verb]
        if tree.head[verb] == verb or tree.dep[verb] not in ("conj", "ccomp", "xcomp", "aux"):
            return subject
        verb = tree.head[verb]
    return subject


def noun_phrase(tree: Tree, head: int) -> Run:
    """A noun phrase as printed, without a loose relative clause or participle behind a comma."""
    first, last = tree.subtree(head)
    if tree.pos[head] == "PRON" and tree.dep[head] != "ROOT":
        last = head if not any(child > head and tree.dep[child] == "prep" for child in tree.kids[head]) else last
    for child in tree.kids[head]:
        if child > head and tree.dep[child] in ("relcl", "acl", "advcl", "parataxis", "dep", "punct"):
            begin = tree.left[child]
            if tree.dep[child] == "punct":
                if tree.lower[child] not in (":", "—", "–", ";"):
                    continue
                last = min(last, child - 1)
            elif begin > head + 1 and tree.lower[begin - 1] in (",", "—", "–", "-"):
                last = min(last, begin - 1)
    return trim(tree, (first, max(last, head)))


def trim(tree: Tree, run: Run) -> Run:
    """A run without punctuation, conjunction or white space at its edges; never empty."""
    first, last = run
    while first < last and (not tree.is_word(first) or tree.dep[first] == "cc"):
        first += 1
    while last > first and not tree.is_word(last):
        last -= 1
    return first, last


def noun_owner(tree: Tree, noun: int) -> int:
    """Whose a claim, plan or support is: its possessor, its "of" or "by", or the subject of the verb it hangs on."""
    return _noun_owner(tree, noun)


def _noun_owner(tree: Tree, noun: int) -> int:
    owner = tree.kid(noun, "poss")
    if owner >= 0:
        return owner
    for child in tree.kids[noun]:
        if tree.dep[child] == "prep" and tree.lower[child] in ("by", "from", "among", "of", "between"):
            target = tree.kid(child, "pobj")
            if target >= 0:
                return target
    above, relation = tree.head[noun], tree.dep[noun]
    if relation in ("dobj", "attr", "conj", "pobj"):
        if relation == "pobj":
            above = tree.head[above]
        if tree.pos[above] in ("VERB", "AUX"):
            return speaker_of(tree, above)
    return -1


def _agent(tree: Tree, verb: int) -> int:
    by = tree.kid(verb, "agent")
    if by < 0:
        by = next((c for c in tree.kids[verb] if tree.dep[c] == "prep" and tree.lower[c] == "by"), -1)
    return tree.kid(by, "pobj") if by >= 0 else -1
