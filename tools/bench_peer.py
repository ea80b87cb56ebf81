"""Peers of `bench.py` that are libraries. Run by the Python that has them; nothing else is imported.

python tools/bench_peer.py bagit|imgdd|imagededup SOURCE
"""

import importlib
import os
import sys
from pathlib import Path


def bagit(source: Path) -> None:
    """Make a bag of a copy, in place."""
    workers = len(os.sched_getaffinity(0))
    importlib.import_module("bagit").make_bag(str(source), checksums=["sha256", "sha512"], processes=workers)


def imgdd(source: Path) -> None:
    """Perceptual hashes by imgdd, folder by folder."""
    hashes: dict[str, str] = {}
    for folder in sorted(path for path in source.rglob("*") if path.is_dir()):
        hashes.update(importlib.import_module("imgdd").hash(str(folder), algo="phash"))
    _expect(len(hashes), source)


def imagededup(source: Path) -> None:
    """Perceptual hashes by imagededup, with all cores, as it does by itself.

    It imports torchvision, even for `PHash`, which uses none of it. A torchvision whose compiled part does not fit the
    torch at hand can be imported once the two operators that it expects are declared; nothing calls them here.
    """
    library = importlib.import_module("torch").library.Library("torchvision", "FRAGMENT")
    try:
        importlib.import_module("torchvision")
    except RuntimeError:
        for name in [each for each in sys.modules if each.startswith("torchvision")]:
            del sys.modules[name]
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    method = importlib.import_module("imagededup.methods").PHash(verbose=False)
    _expect(len(method.encode_images(str(source), recursive=True)), source)


def _expect(hashed: int, source: Path) -> None:
    files = sum(path.is_file() for path in source.rglob("*"))
    if hashed != files:
        raise SystemExit(f"{hashed} of {files} files were hashed")


if __name__ == "__main__":
    {"bagit": bagit, "imgdd": imgdd, "imagededup": imagededup}[sys.argv[1]](Path(sys.argv[2]))
