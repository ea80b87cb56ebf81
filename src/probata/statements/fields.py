"""What an act keeps of a statement, by name: the closed list of fields, from a reading or as a person corrects them.

Rules:
* Everything is text, in the words of the source where it has words. A place is ``12-40``, code points of the text.
* What the source doesn't say has no field.
* What a person gives replaces what was read; an empty value takes the field away.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from probata.attribution.attribution import Kind, Mode
from probata.errors import UsageError
from probata.ledger.acts_checks import check_period
from probata.ledger.acts_statements import LONGEST
from probata.ledger.unsound import Unsound

Record = Mapping[str, Any]
KINDS: tuple[Kind, ...] = get_args(Kind)
MODES: tuple[Mode, ...] = get_args(Mode)
YES = "yes"

# name: what it holds. The order is that of tables and pages.
NAMES: dict[str, str] = {
    "speaker": "who speaks, as printed",
    "speaker-at": "where that stands",
    "party": "who that is, as parties.toml names them",
    "speaker-full": "the fullest naming in the document",
    "role": "the role in which they speak",
    "cue": "the words that attribute",
    "cue-at": "where they stand",
    "parts": "which stretches were said, where the cue stands within: places, separated by spaces",
    "mode": ", ".join(MODES),
    "kind": ", ".join(KINDS),
    "negated": "yes, where the saying itself is denied",
    "hedges": "words that take weight off it, each with whose they are: reporter: reportedly; speaker: may",
    "via": "through whom: a spokesperson",
    "on-behalf-of": "for whom",
    "addressee": "to whom",
    "occasion": "at what",
    "place": "where it was said",
    "anonymous": "yes, where the source hides the name",
    "said": "when it was said: 2031, 2031-01, 2031-01-19",
    "figures": "numbers in it, each with what it counts and whose it is where not the speaker's",
    "within": "name of the statement that reports this one",
    "headline": "of the document",
    "publisher": "of the document",
    "published": "when the document was published",
    "address": "of the document",
    "translation": "in the language of the inquiry",
    "translator": "who translated",
}
_PLACE = re.compile(r"\d{1,9}-\d{1,9}")
_SPANS = {
    "via": "via",
    "on-behalf-of": "on_behalf_of",
    "addressee": "addressee",
    "occasion": "occasion",
    "place": "place",
}


def fields_of(record: Record, section: Mapping[str, str]) -> dict[str, str]:
    """The fields of a statement as it was read.

    Args:
        record: as `probata.attribution.record` writes it.
        section: headline, publisher, published and address of where it stands, and the name of the statement ``within``
            which it is reported, as far as they are known.
    """
    said = next((each["value"] for each in record["dates"] if each["role"] == "said" and each["value"]), "")
    resolved = record["resolved"] or {}
    parts = record["parts"]
    found = {
        "speaker": record["speaker"] or "",
        "speaker-at": _place(record["speaker_start"], record["speaker_end"]),
        "speaker-full": resolved["mention"]["words"] if resolved else "",
        "role": resolved.get("role", ""),
        "cue": record["cue"] or "",
        "cue-at": _place(record["cue_start"], record["cue_end"]),
        "parts": " ".join(_place(each["start"], each["end"]) for each in parts) if len(parts) > 1 else "",
        "mode": record["mode"],
        "kind": record["kind"],
        "negated": YES if record["negated"] else "",
        "hedges": "; ".join(f"{each['owner']}: {each['words']}" for each in record["hedges"]),
        **{name: record[key] or "" for name, key in _SPANS.items()},
        "anonymous": YES if record["anonymous"] else "",
        "said": said[:10],
        "figures": "; ".join(_figure(each) for each in record["figures"]),
        **section,
    }
    return {name: " ".join(found[name].split()) for name in NAMES if found.get(name, "").strip()}


def corrected(fields: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Fields as a person corrects them.

    Raises:
        UsageError: an unknown name, or a value that the field can't hold.
    """
    for name, value in given.items():
        _check(name, value)
    merged = {**fields, **given}
    if "speaker" in given and given["speaker"] != fields.get("speaker", ""):
        for stale in ("speaker-at", "speaker-full", "role", "party"):
            if stale not in given:
                merged.pop(stale, None)
    return {name: merged[name].strip() for name in NAMES if merged.get(name, "").strip()}


def settings_of(texts: Iterable[str]) -> dict[str, str]:
    """Fields from ``name=value`` texts.

    Raises:
        UsageError: one has no ``=``.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError("a field is set by name=value", expected="kind=denial", found=text)
        found[name.strip()] = value.strip()
    return found


def _check(name: str, value: str) -> None:
    if name not in NAMES:
        raise UsageError("no such field of a statement", expected=", ".join(NAMES), found=name)
    choices = {"kind": KINDS, "mode": MODES, "negated": (YES,), "anonymous": (YES,)}.get(name)
    if value and choices is not None and value not in choices:
        raise UsageError(f"{name} can't be this", expected=", ".join(choices), found=value)
    if name in ("speaker-at", "cue-at", "parts") and not all(map(_PLACE.fullmatch, value.split())):
        raise UsageError(f"{name} is a place in the text", expected="12-40", found=value)
    if name == "said":
        _check_said(value)
    if len(value) > LONGEST:
        raise UsageError(f"{name} is too long", expected=f"at most {LONGEST:,} characters", found=f"{len(value):,}")


def _check_said(value: str) -> None:
    try:
        check_period("said", value)
    except Unsound as error:
        raise UsageError("said can't be this", expected="2031, 2031-01 or 2031-01-19", found=value) from error


def _place(start: int | None, end: int | None) -> str:
    return "" if start is None or end is None else f"{start}-{end}"


def _figure(record: Record) -> str:
    whose = f" (by {record['claimant']['words']})" if record["claimant"] else ""
    return f"{record['words']}{whose}"
