"""Labels whose digits are wrong in single frames, as if somebody, or a reader, took one digit for another."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from probata.proficiency.parameters import Digits
from probata.proficiency.series import NumberTruth

_WESTERN = {
    "0": "68",
    "1": "74",
    "2": "73",
    "3": "85",
    "4": "91",
    "5": "63",
    "6": "05",
    "7": "12",
    "8": "36",
    "9": "47",
}
_ARABIC_INDIC = {
    "0": "51", "1": "67", "2": "36", "3": "24", "4": "32", "5": "06", "6": "19", "7": "81", "8": "74", "9": "61",
}  # fmt: skip


def misprinted(numbers: Mapping[str, str], style: Digits, chance: float, rng: np.random.Generator) -> dict[str, str]:
    """The numbers that are drawn wrong, by role.

    Args:
        numbers: value by role, Western digits.
        style: how they are written, which tells what looks like what.
        chance: of each digit.
        rng: which digits, and as what.

    Returns:
        What is drawn instead, for the roles of which a digit is wrong.
    """
    like = _ARABIC_INDIC if style == "arabic-indic" else _WESTERN
    drawn = {role: "".join(_digit(c, like, chance, rng) for c in value) for role, value in numbers.items()}
    return {role: value for role, value in drawn.items() if value != numbers[role]}


def _digit(character: str, like: Mapping[str, str], chance: float, rng: np.random.Generator) -> str:
    wrong = rng.random() < chance
    return str(rng.choice(list(like[character]))) if wrong and character in like else character


def told(seen: Mapping[str, NumberTruth], wrong: Mapping[str, str]) -> dict[str, NumberTruth]:
    """What a frame shows of each number, where some are drawn wrong."""
    return {role: _told(number, wrong.get(role, "")) for role, number in seen.items()}


def _told(number: NumberTruth, misprint: str) -> NumberTruth:
    if not misprint:
        return number
    return replace(number, misprint=misprint, status="misprinted" if number.status == "shown" else number.status)
