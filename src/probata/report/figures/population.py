"""Lists of victims: their records, the persons on them, and how many there are in all by overlapping lists.

Rules:
* Three numbers are kept apart: the *observed* (persons on the lists as linked), the *imputed* (the same where uncertain
  links and unknown strata are drawn), the *estimated* (those on no list included).
* A method that refuses has no number here; its figure says why.
* Numbers are rounded so that another machine gives the same digits. No name is in any figure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from probata.errors import BadInput
from probata.lists.linking import Linked
from probata.lists.of_snapshot import ReadLists, link_lists, read_lists
from probata.lists.tables import UNKNOWN, Tabled, tables
from probata.report.figures.figure import Figure, Maker, Method, Undefined, slug
from probata.settings.population import PopulationSettings
from probata.snapshot import Snapshot
from probata.statistics.outcome import Refused
from probata.statistics.population import closed, dga, lcmcr, loglinear
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.pooling import Part, combined, in_stratum, summed
from probata.statistics.population.side_by_side import leave_one_out

READS = ("custody", "judgements", "settings")
LEVEL = 0.95
DECIMALS = 1
LEAST_TO_COMBINE = 2
OBSERVED = "persons-on-lists"
TOGETHER = " + "
NO_MIDDLE = 0.5


@dataclass(frozen=True)
class Listed:
    """The inquiry's lists as read and linked, and what is asked of them.

    Attributes:
        linked: records with their links.
        wanted: the inquiry's settings.
    """

    linked: Linked
    wanted: PopulationSettings

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Listed":
        """The lists of a snapshot, linked.

        Raises:
            BadInput: one can't be read: figures over the others would be of something else.
        """
        return cls(link_lists(snapshot), snapshot.settings.population)

    @property
    def names(self) -> tuple[str, ...]:
        """The lists that are used."""
        known = self.linked.names
        return tuple(name for name in self.wanted.lists if name in known) or known

    @cached_property
    def tables(self) -> Mapping[str, Tabled]:
        """Who is on which lists, by stratum, of the best partition and of each draw."""
        wanted = self.wanted
        return tables(
            self.linked, names=self.names, strata=wanted.strata, draws=wanted.partitions, seed=wanted.seed
        )  # fmt: skip

    @cached_property
    def best(self) -> Lists:
        """The best partition, all strata together."""
        return _together([each.best for each in self.tables.values()])

    @cached_property
    def drawn(self) -> tuple[Lists, ...]:
        """Each draw, all strata together."""
        count = len(next(iter(self.tables.values())).draws)
        return tuple(_together([each.draws[m] for each in self.tables.values()]) for m in range(count))

    @cached_property
    def imputed(self) -> tuple[Mapping[str, Lists], ...]:
        """Each draw by stratum, with those of unknown stratum drawn into one."""
        rng = np.random.default_rng(self.wanted.seed)
        count = len(next(iter(self.tables.values())).draws)
        return tuple(_imputed({name: each.draws[m] for name, each in self.tables.items()}, rng) for m in range(count))

    @property
    def links(self) -> tuple[int, int]:
        """Links of more than even chance that people judged same, and those that nobody judged."""
        same = sum(verdict == "same" for verdict in self.linked.judged)
        held = [p > NO_MIDDLE and not v for p, v in zip(self.linked.probability, self.linked.judged, strict=True)]
        return same, sum(held)

    @property
    def link_error(self) -> float | None:
        """The expected share of wrong ones among the links that nobody judged; None: there are none."""
        held = [float(1 - p) for p, v in zip(self.linked.probability, self.linked.judged, strict=True)
                if p > NO_MIDDLE and not v]  # fmt: skip
        return round(sum(held) / len(held), 6) if held else None


def _together(parts: Sequence[Lists]) -> Lists:
    return Lists(parts[0].names, np.sum([each.counts for each in parts], axis=0))


def _imputed(parts: Mapping[str, Lists], rng: np.random.Generator) -> dict[str, Lists]:
    """The strata with the persons of unknown stratum shared out, by chance, as those with the same history are.

    A history that only persons of unknown stratum have is shared out as all others are together.
    """
    known = {name: each.counts.astype(np.float64) for name, each in parts.items() if name != UNKNOWN}
    if UNKNOWN not in parts or not known or not sum(each.sum() for each in known.values()):
        return dict(parts)
    counts = np.array([known[name] for name in known])
    found = counts.astype(np.int64)
    for history in np.flatnonzero(parts[UNKNOWN].counts):
        shares = counts[:, history] if counts[:, history].sum() else counts.sum(axis=1)
        found[:, history] += rng.multinomial(int(parts[UNKNOWN].counts[history]), shares / shares.sum())
    return {name: Lists(parts[name].names, row) for name, row in zip(known, found, strict=True)}


def estimators(wanted: PopulationSettings) -> Mapping[str, Callable[[Lists], Outcome]]:
    """The estimator of each method, with the inquiry's seed."""
    return {
        "chapman": closed.chapman,
        "chao": closed.chao,
        "loglinear": loglinear.estimate,
        "dga": lambda lists: dga.estimate(lists, seed=wanted.seed),
        "lcmcr": lambda lists: lcmcr.estimate(lists, seed=wanted.seed),
    }


def estimate(listed: Listed, method: str) -> Outcome:
    """The number of all by one method, with linkage error and imputation in it; by strata their sum."""
    call = estimators(listed.wanted)[method]
    if listed.wanted.strata == "none":
        return _over([(call(lists), lists.observed) for lists in listed.drawn or (listed.best,)])
    whole = []
    for parts in listed.imputed or ({name: each.best for name, each in listed.tables.items()},):
        outcome = summed([_part(name, lists, call) for name, lists in parts.items()], LEVEL, listed.wanted.seed)
        whole.append((outcome, sum(lists.observed for lists in parts.values())))
    return _over(whole)


def _part(name: str, lists: Lists, call: Callable[[Lists], Outcome]) -> Part:
    table = in_stratum(lists)
    return Part(name, lists.observed, table if isinstance(table, Refused) else call(table))


def _over(found: Sequence[tuple[Outcome, int]]) -> Outcome:
    if len(found) < LEAST_TO_COMBINE:
        return found[0][0]
    return combined([Part(str(m), seen, outcome) for m, (outcome, seen) in enumerate(found, start=1)], LEVEL)


def population(make: Maker) -> Iterator[Figure]:
    """Counts the persons on the inquiry's lists, and estimates how many there are in all, those on no list included.

    Unit: record, person. Frame: the records of the lists that the inquiry's text file names. Rule: records are linked
    to one another by Splink's model, term by term, with judged pairs at 1 and 0; persons are the best partition that
    follows. So that the links' error is in the interval, partitions are drawn as likely as the links hold, the table
    of histories is made of each, each is estimated, and the estimates are pooled: variance within and between. Strata
    are estimated each by itself and added up; persons of unknown stratum are drawn into one, as those with the same
    history. Limits: the population is closed; all lists are of the same people; everybody can be listed; how lists
    depend on one another, and how persons differ, is as the method says, and no method can be tested on those who are
    on no list. Photographs without names are a count, and no list until they are linked. Latent classes are drawn by
    chains that another kind of processor may continue otherwise.

    Source: Fellegi and Sunter, JASA 64 (1969); Rubin, Multiple Imputation for Nonresponse in Surveys (1987), 3.1;
    Fienberg, Biometrika 59 (1972); Madigan and York, Biometrika 84 (1997); Manrique-Vallier, Biometrics 72 (2016).
    """
    snapshot = make.basis.snapshot
    if not snapshot.lists:
        return
    lists = read_lists(snapshot)
    yield from _records(make, lists)
    try:
        listed = Listed.of(snapshot)
    except BadInput as error:
        yield from _nothing(make, str(error))
        return
    yield from _persons(make, listed)
    yield from _estimates(make, listed)


def _nothing(make: Maker, reason: str) -> Iterator[Figure]:
    """A list can't be read: nothing is said of the persons on the others."""
    for name, unit in ((OBSERVED, "persons"), ("persons-in-all", "persons, those on no list included")):
        yield make.figure(
            name, Undefined(reason), unit=unit, frame="the records of the inquiry's lists", exclusions="nothing"
        )


def _records(make: Maker, lists: ReadLists) -> Iterator[Figure]:
    for each in lists.read:
        unread = sum(each.unread.values())
        yield make.figure(
            f"list-records.{slug(each.settings.name)}", len(each.records), label=each.settings.name, unit="records",
            frame=f"{each.rows:,} rows of the list", silent_on=each.rows - len(each.records),
            exclusions="rows in which nobody is named", note=f"{unread:,} cells or rows could not be used.",
            exhibits=[each.exhibit],
        )  # fmt: skip
    for name, why in lists.unreadable.items():
        yield make.figure(
            f"list-records.{slug(name)}", Undefined(why), label=name, unit="records", frame="the rows of the list",
            exclusions="nothing",
        )  # fmt: skip


def _persons(make: Maker, listed: Listed) -> Iterator[Figure]:
    best, (same, open_) = listed.best, listed.links
    seen = [each.observed for each in listed.drawn]
    frame, out = _frame(listed), "persons on none of these lists"
    low, high = np.quantile(seen, [0.025, 0.975], method="inverted_cdf") if seen else (None, None)
    yield make.figure(
        OBSERVED, best.observed, unit="persons", frame=frame, exclusions=out, judged=same, links=open_,
        link_error=listed.link_error, note="Persons on at least one list, by the best partition of the records.",
    )  # fmt: skip
    mean = round(float(np.mean(seen)), DECIMALS) if seen else Undefined("no partition is drawn")
    yield make.figure(
        "persons-on-lists-imputed", mean,
        low=low, high=high, level=LEVEL if seen else None, unit="persons", frame=frame, exclusions=out, judged=same,
        links=open_, link_error=listed.link_error,
        note=f"Over {len(seen):,} drawn partitions: what is uncertain about the links is drawn, not decided.",
    )  # fmt: skip
    once = best.frequencies[0] / best.observed if best.observed else None
    yield make.figure(
        "persons-on-one-list-only", Undefined("nobody is on a list") if once is None else round(once, 6),
        unit="share of the persons on lists", frame=frame, exclusions=out, judged=same, links=open_,
        link_error=listed.link_error,
    )  # fmt: skip
    for place, name in enumerate(best.names):
        yield make.figure(
            f"persons-on-list.{slug(name)}", best.sizes[place], label=name, unit="persons", frame=frame, exclusions=out,
            links=open_, judged=same, link_error=listed.link_error, parts=[f"list-records.{slug(name)}"],
        )  # fmt: skip
    for a in range(best.k):
        for b in range(a + 1, best.k):
            label = f"{best.names[a]} and {best.names[b]}"
            yield make.figure(
                f"persons-on-both.{slug(label)}", best.overlap(a, b), label=label, unit="persons", frame=frame,
                exclusions=out, links=open_, judged=same, link_error=listed.link_error,
            )  # fmt: skip

    for history in np.flatnonzero(best.counts):
        names = [name for place, name in enumerate(best.names) if history >> place & 1]
        label = TOGETHER.join(names)
        yield make.figure(
            f"persons-with-history.{slug(label)}", int(best.counts[history]), label=label, unit="persons", frame=frame,
            exclusions=out, links=open_, judged=same, link_error=listed.link_error,
        )  # fmt: skip


def _frame(listed: Listed) -> str:
    return f"the records of {len(listed.names)} lists: {', '.join(listed.names)}"


def _estimates(make: Maker, listed: Listed) -> Iterator[Figure]:
    wanted = listed.wanted
    outcomes = {method: estimate(listed, method) for method in dict.fromkeys((*wanted.methods, "chao"))}
    first = wanted.methods[0]
    yield _estimated(make, listed, "persons-in-all", "", outcomes[first])
    for method, outcome in outcomes.items():
        yield _estimated(make, listed, f"persons-in-all-by.{method}", method, outcome)
    call = estimators(wanted)[first]
    for row in leave_one_out(listed.best, call) if first != "lcmcr" else ():
        yield _estimated(make, listed, f"persons-in-all-without.{slug(row.name)}", row.name, row.outcome)
    if wanted.strata != "none":
        for name, each in listed.tables.items():
            part = _part(name, each.best, call)
            yield _estimated(make, listed, f"persons-in-all-of.{slug(name)}", name, part.outcome)
    share = outcomes[first]
    told = share.diagnostics.get("share_between") if isinstance(share, Population) else None
    yield make.figure(
        "linkage-share-of-variance",
        round(float(str(told)), 4) if told is not None else Undefined("no partitions were pooled"),
        unit="share of the variance", frame=_frame(listed), exclusions="nothing",
        note="How much of the variance of the estimate comes from not knowing which records are of one person.",
    )  # fmt: skip


def _estimated(make: Maker, listed: Listed, name: str, label: str, outcome: Outcome) -> Figure:
    told = outcome if isinstance(outcome, Population) else None
    same, open_ = listed.links
    model = f"{told.method}, {told.model}." if told is not None and told.model else ""
    said = " ".join([model, *(f"{each.text}." for each in (told.cautions if told is not None else ()))])
    bounded = told is not None and np.isfinite(told.interval.high)
    return make.figure(
        name,
        Undefined(outcome.reason) if isinstance(outcome, Refused) else round(outcome.estimate, DECIMALS),
        label=label,
        low=round(told.interval.low, DECIMALS) if told is not None and bounded else None,
        high=round(told.interval.high, DECIMALS) if told is not None and bounded else None,
        level=told.interval.level if told is not None and bounded else None,
        unit="persons, those on no list included",
        frame=_frame(listed),
        exclusions="persons whom no list could hold",
        judged=same,
        links=open_,
        link_error=listed.link_error,
        note=said.strip(),
        parts=[OBSERVED],
    )


METHODS = (
    Method(
        "population",
        1,
        READS,
        {
            "list-records.*": "Records of a list",
            OBSERVED: "Persons on lists, observed",
            "persons-on-lists-imputed": "Persons on lists, with the error of links drawn",
            "persons-on-one-list-only": "Share of the persons on lists who are on one only",
            "persons-on-list.*": "Persons on a list",
            "persons-on-both.*": "Persons on both of two lists",
            "persons-with-history.*": "Persons on exactly these lists",
            "persons-in-all": "Persons in all, estimated: those on no list included",
            "persons-in-all-by.*": "Persons in all, by each method",
            "persons-in-all-without.*": "Persons in all, with one list left out",
            "persons-in-all-of.*": "Persons in all, of a stratum",
            "linkage-share-of-variance": "Share of the estimate's variance that comes from the links between lists",
        },
        population,
    ),
)
