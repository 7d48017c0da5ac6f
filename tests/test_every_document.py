"""Every kind of document in every format, on both sample ledgers, by one command."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from programs import needs
from rectify.cli.formats import FORMATS
from rectify.domain.documents.kinds import KINDS, kind_named
from rectify.storage.builtin import samples
from workbench import Result, Workbench

if TYPE_CHECKING:
    from pathlib import Path

    from rectify.domain.documents.report import Kind

LEDGERS = ("jiaozuo-2024", "xixia-2024")
# Of what is made for each issue, the one that is asked for.
ISSUE = {
    ("jiaozuo-2024", "dossier"): "JZ-014",
    ("xixia-2024", "dossier"): "XX-001",
    ("jiaozuo-2024", "closure"): "JZ-001",
    ("xixia-2024", "closure"): "XX-001",
}
# What a ledger has nothing to write of, and the sentence that says so.
NOTHING = {
    ("xixia-2024", "opinions"): "台账没有审议意见",
    ("xixia-2024", "rehandling"): "没有退回重新办理",
}
# What could hide a time of day: the rest is text that other tests compare.
PACKED = (".docx", ".xlsx")
# Documents without a table are no workbook.
PROSE = ("urging", "newsletter")
CASES = [
    pytest.param(ledger, kind, id=f"{ledger}-{kind.alias}")
    for ledger in LEDGERS
    for kind in KINDS
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Both samples in a workspace of their own."""
    made = Workbench(tmp_path_factory.mktemp("文书"))
    for name, folder in samples().items():
        shutil.copytree(folder, made.root / "data" / name)
    return made


def written(bench: Workbench, folder: Path, words: list[str], suffix: str) -> Result:
    """Write a document, or all its copies, into a folder."""
    several = kind_named(words[0]).several and len(words) == len(["kind", "-l", "name"])
    target = folder if several else folder / f"文书{suffix}"
    return bench.do("report", *words, "-o", str(target), "--format", suffix)


def contents(folder: Path, suffix: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob(f"*{suffix}")}


@pytest.mark.parametrize(("ledger", "kind"), CASES)
def test_every_kind_is_made_in_every_format_the_same_twice(
    bench: Workbench, tmp_path: Path, ledger: str, kind: Kind
) -> None:
    issue = ISSUE.get((ledger, kind.alias))
    words = [kind.name, *([issue] if issue else []), "-l", ledger]
    for suffix in kind.formats or FORMATS:
        if suffix == ".pdf":
            continue  # all of them together, below
        done = written(bench, tmp_path / "一", words, suffix)
        if sentence := NOTHING.get((ledger, kind.alias)):
            assert done.code == 4
            assert sentence in done.err
        elif suffix == ".xlsx" and kind.alias in PROSE:
            assert done.code == 2
            assert "没有表格" in done.err
        else:
            assert (done.code, done.out) == (0, ""), done.err
            first = contents(tmp_path / "一", suffix)
            assert first
            if suffix in PACKED:
                assert written(bench, tmp_path / "二", words, suffix).code == 0
                assert first == contents(tmp_path / "二", suffix)


@pytest.fixture(scope="module")
def pdfs(bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every document of both ledgers as PDF, by one start of the office suite."""
    folder = tmp_path_factory.mktemp("印张")
    for ledger in LEDGERS:
        for kind in KINDS:
            issue = ISSUE.get((ledger, kind.alias))
            words = [kind.name, *([issue] if issue else []), "-l", ledger]
            place = folder / f"{ledger}-{kind.alias}"
            if not kind.formats and (ledger, kind.alias) not in NOTHING:
                assert written(bench, place, words, ".docx").code == 0
                first = min(place.glob("*.docx"))
                first.rename(folder / f"{ledger}-{kind.alias}.docx")
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless", "--convert-to", "pdf", "--outdir", str(folder),
            *map(str, folder.glob("*.docx")),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {path.stem: path for path in folder.glob("*.pdf")}


@needs("soffice")
def test_every_document_opens_and_ends_with_more_than_its_signature(
    pdfs: dict[str, Path],
) -> None:
    made = [kind for kind in KINDS if not kind.formats]
    assert len(pdfs) == len(made) * len(LEDGERS) - len(NOTHING)
    for name, path in pdfs.items():
        pages = [page.extract_text() for page in PdfReader(path).pages]
        last = [line for line in pages[-1].splitlines() if line.strip()]
        told = [line for line in last if not _of_the_foot(line)]
        assert told or len(pages) == 1, f"{name} 的最后一页只有落款：{last}"


def _of_the_foot(line: str) -> bool:
    """Tell whether a line is of the signature, the 附注, the 版记 or the edges."""
    words = line.replace(" ", "")
    return (
        words.endswith(("办公室", "日", "印发"))
        or "统计截止日" in words
        or words.startswith(("—", "演示数据", "理情况", "情况）"))
    )
