"""Heads kept by others: timestamps after RFC 3161, asked for, kept and checked with the program ``openssl``.

A token says: this authority saw this digest at this time. What is stamped is the newest act's own digest, so an
auditor needs the line's bytes and ``openssl ts -verify`` only. Nothing here uses the network: the request is a file
that the user takes to an authority, the response a file that comes back.

``ledger/anchors/`` holds for each head HEAD: ``HEAD.tsq`` (the request), ``HEAD.tsr`` (the response) and ``HEAD.pem``
(the authority's certificates as they were handed in).
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from probata.digest import Digest, digest_of
from probata.errors import BadInput, LedgerError
from probata.ledger.acts import HeadAnchored
from probata.ledger.durable import replace_file
from probata.ledger.line import Entry
from probata.problems import Problem

ANCHORS = "anchors"
OPENSSL = "openssl"
_WAIT_S = 60
_TIME = re.compile(r"^Time stamp: (\w{3}) +(\d+) (\d+):(\d+):(\d+)(?:\.\d+)? (\d{4}) GMT$", re.MULTILINE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class NoOpenssl(LedgerError):
    """The program ``openssl`` is not on this machine."""


def write_request(ledger: Path, head: Digest, openssl: str = OPENSSL) -> Path:
    """Write the request for a timestamp on ``head``, to be sent to an authority as ``application/timestamp-query``.

    Returns:
        The request's file, ``ledger/anchors/HEAD.tsq``.

    Raises:
        NoOpenssl: there is no such program.
        LedgerError: it can't make the request, or the file can't be written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "request.tsq"
        done = _run(openssl, "ts", "-query", "-digest", head.hex, "-sha256", "-cert", "-out", str(made))
        if done.returncode:
            raise LedgerError("openssl made no timestamp request", found=_said(done), do="check the openssl program")
        return _keep(ledger / ANCHORS / f"{head}.tsq", made.read_bytes())


def accept_response(
    ledger: Path, head: Digest, response: Path, authority: Path, openssl: str = OPENSSL
) -> HeadAnchored:
    """Check an authority's response and keep it beside the ledger.

    Args:
        ledger: the ledger's folder.
        head: the digest that was stamped.
        response: the response's file (DER, ``.tsr``).
        authority: certificates (PEM) up to the root that is trusted.
        openssl: the program.

    Returns:
        The act to append.

    Raises:
        BadInput: a file can't be read, or the token is not a good one on this head.
        NoOpenssl: there is no such program.
        LedgerError: the files can't be kept.
    """
    try:
        token, certificates = response.read_bytes(), authority.read_bytes()
    except OSError as error:
        raise BadInput("the timestamp can't be read", expected="a response and the authority's certificates",
                       found=f"{error.filename}: {error.strerror}") from error  # fmt: skip
    wrong = _verify(head, response, authority, openssl)
    if wrong:
        raise BadInput("not a good timestamp", expected=f"a token of this authority on {head}", found=wrong,
                       do="ask the authority for one, with the request in ledger/anchors")  # fmt: skip
    _keep(ledger / ANCHORS / f"{head}.pem", certificates)
    _keep(ledger / ANCHORS / f"{head}.tsr", token)
    return HeadAnchored(head, "rfc3161", Digest.of(token).hex)


def check_timestamps(
    ledger: Path, entries: Iterable[Entry], authority: Path | None = None, openssl: str = OPENSSL
) -> Iterator[Problem]:
    """What is wrong with the timestamps that acts speak of.

    Args:
        ledger: the ledger's folder.
        entries: its acts.
        authority: certificates to trust; without it those beside each token, which only show that it fits them.
        openssl: the program.

    Yields:
        ``anchor-missing``, ``anchor-changed``, ``anchor-wrong``, or ``anchor-unchecked`` where there is no openssl.
    """
    for entry in entries:
        if isinstance(entry.act, HeadAnchored) and entry.act.how == "rfc3161":
            yield from _check_timestamp(ledger / ANCHORS, entry.act, authority, openssl)


def _check_timestamp(folder: Path, act: HeadAnchored, authority: Path | None, openssl: str) -> Iterator[Problem]:
    token, where = folder / f"{act.head}.tsr", f"ledger/{ANCHORS}/{act.head}.tsr"
    try:
        found = digest_of(token)
    except OSError as error:
        yield Problem("anchor-missing", where, "the token that was accepted", error.strerror or str(error))
        return
    if found.hex != act.evidence:
        yield Problem("anchor-changed", where, act.evidence, found.hex)
        return
    try:
        wrong = _verify(act.head, token, authority or folder / f"{act.head}.pem", openssl)
    except NoOpenssl as error:
        yield Problem("anchor-unchecked", where, error.expected, error.found)
        return
    if wrong:
        yield Problem("anchor-wrong", where, f"a token on {act.head} by the authority", wrong)


def _verify(head: Digest, token: Path, authority: Path, openssl: str) -> str:
    """What is wrong with a token; empty if nothing. Certificates count as of the token's own time."""
    read = _run(openssl, "ts", "-reply", "-in", str(token), "-text")
    stamped = _TIME.search(read.stdout.decode("utf-8", "replace"))
    if read.returncode or stamped is None:
        return _said(read) or "no token in it"
    month, day, hour, minute, second, year = stamped.groups()
    moment = datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    done = _run(openssl, "ts", "-verify", "-digest", head.hex, "-in", str(token), "-CAfile", str(authority),
                "-attime", str(int(moment.timestamp())))  # fmt: skip
    return "" if done.returncode == 0 else _said(done) or "verification failed"


def _run(openssl: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(openssl)
    if program is None:
        raise NoOpenssl("timestamps need a program", expected="the program openssl", found="none on this machine",
                        do="install it (Debian: openssl), or check the token on another machine")  # fmt: skip
    return subprocess.run([program, *arguments], capture_output=True, check=False, timeout=_WAIT_S)


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The reason in what openssl printed: of ``thread:error:code:library:function:reason:file:line:data``."""
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    reasons = [line.split(":")[5:6] + line.split(":")[8:] for line in lines if ":error:" in line]
    return ": ".join(part for part in reasons[0] if part)[:200] if reasons else " ".join(lines)[:200]


def _keep(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise LedgerError("the timestamp can't be kept", expected=f"to write {path}",
                          found=error.strerror or str(error), do="check the folder") from error  # fmt: skip
    return path
