"""What the score of a candidate looks at: short words, each with a weight in ``words/english.txt``."""

from probata.attribution.english_candidates import Candidate
from probata.attribution.english_classes import classes
from probata.attribution.english_tree import Tree

_FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
_SECOND = frozenset({"you", "your"})
_IMPERSONAL = frozenset({"it", "this", "there", "which", "that", "what"})
_OTHERS = frozenset({"he", "she", "they", "him", "her", "his", "their", "who", "someone", "nobody", "everyone", "one"})
_OPENING_WORDS = "that to whether if how what why who when where because for as it he she they i we you the"
_OPENINGS = frozenset(_OPENING_WORDS.split())
_LENGTHS = (1, 2, 3, 5, 8, 13, 21, 40)


def features_of(tree: Tree, one: Candidate, *, quoted_cue: bool, quoted: str) -> list[str]:
    """The features of a candidate.

    Args:
        tree: of its block.
        one: the candidate.
        quoted_cue: whether the cue stands inside a quotation.
        quoted: how the content meets quotations: ``all``, ``some``, ``inside``, ``none``.
    """
    head, inner = one.head, one.inner
    lemma, rule, pieces = tree.lemma[head], one.rule, one.pieces
    tense, subject = tree.tag[head], _subject(tree, one.speaker)
    negated = "neg" if any(tree.dep[c] == "neg" for c in tree.kids[head]) else ""
    modal = next((tree.lower[c] for c in tree.kids[head] if tree.dep[c] == "aux" and tree.tag[c] == "MD"), "")
    length = sum(last - first + 1 for first, last in one.content)
    bucket = str(sum(length > limit for limit in _LENGTHS))
    opening = tree.lower[tree.left[inner]] if rule not in ("dobj", "prep") else tree.tag[inner]
    kind = f"{tree.tag[inner]}"
    made = [
        f"rule={rule}",
        f"rule={rule} {pieces}",
        f"lemma={lemma}",
        f"lemma={lemma} {rule}",
        f"lemma={lemma} {rule} {pieces}",
        f"subject={subject}",
        f"subject={subject} {rule}",
        f"tense={tense} {rule}",
        f"dep={tree.dep[head]} {rule}",
        f"length={bucket}",
        f"length={bucket} {rule}",
        f"inner={kind} {rule}",
        f"opening={opening if opening in _OPENINGS else tree.tag[tree.left[inner]]} {rule}",
        f"quoted={quoted}",
        f"quoted={quoted} {rule}",
        f"cue in quotes={quoted_cue} {subject in ('first', 'second')}",
        f"runs={len(one.content)} {rule}",
    ]
    if rule.startswith(("dobj", "noun-prep", "prep", "front", "passive")):
        made.append(f"thing={tree.lemma[inner] if tree.pos[inner] != 'PROPN' else 'NAME'}")
        made.append(f"thing={tree.pos[inner]} {lemma}")
    for name in classes().get(lemma, ("unclassed",)):
        made += [f"class={name} {rule}", f"class={name} {rule} {pieces}", f"class={name} {tense} {rule}"]
        made.append(f"class={name} {subject}")
    made += _edges(tree, one)
    made += _cue_context(tree, one)
    if any(first <= one.speaker <= last for first, last in one.content):
        made.append("speaker inside")
    if negated:
        made += [f"neg {rule}", f"neg {lemma}"]
    if modal:
        made += [f"modal={modal}", f"modal={modal} {rule}"]
    return made


def _subject(tree: Tree, speaker: int) -> str:
    if speaker < 0:
        return "none"
    word = tree.lower[speaker]
    for name, words in (("first", _FIRST), ("second", _SECOND), ("it", _IMPERSONAL), ("he", _OTHERS)):
        if word in words:
            return name
    return tree.pos[speaker]


def _edges(tree: Tree, one: Candidate) -> list[str]:
    """What hangs at the content's end or was cut from it, and what stands just outside it."""
    rule, lemma = one.rule, tree.lemma[one.head]
    first, last = one.content[0][0], one.content[-1][1]
    after, before = _beside(tree, last, 1), _beside(tree, first, -1)
    made = [f"next={after}", f"next={after} {rule}", f"previous={before} {rule}"]
    if one.tail:
        state, _, what = one.tail.partition(" ")
        made += [f"tail={one.tail}", f"tail={one.tail} {rule}", f"tail={state} {tree.tag[one.head]} {rule}"]
        made.append(f"tail={state} {lemma}")
        if one.joint >= 0:
            word = what.partition(" ")[2]
            made.append(f"tail={state} {tree.lemma[one.joint]} {word}")
            made.append(f"tail={state} {tree.pos[one.joint]} {what}")
    return made


def _beside(tree: Tree, token: int, step: int) -> str:
    """The word beside a run, where it is of a closed class, or its tag; where the sentence ends, that."""
    for beside in range(token + step, token + 5 * step, step):
        if not 0 <= beside < len(tree) or tree.sentence[beside] != tree.sentence[token]:
            break
        if tree.words[beside] in ("”", "“", '"', "''", "``", "’", "‘"):
            continue
        if tree.pos[beside] in ("ADP", "SCONJ", "CCONJ", "PUNCT", "PART"):
            return tree.lower[beside]
        return tree.tag[beside]
    return "edge"


def _cue_context(tree: Tree, one: Candidate) -> list[str]:
    """What the cue itself hangs on, and what kind of speaker it has."""
    head = one.head
    above = tree.head[head]
    made = []
    if above != head:
        made.append(f"under={tree.dep[head]} {tree.lemma[above]}")
        made.append(f"under={tree.lemma[above]} {tree.lemma[head]}")
    if one.speaker >= 0 and tree.pos[one.speaker] == "NOUN":
        made.append(f"who={tree.lemma[one.speaker]}")
    distance = min(abs(head - one.speaker), 9) if one.speaker >= 0 else 10
    made.append(f"distance={distance} {one.speaker > head}")
    return made
