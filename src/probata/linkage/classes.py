"""Classes of photograph: person with number, person without, scene, document, other; a proposal with its confidence.

Rules (the first that applies):
1. what a person judged;
2. a file that is no picture: a document where its type says so, else other;
3. a page of text is a document;
4. a number that follows the inquiry's scheme, even illegible, is a label: a person with a number, unless the picture
   looks like the archive's documents rather than its persons;
5. a near-duplicate of a photograph with a class has that class, less surely;
6. by look and place (`classes_recognition`): a person, a document or neither, whichever is more probable than not; a
   person with something like a number in the picture is one with a number;
7. a photograph whose look tells nothing, in a burst of persons, shows a person without a number;
8. a picture in which there is next to nothing to see is other;
9. everything else is ``unclassified``: it is not guessed.

With a number means: any digit of it is visible. What is neither person nor document is a scene or other as people
judged those that look like it; ten photographs of which seven are scenes are assumed beforehand.

Confidences are probabilities: those of rules 4 and 6 are estimated on the archive itself, by place, with every
photograph's score from a model that never saw it; those of rules 2, 3, 5, 7 and 8, and how many of what looks like
illegible numbers are some, are expectations. Judgements correct all of them, by basis (`classes_calibration`). Without
a judgement on the photograph itself a confidence is never more than 0.99.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from probata.linkage.bursts import Bursts
from probata.linkage.classes_calibration import corrected, corrections
from probata.linkage.classes_likeness import Looks, looks, shares
from probata.linkage.classes_mixture import LEAST, SUREST
from probata.linkage.classes_recognition import (
    ALONE,
    BESIDE,
    BETWEEN,
    BURST,
    DOUBTFUL,
    NUMBER,
    PAGE,
    PERSONS_AT,
    Seen,
    recognised,
)
from probata.linkage.numbers import ExhibitNumbers

VERSION = "2"
WITH_NUMBER, WITHOUT_NUMBER = "person-with-number", "person-without-number"
SCENE, DOCUMENT, OTHER, UNCLASSIFIED = "scene", "document", "other", "unclassified"
PERSONS = frozenset({WITH_NUMBER, WITHOUT_NUMBER})
_PICTURES = frozenset({"image", "raw"})
_DOCUMENTS = frozenset({"document", "text"})
_TYPE, _PAGE, _EMPTY = 0.95, 0.98, 0.9
_SURE_NUMBER = 0.5
_NEAR_FACTOR = 0.95
_MORE_PROBABLE = 0.5
_LABELLED = {True: 0.5, False: 0.015}
_SCENES, _SCENES_WEIGHT = 0.7, 10
_CONTRAST = 0.03
_DECIMALS = 4
_WHERE = {
    NUMBER: "a number as the scheme writes it",
    DOUBTFUL: "what may be a number as the scheme writes it",
    BETWEEN: "between photographs of a person in one burst",
    BESIDE: "beside photographs of a person in one burst",
    BURST: "in a burst without any number",
    ALONE: "in no burst",
}


@dataclass(frozen=True, slots=True)
class ClassProposal:
    """The class proposed for one exhibit.

    Attributes:
        exhibit: hex digest.
        class_: person-with-number, person-without-number, scene, document, other or unclassified.
        confidence: the probability of the class, 0..1; 0 where unclassified; 1 only by judgement.
        basis: one word: judgement, type, page, number, near-duplicate, likeness, label, burst, empty or none.
        detail: one sentence for the reader.
        person: the probability that a person who is a subject is shown, with or without a number, 0..1; it is more than
            the confidence where only the number is in doubt, and 0 where nothing is known.
    """

    exhibit: str
    class_: str
    confidence: float
    basis: str
    detail: str
    person: float = 0.0


def classes(
    numbers: Mapping[str, ExhibitNumbers],
    files: pa.Table,
    bursts: Bursts,
    near_duplicates: Iterable[Sequence[str]],
    judged: Mapping[str, str] | None = None,
    scenes: pa.Table | None = None,
    appearance: pa.Table | None = None,
) -> list[ClassProposal]:
    """A class for every exhibit of ``files``, by digest.

    Args:
        numbers: what `numbers.numbers` gives.
        files: readings table ``file``, columns digest and kind.
        bursts: what `bursts.bursts` gives.
        near_duplicates: groups of hex digests.
        judged: class by hex digest, where a person set it.
        scenes: readings table ``scene`` (digest, features, contrast); without it rule 8 is left out.
        appearance: readings table ``appearance`` (digest, vector); without it rule 6 goes by ``scenes``, and without
            both it is left out.
    """
    kinds = {str(row["digest"]): row["kind"] for row in files.select(["digest", "kind"]).to_pylist()}
    archive = _Archive(numbers, kinds, bursts, tuple(tuple(group) for group in near_duplicates), scenes, appearance)
    if not judged:
        return archive.proposals({})
    blind = {each.exhibit: each for each in archive.proposals({})}
    shown = [(blind[e], c) for e, c in judged.items() if c != UNCLASSIFIED and e in blind and blind[e].confidence]
    of_class = corrections((each.basis, each.confidence, each.class_ == class_) for each, class_ in shown)
    of_person = corrections((each.basis, each.person, class_ in PERSONS) for each, class_ in shown)
    return [_corrected(each, of_class, of_person) for each in archive.proposals(judged)]


def _corrected(proposal: ClassProposal, of_class: Mapping[str, float], of_person: Mapping[str, float]) -> ClassProposal:
    if proposal.basis not in of_class or not proposal.confidence:
        return proposal
    confidence = corrected(proposal.confidence, of_class[proposal.basis])
    person = corrected(proposal.person, of_person[proposal.basis])
    return replace(proposal, confidence=_kept(confidence), person=_kept(person))


def _kept(confidence: float) -> float:
    return round(min(max(confidence, LEAST), SUREST), _DECIMALS)


@dataclass(frozen=True)
class _Archive:
    """All that classes are told from, less what was judged."""

    numbers: Mapping[str, ExhibitNumbers]
    kinds: Mapping[str, str | None]
    bursts: Bursts
    groups: tuple[tuple[str, ...], ...]
    scenes: pa.Table | None
    appearance: pa.Table | None

    def proposals(self, judged: Mapping[str, str]) -> list[ClassProposal]:
        """The proposals under these judgements, by digest."""
        told = (self._by_itself(exhibit, judged.get(exhibit, "")) for exhibit in self.kinds)
        found = {proposal.exhibit: proposal for proposal in told if proposal is not None}
        _spread(found, self.groups)
        empty = self._empty() - judged.keys()
        places = self._places(found)
        look = looks(self.scenes, self.appearance, places.keys() - empty)
        seen = self._seen(look, found, places, judged)
        said = {exhibit: class_ == SCENE for exhibit, class_ in judged.items() if class_ in (SCENE, OTHER)}
        scene = shares(look, said, _SCENES, _SCENES_WEIGHT)
        for exhibit, place in places.items():
            proposal = self._placed(exhibit, place, found.get(exhibit), seen.get(exhibit), scene.get(exhibit, _SCENES))
            if proposal is not None:
                found[exhibit] = proposal
        for exhibit in empty:
            detail = "next to nothing to see: dark, blank or out of focus"
            found.setdefault(exhibit, ClassProposal(exhibit, OTHER, _EMPTY, "empty", detail))
        _spread(found, self.groups)
        return [found.get(exhibit) or _unclassified(exhibit) for exhibit in sorted(self.kinds)]

    def _by_itself(self, exhibit: str, judged: str) -> ClassProposal | None:
        """Rules 1 to 4, without the look."""
        kind, known = self.kinds[exhibit], self.numbers.get(exhibit)
        if judged:
            return ClassProposal(exhibit, judged, 1.0, "judgement", "set by a person", float(judged in PERSONS))
        if kind not in _PICTURES and kind != "video":
            class_ = DOCUMENT if kind in _DOCUMENTS else OTHER
            return ClassProposal(exhibit, class_, _TYPE, "type", f"the file is no picture: {kind or 'unknown'}")
        if known is not None and known.page:
            return ClassProposal(exhibit, DOCUMENT, _PAGE, "page", "lines of text as on a page")
        if known is not None and known.sets:
            place = NUMBER if known.sets[0].confidence >= _SURE_NUMBER else DOUBTFUL
            share = PERSONS_AT[place].share
            return ClassProposal(exhibit, WITH_NUMBER, share, "number", _WHERE[place], share)
        return None

    def _empty(self) -> set[str]:
        """Pictures in which there is next to nothing to see."""
        if self.scenes is None:
            return set()
        rows = zip(self.scenes["digest"].to_pylist(), self.scenes["contrast"].to_pylist(), strict=True)
        return {str(e) for e, contrast in rows if contrast is not None and contrast < _CONTRAST and e in self.kinds}

    def _places(self, found: Mapping[str, ClassProposal]) -> dict[str, str]:
        """The kind of place of each picture that is no scene or other as far as is known, and of each video."""
        places = {e: ALONE for e, kind in self.kinds.items() if kind in _PICTURES or kind == "video"}
        for burst in self.bursts.bursts:
            persons = [i for i, e in enumerate(burst.exhibits) if e in found and found[e].class_ in PERSONS]
            for i, exhibit in enumerate(burst.exhibits):
                if exhibit in places:
                    inside = persons and persons[0] < i < persons[-1]
                    places[exhibit] = BETWEEN if inside else BESIDE if persons else BURST
        for exhibit, proposal in found.items():
            if exhibit in places and proposal.class_ in PERSONS:
                places[exhibit] = DOUBTFUL if proposal.confidence <= PERSONS_AT[DOUBTFUL].share else NUMBER
            elif exhibit in places and proposal.class_ == DOCUMENT:
                places[exhibit] = PAGE
        return places

    def _seen(
        self, look: Looks, found: Mapping[str, ClassProposal], places: Mapping[str, str], judged: Mapping[str, str]
    ) -> dict[str, Seen]:
        shown = {e: _shown(found[e].class_) for e in look.exhibits if e in judged or _is_neither(found.get(e))}
        bursts = (burst.exhibits for burst in self.bursts.bursts)
        return recognised(look, (*bursts, *self.groups), places, {e: what for e, what in shown.items() if what})

    def _placed(
        self, exhibit: str, place: str, known: ClassProposal | None, seen: Seen | None, scene_share: float
    ) -> ClassProposal | None:
        """Rules 4, 6 and 7; None where they say nothing new."""
        if known is not None and known.basis != "number":
            return None
        if seen is None:
            if known is not None or place not in (BETWEEN, BESIDE):
                return None
            return self._person(exhibit, PERSONS_AT[place].share, "burst", _WHERE[place])
        if known is not None and seen.document <= _MORE_PROBABLE:
            person = _kept(seen.person)
            return replace(known, confidence=person, detail=_detail(place, seen), person=person)
        if seen.person >= _MORE_PROBABLE:
            return self._person(exhibit, seen.person, "likeness", _detail(place, seen))
        likely = {
            DOCUMENT: seen.document,
            SCENE: seen.neither * scene_share,
            OTHER: seen.neither * (1 - scene_share),
        }
        class_ = max(likely, key=lambda each: likely[each])
        if likely[class_] < _MORE_PROBABLE:
            return None
        confidence, person = _kept(likely[class_]), _kept(seen.person)
        return ClassProposal(exhibit, class_, confidence, "likeness", _detail(place, seen), person)

    def _person(self, exhibit: str, probability: float, basis: str, detail: str) -> ClassProposal:
        """A person, with a number where something in the picture may be one that could not be read by the scheme."""
        labelled, person = _labelled(self.numbers.get(exhibit)), _kept(probability)
        share = _LABELLED[labelled]
        if labelled:
            text = f"{detail}; something like a number that can't be read by the scheme"
            return ClassProposal(exhibit, WITH_NUMBER, _kept(probability * share), "label", text, person)
        return ClassProposal(exhibit, WITHOUT_NUMBER, _kept(probability * (1 - share)), basis, detail, person)


def _unclassified(exhibit: str) -> ClassProposal:
    return ClassProposal(exhibit, UNCLASSIFIED, 0.0, "none", "nothing in the picture or beside it tells the class")


def _spread(found: dict[str, ClassProposal], groups: Iterable[Sequence[str]]) -> None:
    """Rule 5: the surest class of a group goes to its members that have none."""
    for group in groups:
        known = sorted((found[e] for e in group if e in found), key=lambda p: (-p.confidence, p.exhibit))
        if not known:
            continue
        first = known[0]
        for exhibit in group:
            if exhibit not in found:
                detail = f"nearly the same picture as {first.exhibit[:12]}, a {first.class_}"
                confidence, person = _kept(first.confidence * _NEAR_FACTOR), _kept(first.person)
                found[exhibit] = ClassProposal(exhibit, first.class_, confidence, "near-duplicate", detail, person)


def _labelled(known: ExhibitNumbers | None) -> bool:
    """Whether there may be digits of a number: a role's own, or a number-like text beside illegible ones."""
    if known is None:
        return False
    roles = (reading for role, reading in known.by_role.items() if role != "detainee")
    return any(each.status != "absent" for each in roles) or (
        known.detainee.status == "illegible" and bool(known.unassigned)
    )


def _shown(class_: str) -> str:
    """What a class says is shown: person, document or neither; "" where it says nothing."""
    if class_ in PERSONS:
        return "person"
    return {DOCUMENT: "document", SCENE: "neither", OTHER: "neither"}.get(class_, "")


def _is_neither(known: ClassProposal | None) -> bool:
    return known is not None and known.class_ in (SCENE, OTHER)


def _detail(place: str, seen: Seen) -> str:
    chances = f"a person {seen.person:.2f}, a document {seen.document:.2f}, neither {seen.neither:.2f}"
    return f"by its look, beside the archive's own examples: {chances}; {_WHERE.get(place, place)}"
