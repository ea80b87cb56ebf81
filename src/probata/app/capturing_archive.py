"""A capture as a web archive: request, response and metadata records for each exchange.

Source: ISO 28500 (WARC 1.1), sections 6.2 to 6.6.
"""

import base64
import hashlib
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.warcwriter import WARCWriter

from probata.app.capturing import Captured, Exchange
from probata.app.desk import TOOL
from probata.errors import BadInput

CLOCK_SOURCE = "system clock of the capturing machine, not checked against another"
_NOT_NAME = re.compile(r"[^A-Za-z0-9.-]+")


def default_name(address: str, now: datetime) -> str:
    """A name for a capture's file: when, and from which host."""
    host = _NOT_NAME.sub("-", urlsplit(address).hostname or "page")[:80]
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{host}"


def write_archive(captured: Captured, path: Path, *, asked: str, collector: str) -> int:
    """Write a capture to a file that isn't there yet.

    Args:
        captured: what was fetched.
        path: of the file; its folder is made.
        asked: the address as the user gave it.
        collector: who captured.

    Returns:
        The file's size in bytes.

    Raises:
        BadInput: there is such a file, or it can't be written.
    """
    out = io.BytesIO()
    _write(captured, out, asked, collector)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(out.getvalue())
    except FileExistsError as error:
        raise BadInput("there is such a file already", found=str(path), do="choose another name with --to") from error
    return len(out.getvalue())


def _write(captured: Captured, out: BinaryIO, asked: str, collector: str) -> None:
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    first = captured.exchanges[0].began
    about = {"software": TOOL, "operator": _line(collector), "format": "WARC File Format 1.1", "clock": CLOCK_SOURCE}
    _record(writer, "warcinfo", "", _fields(about), "application/warc-fields", {"WARC-Date": _time(first)})
    for number, exchange in enumerate(captured.exchanges):
        response = _write_response(writer, exchange)
        beside = {"WARC-Date": _time(exchange.began), "WARC-Concurrent-To": response}
        content = "application/http; msgtype=request"
        _record(writer, "request", exchange.address, exchange.request, content, beside)
        notes = captured.notes if number == len(captured.exchanges) - 1 else ()
        said = {
            "collector": _line(collector),
            "tool": TOOL,
            "clock": CLOCK_SOURCE,
            "asked": _line(asked),
            "exchange": f"{number + 1} of {len(captured.exchanges)}",
            "status": str(exchange.status),
            **({"redirect": _line(exchange.location)} if exchange.location else {}),
            **({"note": "; ".join(map(_line, notes))} if notes else {}),
        }
        _record(writer, "metadata", exchange.address, _fields(said), "application/warc-fields", beside)


def _write_response(writer: WARCWriter, exchange: Exchange) -> str:
    headers = {
        "WARC-Date": _time(exchange.began),
        "WARC-IP-Address": exchange.peer.partition("%")[0],
        "WARC-Payload-Digest": _digest(exchange.response[exchange.head_bytes :]),
    }
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    content = "application/http; msgtype=response"
    return _record(writer, "response", exchange.address, exchange.response, content, headers)


def _record(writer: WARCWriter, kind: str, address: str, block: bytes, content: str, headers: Mapping[str, str]) -> str:
    """Write a record whose block is these bytes; its identifier."""
    record = writer.create_warc_record(
        address,
        kind,
        payload=io.BytesIO(block),
        length=len(block),
        warc_content_type=content,
        warc_headers_dict={**headers, "WARC-Block-Digest": _digest(block)},
    )
    writer.write_record(record)
    record.raw_stream.close()
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode("ascii")


def _fields(said: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in said.items()).encode("utf-8", "replace")


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:1000]


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
