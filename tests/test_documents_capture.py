"""Capture of one address, from a server on loopback that answers well, slowly, at length and with lies."""

import io
import socketserver
import threading
import time
from pathlib import Path

import pytest
import typer
from warcio.archiveiterator import ArchiveIterator

from conftest import desk_of
from probata.app import investigation
from probata.app.capturing import CaptureLimits, capture, checked_address
from probata.app.capturing_archive import write_archive
from probata.app.cli import capture as cli_capture
from probata.app.cli.answers import Call
from probata.documents.reading import read_document
from probata.errors import BadInput
from probata.progress import utc_now

PAGE = b"<html lang=en><h1>Minister withdraws</h1><p>He said so."
ANSWERS = {
    "/page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=b\r\nContent-Length: %d\r\n\r\n%s"
    % (len(PAGE), PAGE),
    "/to": b"HTTP/1.1 302 Found\r\nLocation: page#part\r\nContent-Length: 0\r\n\r\n",
    "/file": b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "/odd": b"HTTP/1.1 302 Found\r\nLocation: http://[x\r\nContent-Length: 0\r\n\r\n",
    "/loop": b"HTTP/1.1 301 Moved\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n",
    "/none": b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\ngone.",
    "/short": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\nonly this came",
    "/negative": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nwords",
    "/chunked": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"6\r\nThe mi\r\n7\r\nnister \r\n5\r\nsaid.\r\n0\r\n\r\n",
    "/badchunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nwords",
    "/many": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    "/long": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    "/noise": bytes(range(256)) * 10,
    "/silent": b"",
}


class Handler(socketserver.StreamRequestHandler):
    """Sends what is asked for, byte for byte."""

    def handle(self):
        path = self.rfile.readline().split(b" ")[1].decode()
        lines = iter(self.rfile.readline, b"\r\n")
        self.server.asked.append((path, b"".join(lines)))
        try:
            if path == "/slow":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nbegun")
                self.server.stop.wait(20)
            elif path == "/huge":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
                while not self.server.stop.is_set():
                    self.wfile.write(b"a word " * 10_000)
            else:
                self.wfile.write(ANSWERS[path])
        except OSError:
            return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@pytest.fixture(scope="module")
def server():
    with Server(("127.0.0.1", 0), Handler) as made:
        made.asked, made.stop = [], threading.Event()
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.stop.set()
        made.shutdown()
        thread.join()


def base(server):
    return f"http://127.0.0.1:{server.server_address[1]}"


def archived(captured, tmp_path):
    path = tmp_path / "capture.warc.gz"
    write_archive(captured, path, asked="asked", collector="Ada Brenn\r\nInjected: yes")
    return path.read_bytes()


def records(data):
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        record.raw_stream.read()
    found = []
    for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
        found.append((record.rec_type, dict(record.rec_headers.headers), record.raw_stream.read()))
    return found


def test_request_answer_and_metadata_are_kept_byte_for_byte(server, tmp_path):
    captured = capture(base(server) + "/to", utc_now)
    assert [one.status for one in captured.exchanges] == [302, 200]
    found = records(archived(captured, tmp_path))
    kinds = ["warcinfo", "response", "request", "metadata", "response", "request", "metadata"]
    assert [kind for kind, _, _ in found] == kinds
    assert found[1][2] == ANSWERS["/to"]
    assert found[4][2] == ANSWERS["/page"]
    assert found[4][1]["WARC-Target-URI"] == base(server) + "/page"
    assert found[4][1]["WARC-IP-Address"] == "127.0.0.1"
    assert found[5][2].startswith(b"GET /page HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"Cookie" not in found[5][2]
    assert found[5][1]["WARC-Concurrent-To"] == found[4][1]["WARC-Record-ID"]
    said = found[3][2].decode()
    assert "collector: Ada Brenn Injected: yes\r\n" in said
    assert "clock: system clock" in said
    assert "tool: probata" in said
    assert "redirect: page#part\r\n" in said


def test_a_capture_is_read_as_a_document(server, tmp_path):
    document = read_document(archived(capture(base(server) + "/to", utc_now), tmp_path))
    (section,) = document.sections
    assert section.headline.of(document.text) == "Minister withdraws"
    assert section.address == base(server) + "/page"


def test_chunks_are_kept_as_sent_and_read_as_one(server, tmp_path):
    captured = capture(base(server) + "/chunked", utc_now)
    assert captured.exchanges[0].response == ANSWERS["/chunked"]
    assert read_document(archived(captured, tmp_path)).text == "The minister said."


def test_an_error_page_is_kept(server, tmp_path):
    captured = capture(base(server) + "/none", utc_now)
    assert captured.exchanges[0].status == 404
    document = read_document(archived(captured, tmp_path))
    assert any(oddity.startswith("status 404") for oddity in document.oddities)


@pytest.mark.parametrize(("path", "status"), [("/file", 302), ("/odd", 302), ("/loop", 301)])
def test_redirects_that_lead_nowhere_good_are_kept_and_not_followed(server, path, status):
    captured = capture(base(server) + path, utc_now, CaptureLimits(redirects=3))
    assert captured.exchanges[-1].status == status
    assert captured.notes[-1].startswith("redirect not followed")
    assert len(captured.exchanges) <= 4


def test_an_answer_shorter_than_it_says_is_kept_with_a_note(server, tmp_path):
    captured = capture(base(server) + "/short", utc_now)
    assert captured.exchanges[0].truncated == "disconnect"
    data = archived(captured, tmp_path)
    assert records(data)[1][1]["WARC-Truncated"] == "disconnect"
    assert read_document(data).text == "only this came"


def test_a_slow_answer_ends_in_time(server):
    begun = time.monotonic()
    captured = capture(base(server) + "/slow", utc_now, CaptureLimits(seconds=0.5))
    assert time.monotonic() - begun < 15
    assert captured.exchanges[0].truncated == "time"
    assert captured.exchanges[0].response.endswith(b"begun")


def test_a_huge_answer_ends_at_the_limit(server):
    captured = capture(base(server) + "/huge", utc_now, CaptureLimits(most_bytes=200_000))
    assert captured.exchanges[0].truncated == "length"
    assert len(captured.exchanges[0].response) == 200_000


@pytest.mark.parametrize("path", ["/many", "/long", "/noise", "/silent"])
def test_what_is_no_answer_is_refused_in_one_line(server, path):
    with pytest.raises(BadInput) as refused:
        capture(base(server) + path, utc_now)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("path", ["/negative", "/badchunk"])
def test_lies_about_length_are_survived(server, path):
    assert capture(base(server) + path, utc_now).exchanges[0].response == ANSWERS[path]


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "data:text/html,x", "ftp://a.example/", "javascript:x", "a.example", "http://", ""),
        *(
            "http://a b/",
            "http://a.example/\r\nX: y",
            "http://name:word@a.example/",
            "http://[x",
            "http://a.example:99999/",
        ),
    ],
)
def test_other_addresses_are_refused(address):
    with pytest.raises(BadInput):
        checked_address(address)


def test_an_address_is_made_ascii():
    checked = checked_address("http://bücher.example/ä b?q=ü#part".replace(" ", "%20"))
    assert checked.geturl() == "http://xn--bcher-kva.example/%C3%A4%20b?q=%C3%BC"


def test_a_file_is_never_written_over(server, tmp_path):
    captured = capture(base(server) + "/page", utc_now)
    archived(captured, tmp_path)
    with pytest.raises(BadInput, match="already"):
        archived(captured, tmp_path)


def test_a_capture_is_an_exhibit_of_an_intake(server, tmp_path):
    desk = desk_of(tmp_path / "state")
    inquiry = investigation.create(tmp_path / "inquiry", "Test", desk)
    path = tmp_path / "captures" / "one" / "one.warc.gz"
    write_archive(capture(base(server) + "/page", desk.clock), path, asked="asked", collector=desk.person)
    record = investigation.intake(inquiry, path.parent, "captured", desk)
    assert (record.files, record.new, record.refused) == (1, 1, 0)


def command(call, *arguments):
    app = typer.Typer()
    cli_capture.register(app)
    app.callback()(lambda: None)
    return app(args=["capture", *arguments], obj=call, standalone_mode=False)


def test_the_command_writes_an_archive_and_takes_it_in(server, tmp_path, monkeypatch):
    desk = desk_of(tmp_path / "state")
    investigation.create(tmp_path / "inquiry", "Test", desk)
    call = Call(tmp_path / "inquiry", True, desk)
    answer = command(call, base(server) + "/to", "--from", "a tester")
    assert [one["status"] for one in answer.document["exchanges"]] == [302, 200]
    assert answer.document["intake"]["new"] == 1
    assert (tmp_path / "captures") in Path(answer.document["archive"]).parents
    with pytest.raises(BadInput, match="other things"):
        command(call, base(server) + "/page", "--from", "a tester", "--to", answer.document["archive"] + "2")
    monkeypatch.chdir(tmp_path)
    alone = command(Call(Path(), False, desk), base(server) + "/page", "--to", "one.warc.gz")
    assert alone.document["archive"] == "one.warc.gz"
    assert "200  http" in alone.text


def test_nothing_is_asked_for_where_the_inquiry_is_missing(server, tmp_path):
    asked = len(server.asked)
    with pytest.raises(BadInput):
        command(Call(tmp_path, True, desk_of(tmp_path / "state")), base(server) + "/page", "--from", "a tester")
    assert len(server.asked) == asked
