"""Names of persons, so that one name written in two scripts or spellings is one text: tokens, parts and keys.

Rules:
* Arabic: diacritics and tatweel are left out; forms of alef, ya, ta marbuta and hamza are one; the article goes.
* Latin: case, accents and doubled letters go; spellings of one sound are one (ou, oo, o → u; e → i; ph → f …).
* ``Abd``, ``Abu`` and ``Umm`` are joined to what they belong to; ``bin``, ``ibn``, ``bint`` and titles are left out.
* A name in Arabic gets the Latin form that most people use for it (`romanized`), folded in the same way.
* A key is the consonants of the Latin form: what is left where vowels are written in any way.
* Of a whole name the first token is the given name, the last the family's, between them the father's and grandfather's.

Not here: how alike two forms are (`comparisons`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from probata.lists.records import Record
from probata.lists.romanized import romanized
from probata.settings.lists import NAME_FIELDS

PARTS = NAME_FIELDS[1:]
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0621]")
_ONE_LETTER = str.maketrans("أإآٱىئؤةکیگھہ", "ااااييوهكيكهه")
_PARTICLES = "bin ibn ben bint bn binti al el as ash ar an at ad az ul ud ur us بن ابن بنت ال"
_TITLES = "dr mr mrs ms eng haj hajj hajji د السيد السيده الحاج"
_DROPPED = frozenset(f"{_PARTICLES} {_TITLES}".split())
_JOINED = {
    **dict.fromkeys(("abd", "abdul", "abdel", "abdal", "abdu", "abdur"), "abd"),
    **dict.fromkeys(("abu", "abou", "abo"), "abu"),
    **dict.fromkeys(("um", "umm", "om"), "um"),
    **{word: word for word in ("عبد", "ابو", "ام")},
}
_SOUNDS = (
    ("tch", "sh"), ("ch", "sh"), ("ph", "f"), ("dj", "j"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("ei", "ai"), ("ey", "ai"), ("ay", "ai"), ("ie", "i"), ("o", "u"), ("e", "i"), ("y", "i"), ("w", "u"),
)  # fmt: skip
_ALIKE = {"muhamid": "muhamad", "muhamd": "muhamad", "mhamad": "muhamad", "mhmd": "muhamad", "muhd": "muhamad",
          "md": "muhamad", "mahamad": "muhamad", "ahmid": "ahmad", "mahmud": "mahmud", "husin": "husain",
          "husaiin": "husain", "iusif": "iusuf", "iusaf": "iusuf", "iusuf": "iusuf"}  # fmt: skip
_ARTICLE = re.compile(r"^(?:al|el|as|ash|ar|an|at|ad|az|ul)[-'’]+")
_ALLAH = re.compile(r"abd[aiu]?la?h?")
_ATTACHED = re.compile(r"^عبدال(?!له$)")
_FOLDED_ABD = re.compile(r"^abd[aiu]?l?(?=[a-z]{4,})")
_VOWELS = re.compile(r"[aiu]")
_KEY = (("q", "k"), ("kh", "h"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("z", "s"), ("v", "f"), ("p", "b"), ("c", "k"))


@dataclass(frozen=True, slots=True)
class Form:
    """One part of a name, in the forms that are compared.

    Attributes:
        latin: folded; "" where the part is unknown.
        key: the consonants of it.
        arabic: folded; "" where it isn't written in Arabic.
    """

    latin: str = ""
    key: str = ""
    arabic: str = ""


NOT_GIVEN = Form()
Forms = Mapping[str, Form]


def forms(records: Iterable[Record]) -> list[Forms]:
    """The forms of each record's names, by part of `PARTS`; what is unknown is `NOT_GIVEN`."""
    divided = [_divided(record.names) for record in records]
    latin = romanized({token for parts in divided for _, arabic in parts.values() for token in arabic.split()})
    return [{part: _form(*parts.get(part, ("", "")), latin) for part in PARTS} for parts in divided]


def _form(latin: str, arabic: str, known: Mapping[str, str]) -> Form:
    if not latin and arabic:
        latin = "".join(fold_latin(known[token]) for token in arabic.split())
    plain = latin.replace(" ", "")
    return Form(plain, key_of(plain), arabic.replace(" ", "")) if plain or arabic else NOT_GIVEN


def _divided(names: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, str]]:
    """The Latin and the Arabic text of each part; tokens of one part are parted by spaces."""
    found: dict[str, tuple[str, str]] = {}
    for arabic in (False, True):
        for key in NAME_FIELDS:
            texts = [text for text in names.get(key, ()) if is_arabic(text) == arabic]
            if not texts:
                continue
            given = tokens(texts[0])
            parts = _parts(given) if key == "name" else {key: " ".join(given)}
            for part, text in parts.items():
                before = found.get(part, ("", ""))
                if text:
                    found[part] = (before[0], text) if arabic else (text, before[1])
    return found


def _parts(given: Sequence[str]) -> dict[str, str]:
    """The parts of a whole name."""
    if len(given) <= 1:
        return {"given": given[0]} if given else {}
    between = given[1:-1]
    return {
        "given": given[0],
        "father": between[0] if between else "",
        "grandfather": " ".join(between[1:]),
        "family": given[-1],
    }


def is_arabic(text: str) -> bool:
    """Whether a text holds an Arabic letter."""
    return bool(_ARABIC.search(text))


def tokens(text: str) -> list[str]:
    """The tokens of a name, folded, without particles and titles; ``Abd`` and the like joined to the next."""
    plain = _arabic_letters(text) if is_arabic(text) else _latin_letters(text)
    found: list[str] = []
    waiting = ""
    for word in plain.split():
        bare = _bare(word)
        if bare in _JOINED and not waiting:
            waiting = _JOINED[bare]
        elif bare and bare not in _DROPPED:
            found.append(_joined(waiting, bare))
            waiting = ""
    if waiting:
        found.append(waiting)
    return found


def _bare(word: str) -> str:
    if is_arabic(word):
        return word[2:] if word.startswith("ال") and len(word) > 4 and word != "الله" else word
    return re.sub(r"[^a-z]", "", _ARTICLE.sub("", word))


def _joined(first: str, word: str) -> str:
    """One token of two; in Latin folded."""
    if is_arabic(word):
        return _ATTACHED.sub("عبد", f"{first}{word}")
    folded = fold_latin(word)
    if _ALLAH.fullmatch(f"{first}{folded}"):
        return "abdula"
    return f"{first}{folded}" if first else _FOLDED_ABD.sub("abd", folded)


def _arabic_letters(text: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ONE_LETTER)
    return re.sub(r"[^\u0620-\u064a\u066e-\u06d3 ]", " ", plain)


def _latin_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("ß", "ss")).casefold()
    return re.sub(r"[^a-z'’ -]", " ", "".join(each for each in plain if not unicodedata.combining(each)))


def fold_latin(word: str) -> str:
    """A Latin word with one spelling for each sound."""
    plain = re.sub(r"[^a-z]", "", _ARTICLE.sub("", _latin_letters(word)))
    plain = re.sub(r"(?<=[aeiou])h$", "", plain)
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    plain = re.sub(r"(.)\1+", r"\1", plain)
    return _ALIKE.get(plain, plain)


def key_of(folded: str) -> str:
    """The consonants of a folded word: its first letter, if a vowel as ``a``, then what isn't a vowel."""
    if not folded:
        return ""
    plain = folded
    for written, sound in _KEY:
        plain = plain.replace(written, sound)
    first = "a" if plain[0] in "aiu" else ""
    return first + re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", plain))
