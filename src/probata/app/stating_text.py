"""Statements as a person reads them in a terminal: who, how, what, and where it stands."""

from collections.abc import Mapping, Sequence
from textwrap import shorten, wrap
from typing import Any

from probata.documents.document import Span

WIDTH = 80
MOST_WORDS = 400
AROUND = 240
SHORT = 12


def statement_lines(record: Mapping[str, Any], width: int = WIDTH) -> list[str]:
    """One statement: a line that names it, its words, and what is known of the saying."""
    head = [str(record[key])[:SHORT] for key in ("name",) if key in record]
    head += [str(record[key]) for key in ("status",) if key in record]
    kind = record["kind"] if not record.get("negated") else f"{record['kind']}, the saying denied"
    head += [f"{record['mode']}, {kind}", f"{record['start']}-{record['end']}"]
    lines = ["  ".join(head)]
    who = _who(record)
    lines += wrap(f"{who}: {shorten(str(record['content']), MOST_WORDS, placeholder=' …')}", width - 2, **_INDENT)
    detail = "; ".join(f"{name} {words}" for name, words in _details(record))
    return lines + (wrap(detail, width - 4, initial_indent="    ", subsequent_indent="    ") if detail else [])


_INDENT: dict[str, Any] = {"initial_indent": "  ", "subsequent_indent": "  "}


def _who(record: Mapping[str, Any]) -> str:
    speaker, cue = record.get("speaker"), record.get("cue")
    resolved = (record.get("resolved") or {}).get("name", "")
    said = speaker or "nobody named"
    if resolved and speaker and resolved.casefold() not in speaker.casefold():
        said += f" [{resolved}]"
    return f"{said} {cue}" if cue and cue != ":" else said


def _details(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [("hedge", f"{each['words']} ({each['owner']}'s)") for each in record.get("hedges", ())]
    for name in ("via", "on_behalf_of", "addressee", "occasion", "place"):
        if record.get(name):
            found.append((name.replace("_", " "), str(record[name])))
    for each in record.get("figures", ()):
        whose = f", by {each['claimant']['words']}" if each["claimant"] else ""
        found.append(("figure", f"{each['words']}{whose}"))
    found += [(each["role"], f"{each['words']} = {each['value']}") for each in record.get("dates", ()) if each["value"]]
    if record.get("anonymous"):
        found.append(("speaker", "not named on purpose"))
    if terms := record.get("commitment"):
        found.append((terms["form"], terms["action"]["words"]))
    return found


def in_place(text: str, span: Span, around: int = AROUND) -> str:
    """Some words in their place: ``… before [the words] after …``."""
    before, after = text[max(0, span.start - around) : span.start], text[span.end : span.end + around]
    start, end = ("…" if span.start > around else ""), ("…" if span.end + around < len(text) else "")
    return " ".join(f"{start}{before}[{span.of(text)}]{after}{end}".split())


def coverage_lines(sections: Sequence[tuple[str, str]]) -> list[str]:
    """For each section that is not read in depth, what that means."""
    return [line for headline, said in sections for line in wrap(f"{headline or 'a section'}: {said}", WIDTH)]


def wrapped(text: str) -> list[str]:
    """Words in lines that fit a narrow window."""
    return wrap(text, WIDTH)
