"""PDF by LibreOffice: and where there is none, the other way."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pypdf
import pytest
from docx import Document

from office import office
from programs import needs, program
from rectify.storage.office import NoPdf, to_pdfs
from rectify.storage.process import find_program, hand_to_program, run_program


@pytest.fixture
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def document(*lines: str) -> bytes:
    made, file = Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(file)
    return file.getvalue()


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages)


@needs("soffice")
def test_several_documents_become_pdf_in_their_order_and_always_the_same() -> None:
    one, two = document("JZ-001"), document("JZ-002")
    first, second = made = to_pdfs([one, two])
    assert "JZ-001" in words(first)
    assert "JZ-002" in words(second)
    assert to_pdfs([one, two]) == made


@needs("soffice")
def test_a_pdf_in_other_faces_is_told_beside_it(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    program(tmp_path, "fc-list", "exit 0")
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = bench.do("report", "问题清单", "-o", "清单.pdf", PATH=path)
    assert done.code == 0
    assert "本机没有 方正小标宋简体" in done.err
    assert "PDF 里用了别的字体；详情见 rectify doctor" in done.err
    assert done.err.endswith("问题清单已写入 清单.pdf\n")


def test_without_libreoffice_the_other_way_is_told(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    refused = bench.do("report", "问题清单", "-o", "清单.pdf", PATH=str(tmp_path))
    assert refused.code == 3
    assert refused.err == (
        "写成 PDF 要用 LibreOffice，本机没有安装；"
        "可先写成 .docx，用 WPS 或 Word 打开，另存为 PDF\n"
    )
    assert not (bench.root / "清单.pdf").exists()


def test_a_libreoffice_that_makes_nothing_is_a_refusal(empty_path: Path) -> None:
    program(empty_path, "soffice", "exit 0")
    with pytest.raises(NoPdf, match="没有写成 PDF；可先写成"):
        to_pdfs([b"no document"])


def test_libreoffice_works_with_a_profile_of_its_own(empty_path: Path) -> None:
    script = f'echo "$@" > {empty_path}/said; for last; do :; done\n'
    program(empty_path, "soffice", script + 'echo pdf > "${last%.docx}.pdf"')
    assert to_pdfs([b""]) == [b"pdf\n"]
    said = (empty_path / "said").read_text()
    assert "-env:UserInstallation=file:///" in said
    assert "--headless" in said


def test_a_thousand_documents_are_no_line_that_windows_refuses(
    empty_path: Path,
) -> None:
    log, copy = empty_path / "said", 'read said < "$one"; echo $said > "${one%docx}pdf"'
    each = f'case "$one" in *.docx) {copy};; esac'
    program(empty_path, "soffice", f'echo "$@" >> {log}; for one; do {each}; done')
    documents = [f"{number}\n".encode() for number in range(600)]
    assert to_pdfs(documents) == documents
    # A name with the folder for temporary files takes some 60 of 32,767 characters.
    starts = log.read_text("utf-8").splitlines()
    assert max(line.count(".docx") for line in starts) <= 500
    assert len({line.split()[0] for line in starts}) == 1


def test_a_program_that_hangs_is_stopped_with_all_that_it_has_started(
    tmp_path: Path,
) -> None:
    left = tmp_path / "left"
    script = f"sleep 60 & echo $! > {left}; wait"
    began = time.monotonic()
    ended = run_program(["sh", "-c", script], seconds=0.5)
    assert (ended.code, ended.well) == (None, False)
    assert time.monotonic() - began < 10
    child = int(left.read_text())
    assert not _runs(child)


def _runs(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be counted does not."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").split()[2]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True


def test_a_program_that_stays_behind_keeps_nobody_waiting() -> None:
    began = time.monotonic()
    assert hand_to_program(["sh", "-c", "sleep 5 &"], typed=b"", seconds=4).well
    assert time.monotonic() - began < 4


def test_what_a_program_prints_and_reads_comes_through() -> None:
    ended = run_program(["cat"], typed="问题".encode(), seconds=5)
    assert (ended.code, ended.out.decode()) == (0, "问题")


def test_a_program_that_is_not_there_is_no_crash() -> None:
    ended = run_program(["/no/such/program"], seconds=1)
    assert (ended.code, ended.well) == (127, False)


def test_no_program_is_taken_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "soffice", "exit 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([".", ""]))
    assert find_program("soffice") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program("nothing", "soffice") == tmp_path / "soffice"
