"""What sort of statement it is, and whether the saying itself is denied; invented sentences."""

import pytest

from attribution_marked import blocks_of, enriched, unmarked
from probata.attribution.attribution import Attribution
from probata.attribution.saying import enrich
from probata.documents.document import Span

KINDS = [
    # assertions
    ("<Brenn> =said= {the road was open}.", "assertion"),
    ("{Nine boats sank}, =according to= <the union>.", "assertion"),
    ("{“We counted seventeen craters,”} <the major> =said=.", "assertion"),
    ("<The mayor> =called= {the arrival “a small relief”}.", "assertion"),
    ("<The League> =welcomes= {the agreement on the prisoners}.", "assertion"),
    ("<The union> =believes= {the ministry has no plan}.", "assertion"),
    ("<The army> =will strike= {if the talks fail}.", "assertion"),
    ("{“We will strike back,”} <the general> =said=.", "assertion"),
    ("<The general> =said= {the rebels would pay the price}.", "assertion"),
    ("{“Thank you for coming,”} <he> =said=.", "assertion"),
    ("{“Letters from the prison have not arrived since spring,”} <she> =said=.", "assertion"),
    ("{“Let me say this clearly,”} <he> =said=.", "assertion"),
    ("<The minister> =said= {troops had withdrawn from the town}.", "assertion"),
    ("<The bank> =expects= {prices to fall by June}.", "assertion"),
    ("<The judge> =noted= {that the letter bore no stamp}.", "assertion"),
    ("<The agency> =said= {some people must have drowned}.", "assertion"),
    # denials and refusals
    ("<The ministry> =denied= {the report}.", "denial"),
    ("<The navy> =rejected= {the claim that it had fired}.", "denial"),
    ("<The ministry> =dismissed= {the allegations}.", "denial"),
    ("<The Service> =disputes= {the figure}.", "denial"),
    ("{“No such order was ever given,”} <the general> =said=.", "denial"),
    ("{“That is false,”} <the director> =said=.", "denial"),
    ("{“This is not true,”} <the director> =said=.", "denial"),
    ("{“These are lies,”} <the director> =said=.", "denial"),
    ("<The army> =said= {the report was baseless}.", "denial"),
    ("{“We did not fire on the boats,”} <the admiral> =said=.", "denial"),
    ("{“We have never held children there,”} <the warden> =said=.", "denial"),
    ("<The warden> =says= {no prisoner was beaten}.", "denial"),
    ("<The admiral>=:= {no claim had been refused; they had been put aside}.", "denial"),
    ("<She> =refused to comment= {on the date}.", "denial"),
    ("<The Korvanian side> =did not accept= {this estimate}.", "denial"),
    ("<The court> =was not persuaded= {by that argument}.", "denial"),
    ("{“I have no plans of that sort,”} <the chair> =said=.", "denial"),
    ("{“We had nothing to do with it,”} <he> =said=.", "denial"),
    ("<She> =ruled out= {a second vote}.", "denial"),
    # commitments, as `terms` tells them
    ("<Ada Brenn> =promised= {to release the prisoners by Friday}.", "commitment"),
    ("<The ministry> =undertook= {to reopen the road}.", "commitment"),
    ("{“We will publish the report within ten days,”} <the minister> =said=.", "commitment"),
    ("<Both sides> =agreed= {to meet again in June}.", "commitment"),
    ("<Veldland> =pledged= {not to use force}.", "commitment"),
    ("<The Consul> =gave an assurance= {to that effect}.", "commitment"),
    # demands
    ("<The League> =calls on= {the parties to reply}.", "demand"),
    ("<The League> =called for= {an inquiry}.", "demand"),
    ("<He> =urged= {all sides to show restraint}.", "demand"),
    ("<The families> =demand= {that the list be published}.", "demand"),
    ("<The Ministry> =has asked= {the paper to put it in touch with the nurse}.", "demand"),
    ("<The miners> =asked for= {a new shaft}.", "demand"),
    ("<He> =insisted on= {the release of the crew}.", "demand"),
    ("{“The army must leave the village,”} <the mayor> =said=.", "demand"),
    ("<The mayor> =said= {the army must leave the village}.", "demand"),
    ("<They> =expressed the view= that {the breakwater should not be treated as a border}.", "demand"),
    ("{“Print the numbers,”} =said= <the minister>.", "demand"),
    ("{“Stop the buses at once!”} <the mayor> =shouted=.", "demand"),
    ("{“Do not open the gates,”} <the colonel> =said=.", "demand"),
    ("{“We demand the truth,”} <she> =said=.", "demand"),
    ("{“We are asking for the sea we have always fished,”} <he> =said=.", "demand"),
    ("{“We call on the parties to stop,”} <the envoy> =said=.", "demand"),
    ("<The sergeant> =told= {them to leave their phones}.", "demand"),
    ("He =had been told by= <the commander> {not to give interviews}.", "demand"),
    ("<The court> =ordered= {the ministry to pay}.", "demand"),
    ("<The ombudsman> =recommended= {a new law}.", "demand"),
    # condemnations
    ("<The President> =condemns= {the shelling of the bridge}.", "condemnation"),
    ("<The Korvanian side> =deplored= {the loss of nets}.", "condemnation"),
    ("<The army> =accused= {the rebels of moving guns}.", "condemnation"),
    ("<The mayor> =criticised= {the decision}.", "condemnation"),
    ("{“We strongly condemn this attack,”} <the League> =said=.", "condemnation"),
    ("{“This is a disgrace,”} <the bishop> =said=.", "condemnation"),
    ("<The bishop> =called= {the delay a disgrace}.", "condemnation"),
    ("{“Shameful.”} <the bishop> =wrote=.", "condemnation"),
    ("<The envoy> =said= {the attack was unacceptable}.", "condemnation"),
    ("<The ministry> =denounced= {the vote}.", "condemnation"),
    # withdrawals
    ("<The Fund> =withdrew= {its offer of 30 million crowns}.", "withdrawal"),
    ("<The organiser> =rescinded= {the invitation}.", "withdrawal"),
    ("<Veldland> =suspended= {its participation in the talks}.", "withdrawal"),
    ("<The Fund> =takes back= {its offer}.", "withdrawal"),
    ("{“We withdraw that sentence,”} <the archive> =wrote=.", "withdrawal"),
    ("<The spokesman> =said= {the invitation had been withdrawn}.", "withdrawal"),
    ("<The spokesman> =announced= that {Veldland was withdrawing from the talks}.", "withdrawal"),
    ("{“We take back our offer,”} <he> =said=.", "withdrawal"),
    # questions
    ("<She> =asked= {whether the list was complete}.", "question"),
    ("<She> =wondered= {who had signed it}.", "question"),
    ("<She> =asked= {about the remark}.", "question"),
    ("{“Was he misled?”} <she> =asked=.", "question"),
    ("<QUESTION>=:= {Minister, the governor was told there were no cracks. Was he misled?}", "question", "direct"),
    ("{“And the cost?”} =said= <the judge>.", "question"),
    ("<The harbour> =would like to know= {who sent them}.", "question"),
]  # fmt: skip

NEGATED = [
    ("<He> =did not say= {why they had been held back}.", True),
    ("<He> did not =say= {why they had been held back}.", True),
    ("<She> =never promised= {to attend}.", True),
    ("<She> =has never said= {she would attend}.", True),
    ("<She> =refused to say= {whether the list was complete}.", True),
    ("<She> refused to =say= {whether the list was complete}.", True),
    ("<The ministry> =has yet to confirm= {the deaths}.", True),
    ("<The ministry> =declined to say= {who had signed}.", True),
    ("<The spokesman> =could not confirm= {the report}.", True),
    ("<The spokesman> =couldn’t confirm= {press reports of a third}.", True),
    ("<Nobody on either side> =has told= us that {the agreement is over}.", True),
    ("<Neither side> =said= {the truce was dead}.", True),
    ("<None of the parties> =promised= {to attend}.", True),
    ("<She> =wouldn’t say= {to whom}.", True),
    ("<She> =didn’t rule out= {overfishing}.", True),
    ("<The ministry> =no longer says= {the road is safe}.", True),
    ("<She> =stopped short of saying= {the vote was rigged}.", True),
    ("<The envoy> left without =saying= {who would sign}.", True),
    ("<The Court> =did not find= {that the Minister had acted in bad faith}.", True),
    ("<We> =don’t accuse= {you of bad faith}.", True),
    ("<The minister> =made no promise= {to attend}.", True),
    ("<The company> =failed to say= {where the money went}.", True),
    ("<He> =was unable to say= {where the money went}.", True),
    ("No promise =was made= {to release them}.", True),
    ("<He> =said= {he had not been there}.", False),
    ("{“We never signed,”} <he> =said=.", False),
    ("<He> =did not hesitate to say= {the vote was rigged}.", False),
    ("<He> =never failed to say= {the vote was rigged}.", False),
    ("<He> =not only said= {the vote was rigged} but proved it.", False),
    ("<The navy> =denied= {the report}.", False),
    ("<The Korvanian side> =did not accept= {this estimate}.", False),
    ("<The court> =was not persuaded= {by that argument}.", False),
    ("<The navy> =declined= {to comment on the date}.", False),
    ("<The chair>, who did not sign, =said= {the text was weak}.", False),
    ("<The man who never voted> =said= {the text was weak}.", False),
    ("Not until Friday did <she> =say= {the text was weak}.", False),
    ("<One of them> =believed= {the van was theirs}; the other wasn’t sure.", False),
]


@pytest.mark.parametrize("case", KINDS, ids=lambda case: case[0][:60])
def test_what_sort_of_statement_it_is(case):
    assert enriched(case[0], *case[2:])[1].kind == case[1]


@pytest.mark.parametrize("case", NEGATED, ids=lambda case: case[0][:60])
def test_whether_the_saying_is_denied(case):
    assert enriched(case[0])[1].negated is case[1]


def nested(outer: str, inner: str) -> tuple[str, list[Attribution]]:
    """Both attributions of a sentence, marked once for each."""
    text, first = unmarked(outer)
    again, second = unmarked(inner)
    assert text == again
    both = [first, Attribution(second.content, second.speaker, second.cue, second.mode, "by hand", within=0)]
    parsed = blocks_of(text)[0]
    return text, [enrich(text, parsed, each, both) for each in both]


def test_a_report_of_anothers_words():
    _, (outer, inner) = nested(
        "<The mediator> =said= {Korvania promised to end the closure}.",
        "The mediator said <Korvania> =promised= {to end the closure}.",
    )
    assert (outer.kind, inner.kind) == ("report", "commitment")


def test_a_question_about_anothers_words_is_a_question():
    _, (outer, inner) = nested(
        "<She> =asked= {whether Korvania had promised to end the closure}.",
        "She asked whether <Korvania> =had promised= {to end the closure}.",
    )
    assert (outer.kind, inner.kind) == ("question", "commitment")


def test_a_promise_that_is_denied_is_no_promise():
    _, (outer, inner) = nested(
        "<Brenn> =denied= {that she had promised to attend}.", "Brenn denied that <she> =had promised= {to attend}."
    )
    assert outer.kind == "denial"
    assert inner.negated
    assert inner.kind != "commitment"


def test_a_hedge_within_anothers_words_is_told_with_both():
    text, (outer, inner) = nested(
        "<Marr> =recalled= that {her superior had said the order might be lifted}.",
        "Marr recalled that <her superior> =had said= {the order might be lifted}.",
    )
    assert [hedge.span.of(text) for hedge in inner.hedges] == ["might"]
    assert [hedge.span.of(text) for hedge in outer.hedges] == ["might"]


def test_what_stands_around_the_outer_saying_is_not_the_inner_ones():
    text, (outer, inner) = nested(
        "<Marr> =told= reporters in Port Halden that {Brenn had assured him of the terms}.",
        "Marr told reporters in Port Halden that <Brenn> =had assured= him {of the terms}.",
    )
    assert outer.addressee is not None
    assert outer.addressee.of(text) == "reporters"
    assert outer.place is not None
    assert inner.addressee is not None
    assert inner.addressee.of(text) == "him"
    assert inner.place is None


def test_joined_sayings_keep_their_own_words():
    text = "In Port Halden, Brenn told the union that the pit would stay and reportedly promised the mayor a school."
    spans = {name: Span(text.index(name), text.index(name) + len(name)) for name in
             ("Brenn", "told", "the pit would stay", "promised", "a school")}  # fmt: skip
    both = [
        Attribution((spans["the pit would stay"],), spans["Brenn"], spans["told"], "indirect", "by hand"),
        Attribution((spans["a school"],), spans["Brenn"], spans["promised"], "indirect", "by hand"),
    ]
    first, second = (enrich(text, blocks_of(text)[0], each, both) for each in both)
    assert (first.addressee.of(text), second.addressee.of(text)) == ("the union", "the mayor")
    assert (first.place.of(text), second.place.of(text)) == ("Port Halden", "Port Halden")
    assert ([h.span.of(text) for h in first.hedges], [h.span.of(text) for h in second.hedges]) == ([], ["reportedly"])
