"""Whether two sentences contradict each other by a negation or a number alone: no knowledge of the world, no model."""

from probata.statements.consistency_cues import found
from probata.statements.retrieval_words import words_of

_ALIKE = 0.5  # of the shorter sentence's words


def contradicts(first: str, second: str) -> str:
    """Why two sentences contradict each other, "" where they don't by these rules.

    Two sentences that share most of their words contradict each other where one alone is negated, or where both have
    numbers and none in common.
    """
    one, two = set(words_of(first)), set(words_of(second))
    if not one or not two or len(one & two) < _ALIKE * min(len(one), len(two)):
        return ""
    negated = found("negation", first), found("negation", second)
    if bool(negated[0]) != bool(negated[1]):
        return f"negated in one only: {negated[0] or negated[1]}"
    numbers = [{word for word in words if word.isdigit()} for words in (one, two)]
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        return f"numbers differ: {', '.join(sorted(numbers[0]))} and {', '.join(sorted(numbers[1]))}"
    return ""
