"""A second set of invented sentences, written after the rules, to see how they hold for words not written for."""

import pytest

from attribution_marked import enriched, words

HEDGES = [
    ("<The governor> =said= {the fire may well have been started on purpose}.", "may S"),
    ("<The coastguard> =said= {there could be as many as forty people in the water}.", "could S"),
    ("<Doctors> =fear= {the outbreak might spread}.", "might S"),
    ("{“It's possible that we were misled,”} =said= <the senator>.", "It's possible S"),
    ("{“To my knowledge no such list exists,”} <the clerk> =testified=.", "To my knowledge S"),
    ("{“I suppose he was tired,”} <she> =said=.", "I suppose S"),
    ("{“We suspect foul play,”} <the inspector> =said=.", "We suspect S"),
    ("{“I doubt that he will come,”} <Marr> =said=.", "I doubt S"),
    ("{“It looks like the cable was cut,”} <the engineer> =said=.", "looks like S"),
    ("{“They seem to have left in a hurry,”} <the farmer> =said=.", "seem to S"),
    ("<The judge> =found= that {the signature was in all probability forged}.", "in all probability S"),
    ("<The police> =said= {the suspected arsonist was a former employee}.", "suspected S"),
    ("<The police> =said= {they suspected that the arsonist was a former employee}.", "suspected S"),
    ("<The army> =said= {it believed the shell had been fired from the north}.", "believed S"),
    ("<Tarn> =told= parliament {he thought the bill would pass}.", "thought S"),
    ("<The bank> =said= {growth would potentially slow}.", "potentially S"),
    ("<A source> =said= {the minister was rumoured to be ill}.", "was rumoured to R"),
    ("<The minister>, who is said to be ill, =told= the cabinet that {he would stay}.", ""),
    ("{The minister is said to be ill}, <the paper> =wrote=.", "is said to R"),
    ("=According to= <the alleged victim>, {the door was locked}.", "alleged R"),
    ("<The purported leader of the sect> =declared= {the end was near}.", "purported R"),
    ("<Witnesses> reportedly =told= the court that {the guards were drunk}.", "reportedly R"),
    ("<He> is reported to have =told= the court that {the guards were drunk}.", "is reported to R"),
    ("<She> is believed to have =told= investigators {where the money is}.", "is believed to R"),
    ("<The general> is alleged to have =ordered= {the burning of the mill}.", "is alleged to R"),
    ("<The king> allegedly =promised= {him a ship}.", "allegedly R"),
    ("<The king> was apparently =saying= that {he was tired}.", "apparently R"),
    ("<The king> probably =meant= that {he was tired}.", "probably R"),
    ("<The king> =seemed to suggest= that {he was tired}.", "seemed R"),
    ("In an unconfirmed report, <Radio Olm> =said= {the king was tired}.", "unconfirmed R"),
    ("In a purported recording of the call, <the king> =says= {he is tired}.", "purported R"),
    ("<The ministry> =rejected= {the alleged agreement as a forgery}.", "alleged R"),
    ("<The ministry> =said= {all roads were open}.", ""),
    ("<The ministry> =said= {visitors may not bring cameras}.", ""),
    ("<The ministry> =announced= that {residents may return to their homes from Friday}.", ""),
    ("<The court> =ruled= that {the state may not seize the land}.", ""),
    ("<The treaty> =says= {either party may withdraw at six months' notice}.", ""),
    ("{“May he rest in peace,”} <the bishop> =said=.", ""),
    ("{“We could not have known,”} <the mayor> =said=.", ""),
    ("{“Nobody could breathe,”} <she> =said=.", ""),
    ("{“I could not agree more,”} <he> =said=.", ""),
    ("{“They did what they could,”} <he> =said=.", ""),
    ("{“If we could only sleep,”} <she> =said=.", ""),
    ("<She> =asked= {whether she might leave}.", "might S"),
    ("<He> =said= {he thought of the children}.", ""),
    ("<He> =said= {a new ship appeared on the horizon}.", ""),
    ("<He> =said= {the likely cause was a short circuit}.", "likely S"),
    ("<The mayor> =said= {at least two, possibly three, bridges were down}.", "possibly S"),
    ("<The agency> =said= {the dead were presumed to be sailors}.", "were presumed to S"),
    ("<The agency> =said= {thousands are feared dead}.", "feared dead S"),
    ("<The owner> =said= {that, as far as he was aware, the alarm worked}.", "as far as he was aware S"),
    ("{“So far as I am aware the alarm worked,”} <the owner> =said=.", "So far as I am aware S"),
    ("{“In my opinion it was murder,”} <the doctor> =testified=.", "In my opinion S"),
    ("<The commission> =concluded= that {the fire was most likely caused by lightning}.", "most likely S"),
    ("<The commission> =concluded= that {there were indications of a second fire}.", ""),
    ("<The commission> =concluded= that {evidence suggests a second fire}.", ""),
]
FOR = [
    (
        "<The Defence Ministry's chief spokesperson, Brigadier Tellin,> =said= {the base was safe}.",
        "",
        "The Defence Ministry",
    ),
    ("<Defence Ministry spokesperson Brigadier Oskar Tellin> =said= {the base was safe}.", "", "Defence Ministry"),
    ("<League spokeswoman Lena Orsk> =said= {it was sad}.", "", "League"),
    ("<Spokesman Ivo Marr> =said= {it was sad}.", "", None),
    ("<the spokesman of the Foreign Ministry, Ivo Marr,> =said= {it was sad}.", "", "the Foreign Ministry"),
    ("<Ivo Marr, spokesman for the League of Ports,> =said= {it was sad}.", "", "the League of Ports"),
    ("<Ivo Marr, a spokesman at the embassy in Draleth,> =said= {it was sad}.", "", "the embassy"),
    ("<presidential spokesman Ivo Marr> =said= {it was sad}.", "", "presidential"),
    ("<a police spokeswoman> =said= {it was sad}.", "", "police"),
    ("<the police spokeswoman for the eastern district> =said= {it was sad}.", "", "the eastern district"),
    ("<his lawyer's spokesman> =said= {it was sad}.", "", "his lawyer"),
    ("<two spokesmen for the rebels> =said= {it was sad}.", "", "the rebels"),
    ("<Spokespeople for both parties> =said= {it was sad}.", "", "both parties"),
    ("<The company's spokesman in Ansk> =said= {it was sad}.", "", "The company"),
    ("<A Halmere government spokesman> =said= {it was sad}.", "", "Halmere government"),
    ("<Deputy spokesman Emil Tarrant> =said= {it was sad}.", "", None),
    ("<The deputy spokesperson of the Council, Emil Tarrant,> =said= {it was sad}.", "", "the Council"),
    ("<A lawyer representing the miners> =said= {it was sad}.", "", "the miners"),
    ("<Attorneys for the accused> =said= {it was sad}.", "", "the accused"),
    ("<The rebels' chief negotiator> =said= {it was sad}.", "", None),
    (
        "<The delegate of Quillon>, speaking also on behalf of Tellow and Gaunt, =said= {it was sad}.",
        "",
        "Tellow and Gaunt",
    ),
    ("Acting on behalf of the bank, <Tarn> =offered= {six million}.", "", "the bank"),
    ("<Tarn> =spoke= for the minority when she said {it was sad}.", "", "the minority"),
    ("In a statement on behalf of the family, <Tarn> =said= {it was sad}.", "", "the family"),
    ("<Tarn> =apologised= in the name of the state {for the killings}.", "", "the state"),
    ("<The union>, via its lawyer, =asked= {for a new trial}.", "its lawyer", None),
    ("Through an interpreter, <the fisherman> =said= {he was cold}.", "an interpreter", None),
    ("<The minister> =said= through a spokesman on Friday that {he was cold}.", "a spokesman", None),
    ("In a statement released through her lawyers, <the singer> =said= {she was innocent}.", "her lawyers", None),
    ("In a letter read out by his wife, <the prisoner> =said= {he was innocent}.", "his wife", None),
    (
        "In a message conveyed by the ambassador of Quillon, <the regent> =offered= {a truce}.",
        "the ambassador of Quillon",
        None,
    ),
    ("<The premier> =said= in a statement read on state television that {he was ill}.", "", None),
    ("<The premier's office> =said= in a statement that {he was ill}.", "", None),
    ("{“He is ill,”} <the premier’s press secretary, Ayo Rennick,> =said=.", "", "the premier"),
    ("<Press secretary Ayo Rennick> =said= {he was ill}.", "", None),
]
OCCASIONS = [
    ("<Osk> =told= the Assembly in her annual address that {the war was over}.", "in her annual address", None),
    ("<Osk>, visiting the flooded valley, =promised= {aid}.", None, None),
    ("On a visit to Draleth on Monday, <Osk> =promised= {aid}.", "On a visit to Draleth", None),
    ("<Osk> =wrote= in a post on Telegram that {the war was over}.", "in a post on Telegram", None),
    ("Writing in the Daily Ledger, <Osk> =argued= that {the war was over}.", None, None),
    ("<Osk> =said= during a debate in parliament that {the war was over}.", "during a debate", "parliament"),
    (
        "<Osk> =said= at the opening of the fair in Sandhallow that {the war was over}.",
        "at the opening of the fair",
        "Sandhallow",
    ),
    ("In her closing speech, <Osk> =said= {the war was over}.", "In her closing speech", None),
    (
        "In a rare interview with state radio, <Osk> =said= {the war was over}.",
        "In a rare interview with state radio",
        None,
    ),
    ("At a rally in Port Halden attended by thousands, <Osk> =said= {the war was over}.", "At a rally", "Port Halden"),
    ("<Osk> =told= a press conference that {the war was over}.", None, None),
    ("<Osk> =said= from her hospital bed that {the war was over}.", None, None),
    ("<Osk> =said= at Port Halden airport that {the war was over}.", None, "Port Halden airport"),
    ("<Osk> =said= in the capital, Ansk, that {the war was over}.", None, "the capital"),
    ("In testimony before the committee, <Osk> =said= {the war was over}.", "In testimony before the committee", None),
    (
        "Testifying before the committee on Tuesday, <Osk> =said= {the war was over}.",
        "Testifying before the committee",
        None,
    ),
    ("<The ministry> =said= on its website that {the war was over}.", "on its website", None),
    (
        "<The ministry> =said= in a press release issued on Sunday that {the war was over}.",
        "in a press release issued",
        None,
    ),
    (
        "Following a meeting with the union, <Osk> =said= {the strike was over}.",
        "Following a meeting with the union",
        None,
    ),
    ("After talks with the union, <Osk> =said= {the strike was over}.", "After talks with the union", None),
    ("<Osk> =said= in a televised address that {the strike was over}.", "in a televised address", None),
    ("<Osk> =said= by letter that {the strike was over}.", "by letter", None),
    ("<Osk> =said= in a tweet that {the strike was over}.", "in a tweet", None),
    ("<Osk> =said= in an email that {the strike was over}.", "in an email", None),
    ("<Osk> =said= at the weekend that {the strike was over}.", None, None),
    ("<Osk> =said= at length that {the strike was over}.", None, None),
    ("<Osk> =said= in part that {the strike was over}.", None, None),
    ("<Osk> =said= in no uncertain terms that {the strike was over}.", None, None),
    ("<Osk> =said= on the record that {the strike was over}.", None, None),
]
UNNAMED = [
    ("<A Korvanian official>, speaking on condition that he not be named, =said= {the ship had sunk}.", True),
    ("<An aide to the premier> =said= {the ship had sunk}.", True),
    ("<Officials> =said= {the ship had sunk}.", False),
    ("<Residents> =said= {the ship had sunk}.", False),
    ("<A resident> =said= {the ship had sunk}.", False),
    ("<A resident who asked that his name not be used> =said= {the ship had sunk}.", True),
    ("<The source> =said= {the ship had sunk}.", True),
    ("<Three people briefed on the matter> =said= {the ship had sunk}.", True),
    ("<A person familiar with the plans> =said= {the ship had sunk}.", True),
    ("<One of the negotiators>, who requested anonymity, =said= {the ship had sunk}.", True),
    ("<The anonymous author of the letter> =said= {the ship had sunk}.", True),
    ("<The unidentified caller> =said= {the ship had sunk}.", True),
    ("<A diplomat, Ada Brenn,> =said= {the ship had sunk}.", False),
    ("<A senior diplomat from Quillon> =said= {the ship had sunk}.", True),
    ("<The source of the river> =said= {nothing}.", True),
    ("{The ship had sunk}, =according to= <a Western intelligence official>.", True),
    ("{The ship had sunk}, =according to= <sources in the port authority>.", True),
    ("{The ship had sunk}, =according to= <open sources>.", False),
    ("<A senior official, Deputy Minister Tam Arkady,> =said= {the ship had sunk}.", False),
    ("<Senior official Tam Arkady> =said= {the ship had sunk}.", False),
]
KINDS = [
    ("<Osk> =apologised= {for the delay}.", "assertion"),
    ("<Osk> =hailed= {the accord as a triumph}.", "assertion"),
    ("<The League> =deeply regrets= {the loss of life}.", "assertion"),
    ("<The League> =calls for= {restraint}.", "demand"),
    ("<The League> =appeals to= {all sides to let aid through}.", "demand"),
    ("{“All prisoners must be freed at once,”} <the envoy> =said=.", "demand"),
    ("{“We urge the parties to return to the table,”} <the envoy> =said=.", "demand"),
    ("{“Come to the table,”} <the envoy> =urged=.", "demand"),
    ("{“We need the list by Friday,”} <the envoy> =said=.", "assertion"),
    ("<The envoy> =said= {the parties should return to the table}.", "demand"),
    ("<The envoy> =insisted= that {the list be handed over}.", "demand"),
    ("<The army> =warned= {civilians to leave the area}.", "demand"),
    ("<The army> =warned= that {it would fire on any boat}.", "assertion"),
    ("<The rebels> =vowed= {to avenge the dead}.", "assertion"),
    ("<The rebels> =threatened= {to blow up the dam}.", "assertion"),
    ("{“We shall honour every clause of the accord,”} <Osk> =said=.", "commitment"),
    ("<Osk> =guaranteed= {safe passage for the convoy}.", "commitment"),
    ("<Osk> =has agreed= {to release the crew}.", "commitment"),
    ("<Osk> =refuted= {claims that she was ill}.", "denial"),
    ("{“There is no truth in these reports,”} <Osk> =said=.", "denial"),
    ("{“It is simply untrue,”} <Osk> =said=.", "denial"),
    ("{“I never said that,”} <Osk> =said=.", "denial"),
    ("{“Our forces were not in the area,”} <the army> =said=.", "denial"),
    ("<The army> =said= {it had not carried out any strikes that day}.", "denial"),
    ("<The army> =said= {its troops had not fired}.", "denial"),
    ("<The Fund> =cancelled= {the conference}.", "withdrawal"),
    ("<The Fund> =said= {it was withdrawing its offer}.", "withdrawal"),
    ("<The Fund> =announced= that {it was cancelling the loan}.", "withdrawal"),
    ("{“The invitation is rescinded,”} <the spokesman> =said=.", "withdrawal"),
    ("<Tellow> =pulled out of= {the talks}.", "withdrawal"),
    ("<Tellow> =withdrew= {its troops from the valley}.", "assertion"),
    ("{“Our troops have withdrawn,”} =said= <the general>.", "assertion"),
    ("<Tellow> =said= {the other side must withdraw its offer}.", "demand"),
    ("{“How many more must die?”} <she> =asked=.", "question"),
    ("<Reporters> =asked= {why the list was late}.", "question"),
    ("<The bishop> =described= {the raid as barbaric}.", "condemnation"),
    ("{“This was a cowardly crime,”} <the bishop> =said=.", "condemnation"),
    ("<The bishop> =expressed outrage at= {the raid}.", "condemnation"),
    ("<The League> =strongly deplores= {the raid}.", "condemnation"),
    ("<The union> =blamed= {the ministry for the deaths}.", "condemnation"),
]


@pytest.mark.parametrize("case", HEDGES, ids=lambda case: case[0][:60])
def test_hedges(case):
    text, found = enriched(case[0])
    told = [f"{hedge.span.of(text)} {'S' if hedge.owner == 'speaker' else 'R'}" for hedge in found.hedges]
    assert "|".join(told) == case[1]


@pytest.mark.parametrize("case", FOR, ids=lambda case: case[0][:60])
def test_through_whom_and_for_whom(case):
    text, found = enriched(case[0])
    assert (words(text, found.via) or "", words(text, found.on_behalf_of)) == case[1:]


@pytest.mark.parametrize("case", OCCASIONS, ids=lambda case: case[0][:60])
def test_occasion_and_place(case):
    text, found = enriched(case[0])
    assert (words(text, found.occasion), words(text, found.place)) == case[1:]


@pytest.mark.parametrize("case", UNNAMED, ids=lambda case: case[0][:60])
def test_unnamed(case):
    assert enriched(case[0])[1].anonymous is case[1]


@pytest.mark.parametrize("case", KINDS, ids=lambda case: case[0][:60])
def test_kind(case):
    assert enriched(case[0])[1].kind == case[1]
