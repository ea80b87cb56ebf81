"""Why a photograph is counted as it is: the record, the page, and what stays hidden."""

import json
import re

import pytest

from probata.app.cli import call
from probata.app.explaining import explained, write_page
from probata.app.naming import resolver
from probata.errors import BadInput


def of(inquiry, name):
    return explained(inquiry, resolver(inquiry)(name))


def sources(page):
    return re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page.read_text(encoding="utf-8"))


def test_a_link_and_its_comparisons_are_told_from_both_sides(inquiry):
    links = [link for row in inquiry.snapshot().received if row.digest for link in of(inquiry, row.digest).links]
    assert links
    for link in links:
        one, other = of(inquiry, link.a), of(inquiry, link.b)
        assert link in one.links
        assert link in other.links
        assert one.other(link) == link.b
        assert other.paths[link.a]
        record = next(r for r in one.record()["links"] if (r["exhibit"], r["kind"]) == (link.b, link.kind))
        assert record["probability"] == link.score
        assert [c["weight"] for c in record["comparisons"]] == [reason.weight for reason in link.reasons]


def test_the_page_hides_pictures_until_they_are_asked_for(inquiry, tmp_path):
    found = of(inquiry, "small.jpg")
    write_page(inquiry, found, tmp_path / "hidden.html", show=False)
    write_page(inquiry, found, tmp_path / "shown.html", show=True)
    hidden, shown = sources(tmp_path / "hidden.html"), sources(tmp_path / "shown.html")
    assert hidden
    assert shown
    assert not set(hidden) & set(shown)
    assert len(hidden[0]) < len(shown[0])
    text = (tmp_path / "hidden.html").read_text(encoding="utf-8")
    assert found.exhibit in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
    with pytest.raises(BadInput, match="can't be written"):
        write_page(inquiry, found, tmp_path / "shown.html", show=True)


def test_the_command_names_an_exhibit_by_path_digest_or_first_digits(inquiry, capsys):
    digest = of(inquiry, "small.jpg").exhibit
    said = []
    for name in ("small.jpg", digest, digest[:8]):
        assert call(["-C", str(inquiry.folder), "explain", name, "--json"]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1] == said[2]
    assert said[0]["exhibit"] == digest
    assert call(["-C", str(inquiry.folder), "explain", "small.jpg"]) == 0
    assert digest in capsys.readouterr().out
    assert call(["-C", str(inquiry.folder), "explain", "no-such-file.jpg"]) == 3
