"""Whom a noun phrase without a name means: "the foreign minister", "her spokesman", "the union", "both sides".

Rules:
* A role is a person's where every word of it was said of that person; the nearest before goes first.
* A spokesperson is the one of whom the text says so, or the only one there is.
* A body's noun is the nearest body with that noun in its name.
* Nothing that begins with "a" is anybody who was named.
"""

from probata.attribution.speakers_book import Entry, before, nearest, role_heads
from probata.attribution.speakers_naming import gender_of
from probata.attribution.speakers_phrase import Phrase
from probata.attribution.speakers_scene import Scene
from probata.attribution.speakers_words import ARTICLES, FIRST, POSSESSIVES, PRONOUNS, is_role
from probata.documents.document import Span

_GENERIC = frozenset(
    {"organisation", "organization", "group", "agency", "body", "paper", "newspaper", "outlet", "company", "firm"}
)
_HANDLE, NEAR_PAIR = 40, 600


def of_noun(scene: Scene, phrase: Phrase) -> tuple[Entry, str]:
    """Whom a phrase means, and the basis; a new entry, ``printed``, where nothing answers."""
    pair = _pair(scene, phrase) if phrase.pair else None
    if pair is not None:
        return pair, "role"
    side = _side(scene, phrase)
    if side is not None:
        return side, "name"
    if phrase.spokesperson and phrase.opening != "indefinite":
        chosen = _spokesperson(scene, phrase)
        if chosen is not None:
            return chosen, "spokesperson"
    elif (
        phrase.opening != "indefinite"
        and phrase.head not in ARTICLES
        and (not phrase.plural or phrase.opening == "definite")
    ):
        known = _by_role(scene, phrase) if is_role(phrase.head) else _by_head(scene, phrase)
        if known is None and is_role(phrase.head) and phrase.words[phrase.head_place].capital:
            known = _by_head(scene, phrase)  # "The Monitor", a newspaper
        if known is not None:
            return known, "role" if known.kind in ("person", "one", "group") else "name"
    return _new(scene, phrase), "spokesperson" if phrase.spokesperson else "printed"


def _new(scene: Scene, phrase: Phrase) -> Entry:
    words = " ".join(phrase.span.of(scene.text).split())
    handle = _handle(scene.text, phrase)
    name = handle
    if phrase.kind == "body":
        name = "the" + words[3:] if words.startswith("The ") else words
    low = [word.low for word in phrase.words[: phrase.head_place + 1]]
    entry = Entry(phrase.kind, phrase.span, name, (), phrase.role(scene.text), gender_of(low))
    _give_owner(scene, phrase, entry)
    if scene.in_headline(phrase.span.start):
        return entry  # "company says" in a headline is nobody whom "the company" means later
    entry.role_words |= phrase.role_words(scene.text) | {phrase.head}
    entry.places.append(phrase.span.start)
    return scene.book.add(entry)


def _give_owner(scene: Scene, phrase: Phrase, entry: Entry) -> None:
    """Write whose "her office" or "her spokesman" is, where that is known."""
    owner = owner_of(scene, phrase) if phrase.owner and phrase.owner[0].low in PRONOUNS else None
    if owner is None or not owner.name:
        return
    rest = phrase.words[1:] if len(phrase.words) > 1 else ()
    stop = phrase.complement[0].start if phrase.complement else phrase.span.end
    what = " ".join(scene.text[rest[0].start : stop].split()) if rest else ""
    if what and entry.kind == "body":
        entry.name = f"{owner.name}’s {what}"
    elif what:
        entry.role = f"{what} of {owner.name}"


def _handle(text: str, phrase: Phrase) -> str:
    """The handle that follows a role: "our director, @someone"."""
    start = phrase.span.end
    if text[start : start + 3] != ", @":
        return ""
    words = text[start + 2 : start + 2 + _HANDLE].split()
    return words[0].rstrip(",.:;!?") if words else ""


def _by_role(scene: Scene, phrase: Phrase) -> Entry | None:
    wanted = phrase.role_words(scene.text)
    gender = gender_of([phrase.head])
    owner = owner_of(scene, phrase)
    extra = set(owner.words) | owner.role_words if owner is not None else set()
    likely = [
        entry
        for head in role_heads(phrase.head)
        for entry in scene.book.in_role(head)
        if entry.kind in ("person", "one") and (not gender or entry.gender in ("", gender))
    ]
    matching = [entry for entry in likely if wanted <= entry.role_words | extra]
    people = [entry for entry in matching if entry.kind == "person"]
    place = phrase.span.start
    known = before(people, place) or before(matching, place) or nearest(people, place)
    if known is None and not phrase.owner and not phrase.complement:
        vague = [entry for entry in likely if entry.kind == "person" and entry.role_words <= wanted]
        return vague[0] if len(vague) == 1 else None  # "the provincial governor", named as governor
    return known


def owner_of(scene: Scene, phrase: Phrase) -> Entry | None:
    """Who "her" in "her spokesman" is, or "the mission’s" in "the mission’s head"."""
    if not phrase.owner:
        return None
    first = phrase.owner[0]
    if first.low in FIRST:
        return scene.speaker_of(first.start)
    if first.low in PRONOUNS:
        return scene.told.get(first.start) or scene.antecedent(first.start, first.low)
    for _, entry in scene.named_in(Span(first.start, phrase.owner[-1].end)):
        return entry
    return None


def _spokesperson(scene: Scene, phrase: Phrase) -> Entry | None:
    """The spokesperson of the one who is meant: of whom, as the text says, or the only one there is."""
    gender = gender_of([phrase.head])
    anyone = [e for e in scene.book.in_role("spokesperson") if not gender or e.gender in ("", gender)]
    named = [entry for entry in anyone if entry.kind == "person"]
    owner = owner_of(scene, phrase)
    wanted = set(owner.words) if owner is not None else phrase.role_words(scene.text) - {"spokesperson"}
    agreeing = [entry for entry in named if wanted and wanted & entry.role_words]
    if agreeing:
        return nearest(agreeing, phrase.span.start)
    if phrase.complement or (phrase.owner and phrase.owner[0].low not in PRONOUNS):
        return None
    free = [entry for entry in named if entry.role_words == {"spokesperson"}] or named
    if phrase.opening == "possessive":
        return free[0] if len(free) == 1 else None
    return nearest(named, phrase.span.start) or nearest(anyone, phrase.span.start)


def _by_head(scene: Scene, phrase: Phrase) -> Entry | None:
    """The body, paper or group that was named and whose name holds the phrase's words."""
    if phrase.owner and phrase.owner[0].low not in PRONOUNS:
        return None
    stop = phrase.words[phrase.head_place].end
    small = ARTICLES | POSSESSIVES
    kept = {word.low for word in phrase.words if word.end <= stop and word.low not in small}
    kinds = ("group",) if phrase.plural else ("body", "group", "thing", "place", "one")
    likely = [e for e in scene.book.called(phrase.head) if e.kind in kinds and kept <= set(e.words)]
    without_name = [
        e for e in scene.book.entries[-120:] if not e.words and e.kind in kinds and kept <= e.role_words
    ]  # "the boat owners' union"
    place = phrase.span.start
    chosen = before(likely, place) or before(without_name, place)
    if chosen is None and (scene.in_headline(place) or phrase.words[phrase.head_place].capital):
        chosen = nearest(likely, place)
    if chosen is None and phrase.head in _GENERIC and phrase.opening != "bare":
        return _last_body(scene)
    return chosen


def _last_body(scene: Scene) -> Entry | None:
    """The body that spoke last, or was met last."""
    for entry in reversed(scene.spoke[-12:]):
        if entry.kind in ("body", "place"):
            return entry
    for met in reversed(scene.salience.met[-80:]):
        if met.entry.kind == "body" or (met.entry.kind == "place" and met.subject and len(met.entry.words) > 1):
            return met.entry
    return None


def _side(scene: Scene, phrase: Phrase) -> Entry | None:
    """Whose "the Korvanian side" is: Korvania, where the text names it."""
    if phrase.head not in ("side", "delegation") or len(phrase.words) < 2:
        return None
    word = phrase.words[phrase.head_place - 1]
    if not word.capital:
        return None
    for entry in scene.book.entries[:2000]:
        if entry.kind == "place" and len(entry.words) == 1 and _demonym(word.low, entry.words[0]):
            return entry
    return None


def _demonym(adjective: str, place: str) -> bool:
    """Whether an adjective is a place's: "Korvanian" of "Korvania"."""
    common = 0
    for one, other in zip(adjective, place, strict=False):
        if one != other:
            break
        common += 1
    return common >= 4 and common >= len(place) - 2


def _beside_one_another(scene: Scene, place: int) -> Entry | None:
    """The two of the last "Ada Brenn and Oren Vale" before a place."""
    named = [each for each in scene.named_in(Span(max(0, place - NEAR_PAIR), place)) if each[0].name.end < place]
    for (first, one), (second, other) in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
        if scene.text[first.name.end : second.span.start].strip() == "and" and one is not other:
            return scene.joined([one, other], Span(first.name.start, second.name.end))
    return None


def _pair(scene: Scene, phrase: Phrase) -> Entry | None:
    """The two of "both sides": the last "between A and B", or the two in the heading."""
    for entry in reversed(scene.book.entries[-100:]):
        if entry.kind == "group" and " and " in entry.name:
            return entry
    place = scene.text.rfind(" between ", max(0, phrase.span.start - 3000), phrase.span.start)
    named = scene.named_in(Span(place, min(place + 160, phrase.span.start))) if place >= 0 else []
    if len(named) >= 2 and " and " in scene.text[named[0][0].name.end : named[1][0].name.start]:
        span = Span(place + len(" between "), named[1][0].name.end)
        name = " ".join(span.of(scene.text).split())
        return scene.book.add(Entry("group", span, name, (), places=[span.start]))
    beside = _beside_one_another(scene, phrase.span.start)
    if beside is not None:
        return beside
    named = scene.named_in(scene.form.author) if scene.form.author is not None else []
    entries: list[Entry] = []
    for _, entry in named[:3]:
        if entry not in entries:
            entries.append(entry)
    if len(entries) != 2:
        return None
    return scene.joined(entries, Span(named[0][0].span.start, named[1][0].span.end))
