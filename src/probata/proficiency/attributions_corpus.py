"""A corpus of annotated attributions (brat standoff), and the score of found attributions against it.

Rules:
* A content is its word tokens, each by its place in the text, so the same words elsewhere don't count.
* A found attribution matches an annotated one when the Jaccard index of their tokens is at least 0.8. Matching is one
  to one, the best pair first; of equal pairs the one earlier in the text.
* Speaker: the head word of the found speaker lies inside the annotated source. Where the annotation has no source
  (``Attribution-no-source``), only a found attribution without a speaker is right.
* ``Discuss`` and ``Discard`` are notes of the annotators on a stretch of text, not attributions: they are passed over.
* A second content of one annotated attribution (``Content2``) belongs to the first.
* Classes: *speech* has a cue with a verb of speaking, ":" or "according to"; *direct* has a double quotation mark in
  its content (two single ones count as one, as some texts print them). Recall is over annotated attributions of the
  class, precision over found ones of the class; a match may cross classes.

Source: Newell et al. 2018, PolNeAR; Pareti 2015 (roles source, cue, content).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from probata.documents.document import Span
from probata.errors import BadInput

Class = Literal["all", "speech", "direct"]
CLASSES: tuple[Class, ...] = ("all", "speech", "direct")
MATCH_FROM = 0.8

_WORD = re.compile(r"\w+")
_DOUBLE = re.compile("[\"“”„‟«»]|''|``|‘‘|’’")
_SPEAKING = (
    "acknowledge add admit advise allege announce answer argue ask assert assure blast call caution charge cite claim"
    " comment complain concede confirm contend counter criticize cry deny declare denounce describe detail disclose"
    " emphasize exclaim explain hint inform insist inquire joke lament maintain mention mutter note observe opine plead"
    " pledge predict proclaim promise pronounce protest question quip quote reaffirm recall recount reiterate remark"
    " remind repeat reply report respond retort reveal say shout speak state stress suggest swear talk tell testify"
    " threaten tweet urge utter vow warn whisper wonder write yell"
)
SPEAKING = frozenset(_SPEAKING.split())
_IRREGULAR = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "spoke": "speak",
    "spoken": "speak",
    "swore": "swear",
    "sworn": "swear",
    "says": "say",
}


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated attribution: the stretches of its content, source and cue; a part that is absent has none."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with its attributions, in the order of the annotation file."""

    name: str
    text: str
    attributions: tuple[Annotated, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A found attribution, as it is scored.

    Attributes:
        content: its stretches.
        cue: None where it has none.
        speaker_head: the code point where the head word of the speaker begins; None where it has no speaker.
    """

    content: tuple[Span, ...]
    cue: Span | None
    speaker_head: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one class, which add up over texts.

    Attributes:
        annotated: attributions annotated.
        found: attributions found.
        matched_annotated: annotated ones whose content was found.
        matched_found: found ones whose content is annotated.
        right_annotated: annotated ones whose content and speaker were found.
        right_found: found ones whose content and speaker are annotated.
    """

    annotated: int = 0
    found: int = 0
    matched_annotated: int = 0
    matched_found: int = 0
    right_annotated: int = 0
    right_found: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """The counts of both."""
        return Counts(
            self.annotated + other.annotated,
            self.found + other.found,
            self.matched_annotated + other.matched_annotated,
            self.matched_found + other.matched_found,
            self.right_annotated + other.right_annotated,
            self.right_found + other.right_found,
        )

    @property
    def content(self) -> tuple[float, float, float]:
        """Precision, recall and F of the contents; 0 where there is nothing to divide by."""
        return _measures(self.matched_found, self.found, self.matched_annotated, self.annotated)

    @property
    def with_speaker(self) -> tuple[float, float, float]:
        """Precision, recall and F of contents with their speakers."""
        return _measures(self.right_found, self.found, self.right_annotated, self.annotated)

    @property
    def speaker_right(self) -> float:
        """Share of matches whose speaker is right; 0 without a match."""
        return self.right_annotated / self.matched_annotated if self.matched_annotated else 0.0


def read_corpus(folder: Path) -> Iterator[AnnotatedText]:
    """The texts of a part of the corpus, by name: ``ann/NAME_xxxx.ann`` belongs to ``text/NAME.txt``.

    Raises:
        BadInput: a text is missing, or an annotation doesn't fit its text.
    """
    for path in sorted((folder / "ann").glob("*.ann")):
        beside = folder / "text" / f"{path.stem.rpartition('_')[0]}.txt"
        if not beside.is_file():
            raise BadInput("annotations without a text", expected=str(beside), found="no file", do="Restore it.")
        text = beside.read_bytes().decode("utf-8")
        yield AnnotatedText(path.stem, text, tuple(read_annotations(path.read_bytes().decode("utf-8"), text)))


def read_annotations(standoff: str, text: str) -> list[Annotated]:
    """The attributions of a brat standoff file.

    Raises:
        BadInput: a stretch lies outside the text, or an attribution names one that isn't there.
    """
    stretches: dict[str, tuple[Span, ...]] = {}
    events: list[list[str]] = []
    for line in standoff.split("\n"):
        fields = line.split("\t")
        if line.startswith("T") and len(fields) >= 2:
            stretches[fields[0]] = _stretches(fields[1], len(text))
        elif line.startswith("E") and len(fields) == 2:
            events.append(fields[1].split())
    return [made for made in (_attribution(event, stretches) for event in events) if made is not None]


def score(annotated: Sequence[Annotated], found: Sequence[Found], text: str) -> dict[Class, Counts]:
    """Counts by class for one text."""
    pairs = match([one.content for one in annotated], [one.content for one in found], text)
    right = {(a, f) for a, f in pairs if _speaker_right(annotated[a], found[f])}
    counted: dict[Class, Counts] = {}
    for name in CLASSES:
        inside = {place for place, one in enumerate(annotated) if _in_class(name, one.content, one.cue, text)}
        ours = {
            place
            for place, one in enumerate(found)
            if _in_class(name, one.content, (one.cue,) if one.cue is not None else (), text)
        }
        counted[name] = Counts(
            len(inside),
            len(ours),
            sum(a in inside for a, _ in pairs),
            sum(f in ours for _, f in pairs),
            sum(a in inside for a, _ in right),
            sum(f in ours for _, f in right),
        )
    return counted


def match(annotated: Sequence[tuple[Span, ...]], found: Sequence[tuple[Span, ...]], text: str) -> list[tuple[int, int]]:
    """Pairs of places (annotated, found) whose contents agree, one to one, best first."""
    ours, theirs = [words_of(one, text) for one in found], [words_of(one, text) for one in annotated]
    holding: dict[int, list[int]] = {}
    for place, words in enumerate(ours):
        for word in words:
            holding.setdefault(word, []).append(place)
    pairs: list[tuple[float, int, int]] = []
    for a, words in enumerate(theirs):
        for f in {place for word in words for place in holding.get(word, ())}:
            likeness = len(words & ours[f]) / len(words | ours[f])
            if likeness >= MATCH_FROM:
                pairs.append((-likeness, a, f))
    return _one_to_one(pairs)


def words_of(content: Iterable[Span], text: str) -> set[int]:
    """Where the word tokens of a content begin."""
    return {found.start() for span in content for found in _WORD.finditer(text, span.start, span.end)}


def is_speech(cue: Iterable[Span], text: str) -> bool:
    """Whether a cue is a verb of speaking, ":" or "according to"."""
    words = " ".join(span.of(text) for span in cue).lower()
    return ":" in words or "according to" in words or any(_lemmas(word) & SPEAKING for word in _WORD.findall(words))


def is_direct(content: Iterable[Span], text: str) -> bool:
    """Whether a content holds a double quotation mark."""
    return any(_DOUBLE.search(span.of(text)) for span in content)


def _in_class(name: Class, content: tuple[Span, ...], cue: tuple[Span, ...], text: str) -> bool:
    tests: dict[Class, Callable[[], bool]] = {
        "all": lambda: True,
        "speech": lambda: is_speech(cue, text),
        "direct": lambda: is_direct(content, text),
    }
    return tests[name]()


def _lemmas(word: str) -> set[str]:
    """What a verb form may be the form of."""
    made = {word, _IRREGULAR.get(word, word)}
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y"), ("ied", "y"), ("ed", ""), ("d", ""), ("ing", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)] + instead
            made |= {stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
    return made


def _speaker_right(annotated: Annotated, found: Found) -> bool:
    if not annotated.source or found.speaker_head is None:
        return not annotated.source and found.speaker_head is None
    return any(span.start <= found.speaker_head < span.end for span in annotated.source)


def _one_to_one(pairs: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    taken_a: set[int] = set()
    taken_f: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for _, a, f in sorted(pairs):
        if a not in taken_a and f not in taken_f:
            taken_a.add(a)
            taken_f.add(f)
            chosen.append((a, f))
    return chosen


def _measures(found_right: int, found: int, annotated_right: int, annotated: int) -> tuple[float, float, float]:
    precision = found_right / found if found else 0.0
    recall = annotated_right / annotated if annotated else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _stretches(written: str, length: int) -> tuple[Span, ...]:
    numbers = written.partition(" ")[2]
    try:
        ends = [tuple(int(number) for number in part.split()) for part in numbers.split(";")]
        spans = tuple(Span(start, end) for start, end in ends)
    except ValueError as wrong:
        raise BadInput("not a stretch", expected="START END[;…]", found=numbers, do="Mend the file.") from wrong
    if any(not 0 <= span.start < span.end <= length for span in spans):
        raise BadInput("a stretch outside its text", expected=f"0 to {length}", found=numbers, do="Mend the file.")
    return spans


def _attribution(event: Sequence[str], stretches: dict[str, tuple[Span, ...]]) -> Annotated | None:
    """The attribution of an event; None for one without a content."""
    roles: dict[str, tuple[Span, ...]] = {}
    for part in event:
        role, _, name = part.partition(":")
        if name not in stretches:
            raise BadInput("an attribution without its part", expected=name, found="no such line", do="Mend the file.")
        role = role.removesuffix("2")
        roles[role] = roles.get(role, ()) + stretches[name]
    content = tuple(sorted(roles.get("Content", ())))
    return Annotated(content, roles.get("Source", ()), roles.get("Cue", ())) if content else None
