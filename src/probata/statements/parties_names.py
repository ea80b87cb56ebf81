"""Names folded so that one name in two spellings or scripts is one text.

Rules:
* Case, accents, hyphens and dots go; so do articles and titles at the beginning and possessive endings.
* Cyrillic and Greek are spelled letter by letter; Arabic by the dictionary of names that Probata has, in one way.
* A key is what is left without vowels and doubled letters: equal keys are a reason to ask, folded equality to answer.
"""

import importlib
import re
import unicodedata
from functools import lru_cache
from typing import Protocol, cast

from probata.attribution.speakers_words import ARTICLES

_WORDS = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_POSSESSIVE = re.compile(r"['’]s\b")
_SPELLED = (
    "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts "
    "чch шsh щshch ъ ыy ь эe юyu яya іi їyi єye ґg "
    "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo "
    "ıi øo łl đd ßss æae œoe þth ðd"
)  # each letter, and how it is spelled
_LETTERS = str.maketrans({pair[0]: pair[1:] for pair in _SPELLED.split()})
_SOUNDS = (("kh", "h"), ("gh", "g"), ("ch", "sh"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("w", "v"))
_VOWELS = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
BEFORE_NAMES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "madam", "hon"})
LONGEST = 400


class _Romanizer(Protocol):
    def transliterate_many(self, texts: list[str], top_k: int = 1) -> list[str]: ...


@lru_cache(maxsize=1)
def _romanizer() -> _Romanizer:
    """Loaded when first needed: it holds a dictionary of 14 MB."""
    return cast(_Romanizer, importlib.import_module("arabic_name_romanizer").Transliterator(auto_load_model=False))


@lru_cache(maxsize=50_000)
def _latin(word: str) -> str:
    if _ARABIC.search(word):
        return _romanizer().transliterate_many([word])[0].lower()
    return word.translate(_LETTERS)


@lru_cache(maxsize=50_000)
def folded(name: str) -> tuple[str, ...]:
    """The words of a name, folded; articles and titles before it left out.

    Args:
        name: of any script; only its first 400 characters are read.
    """
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", name[:LONGEST]).casefold())
    words = [_bare(_latin(word)) for word in _WORDS.findall(plain)]
    kept = [word for word in words if word]
    while len(kept) > 1 and (kept[0] in ARTICLES or kept[0] in BEFORE_NAMES):
        kept = kept[1:]
    return tuple(kept)


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if letter.isalnum())


@lru_cache(maxsize=50_000)
def key_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The consonants of each word of a folded name, spellings of one sound made one; "" for a word without any."""
    return tuple(_key(word) for word in words)


def _key(word: str) -> str:
    for spelled, one in _SOUNDS:
        word = word.replace(spelled, one)
    return _DOUBLED.sub(r"\1", word[:1] + _VOWELS.sub("", word[1:]))


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())
