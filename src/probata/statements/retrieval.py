"""Passages ranked by how much of a commitment's words they share: TF-IDF, by words and by pieces of words.

The sentence itself counts, and what it stands in: a later passage often says "it" of what its paragraph names.

Source: term weighting (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1), cosine, as in Salton & Buckley 1988.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from probata.statements.consistency_values import Passage
from probata.statements.retrieval_words import counts_of, pieces_of, words_of

Vector = NDArray[np.float64]


class Field:
    """One way of looking at passages: their words, or pieces of words, as a matrix with a row for each passage."""

    def __init__(self, texts: Sequence[str], split: Callable[[str], list[str]]) -> None:
        """Weigh each word by how few of the texts have it.

        Args:
            texts: one for each passage.
            split: cuts a text into words or pieces.
        """
        counted = [counts_of(split(text)) for text in texts]
        self._split = split
        self._column: dict[str, int] = {}
        for counts in counted:
            for word in counts:
                self._column.setdefault(word, len(self._column))
        shown = np.zeros(max(len(self._column), 1))
        for counts in counted:
            shown[[self._column[word] for word in counts]] += 1
        self._rarity: Vector = np.log((1 + len(texts)) / (1 + shown)) + 1
        self._matrix = self._rows([dict(counts) for counts in counted])

    def _rows(self, counted: Sequence[dict[str, int]]) -> csr_matrix:
        pointers, columns, values = [0], [], []
        for counts in counted:
            known = [(self._column[word], count) for word, count in counts.items() if word in self._column]
            weights = np.array([(1 + np.log(count)) * self._rarity[column] for column, count in known])
            length = float(np.sqrt((weights**2).sum())) or 1.0
            columns += [column for column, _ in known]
            values += (weights / length).tolist()
            pointers.append(len(columns))
        return csr_matrix((values, columns, pointers), shape=(len(counted), len(self._rarity)))

    def likeness(self, text: str) -> Vector:
        """The cosine of a text with each passage, 0 to 1."""
        query = self._rows([dict(counts_of(self._split(text)))])
        return np.asarray((self._matrix @ query.T).todense(), dtype=np.float64).ravel()

    def shared(self, text: str, place: int) -> list[str]:
        """The words that a text and a passage have in common, rarest first."""
        row = self._matrix[place]
        words = {word for word in self._split(text) if word in self._column}
        present = set(row.indices.tolist())
        both = [word for word in words if self._column[word] in present]
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
