"""The exhibits of an inquiry: all finished intakes, read by digest.

Reading hashes again, so that changed bytes are never taken for an exhibit. Intakes under way are not seen.
Not here: writing (`probata.exhibits.intake`).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from probata.digest import Digest, merkle_proof
from probata.errors import BadInput
from probata.exhibits.bag import payload_path
from probata.exhibits.check import check_exhibits
from probata.exhibits.custody import CustodyEntry, IntakeRecord
from probata.exhibits.holdings import Holdings
from probata.exhibits.partial import partials
from probata.exhibits.proof import Proof
from probata.problems import Problem
from probata.progress import Progress


class ExhibitStore:
    """All finished intakes below a folder, as they were when it was opened."""

    def __init__(self, exhibits: Path) -> None:
        """List the exhibits; a missing folder holds none.

        Raises:
            BadInput: the folder can't be read.
        """
        self._exhibits = exhibits
        self._holdings = Holdings(exhibits)

    def digests(self) -> list[Digest]:
        """The digests of all exhibits, sorted."""
        return [Digest(raw.hex()) for raw in sorted(self._holdings.raws())]

    def path(self, digest: Digest) -> Path:
        """The file of an exhibit.

        Raises:
            BadInput: there is no such exhibit.
        """
        return self._exhibits / self._intake_of(digest) / payload_path(digest)

    def read(self, digest: Digest) -> bytes:
        """The bytes of an exhibit, hashed again.

        Raises:
            BadInput: there is no such exhibit, it can't be read, or its bytes were changed.
        """
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise BadInput("an exhibit can't be read", found=f"{digest.hex}: {error.strerror}") from error
        if (found := Digest.of(data)) != digest:
            raise BadInput("an exhibit was changed", expected=digest.hex, found=found.hex, do="restore it from a copy")
        return data

    def intakes(self) -> list[IntakeRecord]:
        """The records of the finished intakes, in order.

        Raises:
            BadInput: one is damaged.
        """
        return [self._holdings.record(intake) for intake in self._holdings.intakes]

    def unfinished(self) -> list[str]:
        """The names of the intakes that were stopped and can be continued."""
        return [partial.intake for partial in partials(self._exhibits)]

    def custody(self, intake: str) -> Iterator[CustodyEntry]:
        """What became of every path of an intake, in the order of its source.

        Raises:
            BadInput: there is no such intake, or its custody is damaged.
        """
        path = self._exhibits / intake / "custody.jsonl"
        if intake not in self._holdings.intakes:
            raise BadInput("no such intake", found=intake)
        try:
            with path.open("rb") as lines:
                for line in lines:
                    yield CustodyEntry.from_line(line)
        except OSError as error:
            raise BadInput("custody.jsonl can't be read", found=f"{intake}: {error.strerror}") from error
        except BadInput as error:
            raise BadInput("custody.jsonl is damaged", found=f"{intake}: {error}", do="run `probata verify`") from error

    def prove(self, digest: Digest) -> Proof:
        """That an exhibit belongs to the intake which stored it.

        Raises:
            BadInput: there is no such exhibit, or the custody of its intake is damaged.
        """
        intake = self._intake_of(digest)
        leaves = [entry.digest.raw for entry in self.custody(intake) if entry.digest is not None]
        if digest.raw not in leaves:
            raise BadInput("custody.jsonl does not list the exhibit", found=f"{intake}: {digest.hex}")
        index = leaves.index(digest.raw)
        root = self._holdings.record(intake).root
        return Proof(intake, digest, index, len(leaves), tuple(merkle_proof(leaves, index)), root)

    def check(
        self, progress: Progress, expected: Mapping[str, tuple[Digest, Digest]] | None = None
    ) -> Iterator[Problem]:
        """Hash everything again and compare it with the manifests, the custody and the Merkle roots.

        Args:
            progress: told of each exhibit.
            expected: by intake the digest of ``custody.jsonl`` and the Merkle root, as the ledger has them.

        Yields:
            What is not as it should be; nothing when all is well.
        """
        return check_exhibits(self._holdings, progress, expected)

    def _intake_of(self, digest: Digest) -> str:
        intake = self._holdings.intake_of(digest.raw)
        if intake is None:
            raise BadInput("no such exhibit", found=digest.hex)
        return intake
