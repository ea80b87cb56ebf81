"""The sourced note as one HTML file that needs nothing else, and as Markdown.

Rules:
* Those of `render`: every text is escaped and its unseen characters are shown; the same note gives the same bytes.
* Only addresses that begin with http:// or https:// become links; the page itself loads nothing.
"""

import re
from collections.abc import Iterable

from probata.report.render import environment, stylesheet
from probata.report.text import visible
from probata.statements.note_values import Footnote, Group, Note, Sentence
from probata.statements.note_words import in_words

SHORT, DAY = 12, 10
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$&]|^[ ]*(?:[-+=]|\d{1,9}[.)]))")


def linkable(address: str) -> bool:
    """Whether an address may become a link."""
    return address.startswith(("http://", "https://"))


def note_html(note: Note, *, language: str) -> str:
    """The note as HTML.

    Args:
        note: what is printed.
        language: of the inquiry, for the page's ``lang``.
    """
    template = environment().get_template("note.html")
    return template.render(
        note=note, language=language, linkable=linkable, stylesheet=stylesheet(), short=SHORT, day=_day
    )


def note_markdown(note: Note) -> str:
    """The note as Markdown, with footnotes."""
    lines = [f"# {_plain(note.heading.title)}", ""]
    lead = f"**{_plain(note.dateline)}** – " if note.dateline else ""
    for group in note.groups:
        lines += _group(group, lead)
        lead = ""
    for title, said in (("Replies and corrections", note.replies), ("Not assessed", note.not_assessed)):
        if said:
            lines += [f"## {title}", "", *(f"- {_sentence(each)}" for each in said), ""]
    lines += ["## Background", "", *_background(note), ""]
    lines += ["## Sources", "", *_sources(note), ""]
    lines += [*map(_plain, note.left_out), ""] if note.left_out else []
    lines += [line for each in note.footnotes for line in _footnote(each)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _day(published: str) -> str:
    return in_words(published[:DAY])


def _footnote(each: Footnote) -> list[str]:
    place = f", at {each.place}" if each.place else ""
    details = "; ".join(part for part in (*each.details, each.source) if part)
    words = f"{_plain(each.words)} ({_plain(details)})" if details else _plain(each.words)
    return [f"[^{each.number}]: `{each.exhibit[:SHORT]}`, {_plain(each.path)}{place}: {words}", ""]


def _group(group: Group, lead: str) -> list[str]:
    lines = [f"## {_plain(group.heading)}", ""]
    for paragraph in group.paragraphs:
        lines += [lead + " ".join(map(_sentence, paragraph)), ""]
        lead = ""
    return lines


def _sentence(each: Sentence) -> str:
    return _plain(each.text) + "".join(f"[^{number}]" for number in each.notes)


def _background(note: Note) -> Iterable[str]:
    for each in note.background:
        yield f"- {_plain(each.heading)}: {_plain('; '.join(each.provisions))}"
        for relation, other in each.links:
            yield f"  - it {_plain(relation)} {_plain(other)}"
    for words, address in note.heading.background:
        yield f"- {_linked(words, address)}"


def _sources(note: Note) -> Iterable[str]:
    for each in note.sources:
        said = ", ".join(
            _plain(part) for part in (each.publisher, each.headline, in_words(each.published[:DAY])) if part
        )
        address = f" {_linked(each.address, each.address)}" if each.address else ""
        yield f"- {said or 'no publisher stated'}; `{each.exhibit[:SHORT]}`, {_plain(each.path)}{address}"


def _linked(words: str, address: str) -> str:
    return f"[{_plain(words)}](<{_address(address)}>)" if linkable(address) else _plain(words)


def _address(address: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in '<> "\\`' or ord(c) < ord("!") else c for c in visible(address))


def _plain(text: str) -> str:
    """Text in which nothing is Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(" ".join(text.split())))
