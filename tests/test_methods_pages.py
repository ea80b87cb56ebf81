"""Every page of a method has its parts, and its worked example prints what the page says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "methods"
INDEX, REFUSALS = FOLDER / "README.md", FOLDER / "refusals.md"
PAGES = sorted(set(FOLDER.glob("*.md")) - {INDEX, REFUSALS})
CODES = re.compile(r'\b(?:Refused|Caution)\(\s*"([a-z-]+)"')


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_print_what_it_says(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks, "a method's page has a worked example"
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(page), "exec"), names)
        said = [line.rpartition("  # ")[2].strip() for line in block.splitlines() if line.startswith("print(")]
        assert said
        assert [line.strip() for line in capsys.readouterr().out.splitlines()] == said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_is_assumed_and_where_it_comes_from(page: Path) -> None:
    headings = re.findall(r"^## (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    text = " ".join(headings).lower()
    for part in ("assum", "limit", "source", "example"):
        assert part in text, f"a heading with {part!r}, found {headings}"


def test_every_page_is_in_the_index() -> None:
    listed = set(re.findall(r"\]\(([a-z-]+\.md)\)", INDEX.read_text(encoding="utf-8")))
    assert listed == {page.name for page in (*PAGES, REFUSALS)}


def test_every_refusal_and_caution_is_tabled_and_tested() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "probata").rglob("*.py"))
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*.py"))
    codes = set(CODES.findall(sources))
    tabled = set(re.findall(r"^\| `([a-z-]+)` \|", REFUSALS.read_text(encoding="utf-8"), re.MULTILINE))
    assert codes
    assert codes <= tabled, sorted(codes - tabled)
    handed_on = {code for code in tabled - codes if f'"{code}"' in sources}  # the code is an argument further up
    assert tabled - codes == handed_on, "codes that nothing gives"
    assert [code for code in sorted(tabled) if f'"{code}"' not in tests] == []
