"""What an archive with known truth is made from: its parameters, checked.

The same parameters give the same archive, byte for byte, with any number of workers (and the same pinned packages).
"""

from dataclasses import asdict, dataclass, fields
from typing import Literal, get_args

from probata.errors import UsageError

Digits = Literal["western", "handwriting", "arabic-indic", "mixed"]
Edit = Literal["exact", "web", "recompressed", "crop", "tight-crop", "mirror", "rotated", "edited", "re-photographed"]
SeriesKind = Literal["plain", "equal", "restarts", "shared"]
Clock = Literal["plain", "jumps"]
Serials = Literal["written", "none"]
Exposures = Literal["plain", "varied"]
DIGITS: tuple[Digits, ...] = ("western", "handwriting", "arabic-indic", "mixed")
EDITS: tuple[Edit, ...] = get_args(Edit)
EDIT_SHARES: tuple[float, ...] = (0.03, 0.02, 0.01, 0.01, 0.005, 0.01, 0.01, 0.01, 0.005)
SERIES: tuple[SeriesKind, ...] = get_args(SeriesKind)
CLOCKS: tuple[Clock, ...] = get_args(Clock)
SERIALS: tuple[Serials, ...] = get_args(Serials)
EXPOSURES: tuple[Exposures, ...] = get_args(Exposures)
DEFAULT_SCHEME = ("{detainee}/{branch}",)
CLASSES = ("person-with-number", "person-without-number", "scene", "document", "other")
ROLES = ("detainee", "branch", "examination")


@dataclass(frozen=True, slots=True)
class Parameters:
    """An archive to be made.

    Attributes:
        photographs: all photographs of the drive, copies and exact duplicates included, debris not.
        seed: any whole number from 0.
        digits: how numbers are written; ``mixed`` draws one style for each person.
        megapixels: size of a sensor, in millions of pixels, 0.1 to 24.
        bodies: camera bodies, 1 to 40; the first two are of one model. Up to 20, no model has more than two.
        photographers: people who take turns.
        per_person: mean photographs of one person, 3 to 10, before the cut at 20 (each has 3 to 20).
        scheme: lines of a label, of ``{detainee}``, ``{branch}`` and ``{examination}``.
        examination: a further line for some persons; empty for none.
        examination_share: share of persons whose label has that line.
        person_share: share of the originals that show a person; the rest is scenes, documents and other.
        scene_share: share of the originals that show a scene.
        document_share: share of the originals that show a document.
        unnumbered_share: share of persons without any number in any frame.
        one_frame_share: share of persons with the number in one frame only.
        cover_share: share of frames in which tape or cloth covers part of a number.
        fallen_share: share of frames from which the label is gone.
        suffix_share: share of persons whose detainee number carries a suffix as ``-a``.
        shared_number_share: share of persons whose detainee number was given before, in another branch.
        series: how numbers are given: ``plain`` (series run on); ``equal`` (everybody has the same numbers);
            ``restarts`` (half a year later all numbers are given again, to others); ``shared`` (two branches count from
            the same number, so that nearly every detainee number occurs in both).
        clock: ``plain`` (error, drift, a reset at night), or ``jumps`` (changed by hours in the middle of a person's
            series, while file numbers run on).
        misprints: chance of each digit of each frame to be drawn as another that looks like it.
        edit_shares: share of photographs that are copies, for each kind in `EDITS`.
        sensor_noise: standard deviation of the fixed pattern of a sensor, relative to the signal. Cameras have about
            0.005 to 0.01.
        evenness: how even the bodies' shares of the sessions are: concentration of the Dirichlet distribution that
            they are drawn from. At 4 the largest of five is about three times the least, at 1 about ten times.
        serials: ``written`` (by the models that do so) or ``none`` (by no model).
        exposures: ``plain``, or ``varied``: some photographs are dark, some over-exposed (`exposures`).
        artefacts: whether the bodies of a model share patterns that are not unique to a sensor (`artefacts`).
        tampered: share of photographs that somebody tampered with (`tampering`), 0 to 0.3.
        debris: whether files that are no photographs, or broken ones, lie on the drive too.
    """

    photographs: int
    seed: int
    digits: Digits = "western"
    megapixels: float = 1.0
    bodies: int = 4
    photographers: int = 5
    per_person: float = 4.5
    scheme: tuple[str, ...] = DEFAULT_SCHEME
    examination: str = "E {examination}"
    examination_share: float = 0.4
    person_share: float = 0.60
    scene_share: float = 0.20
    document_share: float = 0.12
    unnumbered_share: float = 0.02
    one_frame_share: float = 0.10
    cover_share: float = 0.03
    fallen_share: float = 0.03
    suffix_share: float = 0.02
    shared_number_share: float = 0.01
    series: SeriesKind = "plain"
    clock: Clock = "plain"
    misprints: float = 0.0
    edit_shares: tuple[float, ...] = EDIT_SHARES
    sensor_noise: float = 0.012
    evenness: float = 4.0
    serials: Serials = "written"
    exposures: Exposures = "plain"
    artefacts: bool = False
    tampered: float = 0.0
    debris: bool = True

    def __post_init__(self) -> None:
        _within("photographs", self.photographs, 1, 10_000_000)
        _within("seed", self.seed, 0, 2**63)
        _within("megapixels", self.megapixels, 0.1, 24)
        _within("bodies", self.bodies, 1, 40)
        _within("photographers", self.photographers, 1, 26)
        _within("per_person", self.per_person, 3, 10)
        _one_of("digits", self.digits, DIGITS)
        _one_of("series", self.series, SERIES)
        _one_of("clock", self.clock, CLOCKS)
        _one_of("serials", self.serials, SERIALS)
        _one_of("exposures", self.exposures, EXPOSURES)
        _within("misprints", self.misprints, 0, 1)
        _within("evenness", self.evenness, 0.2, 100)
        _within("tampered", self.tampered, 0, 0.3)
        for field in fields(self):
            if field.name.endswith("_share") or field.name == "sensor_noise":
                _within(field.name, getattr(self, field.name), 0, 1)
        if self.person_share + self.scene_share + self.document_share > 1:
            raise UsageError("shares of classes", expected="a sum of at most 1", found="more")
        if len(self.edit_shares) != len(EDITS) or not 0 <= sum(self.edit_shares) <= 0.6:
            raise UsageError("edit_shares", expected=f"{len(EDITS)} shares, at most 0.6 together", found="others")
        _check_scheme((*self.scheme, self.examination))

    def record(self) -> dict[str, object]:
        """The parameters as a JSON object."""
        return asdict(self)


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise UsageError(name, expected=f"{low} to {high}", found=str(value))


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UsageError(name, expected=", ".join(known), found=repr(value))


def _check_scheme(lines: tuple[str, ...]) -> None:
    try:
        for line in lines:
            line.format(**dict.fromkeys(ROLES, "1"))
    except (KeyError, IndexError, ValueError) as error:
        raise UsageError(
            "scheme", expected="lines of {detainee}, {branch}, {examination}", found=repr(lines)
        ) from error
