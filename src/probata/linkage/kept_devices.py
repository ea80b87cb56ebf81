"""Devices as bytes, to be kept from one run to the next: compressed JSON, one list for each kind of value.

Not here: where the bytes are kept, and by which key (`probata.kept`, `proposals`).
"""

import json
import zlib
from dataclasses import fields, replace
from typing import Any

from probata.linkage.device import Comparison, Device, DeviceAssignment, Devices
from probata.linkage.link import Reason

_LEVEL = 1


def packed(found: Devices) -> bytes:
    """``found`` as bytes, from which `unpacked` makes an equal value."""
    record = {
        "fields": [_names(DeviceAssignment), _names(Device), _names(Comparison)],
        "assignments": [_values(each) for each in found.assignments],
        "devices": [_values(each) for each in found.devices],
        "comparisons": [_values(each) for each in found.comparisons],
        "refused": found.refused,
    }
    return zlib.compress(json.dumps(record, separators=(",", ":")).encode("utf-8"), _LEVEL)


def unpacked(data: bytes) -> Devices | None:
    """What was packed; None where it was packed by a version with other fields."""
    record = json.loads(zlib.decompress(data))
    if record["fields"] != [_names(DeviceAssignment), _names(Device), _names(Comparison)]:
        return None
    return Devices(
        tuple(replace(DeviceAssignment(*values), reasons=_reasons(values[-1])) for values in record["assignments"]),
        tuple(replace(Device(*values), groups=tuple(map(tuple, values[-1]))) for values in record["devices"]),
        tuple(Comparison(*values) for values in record["comparisons"]),
        tuple((class_, reason) for class_, reason in record["refused"]),
    )


def _names(kind: type[DeviceAssignment | Device | Comparison]) -> list[str]:
    return [each.name for each in fields(kind)]


def _values(value: DeviceAssignment | Device | Comparison) -> list[Any]:
    plain = [getattr(value, name) for name in _names(type(value))]
    return [[[r.name, r.detail, r.weight] for r in each] if _is_reasons(each) else each for each in plain]


def _is_reasons(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Reason)


def _reasons(values: list[list[Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(*each) for each in values)
