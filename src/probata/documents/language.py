"""Which language a section is in: as stated, else guessed from its words."""

import importlib
import re
from functools import cache
from typing import Any

LEAST_LETTERS = 60
_SAMPLE = 4000
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_CODE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")


def language_of(stated: str, text: str) -> tuple[str, str]:
    """ISO 639-1 code and how it is known: ``stated``, ``guessed``, or "" with ``und``.

    Args:
        stated: what the source says, such as ``en-GB``.
        text: the section's words.
    """
    if found := _CODE.match(stated.strip()):
        return found.group().lower(), "stated"
    sample = text[:_SAMPLE]
    if len(_NOT_LETTERS.sub("", sample)) < LEAST_LETTERS:
        return "und", ""
    code, _ = _guesser().classify(sample)
    return str(code), "guessed"


@cache
def _guesser() -> Any:
    """The guesser, loaded when a text is first met that doesn't say its language."""
    return importlib.import_module("py3langid")
