"""Passages ranked by how much of a commitment's words they share: TF-IDF, by words and by pieces of words.

The sentence itself counts, and what it stands in: a later passage often says "it" of what its paragraph names.

Source: term weighting (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1), cosine, as in Salton & Buckley 1988.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from probata.statements.consistency_values import Passage
from probata.statements.retrieval_words import counts_of, pieces_of, words_of

Vector = NDArray[np.float64]


class Field:
    """One way of looking at passages: their words, or pieces of words, as a matrix with a row for each text.

    Texts that several passages share, a paragraph or a headline, are counted once.
    """

    def __init__(self, texts: Sequence[str], split: Callable[[str], list[str]]) -> None:
        """Weigh each word by how few of the texts have it.

        Args:
            texts: one for each passage.
            split: cuts a text into words or pieces.
        """
        self._split = split
        self._column: dict[str, int] = {}
        place: dict[str, int] = {}
        self._place = np.array([place.setdefault(text, len(place)) for text in texts], dtype=np.int64)
        counted = self._counted(place, grow=True)
        shown = np.bincount(counted.indices, minlength=max(len(self._column), 1))
        self._rarity: Vector = np.log((1 + len(place)) / (1 + shown)) + 1
        self._matrix = self._weighed(counted)

    def _counted(self, texts: Iterable[str], *, grow: bool) -> csr_matrix:
        """How often each word stands in each text; words that no text had before are left out unless it may grow."""
        pointers, columns, counts = array("q", [0]), array("q"), array("d")
        for text in texts:
            for word, count in counts_of(self._split(text)).items():
                column = self._column.setdefault(word, len(self._column)) if grow else self._column.get(word, -1)
                if column >= 0:
                    columns.append(column)
                    counts.append(count)
            pointers.append(len(columns))
        shape = (len(pointers) - 1, max(len(self._column), 1))
        return csr_matrix((np.array(counts), np.array(columns), np.array(pointers)), shape=shape)

    def _weighed(self, counted: csr_matrix) -> csr_matrix:
        """Counts as weights, each row of length 1."""
        weights = (1 + np.log(counted.data)) * self._rarity[counted.indices]
        rows = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=counted.shape[0]))
        return csr_matrix((weights / lengths[rows], counted.indices, counted.indptr), shape=counted.shape)

    def likeness(self, text: str) -> Vector:
        """The cosine of a text with each passage, 0 to 1."""
        query = self._weighed(self._counted([text], grow=False))
        return np.asarray((self._matrix @ query.T).todense(), dtype=np.float64).ravel()[self._place]

    def shared(self, text: str, passage: int) -> list[str]:
        """The words that a text and a passage have in common, rarest first."""
        present = set(self._matrix[self._place[passage]].indices.tolist())
        both = {word for word in self._split(text) if self._column.get(word, -1) in present}
        return sorted(both, key=lambda word: (-self._rarity[self._column[word]], word))


class Index:
    """The passages of an inquiry, ready to be compared with commitments."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Count the words of each passage, of its paragraph and of its headline.

        Args:
            passages: in the order of their documents, those of a document together.
        """
        self.passages = tuple(passages)
        texts = [passage.text for passage in self.passages]
        around = [passage.around or passage.text for passage in self.passages]
        self.words = Field(texts, words_of)
        self._pieces = Field(texts, pieces_of)
        self._words_around = Field(around, words_of)
        self._pieces_around = Field(around, pieces_of)
        self._headline = Field([passage.headline for passage in self.passages], words_of)
        documents = [passage.place.document for passage in self.passages]
        self._document = np.unique(np.array(documents, dtype=object), return_inverse=True)[1] if documents else None

    def likeness(self, text: str, core: str) -> dict[str, Vector]:
        """How alike each passage is to a commitment, by name of the comparison.

        Args:
            text: the commitment's whole statement.
            core: its action and object alone.

        Returns:
            For each comparison a number a passage, 0 to 1 (``document`` and ``beside``: 0 to 2).
        """
        words, pieces = self.words.likeness(text), self._pieces.likeness(text)
        return {
            "words": words,
            "pieces": pieces,
            "words around": self._words_around.likeness(text),
            "pieces around": self._pieces_around.likeness(text),
            "headline": self._headline.likeness(text),
            "core words": self.words.likeness(core),
            "core pieces": self._pieces.likeness(core),
            "core pieces around": self._pieces_around.likeness(core),
            "document": self._best_of_document(words + pieces),
            "beside": self._best_beside(words + pieces),
        }

    def _best_of_document(self, likeness: Vector) -> Vector:
        if self._document is None:
            return likeness
        best = np.zeros(int(self._document.max()) + 1)
        np.maximum.at(best, self._document, likeness)
        return best[self._document]

    def _best_beside(self, likeness: Vector) -> Vector:
        """The likeness of the sentence before or after, within the document."""
        if self._document is None:
            return likeness
        result = np.zeros(len(likeness))
        same = self._document[1:] == self._document[:-1]
        result[1:] = np.where(same, likeness[:-1], 0)
        result[:-1] = np.maximum(result[:-1], np.where(same, likeness[1:], 0))
        return result
