"""What an archive will hold, decided before anything is drawn: groups of photographs, who took them, when, and copies.

Steps:
    1. How many photographs of each class and how many copies of each kind.
    2. Groups: the photographs of one person, of one scene, of one document.
    3. Sessions: groups one after another, by one photographer with one body; times.
    4. Numbers in the order of time, so that series run on, restart and skip.
    5. Names (`probata.proficiency.names`), then copies of photographs chosen by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from probata.proficiency import hostile
from probata.proficiency.cameras import Body, bodies
from probata.proficiency.groups import DAY_MS, START_MS, Copy, Group, Kind, Shot
from probata.proficiency.labels import Medium
from probata.proficiency.names import Style, file_names, session_folder
from probata.proficiency.numbering import Series
from probata.proficiency.parameters import EDITS, Edit, Parameters

_HOUR_MS = 3_600_000
_MEDIA: tuple[Medium, ...] = ("card", "tape", "skin", "overlay")
_MEDIUM_SHARES = (0.58, 0.22, 0.14, 0.06)


@dataclass(frozen=True, slots=True)
class Plan:
    """The groups of an archive in the order of time, its bodies, and its photographers' initials."""

    groups: tuple[Group, ...]
    bodies: tuple[Body, ...]
    photographers: tuple[str, ...]


@dataclass(slots=True)
class _Session:
    groups: list[tuple[int, Kind, int]]
    body: int = 0
    photographer: str = ""
    start_ms: int = 0


def plan(parameters: Parameters) -> Plan:
    """The plan of an archive; the same for the same parameters."""
    rng = np.random.default_rng([parameters.seed, 1])
    cameras: Sequence[Body] = bodies(parameters)
    people = _initials(parameters.photographers, rng)
    copies = [round(parameters.photographs * share) for share in parameters.edit_shares]
    sessions = _sessions(_sizes(parameters, parameters.photographs - sum(copies), rng), parameters.bodies, rng)
    _staff(sessions, cameras, people, parameters.evenness, rng)
    groups = _timed(sessions, cameras, rng)
    restart = 0
    if parameters.series == "restarts":
        groups, restart = hostile.half_later(groups)
    if parameters.clock == "jumps":
        cameras = hostile.with_jumps(cameras, groups, rng)
    groups = _numbered(groups, parameters, restart, rng)
    groups = _named(groups, cameras, rng)
    return Plan(_copied(groups, copies, len(cameras), rng), tuple(cameras), people)


def _initials(count: int, rng: np.random.Generator) -> tuple[str, ...]:
    letters = rng.permutation(list("ABDFGHIKLMNRSTWYZCEJOPQUVX"))[:count]
    return tuple(f"{a}{b}" for a, b in zip(letters, rng.choice(list("AHKMNRS"), count), strict=True))


def _sizes(parameters: Parameters, originals: int, rng: np.random.Generator) -> list[tuple[Kind, int]]:
    left: dict[Kind, int] = {
        "person": round(originals * parameters.person_share),
        "scene": round(originals * parameters.scene_share),
        "document": round(originals * parameters.document_share),
    }
    left["other"] = originals - sum(left.values())
    chance = 1 / (1 + parameters.per_person - 3)
    sizes: list[tuple[Kind, int]] = []
    for kind, total in left.items():
        while total > 0:
            if kind == "person":
                size = min(20, 2 + int(rng.geometric(chance)))
                size = total if total - size < 3 and total <= 20 else size
            else:
                size = int(rng.integers(1, {"scene": 7, "document": 6}.get(kind, 3)))
            sizes.append((kind, min(size, total)))
            total -= min(size, total)
    return sizes


def _sessions(sizes: Sequence[tuple[Kind, int]], cameras: int, rng: np.random.Generator) -> list[_Session]:
    longest = min(28, max(4, len(sizes) // (3 * cameras)))
    persons = [s for s in sizes if s[0] == "person"]
    rest = [sizes[i] for i in rng.permutation(len(sizes)) if sizes[i][0] != "person"]
    made: list[list[tuple[Kind, int]]] = []
    while persons or rest:
        if persons and (not rest or rng.random() < len(persons) / (len(persons) + len(rest))):
            take = int(rng.integers(longest // 4, longest))
            batch, persons = persons[:take], persons[take:]
            for _ in range(int(rng.integers(0, 3))):
                if rest:
                    batch.insert(int(rng.integers(0, len(batch) + 1)), rest.pop())
        else:
            take = int(rng.integers(longest // 4, longest))
            batch, rest = rest[:take], rest[take:]
        made.append(batch)
    key = 0
    sessions = []
    for index in rng.permutation(len(made)):
        sessions.append(_Session([(key + i, kind, size) for i, (kind, size) in enumerate(made[index])]))
        key += len(made[index])
    return sessions


def _staff(
    sessions: list[_Session],
    cameras: Sequence[Body],
    people: Sequence[str],
    evenness: float,
    rng: np.random.Generator,
) -> None:
    """Give each session a body, a photographer and a start; no body is in two places at once."""
    weights = rng.dirichlet(np.full(len(cameras), evenness))
    usual = [
        [i for i in range(len(people)) if i % len(cameras) == b % len(people)] or [b % len(people)]
        for b in range(len(cameras))
    ]
    free = [START_MS + 8 * _HOUR_MS + int(rng.integers(0, 2 * _HOUR_MS)) for _ in cameras]
    for number, session in enumerate(sessions):
        session.body = number if number < len(cameras) else int(rng.choice(len(cameras), p=weights))
        odd = rng.random() < 0.12
        session.photographer = people[int(rng.integers(0, len(people)) if odd else rng.choice(usual[session.body]))]
        start = free[session.body]
        hour = (start - START_MS) % DAY_MS / _HOUR_MS
        if hour > 16:
            days = 1 + int(rng.geometric(0.6)) - 1
            start = (
                START_MS
                + ((start - START_MS) // DAY_MS + days) * DAY_MS
                + int(rng.integers(7 * _HOUR_MS, 11 * _HOUR_MS))
            )
        session.start_ms = start
        length = sum(45_000 + 14_000 * size for _, _, size in session.groups)
        free[session.body] = start + round(length * 1.6) + int(rng.integers(_HOUR_MS, 4 * _HOUR_MS))


def _timed(sessions: Sequence[_Session], cameras: Sequence[Body], rng: np.random.Generator) -> list[Group]:
    groups = []
    for number, session in enumerate(sorted(sessions, key=lambda s: (s.start_ms, s.body))):
        now, place = session.start_ms, int(rng.integers(0, 9))
        for key, kind, size in session.groups:
            shots: list[Shot] = []
            views = _framings(size, rng) if kind == "person" else [("", False)] * size
            for framing, again in views:
                turned = _orientation(framing, cameras[session.body], rng)
                shots.append(Shot("", now, framing, shots[-1].orientation if again else turned, "none", again))
                now += int(1500 + rng.exponential(1200 if again else 6000 if kind != "scene" else 15_000))
            now += int(rng.integers(35_000, 130_000))
            groups.append(
                Group(
                    key, kind, "", (), "western", "card", place if kind == "person" else int(rng.integers(0, 9)),
                    session.body, session.photographer, number, tuple(shots), (),
                )
            )  # fmt: skip
    return groups


def _framings(size: int, rng: np.random.Generator) -> list[tuple[str, bool]]:
    """Framings of a series and whether each repeats the view before it."""
    base = ["full", "upper", "head", "label", "detail"]
    views: list[tuple[str, bool]] = [("full" if rng.random() < 0.75 else "upper", False)]
    while len(views) < size:
        if rng.random() < 0.08:
            views.append((views[-1][0], True))
        else:
            at = len(views)
            expected = base[at % 5] if rng.random() < 0.6 else str(rng.choice(base, p=[0.25, 0.3, 0.2, 0.15, 0.1]))
            views.append((expected, False))
    return views


def _orientation(framing: str, body: Body, rng: np.random.Generator) -> int:
    share = {"full": 0.6, "upper": 0.3, "head": 0.3}.get(framing, 0.1)
    if not body.model.orientation:
        share *= 0.06
    if rng.random() >= share:
        return 1
    return 6 if rng.random() < 0.8 else 8


def _numbered(groups: Sequence[Group], parameters: Parameters, restart: int, rng: np.random.Generator) -> list[Group]:
    """Give persons identifiers, numbers and labels, in the order of time; from group ``restart`` on (0: never) anew."""
    series = Series(parameters, sum(group.kind == "person" for group in groups), rng)
    named: list[Group] = []
    count = 0
    for index, group in enumerate(groups):
        if restart and index == restart:
            series.restart()
        if group.kind == "person":
            count += 1
            named.append(_labelled(group, f"person-{count:06d}", series.numbers(), parameters, rng))
        else:
            named.append(group)
    return named


def _labelled(
    group: Group, person: str, numbers: list[tuple[str, str]], parameters: Parameters, rng: np.random.Generator
) -> Group:
    style = parameters.digits
    if style == "mixed":
        style = ("western", "handwriting", "arabic-indic")[int(rng.choice(3, p=[0.4, 0.35, 0.25]))]
    medium = _MEDIA[int(rng.choice(4, p=_MEDIUM_SHARES))]
    if medium == "skin" and style == "western":
        medium = "tape"
    if rng.random() < parameters.unnumbered_share:
        return replace(group, person=person, style=style, medium=medium)
    states = [_label_state(parameters, rng) for _ in group.shots]
    if rng.random() < parameters.one_frame_share:
        bearing = [i for i, s in enumerate(group.shots) if s.framing in ("full", "upper", "label")] or [0]
        only = int(rng.choice(bearing))
        states = ["there" if i == only else "fallen" for i in range(len(states))]
    for i, shot in enumerate(group.shots):
        states[i] = states[i - 1] if shot.again else states[i]
    shots = tuple(replace(shot, label=state) for shot, state in zip(group.shots, states, strict=True))
    return replace(group, person=person, numbers=tuple(numbers), style=style, medium=medium, shots=shots)


def _label_state(parameters: Parameters, rng: np.random.Generator) -> str:
    chance = rng.random()
    if chance < parameters.cover_share:
        return "covered"
    return "fallen" if chance < parameters.cover_share + parameters.fallen_share else "there"


def _named(groups: Sequence[Group], cameras: Sequence[Body], rng: np.random.Generator) -> list[Group]:
    counters = {b.index: b.first_number for b in cameras}
    styles: dict[int, Style] = {}
    taken: set[str] = set()
    named = []
    for group in groups:
        style = styles.setdefault(group.session, rng.choice(["date", "branch", "dcim", "initials", "date"]))
        body = cameras[group.body]
        shown = body.reads(group.shots[0].true_ms, START_MS)
        branch = dict(group.numbers).get("branch", "")
        shots = []
        for shot in group.shots:
            counters[body.index] += 1 if rng.random() < 0.97 else int(rng.integers(2, 6))
            folder = session_folder(style, shown, branch, group.photographer, group.kind, body, counters[body.index])
            shots.append(replace(shot, path=file_names(folder, body, counters[body.index], taken)))
        named.append(replace(group, shots=tuple(shots)))
    return named


def _copied(
    groups: Sequence[Group], counts: Sequence[int], cameras: int, rng: np.random.Generator
) -> tuple[Group, ...]:
    places = [(g, s) for g, group in enumerate(groups) for s in range(len(group.shots))]
    taken = {shot.path for group in groups for shot in group.shots}
    copies: dict[int, list[Copy]] = {}
    number = 0
    for edit, count in zip(EDITS, counts, strict=True):
        for at in rng.integers(0, max(1, len(places)), count if places else 0):
            g, s = places[int(at)]
            number += 1
            shot = groups[g].shots[s]
            body = int(rng.integers(0, cameras)) if edit == "re-photographed" else -1
            later = shot.true_ms + int(rng.integers(1, 400)) * DAY_MS + int(rng.integers(0, DAY_MS))
            path = _copy_path(edit, shot.path, number, taken, rng)
            copies.setdefault(g, []).append(Copy(path, s, edit, body, later))
    return tuple(replace(group, copies=tuple(copies.get(g, ()))) for g, group in enumerate(groups))


def _copy_path(edit: Edit, source: str, number: int, taken: set[str], rng: np.random.Generator) -> str:
    folder, _, name = source.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    options = {
        "exact": [
            f"backup/{source}",
            f"{folder}/Copy of {name}",
            f"New Folder ({number % 7})/{name}",
            f"backup/{number:05d}.{suffix}",
        ],
        "web": [f"web/photo_{number}.jpg", f"upload/{stem}_small.jpg", f"web/{number:05d}-1.jpeg"],
        "recompressed": [f"sent/{name}", f"{folder}/{stem} (1).jpg"],
        "crop": [f"selected/{stem}_crop.jpg", f"selected/{number}.jpg"],
        "tight-crop": [f"selected/{stem}_detail.jpg", f"selected/{number}.jpg"],
        "mirror": [f"selected/{stem}_flip.jpg"],
        "rotated": [f"selected/{stem}_level.jpg", f"edited/{stem}_rot.jpg"],
        "edited": [f"selected/{stem}_edited.jpg", f"edited/{name}"],
        "re-photographed": [f"screen/IMG_{number:04d}.JPG"],
    }[edit]
    path = str(rng.choice(options))
    while path in taken:
        base, _, suffix = path.rpartition(".")
        path = f"{base}_{number}.{suffix}"
    taken.add(path)
    return path
