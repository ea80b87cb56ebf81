"""Signatures and what contradicts them: the odd photograph alone departs, in its one respect; small cohorts don't."""

import io

import pyarrow as pa
import pytest
from PIL import Image

from probata.linkage.signatures import claimed_model, signatures
from probata.linkage.signatures_contradictions import TESTS, contradictions
from probata.readings.analyser import full_schema
from probata.readings.analysers import FILE, METADATA

OWN = [[k % 50 + 3 for k in range(64)], [k % 30 + 5 for k in range(64)]]
TYPICAL = ["0:2f66814c875b5317", "16:a6283a08f5d97906"]
BODY = {
    "type": "image/jpeg", "width": 3008, "height": 2000, "exif_width": 3008, "exif_height": 2000,
    "segments": ["APP1", "DQT", "SOF0", "DHT", "SOS"], "huffman_by_number": TYPICAL, "components": "1:2x2 2:1x1 3:1x1",
    "restart_interval": 0, "progressive": False, "byte_order": "II", "exif_version": "0221",
    "directories": ["IFD0", "Exif", "IFD1"], "tags": ["5e1f", "90ab", "changes"], "thumbnail_width": 160,
    "thumbnail_height": 120, "thumbnail_segments": ["DQT", "SOF0", "DHT", "SOS"], "thumbnail_subsampling": "4:2:2",
    "thumbnail_quantization": "7a7a", "quantization": "0123", "quantization_tables": OWN, "subsecond": "42",
    "make": "NIKON CORPORATION", "model": "NIKON D70", "software": "Ver.1.03", "firmware": "1.03",
    "body_serial": "20012345", "taken_original": "2013-05-04T08:11:12", "taken_digitized": "2013-05-04T08:11:12",
    "modified": "2013-05-04T08:11:12",
}  # fmt: skip
CANON = {
    "make": "Canon", "model": "Canon EOS 40D", "firmware": "1.1.1", "software": None, "body_serial": "0730412345",
    "segments": ["APP1", "DQT", "DHT", "SOF0", "SOS"], "quantization": "4567", "width": 3888, "height": 2592,
    "exif_width": 3888, "exif_height": 2592, "quantization_tables": OWN[::-1],
}  # fmt: skip
NAMES = tuple(test.described.name for test in TESTS)


def ijg(quality):
    stream = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(stream, "JPEG", quality=quality)
    return [list(table) for table in Image.open(stream).quantization.values()]


def shots(count, first="n", **fields):
    return [{"digest": f"{first}{k:03d}", "failed": None, **BODY, **fields} for k in range(count)]


def found_in(*rows):
    files, metadata = full_schema(FILE), full_schema(METADATA)
    return signatures(pa.Table.from_pylist(list(rows), files), pa.Table.from_pylist(list(rows), metadata))


def outcomes(*rows):
    return {each.test.name: each for each in contradictions(found_in(*rows))}


def departing(made):
    return {(one.exhibit, one.test) for each in made.values() for one in each.departures}


def test_each_model_and_firmware_that_writes_its_own_way_is_one_signature():
    newer = {"firmware": "2.00", "tags": ["77aa", "90ab"]}
    found = found_in(*shots(5), *shots(8, "u", **newer), *shots(4, "c", **CANON), *shots(3, "x", make=None, model=None))
    told = [(each.name, each.model, each.firmware, each.photographs) for each in found.learnt]
    assert told == [
        ("no make or model", "", "1.03", 3),
        ("Canon EOS 40D", "Canon EOS 40D", "1.1.1", 4),
        ("NIKON D70, a", "NIKON D70", "2.00", 8),
        ("NIKON D70, b", "NIKON D70", "1.03", 5),
    ]
    assert (found.name_of["u003"], found.name_of["n003"]) == ("NIKON D70, a", "NIKON D70, b")
    assert found.models["c000"] == "Canon EOS 40D"
    assert "x000" not in found.models
    assert "segments APP1 DQT SOF0 DHT SOS" in found.learnt[3].description
    assert "standard Huffman tables" in found.learnt[3].description
    assert "thumbnail 160x120" in found.learnt[3].description


def test_rare_signatures_and_files_that_are_no_jpeg_have_none():
    rare = {"restart_interval": 8}
    rows = [*shots(5), *shots(2, "r", **rare), *shots(4, "p", type="image/png"), *shots(4, "t", segments=None)]
    found = found_in(*rows)
    assert set(found.name_of) == {f"n{k:03d}" for k in range(5)}
    assert [each.name for each in found.learnt] == ["NIKON D70"]
    assert [each.exhibit for each in found.facts] == [*sorted(found.name_of), "r000", "r001"]
    assert found_in().learnt == ()


@pytest.mark.parametrize(
    "changed",
    [{"quantization": "89ab"}, {"tags": ["5e1f", "90ab", "other"]}, {"width": 640}, {"thumbnail_quantization": "8b8b"}],
)
def test_what_changes_from_picture_to_picture_is_no_part_of_a_signature(changed):
    found = found_in(*shots(5), *shots(4, "m", **changed))
    assert [(each.name, each.photographs) for each in found.learnt] == [("NIKON D70", 9)]


@pytest.mark.parametrize(
    "changed",
    [
        {"huffman_by_number": ["0:1111111111111111"]}, {"progressive": True}, {"jfif": "1.01"}, {"multi_picture": 2},
        {"byte_order": "MM"}, {"byte_order": None}, {"thumbnail_width": None}, {"thumbnail_subsampling": "4:2:0"},
        {"components": "1:1x1 2:1x1 3:1x1"}, {"directories": ["IFD0"]}, {"tags": ["5e1f", "other"]},
    ],
)  # fmt: skip
def test_what_a_program_decides_makes_another_signature(changed):
    found = found_in(*shots(5), *shots(4, "m", **changed))
    assert [each.name for each in found.learnt] == ["NIKON D70, a", "NIKON D70, b"]


def test_order_of_rows_changes_nothing():
    rows = [*shots(5), *shots(5, "m", progressive=True), *shots(4, "c", **CANON)]
    assert found_in(*rows) == found_in(*reversed(rows))
    assert contradictions(found_in(*rows)) == contradictions(found_in(*reversed(rows)))


def test_tables_of_more_than_a_quality_are_counted_and_common_ones_are_known():
    found = found_in(*shots(3), *shots(2, "w", quantization="cdef", quantization_tables=ijg(75)))
    assert found.learnt[0].tables == 2
    assert found.common_tables == {"cdef": 75}


@pytest.mark.parametrize(
    ("make", "model", "told"),
    [
        ("Canon", "Canon  EOS 40D\0", "Canon EOS 40D"), ("Apple ", "iPhone 6", "Apple iPhone 6"),
        (None, "D70", "D70"), ("NIKON CORPORATION", "NIKON D70", "NIKON D70"), ("Canon", None, "Canon"),
        (None, None, ""), ("\0", "  ", ""),
    ],
)  # fmt: skip
def test_claimed_model_has_the_make_once(make, model, told):
    assert claimed_model(make, model) == told


ODD = {
    "compression_tables": ({"quantization": "cdef", "quantization_tables": ijg(75)},),
    "file_structure": (
        {"segments": ["APP0", "APP1", "DQT", "SOF0", "DHT", "SOS"]}, {"huffman_by_number": ["0:1111111111111111"]},
        {"restart_interval": 4}, {"progressive": True},
    ),
    "exif_structure": ({"tags": ["other", "90ab"]}, {"byte_order": "MM"}, {"directories": ["IFD0", "Exif"]}),
    "thumbnail_structure": (
        {"thumbnail_width": 256, "thumbnail_height": 171}, {"thumbnail_quantization": "8b8b"},
        {"thumbnail_width": None},
    ),
    "picture_size": ({"width": 2400}, {"width": 1504, "exif_width": 1504, "height": 1000, "exif_height": 1000}),
    "software_named": ({"software": "Adobe Photoshop CS2"}, {"software": "Firmware x"}, {"software": None}),
    "times_agree": (
        {"modified": "2013-05-09T20:00:00"}, {"taken_digitized": None}, {"taken_original": "2013-05-01T08:11:12"},
    ),
    "subsecond": ({"subsecond": None}, {"subsecond": "420"}),
    "serial_number": ({"body_serial": None}, {"body_serial": "A0012345"}),
}  # fmt: skip


def test_every_test_of_a_habit_has_an_odd_photograph_here():
    assert set(ODD) == set(NAMES)


@pytest.mark.parametrize(("name", "change"), [(name, change) for name, changes in ODD.items() for change in changes])
@pytest.mark.parametrize("count", [20, 120])
def test_one_odd_photograph_departs_in_its_respect_alone(name, change, count):
    made = outcomes(*shots(count), *shots(1, "odd", **change))
    assert departing(made) == {("odd000", name)}
    (only,) = made[name].departures
    assert "NIKON D70" in only.detail
    assert only.p == pytest.approx(2 / (count + 2))
    assert made[name].test.examined == count + 1
    assert made[name].test.departs == 1


def test_ordinary_photographs_depart_in_nothing():
    turned = {"width": 2000, "height": 3008}
    later = {"software": "Ver.2.00", "taken_original": None, "taken_digitized": None, "modified": None}
    made = outcomes(*shots(30), *shots(15, "t", **turned), *shots(15, "l", **later), *shots(30, "c", **CANON))
    assert departing(made) == set()
    assert {made[name].test.cohorts for name in NAMES} == {2}
    assert {made[name].test.examined for name in NAMES} == {90}
    assert {made[name].test.false_alarm_rate for name in made} == {0.0}


@pytest.mark.parametrize(("name", "change"), [(name, changes[0]) for name, changes in ODD.items()])
def test_cohorts_of_fewer_than_twenty_are_not_examined(name, change):
    made = outcomes(
        *shots(18), *shots(1, "odd", **change), *shots(19, "c", **CANON), *shots(40, "x", model="", make="")
    )
    assert departing(made) == set()
    assert (made[name].test.examined, made[name].test.cohorts, made[name].test.false_alarm_high) == (0, 0, 1.0)


def test_what_speaks_for_itself_departs_though_it_is_frequent():
    edited = {"software": "Adobe Photoshop CS2", "quantization": "cdef", "quantization_tables": ijg(75), "width": 800}
    made = outcomes(*shots(60), *shots(30, "odd", **edited))
    told = ("software_named", "compression_tables", "picture_size")
    assert departing(made) == {(f"odd{k:03d}", name) for k in range(30) for name in told}


def test_what_most_of_a_model_does_is_its_habit():
    edited = {"software": "Adobe Photoshop CS2", "quantization": "cdef", "quantization_tables": ijg(75), "width": 800}
    assert departing(outcomes(*shots(30), *shots(60, "m", **edited))) == set()


def test_a_model_without_a_habit_is_not_examined():
    rows = [{**row, "quantization": f"own{k}"} for k, row in enumerate(shots(40))]
    made = outcomes(*rows, *shots(1, "odd", progressive=True))
    assert made["compression_tables"].test.examined == 0
    assert departing(made) == {("odd000", "file_structure")}


def test_what_nearly_departs_is_the_false_alarm_rate():
    made = outcomes(*shots(60), *shots(2, "two", subsecond="420"), *shots(1, "one", subsecond=None))
    assert departing(made) == {("one000", "subsecond")}
    assert made["subsecond"].test.false_alarm_rate == pytest.approx(2 / 63, abs=1e-6)
    assert 2 / 63 < made["subsecond"].test.false_alarm_high < 0.12
    assert made["file_structure"].test.false_alarm_rate == 0.0
    assert 0.0 < made["file_structure"].test.false_alarm_high < 0.06


@pytest.mark.parametrize("counts", [(60, 60), (60, 20), (20, 60), (25, 25)])
@pytest.mark.parametrize("model", ["Canon EOS 40D", "ZZ Canon"])
def test_a_file_written_as_another_model_departs(counts, model):
    other = {**CANON, "make": None, "model": model}
    claims = {"make": None, "model": model}
    made = outcomes(*shots(counts[0]), *shots(counts[1], "c", **other), *shots(1, "odd", **claims))
    assert [(one.exhibit, one.test) for one in made["claimed_model"].departures] == [("odd000", "claimed_model")]
    assert f"claims {model}" in made["claimed_model"].departures[0].detail
    assert "NIKON D70" in made["claimed_model"].departures[0].detail


def test_a_claim_of_a_model_that_the_archive_hardly_has_departs_from_the_one_that_writes_so():
    made = outcomes(*shots(60), *shots(1, "odd", make="Sony", model="DSC-P10"))
    assert [one.exhibit for one in made["claimed_model"].departures] == ["odd000"]


def test_models_that_write_alike_claim_nothing_wrong():
    made = outcomes(*shots(60), *shots(60, "s", model="NIKON D70s"))
    assert made["claimed_model"].departures == ()
    assert made["claimed_model"].test.examined == 120


def test_one_serial_number_on_two_models():
    made = outcomes(*shots(30), *shots(30, "c", **CANON), *shots(1, "odd", **CANON | {"body_serial": "20012345"}))
    assert [one.exhibit for one in made["serial_of_two_models"].departures] == ["odd000"]
    assert "serial number 20012345" in made["serial_of_two_models"].departures[0].detail


@pytest.mark.parametrize("serial", [None, "", "0", "00000000", "1111", "12"])
def test_serial_numbers_that_tell_no_body_are_shared_by_any(serial):
    made = outcomes(*shots(30, body_serial=serial), *shots(2, "c", **CANON | {"body_serial": serial}))
    assert made["serial_of_two_models"].departures == ()
    assert made["serial_of_two_models"].test.examined == 0


def test_a_serial_number_that_two_models_use_alike_is_an_alarm_and_no_departure():
    made = outcomes(*shots(30), *shots(10, "c", **CANON | {"body_serial": "20012345"}))
    assert made["serial_of_two_models"].departures == ()
    assert made["serial_of_two_models"].test.false_alarm_rate == 0.25


def test_why_a_test_was_not_run_is_told():
    small, large, none = outcomes(*shots(19)), outcomes(*shots(20)), outcomes(*shots(30, make=None, model=None))
    for name in NAMES:
        assert small[name].test.refused.startswith("19 photographs are of models with fewer than 20")
        assert large[name].test.refused == ""
        assert none[name].test.refused == "no photograph claims a model"
    assert small["claimed_model"].test.refused
    assert outcomes(*shots(30, body_serial=None))["serial_of_two_models"].test.refused.startswith(
        "30 photographs have no"
    )


@pytest.mark.parametrize(("each", "covered"), [(2, False), (3, True), (15, True)])
def test_rare_values_that_several_share_may_be_settings_and_are_in_the_upper_end_of_the_rate(each, covered):
    rows = shots(1000)
    for place in range(3 * each):
        rows[place]["quantization"] = f"seldom {place // each}"
    test = outcomes(*rows)["compression_tables"].test
    assert (test.departs, test.false_alarm_rate) == (3 * each, 0.0)
    assert (test.false_alarm_high > 3 * each / 1000) == covered


def test_tables_of_common_software_are_no_setting():
    rows = shots(1000)
    for row in rows[:15]:
        row |= {"quantization": "common", "quantization_tables": ijg(75)}
    test = outcomes(*rows)["compression_tables"].test
    assert test.departs == 15
    assert test.false_alarm_high < 0.004
