"""What ``inquiry.toml`` can say, as values: one class a table."""

from dataclasses import dataclass, field

from probata.digest import Digest
from probata.settings.lists import ListSettings
from probata.settings.pair_models import ModelSettings
from probata.settings.population import PopulationSettings

ROLES = ("detainee", "branch", "examination")
PERSON_CLASSES = ("detainee", "soldier", "civilian")


@dataclass(frozen=True, slots=True)
class Commission:
    """Table ``[inquiry]``: what was asked, by whom, who commissioned and paid, and when."""

    title: str = ""
    question: str = ""
    asked_by: str = ""
    commissioned_by: str = ""
    funded_by: str = ""
    commissioned_on: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class RoleLimits:
    """Table ``[numbers.limits.<role>]``: which numbers can be of this role, both ends included."""

    role: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class NumberScheme:
    """Table ``[numbers]``: how the numbers in the frame are written.

    Attributes:
        patterns: as ``{detainee}/{branch}``; roles are detainee, branch, examination.
        limits: the range of each role that has one.
    """

    patterns: tuple[str, ...] = ()
    limits: tuple[RoleLimits, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkageSettings:
    """Table ``[linkage]``.

    Attributes:
        near_duplicate_radius: the greatest PDQ distance (bits of 256) of near-duplicates.
        burst_seconds: the longest pause inside a burst; None: the linker's own rule.
        lowest_quality: pictures of a lower PDQ quality (0–100) are not proposed as near-duplicates.
    """

    near_duplicate_radius: int = 31
    burst_seconds: float | None = None
    lowest_quality: int = 10


@dataclass(frozen=True, slots=True)
class ClassSettings:
    """Table ``[classes]``: a proposed class of less confidence than ``lowest_confidence`` counts as unclassified."""

    lowest_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class PersonRule:
    """One ``[[persons.rules]]`` table: which numbers make a person one of a class; every condition given must hold.

    Attributes:
        class_: detainee, soldier or civilian.
        detainee: lowest and highest detainee's number, both included; None: any, or none.
        branches: branch numbers as written; empty: any, or none.
        examination: whether an examination number is read on any of the photographs; None: either.
    """

    class_: str
    detainee: tuple[int, int] | None = None
    branches: tuple[str, ...] = ()
    examination: bool | None = None


@dataclass(frozen=True, slots=True)
class JudgementSettings:
    """Table ``[judgements]``: ``required`` = 2: a decision holds when two people, each blind to the other, agree."""

    required: int = 1


@dataclass(frozen=True, slots=True)
class DivisionSettings:
    """Table ``[division]``: a published "photographs per person" (lowest, highest) to divide by; None: not stated."""

    photographs_per_person: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ExaminationSettings:
    """Table ``[examination]``: the pictures that an examiner may open unveiled on one day; 0: no cap."""

    most_opened_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """One ``[[published]]`` figure: what somebody else printed, to be reconciled with ours.

    Attributes:
        name: a short name of it.
        value: as published.
        unit: what was counted.
        source: where it was published.
        date: when.
        rule: how it was arrived at, as far as is known.
        compares: the name of our figure beside which it is put.
    """

    name: str
    value: int | float
    unit: str
    source: str
    date: str
    rule: str
    compares: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of ``inquiry.toml``, with its text and digest."""

    inquiry: Commission = field(default_factory=Commission)
    numbers: NumberScheme = field(default_factory=NumberScheme)
    linkage: LinkageSettings = field(default_factory=LinkageSettings)
    classes: ClassSettings = field(default_factory=ClassSettings)
    person_rules: tuple[PersonRule, ...] = ()
    judgements: JudgementSettings = field(default_factory=JudgementSettings)
    division: DivisionSettings = field(default_factory=DivisionSettings)
    published: tuple[Published, ...] = ()
    population: PopulationSettings = field(default_factory=PopulationSettings)
    lists: tuple[ListSettings, ...] = ()
    pair_model: ModelSettings = field(default_factory=ModelSettings)
    examination: ExaminationSettings = field(default_factory=ExaminationSettings)
    text: str = ""

    @property
    def digest(self) -> Digest:
        """The SHA-256 of the file's text."""
        return Digest.of(self.text.encode("utf-8"))
