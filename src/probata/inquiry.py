"""One inquiry: its folder, opened, and what is known of it at one head.

Rules:
* A snapshot is a value: exhibits, acts and readings as known at one head. Everything computed is computed from it.
* Paths are text for people; the raw bytes are in the custody lines of each intake.
* All paths are relative to the inquiry's folder, so that it opens from another computer.
* A snapshot's head is the newest act that can bear on a figure: a seal or an anchor can't (decision record 3).

Not here: what changes an inquiry (`probata.app.investigation`), and links and figures, which lie above.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from probata.digest import Digest, canonical_json
from probata.errors import NotAnInquiry
from probata.exhibits.custody import CustodyEntry, IntakeRecord
from probata.exhibits.store import ExhibitStore
from probata.ledger.acts import HeadAnchored, ReportSealed
from probata.ledger.audits import DrawnAudit, acts_of, drawn_audits
from probata.ledger.judgements import judgements
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
from probata.ledger.line import Entry
from probata.readings.analyser import Analyser
from probata.readings.analysers import ANALYSERS
from probata.readings.fingerprint import table_digest
from probata.readings.memo import Readings
from probata.settings import FILE_NAME, Settings, parse

NOT_BEARING = (ReportSealed, HeadAnchored)
LEFT_OUT = frozenset({"thumbnail", "hidden", "fields", "iptc", "xmp"})


@dataclass(frozen=True, slots=True)
class Received:
    """One path of an intake and what became of it.

    Attributes:
        intake: which intake ("0001").
        order: the path's place in the intake.
        path: the path as text that can be shown.
        folder: the path without its last part; "" at the top.
        outcome: ``new``, ``known`` or ``refused``.
        digest: the exhibit's SHA-256 in hex; None where refused.
        reason: why it was refused; "" otherwise.
        size_bytes: the file's size; 0 where it is not known.
        modified_ns: the file's time of modification in ns since 1970, None where not known.
    """

    intake: str
    order: int
    path: str
    folder: str
    outcome: str
    digest: str | None
    reason: str
    size_bytes: int
    modified_ns: int | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision on a link or a proposal.

    Attributes:
        kind: what was judged: ``person``, ``picture``, ``class``, ``number``, ``person-class`` …
        a: the first exhibit's digest.
        b: the second exhibit's digest; for a class its name, for a number its role, for a person's class nothing.
        verdict: ``same``, ``different``, ``cannot tell``; for a class its name; for a number its value, ``illegible``
            or ``absent``.
        act: the digest of the act that records it.
    """

    kind: str
    a: str
    b: str
    verdict: str
    act: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Exhibits, acts and readings as known at one head.

    Attributes:
        head: the digest of the newest act.
        received: every path of every intake, in order.
        exhibits: the digests of all exhibits, sorted.
        intakes: the record of each intake.
        judgements: those in force.
        settings: the inquiry's text file.
        readings: a table for each analyser, sorted by digest; columns ``digest``, ``failed`` and the analyser's own.
        inputs: digest by what was read: ``custody``, ``settings``, ``judgements``, ``audits``, ``readings/<analyser>``.
        audits: samples drawn to check the count, with their answers.
    """

    head: str
    received: tuple[Received, ...]
    exhibits: tuple[str, ...]
    intakes: tuple[IntakeRecord, ...]
    judgements: tuple[Judgement, ...]
    settings: Settings
    readings: Mapping[str, pa.Table]
    inputs: Mapping[str, str]
    audits: tuple[DrawnAudit, ...] = ()


class Inquiry:
    """The folder that holds one investigation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> "Inquiry":
        """The inquiry in ``folder``.

        Raises:
            NotAnInquiry: there is neither an ``inquiry.toml`` nor a ledger.
        """
        if not ((folder / FILE_NAME).is_file() or (folder / "ledger").is_dir()):
            raise NotAnInquiry(
                f"{folder.absolute()} is not an inquiry",
                expected=f"a folder with {FILE_NAME} and a ledger",
                do="name it with -C, or make one with `probata init`",
            )
        return cls(folder)

    @property
    def report(self) -> Path:
        """The folder of the report."""
        return self.folder / "report"

    @property
    def exhibits(self) -> Path:
        """The folder of the bags."""
        return self.folder / "exhibits"

    def settings(self) -> Settings:
        """What the inquiry's text file says.

        Raises:
            BadInput: it is not there, or not as it should be.
        """
        try:
            return parse((self.folder / FILE_NAME).read_bytes())
        except FileNotFoundError as error:
            raise NotAnInquiry(f"{FILE_NAME} is missing", do="put it back from a copy: figures depend on it") from error

    def ledger(self, known: KnownHeads) -> Ledger:
        """The signed acts, with what this machine remembers of them."""
        return Ledger(self.folder / "ledger", known)

    def entries(self) -> tuple[Entry, ...]:
        """All acts in order.

        Raises:
            LedgerError: the ledger can't be read.
        """
        return Ledger(self.folder / "ledger", KnownHeads(self.folder)).entries()

    def head(self) -> Digest:
        """The newest act's digest."""
        return self.entries()[-1].digest

    def store(self) -> ExhibitStore:
        """The exhibits as they are now."""
        return ExhibitStore(self.exhibits)

    @cached_property
    def readings(self) -> Readings:
        """The readings that are kept."""
        return Readings(self.folder / "readings")

    def snapshot(self, analysers: Iterable[Analyser] = ANALYSERS) -> Snapshot:
        """Exhibits, acts and readings as known now.

        Args:
            analysers: whose readings; large columns that no figure needs (thumbnails, raw metadata) are left out.

        Raises:
            BadInput: an intake's records, an audit's frame or the text file can't be read.
            LedgerError: the ledger can't be read.
        """
        entries, store, settings = self.entries(), self.store(), self.settings()
        intakes = tuple(store.intakes())
        received = tuple(
            _received(record.intake, entry) for record in intakes for entry in store.custody(record.intake)
        )
        held = tuple(
            Judgement(
                each.kind, each.a, each.verdict if each.kind == "class" else each.b, _said(each.verdict), each.act
            )
            for each in judgements(entries, settings.judgements.required)
        )
        drawn = drawn_audits(self.folder / "ledger", entries)
        tables, inputs = self._read(analysers)
        inputs["settings"] = settings.digest.hex
        inputs["custody"] = Digest.of(canonical_json([record.custody.hex for record in intakes])).hex
        inputs["judgements"] = Digest.of(canonical_json([each.act for each in held])).hex
        inputs["audits"] = Digest.of(canonical_json(acts_of(drawn))).hex
        return Snapshot(
            head=next(each.digest.hex for each in reversed(entries) if not isinstance(each.act, NOT_BEARING)),
            received=received,
            exhibits=tuple(digest.hex for digest in store.digests()),
            intakes=intakes,
            judgements=held,
            settings=settings,
            readings=tables,
            inputs=dict(sorted(inputs.items())),
            audits=drawn,
        )

    def _read(self, analysers: Iterable[Analyser]) -> tuple[dict[str, pa.Table], dict[str, str]]:
        tables: dict[str, pa.Table] = {}
        inputs: dict[str, str] = {}
        for analyser in analysers:
            tables[analyser.name] = self.readings.table(analyser, columns_for_figures(analyser))
            inputs[f"readings/{analyser.name}"] = table_digest(tables[analyser.name]).hex
        return tables, inputs

    def sealed(self) -> ReportSealed | None:
        """The newest seal of a report; None where none was sealed."""
        acts = (entry.act for entry in reversed(self.entries()))
        return next((act for act in acts if isinstance(act, ReportSealed)), None)

    def figure_records(self) -> list[dict[str, object]]:
        """The figures as they stand in ``report/figures.json``.

        Raises:
            NotAnInquiry: no report was made.
        """
        try:
            records = json.loads((self.report / "figures.json").read_bytes())
        except FileNotFoundError as error:
            raise NotAnInquiry("no report was made yet", do="call `probata run`") from error
        except (ValueError, RecursionError) as error:
            raise NotAnInquiry("report/figures.json can't be read", do="call `probata verify`") from error
        if not isinstance(records, list) or not all(
            isinstance(r, dict) and {"name", "value"} <= r.keys() for r in records
        ):
            raise NotAnInquiry("report/figures.json is no list of figures", do="call `probata verify`")
        return records


def columns_for_figures(analyser: Analyser) -> list[str]:
    """The columns of an analyser's table that a snapshot holds: all but the large ones that no figure needs."""
    return ["digest", "failed", *(name for name in analyser.schema.names if name not in LEFT_OUT)]


def _said(verdict: str) -> str:
    return verdict.replace("-", " ") if verdict == "cannot-tell" else verdict


def _received(intake: str, entry: CustodyEntry) -> Received:
    path = entry.display_path()
    return Received(
        intake=intake,
        order=entry.order,
        path=path,
        folder=path.rpartition("/")[0],
        outcome=entry.outcome,
        digest=None if entry.digest is None else entry.digest.hex,
        reason=entry.reason,
        size_bytes=entry.size_bytes or 0,
        modified_ns=entry.modified_ns,
    )
