"""Texts and pages become documents: parts told apart, offsets exact, nothing hidden in the text."""

import pytest

from probata.documents.reading import NotADocument, read_document

REPORT = """Minister withdraws promise

By Ada Brenn
VELDHAVEN, 19 January 2031 (VNA) — The foreign minister of Veldland said on Sunday that
his government would not attend the conference, his spokesman told reporters
in the capital.

"We never promised," he said.

Sources: Veld Agency, Courier and own reports
"""


def words(document, span):
    return None if span is None else span.of(document.text)


def kinds(document):
    return [block.kind for block in document.blocks]


def test_a_wire_report_is_told_apart():
    document = read_document(REPORT.encode())
    (section,) = document.sections
    assert document.media_type == "text/plain"
    assert words(document, section.headline) == "Minister withdraws promise"
    assert words(document, section.byline) == "By Ada Brenn"
    assert words(document, section.dateline) == "VELDHAVEN, 19 January 2031 (VNA) —"
    assert (section.published.value, section.published.source) == ("2031-01-19", "dateline")
    assert [words(document, span) for span in section.credits] == ["Veld Agency", "Courier", "own reports"]
    assert (section.language, section.language_source) == ("en", "guessed")
    assert kinds(document) == ["headline", "byline", "paragraph", "paragraph", "credit"]
    assert document.text == REPORT


PAGE = """<!doctype html><html lang=en-GB><head><meta charset=utf-8><title>Minister withdraws - Courier</title>
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Minister withdraws",
"datePublished":"2031-01-19T10:00:00Z","author":{"name":"Ada Brenn"},"publisher":{"name":"Courier"}}</script></head>
<body><nav><ul><li><a href=/>Home</a><li><a href=/x>World</a></ul></nav><article><h1>Minister withdraws</h1>
<p class=byline>By Ada Brenn</p><p><b>VELDHAVEN</b>, 19 Jan &mdash; He said <a href="/a?b&amp;c">the
plan</a> was&nbsp;dead.<p hidden>secret<p>“We&rsquo;re done,” he said.<br><br>Second<br>line
<script>evil()</script>end<blockquote><p>Quote</p></blockquote><table><tr><td>a<td>b<tr><td>c</table>
<a href="javascript:x()">js</a></article><footer>© 2031 Courier</footer>"""


def test_a_page_is_told_apart():
    document = read_document(PAGE.encode())
    (section,) = document.sections
    assert words(document, section.headline) == "Minister withdraws"
    assert words(document, section.byline) == "By Ada Brenn"
    assert words(document, section.dateline) == "VELDHAVEN, 19 Jan —"
    assert section.publisher == "Courier"
    assert section.published.value == "2031-01-19T10:00:00+00:00"
    assert (section.language, section.language_source) == ("en", "stated")
    expected = "other other headline byline paragraph paragraph paragraph quote row paragraph paragraph other"
    assert kinds(document) == expected.split()
    assert "Second\nline end" in document.text
    assert "a\tb" in document.text
    assert [(words(document, link.span), link.target) for link in document.links] == [
        ("Home", "/"),
        ("World", "/x"),
        ("the plan", "/a?b&c"),
    ]
    assert "secret" not in document.text
    assert "evil" not in document.text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \n\n ", "no text"),
        (b"\xff\xd8\xff\xe0 rest", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(256)) * 10, "binary"),
        (b"<html><script>x</script>", "no text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "picture"),
        (b"<?xml version='1.0'?><ledger>1</ledger>", "markup"),
    ],
)
def test_what_is_no_document_says_why(data, kind):
    with pytest.raises(NotADocument) as refused:
        read_document(data)
    assert refused.value.reason.split(":")[0] == kind
