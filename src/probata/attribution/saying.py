"""What the text says about a saying: kind, hedges, denial, through whom, for whom, to whom, where, and unnamed or not.

Rules:
* Content, speaker, cue, mode and place in the list are taken as found; only what lies around and within them is added.
* Every span that is added lies in the frozen text, in the block given.
"""

from collections.abc import Sequence
from dataclasses import replace

from probata.attribution.addressee import addressee_of
from probata.attribution.anonymity import is_anonymous
from probata.attribution.attribution import Attribution
from probata.attribution.frame import frame_of
from probata.attribution.hedges import hedges_of
from probata.attribution.kinds import kind_of
from probata.attribution.kinds_cues import disbelieves, is_refusal
from probata.attribution.negation import is_negated
from probata.attribution.occasion import occasion_of
from probata.attribution.parsed import Parsed
from probata.attribution.place import place_of
from probata.attribution.via import on_behalf_of, via_of
from probata.documents.document import Span


def enrich(text: str, parsed: Parsed, found: Attribution, all_found: Sequence[Attribution]) -> Attribution:
    """The attribution with what its own words say about it.

    Args:
        text: the document's frozen text.
        parsed: the block whose words the cue belongs to; the content's first where there is no cue.
        found: the attribution, with content, speaker, cue, mode and `within`.
        all_found: all attributions of the section in order, this one among them.

    Returns:
        The same with kind, hedges, negated, via, on_behalf_of, addressee, occasion, place, anonymous.
    """
    frame = frame_of(text, parsed, found, all_found)
    negated = is_negated(frame)
    seen = replace(
        found,
        hedges=hedges_of(frame),
        negated=negated and not is_refusal(frame) and not disbelieves(frame),
        via=_trimmed(text, via_of(frame)),
        on_behalf_of=_trimmed(text, on_behalf_of(frame)),
        addressee=_trimmed(text, addressee_of(frame)),
        occasion=_trimmed(text, occasion_of(frame)),
        place=_trimmed(text, place_of(frame)),
        anonymous=is_anonymous(frame),
    )
    return replace(seen, kind=kind_of(replace(frame, found=seen), negated))


def _trimmed(text: str, span: Span | None) -> Span | None:
    """A span without white space and commas at its ends; None where nothing is left."""
    if span is None:
        return None
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return Span(start, end) if start < end else None
