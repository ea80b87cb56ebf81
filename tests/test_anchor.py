"""Timestamps after RFC 3161, against an authority that the test makes with ``openssl``."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ledger_making import Ticking, create, digest, key
from probata.errors import BadInput, LedgerError
from probata.ledger.acts import HeadAnchored
from probata.ledger.anchor import NoOpenssl, accept_response, check_timestamps, write_request
from probata.ledger.ledger import Ledger

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the program openssl is not here")

SETTINGS = """
[req]
distinguished_name = name
prompt = no
x509_extensions = root
[name]
CN = Made authority
[root]
basicConstraints = critical, CA:TRUE
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""


class Authority:
    """A root, a stamping certificate, and what answers requests."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.certificates = folder, folder / "ca.pem"
        folder.mkdir()
        (folder / "settings").write_text(SETTINGS)
        (folder / "serial").write_text("01\n")
        self._openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -config settings")
        self._openssl("req -new -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamp -config settings")
        self._openssl(
            "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 2 -out tsa.pem -days 30"
            " -extfile settings -extensions stamping"
        )

    def answer(self, request: Path) -> Path:
        response = self._folder / "answer.tsr"
        self._openssl(f"ts -reply -config settings -queryfile {request} -out {response}")
        return response

    def _openssl(self, command: str) -> None:
        subprocess.run(["openssl", *command.split()], cwd=self._folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "made")


@pytest.fixture
def anchored(tmp_path: Path, authority: Authority) -> Ledger:
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    response = authority.answer(write_request(ledger.folder, ledger.head()))
    act = accept_response(ledger.folder, ledger.head(), response, authority.certificates)
    ledger.append(act, by="Ada", signer=key(), clock=Ticking())
    return ledger


def codes(ledger: Ledger, **more: object) -> list[str]:
    return [problem.code for problem in check_timestamps(ledger.folder, ledger.entries(), **more)]  # type: ignore[arg-type]


def token(ledger: Ledger) -> Path:
    return next((ledger.folder / "anchors").glob("*.tsr"))


def test_a_stamped_head_is_good_offline(anchored: Ledger, authority: Authority) -> None:
    assert codes(anchored) == []
    assert codes(anchored, authority=authority.certificates) == []
    assert anchored.check() == []
    act = anchored.entries()[1].act
    assert isinstance(act, HeadAnchored)
    assert act.head == anchored.entries()[0].digest


def test_openssl_alone_verifies_the_token(anchored: Ledger) -> None:
    head, folder = anchored.entries()[0].digest, anchored.folder / "anchors"
    command = ["openssl", "ts", "-verify", "-digest", head.hex, "-in", f"{head}.tsr", "-CAfile", f"{head}.pem"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def test_a_missing_or_changed_token_is_noticed(anchored: Ledger) -> None:
    data = token(anchored).read_bytes()
    token(anchored).write_bytes(data[:-1])
    assert codes(anchored) == ["anchor-changed"]
    token(anchored).unlink()
    assert codes(anchored) == ["anchor-missing"]


def test_another_authority_is_noticed(anchored: Ledger, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    assert codes(anchored, authority=other.certificates) == ["anchor-wrong"]


def test_without_openssl_the_token_counts_as_unchecked(anchored: Ledger) -> None:
    assert codes(anchored, openssl="no-such-program") == ["anchor-unchecked"]
    with pytest.raises(NoOpenssl, match="install it"):
        write_request(anchored.folder, anchored.head(), openssl="no-such-program")


def test_a_token_on_another_head_is_refused_and_nothing_kept(tmp_path: Path, authority: Authority) -> None:
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    response = authority.answer(write_request(ledger.folder, digest("another")))
    with pytest.raises(BadInput, match="message imprint mismatch"):
        accept_response(ledger.folder, ledger.head(), response, authority.certificates)
    assert not list((ledger.folder / "anchors").glob("*.tsr"))


def test_bytes_that_are_no_response_are_refused(tmp_path: Path, authority: Authority) -> None:
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    (tmp_path / "bad.tsr").write_bytes(b"not a token")
    with pytest.raises(BadInput, match="not a good timestamp"):
        accept_response(ledger.folder, ledger.head(), tmp_path / "bad.tsr", authority.certificates)
    with pytest.raises(BadInput, match="can't be read"):
        accept_response(ledger.folder, ledger.head(), tmp_path / "none.tsr", authority.certificates)


def test_a_request_that_cannot_be_made_or_kept_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="made no timestamp request"):
        write_request(tmp_path, digest("head"), openssl="false")
    with pytest.raises(LedgerError, match="can't be kept"):
        write_request(tmp_path / "no" / "folder", digest("head"))
