"""Charts of an estimate of all: who is on which lists, each list left out, methods side by side, and the posterior.

Rules: those of `charts`. The overlaps are drawn as an UpSet plot: a bar for each history, and below it which lists.

Source: Lex, Gehlenborg, Strobelt, Vuillemot and Pfister, "UpSet: visualization of intersecting sets", IEEE TVCG 20
(2014).
"""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from probata.report.charts import DARK, LIGHT, WIDTH, Chart, Row, Spec, drawn
from probata.report.figures import Figure, Undefined
from probata.report.figures.population import TOGETHER
from probata.report.text import visible
from probata.statistics.outcome import Refused
from probata.statistics.population.estimate import Interval, Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.side_by_side import Row as Way

MOST_HISTORIES = 31
BINS = 40
LONGEST = 34
REFUSED = "refused"
_WORDS = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": "#555"}
_DASHED = {"type": "rule", "color": DARK, "strokeWidth": 1.5, "strokeDash": [4, 3]}
_POINT = {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": DARK}


def of_histories(lists: Sequence[Figure], histories: Sequence[Figure]) -> Chart | None:
    """`upset` of figures: the lists, and how many are on exactly which; None without lists."""
    names = [figure.label for figure in lists]
    if not names:
        return None
    counts = np.zeros(1 << len(names), dtype=np.int64)
    for figure in histories:
        on = figure.label.split(TOGETHER)
        counts[sum(1 << names.index(name) for name in on)] = figure.value if isinstance(figure.value, int) else 0
    return upset(Lists(tuple(names), counts))


def of_figures(figures: Sequence[Figure], key: str, title: str, heading: str) -> Chart | None:
    """`ways` of figures: each with its interval, or named as refused."""
    rows = []
    for figure in figures:
        value, low, high = figure.value, figure.low, figure.high
        if isinstance(value, Undefined):
            rows.append(Way(figure.label, Refused("", value.reason)))
            continue
        ends = Interval("", value if low is None else low, value if high is None else high, figure.level or 0.0)
        rows.append(Way(figure.label, Population("", "", float(value), 0, ends)))
    return ways(rows, key, title, heading)


def upset(lists: Lists) -> Chart | None:
    """How many are on exactly which lists; None where nobody is on any."""
    histories = [int(h) for h in np.argsort(-lists.counts, kind="stable") if lists.counts[h]][:MOST_HISTORIES]
    if not histories:
        return None
    order = [str(place) for place in range(len(histories))]
    names = [f"{_short(name)} ({size:,})" for name, size in zip(lists.names, lists.sizes, strict=True)]
    bars: list[Row] = [{"h": order[at], "n": int(lists.counts[h])} for at, h in enumerate(histories)]
    dots: list[Row] = [
        {"h": order[at], "list": names[place], "on": "on" if h >> place & 1 else "off"}
        for at, h in enumerate(histories)
        for place in range(lists.k)
    ]
    lines = [
        {"h": order[at], "list": names[min(on)], "to": names[max(on)]}
        for at, h in enumerate(histories)
        if len(on := [place for place in range(lists.k) if h >> place & 1]) > 1
    ]
    step = max(14.0, min(40.0, (WIDTH - 160) / len(histories)))
    x = {"field": "h", "type": "ordinal", "sort": None, "scale": {"domain": order}, "axis": None}
    number = {"type": "text", "dy": -7, "fontSize": 11 if step > 24 else 9, "color": "#222"}
    top: Spec = {
        "data": {"values": bars},
        "width": {"step": step},
        "height": 170,
        "layer": [
            {"mark": {"type": "bar", "size": step * 0.7, "color": DARK}},
            {"mark": number, "encoding": {"text": {"field": "n", "type": "quantitative", "format": ",d"}}},
        ],
        "encoding": {
            "x": x,
            "y": {
                "field": "n",
                "type": "quantitative",
                "axis": {"title": "persons", "tickCount": 4, "format": ",d"},
                "scale": {"domainMax": 1.12 * int(lists.counts.max()), "nice": False},
            },
        },
    }
    y = {"field": "list", "type": "nominal", "sort": None, "scale": {"domain": names},
         "axis": {"title": None, "grid": True, "labelLimit": 200}}  # fmt: skip
    color = {"field": "on", "scale": {"domain": ["on", "off"], "range": [DARK, "#dddddd"]}, "legend": None}
    below: Spec = {
        "width": {"step": step},
        "height": {"step": 20},
        "layer": [
            {"data": {"values": dots}, "mark": {"type": "circle", "size": 90, "opacity": 1},
             "encoding": {"x": x, "y": y, "color": color}},
            {"data": {"values": lines}, "mark": {"type": "rule", "color": DARK, "strokeWidth": 2},
             "encoding": {"x": x, "y": y, "y2": {"field": "to"}}},
        ],
    }  # fmt: skip
    spec: Spec = {"vconcat": [top, below], "spacing": 4, "resolve": {"scale": {"x": "shared"}}}
    cut = "" if len(histories) == np.count_nonzero(lists.counts) else " The most frequent are drawn."
    return drawn(
        "upset", "Persons, by the lists they are on",
        f"A bar for each combination of lists, the most frequent first; joined dots below say which.{cut}", spec,
    )  # fmt: skip


def ways(rows: Sequence[Way], key: str, title: str, heading: str) -> Chart | None:
    """Estimates with their intervals, one below the other; refused ones are named. None where all refused.

    Args:
        rows: name and outcome of each.
        key: makes the chart's ids its own.
        title: of the chart.
        heading: what the rows differ by.
    """
    if not any(isinstance(row.outcome, Population) for row in rows):
        return None
    names = [_short(row.name) for row in rows]
    top = _top([row.outcome for row in rows])
    values = [_row(name, row.outcome, top) for name, row in zip(names, rows, strict=True)]
    told = [value for value in values if value["n"] is not None]
    refused: list[Row] = [{"c": value["c"], "n": 0, "words": REFUSED} for value in values if value["n"] is None]
    y = {"field": "c", "type": "nominal", "sort": None, "scale": {"domain": names},
         "axis": {"title": heading, "titleAngle": 0, "titleAlign": "right", "titleY": -10, "titleX": -6,
                  "labelLimit": 230}}  # fmt: skip
    x = {"type": "quantitative", "scale": {"zero": True, "domainMax": top, "nice": False},
         "axis": {"title": "estimated number of all", "tickCount": 5, "format": ",d"}}  # fmt: skip
    layers: list[Spec] = [
        {"data": {"values": told}, "mark": {"type": "rule", "strokeWidth": 1.5, "color": DARK},
         "encoding": {"y": y, "x": x | {"field": "low"}, "x2": {"field": "high"}}},
        {"data": {"values": told}, "mark": _POINT, "encoding": {"y": y, "x": x | {"field": "n"}}},
        {"data": {"values": told}, "mark": {"type": "text", "dy": -9, "fontSize": 10, "color": "#222"},
         "encoding": {"y": y, "x": x | {"field": "n"}, "text": {"field": "words"}}},
        {"data": {"values": refused}, "mark": _WORDS,
         "encoding": {"y": y, "x": x | {"field": "n"}, "text": {"field": "words"}}},
    ]  # fmt: skip
    spec: Spec = {"width": WIDTH - 250, "height": {"step": 30}, "layer": layers,
                  "padding": {"left": 45, "top": 5, "right": 30, "bottom": 5}}  # fmt: skip
    return drawn(key, title, "Points with their intervals, one way below the other; refused ones are named.", spec)


def _top(outcomes: Sequence[Outcome]) -> float:
    """Where the axis ends: three times the median of the upper ends, or the greatest of them."""
    told = [each for each in outcomes if isinstance(each, Population)]
    highs = [each.interval.high if isfinite(each.interval.high) else each.estimate * 2 for each in told]
    return float(min(max(highs), 3 * float(np.median(highs))))


def _row(name: str, outcome: Outcome, top: float) -> dict[str, object]:
    if not isinstance(outcome, Population):
        return {"c": name, "n": None}
    low, high = outcome.interval.low, outcome.interval.high
    beyond = " →" if high > top else ""
    return {
        "c": name, "n": min(outcome.estimate, top), "low": min(low, top), "high": min(high, top),
        "words": f"{outcome.estimate:,.0f}{beyond}",
    }  # fmt: skip


def posterior(found: Population) -> Chart | None:
    """The distribution of the number of all, from its draws; None where there are none."""
    draws = np.asarray(found.draws)
    if not len(draws):
        return None
    low, high = np.quantile(draws, [0.001, 0.995])
    if not high > low:
        return None
    counts, edges = np.histogram(draws[(draws >= low) & (draws <= high)], bins=BINS)
    rows: list[Row] = [
        {"a": float(a), "b": float(b), "n": float(n / len(draws))}
        for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    marks: list[Row] = [{"v": found.estimate}, {"v": found.interval.low}, {"v": found.interval.high}]
    x = {"type": "quantitative", "scale": {"zero": False, "nice": False},
         "axis": {"title": "number of all", "tickCount": 6, "format": ",d"}}  # fmt: skip
    spec: Spec = {
        "width": WIDTH,
        "height": 200,
        "layer": [
            {"data": {"values": rows}, "mark": {"type": "bar", "color": LIGHT, "stroke": "white", "strokeWidth": 0.5},
             "encoding": {"x": x | {"field": "a", "bin": "binned"}, "x2": {"field": "b"},
                          "y": {"field": "n", "type": "quantitative",
                                "axis": {"title": "share of the draws", "tickCount": 4, "format": ".0%"}}}},
            {"data": {"values": marks}, "mark": _DASHED,
             "encoding": {"x": x | {"field": "v"}}},
        ],
    }  # fmt: skip
    words = "Bars of the draws; dashed lines at the estimate and at both ends of the interval."
    return drawn("posterior", f"The number of all, by {found.method}", words, spec)


def profile_plot(found: Population, curve: Sequence[tuple[float, float]]) -> Chart | None:
    """How well a log-linear model supports each number of all; None without a curve.

    Args:
        found: the estimate.
        curve: numbers and their likelihood as a share of the highest one, as `profile_curve` gives them.
    """
    if not curve:
        return None
    ends = [each for each in (found.interval.low, found.interval.high) if curve[0][0] <= each <= curve[-1][0]]
    marks: list[Row] = [{"v": value} for value in (found.estimate, *ends)]
    x = {"type": "quantitative", "scale": {"zero": False, "nice": False},
         "axis": {"title": "number of all", "tickCount": 6, "format": ",d"}}  # fmt: skip
    spec: Spec = {
        "width": WIDTH,
        "height": 200,
        "layer": [
            {"data": {"values": [{"x": n, "y": share} for n, share in curve]},
             "mark": {"type": "area", "color": LIGHT, "line": {"color": DARK, "strokeWidth": 1.5}},
             "encoding": {"x": x | {"field": "x"},
                          "y": {"field": "y", "type": "quantitative", "scale": {"domain": [0, 1]},
                                "axis": {"title": "likelihood, highest = 1", "tickCount": 4}}}},
            {"data": {"values": marks}, "mark": _DASHED, "encoding": {"x": x | {"field": "v"}}},
        ],
    }  # fmt: skip
    words = "A curve of how well the model supports each number; dashed lines at the estimate and the interval's ends."
    return drawn("profile", f"The number of all, by the model {found.model}", words, spec)


def _short(name: str) -> str:
    plain = visible(name)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
