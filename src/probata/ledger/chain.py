"""The chain's bytes and keys: lines and what is torn off, and which key may sign at which place.

Pure: handed bytes, gives values or raises. Reading and writing files is in `probata.ledger.ledger`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from probata.digest import Digest
from probata.ledger.acts import Act, InquiryOpened, KeyAdded, KeyRetired
from probata.ledger.line import Entry, read_line
from probata.ledger.signed import holds
from probata.ledger.unsound import Unsound

ACTS_FILE = "ledger/acts.jsonl"
HEAD_FILE = "ledger/head.json"
_MARK_OF_KEY_ACTS = b'"kind":"key-'  # quotes inside texts are escaped, so no text can hold this


def split_lines(data: bytes) -> tuple[list[bytes], bytes]:
    """The complete lines without their ends, and what follows the last line end (a torn line, or nothing)."""
    *lines, torn = data.split(b"\n")
    return lines, torn


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of a ledger at one place in it.

    Attributes:
        public: public key by fingerprint, also of retired ones.
        retired: fingerprints that sign no more.
    """

    public: Mapping[Digest, bytes] = field(default_factory=dict)
    retired: frozenset[Digest] = frozenset()

    def after(self, act: Act) -> "Keyring":
        """The keys once ``act`` has happened."""
        if isinstance(act, InquiryOpened | KeyAdded):
            return replace(self, public={**self.public, act.fingerprint: act.public_key})
        if isinstance(act, KeyRetired):
            return replace(self, retired=self.retired | {act.fingerprint})
        return self

    def active(self) -> list[Digest]:
        """The fingerprints that may sign, the oldest first."""
        return [fingerprint for fingerprint in self.public if fingerprint not in self.retired]

    def check_entry(self, entry: Entry, line: bytes, where: str) -> None:
        """Accept a line that a key of this ring signed.

        Raises:
            Unsound: ``key-unknown``, ``key-retired`` or ``signature-wrong``.
        """
        self.check_known(entry.key, where)
        if entry.key in self.retired:
            raise Unsound("key-retired", "a key that was not retired before", entry.key.hex, where=where)
        if not holds(line, self.public[entry.key]):
            raise Unsound("signature-wrong", f"a signature by key {entry.key}", "another signature", where=where)

    def check_known(self, fingerprint: Digest, where: str) -> None:
        """Accept the fingerprint of a key that the acts before have named.

        Raises:
            Unsound: ``key-unknown``.
        """
        if fingerprint not in self.public:
            raise Unsound("key-unknown", "a key that an act before has named", fingerprint.hex, where=where)


def keyring_of(lines: Sequence[bytes]) -> Keyring:
    """The keys after all these lines. Only lines about keys are read, and their signatures checked.

    Raises:
        Unsound: the first line does not open an inquiry, or a line about keys is not good.
    """
    ring = Keyring()
    for number, line in enumerate(lines, start=1):
        if number > 1 and _MARK_OF_KEY_ACTS not in line:
            continue
        entry = read_line(line)
        if number == 1:
            ring = opening_ring(entry.act)
        ring.check_entry(entry, line, where_of(number))
        ring = ring.after(entry.act)
    return ring


def opening_ring(act: Act) -> Keyring:
    """The keys with which the first act is checked: the one that it names itself.

    Raises:
        Unsound: ``act-out-of-place``: it does not open an inquiry.
    """
    if not isinstance(act, InquiryOpened):
        raise Unsound("act-out-of-place", "inquiry-opened as the first act", act.kind, where=where_of(1))
    return Keyring().after(act)


def where_of(number: int) -> str:
    """How a problem names a line."""
    return f"{ACTS_FILE}:{number}"
