"""`make bench-accuracy`, second part: cameras and authenticity, on real photographs and on made archives.

1. Real bodies: the folder of `--cameras` (default: the data folder beside the checkout) holds ``flat/`` and
   ``natural/``, whose file names begin with model and body. Every body's fingerprint is compared with every natural
   photograph, whole and cut to its middle before anything else: area under the curve by likelihood ratio, photographs
   whose own body comes first.
2. Made archives without serial numbers, 5 to 12 bodies of unequal shares, two of one model, some photographs dark or
   over-exposed, others tampered with: bodies right, wrong or not told; cost of the likelihood ratios; recall of
   tampered photographs and false alarms. Each is investigated by the command line in a process of its own; the truth
   is scored afterwards.

    python tools/bench_cameras.py [--seeds 3001 3002 3003] [--photographs 400] [--megapixels 0.8] [--json FILE]

Test seeds: 3001 to 3006. Development uses seeds below 1000.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2

from bench_machine import machine
from probata.app import sensor

CAMERAS = Path(__file__).parents[2] / "shared" / "data" / "cameras"
SEEDS = (3001, 3002, 3003)
BODIES = (5, 7, 9, 12, 6, 8)
NOISE = (0.008, 0.006, 0.010, 0.006, 0.012, 0.008)
Record = dict[str, Any]


def real(cameras: Path, side: int, *, cut: bool) -> Record:
    """Real bodies at one size of tile."""
    with tempfile.TemporaryDirectory() as folder:
        flat, natural = (
            _files(cameras / name, Path(folder) / name, side if cut else 0) for name in ("flat", "natural")
        )
        bodies = sorted({_body(path) for path in flat})
        prints = {body: sensor.make([path for path in flat if _body(path) == body], side) for body in bodies}
        ratios = {body: [m.llr for m in sensor.match(made, natural)] for body, made in prints.items()}
    own = [ratios[_body(path)][place] for place, path in enumerate(natural)]
    other = [ratios[b][place] for place, path in enumerate(natural) for b in bodies if b != _body(path)]
    first = sum(max(bodies, key=lambda b: ratios[b][place]) == _body(path) for place, path in enumerate(natural))
    auc = sum((a > b) + 0.5 * (a == b) for a in own for b in other) / (len(own) * len(other))
    return {"side": side, "cut": cut, "auc": round(auc, 4), "first": first, "of": len(natural)}


def _body(path: Path) -> str:
    return path.stem.rsplit("_", 1)[0]


def _files(folder: Path, work: Path, side: int) -> list[Path]:
    """The files of a folder; with a side, their middles as lossless files."""
    paths = sorted(folder.iterdir())
    if not side:
        return paths
    work.mkdir()
    for path in paths:
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        top, left = (picture.shape[0] - side) // 2, (picture.shape[1] - side) // 2
        cv2.imwrite(str(work / f"{path.stem}.png"), picture[top : top + side, left : left + side])
    return sorted(work.iterdir())


def made(seed: int, photographs: int, megapixels: float) -> Record:
    """One made archive, investigated and scored."""
    at = seed % len(BODIES)
    with tempfile.TemporaryDirectory(prefix="probata-cameras-") as name:
        folder = Path(name)
        environment = {**os.environ, "PROBATA_STATE": str(folder / "state")}
        asked = ["--photographs", photographs, "--seed", seed, "--bodies", BODIES[at], "--sensor-noise", NOISE[at]]
        asked += ["--serials", "none", "--exposures", "varied", "--artefacts", "--evenness", 1, "--tampered", 0.1]
        _call(environment, "proficiency", "make", folder / "archive", *asked, "--megapixels", megapixels)
        (folder / "archive" / "truth").rename(folder / "kept-away")
        _call(environment, "investigate", folder / "archive" / "drive", folder / "inquiry", "--from", "bench")
        score = json.loads(
            _call(environment, "proficiency", "score", folder / "inquiry", folder / "kept-away", "--json")
        )
        figures = json.loads(_call(environment, "-C", folder / "inquiry", "figures", "--json"))
    costs = {f["name"].split(".", 1)[1]: f["value"] for f in figures if f["name"].startswith("lr-cost.")}
    least = {f["name"].split(".", 1)[1]: f["value"] for f in figures if f["name"].startswith("lr-least-cost.")}
    losses = {key: round(costs[key] - least[key], 4) for key in least}
    return {"seed": seed, "bodies": BODIES[at], "noise": NOISE[at], "cameras": score["cameras"],
            "tampering": score["tampering"], "calibration loss": losses}  # fmt: skip


def _call(environment: dict[str, str], *words: object) -> str:
    command = [sys.executable, "-m", "probata", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def lines(records: list[Record]) -> Iterator[str]:
    """The made archives as text, then all together."""
    yield f"{'seed':>6}{'bodies':>8}{'found':>7}  right/wrong/not told: normal, dark, over-exposed; depart; loss"
    total: Counter[str] = Counter()
    for record in records:
        by = record["cameras"]["by_exposure"]
        cells = [f"{e['right']}/{e['wrong']}/{e['cannot_tell']}" for e in (by.get(k) or _NONE for k in _EXPOSURES)]
        t = record["tampering"]
        total.update({f"{k}": by.get("normal", _NONE)[k] for k in ("right", "wrong", "cannot_tell", "photographs")})
        total.update({"untouched": t["untouched"], "alarms": t["false_alarms"]})
        for kind, each in t["kinds"].items():
            for how, (hit, of) in each["by_how"].items():
                total.update({f"hit {kind} {how}": hit, f"of {kind} {how}": of})
        loss = max(record["calibration loss"].values(), default=float("nan"))
        head = f"{record['seed']:>6}{record['bodies']:>8}{record['cameras']['found']:>7}"
        yield f"{head}  {cells[0]:<14}{cells[1]:<12}{cells[2]:<12}{t['false_alarms']} of {t['untouched']:<8}{loss:.3f}"
        worst = max(t["by_test"].items(), key=lambda item: item[1], default=("none", 0))
        yield f"{'':>23}the test with most false alarms: {worst[0]}, {worst[1]} of {t['untouched']}"
    yield f"normal exposure: {total['right']} of {total['photographs']} right, {total['wrong']} wrong (aim .98)"
    yield f"untouched that depart in any test: {total['alarms']} of {total['untouched']}"
    for name in sorted(key.removeprefix("of ") for key in total if key.startswith("of ")):
        yield f"  {name:<28}{total[f'hit {name}']:>5} of {total[f'of {name}']}"


_EXPOSURES = ("normal", "dark", "over-exposed")
_NONE = {"right": 0, "wrong": 0, "cannot_tell": 0, "photographs": 0}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cameras", type=Path, default=CAMERAS)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(SEEDS))
    parser.add_argument("--photographs", type=int, default=400)
    parser.add_argument("--megapixels", type=float, default=0.8)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    print("; ".join(f"{name} {value}" for name, value in machine().items()), flush=True)
    found: Record = {"machine": machine(), "real": [], "made": []}
    if asked.cameras.is_dir():
        for side, cut in ((512, False), (512, True), (1024, False)):
            found["real"].append(one := real(asked.cameras, side, cut=cut))
            how = f"{side} × {side}{', cut before' if cut else ''}"
            print(
                f"real bodies, {how}: area under the curve by likelihood ratio {one['auc']:.3f} (aim .98 at 512),",
                end="",
            )
            print(f" own body first {one['first']} of {one['of']}", flush=True)
    else:
        print(f"real bodies: skipped, there is no {asked.cameras}")
    for seed in asked.seeds:
        found["made"].append(made(seed, asked.photographs, asked.megapixels))
    print("\n".join(lines(found["made"])) if found["made"] else "")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
