"""Frames and samples: drawn again by anybody, made longer without drawing anew, with the probabilities they claim."""

import hashlib
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.digest import Digest
from probata.errors import UsageError
from probata.examination.frames import Candidate, framed
from probata.examination.sampling import drawn, largest, person_weights
from probata.ledger.examinations import FrameUnit, Sample
from probata.ledger.examinations_kept import frame_bytes

SEEDS = 3000
SIGMAS = 4.5  # no unit of a few dozen is so far off by chance


def hexed(text: str) -> str:
    return Digest.of(text.encode()).hex


def sample(size: int, seed: str = "s", **fields: Any) -> Sample:
    given = {"strata": "none", "clusters": "none", "per_cluster": 0} | fields
    return Sample("sample-1", "person", seed, size, given["strata"], given["clusters"], given["per_cluster"],
                  Digest.of(b"frame"), "", "act", datetime(2026, 5, 3, tzinfo=UTC))  # fmt: skip


def frame_of(strata: dict[str, int], cluster_size: int = 0) -> dict[str, FrameUnit]:
    """Units by stratum; where clusters have a size, the n-th cluster of a stratum has that many units plus n."""
    frame = {}
    for stratum, count in strata.items():
        for n in range(count):
            for m in range(cluster_size + n if cluster_size else 1):
                unit = hexed(f"{stratum} {n} {m}")
                frame[unit] = FrameUnit(stratum, f"{stratum} {n}" if cluster_size else "", (unit,))
    return frame


DESIGNS = {
    "simple": (frame_of({"all": 30}), {}, 8),
    "stratified": (frame_of({"215": 6, "227": 11, "248": 25}), {"strata": "branch"}, 12),
    "by cluster": (frame_of({"all": 9}, 2), {"clusters": "folder"}, 4),
    "two stages in strata": (
        frame_of({"a": 4, "b": 6}, 3), {"strata": "month", "clusters": "folder", "per_cluster": 3}, 5,
    ),
}  # fmt: skip


# --- frames ----------------------------------------------------------------------------------------------------------


def test_a_person_is_named_by_the_smallest_digest_of_their_photographs() -> None:
    one, other, third = sorted(map(hexed, "abc"))
    frame = framed([Candidate((third, one)), Candidate((other,))], 1)
    assert list(frame) == [one, other]
    assert frame[one].photographs == (one, third)


def test_small_strata_are_joined_with_their_neighbours_before_drawing() -> None:
    candidates = [Candidate((hexed(f"{day} {n}"),), day) for day in ("05-01", "05-02", "05-03") for n in range(4)]
    assert {each.stratum for each in framed(candidates, 12).values()} == {"05-01 to 05-03"}
    many = [Candidate((hexed(f"{day} {n}"),), day) for day in ("05-01", "05-02") for n in range(20)]
    assert {each.stratum for each in framed(many, 12).values()} == {"05-01", "05-02"}


def test_strata_of_clusters_are_joined_by_how_many_clusters_they_have() -> None:
    candidates = [
        Candidate((hexed(f"{stratum} {cluster} {n}"),), stratum, f"{stratum} {cluster}")
        for stratum in "ab" for cluster in range(4) for n in range(50)
    ]  # fmt: skip
    assert {each.stratum for each in framed(candidates, 4).values()} == {"a to b"}
    assert {each.stratum for each in framed(candidates, 8).values()} == {"a to b"}
    assert {each.cluster for each in framed(candidates, 4).values()} == {f"{s} {c}" for s in "ab" for c in range(4)}


def test_a_photograph_in_two_units_and_a_cluster_in_two_strata_are_refused() -> None:
    a, b, c = map(hexed, "abc")
    with pytest.raises(UsageError, match="in two units"):
        framed([Candidate((a, b)), Candidate((c, b))], 1)
    with pytest.raises(UsageError, match="lies in two strata"):
        framed([Candidate((a,), "215", "day 1"), Candidate((b,), "227", "day 1")], 1)


# --- samples ---------------------------------------------------------------------------------------------------------


def test_anybody_can_draw_it_again_from_seed_and_frame() -> None:
    frame = frame_of({"all": 40})
    order = sorted(frame, key=lambda unit: hashlib.sha256(f"s\n{unit}".encode()).hexdigest())
    assert [each.unit for each in drawn(sample(7), frame)] == order[:7]
    frame = frame_of({"all": 9}, 2)
    clusters = sorted({each.cluster for each in frame.values()},
                      key=lambda cluster: hashlib.sha256(f"s\n{cluster}".encode()).hexdigest())  # fmt: skip
    found = drawn(sample(4, clusters="folder"), frame)
    assert list(dict.fromkeys(each.cluster for each in found)) == clusters[:4]


def test_the_command_in_the_documents_draws_the_same_sample(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "examination.md").read_text(encoding="utf-8")
    command = next(block for block in text.split("```") if "sha256sum" in block).removeprefix("sh\n")
    frame = frame_of({"all": 40})
    (tmp_path / "ledger" / "frames").mkdir(parents=True)
    (tmp_path / "ledger" / "frames" / "DIGEST.json").write_bytes(frame_bytes(frame))
    said = subprocess.run(
        ["bash", "-c", command.replace("SEED", "s").replace("-370", "-7")],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [line.split()[1] for line in said.stdout.splitlines()] == [each.unit for each in drawn(sample(7), frame)]


@pytest.mark.parametrize("design", DESIGNS)
@given(seed=st.text(max_size=5), data=st.data())
def test_the_longer_sample_begins_with_the_shorter(design: str, seed: str, data: st.DataObject) -> None:
    frame, words, _ = DESIGNS[design]
    most = largest(sample(1, **words), frame)
    short = data.draw(st.integers(1, most))
    long = data.draw(st.integers(short, most))
    before = drawn(sample(short, seed, **words), frame)
    after = drawn(sample(long, seed, **words), frame)
    assert [each.unit for each in after[: len(before)]] == [each.unit for each in before]
    assert [each.order for each in after] == list(range(1, len(after) + 1))
    assert len({each.unit for each in after}) == len(after)
    assert all(0 < each.probability <= 1 for each in after)
    assert all(after_.probability >= before_.probability for before_, after_ in zip(before, after, strict=False))


@pytest.mark.parametrize("design", DESIGNS)
def test_units_are_drawn_as_often_as_their_probability_says_and_weights_add_up(design: str) -> None:
    frame, words, size = DESIGNS[design]
    seen: Counter[str] = Counter()
    probability: dict[str, float] = {}
    total = 0.0
    for seed in range(SEEDS):
        found = drawn(sample(size, str(seed), **words), frame)
        seen.update(each.unit for each in found)
        probability |= {each.unit: each.probability for each in found}
        total += sum(each.weight for each in found)
    assert set(probability) == set(frame)
    for unit, p in probability.items():
        assert abs(seen[unit] / SEEDS - p) <= SIGMAS * (p * (1 - p) / SEEDS) ** 0.5
    assert total / SEEDS == pytest.approx(len(frame), rel=0.02)


def test_allocation_is_proportional_and_weights_of_a_stratum_are_its_size() -> None:
    frame, words, size = DESIGNS["stratified"]
    found = drawn(sample(size, **words), frame)
    assert Counter(each.stratum for each in found) == {"215": 2, "227": 3, "248": 7}
    by_stratum: Counter[str] = Counter()
    for each in found:
        by_stratum[each.stratum] += each.weight  # type: ignore[assignment]
    assert by_stratum == pytest.approx({"215": 6, "227": 11, "248": 25})


def test_of_each_cluster_as_many_units_as_it_has_at_most() -> None:
    frame = frame_of({"all": 5}, 1)
    found = drawn(sample(5, clusters="folder", per_cluster=3), frame)
    taken = Counter(each.cluster for each in found)
    assert taken == {"all 0": 1, "all 1": 2, "all 2": 3, "all 3": 3, "all 4": 3}
    assert {each.cluster: each.second_stage for each in found}["all 4"] == (3, 5)
    assert sum(each.weight for each in found) == pytest.approx(len(frame))


@pytest.mark.parametrize("words", [{}, {"clusters": "folder"}])
def test_a_sample_larger_than_its_frame_is_refused(words: dict[str, str]) -> None:
    frame = frame_of({"all": 4}, 2 if words else 0)
    with pytest.raises(UsageError, match="0 to 4 units"):
        drawn(sample(5, **words), frame)


# --- persons through their photographs -------------------------------------------------------------------------------


def test_sampled_photographs_estimate_how_many_persons_there_are() -> None:
    persons = {f"p{n}": [hexed(f"p{n} {m}") for m in range(1 + n % 6)] for n in range(30)}
    photographs = {each: len(shown) for shown in persons.values() for each in shown}
    frame = {each: FrameUnit("all", "", (each,)) for each in [*photographs, hexed("nobody"), hexed("scene")]}
    whole = person_weights(drawn(sample(len(frame)), frame), photographs)
    assert sum(whole.values()) == pytest.approx(30)
    assert hexed("nobody") not in whole
    estimates = [sum(person_weights(drawn(sample(25, str(seed)), frame), photographs).values()) for seed in range(600)]
    mean = sum(estimates) / len(estimates)
    spread = (sum((each - mean) ** 2 for each in estimates) / len(estimates)) ** 0.5
    assert abs(mean - 30) < SIGMAS * spread / len(estimates) ** 0.5
