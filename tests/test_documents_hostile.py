"""Documents made to harm: nothing is run, fetched or filled without end, and no offset moves."""

import gzip
import io
import zipfile
import zlib

import brotli
import pytest

from documents_making import bomb, feed, mail, page, wacz, warc, whole
from probata.documents import limits, unpacking
from probata.documents import warc as warc_reading
from probata.documents.reading import NotADocument, read_document
from probata.documents.unpacking import Unpacked, undo

MEGA = 1 << 20
MUCH = 1 << 15


@pytest.mark.parametrize(
    ("piece", "rest"),
    [
        ("<div>", "end"), ("<b>", "end"), ("<a href=x>", "end"), ("<table><tr><td>", "end"), ("<p>x", ""),
        ("<!--", ""), ("<script>", ""), ("<a b='", ""), ("</div></p></b>", "end"), ("&amp;", ""), ("&#9", ";"),
        ("x\n", ""), (" ", "end"), ("<", " end"), ("<a ", ">end"), ("<br>", "end"), ("<![CDATA[", ""),
        ("<ul><li>", "end"),
    ],
)  # fmt: skip
def test_much_of_one_thing(piece, rest):
    whole(b"<html>" + (piece * (MUCH // len(piece)) + rest).encode())


@pytest.mark.parametrize(
    "piece",
    ["> ", "* ", "[", "[a](b", "**", "`", "|", "# ", "\\", "<!--", "http://", "---\n", "a\n===\n", "(", "x \n", "_a"],
)
def test_much_of_one_mark(piece):
    whole(b"# Heading\n\n[a](http://b.example)\n\n" + (piece * (MUCH // len(piece))).encode())


@pytest.mark.parametrize(
    "piece", ["word ", "word\n", "By A\n", "- x\n", "Sources: a, ", "(Source: ", "19 May 2031 – ", "  > ", "©"]
)
def test_much_of_one_phrase(piece):
    whole((piece * (MUCH // len(piece))).encode())


def test_a_page_of_five_megabytes():
    words = "the minister said “<b>so</b>” &amp; left <a href='/'>the room</a>; " * 3
    body = "".join(f"<p>Paragraph {n}: {words}{'no more was said of it ' * 40}.</p>\n" for n in range(4_400))
    data = page("<h1>Heading</h1><article>" + body)
    assert len(data) > 5_000_000
    document = read_document(data)
    assert len(document.blocks) == 4_401
    last = document.pieces[-1]
    assert data[last.start : last.end].decode() == last.span.of(document.text)
    assert document.links[-1].span.of(document.text) == "the room"


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize("kind", ["rss", "html"])
def test_entities_are_never_filled_in(kind):
    doctype = f'<!DOCTYPE {kind} [<!ENTITY a0 "ha">{LAUGHS}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    if kind == "rss":
        data = feed("words &a11; &f;").replace(b"<rss", doctype.encode() + b"<rss")
    else:
        data = (doctype + "<html><p>words &a11; &f; end").encode()
    document = whole(data)
    assert "words" in document.text
    assert len(document.text) < 10_000
    assert "root:" not in document.text


def test_deep_feeds_and_json_are_survived():
    deep = b"<rss><channel><item><title>t</title>" + b"<a>" * 100_000
    assert whole(deep) is not None
    head = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"
    assert whole(page("<p>words", head)).text == "words"


def test_a_gzip_bomb_in_a_web_archive_ends_at_the_limit():
    data = warc(("https://a.example/", "text/html", bomb(20 * MEGA)), encoding="gzip")
    document = read_document(data)
    assert len(document.text) <= limits.MOST_PART_BYTES
    assert any("limit" in oddity for oddity in document.oddities)


def test_a_web_archive_that_is_a_bomb_ends_at_the_limit():
    stream = Unpacked(gzip.compress(b"WARC/1.0\r\n" + b"a" * 50 * MEGA), 3 * MEGA)
    stream.skip(1 << 40)
    assert stream.expanded == 3 * MEGA
    assert stream.problem == f"limit: unpacked to {3 * MEGA} bytes"
    with pytest.raises(NotADocument, match="archive"):
        read_document(bomb(3 * MEGA))


def test_a_record_that_lies_about_its_length():
    data = warc(("https://a.example/", "text/plain", b"words"), packed=False)
    for lie in (b"99999999999999999999", b"-1", b"x", "٣".encode()):
        at = data.rindex(b"Content-Length: ")
        whole(data[: at + 16] + lie + data[data.index(b"\r\n", at) :])


def test_a_zip_bomb_ends_at_the_limit(monkeypatch):
    monkeypatch.setattr(warc_reading, "MOST_EXPANDED_BYTES", 8 * MEGA)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("archive/a.warc", "w") as member:
        member.write(warc(("https://a.example/", "text/plain", b"words"), packed=False))
        for _ in range(20):
            member.write(b"\r\n" * (MEGA // 2))
    document = read_document(out.getvalue())
    assert document.text == "words"
    assert any("limit" in oddity for oddity in document.oddities)


def test_zips_that_are_none_say_so():
    for data in (b"PK\x03\x04 nothing", b"PK\x05\x06" + b"\0" * 18, wacz()):
        with pytest.raises(NotADocument):
            read_document(data)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_packed_bodies_end_at_the_limit(encoding):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[encoding]
    unpacked, problem = undo(pack(b"a" * 5 * MEGA), encoding, MEGA)
    assert len(unpacked) <= MEGA
    assert problem
    assert undo(pack(b"words"), encoding, MEGA) == (b"words", "")
    assert undo(pack(b"words")[:-3], encoding, MEGA)[1]
    assert undo(b"not packed", encoding, MEGA)[1] or encoding == "gzip"


def test_many_small_gzip_members():
    data = gzip.compress(b"WARC/1.0\r\n\r\n", 1) * 20_000
    whole_one = Unpacked(data, 10 * MEGA)
    assert len(whole_one.read(10 * MEGA)) == 12 * 20_000
    assert unpacking.undo(data, "gzip", 100)[1].startswith("limit")


def test_a_mail_of_many_parts_ends_at_the_limit():
    parts = b"".join(b"--x\nContent-Type: text/plain\n\npart\n" for _ in range(5000))
    head = b"From: a@b.example\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n"
    document = whole(head + parts)
    assert any(oddity.startswith("limit") for oddity in document.oddities)


def test_header_bombs():
    whole(b"From: a@b.example\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nwords\n")
    whole(b"From: a@b.example\n" + b"To: x\n" * 20_000 + b"\nwords\n")
    whole(b"From: a@b.example\nSubject: s\nContent-Type: text/plain; " + b"a=b; " * 20_000 + b"\n\nwords\n")
    whole(b"From: " + b"(" * 20_000 + b"\nSubject: s\n\nwords\n")


def test_labels_that_are_no_encodings_are_not_used():
    for label in ("utf-7", "rot13", "zlib", "base64", "unicode_escape", "idna", "hex", "../x", "undefined"):
        document = whole(f"<html><meta charset='{label}'><p>+ADw-script+AD4- words".encode())
        assert document.text == "+ADw-script+AD4- words"
        assert "not known" in document.oddities[0]
    whole(mail("words").replace(b'"utf-8"', b'"zlib_codec"'))


def test_odd_quotation_marks_stay_as_they_are():
    text = "„Ja“, «да», ‹non›, “yes', ‘so\", 「はい」, ``word'', &quot;x&quot;"
    document = whole(page(f"<p>{text}</p>"))
    assert document.text == text.replace("&quot;", '"')


def test_mixed_line_ends_and_encodings_shift_nothing():
    data = "Erste „Zeile“\r\n\rzweite\r\n\n".encode() + b"caf\xe9 \x80\x93\xff words\r" + "\n— Ende".encode()
    document = whole(data)
    assert document.text.endswith("— Ende")
    last = document.pieces[-1]
    assert data[last.start : last.end].decode() == "— Ende"
