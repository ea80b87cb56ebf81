"""The analyser *provenance*: signed statements of provenance that the file carries (C2PA), and whether they hold.

Rules:
* Absent is null and no evidence: most files carry none, and whoever changes a file can take it out.
* Nothing is fetched: neither statements kept elsewhere, nor lists of trusted signers, nor whether a certificate was
  revoked. So a statement that holds says that the bytes are those that somebody signed, not that the signer is who
  the certificate names.
* Whether a certificate has expired depends on the day of reading, and so is left out.

Source: C2PA technical specification 2.2, sections 15 (validation) and 15.2 (codes), by the library ``c2pa``.

Not here: what departs (`probata.linkage.authenticity_provenance`).
"""

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import c2pa
import pyarrow as pa

from probata.readings.analyser import Parameters, Row, Unreadable
from probata.readings.formats.types import type_of

VALID, INVALID, UNREADABLE, ELSEWHERE = "valid", "invalid", "unreadable", "elsewhere"
_TYPES = frozenset(
    f"image/{name}"
    for name in (
        "jpeg",
        "png",
        "webp",
        "tiff",
        "gif",
        "heic",
        "heif",
        "avif",
        "x-adobe-dng",
        "x-nikon-nef",
        "x-sony-arw",
    )
)
_SETTINGS = {
    "verify": {
        "verify_trust": False,
        "verify_timestamp_trust": False,
        "ocsp_fetch": False,
        "remote_manifest_fetch": False,
        "verify_after_reading": True,
    }
}
_BY_THE_DAY = frozenset({"signingCredential.expired", "signingCredential.untrusted", "timeStamp.untrusted"})
_MARKS = (b"jumb", b"c2pa")
_LONGEST = 200
_MOST_PROBLEMS = 8


class ProvenanceAnalyser:
    """See the module's text."""

    name = "provenance"
    version = "1"

    @property
    def parameters(self) -> Parameters:
        """None: nothing of it can be chosen."""
        return {}

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: no kind of picture that can carry such a statement, or a picture whose parts can't be found.
        """
        name = type_of(data)
        if name not in _TYPES:
            raise Unreadable("no picture that can carry signed statements")
        try:
            with c2pa.Reader(name, io.BytesIO(data), None, _context()) as reader:
                return _row(json.loads(reader.json()))
        except c2pa.C2paError as error:
            return _without(str(error), data)
        except ValueError:
            return {"c2pa_state": UNREADABLE, "c2pa_problem": "no valid text"}


@cache
def _context() -> c2pa.Context:
    """The library's settings: offline."""
    return c2pa.Context.from_dict(_SETTINGS)


def _without(error: str, data: bytes) -> Row:
    """A row where no statement could be read; ``error`` begins with a kind, before a colon."""
    kind = error.partition(":")[0]
    if kind == "ManifestNotFound":
        return {}
    if kind == "Remote":
        return {"c2pa_state": ELSEWHERE, "c2pa_problem": "the statement is not in the file; nothing was fetched"}
    if all(mark in data for mark in _MARKS):
        return {"c2pa_state": UNREADABLE, "c2pa_problem": _text(kind)}
    raise Unreadable("broken: the parts of the file can't be found")


def _row(store: Mapping[str, Any]) -> Row:
    label = store.get("active_manifest")
    manifest = store.get("manifests", {}).get(label, {})
    problems = _problems(store)
    signature = manifest.get("signature_info") or {}
    signer = ", ".join(part for key in ("common_name", "issuer") if (part := _text(signature.get(key))))
    return {
        "c2pa": _text(label),
        "c2pa_state": INVALID if problems else VALID,
        "c2pa_problem": ", ".join(problems[:_MOST_PROBLEMS])[:_LONGEST] or None,
        "c2pa_signer": signer[:_LONGEST] or None,
        "c2pa_generator": _generator(manifest) or None,
    }


def _problems(store: Mapping[str, Any]) -> list[str]:
    """The codes of what does not hold, sorted, without those that depend on the day or on who is trusted."""
    active = store.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    return sorted({_text(each.get("code")) for each in active} - _BY_THE_DAY)


def _generator(manifest: Mapping[str, Any]) -> str:
    """The program that made the statement, as it names itself."""
    told = [f"{_text(each.get('name'))} {_text(each.get('version'))}" for each in _list(manifest)]
    return (", ".join(each.strip() for each in told) or _text(manifest.get("claim_generator")))[:_LONGEST]


def _list(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in manifest.get("claim_generator_info") or [] if isinstance(each, dict)]


def _text(value: object) -> str:
    """One line of valid text, or "" for anything else."""
    told = value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
    return " ".join(told.replace("\0", " ").split())[:_LONGEST]


_SCHEMA = pa.schema(
    [pa.field(name, pa.string()) for name in ("c2pa", "c2pa_state", "c2pa_problem", "c2pa_signer", "c2pa_generator")]
)
