"""Pairs of quotation marks in a block, in one pass.

Rules:
* Marks pair by kind: « », “ ” „ ‟, straight, and ‘ ’ where they can't be apostrophes. Mirrored pairs (» «, ” “), which
  right-to-left pages and some keyboards produce, are pairs too.
* Of nested pairs the outermost is given. An opening mark that nothing closes swallows nothing.
* Time is linear in the text, whatever marks it holds.
"""

import re
from dataclasses import dataclass

from probata.documents.document import Span

_MARK = re.compile('[«»“”„‟"‘’‹›]')
_FAMILY = {
    "«": "guillemets", "»": "guillemets", "“": "double", "”": "double", "„": "double", "‟": "double",
    '"': "straight", "‘": "single", "’": "single", "‹": "angle", "›": "angle",
}  # fmt: skip
_OPENS = "«“„‟‘‹"
_BEFORE_OPENING = "([{—–-:/'’«“„\"‹¿¡\u200e\u200f\u202a\u202b\u2066\u2067\u2068"


@dataclass(frozen=True, slots=True)
class Marks:
    """The quotation marks of a block.

    Attributes:
        pairs: outermost pairs with their marks, in order.
        left_open: where an opening mark stands that nothing closes, outside the pairs or around them; -1 for none.
        closes: where a closing mark ends that nothing opened, before any pair; -1 for none.
    """

    pairs: tuple[Span, ...]
    left_open: int
    closes: int


@dataclass(slots=True)
class _Pairing:
    text: str
    block: Span
    stack: list[tuple[int, str]]  # where an open mark stands, and the mark
    open_by_family: dict[str, list[str]]  # the open marks of each, innermost last
    pairs: list[Span]
    closes: int = -1

    def take(self, place: int, mark: str) -> None:
        family = _FAMILY[mark]
        if self.open_by_family.get(family) and self._closes(place, mark):
            self._close(place, family)
        elif self._closes_mixed(place, mark):
            self._close(place, _FAMILY[self.stack[-1][1]])
        elif self._opens(place, mark):
            self.stack.append((place, mark))
            self.open_by_family.setdefault(family, []).append(mark)
        elif self.closes < 0 and not self.pairs and not self.stack and family != "single":
            self.closes = place + 1

    def _closes_mixed(self, place: int, mark: str) -> bool:
        """Whether a straight mark closes a curved one, or the other way round, as careless typing has it."""
        if mark not in '"”' or not self.stack or self.stack[-1][1] not in ('"', "“"):
            return False
        return not self._opening_context(place)

    def _close(self, place: int, family: str) -> None:
        while self.stack:
            start, mark = self.stack.pop()
            self.open_by_family[_FAMILY[mark]].pop()
            if _FAMILY[mark] == family:
                self.pairs.append(Span(start, place + 1))
                return

    def _closes(self, place: int, mark: str) -> bool:
        opened = self.open_by_family[_FAMILY[mark]][-1]
        if mark == "’":
            return not self._letter(place + 1) and (self._at(place - 1) in ",.!?…" or self._at(place + 1) in ",.;")
        if opened in "«‹":
            return mark in "»›"
        if opened in "»›":
            return mark in "«‹"
        if opened == "„":
            return mark in "“”‟"
        if mark == '"' or mark == "”":
            return opened != "”" or not self._opening_context(place)
        return opened in "“”" and mark in "“‟" and not self._opening_context(place)

    def _opens(self, place: int, mark: str) -> bool:
        if mark == "‘":
            return self._opening_context(place) and self._letter(place + 1)
        if mark == "’":
            return False
        if mark in _OPENS:
            return mark != "“" or self._opening_context(place) or not self.stack
        return self._opening_context(place) and not self._at(place + 1).isspace() and place + 1 < self.block.end

    def _opening_context(self, place: int) -> bool:
        before = self._at(place - 1)
        return place == self.block.start or before.isspace() or before in _BEFORE_OPENING

    def _at(self, place: int) -> str:
        return self.text[place] if self.block.start <= place < self.block.end else " "

    def _letter(self, place: int) -> bool:
        return self._at(place).isalnum()


def marks_in(text: str, block: Span) -> Marks:
    """The quotation marks of a block.

    Args:
        text: frozen text.
        block: where the block lies.
    """
    pairing = _Pairing(text, block, [], {}, [])
    for found in _MARK.finditer(text, block.start, block.end):
        if found.group() == "’" and not pairing.open_by_family.get("single"):
            continue
        pairing.take(found.start(), found.group())
    outermost = _outermost(pairing.pairs)
    return Marks(outermost, pairing.stack[0][0] if pairing.stack else -1, pairing.closes)


def _outermost(pairs: list[Span]) -> tuple[Span, ...]:
    """Those that lie in no other; pairs come in order of their end."""
    kept: list[Span] = []
    for pair in pairs:
        while kept and kept[-1].start > pair.start:
            kept.pop()
        kept.append(pair)
    return tuple(kept)
