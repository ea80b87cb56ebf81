"""Statements as W3C Web Annotations: one each, its passages by position and by words, who signed it, and its status.

Rules:
* The target is what was said; speaker and cue are bodies with their own selectors, or their words where only those
  are known.
* Positions are code points of the text that ``probata:textDigest`` names, and of no other.

Source: W3C Web Annotation Data Model (2017), sections 3 and 4.2; motivations of section 3.3.5.
"""

from collections.abc import Mapping

from probata.documents.anchors import Selector, digest_of_text, selector_of
from probata.documents.document import Span
from probata.statements.exports_context import (
    ANNOTATION_CONTEXT,
    CONTEXT,
    exhibit_iri,
    statement_iri,
    text_iri,
)
from probata.statements.exports_records import CONFIRMED, Exported

MOTIVATION = "describing"
_DESCRIBED = ("party", "kind", "mode", "hedges", "via", "on-behalf-of", "addressee", "said")


def annotation(each: Exported, text: str) -> dict[str, object]:
    """One statement as an annotation.

    Args:
        each: the statement.
        text: of its document as it is read now; "" where it can't be read.
    """
    same = digest_of_text(text) == each.text
    made: dict[str, object] = {
        "@context": [ANNOTATION_CONTEXT, dict(CONTEXT)],
        "id": statement_iri(each.name),
        "type": "Annotation",
        "motivation": MOTIVATION,
        "body": _bodies(each, text if same else ""),
        "target": _passage(each, (each.start, each.end), each.quote, text if same else ""),
        "probata:status": each.status,
    }
    if each.said:
        made["creator"] = [{"type": "Person", "name": name} for name in dict.fromkeys(one.holder for one in each.said)]
        made["created"] = each.said[0].at.isoformat()
        made["modified"] = each.said[-1].at.isoformat()
        made["probata:act"] = each.act
    else:
        made["generator"] = {"type": "Software", "name": "Probata"}
    return made


def _bodies(each: Exported, text: str) -> list[Mapping[str, object]]:
    content = {"type": "TextualBody", "value": each.quote, "purpose": MOTIVATION, "probata:role": "content"}
    bodies: list[Mapping[str, object]] = [content]
    for role in ("speaker", "cue"):
        words, place = each.fields.get(role, ""), each.place_of(role)
        if words and place and " ".join(text[place[0] : place[1]].split()) == words:
            passage = _passage(each, place, text[place[0] : place[1]], text)
            bodies.append(
                {"type": "SpecificResource", **passage, "purpose": "identifying", "probata:role": role, "value": words}
            )
        elif words:
            bodies.append({"type": "TextualBody", "value": words, "purpose": "identifying", "probata:role": role})
    if each.status == CONFIRMED or not each.said:
        tags = [(name, each.fields[name]) for name in _DESCRIBED if each.fields.get(name, "")]
        bodies += [{"type": "TextualBody", "value": f"{name}: {words}", "purpose": "tagging"} for name, words in tags]
    return bodies


def _passage(each: Exported, place: tuple[int, int], words: str, text: str) -> dict[str, object]:
    start, end = place
    known = text and text[start:end] == words
    selector = selector_of(text, Span(start, end)) if known else Selector(start, end, words)
    return {
        "source": text_iri(each.text),
        "selector": selector.record(),
        "probata:textDigest": each.text,
        "probata:exhibitDigest": each.exhibit,
        "scope": exhibit_iri(each.exhibit),
    }
