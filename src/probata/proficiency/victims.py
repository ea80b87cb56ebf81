"""Lists of made victims with known truth: the same persons on several lists, in two scripts, with mistakes.

Rules:
* No name is anybody's: given names are common ones, family names are made of random roots in common patterns.
* The same options and seed make the same lists to the byte.
* A list is a CSV file with its own columns, script, way of writing dates, share of mistakes and of empty cells.

Not here: linking them (`probata.lists`, which must not see this).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from probata.settings import ListSettings

FIRST_DAY = date(2011, 3, 15)
DAYS = 1_700
PLACES = ("Alqarya", "Bustan", "Deir Nahr", "Hajar", "Jisr", "Karm", "Marj", "Nabk", "Qasr", "Rabia", "Sahl", "Tell")
BRANCHES = ("215", "227", "235", "248", "251", "220")
_MALE = {
    "محمد": "Mohammed Muhammad Mohamad", "أحمد": "Ahmad Ahmed", "علي": "Ali Aly", "حسن": "Hassan Hasan",
    "حسين": "Hussein Hussain Husayn", "محمود": "Mahmoud Mahmud", "مصطفى": "Mustafa Moustafa", "خالد": "Khaled Khalid",
    "عمر": "Omar Umar", "يوسف": "Youssef Yusuf Yousef", "إبراهيم": "Ibrahim Ebrahim", "عبد الله": "Abdullah Abdallah",
    "عبد الرحمن": "Abdulrahman Abd-al-Rahman Abdelrahman", "سعيد": "Said Saeed", "طارق": "Tarek Tariq",
    "وليد": "Walid Waleed", "ياسر": "Yasser Yaser", "فادي": "Fadi Fady", "سامر": "Samer Samir", "ماهر": "Maher Mahir",
    "رامي": "Rami Ramy", "بشار": "Bashar Bachar", "جمال": "Jamal Djamal", "كمال": "Kamal Kamel", "عدنان": "Adnan",
    "غسان": "Ghassan Gassan", "نضال": "Nidal Nedal", "زياد": "Ziad Ziyad", "هيثم": "Haitham Haytham", "أنس": "Anas",
    "قاسم": "Qasim Kassem Qasem", "صالح": "Saleh Salih", "ناصر": "Nasser Naser", "فراس": "Firas Feras",
    "باسل": "Basel Basil", "أيمن": "Ayman Aiman", "مازن": "Mazen Mazin", "عماد": "Imad Emad", "شادي": "Shadi Chadi",
    "حمزة": "Hamza Hamzeh",
}  # fmt: skip
_FEMALE = {
    "فاطمة": "Fatima Fatimah Fatma", "مريم": "Maryam Mariam", "زينب": "Zainab Zeinab", "سعاد": "Suad Souad",
    "هند": "Hind", "ليلى": "Layla Leila", "رنا": "Rana", "هدى": "Huda Houda", "أمل": "Amal", "نور": "Nour Noor",
}  # fmt: skip
_LETTERS = {
    "ب": "b", "ت": "t", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s",
    "ط": "t", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_PATTERNS = (("{0}{1}ا{2}", "{0}a{1}{1}a{2}"), ("{0}ا{1}{2}", "{0}a{1}i{2}"), ("{0}{1}ي{2}", "{0}a{1}i{2}"),
             ("{0}{1}{2}ان", "{0}a{1}{2}an"), ("م{0}{1}و{2}", "Ma{0}{1}u{2}"),
             ("{0}و{1}{2}ي", "{0}u{1}a{2}i"))  # fmt: skip
_OTHER_SPELLING = (("q", "k"), ("u", "ou"), ("i", "ee"), ("kh", "k"), ("sh", "ch"), ("j", "dj"), ("i", "e"))


@dataclass(frozen=True, slots=True)
class Victim:
    """A made person.

    Attributes:
        given: name in Arabic; Latin spellings stand in the pools.
        father: the same of the father.
        family: in Arabic and in Latin.
        sex: male or female.
        died: the day.
        born: the day.
        place: one of `PLACES`.
        detainee: number; "" where there was none.
        branch: number; "" where there was none.
    """

    given: str
    father: str
    family: tuple[str, str]
    sex: str
    died: date
    born: date
    place: str
    detainee: str
    branch: str


@dataclass(frozen=True, slots=True)
class ListPlan:
    """How a list is made.

    Attributes:
        name: of the list.
        share: of all persons that are on it.
        arabic: whether names are written in Arabic.
        whole: whether a name is one column.
        mistakes: the share of cells with a slip of the pen.
        empty: the share of cells, names left out, that say nothing.
        coarse: the share of dates that are told by month or year only.
        twice: the share of its persons who are on it twice.
        numbers: the share of rows with a detainee's number.
    """

    name: str
    share: float
    arabic: bool = False
    whole: bool = True
    mistakes: float = 0.05
    empty: float = 0.1
    coarse: float = 0.2
    twice: float = 0.02
    numbers: float = 0.0


PLANS = (
    ListPlan("families", 0.45, arabic=True, mistakes=0.05, coarse=0.25),
    ListPlan("network", 0.35, mistakes=0.08, empty=0.2, coarse=0.2),
    ListPlan("ministry", 0.25, arabic=True, whole=False, empty=0.05, coarse=0.02, twice=0.005, numbers=0.8),
    ListPlan("prisoners", 0.2, whole=False, mistakes=0.1, empty=0.25, coarse=0.4, numbers=0.5),
)


@dataclass(frozen=True)
class MadeLists:
    """Lists and their truth.

    Attributes:
        settings: as of an inquiry's text file, by list.
        files: bytes of the CSV file by list.
        persons: by list the person of each row, as a number.
        population: how many persons there are, on lists or not.
    """

    settings: tuple[ListSettings, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    persons: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    population: int = 0


def make_lists(
    population: int, seed: int, plans: Sequence[ListPlan] = PLANS, families: int = 900, relatives: float = 0.12
) -> MadeLists:
    """Lists of made victims.

    Args:
        population: how many persons there are.
        seed: of everything.
        plans: the lists.
        families: how many family names there are to have.
        relatives: the share of persons whose brother is one too; most of them died on one day.
    """
    rng = np.random.default_rng(seed)
    victims = _victims(population, rng, families, relatives)
    settings, files, persons = [], {}, {}
    for plan in plans:
        on = np.flatnonzero(rng.random(population) < plan.share)
        rows = np.concatenate([on, on[rng.random(len(on)) < plan.twice]])
        rng.shuffle(rows)
        written = [_row(victims[int(k)], plan, rng) for k in rows]
        files[plan.name] = _csv(written)
        persons[plan.name] = tuple(int(k) for k in rows)
        settings.append(ListSettings(plan.name, f"{plan.name}.csv", "made", "day-month", _columns(plan)))
    return MadeLists(tuple(settings), files, persons, population)


def _victims(population: int, rng: np.random.Generator, families: int, relatives: float) -> list[Victim]:
    names = _families(families, rng)
    popular = 1 / np.arange(1, families + 1) ** 0.7
    males, females = list(_MALE), list(_FEMALE)
    given_share = 1 / np.arange(1, len(males) + 1) ** 0.8
    found: list[Victim] = []
    which = rng.choice(families, population, p=popular / popular.sum())
    fathers = rng.choice(len(males), population, p=given_share / given_share.sum())
    givens = rng.choice(len(males), population, p=given_share / given_share.sum())
    for k in range(population):
        female = rng.random() < 0.08
        died = FIRST_DAY + timedelta(int(rng.integers(DAYS)))
        born = died - timedelta(int(365.25 * float(np.clip(rng.gamma(6, 5), 10, 85))))
        held = rng.random() < 0.7
        if found and rng.random() < relatives:
            found.append(_brother(found[-1], males[givens[k]], born, rng))
            continue
        found.append(
            Victim(
                females[int(rng.integers(len(females)))] if female else males[givens[k]], males[fathers[k]],
                names[which[k]], "female" if female else "male", died, born, PLACES[int(rng.integers(len(PLACES)))],
                str(int(rng.integers(1, 9_999))) if held else "", BRANCHES[int(rng.integers(6))] if held else "",
            )
        )  # fmt: skip
    return found


def _brother(of: Victim, given: str, born: date, rng: np.random.Generator) -> Victim:
    """A brother of a victim, who mostly died with him."""
    held = str(int(rng.integers(1, 9_999))) if of.detainee else ""
    together = rng.random() < 0.7
    died = of.died if together else of.died + timedelta(int(rng.integers(1, 400)))
    while given == of.given:
        given = list(_MALE)[int(rng.integers(len(_MALE)))]
    return replace(of, given=given, sex="male", born=born, died=died, detainee=held)


def _families(count: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    letters = list(_LETTERS)
    found: dict[str, str] = {}
    while len(found) < count:
        root = [letters[int(k)] for k in rng.choice(len(letters), 3, replace=False)]
        arabic, latin = _PATTERNS[int(rng.integers(len(_PATTERNS)))]
        found[arabic.format(*root)] = latin.format(*(_LETTERS[letter] for letter in root)).capitalize()
    return list(found.items())


def _columns(plan: ListPlan) -> dict[str, tuple[str, ...]]:
    name = {"name": ("name",)} if plan.whole else {key: (key,) for key in ("given", "father", "family")}
    born = {"birth": ("born",)} if not plan.whole else {"age": ("age",)}
    numbers = {"detainee": ("detainee",), "branch": ("branch",)} if plan.numbers else {}
    return {**name, "date": ("died",), **born, "sex": ("sex",), "place": ("place",), **numbers}


def _row(victim: Victim, plan: ListPlan, rng: np.random.Generator) -> dict[str, str]:
    given, father = (_spelled(name, plan.arabic, rng) for name in (victim.given, victim.father))
    family = _family(victim.family, plan.arabic, rng)
    names = {"given": given, "father": father, "family": family}
    names = {key: _slip(text, rng) if rng.random() < plan.mistakes else text for key, text in names.items()}
    if rng.random() < plan.empty:
        names["father"] = ""
    row = {"name": " ".join(each for each in names.values() if each)} if plan.whole else dict(names)
    if plan.whole:
        row["age"] = str(max((victim.died - victim.born).days // 365 + int(rng.integers(-1, 2)), 0))
    else:
        row["born"] = _day(victim.born, plan, rng)
    row |= {"died": _day(victim.died, plan, rng), "sex": victim.sex, "place": victim.place}
    if plan.numbers:
        known = rng.random() < plan.numbers
        row |= {"detainee": victim.detainee if known else "", "branch": victim.branch if known else ""}
        if known and rng.random() < plan.mistakes:
            row["detainee"] = _slip(victim.detainee, rng)
    for key in ("age", "born", "died", "sex", "place"):
        if key in row and rng.random() < plan.empty:
            row[key] = ""
    return row


def _spelled(arabic: str, in_arabic: bool, rng: np.random.Generator) -> str:
    if in_arabic:
        return arabic if rng.random() < 0.8 else arabic.replace("أ", "ا").replace("إ", "ا").replace("ة", "ه")
    spellings = {**_MALE, **_FEMALE}[arabic].split()
    return spellings[0] if rng.random() < 0.6 else spellings[int(rng.integers(len(spellings)))]


def _family(family: tuple[str, str], in_arabic: bool, rng: np.random.Generator) -> str:
    article = rng.random() < 0.4
    if in_arabic:
        return f"ال{family[0]}" if article else family[0]
    latin = family[1]
    if rng.random() < 0.35:
        one, other = _OTHER_SPELLING[int(rng.integers(len(_OTHER_SPELLING)))]
        latin = latin.lower().replace(one, other, 1).capitalize()
    return f"{('Al-', 'El ', 'al ')[int(rng.integers(3))]}{latin}" if article else latin


def _slip(text: str, rng: np.random.Generator) -> str:
    """A letter left out, doubled, or changed with the next."""
    if len(text) < 3:
        return text
    place = int(rng.integers(1, len(text) - 1))
    kind = int(rng.integers(3))
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _day(day: date, plan: ListPlan, rng: np.random.Generator) -> str:
    if rng.random() < plan.coarse:
        return f"{day:%m/%Y}" if rng.random() < 0.6 else str(day.year)
    if rng.random() < plan.mistakes:
        day += timedelta(int(rng.choice([-1, 1, -30, 30, -365, 365, 2])))
    return f"{day:%d/%m/%Y}" if plan.arabic else day.isoformat()


def _csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["name"])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
