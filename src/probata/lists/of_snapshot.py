"""The lists of a snapshot: read, and linked with the judgements that hold. What figures and commands begin with.

Rules:
* A list that can't be read stops the linkage with its reason: figures over the others would be of something else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from probata.errors import BadInput
from probata.lists.judged import RECORD, JudgedPair
from probata.lists.linking import Linked, linked
from probata.lists.records import ListOfRecords, read_list
from probata.snapshot import ListFile, Snapshot


@dataclass(frozen=True, slots=True)
class ReadLists:
    """The lists of an inquiry.

    Attributes:
        read: those that can be read, in the order of the inquiry's text file.
        unreadable: why not, by name of the others.
    """

    read: tuple[ListOfRecords, ...]
    unreadable: Mapping[str, str]

    def all(self) -> tuple[ListOfRecords, ...]:
        """All lists.

        Raises:
            BadInput: one can't be read.
        """
        for name, reason in self.unreadable.items():
            raise BadInput(f"list {name} can't be read", found=reason, do="see `probata lists show`")
        return self.read


def read_lists(snapshot: Snapshot) -> ReadLists:
    """The lists of a snapshot, as far as they can be read."""
    found, unreadable = [], {}
    for file in snapshot.lists:
        try:
            found.append(_read(file))
        except BadInput as error:
            unreadable[file.settings.name] = str(error)
    return ReadLists(tuple(found), unreadable)


def link_lists(snapshot: Snapshot) -> Linked:
    """The lists of a snapshot, linked.

    Raises:
        BadInput: one can't be read.
    """
    return linked(read_lists(snapshot).all(), judged_pairs(snapshot))


def judged_pairs(snapshot: Snapshot) -> tuple[JudgedPair, ...]:
    """Judgements on records that hold."""
    return tuple(JudgedPair(each.a, each.b, each.verdict) for each in snapshot.judgements if each.kind == RECORD)


def _read(file: ListFile) -> ListOfRecords:
    if file.problem:
        raise BadInput(file.problem, found=file.settings.file[:200], do="take the file in, or correct inquiry.toml")
    return read_list(file.settings, file.exhibit, file.data)
