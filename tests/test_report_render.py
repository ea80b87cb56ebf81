"""The report: no digit in a template, nothing fetched, hostile names harmless, same bytes twice, a PDF with pages."""

import logging
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.linkage.device import Comparison, Devices
from probata.problems import Problem
from probata.progress import Silent
from probata.report import pdf
from probata.report.charts import by_camera, by_time, per_person
from probata.report.figures import Figure, figures
from probata.report.findings import Findings
from probata.report.page import report_page
from probata.report.render import report_html
from probata.report.text import printed, visible
from probata.report.write import Written, write_report
from probata.settings import parse
from probata.snapshot import Snapshot
from test_report_made import HOSTILE, Shot, findings_of, sample, small, snapshot_of

TEMPLATES = Path(pdf.__file__).parent / "templates"
WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
TOOLS = {"Probata": "0.1.0"}
FULL = """
[inquiry]
title = "<b>Bold</b> title \u202e"
question = "First line.\\n\\nSecond paragraph."
asked_by = "A commission"
[[published]]
name = "report <i>"
value = 11000
unit = "persons"
source = "page five"
compares = "persons-by-number"
"""


def case(shots: list[Shot] | None = None, text: str = FULL) -> tuple[Snapshot, Findings, tuple[Figure, ...]]:
    shots = small() if shots is None else shots
    snapshot, findings = snapshot_of(shots, parse(text.encode())), findings_of(shots)
    return snapshot, findings, figures(snapshot, findings)


def html_of(shots: list[Shot] | None = None, **more: object) -> str:
    snapshot, _, found = case(shots)
    return report_html(report_page(snapshot, found, generated=WHEN, tools=TOOLS, **more))  # type: ignore[arg-type]


def written(folder: Path, shots: list[Shot] | None = None, **more: object) -> Written:
    snapshot, findings, found = case(shots)
    return write_report(folder, snapshot, findings, found, generated=WHEN, tools=TOOLS, progress=Silent(), **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _no_pdf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the tests of the PDF make one: it takes seconds."""
    if "the_pdf" not in request.node.name:
        monkeypatch.setitem(sys.modules, "weasyprint", None)


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_digits(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    for piece in re.split(r"</?h[1-6]\b|utf-8", text):
        assert not re.search(r"\d", piece), piece


class Elements(HTMLParser):
    """All start tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def assert_harmless(text: str) -> None:
    for tag, attributes in Elements(text).tags:
        assert tag not in {"script", "iframe", "object", "embed", "b-hostile", "base", "form"}
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            if name in {"href", "src", "xlink:href"} and value:
                assert not re.match(r"\s*([a-z]+:|//)", value) or value.startswith("data:image/jpeg"), value
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", text)


def test_the_report_is_self_contained_and_harmless() -> None:
    shots = [
        Shot(f"{name}/{name}", name, camera=name, class_=name, person=name, taken="2013-05-04") for name in HOSTILE
    ]
    shots += [Shot(name, name + "r", outcome="refused", reason=name) for name in HOSTILE]
    html = html_of(shots, problems=[Problem("code", HOSTILE[0], HOSTILE[1], HOSTILE[3])])
    html.encode("utf-8")
    assert_harmless(html)
    assert "&lt;b&gt;Bold&lt;/b&gt; title ⟨U+202E⟩" in html
    assert "url(" not in html


def test_every_listing_is_harmless_too(tmp_path: Path) -> None:
    shots = [Shot(name, name, person=name, camera=name) for name in HOSTILE]
    shots += [Shot(name, name + "r", outcome="refused", reason=name) for name in HOSTILE]
    _, _, found = case(shots)
    result = written(tmp_path, shots)
    pages = sorted((tmp_path / "exhibits").glob("*.html"))
    assert len(pages) == result.pages == len(found) + 1
    for page in pages:
        assert re.fullmatch(r"[a-z0-9.-]+\.html", page.name)
        assert_harmless(page.read_text(encoding="utf-8"))


def test_every_link_of_the_report_and_its_pages_leads_somewhere(tmp_path: Path) -> None:
    written(tmp_path)
    for page in [tmp_path / "report.html", *sorted((tmp_path / "exhibits").glob("*.html"))]:
        for tag, attributes in Elements(page.read_text(encoding="utf-8")).tags:
            target = attributes.get("href")
            if tag in {"a", "link"} and target and not target.startswith("#"):
                assert (page.parent / target.split("#")[0]).is_file(), (page.name, target)


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one"), written(tmp_path / "two")
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) > 50
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file
    assert (one.figures_digest, one.html_digest) == (two.figures_digest, two.html_digest)


def test_a_new_report_replaces_the_old_one_whole(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "exhibits" / "stale.html").write_text("old")
    (tmp_path / "exhibits.partial").mkdir()
    written(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names - {"report.pdf"} == {"report.html", "figures.json", "exhibits", "manifest-sha256.txt"}
    assert not (tmp_path / "exhibits" / "stale.html").exists()


def test_what_is_not_stated_is_printed_as_such() -> None:
    html = html_of()
    assert html.count('<span class="missing">not stated</span>') >= 3
    assert "A commission" in html
    assert "<p>First line.</p><p>Second paragraph.</p>" in html


def test_problems_are_told_apart_from_no_check() -> None:
    assert "No check was made before this report" in html_of()
    assert "found no problem" in html_of(problems=[])
    many = [Problem("exhibit-changed", f"data/{n}", "a", "b") for n in range(300)]
    html = html_of(problems=many)
    assert "data/199" in html
    assert "data/200" not in html
    assert "The list is cut" in html


def test_an_empty_inquiry_has_a_report(tmp_path: Path) -> None:
    result = written(tmp_path, [])
    html = result.html.read_text(encoding="utf-8")
    assert "no person is known by a number" in html
    assert "No intake is finished." in html


def test_lists_are_paged_and_show_every_unit_once(tmp_path: Path) -> None:
    shots = [Shot(f"a/{n:05d}.jpg", str(n)) for n in range(2500)]
    written(tmp_path, shots)
    name = "class-proposed.unclassified"
    texts = [(tmp_path / "exhibits" / f"{name}{page}.html").read_text("utf-8") for page in ("", "_2", "_3")]
    listed = [digest for text in texts for digest in re.findall(r"<td><code>([0-9a-f]{64})</code>", text)]
    assert listed == [shot.digest for shot in shots]
    assert "page 2 of 3" in texts[1]


def test_only_short_lists_show_hidden_thumbnails(tmp_path: Path) -> None:
    shots = [Shot(f"{n}.jpg", str(n), taken="2013-05-04" if n < 150 else "2013-05-05") for n in range(400)]
    asked: list[str] = []

    def hidden(digest: str) -> bytes | None:
        asked.append(digest)
        return b"jpeg" if len(asked) % 2 else None

    written(tmp_path, shots, hidden=hidden)
    pages = tmp_path / "exhibits"
    assert (pages / "photographs-by-day.2013-05-04.html").read_text("utf-8").count(
        "data:image/jpeg;base64,anBlZw=="
    ) == 75
    assert "data:" not in (pages / "photographs-by-day.2013-05-05.html").read_text("utf-8").replace("img-src data:", "")


def test_charts_are_xml_with_titles_and_no_link() -> None:
    shots, groups = sample(150)
    snapshot = snapshot_of(shots)
    compared = [Comparison("a" * 64, "device 1", 3.0 * same, same, "512/normal", 2.0 * same - 1) for same in (0, 1)]
    known = replace(findings_of(shots, groups), devices=Devices(comparisons=tuple(compared)))
    page = report_page(snapshot, figures(snapshot, known), generated=WHEN, tools=TOOLS, findings=known)
    nothing_to_draw = {"upset", "ways", "without", "timeline"}  # no lists, no statements
    assert {name for name, chart in page.charts.items() if chart is None} == nothing_to_draw
    for chart in (chart for chart in page.charts.values() if chart is not None):
        root = ElementTree.fromstring(chart.svg)
        text = " ".join(root.itertext())
        assert re.search("photographs|persons|comparisons", text)
        assert "href" not in chart.svg.replace("xmlns:xlink", "")


def test_charts_of_nothing_are_left_out() -> None:
    _, _, found = case([])
    unknown = next(figure for figure in found if figure.name == "photographs-of-unknown-camera")
    assert by_time([], []) is None
    assert by_camera([], unknown) is None
    assert per_person([]) is None


def test_a_clock_that_starts_in_another_century_is_drawn_by_month() -> None:
    shots = [Shot("1.jpg", "1", taken="1980-01-01"), Shot("2.jpg", "2", taken="2013-05-04")]
    _, _, found = case(shots)
    days = [f for f in found if f.stem == "photographs-by-day"]
    months = [f for f in found if f.stem == "photographs-by-month"]
    chart = by_time(days, months)
    assert chart is not None
    assert chart.title == "Photographs by month of taking"


needs_pango = pytest.mark.skipif(pdf.weasyprint() is None, reason="the library Pango is missing, so no PDF can be made")


@needs_pango
def test_the_pdf_has_pages_and_the_words_of_the_report(tmp_path: Path) -> None:
    result = written(tmp_path)
    assert result.pdf is not None
    assert result.no_pdf == ""
    data = result.pdf.read_bytes()
    assert data.startswith(b"%PDF-")
    assert str(tmp_path).encode() not in data
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is missing: the PDF's words are not compared")
    text = subprocess.run([reader, result.pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "What was asked" in text
    assert "page 2 of" in text


@needs_pango
def test_the_pdf_of_the_same_page_is_the_same_bytes(tmp_path: Path) -> None:
    page = "<html lang='en'><title>t</title><p>صورة <a href='exhibits/a.html'>55</a><svg width='9' height='9'></svg>"
    for name in ("one.pdf", "two.pdf"):
        assert pdf.write_pdf(page, tmp_path / name) == ""
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@needs_pango
def test_the_pdf_fetches_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        assert pdf.write_pdf(f'<p>x<img src="{secret.as_uri()}"></p>', tmp_path / "out.pdf") == ""
    assert "refused" in caplog.text


def test_without_pango_the_report_says_so_and_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.pdf").write_bytes(b"an older one")

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    result = written(tmp_path)
    assert result.pdf is None
    assert "libpango" in result.no_pdf
    assert not (tmp_path / "report.pdf").exists()
    assert result.html.is_file()


@given(st.text())
def test_visible_text_has_nothing_unseen(text: str) -> None:
    shown = visible(text)
    assert not any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF or c in "\u202e\u2067\u200b\ufeff" for c in shown)
    shown.encode("utf-8")


def test_visible_text_keeps_what_can_be_read() -> None:
    assert visible("صورة ١٢٣ – é 日本") == "صورة ١٢٣ – é 日本"
    assert visible("a\u202eb\n") == "a⟨U+202E⟩b⟨U+000A⟩"


def test_numbers_are_printed_in_one_way() -> None:
    values = [0, 55000, -10921, 4.5, 11846.66, 0.0123, -0.5]
    assert [printed(v) for v in values] == ["0", "55,000", "−10,921", "4.50", "11,846.7", "0.01", "−0.50"]
