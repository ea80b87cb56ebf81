"""Quotations that stand in blocks of their own: they continue the one before, or belong to a cue before a colon.

Rules:
* A block that is nothing but quotations, and in which nothing was found, continues the last attribution of the block
  before it where that one is direct and ends its block, or where its closing mark is missing.
* Where the block before ends with a colon, its last verb is the cue.
"""

from collections.abc import Sequence
from dataclasses import replace

from probata.attribution.attribution import Attribution
from probata.attribution.english_candidates import cue_run
from probata.attribution.english_drafts import Drafted
from probata.attribution.english_speaker import noun_phrase, speaker_of
from probata.documents.document import Span

_LOOK_BACK = 40


def joined(text: str, blocks: Sequence[Drafted], found: Sequence[Sequence[Attribution]]) -> list[list[Attribution]]:
    """The attributions of each block, with the quotations that stand alone given to whom they belong."""
    made = [list(each) for each in found]
    owner: tuple[int, int] | None = None  # the block and place of the attribution that a lone quotation would continue
    for place, drafted in enumerate(blocks):
        alone = _alone(drafted) if not made[place] else None
        before = blocks[place - 1] if place else None
        if alone is not None and before is not None and text[before.parsed.block.span.end - 1] == ":":
            cued = _cued(before, alone)
            if cued is not None and not any(one.cue == cued.cue for one in made[place - 1]):
                made[place] = [cued]
                owner = (place, 0)
                continue
        if alone is not None and owner is not None:
            one = made[owner[0]][owner[1]]
            made[owner[0]][owner[1]] = replace(one, content=(*one.content, alone))
            continue
        owner = _last_direct(text, drafted, made[place], place)
    return made


def _alone(drafted: Drafted) -> Span | None:
    """The span of a block that is nothing but quotations of whole sentences; None for another block."""
    quoted, tree = drafted.quoted, drafted.tree
    if not quoted.runs or not all(quoted.free):
        return None
    if any(place < 0 and tree.is_word(token) for token, place in enumerate(quoted.of)):
        return None
    return Span(quoted.quotes[0].span.start, quoted.quotes[-1].span.end)


def _last_direct(text: str, drafted: Drafted, found: Sequence[Attribution], place: int) -> tuple[int, int] | None:
    """The attribution of a block that a lone quotation behind it continues; None where there is none."""
    end = drafted.parsed.block.span.end
    colon = text[end - 1] == ":"
    best = None
    for index, one in enumerate(found):
        spoken = one.mode != "indirect" or colon
        if spoken and one.within < 0 and (best is None or found[best].content[-1].end <= one.content[-1].end):
            best = index
    return None if best is None else (place, best)


def _cued(before: Drafted, alone: Span) -> Attribution | None:
    """The lone quotation with the last verb before the colon as its cue."""
    tree = before.tree
    for token in range(len(tree) - 1, max(len(tree) - _LOOK_BACK, -1), -1):
        if tree.pos[token] == "VERB" and before.quoted.at(token) < 0:
            speaker = speaker_of(tree, token)
            words = tree.span(noun_phrase(tree, speaker)) if speaker >= 0 else None
            return Attribution((alone,), words, tree.span(cue_run(tree, token, -1)), "direct", "colon-block")
    return None
