"""WordPiece: text into the numbers that BERT-like models read, from a ``vocab.txt``.

Source: Devlin et al. 2019, and the reference tokenization.py: clean, split at white space, punctuation and CJK letters,
then the longest known piece first.
"""

import unicodedata
from collections.abc import Iterator

from probata.errors import BadInput

_LONGEST_WORD = 100
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


class WordPiece:
    """Cuts text into known pieces."""

    def __init__(self, vocabulary: str, *, lower_case: bool) -> None:
        """Number the pieces by their lines.

        Args:
            vocabulary: the text of ``vocab.txt``, a piece a line.
            lower_case: whether the model was trained without capitals and accents.

        Raises:
            BadInput: a special piece is missing.
        """
        self._number = {piece: number for number, piece in enumerate(vocabulary.split("\n")) if piece}
        self._lower_case = lower_case
        missing = [piece for piece in _SPECIAL if piece not in self._number]
        if missing:
            message = "vocab.txt is no WordPiece vocabulary"
            raise BadInput(message, expected=", ".join(_SPECIAL), found=f"no {', '.join(missing)}")

    def pair(self, first: str, second: str, most: int) -> tuple[list[int], list[int], bool]:
        """Two texts as one row of numbers: [CLS] first [SEP] second [SEP].

        Args:
            first: of the texts.
            second: of the texts.
            most: how many numbers at most; the longer text loses its end.

        Returns:
            The numbers, 0 or 1 for which text each belongs to, and whether anything was left out.
        """
        room = most - 3
        one, two = list(self.pieces(first)), list(self.pieces(second))
        cut = len(one) + len(two) > room
        if cut:
            short = min(len(one), len(two), room // 2)
            one, two = (
                (one[:short], two[: room - short]) if len(one) <= len(two) else (one[: room - short], two[:short])
            )
        start, end = self._number["[CLS]"], self._number["[SEP]"]
        return [start, *one, end, *two, end], [0] * (len(one) + 2) + [1] * (len(two) + 1), cut

    def pieces(self, text: str) -> Iterator[int]:
        """The numbers of a text's pieces, in order."""
        for word in self._words(text):
            yield from self._pieces(word)

    def _words(self, text: str) -> Iterator[str]:
        word: list[str] = []
        if self._lower_case:
            text = unicodedata.normalize("NFD", text.lower())
        for letter in text:
            category = unicodedata.category(letter)
            if self._lower_case and category == "Mn":
                continue
            alone = category[0] == "P" or letter in "$+<=>^`|~" or any(low <= ord(letter) <= high for low, high in _CJK)
            if letter.isspace() or alone:
                if word:
                    yield "".join(word)
                word = []
                if alone:
                    yield letter
            elif category[0] != "C" and letter != "\ufffd":
                word.append(letter)
        if word:
            yield "".join(word)

    def _pieces(self, word: str) -> list[int]:
        unknown = [self._number["[UNK]"]]
        if len(word) > _LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            ends = range(len(word), start, -1)
            pieces = (("##" if start else "") + word[start:end] for end in ends)
            known = next((piece for piece in pieces if piece in self._number), None)
            if known is None:
                return unknown
            found.append(self._number[known])
            start += len(known) - 2 * bool(start)
        return found
