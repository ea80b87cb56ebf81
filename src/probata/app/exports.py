"""Links as records, one a line: pictures, persons, cameras (the keys of the acceptance interface)."""

import math
from collections.abc import Iterator
from itertools import chain

from probata.app.examining_samples import open_examination
from probata.inquiry import Inquiry
from probata.linkage.pictures import exact_records
from probata.linkage.proposals import Proposals, propose
from probata.report.figures.basis import PHOTOGRAPH_KINDS
from probata.report.figures.examination import coded_of
from probata.snapshot import Received

Record = dict[str, object]


def pictures(inquiry: Inquiry, *, exact: bool = False) -> Iterator[Record]:
    """Near-duplicates and changed copies, as pairs: {a, b, kind, score}.

    Args:
        inquiry: which.
        exact: also the exhibits that were received at several paths; there ``a`` and ``b`` are the same digest.
    """
    snapshot = inquiry.snapshot()
    links = propose(snapshot)
    for record in chain(links.pictures.records(), (link.record() for link in links.changed)):
        yield dict(record)
    if exact:
        yield from exact_records((row.path, row.digest) for row in snapshot.received if row.digest is not None)


def persons(inquiry: Inquiry) -> Iterator[Record]:
    """One record a photograph: {exhibit, path, class, person, probability, numbers, …}, by digest."""
    links, paths = _linked(inquiry)
    classes = {each.exhibit: each for each in links.classes}
    for each in links.persons.assignments:
        if each.exhibit not in paths:
            continue
        proposal, read = classes.get(each.exhibit), links.numbers.get(each.exhibit)
        yield {
            "exhibit": each.exhibit,
            "path": paths[each.exhibit].path,
            "class": proposal.class_ if proposal else "unclassified",
            "class_confidence": proposal.confidence if proposal else 0.0,
            "class_basis": proposal.basis if proposal else "none",
            "person": each.person,
            "probability": each.probability,
            "basis": each.basis,
            "numbers": read.record() if read else {},
            "reasons": [{"name": r.name, "detail": r.detail, "weight": r.weight} for r in each.reasons],
        }


def cameras(inquiry: Inquiry) -> Iterator[Record]:
    """One record a photograph: {exhibit, path, camera, basis, llr, model, device, …}, by digest."""
    links, paths = _linked(inquiry)
    for each in links.cameras:
        if each.exhibit in paths:
            yield {
                "exhibit": each.exhibit,
                "path": paths[each.exhibit].path,
                "camera": each.camera,
                "basis": each.basis,
                "score": each.score,
                "llr": None if math.isnan(each.llr) else each.llr,
                "model": each.model,
                "device": each.device,
                "photographer": links.photographers.by_exhibit.get(each.exhibit, ""),
                "reasons": [{"name": r.name, "detail": r.detail, "weight": r.weight} for r in each.reasons],
            }


def departures(inquiry: Inquiry) -> Iterator[Record]:
    """One record a departure from a cohort: {exhibit, path, test, value, p, cohort, detail}, by digest and test."""
    links, paths = _linked(inquiry)
    for each in links.authenticity.departures:
        if each.exhibit in paths:
            yield {
                "exhibit": each.exhibit,
                "path": paths[each.exhibit].path,
                "test": each.test,
                "value": each.value,
                "p": each.p,
                "cohort": each.cohort,
                "detail": each.detail,
            }


def codings(inquiry: Inquiry) -> Iterator[Record]:
    """One record an answer: {assignment, way, examiner, unit, occasion, question, code, final, basis, …}.

    For who analyses, never for an examiner who still codes. Examiners are codes.
    """
    for one in coded_of(open_examination(inquiry)):
        finals = {(q, each.unit): each for q, found in one.finals.items() for each in found}
        for each in one.codings:
            for question, code in sorted(each.answers.items()):
                counts = finals.get((question, each.unit))
                yield {
                    "assignment": each.assignment,
                    "way": one.assignment.way,
                    "codebook": one.codebook.codebook,
                    "edition": one.codebook.edition,
                    "examiner": each.examiner,
                    "unit": each.unit,
                    "occasion": each.occasion,
                    "question": question,
                    "code": code,
                    "final": counts.code if counts else None,
                    "basis": counts.basis if counts else None,
                    "note": each.note,
                    "seconds": each.seconds,
                    "opened": each.opened,
                    "act": each.act,
                }


def _linked(inquiry: Inquiry) -> tuple[Proposals, dict[str, Received]]:
    """The links, and the first path of each photograph."""
    snapshot = inquiry.snapshot()
    files = snapshot.readings["file"].select(["digest", "kind"]).to_pylist()
    photographs = {str(row["digest"]) for row in files if row["kind"] in PHOTOGRAPH_KINDS}
    paths: dict[str, Received] = {}
    for row in snapshot.received:
        if row.digest in photographs:
            paths.setdefault(str(row.digest), row)
    return propose(snapshot), paths
