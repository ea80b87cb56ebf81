"""What lies on real drives beside photographs: system files, texts, sidecars, empty, broken and misnamed files."""

from collections.abc import Sequence
from pathlib import Path

from probata.proficiency.parameters import Parameters
from probata.proficiency.truth import TruthLine


def debris(drive: Path, parameters: Parameters, lines: Sequence[TruthLine]) -> list[TruthLine]:
    """Write debris onto the drive; one line of the truth each."""
    return []
