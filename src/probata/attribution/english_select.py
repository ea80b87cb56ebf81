"""Which drafts stay: the likely ones, one content for each cue, and no content twice.

Rules:
* The likelier draft is taken first; of equally likely ones the one that stands first in the block.
* Two contents are the same when they share four fifths of their tokens, unless one holds the other's cue and is
  nearly certain: "Ada has promised to go, he said" says two things.
"""

from collections.abc import Iterator, Mapping, Sequence

from probata.attribution.english_drafts import Draft
from probata.attribution.english_score import SAME_FROM, probabilities
from probata.attribution.english_tree import Run, count, likeness


def selected(drafts: Sequence[Draft], known: Mapping[str, float], threshold: float) -> list[Draft]:
    """The drafts that are kept, in the order of the text."""
    scored = enumerate(probabilities(drafts, known))
    likely = sorted((-score, place) for place, score in scored if score >= threshold)
    heads: set[int] = set()
    taken = _Taken()
    kept: list[Draft] = []
    for score, place in likely:
        draft = drafts[place]
        head = draft.candidate.head
        if head in heads or taken.holds(head, draft.runs, -score >= _SURE):
            continue
        heads.add(head)
        taken.add(head, draft.runs)
        kept.append(draft)
    return sorted(kept, key=lambda draft: (draft.runs[0], draft.candidate.cue))


_SURE = 0.75


class _Taken:
    """Contents taken so far, laid into drawers by length and place: only neighbours can be the same."""

    def __init__(self) -> None:
        self._drawers: dict[tuple[int, int], list[tuple[int, Sequence[Run]]]] = {}

    def add(self, head: int, runs: Sequence[Run]) -> None:
        level = _level(runs)
        self._drawers.setdefault((level, runs[0][0] >> level), []).append((head, runs))

    def holds(self, head: int, runs: Sequence[Run], sure: bool) -> bool:
        return any(
            likeness(runs, other) >= SAME_FROM and not (sure and (_inside(head, other) or _inside(its, runs)))
            for its, other in self._near(runs)
        )

    def _near(self, runs: Sequence[Run]) -> Iterator[tuple[int, Sequence[Run]]]:
        level = _level(runs)
        for beside in (level - 1, level, level + 1):
            if beside >= 0:
                middle = runs[0][0] >> beside
                for place in (middle - 1, middle, middle + 1):
                    yield from self._drawers.get((beside, place), ())


def _inside(token: int, runs: Sequence[Run]) -> bool:
    return any(first <= token <= last for first, last in runs)


def _level(runs: Sequence[Run]) -> int:
    return count(runs).bit_length() - 1
