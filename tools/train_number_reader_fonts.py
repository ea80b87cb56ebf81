"""Fonts for the training of the number reader: free fonts of Debian packages, by family, which script each can write.

Whole families are held out for validation, those whose digits no other family repeats.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont

WESTERN, ARABIC = "0123456789", "٠١٢٣٤٥٦٧٨٩"
_PERSIAN = "۴۵۶"
_LEFT_OUT = re.compile(
    r"jsmath|isabella|NotoMusic|Ecolier|Rashi|kalapi|Initials|Tughra|Biolinum|Linux.*_K|OCRB[EFX]|Imaret|Orxun|Elipbe"
    r"|UKIJJunu|UKIJKuChi|UKIJSaet",
    re.I,
)
_HELD_OUT = re.compile(
    r"DejaVu|NotoSansArabic|Scheherazade|Thabit|KacstPoster|KacstOne|UKIJDiT|ComicNeue|breip|femke|Karla|tuffy|OpenSans",
    re.I,
)
_NOTO = re.compile(r"Noto(Sans|Serif|SansDisplay|SerifDisplay|NaskhArabic|KufiArabic|SansArabic|NastaliqUrdu)-")
HAND = re.compile(r"breip|dkg|femke|rufscript|kristi|humor|comic|dancing|klaudia|sjfonts|radisnoir", re.I)
_FACES_OF_A_FAMILY = 4


@dataclass(frozen=True, slots=True)
class Face:
    """A font file: its family, whether it is held out, looks handwritten, and what it can write."""

    path: Path
    family: str
    sha256: str
    held_out: bool
    hand: bool
    western: bool
    arabic: bool
    persian: bool
    characters: frozenset[str]


@lru_cache(maxsize=1500)
def loaded(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def faces(folder: Path) -> list[Face]:
    """The faces below ``folder`` that can write digits, at most four a family, in order of their paths."""
    found: dict[str, list[Face]] = {}
    for path in sorted([*folder.rglob("*.ttf"), *folder.rglob("*.otf")]):
        if _LEFT_OUT.search(str(path)) or ("noto" in path.name.lower() and not _NOTO.match(path.name)):
            continue
        face = _face(path, path.relative_to(folder).parts[0])
        if face and (face.western or face.arabic):
            found.setdefault(face.family, []).append(face)
    return [face for family in found.values() for face in family[:: max(1, len(family) // _FACES_OF_A_FAMILY)]]


def listing(found: list[Face], folder: Path) -> str:
    """One line a face: SHA-256, whether it is held out, and its file, for the record beside this tool."""
    part = {True: "held-out", False: "training"}
    return "".join(f"{each.sha256} {part[each.held_out]} {each.path.relative_to(folder)}\n" for each in found)


def _face(path: Path, package: str) -> Face | None:
    try:
        with TTFont(path, lazy=True) as font:
            has = set(font.getBestCmap() or {})
    except (TTLibError, OSError, AssertionError):
        return None
    family = re.split(r"[-_ ]|(?<=[a-z])(?=Bold|Italic|Oblique|Regular|Book)", path.stem)[0]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    scripts = (all(ord(c) in has for c in each) for each in (WESTERN, ARABIC, _PERSIAN))
    held_out, hand = (bool(each.search(str(path))) for each in (_HELD_OUT, HAND))
    characters = frozenset(chr(c) for c in has if c < 0x700)
    return Face(path, f"{package}/{family}", digest, held_out, hand, *scripts, characters)
