"""Constructions that need no parse: a verb beside a quotation, a cue between commas, a name and a colon.

They stand in for the parse where it goes wrong: in headlines, long sentences, quotations of several sentences.
"""

from collections.abc import Iterator

from probata.attribution.english_candidates import Candidate, bare, cue_run
from probata.attribution.english_direct import Quoted, following
from probata.attribution.english_speaker import speaker_of
from probata.attribution.english_tree import Run, Tree

_NEAR_AFTER, _NEAR_BEFORE, _NAME, _ASIDE = 14, 10, 12, 22
_ENDS = (".", "?", "!", ";")
_COMMAS = (",", "—", "–", "--")


def of_quotes(tree: Tree, quoted: Quoted) -> Iterator[Candidate]:
    """A verb just before or behind a quotation, or between two of them."""
    for place, (first, last) in enumerate(quoted.runs):
        edge = _edge(tree, last, first)
        behind = _verb(tree, quoted, range(last + 1, min(last + 1 + _NEAR_AFTER, len(tree))), tree.sentence[last])
        if behind >= 0:
            yield _quotation(tree, behind, ((first, last),), "quote-behind", edge)
            follows = following(tree, quoted, place, behind)
            if follows is not None:
                yield _quotation(tree, behind, ((first, last), follows), "quote-split", edge)
        before = _verb(tree, quoted, range(first - 1, max(first - 1 - _NEAR_BEFORE, -1), -1), -1)
        if before >= 0:
            mark = tree.words[first - 1] if first and not tree.is_word(first - 1) else ""
            yield _quotation(tree, before, ((first, last),), "quote-before", f"{mark} {edge}")


def _quotation(tree: Tree, verb: int, runs: tuple[Run, ...], rule: str, pieces: str) -> Candidate:
    return Candidate(verb, cue_run(tree, verb, -1), runs, speaker_of(tree, verb, runs), rule, pieces, runs[0][0])


def _edge(tree: Tree, last: int, first: int) -> str:
    """The punctuation that ends a quotation, before its mark or behind it."""
    for place in (last - 1, last + 1):
        if first < place < len(tree) and tree.words[place] in (",", "?", "!", ".", "…"):
            return tree.words[place]
    return ""


def _verb(tree: Tree, quoted: Quoted, places: range, sentence: int) -> int:
    """The first verb outside quotations on the way; -1 where a sentence ends before."""
    for steps, token in enumerate(places):
        if quoted.at(token) >= 0 or (places.step < 0 and tree.words[token] in _ENDS):
            return -1
        if places.step > 0 and tree.sentence[token] == token and steps > 0 and sentence >= 0:
            return -1
        if tree.pos[token] == "VERB" and tree.dep[token] not in ("aux", "auxpass"):
            return token
    return -1


def of_commas(tree: Tree, verb: int) -> Iterator[Candidate]:
    """A cue at the sentence's end or between commas: "The road, the mayor said, is open"."""
    begin, end = tree.sentence[verb], tree.sentence_end[verb]
    right = next((t for t in range(verb + 1, min(verb + _ASIDE, end + 1)) if tree.words[t] in _COMMAS), end + 1)
    lefts = [t for t in range(verb - 1, max(verb - _ASIDE, begin), -1) if tree.words[t] in _COMMAS]
    for rank in (0, 2):
        if rank < len(lefts) and lefts[rank] + 1 < verb:
            head, tail = bare(tree, (begin, lefts[rank] - 1)), bare(tree, (right + 1, end)) if right < end else None
            if head is not None and right - verb <= _ASIDE:
                runs = (head,) if tail is None else (head, tail)
                kind = f"{len(runs)} {rank}"
                yield Candidate(
                    verb, cue_run(tree, verb, -1), runs, speaker_of(tree, verb, runs), "commas", kind, begin
                )
    for rule, opening in (("that", _that(tree, verb, end)), ("to", _to(tree, verb, end))):
        if opening >= 0:
            runs = ((opening, end),)
            speaker = speaker_of(tree, verb, runs)
            yield Candidate(verb, cue_run(tree, verb, -1), runs, speaker, rule, "", tree.head[opening])
    rest = bare(tree, (verb + 1, end))
    if rest is not None and (verb == begin or tree.words[verb - 1] not in _COMMAS):
        speaker = speaker_of(tree, verb, (rest,))
        yield Candidate(verb, cue_run(tree, verb, -1), (rest,), speaker, "rest", tree.lower[rest[0]], rest[0])


def _that(tree: Tree, verb: int, end: int) -> int:
    """The "that" that opens a clause behind a verb and its phrases, with no other verb between; -1 for none."""
    for token in range(verb + 2, min(verb + _ASIDE, end)):
        if tree.pos[token] in ("VERB", "AUX"):
            return -1
        if tree.lower[token] == "that" and tree.dep[token] not in ("det", "pobj", "dobj", "attr"):
            return token
    return -1


def _to(tree: Tree, verb: int, end: int) -> int:
    """The "to" that opens an infinitive behind a verb and its phrases, with no other verb between; -1 for none."""
    for token in range(verb + 1, min(verb + _ASIDE, end)):
        if tree.pos[token] in ("VERB", "AUX"):
            return -1
        if tree.tag[token] == "TO" and tree.pos[tree.head[token]] in ("VERB", "AUX"):
            return token
    return -1


def of_according(tree: Tree, word: int) -> Iterator[Candidate]:
    """The rest of a sentence that begins or ends with "according to"."""
    begin, end = tree.sentence[word], tree.sentence_end[word]
    to = tree.kid(word, "prep")
    source = tree.kid(to if to >= 0 else word, "pobj")
    if source < 0:
        return
    if word - begin <= 1:
        behind = [t for t in range(source + 1, min(source + _ASIDE, end)) if tree.words[t] in _COMMAS]
        inside = [t for t in behind if t > tree.right[source] or not tree.left[source] <= t <= tree.right[source]]
        commas = inside[:1] or behind[-1:]
        run = bare(tree, (commas[0] + 1, end)) if commas else None
    else:
        run = bare(tree, (begin, word - 1))
    if run is not None:
        kind = "first" if word - begin <= 1 else "last"
        yield Candidate(word, (word, min(word + 1, end)), (run,), source, "according-rest", kind, run[0])


def of_colon(tree: Tree, quoted: Quoted) -> Iterator[Candidate]:
    """A block that begins with a name and a colon: a transcript's line, a headline."""
    for token in range(1, min(_NAME, len(tree))):
        if tree.words[token] == ":" and token + 1 < len(tree) and quoted.at(token) < 0:
            rest = bare(tree, (token + 1, len(tree) - 1))
            name = bare(tree, (0, token - 1))
            if rest is not None and name is not None:
                kind = "capitals" if all(tree.words[t].isupper() for t in range(*name)) else tree.pos[name[1]]
                verb = "verb" if any(tree.pos[t] in ("VERB", "AUX") for t in range(token)) else ""
                end = tree.sentence_end[rest[0]]
                last = (rest[0], max(rest[0], min(end, rest[1])))
                yield Candidate(token, (token, token), (rest,), _name(tree, name), "colon", f"{kind} {verb}", rest[0])
                if last != rest:
                    yield Candidate(token, (token, token), (last,), _name(tree, name), "colon-one", kind, rest[0])
            return


def _name(tree: Tree, run: Run) -> int:
    """The head of a name: its last noun before a bracket or comma."""
    best = run[0]
    for token in range(run[0], run[1] + 1):
        if tree.words[token] in (",", "(", "[", "on", "to"):
            break
        if tree.pos[token] in ("PROPN", "NOUN", "PRON"):
            best = token
    return best
