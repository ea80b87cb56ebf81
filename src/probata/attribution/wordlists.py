"""The word lists beside the code: one entry a line, with comments that say where they are from."""

import re
from functools import cache
from importlib import resources


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of a list, in order, in lower case.

    Args:
        name: of the file in ``attribution/words``.
    """
    text = (resources.files(__package__) / "words" / name).read_text("utf-8")
    lines = (line.split("#", 1)[0].strip().lower() for line in text.splitlines())
    return tuple(line for line in lines if line)


@cache
def pattern(name: str) -> "re.Pattern[str]":
    """An expression that finds the entries of a list as whole words, the longest first, in either case.

    A space stands for up to three, an apostrophe for either form. Fixed strings only: no time is lost on hostile text.
    """
    longest = sorted(entries(name), key=len, reverse=True)
    return re.compile("|".join(rf"\b{_written(entry)}\b" for entry in longest), re.IGNORECASE)


def _written(entry: str) -> str:
    return re.escape(entry).replace(r"\ ", r"\s{1,3}").replace("'", "['’]")
