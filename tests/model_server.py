"""A server on loopback that answers as a test tells it to: well, badly, slowly, hugely."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket, bytes], None]


class Server:
    """What the test sees of it: its port and the questions it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[bytes] = []


@contextmanager
def serving(behave: Behaviour) -> Iterator[Server]:
    """A server for the time of a test."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener.getsockname()[1])
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    question = _question(connection)
                    if not question:  # the test is over
                        continue
                    server.asked.append(question)
                    behave(connection, question)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        with socket.create_connection(("127.0.0.1", server.port), timeout=1):
            pass
        listener.close()
        thread.join(10)


def _question(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def http(body: bytes, status: str = "200 OK", extra: str = "", length: int | None = None) -> bytes:
    """An answer as bytes."""
    stated = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {stated}\r\n{extra}\r\n"
    return head.encode() + body


def chat(content: object) -> bytes:
    """An answer of the protocol; content that is no text is written as JSON."""
    words = content if isinstance(content, str) else json.dumps(content)
    return http(json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": words}}]}).encode())


def sends(data: bytes) -> Behaviour:
    """Sends some bytes and closes."""
    return lambda connection, _: connection.sendall(data)


def drips(data: bytes, seconds: float) -> Behaviour:
    """Sends a byte at a time."""

    def behave(connection: socket.socket, _: bytes) -> None:
        for place in range(len(data)):
            connection.sendall(data[place : place + 1])
            time.sleep(seconds)

    return behave


def floods(most: int) -> Behaviour:
    """Sends an answer without a stated length that has hardly an end."""

    def behave(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(most // 65536):
            connection.sendall(b" " * 65536)

    return behave
