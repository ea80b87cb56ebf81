"""Secret keys: outside the inquiry, for their owner only, with clear errors."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ledger_making import digest, key
from probata.errors import KeyUnavailable
from probata.ledger.keys import key_path, load_any_key, load_key, make_key
from probata.ledger.sign import fingerprint_of, signature_holds


def never() -> str:
    raise AssertionError("asked for a passphrase that is not needed")


def test_a_key_is_kept_for_its_owner_only_and_signs_again(tmp_path: Path) -> None:
    made = make_key(tmp_path / "state")
    path = key_path(tmp_path / "state", made.fingerprint)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    loaded = load_key(tmp_path / "state", made.fingerprint, never)
    assert loaded.public == made.public
    assert made.fingerprint == fingerprint_of(made.public)
    assert signature_holds(made.public, loaded.sign(b"message"), b"message")
    assert not signature_holds(made.public, loaded.sign(b"message"), b"another")
    assert not signature_holds(b"short", loaded.sign(b"message"), b"message")


def test_two_keys_differ(tmp_path: Path) -> None:
    assert make_key(tmp_path).public != make_key(tmp_path).public


def test_a_passphrase_protects_the_key(tmp_path: Path) -> None:
    made = make_key(tmp_path, "correct horse – بطارية")
    pem = key_path(tmp_path, made.fingerprint).read_bytes()
    assert pem.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert load_key(tmp_path, made.fingerprint, lambda: "correct horse – بطارية").public == made.public
    for wrong in ["", "wrong"]:
        with pytest.raises(KeyUnavailable, match="passphrase does not open"):
            load_key(tmp_path, made.fingerprint, lambda wrong=wrong: wrong)


def test_openssl_reads_the_key(tmp_path: Path) -> None:
    made = make_key(tmp_path)
    command = ["openssl", "pkey", "-in", key_path(tmp_path, made.fingerprint), "-pubout", "-outform", "DER"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("the program openssl is not here")
    assert done.stdout.endswith(made.public)


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", b"\x00\xff"]
)
def test_a_damaged_key_file_is_one_clear_line(tmp_path: Path, content: bytes) -> None:
    made = make_key(tmp_path)
    key_path(tmp_path, made.fingerprint).write_bytes(content)
    with pytest.raises(KeyUnavailable, match="can't be read") as caught:
        load_key(tmp_path, made.fingerprint, never)
    assert "\n" not in str(caught.value)


def test_another_key_in_its_file_is_refused(tmp_path: Path) -> None:
    made, other = make_key(tmp_path), make_key(tmp_path)
    path = key_path(tmp_path, made.fingerprint)
    path.write_bytes(key_path(tmp_path, other.fingerprint).read_bytes())
    with pytest.raises(KeyUnavailable, match="another key"):
        load_key(tmp_path, made.fingerprint, never)
    secret = ec.generate_private_key(ec.SECP256R1())
    path.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.raises(KeyUnavailable, match="another key"):
        load_key(tmp_path, made.fingerprint, never)


def test_a_missing_key_says_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(KeyUnavailable, match=r"not on this machine.*\.pem"):
        load_key(tmp_path, digest("none"), never)
    with pytest.raises(KeyUnavailable, match="no key that may sign"):
        load_any_key(tmp_path, [key().fingerprint, digest("none")], never)


def test_the_first_key_that_is_here_is_taken(tmp_path: Path) -> None:
    made = make_key(tmp_path)
    assert load_any_key(tmp_path, [digest("none"), made.fingerprint], never).public == made.public


def test_a_state_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KeyUnavailable, match="name another state folder"):
        make_key(tmp_path / "file")
