"""That one exhibit belongs to an intake, shown without any other exhibit.

Source: RFC 6962, section 2.1.1 (Merkle audit paths).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from probata.digest import Digest, merkle_verify
from probata.errors import BadInput


@dataclass(frozen=True, slots=True)
class Proof:
    """An audit path from one exhibit to the root of its intake.

    Attributes:
        intake: the intake's name.
        digest: the exhibit.
        index: its place among the new and known paths of the intake, from 0.
        count: how many those are.
        path: the hashes of the audit path, from the leaf upwards.
        root: the intake's Merkle root, as in ``intake.json`` and in the ledger.
    """

    intake: str
    digest: Digest
    index: int
    count: int
    path: tuple[Digest, ...]
    root: Digest

    def holds(self) -> bool:
        """Whether the exhibit belongs to the root; to be compared with a root that is trusted."""
        return merkle_verify(self.digest.raw, self.index, self.count, self.path, self.root)

    def record(self) -> dict[str, object]:
        """The proof as a JSON object."""
        return {
            "intake": self.intake,
            "digest": self.digest.hex,
            "index": self.index,
            "count": self.count,
            "path": [step.hex for step in self.path],
            "root": self.root.hex,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> "Proof":
        """The proof of a JSON object.

        Raises:
            BadInput: a part is missing or of another type.
        """
        texts = [record.get(name) for name in ("intake", "digest", "root")]
        numbers = [record.get(name) for name in ("index", "count")]
        path = record.get("path")
        if not (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(number, int) for number in numbers)
            and isinstance(path, list)
        ):
            raise BadInput("not a proof", expected="intake, digest, index, count, path and root")
        intake, digest, root = map(str, texts)
        index, count = (int(str(number)) for number in numbers)
        return cls(intake, Digest(digest), index, count, tuple(Digest(str(step)) for step in path), Digest(root))
