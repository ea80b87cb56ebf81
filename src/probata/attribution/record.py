"""An attribution as a JSON object, and back: what a reading keeps and what `probata statements read` prints.

Rules:
* ``quote`` is the text from ``start`` to ``end``, so that anybody can check it. ``content`` is what was said: the same,
  or, where the cue stands within, its ``parts`` with a blank between them, as the corpora of the field write it.
* Each span is written as its words with ``start`` and ``end``, code points of the document's text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from probata.attribution.attribution import Attribution, Dated, Hedge, Speaker, Stated, Terms
from probata.documents.document import Span

Record = Mapping[str, Any]
Made = TypeVar("Made")


def record_of(text: str, found: Attribution) -> dict[str, object]:
    """The attribution as a JSON object.

    Args:
        text: the document's.
        found: the attribution.

    Returns:
        ``speaker, cue, content, start, end, speaker_start, speaker_end, mode, hedge, via, on_behalf_of, addressee,
        figures, kind`` (the interface that stays stable) and everything else that is known.
    """
    whole, speaker, cue = found.span, found.speaker, found.cue
    return {
        "speaker": _words(text, speaker),
        "cue": _words(text, cue),
        "content": " ".join(part.of(text) for part in found.content),
        "quote": whole.of(text),
        "start": whole.start,
        "end": whole.end,
        "speaker_start": None if speaker is None else speaker.start,
        "speaker_end": None if speaker is None else speaker.end,
        "cue_start": None if cue is None else cue.start,
        "cue_end": None if cue is None else cue.end,
        "parts": [_span(text, part) for part in found.content],
        "mode": found.mode,
        "kind": found.kind,
        "rule": found.rule,
        "within": found.within,
        "negated": found.negated,
        "anonymous": found.anonymous,
        "hedge": _words(text, found.hedges[0].span) if found.hedges else None,
        "hedges": [_span(text, each.span) | {"owner": each.owner} for each in found.hedges],
        "via": _words(text, found.via),
        "on_behalf_of": _words(text, found.on_behalf_of),
        "addressee": _words(text, found.addressee),
        "occasion": _words(text, found.occasion),
        "place": _words(text, found.place),
        "spans": {
            name: _span(text, span)
            for name in ("via", "on_behalf_of", "addressee", "occasion", "place")
            if (span := getattr(found, name)) is not None
        },
        "dates": [_span(text, each.span) | {"value": each.value, "role": each.role} for each in found.dates],
        "figures": [_figure(text, each) for each in found.figures],
        "resolved": None if found.resolved is None else _speaker(text, found.resolved),
        "commitment": None if found.terms is None else _terms(text, found.terms),
    }


def attribution_of(record: Record) -> Attribution:
    """The attribution that `record_of` wrote.

    Raises:
        KeyError, TypeError: it is no such record.
    """
    spans = record["spans"]
    return Attribution(
        content=tuple(_read(each) for each in record["parts"]),
        speaker=_between(record["speaker_start"], record["speaker_end"]),
        cue=_between(record["cue_start"], record["cue_end"]),
        mode=record["mode"],
        rule=record["rule"],
        within=record["within"],
        kind=record["kind"],
        hedges=tuple(Hedge(_read(each), each["owner"]) for each in record["hedges"]),
        negated=record["negated"],
        via=_optional(spans.get("via")),
        on_behalf_of=_optional(spans.get("on_behalf_of")),
        addressee=_optional(spans.get("addressee")),
        occasion=_optional(spans.get("occasion")),
        place=_optional(spans.get("place")),
        dates=tuple(Dated(_read(each), each["value"], each["role"]) for each in record["dates"]),
        anonymous=record["anonymous"],
        figures=tuple(_read_figure(each) for each in record["figures"]),
        resolved=_if(record["resolved"], _read_speaker),
        terms=_if(record["commitment"], _read_terms),
    )


def _words(text: str, span: Span | None) -> str | None:
    return None if span is None else span.of(text)


def _span(text: str, span: Span) -> dict[str, object]:
    return {"words": span.of(text), "start": span.start, "end": span.end}


def _or_none(text: str, span: Span | None) -> dict[str, object] | None:
    return None if span is None else _span(text, span)


def _figure(text: str, each: Stated) -> dict[str, object]:
    return _span(text, each.span) | {
        "low": each.low,
        "high": each.high,
        "counts": _or_none(text, each.counts),
        "unit": each.unit,
        "qualifier": each.qualifier,
        "claimant": _or_none(text, each.claimant),
    }


def _speaker(text: str, each: Speaker) -> dict[str, object]:
    return {"mention": _span(text, each.mention), "name": each.name, "role": each.role, "basis": each.basis}


def _terms(text: str, each: Terms) -> dict[str, object]:
    spans = ("actor", "action", "object", "beneficiary", "condition", "deadline")
    return {
        "form": each.form,
        "negative": each.negative,
        **{name: _or_none(text, getattr(each, name)) for name in spans},
        "provisions": [_span(text, span) for span in each.provisions],
    }


def _if(value: Record | None, read: Callable[[Record], Made]) -> Made | None:
    return None if value is None else read(value)


def _read(record: Record) -> Span:
    return Span(int(record["start"]), int(record["end"]))


def _optional(record: Record | None) -> Span | None:
    return _if(record, _read)


def _between(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _read_figure(record: Record) -> Stated:
    counts, claimant = _optional(record["counts"]), _optional(record["claimant"])
    limits = float(record["low"]), float(record["high"])
    return Stated(_read(record), *limits, counts, record["unit"], record["qualifier"], claimant)


def _read_speaker(record: Record) -> Speaker:
    return Speaker(_read(record["mention"]), record["name"], record["role"], record["basis"])


def _read_terms(record: Record) -> Terms:
    provisions: Sequence[Record] = record["provisions"]
    return Terms(
        form=record["form"],
        actor=_optional(record["actor"]),
        action=_read(record["action"]),
        object=_optional(record["object"]),
        beneficiary=_optional(record["beneficiary"]),
        condition=_optional(record["condition"]),
        deadline=_optional(record["deadline"]),
        negative=record["negative"],
        provisions=tuple(_read(each) for each in provisions),
    )
