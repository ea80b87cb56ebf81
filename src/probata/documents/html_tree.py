"""Which elements are open at a place of a page, with what they mean for the text in them.

Rules:
* A step costs the same however deep the page is: what an element hands down to its contents is kept with it.
* Ends that were left out are put where browsers put them, as far as it matters for blocks of text.

Source: WHATWG HTML, section 13.2.6, without its formatting elements and tables' foster parents, which move no text
into or out of a block.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from probata.documents.document import BlockKind


def names(words: str) -> frozenset[str]:
    """The words of a list, as a set."""
    return frozenset(words.split())


VOID = names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section "
    "select summary table tbody td tfoot th thead tr ul"
)
_HIDDEN = names("script style template noembed noframes iframe object svg audio video canvas datalist map")
_ASIDE = names("nav footer aside form button select menu dialog textarea noscript")
_ASIDE_ROLES = names("navigation banner contentinfo complementary search menu menubar dialog alertdialog")
_ASIDE_WORDS = names(
    "ad ads advert advertisement banner breadcrumb breadcrumbs comments consent cookie cookies disclaimer footer gdpr "
    "menu modal nav navbar navigation newsletter pagination popup promo recommended related share sharing sidebar "
    "skip social sponsored subscribe subscription toolbar"
)
_BYLINE_WORDS = frozenset({"byline", "author", "authors", "writer", "dateline-author"})
_TIME_WORDS = frozenset({"date", "time", "datetime", "timestamp", "published", "pubdate", "updated", "dateline"})
_STATES = ("has-", "with-", "no-", "is-", "js-", "without-")
_KINDS: dict[str, BlockKind] = {
    "li": "item", "dt": "item", "dd": "item", "figcaption": "caption", "caption": "caption", "tr": "row",
    "td": "row", "th": "row", "blockquote": "quote",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_SCOPES = names("applet caption html table td th marquee object template button")
_ENDED_BY: dict[str, tuple[str, ...]] = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "option": ("option",), "optgroup": ("option", "optgroup"),
    "tr": ("td", "th", "tr"), "td": ("td", "th"), "th": ("td", "th"),
    "tbody": ("td", "th", "tr", "tbody", "thead", "tfoot"), "tfoot": ("td", "th", "tr", "tbody", "thead"),
}  # fmt: skip
_TABLE = frozenset({"table", "template"})
_BARRIERS = {"li": _LISTS, "dt": frozenset({"dl"}), "dd": frozenset({"dl"})}
_WATCHED = (BLOCKS, _SCOPES, _TABLE, _LISTS, frozenset({"dl"}))
_WATCHED_BY = {name: tuple(group for group in _WATCHED if name in group) for group in _WATCHED for name in group}
_TABLED = names("table caption thead tbody tfoot tr td th")
_MEANING = _HIDDEN | _ASIDE | frozenset(_KINDS) | names("main article header pre table time a")
_UNSEEN_STYLE = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d])")


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for text at a place of a page; handed down from an element to its contents.

    Attributes:
        kind: of a block that begins here.
        hidden: not shown to who reads the page.
        aside: in a menu, a form, a notice: by the element itself.
        aside_by_name: the same, as far as an element's class or id says so.
        main: in the element that holds the page's main content.
        kept_blanks: in ``pre``.
        level: 1 in the page's first-level heading, else 0.
        author: in words that name who wrote it.
        time: in words that say when.
        target: of the link around it.
        link: its number, -1 outside.
    """

    kind: BlockKind = "paragraph"
    hidden: bool = False
    aside: bool = False
    aside_by_name: bool = False
    main: bool = False
    kept_blanks: bool = False
    level: int = 0
    author: bool = False
    time: bool = False
    target: str | None = None
    link: int = -1


class Open:
    """The open elements, innermost last."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._places: list[Place] = [Place()]
        self._by_name: dict[str, list[int]] = {}
        self._groups: dict[frozenset[str], list[int]] = {group: [] for group in _WATCHED}
        self._links = 0

    @property
    def here(self) -> Place:
        """What holds for text now."""
        return self._places[-1]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        for ended in _ENDED_BY.get(name, ()):
            self._end_within(ended, _BARRIERS.get(name, _TABLE))
        if name in BLOCKS:
            self._end_within("p", _SCOPES)
        if name in VOID:
            return
        self._by_name.setdefault(name, []).append(len(self._names))
        for group in _WATCHED_BY.get(name, ()):
            self._groups[group].append(len(self._names))
        self._names.append(name)
        self._places.append(self._within(name, attributes))

    def end(self, name: str) -> None:
        """An element ends; passed over where none is open, or where it would end a block that it doesn't hold."""
        if name in _TABLED:
            self._end_within(name, _TABLE)
        elif name in BLOCKS:
            self._end_within(name, _SCOPES)
        else:
            self._end_within(name, BLOCKS)

    def _end_within(self, name: str, barriers: frozenset[str]) -> None:
        """End the innermost element of a name, unless one of the barriers was opened in it."""
        places, between = self._by_name.get(name), self._groups[barriers]
        if places and (not between or between[-1] <= places[-1]):
            self._pop_to(places[-1])

    def _pop_to(self, place: int) -> None:
        while len(self._names) > place:
            name = self._names.pop()
            self._places.pop()
            self._by_name[name].pop()
            for group in _WATCHED_BY.get(name, ()):
                self._groups[group].pop()

    def _within(self, name: str, attributes: Mapping[str, str]) -> Place:
        """What holds in an element, given what holds around it."""
        now = self.here
        if not attributes and name not in _MEANING:
            return now
        names = _words(name, attributes)
        role = attributes.get("role", "").lower()
        main = now.main or name in ("main", "article") or role in ("main", "article")
        item = attributes.get("itemprop", "").lower()
        changed = replace(
            now,
            kind="caption" if "caption" in names else _kind(now.kind, name),
            hidden=now.hidden or name in _HIDDEN or _is_hidden(name, attributes),
            aside=now.aside or name in _ASIDE or role in _ASIDE_ROLES or (name == "header" and not main),
            aside_by_name=now.aside_by_name or bool(names & _ASIDE_WORDS),
            main=main,
            kept_blanks=now.kept_blanks or name == "pre",
            level=1 if name == "h1" else now.level,
            author=now.author or bool(names & _BYLINE_WORDS) or attributes.get("rel") == "author" or item == "author",
            time=now.time or name == "time" or bool(names & _TIME_WORDS) or item.startswith("date"),
        )
        if name == "a":
            return self._linked(changed, attributes.get("href"))
        return changed

    def _linked(self, place: Place, target: str | None) -> Place:
        if target is None:
            return replace(place, target=None, link=-1)
        self._links += 1
        return replace(place, target=target.strip(), link=self._links)


def _kind(around: BlockKind, name: str) -> BlockKind:
    own = _KINDS.get(name)
    if around in ("quote", "caption") and own != "heading":
        return around
    if own is not None:
        return own
    return "paragraph" if name == "table" else around


def _words(name: str, attributes: Mapping[str, str]) -> frozenset[str]:
    """The words of an element's class and id; of those that hold the whole page, none."""
    if name in ("html", "body", "main", "article") or not ("class" in attributes or "id" in attributes):
        return frozenset()
    said = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:2000].lower()
    whole = [word for word in said.split() if not word.startswith(_STATES)]
    return frozenset(part for word in whole for part in re.split(r"[-_]+", word))


def _is_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes or (name == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style")
    return bool(style) and bool(_UNSEEN_STYLE.search("".join(str(style).lower().split())))
