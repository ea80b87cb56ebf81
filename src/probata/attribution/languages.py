"""Which language a text is in, and how far statements are read in it.

Rules:
* A language is guessed only among those that inquiries meet, from the words alone; a text that is too short or in
  several languages is ``und``.
* What is not covered is said, in words, so that silence is never taken for "no statement was made".
"""

import importlib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

COVERED_IN_DEPTH = ("en",)
COVERED_QUOTATIONS = ("en", "fr", "es", "ru", "ar")
NAMES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer",
    "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "ms": "Malay", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "no": "Norwegian", "om": "Oromo", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "rw": "Kinyarwanda", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian",
    "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

MOST_READ = 40_000  # code points; the rest of a text says no more about its language
FEWEST_LETTERS = 20
PIECE = 160  # letters; below it a guess is often wrong
LEAST_SHARE = 0.75
LEAST_PROBABILITY = 0.7


def language_of(text: str) -> tuple[str, str]:
    """The language of a text and where that is known from.

    The text's beginning is cut into pieces of about 160 letters; each is given its likeliest language, and one language
    must have three quarters of the letters.

    Args:
        text: of a section.

    Returns:
        ISO 639-1 code and ``guessed``, or ``("und", "")`` where the text is too short, mixed or in none of `NAMES`.

    Source: Naive Bayes over byte sequences (Lui and Baldwin 2011), as `py3langid` has it.
    """
    if _is_in_two_scripts(text[:MOST_READ]):
        return "und", ""
    letters: Counter[str] = Counter()
    total = 0
    for piece, count in _pieces(text[:MOST_READ]):
        total += count
        found, probability = _guess(piece)
        if probability >= LEAST_PROBABILITY:
            letters[found] += count
    if total < FEWEST_LETTERS or not letters:
        return "und", ""
    best = min(letters, key=lambda code: (-letters[code], code))
    return (best, "guessed") if letters[best] >= LEAST_SHARE * total else ("und", "")


def _is_in_two_scripts(text: str) -> bool:
    """Whether no script has three quarters of the letters."""
    scripts = Counter(_script(letter) for letter in text if letter.isalpha())
    total = scripts.total()
    return total > 0 and max(scripts.values()) < LEAST_SHARE * total


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA") else name


def coverage_of(language: str) -> str:
    """How far statements are read in a language, in plain words.

    Args:
        language: ISO 639-1 code, ``und`` where it isn't known.

    Returns:
        Such as ``French: direct quotations with cue and speaker; indirect speech is not read``.
    """
    name = NAMES.get(language, "")
    if language in COVERED_IN_DEPTH:
        return f"{name}: direct, indirect and mixed speech"
    if language in COVERED_QUOTATIONS:
        return f"{name}: direct quotations with cue and speaker; indirect speech is not read"
    if language == "und":
        return "language not known: no statement was read"
    return f"{name or _printable(language)}: not covered, no statement was read"


def _printable(language: str) -> str:
    shown = "".join(letter for letter in language if letter.isalnum() or letter == "-")[:20]
    return f"language “{shown}”"


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Runs of words with about `PIECE` letters, and how many letters each has; a short rest goes with the last."""
    held: list[str] = []
    count = 0
    ready: tuple[list[str], int] | None = None
    for word in text.split():
        if "://" in word or word.startswith("www."):
            continue
        held.append(word)
        count += sum(1 for letter in word if letter.isalpha())
        if count >= PIECE:
            if ready:
                yield " ".join(ready[0]), ready[1]
            ready, held, count = (held, count), [], 0
    if ready and count < FEWEST_LETTERS:
        ready, held, count = (ready[0] + held, ready[1] + count), [], 0
    if ready:
        yield " ".join(ready[0]), ready[1]
    if count:
        yield " ".join(held), count


def _guess(piece: str) -> tuple[str, float]:
    code, probability = _identifier().classify(unicodedata.normalize("NFC", piece))
    return str(code), float(probability)


@cache
def _identifier() -> Any:
    """The model, read once a process when it is first needed: half a second."""
    module = importlib.import_module("py3langid.langid")
    identifier = module.LanguageIdentifier.from_model_file(module.MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(NAMES))
    return identifier
