"""How many decisions people took."""

from collections.abc import Iterator

from probata.ledger.judgements import PHOTOGRAPHER
from probata.report.figures.figure import Figure, Maker, Method, slug
from probata.snapshot import Judgement

NAMED = "somebody, by code"


def judgements(make: Maker) -> Iterator[Figure]:
    """Counts the judgements in force, and each kind and verdict apart.

    Unit: judgement. Frame: the ledger up to the head. Rule: a judgement that was undone or replaced by a later one is
    not in force; under a protocol of two, nor is one on which two people do not agree yet. A judgement is one act; a
    split decides on several pairs at once, and each pair counts under its verdict, so that verdicts can add up to more
    than the judgements. Of numbers that were set the value is not told here, nor the code of a photographer. The acts
    are in the ledger; exhibits are not listed.
    """
    found = make.basis.snapshot.judgements
    frame, unit = "the ledger up to the head", "judgements"
    exclusions = "judgements undone or replaced"
    yield make.figure("judgements", len({one.act for one in found}), unit=unit, frame=frame, exclusions=exclusions)
    pairs = [(one.kind, _verdict(one)) for one in found]
    for kind, verdict in sorted(set(pairs)):
        yield make.figure(
            f"judgements-by-verdict.{slug(f'{kind}: {verdict}')}",
            pairs.count((kind, verdict)),
            label=f"{kind}: {verdict}",
            unit=unit,
            frame=frame,
            exclusions="judgements undone or replaced; other kinds and verdicts",
        )


def _verdict(one: Judgement) -> str:
    if one.kind == PHOTOGRAPHER:
        return NAMED
    return "a value" if one.kind == "number" and one.verdict.isascii() and one.verdict[:1].isdigit() else one.verdict


def contradicted(make: Maker) -> Iterator[Figure]:
    """Counts the links that contradict a judgement: the linker proposes them, and they are not applied.

    Unit: link. Frame: all links between persons. Rule: a proposal of one person that a judgement *different* forbids,
    or a judgement *same* between groups that other judgements keep apart. Limits: the linker proposes each photograph
    with one other, so that a group can be contradicted by fewer links than it has photographs.
    """
    found = make.basis.findings.contradicted
    yield make.figure(
        "links-contradicting-judgements",
        len(found),
        unit="links",
        frame="links between photographs of persons",
        exclusions="links that no judgement forbids",
        note="Both photographs of each link are listed; `probata queue` says which and why.",
        exhibits=sorted({each for link in found for each in (link.a, link.b)}),
    )


METHODS = (
    Method(
        "judgements",
        1,
        ("judgements",),
        {"judgements": "Judgements in force", "judgements-by-verdict.*": "Judgements, by kind and verdict"},
        judgements,
    ),
    Method(
        "contradicted",
        1,
        ("readings", "judgements", "settings"),
        {"links-contradicting-judgements": "Links that contradict a judgement, not applied"},
        contradicted,
    ),
)
