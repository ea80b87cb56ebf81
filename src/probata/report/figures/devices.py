"""Devices told apart by sensor noise, and how good the likelihood ratios of the archive are."""

from collections.abc import Iterator, Sequence
from functools import partial

from probata.linkage.device import Comparison
from probata.report.figures.basis import PHOTOGRAPHS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, Undefined, grouped, slug
from probata.statistics.likelihood_ratio import cllr, cllr_min, misleading

READS = ("custody", "readings/file", "readings/metadata", "readings/noise", "settings")
LEVEL = 0.95
_DIGITS = 6


def devices(make: Maker) -> Iterator[Figure]:
    """Counts the sensors that noise tells apart, their photographs, and those whose sensor it can't tell.

    Unit: sensor; photograph. Frame: all photographs; told and not told and those without a noise reading add up to it.
    Rule: photographs of one size are clustered by the signs of their noise, blind to serial numbers; a photograph is of
    a device where all others together have less than one percent. Limits: a sensor used in two sizes is two here, as
    noise of two sizes can't be compared; cropped, turned and scaled copies, and dark or over-exposed photographs, can
    mostly not be told. Silent on photographs without noise reading. Source: Goljan, Fridrich and Filler, SPIE 2009.
    """
    basis, found = make.basis, make.basis.findings.devices
    told = {each.exhibit: each for each in found.assignments}
    silent = basis.silent("noise")
    names = {each.name: f"photographs-by-device.{slug(each.name)}" for each in found.devices}
    groups = grouped((d, told[d].device) for d in basis.photographs if d in told)
    untold = groups.pop("", ())
    yield make.figure(
        "devices-told-apart",
        len(found.devices),
        unit="sensors, by size of picture",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="sensors of which too few photographs are there to be learnt",
        links=len(found.devices),
        silent_on=silent,
        parts=list(names.values()),
    )
    for each in found.devices:
        units = groups.get(each.name, ())
        yield make.figure(
            names[each.name],
            len(units),
            label=f"{each.name} ({each.width} × {each.height})",
            unit="photographs",
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs of another device, or whose device can't be told",
            of="photographs",
            links=len(units),
            silent_on=silent,
            exhibits=units,
            identifies_source=True,
        )
    exposures = grouped((d, told[d].exposure) for d in untold)
    yield make.figure(
        "photographs-device-not-told",
        len(untold),
        unit="photographs",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs whose device noise tells; photographs without a noise reading",
        of="photographs",
        silent_on=silent,
        parts=[f"photographs-device-not-told-by-exposure.{slug(label)}" for label in exposures],
    )
    for label, units in exposures.items():
        yield make.figure(
            f"photographs-device-not-told-by-exposure.{slug(label)}",
            len(units),
            label=label,
            unit="photographs",
            frame="photographs whose device noise can't tell",
            exclusions="photographs of another exposure",
            of="photographs-device-not-told",
            silent_on=silent,
            exhibits=units,
        )


def ratios(make: Maker) -> Iterator[Figure]:
    """How well likelihood ratios are calibrated and how often they mislead, by class of size and exposure.

    Unit: bits for the cost, percent for misleading evidence, comparison for their number. Frame: comparisons of known
    origin of the class; each ratio is calibrated without the comparisons of its own photograph. Rule: C_llr and its
    minimum (Brümmer and du Preez 2006); misleading is a ratio below one for the same device and above one for different
    ones, with the interval by Clopper and Pearson. Limits: what is known of same-device comparisons without a serial
    number comes from the other half of the photograph; photographs whose device can't be told at all are not among
    them, so rates hold for those whose noise can be read. Not defined where too few comparisons are known; the reason
    says how many more photographs would do.
    """
    found = make.basis.findings.devices
    by_class: dict[str, list[Comparison]] = {}
    for each in found.comparisons:
        by_class.setdefault(each.class_, []).append(each)
    refused = dict(found.refused)
    for class_ in sorted(by_class.keys() | refused.keys()):
        yield from _of_class(make, class_, by_class.get(class_, []), refused.get(class_, ""))


def _of_class(make: Maker, class_: str, own: Sequence[Comparison], refused: str) -> Iterator[Figure]:
    same = [each.log10_lr for each in own if each.same]
    different = [each.log10_lr for each in own if not each.same]
    figure = partial(
        make.figure, label=class_, frame=f"comparisons of known origin, class {class_}", exclusions="other classes"
    )
    key = slug(class_)
    yield figure(f"lr-comparisons-same.{key}", len(same), unit="comparisons")
    yield figure(f"lr-comparisons-different.{key}", len(different), unit="comparisons")
    if not same or not different:
        why = Undefined(refused or "no comparison of known origin")
        yield figure(f"lr-cost.{key}", why, unit="bits")
        return
    yield figure(f"lr-cost.{key}", round(cllr(same, different), _DIGITS), unit="bits")
    yield figure(f"lr-least-cost.{key}", round(cllr_min(same, different), _DIGITS), unit="bits")
    for kind, values in (("same", same), ("different", different)):
        rate = misleading(values, same=kind == "same")
        yield figure(
            f"lr-misleading-{kind}.{key}",
            round(100 * rate.rate, _DIGITS),
            unit="percent of comparisons",
            low=round(100 * rate.low, _DIGITS),
            high=round(100 * rate.high, _DIGITS),
            level=LEVEL,
        )


METHODS = (
    Method(
        "devices",
        1,
        READS,
        {
            "devices-told-apart": "Sensors told apart by noise",
            "photographs-by-device.*": "Photographs, by device told by noise",
            "photographs-device-not-told": "Photographs whose device noise can't tell",
            "photographs-device-not-told-by-exposure.*": "Photographs whose device noise can't tell, by exposure",
        },
        devices,
    ),
    Method(
        "likelihood-ratios",
        1,
        READS,
        {
            "lr-comparisons-same.*": "Same-device comparisons",
            "lr-comparisons-different.*": "Different-device comparisons",
            "lr-cost.*": "Cost of likelihood ratios, C_llr",
            "lr-least-cost.*": "Least cost that any calibration could have",
            "lr-misleading-same.*": "Misleading ratios of the same device",
            "lr-misleading-different.*": "Misleading ratios of different devices",
        },
        ratios,
    ),
)
