"""On which occasion something was said.

Rules:
* Only words of the saying's own clause count. A conference in what is said is none.
* The occasion is quoted with its preposition: "in a letter to the Council".
* What is a date, or a place, is cut off the occasion's end.
"""

from typing import TYPE_CHECKING, Any

from probata.attribution.frame import Frame, below, climb
from probata.attribution.place import (
    DATES,
    DAYS,
    OCCASIONS,
    TRIMMED,
    is_place,
    noun_phrase,
    object_of,
    outside_of_names,
    places_of,
)
from probata.attribution.wordlists import entries
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

ADDRESSED = frozenset(entries("nouns-addressed.txt"))
LEADING = frozenset(
    {"in", "at", "during", "on", "via", "by", "over", "after", "following", "under", "before", "from", "through"}
)
AFTER = frozenset({"after", "following", "before"})
ALONE = {
    "by": {
        "phone",
        "telephone",
        "letter",
        "e-mail",
        "email",
        "mail",
        "fax",
        "text",
        "message",
        "radio",
        "video",
        "link",
        "videolink",
        "videoconference",
        "teleconference",
        "telegram",
        "cable",
    },
    "in": {
        "writing",
        "person",
        "private",
        "public",
        "passing",
        "confidence",
        "parliament",
        "court",
        "reply",
        "response",
    },
    "on": {
        "television",
        "tv",
        "radio",
        "twitter",
        "telegram",
        "facebook",
        "instagram",
        "mastodon",
        "bluesky",
        "x",
        "air",
    },
}
REPLYING = frozenset(
    {
        "respond",
        "reply",
        "speak",
        "address",
        "testify",
        "answer",
        "open",
        "close",
        "brief",
        "react",
        "talk",
        "comment",
        "appear",
    }
)
MONTHS = frozenset({"march", "may"})
MET = frozenset(
    {"meeting", "talks", "talk", "visit", "session", "summit", "consultations", "conversation", "call", "negotiations"}
)


def occasion_of(frame: Frame) -> Span | None:
    """On which occasion: "at a press conference", "in a letter to the Council"; None where the text doesn't say."""
    tokens = outside_of_names(frame)
    places = places_of(frame)
    noun_cue = frame.verb is not None and frame.verb.pos_ != "VERB"
    own = {token.i for token in frame.cue}
    for token in tokens:
        if noun_cue and token.head.i not in own:
            continue
        if token.lower_ in LEADING and token.pos_ in {"ADP", "SCONJ", "VERB"}:
            named = object_of(token)
            if named is not None and named.i in places and _is_occasion(token, named):
                found = _phrase(frame, token, places)
                if found is not None:
                    return found
    return _participle(frame, tokens, places)


def _is_occasion(preposition: Token, named: Token) -> bool:
    word, lemma = preposition.lower_, named.lemma_.lower()
    if word in ALONE and named.lower_ in ALONE[word]:
        return True
    if named.ent_type_ in DATES or named.lower_ in MONTHS or (word in {"by", "through"}):
        return False
    if lemma not in OCCASIONS and named.lower_ not in OCCASIONS:
        return False
    if preposition.head.dep_ in {"pobj", "dobj"} and preposition.head.lemma_.lower() in OCCASIONS:
        return False
    if any(above.dep_ == "relcl" for above in climb(preposition)):
        return False
    if word in AFTER:
        return lemma in MET
    return not _is_bare_ground(word, named)


def _is_bare_ground(word: str, named: Token) -> bool:
    """Words that are an occasion only in a certain phrase: "in order", "at the end of the day", "on the record"."""
    if named.lemma_.lower() in {
        "order",
        "end",
        "close",
        "conclusion",
        "outset",
        "news",
        "text",
        "site",
        "account",
        "record",
    }:
        return not any(child.lower_ == "of" for child in named.children) or named.lemma_.lower() in {"order", "news"}
    return word == "from" and named.lemma_.lower() not in {"podium", "floor", "stand"}


def _phrase(
    frame: Frame, preposition: Token, places: set[int], top: Token | None = None, cut: bool = True
) -> Span | None:
    """The phrase from its preposition on, without dates, places and clauses at its end where they are to be cut."""
    dropped: set[int] = set()
    every = [token for token in below(top or preposition) if token.i >= preposition.i]
    for token in every:
        if token.i in dropped:
            continue
        if cut and top is None and _is_cut(token, preposition):
            dropped |= {each.i for each in below(token)}
    last = preposition.i
    kept = {token.i for token in every if token.i in places and token.i not in dropped}
    while last + 1 in kept:
        last += 1
    doc = preposition.doc
    last = _extended(preposition, last, places)
    while last > preposition.i and (doc[last].is_punct or doc[last].pos_ in {"ADP", "CCONJ", "DET", "PART"}):
        last -= 1
    return frame.parsed.token_span(preposition, doc[last]) if last > preposition.i else None


def _extended(preposition: Token, last: int, places: set[int]) -> int:
    """With "to the Council" behind a letter, "with the Ledger" behind an interview, where the parser hung it higher."""
    doc = preposition.doc
    named, following = object_of(preposition), last + 1
    if named is None or named.i != last or following not in places or named.lemma_.lower() not in ADDRESSED:
        return last
    if doc[following].lower_ not in {"to", "with"}:
        return last
    to_whom = object_of(doc[following])
    kept = [token.i for token in noun_phrase(to_whom)] if to_whom is not None else []
    return kept[-1] if kept and kept == list(range(following + 1, following + 1 + len(kept))) else last


def _is_cut(token: Token, preposition: Token) -> bool:
    if token.i == preposition.i:
        return False
    if token.dep_ in TRIMMED or (token.dep_ == "acl" and token.tag_ not in {"VBN", "VBD"}):
        return True
    if token.dep_ == "prep":
        named = object_of(token)
        if named is None:
            return False
        dated = token.lower_ != "of" and (named.ent_type_ in DATES or named.lower_ in DAYS)
        return dated or (token.lower_ in {"in", "at", "outside", "near", "from"} and is_place(token, named))
    return token.lower_ in DAYS


def _participle(frame: Frame, tokens: list[Token], places: set[int]) -> Span | None:
    """Such as "Responding to a question on the audit", "addressing the Council", "With reference to …"."""
    for token in tokens:
        if token.lower_ in {"privately", "publicly"} and token.head.i in {each.i for each in frame.cue}:
            return frame.span([token])
        if (
            token.lower_ == "when"
            and token.i + 1 in places
            and token.doc[token.i + 1].lemma_ in {"ask", "tell", "press"}
        ):
            return _phrase(frame, token, places, token.head)
        hung = token.dep_ in {"advcl", "acl", "prep"} and token.tag_ == "VBG"
        if hung and token.lemma_ in REPLYING:
            named = object_of(token)
            if token.lemma_ == "speak" or token.lemma_ == "talk":
                continue
            inner = next(
                (
                    object_of(child)
                    for child in token.children
                    if child.dep_ == "prep" and child.lower_ in {"to", "before", "at"}
                ),
                None,
            )
            if named is not None or inner is not None:
                return _phrase(frame, token, places)
        if token.lower_ == "with" and any(child.lower_ in {"reference", "regard"} for child in token.children):
            return _phrase(frame, token, places, cut=False)
    return None
