"""Cameras: each basis says what it can tell and no more, and pictures that were saved again are found."""

import io
import math

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from probata.linkage.cameras import camera_of, cameras, summaries
from probata.linkage.cameras_tables import editor, ijg_quality

OWN = [[k % 50 + 3 for k in range(64)], [k % 30 + 5 for k in range(64)]]
OTHER = [[k % 40 + 2 for k in range(64)], [k % 20 + 9 for k in range(64)]]


def ijg(quality):
    stream = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(stream, "JPEG", quality=quality)
    return [list(table) for table in Image.open(stream).quantization.values()]


IJG = ijg(75)
FILE = {"quantization": None, "quantization_tables": None, "subsampling": "4:2:2", "width": 3008, "height": 2000}
METADATA = {"make": None, "model": None, "body_serial": None, "software": None, "taken_original": None}
NIKON = {"make": "NIKON CORPORATION", "model": "NIKON D70"}


def shot(digest, tables=None, **fields):
    named = None if tables is None else f"{hash(str(tables)) & (2**64 - 1):016x}"
    told = {name: fields.pop(name, value) for name, value in METADATA.items()}
    return (
        {"digest": digest, **FILE, "quantization": named, "quantization_tables": tables, **fields},
        {"digest": digest, **told},
    )


def tables(shots):
    text, number = pa.string(), pa.int32()
    files = pa.schema(
        {"digest": text, "quantization": text, "quantization_tables": pa.list_(pa.list_(pa.int16())),
         "subsampling": text, "width": number, "height": number}
    )  # fmt: skip
    metadata = pa.schema(dict.fromkeys(["digest", *METADATA], text))
    return (
        pa.Table.from_pylist([s[0] for s in shots], schema=files),
        pa.Table.from_pylist([s[1] for s in shots], schema=metadata),
    )


def assigned(*shots):
    return {each.exhibit: each for each in cameras(*tables(shots))}


def names(assignment):
    return [reason.name for reason in assignment.reasons]


def test_serial_tells_bodies_of_one_model_apart():
    found = assigned(shot("a", **NIKON, body_serial="20012345"), shot("b", **NIKON, body_serial=" 20099999 "))
    assert found["a"].camera == "NIKON D70 no. 20012345"
    assert found["b"].camera == "NIKON D70 no. 20099999"
    assert found["a"].basis == "serial"
    assert math.isnan(found["a"].llr)


def test_one_serial_number_of_two_models_is_two_bodies():
    found = assigned(
        shot("a", **NIKON, body_serial="12399"), shot("b", make="Canon", model="Canon EOS 40D", body_serial="12399")
    )
    assert found["a"].camera != found["b"].camera


@pytest.mark.parametrize("serial", [None, "", "0", "0000000", "  ", "unknown", "N/A", "ffffffff", "12", "1234567890"])
def test_no_usable_serial_is_a_model_and_says_so(serial):
    found = assigned(shot("a", **NIKON, body_serial=serial), shot("b", **NIKON, body_serial="20012345"))
    assert (found["a"].camera, found["a"].basis) == ("NIKON D70", "model")
    assert names(found["a"]) == ["model", "bodies-of-model"]
    assert found["a"].score < found["b"].score


def test_spelling_of_make_and_model_does_not_divide_a_camera():
    found = assigned(
        shot("a", make="Canon", model="Canon EOS 40D"),
        shot("b", make="CANON ", model="Canon  EOS 40D\0"),
        shot("c", make="Apple", model="iPhone 6"),
        shot("d", make="Canon"),
    )
    assert found["a"].camera == found["b"].camera
    assert found["c"].camera == "Apple iPhone 6"
    assert found["d"].camera == "Canon, model not told"
    assert found["d"].score < found["a"].score


def test_tables_alone_name_a_model_where_only_one_writes_them():
    own = [shot(f"n{k}", OWN, **NIKON, body_serial="20012345") for k in range(5)]
    found = assigned(*own, shot("x", OWN), shot("y", OTHER), shot("z", IJG))
    assert (found["x"].camera, found["x"].basis) == ("NIKON D70", "tables")
    assert found["x"].score < 0.5
    assert (found["y"].camera, names(found["y"])) == ("unknown", ["rare-tables"])
    assert (found["z"].camera, names(found["z"])) == ("unknown", ["common-tables"])


def test_tables_of_two_models_name_neither():
    found = assigned(shot("a", OWN, **NIKON), shot("b", OWN, make="Canon", model="Canon EOS 40D"), shot("x", OWN))
    assert (found["x"].camera, found["x"].basis, names(found["x"])) == ("unknown", "unknown", ["shared-tables"])


def test_many_photographs_with_tables_of_their_own_are_one_label():
    found = assigned(*[shot(f"x{k}", OWN) for k in range(5)], shot("e", OWN, software="Adobe Photoshop CS2"))
    assert found["x0"].camera.startswith("tables ")
    assert found["x0"].basis == "tables"
    assert names(found["e"]) == ["edited"]


def test_nothing_to_go_by():
    files, metadata = tables([shot("a"), shot("b")])
    found = cameras(files, metadata.slice(0, 1))
    assert [(each.exhibit, each.camera, names(each)) for each in found] == [
        ("a", "unknown", ["nothing-to-go-by"]),
        ("b", "unknown", ["nothing-to-go-by"]),
    ]


def test_tables_that_the_model_does_not_use_are_saved_again():
    own = [shot(f"n{k}", OWN, **NIKON, body_serial="20012345") for k in range(20)]
    web = [shot(f"w{k}", ijg(60 + k), **NIKON, body_serial="20012345", width=800, height=532) for k in range(6)]
    found = assigned(*own, *web, shot("o", OTHER, **NIKON), shot("e", OWN, **NIKON, software="GIMP 2.8"))
    assert not any(found[s[0]["digest"]].resaved for s in own)
    assert all("re-saved" in names(found[s[0]["digest"]]) for s in web)
    assert found["w0"].camera == found["n0"].camera
    assert found["w0"].score < found["n0"].score
    assert "re-saved" in names(found["o"])
    assert names(found["e"])[-1] == "edited"


def test_a_phone_that_writes_common_tables_is_not_saved_again():
    own = [shot(f"n{k}", ijg(95), make="Apple", model="iPhone 6") for k in range(20)]
    small = [shot(f"w{k}", ijg(70), make="Apple", model="iPhone 6", width=640, height=480) for k in range(20)]
    found = assigned(*own, *small)
    assert not any(found[s[0]["digest"]].resaved for s in own)
    assert all(found[s[0]["digest"]].resaved for s in small)


def test_a_model_with_new_tables_for_each_picture_contradicts_nothing():
    changing = [[[k + n % 9 for n in range(64)]] * 2 for k in range(5, 35)]
    found = assigned(*[shot(f"n{k:02d}", each, **NIKON) for k, each in enumerate(changing)])
    assert not any(each.resaved for each in found.values())


def test_summaries_count_every_exhibit_once():
    shots = [
        shot("a", **NIKON, body_serial="20012345", taken_original="2013-05-04T10:00:00"),
        shot("b", **NIKON, body_serial="20012345", taken_original="2012-05-04T10:00:00", software="GIMP"),
        shot("c", **NIKON),
        shot("d"),
    ]
    files, metadata = tables(shots)
    found = summaries(cameras(files, metadata), metadata)
    assert [(each.camera, each.basis, each.exhibits, each.resaved) for each in found] == [
        ("NIKON D70", "model", 1, 0),
        ("NIKON D70 no. 20012345", "serial", 2, 1),
        ("unknown", "unknown", 1, 0),
    ]
    assert (found[1].first, found[1].last) == ("2012-05-04T10:00:00", "2013-05-04T10:00:00")
    assert camera_of(cameras(files, metadata)).keys() == {"a", "b", "c"}


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "tables": st.sampled_from([None, OWN, OTHER, IJG, []]),
                "make": st.sampled_from([None, "", "Canon"]),
                "model": st.sampled_from([None, "EOS", "?"]),
                "body_serial": st.sampled_from([None, "0", "4711a"]),
                "software": st.sampled_from([None, "GIMP", "Ver.1.00"]),
                "width": st.sampled_from([None, 10, 3008]),
            }
        ),
        max_size=30,
    ),
    st.randoms(),
)
def test_every_exhibit_has_one_camera_whatever_the_order(rows, random):
    shots = [shot(f"{k:02d}", **row) for k, row in enumerate(rows)]
    found = cameras(*tables(shots))
    assert [each.exhibit for each in found] == [f"{k:02d}" for k in range(len(rows))]
    assert all(each.reasons and 0 <= each.score <= 1 for each in found)
    assert all((each.camera == "unknown") == (each.basis == "unknown") == (each.score == 0) for each in found)
    random.shuffle(shots)
    again = cameras(*tables(shots))
    assert [(e.exhibit, e.camera, e.reasons) for e in again] == [(e.exhibit, e.camera, e.reasons) for e in found]


ZIGZAG = [
    *(0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21),
    *(28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61),
    *(54, 47, 55, 62, 63),
]


@pytest.mark.parametrize("quality", range(1, 101))
def test_tables_of_libjpeg_are_known_in_both_orders(quality):
    natural = ijg(quality)
    assert ijg_quality(natural) == quality
    assert ijg_quality([[table[n] for n in ZIGZAG] for table in natural]) == quality
    assert ijg_quality(natural[:1]) == quality


def test_other_tables_are_not_those_of_libjpeg():
    assert ijg_quality([]) is None
    assert ijg_quality(OWN) is None
    assert ijg_quality([ijg(75)[0], ijg(80)[1]]) is None


@pytest.mark.parametrize(
    ("software", "edits"),
    [("Adobe Photoshop CS2 Windows", True), ("GIMP 2.8", True), ("Ver.1.00", False), ("9.3.1", False), (None, False)],
)
def test_editors(software, edits):
    assert (editor(software) is not None) == edits
