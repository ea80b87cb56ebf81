"""HTML in tokens: text, start tags, end tags, and the contents of elements that hold no markup, each with its place.

Rules:
* Every byte of the source is looked at a bounded number of times.
* As the WHATWG's tokenizer does: a comment, a script or a tag that isn't ended goes on to the end of the page.
* Entities are resolved from a fixed table; there is no document type to define others.

Why not lxml: a parser's tree doesn't say at which byte a text begins, and the offset map must.

Source: WHATWG HTML, section 13.2.5.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

TokenKind = Literal["text", "start", "end", "raw"]
RAW = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})
CHARACTERS_RESOLVED = frozenset({"title", "textarea"})
_KEPT = frozenset(
    {"alt", "aria-hidden", "charset", "class", "content", "datetime", "hidden", "href", "http-equiv", "id"}
    | {"itemprop", "lang", "name", "open", "property", "rel", "role", "style", "type", "xml:lang"}
)
_NAME = re.compile(r"[A-Za-z][^\s/>\0]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>(?![\"'])[^\s>]*+)))?+)"
)
_QUOTE_AHEAD = re.compile(r"\s*+=\s*+[\"']")
_CLOSE = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
_COMMENT_END = re.compile(r"--!?>")
_IN_SCRIPT = re.compile(r"<!--|-->|</?script(?=[\s/>])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,9}(?![0-9]);?|#[xX][0-9a-fA-F]{1,8}(?![0-9a-fA-F]);?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_LONG_ENTITY = re.compile(r"&#(?:[0-9]{10,}|[xX][0-9a-fA-F]{9,});?")
_LONGEST_VALUE = 1 << 16


@dataclass(frozen=True, slots=True)
class Token:
    """A token.

    Attributes:
        kind: ``raw`` is the content of an element that holds no markup, such as a script.
        start: first code point.
        end: after the last.
        name: of the element, in small letters; "" for text.
        attributes: of a start tag: those that are of use, names in small letters.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a page, in order; comments, document types and instructions are passed over."""
    begun = place = 0
    size = len(text)
    while begun < size:
        opening = text.find("<", place)
        after = _markup(text, opening) if opening >= 0 else (None, size)
        if after is None:  # a lone "<" is text
            place = opening + 1
            continue
        until = opening if opening >= 0 else size
        if until > begun:
            yield Token("text", begun, until)
        token, begun = after
        place = begun
        if token is None:
            continue
        yield token
        if token.kind == "start" and token.name in RAW:
            begun = _raw_end(text, place, token.name)
            yield Token("raw", place, begun, token.name, token.attributes)
            place = begun
        elif token.kind == "start" and token.name == "plaintext":
            yield Token("text", place, size)
            return


def unescape(text: str) -> str:
    """Text with its entities resolved."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(found.group()), _LONG_ENTITY.sub("\ufffd", text))


def _markup(text: str, opening: int) -> tuple[Token | None, int] | None:
    """The tag at ``opening`` and where it ends; None where there is no markup."""
    following = text[opening + 1 : opening + 2]
    if following == "!":
        return None, _declaration(text, opening)
    if following == "?":
        return None, _past(text, ">", opening + 1)
    closing = following == "/"
    named = _NAME.match(text, opening + 2 if closing else opening + 1)
    if named is None:
        if closing and text[opening + 2 : opening + 3]:
            return None, _past(text, ">", opening + 2)
        return None
    attributes, end = _attributes(text, named.end())
    if end < 0:
        return None, len(text)
    name = named.group()[:64].lower()
    return (Token("end", opening, end, name) if closing else Token("start", opening, end, name, attributes)), end


def _declaration(text: str, opening: int) -> int:
    if not text.startswith("<!--", opening):
        return _past(text, ">", opening)
    if text.startswith(("<!-->", "<!--->"), opening):
        return text.index(">", opening) + 1
    found = _COMMENT_END.search(text, opening + 4)
    return found.end() if found else len(text)


def _raw_end(text: str, place: int, name: str) -> int:
    if name == "script":
        return _script_end(text, place)
    found = _CLOSE[name].search(text, place)
    return found.start() if found else len(text)


def _script_end(text: str, place: int) -> int:
    """Where a script's content ends: a script in a comment in it doesn't end it."""
    escaped = doubly = False
    for found in _IN_SCRIPT.finditer(text, place):
        mark = found.group().lower()
        if mark == "<!--":
            escaped = True
        elif mark == "-->":
            escaped = doubly = False
        elif mark == "<script":
            doubly = escaped
        elif not doubly:
            return found.start()
        else:
            doubly = False
    return len(text)


def _past(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else len(text)


def _attributes(text: str, place: int) -> tuple[dict[str, str], int]:
    """A tag's attributes and the place after its ">", -1 where it has none."""
    kept: dict[str, str] = {}
    while found := _ATTRIBUTE.match(text, place):
        place = found.end()
        if found["end"]:
            return kept, place
        if not any(found.group("double", "single", "bare")) and _QUOTE_AHEAD.match(text, place):
            return kept, -1  # a quotation mark that is never closed
        name = found["name"].lower()
        if name in _KEPT and name not in kept:
            value = found["double"] or found["single"] or found["bare"] or ""
            kept[name] = unescape(value[:_LONGEST_VALUE])
    return kept, -1
