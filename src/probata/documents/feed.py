"""RSS and Atom: each entry is a section, with its address, headline, author and times.

Rules:
* No document type is loaded, no entity is resolved but XML's own five, nothing is fetched.
* An entry's content is read as the page it is a piece of; offsets count in the content as the feed's XML holds it,
  in UTF-8.

Source: RFC 4287; RSS 2.0 and 1.0.
"""

import re
from collections.abc import Iterable

from lxml import etree

from probata.documents import kinds
from probata.documents.composing import Composer, Run, plain_field
from probata.documents.decoding import decode
from probata.documents.document import BlockKind
from probata.documents.html_tokens import unescape
from probata.documents.limits import MOST_PART_BYTES, MOST_SECTIONS
from probata.documents.parts import add_text, declared_in
from probata.documents.refusal import NotADocument
from probata.documents.sections import close_section
from probata.documents.stated import Beside
from probata.documents.times import read_time

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LONGEST_TITLE = 2000


def read_feed(data: bytes, composer: Composer) -> None:
    """Add a feed's entries to a document.

    Raises:
        NotADocument: it is broken before its first element.
    """
    source = decode(data[:MOST_PART_BYTES], declared_in(data))
    composer.oddities += source.oddities
    if len(data) > MOST_PART_BYTES:
        composer.oddities.append(f"limit: the feed is read to byte {MOST_PART_BYTES} of {len(data)}")
    if _DOCTYPE.search(source.text[:5000]):
        composer.oddities.append("document type: its entities are not resolved")
    root = _parsed(_DECLARATION.sub("", _CONTROLS.sub("", source.text), count=1), composer)
    channel = _first(root, "channel")
    channel = root if channel is None else channel
    of_feed = Beside(
        publisher=_words(channel, "title"),
        language=_words(channel, "language") or str(root.get(_LANGUAGE, "")),
    )
    entries = [node for node in root.iter() if _name(node) in ("item", "entry")]
    if len(entries) > MOST_SECTIONS:
        composer.oddities.append(f"limit: {MOST_SECTIONS} of {len(entries)} entries are read")
    for number, entry in enumerate(entries[:MOST_SECTIONS], start=1):
        _read_entry(entry, f"entry {number}", of_feed, composer)


def _parsed(text: str, composer: Composer) -> "etree._Element":
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotADocument(f"damaged: {plain_field(str(error), 100)}") from error
    if root is None:
        raise NotADocument("damaged: XML without an element")
    if parser.error_log:
        composer.oddities.append(f"XML: {plain_field(parser.error_log[0].message, 100)}")
    return root


def _read_entry(entry: "etree._Element", name: str, of_feed: Beside, composer: Composer) -> None:
    first = len(composer.blocks)
    title, author = _words(entry, "title"), _author(entry)
    stated: tuple[tuple[BlockKind, str, str], ...] = (
        ("headline", f"{name} title", title),
        ("byline", f"{name} author", author),
    )
    for kind, part, words in stated:
        data = words.encode("utf-8", "replace")
        composer.keep_part(part, data)
        composer.block(kind, [Run(unescape(data.decode()), 0, len(data))], part)
    content = _content(entry)
    html = kinds.HTML if _TAG.search(content) or "&" in content else kinds.PLAIN
    said = add_text(content.encode("utf-8", "replace"), html, composer, part=f"{name} content", declared=["utf-8"])
    beside = Beside(
        address=_address(entry),
        headline=title,
        author=author,
        published=read_time(_words(entry, "pubDate", "published", "date", "issued"), "feed"),
        updated=read_time(_words(entry, "updated", "modified"), "feed"),
        language=str(entry.get(_LANGUAGE, "")),
    )
    close_section(composer, first, beside.over(of_feed).over(said))


def _name(node: "etree._Element") -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _first(node: "etree._Element", *names: str) -> "etree._Element | None":
    """The first child of one of some names, in the names' order."""
    children = list(node)
    return next((child for name in names for child in children if _name(child) == name), None)


def _words(node: "etree._Element", *names: str) -> str:
    found = _first(node, *names)
    return plain_field(_all_text(found), _LONGEST_TITLE) if found is not None else ""


def _all_text(node: "etree._Element") -> str:
    parts: list[str] = []
    for inner in node.iter():
        own = [inner.text, *([] if inner is node else [inner.tail])]
        parts += [text for text in (own if isinstance(inner.tag, str) else own[1:]) if text]
    return "".join(parts)


def _author(entry: "etree._Element") -> str:
    names: Iterable[str] = (
        _words(child, "name") or plain_field(_all_text(child))
        for child in list(entry)[:200]
        if _name(child) in ("author", "creator")
    )
    return ", ".join(dict.fromkeys(name for name in names if name))


def _address(entry: "etree._Element") -> str:
    links = [child for child in entry if _name(child) == "link"]
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return plain_field(link.get("href", ""), 4096)
        if link.text and link.text.strip():
            return plain_field(link.text, 4096)
    return _words(entry, "guid", "id")


def _content(entry: "etree._Element") -> str:
    """The fullest words of an entry, as markup."""
    found = _first(entry, "encoded", "content", "description", "summary")
    if found is None:
        return ""
    if found.get("type") == "xhtml" or len(found):
        return str(etree.tostring(found, encoding="unicode", with_tail=False))
    return _all_text(found)
