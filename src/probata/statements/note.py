"""A sourced note: a page in the style of a news digest, drafted from confirmed records only.

Rules:
* Nothing that is not confirmed gets in; what stood on something that is not confirmed any more is left out and counted.
* Every sentence has a footnote, and every footnote leads to an exhibit: its SHA-256, the path as received, the place
  and the exact words.
* What a later statement does to a commitment is said only where people said so, as theirs and with their reason;
  otherwise it is *not assessed*.

Not here: the note as a value (`note_values`), how a statement becomes a sentence (`note_words`), what the page looks
like (`probata.report.note`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from probata.ledger.statements import NOT_ASSESSED, KeptClaim, KeptReply, Statement, Statements
from probata.statements.histories import History, Later, histories, said_on
from probata.statements.note_values import (
    Backgrounder,
    Choice,
    Footnote,
    Group,
    Heading,
    Note,
    Papers,
    Sentence,
    Source,
)
from probata.statements.note_words import hedges_of, in_words, lowered, sentence, speaker_words

FINDINGS = {
    "repeats": "repeating {}",
    "narrows": "narrowing {}",
    "contradicts": "contradicting {}",
    "fulfils": "fulfilling {}",
    "breaches": "breaching {}",
    "conditional": "making {} conditional",
    "unrelated": "unrelated to {}",
}
_STATED = ("publisher", "headline", "published", "address")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def draft(known: Statements, choice: Choice, heading: Heading, papers: Papers) -> Note:
    """The note.

    Args:
        known: what people decided.
        choice: what it is about; names that are not there are passed over.
        heading: what is given.
        papers: what is known of the exhibits.
    """
    drafting = _Drafting(known, papers)
    everything = not choice.statements and not choice.commitments
    told = [
        each
        for each in histories(known)
        if (everything or each.kept.said.commitment in choice.commitments) and drafting.holds(each.source)
    ]
    drafting.elsewhere = {each.kept.statement for each in told} | {
        one.statement.name for each in told for one in each.later if one.label != NOT_ASSESSED
    }
    groups = [drafting.group(each) for each in told]
    wanted = drafting.confirmed.values() if everything else (drafting.confirmed.get(n) for n in choice.statements)
    groups += drafting.rest([each for each in wanted if each is not None])
    groups += drafting.claims([each for each in known.claims.values() if everything or each.statement in drafting.told])
    replies = tuple(drafting.replies({each.kept.said.commitment for each in told}))
    not_assessed = tuple(drafting.not_assessed())
    return Note(
        heading=heading,
        groups=tuple(groups),
        replies=replies,
        not_assessed=not_assessed,
        footnotes=tuple(drafting.footnotes),
        sources=tuple(_sources(drafting.cited, papers)),
        background=tuple(_background(each, papers) for each in told),
        left_out=tuple(_left_out(known, choice, drafting)),
    )


class _Drafting:
    """Keeps which passages have a footnote already."""

    def __init__(self, known: Statements, papers: Papers) -> None:
        self.known, self.papers = known, papers
        self.confirmed = {each.name: each for each in known.confirmed if each.exhibit in papers.paths}
        self.footnotes: list[Footnote] = []
        self._open: list[tuple[str, tuple[Statement, ...]]] = []
        self.cited: dict[str, Statement] = {}
        self.told: set[str] = set()
        self.elsewhere: set[str] = set()  # told with its own commitment, or with one that it was assessed against
        self._numbers: dict[str, int] = {}

    def holds(self, statement: Statement | None) -> bool:
        return statement is not None and statement.name in self.confirmed

    def group(self, each: History) -> Group:
        """A commitment, then later words beside it."""
        source, said = each.source, each.kept.said
        assert source is not None
        first = [self._said(source)]
        if len(said.provisions) > 1 or said.deadline:
            first.append(self._promised(each, source))
        paragraphs = [tuple(first)]
        later = [one for one in each.later if self.holds(one.statement)]
        paragraphs += [told for one in later if (told := self._beside(each, source, one))]
        if not later:
            text = f"{_lead(each, self.papers)}: no later statement is confirmed beside it; it is {NOT_ASSESSED}."
            self._open.append((text, (source,)))
        return Group(said.commitment, _lead(each, self.papers), tuple(paragraphs))

    def rest(self, statements: Sequence[Statement]) -> list[Group]:
        """What no commitment stands beside, by date."""
        left = sorted((each for each in statements if each.name not in self.told), key=_order)
        paragraphs = []
        for each in left:
            if each.name not in self.told:
                paragraphs.append((self._said(each),))
        return [Group("", "Also said", tuple(paragraphs))] if paragraphs else []

    def claims(self, claims: Iterable[KeptClaim]) -> list[Group]:
        """Numbers that others published, each as its claimant's."""
        found = [(each, self.confirmed[each.statement]) for each in claims if each.statement in self.confirmed]
        paragraphs = tuple((Sentence(_claimed(each), (self._note(of),)),) for each, of in found)
        return [Group("", "Numbers that others published", paragraphs)] if paragraphs else []

    def replies(self, commitments: set[str]) -> Iterator[Sentence]:
        """Answers, corrections and notes on what the note tells."""
        for each in self.known.replies:
            about = self._about(each.said.about)
            if about is None or not (each.said.about in commitments or about.name in self.told):
                continue
            notes = [self._note(about)]
            if each.said.exhibit in self.papers.paths:
                notes.append(self._held(each))
            yield Sentence(_replied(each), tuple(notes))

    def not_assessed(self) -> Iterator[Sentence]:
        """What nobody compared, or not enough people."""
        for text, statements in self._open:
            yield Sentence(text, tuple(map(self._note, statements)))

    def _about(self, name: str) -> Statement | None:
        kept = self.known.commitments.get(name)
        if kept is not None:
            name = kept.statement
        return self.confirmed.get(name) or next((s for s in self.confirmed.values() if s.act == name), None)

    def _said(self, each: Statement) -> Sentence:
        outer = self._outer(each)
        self.told |= {each.name, *(one.name for one in outer)}
        text = sentence(each, outer, relayed=bool(each.fields.get("within", "")))
        return Sentence(text, tuple(self._note(one) for one in (each, *outer)))

    def _outer(self, each: Statement) -> list[Statement]:
        """The confirmed statements that relay this one, the innermost first."""
        around = [
            one
            for one in self.confirmed.values()
            if one.exhibit == each.exhibit
            and one.text == each.text
            and one.start <= each.start
            and one.end >= each.end
            and len(one.quote) > len(each.quote)
        ]
        return sorted(around, key=lambda one: len(one.quote))

    def _promised(self, each: History, source: Statement) -> Sentence:
        said = each.kept.said
        parts = "; ".join(said.provisions.values())
        by = f", by {in_words(said.deadline)}" if said.deadline else ""
        return Sentence(f"It is recorded as {_article(said.form)} to do this{by}: {parts}.", (self._note(source),))

    def _beside(self, each: History, source: Statement, later: Later) -> tuple[Sentence, ...]:
        statement, form = later.statement, each.kept.said.form
        if later.label == NOT_ASSESSED:
            why = "; those who compared them do not agree, or are too few" if later.state else ""
            what = f"{_lead(each, self.papers)}: what {_who_and_when(statement)} is {NOT_ASSESSED} beside it{why}."
            self._open.append((what, (statement, source)))
            if statement.name in self.told | self.elsewhere:
                return ()
            said = self._said(statement)
            notes = tuple(dict.fromkeys((*said.notes, self._note(source))))
            return said, Sentence(f"Whether this bears on the {form} is {NOT_ASSESSED}{why}.", notes)
        said = self._said(statement)
        notes = tuple(dict.fromkeys((*said.notes, self._note(source))))
        found = FINDINGS[later.label].format(f"its part {_number(later.provision)}" if later.provision else "it")
        reason = " ".join(later.reason.split()).rstrip(".")
        text = f"Beside the {form}, this is assessed as {found}, by {self._reviewers(each, later)}"
        return said, Sentence(f"{text}, with {later.confidence} confidence: {reason}.", notes)

    def _reviewers(self, each: History, later: Later) -> str:
        key = (each.kept.said.commitment, later.provision, later.statement.name)
        for one in self.known.assessments:
            if (one.commitment, one.provision, one.statement) == key:
                newest = {said.holder: said.verdict for said in one.said}
                count = sum(verdict == later.label for verdict in newest.values())
                return f"{_number(count)} reviewer{'s' if count != 1 else ''}"
        return "a reviewer"

    def _note(self, each: Statement) -> int:
        if each.name not in self._numbers:
            self._numbers[each.name] = len(self.footnotes) + 1
            self.cited[each.name] = each
            self.footnotes.append(self._footnote(each))
        return self._numbers[each.name]

    def _footnote(self, each: Statement) -> Footnote:
        fields = each.fields
        details = [part for part in (fields.get("mode", ""), fields.get("kind", "")) if part]
        details += [f"hedged: {words} (the {whose}'s)" for whose, words in hedges_of(each)]
        if self.papers.texts.get(each.exhibit, each.text) != each.text:
            details.append("the document's text is read differently now than when this was confirmed")
        return Footnote(
            number=len(self.footnotes) + 1,
            exhibit=each.exhibit,
            path=self.papers.paths[each.exhibit],
            place=f"{each.start}-{each.end}",
            words=each.quote,
            details=tuple(details),
            source=", ".join(part for part in (fields.get("publisher", ""), fields.get("headline", "")) if part),
            act=each.act,
        )

    def _held(self, each: KeptReply) -> int:
        said, number = each.said, len(self.footnotes) + 1
        path = self.papers.paths[said.exhibit]
        details = (f"{said.what} of {said.by}",)
        self.footnotes.append(Footnote(number, said.exhibit, path, "", said.words, details, "", each.recorded.act))
        return number


def _who_and_when(each: Statement) -> str:
    on = said_on(each)
    known = f"on {in_words(on)}" if each.fields.get("said", "") else f"in words published on {in_words(on)}"
    return f"{lowered(speaker_words(each)) or 'somebody unnamed'} said {known if on else 'on a day that is not known'}"


def _lead(each: History, papers: Papers) -> str:
    said = each.kept.said
    made = f", {in_words(said.made)}" if said.made else ""
    return f"{said.form.capitalize()} of {papers.names.get(said.party, said.party)}{made} ({said.commitment})"


def _claimed(each: KeptClaim) -> str:
    said = each.said
    number = said.low if said.low == said.high else f"{said.low} to {said.high}"
    what = " ".join(part for part in (said.qualifier, number, said.unit) if part)
    when = f", {in_words(said.date)}" if said.date else ", on a day that is not known"
    how = f"scope: {said.scope or 'not stated'}; counted: {said.rule or 'not stated'}"
    return f"{what[:1].upper()}{what[1:]}: claimed by {lowered(said.claimant) or 'nobody named'}{when}; {how}."


def _replied(each: KeptReply) -> str:
    said = each.said
    what = {"right-of-reply": "reply", "correction": "correction", "note": "note"}[said.what]
    when = f", {in_words(said.date)}" if said.date else ""
    held = "" if said.exhibit else " (taken down by the inquiry; no exhibit is named for these words)"
    return f"{what.capitalize()} by {said.by}{when}{held}: {' '.join(said.words.split())}"


def _sources(cited: Mapping[str, Statement], papers: Papers) -> Iterator[Source]:
    found: dict[Source, None] = {}
    for each in cited.values():
        fields = each.fields
        publisher, headline, published, address = (fields.get(name, "") for name in _STATED)
        found[Source(publisher, headline, published, address, each.exhibit, papers.paths[each.exhibit])] = None
    told = [one for one in found if not any(one != other and _tells_less(one, other) for other in found)]
    yield from sorted(told, key=lambda one: (one.published or "9", one.publisher, one.headline, one.exhibit))


def _tells_less(one: Source, other: Source) -> bool:
    pairs = [(getattr(one, name), getattr(other, name)) for name in _STATED]
    return one.exhibit == other.exhibit and all(mine in ("", theirs) for mine, theirs in pairs)


def _background(each: History, papers: Papers) -> Backgrounder:
    said = each.kept.said
    return Backgrounder(
        key=said.commitment,
        heading=_lead(each, papers),
        provisions=tuple(said.provisions.values()),
        terms=(
            *sorted((n, words) for n, words in said.terms.items() if n not in ("action", "object")),
            *([("deadline", in_words(said.deadline))] if said.deadline else []),
        ),
        links=each.links,
    )


def _left_out(known: Statements, choice: Choice, drafting: _Drafting) -> Iterator[str]:
    if choice.statements or choice.commitments:
        yield "This note tells a choice of what is confirmed."
    gone = sum(each.statement not in drafting.confirmed for each in known.commitments.values())
    if gone:
        yield f"Commitments whose statement is not confirmed any more, left out: {gone:,}."
    lost = len(known.confirmed) - len(drafting.confirmed)
    if lost:
        yield f"Confirmed statements whose exhibit is not among those received, left out: {lost:,}."


def _article(form: str) -> str:
    return f"an {form}" if form[0] in "aeiou" else f"a {form}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _order(each: Statement) -> tuple[str, str, int]:
    return said_on(each) or "9", each.exhibit, each.start
