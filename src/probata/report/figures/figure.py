"""What a figure is, what a method is, and how names and labels are made.

Rules: * Unit, frame, exclusions and denominator travel with the value; a value that can't be computed is `Undefined`,
with why. * A figure lists the units that it counts, or names the figures that together list them (``parts``). * Names
are ASCII and safe as file names on every system: ``stem`` or ``stem.key``.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

from probata.report.figures.basis import Basis


@dataclass(frozen=True, slots=True)
class Undefined:
    """A value that does not exist, and why: the mean of nothing."""

    reason: str


Value = int | float | Undefined


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number computed from a snapshot, with all that is needed to read and re-check it.

    Attributes:
        name: stable name; ``stem.key`` for one of many of a kind.
        label: the short label in a table of its kind (a camera, a day); the title where it stands alone.
        title: what the figure is, in words.
        value: the number, or why there is none.
        low: lower end of the interval or range; None: the value is an exact count or quotient.
        high: upper end, likewise.
        level: confidence level of the interval; None where ``low`` and ``high`` are no confidence interval.
        unit: what is counted.
        frame: all that was looked at.
        exclusions: what is left out, and the rule.
        method: name and version of the method.
        inputs: digest by what was read.
        head: the ledger's head.
        denominator: the size of the frame, in the same unit; None where there is none.
        denominator_of: the name of the figure that the denominator is; "" where there is none.
        resting_on_judgements: how many of the counted units a person decided on.
        resting_on_links: how many rest on proposals that nobody has judged.
        link_error: the expected share of wrong ones among ``resting_on_links`` as the linker states it; None: no links.
        silent_on: exhibits of the frame on which the figure says nothing (failed or missing readings).
        note: what a reader has to know.
        exhibits: the units counted: digests, or ``intake/order`` for paths; persons by their photographs.
        parts: figures whose units together are the units of this one; listed there, not again.
        identifies_source: whether it can lead to who took the photographs or handed them over: not to be disclosed
            without thought.
    """

    name: str
    label: str
    title: str
    value: Value
    unit: str
    frame: str
    exclusions: str
    method: str
    inputs: Mapping[str, str]
    head: str
    low: int | float | None = None
    high: int | float | None = None
    level: float | None = None
    denominator: int | None = None
    denominator_of: str = ""
    resting_on_judgements: int = 0
    resting_on_links: int = 0
    link_error: float | None = None
    silent_on: int = 0
    note: str = ""
    exhibits: tuple[str, ...] = field(default=(), repr=False)
    parts: tuple[str, ...] = field(default=(), repr=False)
    identifies_source: bool = False

    @property
    def stem(self) -> str:
        """The name without its key."""
        return self.name.split(".", 1)[0]

    def record(self) -> dict[str, object]:
        """The figure as the JSON object of ``probata figures``; the listed units as their number and digest."""
        undefined = isinstance(self.value, Undefined)
        apart = ("value", "inputs", "exhibits", "parts")
        return {
            **{one.name: getattr(self, one.name) for one in fields(self) if one.name not in apart},
            "value": None if undefined else self.value,
            "undefined": self.value.reason if isinstance(self.value, Undefined) else "",
            "inputs": dict(sorted(self.inputs.items())),
            "listed": len(self.exhibits),
            "listing": hashlib.sha256("\n".join(self.exhibits).encode("utf-8", "surrogatepass")).hexdigest(),
            "parts": list(self.parts),
        }


@dataclass(frozen=True, slots=True)
class Method:
    """A way to compute figures. The docstring of ``compute`` is printed in the methods annex.

    Attributes:
        name: name of the method.
        version: raised whenever the same inputs can give another number.
        reads: what it reads, as in `Snapshot.inputs` (all inputs whose name begins so).
        meanings: meaning by figure name; ``stem.*`` where one figure is made for each of many.
        compute: gives the figures.
    """

    name: str
    version: int
    reads: tuple[str, ...]
    meanings: Mapping[str, str]
    compute: Callable[["Maker"], Iterator[Figure]]

    @property
    def identity(self) -> str:
        """Name and version, as a figure carries them."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the figures of one method: adds method, inputs and head, so that no figure can lack them.

    Attributes:
        method: the method at work.
        basis: what it computes from.
        earlier: the figures made before, by name.
    """

    method: Method
    basis: Basis
    earlier: Mapping[str, Figure]

    def figure(
        self,
        name: str,
        value: Value,
        *,
        unit: str,
        frame: str,
        exclusions: str,
        label: str = "",
        low: int | float | None = None,
        high: int | float | None = None,
        level: float | None = None,
        of: str = "",
        judged: int = 0,
        links: int = 0,
        link_error: float | None = None,
        silent_on: int = 0,
        note: str = "",
        exhibits: Iterable[str] = (),
        parts: Iterable[str] = (),
        identifies_source: bool = False,
    ) -> Figure:
        """A figure of this method; ``name`` must be among its meanings, as it stands or as ``stem.*``.

        Raises:
            KeyError: the method does not declare the name, or ``of`` names no earlier figure.
        """
        snapshot = self.basis.snapshot
        meaning = self.method.meanings[name if name in self.method.meanings else name.split(".", 1)[0] + ".*"]
        whole = self.earlier[of].value if of else None
        return Figure(
            name=name,
            label=label or meaning,
            title=f"{meaning}: {label}" if label else meaning,
            value=value if isinstance(value, Undefined) else _plain(value),
            unit=unit,
            frame=frame,
            exclusions=exclusions,
            method=self.method.identity,
            inputs={what: digest for what, digest in snapshot.inputs.items() if what.startswith(self.method.reads)},
            head=snapshot.head,
            low=None if low is None else _plain(low),
            high=None if high is None else _plain(high),
            level=level,
            denominator=whole if isinstance(whole, int) else None,
            denominator_of=of,
            resting_on_judgements=int(judged),
            resting_on_links=int(links),
            link_error=link_error,
            silent_on=int(silent_on),
            note=note,
            exhibits=tuple(exhibits),
            parts=tuple(parts),
            identifies_source=identifies_source,
        )


def _plain(number: int | float) -> int | float:
    """A number of Python's own types: what an array's element is must not show in the file; and no negative zero."""
    return float(number) + 0.0 if isinstance(number, float) else int(number)


def slug(label: str) -> str:
    """A key for ``label``: itself where it is safe as it stands, else its letters and 8 hex digits of its SHA-256."""
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", label) and len(label) <= 40:
        return label
    letters = re.sub(r"[^a-z0-9]+", "-", label.lower())[:32].strip("-")
    digest = hashlib.sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{letters}-{digest}" if letters else digest


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Units by label, from (unit, label) pairs; labels sorted, units in the order given."""
    groups: dict[str, list[str]] = {}
    for unit, label in pairs:
        groups.setdefault(label, []).append(unit)
    return {label: tuple(groups[label]) for label in sorted(groups)}


def most_frequent(groups: Mapping[str, tuple[str, ...]], most: int, rest: str) -> dict[str, tuple[str, ...]]:
    """The ``most`` largest groups, and all others together under the label ``rest``; nothing is left out."""
    if len(groups) <= most:
        return dict(groups)
    kept = set(sorted(groups, key=lambda label: (-len(groups[label]), label))[:most])
    others = tuple(unit for label, units in groups.items() if label not in kept for unit in units)
    return {label: units for label, units in groups.items() if label in kept} | {rest: others}
