"""Words and pieces of words by which passages are compared: lower case, endings cut off, numbers as digits."""

import re
from collections import Counter
from functools import cache, lru_cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_ENDINGS = (
    *("ations", "ation", "ings", "ments", "ment", "ness", "ions", "ing", "ies", "ied", "ion", "ers"),
    *("er", "ed", "es", "ly", "al", "s", "e"),
)
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
seventeen eighteen nineteen twenty"
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: str(value) for value, word in enumerate(_UNITS.split())} | {
    word: str(10 * value) for value, word in enumerate(_TENS.split(), 3)
} | {"hundred": "100", "dozen": "12"}  # fmt: skip
_GRAM = 4


@cache
def function_words() -> frozenset[str]:
    """Words that say nothing of what a passage is about."""
    text = resources.files("probata.statements").joinpath("function_words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def words_of(text: str) -> list[str]:
    """The words that carry meaning, in order, each without its ending: "released" and "release" are one."""
    return [stem(word) for word in _plain(text)]


def as_written(text: str) -> dict[str, str]:
    """For each word without its ending the word as it first stands in a text."""
    written: dict[str, str] = {}
    for word in _WORD.findall(text):
        lower = word.lower()
        written.setdefault(stem(_NUMBERS.get(lower, lower.replace(",", ""))), word)
    return written


def pieces_of(text: str) -> list[str]:
    """All runs of four letters within words, the ends of a word marked: alike for names in several spellings."""
    return [
        marked[place : place + _GRAM]
        for word in _plain(text)
        for marked in [f"<{word[:60]}>"]
        for place in range(max(1, len(marked) - _GRAM + 1))
    ]


def _plain(text: str) -> list[str]:
    leave_out = function_words()
    found = (_NUMBERS.get(word, word.replace(",", "")) for word in _WORD.findall(text.lower()))
    return [word for word in found if word not in leave_out and (len(word) > 1 or word.isdigit())]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its ending."""
    if word[0].isdigit():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word


def counts_of(words: list[str]) -> Counter[str]:
    """How often each stands there."""
    return Counter(words)
