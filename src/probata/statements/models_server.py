"""A user's own model behind a server on this machine that speaks the OpenAI chat-completions protocol.

Rules:
* The address is literal and of the loopback interface: nothing of an inquiry leaves the machine. A redirect is an
  answer that is refused, wherever it leads.
* One question, one connection, no retry. A time limit holds for the whole exchange, so that a server that sends a byte
  a second does not hold up the work.
"""

import http.client
import json
import socket
import threading
from collections.abc import Sequence
from importlib import resources

from probata.errors import BadInput
from probata.settings.pair_models import ModelSettings, is_loopback
from probata.statements.models_answers import NotAnAnswer, judged, object_in
from probata.statements.models_values import Failure, Judged, ModelUsed, NoAnswer, PairAsked

_OK = 200
_LONGEST = 20_000  # code points of a text that are sent


def prompt() -> str:
    """What the model is told; kept with every answer."""
    return resources.files("probata.statements").joinpath("models_prompt.txt").read_text("utf-8")


class ServerModel:
    """A model that is asked over HTTP on the loopback interface."""

    def __init__(self, settings: ModelSettings) -> None:
        """Keep the settings; nothing is sent yet.

        Args:
            settings: of kind ``server``.

        Raises:
            BadInput: the host is not this machine.
        """
        if not is_loopback(settings.host):
            message = "a model's server must be on this machine"
            raise BadInput(message, expected="a loopback address, as 127.0.0.1", found=settings.host[:80])
        self._settings = settings
        self._used = ModelUsed(settings.name, "server", "", prompt())

    @property
    def used(self) -> ModelUsed:
        """Which model it is."""
        return self._used

    def judge(self, pairs: Sequence[PairAsked]) -> Sequence[Judged | NoAnswer]:
        """An answer or a reason for each pair, asked one after the other."""
        return [self._judge(pair) for pair in pairs]

    def _judge(self, pair: PairAsked) -> Judged | NoAnswer:
        if max(len(pair.commitment), len(pair.passage)) > _LONGEST:
            return NoAnswer(pair.id, "model failed", f"a text is longer than {_LONGEST}", self._used)
        try:
            answer = _content(_exchange(self._settings, self._question(pair)))
        except NotAnAnswer as error:
            return NoAnswer(pair.id, error.reason, error.detail, self._used)
        return judged(pair, answer, self._used)

    def _question(self, pair: PairAsked) -> bytes:
        asked = {
            "COMMITMENT": pair.commitment,
            "made by": pair.committed_by,
            "PASSAGE": pair.passage,
            "said by": pair.said_by or "not known",
        }
        body = {
            "model": self._settings.name,
            "temperature": 0,
            "stream": False,
            "response_format": {"type": "json_object"},
            "messages": [
                {"role": "system", "content": self._used.prompt},
                {"role": "user", "content": json.dumps(asked, ensure_ascii=False)},
            ],
        }
        return json.dumps(body).encode()


def _content(answer: bytes) -> str:
    """The words of the first choice.

    Raises:
        NotAnAnswer: not the protocol.
    """
    choices = object_in(answer).get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(content, str):
        raise NotAnAnswer("malformed", "no choices[0].message.content")
    return content


def _exchange(settings: ModelSettings, body: bytes) -> bytes:
    """The body of the server's answer.

    Raises:
        NotAnAnswer: no connection, too slow, too large, closed early, redirected, refused, or not HTTP.
    """
    connection = http.client.HTTPConnection(settings.host, settings.port, timeout=settings.timeout_seconds)
    late, slow = threading.Event(), f"no answer in {settings.timeout_seconds} s"
    try:
        connection.connect()
        alarm = threading.Timer(settings.timeout_seconds, _cut_off, (connection.sock, late))
        alarm.daemon = True
        alarm.start()
        try:
            data = _asked(connection, settings, body)
        finally:
            alarm.cancel()
    except (OSError, http.client.HTTPException, NotAnAnswer) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise NotAnAnswer("too slow", slow) from error
        raise error if isinstance(error, NotAnAnswer) else NotAnAnswer(*_why(error)) from error
    finally:
        connection.close()
    if late.is_set():
        raise NotAnAnswer("too slow", slow)
    return data


def _cut_off(connected: socket.socket, late: threading.Event) -> None:
    """End the exchange from outside: each single read may still be in time."""
    late.set()
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _asked(connection: http.client.HTTPConnection, settings: ModelSettings, body: bytes) -> bytes:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
    connection.request("POST", f"{settings.path}/chat/completions", body, headers)
    with connection.getresponse() as answer:
        return _body(answer, settings)


def _body(answer: http.client.HTTPResponse, settings: ModelSettings) -> bytes:
    if 300 <= answer.status < 400:
        raise NotAnAnswer("redirected", answer.getheader("Location", ""))
    if answer.status != _OK:
        raise NotAnAnswer("refused", f"status {answer.status} {answer.reason}")
    data = answer.read(settings.most_bytes + 1)
    if len(data) > settings.most_bytes:
        raise NotAnAnswer("too large", f"more than {settings.most_bytes} bytes")
    stated = answer.getheader("Content-Length", "")
    if stated.isdigit() and len(data) < int(stated[:18]):
        raise NotAnAnswer("closed early", f"{len(data)} bytes of {stated[:18]}")
    return data


def _why(error: Exception) -> tuple[Failure, str]:
    if isinstance(error, ConnectionRefusedError):
        return "not reached", str(error)
    if isinstance(error, http.client.IncompleteRead | http.client.RemoteDisconnected | ConnectionError):
        return "closed early", type(error).__name__
    if isinstance(error, http.client.HTTPException):
        return "malformed", f"not HTTP: {type(error).__name__}"
    return "not reached", str(error)
