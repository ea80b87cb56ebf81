"""From the values of a codebook to its text: what is written is read back as it was.

Not here: comments and schemes of a file made by hand; what is written has each question's codes in full.
"""

from collections.abc import Iterator

from probata.examination.codebook import Code, Codebook, Question


def text(codebook: Codebook) -> str:
    """The codebook as TOML; the same codebook gives the same text."""
    lines = [
        f"codebook = {quoted(codebook.codebook)}",
        f"edition = {codebook.edition}",
        f"title = {quoted(codebook.title)}",
        f"language = {quoted(codebook.language)}",
        f"unit = {quoted(codebook.unit)}",
        f"source = {quoted(codebook.source)}",
        f"settled = {quoted(codebook.settled)}",
    ]
    return "\n".join([*lines, *(f"\n{question_text(each)}" for each in codebook.questions)]) + "\n"


def question_text(question: Question) -> str:
    """A question as TOML, without a line end."""
    return "\n".join(_question(question))


def _question(question: Question) -> Iterator[str]:
    yield "[[questions]]"
    for name in ("id", "section", "text", "help", "kind", "scale", "about"):
        value = getattr(question, name)
        if value:
            yield f"{name} = {quoted(value)}"
    yield "codes = ["
    yield from (f"    {_code(each)}," for each in question.codes)
    yield "]"
    if question.asked_if:
        conditions = (
            f"{quoted(name)} = [{', '.join(map(quoted, codes))}]" for name, codes in question.asked_if.items()
        )
        yield f"asked_if = {{ {', '.join(conditions)} }}"


def _code(code: Code) -> str:
    parts = [f"code = {quoted(code.code)}", f"label = {quoted(code.label)}", f"key = {quoted(code.key)}"]
    parts += [f"help = {quoted(code.help)}"] if code.help else []
    parts += [f"{flag} = true" for flag in ("missing", "alone") if getattr(code, flag)]
    return f"{{ {', '.join(parts)} }}"


def quoted(value: str) -> str:
    """Text as a basic string of TOML."""
    plain = " ".join(value.split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
