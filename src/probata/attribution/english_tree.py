"""A parsed block as plain lists, so that every walk over it is linear.

A token's children in spaCy are looked for over its whole subtree at each call; on a hostile text of one endless
sentence that takes quadratic time. Here the tree is laid out once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from probata.attribution.parsed import Parsed
from probata.documents.document import Span

_MANY = 24
Run = tuple[int, int]  # first and last token, both included


@dataclass(frozen=True, slots=True)
class Tree:
    """The tokens of a block, by place.

    Attributes:
        start: code point of the frozen text where the block's parse begins.
        words: as printed.
        lower: in lower case.
        lemma: the model's lemma, in lower case.
        pos: universal part of speech.
        tag: Penn tag.
        dep: relation to the head.
        head: place of the head; a root is its own.
        kids: places of the children, in order; of a hostile multitude the first and last few.
        left: first token of the subtree.
        right: last token of the subtree.
        sentence: place of the sentence's first token.
        sentence_end: place of its last.
        next_word: first token from here on that is more than punctuation; the number of tokens where there is none.
        previous_word: last token up to here that is; -1 where there is none.
        begins: where each token begins, in the frozen text.
        ends: where it ends.
    """

    start: int
    words: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    kids: list[list[int]]
    left: list[int]
    right: list[int]
    sentence: list[int]
    sentence_end: list[int]
    next_word: list[int]
    previous_word: list[int]
    begins: list[int]
    ends: list[int]

    def __len__(self) -> int:
        """How many tokens."""
        return len(self.words)

    def kid(self, token: int, *relations: str) -> int:
        """The first child with one of the relations; -1 where there is none."""
        for child in self.kids[token]:
            if self.dep[child] in relations:
                return child
        return -1

    def subtree(self, token: int) -> Run:
        """The token with all that depends on it."""
        return self.left[token], self.right[token]

    def span(self, run: Run) -> Span:
        """Where a run of tokens stands in the frozen text."""
        return Span(self.begins[run[0]], self.ends[run[1]])

    def is_word(self, token: int) -> bool:
        """Whether a token is more than punctuation or white space."""
        return self.next_word[token] == token


def tree_of(parsed: Parsed) -> Tree:
    """The tree of a parsed block."""
    doc, start = parsed.doc, parsed.start
    head = [token.head.i for token in doc]
    kids: list[list[int]] = [[] for _ in head]
    roots: list[int] = []
    for place, above in enumerate(head):
        (roots if above == place else kids[above]).append(place)
    left, right = _edges(kids, roots, len(head))
    sentence: list[int] = []
    for token in doc:
        sentence.append(token.i if token.is_sent_start or not sentence else sentence[-1])
    words = [token.text for token in doc]
    next_word, previous_word = _words(words)
    begins = [start + token.idx for token in doc]
    return Tree(
        start,
        words,
        [word.lower() for word in words],
        [token.lemma_.lower() for token in doc],
        [token.pos_ for token in doc],
        [token.tag_ for token in doc],
        [token.dep_ for token in doc],
        head,
        [few if len(few) <= _MANY else few[: _MANY // 2] + few[-_MANY // 2 :] for few in kids],
        left,
        right,
        sentence,
        _lasts(sentence),
        next_word,
        previous_word,
        begins,
        [begin + len(word) for begin, word in zip(begins, words, strict=True)],
    )


def _lasts(sentence: list[int]) -> list[int]:
    """The last token of each token's sentence."""
    made = list(range(len(sentence)))
    for place in range(len(sentence) - 2, -1, -1):
        if sentence[place] == sentence[place + 1]:
            made[place] = made[place + 1]
    return made


def _words(words: list[str]) -> tuple[list[int], list[int]]:
    """For each token the next and the previous one, itself counted, that is more than punctuation."""
    is_word = [any(letter.isalnum() for letter in word) for word in words]
    after, before = [len(words)] * len(words), [-1] * len(words)
    for place in range(len(words) - 1, -1, -1):
        after[place] = place if is_word[place] else (after[place + 1] if place + 1 < len(words) else len(words))
    for place in range(len(words)):
        before[place] = place if is_word[place] else (before[place - 1] if place else -1)
    return after, before


def _edges(kids: list[list[int]], roots: list[int], count: int) -> tuple[list[int], list[int]]:
    """First and last token of each subtree, children before parents and without recursion."""
    order = list(roots)
    for token in order:  # grows while it is walked
        order.extend(kids[token])
    left, right = list(range(count)), list(range(count))
    for token in reversed(order):
        for child in kids[token]:
            left[token] = min(left[token], left[child])
            right[token] = max(right[token], right[child])
    return left, right


def count(runs: Sequence[Run]) -> int:
    """How many tokens runs hold."""
    return sum(last - first + 1 for first, last in runs)


def likeness(one: Sequence[Run], other: Sequence[Run]) -> float:
    """Share of the tokens of both that are in each: the Jaccard index, 0 to 1."""
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0]) + 1) for a in one for b in other)
    return shared / (count(one) + count(other) - shared)
