"""Small analysers that tests send to other processes: one that counts, one that does what bytes tell it to do."""

import os
import signal
import time
from dataclasses import dataclass, field

import pyarrow as pa

from probata.readings.analyser import Parameters, Row, Unreadable


@dataclass(frozen=True)
class Length:
    """The number of bytes, and the bytes themselves."""

    name: str = "length"
    version: str = "1"
    parameters: Parameters = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([("length", pa.int64()), ("bytes", pa.binary())])

    def read(self, data: bytes) -> Row:
        return {"length": len(data), "bytes": data}


@dataclass(frozen=True)
class Obedient:
    """Does what the exhibit says: what a hostile file may make a decoder do."""

    name: str = "obedient"
    version: str = "1"
    parameters: Parameters = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([("text", pa.string()), ("process", pa.int64())])

    def read(self, data: bytes) -> Row:
        word = data.split(b" ")[0]
        if word == b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if word == b"exit":
            os._exit(3)
        if word == b"hang":
            time.sleep(1000)
        if word == b"defect":
            raise ZeroDivisionError
        if word == b"unreadable":
            raise Unreadable("not mine: at all")
        if word == b"misfit":
            return {"text": "\ud800", "process": 1}
        if word == b"stranger":
            return {"colour": "red"}
        if word == b"slow":
            time.sleep(0.02)
        if word == b"once" and os.environ.get("PROBATA_TEST_ONCE"):
            return _crash_once(data)
        return {"text": data.decode(), "process": 0}


def _crash_once(data: bytes) -> Row:
    marker = os.environ["PROBATA_TEST_ONCE"]
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return {"text": data.decode(), "process": 0}
    os._exit(9)
