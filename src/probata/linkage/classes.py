"""Classes of photograph: person with number, person without, scene, document, other; a proposal with its basis.

Rules (the first that applies):
1. a file that is no picture: a document where its type says so, else other;
2. a page of text is a document;
3. a number that follows the inquiry's scheme, even illegible, is a label: a person with a number;
4. a near-duplicate of a photograph with a class has that class, a tenth less surely;
5. a photograph in a burst of persons with numbers shows a person, without a number, less surely at the burst's ends;
6. a figure seen in the picture itself (the readings ``scene``) is a person without a number;
7. everything else is ``unclassified``: it is not guessed.

Confidences are set by rule, not calibrated. A judgement replaces a proposal and counts for its neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from probata.linkage.bursts import Bursts
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
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class ClassProposal:
    """The class proposed for one exhibit.

    Attributes:
        exhibit: hex digest.
        class_: person-with-number, person-without-number, scene, document, other or unclassified.
        confidence: 0..1; 0 where unclassified; 1 only by judgement.
        basis: one word: judgement, type, page, number, near-duplicate, burst, scene or none.
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
        scenes: readings table ``scene`` (digest, failed, class, confidence), where there is one.
    """
    kinds = {str(row["digest"]): row["kind"] for row in files.select(["digest", "kind"]).to_pylist()}
    decided = judged or {}
    found = {e: _by_itself(e, kind, numbers.get(e), decided.get(e, "")) for e, kind in kinds.items()}
    found = {e: proposal for e, proposal in found.items() if proposal.class_ != UNCLASSIFIED}
    groups = [tuple(group) for group in near_duplicates]
    _spread(found, groups)
    for proposal in _by_burst(found, bursts, kinds):
        found[proposal.exhibit] = proposal
    for proposal in _by_scene(found, scenes, kinds):
        found[proposal.exhibit] = proposal
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


def _by_scene(
    found: Mapping[str, ClassProposal], scenes: pa.Table | None, kinds: Mapping[str, str | None]
) -> list[ClassProposal]:
    """Rule 6."""
    if scenes is None:
        return []
    names = ("digest", "class", "confidence")
    rows = zip(*(scenes[name].to_pylist() for name in names), strict=True)
    return [
        ClassProposal(exhibit, class_, round(confidence, _DECIMALS), "scene", "what the picture itself looks like")
        for exhibit, class_, confidence in rows
        if class_ and class_ != UNCLASSIFIED and exhibit in kinds and exhibit not in found
    ]
