"""What quantization tables tell: those of the IJG library belong to all software, others to few cameras.

Source: ITU-T T.81, annex K.1 (tables K.1 and K.2); IJG libjpeg, ``jcparam.c``, for the scale by quality.

Not here: how tables are read (the analyser ``file``) and what they say about a camera (`cameras`).
"""

import re
from collections.abc import Sequence
from functools import cache

Table = tuple[int, ...]

_LUMINANCE: Table = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
    51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120,
    101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
_CHROMINANCE: Table = (
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    *([99] * 38),
)  # fmt: skip
# Place of each coefficient on the zigzag path: along anti-diagonals, turning at each end.
_ZIGZAG = sorted(range(64), key=lambda n: (n // 8 + n % 8, n // 8 if (n // 8 + n % 8) % 2 else n % 8))
_EDITORS = re.compile(
    r"photoshop|lightroom|adobe|gimp|imagemagick|picasa|paint|snapseed|acdsee|irfanview|photoscape|instagram|whatsapp"
    r"|facebook|pixelmator|affinity|capture one|darktable|rawtherapee|luminar|photofiltre|xnview|faststone"
    r"|windows photo|photo editor|preview",
    re.IGNORECASE,
)


def ijg_quality(tables: Sequence[Sequence[int]]) -> int | None:
    """The quality (1 to 100) at which the IJG library writes these tables, or None where it never does.

    Args:
        tables: one to four tables of 64 values, luminance first, all in natural or all in zigzag order.
    """
    if not tables:
        return None
    luminance = tuple(tables[0])
    quality = _standard(_LUMINANCE).get(luminance)
    if quality is None:
        return None
    chrominance = _standard(_CHROMINANCE)
    # Bright qualities may coincide in one table, so each further table must be written at the same quality.
    same = all(
        tuple(table) == luminance or quality in _qualities(tuple(table), chrominance, _CHROMINANCE)
        for table in tables[1:]
    )
    return quality if same else None


def editor(software: str | None) -> str | None:
    """``software`` as written in the metadata where it names a program that saves pictures again, else None."""
    return software if software is not None and _EDITORS.search(software) else None


def _scaled(base: Table, quality: int) -> Table:
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return tuple(min(255, max(1, (value * scale + 50) // 100)) for value in base)


@cache
def _standard(base: Table) -> dict[Table, int]:
    """Quality by table, in natural and in zigzag order."""
    found: dict[Table, int] = {}
    for quality in range(1, 101):
        table = _scaled(base, quality)
        found.setdefault(table, quality)
        found.setdefault(tuple(table[n] for n in _ZIGZAG), quality)
    return found


def _qualities(table: Table, standard: dict[Table, int], base: Table) -> set[int]:
    """All qualities at which ``table`` is written (dark ones share a table that is all 255)."""
    if table not in standard:
        return set()
    natural = _scaled(base, standard[table])
    return {quality for quality in range(1, 101) if _scaled(base, quality) == natural}
