"""Every file of a report is sealed: prose, pages and PDF too, not the figures alone."""

import shutil
import subprocess

import pytest

from conftest import desk_of
from probata.app import checks, investigation
from probata.ledger.acts import ReportSealed


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def prose(path):
    path.write_text(path.read_text(encoding="utf-8").replace("not stated", "by the court", 1), encoding="utf-8")


FILES = ("report.html", "exhibits/photographs.html", "exhibits/style.css", "manifest-sha256.txt")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", ["flip", "cut", "gone", "folder"])
def test_a_changed_file_of_a_report_is_noticed_and_written_again(inquiry, tmp_path, name, change):
    path, desk = inquiry.report / name, desk_of(tmp_path / "state")
    if change == "flip":
        (prose if name == "report.html" else flip)(path)
    elif change == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.unlink()
        if change == "folder":
            path.mkdir()
    found = checks.verify(inquiry, desk)
    assert {problem.where for problem in found if problem.code != "report-missing"} <= {f"report/{name}"}
    assert {problem.code for problem in found} <= {"report-changed", "report-missing"}
    assert found
    if change == "folder":
        path.rmdir()
    investigation.run(inquiry, desk)
    assert checks.verify(inquiry, desk) == []


def test_the_pdf_is_sealed_where_there_is_one(inquiry, tmp_path):
    if not (inquiry.report / "report.pdf").is_file():
        pytest.skip("Pango is missing: there is no PDF")
    flip(inquiry.report / "report.pdf")
    found = checks.verify(inquiry, desk_of(tmp_path / "state"))
    assert [(problem.code, problem.where) for problem in found] == [("report-changed", "report/report.pdf")]


def test_a_run_that_changes_nothing_seals_nothing(inquiry, tmp_path):
    desk = desk_of(tmp_path / "state")
    investigation.run(inquiry, desk)
    assert sum(isinstance(entry.act, ReportSealed) for entry in inquiry.entries()) == 1


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is missing")
def test_the_list_is_checked_by_any_computer(inquiry):
    command = ["sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt"]
    assert subprocess.run(command, cwd=inquiry.report, capture_output=True, check=False).returncode == 0
