"""Arabic names in the Latin spelling that most people use for them: a dictionary of names, and a model for the rest.

Rules:
* Nothing is fetched: dictionary and model come with the package arabic-name-romanizer.
* A word has one Latin form, whatever else is in the list. The model's answer can depend on what it is asked together
  with a word, so it is asked for one word at a time.
"""

import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Protocol, cast

SERVANT = "عبد"


class _Romanizer(Protocol):
    def transliterate_many(self, texts: list[str], top_k: int = 1) -> list[str]: ...


@cache
def _romanizer() -> _Romanizer:
    """Loaded when first needed: it holds a dictionary of 14 MB and a model."""
    return cast(_Romanizer, importlib.import_module("arabic_name_romanizer").Transliterator())


@cache
def _latin(word: str) -> str:
    rest = word.removeprefix(SERVANT)
    if rest != word and len(rest) > 2:
        return "Abd" + ("ullah" if rest == "الله" else _latin(rest))
    return _romanizer().transliterate_many([word])[0]


def romanized(words: Iterable[str]) -> Mapping[str, str]:
    """The Latin form by word; a word that nothing is known of is spelled by the model."""
    return {word: _latin(word) for word in sorted(set(words))}
