"""Arabic names in the Latin spelling that most people use for them: by a dictionary of names, else letter by letter.

Rules:
* Nothing is fetched: the dictionary comes with the package arabic-name-romanizer.
* A word has one Latin form, whatever else is in the list. The package's model is not asked: what it answers depends on
  the words that it is asked together with, and on made lists letters alone linked better (docs/lists.md).
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
    """Loaded when first needed: it holds a dictionary of 14 MB."""
    return cast(_Romanizer, importlib.import_module("arabic_name_romanizer").Transliterator(auto_load_model=False))


@cache
def _latin(word: str) -> str:
    rest = word.removeprefix(SERVANT)
    if rest != word and len(rest) > 2:
        return "Abd" + ("ullah" if rest == "الله" else _latin(rest))
    return _romanizer().transliterate_many([word])[0]


def romanized(words: Iterable[str]) -> Mapping[str, str]:
    """The Latin form by word; a word that the dictionary lacks is spelled letter by letter."""
    return {word: _latin(word) for word in sorted(set(words))}
