"""Each kind of document: what becomes of its parts."""

import gzip
import io
import zlib

import pypdfium2 as pdfium
import pytest

from documents_making import feed, mail, page, pdf, wacz, warc, whole
from probata.documents.reading import NotADocument, read_document, read_parts


def words(document, span):
    return None if span is None else span.of(document.text)


def blocks(document):
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


# --- plain text ------------------------------------------------------------------------------------------------------


def test_wrapped_lines_are_joined_and_their_bytes_are_known():
    data = b"The minister of Veldland told the parliament on Monday that he\r\nwould   not come.\r\n\r\nNext.\r\n"
    document = whole(data)
    assert blocks(document)[0][1].endswith("that he\nwould   not come.")
    assert document.text == data.decode().replace("\r\n", "\n")  # a plain text stays as it was written
    piece = next(piece for piece in document.pieces if words(document, piece.span).startswith("would"))
    assert data[piece.start : piece.end] == b"would   not come."


def test_short_lines_stand_alone_and_rules_are_left_out():
    document = whole(b"Headline\n=====\nBy Ada Brenn\nVeldhaven, 19 January 2031\n\nThe minister said so. He left.\n")
    assert [kind for kind, _ in blocks(document)] == ["headline", "byline", "dateline", "paragraph"]
    assert document.sections[0].published.value == "2031-01-19"


def test_turns_of_a_talk_are_not_joined():
    turns = [
        "MODERATOR: Good morning, the minister will make a short statement.",
        "MINISTER BRENN: Thank you for coming.",
    ]
    lines = turns * 3
    assert [text for _, text in blocks(whole("\n".join(lines).encode()))] == lines


def test_wrapped_lines_below_a_headline_are_joined():
    wrapped = (
        "The minister of Veldland told the parliament on\nMonday that he would not come, and that nobody had\nasked."
    )
    document = whole(f"Minister stays away\nBy Ada Brenn\n{wrapped}\n".encode())
    assert [text for _, text in blocks(document)] == ["Minister stays away", "By Ada Brenn", wrapped]


def test_lines_of_any_length_are_not_joined():
    lines = [
        "He said that this was the longest line of the whole text.",
        "Then he left.",
        "Nobody knew where.",
        "It rained.",
    ]
    assert [text for _, text in blocks(whole("\n".join(lines).encode()))] == lines


def test_lists_keep_their_items():
    document = whole(b"The parties agree:\n\n1. to withdraw their\n   heavy weapons;\n2. to exchange lists.\n")
    assert [text for kind, text in blocks(document) if kind == "item"] == [
        "1. to withdraw their\n   heavy weapons;",
        "2. to exchange lists.",
    ]


def test_addresses_in_plain_text_are_links():
    document = whole(b"Read the note (https://veld.example/note).\n\nEnd.\n")
    assert [(words(document, link.span), link.target) for link in document.links] == [
        ("https://veld.example/note", "https://veld.example/note")
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_list_of_names_is_no_document(mark):
    rows = [mark.join((f"{number}", f"Name {number}", "2031-01-19")) for number in range(9)]
    with pytest.raises(NotADocument, match="table"):
        read_document("\n".join(rows).encode())


def test_sentences_with_a_comma_each_are_no_table():
    lines = ["He came, she left.", "They spoke, we listened.", "Nobody, it seems, knew.", "It rained, they said."] * 3
    assert read_document("\n".join(lines).encode()).blocks


def test_a_letterhead_is_no_headline():
    document = whole(
        b"MINISTRY OF WATER\nVeldhaven\n\nThe dam at Brennford is safe\n\n5 May 2031\n\nThe ministry says so.\n"
    )
    assert words(document, document.sections[0].headline) == "The dam at Brennford is safe"
    assert document.sections[0].published.value == "2031-05-05"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end):
    document = whole(f"First line{end}{end}Second one here.{end}{end}Third one.{end}".encode())
    assert document.text == "First line\n\nSecond one here.\n\nThird one.\n"


# --- encodings -------------------------------------------------------------------------------------------------------

RUSSIAN = "Министр иностранных дел заявил, что правительство не приедет на конференцию."
ARABIC = "قال وزير الخارجية إن الحكومة لن تحضر المؤتمر الدولي في العاصمة يوم الأحد"
FRENCH = "Le ministre a déclaré que le gouvernement n’assisterait pas à la conférence."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "windows-1251"), (ARABIC, "windows-1256"), (FRENCH, "windows-1252")]
    + [(text, encoding) for text in (RUSSIAN, ARABIC, FRENCH) for encoding in ("utf-8", "utf-16", "utf-8-sig")],
)
def test_encodings_are_told_without_being_declared(text, encoding):
    document = whole(text.encode(encoding))
    assert document.text == text
    piece = document.pieces[-1]
    assert piece.end == len(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "gb18030", "shift_jis", "utf-8", "iso-8859-5"])
def test_a_page_declares_its_encoding(encoding):
    data = f"<html><meta charset='{encoding}'><p>Министр сказал.</p><p>Конец.".encode(encoding)
    document = whole(data)
    assert document.text == "Министр сказал.\n\nКонец."
    last = document.pieces[-1]
    assert data[last.start : last.end].decode(encoding) == "Конец."


def test_a_wrong_declaration_is_said():
    document = whole("<html><meta charset=utf-8><p>“Désolé”".encode("windows-1252"))
    assert document.text == "“Désolé”"
    assert document.oddities == ("encoding: declared utf-8, read as windows-1252",)
    assert whole("<html><meta charset=iso-8859-1><p>“Désolé”".encode()).text == "“Désolé”"


def test_bad_bytes_are_kept_and_counted():
    data = "The “minister” said".encode() + b" \x93so\x94 on Monday.\n\n" + "«Да»".encode()
    document = whole(data)
    assert document.text == "The “minister” said \ufffdso\ufffd on Monday.\n\n«Да»"
    assert document.oddities == ("bad bytes: 2 not in utf-8, kept as U+FFFD",)


def test_control_characters_are_left_out_and_counted():
    document = whole(b"The minister\x00 said\x07 no.\n\nEnd" + "\u200b\u202b.".encode())
    assert document.text == "The minister said no.\n\nEnd\u200b\u202b."
    assert "control characters: 2" in document.oddities


# --- pages -----------------------------------------------------------------------------------------------------------


def test_what_is_not_shown_is_not_in_the_text():
    hidden = (
        "<script>a()</script><style>b{}</style><template>c</template><!-- d --><p hidden>e</p>"
        "<div style='display: none'>f<p>g</div><svg><text>h</text></svg><textarea>i</textarea><dialog>j</dialog>"
        "<noscript><script>k</script></noscript><iframe>l</iframe>"
    )
    assert whole(page(f"<p>Start.</p>{hidden}<p>End.</p>")).text == "Start.\n\nEnd."


def test_a_script_in_a_comment_in_a_script_ends_where_browsers_end_it():
    document = whole(page("<p>Start.<script><!-- <script>x</script> shown? --></script><p>End."))
    assert document.text == "Start.\n\nEnd."


def test_a_page_without_a_heading_takes_its_title():
    document = whole(page("<p>He said so.", "<title>Minister\n withdraws</title>"))
    assert blocks(document) == [("headline", "Minister withdraws"), ("paragraph", "He said so.")]


def test_the_stated_headline_goes_before_the_first_heading():
    head = '<meta property="og:title" content="Minister withdraws"><meta property="og:site_name" content="The Courier">'
    document = whole(page("<h1>The Courier</h1><h2>Minister withdraws</h2><p>He said so.", head))
    assert words(document, document.sections[0].headline) == "Minister withdraws"
    assert document.sections[0].publisher == "The Courier"


def test_times_are_kept_with_source_and_as_written():
    head = (
        '<meta property="article:published_time" content="2031-01-19T10:00:00+02:00">'
        '<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"headline":"x",'
        '"dateModified":"2031-01-20"}]}</script>'
    )
    section = whole(page("<h1>x</h1><p>He said so.", head)).sections[0]
    assert (section.published.value, section.published.source) == ("2031-01-19T10:00:00+02:00", "meta")
    assert (section.updated.value, section.updated.source) == ("2031-01-20", "json-ld")


def test_times_and_rights_in_the_text():
    body = "<h1>x</h1><p>Published: 19 January 2031, 18:30 GMT</p><p>Updated: 20 January 2031</p><p>He said so.</p>"
    section = whole(page(body + "<footer>© 2031 The Courier. All rights reserved.</footer>")).sections[0]
    assert (section.published.value, section.published.source) == ("2031-01-19T18:30+00:00", "text")
    assert section.published.written == "Published: 19 January 2031, 18:30 GMT"
    assert section.updated.value == "2031-01-20"
    assert section.publisher == "The Courier"


def test_menus_and_notices_are_set_aside_and_kept():
    body = (
        "<header><a href=/>The Courier</a></header><nav><ul><li>Home<li>World</ul></nav>"
        "<div class='cookie-notice'>We use cookies.</div><main><h1>x</h1><p>He said so, and more words follow it.</p>"
        "<aside>Related</aside></main><footer>Imprint</footer>"
    )
    document = whole(page(body))
    assert [kind for kind, _ in blocks(document)] == [*["other"] * 4, "headline", "paragraph", "other", "other"]


def test_a_name_that_holds_everything_sets_nothing_aside():
    document = whole(page("<div class='menu-page'><h1>x</h1><p>He said so.</div>"))
    assert [kind for kind, _ in blocks(document)] == ["headline", "paragraph"]


def test_quotations_lists_tables_captions():
    body = (
        "<h1>x</h1><blockquote><p>“We will.”</p></blockquote><ul><li>one<li>two</ul>"
        "<table><caption>Counts</caption><tr><th>a<th>b<tr><td>1<td>2</table>"
        "<figure><figcaption>A port</figcaption></figure>"
    )
    assert blocks(whole(page(body)))[1:] == [
        ("quote", "“We will.”"), ("item", "one"), ("item", "two"), ("caption", "Counts"), ("row", "a\tb"),
        ("row", "1\t2"), ("caption", "A port"),
    ]  # fmt: skip


def test_a_layout_table_is_paragraphs():
    document = whole(page("<table><tr><td><h1>x</h1><p>He said so.</p><p>Then he left.</p></td></tr></table>"))
    assert [kind for kind, _ in blocks(document)] == ["headline", "paragraph", "paragraph"]


def test_a_table_that_only_places_things_is_paragraphs():
    body = (
        "<table><tr><td><a href=1>Home</a><br><a href=2>About</a><br><a href=3>Press</a></td>"
        "<td><b>Statement of the Spokesperson</b><br><br>Veldhaven, 19 January 2031<br><br>The League is concerned."
        "<br><br>It urges all parties to comply.</td></tr></table>"
    )
    document = whole(page(body, "<title>Statement of the Spokesperson</title>"))
    assert [kind for kind, _ in blocks(document)] == ["other", "headline", "dateline", "paragraph", "paragraph"]


def test_a_list_of_linked_sources_is_no_menu():
    names = ("Courier", "Herald", "Gazette", "Veld Agency")
    listed = "".join(f"<li><a href=/{name}>{name}</a>" for name in names)
    document = whole(page(f"<h1>x</h1><p>He said so.</p><p><b>Sources:</b></p><ul>{listed}</ul>"))
    assert tuple(words(document, span) for span in document.sections[0].credits) == names


def test_links_keep_their_words_and_targets():
    document = whole(
        page('<p>See <a href=" /n?a=1&amp;b=2 ">the <b>note</b></a><a href="x">,too</a> <a name=y>here</a>')
    )
    assert [(words(document, link.span), link.target) for link in document.links] == [
        ("the note", "/n?a=1&b=2"),
        (",too", "x"),
    ]


@pytest.mark.parametrize(
    "target", ["javascript:x()", " JaVa\tScript:x", "data:text/html,x", "vbscript:x", "&#106;avascript:x"]
)
def test_dangerous_links_are_words_only(target):
    document = whole(page(f'<p>Read <a href="{target}">this</a>'))
    assert document.text == "Read this"
    assert document.links == ()
    assert any("kept as text: 1" in oddity for oddity in document.oddities)


def test_credits_at_the_end():
    body = (
        "<h1>x</h1><p>He said so. (Source: Veld Agency)</p><h3>Sources</h3><ul><li><a href=a>Courier</a><li>Herald</ul>"
    )
    document = whole(page(body + "<p>Additional reporting by Jon Veld and Mara Tolm</p>"))
    assert [words(document, span) for span in document.sections[0].credits] == [
        "Veld Agency", "Courier", "Herald", "Jon Veld", "Mara Tolm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "(Reporting by Ada Brenn; Additional reporting by Jon Veld; Editing by Mara Tolm)",
            "Ada Brenn|Jon Veld|Mara Tolm",
        ),
        ("With reporting by Ada Brenn in Veldhaven, and Jon Veld", "Ada Brenn in Veldhaven|Jon Veld"),
        ("Sources: Veld Agency, The Courier and own reports.", "Veld Agency|The Courier|own reports"),
        ("Fuentes: Agencia Veld y El Correo", "Agencia Veld|El Correo"),
        ("Источники: Курьер, Вестник", "Курьер|Вестник"),
        ("Sources said that the minister had left.", ""),
        ("Reporting on the war is hard.", ""),
    ],
)
def test_credit_lines(line, names):
    document = whole(f"Headline\n\nThe minister said so.\n\n{line}\n".encode())
    assert "|".join(words(document, span) for span in document.sections[0].credits) == names


def test_right_to_left_is_untouched():
    document = whole(page(f"<p>{ARABIC} «\u202bنعم\u202c»", lang="ar"))
    assert document.text == f"{ARABIC} «\u202bنعم\u202c»"
    assert document.sections[0].language == "ar"


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_markdown():
    written = (
        "---\ntitle: x\ndate: 2031-01-19\nauthor: Ada Brenn\n---\n"
        "# Minister *withdraws* [promise](http://a.example/b_c)\n\n"
        "Ada Brenn\n\nSome **bold** text with snake_case, then\na [note][1].  \nNew line\n\n"
        "> quoted\n> more\n\n* one\n* two\n1. num\n\n| a | b |\n|---|---|\n| c | d |\n\nSub\n---\n```\ncode\n```\n[1]: https://note.example/\n"
    )
    document = whole(written.encode())
    assert document.media_type == "text/markdown"
    assert blocks(document) == [
        ("headline", "Minister withdraws promise"), ("byline", "Ada Brenn"),
        ("paragraph", "Some bold text with snake_case, then a note.\nNew line"), ("quote", "quoted more"),
        ("item", "one"), ("item", "two"), ("item", "1. num"), ("row", "a\tb"), ("row", "c\td"), ("heading", "Sub"),
        ("other", "code"),
    ]  # fmt: skip
    assert [link.target for link in document.links] == ["http://a.example/b_c", "https://note.example/"]
    assert document.sections[0].published.value == "2031-01-19"


# --- mails -----------------------------------------------------------------------------------------------------------


def test_a_mail():
    document = whole(mail("Dear all,\n\nwe “assure” you.\n\n> Do you accept?\n\nAda\n", "<p>markup", b"\x89PNG"))
    (section,) = document.sections
    assert words(document, section.headline) == "Assurance of the foreign ministry — second note"
    assert words(document, section.byline) == "Ada Brenn <ada@veld.example>"
    assert (section.published.value, section.published.source) == ("2031-01-20T10:00:00+01:00", "header")
    assert section.address == "abc@veld.example"
    assert ("quote", "Do you accept?") in blocks(document)
    assert "markup" not in document.text
    assert any(oddity.startswith("attachment not read: 2 note.png") for oddity in document.oddities)


def test_the_words_of_a_mail_lead_back_to_its_decoded_parts():
    data = mail("Dear all,\n\nwe “assure” you = of it.\n")
    document, parts = read_document(data), read_parts(data)
    piece = document.pieces[-1]
    assert (
        parts[piece.part][piece.start : piece.end].decode() == words(document, piece.span) == "we “assure” you = of it."
    )


def test_a_mail_of_markup_only():
    data = mail("x").replace(b"text/plain", b"text/html").replace(b"\n\nx\n", b"\n\n<p>One</p><p hidden>two</p>\n")
    assert blocks(whole(data))[-1] == ("paragraph", "One")


def test_mails_within_mails_end_at_a_depth():
    data = b"From: a@b.example\nSubject: s\n\nend\n"
    for _ in range(40):
        data = b"From: a@b.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + data
    document = whole(data)
    assert 5 < len(document.sections) < 20


# --- feeds -----------------------------------------------------------------------------------------------------------


def test_a_feed_has_a_section_an_entry():
    document = whole(feed("<p>One &amp; <b>two</b></p><p>three</p>", "plain words"))
    first, second = document.sections
    assert words(document, first.headline) == "Entry 0"
    assert first.address == "https://veld.example/0"
    assert first.published.value == "2031-01-20T10:00:00+00:00"
    assert first.publisher == "The Courier"
    assert "One & two\n\nthree" in words(document, first.span)
    assert words(document, second.span) == "Entry 1\n\nplain words"


def test_atom_with_markup_inside():
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>F</title><entry>'
        b'<title type="html">T &amp;amp; U</title><link href="https://a.example/x"/>'
        b"<author><name>Jo Veld</name></author>"
        b'<updated>2031-01-20T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        b"<p>Para <i>one</i></p><p>two</p></div></content></entry></feed>"
    )
    document = whole(data)
    (section,) = document.sections
    assert document.text == "T & U\n\nJo Veld\n\nPara one\n\ntwo"
    assert (section.language, section.updated.value, section.address) == (
        "fr", "2031-01-20T10:00:00+00:00", "https://a.example/x",
    )  # fmt: skip


# --- web archives ----------------------------------------------------------------------------------------------------

PAGES = (
    ("https://a.example/1", "text/html; charset=windows-1251", "<h1>Заголовок</h1><p>Да.".encode("cp1251")),
    ("https://a.example/i", "image/png", b"\x89PNG.."),
    ("https://a.example/j", "application/javascript", b"var words = 1"),
    ("https://a.example/t", "text/plain", b"plain words"),
)


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_has_a_section_a_page(packed):
    document = whole(warc(*PAGES, packed=packed))
    assert [section.address for section in document.sections] == ["https://a.example/1", "https://a.example/t"]
    assert document.text == "Заголовок\n\nДа.\n\nplain words"
    assert "captured: 2031-01-19T10:00:00Z https://a.example/1" in document.oddities
    assert "records not read, image/png: 1" in document.oddities
    assert {piece.part for piece in document.pieces} == {"https://a.example/1", "https://a.example/t"}


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
def test_packed_answers_are_unpacked(encoding):
    body = page("<p>The minister said so.")
    body = {"gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}[encoding](body)
    document = whole(warc(("https://a.example/", "text/html", body), encoding=encoding))
    assert document.text == "The minister said so."


def test_a_pdf_in_a_web_archive():
    document = whole(warc(("https://a.example/p", "application/pdf", pdf("<p>The minister said so."))))
    assert document.text == "The minister said so."
    assert document.pieces[0].part == "https://a.example/p page 1"


def test_a_zipped_web_archive():
    document = whole(wacz(warc(PAGES[0]), warc(PAGES[3])))
    assert document.media_type == "application/wacz"
    assert document.text == "Заголовок\n\nДа.\n\nplain words"


def test_an_archive_cut_short_gives_what_is_there():
    data = warc(*PAGES)
    document = whole(data[: len(data) - 60])
    assert document.text.startswith("Заголовок")
    assert any(oddity.startswith("damaged") for oddity in document.oddities)


# --- PDF -------------------------------------------------------------------------------------------------------------

SENTENCE = "The foreign minister of Veldland said on Sunday that his government would not attend the conference. "
RUNNING = "@page{size:A6;@top-center{content:'The Courier'}@bottom-center{content:counter(page)}}"


def test_a_pdf_has_paragraphs_and_its_running_lines_are_set_aside():
    body = "<h1>Minister withdraws the promise he made</h1>" + "".join(
        f"<p>Number {n}. {SENTENCE * 2}" for n in range(8)
    )
    document = whole(pdf(body, RUNNING))
    assert words(document, document.sections[0].headline) == "Minister withdraws the promise he made"
    assert [text for kind, text in blocks(document) if kind == "other"][:2] == ["The Courier", "1"]
    paragraphs = [text for kind, text in blocks(document) if kind == "paragraph"]
    assert " ".join(paragraphs) == "".join(f"Number {n}. {SENTENCE * 2}" for n in range(8)).strip()
    assert all(text.endswith(".") for text in paragraphs)
    assert len(paragraphs) < 12


def test_words_parted_at_line_ends_are_joined():
    style = "@page{size:A7} p{hyphens:auto;text-align:justify}"
    document = whole(pdf("<p>" + "Considerations concerning international representation. " * 4, style))
    assert "-" not in document.text
    assert document.text.count("international representation") == 4


def test_a_pdf_without_text_is_said():
    with pytest.raises(NotADocument, match="no text: 1 pages"):
        read_document(pdf("<div style='width:10px;height:10px;background:red'></div>"))


def test_a_pdf_cut_short_gives_a_reason_or_what_is_there():
    data = pdf("<h1>Heading</h1>" + f"<p>{SENTENCE}" * 30)
    for cut in range(20, len(data), max(1, len(data) // 40)):
        whole(data[:cut])


def test_an_encrypted_pdf_says_so(tmp_path):
    refused = pytest.raises(NotADocument, match="encrypted")
    with refused:
        read_document(ENCRYPTED)


def test_pdfium_is_let_go():
    """Pages and documents are closed: PDFium complains on stderr and keeps memory where they aren't."""
    made = pdfium.PdfDocument.new()
    made.new_page(100, 100)
    out = io.BytesIO()
    made.save(out)
    made.close()
    with pytest.raises(NotADocument):
        read_document(out.getvalue())


# a PDF with a password, as small as they are: its keys are made up, so that no password opens it
ENCRYPTED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>
%%%%EOF
""" % (b"ab" * 32, b"cd" * 32)
