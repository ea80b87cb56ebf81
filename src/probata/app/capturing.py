"""Capture of one address: what was sent and what came back is written to a web archive, byte for byte.

Rules:
* Only on the user's word, only the address named and where it redirects to, only http and https.
* No cookies, no passwords, no scripts, nothing of what a page would load.
* Bytes are kept as they came over the wire; an answer that is cut short is kept, and the archive says how.
* A redirect from a public address to a private one is kept and not followed.

Not here: reading the archive (`probata.documents`), and taking it in (`probata.app.investigation`).

Source: ISO 28500 (WARC 1.1); RFC 9110 and 9112.
"""

import contextlib
import http.client
import io
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from probata.app.desk import TOOL
from probata.errors import BadInput
from probata.progress import Clock

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE = "/?&=%:@!$'()*+,;~-._[]|"
_LONGEST_ADDRESS = 4096
_AGENT = TOOL.replace(" ", "/")


@dataclass(frozen=True)
class CaptureLimits:
    """How much a capture may take.

    Attributes:
        most_bytes: of one answer, its header included.
        seconds: for the whole capture, redirects included.
        redirects: how many are followed.
    """

    most_bytes: int = 64 << 20
    seconds: float = 60.0
    redirects: int = 10


@dataclass(frozen=True)
class Exchange:
    """One request and its answer.

    Attributes:
        address: what was asked for.
        began: when, by this machine's clock.
        peer: the address of the machine that answered.
        request: the bytes sent.
        response: the bytes received.
        head_bytes: how many of them are the answer's header.
        status: the answer's code.
        location: where it redirects to, as written; "" for nowhere.
        truncated: why the answer is cut short, in WARC's words; "" where it is whole.
    """

    address: str
    began: datetime
    peer: str
    request: bytes
    response: bytes
    head_bytes: int
    status: int
    location: str
    truncated: str = ""


@dataclass(frozen=True)
class Captured:
    """What a capture gave: its exchanges in order, and what is to be known of it."""

    exchanges: tuple[Exchange, ...]
    notes: tuple[str, ...]


def checked_address(address: str) -> SplitResult:
    """An address that may be fetched, in ASCII and without its fragment.

    Raises:
        BadInput: another scheme, a password in it, no host, or characters that no address has.
    """
    shown = ascii(address)[:120]
    if len(address) > _LONGEST_ADDRESS or any(ord(character) <= 32 or ord(character) == 127 for character in address):
        raise BadInput("not an address", expected="one without blanks, up to 4,096 characters", found=shown)
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError) as error:
        raise BadInput("not an address", expected="http://host/path or https://host/path", found=shown) from error
    if parts.scheme not in ("http", "https"):
        raise BadInput("this scheme is never fetched", expected="http or https", found=parts.scheme or "none")
    if not host:
        raise BadInput("the address names no host", expected="http://host/path", found=shown)
    if parts.username is not None or parts.password is not None:
        raise BadInput("a name or password in an address is never sent", do="leave it out")
    where = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    path, query = quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE)
    return SplitResult(parts.scheme, where, path, query, "")


def capture(address: str, clock: Clock, limits: CaptureLimits | None = None) -> Captured:
    """Fetch an address and what it redirects to.

    Raises:
        BadInput: the address may not be fetched, or nothing that is an answer came.
    """
    limits = limits or CaptureLimits()
    deadline = time.monotonic() + limits.seconds
    exchanges: list[Exchange] = []
    notes: list[str] = []
    target = checked_address(address)
    while True:
        try:
            exchange = _exchange(target, clock, limits, deadline, _is_public(exchanges[-1]) if exchanges else False)
        except BadInput as error:
            if not exchanges:
                raise
            notes.append(f"redirect not followed: {error.message}")
            break
        exchanges.append(exchange)
        if exchange.truncated:
            notes.append(f"cut short: {exchange.truncated}")
        if exchange.status not in _REDIRECTS or not exchange.location:
            break
        if len(exchanges) > limits.redirects:
            notes.append(f"redirect not followed: more than {limits.redirects}")
            break
        try:
            target = checked_address(urljoin(exchange.address, exchange.location))
        except (BadInput, ValueError) as error:
            notes.append(f"redirect not followed: {error.message if isinstance(error, BadInput) else 'not an address'}")
            break
    return Captured(tuple(exchanges), tuple(notes))


def _is_public(exchange: Exchange) -> bool:
    return _global(exchange.peer)


def _global(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer.partition("%")[0]).is_global
    except ValueError:
        return False


def _exchange(target: SplitResult, clock: Clock, limits: CaptureLimits, deadline: float, public_only: bool) -> Exchange:
    """One request and its answer.

    Raises:
        BadInput: there is no connection, or no answer that can be read.
    """
    address = urlunsplit(target)
    path = urlunsplit(("", "", target.path, target.query, ""))
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {target.netloc}\r\nUser-Agent: {_AGENT}\r\nAccept: */*\r\n"
        "Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
    ).encode("ascii")
    began = clock()
    try:
        with _connected(target, deadline) as connection:
            peer = str(connection.getpeername()[0])
            if public_only and not _global(peer):
                raise BadInput("from a public address to a private one", found=peer)
            connection.sendall(request)
            wire = _Wire(connection, limits.most_bytes, deadline)
            return _answer(Exchange(address, began, peer, request, b"", 0, 0, ""), wire)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise BadInput("no answer that can be read", found=f"{address}: {error}"[:300]) from error


def _connected(target: SplitResult, deadline: float) -> socket.socket:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("out of time")
    port = target.port or (443 if target.scheme == "https" else 80)
    plain = socket.create_connection((target.hostname, port), timeout=left)
    if target.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.hostname)
    except (OSError, ValueError):
        plain.close()
        raise


class _Wire(io.RawIOBase):
    """A connection that is read: keeps every byte, and ends at the limits.

    Attributes:
        received: the bytes so far.
        truncated: which limit ended it, in WARC's words; "" for none.
    """

    def __init__(self, connection: socket.socket, most: int, deadline: float) -> None:
        super().__init__()
        self._connection, self._most, self._deadline = connection, most, deadline
        self.received = bytearray()
        self.truncated = ""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def makefile(self, _mode: str, *_: object) -> "io.BufferedReader[Any]":
        """What `http.client` asks of a connection."""
        return io.BufferedReader(self, 1 << 14)

    def readinto(self, buffer: Any) -> int:
        """The next bytes; none when the connection or a limit ends it."""
        left = self._deadline - time.monotonic()
        room = self._most - len(self.received)
        if left <= 0 or room <= 0:
            self.truncated = "time" if left <= 0 else "length"
            return 0
        self._connection.settimeout(left)
        try:
            more = self._connection.recv(min(len(buffer), room))
        except TimeoutError:
            self.truncated = "time"
            return 0
        except OSError:
            self.truncated = "disconnect"
            return 0
        buffer[: len(more)] = more
        self.received += more
        return len(more)


def _answer(asked: Exchange, wire: _Wire) -> Exchange:
    """The answer, as far as it comes; its header must come whole."""
    response = http.client.HTTPResponse(wire, method="GET")  # type: ignore[arg-type]
    truncated = ""
    with contextlib.closing(response):
        response.begin()
        try:
            while response.read(1 << 16):
                pass
        except (http.client.HTTPException, ValueError):
            truncated = "disconnect"
        if response.length:
            truncated = "disconnect"  # fewer bytes came than the header says
    received = bytes(wire.received)
    return replace(
        asked,
        response=received,
        head_bytes=_head_bytes(received),
        status=response.status,
        location=response.getheader("Location") or "",
        truncated=wire.truncated or truncated,
    )


def _head_bytes(received: bytes) -> int:
    ends = [place + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (place := received.find(mark)) >= 0]
    return min(ends, default=len(received))
