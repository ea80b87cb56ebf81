"""To whom something was said.

Rules:
* The object of "told", "assured", "reminded", "urged" …; of "said", "confirmed" what follows with "to"; of a letter the
  one it goes to; in the passive ("we were told") the subject.
* Of a demand ("urged the parties to …") the one who is to act, even where the text of the demand begins with him.
* In words addressed to somebody by name or title ("Mr. President, …", "@ministry …") that name or title.
"""

import re
from typing import TYPE_CHECKING, Any

from probata.attribution.frame import Frame, climb, top_of
from probata.attribution.phrases import phrase_of
from probata.attribution.wordlists import entries
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

TOLD = frozenset(entries("verbs-told.txt"))  # whose object is the addressee
SAID_TO = frozenset(entries("verbs-said-to.txt"))  # whose addressee follows with "to"
NOUNS = frozenset(entries("nouns-addressed.txt"))  # "a letter to the Council"
TO_ACT = frozenset(entries("verbs-to-act.txt"))  # after which the demand begins with the one who is to act
THANKING = frozenset({"thank", "congratulate", "salute", "commend"})
ANSWERS = frozenset({"response", "reply", "answer", "reaction"})
THINGS = frozenset({"question", "allegation", "report", "request", "criticism", "claim"})
NOT_WHOM = frozenset({"that", "what", "which", "whether", "it", "something", "nothing"})
TOLD_THINGS = frozenset({"truth", "story", "question", "lie", "way", "help", "time", "permission", "attention"})
PEOPLE = frozenset({"reporter", "journalist", "correspondent", "press", "media", "newsman", "crowd", "supporter"})
_BE = frozenset({"'m", "’m", "'re", "’re", "'s", "’s"})
_VOCATIVE = re.compile(
    r"[\"“‘«]?\s{0,3}((?:Mr|Mrs|Ms|Madam|Madame|Dr|Your|Dear|My dear|Distinguished|Honourable|Honorable|Fellow)\.?"
    r"(?:\s[\w’'.-]{1,30}){1,4}|Excellenc(?:y|ies)|Ladies and gentlemen|Colleagues|Friends|Comrades"
    r"|(?:Prime )?Minister|Ambassador|President|Secretary-General|General|Chair|Chairman|Governor|Mayor|Senator)"
    r"\s?[,!:–—]"
)
_MENTION = re.compile(r"[\"“‘«]?\s{0,3}(?:Replying to\s)?(@\w{1,50})")
_TO_ASK = re.compile(r"To ask (the [A-Z]\w*(?: (?:for|of|and|the|[A-Z]\w*))*)")


def addressee_of(frame: Frame) -> Span | None:
    """To whom it was said; None where the text doesn't say."""
    return (
        _of_verb(frame)
        or _passive_subject(frame)
        or addressed_in_content(frame)
        or _of_noun(frame)
        or _asked(frame)
        or _called_on(frame)
    )


def addressed_in_content(frame: Frame) -> Span | None:
    """Who is to act, where the demand begins with him: "the parties" of "urged | the parties to reply"."""
    verbs = {token.lemma_.lower() for token in frame.cue}
    if not frame.said:
        return None
    if verbs & THANKING:
        return _until(frame, {"for", "on"})
    if verbs & {"express", "extend", "convey", "offer", "send"}:
        return _thanked(frame)
    on = {token.lower_ for token in frame.cue} & {"on", "upon", "to"}
    if not verbs & TO_ACT or (verbs & {"call", "appeal"} and not on):
        return None
    return _until(frame, {"to"})


def _until(frame: Frame, words: set[str]) -> Span | None:
    """The phrase with which what is said begins, up to one of some words."""
    found: list[Token] = []
    for token in frame.said[:14]:
        if token.lower_ in words:
            break
        if (
            (token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod")
            or token.dep_ == "mark"
            or token.lower_ in {"that", "what", "whether", "how"}
        ):
            if token.lower_ not in {"concerned", "involved"}:
                return None
        elif token.text in {",", ";"}:
            if not words & {each.lower_ for each in frame.said[len(found) + 1 : len(found) + 5]}:
                return None
            break
        found.append(token)
    else:
        return None if len(frame.said) > len(found) or "for" not in words else frame.span(found) if found else None
    named = any(token.pos_ in {"NOUN", "PROPN", "PRON", "DET"} for token in found)
    return frame.span(found) if found and named and found[0].pos_ not in {"ADP", "PART"} else None


def _thanked(frame: Frame) -> Span | None:
    """Such as "expressed | their gratitude to Mr. X"."""
    for token in frame.said[:14]:
        named = next((child for child in token.children if child.dep_ == "pobj"), None)
        if token.lower_ == "to" and token.dep_ in {"prep", "dative"} and named is not None:
            of = next((child for child in named.children if child.lower_ == "of"), None)
            return frame.parsed.token_span(named.left_edge, named if of is None else of.right_edge)
    return None


def _passive_subject(frame: Frame) -> Span | None:
    """Such as "we were told", "he has been assured by"."""
    cue = frame.cue
    verb = frame.verb
    if verb is None or verb.lemma_ not in TOLD or verb.tag_ not in {"VBN", "VBD"} or cue[0].i == 0:
        return None
    being = any(token.lemma_ == "be" or token.lower_ in _BE for token in cue if token.i < verb.i)
    if not being and not _is_passive(verb):
        return None
    speaker = {token.i for token in frame.speaker}
    subjects = [child for child in verb.children if child.dep_ in {"nsubjpass", "nsubj"} and child.i < cue[0].i]
    subject = subjects[-1] if subjects else verb.doc[cue[0].i - 1]
    if subject.i in speaker or subject.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    return _span(frame, subject)


def _of_verb(frame: Frame) -> Span | None:
    own = {token.i for token in frame.cue}
    said = {token.i for token in frame.said}
    told = [token for token in frame.cue if token.lemma_ in TOLD and not _is_passive(token)]
    if frame.verb is not None and frame.verb.lemma_ in SAID_TO and told and told[0].lemma_ == "ask":
        told = []  # "has asked me to say": through whom, not to whom
    for verb in told:
        for child in verb.children:
            object_ = child.dep_ in {"dobj", "dative", "iobj"} and child.i > verb.i and _is_free(child, own)
            if object_ and child.pos_ != "ADP" and child.i not in said and _is_whom(child):
                return _span(frame, child)
        following = _first_after(frame)
        if following is not None:
            return _span(frame, following)
    return _given(frame, own) or _said_to(frame, own, said)


def _is_free(noun: Token, own: set[int]) -> bool:
    """Not a noun that is part of the cue: "gave an undertaking"; a pronoun may be: "told him"."""
    return noun.i not in own or noun.pos_ in {"PRON", "PROPN"}


def _given(frame: Frame, own: set[int]) -> Span | None:
    """Such as "gave me its word", "have given the Speaker that assurance"."""
    for token in (*frame.clause, *frame.said[:8]):
        if token.dep_ == "dative" and token.lower_ != "to" and token.head.i in own and token.pos_ != "ADP":
            return _span(frame, token)
    return None


def _said_to(frame: Frame, own: set[int], said: set[int]) -> Span | None:
    """Such as "said to the judge", "admitted as much to the court", "gave an assurance to the families"."""
    says = any(token.lemma_ in SAID_TO for token in frame.cue)
    for token in frame.clause:
        if token.lower_ != "to" or token.dep_ not in {"prep", "dative"}:
            continue
        on_cue = token.head.i in own and (token.head.lemma_ in SAID_TO or token.head.lemma_.lower() in NOUNS)
        named = next((child for child in token.children if child.dep_ == "pobj"), None)
        if named is not None and (on_cue or (says and token.head.i in said)):
            return _span(frame, named)
    return None


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _is_whom(noun: Token) -> bool:
    """Not a clause or what is told: "told the truth", "asked a question"."""
    return noun.lower_ not in NOT_WHOM and noun.lemma_.lower() not in TOLD_THINGS


def _first_after(frame: Frame) -> Token | None:
    """The noun phrase right behind the cue, where the parser has hung it elsewhere."""
    last = frame.cue[-1]
    after = last.i + 1
    clause = {token.i for token in frame.clause}
    if after not in clause:
        return None
    first = last.doc[after]
    if first.pos_ not in {"DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM"} or first.lower_ in {"that", "this", "what"}:
        return None
    noun = _noun_from(first)
    return (
        noun
        if noun is not None and noun.i in clause and noun.ent_type_ not in {"DATE", "TIME"} and _is_whom(noun)
        else None
    )


def _noun_from(first: Token) -> Token | None:
    for above in climb(first):
        if (
            above.pos_ in {"NOUN", "PROPN", "PRON"}
            and above.left_edge.i <= first.i
            and above.dep_ not in {"compound", "poss", "nmod"}
        ):
            return above if first.i in {above.i, above.left_edge.i} else None
        if above.pos_ in {"VERB", "AUX"}:
            return None
    return None


def _of_noun(frame: Frame) -> Span | None:
    """Such as "in a letter to the Council", "speaking to reporters", "in an interview with the Daily Ledger"."""
    own = {token.i for token in frame.clause}
    for token in frame.clause:
        named = next((child for child in token.children if child.dep_ == "pobj"), None)
        to = token.dep_ in {"prep", "dative"} and token.lower_ in {"to", "with", "before"}
        if to and named is not None and named.i in own and token.head.i in own and _leads_to(token, named):
            return _span(frame, named)
    for token in frame.clause:
        if token.lower_ in {"addressing", "briefing"} and token.i + 1 in own:
            objects = [child for child in token.children if child.dep_ == "dobj"]
            named = objects[0] if objects else _noun_from(token.doc[token.i + 1])
            if named is not None and named.i in own:
                whole = _span(frame, named)
                return Span(max(whole.start, frame.span([token]).end + 1), whole.end)
    return None


def _leads_to(preposition: Token, named: Token) -> bool:
    """Whether what is to, with or before somebody is words said, and he no thing: "in response to the report"."""
    head = preposition.head
    lemma = head.lemma_.lower()
    if named.lemma_.lower() in THINGS or (lemma in ANSWERS and named.pos_ not in {"PROPN", "PRON"}):
        return False
    if lemma in NOUNS and (preposition.lower_ == "to" or lemma in {"interview", "conversation", "call"}):
        return True
    return lemma in {"speak", "talk", "testify", "write"} and head.tag_ in {"VBG", "VBD", "VBN"}


def _asked(frame: Frame) -> Span | None:
    """Such as "Asked whether …, the spokesman said": the one who then speaks."""
    verb = frame.head
    if (
        verb is None
        or frame.speaker
        or verb.lemma_ not in {"ask", "press", "question", "challenge"}
        or verb.tag_ != "VBN"
    ):
        return None
    if verb.dep_ not in {"advcl", "acl", "prep", "amod", "csubj", "partmod"}:
        return None
    said = {token.i for token in frame.said}
    subject = next((child for child in verb.head.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    sentence = frame.parsed.span(verb.sent)
    answers = (each.speaker for each in frame.after if each.speaker is not None and each.within == frame.found.within)
    quoted = [span for each in frame.after for span in each.content]
    answer = next(
        (span for span in answers if span.within(sentence) and not any(span.within(words) for words in quoted)), None
    )
    if answer is not None:
        return answer
    return None if subject is None or subject.i in said else _span(frame, subject)


def _called_on(frame: Frame) -> Span | None:
    """Of words that call on somebody by name: "Mr. President, …", "@ministry …", "To ask the Minister …"."""
    if frame.found.mode != "direct":
        return None
    first = frame.found.content[0]
    end = min(first.end, first.start + 200)
    for expression in (_VOCATIVE, _MENTION, _TO_ASK):
        match = expression.match(frame.text, first.start, end)
        if match is not None:
            return Span(match.start(1), match.end(1))
    return None


def _span(frame: Frame, noun: Token) -> Span:
    """As another attribution prints it where it is a speaker; else the phrase."""
    here = frame.parsed.token_span(noun, noun)
    for each in (*frame.before, *frame.inner):
        if each.speaker is None or not here.within(each.speaker):
            continue
        head = top_of(frame.tokens(each.speaker))
        if head is not None and head.i == noun.i:
            return each.speaker
    return phrase_of(frame, noun, placed=noun.pos_ == "NOUN" and noun.lemma_.lower() not in PEOPLE)
