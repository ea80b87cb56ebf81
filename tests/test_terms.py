"""Commitments by rule: what undertakes something and what only looks like it, and the terms as spans of the text."""

from dataclasses import dataclass, field

import pytest

from probata.attribution.attribution import Attribution, Mode, Terms
from probata.attribution.parsed import Parsed, parse_blocks
from probata.attribution.terms import is_commitment, terms_of
from probata.documents.document import Block, Span


@dataclass(frozen=True)
class Case:
    text: str
    content: str | tuple[str, ...]
    speaker: str | None
    cue: str | None
    action: str = ""
    mode: Mode = "indirect"
    form: str = ""
    terms: dict[str, str | None] = field(default_factory=dict)
    negative: bool = False
    provisions: tuple[str, ...] = ()


def said(case: Case) -> tuple[str, Parsed, Attribution]:
    [parsed] = parse_blocks(case.text, [(Block("paragraph", Span(0, len(case.text))), 0)])
    content, place = [], 0
    for words in (case.content,) if isinstance(case.content, str) else case.content:
        start = case.text.index(words, place)
        place = start + len(words)
        content.append(Span(start, place))
    found = Attribution(tuple(content), span(case.text, case.speaker), span(case.text, case.cue), case.mode, "hand")
    return case.text, parsed, found


def span(text: str, words: str | None) -> Span | None:
    return None if words is None else Span(text.index(words), text.index(words) + len(words))


def terms(case: Case) -> Terms:
    text, parsed, found = said(case)
    assert is_commitment(text, parsed, found)
    result = terms_of(text, parsed, found)
    assert result is not None
    return result


def direct(content: str, speaker: str = "the foreign minister", **more: object) -> Case:
    return Case(f"“{content},” {speaker} said.", f"“{content},”", speaker, "said", mode="direct", **more)  # type: ignore[arg-type]


def reported(
    content: str, speaker: str = "The foreign minister of Veldland", cue: str = "said", **more: object
) -> Case:
    return Case(f"{speaker} {cue} that {content}.", content, speaker, cue, **more)  # type: ignore[arg-type]


COMMITMENTS = [
    Case(
        "Veldland promised to release all detainees by 30 June.",
        "to release all detainees by 30 June",
        "Veldland",
        "promised",
        "to release",
        form="pledge",
        terms={"object": "all detainees", "deadline": "by 30 June", "condition": None, "actor": None},
    ),
    Case(
        "The council pledged not to use force against the miners.",
        "not to use force against the miners",
        "The council",
        "pledged",
        "not to use",
        form="pledge",
        terms={"object": "force"},
        negative=True,
    ),
    Case(
        "The minister assured the envoy that Veldland accepts the communiqué as the basis of the talks.",
        "Veldland accepts the communiqué as the basis of the talks",
        "The minister",
        "assured",
        "accepts",
        form="assurance",
        terms={"actor": "Veldland", "object": "the communiqué"},
    ),
    Case(
        "The minister assured the envoy that the convoys would be let through within ten days.",
        "the convoys would be let through within ten days",
        "The minister",
        "assured",
        "would be let through",
        form="assurance",
        terms={"object": "the convoys", "deadline": "within ten days"},
    ),
    reported(
        "it will withdraw all heavy weapons from the valley if the siege is lifted",
        "The army",
        action="will withdraw",
        form="pledge",
        terms={"actor": "it", "object": "all heavy weapons", "condition": "if the siege is lifted"},
    ),
    direct("We will not use force", action="will not use", terms={"object": "force"}, negative=True),
    direct(
        "We will never again close the crossing",
        action="will never again close",
        terms={"object": "the crossing"},
        negative=True,
    ),
    direct(
        "Our government intends to attend the conference",
        action="to attend",
        form="plan",
        terms={"object": "the conference"},
    ),
    direct("We are ready to attend the conference without conditions", action="to attend", form="plan"),
    direct("I promise that I will publish the list", action="will publish", terms={"object": "the list"}),
    direct(
        "We have agreed to open two crossings",
        action="to open",
        form="agreement",
        terms={"object": "two crossings"},
    ),
    direct("We are committed to ending the blockade", action="ending", form="pledge", terms={"object": "the blockade"}),
    direct(
        "We shall withdraw from the town by the end of March",
        action="shall withdraw",
        terms={"deadline": "by the end of March"},
    ),
    direct(
        "The detainees will be released tomorrow",
        action="will be released",
        terms={"object": "The detainees", "deadline": "tomorrow"},
    ),
    direct("We’ll pay the families 400 crowns each", action="’ll pay", terms={"beneficiary": "the families"}),
    direct("We are going to rebuild the bridge", action="to rebuild", form="plan", terms={"object": "the bridge"}),
    reported(
        "the ministry would grant inspectors access to all sites",
        action="would grant",
        terms={"object": "access to all sites", "beneficiary": "inspectors"},
    ),
    reported("Veldland plans to send 200 observers", action="to send", form="plan", terms={"object": "200 observers"}),
    reported(
        "both sides had agreed to exchange prisoners",
        "The two delegations",
        action="to exchange",
        form="agreement",
    ),
    reported(
        "she was ready to meet the rebels provided that the shelling stopped",
        action="to meet",
        terms={"condition": "provided that the shelling stopped"},
    ),
    Case(
        "The parties agreed on a ceasefire of ten days.",
        "on a ceasefire of ten days",
        "The parties",
        "agreed",
        "a ceasefire of ten days",
        form="agreement",
    ),
    Case(
        "The fund pledged 20 million crowns for the flooded villages.",
        "20 million crowns for the flooded villages",
        "The fund",
        "pledged",
        "20 million crowns",
        form="pledge",
    ),
    Case(
        "The general gave his word that no one who lays down arms will be arrested.",
        "no one who lays down arms will be arrested",
        "The general",
        "gave his word",
        "will be arrested",
        form="assurance",
        negative=True,
    ),
    Case(
        "The government undertook to release all detainees and to open the crossing by 30 June.",
        "to release all detainees and to open the crossing by 30 June",
        "The government",
        "undertook",
        "to release",
        form="pledge",
        terms={"object": "all detainees", "deadline": "by 30 June"},
        provisions=("to release all detainees", "to open the crossing by 30 June"),
    ),
    direct(
        "We will release all detainees and open the crossing by 30 June",
        action="will release",
        terms={"object": "all detainees", "deadline": "by 30 June"},
        provisions=("We will release all detainees", "open the crossing by 30 June"),
    ),
    Case(
        "“We will free the miners,” the governor said. “We will also pay their families.”",
        ("“We will free the miners,”", "“We will also pay their families.”"),
        "the governor",
        "said",
        "will free",
        mode="direct",
        provisions=("We will free the miners", "We will also pay their families"),
    ),
    Case(
        "Ada Brenn vowed to hold elections next year.",
        "to hold elections next year",
        "Ada Brenn",
        "vowed",
        "to hold",
        form="pledge",
        terms={"object": "elections", "deadline": "next year"},
    ),
]


@pytest.mark.parametrize("case", COMMITMENTS, ids=lambda case: case.text[:50])
def test_what_undertakes_is_found_with_its_terms(case: Case) -> None:
    found = terms(case)
    words = {
        name: None if span is None else span.of(case.text)
        for name in ("actor", "object", "beneficiary", "condition", "deadline")
        for span in [getattr(found, name)]
    }
    assert found.action.of(case.text) == case.action
    assert {name: words[name] for name in case.terms} == case.terms
    assert found.negative == case.negative
    assert not case.form or found.form == case.form
    if case.provisions:
        assert tuple(span.of(case.text) for span in found.provisions) == case.provisions


OTHERS = [
    direct("It will rain in the mountains"),
    direct("Prices will rise before the winter"),
    direct("The world will remember this day"),
    direct("We will win this war"),
    direct("We will retaliate"),
    direct("We will crush the rebels"),
    direct("We will respond with force"),
    direct("We will take revenge"),
    direct("We will make them pay"),
    direct("If they come back we will destroy them"),
    direct("We will not attend the conference"),
    direct("We will not accept the communiqué"),
    direct("The rebels will attack again"),
    direct("You will release them"),
    direct("They will have to leave"),
    Case(
        "The minister asked: “Will we open the crossing?”",
        "“Will we open the crossing?”",
        "The minister",
        "asked",
        mode="direct",
    ),
    direct("We may open the crossing"),
    direct("We must open the crossing"),
    direct("We opened the crossing last year"),
    direct("We know nothing of it"),
    reported("the rebels would open the crossing", "The UN envoy"),
    reported("the government will release the detainees", "An activist"),
    reported("Veldland will lift the blockade", "The mediator"),
    reported("inflation would fall next year", "The central bank"),
    reported("the talks were useful", cue="agreed"),
    reported("the situation is under control", "The general", "assured us"),
    Case("Rebel leaders vowed revenge.", "revenge", "Rebel leaders", "vowed"),
    Case("The rebels vowed to avenge their dead.", "to avenge their dead", "The rebels", "vowed"),
    Case(
        "The council urged Veldland to release all detainees.",
        "Veldland to release all detainees",
        "The council",
        "urged",
    ),
    Case("The minister refused to release the detainees.", "to release the detainees", "The minister", "refused"),
    Case(
        "The minister never promised to release the detainees.", "to release the detainees", "The minister", "promised"
    ),
    Case("The minister did not promise to attend.", "to attend", "The minister", "promise"),
    Case(
        "The minister warned that the army would close the crossing.",
        "the army would close the crossing",
        "The minister",
        "warned",
    ),
    Case("He hoped that the government would keep its word.", "the government would keep its word", "He", "hoped"),
    Case("The army threatened to close the crossing.", "to close the crossing", "The army", "threatened"),
]


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case.text[:50])
def test_threats_predictions_demands_and_others_acts_are_none(case: Case) -> None:
    text, parsed, found = said(case)
    assert not is_commitment(text, parsed, found)
    assert terms_of(text, parsed, found) is None
