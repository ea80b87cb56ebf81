"""Lists of victims: from any bytes to records, with nothing dropped in silence; dates, ages, names in two scripts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.digest import Digest, canonical_json
from probata.errors import BadInput
from probata.lists.files import MOST_COLUMNS, rows_of
from probata.lists.names import NOT_GIVEN, fold_latin, forms, key_of, tokens
from probata.lists.records import digest_of, read_list
from probata.lists.spans import Span, Unknown, span_of, span_of_parts, years_before
from probata.settings import ListSettings, parse

EXHIBIT = "ab" * 32


def read(text, encoding="utf-8", **columns):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    headings = {key: value if isinstance(value, tuple) else (value,) for key, value in columns.items()}
    return read_list(ListSettings("l", "l.csv", columns=headings), EXHIBIT, data)


def days(first, last=None):
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2013-04-05", days("2013-04-05")),
        ("2013-04-05T00:00:00", days("2013-04-05")),
        ("5/4/2013", days("2013-04-05")),
        ("05.04.2013", days("2013-04-05")),
        ("٥/٤/٢٠١٣", days("2013-04-05")),
        ("5 April 2013", days("2013-04-05")),
        ("April 5, 2013", days("2013-04-05")),
        ("5 نيسان 2013", days("2013-04-05")),
        ("كانون الثاني 2013", days("2013-01-01", "2013-01-31")),
        ("04/2013", days("2013-04-01", "2013-04-30")),
        ("2013-02", days("2013-02-01", "2013-02-28")),
        ("2013", days("2013-01-01", "2013-12-31")),
        ("about 2013", days("2012-01-02", "2014-12-31")),
        ("حوالي 2013-04-05", days("2013-03-29", "2013-04-12")),
        ("March 2013 to May 2013", days("2013-03-01", "2013-05-31")),
        ("2013-04-05 .. 2013-04-07", days("2013-04-05", "2013-04-07")),
        ("2011 - 2013", days("2011-01-01", "2013-12-31")),
        ("", Unknown("empty")),
        ("31/2/2013", Unknown("no such day")),
        ("5/13/2013", Unknown("no such month")),
        ("5/4/13", Unknown("no date")),
        ("0999", Unknown("no such year")),
        ("soon", Unknown("no date")),
        ("2013 to 2011", Unknown("a range whose end is before its beginning")),
    ],
)
def test_dates_say_what_is_known_and_no_more(text, span):
    assert span_of(text) == span


def test_the_order_of_day_and_month_is_as_the_settings_say():
    assert span_of("3/4/2013", month_first=True) == days("2013-03-04")
    assert span_of("3/4/2013") == days("2013-04-03")


@given(st.dates(date(1851, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_however_it_is_written(day):
    want = Span(day, day)
    assert span_of(day.isoformat()) == want == span_of(f"{day.day}/{day.month}/{day.year}")
    assert span_of(f"{day:%d %B %Y}") == want == span_of_parts(str(day.year), str(day.month), str(day.day))


@given(st.text(max_size=40))
def test_no_text_breaks_a_date(text):
    assert isinstance(span_of(text), Span | Unknown)


def test_dates_in_three_cells():
    assert span_of_parts("2013", "4", "") == days("2013-04-01", "2013-04-30")
    assert span_of_parts("2013.0", "0", "0") == days("2013-01-01", "2013-12-31")
    assert span_of_parts("", "4", "5") == Unknown("no year")
    assert span_of_parts("x", "", "") == Unknown("no date")


def test_an_age_says_between_which_days_somebody_was_born():
    assert years_before(days("2013-06-01"), 20, 20) == Span(date(1992, 6, 1), date(1993, 6, 1))


def test_a_record_says_what_its_row_says():
    text = "no;name;died;age;sex;where;nr\n7;محمد علي;٢٠١٣/٤/٥;20-25;ذكر;Karm;٠٠١٢٣\n"
    found = read(text, id="no", name="name", date="died", age="age", sex="sex", place="where", detainee="nr")
    (record,) = found.records
    assert (record.name, record.id, record.shown()) == ("l:1", "7", "محمد علي")
    assert record.date == days("2013-04-05")
    assert (record.age, record.sex, record.place) == ((20, 25), "male", "Karm")
    assert record.numbers == {"detainee": "123"}
    assert isinstance(record.birth, Span)
    assert record.digest == digest_of(EXHIBIT, 1) == Digest.of(canonical_json([EXHIBIT, 1]))


def test_what_cant_be_read_is_counted_by_reason_and_the_row_kept():
    text = "name,died,age,sex\nAli,soon,old,x\n,,,\n,2013,30,m\nOmar,2013,150,unknown\nSami\nA,b,c,d,e\n"
    found = read(text, name="name", date="died", age="age", sex="sex")
    assert [record.name for record in found.records] == ["l:1", "l:4"]
    assert found.rows == 6
    assert found.unread == {
        ("age", "no age"): 1,
        ("age", "no such age"): 1,
        ("date", "no date"): 1,
        ("row", "empty row"): 1,
        ("row", "fewer cells than headings"): 1,
        ("row", "more cells than headings"): 1,
        ("row", "neither a name nor a number"): 1,
        ("sex", "neither male nor female"): 1,
    }
    assert found.filled == {"name": 2, "date": 1, "age": 0, "sex": 0}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_told_apart(encoding, delimiter):
    found = read(f"الاسم{delimiter}n\nمحمد{delimiter}1\n", encoding, name="الاسم", detainee="n")
    assert found.records[0].shown() == "محمد"
    assert found.encoding == {"utf-8-sig": "utf-8", "cp1256": "windows-1256"}.get(encoding, encoding)


def test_hostile_files_are_read_or_refused_in_one_line():
    formula = read('name,d\n"=HYPERLINK(""http://x"")",1\n', name="name", detainee="d")
    assert formula.records[0].names["name"] == ('=HYPERLINK("http://x")',)
    hidden = read("name,d\nA\x00l\u202ei,1\n", name="name", detainee="d")
    assert hidden.records[0].shown() == "Ali"
    assert hidden.unread == {("cell", "characters that can't be seen were left out"): 1}
    mixed = read("name,d\nمحمد,1\n".encode() + "علي,2\n".encode("cp1256"), name="name", detainee="d")
    assert mixed.encoding == "windows-1256"
    assert len(mixed.records) == 2
    for data, said in (
        (b"", "headings"),
        (b"\n\n", "headings"),
        (b"a,a\n1,2\n", "different ones"),
        (",".join(f"c{n}" for n in range(100_000)).encode(), f"at most {MOST_COLUMNS:,} columns"),
        (b"a,b\n" + b"x" * 200_000 + b",1\n", "cells of a CSV file"),
        (b"\xff\xfea\x00,\x00\x41", "UTF-16"),
    ):
        with pytest.raises(BadInput, match=said):
            rows_of(data, "l")


@given(st.binary(max_size=300))
def test_no_bytes_break_a_list(data):
    try:
        found = rows_of(data, "l")
    except BadInput:
        return
    assert [row.number for row in found.rows] == list(range(1, len(found.rows) + 1))


def test_a_heading_that_isnt_there_is_refused_with_the_nearest():
    with pytest.raises(BadInput, match="did you mean full name"):
        read("full name,died\nx,y\n", name="fullname")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "a b"\nfile = "x"\ncolumns = { name = "n" }', "letters, digits"),
        ('name = "a"\ncolumns = { name = "n" }', "path as received"),
        ('name = "a"\nfile = "x"\ncolumns = { nme = "n" }', "did you mean name"),
        ('name = "a"\nfile = "x"\ncolumns = { date = "n" }', "a name or a number"),
        ('name = "a"\nfile = "x"\ncolumns = { name = 3 }', "a list of texts"),
        ('name = "a"\nfile = "x"\ncolumns = { name = "n", age = ["a", "b"] }', "1 to 1 different headings"),
        ('name = "a"\nfile = "x"\ndates = "day-moth"\ncolumns = { name = "n" }', "did you mean day-month"),
        ('name = "a"\nfiles = "x"\ncolumns = { name = "n" }', "did you mean file"),
        ('name = "a"\nfile = "x"\ncolumns = { name = "n" }\n[[lists]]\nname = "a"\nfile = "y"\n'
         'columns = { name = "n" }', "'a' twice"),
        ('name = "a"\nfile = "x"\ncolumns = { name = "n" }\n[population]\nlists = ["b"]', "expected a; found 'b'"),
    ],
)  # fmt: skip
def test_settings_are_strict(text, said):
    with pytest.raises(BadInput, match=said):
        parse(f'[inquiry]\ntitle = "t"\n[[lists]]\n{text}\n'.encode())


@pytest.mark.parametrize(
    "spellings",
    [
        ("Mohammed", "Muhammad", "Mohamad", "MOHAMED", "محمد", "مُحَمَّد"),
        ("Hussein", "Husayn", "Hussain", "حسين"),
        ("Hassan", "Hasan", "حسن"),
        ("Youssef", "Yusuf", "Yousef", "يوسف"),
        ("Abdul Rahman", "Abd al-Rahman", "Abdurrahman", "عبد الرحمن", "عبدالرحمن"),
        ("Abdullah", "Abdallah", "Abd Allah", "عبد الله", "عبدالله"),
        ("Al-Khatib", "El Khateeb", "al khatib", "الخطيب"),
        ("Mustafa", "Moustafa", "مصطفى", "مصطفي"),
        ("Jamil", "Djamil", "جميل"),
    ],
)
def test_spellings_of_one_name_are_one_form(spellings):
    (record,) = read("n\nx\n", name="n").records
    found = set()
    for text in spellings:
        known = forms([type(record)(**{**_fields(record), "names": {"given": (text,)}})])[0]["given"]
        found.add(known.latin)
    assert len(found) == 1


def _fields(record):
    return {name: getattr(record, name) for name in record.__slots__}


def test_names_that_differ_stay_apart_and_particles_go():
    assert fold_latin("Hassan") != fold_latin("Hussein")
    assert fold_latin("Khaled") != fold_latin("Walid")
    assert tokens("Dr. Ali bin Omar Al-Najjar") == ["ali", "umar", "najar"]
    assert tokens("علي بن عمر النجّار") == ["علي", "عمر", "نجار"]
    assert key_of(fold_latin("Kassem")) == key_of(fold_latin("Qasim"))


def test_a_whole_name_is_divided_given_first_family_last():
    found = forms(read("n,m\nAli Omar Hassan Najjar,\nAli,\nAli Najjar,\n", name="n").records)
    assert [each["given"].latin for each in found] == ["ali"] * 3
    assert [each["family"].latin for each in found] == ["najar", "", "najar"]
    assert (found[0]["father"].latin, found[0]["grandfather"].latin) == ("umar", "hasan")
    assert found[1]["family"] == NOT_GIVEN


def test_two_scripts_of_a_name_are_both_kept():
    (found,) = forms(read("ar,en\nمحمد النجار,Mohammed Najjar\n", name=("ar", "en")).records)
    assert (found["given"].latin, found["given"].arabic) == ("muhamad", "محمد")
    assert found["family"].latin == "najar"


@given(st.text(max_size=30))
def test_no_text_breaks_a_name(text):
    assert all(token == token.strip() for token in tokens(text))
