"""How many decisions people took."""

from collections.abc import Iterator

from probata.report.figures.figure import Figure, Maker, Method, slug


def judgements(make: Maker) -> Iterator[Figure]:
    """Counts the judgements in force, and each kind and verdict apart.

    Unit: judgement. Frame: the ledger up to the head. Rule: a judgement that was undone or replaced by a later one is
    not in force. The kinds and verdicts add up to the judgements. The acts are in the ledger; exhibits are not listed.
    """
    found = make.basis.snapshot.judgements
    frame, unit = "the ledger up to the head", "judgements"
    exclusions = "judgements undone or replaced"
    yield make.figure("judgements", len(found), unit=unit, frame=frame, exclusions=exclusions)
    pairs = [(one.kind, one.verdict) for one in found]
    for kind, verdict in sorted(set(pairs)):
        yield make.figure(
            f"judgements-by-verdict.{slug(f'{kind}: {verdict}')}",
            pairs.count((kind, verdict)),
            label=f"{kind}: {verdict}",
            unit=unit,
            frame=frame,
            exclusions="judgements undone or replaced; other kinds and verdicts",
            of="judgements",
        )


METHODS = (
    Method(
        "judgements",
        1,
        ("judgements",),
        {"judgements": "Judgements in force", "judgements-by-verdict.*": "Judgements, by kind and verdict"},
        judgements,
    ),
)
