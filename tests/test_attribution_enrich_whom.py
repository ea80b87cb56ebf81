"""Through whom, for whom, to whom, where and when something was said, and who isn't named; invented sentences."""

import pytest

from attribution_marked import enriched, words

FOR = [  # via | on behalf of
    ("<A spokesman for the navy> =said= {nothing had happened}.", "", "the navy"),
    ("<The ministry's spokeswoman, Lena Orsk,> =said= {the border was open}.", "", "The ministry"),
    ("<The ministry’s spokeswoman> =said= {the border was open}.", "", "The ministry"),
    ("<Foreign Ministry spokesman Ivo Marr> =said= {the envoy would come}.", "", "Foreign Ministry"),
    ("<Foreign Ministry spokeswoman Lena Orsk> =denied= {the report}.", "", "Foreign Ministry"),
    ("<army spokesman Col. Ivo Marr> =said= {the road was mined}.", "", "army"),
    ("<Government spokesperson Tarn Belo> =told= reporters {the vote stood}.", "", "Government"),
    ("<A government spokesman> =said= {the vote stood}.", "", "government"),
    ("<A military spokesman> =said= {the road was mined}.", "", "military"),
    ("<The chief spokesman of the Council, Ivo Marr,> =said= {the list was final}.", "", "the Council"),
    ("<Ivo Marr, a spokesman for the Harbour Fund,> =said= {it was not}.", "", "the Harbour Fund"),
    ("<Lena Orsk, the delegation's spokeswoman,> =said= {the delegation would stay}.", "", "the delegation"),
    ("<her spokesman> =said= {she was ill}.", "", "her"),
    ("<His spokeswoman, Lena Orsk,> =said= {he was ill}.", "", "His"),
    ("<Our spokesperson> =said= {we would answer}.", "", "Our"),
    ("<The spokesman> =said= {the road was open}.", "", None),
    ("<The spokesperson for the Secretary of the League> =said= {he would travel}.", "", "the Secretary of the League"),
    ("<A lawyer for the family> =said= {the body had been washed}.", "", "the family"),
    ("<Counsel for the Ministry> =stated= that {it would comply}.", "", "the Ministry"),
    ("<The family's lawyer> =said= {the body had been washed}.", "", None),
    ("<A representative of the miners> =said= {the shaft was flooded}.", "", None),
    ("<The chief negotiator for the rebels> =said= {the text was dead}.", "", "the rebels"),
    ("Speaking on behalf of the four parties, <Ada Brenn> =said= {they would sign}.", "", "the four parties"),
    ("<Ada Brenn>, speaking on behalf of the League of Ports, =said= {they would sign}.", "", "the League of Ports"),
    ("On behalf of the families, <she> =thanked= {the crew}.", "", "the families"),
    ("On the ministry's behalf, <she> =thanked= {the crew}.", "", "the ministry"),
    ("<He> =said= on her behalf that {she would resign}.", "", "her"),
    ("In the name of the Council, <the chair> =declared= {the session closed}.", "", "the Council"),
    ("Speaking for the opposition, <Tarn> =called= {the budget a fraud}.", "", "the opposition"),
    ("{“A stamp is a small thing,”} =wrote= <Judge Pell> for the majority.", "", "the majority"),
    ("<The League>, through its spokesman Ivo Marr, =said= {it was alarmed}.", "its spokesman Ivo Marr", None),
    ("<The President> =said= through her spokeswoman that {she would appeal}.", "her spokeswoman", None),
    ("Through his lawyer <he> =said= {he had paid for them}.", "his lawyer", None),
    ("<The admiral> =said= via an aide that {he would not resign}.", "an aide", None),
    ("{“I built on that letter,”} <she> =said= in a statement issued by her office.", "her office", None),
    ("<The king> =said= in a statement read by his daughter that {he would abdicate}.", "his daughter", None),
    ("In a message delivered by the ambassador, <the queen> =thanked= {the crew}.", "the ambassador", None),
    (
        "<A statement attributable to the spokesperson for the President> =said= {talks would go on}.",
        "the spokesperson for the President",
        "the President",
    ),
    ("<the Director> =has asked me to say= that {the file is closed}.", "me", None),
    ("<He> was quoted by his office as =saying= {the plan was dead}.", "his office", None),
    ("<The minister> =said= {he would speak through his lawyer}.", "", None),
    ("<Brenn> =said= {a spokesman for the navy had lied}.", "", None),
    ("<The mayor> =told= them through a megaphone that {the bridge was closed}.", "", None),
    ("<The minister> =said= {the accord was signed on behalf of the king}.", "", None),
    ("<The report> =said= {the money went through a bank}.", "", None),
]

WHOM = [
    ("<She> =told= reporters that {the vote stood}.", "reporters"),
    ("<He> =assured= him that {the road was safe}.", "him"),
    ("{“It is over,”} <he> =told= state television.", "state television"),
    ("<She> =told= a crowded meeting in the net loft that {the fish were gone}.", "a crowded meeting in the net loft"),
    ("<Marr> =warned= Veldland that {the bridge would fall}.", "Veldland"),
    ("<The court> =informed= the Ministry of Water that {the file was closed}.", "the Ministry of Water"),
    ("<He> =reminded= Dr Maddox that {her institute had signed}.", "Dr Maddox"),
    ("<The chair> =thanked= {the hosts}.", "the hosts"),
    ("<The President> =thanks= {the Government of Quillon for its good offices}.", "the Government of Quillon"),
    ("<The League> =calls on= {the parties to reply before June}.", "the parties"),
    ("<The League> =called upon= {all sides to lay down their arms}.", "all sides"),
    ("<The League> =urges= {all concerned to refrain from any act that might delay the buses}.", "all concerned"),
    ("<The court> =ordered= {the ministry to pay the costs}.", "the ministry"),
    ("<We> therefore =ask= {you, first, to lower the lake; second, to receive us}.", "you"),
    ("<The Embassy> =urges= {the media to verify information before publishing it}.", "the media"),
    ("<He> =appealed to= {the fishermen to stay in port}.", "the fishermen"),
    ("<He> =said= to the judge that {he had taken the short way}.", "the judge"),
    ("In a letter to the Council, <Brenn> =wrote= that {the terms were clear}.", "the Council"),
    ("<Brenn> =said= in an interview with the Daily Ledger that {the terms were clear}.", "the Daily Ledger"),
    ("Speaking to journalists, <Brenn> =said= {the terms were clear}.", "journalists"),
    ("Addressing the Assembly, <Brenn> =said= {the terms were clear}.", "the Assembly"),
    ("We =were told= {the road would be open}.", "We"),
    ("He =has been assured by= <both delegations> that {no one will be prosecuted}.", "He"),
    ("The families =were promised by= <the director> that {nobody would be turned away}.", "The families"),
    ("=Asked= {whether the door was closed}, the spokesman said it was not.", "the spokesman"),
    ("<The Consul-General> =gave an assurance= {to that effect} to the families.", "the families"),
    ("<They> =expressed= {their gratitude to Mr Varo for his patience}.", "Mr Varo"),
    ("{“Mr. President, we ask for nothing,”} <she> =said=.", "Mr. President"),
    ("{“Excellencies, the time is short,”} <she> =said=.", "Excellencies"),
    ("<Pia Varo>=:= {@portauthority when will the quay open?}", "@portauthority", "direct"),
    ("<She> =told= the BBN on Friday that {the vote stood}.", "the BBN"),
    ("<The minister> =promised= the miners {a new shaft}.", "the miners"),
    ("<The minister> =admitted= to parliament that {he had known}.", "parliament"),
    ("<The minister> =said= {he had told the miners everything}.", None),
    ("<The minister> =denied= {that he had told the court}.", None),
    ("<The council> =accused= {the army of moving two batteries}.", None),
    ("<She> =told= the truth when she said {the vote stood}.", None),
    ("<The minister> =said= on Friday that {the letter to the Council was lost}.", None),
    ("{The vote stood}, =according to= <the minister>.", None),
    ("<The navy> =demanded= that {the boats leave}.", None),
    ("<The agency> =said= in response to the report that {it was studying it}.", None),
]

OCCASIONS = [  # occasion | place
    ("<Brenn> =said= at a press conference that {she would go}.", "at a press conference", None),
    (
        "At a news conference in Port Halden on Friday, <Brenn> =said= {she would go}.",
        "At a news conference",
        "Port Halden",
    ),
    ("<Brenn> =said= in a statement on Friday that {she would go}.", "in a statement", None),
    ("<The ministry> =said= in a statement: {“We are calm.”}", "in a statement", None),
    ("In a letter to the Council, <Brenn> =wrote= that {the terms were clear}.", "In a letter to the Council", None),
    (
        "<Brenn> =said= in an interview with the Daily Ledger that {she would go}.",
        "in an interview with the Daily Ledger",
        None,
    ),
    ("<Brenn> =wrote= on Twitter that {she would go}.", "on Twitter", None),
    ("<Brenn> =said= on state television {she would go}.", "on state television", None),
    ("During a visit to the dam, <Brenn> =said= {it would hold}.", "During a visit to the dam", None),
    ("<Hedda Brunn> =said= by phone that {she slept in her clothes}.", "by phone", None),
    ("<The maker> =has confirmed= in writing that {the doses were safe}.", "in writing", None),
    ("<The Prime Minister> =told= him by telephone that {she would send lorries}.", "by telephone", None),
    ("In a dissenting opinion, <Judge Pell> =said= {she would have dismissed it}.", "In a dissenting opinion", None),
    ("<Counsel> =stated= at the hearing that {it would comply}.", "at the hearing", None),
    ("In a two-line reply on Monday, <it> =maintained= {the minister had been misread}.", "In a two-line reply", None),
    (
        "In reply to a further question, <Tarrant> =said= {the audit would be published}.",
        "In reply to a further question",
        None,
    ),
    (
        "Responding to a question on the audit, <Hallgrim> =denied= {that money was missing}.",
        "Responding to a question on the audit",
        None,
    ),
    ("<Brenn> =said= in a speech to the Assembly that {the war was over}.", "in a speech to the Assembly", None),
    (
        "<She> =said= in a statement issued by her office that {the offer was dead}.",
        "in a statement issued by her office",
        None,
    ),
    ("<The author> =wrote= in the preface that {he did not open every box}.", "in the preface", None),
    ("Speaking in Port Halden, <Brenn> =said= {the road was open}.", None, "Port Halden"),
    ("In Port Sennick, <the envoy> =said= {she regretted it}.", None, "Port Sennick"),
    ("<Brenn> =told= reporters in Port Halden that {the road was open}.", None, "Port Halden"),
    ("{“It is over,”} <he> =told= reporters outside the customs house.", None, "outside the customs house"),
    ("<The Government> =gave an undertaking= in this House that {no licence would be granted}.", None, "this House"),
    ("<Brenn> =said= {the conference in Port Halden had failed}.", None, None),
    ("<Brenn> =said= {the letter was read at a meeting}.", None, None),
    ("<Brenn> =said= on Friday {the road was open}.", None, None),
    ("<Brenn> =said= in March that {the road was open}.", None, None),
    ("<The chairman of the conference> =said= {it had begun}.", None, None),
    ("<The envoy in Port Halden> =said= {it had begun}.", None, None),
    ("<The statement> =said= {the talks had failed}.", None, None),
    ("<Brenn> =said= in English that {the road was open}.", None, None),
    ("<Brenn> =said= after the election that {the road was open}.", None, None),
    ("<Brenn> =insisted= in order to please them that {the road was open}.", None, None),
    (
        "<Brenn> =announced= at the end of a meeting with the miners that {the pit would stay open}.",
        "at the end of a meeting with the miners",
        None,
    ),
    ("In a video posted online, <the captive> =said= {he was well}.", "In a video posted online", None),
    ("On the sidelines of the summit, <Brenn> =said= {the text was ready}.", "On the sidelines of the summit", None),
    ("<The bishop> =said= in his Easter sermon that {the poor were forgotten}.", "in his Easter sermon", None),
]

UNNAMED = [
    ("<An official who asked not to be named> =said= {the list was false}.", True),
    ("{“The list is false,”} =said= <an official>, who spoke on condition of anonymity.", True),
    ("<A diplomat> =said= {the list was false}.", True),
    ("<One Western diplomat> =said= {the list was false}.", True),
    ("<Two officials familiar with the talks> =said= {the list was false}.", True),
    ("<A source close to the minister> =said= {he would resign}.", True),
    ("<Sources> =said= {he would resign}.", True),
    ("<Security sources in Port Halden> =said= {he would resign}.", True),
    ("=According to= <two people with knowledge of the matter>, {he would resign}.", True),
    ("<A ministry official who was not authorised to speak to the press> =said= {the list was false}.", True),
    ("<An engineer, named only as T.,> =warned= {the wall would fall}.", True),
    ("<One councillor, speaking privately,> =doubted= {the plant would last}.", True),
    ("<An unnamed nurse> =said= {boxes went out warm}.", True),
    ("<A senior aide> =told= the paper {the king was ill}. He asked not to be identified.", True),
    ("<The other, a woman who requested anonymity,> =recalled= {the order}.", True),
    ("Speaking anonymously, <a guard> =said= {the doors were locked}.", True),
    ("<Foreign Minister Ada Brenn> =said= {the list was false}.", False),
    ("<The foreign minister> =said= {the list was false}.", False),
    ("<A spokesman for the navy> =said= {the list was false}.", False),
    ("<A spokeswoman> =said= {the list was false}.", False),
    ("<The ministry> =said= {the list was false}.", False),
    ("<The official> =said= {the list was false}.", False),
    ("<A teacher, Hedda Brunn,> =said= {the list was false}.", False),
    ("<Lena Orsk, an official of the ministry,> =said= {the list was false}.", False),
    ("<A report> =said= {the list was false}.", False),
    ("<She> =said= {the list was false}.", False),
    ("<Brenn> =said= {an official had asked not to be named}.", False),
    ("{The list was false}, =according to= <a study>.", False),
    ("<Critics> =say= {the list was false}.", False),
    ("<Open Ledger> =said= {its source was reliable}.", False),
]


@pytest.mark.parametrize("case", FOR, ids=lambda case: case[0][:60])
def test_through_whom_and_for_whom(case):
    text, found = enriched(case[0])
    assert (words(text, found.via) or "", words(text, found.on_behalf_of)) == case[1:]


@pytest.mark.parametrize("case", WHOM, ids=lambda case: case[0][:60])
def test_to_whom(case):
    text, found = enriched(case[0], *case[2:])
    assert words(text, found.addressee) == case[1]


@pytest.mark.parametrize("case", OCCASIONS, ids=lambda case: case[0][:60])
def test_occasion_and_place(case):
    text, found = enriched(case[0])
    assert (words(text, found.occasion), words(text, found.place)) == case[1:]


@pytest.mark.parametrize("case", UNNAMED, ids=lambda case: case[0][:60])
def test_who_is_deliberately_not_named(case):
    assert enriched(case[0])[1].anonymous is case[1]


def test_a_pronoun_is_as_anonymous_as_the_one_it_goes_back_to():
    before = ["<A diplomat> =said= {the list was false}."]
    assert enriched("<He> =added= that {nobody had signed it}.", before=before)[1].anonymous
    before = ["<Ada Brenn> =said= {the list was false}."]
    assert not enriched("<She> =added= that {nobody had signed it}.", before=before)[1].anonymous
