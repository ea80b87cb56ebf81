"""How often the speaker is followed to the right person or body: against pages with every statement annotated.

Rules:
* The annotated spans are handed over, so that only the following is measured, not the finding.
* Two names are the same where their words are, titles, articles and case aside; a speaker without a name stands for the
  words of its mention, up to a comma or "who".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probata.attribution.attribution import Attribution, Speaker
from probata.attribution.parsed import parse_blocks
from probata.attribution.speakers import resolve
from probata.attribution.speakers_words import ARTICLES, INDEFINITE, TITLES
from probata.documents.document import Block, BlockKind, Section, Span

_BREAK = re.compile(r"(?:[^\n]|\n(?![ \t]*\n))+")
_WORDS = re.compile(r"[^\W_]+")
_CUT = re.compile(r"[,(;]| who | which | that ")


@dataclass(frozen=True, slots=True)
class Compared:
    """One statement's speaker beside the annotation.

    Attributes:
        page: which.
        printed: the speaker as printed, "" for none.
        annotated: who it is.
        found: what was found, "" for nothing.
        basis: how.
        right: whether the two are the same.
    """

    page: str
    printed: str
    annotated: str
    found: str
    basis: str
    right: bool


@dataclass(frozen=True, slots=True)
class SpeakersScore:
    """Of statements whose speaker is annotated, how many were followed rightly; level: counts, no interval."""

    compared: tuple[Compared, ...]

    @property
    def right(self) -> int:
        """How many are right."""
        return sum(each.right for each in self.compared)

    @property
    def share(self) -> float:
        """The share that is right, from 0 to 1; 0 where there are none."""
        return self.right / len(self.compared) if self.compared else 0.0

    def by_basis(self) -> dict[str, tuple[int, int]]:
        """By basis how many are right, and how many there are."""
        bases = {each.basis for each in self.compared}
        return {
            basis: (
                sum(each.right for each in self.compared if each.basis == basis),
                sum(each.basis == basis for each in self.compared),
            )
            for basis in sorted(bases)
        }


def score(pages: Iterable[tuple[str, str, Mapping[str, Any]]]) -> SpeakersScore:
    """The score over pages.

    Args:
        pages: name, text, and annotation as in ``tests/digests``.

    Returns:
        Every statement with a printed speaker and an annotated one, compared.
    """
    return SpeakersScore(tuple(each for name, text, page in pages for each in compare(name, text, page)))


def compare(name: str, text: str, page: Mapping[str, Any]) -> list[Compared]:
    """A page's statements, compared."""
    blocks = blocks_of(text, page.get("headline"))
    parsed = list(parse_blocks(text, [(block, block.span.start) for block in blocks]))
    headline = next((block.span for block in blocks if block.kind == "headline"), None)
    statements = page["statements"]
    found = annotated(text, statements)
    resolved = resolve(text, Section(Span(0, len(text)), headline=headline), parsed, found)
    return [
        _compared(name, text, statement, each, speaker)
        for statement, each, speaker in zip(statements, found, resolved, strict=True)
        if statement.get("who") and each.speaker is not None
    ]


def _compared(
    name: str, text: str, statement: Mapping[str, Any], each: Attribution, speaker: Speaker | None
) -> Compared:
    printed = "" if each.speaker is None else each.speaker.of(text)
    who, found = str(statement["who"]), said(text, speaker)
    basis = "none" if speaker is None else speaker.basis
    right = same(who, found) or (speaker is not None and _described(text, who, speaker))
    return Compared(name, printed, who, found, basis, right)


def _described(text: str, who: str, speaker: Speaker) -> bool:
    """Whether the annotation has the mention's words, or those of the role: "her husband" as "Ada Brenn’s husband"."""
    role = sorted(_core(speaker.role))
    return same(who, speaker.mention.of(text)) or (not speaker.name and bool(role) and role == sorted(_core(who)))


def said(text: str, speaker: Speaker | None) -> str:
    """What a speaker is called: the name, or the words of the mention."""
    if speaker is None:
        return ""
    return speaker.name or speaker.mention.of(text)


def same(one: str, other: str) -> bool:
    """Whether two namings are the same."""
    return bool(_core(one)) and _core(one) == _core(other)


def _core(name: str) -> tuple[str, ...]:
    cut = _CUT.split(name, maxsplit=1)[0] or name
    words = _WORDS.findall(cut.lower().replace("’s", "").replace("'s", ""))
    small = ARTICLES | INDEFINITE | {"of", "for"}
    kept = tuple(word for word in words if word not in TITLES and word not in small)
    return kept or tuple(words)


def annotated(text: str, statements: Sequence[Mapping[str, Any]]) -> list[Attribution]:
    """The annotated statements as attributions."""
    return [_attribution(text, each) for each in statements]


def _attribution(text: str, each: Mapping[str, Any]) -> Attribution:
    start = text.index(each["at"])
    end = start + len(each["at"])
    spans, place = [], start
    for words in each["content"]:
        place = text.index(words, place, end)
        spans.append(Span(place, place + len(words)))
        place += len(words)
    within = each.get("within")
    return Attribution(
        content=tuple(spans),
        speaker=_span(text, each.get("speaker"), start, end),
        cue=_span(text, each.get("cue"), start, end),
        mode=each["mode"],
        rule="annotated",
        within=-1 if within is None else int(within),
    )


def _span(text: str, words: str | None, start: int, end: int) -> Span | None:
    if not words:
        return None
    match = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(text, start, end)
    place = match.start() if match else text.index(words, start, end)
    return Span(place, place + len(words))


def blocks_of(text: str, headline: str | None) -> list[Block]:
    """The paragraphs of a plain page, parted by blank lines."""
    found = []
    for match in _BREAK.finditer(text):
        words = match.group()
        if words.strip():
            start = match.start() + len(words) - len(words.lstrip())
            kind: BlockKind = "headline" if headline and words.strip() == headline.strip() else "paragraph"
            found.append(Block(kind, Span(start, start + len(words.strip()))))
    return found
