"""What all methods compute from: the snapshot and the findings, with the look-ups made once.

Rules:
* A photograph is an exhibit that the *file* analyser found to be an image or a raw file, whatever its name says.
* A document is an exhibit that the *file* analyser found to be a document or a text, or whose text the *document*
  analyser read.
* Units keep the order in which they were first received, so that lists read as the source did.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from probata.report.findings import UNKNOWN_CAMERA, Findings
from probata.snapshot import Received, Snapshot

PHOTOGRAPH_KINDS = ("image", "raw")
UNCLASSIFIED = "unclassified"
PATHS_FRAME = "every path of every intake"
EXHIBITS_FRAME = "all exhibits: the files received, distinct by SHA-256"
DOCUMENTS_FRAME = "all documents: exhibits that are texts by their content, distinct by SHA-256"
DOCUMENT_KINDS = ("document", "text")
OF_DOCUMENTS = ("document", "statements")
PHOTOGRAPHS_FRAME = "all photographs: exhibits that are image or raw files by their content, distinct by SHA-256"


@dataclass(frozen=True, slots=True)
class Basis:
    """Snapshot, findings, and look-ups from them.

    Attributes:
        snapshot: exhibits, acts and readings.
        findings: classes, persons, cameras, near-duplicates.
        exhibits: all exhibits in the order first received.
        photographs: those of them that are photographs.
        is_photograph: the same as a set.
        documents: those exhibits that are documents.
        first: the path by which each exhibit was first received.
        kinds: kind by exhibit, where the *file* reading gives one.
    """

    snapshot: Snapshot
    findings: Findings
    exhibits: tuple[str, ...]
    photographs: tuple[str, ...]
    is_photograph: frozenset[str]
    documents: tuple[str, ...]
    first: Mapping[str, Received]
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, snapshot: Snapshot, findings: Findings) -> "Basis":
        """The basis of a snapshot and its findings."""
        first: dict[str, Received] = {}
        for row in snapshot.received:
            if row.digest is not None:
                first.setdefault(row.digest, row)
        known = set(snapshot.exhibits)
        exhibits = tuple(d for d in first if d in known) + tuple(d for d in snapshot.exhibits if d not in first)
        kinds = {digest: str(kind) for digest, kind in _column(snapshot, "file", "kind") if kind is not None}
        photographs = tuple(d for d in exhibits if kinds.get(d) in PHOTOGRAPH_KINDS)
        read = {digest for digest, failed in _column(snapshot, "document", "failed") if failed is None}
        documents = tuple(d for d in exhibits if kinds.get(d) in DOCUMENT_KINDS or d in read)
        return cls(snapshot, findings, exhibits, photographs, frozenset(photographs), documents, first, kinds)

    def column(self, analyser: str, column: str) -> dict[str, object]:
        """Value by photograph of one column of a reading; photographs without a value are absent."""
        pairs = _column(self.snapshot, analyser, column)
        return {digest: value for digest, value in pairs if value is not None and digest in self.is_photograph}

    def document_column(self, column: str) -> dict[str, object]:
        """Value by document of one column of the *document* reading; documents without a value are absent."""
        return {digest: value for digest, value in _column(self.snapshot, "document", column) if value is not None}

    def failed(self, analyser: str) -> dict[str, str]:
        """Reason by exhibit, for the readings that failed; of all exhibits for *file*, else of its frame."""
        frame = self.frame_of(analyser)
        reasons = dict(_column(self.snapshot, analyser, "failed"))
        return {digest: str(reasons[digest]) for digest in frame if reasons.get(digest) is not None}

    def unread(self, analyser: str) -> tuple[str, ...]:
        """The exhibits of the analyser's frame that have no reading, not even a failed one."""
        read = {digest for digest, _ in _column(self.snapshot, analyser, "failed")}
        return tuple(digest for digest in self.frame_of(analyser) if digest not in read)

    def silent(self, analyser: str) -> int:
        """On how many photographs a figure that needs this analyser says nothing."""
        photographs = self.is_photograph
        failed = sum(digest in photographs for digest in self.failed(analyser))
        return failed + sum(digest in photographs for digest in self.unread(analyser))

    def frame_of(self, analyser: str) -> tuple[str, ...]:
        """What the analyser should have read: all exhibits for *file*; documents, or else photographs."""
        if analyser in OF_DOCUMENTS:
            return self.documents
        return self.exhibits if analyser == "file" else self.photographs

    def class_of(self, digest: str) -> str:
        """The class under which a photograph counts; proposals below the inquiry's confidence are unclassified."""
        found = self.findings.classes.get(digest)
        lowest = self.snapshot.settings.classes.lowest_confidence
        if found is None or (not found.judged and found.confidence < lowest):
            return UNCLASSIFIED
        return found.class_

    def camera_of(self, digest: str) -> str:
        """The label of a photograph's camera, or ``unknown``."""
        found = self.findings.cameras.get(digest)
        return UNKNOWN_CAMERA if found is None else found.camera


def _column(snapshot: Snapshot, analyser: str, column: str) -> Iterator[tuple[str, object]]:
    table = snapshot.readings.get(analyser)
    if table is None or column not in table.column_names:
        return iter(())
    digests = (str(digest) for digest in table.column("digest").to_pylist())
    return zip(digests, table.column(column).to_pylist(), strict=True)
