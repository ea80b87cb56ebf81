"""The model of persons at the level of readings: what must never join two persons, what must not be lost, and draws."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import pytest

from probata.linkage import persons as persons_module
from probata.linkage.bursts import Burst
from probata.linkage.link import Link
from probata.linkage.persons import Linked, persons
from probata.linkage.persons_comparing import matching_rate
from probata.linkage.persons_draws import PartitionDraws, draws
from probata.linkage.persons_joining import Verdict
from probata.linkage.persons_pauses import estimated_pauses
from probata.linkage.persons_sequence import STARTING, estimated_reading
from probata.linkage.persons_series import NumberSeries, Place
from probata.linkage.weights import log_odds, probability
from test_persons import (
    NOTHING,
    START,
    Reading,
    all_bursts,
    burst,
    digest,
    groups,
    linked,
    numbers_of,
    of,
    read,
    sets,
    sure,
)

Archive = tuple[dict[str, Reading], list[Burst]]


def archive(numbers: Sequence[str], camera: str = "A", days: float = 0.0, prefix: str = "p") -> Archive:
    """Bursts of three photographs half an hour apart, the middle one without its number."""
    readings: dict[str, Reading] = {}
    found = []
    for k, number in enumerate(numbers):
        names = [f"{prefix}{k:03d}{letter}" for letter in "abc"]
        begin = START + timedelta(days=days, minutes=30 * k)
        readings |= {name: NOTHING if i == 1 else sure(number) for i, name in enumerate(names)}
        times = tuple((begin + timedelta(seconds=6 * i)).isoformat() for i in range(3))
        found.append(Burst(camera, tuple(map(digest, names)), times, 0.9, ()))
    return readings, found


def both(one: Archive, other: Archive) -> Archive:
    return {**one[0], **other[0]}, [*one[1], *other[1]]


def model_of(
    readings: Mapping[str, Reading], found: Sequence[Burst], verdicts: Sequence[tuple[str, str, str]] = ()
) -> Linked:
    return persons_module.linked(
        {digest(name): numbers_of(name, reading) for name, reading in readings.items()},
        {digest(n): "person-with-number" if reading else "person-without-number" for n, reading in readings.items()},
        all_bursts(*found),
        [],
        [Verdict(digest(a), digest(b), verdict, f"act-{a}-{b}") for a, b, verdict in verdicts],
    )


# --- what never joins two persons ------------------------------------------------------------------------------------


def test_a_constant_on_every_label_joins_nobody() -> None:
    readings, found = archive(["7/7"] * 12)
    assert max(map(len, groups(linked(readings, *found)))) == 3


@pytest.mark.parametrize("again", [20, 30])
def test_a_series_that_restarts_gives_other_persons_and_asks(again: int) -> None:
    readings, found = archive([f"{100 + k}/15" for k in range(30)] + [f"{100 + k}/15" for k in range(again)])
    result = linked(readings, *found)
    assert len(groups(result)) == 30 + again
    asked = [link for link in result.open if any(reason.name == "series" for reason in link.reasons)]
    assert len(asked) == again
    assert result.fewer == (1,) * len(result.open)
    labels = {each.person for each in result.assignments}
    assert len(labels) == 30 + again, "a number that two persons bear names neither"


def test_one_series_used_by_two_cameras_at_other_times_is_asked_not_joined() -> None:
    numbers = [f"{100 + k}/15" for k in range(30)]
    readings, found = both(archive(numbers), archive(numbers, "B", days=10, prefix="q"))
    assert max(map(len, groups(linked(readings, *found)))) == 3


def test_two_branches_with_one_series_are_told_apart_by_the_branch() -> None:
    numbers = [f"{100 + k}/15" for k in range(20)]
    others = [f"{100 + k}/16" for k in range(20)]
    readings, found = both(archive(numbers), archive(others, "B", prefix="q"))
    result = linked(readings, *found)
    assert len(groups(result)) == 40
    assert not [link for link in result.open if link.score > 0.2]


def test_a_person_who_comes_back_out_of_the_series_is_one_person() -> None:
    readings, found = both(archive([f"{100 + k}/15" for k in range(30)]), archive(["105/15"], days=10, prefix="q"))
    assert len(groups(linked(readings, *found))) == 30


def test_a_doubtful_number_beside_a_neighbouring_one_is_not_taken_for_it() -> None:
    readings, found = archive([f"{100 + k}/15" for k in range(12)])
    readings["p005a"], readings["p005c"] = read(("105/15", 0.46), ("106/15", 0.39)), NOTHING
    joined = groups(linked(readings, *found))
    assert frozenset({"p005a", "p005b", "p005c"}) in joined


def test_one_digit_in_ten_misread_chains_nobody() -> None:
    rng = np.random.default_rng(3)
    readings, found = archive([f"{4000 + 3 * k}/15" for k in range(60)])
    for name, reading in readings.items():
        if reading and rng.random() < 0.3:  # three or four digits in ten numbers
            digits = list(reading[0][0])
            digits[int(rng.integers(0, 4))] = str(rng.integers(0, 10))
            readings[name] = read(("".join(digits), float(rng.uniform(0.5, 0.95))), (reading[0][0], 0.04))
    result = groups(linked(readings, *found))
    assert max(map(len, result)) <= 3, "never two persons"
    assert len(result) <= 75


# --- what must not be lost -------------------------------------------------------------------------------------------


def test_a_burst_cut_by_a_pause_joins_again_where_both_ends_have_the_number() -> None:
    readings, found = archive([f"{100 + 2 * k}/15" for k in range(12)])
    readings |= {"xa": read(("116/15", 0.88)), "xb": NOTHING}
    last = found[8].times[-1]
    times = tuple((START + timedelta(minutes=240, seconds=s)).isoformat() for s in (50, 55))
    assert last < times[0]
    found.insert(9, Burst("A", (digest("xa"), digest("xb")), times, 0.9, ()))
    joined = groups(linked(readings, *found))
    assert frozenset({"p008a", "p008b", "p008c", "xa", "xb"}) in joined


def test_a_clock_set_back_within_a_burst_neither_loses_it_nor_joins_others() -> None:
    names = "abcdef"
    readings = {**dict.fromkeys(names, NOTHING), "b": sure("4821/15"), "x": sure("9930/15"), "y": NOTHING}
    first, second = burst("abc"), burst("def")
    early = tuple((START - timedelta(hours=7) + timedelta(seconds=5 * k)).isoformat() for k in range(3))
    second = Burst("A", second.exhibits, early, 0.9, ())
    other = burst("xy", camera="B")
    sequence = {digest(n): ("card", 100 + i) for i, n in enumerate(names)}
    classes = {digest(n): "person-with-number" if r else "person-without-number" for n, r in readings.items()}
    found = persons(
        {digest(n): numbers_of(n, r) for n, r in readings.items()},
        classes,
        all_bursts(second, first, other),
        [],
        sequence=sequence,
    )
    assert groups(found) == sets("abcdef", "xy")
    far = {**sequence, **{digest(n): ("card", 500 + i) for i, n in enumerate("def")}}
    apart = persons(
        {digest(n): numbers_of(n, r) for n, r in readings.items()},
        classes,
        all_bursts(second, first, other),
        [],
        sequence=far,
    )
    assert groups(apart) == sets("abc", "def", "xy"), "only where the file numbers go on"


def test_a_photograph_without_a_time_goes_where_its_file_number_lies() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "c": sure("4821/15"), "w": NOTHING}
    classes = {digest(n): "person-with-number" if r else "person-without-number" for n, r in readings.items()}
    sequence = {digest(n): ("card", k) for k, n in enumerate("abwc")}
    numbers = {digest(n): numbers_of(n, r) for n, r in readings.items()}
    assert groups(persons(numbers, classes, all_bursts(burst("abc")), [], sequence=sequence)) == sets("abcw")
    assert groups(persons(numbers, classes, all_bursts(burst("abc")), [])) == sets("abc")


def test_a_changed_copy_goes_with_its_picture_even_unclassified() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "m": NOTHING}
    classes = {digest("a"): "person-with-number", digest("b"): "person-without-number", digest("m"): "unclassified"}
    mirror = Link(min(digest("b"), digest("m")), max(digest("b"), digest("m")), "mirror", 0.98)
    found = persons(
        {digest(n): numbers_of(n, r) for n, r in readings.items()},
        classes,
        all_bursts(burst("ab")),
        [],
        pictures=[mirror],
    )
    assert groups(found) == sets("abm")
    assert of(found, "m").basis == "mirror"


def test_a_label_gone_for_most_of_a_burst_does_not_divide_it() -> None:
    readings = {**dict.fromkeys("abcdefghijk", NOTHING), "l": sure("4821/15")}
    pauses = [5.0, 7, 6, 15, 3, 6, 3, 5, 3, 12, 8]
    assert groups(linked(readings, burst("abcdefghijkl", pauses))) == sets("abcdefghijkl")


# --- explanation -----------------------------------------------------------------------------------------------------


def test_the_weights_of_a_link_add_up_to_its_probability() -> None:
    readings, found = both(archive([f"{100 + 3 * k}/15" for k in range(20)]), archive(["103/15"], days=9, prefix="q"))
    result = linked(readings, *found)
    assert result.links
    for link in result.links:
        assert link.kind == "person"
        assert link.score == pytest.approx(probability(sum(reason.weight for reason in link.reasons)), abs=1e-3)
        assert all(reason.detail for reason in link.reasons)


def test_open_questions_are_between_groups_and_below_what_joins() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "c": read(("4821/15", 0.4), ("4827/15", 0.35))}
    result = linked(readings, burst("ab"))
    assert [(bytes.fromhex(x.a)[:1], bytes.fromhex(x.b)[:1]) for x in result.open] == [(b"a", b"c")]
    assert 0.02 <= result.open[0].score < 0.8
    assert result.fewer == (0,)


# --- parameters ------------------------------------------------------------------------------------------------------


def test_log_odds_and_probability_are_inverse() -> None:
    assert probability(log_odds(0.3)) == pytest.approx(0.3)
    assert probability(1000) == 0.999


def test_the_share_of_misread_numbers_is_recovered() -> None:
    assert estimated_reading([(0, True)] * 300 + [(0, False)] * 700, 2000, 240).misread == pytest.approx(0.12, abs=0.01)
    assert estimated_reading([(0, True)] * 300 + [(0, False)] * 700, 0, 0).absent[0] == pytest.approx(0.3, abs=0.01)
    assert estimated_reading([], 0, 0) == STARTING


def test_pauses_of_unknown_neighbours_are_told_apart_by_their_length() -> None:
    rng = np.random.default_rng(1)
    short, long = np.exp(rng.normal(1.7, 0.5, 800)), np.exp(rng.normal(5.0, 0.5, 200))
    told = [(float(p), False) for p in short[:80]] + [(float(p), True) for p in long[:10]]
    model = estimated_pauses([*told, *((float(p), None) for p in (*short[80:], *long[10:]))])
    assert model.rate == pytest.approx(0.2, abs=0.02)
    assert model.change_probability(20) < 0.1 < 0.9 < model.change_probability(100)


def test_the_matching_rate_counts_what_matches() -> None:
    assert matching_rate([16.0] * 10 + [-3.0] * 90, 100) == pytest.approx(11 / (4950 + 10), rel=0.1)


def test_a_series_knows_constants_and_where_it_went_back() -> None:
    times = [f"2013-05-{d:02d}T10:00:00" for d in range(1, 31)]
    rising = [Place(f"a{i}", (str(100 + 5 * i), "15"), "A", t) for i, t in enumerate(times)]
    again = [Place(f"b{i}", (str(100 + 5 * i), "15"), "A", t.replace("-05-", "-07-")) for i, t in enumerate(times)]
    late = Place("late", ("150", "15"), "A", "2013-08-01T10:00:00")
    assert NumberSeries([*rising, *again]).went_back("a10", "b10") < -2
    assert NumberSeries([*rising, late]).went_back("a10", "late") == 0.0
    constant = [Place(f"c{i}", ("7", "7"), "A", t) for i, t in enumerate(times)]
    assert NumberSeries([*rising, *constant]).is_constant(("7", "7"))
    assert not NumberSeries([*rising, *constant]).is_constant(("150", "15"))


# --- draws -----------------------------------------------------------------------------------------------------------


def drawn(readings: Mapping[str, Reading], found: Sequence[Burst], **kw: object) -> PartitionDraws:
    return draws(model_of(readings, found), 400, seed=5, **kw)  # type: ignore[arg-type] # passed on as given


def share(result: PartitionDraws, a: str, b: str) -> float:
    left, right = (result.labels[:, result.exhibits.index(digest(name))] for name in (a, b))
    return float(np.mean((left == right) & (left >= 0)))


def test_draws_are_the_same_for_the_same_seed_and_know_every_exhibit() -> None:
    readings, found = archive([f"{100 + 3 * k}/15" for k in range(8)])
    one, two = drawn(readings, found), drawn(readings, found)
    assert np.array_equal(one.labels, two.labels)
    assert one.exhibits == tuple(sorted(map(digest, readings)))
    assert one.labels.shape == (400, len(readings))
    assert one.interval() == (8, 8)


def test_photographs_between_two_numbers_are_drawn_as_often_as_the_model_says() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "c": NOTHING, "d": NOTHING, "e": sure("9930/15")}
    line = [burst("abcde", [10, 10, 10, 10])]
    believed = of(linked(readings, *line), "c").probability
    result = drawn(readings, line)
    assert max(share(result, "a", "c"), share(result, "c", "e")) == pytest.approx(believed, abs=0.12)
    assert np.quantile(result.counts(), [0.1, 0.5]).tolist() == [2, 2]


def test_open_questions_hold_in_as_many_draws_as_they_are_likely() -> None:
    readings: dict[str, Reading] = {"a": sure("4821/15"), "b": NOTHING, "c": read(("4821/15", 0.4), ("4827/15", 0.35))}
    model = model_of(readings, [burst("ab")])
    (question,) = model.persons.open
    assert share(draws(model, 2000, seed=1), "a", "c") == pytest.approx(question.score, abs=0.05)


def test_judgements_hold_in_every_draw() -> None:
    readings, found = archive([f"{100 + 3 * k}/15" for k in range(8)])
    verdicts = [("p001a", "p001b", "different"), ("p002a", "p003a", "same")]
    result = draws(model_of(readings, found, verdicts), 300, seed=2)
    assert share(result, "p001a", "p001b") == 0.0
    assert share(result, "p002a", "p003a") == 1.0


def test_a_burst_without_a_number_is_a_person_as_often_as_its_photographs_show_one() -> None:
    found = [burst("abc", [2, 2])]
    readings = dict.fromkeys("abc", NOTHING)
    shows = {digest(name): 0.3 for name in "abc"}
    result = drawn(readings, found, shows=shows)
    assert float(np.mean(result.counts() > 0)) == pytest.approx(0.3, abs=0.08)
