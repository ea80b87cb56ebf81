"""What acts begin, and what acts must come after: a sample is drawn before it is answered, and only made longer.

Rules:
* What an act begins has a name. Beginning it again can only make it longer; nothing else of it may differ.
* An act that rests on something comes after the act that began it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from probata.ledger.acts import Act
from probata.ledger.acts_audits import AuditAnswered, AuditDrawn
from probata.ledger.acts_examination import CodebookAdopted, CodingAdjudicated, CodingAssigned, SampleDrawn, UnitCoded

Name = tuple[str, str]  # what it is, and its name
BEGINNING = (AuditDrawn, CodebookAdopted, SampleDrawn, CodingAssigned)


@dataclass(frozen=True, slots=True)
class Begun:
    """Something that an act began, or made longer.

    Attributes:
        name: what it is, and its name.
        same: what a later act must repeat.
        length: what a later act must exceed.
    """

    name: Name
    same: tuple[object, ...]
    length: int


def begun_by(act: Act) -> tuple[Begun, ...]:
    """What an act begins or makes longer; mostly nothing."""
    match act:
        case AuditDrawn():
            return (Begun(("audit", act.audit), (act.seed, act.strata, act.frame), act.size),)
        case CodebookAdopted():
            return (Begun(("codebook", act.codebook), (), act.edition), Begun(("text", act.text.hex), (), act.edition))
        case SampleDrawn():
            drawn = (act.unit, act.seed, act.strata, act.clusters, act.per_cluster, act.frame)
            return (Begun(("sample", act.sample), drawn, act.size),)
        case CodingAssigned():
            examiners = tuple(act.examiners.items())
            given = (act.sample, act.codebook, act.way, examiners, act.per_unit, act.repeats, act.seed)
            return (Begun(("assignment", act.assignment), given, act.units),)
    return ()


def rests_on(act: Act) -> tuple[Name, ...]:
    """What must have been begun before an act; mostly nothing."""
    match act:
        case AuditAnswered():
            return (("audit", act.audit),)
        case CodingAssigned():
            return ("sample", act.sample), ("text", act.codebook.hex)
        case UnitCoded() | CodingAdjudicated():
            return (("assignment", act.assignment),)
    return ()


@dataclass(slots=True)
class Names:
    """What was begun so far, by name."""

    known: dict[Name, Begun] = field(default_factory=dict)

    @classmethod
    def of(cls, acts: Iterable[Act]) -> "Names":
        """What these acts began."""
        names = cls()
        for act in acts:
            names.add(act)
        return names

    def add(self, act: Act) -> None:
        """Know what ``act`` begins; one that can't take the earlier one's place changes nothing."""
        for one in begun_by(act):
            if self._fits(one):
                self.known[one.name] = one

    def missing(self, act: Act) -> Name | None:
        """What the act rests on and was not begun; None: nothing is missing."""
        return next((name for name in rests_on(act) if name not in self.known), None)

    def clash(self, act: Act) -> Begun | None:
        """What the act begins though it is there already, other or not shorter; None: nothing."""
        return next((one for one in begun_by(act) if not self._fits(one)), None)

    def _fits(self, one: Begun) -> bool:
        before = self.known.get(one.name)
        return before is None or (one.same == before.same and one.length > before.length)
