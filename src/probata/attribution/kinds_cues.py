"""What sort of statement it is, as far as its cue tells: "denied", "called on", "condemned", "asked", "withdrew"."""

from typing import TYPE_CHECKING, Any

from probata.attribution.addressee import addressed_in_content
from probata.attribution.attribution import Kind
from probata.attribution.contents import BLAMING, withdraws_object
from probata.attribution.frame import Frame, main_of
from probata.attribution.wordlists import entries

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

DENYING = frozenset(entries("cues-denial.txt"))
DEMANDING = frozenset(entries("cues-demand.txt"))
CONDEMNING = frozenset(entries("cues-condemnation.txt"))
WITHDRAWING = frozenset(entries("cues-withdrawal.txt"))
ASKING = frozenset({"ask", "wonder", "inquire", "enquire", "query", "question"})
TO_OTHERS = frozenset({"tell", "ask", "warn", "want", "advise", "remind", "say", "like", "wish"})
UNACCEPTING = frozenset(
    {"accept", "agree", "persuade", "convince", "recognise", "recognize", "consent", "share", "concede", "satisfy"}
)
SAYING = frozenset(
    {"say", "state", "tell", "stress", "emphasise", "emphasize", "underline", "convey", "announce", "add"}
)
ANGER = frozenset({"outrage", "anger", "indignation", "fury", "revulsion", "disgust", "horror", "condemnation"})
CALLING = frozenset({"call", "describe", "brand", "label", "term"})
GIVING = frozenset({"assurance", "promise", "pledge", "undertaking", "guarantee", "commitment", "word"})
NOUNS = frozenset({"denial", "demand", "appeal", "call", "request", "order", "condemnation", "criticism", "accusation"})


def kind_by_cue(frame: Frame, negated: bool) -> Kind | None:
    """The sort that the cue decides; None where what is said has to.

    Args:
        frame: the saying.
        negated: whether the saying is denied.
    """
    verbs = {token.lemma_.lower() for token in frame.cue if token.pos_ in {"VERB", "AUX"} or token.lemma_ in NOUNS}
    if not verbs:
        return None
    if _withdraws(frame, verbs) and not negated:
        return "withdrawal"
    if _refuses(frame, verbs, negated):
        return "denial"
    if _condemns(frame, verbs) and not negated:
        return "condemnation"
    if frame.verb is not None and frame.verb is not frame.head and frame.verb.lemma_ in SAYING:
        return None
    if (verbs & ASKING and not negated) or _would_know(verbs):
        return "demand" if _asks_to_act(frame) else "question"
    if _demands(frame, verbs):
        return "demand"
    if verbs & {"give", "make", "offer"} and not negated and _gives_word(frame):
        return "commitment"
    return None


def _withdraws(frame: Frame, verbs: set[str]) -> bool:
    if "take" in verbs and any(token.lower_ == "back" for token in (*frame.cue, *frame.clause[:40])):
        return True
    if verbs & {"announce", "declare", "confirm", "notify"} and _is_withdrawal(main_of(frame.said)):
        return withdraws_object(frame.said)
    if verbs & {"pull", "call", "back"} and any(token.lower_ in {"out", "off"} for token in frame.cue):
        return True
    if not verbs & WITHDRAWING or verbs & {"threaten", "consider", "want", "offer"}:
        return False
    return not frame.said or withdraws_object(frame.said)


def _is_withdrawal(noun: Token | None) -> bool:
    """Such as "the suspension of its aid"."""
    return noun is not None and noun.lemma_ in {"withdrawal", "suspension", "cancellation", "revocation", "retraction"}


def _refuses(frame: Frame, verbs: set[str], negated: bool) -> bool:
    denying = verbs & DENYING or ("rule" in verbs and _rules_out(frame))
    if denying:
        return not any(child.dep_ == "neg" for token in frame.cue for child in token.children)
    if is_refusal(frame):
        return True
    if _would_not(frame, verbs):
        return True
    if negated and disbelieves(frame):
        return True
    if negated and verbs & {"say", "would", "comment", "discuss", "disclose", "elaborate"}:
        verb = frame.verb
        own = (*frame.cue, *(verb.children if verb is not None else ()))
        return any(token.lower_ in {"would", "wo", "will", "comment"} for token in own)
    return False


def _would_not(frame: Frame, verbs: set[str]) -> bool:
    """Such as "would not | say what was in it"."""
    denied = any(token.dep_ == "neg" for token in frame.cue) and bool(frame.said)
    return (
        denied and bool({"would", "will"} & verbs) and frame.said[0].lower_ in {"say", "comment", "discuss", "confirm"}
    )


def _rules_out(frame: Frame) -> bool:
    return any(child.lower_ == "out" for token in frame.cue for child in (token, *token.children))


def is_refusal(frame: Frame) -> bool:
    """Whether not to do it is itself what is stated: "did not accept", "was not persuaded"."""
    verb = frame.verb
    if verb is None or verb.lemma_.lower() not in UNACCEPTING:
        return False
    return any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children)


def disbelieves(frame: Frame) -> bool:
    """Whether a thought is denied for what is thought: "we don't believe that is necessary"."""
    verb = frame.verb
    return verb is not None and verb.lemma_ in {"think", "believe", "expect", "suppose", "imagine", "want", "wish"}


def _condemns(frame: Frame, verbs: set[str]) -> bool:
    """Such as "deplored", "expressed outrage at", "called | the delay a disgrace"."""
    if verbs & CONDEMNING:
        return True
    words = {token.lemma_.lower() for token in (*frame.cue, *frame.said[:2])}
    if "express" in words and words & ANGER:
        return True
    return bool(verbs & CALLING) and any(token.lower_ in BLAMING for token in frame.said[:60])


def _would_know(verbs: set[str]) -> bool:
    return "know" in verbs and bool(verbs & {"like", "want", "wish"})


def _asks_to_act(frame: Frame) -> bool:
    """Whether "asked" is followed by what somebody is to do, and not by a question."""
    if any(token.lower_ == "for" for token in frame.cue):
        return True
    return bool(frame.said) and (frame.said[0].lower_ in {"for", "to", "that"} or _has_infinitive(frame))


def _has_infinitive(frame: Frame) -> bool:
    """Whether what is said is an infinitive, with its subject or without: "the parties to reply", "not to speak"."""
    head = main_of(frame.said)
    early = frame.said[:14]
    if any(
        token.lower_ in {"whether", "how", "why", "who", "when", "where", "what", "which", "about"}
        for token in early[:3]
    ):
        return False
    if (
        head is not None
        and _begins_with_to(head)
        and not any(t.dep_ in {"mark"} and t.lower_ == "that" for t in head.children)
    ):
        return True
    if early and early[0].lower_ in {"not", "to"}:
        return any(token.lower_ == "to" for token in early[:2])
    return addressed_in_content(frame) is not None


def _begins_with_to(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _demands(frame: Frame, verbs: set[str]) -> bool:
    if "call" in verbs:
        return any(token.lower_ in {"on", "upon", "for"} for token in (*frame.cue, *frame.clause, *frame.said[:1]))
    if verbs & DEMANDING:
        return True
    if "insist" in verbs:
        return _subjunctive(frame) or any(token.lower_ == "on" for token in (*frame.cue, *frame.said[:1]))
    first = frame.said[0].lower_ if frame.said else ""
    if "want" in verbs:
        return bool(first) and first not in {"to", "that"}
    if verbs & TO_OTHERS and _has_infinitive(frame):
        wishes_himself = bool(verbs & {"like", "wish"}) and first == "to"
        passive = frame.verb is not None and frame.verb.tag_ == "VBN"
        rumoured = "say" in verbs and (passive or first not in {"to", "not"})
        return not wishes_himself and not rumoured
    return bool(verbs & {"suggest", "advise"}) and any(token.lower_ == "should" for token in frame.said)


def _gives_word(frame: Frame) -> bool:
    """Such as "gave an assurance", "has given the Speaker | that assurance", "had given her its word"."""
    objects = [child for token in frame.cue for child in token.children if child.dep_ == "dobj"]
    return any(token.lemma_ in GIVING for token in (*frame.cue, *frame.said[:4], *objects))


def _subjunctive(frame: Frame) -> bool:
    """Such as "insisted that | the list be handed over"."""
    main = main_of(frame.said)
    if main is None:
        return False
    auxiliary = [child for child in main.children if child.dep_ in {"aux", "auxpass"}]
    return (main.tag_ == "VB" and not auxiliary) or any(
        child.lower_ == "be" and child is auxiliary[0] for child in auxiliary
    )
