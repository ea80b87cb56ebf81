"""Trains the number reader, a network that reads numbers in both scripts, and prints figures of its card.

Run (apart from the project's own environment: it needs torch, onnx, onnxruntime, fonttools, pillow, opencv):

    python tools/train_number_reader.py lines    --fonts FONTS --digits digits.png --work WORK --shards 60
    python tools/train_number_reader.py features --printed PP-OCRv6_rec_tiny.onnx --work WORK --shards 60
    python tools/train_number_reader.py train    --work WORK --shards 60 --steps 6000
    python tools/train_number_reader.py export   --printed PP-OCRv6_rec_tiny.onnx --work WORK --to number-reader.onnx

The lower layers are those of PP-OCRv6's recogniser, kept as they are: they know strokes in many scripts. What is
    python tools/train_number_reader.py export   --printed PP-OCRv6_rec_tiny.onnx --work WORK --to reader.onnx
them through the lower layers; both may run beside ``train``, which waits for the shard that it needs. FONTS holds
unpacked Debian packages (the card lists them), digits.png comes from Debian's opencv-doc. Nothing of
`probata.proficiency` is used: its hands and labels stay unseen.

Source: Shi et al., "An End-to-End Trainable Neural Network for Image-based Sequence Recognition", TPAMI 2017 (CRNN);
Graves et al., ICML 2006 (CTC); Yosinski et al., "How transferable are features in deep neural networks?", NIPS 2014.
"""

import argparse
import copy
import json
import math
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnx
import onnx.compose
import onnx.utils
import onnx.version_converter
import onnxruntime
import torch
from torch import nn

from train_number_reader_fonts import faces, listing
from train_number_reader_lines import HEIGHT, SYMBOLS, Line, Material, line

SEED = 20261124
SHARD_LINES, SHARDS_HELD, STEPS_A_SHARD = 2000, 24, 100
BATCH, CLEAN_SHARDS = 64, 2
PEAK_RATE, WARM_STEPS, AVERAGE = 3e-3, 150, 0.998
VALIDATION_SHARD = 90_000
MIDDLE, UPPER = "p2o.pd_op.add.22.0", "p2o.pd_op.add.39.0"
TALL, WIDTH_FACTOR = 48, 1.35
FEATURES = 96 * 3 + 160 * 3


class NumberReader(nn.Module):
    """Two layers' maps (batch × 96 × 6 × steps, batch × 160 × 3 × steps) to log-odds (batch × steps × symbols)."""

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.rows = nn.AvgPool2d((2, 1))
        self.seen = nn.Sequential(nn.Linear(FEATURES, 128), nn.LayerNorm(128), nn.ReLU(inplace=True), nn.Dropout(0.1))
        self.order = nn.GRU(128, 64, bidirectional=True, batch_first=True)
        self.named = nn.Linear(128, symbols)

    def forward(self, middle: torch.Tensor, upper: torch.Tensor) -> torch.Tensor:
        """Log-odds of the blank (first) and each symbol, for each fourth column."""
        both = torch.cat([self.rows(middle).flatten(1, 2), upper.flatten(1, 2)], 1)
        return self.named_steps(both.transpose(1, 2))

    def named_steps(self, features: torch.Tensor) -> torch.Tensor:
        """The same from features (batch × steps × 768)."""
        return self.named(self.order(self.seen(features))[0])


@dataclass(frozen=True, slots=True)
class Seen:
    """A line taken through the lower layers: features (steps × 768, half precision), its text and kind."""

    features: npt.NDArray[np.float16]
    text: str
    kind: str


def main() -> int:
    """Draw lines, take them through the lower layers, train or export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("lines", "features", "train", "export", "figures"))
    parser.add_argument("--work", type=Path, required=True)
    for name in ("--fonts", "--digits", "--printed", "--to"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--shards", type=int, default=60)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    asked.work.mkdir(parents=True, exist_ok=True)
    if asked.what == "lines":
        draw_shards(asked.fonts, asked.digits, asked.work, asked.shards)
    elif asked.what == "features":
        see_shards(asked.printed, asked.work, asked.shards)
    elif asked.what == "train":
        train(asked.work, asked.steps, asked.shards)
    elif asked.what == "figures":
        print(json.dumps(figures(_model(asked.work / "reader.pt"), _validation(asked.work)), indent=1))
    else:
        export(asked.printed, asked.work, asked.to)
    return 0


def draw_shards(fonts: Path, digits: Path, work: Path, shards: int) -> None:
    """Validation lines first, then the others; shards that are there stay. ``fonts.txt`` records the fonts."""
    (work / "fonts.txt").write_text(listing(faces(fonts), fonts), encoding="utf-8")
    for held_out, first, count in ((True, VALIDATION_SHARD, CLEAN_SHARDS), (False, 0, shards)):
        material = Material.of(fonts, digits, held_out)
        for shard in range(first, first + count):
            path = _shard(work, shard)
            if path.exists():
                continue
            random = np.random.default_rng([SEED, shard])
            made = [line(material, random) for _ in range(SHARD_LINES)]
            unfinished = path.with_suffix(".part.npz")
            np.savez(
                unfinished,
                pixels=np.concatenate([each.grey.ravel() for each in made]),
                widths=np.array([each.grey.shape[1] for each in made]),
                texts=np.array([each.text for each in made]),
                kinds=np.array([each.kind for each in made]),
            )
            unfinished.rename(path)


def _shard(work: Path, number: int) -> Path:
    return work / f"lines-{number:05}.npz"


def _lines(path: Path) -> list[Line]:
    _wait(path)
    with np.load(path) as stored:
        ends = np.cumsum(stored["widths"]) * HEIGHT
        pieces = np.split(stored["pixels"], ends[:-1])
        return [
            Line(piece.reshape(HEIGHT, -1), str(text), str(kind), piece.reshape(HEIGHT, -1))
            for piece, text, kind in zip(pieces, stored["texts"], stored["kinds"], strict=True)
        ]


def _validation(work: Path) -> list[Seen]:
    return [each for n in range(CLEAN_SHARDS) for each in _seen(work, VALIDATION_SHARD + n)]


def _wait(path: Path) -> None:
    while not path.exists():
        time.sleep(1)


def lower_layers(printed: Path) -> onnx.ModelProto:
    """PP-OCRv6's recogniser up to the two maps that the reader sees."""
    whole = onnx.shape_inference.infer_shapes(onnx.load(str(printed)))
    return onnx.utils.Extractor(whole).extract_model(["x"], [MIDDLE, UPPER])


def see_shards(printed: Path, work: Path, shards: int) -> None:
    """Take the lines of each shard through the lower layers, tinted at random, one by one as in use."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(lower_layers(printed).SerializeToString(), options)
    for shard in [*range(VALIDATION_SHARD, VALIDATION_SHARD + CLEAN_SHARDS), *range(shards)]:
        path = _features(work, shard)
        if path.exists():
            continue
        random = np.random.default_rng([SEED, shard, 1])
        pieces = [_seen_line(session, each, random) for each in _lines(_shard(work, shard))]
        unfinished = path.with_suffix(".part.npy")
        np.save(unfinished, np.concatenate(pieces))
        np.save(path.with_suffix(".steps.npy"), np.array([len(piece) for piece in pieces]))
        unfinished.rename(path)


def _features(work: Path, number: int) -> Path:
    return work / f"features-{number:05}.npy"


def _seen_line(
    session: onnxruntime.InferenceSession, made: Line, random: np.random.Generator
) -> npt.NDArray[np.float16]:
    wide = max(32, round(made.grey.shape[1] * WIDTH_FACTOR))
    grey = cv2.resize(made.grey, (wide, TALL)).astype(np.float32)
    if random.random() < 0.1:
        grey = 255 - grey
    gains = random.uniform(0.45, 1.0, 3) if random.random() < 0.6 else np.ones(3)
    coloured = 255 - (255 - grey) * gains[:, None, None] if random.random() < 0.6 else grey * gains[:, None, None]
    middle, upper = session.run(None, {"x": (coloured[None] / 127.5 - 1).astype(np.float32)})
    rows = middle[0].reshape(96, 3, 2, -1).mean(2)
    steps = np.concatenate([rows.reshape(288, -1), upper[0].reshape(480, -1)])
    return np.ascontiguousarray(steps.T.astype(np.float16))


def _seen(work: Path, number: int) -> list[Seen]:
    _wait(_features(work, number))
    steps = np.load(_features(work, number).with_suffix(".steps.npy"))
    pieces = np.split(np.load(_features(work, number)), np.cumsum(steps)[:-1])
    with np.load(_shard(work, number)) as stored:
        return [
            Seen(piece, str(text), str(kind))
            for piece, text, kind in zip(pieces, stored["texts"], stored["kinds"], strict=True)
        ]


def train(work: Path, steps: int, shards: int) -> None:
    """Train for ``steps`` batches with a cosine rate; the running average of the weights is what is kept."""
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    model = NumberReader(len(SYMBOLS) + 1)
    average = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=1e-2)
    validation = _seen(work, VALIDATION_SHARD)[:1000]
    held: list[list[Seen]] = []
    queue: list[list[Seen]] = []
    began, lost = time.monotonic(), 0.0
    for step in range(steps):
        if step % STEPS_A_SHARD == 0 and step // STEPS_A_SHARD < shards:
            held = [*held[-SHARDS_HELD + 1 :], _seen(work, step // STEPS_A_SHARD)]
        if not queue:
            queue = _batches(held, random)
        rate = min(1.0, (step + 1) / WARM_STEPS) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
        for group in optimiser.param_groups:
            group["lr"] = PEAK_RATE * max(rate, 0.002)
        lost = 0.98 * lost + 0.02 * _learn(model, optimiser, queue.pop(), random)
        _follow(average, model, min(AVERAGE, (1 + step) / (10 + step)))
        if step % 250 == 249 or step == steps - 1:
            torch.save(average.state_dict(), work / "reader.part.pt")
            (work / "reader.part.pt").rename(work / "reader.pt")
            print(f"{step + 1} steps, {time.monotonic() - began:.0f} s, loss {lost:.3f}", end=" ", flush=True)
            print(_accuracy(average, validation), flush=True)


def _batches(held: list[list[Seen]], random: np.random.Generator) -> list[list[Seen]]:
    """Eight batches of lines of like width: half from the newest shards."""
    every = [each for shard in held for each in shard]
    newest = [each for shard in held[-4:] for each in shard]
    chosen = [pool[i] for pool in (every, newest) for i in random.integers(len(pool), size=BATCH * 4)]
    chosen.sort(key=lambda each: len(each.features))
    batches = [chosen[i : i + BATCH] for i in range(0, len(chosen), BATCH)]
    return [batches[i] for i in random.permutation(len(batches))]


def _learn(
    model: NumberReader, optimiser: torch.optim.Optimizer, batch: list[Seen], random: np.random.Generator
) -> float:
    model.train()
    inputs, lengths = _inputs(batch)
    inputs += torch.from_numpy(random.normal(0, 0.05, (len(batch), 1, FEATURES)).astype(np.float32))
    targets = [torch.tensor([SYMBOLS.index(c) + 1 for c in each.text], dtype=torch.long) for each in batch]
    sizes = torch.tensor([len(each) for each in targets])
    steps = model.named_steps(inputs).log_softmax(2).transpose(0, 1)
    loss = nn.functional.ctc_loss(steps, torch.cat(targets), lengths, sizes, zero_infinity=True)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 2.0)
    optimiser.step()
    return float(loss.detach())


def _inputs(batch: list[Seen]) -> tuple[torch.Tensor, torch.Tensor]:
    held = np.zeros((len(batch), max(len(each.features) for each in batch), FEATURES), np.float32)
    for row, each in zip(held, batch, strict=True):
        row[: len(each.features)] = each.features
    return torch.from_numpy(held), torch.tensor([len(each.features) for each in batch])


def _follow(average: nn.Module, model: nn.Module, part: float) -> None:
    for kept, new in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        if kept.dtype.is_floating_point:
            kept.mul_(part).add_(new, alpha=1 - part)
        else:
            kept.copy_(new)


def probabilities(model: NumberReader, lines: list[Seen]) -> list[np.ndarray]:
    """Log-odds of each line's steps (steps × symbols)."""
    model.eval()
    found: dict[int, np.ndarray] = {}
    order = sorted(range(len(lines)), key=lambda i: len(lines[i].features))
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            inputs, lengths = _inputs([lines[i] for i in chosen])
            for i, row, length in zip(chosen, model.named_steps(inputs).numpy(), lengths.tolist(), strict=True):
                found[i] = row[:length]
    return [found[i] for i in range(len(lines))]


def greedy(steps: np.ndarray) -> str:
    """The text of the likeliest path."""
    best = steps.argmax(1)
    kept = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
    return "".join(SYMBOLS[i - 1] for i in best[kept]).strip()


def _accuracy(model: NumberReader, lines: list[Seen]) -> dict[str, float]:
    right: dict[str, list[bool]] = defaultdict(list)
    for each, steps in zip(lines, probabilities(model, lines), strict=True):
        right[each.kind].append(greedy(steps) == each.text)
    return {kind: round(float(np.mean(values)), 3) for kind, values in sorted(right.items())}


def figures(model: NumberReader, lines: list[Seen]) -> dict[str, object]:
    """Figures on held-out lines: whole texts right, by kind, at the likeliest path."""
    return {"lines": len(lines), "right": _accuracy(model, lines)}


def _model(path: Path) -> NumberReader:
    model = NumberReader(len(SYMBOLS) + 1)
    model.load_state_dict(torch.load(path, weights_only=True))
    return model.eval()


def export(printed: Path, work: Path, to: Path) -> None:
    """Write the ONNX file: input ``x``, output ``steps`` (log-odds), symbols in metadata."""
    model, upper_part = _model(work / "reader.pt"), to.with_suffix(".upper.onnx")
    torch.onnx.export(
        model,
        (torch.zeros(1, 96, 6, 30), torch.zeros(1, 160, 3, 30)),
        str(upper_part),
        input_names=["middle", "upper"],
        output_names=["steps"],
        dynamic_axes={"middle": {3: "steps"}, "upper": {3: "steps"}, "steps": {1: "steps"}},
        opset_version=17,
        dynamo=False,
    )
    lower = onnx.version_converter.convert_version(lower_layers(printed), 17)
    upper = onnx.load(str(upper_part))
    lower.ir_version = upper.ir_version
    whole = onnx.compose.merge_models(lower, upper, [(MIDDLE, "middle"), (UPPER, "upper")], outputs=["steps"])
    del whole.metadata_props[:]
    entry = whole.metadata_props.add()
    entry.key, entry.value = "symbols", SYMBOLS
    onnx.checker.check_model(whole)
    onnx.save(whole, str(to))
    upper_part.unlink()
    print(f"{to} {to.stat().st_size} bytes, {sum(p.numel() for p in model.parameters())} trained parameters")


if __name__ == "__main__":
    raise SystemExit(main())
