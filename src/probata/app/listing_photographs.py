"""Records of lists and persons on photographs: which are linked by number, or why none can be.

Not here: how they are linked (`probata.lists.photographed`).
"""

from probata.app.examining_units import Archive
from probata.inquiry import Inquiry
from probata.lists.of_snapshot import judged_pairs, read_lists
from probata.lists.photographed import NOT_DATED, Photographed, PhotographLink, photograph_links
from probata.lists.spans import Span, Unknown, span_of
from probata.report.figures.days import day_of
from probata.statistics.outcome import Refused


def photographed(archive: Archive) -> list[Photographed]:
    """The persons on photographs, with what is read or judged on them."""
    taken = archive.basis.column("metadata", "taken_original")
    found = []
    for person, photographs in archive.persons(groups=True).items():
        days = sorted(day for each in photographs if (day := day_of(taken.get(each))))
        found.append(
            Photographed(
                min(photographs), photographs, archive.numbers_of(photographs), _between(days), archive.class_of(person)
            )
        )
    return found


def links(inquiry: Inquiry) -> tuple[PhotographLink, ...] | Refused:
    """Links between records and persons on photographs, or why there are none.

    Raises:
        BadInput: a list can't be read.
    """
    archive = Archive.of(inquiry)
    snapshot = archive.basis.snapshot
    records = [record for each in read_lists(snapshot).all() for record in each.records]
    return photograph_links(records, photographed(archive), judged_pairs(snapshot))


def link_record(link: PhotographLink) -> dict[str, object]:
    """A link as JSON; it holds no name."""
    return {
        "record": link.record.name, "person": link.unit, "probability": link.probability, "judged": link.judged,
        "reasons": list(link.reasons),
    }  # fmt: skip


def _between(days: list[str]) -> Span | Unknown:
    spans = [span for span in map(span_of, days) if isinstance(span, Span)]
    return Span(spans[0].first, spans[-1].last) if spans else NOT_DATED
