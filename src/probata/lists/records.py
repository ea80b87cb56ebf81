"""From the bytes of a list to its records: names, dates, place, age, sex and numbers of one victim a row.

Rules:
* A record is named by list and row, and by a digest of exhibit and row (`digest_of`), which judgements hold on to
  whatever the list is called.
* What is not known is `Unknown`, with a reason; what was written and can't be read is counted by field and reason.
* A row with neither a name nor a number can't be told from any other: it is counted and left out.

Not here: decoding (`files`), spelling (`names`), and comparing (`comparisons`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from probata.digest import Digest, canonical_json
from probata.errors import BadInput
from probata.lists.files import Row, Rows, rows_of
from probata.lists.spans import EMPTY, Span, Unknown, span_of, span_of_parts, western, years_before
from probata.settings import ListSettings
from probata.settings.lists import DATE_ORDERS, NAME_FIELDS, NUMBER_FIELDS
from probata.settings.table import nearest

NOT_STATED = frozenset(
    {"", "-", "--", "?", "??", "na", "n/a", "nan", "null", "none", "unknown", "مجهول", "غير معروف", "لا يوجد"}
)
MALE, FEMALE = "male", "female"
_SEXES = {
    **dict.fromkeys(("m", "male", "man", "boy", "ذكر", "رجل", "homme", "adult - male", "child - male"), MALE),
    **dict.fromkeys(("f", "female", "woman", "girl", "أنثى", "انثى", "امرأة", "femme", "adult - female",
                     "child - female"), FEMALE),
}  # fmt: skip
OLDEST = 120
_AGE = re.compile(r"(\d{1,3})(?:\s*(?:-|–|to|الى|إلى)\s*(\d{1,3}))?")
_ABOUT = re.compile(r"^(?:about|around|approx\.?|ca?\.|~|حوالي)\s*")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a list.

    Attributes:
        list: the list's name.
        exhibit: the file's SHA-256 in hex.
        row: its place after the headings, from 1.
        id: as the list calls it; "" where it has no such column.
        names: as written, by field of `NAME_FIELDS`; of each one text a script.
        date: of death, or of what the list is about.
        birth: of birth, where it is stated, or from age and date.
        age: in full years, lowest and highest.
        sex: male or female.
        place: as the list writes it, or as its settings call it.
        numbers: as written in Western digits, by field of `NUMBER_FIELDS`; those that are known.
    """

    list: str
    exhibit: str
    row: int
    id: str
    names: Mapping[str, tuple[str, ...]]
    date: Span | Unknown
    birth: Span | Unknown
    age: tuple[int, int] | Unknown
    sex: str | Unknown
    place: str | Unknown
    numbers: Mapping[str, str]

    @property
    def digest(self) -> Digest:
        """What judgements call it."""
        return digest_of(self.exhibit, self.row)

    @property
    def name(self) -> str:
        """As people call it: list and row."""
        return f"{self.list}:{self.row}"

    def shown(self) -> str:
        """The names as written, for who judges: first the whole name, else its parts in order."""
        whole = self.names.get("name", ())
        if whole:
            return " / ".join(whole)
        scripts = max((len(texts) for texts in self.names.values()), default=0)
        parts = [self.names[key] for key in NAME_FIELDS if key in self.names]
        return " / ".join(" ".join(texts[k] for texts in parts if k < len(texts)) for k in range(scripts))


@dataclass(frozen=True, slots=True)
class ListOfRecords:
    """A list as it was read.

    Attributes:
        settings: of the list.
        exhibit: the file's SHA-256 in hex.
        encoding: of the file; ``windows-1256`` is a guess.
        rows: how many rows it has after the headings.
        records: those that can be used.
        unread: how many rows or cells couldn't be used, by what they hold and why.
        filled: how many records state each field.
    """

    settings: ListSettings
    exhibit: str
    encoding: str
    rows: int
    records: tuple[Record, ...]
    unread: Mapping[tuple[str, str], int]
    filled: Mapping[str, int]


def digest_of(exhibit: str, row: int) -> Digest:
    """The digest by which judgements know a record: of canonical JSON of the exhibit in hex and the row's number."""
    return Digest.of(canonical_json([exhibit, row]))


def read_list(settings: ListSettings, exhibit: str, data: bytes) -> ListOfRecords:
    """The records of a list.

    Args:
        settings: what its columns hold.
        exhibit: its SHA-256 in hex.
        data: its bytes.

    Raises:
        BadInput: it is no CSV file, or lacks a heading that the settings name; the nearest one is named.
    """
    rows = rows_of(data, settings.name)
    places = _places(settings, rows)
    unread: Counter[tuple[str, str]] = Counter()
    if rows.cleaned:
        unread["cell", "characters that can't be seen were left out"] = rows.cleaned
    records = tuple(_records(settings, exhibit, rows.rows, places, unread))
    filled = Counter(key for record in records for key in _known(record))
    return ListOfRecords(
        settings, exhibit, rows.encoding, len(rows.rows), records, dict(sorted(unread.items())),
        {key: filled[key] for key in settings.columns},
    )  # fmt: skip


def _places(settings: ListSettings, rows: Rows) -> Mapping[str, tuple[int, ...]]:
    """The places of each field's columns."""
    known = {heading: place for place, heading in enumerate(rows.headings) if heading}
    for key, headings in settings.columns.items():
        for heading in headings:
            if heading not in known:
                raise BadInput(
                    f"list {settings.name}: its file has no column for {key}",
                    expected=", ".join(known)[:400],
                    found=repr(heading)[:80] + nearest(heading, tuple(known)),
                    do="correct [lists.columns] in inquiry.toml",
                )
    return {key: tuple(known[heading] for heading in headings) for key, headings in settings.columns.items()}


def _records(
    settings: ListSettings,
    exhibit: str,
    rows: Sequence[Row],
    places: Mapping[str, tuple[int, ...]],
    unread: Counter[tuple[str, str]],
) -> Iterator[Record]:
    for row in rows:
        if row.problem:
            unread["row", row.problem] += 1
            continue
        cells = {key: tuple(_stated(row.cells[place]) for place in of) for key, of in places.items()}
        record = _record(settings, exhibit, row.number, cells, unread)
        if record.names or record.numbers:
            yield record
        else:
            unread["row", "neither a name nor a number"] += 1


def _stated(cell: str) -> str:
    """A cell's text; "" where it says that nothing is known."""
    return "" if cell.casefold() in NOT_STATED else cell


def _record(
    settings: ListSettings,
    exhibit: str,
    number: int,
    cells: Mapping[str, tuple[str, ...]],
    unread: Counter[tuple[str, str]],
) -> Record:
    month_first = settings.dates == DATE_ORDERS[1]
    one = {key: texts[0] for key, texts in cells.items()}
    when = _date(cells.get("date", ("",)), month_first)
    birth = _date(cells.get("birth", ("",)), month_first)
    age = _age(one.get("age", ""))
    sex = _sex(one.get("sex", ""))
    for key, value in (("date", when), ("birth", birth), ("age", age), ("sex", sex)):
        if isinstance(value, Unknown) and value.reason != EMPTY:
            unread[key, value.reason] += 1
    if birth == Unknown() and isinstance(age, tuple) and isinstance(when, Span):
        birth = years_before(when, *age)
    return Record(
        settings.name, exhibit, number, one.get("id", ""),
        {key: texts for key in NAME_FIELDS if any(texts := tuple(t for t in cells.get(key, ()) if _has_letter(t)))},
        when, birth, age, sex, _place(one.get("place", ""), settings.places),
        {key: found for key in NUMBER_FIELDS if (found := _number(one.get(key, "")))},
    )  # fmt: skip


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _date(cells: tuple[str, ...], month_first: bool) -> Span | Unknown:
    if len(cells) == 1:
        return span_of(cells[0], month_first)
    return span_of_parts(*(*cells, "")[:3])


def _age(text: str) -> tuple[int, int] | Unknown:
    plain = western(text).strip().casefold().removesuffix(".0")
    if not plain:
        return Unknown()
    about = _ABOUT.match(plain)
    match = _AGE.fullmatch(plain[about.end() :] if about else plain)
    if not match:
        return Unknown("no age")
    low, high = int(match[1]), int(match[2] or match[1])
    if not low <= high <= OLDEST:
        return Unknown("no such age")
    return (max(low - 3, 0), min(high + 3, OLDEST)) if about else (low, high)


def _sex(text: str) -> str | Unknown:
    if not text:
        return Unknown()
    return _SEXES.get(text.casefold(), Unknown("neither male nor female"))


def _place(text: str, called: Mapping[str, str]) -> str | Unknown:
    return called.get(text, text) or Unknown()


def _number(text: str) -> str:
    """A number in Western digits, without spaces, and without zeros before it."""
    plain = "".join(unicodedata.normalize("NFKC", western(text)).split()).casefold().removesuffix(".0")
    return (plain.lstrip("0") or "0") if any(character.isdigit() for character in plain) else ""


def _known(record: Record) -> Iterator[str]:
    yield from record.names
    yield from record.numbers
    for key in ("date", "birth", "age", "sex", "place"):
        if not isinstance(getattr(record, key), Unknown):
            yield key
    if record.id:
        yield "id"
