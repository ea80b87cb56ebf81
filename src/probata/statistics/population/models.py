"""Hierarchical log-linear models of lists: what they are called, which there are, and their terms.

A model is named by its *generators*, by the lists' positions from 1: ``123,14`` has the interactions 123, 12, 13, 23,
14, and every list's main effect. A *term* is a set of lists, as a bit mask (the first list is bit 0).

Source: Bishop, Fienberg and Holland, Discrete Multivariate Analysis (1975), chapters 2 and 6.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from probata.errors import UsageError

INDEPENDENCE = "independence"
Term = int
Terms = frozenset[Term]


def bits(term: Term) -> tuple[int, ...]:
    """The lists of a term, by place from 0."""
    return tuple(place for place in range(term.bit_length()) if term >> place & 1)


def closed(generators: Iterable[Term], k: int) -> Terms:
    """All terms of a model: the generators, every term inside one, and the main effects of all k lists."""
    terms = {1 << place for place in range(k)}
    for generator in generators:
        inside = generator
        while inside:
            terms.add(inside)
            inside = (inside - 1) & generator
    return frozenset(terms)


def generators(terms: Terms) -> tuple[Term, ...]:
    """The terms that lie in no other, longest first, then by their lists."""
    outer = [term for term in terms if not any(term != other and term & other == term for other in terms)]
    return tuple(sorted(outer, key=lambda term: (-term.bit_count(), bits(term))))


def name(terms: Terms) -> str:
    """A model's name by position, such as ``123,14,5``; ``independence`` where no list depends on another.

    Of ten lists and more the positions are joined by ``-``, and lists that depend on no other are not named.
    """
    outer = generators(terms)
    if all(term.bit_count() == 1 for term in outer):
        return INDEPENDENCE
    if max(max(bits(term)) for term in outer) < 9:
        return ",".join("".join(str(place + 1) for place in bits(term)) for term in outer)
    return ",".join("-".join(str(place + 1) for place in bits(term)) for term in outer if term.bit_count() > 1)


def parse(text: str, k: int) -> Terms:
    """The terms of a model that is named by position.

    Args:
        text: ``independence``, or generators separated by commas: ``12,14,3``; positions of 10 and above are joined
            by ``-``, as ``1-10``. Brackets and spaces do not matter: ``[12][14][3]`` is the same.
        k: how many lists there are.

    Raises:
        UsageError: a generator names no list, one twice, or all lists together.
    """
    if text.strip().lower() == INDEPENDENCE:
        return closed((), k)
    found = []
    for part in text.replace("][", ",").replace("[", "").replace("]", "").split(","):
        word = part.strip()
        places = word.split("-") if "-" in word else list(word)
        if not places or not all(each.isascii() and each.isdigit() and 1 <= int(each) <= k for each in places):
            raise UsageError("a model's term", expected=f"positions 1 to {k}, as 12,14,3", found=word or "nothing")
        if len(set(places)) < len(places):
            raise UsageError("a model's term", expected="each list once", found=word)
        found.append(sum(1 << (int(each) - 1) for each in places))
    if (1 << k) - 1 in found and k > 1:
        raise UsageError(
            "a model's term of all lists together can't be estimated", expected=f"at most {k - 1} of {k} lists",
            found=text,
        )  # fmt: skip
    return closed(found, k)


@cache
def hierarchical(k: int) -> tuple[Terms, ...]:
    """All hierarchical models of k lists with every main effect and without the term of all lists.

    There are 1, 8, 113 and 6,893 for k = 2, 3, 4 and 5. From the smallest to the largest.

    Raises:
        UsageError: more than five lists: there are more than seven million models of six.
    """
    if k > 5:
        raise UsageError("all models", expected="at most 5 lists", found=f"{k}", do="name a model, or choose lists")
    found = sorted(_larger(k, 2, closed((), k)), key=lambda terms: (len(terms), sorted(terms)))
    return tuple(found)


def _larger(k: int, size: int, terms: Terms) -> Iterator[Terms]:
    """The models that add terms of ``size`` lists and more to ``terms``."""
    if size >= k:
        yield terms
        return
    possible = [
        term
        for term in (sum(1 << place for place in places) for places in combinations(range(k), size))
        if all(term & ~(1 << place) in terms for place in bits(term))
    ]
    for chosen in range(1 << len(possible)):
        added = [term for place, term in enumerate(possible) if chosen >> place & 1]
        if added:
            yield from _larger(k, size + 1, terms | frozenset(added))
        else:
            yield terms


def pairs(k: int) -> tuple[Term, ...]:
    """The terms of two lists, in the order of their positions."""
    return tuple((1 << a) | (1 << b) for a, b in combinations(range(k), 2))
