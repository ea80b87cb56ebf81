"""Cameras by files and noise together: a serial number stays, noise tells what it can, and nothing else is a body."""

from collections import Counter

from probata.linkage.cameras import CameraAssignment
from probata.linkage.cameras_devices import CANNOT_TELL, CONTRADICTS, with_devices
from probata.linkage.device import DeviceAssignment, Devices

MODEL, OTHER = "Maker One", "Maker Two"


def by_file(exhibit, label=MODEL, basis="model"):
    return CameraAssignment(exhibit, label, basis, 0.9, ())


def noise(exhibit, device="", llr=2.0):
    return DeviceAssignment(exhibit, device, device or "device a", 0.999 if device else 0.5, 9.0, llr)


def joined(files, told, models=None, copies=()):
    found = with_devices(files, Devices(assignments=tuple(told)), models or {f.exhibit: MODEL for f in files}, copies)
    return {each.exhibit: each for each in found}


def reasons(each):
    return [reason.name for reason in each.reasons]


def test_two_devices_of_one_model_are_told_apart():
    files = [by_file(name) for name in "abcdef"]
    told = [noise("a", "device a"), noise("b", "device a"), noise("c", "device b"), noise("d", "device b"), noise("e")]
    found = joined(files, told)
    assert Counter(each.camera for each in found.values()) == {
        f"{MODEL}, device a": 2, f"{MODEL}, device b": 2, "unknown": 2,
    }  # fmt: skip
    assert (found["a"].basis, found["a"].llr, found["a"].model, found["a"].device) == ("noise", 2.0, MODEL, "device a")
    assert reasons(found["e"])[0] == CANNOT_TELL
    assert found["e"].model == MODEL


def test_one_device_of_a_model_is_the_model_and_the_rest_stays_with_it():
    found = joined([by_file(name) for name in "abc"], [noise("a", "device a"), noise("b", "device a"), noise("c")])
    assert {(each.camera, each.basis) for each in found.values()} == {(MODEL, "noise"), (MODEL, "model")}


def test_a_serial_number_names_the_device_for_those_without_one():
    files = [by_file("a", "One no. 7", "serial"), by_file("b", "One no. 7", "serial"), by_file("c")]
    found = joined(files, [noise(name, "device a") for name in "abc"])
    assert {each.camera for each in found.values()} == {"One no. 7"}
    assert (found["c"].basis, found["a"].basis) == ("noise", "serial")
    assert found["a"].llr == 2.0


def test_noise_against_a_serial_number_is_said_and_moves_nothing():
    files = [by_file(name, f"One no. {7 if name in 'abx' else 8}", "serial") for name in "abcdx"]
    told = [noise(name, "device a" if name in "ab" else "device b") for name in "abcdx"]
    found = joined(files, told)
    assert found["x"].camera == "One no. 7"
    assert CONTRADICTS in reasons(found["x"])
    assert CONTRADICTS not in reasons(found["a"])


def test_a_copy_has_the_body_of_its_original_unless_it_claims_another_model():
    files = [by_file("a", "One no. 7", "serial"), by_file("b", "unknown", "unknown"), by_file("c", OTHER)]
    models = {"a": MODEL, "c": OTHER}
    found = joined(files, [noise("b"), noise("c")], models, copies=[("a", "b", "c")])
    assert (found["b"].camera, found["b"].basis) == ("One no. 7", "copy")
    assert found["c"].camera == OTHER


def test_copies_of_two_bodies_get_none():
    files = [
        by_file("a", "One no. 7", "serial"),
        by_file("b", "One no. 8", "serial"),
        by_file("c", "unknown", "unknown"),
    ]
    assert joined(files, [], copies=[("a", "b", "c")])["c"].camera == "unknown"


def test_tables_that_no_model_writes_are_no_body_where_noise_was_asked():
    found = joined([by_file("a", "tables 12 4:2:0", "tables"), by_file("b")], [noise("a"), noise("b", "device a")], {})
    assert found["a"].camera == "unknown"


def test_without_noise_everything_stays_as_files_say():
    files = [by_file("a"), by_file("b", "tables 12", "tables"), by_file("c", "unknown", "unknown")]
    found = joined(files, [], {"a": MODEL})
    assert [(found[n].camera, found[n].basis) for n in "abc"] == [(f.camera, f.basis) for f in files]


def test_a_picture_without_a_noise_reading_is_of_no_body_that_cannot_be_told():
    files = [by_file(name) for name in "abcde"] + [by_file("t", "tables 00 4:2:0", "tables")]
    told = [noise(name, "device a" if name in "ab" else "device b") for name in "abcd"]
    found = joined(files, told, models=dict.fromkeys("abcde", MODEL))
    assert {found[name].camera for name in "et"} == {"unknown"}
    assert {reasons(found[name])[0] for name in "et"} == {CANNOT_TELL}


def test_where_noise_was_never_read_files_alone_say_the_camera():
    files = [by_file("a"), by_file("b", "One no. 7", "serial"), by_file("c", "One no. 8", "serial")]
    assert {name: each.camera for name, each in joined(files, []).items()} == {
        "a": MODEL, "b": "One no. 7", "c": "One no. 8",
    }  # fmt: skip
