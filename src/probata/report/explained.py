"""Why a photograph is counted as it is: class, numbers, person and links with their comparisons, and what was judged.

Not here: the page with pictures (`explained_page`), and how links come about (`probata.linkage`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from probata.linkage.classes import ClassProposal
from probata.linkage.link import Link, Reason
from probata.linkage.numbers import ExhibitNumbers
from probata.linkage.persons import PersonAssignment
from probata.linkage.proposals import Proposals
from probata.snapshot import Judgement, Received, Snapshot

MOST_LINKS = 40
Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Explained:
    """All that the program knows and proposes of one photograph.

    Attributes:
        exhibit: hex digest.
        received: its paths, in the order received.
        class_: the class proposed or judged; None where there is none.
        numbers: what was read or set; None without a reading.
        person: to whom it is assigned; None where it was not asked about.
        others: further photographs of the person, by digest.
        links: proposals that it is the same as another, the most probable first, at most `MOST_LINKS`.
        judgements: what people decided on it.
        paths: first path of every exhibit that is named, by digest.
    """

    exhibit: str
    received: tuple[Received, ...]
    class_: ClassProposal | None
    numbers: ExhibitNumbers | None
    person: PersonAssignment | None
    others: tuple[str, ...]
    links: tuple[Link, ...]
    judgements: tuple[Judgement, ...]
    paths: dict[str, str]

    @property
    def name(self) -> str:
        """The first path as received."""
        return self.received[0].path if self.received else self.exhibit

    def record(self) -> Record:
        """The explanation as a JSON object."""
        return {
            "exhibit": self.exhibit,
            "paths": [f"{row.intake}: {row.path}" for row in self.received],
            "class": _class(self.class_),
            "numbers": self.numbers.record() if self.numbers else {},
            "person": _person(self.person),
            "others": [{"exhibit": each, "path": self.paths.get(each, "")} for each in self.others],
            "links": [self._link(link) for link in self.links],
            "judgements": [
                {"kind": j.kind, "a": j.a, "b": j.b, "verdict": j.verdict, "act": j.act} for j in self.judgements
            ],
        }

    def other(self, link: Link) -> str:
        """The exhibit that ``link`` proposes to be the same as this one."""
        return link.b if link.a == self.exhibit else link.a

    def _link(self, link: Link) -> Record:
        other = self.other(link)
        path = self.paths.get(other, "")
        return {
            "exhibit": other,
            "path": path,
            "kind": link.kind,
            "probability": link.score,
            "comparisons": _reasons(link.reasons),
        }


def explain(snapshot: Snapshot, proposals: Proposals, exhibit: str) -> Explained:
    """All that is known and proposed of ``exhibit`` (hex digest)."""
    assigned = {each.exhibit: each for each in proposals.persons.assignments}
    person = assigned.get(exhibit)
    label = person.person if person else None
    others = tuple(sorted(e for e, a in assigned.items() if label and a.person == label and e != exhibit))
    own = [link for link in (*proposals.persons.links, *proposals.changed) if exhibit in (link.a, link.b)]
    links = _strongest([*own, *proposals.pictures.touching(exhibit)])
    named = {exhibit, *others, *(each for link in links for each in (link.a, link.b))}
    paths: dict[str, str] = {}
    for row in snapshot.received:
        if row.digest in named:
            paths.setdefault(str(row.digest), f"{row.intake}: {row.path}")
    return Explained(
        exhibit=exhibit,
        received=tuple(row for row in snapshot.received if row.digest == exhibit),
        class_=next((each for each in proposals.classes if each.exhibit == exhibit), None),
        numbers=proposals.numbers.get(exhibit),
        person=person,
        others=others,
        links=links,
        judgements=tuple(j for j in snapshot.judgements if exhibit in (j.a, j.b)),
        paths=paths,
    )


def _strongest(links: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (-link.score, link.kind, link.a, link.b))[:MOST_LINKS])


def _class(proposal: ClassProposal | None) -> Record | None:
    if proposal is None:
        return None
    return {
        "class": proposal.class_,
        "confidence": proposal.confidence,
        "basis": proposal.basis,
        "detail": proposal.detail,
    }


def _person(assignment: PersonAssignment | None) -> Record | None:
    if assignment is None:
        return None
    return {
        "person": assignment.person,
        "number": assignment.number,
        "probability": assignment.probability,
        "basis": assignment.basis,
        "comparisons": _reasons(assignment.reasons),
    }


def _reasons(reasons: Sequence[Reason]) -> list[Record]:
    return [{"name": each.name, "detail": each.detail, "weight": each.weight} for each in reasons]
