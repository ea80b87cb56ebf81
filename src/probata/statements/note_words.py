"""One confirmed statement as a sentence of news: who said what, through whom, to whom, where and when.

Rules:
* What was said is in the words of the source: direct words exactly, in quotation marks; indirect words as they stand,
  never in quotation marks of ours.
* Nothing is made stronger: hedges and denials of the saying stay; words that another relayed stay relayed.
* A cue that is not a plain verb of saying is printed as "said".
"""

import re
from collections.abc import Iterator, Sequence

from probata.ledger.statements import Statement


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SAID = _set(
    "said say says told tell wrote writes asked ask added adds stated states declared announced assured assure claimed "
    "alleged reported denied deny insisted warned noted acknowledged admitted confirmed confirm promised promise "
    "pledged vowed agreed accepted accept undertook refused declined rejected condemned called described demanded "
    "urged predicted explained argued replied repeated stressed maintained conceded disclosed revealed testified "
    "tweeted posted guaranteed committed welcomed criticised criticized accused blamed believes believed expected "
    "expects hoped hopes suggested"
)
_BESIDE = _set("had has have was is are were did does not never also later then again it")
_WITH_ADDRESSEE = _set("told tell assured assure")
_WITHOUT_THAT = _set(
    "denied deny refused declined rejected condemned called described demanded urged predicted welcomed criticised "
    "criticized accused blamed accepted accept"
)
_WITH_THAT = _set(
    "said say told tell assured assure added stated claimed alleged insisted warned noted explained argued maintained "
    "testified conceded believed believes expected expects hoped hopes replied stressed suggested"
)
_IMPERSONAL = _set("said alleged reported claimed announced believed expected suggested")
_CONNECTED = re.compile(r"(that|to|whether|if|what|how|why|when|where|who|which|not to)\b")
_FIRST = _set("The A An His Her Their Its Our One Two Some Several Many Most About At More Less No None It He She They")
# opening: what can close it
_MARKS = {
    "“": "”\"", "”": "”", '"': "\"”", "„": "“”\"", "«": "»", "»": "«", "‟": "”",
    "‘": "’'", "'": "'’", "‚": "‘’", "‹": "›",
}  # fmt: skip
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WHOSE = re.compile(r"([^()]*) \(by ([^()]*)\)")


def in_words(period: str) -> str:
    """A day, month or year in words: "19 January 2031"; as it is where it is none."""
    found = _PERIOD.fullmatch(period)
    if not found:
        return period
    year, month, day = found.groups()
    name = _MONTHS[int(month) - 1] if month and 1 <= int(month) <= len(_MONTHS) else month or ""
    return " ".join(part for part in (str(int(day)) if day else "", name, year) if part)


def sentence(statement: Statement, outer: Sequence[Statement] = (), relayed: bool = False) -> str:
    """The sentence, with its full stop.

    Args:
        statement: what was said.
        outer: the confirmed statements that relay it, the outermost last; their words hold this one's.
        relayed: whether somebody relayed it in words that nobody confirmed.
    """
    said = _one(outer[-1] if outer else statement)
    if relayed and not outer:
        said = f"In words that another relayed and that are not confirmed here: {lowered(said)}"
    return _upper(said) + "."


def direct_words(statement: Statement) -> str:
    """The stretches that were said, each exactly and in quotation marks of ours, the marks around them aside."""
    found = [piece for piece in map(_bare, _parts(statement)) if piece]
    return " … ".join(f"“{piece}”" for piece in found)


def speaker_words(statement: Statement) -> str:
    """Who spoke: the fullest naming, and as printed where that says something else."""
    fields = statement.fields
    printed, full = " ".join(fields.get("speaker", "").split()), fields.get("speaker-full", "")
    if not printed or not full or full.casefold() in printed.casefold():
        return printed or full
    alike = {word.casefold().strip(",.") for word in printed.split()} & {word.casefold() for word in full.split()}
    return full if alike else f"{full} (printed as: {printed})"


def lowered(words: str) -> str:
    """Words as they stand within a sentence: a first article, pronoun or preposition without its capital."""
    first, space, rest = words.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in _FIRST or first in ("On", "In", "According") else words


def hedges_of(statement: Statement) -> list[tuple[str, str]]:
    """The hedges: whose, and the words."""
    pairs = (each.partition(": ") for each in statement.fields.get("hedges", "").split("; ") if each.strip())
    return [(whose, words) for whose, _, words in pairs if words]


def _one(each: Statement) -> str:
    fields = each.fields
    parts = [_told(each), *_afterwards(each)]
    said = "; ".join(part for part in parts if part)
    if translated := fields.get("translation", ""):
        by = f" by {fields['translator']}" if fields.get("translator", "") else ""
        said += f" (in translation{by}: {translated})"
    return said


def _told(each: Statement) -> str:
    who, when, cue = speaker_words(each), _when(each), " ".join(each.fields.get("cue", "").split())
    if each.fields.get("mode") == "direct":
        verb = _verb(each, cue, _SAID - _WITH_ADDRESSEE if not each.fields.get("addressee") else _SAID)
        who = who or "somebody whom the source does not name"
        return f"{when}, {lowered(who)}{_beside(each)} {verb}{_whither(each)}: {direct_words(each)}"
    content = _content(each)
    if cue.casefold().startswith("according to"):
        source = lowered(who or cue[len("according to") :].strip() or "an unnamed source")
        return f"According to {source}{_beside(each) or ','} {lowered(when)}, {lowered(_without_that(content))}"
    if not who:
        last = cue.split()[-1].casefold() if cue else ""
        verb = last if last in _IMPERSONAL else "said"
        denied = "not " if each.fields.get("negated") else ""
        hidden = ", by somebody whom the source does not name," if each.fields.get("anonymous") else ""
        return f"{when}, it was {denied}{_adverbs(each)}{verb}{hidden} that {lowered(_without_that(content))}"
    verb = _verb(each, cue, _SAID if each.fields.get("addressee") else _SAID - _WITH_ADDRESSEE)
    return f"{when}, {lowered(who)}{_beside(each)} {verb}{_whither(each)} {_joined(each, verb, content)}"


def _when(each: Statement) -> str:
    said, published = each.fields.get("said", ""), each.fields.get("published", "")[:10]
    if said:
        return f"{'On' if len(said) > len('2031-01') else 'In'} {in_words(said)}"
    return f"In words published on {in_words(published)}" if published else "On a day that is not known"


def _beside(each: Statement) -> str:
    """What stands after the name, between commas."""
    fields = each.fields
    named = speaker_words(each).casefold()
    parts = [fields["role"]] if fields.get("role", "").casefold() not in named else []
    if (via := fields.get("via", "")) and via.casefold() not in named:
        parts.append(f"through {via}")
    if (whom := fields.get("on-behalf-of", "")) and whom.casefold() not in named:
        parts.append(whom if whom.casefold().startswith("on behalf") else f"on behalf of {lowered(whom)}")
    if fields.get("anonymous") and speaker_words(each):
        parts.append("whom the source does not name")
    apposed = ", " in named and " and " not in named
    return "".join(f", {' '.join(part.split())}" for part in parts) + ("," if parts or apposed else "")


def _verb(each: Statement, cue: str, allowed: frozenset[str]) -> str:
    hedged = {word for whose, words in hedges_of(each) if whose == "reporter" for word in words.casefold().split()}
    words = [word for word in cue.split() if word.casefold() not in hedged]
    while words and words[-1].casefold() in ("on", "in", "at", "that", "to"):
        words.pop()
    known = bool(words) and words[-1].casefold() in allowed
    plain = known and all(word.casefold() in _BESIDE or word.casefold() in _SAID for word in words)
    verb = " ".join(words) if plain else "said"
    if each.fields.get("negated") and not (plain and {"not", "never"} & {word.casefold() for word in words}):
        verb = "did not say"
    return f"{_adverbs(each)}{verb}"


def _adverbs(each: Statement) -> str:
    """The reporter's hedges that can stand before the verb, and that the words said don't hold."""
    return "".join(f"{words.casefold()} " for words in _outside(each) if words.casefold().endswith("ly"))


def _outside(each: Statement) -> Iterator[str]:
    quote = each.quote.casefold()
    for whose, words in hedges_of(each):
        if whose == "reporter" and words.casefold() not in quote:
            yield words


def _afterwards(each: Statement) -> Iterator[str]:
    """What the sentence could not hold: other hedges, and whose a number is."""
    quote = each.quote.casefold()
    for whose, words in hedges_of(each):
        if words.casefold() not in quote and not (whose == "reporter" and words.casefold().endswith("ly")):
            yield f"the {whose} adds: {words}"
    named = speaker_words(each).casefold()
    for figure in each.fields.get("figures", "").split("; "):
        found = _WHOSE.fullmatch(figure)
        if found and found[2].casefold() not in named and found[2].casefold() not in quote:
            yield f"the number ({found[1]}) is that of {lowered(found[2])}"


def _whither(each: Statement) -> str:
    """To whom, at what and where it was said, as far as the words said don't tell."""
    fields, quote = each.fields, each.quote.casefold()
    parts = [fields.get("addressee", ""), fields.get("occasion", "")]
    place = fields.get("place", "")
    if place and place.casefold() not in fields.get("occasion", "").casefold():
        parts.append(f"in {place}")
    cue = fields.get("cue", "").split()
    if parts[0] and not (cue and cue[-1].casefold() in _WITH_ADDRESSEE | {"asked", "urged", "warned"}):
        parts[0] = parts[0] if parts[0].casefold().startswith("to ") else f"to {parts[0]}"
    return "".join(f" {' '.join(part.split())}" for part in parts if part and part.casefold() not in quote)


def _content(each: Statement) -> str:
    return " … ".join(filter(None, (" ".join(part.split()).strip(" ,;.") for part in _parts(each))))


def _parts(each: Statement) -> list[str]:
    """The stretches that were said; where a person's places don't fit, the whole."""
    found = []
    for place in each.fields.get("parts", "").split():
        start, _, end = place.partition("-")
        found.append(each.quote[max(int(start) - each.start, 0) : max(int(end) - each.start, 0)])
    return [part for part in found if part.strip()] or [each.quote]


def _joined(each: Statement, verb: str, content: str) -> str:
    last = verb.split()[-1]
    if _CONNECTED.match(content) or last in _WITHOUT_THAT:
        return content
    if last in _WITH_THAT:
        return f"that {lowered(content)}"
    fields = each.fields
    cue_at, speaker_at = _start(fields.get("cue-at", "")), _start(fields.get("speaker-at", ""))
    natural = speaker_at >= 0 and 0 <= cue_at < each.start and " ".join(fields.get("cue", "").split()).endswith(verb)
    return content if natural else f"that {lowered(content)}"


def _start(place: str) -> int:
    start = place.partition("-")[0]
    return int(start) if start else -1


def _without_that(content: str) -> str:
    return content[len("that ") :] if content.startswith("that ") else content


def _bare(words: str) -> str:
    """Words without the quotation marks around them, and without a comma or stop before the last one."""
    words = words.strip().rstrip(",").strip()
    if words and words[0] in _MARKS:
        closed = len(words) > 1 and words[-1] in _MARKS[words[0]]
        words = words[1:-1] if closed else words[1:]
    words = words.strip().rstrip(",;").strip()
    return words[:-1].strip() if words.endswith(".") and not words.endswith("..") else words


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
