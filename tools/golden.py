"""Writes the golden readings: what each analyser's version reads from the files in ``tests/golden/files``.

Run: ``python tools/golden.py`` and look at the difference. A changed reading needs a new version of its analyser; a
test fails where there is none. Files that are missing are made by ``tests/pictures.py``; those that are there stay,
because encoders change.

Decoders differ a little between processors and versions of libraries. So golden readings hold what is robust:
perceptual hashes are compared within `BITS`, numbers of a picture within a part of them, JPEGs of ours by their size,
vectors, points and signs of noise of a picture by their length.
"""

import hashlib
import io
import json
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from pictures import FIXTURES  # noqa: E402 - tests/ is no package
from probata.readings.analyser import Analyser, Failed, Row, key, read  # noqa: E402
from probata.readings.analysers import ANALYSERS  # noqa: E402

GOLDEN = ROOT / "tests" / "golden"
BITS = 6
_FILES = (
    "jpeg jpeg-card jpeg-turned jpeg-progressive jpeg-444 jpeg-grey jpeg-cmyk jpeg-truncated jpeg-header-only "
    "jpeg-trailing jpeg-restart jpeg-iptc jpeg-nikon jpeg-canon jpeg-fuji png-16 png-bomb heic webp raw xmp mp4 avi "
    "pdf zip text empty unknown page"
)
_OURS = ("thumbnail", "hidden")
_BY_LENGTH = ("features", "vector", "bits", "bits_digest")


def golden_path(analyser: Analyser) -> Path:
    """The file of an analyser's golden readings."""
    return GOLDEN / f"{analyser.name}-{key(analyser)}.json"


def robust(row: Row | Failed) -> dict[str, object]:
    """A reading as JSON, without what differs between processors."""
    if isinstance(row, Failed):
        return {"failed": row.kind}
    return {name: _robust(name, value) for name, value in sorted(row.items()) if value is not None}


def _robust(name: str, value: object) -> object:
    if name in _OURS and isinstance(value, bytes):
        with Image.open(io.BytesIO(value)) as image:
            return [*image.size, image.mode]
    if name == "lines" and isinstance(value, list):
        return [line["text"] for line in value]
    if name in _BY_LENGTH and isinstance(value, bytes | str):
        return len(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, str) and len(value) > 500:
        return hashlib.sha256(value.encode()).hexdigest()
    return value


def main() -> int:
    """Write the golden readings of every analyser, from fixtures kept beside them."""
    (GOLDEN / "files").mkdir(parents=True, exist_ok=True)
    for name in _FILES.split():
        if not (GOLDEN / "files" / name).exists():
            (GOLDEN / "files" / name).write_bytes(FIXTURES[name]())
    for analyser in ANALYSERS:
        readings = {
            path.name: robust(read(analyser, path.read_bytes())) for path in sorted((GOLDEN / "files").iterdir())
        }
        text = json.dumps(readings, indent=1, sort_keys=True, ensure_ascii=False)
        golden_path(analyser).write_text(text + "\n", encoding="utf-8")
        print(golden_path(analyser).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
