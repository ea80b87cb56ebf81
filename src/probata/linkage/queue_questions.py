"""The questions that a person could be asked, each with how much the answer is expected to change the count.

The effect of a question is the expected change of the number of persons, in persons: the chance that the answer is not
what the count now takes for granted, times the persons who then come or go.

| question | the count changes when | chance |
|---|---|---|
| same person, two groups | they are one | the link's probability |
| same person, one group | they are two | 1 − the link's probability |
| same person, both unassigned | they are one: a person more | the link's probability |
| same person, a photograph and its group's surest | it is of a person not known otherwise | ½ × (1 − its probability) |
| same picture, of two persons | the pictures are one, so the persons are | the link's score; others are not asked |
| which number, of a numbered person | every reading of it is wrong | the product of 1 − confidence |
| which number, of a group without one | it can be read, and is a known person's | ½ × that, at least ¼ |
| which number, of a photograph of nobody | it shows a person, and the number can be read and is new | their product |
| which class, of a group without number | it shows no person | 1 − the surest confidence |
| which class, of photographs of nobody | they show a person | 0.1 × (1 − the surest confidence of a burst) |
| same person, side by side in a burst | a group without number belongs to the numbered person beside it | 0.3 |
| the same, both by numbers | one was misread, by a digit or two | 0.4, 0.2; 0.05 where they follow each other |
| a proposal against a judgement | one of them is wrong | 0.5 |

That a person can read what the reader can't is taken for even odds. This and the other constants are assumptions that
only order questions; no figure rests on them.

Not here: which of them are asked, and of whom (`queue`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, prod

from probata.ledger.judgements import CLASS, NUMBER, PERSON, Subject
from probata.linkage.bursts import Burst
from probata.linkage.classes import PERSONS, ClassProposal
from probata.linkage.link import Link, Reason
from probata.linkage.numbers import ExhibitNumbers, NumberReading
from probata.linkage.persons_assigning import PersonAssignment
from probata.linkage.persons_joining import Contradiction
from probata.linkage.persons_sequence import difference

PICTURE = "picture"
QUESTIONS: Mapping[str, str] = {
    PERSON: "Do both photographs show the same person?",
    PICTURE: "Are both the same picture, perhaps cut, turned or edited?",
    CLASS: "What class of photograph is this?",
    NUMBER: "Which number does the photograph show?",
}
_LEGIBLE = 0.5
_NOT_KNOWN = 0.5
_SHOWS_A_PERSON = 0.1
_BESIDE = 0.3
_MISREAD_BESIDE, _NEXT_BESIDE, _NEXT_NUMBERS = (0.0, 0.4, 0.2), 0.05, 5
_OPEN = 0.5
_SUREST = 0.999
_NUMBER_ROLES = ("detainee", "branch")
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be judged.

    Attributes:
        kind: person, picture, class or number; person-class only as a second judgement.
        a: hex digest of an exhibit; of a pair the smaller one.
        b: of a pair the other exhibit; the role of a number; else "".
        question: in words.
        probability: that what is proposed is right, 0..1.
        effect: expected change of the number of persons by the answer.
        reasons: for what is proposed, strongest first.
        second: somebody has judged it, and another person must.
    """

    kind: str
    a: str
    b: str
    question: str
    probability: float
    effect: float
    reasons: tuple[Reason, ...] = ()
    second: bool = False

    @property
    def subject(self) -> Subject:
        """What a judgement on it is about."""
        return self.kind, self.a, self.b


@dataclass(frozen=True)
class Known:
    """What the questions are made from.

    Attributes:
        assignments: the person of each exhibit.
        classes: the class of each exhibit.
        numbers: by hex digest.
        links: proposals that two exhibits show one person; the score is the probability.
        pictures: proposals that two exhibits are one picture.
        bursts: photographs of one camera close in time, in order.
        contradictions: proposals against judgements.
    """

    assignments: Sequence[PersonAssignment]
    classes: Sequence[ClassProposal] = ()
    numbers: Mapping[str, ExhibitNumbers] = field(default_factory=dict)
    links: Sequence[Link] = ()
    pictures: Iterable[Link] = ()
    bursts: Sequence[Burst] = ()
    contradictions: Sequence[Contradiction] = ()


def order(question: Question) -> tuple[float, float, Subject]:
    """Sorts questions: what changes the count most first, of equals what is most open."""
    p = question.probability
    return -round(question.effect, _DECIMALS), -round(p * (1 - p), _DECIMALS), question.subject


class Asking:
    """Makes questions; looks at no judgement."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._person = {each.exhibit: each.person for each in known.assignments}
        self._groups: dict[str, list[PersonAssignment]] = {}
        for each in known.assignments:
            if each.person is not None:
                self._groups.setdefault(each.person, []).append(each)
        self._links = {(link.a, link.b): link for link in known.links}
        self._classes = {each.exhibit: each for each in known.classes}
        self._numbered = {each.number for each in known.assignments if each.numbered}

    def questions(self) -> Iterator[Question]:
        """All questions, once each; pairs that ask the same of two groups only by their strongest link."""
        yield from self._strongest(self._pair(PERSON, link) for link in self._links.values())
        pictures = (self._pair(PICTURE, link) for link in self._known.pictures)  # there may be millions
        yield from self._strongest(each for each in pictures if each.effect > 0)
        yield from self._within()
        yield from self._beside()
        for group in self._groups.values():
            yield from self._number_of(group)
            yield from self._class_of(group)
        yield from self._of_nobody()

    def contradicted(self) -> Iterator[Question]:
        """Each judgement that a proposal contradicts, by one pair."""
        seen: set[str] = set()
        for each in self._known.contradictions:
            if each.act and each.act in seen:
                continue
            seen.add(each.act)
            reason = Reason("contradiction", f"{each.what}, against act {each.act[:12] or 'of other photographs'}")
            yield Question(PERSON, each.a, each.b, QUESTIONS[PERSON], _OPEN, _OPEN, (reason,))

    def second(self, kind: str, a: str, b: str) -> Question:
        """The question on a subject that somebody has judged: as if nobody had."""
        if kind in (PERSON, PICTURE):
            known = self._links.get((a, b)) if kind == PERSON else None
            return self._pair(kind, known or Link(a, b, kind, _OPEN))
        if kind == NUMBER and a in self._known.numbers:
            return self._ask_number(self._known.numbers[a].by_role[b], a, 0.0)
        if kind == CLASS and a in self._classes:
            return self._ask_class(self._classes[a], 0.0)
        return Question(kind, a, b, QUESTIONS.get(kind, "Of which class is the person shown?"), _OPEN, 0.0)

    def _between(self, a: str, b: str) -> tuple[str, str]:
        """The two groups that a pair is about."""
        one, other = sorted((self._person.get(a) or a, self._person.get(b) or b))
        return one, other

    def _strongest(self, questions: Iterable[Question]) -> Iterator[Question]:
        best: dict[tuple[str, str], Question] = {}
        for each in questions:
            between = self._between(each.a, each.b)
            if between[0] == between[1]:
                yield each
            elif between not in best or order(each) < order(best[between]):
                best[between] = each
        yield from best.values()

    def _pair(self, kind: str, link: Link) -> Question:
        one, other = self._person.get(link.a), self._person.get(link.b)
        if one == other and one is not None:
            effect = 1 - link.score if kind == PERSON else 0.0
        elif (one is None) == (other is None):
            effect = link.score if kind == PERSON or one is not None else 0.0
        else:
            effect = 0.0  # one photograph more of a person changes no count
        return Question(kind, link.a, link.b, QUESTIONS[kind], link.score, effect, link.reasons)

    def _within(self) -> Iterator[Question]:
        """Photographs that are in a group less than surely, each with the surest of the group."""
        for group in self._groups.values():
            surest = min(group, key=lambda each: (-each.probability, each.exhibit))
            for each in group:
                a, b = sorted((each.exhibit, surest.exhibit))
                if each is not surest and each.probability < _SUREST and (a, b) not in self._links:
                    effect = _NOT_KNOWN * (1 - each.probability)
                    yield Question(PERSON, a, b, QUESTIONS[PERSON], each.probability, effect, each.reasons)

    def _beside(self) -> Iterator[Question]:
        """Groups next to each other in a burst of which one may be the other's, where no link says so more clearly."""
        score = {self._between(a, b): link.score for (a, b), link in self._links.items()}
        for burst in self._known.bursts:
            for a, b in pairwise(burst.exhibits):
                one, other = self._person.get(a), self._person.get(b)
                if one is None or other is None or one == other:
                    continue
                first, second = self._groups[one][0], self._groups[other][0]
                chance, why = self._one_of_both(first, second)
                known = score.get(self._between(a, b), 0.0)
                if chance > known and (not known or first.numbered == second.numbered):
                    score[self._between(a, b)] = chance
                    reason = Reason("beside", f"next to each other in one burst; {why}")
                    yield Question(PERSON, min(a, b), max(a, b), QUESTIONS[PERSON], chance, chance, (reason,))

    def _one_of_both(self, one: PersonAssignment, other: PersonAssignment) -> tuple[float, str]:
        """How likely two groups side by side are one person, and why; 0 where nothing speaks for it."""
        if one.numbered != other.numbered:
            return _BESIDE, "one group has no number"
        if not one.numbered:
            return 0.0, ""
        numbers = _parts(one.number), _parts(other.number)
        digits = difference(*numbers)
        if not 0 < digits < len(_MISREAD_BESIDE):
            return 0.0, ""
        if abs(_value(numbers[0][0]) - _value(numbers[1][0])) <= _NEXT_NUMBERS:
            return _NEXT_BESIDE, f"{one.number} and {other.number} follow each other in the series, and are alike"
        return _MISREAD_BESIDE[digits], f"{one.number} and {other.number} differ in {digits} digit{'s'[: digits - 1]}"

    def _number_of(self, group: Sequence[PersonAssignment]) -> Iterator[Question]:
        read = [self._known.numbers[each.exhibit] for each in group if each.exhibit in self._known.numbers]
        if group[0].numbered:
            sure = sorted(
                (each for each in read if each.sets), key=lambda each: (-each.sets[0].confidence, each.exhibit)
            )
            wrong = prod(1 - each.sets[0].confidence for each in sure)
            if sure and wrong > 0:
                roles = (sure[0].by_role[role] for role in _NUMBER_ROLES if role in sure[0].by_role)
                reading = min((each for each in roles if each.value), key=lambda each: each.confidence, default=None)
                if reading is not None:
                    yield self._ask_number(reading, sure[0].exhibit, wrong)
        else:
            for each in _illegible(read)[:1]:
                yield self._ask_number(each.detainee, each.exhibit, _LEGIBLE * max(_OPEN, self._known_mass(each)))

    def _known_mass(self, read: ExhibitNumbers) -> float:
        """The probability of the candidates that are a known person's."""
        written = ((each, [each.value(role) for role in _NUMBER_ROLES]) for each in read.sets)
        return sum(each.confidence for each, parts in written if "/".join(p for p in parts if p) in self._numbered)

    def _class_of(self, group: Sequence[PersonAssignment]) -> Iterator[Question]:
        """Whether a group without number shows a person at all."""
        proposals = [self._classes[each.exhibit] for each in group if each.exhibit in self._classes]
        if proposals and not group[0].numbered:
            surest = max(proposals, key=lambda each: (each.confidence, each.exhibit))
            if surest.confidence < 1 and surest.class_ in PERSONS:
                yield self._ask_class(surest, 1 - surest.confidence)

    def _of_nobody(self) -> Iterator[Question]:
        """Photographs of nobody: their numbers, and the class of one of each burst, and of each that is in none."""
        burst_of = {e: k for k, burst in enumerate(self._known.bursts) for e in burst.exhibits}
        surest: dict[str, ClassProposal] = {}
        for proposal in self._known.classes:
            exhibit = proposal.exhibit
            if self._person.get(exhibit) is not None or proposal.basis == "type":
                continue
            read = self._known.numbers.get(exhibit)
            if read is not None and _illegible([read]):
                new = _LEGIBLE * (1 - self._known_mass(read))
                yield self._ask_number(read.detainee, exhibit, _shows_a_person(proposal) * new)
            key = str(burst_of[exhibit]) if exhibit in burst_of else exhibit
            if key not in surest or proposal.confidence > surest[key].confidence:
                surest[key] = proposal
        for proposal in surest.values():
            if (
                proposal.confidence < 1 and proposal.class_ not in PERSONS
            ):  # of a person the number or a link tells more
                yield self._ask_class(proposal, _shows_a_person(proposal))

    def _ask_number(self, reading: NumberReading, exhibit: str, effect: float) -> Question:
        reasons = tuple(
            Reason("candidate", f"{each.value} with probability {each.confidence:.3f}", _log_odds(each.confidence))
            for each in reading.candidates
        )
        probability = reading.confidence if reading.value else 0.0
        return Question(NUMBER, exhibit, reading.role, QUESTIONS[NUMBER], probability, effect, reasons)

    def _ask_class(self, proposal: ClassProposal, effect: float) -> Question:
        reason = Reason(proposal.basis, f"{proposal.class_}: {proposal.detail}", _log_odds(proposal.confidence))
        return Question(CLASS, proposal.exhibit, "", QUESTIONS[CLASS], proposal.confidence, effect, (reason,))


def _illegible(read: Iterable[ExhibitNumbers]) -> list[ExhibitNumbers]:
    """Those on which a detainee's number is, that could not be read well enough."""
    return sorted((each for each in read if each.detainee.status == "illegible"), key=lambda each: each.exhibit)


def _shows_a_person(proposal: ClassProposal) -> float:
    """The chance that a photograph shows a person, by its class."""
    return proposal.confidence if proposal.class_ in PERSONS else _SHOWS_A_PERSON * (1 - proposal.confidence)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1 - _SUREST), _SUREST)
    return log(bounded / (1 - bounded))


def _parts(number: str) -> tuple[str, str]:
    detainee, _, branch = number.partition("/")
    return detainee, branch


def _value(number: str) -> int:
    return int("".join(character for character in number if character.isdecimal()) or 0)
