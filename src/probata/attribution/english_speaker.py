"""The speaker of a cue: its subject, through conjuncts, participles, relative clauses and passives.

Every climb stops after a few steps, so a deep tree costs no more than a flat one.
"""

from collections.abc import Sequence

from probata.attribution.english_tree import Run, Tree

_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
_LOOSE = ("relcl", "acl", "advcl", "parataxis", "dep", "punct")
_INSIDE_NAME = ("compound", "det", "amod", "poss", "nmod", "nummod", "quantmod", "predet", "case")
_STEPS = 8


def speaker_of(tree: Tree, verb: int, content: Sequence[Run] = ()) -> int:
    """The head word of the one who speaks by a verb; -1 where none is told.

    Args:
        tree: of the block.
        verb: the cue's main word.
        content: what is said; a subject inside it can't be its speaker.
    """
    if is_passive(tree, verb):
        return agent_of(tree, verb)
    subject = _subject(tree, verb)
    if subject >= 0 and not _holds(content, subject):
        return subject
    beside = _beside(tree, verb)
    return -1 if beside >= 0 and _holds(content, beside) else beside


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether a verb's own subject is not the one who speaks: "was asked", "when asked", "pressed by reporters"."""
    if tree.kid(verb, "nsubjpass", "auxpass") >= 0:
        return True
    if tree.tag[verb] != "VBN" or tree.kid(verb, "nsubj", "aux") >= 0:
        return False
    if tree.dep[verb] == "conj" and tree.pos[tree.head[verb]] == "VERB":
        above = tree.head[verb]
        return tree.tag[above] == "VBN" and tree.kid(above, "nsubjpass", "auxpass") >= 0
    return tree.dep[verb] in ("acl", "advcl", "relcl", "amod", "ROOT")


def agent_of(tree: Tree, verb: int) -> int:
    """Who acts in a passive: the noun behind "by"; -1 where none is told."""
    by = tree.kid(verb, "agent")
    if by < 0:
        by = next((c for c in tree.kids[verb] if tree.dep[c] == "prep" and tree.lower[c] == "by"), -1)
    return tree.kid(by, "pobj") if by >= 0 else -1


def _subject(tree: Tree, verb: int) -> int:
    token, first = verb, True
    for _ in range(_STEPS):
        subject = tree.kid(token, "nsubj", "csubj") if first else tree.kid(token, "nsubj", "nsubjpass", "csubj")
        if (
            subject >= 0
            and subject != verb
            and not (token != verb and tree.left[subject] <= verb <= tree.right[subject])
        ):
            return subject
        relation, above = tree.dep[token], tree.head[token]
        if above == token:
            return -1
        if tree.pos[above] in _NOMINAL and relation in ("relcl", "acl", "advcl"):
            if relation == "relcl":
                return above
            if tree.tag[token] == "VBG" and not _after_comma(tree, token):
                return above
            owner = noun_owner(tree, above, climb=False) if tree.tag[token] != "VBG" else -1
            if owner >= 0:
                return owner
        elif relation == "xcomp" and first:
            controlled = tree.kid(above, "dobj", "dative")
            if 0 <= controlled < token:
                return controlled
        token, first = above, False
    return -1


def _after_comma(tree: Tree, token: int) -> bool:
    begin = tree.left[token]
    return begin > 0 and tree.lower[begin - 1] in (",", "—", "–")


def _beside(tree: Tree, verb: int) -> int:
    """The nearest name or noun, before the verb or, in "said the minister", just behind it."""
    for place in range(verb - 1, max(verb - 5, -1), -1):
        if tree.pos[place] in _NOMINAL:
            head = tree.head[place]
            if tree.dep[place] in ("appos", "compound") and tree.pos[head] in _NOMINAL and head != place:
                return head
            return place
        if tree.pos[place] not in ("ADV", "AUX", "PUNCT", "PART"):
            break
    for place in range(verb + 1, min(verb + 5, len(tree))):
        if tree.sentence[place] != tree.sentence[verb] or tree.pos[place] in ("PUNCT", "VERB", "ADP"):
            return -1
        if tree.pos[place] in _NOMINAL:
            while tree.dep[place] in _INSIDE_NAME and tree.head[place] > place:
                place = tree.head[place]
            return place
    return -1


def _holds(content: Sequence[Run], token: int) -> bool:
    return any(first <= token <= last for first, last in content)


def noun_phrase(tree: Tree, head: int) -> Run:
    """A noun phrase as printed, without a loose relative clause or participle behind a comma."""
    first, last = tree.subtree(head)
    if tree.pos[head] == "PRON" and not any(c > head and tree.dep[c] == "prep" for c in tree.kids[head]):
        last = head
    for child in tree.kids[head]:
        if child <= head or tree.dep[child] not in _LOOSE:
            continue
        begin = tree.left[child]
        if tree.dep[child] == "punct":
            if tree.lower[child] in (":", "—", "–", ";"):
                last = min(last, child - 1)
        elif begin > head + 1 and tree.lower[begin - 1] in (",", "—", "–", "-"):
            last = min(last, begin - 1)
    return trim(tree, (first, max(last, head)))


def trim(tree: Tree, run: Run) -> Run:
    """A run without punctuation or a conjunction at its edges; the run itself where nothing would be left."""
    first, last = tree.next_word[run[0]], tree.previous_word[run[1]]
    if first > last:
        return run
    if first < last and tree.dep[first] in ("cc", "mark"):
        first = min(tree.next_word[first + 1], last)
    return first, last


def noun_owner(tree: Tree, noun: int, *, of: bool = True, climb: bool = True) -> int:
    """Whose a claim, plan or support is: its possessor, its "by", the subject of the verb it hangs on; -1 for nobody's.

    Args:
        tree: of the block.
        noun: the cue.
        of: whether "of X" names the owner, as in "the hope of X that"; not in "criticism of X".
        climb: whether the verb that it hangs on may tell.
    """
    owner = tree.kid(noun, "poss")
    if owner >= 0:
        return owner
    owning = ("by", "from", "among", "of", "between") if of else ("by", "from", "among", "between")
    for child in tree.kids[noun]:
        if tree.dep[child] == "prep" and tree.lower[child] in owning:
            target = tree.kid(child, "pobj")
            if target >= 0:
                return target
    above, relation = tree.head[noun], tree.dep[noun]
    if climb and relation in ("dobj", "attr", "conj", "pobj"):
        if relation == "pobj":
            above = tree.head[above]
        if tree.pos[above] in ("VERB", "AUX"):
            return speaker_of(tree, above)
    return -1
