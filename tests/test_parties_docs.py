"""docs/parties-format.md: its example is parsed, its tables are complete."""

import re
from pathlib import Path
from typing import get_args

from probata.statements.parties import Basis
from probata.statements.parties_file import _PARTY, _RELATION, _ROLE, parse
from probata.statements.parties_values import KINDS, RELATIONS

DOC = (Path(__file__).parent.parent / "docs" / "parties-format.md").read_text(encoding="utf-8")


def test_the_example_is_read() -> None:
    example = re.search(r"```toml\n(.*?)```", DOC, re.DOTALL)
    assert example is not None
    found = parse(example[1].encode())
    assert [party.id for party in found.parties] == ["veldland", "observatory", "brenn", "irle"]
    assert found.by_id()["brenn"].roles[0].until == "2031-03-01"


def test_every_key_and_word_is_in_the_document() -> None:
    for word in (*_PARTY, *_ROLE, *_RELATION, *KINDS, *RELATIONS, *get_args(Basis)):
        assert f"`{word}`" in DOC, word
