"""Classes of photograph: person with number, person without, scene, document, other; a proposal with its basis.

Rules (the first that applies):
1. a file that is no picture: a document where its type says so, else other;
2. a page of text is a document;
3. a number that follows the inquiry's scheme, even illegible, is a label: a person with a number;
4. a near-duplicate of a photograph with a class has that class, a tenth less surely;
5. a photograph in a burst of persons with numbers shows a person, without a number, less surely at the burst's ends;
6. a burst of three or more, of which nothing is known yet, that looks like the archive's own photographs of persons
   (`classes_likeness`) is one without a number; one that clearly doesn't is a scene;
7. a picture in which there is next to nothing to see is other;
8. everything else is ``unclassified``: it is not guessed.

The bounds of rules 6 and 7 were set on made archives of seeds 1 to 3.

Confidences are set by rule, not calibrated. A judgement replaces a proposal and counts for its neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

import pyarrow as pa

from probata.linkage.bursts import Bursts
from probata.linkage.classes_likeness import likeness
from probata.linkage.numbers import ExhibitNumbers

VERSION = "1"
WITH_NUMBER, WITHOUT_NUMBER = "person-with-number", "person-without-number"
SCENE, DOCUMENT, OTHER, UNCLASSIFIED = "scene", "document", "other", "unclassified"
PERSONS = frozenset({WITH_NUMBER, WITHOUT_NUMBER})
_PICTURES = frozenset({"image", "raw"})
_DOCUMENTS = frozenset({"document", "text"})
_BETWEEN, _AT_END = 0.85, 0.7
_LABEL_FACTOR, _LABEL_LEAST = 0.97, 0.6
_NEAR_FACTOR = 0.9
_LEAST_BURST = 3
_LIKE, _UNLIKE = 0.2, -0.5
_LIKENESS_FACTOR = 0.8
_EMPTY, _EMPTY_CONFIDENCE = 0.03, 0.6
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class ClassProposal:
    """The class proposed for one exhibit.

    Attributes:
        exhibit: hex digest.
        class_: person-with-number, person-without-number, scene, document, other or unclassified.
        confidence: 0..1; 0 where unclassified; 1 only by judgement.
        basis: one word: judgement, type, page, number, near-duplicate, burst, likeness, empty or none.
        detail: one sentence for the reader.
    """

    exhibit: str
    class_: str
    confidence: float
    basis: str
    detail: str


def classes(
    numbers: Mapping[str, ExhibitNumbers],
    files: pa.Table,
    bursts: Bursts,
    near_duplicates: Iterable[Sequence[str]],
    judged: Mapping[str, str] | None = None,
    scenes: pa.Table | None = None,
) -> list[ClassProposal]:
    """A class for every exhibit of ``files``, by digest.

    Args:
        numbers: what `numbers.numbers` gives.
        files: readings table ``file``, columns digest and kind.
        bursts: what `bursts.bursts` gives.
        near_duplicates: groups of hex digests.
        judged: class by hex digest, where a person set it.
        scenes: readings table ``scene`` (digest, features, contrast); without it rules 6 and 7 are left out.
    """
    kinds = {str(row["digest"]): row["kind"] for row in files.select(["digest", "kind"]).to_pylist()}
    decided = judged or {}
    found = {e: _by_itself(e, kind, numbers.get(e), decided.get(e, "")) for e, kind in kinds.items()}
    found = {e: proposal for e, proposal in found.items() if proposal.class_ != UNCLASSIFIED}
    groups = [tuple(group) for group in near_duplicates]
    _spread(found, groups)
    for proposal in _by_burst(found, bursts, kinds):
        found[proposal.exhibit] = proposal
    if scenes is not None:
        for proposal in (*_by_likeness(found, bursts, kinds, scenes), *_by_emptiness(kinds, scenes)):
            found.setdefault(proposal.exhibit, proposal)
    _spread(found, groups)
    return [found.get(e) or _unclassified(e) for e in sorted(kinds)]


def _unclassified(exhibit: str) -> ClassProposal:
    return ClassProposal(exhibit, UNCLASSIFIED, 0.0, "none", "nothing in the picture or beside it tells the class")


def _by_itself(exhibit: str, kind: str | None, known: ExhibitNumbers | None, judged: str) -> ClassProposal:
    """Rules 1 to 3, and judgement."""
    if judged:
        return ClassProposal(exhibit, judged, 1.0, "judgement", "set by a person")
    if kind not in _PICTURES and kind != "video":
        class_ = DOCUMENT if kind in _DOCUMENTS else OTHER
        return ClassProposal(exhibit, class_, 0.9, "type", f"the file is no picture: {kind or 'unknown'}")
    if known is not None and known.page:
        return ClassProposal(exhibit, DOCUMENT, 0.9, "page", "lines of text as on a page")
    if known is not None and known.sets:
        confidence = round(max(_LABEL_LEAST, _LABEL_FACTOR * known.detainee.confidence), _DECIMALS)
        return ClassProposal(exhibit, WITH_NUMBER, confidence, "number", "a number as the scheme writes it")
    return _unclassified(exhibit)


def _spread(found: dict[str, ClassProposal], groups: Iterable[Sequence[str]]) -> None:
    """Rule 4: the surest class of a group goes to its members that have none."""
    for group in groups:
        known = sorted((found[e] for e in group if e in found), key=lambda p: (-p.confidence, p.exhibit))
        if not known:
            continue
        first = known[0]
        for exhibit in group:
            if exhibit not in found:
                confidence = round(first.confidence * _NEAR_FACTOR, _DECIMALS)
                detail = f"nearly the same picture as {first.exhibit[:12]}, a {first.class_}"
                found[exhibit] = ClassProposal(exhibit, first.class_, confidence, "near-duplicate", detail)


def _by_burst(
    found: Mapping[str, ClassProposal], bursts: Bursts, kinds: Mapping[str, str | None]
) -> list[ClassProposal]:
    """Rule 5."""
    proposals = []
    for burst in bursts.bursts:
        places = [i for i, e in enumerate(burst.exhibits) if e in found and found[e].class_ in PERSONS]
        if not places:
            continue
        surest = max(found[burst.exhibits[i]].confidence for i in places)
        for i, exhibit in enumerate(burst.exhibits):
            if exhibit in found or exhibit not in kinds:
                continue
            within = places[0] < i < places[-1]
            confidence = round(surest * (_BETWEEN if within else _AT_END), _DECIMALS)
            where = "between" if within else "beside"
            detail = f"{where} photographs of a person in one burst"
            proposals.append(ClassProposal(exhibit, WITHOUT_NUMBER, confidence, "burst", detail))
    return proposals


def _by_likeness(
    found: Mapping[str, ClassProposal], bursts: Bursts, kinds: Mapping[str, str | None], scenes: pa.Table
) -> list[ClassProposal]:
    """Rule 6."""
    burst_of = {exhibit: min(burst.exhibits) for burst in bursts.bursts for exhibit in burst.exhibits}
    persons = {e for e, proposal in found.items() if proposal.class_ in PERSONS and kinds[e] in _PICTURES}
    others = {e for e, kind in kinds.items() if kind in _PICTURES and e not in persons}
    scores = likeness(scenes, persons, others, burst_of)
    proposals = []
    for burst in bursts.bursts:
        members = [e for e in burst.exhibits if e in scores]
        if len(members) < _LEAST_BURST or any(e in found for e in members):
            continue
        mean = sum(scores[e] for e in members) / len(members)
        class_ = WITHOUT_NUMBER if mean >= _LIKE else SCENE if mean <= _UNLIKE else UNCLASSIFIED
        if class_ != UNCLASSIFIED:
            confidence = round(_LIKENESS_FACTOR / (1 + exp(-abs(mean))), _DECIMALS)
            detail = (
                f"the burst looks {'like' if mean > 0 else 'unlike'} the archive's photographs of persons ({mean:.1f})"
            )
            proposals += [ClassProposal(e, class_, confidence, "likeness", detail) for e in members]
    return proposals


def _by_emptiness(kinds: Mapping[str, str | None], scenes: pa.Table) -> list[ClassProposal]:
    """Rule 7."""
    detail = "next to nothing to see: dark, blank or out of focus"
    return [
        ClassProposal(str(row["digest"]), OTHER, _EMPTY_CONFIDENCE, "empty", detail)
        for row in scenes.select(["digest", "contrast"]).to_pylist()
        if row["contrast"] is not None and row["contrast"] < _EMPTY and row["digest"] in kinds
    ]
