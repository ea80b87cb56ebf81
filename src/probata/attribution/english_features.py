"""What the score of a candidate looks at: short words, each with a weight in ``words/english.txt``."""

from probata.attribution.english_candidates import Candidate
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
