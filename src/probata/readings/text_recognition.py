"""What a crop of one line says: a recogniser with CTC output, the likeliest text and its alternatives.

The network gives, for each step along the line, a probability for each character and for "blank"; a text's probability
is the sum over all ways to spell it (Graves et al., ICML 2006). Alternatives come from a prefix beam search (Hannun et
al., 2014) over the same probabilities, so that "1 or 7" stays open.

A line like a number is looked at twice, stretched to two widths, and the two distributions are mixed evenly: repeated
digits need room, and where the looks differ the number is in doubt.

Confidence here is the model's probability of the whole text. It is not calibrated: wrong texts at 0.9 happen.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from probata.readings.models import model_session
from probata.readings.text_boxes import Picture

Steps = npt.NDArray[np.float32]
_HEIGHT_PIXELS = 48
_WIDEST_PIXELS = 1200
_NARROWEST_PIXELS = 96
_FIRST_STRETCH, _SECOND_STRETCH = 1.15, 1.5
_BEAM = 12
_SMALLEST = 1e-3


@dataclass(frozen=True, slots=True)
class Spelling:
    """One text with its probability under the model, 0..1."""

    text: str
    confidence: float


class TextRecogniser:
    """Reads crops of one line each."""

    def __init__(self) -> None:
        self._session = model_session("text-recogniser")
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]
        self._plain = np.array(
            [i for i, c in enumerate(self._characters) if i == 0 or (c.isascii() and c.isprintable())]
        )

    def read(self, line: Picture, alternatives: int) -> list[Spelling]:
        """The likeliest spellings of a line, best first; one only where the line isn't like a number.

        Args:
            line: the upright crop (height × width × 3, BGR).
            alternatives: the most spellings to give.
        """
        steps = self._steps(line, _FIRST_STRETCH)
        greedy = self._greedy(steps)
        if not is_number_like(greedy.text):
            return [greedy]
        plain = [self._characters[i] for i in self._plain]
        looks = [beam_search(each[:, self._plain], plain) for each in (steps, self._steps(line, _SECOND_STRETCH))]
        return mixed(looks)[:alternatives] or [greedy]

    def _steps(self, line: Picture, stretch: float) -> Steps:
        height, width = line.shape[:2]
        scaled = min(_WIDEST_PIXELS, max(8, round(_HEIGHT_PIXELS * width / height * stretch)))
        small = cv2.resize(line, (scaled, _HEIGHT_PIXELS)).astype(np.float32) / 127.5 - 1
        padded = np.zeros((1, 3, _HEIGHT_PIXELS, max(scaled, _NARROWEST_PIXELS)), np.float32)
        padded[0, :, :, :scaled] = small.transpose(2, 0, 1)
        result: Steps = self._session.run(None, {"x": padded})[0][0]
        return result

    def _greedy(self, steps: Steps) -> Spelling:
        best = steps.argmax(axis=1)
        kept = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
        text = "".join(self._characters[i] for i in best[kept])
        chosen = steps.max(axis=1)[kept]
        return Spelling(text.strip(), float(chosen.prod()) if len(chosen) else 0.0)


def is_number_like(text: str) -> bool:
    """Whether at least a third of the characters are digits, and there are two or more."""
    digits = sum(character.isdecimal() for character in text)
    return digits >= 2 and 3 * digits >= len(text.replace(" ", ""))


def mixed(looks: Sequence[Sequence[Spelling]]) -> list[Spelling]:
    """The mean of several distributions over texts, best first."""
    total: dict[str, float] = defaultdict(float)
    for look in looks:
        for spelling in look:
            total[spelling.text] += spelling.confidence / len(looks)
    return _ranked(total)


def beam_search(steps: Steps, characters: list[str]) -> list[Spelling]:
    """The likeliest texts by prefix beam search, best first; column 0 of ``steps`` is the blank.

    Args:
        steps: probabilities, steps × characters; a row may sum to less than one.
        characters: the character of each column.

    Source: Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition", 2014, algorithm 1, without a
    language model.
    """
    # prefix → probabilities of the paths that end in a blank, and of those that end in the prefix's last character
    beam: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for row in steps:
        columns = [int(i) for i in np.flatnonzero(row > _SMALLEST)]
        values = [float(row[i]) for i in columns]
        grown: dict[tuple[int, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for prefix, (ends_blank, ends_character) in beam.items():
            for column, value in zip(columns, values, strict=True):
                if column == 0:
                    grown[prefix][0] += value * (ends_blank + ends_character)
                elif prefix and prefix[-1] == column:
                    grown[prefix][1] += value * ends_character
                    grown[(*prefix, column)][1] += value * ends_blank
                else:
                    grown[(*prefix, column)][1] += value * (ends_blank + ends_character)
        best = sorted(grown.items(), key=lambda item: (-sum(item[1]), item[0]))[:_BEAM]
        beam = {prefix: (pair[0], pair[1]) for prefix, pair in best}
    return _spellings(beam, characters)


def _spellings(beam: dict[tuple[int, ...], tuple[float, float]], characters: list[str]) -> list[Spelling]:
    """Texts without the spaces around them, equal ones added up, best first."""
    total: dict[str, float] = defaultdict(float)
    for prefix, pair in beam.items():
        total["".join(characters[i] for i in prefix).strip()] += sum(pair)
    total.pop("", None)
    return _ranked(total)


def _ranked(total: Mapping[str, float]) -> list[Spelling]:
    return [Spelling(text, min(1.0, p)) for text, p in sorted(total.items(), key=lambda item: (-item[1], item[0]))]
