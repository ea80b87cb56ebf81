"""Phrases by which a later passage is read, from ``consistency_cues.txt``: an expression a list, linear in the text."""

import re
from functools import cache
from importlib import resources


@cache
def cue_lists() -> dict[str, re.Pattern[str]]:
    """An expression for each list of phrases, by name."""
    text = resources.files("probata.statements").joinpath("consistency_cues.txt").read_text("utf-8")
    phrases: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            phrases.setdefault(name, []).append(line)
    return {name: _any_of(group) for name, group in phrases.items()}


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Any of some phrases as whole words; longest first, so that "no longer" is not read as "no"."""
    written = [_written(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile(rf"\b(?:{'|'.join(written)})\b", re.IGNORECASE)


def _written(phrase: str) -> str:
    if phrase.startswith("*"):
        return rf"\w{{1,20}}{re.escape(phrase[1:])}"
    words = [re.escape(word.rstrip("*")) + (r"\w{0,20}" if word.endswith("*") else "") for word in phrase.split()]
    return " ".join(words).replace("'", "['’]")


def found(name: str, text: str) -> str:
    """The first words of a list that stand in a text, "" where none do."""
    match = cue_lists()[name].search(text)
    return match.group() if match else ""
