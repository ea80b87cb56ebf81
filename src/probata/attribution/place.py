"""Where something was said.

Rules:
* Only words of the saying's own clause count. A town in what is said, or in the speaker's own phrase, is none.
* The place is quoted without its preposition ("Port Halden"), unless that says more than "in" ("outside the court").
"""

from typing import TYPE_CHECKING, Any

from probata.attribution.addressee import addressee_of
from probata.attribution.frame import Frame, below, climb
from probata.attribution.wordlists import entries
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

OCCASIONS = frozenset(entries("occasions.txt"))
PLACES = frozenset(entries("places.txt"))
WHERE = frozenset({"in", "at", "outside", "near", "inside", "from", "aboard", "beside", "on", "within"})
BARE = frozenset({"in", "at", "from"})
DATES = frozenset({"DATE", "TIME"})
DAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tonight"}
)
LANGUAGES = frozenset({"english", "french", "arabic", "russian", "spanish", "chinese", "german", "persian", "turkish"})
MEDIA = frozenset(
    {"ledger", "times", "post", "herald", "courier", "gazette", "journal", "tribune", "chronicle", "review"}
)
LINKS = frozenset({"link", "videolink", "videoconference", "teleconference", "broadcast", "webcast", "livestream"})
TRIMMED = frozenset({"relcl", "ccomp", "npadvmod", "advcl", "appos", "parataxis"})


def place_of(frame: Frame) -> Span | None:
    """Where it was said: "Port Halden"; None where the text doesn't say."""
    places = places_of(frame)
    addressee = addressee_of(frame)
    for token in outside_of_names(frame):
        if addressee is not None and frame.span([token]).within(addressee):
            continue
        if token.lower_ in WHERE and token.pos_ == "ADP" and not any(above.dep_ == "relcl" for above in climb(token)):
            named = object_of(token)
            if named is not None and named.i in places and is_place(token, named):
                kept = [each for each in noun_phrase(named) if each.i in places]
                if not kept:
                    continue
                return frame.span(kept) if token.lower_ in BARE else frame.span([token, *kept])
    return None


def places_of(frame: Frame) -> set[int]:
    """The clause's tokens, with those of the cue behind its verb: "had assured her in writing"."""
    after = frame.verb.i if frame.verb is not None else -1
    return {token.i for token in frame.clause} | {token.i for token in frame.cue if token.i > after}


def outside_of_names(frame: Frame) -> list[Token]:
    """The clause without what stands within the speaker's phrase."""
    prepositions = [token for token in frame.cue if token.pos_ == "ADP"]
    tokens = sorted((*frame.clause, *prepositions), key=lambda token: int(token.i))
    if not frame.speaker:
        return tokens
    first, last = frame.speaker[0].i, frame.speaker[-1].i
    return [token for token in tokens if not first <= token.i <= last]


def object_of(preposition: Token) -> Token | None:
    """The noun that a preposition governs."""
    wanted = {"pobj", "dobj", "pcomp"}
    return next((child for child in preposition.children if child.dep_ in wanted and child.i > preposition.i), None)


def noun_phrase(noun: Token) -> list[Token]:
    """A noun with what stands before it, and what is joined by "of" or a comma and a greater place's name."""
    found = [noun]
    for child in noun.children:
        if child.i < noun.i and child.dep_ in {"compound", "det", "amod", "poss", "nummod", "nmod", "case", "predet"}:
            found.extend(below(child))
        if child.dep_ == "prep" and child.lower_ == "of":
            clauses = {each.i for token in below(child) if token.dep_ in TRIMMED for each in below(token)}
            found.extend(token for token in below(child) if token.i not in clauses)
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.ent_type_ in {"GPE", "LOC"}:
            found.extend(below(child))
    return sorted({token.i: token for token in found}.values(), key=lambda token: int(token.i))


def is_place(preposition: Token, named: Token) -> bool:
    """Whether a noun behind a preposition names a place, and no day, language, newspaper or occasion."""
    if named.ent_type_ in DATES or named.lower_ in DAYS | LANGUAGES or named.lemma_.lower() in OCCASIONS - PLACES:
        return False
    word = preposition.lower_
    if named.lower_ in MEDIA:
        return False
    if named.pos_ == "PROPN":
        if word == "from":
            head = preposition.head.lemma_.lower()
            return head in LINKS or (named.ent_type_ in {"GPE", "LOC", "FAC"} and head in {"speak", "say", "report"})
        if word in {"on", "within"}:
            return named.ent_type_ in {"LOC", "FAC"}
        return named.ent_type_ != "PERSON" or word == "in"
    common = named.lemma_.lower() in PLACES
    return common and (
        word != "on" or named.lemma_.lower() in {"steps", "quay", "bridge", "scene", "island", "pier", "site"}
    )
