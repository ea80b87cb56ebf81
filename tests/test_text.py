"""Text in frame: cards that are drawn here are read, any way up; equal bytes give equal rows; nothing is fetched."""

import io
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from probata.readings.analyser import Unreadable, full_schema
from probata.readings.analysers.text import TextInFrame
from probata.readings.models import FOLDER, ModelDamaged, model_bytes
from probata.readings.rendition import decode
from probata.readings.text_boxes import TextDetector
from probata.readings.text_reading import is_number_like
from probata.readings.text_spelling import beam_search


def photograph(text: str, angle: float = 0, size: int = 32, pixels: tuple[int, int] = (640, 480)) -> Image.Image:
    noise = np.random.default_rng(7).normal(110, 25, (30, 40, 3)).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(noise).resize(pixels, Image.Resampling.BICUBIC)
    if text:
        card = Image.new("RGBA", (size * len(text) * 6 // 10 + 40, size * 2), (240, 240, 235, 255))
        ImageDraw.Draw(card).text((20, size // 3), text, fill=(10, 10, 10, 255), font=ImageFont.load_default(size))
        card = card.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        picture.paste(card, (200, 120), card)
    return picture


def jpeg(picture: Image.Image, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85, **options)
    return stream.getvalue()


def texts(data: bytes) -> list[str]:
    return [line["text"] for line in TextInFrame().read(data)["lines"]]


@pytest.mark.parametrize("angle", [0, 12, -20, 45, 90, 180, 270])
def test_a_card_is_read_whichever_way_it_lies(angle: int) -> None:
    assert texts(jpeg(photograph("4827/153", angle))) == ["4827/153"]


@pytest.mark.parametrize("text", ["1001/11", "7755/22", "E 1076", "0044-a/7"])
def test_repeated_digits_letters_and_suffixes_are_read(text: str) -> None:
    assert [found.replace(" ", "") for found in texts(jpeg(photograph(text)))] == [text.replace(" ", "")]


def test_nothing_is_read_where_nothing_is_written() -> None:
    assert TextInFrame().read(jpeg(photograph(""))) == {"lines": [], "boxes": 0}


def test_orientation_is_applied_and_boxes_are_fractions_of_the_upright_picture() -> None:
    upright = photograph("5930/28")
    exif = Image.Exif()
    exif[0x0112] = 6  # "rotate by 90 degrees clockwise to see it upright"
    stored = upright.transpose(Image.Transpose.ROTATE_90)
    turned, plain = (TextInFrame().read(data)["lines"] for data in (jpeg(stored, exif=exif), jpeg(upright)))
    assert [line["text"] for line in turned] == [line["text"] for line in plain] == ["5930/28"]
    assert np.allclose(turned[0]["box"], plain[0]["box"], atol=0.02)
    left, top, right, bottom = (plain[0]["box"][i] for i in (0, 1, 4, 5))
    assert 200 / 640 < left < right < 400 / 640
    assert 110 / 480 < top < bottom < 190 / 480


def test_large_and_progressive_pictures_are_read_from_a_reduced_decode() -> None:
    large = photograph("3381/90").resize((3200, 2400), Image.Resampling.BICUBIC)
    assert texts(jpeg(large, progressive=True)) == ["3381/90"]


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_other_types_are_read(kind: str) -> None:
    stream = io.BytesIO()
    photograph("6142/35").save(stream, kind)
    assert texts(stream.getvalue()) == ["6142/35"]


def test_the_upper_part_of_a_truncated_photograph_is_read() -> None:
    data = jpeg(photograph("2207/46"))
    assert "2207/46" in texts(data[: len(data) * 3 // 4])


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"%PDF-1.7 no picture", b"\0" * 100])
def test_what_is_no_picture_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        TextInFrame().read(data)


def test_equal_bytes_give_equal_rows_and_rows_fit_the_schema() -> None:
    data = jpeg(photograph("9184/77", 8))
    first, second = TextInFrame().read(data), TextInFrame().read(data)
    assert first == second
    names = [field.name for field in full_schema(TextInFrame())]
    assert names == ["digest", "failed", "lines", "boxes"]
    candidates = first["lines"][0]["candidates"]
    assert candidates[0] == {"text": first["lines"][0]["text"], "confidence": first["lines"][0]["confidence"]}
    confidences = [each["confidence"] for each in candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1.001
    assert len(candidates) <= 10


def test_only_the_tallest_lines_of_a_full_page_are_read_and_the_others_are_counted() -> None:
    page = Image.new("RGB", (900, 1200), "white")
    for row in range(30):
        size = 34 if row == 12 else 18
        text = "7731/19" if row == 12 else f"line {row} of the page"
        ImageDraw.Draw(page).text((60, 30 + 38 * row), text, fill="black", font=ImageFont.load_default(size))
    row = TextInFrame(most_lines=5).read(jpeg(page))
    assert len(row["lines"]) == 5
    assert row["boxes"] >= 30
    assert "7731/19" in [line["text"] for line in row["lines"]]


def test_a_silent_process_without_network_reads(tmp_path: Path) -> None:
    (tmp_path / "card.jpg").write_bytes(jpeg(photograph("1358/60")))
    script = (
        "import socket, sys, pathlib\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = refuse\n"
        "from probata.readings.analysers.text import TextInFrame\n"
        "row = TextInFrame().read(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "assert row['lines'][0]['text'] == '1358/60', row\n"
        "assert 'rapidocr' not in sys.modules and 'requests' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "card.jpg")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert socket.socket.connect.__name__ == "connect"


def test_boxes_agree_with_rapidocr_on_the_same_model() -> None:
    rapidocr = pytest.importorskip("rapidocr", reason="rapidocr is only the oracle")
    engine = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.model_path": str(FOLDER / "PP-OCRv6_det_tiny.onnx"),
            "Det.limit_type": "max",
            "Det.limit_side_len": 960,
            "Det.thresh": 0.2,
            "Det.box_thresh": 0.4,
            "Det.unclip_ratio": 1.4,
            "Det.use_dilation": False,
            "Det.mean": [0.485, 0.456, 0.406],
            "Det.std": [0.229, 0.224, 0.225],
        }
    )
    picture = decode(jpeg(photograph("4827/153", 10)), 720).pixels
    theirs = engine(picture, use_det=True, use_cls=False, use_rec=False).boxes
    ours = [box.corners for box in TextDetector(960).boxes(picture)]
    assert len(theirs) == len(ours) == 1
    assert np.abs(np.asarray(theirs) - np.asarray(ours)).max() <= 3


def test_a_changed_or_missing_model_is_refused(tmp_path: Path) -> None:
    manifest = '[text-detector]\nfile = "a.onnx"\nsha256 = "' + "0" * 64 + '"\n'
    (tmp_path / "models.toml").write_text(manifest)
    with pytest.raises(ModelDamaged, match="missing"):
        model_bytes("text-detector", tmp_path)
    (tmp_path / "a.onnx").write_bytes(model_bytes("text-detector")[:-1])
    with pytest.raises(ModelDamaged, match="has changed"):
        model_bytes("text-detector", tmp_path)


def test_beam_search_adds_up_all_ways_to_spell() -> None:
    # two steps, blank, "1", "7": P("1") = .5·.5 + .5·.4 + .1·.5 … computed by hand over the nine paths
    steps = np.array([[0.1, 0.5, 0.4], [0.4, 0.5, 0.1]], np.float32)
    found = {each.text: each.confidence for each in beam_search(steps, ["", "1", "7"])}
    assert found["1"] == pytest.approx(0.5 * 0.5 + 0.5 * 0.4 + 0.1 * 0.5)
    assert found["7"] == pytest.approx(0.4 * 0.1 + 0.4 * 0.4 + 0.1 * 0.1)
    assert found["71"] == pytest.approx(0.4 * 0.5)
    assert found["17"] == pytest.approx(0.5 * 0.1)


@pytest.mark.parametrize(("text", "expected"), [("4821/15", True), ("E 1076", True), ("page 2", False), ("", False)])
def test_number_like(text: str, expected: bool) -> None:
    assert is_number_like(text) is expected
