"""Whole sentences in the forms of the field, invented: every field of each, also those that must stay empty."""

import pytest

from attribution_marked import enriched, words

FIELDS = ("via", "on_behalf_of", "addressee", "occasion", "place")

# The marked sentence, and what is told of it: fields, "hedges" with S or R, "negated", "anonymous", "kind".
BRIEFINGS = [
    (
        "<The President of the League>, through a spokesperson, =expressed= {deep concern at the fighting around Olm}.",
        {"via": "a spokesperson"},
    ),
    (
        "Briefing reporters in Port Halden, <the League's chief spokesman, Ivo Marr,> =said= {as many as 300 people "
        "might still be in the cellars}.",
        {"on_behalf_of": "the League", "addressee": "reporters", "place": "Port Halden", "hedges": "might S"},
    ),
    (
        "<Marr> =could not confirm= {reports that a convoy had been hit}.",
        {"negated": True},
    ),
    (
        "=Asked= {whether an invitation had been sent}, Marr said that it had.",
        {"addressee": "Marr", "kind": "question"},
    ),
    (
        "<The Secretary> =strongly condemns= {the attack on the clinic at Tolmar, in which a nurse was killed}.",
        {"kind": "condemnation"},
    ),
    (
        "<The Secretary> =reiterates his call on= {all parties to protect civilians}.",
        {"kind": "demand", "addressee": "all parties"},
    ),
    (
        "<The mission> =reported= to headquarters that {its patrols had allegedly been shot at}.",
        {"addressee": "headquarters", "hedges": "allegedly S"},
    ),
    (
        "In a statement attributable to her spokesman, <the High Commissioner> =said= {she was appalled}.",
        {"via": "her spokesman", "occasion": "In a statement attributable to her spokesman"},
    ),
    (
        "{“We have not been told anything, and we would like to be,”} <Marr> =told= journalists at the noon briefing.",
        {"addressee": "journalists", "occasion": "at the noon briefing"},
    ),
    (
        "<The representative of Veldland>, speaking on behalf of the Group of Nine, =welcomed= {the report}.",
        {"on_behalf_of": "the Group of Nine"},
    ),
    (
        "<The mediator> =told= the Council by video link on Tuesday that {a ceasefire appeared to be holding}.",
        {"addressee": "the Council", "occasion": "by video link", "hedges": "appeared to S"},
    ),
    (
        "<The envoy’s office> =said= in a note to correspondents that {he was in Draleth}.",
        {"occasion": "in a note to correspondents", "addressee": "correspondents"},
    ),
]

WIRES = [
    (
        "{At least nine people were killed when a ferry sank off Grey Ness}, <officials> =said= on Friday.",
        {},
    ),
    (
        "{The colonel had fled across the border}, =according to= <two diplomats, who spoke on condition of anonymity "
        "because the talks are secret>.",
        {"anonymous": True},
    ),
    (
        "<A senior government official>, who declined to be identified, =told= the Northern Wire that {a deal was "
        "probably weeks away}.",
        {"anonymous": True, "addressee": "the Northern Wire", "hedges": "probably S"},
    ),
    (
        "{“It could be months,”} <one Western diplomat> =said=, asking not to be named.",
        {"anonymous": True, "hedges": "could S"},
    ),
    (
        "<Army spokesman Brigadier Oskar Tellin> =denied= that {troops had entered the village}.",
        {"on_behalf_of": "Army", "kind": "denial"},
    ),
    (
        "<The rebels' spokeswoman>, reached by telephone in Ansk, =said= {the prisoners were alive}.",
        {"on_behalf_of": "The rebels", "occasion": "by telephone", "place": "Ansk"},
    ),
    (
        "<A spokesman for the state railway> =declined to comment= {on the cause of the fire}.",
        {"on_behalf_of": "the state railway", "kind": "denial", "negated": True},
    ),
    (
        "<The foreign ministry> =did not immediately respond to= {a request for comment}.",
        {"negated": True},
    ),
    (
        "<The alleged leader of the gang>, Horst Vey, =told= the court that {he had never met them}.",
        {"hedges": "alleged R", "addressee": "the court", "kind": "denial"},
    ),
    (
        "{The raid is believed to have killed a commander}, <the army> =said=.",
        {"hedges": "is believed to S"},
    ),
    (
        "Late on Sunday <state television> reportedly =announced= that {the border would reopen}.",
        {"hedges": "reportedly R"},
    ),
    (
        "<Prime Minister Delia Osk> =threatened= to {respond with force if the blockade went on}.",
        {},
    ),
    (
        "<Osk's office> =said= in an emailed statement that {the minister never received the letter}.",
        {"occasion": "in an emailed statement", "kind": "denial"},
    ),
    (
        "<The president's lawyer, Tam Arkady,> =said= outside the courthouse that {his client would appeal}.",
        {"place": "outside the courthouse"},
    ),
    (
        "<A woman at the scene>, who gave only her first name, Lise, =said= {she had heard two blasts}.",
        {"anonymous": True},
    ),
    (
        "<The union> =claimed= in a leaflet that {wages had been cut}.",
        {"occasion": "in a leaflet"},
    ),
    (
        "{Talks may resume next week}, <the mediator> =was quoted as saying= by the Halmere News Agency.",
        {"hedges": "may S"},
    ),
    (
        "<He> =repeated= on Thursday before parliament that {there was no such list}.",
        {"kind": "denial", "place": None},
    ),
]

COMMUNIQUES = [
    (
        "<The two delegations> =agreed= {that observers may board any vessel in the roads}.",
        {"kind": "commitment"},
    ),
    (
        "<The parties> =undertake= {to refrain from any act that might endanger the inspectors}.",
        {"kind": "commitment", "hedges": "might S"},
    ),
    (
        "<The Korvanian side> =took note of= {the statement by the mediator}.",
        {},
    ),
    (
        "<The participants> =called for= {the immediate release of all detainees}.",
        {"kind": "demand"},
    ),
    (
        "<Both sides> =expressed= {their thanks to the Government of Quillon for its hospitality}.",
        {"addressee": "the Government of Quillon"},
    ),
    (
        "<The Ministry> =categorically rejects= {the so-called findings of the commission}.",
        {"kind": "denial", "hedges": "so-called R"},
    ),
    (
        "<Veldland> =hereby suspends= {its participation in the joint commission}.",
        {"kind": "withdrawal"},
    ),
    (
        "<The Government> =reserves the right= {to take all necessary measures}.",
        {},
    ),
    (
        "<The Embassy> =reminds= the public that {no visa may be sold}.",
        {"addressee": "the public"},
    ),
    (
        "On behalf of the Government of Halmere, <the Minister> =assured= the families that {no one would be evicted}.",
        {"on_behalf_of": "the Government of Halmere", "addressee": "the families", "kind": "commitment"},
    ),
]

COURTS_AND_GROUPS = [
    (
        "<The prosecutor> =told= the judges at a hearing in Draleth that {the accused had probably acted alone}.",
        {"addressee": "the judges", "occasion": "at a hearing", "place": "Draleth", "hedges": "probably S"},
    ),
    (
        "<Counsel for the defence> =submitted= that {the letter was a forgery}.",
        {"on_behalf_of": "the defence"},
    ),
    (
        "In its judgment of 4 May, <the Court> =held= that {the order was void}.",
        {"occasion": "In its judgment of 4 May"},
    ),
    (
        "<The witness>, whose name was withheld, =testified= that {she had seen the bodies}.",
        {"anonymous": True},
    ),
    (
        "<Open Ledger> =calls on= {the authorities to publish the list}.",
        {"kind": "demand", "addressee": "the authorities"},
    ),
    (
        "{“They told us nothing,”} =said= <Hedda Brunn, whose brother disappeared in March>, in an interview with Open "
        "Ledger.",
        {"occasion": "in an interview with Open Ledger", "addressee": "Open Ledger"},
    ),
    (
        "<The group's director> =said= in its annual report that {torture appeared to be systematic}.",
        {"occasion": "in its annual report", "hedges": "appeared to S"},
    ),
    (
        "<A former guard> =told= investigators that {prisoners were moved at night}.",
        {"addressee": "investigators"},
    ),
    (
        "<The prison service> =has not said= {how many died}.",
        {"negated": True},
    ),
    (
        "<The defence> =claimed= that {the confession had been forced}.",
        {},
    ),
]

TWEETS_AND_TURNS = [
    (
        "<Ministry of Health (@halmere_health)>=:= {We do not have those figures. We have never had them.}",
        {"kind": "denial"},
    ),
    (
        "<Pia Varo (@piavaro)>=:= {@halmere_health Where is the list?}",
        {"kind": "question", "addressee": "@halmere_health"},
    ),
    (
        "<MINISTER>=:= {As far as I know, nobody was told. I may be wrong.}",
        {"hedges": "As far as I know S|may S"},
    ),
    (
        "<MODERATOR>=:= {Please keep your questions short.}",
        {"kind": "demand"},
    ),
    (
        "<THE CHAIR>=:= {I thank the delegate for his statement.}",
        {},
    ),
    (
        "<MINISTER>=:= {I withdraw that remark.}",
        {"kind": "withdrawal"},
    ),
    (
        "<GOVERNOR>=:= {It seems the valve was open. Probably it was a mistake.}",
        {"hedges": "seems S|Probably S"},
    ),
    (
        "<SPOKESPERSON>=:= {We condemn this in the strongest terms. Those responsible must be found.}",
        {"kind": "condemnation"},
    ),
    (
        "<SPOKESPERSON>=:= {I don't have anything on that.}",
        {},
    ),
    (
        "<SPOKESPERSON>=:= {We will send the list to the Council by Friday.}",
        {"kind": "commitment"},
    ),
]


def told(text, found) -> dict[str, object]:
    """What was told, without what is empty."""
    every = {field: words(text, getattr(found, field)) for field in FIELDS}
    every["hedges"] = "|".join(f"{h.span.of(text)} {'S' if h.owner == 'speaker' else 'R'}" for h in found.hedges)
    every |= {"negated": found.negated, "anonymous": found.anonymous}
    every["kind"] = None if found.kind == "assertion" else found.kind
    return {name: value for name, value in every.items() if value}


@pytest.mark.parametrize("case", BRIEFINGS + WIRES + COMMUNIQUES + COURTS_AND_GROUPS, ids=lambda case: case[0][:60])
def test_every_field_of_a_sentence(case):
    assert told(*enriched(case[0])) == {name: value for name, value in case[1].items() if value}


@pytest.mark.parametrize("case", TWEETS_AND_TURNS, ids=lambda case: case[0][:60])
def test_every_field_of_a_turn(case):
    assert told(*enriched(case[0], "direct")) == case[1]
