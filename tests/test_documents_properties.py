"""Whatever the bytes are: a document whose offsets are exact, or a reason. Never anything else."""

import functools
from itertools import chain

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st

from documents_making import feed, mail, page, pdf, wacz, warc, whole

WORDS = [
    "The minister ",
    "said",
    "—",
    "“we",
    " never”",
    "19 January 2031",
    " كلمة ",
    "\u202bשלום\u202c",
    "\u200b",
    "é",
    "😀",
    "\u00a0",
    ".",
    "\r\n",
    "\n",
    "\n\n",
    "\r",
    "\t",
    "\f",
    "\v",
    "\x00",
    "\x1b",
    "\x85",
    "\ufeff",
    " ",
    "    ",
]
TAGS = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div hidden>",
    "<b>",
    "</b>",
    "<i",
    ">",
    "<",
    "&amp;",
    "&",
    "&#0;",
    "&#x80;",
    "&#xd800;",
    "&#99999999999;",
    "&nbsp;",
    "<br>",
    "<br><br>",
    "<hr>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>",
    "</table>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<a href='/x'>",
    "<a href='javascript:x()'>",
    "</a>",
    "<h1>",
    "</h1>",
    "<blockquote>",
    "</blockquote>",
    "<title>",
    "</title>",
    "<article>",
    "</article>",
    "<nav>",
    "</nav>",
    "<time datetime='2031-01-19'>",
    "</time>",
    "<span class=byline>",
    "</span>",
    "<style>",
    "</style>",
    "<textarea>",
    "</textarea>",
    "<![CDATA[",
    "]]>",
    "<?x",
    "'",
    '"',
    "=",
]
MARKS = [
    "# ",
    "## ",
    "> ",
    "* ",
    "- ",
    "1. ",
    "---\n",
    "===\n",
    "```\n",
    "[",
    "](http://a.example)",
    "![",
    "**",
    "_",
    "`",
    "\\",
    "| a | b |\n",
    "|---|---|\n",
    "[1]: http://b.example\n",
    "[x][1]",
    "<http://c.example>",
    "  \n",
    "http://d.example/e_f.",
    "<!--",
    "-->",
]
LINES = [
    "By Ada Brenn\n",
    "VELDHAVEN, 19 January (VNA) — ",
    "Sources: Courier and own reports\n",
    "(Source: Courier)",
    "Updated: 20 January 2031\n",
    "© 2031 The Courier\n",
    "Sources:\n",
]
HEADERS = [
    "From: a@b.example\n",
    "Subject: =?utf-8?q?a=C3=A9?=\n",
    "Subject: =?x?y?z?=\n",
    "Date: never\n",
    "To: x\n",
    "Content-Type: multipart/mixed; boundary=x\n",
    "Content-Type: text/html; charset=nothing\n",
    "--x\n",
    "--x--\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "=C3=A9=\n",
    "YWJj\n",
    "Content-Type: message/rfc822\n",
    "Content-Disposition: attachment; filename*=utf-8''a%FF\n",
    "> quoted\n",
    'Content-Type: multipart/alternative; boundary="x"\n',
    "MIME-Version: 1.0\n",
    " folded\n",
]


def mixed(*groups):
    return st.lists(st.sampled_from(list(chain(*groups))), max_size=40).map("".join)


few = settings(max_examples=100, deadline=None)


@few
@given(st.binary(max_size=400))
def test_any_bytes(data):
    whole(data)


@few
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "windows-1251", "gb18030"]))
def test_any_text_in_any_encoding(text, encoding):
    whole(text.encode(encoding, "replace"))


@few
@given(mixed(WORDS, LINES))
def test_any_lines(text):
    whole(text.encode())


@settings(max_examples=2000, deadline=None)
@given(mixed(WORDS, TAGS))
def test_any_markup(text):
    whole(b"<html>" + text.encode())


@few
@given(mixed(WORDS, MARKS))
def test_any_markdown(text):
    whole(("# Heading\n\n" + text).encode())


@few
@given(mixed(HEADERS, WORDS), st.booleans())
def test_any_mail(text, crlf):
    data = ("From: a@b.example\nSubject: s\n" + text).encode()
    whole(data.replace(b"\n", b"\r\n") if crlf else data)


@few
@given(st.lists(mixed(WORDS, TAGS), max_size=3))
def test_any_entries(entries):
    whole(feed(*entries))


@functools.cache
def made():
    paged = page("<h1>Heading</h1><p>The minister said so.")
    archive = warc(("https://veld.example/", "text/html", paged), ("https://veld.example/n", "text/plain", b"words"))
    unpacked = warc(("https://veld.example/", "text/html", paged), packed=False)
    letter = mail("Dear all,\n\nwe assure you.\n", "<p>we assure you", b"\x89PNG")
    return [
        archive,
        unpacked,
        wacz(archive),
        feed("<p>one", "two &amp; three"),
        letter,
        pdf("<h1>Heading</h1><p>Words."),
    ]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damage(data):
    """Bytes are changed, cut out and doubled in documents of each kind."""
    whole_one = bytearray(data.draw(st.sampled_from(made())))
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, max(0, len(whole_one) - 1)))
        what = data.draw(st.sampled_from(["flip", "cut", "insert", "end"]))
        if what == "flip" and whole_one:
            whole_one[place] ^= 1 << data.draw(st.integers(0, 7))
        elif what == "cut":
            del whole_one[place : place + data.draw(st.integers(1, 30))]
        elif what == "insert":
            whole_one[place:place] = data.draw(st.binary(max_size=8))
        else:
            del whole_one[place:]
    whole(bytes(whole_one))


INLINE = st.sampled_from(["b", "i", "em", "span", "a href=x", "u", "font"])
BLOCK = st.sampled_from(
    ["div", "section", "blockquote", "ul><li", "table><tr><td", "p", "h2", "pre", "center", "dl><dd"]
)
TEXT = st.sampled_from(["word", " two words ", "&amp;", "“é”", "\n", " ", "x &lt; y", "&#8212;", "😀"])
EMPTY = st.sampled_from(["<br>", "<hr>", "<!-- c -->", "<script>s</script>"])


def element(pair):
    names = [one.split()[0] for one in pair[0].split("><")]
    return f"<{pair[0]}>{pair[1]}" + "".join(f"</{name}>" for name in reversed(names))


def flowing(inner):
    return st.lists(st.one_of(TEXT, st.tuples(INLINE, TEXT).map(element), inner, EMPTY)).map("".join)


def nested(inner):
    return st.tuples(BLOCK, flowing(inner)).map(element)


MARKUP = flowing(st.recursive(TEXT, nested, max_leaves=12))


@few
@given(MARKUP)
def test_the_same_words_in_the_same_order_as_another_parser(markup):
    """Of well-formed markup lxml, which knows no places, sees the same words."""
    tree = lxml.html.fromstring(f"<html><body><i>start</i>{markup}</body></html>")
    for unseen in tree.xpath("//script | //comment()"):
        unseen.drop_tree()
    expected = "".join(tree.text_content().split())
    document = whole(f"<html><body><i>start</i>{markup}</body></html>".encode())
    assert "".join(document.text.split()) == expected
