"""``ledger/batch.json``: signed before several acts are written at once, so that a stop among them can be made good.

After a stop the head on disk may be many acts behind. That is taken as a stopped batch only where this file says that
a batch began at that very head and reaches at least as far as the acts that are there; else it is an old head in a new
one's place. The file is taken away when the batch is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from probata.digest import Digest
from probata.ledger.chain import Keyring
from probata.ledger.head import Head
from probata.ledger.sign import Signer
from probata.ledger.signed import count_of, digest_field, holds, parse, seal, signature_of, time_of, time_text
from probata.ledger.unsound import Unsound

_FIELDS = frozenset({"after", "previous", "count", "head", "key", "at", "signature"})
_CODE = "head-behind"  # what a note that can't be read leaves: a head that nothing explains


@dataclass(frozen=True, slots=True)
class Batch:
    """Acts that are written at once.

    Attributes:
        after: how many acts there were before.
        previous: digest of the last of them.
        count: how many there are to be.
        head: digest of the last of these.
    """

    after: int
    previous: Digest
    count: int
    head: Digest

    def began_at(self, head: Head) -> bool:
        """Whether this batch was written onto the ledger that ``head`` names."""
        return (self.after, self.previous) == (head.count, head.head)

    def reaches(self, digests: Sequence[Digest]) -> bool:
        """Whether these acts, up to the last of them, can be of this batch."""
        return len(digests) < self.count or (len(digests) == self.count and digests[-1] == self.head)


def write_batch(batch: Batch, *, at: datetime, signer: Signer) -> bytes:
    """The content of ``batch.json``, with its line end."""
    record: dict[str, object] = {
        "after": batch.after, "previous": batch.previous.hex, "count": batch.count, "head": batch.head.hex,
        "at": time_text(at),
    }  # fmt: skip
    return seal(record, signer) + b"\n"


def read_batch(data: bytes, ring: Keyring) -> Batch:
    """The batch in the content of ``batch.json``, signed by a key of ``ring``.

    Raises:
        Unsound: ``head-behind``: it is not such a note, or nobody of the ring signed it.
    """
    record = parse(data.removesuffix(b"\n"), _FIELDS, _CODE, _CODE)
    signature_of(record, _CODE)
    time_of(record, "at", _CODE)
    key = digest_field(record, "key", _CODE)
    if key not in ring.public or not holds(data, ring.public[key]):
        raise Unsound(_CODE, "a signature by a key of this ledger", key.hex)
    return Batch(
        after=count_of(record, "after", _CODE),
        previous=digest_field(record, "previous", _CODE),
        count=count_of(record, "count", _CODE),
        head=digest_field(record, "head", _CODE),
    )
