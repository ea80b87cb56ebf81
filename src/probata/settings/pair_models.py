"""Table ``[pair_model]``: a user's own model that suggests labels for commitment and passage; none by default."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from probata.settings.table import Table

ONNX_FILES = ("model.onnx", "vocab.txt", "labels.json")
_HEX = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[\w .:/@+-]{1,100}")
_LONGEST_WAIT, _MOST_BYTES = 600, 1 << 24


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """One ``[pair_model]`` table.

    Attributes:
        kind: ``onnx``, ``server``, or ``none``.
        name: shown beside every suggestion; for a server also the ``model`` that is asked for.
        folder: of the files of an ONNX model, as given.
        files: SHA-256 by file name, for each of `ONNX_FILES`.
        host: literal address of the loopback interface.
        port: of the server.
        path: of the server's protocol, as ``/v1``.
        timeout_seconds: after which a question counts as unanswered.
        most_bytes: of an answer; a longer one counts as none.
    """

    kind: Literal["none", "onnx", "server"] = "none"
    name: str = ""
    folder: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 0
    path: str = "/v1"
    timeout_seconds: int = 60
    most_bytes: int = 1 << 18


def pair_model(table: Table) -> ModelSettings:
    """The values of a ``[pair_model]`` table; of an empty one: no model.

    Raises:
        BadInput: an unknown key, no name, a file without its SHA-256, an address that is not this machine's own.
    """
    if not table.values:
        return ModelSettings()
    kind = table.string("kind")
    if kind not in {"onnx", "server"}:
        raise table.error("kind", "onnx or server", repr(kind))
    name = table.string("name")
    if not _NAME.fullmatch(name):
        raise table.error("name", "1 to 100 letters, digits, spaces or .:/@+-", repr(name)[:80])
    return _onnx(table, name) if kind == "onnx" else _server(table, name)


def _onnx(table: Table, name: str) -> ModelSettings:
    table.only("kind", "name", "folder", "files")
    folder, files = table.string("folder"), table.table("files")
    if not folder:
        raise table.error("folder", "the folder of the model's files", "nothing")
    files.only(*ONNX_FILES)
    digests = {file: files.string(file) for file in ONNX_FILES}
    for file, digest in digests.items():
        if not _HEX.fullmatch(digest):
            raise files.error(file, "the file's SHA-256, 64 hex digits", repr(digest)[:80])
    return ModelSettings("onnx", name, folder, digests)


def _server(table: Table, name: str) -> ModelSettings:
    table.only("kind", "name", "address", "timeout_seconds", "most_bytes")
    host, port, path = _address(table)
    wait = table.whole("timeout_seconds", 60, 1, _LONGEST_WAIT)
    most = table.whole("most_bytes", 1 << 18, 1 << 10, _MOST_BYTES)
    return ModelSettings("server", name, host=host, port=port, path=path, timeout_seconds=wait, most_bytes=most)


def _address(table: Table) -> tuple[str, int, str]:
    """Host, port and path of an address on this machine: nothing of an inquiry goes to another."""
    address = table.string("address")
    expected = "an address of this machine, as http://127.0.0.1:8080/v1"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError as error:
        raise table.error("address", expected, repr(address)[:80]) from error
    host = "127.0.0.1" if host == "localhost" else host
    plain = parts.scheme == "http" and not (parts.username or parts.password or parts.query or parts.fragment)
    path = parts.path.rstrip("/") or "/v1"
    if not plain or not is_loopback(host) or not re.fullmatch(r"[\w./-]{1,200}", path):
        raise table.error("address", expected, repr(address)[:80])
    return host, port, path


def is_loopback(host: str) -> bool:
    """Whether a literal address is one of this machine's own; a name never is, whatever it would resolve to."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
