"""Numbers by hand and in Arabic-Indic digits are read, beside printed ones; a word is no number; doubt stays open.

The digits are drawn here, with lines of this file's own: no font of the training and no hand of the made archives.
"""

import io
import math

import cv2
import numpy as np
import pytest
from PIL import Image

from probata.readings.analysers.text import TextInFrame
from probata.readings.text_reading import Weights, scored
from probata.readings.text_spelling import SYMBOLS, beam_search, log_probabilities

# strokes in a box 10 wide and 16 high
ARABIC = {
    "٠": [[(4, 7), (6, 8), (5, 10), (4, 8), (5, 7)]],
    "١": [[(4, 0), (6, 16)]],
    "٢": [[(9, 0), (8, 3), (4, 4), (1, 1), (3, 16)]],
    "٣": [[(10, 0), (9, 3), (7, 3), (6, 0), (5, 3), (2, 3), (0, 0), (2, 16)]],
    "٤": [[(8, 0), (3, 2), (2, 5), (6, 8), (2, 11), (2, 14), (8, 16)]],
    "٥": [[(5, 3), (2, 7), (1, 12), (4, 15), (8, 13), (8, 8), (5, 3)]],
    "٦": [[(1, 0), (2, 2), (7, 2), (8, 16)]],
    "٧": [[(1, 0), (5, 16), (9, 0)]],
    "٨": [[(1, 16), (5, 0), (9, 16)]],
    "٩": [[(8, 3), (5, 7), (2, 6), (2, 2), (5, 0), (8, 2), (8, 16)]],
    "/": [[(8, -1), (2, 17)]],
}


def paper(width: int, height: int) -> np.ndarray:
    grain = np.random.default_rng(5).normal(228, 5, (height, width, 3))
    return cv2.GaussianBlur(grain.astype(np.float32), (0, 0), 1).clip(0, 255).astype(np.uint8)


def arabic_card(text: str, size: float = 2.6, pen: int = 5) -> np.ndarray:
    card = paper(int(len(text) * 12 * size + 90), int(16 * size + 90))
    for place, character in enumerate(text):
        for stroke in ARABIC[character]:
            points = np.array(stroke, float) * size + [45 + place * 12 * size, 45]
            cv2.polylines(card, [np.round(points * 16).astype(np.int32)], False, (60, 30, 30), pen, cv2.LINE_AA, 4)
    return card


def western_card(
    text: str, face: int = cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, scale: float = 1.8, pen: int = 4
) -> np.ndarray:
    (width, height), _ = cv2.getTextSize(text, face, scale, pen)
    card = paper(width + 90, height + 90)
    cv2.putText(card, text, (45, 45 + height), face, scale, (90, 40, 30), pen, cv2.LINE_AA)
    return card


def lines_of(card: np.ndarray, angle: float = 0) -> list[dict]:
    scene = np.full((720, 960, 3), 105, np.uint8)
    noise = np.random.default_rng(9).normal(0, 20, (36, 48, 3)).astype(np.float32)
    scene = (scene + cv2.resize(noise, (960, 720))).clip(0, 255).astype(np.uint8)
    turn = cv2.getRotationMatrix2D((card.shape[1] / 2, card.shape[0] / 2), angle, 1)
    turn[:, 2] += [480 - card.shape[1] / 2, 360 - card.shape[0] / 2]
    laid = cv2.warpAffine(card, turn, (960, 720))
    there = cv2.warpAffine(np.full(card.shape[:2], 255, np.uint8), turn, (960, 720))[..., None] / 255
    blended = (scene * (1 - there) + laid * there).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(blended[..., ::-1]).save(stream, "JPEG", quality=88)
    return TextInFrame().read(stream.getvalue())["lines"]


def texts(lines: list[dict]) -> list[str]:
    return [line["text"].replace(" ", "") for line in lines]


def in_five(lines: list[dict], text: str) -> bool:
    return any(text == each["text"].replace(" ", "") for line in lines for each in line["candidates"][:5])


@pytest.mark.parametrize("text", ["٤٨٢٧/١٥٣", "٦٣٣١/٢٢٤", "٥٠٧٤/٢١٥", "٩١٦٠/٣٢٨", "١٤٤٧"])
def test_arabic_indic_numbers_are_read(text: str) -> None:
    assert texts(lines_of(arabic_card(text))) == [text]


@pytest.mark.parametrize("angle", [6, -14, 90, 180, 270])
def test_arabic_indic_numbers_are_read_whichever_way_they_lie(angle: float) -> None:
    assert texts(lines_of(arabic_card("٤٦٣٥/٢٢٤"), angle)) == ["٤٦٣٥/٢٢٤"]


@pytest.mark.parametrize("pen", [3, 8])
def test_arabic_indic_numbers_are_read_from_thin_and_thick_pens(pen: int) -> None:
    assert texts(lines_of(arabic_card("٣٧٦٤/٢٧٦", pen=pen))) == ["٣٧٦٤/٢٧٦"]


def test_light_ink_on_dark_is_read() -> None:
    assert texts(lines_of(255 - arabic_card("٢٤٦٨/١٩٧"))) == ["٢٤٦٨/١٩٧"]


@pytest.mark.parametrize("text", ["4827/153", "6331/224", "9105/328", "4409-a/7"])
@pytest.mark.parametrize("face", [cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_PLAIN])
def test_western_numbers_in_pen_like_strokes_are_read(text: str, face: int) -> None:
    scale = 1.8 if face == cv2.FONT_HERSHEY_SCRIPT_SIMPLEX else 4.0
    assert texts(lines_of(western_card(text, face, scale))) == [text]


def test_a_number_that_is_cut_says_no_more_than_is_there() -> None:
    card = arabic_card("٤٨٢٧/١٥٣")
    [found] = texts(lines_of(card[:, : card.shape[1] * 6 // 10]))
    assert found[:4] == "٤٨٢٧"
    assert len(found) < len("٤٨٢٧/١٥٣")


@pytest.mark.parametrize("word", ["Section", "BRANCH", "Hospital"])
def test_a_word_is_no_number(word: str) -> None:
    lines = lines_of(western_card(word, cv2.FONT_HERSHEY_DUPLEX))
    assert [len(line["candidates"]) for line in lines] == [1]
    assert not any(character.isdecimal() for line in lines for character in line["text"])


def test_candidates_are_a_distribution_of_one_script_each() -> None:
    [line] = lines_of(arabic_card("١٩١١/١١١", pen=9, size=1.2))
    confidences = [each["confidence"] for each in line["candidates"]]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) <= 1.001
    assert len(confidences) <= 10
    for each in line["candidates"]:
        scripts = {"arabic" if c in ARABIC else "western" for c in each["text"] if c.isdecimal()}
        assert len(scripts) == 1


def test_equal_bytes_give_equal_rows_in_both_scripts() -> None:
    assert lines_of(arabic_card("٨٠٧٥/٣٦"), 3) == lines_of(arabic_card("٨٠٧٥/٣٦"), 3)


def test_a_text_s_probability_is_the_sum_over_its_paths() -> None:
    # two steps, blank, "1" and "7"; by hand over the paths, as in the beam search's own test
    steps = np.zeros((2, len(SYMBOLS) + 1), np.float32)
    one, seven = SYMBOLS.index("1") + 1, SYMBOLS.index("7") + 1
    steps[:, 0], steps[:, one], steps[:, seven] = (0.1, 0.4), (0.5, 0.5), (0.4, 0.1)
    found = log_probabilities(steps, ["1", "7", "71", "11"])
    assert math.exp(found[0]) == pytest.approx(0.5 * 0.5 + 0.5 * 0.4 + 0.1 * 0.5)
    assert math.exp(found[1]) == pytest.approx(0.4 * 0.1 + 0.4 * 0.4 + 0.1 * 0.1)
    assert math.exp(found[2]) == pytest.approx(0.4 * 0.5)
    assert found[3] < -50  # two equal digits need a blank between them


def test_the_beam_search_and_the_forward_sum_agree() -> None:
    steps = np.random.default_rng(3).dirichlet(np.full(4, 0.4), 12).astype(np.float32)
    wide = np.zeros((12, len(SYMBOLS) + 1), np.float32)
    wide[:, :4] = steps
    best = beam_search(wide[:, :4], ["", *SYMBOLS[:3]])[0]
    assert best.confidence <= math.exp(log_probabilities(wide, [best.text])[0]) * 1.0001
    assert best.confidence == pytest.approx(math.exp(log_probabilities(wide, [best.text])[0]), rel=0.2)


def test_the_printed_reader_may_not_rule_out_what_it_does_not_know() -> None:
    weights = Weights(printed=0.5, western=0.5, arabic=1.0, floor=-10.0, foreign=-2.0, none=-4.0)
    logarithms = np.array([[-60.0, -1.0], [-60.0, -1.0]])
    assert scored(["17", "١٧"], logarithms, weights).tolist() == pytest.approx([-5.5, -3.0])
