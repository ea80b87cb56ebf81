"""Our own digests, annotated in full: read as texts with attributions.

Rules:
* ``NAME.json`` beside ``NAME.txt`` lists statements. Every exact phrase is looked up inside the statement's own stretch
  ``at``, contents in their order; of several places of a speaker the one nearest to the cue is meant, as a whole word.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from probata.documents.document import Span
from probata.errors import BadInput
from probata.proficiency.attributions_corpus import Annotated, AnnotatedText


def read_digests(folder: Path) -> Iterator[AnnotatedText]:
    """The digests of a folder that are plain text, by name.

    Raises:
        BadInput: a phrase is not where its statement says.
    """
    for path in sorted(folder.glob("*.json")):
        beside = path.with_suffix(".txt")
        if beside.is_file():
            text = beside.read_bytes().decode("utf-8")
            statements = json.loads(path.read_bytes())["statements"]
            yield AnnotatedText(path.stem, text, tuple(_annotated(one, text) for one in statements))


def _annotated(statement: dict[str, Any], text: str) -> Annotated:
    at = statement["at"]
    start = _found(text.find(at), at)
    content: list[Span] = []
    behind = 0
    for phrase in statement["content"]:
        place = at.find(phrase, behind)
        place = _found(place if place >= 0 else at.find(phrase), phrase)
        content.append(Span(start + place, start + place + len(phrase)))
        behind = place + len(phrase)
    cue = statement.get("cue")
    place = _found(at.find(cue), cue) if cue else 0
    cues = (Span(start + place, start + place + len(cue)),) if cue else ()
    near = cues[0].start if cues else content[0].start
    return Annotated(tuple(sorted(content)), _nearest(statement.get("speaker"), at, start, near), cues)


def _nearest(phrase: str | None, at: str, start: int, near: int) -> tuple[Span, ...]:
    if not phrase:
        return ()
    places = [start + found.start() for found in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", at)]
    if not places:
        places = [start + _found(at.find(phrase), phrase)]
    best = min(places, key=lambda place: abs(place - near))
    return (Span(best, best + len(phrase)),)


def _found(place: int, phrase: str) -> int:
    if place < 0:
        raise BadInput("a phrase that is not there", expected=phrase, found="nothing", do="Mend the annotation.")
    return place
