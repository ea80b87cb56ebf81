"""Hedges and whose they are, on invented sentences."""

import pytest

from attribution_marked import enriched

# What is said and who says it are marked; then the hedges, each with S for the speaker's or R for the reporter's.
SENTENCES = [
    # the speaker's, in reported speech
    ("<The mediator> =said= that {the true number may be higher}.", "may S"),
    ("<The minister> =said= {the bridge might have been mined}.", "might S"),
    ("<She> =said= {the fire could spread to the depot}.", "could S"),
    ("<Orsk> =told= reporters that {the talks would probably resume in May}.", "probably S"),
    ("<The army> =said= {up to nine men were possibly still trapped}.", "possibly S"),
    ("<The union> =said= that {the closure was likely to last a week}.", "likely S"),
    ("<The envoy> =said= {an agreement was unlikely before the winter}.", "unlikely S"),
    ("<The inspector> =noted= that {some claims appeared to have been filed twice}.", "appeared to S"),
    ("<He> =said= {the lists seemed to be complete}.", "seemed to S"),
    ("<The harbour master> =said= {it seemed that nobody had asked}.", "seemed S"),
    ("<Brenn> =said= {she believed the lorries had turned back}.", "believed S"),
    ("<Brenn> =said= {the lorries had perhaps turned back}.", "perhaps S"),
    ("<The clinic> =said= {at least four people had presumably drowned}.", "presumably S"),
    ("<The commissioner> =warned= that {the dam could fail within a year}.", "could S"),
    ("<The delegation> =said= {it was possible that the letter had been lost}.", "it was possible S"),
    ("<He> =said= {the order, as far as he knew, had never been signed}.", "as far as he knew S"),
    ("<The board> =concluded= that {the engine had in all likelihood overheated}.", "in all likelihood S"),
    ("<The League> =condemns= {the shelling of the mill, which could have killed children}.", "could S"),
    # the speaker's, in quotation marks
    ("{“We believe the ship turned north,”} <the admiral> =said=.", "We believe S"),
    ("{“I think they will come,”} =said= <Marr>.", "I think S"),
    ("{“I don't think they will come,”} =said= <Marr>.", "I don't think S"),
    ("{“As far as we know, nobody was on board,”} <the owner> =said=.", "As far as we know S"),
    ("{“To the best of my knowledge, no letter arrived,”} <he> =said=.", "To the best of my knowledge S"),
    ("{“In our view the vote was fair,”} <the observers> =wrote=.", "In our view S"),
    ("{“The guards were reportedly asleep,”} <the judge> =said=.", "reportedly S"),
    ("{“The alleged thief is a child,”} <her lawyer> =said=.", "alleged S"),
    ("{“It is believed that ten men are missing,”} <the mayor> =said=.", "It is believed S"),
    ("{“There may be more of them, perhaps dozens,”} <the doctor> =said=.", "may S|perhaps S"),
    ("{“We cannot rule out sabotage,”} <the railway> =said=.", "We cannot rule out S"),
    ("{“Maybe it rained,”} <she> =said=.", "Maybe S"),
    ("{“We understand that the road is open,”} <the spokesman> =said=.", "We understand S"),
    ("{“We have reason to believe the seals were broken,”} <the inspector> =said=.", "We have reason to believe S"),
    ("<Lena Orsk>=:= {We may hear from them tonight. That is all.}", "may S", "direct"),
    # the reporter's, in the cue's clause
    ("<The colonel> =reportedly told= his men that {the war was over}.", "reportedly R"),
    ("<The colonel> reportedly =told= his men that {the war was over}.", "reportedly R"),
    ("Apparently <the mayor> =said= {the well was clean}.", "Apparently R"),
    ("<The alleged ringleader> =said= {he had been at home}.", "alleged R"),
    ("<The so-called Council of Elders> =said= {the road was closed}.", "so-called R"),
    ("According to unconfirmed reports, <the general> =said= {he would resign}.", "unconfirmed R"),
    ("{Nine boats sank}, =according to= <unconfirmed reports>.", "unconfirmed R"),
    ("<The governor> may have =told= the court that {the papers were burnt}.", "may R"),
    ("<The governor> appeared to =suggest= that {the papers were burnt}.", "appeared R"),
    ("<The association> =claims= {the ministry knew in January}.", ""),
    ("<Opponents> =claimed= that {the count had been rigged}.", ""),
    ("<The union> =has alleged= that {patrols fired first}.", ""),
    ("{The mill} =is said= {to be worth nine million}.", "is said R"),
    ("{The owner} =is understood= {to be looking for a buyer}.", "is understood R"),
    ("It =is rumoured= that {the minister will resign}.", "It is rumoured R"),
    # the reporter's, within reported speech
    ("=According to= <the mission>, {drivers had reportedly been stopped near Olm}.", "reportedly R"),
    ("<The ministry> =said= {the guards had allegedly been bribed}.", "allegedly S"),
    ("<The ministry> =denied= {the alleged massacre}.", "alleged R"),
    ("<The paper> =said= {the prisoners were apparently moved at night}.", "apparently S"),
    ("<Radio Olm> =said= {the purported letter was a copy}.", "purported R"),
    ("<The agency> =said= {a so-called people's court had met}.", "so-called R"),
    ("<The agency> =said= {the captain is said to have fled}.", "is said to R"),
    # partly quoted
    ("<The envoy> =said= {the so-called truce was “probably dead”}.", "so-called R|probably S"),
    ("<The envoy> =said= {it was “allegedly” a mistake}.", "allegedly S"),
    ("<The envoy> =said= {the alleged list was ‘reportedly’ lost}.", "alleged R|reportedly S", "mixed"),
    # none
    ("<The ministry> =said= {the convoy may not enter the city}.", ""),
    ("<The notice> =said= {no vessel may leave the roads}.", ""),
    ("<The parties> =agreed= that {all vessels may pass through the channel}.", ""),
    ("<The decree> =said= {families may collect the bodies}.", ""),
    ("{“May I remind you of the treaty?”} <he> =asked=.", ""),
    ("{“We could not reach the camp,”} <the doctor> =said=.", ""),
    ("{“We could hear the guns,”} <she> =said=.", ""),
    ("<She> =said= {lights were kept on so that the boats could find the quay}.", ""),
    ("<She> =said= {the talks would begin in May}.", ""),
    ("<The league> =said= {it would meet on 4 May 2031}.", ""),
    ("<The witness> =appeared= before the court and said {the door was open}.", ""),
    ("<He> =said= {he had appeared before the committee twice}.", ""),
    ("{“Perhaps I can answer that,”} =said= <the director>.", "Perhaps S"),
    ("{“We believe in the rule of law,”} <he> =said=.", ""),
    ("{“I understand the anger of the families,”} <she> =said=.", ""),
    ("<The group> =claimed= {responsibility for the attack}.", ""),
    ("<The ministry> =said= {the convoy had arrived}.", ""),
    ("<The agency> =said= {the police suspected a fault in the cable}.", ""),
    ("{“Could you open the door?”} <the guard> =asked=.", ""),
]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case[0][:60])
def test_hedges_and_whose_they_are(case):
    marked, expected = case[:2]
    text, found = enriched(marked, *case[2:])
    told = [f"{hedge.span.of(text)} {'S' if hedge.owner == 'speaker' else 'R'}" for hedge in found.hedges]
    assert "|".join(told) == expected
