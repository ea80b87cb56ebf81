"""One photograph's explanation as an HTML file: the numbers with their crops, and linked pictures side by side.

Graphic material is hidden until asked for: pictures are grey and coarse, and numbers without a crop, unless the caller
hands in a source that shows them.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from probata.linkage.numbers import NumberReading
from probata.report.explained import Explained
from probata.report.render import environment, stylesheet
from probata.settings import ROLES

Shown = Callable[[str], bytes | None]
Cropped = Callable[[str, tuple[float, ...]], bytes | None]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where the page's pictures come from.

    Attributes:
        shown: a JPEG of an exhibit (hidden or not, as the caller was asked), None where it can't be read.
        cropped: a JPEG of a box of an exhibit, in fractions of the upright picture; None: numbers are not shown.
    """

    shown: Shown
    cropped: Cropped | None


def explained_html(explained: Explained, pictures: Pictures, *, language: str) -> str:
    """The page; equal arguments give equal bytes."""
    template = environment().get_template("explained.html")
    compared = [
        (link, explained.other(link), _source(pictures.shown(explained.other(link)))) for link in explained.links
    ]
    return template.render(
        explained=explained,
        language=language,
        own=_source(pictures.shown(explained.exhibit)),
        numbers=[(reading, _crop(explained, reading, pictures)) for reading in _readings(explained)],
        compared=compared,
        stylesheet=stylesheet(),
        percent=lambda share: f"{100 * share:.1f} %",
        weight=lambda weight: f"{weight:+.2f}",
    )


def _readings(explained: Explained) -> list[NumberReading]:
    if explained.numbers is None:
        return []
    return [explained.numbers.by_role[role] for role in ROLES] + list(explained.numbers.unassigned)


def _crop(explained: Explained, reading: NumberReading, pictures: Pictures) -> Markup | None:
    if pictures.cropped is None or not reading.box:
        return None
    return _source(pictures.cropped(explained.exhibit, reading.box))


def _source(jpeg: bytes | None) -> Markup | None:
    if jpeg is None:
        return None
    return Markup("data:image/jpeg;base64,{}").format(base64.b64encode(jpeg).decode("ascii"))
