"""What runs in a worker's process: takes chunks of jobs from a pipe, sends one message an exhibit.

A slow reading is sent at once, so that what kills a process, or is slower still, is known more closely.

A worker ends when its pipe closes, so none outlives a killed parent. It ignores Ctrl-C: the parent decides.
"""

import ctypes
import hashlib
import os
import signal
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import cv2

from probata.problems import Problem
from probata.readings.analyser import Analyser, Failed, Row, read
from probata.readings.engine import Job, Limits, Outcome

READY = "ready"
_SLOW_SECONDS = 0.1
# What `mallopt` of glibc calls them, and up to which size freed memory is kept for the next exhibit.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT_BYTES, _KEPT_BLOCK_BYTES = 64 << 20, 32 << 20


def work(pipe: Connection, analysers: Sequence[Analyser], limits: Limits) -> None:
    """Read until the pipe closes: receive lists of jobs, send `READY` once and then lists of `Outcome`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _keep_memory()
    _silence_stderr()
    try:
        pipe.send(READY)
        while True:
            jobs: list[Job] = pipe.recv()
            for job in jobs:
                _send(pipe, outcomes_of(job, analysers, limits))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _send(pipe: Connection, outcomes: Iterator[Outcome]) -> None:
    """Send the outcomes of one exhibit, together where they come fast."""
    made: list[Outcome] = []
    since = time.monotonic()
    for outcome in outcomes:
        made.append(outcome)
        if time.monotonic() - since > _SLOW_SECONDS:
            pipe.send(made)
            made, since = [], time.monotonic()
    if made:
        pipe.send(made)


def outcomes_of(job: Job, analysers: Sequence[Analyser], limits: Limits) -> Iterator[Outcome]:
    """One outcome for each missing analyser, from one read of the bytes, which are hashed again first."""
    data = _bytes_of(job, limits)
    for place in job.missing:
        result = data if isinstance(data, Failed | Problem) else _guarded(analysers[place], data)
        yield Outcome(job.digest, place, result)


def _guarded(analyser: Analyser, data: bytes) -> Row | Failed:
    try:
        return read(analyser, data)
    except MemoryError:
        return Failed("out of memory")


def _bytes_of(job: Job, limits: Limits) -> bytes | Failed | Problem:
    path = Path(job.path)
    try:
        size = path.stat().st_size
        if size > limits.exhibit_bytes:
            return Failed(f"larger than can be read: {size} bytes, the limit is {limits.exhibit_bytes}")
        data = path.read_bytes()
    except OSError as error:
        return Problem("exhibit-missing", job.digest, "the exhibit's bytes", error.strerror or "an error")
    found = hashlib.sha256(data).hexdigest()
    if found != job.digest:
        return Problem("exhibit-changed", job.digest, job.digest, found)
    return data


def _keep_memory() -> None:
    """Keep freed blocks of a picture's size: to give them back and take them anew costs a tenth of a reading."""
    if hasattr(libc := ctypes.CDLL(None), "mallopt"):  # glibc only
        libc.mallopt(_MMAP_THRESHOLD, _KEPT_BLOCK_BYTES)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)


def _silence_stderr() -> None:
    """Decoders in C write warnings on damaged files to stderr; what matters of them is in the reading."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
