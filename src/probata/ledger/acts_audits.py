"""Acts of audits: a sample of photographs, and what a person found about each.

Rules: those of `acts`.

Not here: what these acts amount to (`audits`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from probata.digest import Digest
from probata.ledger.acts_checks import check_identifier, check_least, check_numbered, wrong

Strata = Literal["none", "class", "folder", "day"]
Shows = Literal["person", "nobody", "cannot-tell"]


@dataclass(frozen=True, slots=True)
class AuditDrawn:
    """A sample of photographs was drawn, before anybody looked at it.

    Attributes:
        audit: its identifier, 1 to 64 letters, digits, ``-`` or ``_``.
        seed: with which exhibits were ranked by hash.
        size: how many were drawn.
        strata: by what the frame was divided.
        frame: digest of the exhibits that could be drawn, sorted, with their strata.
    """

    kind: ClassVar[str] = "audit-drawn"
    version: ClassVar[int] = 1
    audit: str
    seed: str
    size: int
    strata: Strata
    frame: Digest
    reason: str

    def __post_init__(self) -> None:
        check_identifier("audit", self.audit)
        check_least("size", self.size, 1)


@dataclass(frozen=True, slots=True)
class AuditAnswered:
    """A person looked for all photographs of the one shown on a photograph of a sample.

    Attributes:
        audit: which sample.
        exhibit: the photograph that was drawn.
        shows: a person, nobody, or it can't be told.
        photographs: how many of the frame show this person, the drawn one included; 0 where ``shows`` is no person.
        members: these photographs, as `numbered` names them; or none, where they were only counted.
    """

    kind: ClassVar[str] = "audit-answered"
    version: ClassVar[int] = 1
    audit: str
    exhibit: Digest
    shows: Shows
    photographs: int
    members: Mapping[str, Digest]
    reason: str

    def __post_init__(self) -> None:
        check_identifier("audit", self.audit)
        if (self.photographs > 0) != (self.shows == "person"):
            raise wrong("photographs", "1 or more of a person, 0 of nobody", f"{self.photographs} of {self.shows}")
        check_numbered("members", self.members)
        if self.members and len(self.members) != self.photographs:
            raise wrong("members", f"all {self.photographs} photographs, or none", len(self.members))
        if self.members and self.exhibit not in self.members.values():
            raise wrong("members", "the drawn photograph among them", "others only")
