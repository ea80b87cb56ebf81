"""One inquiry: its folder, opened, and what is known of it at one head.

Rules:
* All paths are relative to the inquiry's folder, so that it opens from another computer.
* A snapshot's head is the newest act that can bear on a figure: a seal or an anchor can't (decision record 3).

Not here: the snapshot as a value (`probata.snapshot`); what changes an inquiry (`probata.app.investigation`);
links and figures, which lie above.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from probata.digest import Digest, canonical_json
from probata.errors import BadInput, NotAnInquiry
from probata.exhibits.custody import CustodyEntry
from probata.exhibits.store import ExhibitStore
from probata.kept import KeptLinks
from probata.ledger.acts import HeadAnchored, ReportSealed
from probata.ledger.audits import acts_of, drawn_audits
from probata.ledger.examinations_kept import kept_examination
from probata.ledger.judgements import judgements
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
from probata.ledger.line import Entry
from probata.ledger.statements import statements_of
from probata.readings.analyser import Analyser
from probata.readings.analysers import ANALYSERS
from probata.readings.fingerprint import table_digest
from probata.readings.memo import Readings
from probata.settings import FILE_NAME, ListSettings, Settings, parse
from probata.snapshot import Judgement, Kept, ListFile, Received, Snapshot

NOT_BEARING = (ReportSealed, HeadAnchored)
LEFT_OUT = frozenset({"thumbnail", "hidden", "fields", "iptc", "xmp", "bits", "text", "blocks", "links"})
LINKS = "links"
PARTIES_FILE = "parties.toml"


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

    def parties(self) -> bytes:
        """The bytes of ``parties.toml``; empty where the inquiry has none.

        Raises:
            BadInput: it is there and can't be read.
        """
        try:
            return (self.folder / PARTIES_FILE).read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise BadInput(f"{PARTIES_FILE} can't be read", found=str(error.strerror)) from error

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

    def snapshot(self, analysers: Iterable[Analyser] = ANALYSERS, kept: Kept | None = None) -> Snapshot:
        """Exhibits, acts and readings as known now.

        Args:
            analysers: whose readings; large columns that no figure needs (thumbnails, raw metadata) are left out.
            kept: links of an earlier run; default: those under ``links/``, which are read and not written.

        Raises:
            BadInput: an intake's records, a frame, a codebook or the text file can't be read.
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
        examined = kept_examination(self.folder / "ledger", entries)
        stated, parties = statements_of(entries, settings.judgements.required), self.parties()
        tables, inputs = self._read(analysers)
        inputs["settings"] = settings.digest.hex
        inputs["custody"] = Digest.of(canonical_json([record.custody.hex for record in intakes])).hex
        inputs["judgements"] = Digest.of(canonical_json([each.act for each in held])).hex
        inputs["audits"] = Digest.of(canonical_json(acts_of(drawn))).hex
        inputs["examination"] = Digest.of(canonical_json(examined.acts())).hex
        inputs["statements"] = Digest.of(canonical_json(list(stated.acts))).hex
        inputs["parties"] = Digest.of(parties).hex
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
            examination=examined,
            lists=tuple(_list_file(store, received, each) for each in settings.lists),
            statements=stated,
            parties=parties,
            bits=self._bits,
            kept=KeptLinks(self.folder / LINKS) if kept is None else kept,
        )

    def _bits(self, digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for analyser in ANALYSERS:
            if "bits" in analyser.schema.names:
                for row in self.readings.lookup(analyser, digests, ["bits"]):
                    if isinstance(row["bits"], bytes):
                        yield str(row["digest"]), row["bits"]

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


def _list_file(store: ExhibitStore, received: Iterable[Received], settings: ListSettings) -> ListFile:
    """The bytes of a list's file, or why there are none."""
    held = {row.digest for row in received if row.digest is not None and settings.file in (row.path, row.digest)}
    if len(held) != 1:
        problem = "several exhibits have this path" if held else "no exhibit has this path or SHA-256"
        return ListFile(settings, "", b"", problem)
    (exhibit,) = held
    try:
        return ListFile(settings, exhibit, store.read(Digest(exhibit)), "")
    except (OSError, BadInput) as error:
        return ListFile(settings, "", b"", f"the exhibit can't be read: {error}")


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
