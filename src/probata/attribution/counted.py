"""What a number counts, and in which unit."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from probata.attribution.claimants import figure_words
from probata.attribution.numbers import Number
from probata.attribution.parsed import Parsed
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

_SPACE = "[ \u00a0\u202f]"
_PERCENT = re.compile(rf"{_SPACE}?(?:%|‰|per{_SPACE}?cent(?!\w)|percent(?!\w)|percentage{_SPACE}points?(?!\w))", re.I)
_SYMBOL = re.compile(r"(?P<c>US|NZ|HK|C|A)?(?P<s>[$€£¥])\s?$")
_SYMBOLS = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_COUNTRY = {
    "US": "US dollars",
    "C": "Canadian dollars",
    "A": "Australian dollars",
    "NZ": "New Zealand dollars",
    "HK": "Hong Kong dollars",
}
_SHORT = re.compile(rf"{_SPACE}?(?P<u>km|cm|mm|kg|ha|t|m)(?!\w)")
_SHORTS = {
    "km": "kilometres", "cm": "centimetres", "mm": "millimetres", "kg": "kilograms", "ha": "hectares", "t": "tonnes",
    "m": "metres",
}  # fmt: skip
_NEXT = re.compile(rf"(?:{_SPACE}|-)(?:of{_SPACE})?(?P<word>[A-Za-z]+)")
_WORDS = re.compile(
    rf"(?:{_SPACE}|-)(?P<of>of{_SPACE}(?:the{_SPACE}|its{_SPACE}|their{_SPACE})?)?(?P<words>[a-z]+(?:{_SPACE}[a-z]+)?)"
)
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "lives": "life", "bodies": "body",
    "casualties": "casualty", "fatalities": "fatality", "deputies": "deputy", "centuries": "century",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts.

    Attributes:
        counts: the noun phrase; None where none stands beside the number.
        unit: "people", "%", "US dollars", "days" …; "" for things.
        end: where the unit or the noun ends, the number's own end where there is none.
        head: the noun's lemma, "".
        money: whether it is a sum.
        whole: whether the number is of whole things, so that ``1.000`` of them are a thousand.
        plural: whether the noun is in the plural.
    """

    counts: Span | None
    unit: str
    end: int
    head: str = ""
    money: bool = False
    whole: bool = False
    plural: bool = False


def counted_by(text: str, parsed: Parsed, number: Number, content: Span) -> Counted:
    """What a number counts.

    Args:
        text: frozen text.
        parsed: of the block; where it doesn't hold the number, the words behind the number decide.
        number: the number.
        content: what is said.
    """
    percent = _PERCENT.match(text, number.span.end, content.end)
    if percent:
        return Counted(_of(text, parsed, percent.end(), content), "%", percent.end())
    if number.sort == "times":
        return Counted(None, "times", number.span.end)
    short = _SHORT.match(text, number.span.end, content.end)
    if short:
        return Counted(None, _SHORTS[short["u"]], short.end())
    symbol = _SYMBOL.search(text, max(content.start, number.span.start - 4), number.span.start)
    if symbol:
        unit = _COUNTRY.get(symbol["c"] or "", _SYMBOLS[symbol["s"]])
        return Counted(None, unit, number.span.end, money=True)
    noun = _noun(parsed, number)
    if noun is not None:
        return _named(parsed, number, noun)
    return _by_words(text, number, content) if _may_count(parsed, number) else Counted(None, "", number.span.end)


def _noun(parsed: Parsed, number: Number) -> Token | None:
    """The noun to the right that a number belongs to."""
    words = parsed.words(number.span)
    if words is None or not number.span.within(parsed.block.span):
        return None
    last = words[-1]
    for token in words:
        head = token.head
        for _ in range(4):
            if head.i > last.i and head.pos_ in ("NOUN", "PROPN") and head.i - last.i <= 7:
                return head if _nothing_between(last, head) else None
            if head.head is head:
                break
            head = head.head
    behind = last.nbor() if last.i + 1 < len(last.doc) else None
    if behind is not None and behind.lower_ == "of":
        return next((child for child in behind.children if child.dep_ == "pobj"), None)
    return None


def _may_count(parsed: Parsed, number: Number) -> bool:
    """Whether the word behind a number is a noun, or isn't parsed."""
    words = parsed.words(number.span)
    if words is None or words[-1].i + 1 >= len(words.doc):
        return True
    return words[-1].nbor().pos_ in ("NOUN", "PROPN", "PUNCT", "SYM")


def _nothing_between(last: Token, head: Token) -> bool:
    return not any(
        token.is_punct or token.pos_ in ("VERB", "AUX", "ADP")
        for token in head.doc[last.i + 1 : head.i]
        if token.lower_ not in ("of", "-")
    )


def _named(parsed: Parsed, number: Number, noun: Token) -> Counted:
    end = parsed.start + noun.idx + len(noun.text)
    near = noun.doc[max(0, noun.i - 12) : noun.i + 1]
    first = next((t for t in near if parsed.start + t.idx >= number.span.end and t.text != "-"), noun)
    if first.lower_ == "of" and first.i < noun.i:
        first = first.nbor()
    return _counted(Span(parsed.start + first.idx, end), noun.lower_, end, plural=noun.tag_ in ("NNS", "NNPS"))


def _of(text: str, parsed: Parsed, start: int, content: Span) -> Span | None:
    """The noun phrase after "of": "62 % of the bodies"."""
    found = re.compile(rf"{_SPACE}of{_SPACE}").match(text, start, content.end)
    words = parsed.words(Span(start, found.end())) if found else None
    noun = (
        next((t for word in words for t in word.children if word.lower_ == "of" and t.dep_ == "pobj"), None)
        if words
        else None
    )
    return parsed.token_span(noun.left_edge, noun) if noun is not None else None


def _by_words(text: str, number: Number, content: Span) -> Counted:
    """By the word behind, where there is no parse."""
    found = _NEXT.match(text, number.span.end, content.end)
    if found is None:
        return Counted(None, "", number.span.end)
    word = found["word"].casefold()
    span = Span(*found.span("word"))
    counted = _counted(span, word, span.end, plural=word.endswith("s") or word in _IRREGULAR)
    return counted if counted.unit or counted.plural else Counted(None, "", number.span.end)


def _counted(span: Span, word: str, end: int, *, plural: bool) -> Counted:
    lemma = singular(word)
    if lemma in figure_words("durations"):
        return Counted(None, lemma + "s" if lemma != "century" else "centuries", end, lemma, plural=plural)
    if lemma in figure_words("money") and lemma not in ("pound",):
        return Counted(None, _plural(lemma), end, lemma, money=True, plural=plural)
    if lemma in figure_words("measures"):
        return Counted(None, _plural(lemma), end, lemma, plural=plural)
    if lemma in figure_words("people") or word in figure_words("people"):
        return Counted(span, "people", end, lemma, whole=True, plural=True)
    return Counted(span, "", end, lemma, whole=True, plural=plural)


def singular(word: str) -> str:
    """A noun's singular, roughly: enough to look it up."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word


def _plural(lemma: str) -> str:
    units = {"foot": "feet", "feet": "feet", "inch": "inches", "usd": "US dollars", "eur": "euros", "gbp": "pounds"}
    return units.get(lemma, lemma if len(lemma) <= 2 else lemma + "s")
