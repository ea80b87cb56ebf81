"""The report as one HTML file that needs nothing else to be read.

Rules:
* Templates hold no digits: each number is printed by `number`, which marks it with the figure's name.
* Every text is escaped, and its unseen characters are shown (`probata.report.text.visible`).
* The same page gives the same bytes.
"""

from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from probata.report.charts import Chart
from probata.report.figures import Figure, Undefined
from probata.report.page import ReportPage
from probata.report.text import printed_part, reason_undefined, visible
from probata.statistics.likelihood_ratio import SCALE

LISTINGS = "exhibits"
TERMS = {"digest": "SHA-256", "bag": "BagIt 1.0", "merkle": "RFC 6962", "picture_hash": "PDQ", "scale": SCALE}


def environment() -> Environment:
    """The templates' environment: escaping, strict on what is undefined, numbers only by figure."""
    made = Environment(
        loader=PackageLoader("probata.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.filters["paragraphs"] = paragraphs
    made.filters["lines"] = lines
    made.tests["undefined_value"] = lambda value: isinstance(value, Undefined)
    made.globals.update(terms=TERMS)
    return made


def _finalize(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def number(figure: Figure, part: str = "value", folder: str = f"{LISTINGS}/") -> Markup:
    """One number of a figure, marked with the figure's name and linked to the page that lists what it counts."""
    reason = reason_undefined(figure) if part == "value" else ""
    title = visible(reason or f"{figure.title} ({figure.unit})")
    element = Markup('<a class="n" href="{}{}.html" data-figure="{}" data-part="{}" title="{}">{}</a>')
    return element.format(folder, figure.name, figure.name, part, title, printed_part(figure, part))


def paragraphs(text: str) -> Markup:
    """Text of several lines as paragraphs."""
    blocks = [" ".join(block.split()) for block in text.split("\n\n")]
    return Markup("").join(Markup("<p>{}</p>").format(visible(block)) for block in blocks if block)


def lines(text: str) -> Markup:
    """Text whose lines are kept, to be put into ``<pre>``."""
    return Markup("\n").join(visible(line) for line in text.splitlines())


def drawing(chart: Chart) -> Markup:
    """A chart's SVG, which Vega wrote and escaped."""
    return Markup(chart.svg)  # noqa: S704 - made by our own charts from escaped labels


def stylesheet() -> Markup:
    """The report's style sheet, to stand inside ``<style>``."""
    text = resources.files("probata.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - our own file


def report_html(page: ReportPage) -> str:
    """The report as one self-contained HTML file."""
    template = environment().get_template("report.html")
    return template.render(
        page=page, figures=page.figures, number=number, drawing=drawing, stylesheet=stylesheet(), folder=f"{LISTINGS}/"
    )
