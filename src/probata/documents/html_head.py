"""What a page states of itself: meta elements, JSON-LD, canonical address, language.

JSON-LD goes before meta elements, and these before ``time`` elements: that is how precise they are in practice.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from probata.documents.composing import plain_field
from probata.documents.document import Time
from probata.documents.limits import MOST_METADATA_BYTES
from probata.documents.stated import Beside
from probata.documents.times import read_time

_MOST_METAS = 500
_MOST_NODES = 20_000
_ARTICLES = ("article", "posting", "report", "webpage", "statement", "creativework")
_HEADLINES = ("og:title", "twitter:title", "dc.title", "title")
_AUTHORS = ("author", "article:author", "dc.creator", "byl", "parsely-author")
_PUBLISHERS = ("og:site_name", "dc.publisher", "publisher", "application-name")
_PUBLISHED = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
    "publishdate", "parsely-pub-date", "sailthru.date", "og:published_time", "citation_publication_date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified", "lastmod")


@dataclass(slots=True)
class Head:
    """Collects what a page states.

    Attributes:
        language: of the whole page.
        canonical: its address.
    """

    language: str = ""
    canonical: str = ""
    _metas: dict[str, str] = field(default_factory=dict)
    _articles: list[Mapping[str, object]] = field(default_factory=list)
    _times: list[tuple[bool, str]] = field(default_factory=list)

    def meta(self, attributes: Mapping[str, str]) -> None:
        """A ``meta`` element."""
        content = attributes.get("content", "").strip()
        for name in ("property", "name", "itemprop", "http-equiv"):
            key = attributes.get(name, "").strip().lower()
            if key and content and len(self._metas) < _MOST_METAS:
                self._metas.setdefault(key, content[:5000])

    def link(self, attributes: Mapping[str, str]) -> None:
        """A ``link`` element."""
        if "canonical" in attributes.get("rel", "").lower().split() and not self.canonical:
            self.canonical = attributes.get("href", "")

    def time(self, attributes: Mapping[str, str]) -> None:
        """A ``time`` element."""
        said = f"{attributes.get('itemprop', '')} {attributes.get('class', '')}".lower()
        if attributes.get("datetime") and len(self._times) < _MOST_METAS:
            self._times.append(("modif" in said or "updat" in said, attributes["datetime"]))

    def script(self, text: str) -> None:
        """A script that holds JSON-LD; one that can't be read is passed over."""
        if len(text) > MOST_METADATA_BYTES:
            return
        try:
            self._articles += _articles(json.loads(text))
        except (ValueError, RecursionError):
            return

    def beside(self) -> Beside:
        """All that is stated."""
        first = self._articles[0] if self._articles else {}
        return Beside(
            address=plain_field(self.canonical or self._metas.get("og:url", ""), 4096),
            headline=_text(first.get("headline")) or self._first(_HEADLINES),
            author=_text(first.get("author")) or self._first(_AUTHORS),
            publisher=_text(first.get("publisher")) or self._first(_PUBLISHERS),
            published=self._time(_text(first.get("datePublished")), _PUBLISHED, False),
            updated=self._time(_text(first.get("dateModified")), _UPDATED, True),
            language=self.language or _text(first.get("inLanguage")) or self._first(("content-language", "og:locale")),
        )

    def _first(self, names: Iterable[str]) -> str:
        return plain_field(next((self._metas[name] for name in names if self._metas.get(name)), ""))

    def _time(self, linked: str, names: Iterable[str], later: bool) -> Time | None:
        said = next((written for updated, written in self._times if updated == later), "")
        for written, source in ((linked, "json-ld"), (self._first(names), "meta"), (said, "time-element")):
            if written and (found := read_time(written, source)):
                return found
        return None


def _articles(value: object) -> Iterator[Mapping[str, object]]:
    """The objects that describe an article, the outermost first; walked without recursion."""
    waiting: deque[object] = deque([value])
    seen = 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        node = waiting.popleft()
        if isinstance(node, dict):
            kind = _text(node.get("@type")).lower()
            if kind.endswith(_ARTICLES) and ("headline" in node or "datePublished" in node):
                yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node[:_MOST_NODES])


def _text(value: object) -> str:
    """A value's words: of an object its name, of several all of them."""
    for _ in range(4):
        if isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("legalName")
        elif isinstance(value, list):
            names = [name for one in value[:20] if (name := _text(one) if not isinstance(one, list) else "")]
            return plain_field(", ".join(names))
    return plain_field(value) if isinstance(value, str) else ""
