"""What sort of statement it is.

Rules, in this order:
* A cue that itself denies, condemns, demands, asks or takes back decides.
* What consists of another's words is a report of them.
* Then what is said decides, sentence by sentence: taking back, asking, committing, condemning, demanding, denying.
* Whether something is committed to is judged by `terms`, where a threat is no commitment.
* All else is an assertion.
"""

from collections.abc import Sequence

from probata.attribution.attribution import Attribution, Kind
from probata.attribution.contents import asks, condemns, demands, sentences_of, takes_back
from probata.attribution.contents_clauses import Sentence
from probata.attribution.contents_denials import denies
from probata.attribution.frame import Frame, main_of
from probata.attribution.kinds_cues import UNACCEPTING, kind_by_cue
from probata.attribution.terms import is_commitment

GUESSING = frozenset(
    {"think", "believe", "feel", "fear", "expect", "hope", "suspect", "doubt", "want", "regret", "understand"}
)
UNDERTAKING = frozenset(
    {"promise", "pledge", "undertake", "vow", "agree", "commit", "guarantee", "assure", "swear", "offer", "accept"}
)
ASSURING = frozenset({"assure", "promise", "guarantee", "pledge", "vow", "swear"})
THREATENING = frozenset(
    {"strike", "punish", "retaliate", "avenge", "revenge", "destroy", "crush", "attack", "regret", "pay"}
)
TOLD_BEFORE = frozenset({"tell", "promise", "assure", "write", "inform", "warn", "ask", "pledge", "agree", "announce"})
GREETING = frozenset({"welcome", "praise", "regret", "hail", "support", "thank", "back", "applaud", "salute"})
REPORT_SHARE = 0.7  # of the words, in quotation marks, where more sentences may follow
REPORT_SHARE_INDIRECT = 0.5


def kind_of(frame: Frame, negated: bool) -> Kind:
    """The sort of a statement.

    Args:
        frame: the saying.
        negated: whether the saying is denied.
    """
    by_cue = kind_by_cue(frame, negated)
    if by_cue is not None:
        return by_cue
    sentences = sentences_of(frame.said)
    if sentences and frame.found.mode == "direct" and asks(sentences[-1]):
        return "question"
    if not negated and frame.lemmas & UNDERTAKING and is_commitment(frame.text, frame.parsed, frame.found):
        return "commitment"
    if _is_report(frame):
        return "report"
    return _by_content(frame, sentences, negated)


def _is_report(frame: Frame) -> bool:
    """Whether what is said consists of another's words."""
    if frame.lemmas & GREETING:
        return False
    size = sum(1 for token in frame.said if not token.is_punct)
    top = main_of(frame.said)
    for each in frame.inner:
        if each.cue is None or _is_thought(frame, each):
            continue
        cue = frame.tokens(each.cue)
        if frame.found.mode != "direct" and top is not None and any(token.i == top.i for token in cue):
            return True
        parts = [each.cue, *each.content, *((each.speaker,) if each.speaker else ())]
        start, end = min(part.start for part in parts), max(part.end for part in parts)
        offset = frame.parsed.start
        inside = sum(1 for token in frame.said if start <= token.idx + offset < end and not token.is_punct)
        share = REPORT_SHARE if frame.found.mode == "direct" else REPORT_SHARE_INDIRECT
        if size and inside / size >= share:
            return True
    return False


def _assures(frame: Frame) -> bool:
    """Whether the cue assures that something will be, whoever is to see to it, and nobody is threatened."""
    if not frame.lemmas & ASSURING:
        return False
    lemmas = {token.lemma_ for token in frame.said[:60]}
    future = any(
        token.tag_ == "MD" and token.lower_ in {"will", "would", "shall", "'ll", "’ll"} for token in frame.said[:60]
    )
    return future and not lemmas & THREATENING


def _is_thought(frame: Frame, each: Attribution) -> bool:
    """Whether the inner one makes nobody's words: it thinks or refuses, or is how the same speaker puts it."""
    cue, speaker = frame.tokens(each.cue), frame.tokens(each.speaker)
    lemmas = {token.lemma_ for token in cue} | {token.lower_ for token in cue}
    if lemmas & (UNACCEPTING | GUESSING | {"know", "regretted", "hoped", "intend", "plan", "aim", "decide", "mean"}):
        return True
    if len(speaker) == 1 and speaker[0].lower_ in {"i", "we"}:
        return True
    himself = len(speaker) == 1 and speaker[0].lower_ in {"he", "she", "it", "they"} and frame.found.mode != "direct"
    return himself and not lemmas & TOLD_BEFORE


def _by_content(frame: Frame, sentences: Sequence[Sentence], negated: bool) -> Kind:
    if not sentences:
        return "commitment" if is_commitment(frame.text, frame.parsed, frame.found) else "assertion"
    if any(takes_back(sentence) for sentence in sentences):
        return "withdrawal"
    if asks(sentences[-1]):
        return "question"
    if not negated and (is_commitment(frame.text, frame.parsed, frame.found) or _assures(frame)):
        return "commitment"
    direct = frame.found.mode == "direct"
    if any(condemns(sentence) for sentence in sentences):
        return "condemnation"
    leading = (sentences[0], *(() if len(sentences) > 2 else sentences[1:]))
    if any(demands(sentence, direct) for sentence in leading):
        return "demand"
    if negated or frame.lemmas & GUESSING:
        return "assertion"
    return "denial" if any(denies(sentence) for sentence in leading) else "assertion"
