"""What is compared of two records, in which levels, and what each level says before anything is learned from the lists.

Rules:
* A comparison is a tuple of levels, the most alike first; a pair has the first level that fits, or none where one of
  the two doesn't state it. What isn't stated says nothing, for or against.
* A level has words for people, a condition in SQL (``_l`` and ``_r`` are the two records), and m and u: how often pairs
  of one person, and of two, come out on it. They are beginnings, which the lists themselves and judged pairs correct.

Source: the levels follow Christen, "Data Matching" (2012), chapters 5 and 6; the m and u to begin with are ours, from
made lists (docs/lists.md says how they do).
"""

from dataclasses import dataclass

ALIKE = 0.92
ALIKE_KEY = 0.8
NOT_STATED = -1
SHARED = {"father": 0.6, "grandfather": 0.8, "family": 0.98, "date": 0.4, "place": 0.8, "branch": 0.5}


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which a comparison can come out.

    Attributes:
        words: for people.
        sql: the condition; "" for the last level, which is everything else.
        m: the share of pairs of one person, to begin with.
        u: the share of pairs of two persons, to begin with.
    """

    words: str
    sql: str
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Something that is compared.

    Attributes:
        name: its column's, as ``given``.
        title: for people.
        missing: the SQL condition under which it is not stated by both.
        levels: the most alike first.
        by_frequency: whether a rare value that is the same says more than a frequent one.
        capped: whether the last level's m is learned downwards only: pairs of relatives would teach it to be larger.
        shared: how often relatives have it in common as one person has with himself; else they are as strangers.
    """

    name: str
    title: str
    missing: str
    levels: tuple[Level, ...]
    by_frequency: bool = False
    shared: float = 0.0
    capped: bool = False


def _same(part: str) -> str:
    return f"({part}_l = {part}_r OR ({part}_a_l <> '' AND {part}_a_l = {part}_a_r))"


def _alike(part: str) -> str:
    like = f"jaro_winkler_similarity({part}_l, {part}_r)"
    return (
        f"({like} >= {ALIKE} OR ({part}_k_l = {part}_k_r AND {like} >= {ALIKE_KEY})"
        f" OR {_one_slip(f'{part}_a')} OR {_one_slip(part)}"
        f" OR (least(length({part}_l), length({part}_r)) = 1 AND {part}_l[1] = {part}_r[1]))"
    )


def _one_slip(column: str) -> str:
    """One letter apart, and not the first: that makes other names, as of Muhammad Ahmad in Arabic."""
    one, other = f"{column}_l", f"{column}_r"
    return f"(length({one}) >= 4 AND {one}[1] = {other}[1] AND damerau_levenshtein({one}, {other}) <= 1)"


def _name(part: str, title: str, elsewhere: str, m: tuple[float, ...], u: tuple[float, ...]) -> Comparison:
    levels = [Level("the same", _same(part), m[0], u[0]), Level("spelled alike", _alike(part), m[1], u[1])]
    if elsewhere:
        levels.append(Level("the same in another place of the name", elsewhere, m[2], u[2]))
    levels.append(Level("different", "", m[-1], u[-1]))
    missing = f"{part}_l IS NULL OR {part}_r IS NULL"
    return Comparison(
        part, title, missing, tuple(levels), part in ("given", "family"), SHARED.get(part, 0.0), part == "given"
    )


def _span(name: str, title: str, years: int, m: tuple[float, ...], u: tuple[float, ...]) -> Comparison:
    """Of two spans of days; ``years``: how far apart is still near."""
    gap = f"greatest({name}_first_l - {name}_last_r, {name}_first_r - {name}_last_l)"
    day = f"{name}_y_l IS NOT NULL AND {name}_y_r IS NOT NULL"
    parts = " + ".join(f"({name}_{part}_l = {name}_{part}_r)::INT" for part in "ymd")
    swapped = f"({name}_y_l = {name}_y_r AND {name}_m_l = {name}_d_r AND {name}_d_l = {name}_m_r)"
    widest = f"greatest({name}_last_l - {name}_first_l, {name}_last_r - {name}_first_r)"
    sqls = (
        f"{day} AND {name}_first_l = {name}_first_r",
        f"{day} AND ({parts} = 2 OR {swapped})",
        f"{gap} <= 0 AND {widest} <= 62",
        f"{gap} <= 0",
        f"{gap} <= {31 if years < 1 else 366}",
        f"{gap} <= {366 if years < 1 else years * 366}",
        "",
    )
    words = (
        "the same day", "the same but for day, month or year", "the same as far as is told, to a month or two",
        "the same as far as is told", "a month apart at most" if years < 1 else "a year apart at most",
        "a year apart at most" if years < 1 else f"{years} years apart at most", "further apart",
    )  # fmt: skip
    return Comparison(
        name, title, f"{name}_first_l IS NULL OR {name}_first_r IS NULL",
        tuple(Level(*each) for each in zip(words, sqls, m, u, strict=True)), shared=SHARED.get(name, 0.0),
    )  # fmt: skip


def _number(name: str, title: str, m: tuple[float, ...], u: tuple[float, ...]) -> Comparison:
    close = f"length({name}_l) >= 4 AND length({name}_r) >= 4 AND damerau_levenshtein({name}_l, {name}_r) <= 1"
    sqls, words = (f"{name}_l = {name}_r", close, ""), ("the same", "one digit different", "different")
    return Comparison(
        name, title, f"{name}_l IS NULL OR {name}_r IS NULL",
        tuple(Level(*each) for each in zip(words, sqls, m, u, strict=True)), shared=SHARED.get(name, 0.0),
    )  # fmt: skip


_SWAPPED = "(given_l = family_r AND family_l = given_r)"
_ELSEWHERE = "(family_l IN (given_r, father_r, grandfather_r) OR family_r IN (given_l, father_l, grandfather_l))"
_PLACE = (
    "(jaro_winkler_similarity(place_l, place_r) >= 0.9 OR contains(place_l, place_r) OR contains(place_r, place_l))"
)
COMPARISONS: tuple[Comparison, ...] = (
    _name("given", "given name", _SWAPPED, (0.83, 0.15, 0.01, 0.01), (0.02, 0.02, 0.0005, 0.9595)),
    _name("father", "father's name", "", (0.75, 0.15, 0.10), (0.03, 0.02, 0.95)),
    _name("grandfather", "grandfather's name", "", (0.70, 0.15, 0.15), (0.03, 0.02, 0.95)),
    _name("family", "family's name", _ELSEWHERE, (0.75, 0.15, 0.04, 0.06), (0.005, 0.01, 0.005, 0.98)),
    _span("date", "date", 0, (0.50, 0.14, 0.12, 0.12, 0.07, 0.03, 0.02),
          (0.002, 0.01, 0.02, 0.15, 0.05, 0.35, 0.418)),
    _span("birth", "birth", 5, (0.40, 0.15, 0.10, 0.20, 0.08, 0.05, 0.02),
          (0.0002, 0.005, 0.002, 0.05, 0.06, 0.20, 0.6828)),
    Comparison("place", "place", "place_l IS NULL OR place_r IS NULL",
               (Level("the same", "place_l = place_r", 0.75, 0.08), Level("written alike", _PLACE, 0.10, 0.03),
                Level("different", "", 0.15, 0.89)), shared=SHARED["place"]),
    Comparison("sex", "sex", "sex_l IS NULL OR sex_r IS NULL",
               (Level("the same", "sex_l = sex_r", 0.98, 0.7), Level("different", "", 0.02, 0.3))),
    _number("detainee", "detainee's number", (0.88, 0.06, 0.06), (0.0005, 0.003, 0.9965)),
    _number("branch", "branch number", (0.90, 0.02, 0.08), (0.15, 0.05, 0.80)),
    _number("examination", "examination number", (0.88, 0.06, 0.06), (0.0005, 0.003, 0.9965)),
)  # fmt: skip
BY_NAME = {each.name: each for each in COMPARISONS}
