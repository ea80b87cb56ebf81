"""The ledger as a state machine: append, reopen, tear, stop before the head, flip, cut; beside a list of acts."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger_making import INQUIRY, Ticking, create, intake, judged, key, opened
from probata.ledger.acts import Act
from probata.ledger.batch import Batch, write_batch
from probata.ledger.head import write_head
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger


class LedgerMachine(RuleBasedStateMachine):
    """``acts`` is what must be there; ``torn`` how many torn lines must lie aside, ``tail`` what is torn now."""

    @initialize()
    def make(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.ledger = create(self.place / "ledger", self.place / "state")
        self.acts: list[Act] = [opened(key(), INQUIRY)]
        self.torn: list[bytes] = []
        self.tail = b""
        self.clock = Ticking()

    @rule(number=st.integers(0, 9999), verdict=st.sampled_from(["same", "different", "cannot-tell"]))
    def append(self, number: int, verdict: str) -> None:
        act = intake(number) if number % 2 else judged(verdict)
        entry = self.ledger.append(act, by="Ada", signer=key(), clock=self.clock)
        self.acts.append(act)
        self.torn += [self.tail] if self.tail else []
        self.tail = b""
        assert entry.digest == self.ledger.head()

    @rule(numbers=st.lists(st.integers(0, 9999), min_size=2, max_size=5))
    def append_several(self, numbers: list[int]) -> None:
        acts: list[Act] = [intake(number) for number in numbers]
        entries = self.ledger.append_all(acts, by="Ada", signer=key(), clock=self.clock)
        self.acts += acts
        self.torn += [self.tail] if self.tail else []
        self.tail = b""
        assert entries[-1].digest == self.ledger.head()

    @rule(numbers=st.lists(st.integers(0, 9999), min_size=2, max_size=5), there=st.integers(1, 5))
    def stop_among_several_and_go_on(self, numbers: list[int], there: int) -> None:
        """The batch's lines up to one of them, the old head and the batch's note; then another act."""
        head = write_head(len(self.acts), self.ledger.head(), at=self.clock(), signer=key())
        after, previous = len(self.acts), self.ledger.head()
        self.append_several(numbers)
        note = Batch(after, previous, len(self.acts), self.ledger.head())
        self.acts = self.acts[: after + there]
        lines = self._acts.read_bytes().splitlines(keepends=True)
        self._acts.write_bytes(b"".join(lines[: len(self.acts)]))
        self._head.write_bytes(head)
        self._head.with_name("batch.json").write_bytes(write_batch(note, at=self.clock(), signer=key()))
        self.place.joinpath("state/heads/inquiry-0001.json").unlink()  # it is written after the head
        self.append(1, "same")

    @rule()
    def reopen(self) -> None:
        self.ledger = Ledger(self.place / "ledger", KnownHeads(self.place / "state"))

    @rule(part=st.binary(min_size=1, max_size=50).filter(lambda part: b"\n" not in part))
    def tear(self, part: bytes) -> None:
        with self._acts.open("ab") as stream:
            stream.write(part)
        self.tail += part

    @rule(number=st.integers(0, 9999))
    def stop_before_the_head_is_replaced(self, number: int) -> None:
        head = write_head(len(self.acts), self.ledger.head(), at=self.clock(), signer=key())  # as step 4 leaves it
        self.append(number, "same")
        self._head.write_bytes(head)

    @rule(at=st.integers(0), mask=st.integers(1, 255), head=st.booleans())
    def flip(self, at: int, mask: int, head: bool) -> None:
        path = self._head if head else self._acts
        before = path.read_bytes()
        at %= len(before) if head else len(before) - len(self.tail)
        path.write_bytes(before[:at] + bytes([before[at] ^ mask]) + before[at + 1 :])
        assert set(self._codes()) - {"ledger-torn"}
        path.write_bytes(before)

    @rule(end=st.integers(0))
    def cut(self, end: int) -> None:
        before = self._acts.read_bytes()
        whole = len(before) - len(self.tail)
        self._acts.write_bytes(before[: end % whole])
        assert set(self._codes()) - {"ledger-torn"}
        self._acts.write_bytes(before)

    @invariant()
    def all_acts_are_there(self) -> None:
        assert [entry.act for entry in self.ledger.entries()] == self.acts

    @invariant()
    def checking_finds_a_torn_line_and_nothing_else(self) -> None:
        assert self._codes() == (["ledger-torn"] if self.tail else [])

    @invariant()
    def torn_lines_are_kept(self) -> None:
        kept = [(self.place / "ledger" / f"torn-{n}").read_bytes() for n in range(1, len(self.torn) + 1)]
        assert kept == self.torn

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    @property
    def _acts(self) -> Path:
        return self.place / "ledger" / "acts.jsonl"

    @property
    def _head(self) -> Path:
        return self.place / "ledger" / "head.json"

    def _codes(self) -> list[str]:
        return [problem.code for problem in self.ledger.check()]


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
