"""What a picture shows by its look and its place: a person, a document or neither, each with its probability.

The archive teaches it: photographs with a number, and their neighbours in a burst, are the examples of persons; pages
of text those of documents; judged photographs count as what they were judged. Two models, each against all the rest
(`classes_likeness`, `classes_mixture`), and their odds put together. In a burst of a person the place weighs more
than the look: few examples mislead.

Not here: whether a person's number is in the picture, and what is neither (`classes`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from probata.linkage.classes_likeness import Looks, Mask, folds, likeness, together
from probata.linkage.classes_mixture import FloatArray, Place, probabilities

NUMBER, DOUBTFUL, BETWEEN, BESIDE = "number", "doubtful-number", "between", "beside"
BURST, ALONE, PAGE = "burst", "alone", "page"
PERSONS_AT: Mapping[str, Place] = {
    NUMBER: Place(0.98, 50),
    DOUBTFUL: Place(0.8, 10),
    BETWEEN: Place(0.95, 10, least=0.9),
    BESIDE: Place(0.9, 10, least=0.75),
    BURST: Place(0.3, 2),
    ALONE: Place(0.3, 2),
}
_PAGES_AT: Mapping[str, Place] = {PAGE: Place(0.98, 50), ALONE: Place(0.05, 10)}
_OF_PERSONS = (NUMBER, DOUBTFUL, BETWEEN, BESIDE)


@dataclass(frozen=True, slots=True)
class Seen:
    """Probabilities that a picture shows a person who is a subject, a document, or neither.

    They add up to one, or to less where nothing is known of persons' looks and the place doesn't tell either.
    """

    person: float
    document: float
    neither: float


def recognised(
    look: Looks, groups: Iterable[Sequence[str]], places: Mapping[str, str], judged: Mapping[str, str]
) -> dict[str, Seen]:
    """What each picture of ``look`` shows.

    Args:
        look: the look of pictures.
        groups: bursts and near-duplicates: they are never learned from to tell their own members.
        places: by hex digest the kind of place: number, doubtful-number, between, beside, burst, alone or page.
        judged: by hex digest what a person said is shown: person, document or neither.

    Returns:
        By hex digest; none at all where neither persons nor documents could be learned.
    """
    group = together(look.exhibits, groups)
    place = np.array([places[each] for each in look.exhibits])
    said = np.array([judged.get(each, "") for each in look.exhibits])
    page = place == PAGE
    person = _told(look, group, np.isin(place, _OF_PERSONS), place, PERSONS_AT, _known(said, "person"), ~page)
    document = _told(
        look, group, page, np.where(page, PAGE, ALONE), _PAGES_AT, _known(said, "document"), np.ones(len(place), bool)
    )
    if person is None and document is None:
        return {}
    known = np.isin(place, _OF_PERSONS) if person is None else ~page
    if person is None:
        person = np.array([PERSONS_AT[each].share if each in _OF_PERSONS else 0.0 for each in place.tolist()])
    return _together(look.exhibits, person, np.zeros(len(place)) if document is None else document, known)


def _known(said: "np.typing.NDArray[np.str_]", what: str) -> FloatArray:
    """1 where this was judged, 0 where something else was, NaN where nothing was."""
    return np.where(said == what, 1.0, np.where(said == "", np.nan, 0.0))


def _told(
    look: Looks,
    group: "np.typing.NDArray[np.int64]",
    examples: Mask,
    place: "np.typing.NDArray[np.str_]",
    places: Mapping[str, Place],
    known: FloatArray,
    mixed: Mask,
) -> FloatArray | None:
    """The probabilities of one model; 0 outside ``mixed``; None where it can't be learned."""
    scores = likeness(look.values, np.where(np.isnan(known), examples, known == 1.0), folds(look.exhibits, group))
    if scores is None:
        return None
    kinds = list(places)
    number = np.array([kinds.index(each) for each in place[mixed].tolist()], np.int64)
    told = probabilities(scores[mixed], number, list(places.values()), known[mixed], look.trust)
    if told is None:
        return None
    found = np.zeros(len(scores))
    found[mixed] = told
    return found


def _together(exhibits: Sequence[str], person: FloatArray, document: FloatArray, known: Mask) -> dict[str, Seen]:
    """Both against what is neither, by their odds; where nothing is known of persons, neither can't be told either."""
    for_person, for_document = person / (1 - person), document / (1 - document)
    whole = 1 + for_person + for_document
    columns = (for_person / whole, for_document / whole, np.where(known, 1 / whole, 0.0))
    return {
        exhibit: Seen(*each) for exhibit, *each in zip(exhibits, *(column.tolist() for column in columns), strict=True)
    }
