"""Groups of photographs that are made together: who, when, with which body, and which copies are made from them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from probata.proficiency.cameras import ZONE
from probata.proficiency.labels import Medium
from probata.proficiency.parameters import Digits, Edit

Kind = Literal["person", "scene", "document", "other"]
START_MS = int(datetime(2012, 3, 1, tzinfo=UTC).timestamp() * 1000) - int(ZONE.total_seconds() * 1000)
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Shot:
    """One original photograph: its path on the drive, its true time, and what is special about it.

    Attributes:
        path: on the drive.
        true_ms: milliseconds from 1970.
        framing: of a person; empty for the others.
        orientation: how the body was held: 1, 6, 8.
        label: ``there``, ``covered`` or ``fallen``; a body without any label says ``none``.
        again: whether it repeats the view of the photograph before it.
    """

    path: str
    true_ms: int
    framing: str
    orientation: int
    label: str
    again: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """A photograph made from another one of the same group.

    Attributes:
        path: on the drive.
        source: index of the shot in its group.
        edit: what was done.
        body: index of the body that took it again, for a re-photographed one; −1 else.
        true_ms: when.
    """

    path: str
    source: int
    edit: Edit
    body: int
    true_ms: int


@dataclass(frozen=True, slots=True)
class Group:
    """Photographs that are made together.

    Attributes:
        key: number of the group; its seed.
        kind: what they show.
        person: identifier of the person; empty for the others.
        numbers: the person's numbers by role, Western digits; empty for none.
        style: how they are written.
        medium: what carries them.
        place: index of the place.
        body: index of the body.
        photographer: initials.
        session: number of the session.
        shots: the originals, in the order of time.
        copies: made from them.
    """

    key: int
    kind: Kind
    person: str
    numbers: tuple[tuple[str, str], ...]
    style: Digits
    medium: Medium
    place: int
    body: int
    photographer: str
    session: int
    shots: tuple[Shot, ...]
    copies: tuple[Copy, ...]
