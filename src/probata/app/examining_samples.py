"""The steps of sampling for an examination: draw, make longer, list.

Rules:
* The frame is kept and the drawing signed before anybody looks at a unit of the sample.
* What the frame leaves out stands in the act's reason, in words.

Not here: what can be drawn (`examining_units`), how (`probata.examination`), and how large
it should be (`examining_plan`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import count

from probata.app import investigation
from probata.app.desk import Desk
from probata.app.examining_units import CLASSES_OF, Archive, Wanted, candidates
from probata.errors import UsageError
from probata.examination.frames import CLUSTERS, NONE, STRATA, framed
from probata.examination.sampling import Drawn, drawn, largest
from probata.inquiry import Inquiry
from probata.ledger.acts_checks import check_identifier
from probata.ledger.acts_examination import SampleDrawn
from probata.ledger.examinations import Examination, Frame, Sample
from probata.ledger.examinations_kept import keep_frame, kept_examination
from probata.ledger.unsound import Unsound


@dataclass(frozen=True, slots=True)
class Listed:
    """A sample with its frame and its units in the order of drawing."""

    sample: Sample
    frame: Frame
    units: tuple[Drawn, ...]

    @property
    def clusters(self) -> int:
        """How many clusters its frame has; 0 where nothing hangs together."""
        return 0 if self.sample.clusters == NONE else largest(self.sample, self.frame)


def open_examination(inquiry: Inquiry) -> Examination:
    """What the acts amount to, with frames and codebooks' texts; readings and links are not looked at."""
    return kept_examination(inquiry.folder / "ledger", inquiry.entries())


def begin(
    inquiry: Inquiry, desk: Desk, wanted: Wanted, size: int, *, per_cluster: int = 0, seed: str = "", name: str = "",
    reason: str = "",
) -> str:  # fmt: skip
    """Draw a sample from all units that there are now, as an act.

    Args:
        inquiry: whose units.
        desk: who draws.
        wanted: which units, and by what they are divided.
        size: how many units; where there are clusters, how many clusters.
        per_cluster: how many units of each drawn cluster; 0: all.
        seed: any text; default: the ledger's head, which nobody chose.
        name: of the sample; default: ``sample-1`` and so on.
        reason: why, in words.

    Returns:
        The sample's name.

    Raises:
        UsageError: the units can't be divided so, there are fewer, or the name is taken.
    """
    check_words(wanted, per_cluster)
    if size < 1:
        raise UsageError("the size of a sample", expected="1 or more", found=f"{size:,}")
    found = open_examination(inquiry)
    name = new_name("sample", name, [each.sample for each in found.samples])
    archive = Archive.of(inquiry)
    frame = framed(candidates(archive, wanted), size)
    clusters = len({each.cluster for each in frame.values()})
    what = f"{wanted.unit}s" if wanted.clusters == NONE else "clusters"
    _check_size(size, 1, len(frame) if wanted.clusters == NONE else clusters, what)
    kept = keep_frame(inquiry.folder / "ledger", frame)
    act = SampleDrawn(
        sample=name,
        unit=wanted.unit,
        seed=seed or archive.basis.snapshot.head,
        size=size,
        strata=wanted.strata,
        clusters=wanted.clusters,
        per_cluster=per_cluster,
        frame=kept,
        reason=". ".join(filter(None, (wanted.statement(), reason))),
    )
    investigation.record(inquiry, act, desk)
    return name


def extend(inquiry: Inquiry, desk: Desk, name: str, size: int, reason: str = "") -> None:
    """Make a sample longer, as an act: the units drawn before stay, and so do their codings.

    Args:
        inquiry: whose sample.
        desk: who draws.
        name: of the sample; empty: the newest.
        size: how many units (or clusters) it is to have in all.
        reason: why, in words.

    Raises:
        BadInput: there is no such sample.
        UsageError: the size is not above the present one, or above the frame.
    """
    found = open_examination(inquiry)
    sample = found.sample(name)
    what = f"{sample.unit}s" if sample.clusters == NONE else "clusters"
    _check_size(size, sample.size + 1, largest(sample, found.frame_of(sample.sample)), what)
    act = SampleDrawn(
        sample=sample.sample, unit=sample.unit, seed=sample.seed, size=size, strata=sample.strata,
        clusters=sample.clusters, per_cluster=sample.per_cluster, frame=sample.frame, reason=reason,
    )  # fmt: skip
    investigation.record(inquiry, act, desk)


def listed(found: Examination, name: str = "") -> Listed:
    """A sample with its units; without a name the newest.

    Raises:
        BadInput: there is no such sample.
    """
    sample = found.sample(name)
    frame = found.frame_of(sample.sample)
    return Listed(sample, frame, drawn(sample, frame))


def new_name(what: str, name: str, known: Collection[str]) -> str:
    """The name of a new sample or assignment: as given, else the word and the next number that is free.

    Raises:
        UsageError: the name is taken, or is no identifier.
    """
    if name in known:
        raise UsageError(f"there is such a name of a {what} already", expected="another name", found=name)
    try:
        check_identifier(what, name or what)
    except Unsound as error:
        raise UsageError(f"the name of a {what}", expected="1 to 64 letters, digits, - or _", found=name) from error
    return name or next(free for n in count(len(known) + 1) if (free := f"{what}-{n}") not in known)


def check_words(wanted: Wanted, per_cluster: int) -> None:
    """By what units are divided and drawn together.

    Raises:
        UsageError: a word or class that there is not for the unit, or units per cluster without clusters.
    """
    for what, word, known in (
        ("strata", wanted.strata, STRATA[wanted.unit]),
        ("clusters", wanted.clusters, CLUSTERS[wanted.unit]),
    ):
        if word not in known:
            raise UsageError(f"{what} of {wanted.unit}s", expected=", ".join(known), found=word)
    strange = [each for each in wanted.only if each not in CLASSES_OF[wanted.unit]]
    if strange:
        expected = ", ".join(CLASSES_OF[wanted.unit])
        raise UsageError(f"the class of a {wanted.unit}", expected=expected, found=strange[0])
    if per_cluster < 0 or (per_cluster and wanted.clusters == NONE):
        raise UsageError("units per cluster", expected="--clusters, and 1 or more", found=str(per_cluster))
    if wanted.groups and wanted.unit == "photograph":
        raise UsageError("groups are drawn as persons", expected="--unit person", found="--unit photograph --groups")


def _check_size(size: int, least: int, most: int, what: str) -> None:
    if not least <= size <= most:
        raise UsageError("the size of a sample", expected=f"{least:,} to {most:,} {what}", found=f"{size:,}")
