"""Whether a report still agrees with its inquiry: each figure computed again, and each printed number compared.

Steps, for an auditor:
1. Read ``figures.json``; what can't be read is one problem, and no parser's message is passed on.
2. Compare every figure with the one computed afresh, key by key; name those that are missing or too many.
3. Compare the bytes, so that nothing hides in spaces, order or doubled keys.
4. Read ``report.html``: each number that is marked as a figure must be printed as ``figures.json`` has it, and each
   figure that stands alone must be printed.

Not here: computing the figures (`probata.report.figures`) and the digest of ``figures.json`` that the ledger sealed.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser

from probata.problems import Problem
from probata.report.figures import Figure
from probata.report.text import NOT_DEFINED, printed

FIGURES_FILE = "report/figures.json"
REPORT_FILE = "report/report.html"
Record = Mapping[str, object]


def figures_json(figures: Sequence[Figure]) -> bytes:
    """All figures as the bytes of ``figures.json``: a list by name, keys sorted, floats by their shortest digits."""
    records = [figure.record() for figure in sorted(figures, key=lambda figure: figure.name)]
    text = json.dumps(records, sort_keys=True, ensure_ascii=True, allow_nan=False, indent=1)
    return text.encode("ascii") + b"\n"


def recheck(data: bytes, fresh: Sequence[Figure]) -> list[Problem]:
    """Compare ``figures.json`` with the figures computed again, at the same head.

    Args:
        data: the bytes of ``figures.json``.
        fresh: all figures of the snapshot at the head at which the report was made.

    Returns:
        ``figures-unreadable``, ``figure-differs``, ``figure-missing`` (computed, but not in the file) and
        ``figure-unexpected`` (in the file, but not computed), in this order of checks; none where all agree.
    """
    kept = _read(data)
    if kept is None:
        return [Problem("figures-unreadable", FIGURES_FILE, "a list of figures in JSON", "something else")]
    expected = {figure.name: figure.record() for figure in fresh}
    problems = [
        Problem("figure-missing", f"{FIGURES_FILE}#{name}", _short(expected[name]["value"]), "nothing")
        for name in sorted(expected.keys() - kept.keys())
    ]
    problems += [
        Problem("figure-unexpected", f"{FIGURES_FILE}#{_clean(name)}", "nothing", _short(kept[name].get("value")))
        for name in sorted(kept.keys() - expected.keys())
    ]
    for name in sorted(expected.keys() & kept.keys()):
        problems += _differences(name, expected[name], kept[name])
    if not problems and data != figures_json(fresh):
        problems.append(Problem("figure-differs", FIGURES_FILE, "the bytes that Probata writes", "other bytes"))
    return problems


def _differences(name: str, expected: Record, kept: Record) -> Iterator[Problem]:
    for key in sorted(expected.keys() | kept.keys()):
        wanted, found = expected.get(key, "nothing"), kept.get(key, "nothing")
        if wanted != found or type(wanted) is not type(found):
            where = f"{FIGURES_FILE}#{name}.{_clean(key)}"
            yield Problem("figure-differs", where, _short(wanted), _short(found))


def _read(data: bytes) -> dict[str, Record] | None:
    """The records by name; None where the bytes are no such list, or where one name stands twice."""
    try:
        records = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(records, list) or not all(
        isinstance(r, dict) and isinstance(r.get("name"), str) for r in records
    ):
        return None
    by_name = {record["name"]: record for record in records}
    return by_name if len(by_name) == len(records) else None


def recheck_report(html: bytes | None, data: bytes) -> list[Problem]:
    """Compare the numbers printed in ``report.html`` with ``figures.json``.

    Args:
        html: the bytes of the report; None where there is no file.
        data: the bytes of ``figures.json``.

    Returns:
        ``report-missing`` (no report, or a figure that stands alone is not printed), ``report-differs`` (a printed
        number is not that of its figure, or no figure has the name), ``figures-unreadable``.
    """
    kept = _read(data)
    if kept is None:
        return [Problem("figures-unreadable", FIGURES_FILE, "a list of figures in JSON", "something else")]
    if html is None:
        return [Problem("report-missing", REPORT_FILE, "the report", "nothing")]
    numbers = _Numbers()
    numbers.feed(html.decode("utf-8", "replace"))
    numbers.close()
    problems = [problem for one in numbers.found for problem in _compare(*one, kept)]
    printed_names = {name for name, _, _ in numbers.found}
    for name in sorted(kept):
        if "." not in name and name not in printed_names:
            problems.append(
                Problem("report-missing", f"{REPORT_FILE}#{_clean(name)}", "the figure's number", "nothing")
            )
    return list(dict.fromkeys(problems))


def _compare(name: str, part: str, text: str, kept: Mapping[str, Record]) -> Iterator[Problem]:
    where = f"{REPORT_FILE}#{_clean(name)}" + ("" if part == "value" else f".{_clean(part)}")
    if name not in kept:
        yield Problem("report-differs", where, "the name of a figure", _short(text))
        return
    value = kept[name].get(part)
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    expected = printed(value) if is_number and isinstance(value, int | float) else NOT_DEFINED
    if text != expected:
        yield Problem("report-differs", where, expected, _short(text))


class _Numbers(HTMLParser):
    """Collects (figure, part, printed text) of every element that is marked as a figure."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self._open: tuple[str, str, str] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-figure" in given and self._open is None:
            self._open = (tag, given["data-figure"], given.get("data-part", "value"))
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open is not None and tag == self._open[0]:
            self.found.append((self._open[1], self._open[2], "".join(self._text)))
            self._open = None


def _short(value: object) -> str:
    """A value for a problem: one line, ASCII, not long."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return _clean(text)


def _clean(text: str) -> str:
    return ascii(text)[1:-1][:120]
