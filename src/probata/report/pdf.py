"""The PDF of the report: the same HTML, paged by WeasyPrint.

Rules:
* Nothing is fetched: whatever the page would load from outside is refused.
* Where Pango is missing there is no PDF, and the result says so; the HTML report is whole without it.
"""

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

from probata.report.replace import replace_file

NO_PANGO = (
    "no PDF was made: the library Pango is missing; on Debian install libpango-1.0-0 and libpangoft2-1.0-0, "
    "then call `probata run` again (the HTML report is complete)"
)


def weasyprint() -> ModuleType | None:
    """WeasyPrint, or None where the system lacks Pango. Loaded when first needed: it takes long and can fail."""
    try:
        return importlib.import_module("weasyprint")
    except (OSError, ImportError):
        return None


def write_pdf(html: str, target: Path) -> str:
    """Write the PDF of ``html`` to ``target`` in one step.

    Returns:
        "" when it was written, else one line that says why not and what to do.
    """
    found = weasyprint()
    if found is None:
        return NO_PANGO

    class Refusing(found.URLFetcher):  # type: ignore[name-defined, misc]
        """Fetches only what stands in the page itself."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise ValueError(f"refused: {url[:80]}")
            return super().fetch(url, headers)

    data = found.HTML(string=html, url_fetcher=Refusing()).write_pdf()
    replace_file(target, data)
    return ""
