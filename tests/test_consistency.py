"""Later passages beside a commitment: what is found, why, and that nothing is decided."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.proficiency.consistency_score import covers, lines_of, score_of
from probata.proficiency.consistency_worlds import read_world
from probata.statements.consistency import Retrieval, reasons_of, suggested
from probata.statements.consistency_checks import CHECKS, compared
from probata.statements.consistency_pairs import contradicts
from probata.statements.consistency_passages import Page, Uttered, passages_of, sentences
from probata.statements.consistency_values import LABELS, NOT_ASSESSED, Candidate, Commitment, Passage, Place, Sides
from probata.statements.retrieval import Index

WORLDS = Path(__file__).parent / "commitments" / "development"
SIDES = Sides(
    {"veldland": frozenset({"veldland", "brenn"}), "brenn": frozenset({"veldland", "brenn"})},
    {"veldland": ("Veldland",), "brenn": ("Ada Brenn", "Brenn"), "rebels": ("the Front",)},
)
RELEASE = Commitment(
    id="c1",
    party="veldland",
    text="Veldland will release all 312 detainees held in the fortress by 30 June.",
    action="will release",
    object="all 312 detainees",
    made="2031-06-01",
    place=Place("d1", 0, 72),
    deadline="2031-06-30",
)
NO_FORCE = Commitment(
    id="c2",
    party="veldland",
    text="Veldland will not use aircraft over the harbour.",
    action="will not use",
    object="aircraft over the harbour",
    made="2031-06-01",
    place=Place("d1", 80, 128),
    negative=True,
)


def passage(text: str, speaker: str = "", date: str = "2031-07-02", **more: object) -> Passage:
    return Passage(f"d2:{text[:20]}", Place("d2", 0, len(text)), date, text, speaker=speaker, **more)  # type: ignore[arg-type]


def label_of(commitment: Commitment, found: Passage, alike: float = 0.3) -> tuple[str, list[str]]:
    reasons = reasons_of(compared(commitment, found, alike, SIDES))
    return suggested(reasons), [reason.name for reason in reasons]


@pytest.mark.parametrize(
    ("commitment", "text", "speaker", "label", "check"),
    [
        (RELEASE, "We never promised to release anybody.", "brenn", "contradicts", "denial"),
        (RELEASE, "No detainee will leave the fortress; we will not release them.", "brenn", "contradicts", "refusal"),
        (RELEASE, "The release of the detainees is suspended.", "veldland", "contradicts", "withdrawal"),
        (RELEASE, "The detainees go home if the Front lays down its arms.", "brenn", "conditional", "condition"),
        (RELEASE, "Ninety detainees were handed over at the bridge.", "rebels", "fulfils", "lower number"),
        (RELEASE, "The remaining 182 detainees are those we are talking about.", "brenn", "narrows", "lower number"),
        (RELEASE, "The fortress was never part of any list.", "brenn", "narrows", "narrower"),
        (
            RELEASE,
            "Not one of the detainees has come home, though the day has passed.",
            "rebels",
            "breaches",
            "non-compliance reported",
        ),
        (
            RELEASE,
            "Veldland confirms that it will keep its promise on the detainees.",
            "brenn",
            "repeats",
            "repetition",
        ),
        (RELEASE, "All detainees have been released this morning.", "rebels", "fulfils", "fulfilment reported"),
        (NO_FORCE, "Two aircraft flew over the harbour at noon.", "rebels", "breaches", "forborne act reported"),
        (RELEASE, "The harvest is good in the hills.", "rebels", "unrelated", ""),
    ],
)
def test_each_check_gives_its_label_and_its_reason(
    commitment: Commitment, text: str, speaker: str, label: str, check: str
) -> None:
    found, names = label_of(commitment, passage(text, speaker))
    assert found == label
    assert check in names or not (check or names)


def test_a_day_after_the_deadline_named_by_the_same_side_narrows() -> None:
    later = passage("They go home at the end of August.", "brenn", dates=("2031-08-31",))
    assert label_of(RELEASE, later)[0] == "narrows"


def test_whose_claim_it_is_is_said() -> None:
    text = "Not one of the detainees has come home."
    other = reasons_of(compared(RELEASE, passage(text, "rebels", printed="the Front"), 0.3, SIDES))
    own = reasons_of(compared(RELEASE, passage(text, "brenn"), 0.3, SIDES))
    assert "claimed by the Front" in other[0].says
    assert any("party that is to act" in reason.says for reason in own)
    assert other[0].points > max(reason.points for reason in own if reason.name == other[0].name)


def test_words_of_a_reason_stand_in_the_passage() -> None:
    for text in (
        "We never promised it.",
        "The REST go home if they behave.",
        "Two of 90 were handed over; none of the others.",
    ):
        for reason in reasons_of(compared(RELEASE, passage(text, "brenn"), 0.3, SIDES)):
            assert reason.words in text


def test_everything_proposed_is_not_assessed_and_nothing_is_called_broken() -> None:
    found = Retrieval([passage("Veldland broke its word on the detainees in the fortress.", "rebels")], SIDES)
    [candidate] = found.candidates(RELEASE)
    assert candidate.status == NOT_ASSESSED
    assert candidate.suggested_by == "rules"
    said = " ".join(reason.says for reason in candidate.reasons)
    assert "broken" not in said
    assert "broke" not in said
    assert "broken" not in LABELS


def test_only_later_passages_of_other_documents_are_candidates() -> None:
    text = "Veldland will release all 312 detainees held in the fortress."
    own = Passage("own", RELEASE.place, RELEASE.made, text)
    before = passage(text, date="2031-05-31")
    after = passage(text, date="2031-06-01")
    undated = Passage("undated", Place("d3", 0, 9), "", text)
    found = Retrieval([own, before, after, undated], SIDES).candidates(RELEASE)
    assert {candidate.passage.id for candidate in found} == {after.id, undated.id}


def test_the_own_document_is_looked_at_by_itself() -> None:
    own = Passage("own", RELEASE.place, RELEASE.made, RELEASE.text)
    against = Passage(
        "against", Place("d1", 100, 160), RELEASE.made, "Its minister said he never promised to release detainees."
    )
    beside = Passage("beside", Place("d1", 200, 230), RELEASE.made, "The fortress is old.")
    search = Retrieval([own, against, beside], SIDES)
    assert search.candidates(RELEASE) == ()
    [found] = search.in_own_document(RELEASE)
    assert (found.passage.id, found.suggested, found.status) == ("against", "contradicts", NOT_ASSESSED)


def test_a_likelier_passage_comes_first_with_the_words_both_share() -> None:
    near = passage("The 312 detainees of the fortress of Veldland are still there.", "rebels")
    far = Passage("far", Place("d4", 0, 30), "2031-07-02", "The harvest is good in the hills.")
    first, second = Retrieval([far, near], SIDES).candidates(RELEASE)
    assert (first.passage, second.passage) == (near, far)
    assert {"fortress", "312"} <= set(first.shared)
    assert first.score > second.score


def test_no_passages_no_candidates() -> None:
    assert Retrieval([], SIDES).candidates(RELEASE) == ()
    assert Retrieval([passage("…")], Sides()).candidates(RELEASE)[0].suggested == "unrelated"


def test_order_of_documents_changes_no_score() -> None:
    one = passage("The 312 detainees of the fortress are still there.", "rebels")
    two = Passage("two", Place("d4", 0, 30), "2031-07-02", "Detainees of Veldland came home.")
    there = Retrieval([one, two], SIDES).candidates(RELEASE)
    back = Retrieval([two, one], SIDES).candidates(RELEASE)
    assert [(each.passage.id, each.score) for each in there] == [(each.passage.id, each.score) for each in back]


def test_pieces_find_a_name_in_another_spelling() -> None:
    index = Index([passage("The road to Kessrinsk is closed."), passage("The harvest is good.")])
    likeness = index.likeness("Kessrin road", "Kessrin")
    assert likeness["core pieces"][0] > 0 == likeness["core pieces"][1]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("The crossing is open.", "The crossing is not open.", "negated"),
        ("They hold forty prisoners.", "They hold 12 prisoners.", "numbers"),
        ("They hold forty prisoners.", "They hold 40 prisoners.", ""),
        ("The crossing is not open.", "The crossing isn't open.", ""),
        ("The crossing is open.", "Nobody likes the harvest.", ""),
        ("", "", ""),
    ],
)
def test_negation_and_number_alone(first: str, second: str, why: str) -> None:
    assert contradicts(first, second).startswith(why)
    assert bool(contradicts(first, second)) == bool(why) == bool(contradicts(second, first))


def test_passages_are_sentences_with_their_speaker() -> None:
    text = "Headline\n\nMr. A. Brenn spoke. “We will go,” she said. Nobody came."
    said = Uttered(text.index("“We"), text.index(" she said"), "brenn", "she", "commitment")
    found = passages_of(text, [(0, 8), (10, len(text))], Page("d1", "2031-01-01", "Headline", "Wire"), [said])
    assert [each.text for each in found] == [
        "Headline",
        "Mr. A. Brenn spoke.",
        "“We will go,” she said.",
        "Nobody came.",
    ]
    assert [each.speaker for each in found] == ["", "", "brenn", ""]
    assert all(text[each.place.start : each.place.end] == each.text for each in found)


@given(st.text(alphabet="aB .!?…“”\"'()\u200f\n", max_size=300))
def test_sentences_lie_in_order_and_hold_every_letter(text: str) -> None:
    found = list(sentences(text, 0, len(text)))
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    assert "".join(text[start:end] for start, end in found).replace(" ", "").replace("\n", "") == "".join(text.split())


@given(st.text(max_size=200), st.sampled_from(["", "brenn", "rebels"]))
def test_no_check_fails_on_any_text(text: str, speaker: str) -> None:
    pair = compared(RELEASE, passage(text, speaker), 0.2, SIDES)
    for check in CHECKS:
        reason = check(pair)
        assert reason is None or (reason.label in LABELS and reason.points > 0)


def test_development_worlds_reach_what_is_asked() -> None:
    worlds = [read_world(path) for path in sorted(WORLDS.glob("*.json"))]
    score = score_of(worlds)
    assert score.among >= 0.8 * score.commitments
    assert score.pairs_strict <= score.pairs_among <= score.pairs
    assert "false" not in "".join(lines_of(score))
    for world in worlds:
        texts = {each.place: each for each in world.passages}
        assert len(texts) == len(world.passages)


def test_a_score_counts_what_is_found_and_what_is_not() -> None:
    [path, *_] = sorted(WORLDS.glob("*.json"))
    world = read_world(path)

    def oracle(of: object) -> object:
        def find(commitment: Commitment, most: int) -> list[Candidate]:
            true = {pair.place: pair.label for pair in world.pairs if pair.commitment == commitment.id}
            right = [
                Candidate(
                    commitment.id,
                    each,
                    1.0,
                    (),
                    (),
                    next(label for at, label in true.items() if covers(each.place, at)),
                )
                for each in world.passages
                if any(covers(each.place, place) for place in true)
            ]
            return right[:most]

        return find

    score = score_of([world], oracle)  # type: ignore[arg-type]
    assert score.first == score.among == score.commitments
    assert score.pairs_first == score.pairs_among == score.pairs
    assert score.unrelated == score.false_alarms == 0
