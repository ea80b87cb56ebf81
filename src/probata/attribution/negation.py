"""Whether the saying itself is denied: "did not say", "never promised", "declined to confirm", "no one told us".

Rules:
* "denied having promised" denies what is within, where the one who denies is the one who is to have said it.
* Only the cue, what governs it and its subject count; what is said may deny as much as it likes.
* Two denials cancel out: "did not hesitate to say", "never failed to warn".
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from probata.attribution.attribution import Attribution
from probata.attribution.frame import Frame, climb

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

NOT = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "nowhere"})
NOBODY = frozenset({"no", "none", "nobody", "neither", "noone", "nothing"})
# What one does instead of saying.
FORBEARING = frozenset(
    {"refuse", "decline", "fail", "avoid", "omit", "forbear", "refrain", "cease", "stop", "deny", "unable", "unwilling"}
    | {"reluctant", "shy", "abstain", "neglect", "forget", "hesitate", "tire", "short", "unprepared"}
)
LIGHT = frozenset({"raise", "make", "give", "offer", "have", "express", "voice", "issue", "see", "provide"})
ONLY = frozenset({"only", "just", "merely", "simply", "until"})
DENYING = frozenset({"deny", "refute", "reject", "dispute"})
INSTEAD = frozenset({"without", "instead", "rather", "than", "far"})


def is_negated(frame: Frame) -> bool:
    """Whether the saying is denied by the words of its own clause, or by a denial in whose content it lies."""
    return _own(frame) != _by_outer(frame)


def _own(frame: Frame) -> bool:
    verb = frame.verb
    if verb is None:
        return False
    own = {token.i for token in (*frame.clause, *frame.cue, *frame.speaker)}
    count = 0
    for governor in _governors(verb, own):
        count += governor.i != verb.i and governor.lemma_.lower() in FORBEARING
        count += _is_yet(governor, verb, own)
        count += _has_not(governor, own)
    count += _light(frame) + _before(frame, verb)
    return bool((count + _nobody(frame, verb)) % 2)


def _governors(verb: Token, own: set[int]) -> Iterator[Token]:
    """The verb and what it is the complement of, within the saying's own words."""
    for above in climb(verb):
        if above.i not in own:
            return
        yield above
        if above.dep_ not in {"xcomp", "pcomp", "prep", "acomp", "ccomp", "aux", "conj"}:
            return
        if above.head.i > verb.i or (above.dep_ == "conj" and any(child.dep_ == "nsubj" for child in above.children)):
            return


def _has_not(verb: Token, own: set[int]) -> bool:
    for child in verb.children:
        negative = child.dep_ == "neg" or (child.dep_ in {"advmod", "cc", "preconj"} and child.lower_ in NOT)
        if negative and child.i in own and child.i < verb.i + 2 and not _is_only(child):
            return True
    longer = (child for child in verb.children if child.lower_ == "longer" and child.i in own)
    return any(child.i > 0 and child.doc[child.i - 1].lower_ == "no" for child in longer)


def _is_only(word: Token) -> bool:
    """Whether "only", "just", "until" follows: "not only said"."""
    following = [token.lower_ for token in word.doc[word.i + 1 : word.i + 2]]
    return bool(set(following) & ONLY)


def _is_yet(governor: Token, verb: Token, own: set[int]) -> bool:
    """Such as "has yet to confirm"."""
    yet = (child for child in governor.children if child.lower_ == "yet" and child.i in own and child.i < verb.i)
    return governor.lemma_ in {"have", "be"} and any(child.doc[child.i + 1].lower_ == "to" for child in yet)


def _before(frame: Frame, verb: Token) -> int:
    """A preposition or an adverb that sets the saying aside: "without saying", "rather than admit"."""
    places = [token.i for token in frame.cue]
    start = min([*places, verb.i])
    words = [token.lower_ for token in verb.doc[max(0, start - 2) : start]]
    return int(bool(words) and (words[-1] == "without" or words in (["instead", "of"], ["rather", "than"])))


def _light(frame: Frame) -> int:
    """Such as "made no promise", "gave no assurance", "had no comment"."""
    first = frame.said[0] if frame.said else None
    light = bool(frame.cue) and frame.cue[-1].pos_ == "VERB" and frame.cue[-1].lemma_ in LIGHT
    if first is not None and first.lower_ == "no" and light:
        return 1
    for token in (*frame.cue, *frame.clause):
        if token.lower_ == "no" and token.dep_ == "det" and token.head.i in {each.i for each in frame.cue}:
            return 1
    return 0


def _nobody(frame: Frame, verb: Token) -> int:
    """Whether nobody is the speaker: "none of the parties has promised", "no promise was given"."""
    if frame.speaker:
        return int(frame.speaker[0].lower_ in NOBODY)
    for governor in (verb, *([frame.head] if frame.head is not None else [])):
        for child in governor.children:
            if child.dep_ in {"nsubj", "nsubjpass"} and child.i in {token.i for token in frame.clause}:
                return int(child.lower_ in NOBODY or any(each.lower_ == "no" for each in child.children))
    return 0


def _by_outer(frame: Frame) -> bool:
    """Whether the outer saying denies that this was said: "denied having promised", "denied that he had said"."""
    outer, verb = frame.outer, frame.head
    if (
        outer is None
        or outer.cue is None
        or verb is None
        or verb.pos_ not in {"VERB", "AUX"}
        or not _denies(frame, outer)
    ):
        return False
    if frame.speaker and frame.speaker[0].pos_ != "PRON":
        return False
    inside = {token.i for span in outer.content for token in frame.tokens(span)}
    top = [above for above in climb(verb) if above.i in inside]
    return bool(top) and top[-1].i == verb.i


def _denies(frame: Frame, outer: Attribution) -> bool:
    return any(token.lemma_ in DENYING for token in frame.tokens(outer.cue))
