"""What clauses are judged by: the words of the speaker and of the cue, and who may act for the speaker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from probata.attribution import terms_words as words
from probata.attribution.attribution import Attribution, Form
from probata.attribution.parsed import Parsed
from probata.attribution.terms_verbs import REACH
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any


_BETWEEN = 40  # code points: "gave [its word] that", "declared [itself ready] to"


@dataclass(frozen=True, slots=True)
class Saying:
    """What the clauses are judged by: the words of the speaker's phrase, the cue's lemmas, the content's places."""

    speaker: frozenset[str]
    cue: frozenset[str]
    places: frozenset[int]
    direct: bool
    form: Form | None


def saying_of(parsed: Parsed, found: Attribution) -> Saying:
    """The words of the speaker and of the cue, and the places of the content's tokens."""
    cue = _lemmas(parsed, [found.cue] if found.cue else [])
    places = frozenset(token.i for span in found.content for token in (parsed.words(span) or ()) if not token.is_space)
    speaker = _lemmas(parsed, [span for span in (found.speaker, found.on_behalf_of, found.via) if span])
    return Saying(speaker, cue, places, found.mode == "direct", _form_of_cue(parsed, found, cue))


def _lemmas(parsed: Parsed, spans: Sequence[Any]) -> frozenset[str]:
    found = [token for span in spans for token in (parsed.words(span) or ())]
    return frozenset(word for token in found for word in (token.lemma_.lower(), token.lower_, *_plain(token.lower_)))


def _plain(word: str) -> tuple[str, ...]:
    """The verb behind "assured" where the model takes it for an adjective and keeps its ending."""
    return (word[:-1], word[:-2]) if word.endswith("ed") else ()


def _form_of_cue(parsed: Parsed, found: Attribution, cue: frozenset[str]) -> Form | None:
    """The form of a cue that undertakes; None of "said"."""
    form = form_of(cue)
    if form is not None or found.cue is None:
        return form
    between = Span(found.cue.end, found.content[0].start)
    if 0 < between.end - between.start <= _BETWEEN:
        form = form_of(_lemmas(parsed, [between]))
        if form is not None:
            return form
    tokens = parsed.words(found.cue)
    nouns = [child.lemma_.lower() for token in tokens or () for child in token.children if child.dep_ == "dobj"]
    return form_of(frozenset(nouns))


def form_of(lemmas: frozenset[str]) -> Form | None:
    """The form of commitment that some lemmas name, None for none."""
    for lemma in sorted(lemmas):
        named = words.UNDERTAKING_NOUNS.get(lemma)
        if named is not None:
            return named
    for form, verbs in _FORMS:
        if lemmas & verbs:
            return form
    return None


_FORMS: tuple[tuple[Form, frozenset[str]], ...] = (
    ("assurance", words.ASSURANCES),
    ("pledge", words.PLEDGES),
    ("agreement", words.AGREEMENTS),
    ("plan", words.PLANS | words.READY - {"set", "due", "bound"}),
)


def is_denied(parsed: Parsed, found: Attribution) -> bool:
    """Whether the saying itself is denied or refused: "never promised", "declined to promise"."""
    if found.negated:
        return True
    tokens = parsed.words(found.cue) if found.cue else None
    denied = {"refuse", "decline", "fail", "deny"}
    return any(
        child.dep_ == "neg" or token.lemma_ in denied or child.lemma_ in {"never", "refuse"}
        for token in tokens or ()
        for child in (token, *token.children)
        if child.dep_ in {"neg", "advmod", "ROOT", token.dep_}
    )


def is_no_undertaking(saying: Saying) -> bool:
    """Whether the cue asks or guesses; "asked me to say" does not ask."""
    return bool(saying.cue & (words.ASKING | words.GUESSING)) and "say" not in saying.cue


def may_act(subject: Token | None, saying: Saying) -> bool:
    """Whether the one who is to act may be the speaker, or somebody for whom he speaks."""
    if subject is None or subject.lower_ in {"we", "i", "us"}:
        return True
    if subject.lower_ in words.NOBODIES:
        return False
    if subject.pos_ == "PRON" or subject.lower_ in {"it", "he", "she", "they"}:
        return not saying.direct and _is_first_subject(subject, saying)
    if any(child.lower_ in {"our", "my"} for child in subject.children):
        return True
    names = {subject.lemma_.lower(), subject.lower_} | {
        child.lower_
        for child in subject.children
        if child.dep_ in {"compound", "nmod", "amod", "poss"} and child.pos_ == "PROPN"
    }
    if names & saying.speaker - {"the"}:
        return True
    if saying.speaker & words.OUTSIDERS:
        return False
    if subject.lemma_.lower() in words.BODIES:
        return not any(child.lower_ in {"their", "his", "her", "your"} for child in subject.children if saying.direct)
    if subject.ent_type_ == "PERSON" and not saying.speaker & {"spokesman", "spokeswoman", "spokesperson"}:
        return False
    return subject.pos_ == "PROPN" and bool(saying.speaker & words.OFFICIAL)


def _is_first_subject(subject: Token, saying: Saying) -> bool:
    """A pronoun means the speaker where no other noun in what is said could be meant."""
    for place in range(subject.i - 1, max(subject.i - REACH, -1), -1):
        token = subject.doc[place]
        if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ in {"NOUN", "PROPN"} and token.i in saying.places:
            return False
        if token.is_sent_start:
            break
    return True
