"""Checks of one later passage against one commitment: each gives a reason, or nothing.

Rules:
* A check reads words; it knows nothing of what happened. Its label is a suggestion.
* Who speaks matters: the same words are a refusal by the one who is to act, and another's claim by anybody else. Where
  the speaker is not known, that is said and counts less.
"""

from collections.abc import Callable
from dataclasses import dataclass

from probata.attribution.numbers import numbers_in
from probata.statements.consistency_cues import found
from probata.statements.consistency_pairs import contradicts
from probata.statements.consistency_values import Commitment, Label, Passage, Quantity, Reason, Sides
from probata.statements.retrieval_words import words_of

_YEARS = (1900, 2100)
# Words beside which a number counts the same things.
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Compared:
    """A commitment beside a passage.

    Attributes:
        commitment: which.
        passage: which.
        alike: how much of their words the two share, 0 to 1.
        speaker: ``same side``, ``another``, or ``unknown`` for the reporter's own words and unknown speakers.
    """

    commitment: Commitment
    passage: Passage
    alike: float
    speaker: str

    @property
    def claims(self) -> str:
        """Who says it, for a reason's words."""
        if self.speaker == "same side":
            return "said by the party that is to act"
        return f"claimed by {self.passage.printed or self.passage.speaker or 'the document itself'}"


def compared(commitment: Commitment, passage: Passage, alike: float, sides: Sides) -> Compared:
    """A commitment beside a passage, with who speaks in it."""
    return Compared(commitment, passage, alike, speaker_of(commitment, passage, sides))


def speaker_of(commitment: Commitment, passage: Passage, sides: Sides) -> str:
    """Whether a passage's speaker stands on the side of the one who is to act."""
    if passage.speaker:
        return "same side" if sides.same(commitment.party, passage.speaker) else "another"
    publisher = passage.publisher.lower()
    published = any(name.lower() in publisher for name in sides.names_of(commitment.party))
    return "same side" if published and publisher else "unknown"


def denied(pair: Compared) -> Reason | None:
    """The commitment itself is denied: "never promised", "gave no undertaking"."""
    words = found("denial", pair.passage.text)
    if not words and pair.passage.kind == "denial" and found("promise", pair.passage.text):
        words = found("promise", pair.passage.text)
    if not words:
        return None
    return _reason("denial", f"that it was promised is denied, {pair.claims}", words, "contradicts", 3.0)


def withdrawn(pair: Compared) -> Reason | None:
    """The same party withdraws, cancels or suspends; for another party it is that party's claim."""
    words = found("stops", pair.passage.text) or ("withdrawal" if pair.passage.kind == "withdrawal" else "")
    if not words or pair.commitment.action.lower().find(words.lower()[:7]) >= 0:
        return None
    points = 1.6 if pair.speaker == "same side" else 0.6
    return _reason(
        "withdrawal", f"something is withdrawn, stopped or rejected, {pair.claims}", words, "contradicts", points
    )


def refused(pair: Compared) -> Reason | None:
    """The same party says that it will not do what was undertaken, or undertakes not to."""
    words = found("refusal", pair.passage.text)
    if not words or pair.commitment.negative or found("again", pair.passage.text):
        return None
    points = {"same side": 2.0, "unknown": 1.0, "another": 0.6}[pair.speaker]
    return _reason("refusal", f"an act is refused, {pair.claims}", words, "contradicts", points)


def negated_alike(pair: Compared) -> Reason | None:
    """Nearly the same words, negated in one and not in the other."""
    why = contradicts(pair.commitment.text, pair.passage.text)
    if not why.startswith("negated"):
        return None
    words = found("negation", pair.passage.text)
    return _reason("negation", "much the same words, with a negation in one of the two only", words, "contradicts", 1.0)


def conditional(pair: Compared) -> Reason | None:
    """A condition that the commitment did not have."""
    words = found("condition", pair.passage.text)
    if not words or (pair.commitment.condition and words.lower() in pair.commitment.condition.lower()):
        return None
    points = {"same side": 2.4, "unknown": 1.4, "another": 0.7}[pair.speaker]
    return _reason("condition", f"a condition is named, {pair.claims}", words, "conditional", points)


def fewer(pair: Compared) -> Reason | None:
    """A number of the same things below the number promised."""
    promised, stated = _numbers(pair)
    if not promised or stated is None:
        return None
    most = max(number.high for number in promised)
    less = found("less", pair.passage.text)
    label: Label = "narrows" if pair.speaker == "same side" else "breaches"
    if found("done", pair.passage.text) and not found("failure", pair.passage.text):
        label = "fulfils"
    says = f"{stated.words} here, {_written(most)} promised, {pair.claims}"
    return _reason("lower number", says, stated.words, label, 1.5 + 0.5 * bool(less))


def _numbers(pair: Compared) -> tuple[list[Quantity], Quantity | None]:
    """The numbers promised, and the largest in the passage that is below them and may count the same."""
    promised = [each for each in numbers_of(pair.commitment.text, pair.commitment.quantities) if each.low > 1]
    if not promised:
        return [], None
    most = max(number.high for number in promised)
    below = [each for each in numbers_of(pair.passage.text, pair.passage.quantities) if 0 <= each.high < most]
    wanted = set(words_of(f"{pair.commitment.object} {pair.commitment.action}"))
    same = [each for each in below if wanted & set(words_of(each.counts or pair.passage.text))]
    return promised, max(same, key=lambda each: each.high, default=None)


def numbers_of(text: str, given: tuple[Quantity, ...]) -> list[Quantity]:
    """The numbers of a text: those handed in, or as they are read here; years and days of a month left out."""
    if given:
        return list(given)
    numbers = numbers_in(text, 0, len(text))
    return [
        Quantity(number.low, number.high, text[number.span.start : number.span.end + _NEAR], number.span.of(text))
        for number in numbers
        if not _YEARS[0] <= number.low <= _YEARS[1] and not _is_date(text, number.span.start, number.span.end)
    ]


_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)


def _is_date(text: str, start: int, end: int) -> bool:
    after, before = text[end : end + 12].split(), text[max(start - 12, 0) : start].split()
    named = (after[:1] or [""])[0], (before[-1:] or [""])[0]
    return any(word.strip(".,;").lower() in _MONTHS for word in named) or text[end : end + 1] == ":"


def _written(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def failed(pair: Compared) -> Reason | None:
    """Non-compliance reported: by another party, by the document itself, or admitted."""
    words = found("failure", pair.passage.text)
    if not words:
        return None
    points = {"same side": 0.8, "unknown": 2.0, "another": 2.2}[pair.speaker]
    return _reason("non-compliance reported", f"that it was not done is {_as_claim(pair)}", words, "breaches", points)


def acted_against(pair: Compared) -> Reason | None:
    """Of a commitment not to act: that the act happened is reported, without a negation."""
    if not pair.commitment.negative or pair.speaker == "same side" or found("negation", pair.passage.text):
        return None
    points = 1.8 if pair.alike >= 0.1 else 1.0
    return _reason(
        "forborne act reported", f"an act like the one forsworn is {_as_claim(pair)}", "", "breaches", points
    )


def _as_claim(pair: Compared) -> str:
    return pair.claims if pair.speaker != "same side" else "admitted by the party that is to act"


def fulfilled(pair: Compared) -> Reason | None:
    """Fulfilment reported, and by whom."""
    words = found("done", pair.passage.text)
    if not words:
        return None
    points = 1.7 if not found("negation", pair.passage.text) else 0.6
    return _reason("fulfilment reported", f"that something was done is {pair.claims}", words, "fulfils", points)


def repeated(pair: Compared) -> Reason | None:
    """The same said again: by the same party, or relayed by another."""
    words = found("again", pair.passage.text)
    likely = 0.9 if words else 0.0
    future = found("promise", pair.passage.text)
    likely += 0.6 * bool(future) + 2.5 * max(pair.alike - 0.12, 0.0)
    likely += 0.5 * (pair.speaker == "same side") * (pair.passage.kind in {"commitment", ""})
    if likely < 0.9:
        return None
    return _reason("repetition", f"much the same is said again, {pair.claims}", words or future, "repeats", likely)


def narrowed(pair: Compared) -> Reason | None:
    """What was undertaken is read more narrowly: an exception, a smaller scope, a later day."""
    words = found("limit", pair.passage.text)
    if not words:
        return None
    points = {"same side": 2.3, "unknown": 1.4, "another": 0.8}[pair.speaker]
    return _reason("narrower", f"what was undertaken is said to cover less, {pair.claims}", words, "narrows", points)


def later_day(pair: Compared) -> Reason | None:
    """A day after the deadline is named by the one who is to act."""
    deadline = pair.commitment.deadline
    later = [
        day for day in pair.passage.dates if deadline and day[: len(deadline)] > deadline and day > pair.passage.date
    ]
    if not later or pair.speaker == "another":
        return None
    return _reason("later day", f"{later[0]} is named, {deadline} was promised, {pair.claims}", "", "narrows", 1.8)


def _reason(name: str, says: str, words: str, label: Label, points: float) -> Reason:
    return Reason(name, says, words, label, points)


CHECKS: tuple[Callable[[Compared], Reason | None], ...] = (
    denied,
    withdrawn,
    refused,
    negated_alike,
    conditional,
    fewer,
    failed,
    acted_against,
    fulfilled,
    repeated,
    narrowed,
    later_day,
)
