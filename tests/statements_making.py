"""An invented inquiry of statements: pages, letters and texts about an invitation that was given and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from conftest import desk_of
from pictures import jpeg
from probata.app import claiming, committing, investigation, stating, stating_added
from probata.app.claiming import Claim
from probata.app.committing import Reply, Terms
from probata.app.desk import Desk
from probata.app.naming import resolver
from probata.digest import Digest
from probata.inquiry import Inquiry
from probata.statements.proposals import stated

ASSURED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Veldland assures the League it accepts the Harrow Terms</title>
<meta property="og:site_name" content="Northern Gazette">
<meta property="article:published_time" content="2031-01-13T09:00:00+00:00">
<link rel="canonical" href="https://gazette.example/2031/assured?from=front&amp;page=1">
</head><body><article>
<h1>Veldland assures the League it accepts the Harrow Terms</h1>
<p>PORT HARROW, 13 January (Northern Gazette) – The convenor of the League, Jonas Ferrow, said on 12 January 2031 that
Foreign Minister Ada Brenn had assured him that Veldland would attend the conference and would accept the Harrow Terms
as its basis.</p>
<p>Brenn told reporters at a press conference in Port Harrow that her government would withdraw all heavy weapons from
the valley by 22 January 2031.</p>
<p>“We will open the eastern road to relief convoys,” Brenn said.</p>
<p>The Veldland Relief Office reportedly promised to admit twenty inspectors.</p>
</article></body></html>
"""
MINISTRY = """Statement of the Ministry of Foreign Affairs of Veldland

17 January 2031

The Ministry of Foreign Affairs of Veldland said on 17 January 2031 that it did not accept the Harrow Terms.

“We will attend the conference without any conditions,” Foreign Minister Ada Brenn said.

The ministry's spokesman, Ivo Tarn, said on behalf of the government that only light weapons might be withdrawn.

Brenn denied that she had given any assurance.
"""
LETTER = b"""From: Office of the Convenor <office@league.example>
To: Delegations <delegations@league.example>
Subject: The invitation to Veldland
Date: Mon, 19 Jan 2031 18:30:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

The convenor's spokeswoman, Mira Stole, said on 19 January 2031 that the League withdrew its invitation to Veldland.

"The convenor is deeply disappointed by the statements of Veldland," Stole said.

The Federation of Coastal Towns condemned the withdrawal as a mistake.
"""
DIGEST = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>What the pictures show</title>
<meta property="og:site_name" content="Coastal Digest">
<meta property="article:published_time" content="2031-01-21T07:00:00+00:00">
<link rel="canonical" href="https://digest.example/pictures">
</head><body><article>
<h1>What the pictures show</h1>
<p>PORT HARROW, 21 January (Coastal Digest) – A former clerk said on 20 January 2031 that he had taken at least
27 photographs of the prisoners in the valley.</p>
<p>According to the prosecutor, about 11,000 people were allegedly killed.</p>
<p>“The road is still closed,” said a relief worker who asked not to be named.</p>
<p>Ivo Tarn said on 21 January 2031 that Veldland had already admitted four inspectors.</p>
<p>Brenn said on 21 January 2031 that the eastern road would stay closed until spring.</p>
</article></body></html>
"""
SEEN = "read in its place"
PARTIES = """[[parties]]
id = "veldland"
kind = "state"
names = ["Veldland", "the government of Veldland", "Ministry of Foreign Affairs of Veldland"]

[[parties]]
id = "brenn"
kind = "person"
names = ["Ada Brenn", "Brenn"]
roles = [{ role = "foreign minister", of = "veldland", from = "2030-01-01" }]

[[parties]]
id = "league"
kind = "organisation"
names = ["the League"]

[[parties]]
id = "tarn"
kind = "person"
names = ["Ivo Tarn", "Tarn"]
relations = [{ relation = "spokesperson-of", party = "veldland" }]
"""


def write_sources(folder: Path) -> None:
    """Two pages, a plain text, a letter and two photographs."""
    folder.mkdir(parents=True)
    (folder / "1-assured.html").write_text(ASSURED, encoding="utf-8")
    (folder / "2-ministry.txt").write_text(MINISTRY, encoding="utf-8")
    (folder / "3-letter.eml").write_bytes(LETTER)
    (folder / "4-digest.html").write_text(DIGEST, encoding="utf-8")
    for number in range(2):
        (folder / f"DSC_{number}.JPG").write_bytes(jpeg(320, 240, seed=number))


# key: document, words exactly as in its text, and the fields of who adds or corrects them
SAID: dict[str, tuple[str, str, dict[str, str]]] = {
    "relaying": (
        "1-assured.html",
        "that Foreign Minister Ada Brenn had assured him that Veldland would attend the conference and would accept"
        " the Harrow Terms as its basis",
        {"speaker": "Jonas Ferrow", "cue": "said", "mode": "indirect", "kind": "report", "said": "2031-01-12",
         "role": "convenor of the League"},
    ),
    "assured": (
        "1-assured.html",
        "that Veldland would attend the conference and would accept the Harrow Terms as its basis",
        {"speaker": "Foreign Minister Ada Brenn", "cue": "had assured", "mode": "indirect", "kind": "commitment",
         "addressee": "him", "party": "veldland", "said": "2031-01-12"},
    ),
    "weapons": (
        "1-assured.html",
        "that her government would withdraw all heavy weapons from the valley by 22 January 2031",
        {"speaker": "Brenn", "speaker-full": "Ada Brenn", "cue": "told", "mode": "indirect", "kind": "commitment",
         "addressee": "reporters", "occasion": "at a press conference", "place": "Port Harrow", "party": "veldland"},
    ),
    "road": (
        "1-assured.html",
        "“We will open the eastern road to relief convoys,”",
        {"speaker": "Brenn", "speaker-full": "Ada Brenn", "cue": "said", "mode": "direct", "kind": "commitment",
         "party": "brenn"},
    ),
    "inspectors": (
        "1-assured.html",
        "to admit twenty inspectors",
        {"speaker": "The Veldland Relief Office", "cue": "promised", "mode": "indirect", "kind": "commitment",
         "hedges": "reporter: reportedly"},
    ),
    "not-accepted": (
        "2-ministry.txt",
        "that it did not accept the Harrow Terms",
        {"speaker": "The Ministry of Foreign Affairs of Veldland", "cue": "said", "mode": "indirect", "kind": "denial",
         "party": "veldland", "said": "2031-01-17", "publisher": "Ministry of Foreign Affairs of Veldland"},
    ),
    "attend": (
        "2-ministry.txt",
        "“We will attend the conference without any conditions,”",
        {"speaker": "Foreign Minister Ada Brenn", "cue": "said", "mode": "direct", "kind": "commitment",
         "party": "veldland", "said": "2031-01-17"},
    ),
    "light": (
        "2-ministry.txt",
        "that only light weapons might be withdrawn",
        {"speaker": "The ministry's spokesman, Ivo Tarn", "cue": "said", "mode": "indirect", "kind": "assertion",
         "on-behalf-of": "the government", "hedges": "speaker: might", "party": "veldland", "said": "2031-01-17"},
    ),
    "withdrawn": (
        "3-letter.eml",
        "that the League withdrew its invitation to Veldland",
        {"speaker": "The convenor's spokeswoman, Mira Stole", "cue": "said", "mode": "indirect", "kind": "withdrawal",
         "on-behalf-of": "the convenor", "party": "league", "said": "2031-01-19"},
    ),
    "condemned": (
        "3-letter.eml",
        "the withdrawal as a mistake",
        {"speaker": "The Federation of Coastal Towns", "cue": "condemned", "mode": "indirect",
         "kind": "condemnation"},
    ),
    "taken": (
        "4-digest.html",
        "that he had taken at least 27 photographs of the prisoners in the valley",
        {"speaker": "A former clerk", "cue": "said", "mode": "indirect", "kind": "assertion", "said": "2031-01-20"},
    ),
    "killed": (
        "4-digest.html",
        "about 11,000 people were allegedly killed",
        {"speaker": "the prosecutor", "cue": "According to", "mode": "indirect", "kind": "assertion",
         "hedges": "reporter: allegedly", "figures": "about 11,000 people (by the prosecutor)"},
    ),
    "closed": (
        "4-digest.html",
        "“The road is still closed,”",
        {"speaker": "a relief worker", "cue": "said", "mode": "direct", "kind": "assertion", "anonymous": "yes"},
    ),
    "admitted": (
        "4-digest.html",
        "that Veldland had already admitted four inspectors",
        {"speaker": "Ivo Tarn", "cue": "said", "mode": "indirect", "kind": "assertion", "said": "2031-01-21",
         "party": "veldland"},
    ),
    "spring": (
        "4-digest.html",
        "that the eastern road would stay closed until spring",
        {"speaker": "Brenn", "speaker-full": "Ada Brenn", "cue": "said", "mode": "indirect", "kind": "assertion",
         "said": "2031-01-21", "party": "brenn"},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """The inquiry, its desk, and the names of the statements by their keys."""

    inquiry: Inquiry
    desk: Desk
    names: dict[str, str]
    proposed: frozenset[str]


def begin(base: Path) -> tuple[Inquiry, Desk]:
    """The inquiry, taken in and run; nothing is confirmed."""
    write_sources(base / "drive")
    desk = desk_of(base / "state")
    inquiry = investigation.create(base / "inquiry", "The invitation", desk)
    investigation.intake(inquiry, base / "drive", "a reporter", desk)
    (inquiry.folder / "parties.toml").write_text(PARTIES, encoding="utf-8")
    investigation.run(inquiry, desk)
    return inquiry, desk


def exhibit_of(inquiry: Inquiry, path: str) -> Digest:
    """The exhibit received at a path."""
    return resolver(inquiry)(path)


def confirm_all(inquiry: Inquiry, desk: Desk) -> Told:
    """Confirm what was proposed, with its fields mended, and add by hand what no rule found."""
    found, names, proposed = stated(inquiry.snapshot()), {}, set()
    for key, (path, words, fields) in SAID.items():
        exhibit = exhibit_of(inquiry, path)
        alike = (words, words.removeprefix("that "))
        read = [each for each in found.proposals if each.exhibit == exhibit.hex and each.record["quote"] in alike]
        if read:
            proposed.add(key)
            act = stating.judgement(read[0], "confirmed", fields, SEEN)
            names[key] = stating.record(inquiry, desk, [act])[0].hex
        else:
            names[key] = stating_added.add(inquiry, desk, exhibit, words, None, fields, reason=SEEN).hex
    return Told(inquiry, desk, names, frozenset(proposed))


def commit_all(told: Told) -> None:
    """Three commitments, what later words do to them, answers, and a claim."""
    inquiry, desk, names = told.inquiry, told.desk, told.names
    attend = Terms("veldland", "assurance", {}, ("attend the conference", "accept the Harrow Terms as its basis"))
    committing.record(inquiry, desk, "attend", names["assured"], attend, "as relayed")
    weapons = Terms("veldland", "pledge", {}, ("withdraw all heavy weapons",), deadline="2031-01-22")
    committing.record(inquiry, desk, "weapons", names["weapons"], weapons, "")
    road = Terms("brenn", "pledge", {}, ("open the eastern road",))
    committing.record(inquiry, desk, "road", names["road"], road, "")
    committing.link(inquiry, desk, "weapons", "implements", "attend", "both were given at once")
    why = "the terms that were to be the basis are not accepted"
    committing.assess(
        inquiry, desk, "attend", names["not-accepted"], "contradicts", provision=2, confidence="high", reason=why
    )
    committing.assess(
        inquiry, desk, "attend", names["attend"], "repeats", provision=1, confidence="moderate", reason="as promised"
    )
    committing.assess(
        inquiry, desk, "weapons", names["light"], "narrows", confidence="moderate", reason="light weapons only"
    )
    answer = Reply("right-of-reply", "Ada Brenn", "2031-02-01", "No assurance was given in my name.")
    committing.reply(inquiry, desk, "attend", answer, "asked on 30 January")
    correction = Reply("correction", "Coastal Digest", "2031-01-23", "The clerk spoke of 27 prints.")
    committing.reply(inquiry, desk, names["taken"], correction, "")
    claim = Claim(low="27", unit="photographs", qualifier="at least", scope="the valley", compares="photographs")
    claiming.record(inquiry, desk, "taken-claimed", names["taken"], claim, "")
