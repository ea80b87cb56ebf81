"""Charts as SVG, drawn by Vega-Lite without a browser and without the network.

Rules:
* A chart shows figures that the report also prints; it is never the only place of a number.
* One dark and one light blue that also differ in print grey and to colour-blind readers; few ticks; words, not codes.
* The same figures give the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import vl_convert

from probata.linkage.device import Comparison
from probata.report.figures import Figure
from probata.report.figures.persons import DISTRIBUTION_TO
from probata.report.text import visible
from probata.statistics.likelihood_ratio import tippett

DARK, LIGHT = "#0b5394", "#9fc5e8"
WIDTH = 600
MOST_BARS = 15
MOST_POINTS = 200
SAME, DIFFERENT = "same device", "different devices"
LONGEST_BY_DAY = 800  # days; beyond that a bar is thinner than a pixel, so months are drawn
VEGA_LITE = "5.20"
Row = Mapping[str, object]
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its title, what a reader who can't see it is told, and the SVG text."""

    title: str
    description: str
    svg: str


def by_time(days: Sequence[Figure], months: Sequence[Figure]) -> Chart | None:
    """Photographs by day; by month where the days span more than two years. None without a dated photograph."""
    if not days:
        return None
    dates = [date.fromisoformat(figure.label) for figure in days]
    span = (max(dates) - min(dates)).days + 1
    daily = span <= LONGEST_BY_DAY
    rows = [{"t": f.label if daily else f"{f.label}-01", "n": f.value} for f in (days if daily else months)]
    bars = span if daily else span / 30
    size = max(1.2, min(24.0, WIDTH / (bars + 1) * 0.85))
    word = "day" if daily else "month"
    spec = _bars(rows, 220) | {
        "mark": {"type": "bar", "size": round(size, 2), "color": DARK},
        "encoding": {
            "x": {
                "field": "t",
                "type": "temporal",
                "scale": {"type": "utc", "padding": round(size / 2 + 2, 2)},
                "axis": {"title": f"{word} of taking, by the camera's clock", "tickCount": 8, "labelOverlap": True},
            },
            "y": _count("n", "photographs"),
        },
    }
    first, last = min(dates).isoformat(), max(dates).isoformat()
    return drawn("time", f"Photographs by {word} of taking", f"Bars for each {word} from {first} to {last}.", spec)


def by_camera(cameras: Sequence[Figure], unknown: Figure) -> Chart | None:
    """Photographs by camera, the most frequent first, the others together; None without a photograph."""
    ranked = sorted(cameras, key=lambda figure: (-_number(figure), figure.label))
    rows: list[Row] = [{"c": visible(f.label), "n": f.value, "kind": "camera"} for f in ranked[:MOST_BARS]]
    if len(ranked) > MOST_BARS:
        others = sum(_number(figure) for figure in ranked[MOST_BARS:])
        rows.append({"c": "all other cameras", "n": others, "kind": "camera"})
    if _number(unknown):
        rows.append({"c": "no known camera", "n": unknown.value, "kind": "unknown"})
    if not rows:
        return None
    spec = _horizontal(rows, "camera, as proposed")
    spec["encoding"]["color"] = {
        "field": "kind",
        "scale": {"domain": ["camera", "unknown"], "range": [DARK, LIGHT]},
        "legend": None,
    }
    return drawn("camera", "Photographs by camera", "Horizontal bars, the most frequent camera first.", spec)


def by_class(judged: Sequence[Figure], proposed: Sequence[Figure]) -> Chart | None:
    """Photographs by class, judged and proposed apart; None without a photograph."""
    rows: list[Row] = []
    for kind, order, found in (("decided by a person", 0, judged), ("only proposed", 1, proposed)):
        rows += [{"c": visible(f.label), "n": f.value, "kind": kind, "order": order} for f in found if _number(f)]
    if not rows:
        return None
    spec = _horizontal(rows, "class", labels=False)
    spec["encoding"]["color"] = {
        "field": "kind",
        "scale": {"domain": ["decided by a person", "only proposed"], "range": [DARK, LIGHT]},
        "legend": {"title": None, "orient": "bottom", "columnPadding": 60},
    }
    spec["encoding"]["order"] = {"field": "order"}
    return drawn("class", "Photographs by class", "Horizontal bars; what a person decided is dark.", spec)


def per_person(distribution: Sequence[Figure]) -> Chart | None:
    """How many persons have how many photographs; None without a person."""
    if not distribution:
        return None
    counts = {figure.label: _number(figure) for figure in distribution}
    more = [label for label in counts if not label.isdigit()]
    last = DISTRIBUTION_TO if more else max(int(label) for label in counts)
    labels = [*(str(size) for size in range(1, last + 1)), *more]
    rows = [{"s": label, "n": counts.get(label, 0)} for label in labels]
    spec = _bars(rows, 220) | {
        "mark": {"type": "bar", "color": DARK, "size": round(min(34.0, WIDTH / len(rows) * 0.8), 2)},
        "encoding": {
            "x": {
                "field": "s",
                "type": "ordinal",
                "sort": labels,
                "axis": {"title": "photographs of one person", "labelAngle": 0, "labelOverlap": True},
            },
            "y": _count("n", "persons"),
        },
    }
    description = "Bars: how many persons known by a number have so many photographs."
    return drawn("person", "Photographs per person", description, spec)


def tippett_plot(comparisons: Sequence[Comparison]) -> Chart | None:
    """A Tippett plot of all classes of comparisons; None without comparisons of both kinds."""
    rows: list[Row] = []
    classes = sorted({each.class_ for each in comparisons})
    for class_ in classes:
        own = [each for each in comparisons if each.class_ == class_]
        points = tippett([e.log10_lr for e in own if e.same], [e.log10_lr for e in own if not e.same])
        for kind, place in ((SAME, 1), (DIFFERENT, 2)):
            rows += [{"x": p[0], "y": p[place], "kind": kind, "class": class_} for p in _thinned(points)]
    if not rows:
        return None
    spec: Spec = {
        "data": {"values": rows},
        "width": WIDTH,
        "height": 260,
        "mark": {"type": "line", "interpolate": "step-before", "strokeWidth": 2},
        "encoding": {
            "x": _amount("x", "log10 likelihood ratio at least"),
            "y": _amount("y", "share of comparisons"),
            "color": {
                "field": "kind",
                "scale": {"domain": [SAME, DIFFERENT], "range": [DARK, LIGHT]},
                "legend": {"title": None, "orient": "bottom", "columnPadding": 60},
            },
            "strokeDash": {"field": "class", "legend": {"title": None, "orient": "bottom", "columnPadding": 60}},
        },
    }  # fmt: skip
    description = (
        "Falling steps: the share of same-device and of different-device comparisons with at least this ratio."
    )
    return drawn("tippett", "Tippett plot of sensor noise", description, spec)


def _thinned(points: Sequence[tuple[float, float, float]]) -> Sequence[tuple[float, float, float]]:
    """At most `MOST_POINTS` points, the first and the last among them."""
    step = max(1, len(points) // MOST_POINTS)
    return [*points[:-1:step], *points[-1:]]


def _number(figure: Figure) -> int:
    return figure.value if isinstance(figure.value, int) else 0


def _count(column: str, title: str) -> Spec:
    axis = {"title": title, "tickCount": 5, "tickMinStep": 1, "format": ",d"}
    return {"field": column, "type": "quantitative", "axis": axis, "scale": {"zero": True, "nice": True}}


def _amount(column: str, title: str) -> Spec:
    return {"field": column, "type": "quantitative", "axis": {"title": title, "tickCount": 7}}


def _bars(rows: Sequence[Row], height: int) -> Spec:
    return {"data": {"values": list(rows)}, "width": WIDTH, "height": height}


def _horizontal(rows: Sequence[Row], title: str, *, labels: bool = True) -> Spec:
    order = list(dict.fromkeys(str(row["c"]) for row in rows))
    base: Spec = {
        "data": {"values": list(rows)},
        "width": WIDTH - 210,
        "height": {"step": 26},
        "padding": {"left": 45, "top": 5, "right": 30, "bottom": 5},
        "encoding": {
            "y": {"field": "c", "type": "nominal", "sort": order, "axis": _Y_TITLE | {"title": title}},
            "x": _count("n", "photographs"),
        },
    }
    bar = {"mark": {"type": "bar", "size": 17}}
    number = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": "#222"}
    text = {"field": "n", "type": "quantitative", "format": ",d"}
    with_number = {"mark": number, "encoding": {"text": text, "color": {"value": "#222"}}}
    return base | ({"layer": [bar, with_number]} if labels else bar)


# The title of a horizontal chart's categories stands above them: browsers' fonts are wider than the drawer's.
_Y_TITLE = {"titleAngle": 0, "titleAlign": "right", "titleY": -10, "titleX": -6, "labelLimit": 180, "labelPadding": 6}
_CONFIG = {
    "font": "sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 11,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": "#222",
        "titleColor": "#222",
        "gridColor": "#e3e3e3",
        "domainColor": "#555",
        "tickColor": "#555",
        "titlePadding": 8,
    },
    "axisX": {"grid": False},
    "legend": {"labelFontSize": 11},
}


def drawn(key: str, title: str, description: str, spec: Spec) -> Chart:
    """The chart of a Vega-Lite specification; ``key`` makes its ids differ from those of other charts on the page."""
    whole = {"$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json", "config": _CONFIG} | spec
    svg: str = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE, allowed_base_urls=[])
    svg = re.sub(r"\bclip\d+", lambda found: f"{key}-{found.group()}", svg)  # ids are one space in a page
    return Chart(title, description, svg)
