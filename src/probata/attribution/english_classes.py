"""Classes of words that attribute: what a rare word shares with frequent ones."""

from functools import cache
from importlib import resources


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """The classes of each lemma, in the order of the file ``words/english-classes.txt``."""
    text = resources.files("probata.attribution").joinpath("words", "english-classes.txt").read_text("utf-8")
    made: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        name, colon, lemmas = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for lemma in lemmas.split():
            known = made.get(lemma, ())
            made[lemma] = known if name in known else (*known, name)
    return made
