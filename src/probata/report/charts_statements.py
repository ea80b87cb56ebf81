"""The timeline of statements and commitments: who said something when, what was promised, and by when.

Rules: those of `charts`. Only what people confirmed and what has a date is drawn.
"""

from collections.abc import Iterator, Mapping

from probata.ledger.statements import Statements
from probata.report.charts import DARK, LIGHT, Chart, Row, Spec, drawn
from probata.report.text import visible
from probata.statements.histories import said_on, speaker_of

MOST_SPEAKERS = 24
LONGEST = 34
OTHERS = "all others"
KINDS = ("statement", "commitment", "deadline", "denial", "withdrawal")
COLOURS = ("#8aa0b5", DARK, "#b5651d", "#a33", "#7a3b8f")
SHAPES = ("circle", "diamond", "triangle-down", "cross", "square")


def timeline(known: Statements, names: Mapping[str, str]) -> Chart | None:
    """Confirmed statements, commitments and deadlines by day and speaker; None where nothing has a date.

    Args:
        known: what people decided.
        names: how parties are printed, by identifier.
    """
    rows = list(_rows(known, names))
    if not rows:
        return None
    speakers = list(dict.fromkeys(str(row["who"]) for row in sorted(rows, key=lambda row: str(row["t"]))))
    if len(speakers) > MOST_SPEAKERS:
        kept = set(speakers[: MOST_SPEAKERS - 1])
        rows = [{**row, "who": row["who"] if row["who"] in kept else OTHERS} for row in rows]
        speakers = [*(name for name in speakers if name in kept), OTHERS]
    spec: Spec = {
        "data": {"values": rows},
        "width": 440,
        "padding": {"left": 45, "top": 5, "right": 30, "bottom": 5},
        "height": {"step": 26},
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 0.85},
        "encoding": {
            "x": {"field": "t", "type": "temporal", "scale": {"type": "utc", "padding": 12},
                  "axis": {"title": "day", "format": "%-d %b %Y", "labelOverlap": True, "tickCount": 6}},
            "y": {"field": "who", "type": "nominal", "scale": {"domain": speakers},
                  "axis": {"title": None, "grid": True, "gridColor": LIGHT, "gridOpacity": 0.5, "labelLimit": 220}},
            "color": {"field": "what", "scale": {"domain": list(KINDS), "range": list(COLOURS)}, "legend": _LEGEND},
            "shape": {"field": "what", "scale": {"domain": list(KINDS), "range": list(SHAPES)}, "legend": _LEGEND},
        },
    }  # fmt: skip
    days = sorted(str(row["t"]) for row in rows)
    said = f"A mark for each confirmed statement, commitment and deadline, by day and speaker, {days[0]} to {days[-1]}."
    return drawn("timeline", "Statements, commitments and deadlines", said, spec)


_LEGEND = {"title": None, "orient": "bottom", "columns": 5, "columnPadding": 32}


def _rows(known: Statements, names: Mapping[str, str]) -> Iterator[Row]:
    promised = {each.statement for each in known.commitments.values()}
    for each in known.confirmed:
        if (day := _day(said_on(each))) and each.name not in promised:
            kind = each.fields.get("kind", "")
            yield {
                "t": day,
                "who": _short(names.get(speaker_of(each), speaker_of(each))),
                "what": kind if kind in KINDS else "statement",
            }
    for kept in known.commitments.values():
        for day, what in ((_day(kept.said.made), "commitment"), (_day(kept.said.deadline), "deadline")):
            if day:
                yield {"t": day, "who": _short(names.get(kept.said.party, kept.said.party)), "what": what}


def _day(period: str) -> str:
    """The first day of a period; "" where none is known."""
    return f"{period}-01-01"[:10] if len(period) in (4, 10) else f"{period}-01" if period else ""


def _short(name: str) -> str:
    seen = visible(name) or "nobody named"
    return seen if len(seen) <= LONGEST else seen[: LONGEST - 1] + "…"
