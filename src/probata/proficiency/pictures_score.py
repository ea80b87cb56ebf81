"""Pictures of the findings beside the true ones: which copies were found, by what was done to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from probata.proficiency.agreement import Record, choose_two
from probata.proficiency.truth import TruthLine


@dataclass(frozen=True, slots=True)
class KindScore:
    """Pairs that the findings call by one kind: how many, and the share that is one picture or one view."""

    found: int
    precision: float


@dataclass(frozen=True, slots=True)
class PicturesScore:
    """Near-duplicates and exact duplicates.

    Attributes:
        exact_paths: paths whose bytes were on the drive before (known from the truth alone).
        true_pairs: pairs of exhibits that are one picture.
        found_pairs: pairs in the findings.
        precision: share of the found pairs that are one picture or one view (the shutter pressed twice).
        recall: share of the true pairs that were found.
        recall_by_edit: share of the pairs of an original and its copy that were found, by kind of edit.
        copies_by_edit: how many such pairs there are, by kind of edit.
        by_kind: the found pairs by what the findings call them.
        repeats_found: share of the pairs of one view that were found; not asked for, not held against.
        false_same_person: found pairs that are neither, but of one person.
    """

    exact_paths: int
    true_pairs: int
    found_pairs: int
    precision: float
    recall: float
    recall_by_edit: dict[str, float]
    copies_by_edit: dict[str, int]
    by_kind: dict[str, KindScore]
    repeats_found: float
    false_same_person: int


def score_pictures(
    lines: Iterable[TruthLine], photographs: Mapping[str, TruthLine], found: Iterable[Record]
) -> PicturesScore:
    """Near-duplicate pairs of the findings against the true ones."""
    kept = [line for line in lines if line.kind == "photograph"]
    kinds: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for record in found:
        if record["a"] != record["b"]:
            kinds[str(record.get("kind") or "unnamed")].add(_pair(str(record["a"]), str(record["b"])))
    asked = set[tuple[str, str]]().union(*kinds.values())
    known = {p for p in asked if p[0] in photographs and p[1] in photographs}
    same = {p for p in known if photographs[p[0]].picture == photographs[p[1]].picture}
    repeats = {p for p in known - same if photographs[p[0]].view == photographs[p[1]].view}
    false = known - same - repeats
    people = [(photographs[a].person, photographs[b].person) for a, b in false]
    hits, total = _by_edit(kept, asked)
    true = choose_two(Counter(n.picture for n in photographs.values()).values())
    views = choose_two(Counter(n.view for n in photographs.values()).values()) - true
    return PicturesScore(
        exact_paths=len(kept) - len(photographs),
        true_pairs=true,
        found_pairs=len(asked),
        precision=(len(same) + len(repeats)) / len(asked) if asked else 1.0,
        recall=len(same) / true if true else 1.0,
        recall_by_edit={edit: hits[edit] / total[edit] for edit in sorted(total)},
        copies_by_edit={edit: total[edit] for edit in sorted(total)},
        by_kind={kind: KindScore(len(p), len(p & (same | repeats)) / len(p)) for kind, p in sorted(kinds.items())},
        repeats_found=len(repeats) / views if views else 1.0,
        false_same_person=sum(bool(a) and a == b for a, b in people),
    )


def _by_edit(photographs: Iterable[TruthLine], found: set[tuple[str, str]]) -> tuple[Counter[str], Counter[str]]:
    """Pairs of an original and its copy that were found, and all of them, by kind of edit."""
    kept = list(photographs)
    by_path = {line.path: line.sha256 for line in kept}
    hits, total = Counter[str](), Counter[str]()
    for line in kept:
        original = by_path.get(line.derived_from, line.sha256)
        if original != line.sha256:
            total[line.edit] += 1
            hits[line.edit] += _pair(original, line.sha256) in found
    return hits, total


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
