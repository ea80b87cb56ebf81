"""Lines: photographs that may show persons, in the order in which one camera took them.

A burst is a line. Where file numbers are known, a photograph without a usable time takes its place between the two
photographs whose numbers enclose its own, if those are of one burst; and two bursts are one line where the numbers run
on while the clock went back: a clock that was set, not two persons. A clock that went on by hours can't be told from a
break, so there the number decides.

Not here: which of them show one person (`persons_sequence`, `persons_segments`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from probata.linkage.bursts import Burst
from probata.linkage.numbers import ExhibitNumbers
from probata.linkage.persons_sequence import Number, Shot

Sequences = Mapping[str, tuple[str, int]]
_LARGEST_STEP = 2
_LONGEST_BREAK_S = 3600.0


@dataclass(frozen=True, slots=True)
class Line:
    """Photographs in the order taken.

    Attributes:
        camera: label.
        start: time of the first photograph on the camera's clock, ISO text; "" where there is none.
        shots: times in seconds since the start.
    """

    camera: str
    start: str
    shots: tuple[Shot, ...]


def candidates_of(exhibit: ExhibitNumbers | None) -> tuple[tuple[Number, float], ...]:
    """(number, probability) of one photograph, best first."""
    if exhibit is None:
        return ()
    pairs = [((each.value("detainee"), each.value("branch")), each.confidence) for each in exhibit.sets]
    return tuple((number, p) for number, p in pairs if number[0])


def lines(
    bursts: Sequence[Burst],
    eligible: Collection[str],
    numbers: Mapping[str, ExhibitNumbers],
    group_of: Mapping[str, int],
    sequence: Sequences | None = None,
) -> list[Line]:
    """The lines of all bursts, by camera and time.

    Args:
        bursts: photographs in the order in which they were taken.
        eligible: photographs that may show a person.
        numbers: by hex digest.
        group_of: near-duplicate group by hex digest.
        sequence: folder and file number by hex digest, where a camera named the files.
    """
    found = [_line(burst, eligible, numbers) for burst in bursts]
    found = [line for line in found if line.shots]
    if sequence:
        found = _run_on(_placed(found, eligible, numbers, sequence), sequence)
    repeated = [replace(line, shots=tuple(_repeats(line.shots, group_of))) for line in found]
    return sorted(repeated, key=lambda line: (line.camera, line.start, line.shots[0].exhibit))


def neighbours(found: Sequence[Line]) -> Iterator[tuple[int, int, float]]:
    """Lines of one camera one after the other, and the pause between them where it is at most an hour."""
    for (i, before), (j, after) in pairwise(enumerate(found)):
        if before.camera == after.camera and before.start and after.start:
            began = (datetime.fromisoformat(after.start) - datetime.fromisoformat(before.start)).total_seconds()
            pause = began - before.shots[-1].time_s
            if 0 <= pause <= _LONGEST_BREAK_S:
                yield i, j, pause


def _line(burst: Burst, eligible: Collection[str], numbers: Mapping[str, ExhibitNumbers]) -> Line:
    kept = [(exhibit, time) for exhibit, time in zip(burst.exhibits, burst.times, strict=True) if exhibit in eligible]
    if not kept:
        return Line(burst.camera, "", ())
    first = datetime.fromisoformat(kept[0][1])
    shots = [_shot(e, (datetime.fromisoformat(time) - first).total_seconds(), numbers) for e, time in kept]
    return Line(burst.camera, kept[0][1], tuple(shots))


def _shot(exhibit: str, time_s: float, numbers: Mapping[str, ExhibitNumbers], *, timed: bool = True) -> Shot:
    known = numbers.get(exhibit)
    written = known is not None and known.detainee.status == "illegible"
    return Shot(exhibit, time_s, candidates_of(known), written, timed=timed)


def _repeats(shots: Sequence[Shot], group_of: Mapping[str, int]) -> Iterator[Shot]:
    yield shots[0]
    for before, shot in pairwise(shots):
        group = group_of.get(shot.exhibit)
        yield replace(shot, repeats=True) if group is not None and group == group_of.get(before.exhibit) else shot


def _placed(
    found: Sequence[Line], eligible: Collection[str], numbers: Mapping[str, ExhibitNumbers], sequence: Sequences
) -> list[Line]:
    """The lines with the photographs whose file numbers lie within one of them."""
    inside = {shot.exhibit: (k, i) for k, line in enumerate(found) for i, shot in enumerate(line.shots)}
    added: dict[int, list[tuple[int, Shot]]] = defaultdict(list)
    for group in _by_folder(sequence, eligible):
        for before, exhibit, after in zip(group, group[1:], group[2:], strict=False):
            if exhibit in inside or before not in inside or after not in inside:
                continue
            (line, place), (other, _) = inside[before], inside[after]
            if line == other and sequence[after][1] - sequence[before][1] <= 2 * _LARGEST_STEP:
                shot = _shot(exhibit, found[line].shots[place].time_s, numbers, timed=False)
                added[line].append((place + 1, shot))
    return [replace(line, shots=_inserted(line.shots, added.get(k, ()))) for k, line in enumerate(found)]


def _inserted(shots: Sequence[Shot], added: Sequence[tuple[int, Shot]]) -> tuple[Shot, ...]:
    kept = list(shots)
    for place, shot in sorted(added, key=lambda each: (-each[0], each[1].exhibit)):
        if place < len(kept):
            kept[place] = replace(kept[place], timed=False)
        kept.insert(place, shot)
    return tuple(kept)


def _by_folder(sequence: Sequences, eligible: Collection[str]) -> list[list[str]]:
    """Photographs of each folder by file number; where two have one number, neither."""
    folders: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for exhibit in eligible:
        if exhibit in sequence:
            folder, number = sequence[exhibit]
            folders[folder][number].append(exhibit)
    ordered = (sorted(by_number.items()) for _, by_number in sorted(folders.items()))
    return [[own[0] for _, own in pairs if len(own) == 1] for pairs in ordered]


def _run_on(found: Sequence[Line], sequence: Sequences) -> list[Line]:
    """Two lines as one where the file numbers run on and the clock went back."""
    first = {line.shots[0].exhibit: k for k, line in enumerate(found)}
    last = {line.shots[-1].exhibit: k for k, line in enumerate(found)}
    following: dict[int, int] = {}
    for group in _by_folder(sequence, {*first, *last}):
        for before, after in pairwise(group):
            if before not in last or after not in first or sequence[after][1] - sequence[before][1] > _LARGEST_STEP:
                continue
            left, right = last[before], first[after]
            if left != right and found[left].camera == found[right].camera and found[right].start < found[left].start:
                following[left] = right
    begun = set(following.values())
    joined = []
    for k in range(len(found)):
        if k not in begun:
            joined.append(_chained(found, k, following))
    kept = {shot.exhibit for line in joined for shot in line.shots}
    # lines that only follow one another have no beginning: they stay as they were
    return joined + [line for line in found if line.shots[0].exhibit not in kept]


def _chained(found: Sequence[Line], at: int, following: Mapping[int, int]) -> Line:
    line = found[at]
    seen = {at}
    while at in following and following[at] not in seen:
        at = following[at]
        seen.add(at)
        offset = line.shots[-1].time_s
        more = [replace(shot, time_s=offset + shot.time_s) for shot in found[at].shots]
        line = replace(line, shots=(*line.shots, replace(more[0], timed=False), *more[1:]))
    return line
