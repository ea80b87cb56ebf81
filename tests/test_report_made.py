"""Made-up snapshots and findings for the report's tests, with known values; and a test that they are what they say."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from probata.digest import Digest
from probata.exhibits.custody import IntakeRecord
from probata.report.findings import CameraFinding, ClassFinding, Findings, PersonFinding, PictureGroup
from probata.settings import Settings, parse, template
from probata.snapshot import Judgement, Received, Snapshot

HEAD = hashlib.sha256(b"head").hexdigest()
HOSTILE = [
    "<script>alert(1)</script>.jpg",
    "good\u202egpj.exe.jpg",
    "a" * 2000 + ".jpg",
    "\"><img src=x onerror='alert(1)'>.jpg",
    "{{ 7 * 7 }} & co.jpg",
    "nul\x00bell\x07esc\x1b[31m.jpg",
    "صورة ١٢٣.jpg",
    "\udcff\udcfe.jpg",
]


@dataclass(frozen=True)
class Shot:
    """One path that was received, with everything that readings and findings say of its bytes."""

    path: str
    content: str
    outcome: str = "new"
    reason: str = ""
    kind: str | None = "image"
    taken: str | None = None
    camera: str | None = None
    class_: str | None = None
    confidence: float = 0.9
    class_judged: bool = False
    person: str | None = None
    numbered: bool = True
    probability: float = 0.9
    person_judged: bool = False
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()


def snapshot_of(
    shots: Sequence[Shot], settings: Settings | None = None, judgements: Sequence[Judgement] = ()
) -> Snapshot:
    received = tuple(
        Received(
            intake="0001",
            order=order,
            path=shot.path,
            folder=str(PurePosixPath(shot.path).parent).removeprefix("."),
            outcome=shot.outcome,
            digest=None if shot.outcome == "refused" else shot.digest,
            reason=shot.reason,
            size_bytes=1000,
            modified_ns=None,
        )
        for order, shot in enumerate(shots)
    )
    kept = {shot.digest: shot for shot in shots if shot.outcome == "new"}
    exhibits = tuple(sorted(kept))
    readings = {
        "file": _table(kept, "file", {"kind": [kept[d].kind for d in exhibits]}),
        "metadata": _table(kept, "metadata", {"taken_original": [kept[d].taken for d in exhibits]}),
        "picture": _table(kept, "picture", {}),
        "text": _table(kept, "text", {}),
    }
    inputs = {
        name: hashlib.sha256(name.encode()).hexdigest()
        for name in ("custody", "settings", "judgements", *(f"readings/{analyser}" for analyser in readings))
    }
    return Snapshot(
        head=HEAD,
        received=received,
        exhibits=exhibits,
        intakes=(_intake(shots),) if shots else (),
        judgements=tuple(judgements),
        settings=settings or parse(template("A made-up inquiry").encode()),
        readings=readings,
        inputs=inputs,
    )


def _intake(shots: Sequence[Shot]) -> IntakeRecord:
    counts = {outcome: sum(s.outcome == outcome for s in shots) for outcome in ("new", "known", "refused")}
    return IntakeRecord(
        intake="0001",
        source="DRIVE",
        source_kind="folder",
        handed_over_by="The archive's keeper <keeper>",
        taken_by="An analyst",
        machine="laptop",
        tool="probata 0.1.0",
        started="2026-01-02T03:04:05Z",
        finished="2026-01-02T04:04:05Z",
        files=len(shots),
        bytes=1000 * len(shots),
        root=Digest.of(b"root"),
        custody=Digest.of(b"custody"),
        **counts,
    )


def _table(kept: Mapping[str, Shot], analyser: str, columns: Mapping[str, list[Any]]) -> pa.Table:
    digests = sorted(kept)
    failed = [kept[d].failed.get(analyser) for d in digests]
    data: dict[str, Any] = {"digest": pa.array(digests, pa.string()), "failed": pa.array(failed, pa.string())}
    for name, values in columns.items():
        nulled = [None if reason else value for value, reason in zip(values, failed, strict=True)]
        data[name] = pa.array(nulled, pa.string())
    return pa.table(data)


def findings_of(shots: Sequence[Shot], groups: Sequence[Sequence[str]] = ()) -> Findings:
    new = [shot for shot in shots if shot.outcome == "new"]
    return Findings(
        classes={s.digest: ClassFinding(s.class_, s.confidence, s.class_judged) for s in new if s.class_},
        persons={
            s.digest: PersonFinding(s.person, s.numbered, s.probability, "number", s.person_judged)
            for s in new
            if s.person
        },
        cameras={s.digest: CameraFinding(s.camera, "serial") for s in new if s.camera},
        near_duplicates=tuple(PictureGroup(tuple(group)) for group in groups),
        versions={"numbers": "1", "persons": "1"},
    )


def small() -> list[Shot]:
    """Twelve paths: 8 photographs, 2 copies, a link, a text; persons P1 (3 photographs), P2 (1), group G (2)."""
    return [
        Shot("a/1.jpg", "1", taken="2013-05-04T10:00:00", camera="C1", class_="person-with-number", person="P1"),
        Shot("a/2.jpg", "2", taken="2013-05-04T10:00:05", camera="C1", class_="person-without-number", person="P1"),
        Shot("a/3.jpg", "3", taken="2013-05-05T10:00:00", camera="C1", class_="person-with-number", person="P1",
             class_judged=True, person_judged=True, probability=0.5),
        Shot("b/4.jpg", "4", taken="2013-06-01", camera="C2", class_="person-with-number", person="P2",
             class_judged=True, person_judged=True),
        Shot("b/c/5.jpg", "5", taken="0000-00-00T00:00:00", class_="scene", confidence=0.6),
        Shot("b/c/6.nef", "6", kind="raw", class_="person-without-number", person="G", numbered=False),
        Shot("b/c/7.jpg", "7", class_="person-without-number", person="G", numbered=False),
        Shot("8.jpg", "8", failed={"metadata": "no EXIF", "picture": "can't be decoded"}),
        Shot("copy/1.jpg", "1", outcome="known"),
        Shot("copy/2.jpg", "2", outcome="known"),
        Shot("link", "x", outcome="refused", reason="symbolic link"),
        Shot("notes.txt", "text", kind="text"),
    ]  # fmt: skip


def sample(photographs: int = 600, seed: int = 7) -> tuple[list[Shot], list[list[str]]]:
    """A made-up archive for looking at: persons with 1–12 photographs, scenes, copies, hostile names, two years."""
    rng = random.Random(seed)
    shots: list[Shot] = []
    groups: list[list[str]] = []
    cameras = ["NIKON D3100 #2034567", "Canon EOS 450D #0830211", "FUJIFILM FinePix S2950", "OLYMPUS E-420 #H73512"]
    person = 0
    while len(shots) < photographs:
        count, person = rng.choice([1, 2, 3, 4, 4, 4, 5, 5, 6, 8, 12]), person + 1
        day = f"{rng.choice([2011, 2012, 2013])}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        camera = rng.choices([*cameras, None], [9, 5, 3, 1, 2])[0]
        shows = rng.random() < 0.75
        for number in range(count):
            index = len(shots)
            name = HOSTILE[index % len(HOSTILE)] if index % 37 == 0 else f"DSC_{index:04d}.JPG"
            shots.append(
                Shot(
                    path=f"{day[:7]}/{day}/{'branch ' + str(person % 5) if shows else 'scenes'}/{name}",
                    content=f"{seed}-{index}",
                    taken=f"{day}T10:{number:02d}:11" if rng.random() < 0.93 else None,
                    camera=camera,
                    class_=("person-with-number" if number % 3 else "person-without-number")
                    if shows
                    else rng.choice(["scene", "document", "other"]),
                    confidence=rng.choice([0.7, 0.85, 0.95]),
                    class_judged=rng.random() < 0.2,
                    person=f"{person:04d}/{215 + person % 5}" if shows else None,
                    numbered=person % 9 != 0,
                    probability=rng.choice([0.8, 0.9, 0.99]),
                    failed={"picture": "truncated"} if rng.random() < 0.01 else {},
                )
            )
        if rng.random() < 0.2 and count > 2:
            groups.append([shot.digest for shot in shots[-2:]])
    shots += [Shot(f"web copies/{i}.jpg", f"{seed}-{i * 5}", outcome="known") for i in range(photographs // 12)]
    shots += [Shot("desktop.ini", "ini", kind="text"), Shot("film.avi", "film", kind="video")]
    shots += [
        Shot(f"link {i}", f"l{i}", outcome="refused", reason="symbolic link; recorded, not followed") for i in range(3)
    ]
    return shots, groups


def test_the_small_archive_is_what_it_says() -> None:
    snapshot = snapshot_of(small())
    assert len(snapshot.received) == 12
    assert len(snapshot.exhibits) == 9
    assert snapshot.received[4].folder == "b/c"
