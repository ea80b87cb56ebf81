"""Cameras by what files say and by sensor noise together: one label a body, as far as either can tell.

In this order:

1. A serial number in the file keeps its label. Noise that says another body is a contradiction, and is told as such.
2. A device told by noise: the serial number that most of its photographs carry; else the model, where the archive holds
   one body of it; else the model and the device.
3. A copy of a photograph whose body is known, saved again by a program: the body of what it is a copy of.
4. The model alone, where the archive holds one body of it, or where nothing is known of its bodies.
5. *unknown*: of a model of which the archive holds several bodies, and noise can't tell; or quantization tables alone
   that no known model writes.

The claimed model stays a claim of its own (`CameraAssignment.model`), whatever body is told.

Not here: each of the two alone (`cameras`, `devices`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from probata.linkage.cameras import UNKNOWN, CameraAssignment
from probata.linkage.device import DeviceAssignment, Devices
from probata.linkage.link import Reason

VERSION = "2"
CONTRADICTS = "noise-contradicts"
CANNOT_TELL = "cannot-tell"
_COPY_SCORE = 0.9


def with_devices(
    assignments: Sequence[CameraAssignment],
    found: Devices,
    models: Mapping[str, str],
    copies: Iterable[Sequence[str]] = (),
) -> list[CameraAssignment]:
    """The camera of each exhibit by both.

    Args:
        assignments: by what files say.
        found: by sensor noise.
        models: make and model as claimed, by exhibit.
        copies: groups of exhibits that show one picture.

    Returns:
        As many, in the same order.
    """
    noise = {each.exhibit: each for each in found.assignments}
    labels = _labels(assignments, noise, models)
    bodies = _bodies(assignments, labels, noise, models)
    made = [
        _joined(each, noise.get(each.exhibit, DeviceAssignment(each.exhibit)), labels, bodies) if noise else each
        for each in (replace(each, model=models.get(each.exhibit, "")) for each in assignments)
    ]
    return _inherited(made, copies)


def _labels(
    assignments: Sequence[CameraAssignment], noise: Mapping[str, DeviceAssignment], models: Mapping[str, str]
) -> dict[str, str]:
    """The label of each device."""
    serials: dict[str, Counter[str]] = defaultdict(Counter)
    claimed: dict[str, Counter[str]] = defaultdict(Counter)
    with_serial: set[str] = set()
    for each in assignments:
        model = models.get(each.exhibit, "")
        if each.basis == "serial":
            with_serial.add(model)
        told = noise.get(each.exhibit)
        if told is not None and told.device:
            claimed[told.device][model] += 1
            if each.basis == "serial":
                serials[told.device][each.camera] += 1
    of_device = {device: _most(own) for device, own in claimed.items()}
    unnamed = Counter(of_device[device] for device in of_device if not _named(serials[device], claimed[device]))
    labels = {}
    for device, model in of_device.items():
        if serial := _named(serials[device], claimed[device]):
            labels[device] = serial
        elif model and unnamed[model] == 1 and model not in with_serial:
            labels[device] = model
        else:
            labels[device] = f"{model}, {device}" if model else device
    return labels


def _named(serials: Counter[str], claimed: Counter[str]) -> str:
    """The serial label that more than half of a device's photographs with one carry, and a tenth of all; else ""."""
    if not serials:
        return ""
    best = _most(serials)
    return best if 2 * serials[best] > serials.total() and 10 * serials[best] >= claimed.total() else ""


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda label: (-counts[label], label))


def _bodies(
    assignments: Sequence[CameraAssignment],
    labels: Mapping[str, str],
    noise: Mapping[str, DeviceAssignment],
    models: Mapping[str, str],
) -> dict[str, set[str]]:
    """The labels of the bodies that are known of each claimed model."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in assignments:
        model, told = models.get(each.exhibit, ""), noise.get(each.exhibit)
        if each.basis == "serial":
            found[model].add(each.camera)
        elif told is not None and told.device:
            found[model].add(labels[told.device])
    return found


def _joined(
    each: CameraAssignment,
    told: DeviceAssignment,
    labels: Mapping[str, str],
    bodies: Mapping[str, set[str]],
) -> CameraAssignment:
    label = labels.get(told.device, "")
    if each.basis == "serial":
        return _beside_serial(each, told, labels)
    if label:
        why = (*told.reasons, *each.reasons)
        return replace(
            each, camera=label, basis="noise", score=told.probability, reasons=why, llr=told.llr, device=told.device
        )
    known = bodies.get(each.model, set())
    if each.basis == "model" and (len(known) > 1 or (known and each.camera not in known)):
        detail = f"{each.camera}: {len(known)} of its bodies are known, and noise does not tell which"
        why = (Reason(CANNOT_TELL, detail), *told.reasons, *each.reasons)
        return replace(each, camera=UNKNOWN, basis="unknown", score=0.0, reasons=why)
    if each.basis == "tables" and each.camera not in bodies:
        why = (Reason(CANNOT_TELL, f"{each.camera} may be of several bodies"), *told.reasons, *each.reasons)
        return replace(each, camera=UNKNOWN, basis="unknown", score=0.0, reasons=why)
    return replace(each, reasons=(*each.reasons, *told.reasons))


def _beside_serial(each: CameraAssignment, told: DeviceAssignment, labels: Mapping[str, str]) -> CameraAssignment:
    """A serial number, with what the noise says of it."""
    label = labels.get(told.device, "")
    if not label:
        return replace(each, reasons=(*each.reasons, *told.reasons))
    if label == each.camera:
        return replace(each, reasons=(*each.reasons, *told.reasons), llr=told.llr, device=told.device)
    against = Reason(CONTRADICTS, f"the file says {each.camera}; its noise is that of {label}")
    return replace(each, reasons=(*each.reasons, against, *told.reasons), device=told.device)


def _inherited(made: Sequence[CameraAssignment], copies: Iterable[Sequence[str]]) -> list[CameraAssignment]:
    """Copies get the body of what they are copies of, where only one is known and the file claims no other model."""
    by_exhibit = {each.exhibit: each for each in made}
    told: dict[str, CameraAssignment] = {}
    for members in copies:
        known = [by_exhibit[m] for m in members if m in by_exhibit and by_exhibit[m].basis in ("serial", "noise")]
        if len({each.camera for each in known}) != 1:
            continue
        first = min(known, key=lambda each: each.exhibit)
        for member in members:
            own = by_exhibit.get(member)
            if own is not None and own.basis not in ("serial", "noise") and own.model in ("", first.model):
                why = (Reason("copy", f"shows the picture of {first.exhibit[:12]}, whose camera is told"), *own.reasons)
                told[member] = replace(own, camera=first.camera, basis="copy", score=_COPY_SCORE, reasons=why)
    return [told.get(each.exhibit, each) for each in made]
