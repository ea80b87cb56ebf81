"""Verify a Probata inquiry without Probata: ``python3 verify_inquiry.py INQUIRY``. Exit code 0: whole; 1: not.

Standard library only (Python 3.9 or newer); signatures need the program ``openssl`` (3.0 or newer). The steps:

1. Bags (``exhibits/NNNN``): every file is in both manifests (SHA-256 and SHA-512) with its digest, and none is missing.
2. Custody: the counts of ``custody.jsonl``, its digest and the Merkle root (RFC 6962) over the digests of its new and
   known paths in order are those of the signed act ``intake-finished``, and every such digest is in a bag.
3. Ledger: each line of ``acts.jsonl`` has its number and names the SHA-256 of the line before; ``head.json`` names the
   last line (or the one before, after a crash). Both are canonical JSON.
4. Signatures: each line and the head is signed (Ed25519) by a key that a line before it named and did not retire.
   What was signed is the object without its last member, ``signature``.
5. Beside the ledger: frames of audits and samples (``frames``), and codebooks (``codebooks``), are there, each with the
   digest in the acts that name it.
6. Report: ``report/figures.json`` has the digest in the last act ``report-sealed``.

No script can show that the whole inquiry was not replaced: compare the printed head with one that is kept elsewhere.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROBLEMS: list[str] = []
BAD = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError)
DER_OF_ED25519 = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: what stands before the key's 32 bytes


def problem(where: object, what: object) -> None:
    """Print one problem and remember it."""
    PROBLEMS.append(str(where))
    print(f"PROBLEM  {where}: {str(what).encode('ascii', 'backslashreplace').decode()[:300]}")


def sha256(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def digests(path: Path) -> tuple[str, str]:
    """SHA-256 and SHA-512 of a file, read in pieces."""
    short, long = hashlib.sha256(), hashlib.sha512()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            short.update(piece)
            long.update(piece)
    return short.hexdigest(), long.hexdigest()


def canonical(line: bytes) -> Any:
    """The object in a line, which must be in canonical JSON."""
    record = json.loads(line.decode("utf-8"))
    again = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    if again != line or not isinstance(record, dict):
        raise ValueError("not an object in canonical JSON")
    return record


def merkle_root(leaves: list[bytes]) -> str:
    """The Merkle tree hash of RFC 6962, section 2.1."""
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex() if level else sha256(b"")


def check_bag(bag: Path) -> set[str]:
    """Step 1 for one bag; return the digests of the exhibits in it."""
    files = [Path(folder) / name for folder, _, names in os.walk(bag) for name in names]
    found = {path.relative_to(bag).as_posix(): digests(path) for path in files}
    for column, algorithm in enumerate(("sha256", "sha512")):
        listed = {"tagmanifest-sha256.txt": "", "tagmanifest-sha512.txt": ""}
        for manifest in (f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"):
            rows = (bag / manifest).read_text("utf-8").splitlines()
            listed.update({path: digest for digest, path in (row.split("  ", 1) for row in rows)})
        for path in listed.keys() ^ found.keys():
            problem(bag / path, "missing" if path in listed else f"in no {algorithm} manifest")
        for path in listed.keys() & found.keys():
            if listed[path] not in ("", found[path][column]):
                problem(bag / path, f"changed: its {algorithm} is {found[path][column]}, not {listed[path]}")
    return {digest for path, (digest, _) in found.items() if path == f"data/{digest[:2]}/{digest}"}


def check_custody(bag: Path, act: Any, stored: set[str]) -> None:
    """Step 2 for one bag, against the signed act."""
    data = (bag / "custody.jsonl").read_bytes()
    entries = [canonical(line) for line in data.splitlines()]
    counts = {outcome: sum(e["outcome"] == outcome for e in entries) for outcome in ("new", "known", "refused")}
    kept = [entry["digest"] for entry in entries if entry["outcome"] != "refused"]
    for digest in set(kept) - stored:
        problem(bag / "custody.jsonl", f"exhibit {digest} is in no bag")
    root = merkle_root([bytes.fromhex(digest) for digest in kept])
    computed = {**counts, "files": len(entries), "custody": sha256(data), "root": root}
    intake = canonical((bag / "intake.json").read_bytes().rstrip(b"\n"))
    for name, value in computed.items():
        if act[name] != value or intake[name] != value:
            problem(bag, f"{name} is {value}; the act has {act[name]}, intake.json {intake[name]}")


def signature_holds(data: bytes, public: bytes) -> bool:
    """Step 4 for one line or head, without its line end."""
    rest, _, signature = data.rpartition(b',"signature":"')
    with tempfile.TemporaryDirectory() as place:
        pem = base64.encodebytes(DER_OF_ED25519 + public).decode()
        Path(place, "key").write_text(f"-----BEGIN PUBLIC KEY-----\n{pem}-----END PUBLIC KEY-----\n")
        Path(place, "message").write_bytes(rest + b"}")
        Path(place, "signature").write_bytes(base64.b64decode(signature[:-2], validate=True))
        command = "openssl pkeyutl -verify -rawin -pubin -inkey key -in message -sigfile signature"
        return subprocess.run(command.split(), cwd=place, capture_output=True).returncode == 0


def check_line(line: bytes, number: int, before: str, keys: dict[str, bytes], retired: set[str], openssl: bool) -> Any:
    """Steps 3 and 4 for one line: its act, after which ``keys`` and ``retired`` hold what it says of keys."""
    where = f"ledger/acts.jsonl:{number}"
    record = canonical(line)
    act = record["act"]
    if (record["number"], record["previous"]) != (number, before):
        problem(where, "not the next in the chain")
    if (act["kind"] == "inquiry-opened") != (number == 1):
        problem(where, "the first act opens the inquiry, and no other")
    if number == 1 or (act["kind"] == "key-added" and record["key"] in keys):
        public = base64.b64decode(act["public_key"], validate=True)
        keys[sha256(public)] = public
    if record["key"] not in keys or record["key"] in retired:
        problem(where, "signed by a key that is unknown or retired")
    elif openssl and not signature_holds(line, keys[record["key"]]):
        problem(where, "the signature is wrong")
    if act["kind"] == "key-retired":
        retired.add(act["fingerprint"])
    return act


def check_ledger(folder: Path) -> list[Any]:
    """Steps 3 and 4: all acts that can be read."""
    openssl = shutil.which("openssl") is not None
    openssl = openssl and b"-rawin" in subprocess.run(["openssl", "pkeyutl", "-help"], capture_output=True).stderr
    before, retired = "0" * 64, set[str]()
    acts: list[Any] = []
    keys: dict[str, bytes] = {}
    *lines, torn = (folder / "acts.jsonl").read_bytes().split(b"\n")
    if torn or not lines:
        problem(folder / "acts.jsonl", "the last line has no end")
    for number, line in enumerate(lines, start=1):
        act = attempt(f"ledger/acts.jsonl:{number}", check_line, line, number, before, keys, retired, openssl)
        acts += [act] if act else []
        before = sha256(line)
    data = (folder / "head.json").read_bytes()
    head = canonical(data[:-1])
    if not (len(lines) - 1 <= head["count"] <= len(lines) and head["count"] > 0 and data.endswith(b"\n")):
        problem(folder / "head.json", f"says {head['count']} acts; the ledger has {len(lines)}")
    elif head["head"] != sha256(lines[head["count"] - 1]):
        problem(folder / "head.json", "its head is not the newest act's digest")
    if head["key"] not in keys or (openssl and not signature_holds(data[:-1], keys[head["key"]])):
        problem(folder / "head.json", "the signature is wrong, or its key unknown")
    print(f"ledger: {len(lines)} acts, head {before}")
    print(f"signatures checked: {len(lines) + 1}" if openssl else "signatures NOT checked: no openssl 3 here")
    return acts


def check_intakes(exhibits: Path, acts: list[Any]) -> None:
    """Steps 1 and 2."""
    bags = [p for p in sorted(exhibits.glob("*")) if p.is_dir() and p.suffix != ".partial"]
    stored = set().union(*(attempt(bag, check_bag, bag) or set() for bag in bags))
    intakes = {act["intake"]: act for act in acts if act["kind"] == "intake-finished"}
    for name in intakes.keys() ^ {bag.name for bag in bags}:
        problem(exhibits / name, "one of two is missing: the bag, or the signed act of its intake")
    for bag in bags:
        if bag.name in intakes:
            attempt(bag, check_custody, bag, intakes[bag.name], stored)
    print(f"exhibits: {len(stored)} in {len(bags)} bags")


def check_beside(ledger: Path, acts: list[Any]) -> None:
    """Step 5."""
    frames = {f"frames/{act['frame']}.json" for act in acts if act["kind"] in ("audit-drawn", "sample-drawn")}
    codebooks = {f"codebooks/{act['text']}.toml" for act in acts if act["kind"] == "codebook-adopted"}
    for name in sorted(frames | codebooks):
        if not (ledger / name).is_file():
            problem(ledger / name, "an act names it, and it is missing")
        elif digests(ledger / name)[0] != (ledger / name).stem:
            problem(ledger / name, "changed: it has not the digest in its name")


def attempt(where: object, step: Callable[..., Any], *arguments: object) -> Any:
    """Run a step; what it can't read is a problem, and the next step goes on."""
    try:
        return step(*arguments)
    except BAD as error:
        return problem(where, f"can't be read: {type(error).__name__} {error}")


def main(inquiry: Path) -> int:
    """All steps; the ledger first, because its acts say what the others are compared with."""
    acts = attempt(inquiry / "ledger", check_ledger, inquiry / "ledger") or []
    attempt(inquiry / "exhibits", check_intakes, inquiry / "exhibits", acts)
    attempt(inquiry / "ledger", check_beside, inquiry / "ledger", acts)
    sealed = [act.get("figures") for act in acts if act["kind"] == "report-sealed"]
    figures = attempt(inquiry / "report", digests, inquiry / "report" / "figures.json") if sealed else None
    if figures and figures[0] != sealed[-1]:
        problem(inquiry / "report" / "figures.json", "not the file that the last report-sealed act names")
    print(f"{len(PROBLEMS)} problems" if PROBLEMS else "no problem found")
    return 1 if PROBLEMS else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) if len(sys.argv) == 2 else "usage: python3 verify_inquiry.py INQUIRY")
