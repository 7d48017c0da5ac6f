from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import pytest

import faulty
from nobody import as_nobody, open_folder
from rectify.domain.event import Respond
from rectify.domain.issue import Issue
from rectify.errors import BadData
from rectify.storage.evidence import BadFileName, NoSuchFile, check, keep
from rectify.storage.folder import Entry, Faulty, NoSuchIssue, NoSuchVote
from rectify.storage.workspace import NoSuchLedger, NoWorkspace, Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from rectify.storage.folder import LedgerFolder

VOTE = (
    "票号: {}\n日期: 2024-10-30\n计票:\n  - 满意: 30\n    基本满意: 3\n    不满意: 2\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    issues = tmp_path / "data/jz/issues"
    issues.mkdir(parents=True)
    write(tmp_path / "data/jz/ledger.yaml", "名称: 甲\n编号前缀: JZ\n监督机关: 乙\n")
    write(
        tmp_path / "data/jz/units.yaml", "单位:\n  - 全称: 市民政局\n    简称: 民政\n"
    )
    for number in ("JZ-001", "JZ-002", "JZ-010", "JZ-1000", "JZ-999"):
        write(issues / f"{number}.yaml", f"编号: {number}\n标题: 甲\n")
    return tmp_path


@pytest.fixture
def folder(place: Path) -> LedgerFolder:
    return Workspace.find(place).folder("jz")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def faults_of(folder: LedgerFolder) -> dict[str, str]:
    found = (each for each in folder.scan() if isinstance(each, Faulty))
    return {each.path.name: "\n".join(map(str, each.problems)) for each in found}


def test_a_workspace_is_found_from_any_folder_inside_it(place: Path) -> None:
    assert Workspace.find(place / "data/jz/issues").root == place
    assert Workspace.find(place).names() == ["jz"]


def test_without_a_workspace_the_way_to_make_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspace, match="rectify init"):
        Workspace.find(tmp_path)


def test_an_unknown_ledger_is_refused_with_the_known_ones(place: Path) -> None:
    write(place / "data/xx/ledger.yaml", "名称: 甲\n编号前缀: XX\n监督机关: 乙\n")
    with pytest.raises(NoSuchLedger, match="没有“焦作”这个台账。已有：jz、xx"):
        Workspace.find(place).folder("焦作")


def test_a_folder_without_ledger_yaml_is_no_ledger(place: Path) -> None:
    (place / "data/notes").mkdir()
    write(place / "data/甲.txt", "甲")
    assert Workspace.find(place).names() == ["jz"]


def test_ledger_and_units_are_read(folder: LedgerFolder) -> None:
    assert folder.ledger.title == "甲"
    assert folder.directory.resolve("民政") == "市民政局"


def test_without_units_there_are_none(folder: LedgerFolder) -> None:
    (folder.path / "units.yaml").unlink()
    assert folder.directory.units == ()


def test_a_faulty_ledger_names_every_fault_with_file_and_line(
    folder: LedgerFolder,
) -> None:
    write(folder.path / "ledger.yaml", "名称: 甲\n编号前缀: 焦\n年度: 今年\n")
    with pytest.raises(BadData) as error:
        _ = folder.ledger
    assert [problem.line for problem in error.value.problems] == [None, 2, 3]
    assert error.value.problems[1].place == "data/jz/ledger.yaml"


def test_issues_come_in_order_of_their_numbers(folder: LedgerFolder) -> None:
    wanted = ["JZ-001", "JZ-002", "JZ-010", "JZ-999", "JZ-1000"]
    assert folder.numbers() == wanted
    scanned = list(folder.scan())
    assert [each.issue.number for each in scanned if isinstance(each, Entry)] == wanted
    assert scanned[0].path == folder.issue_path("JZ-001")
    assert folder.next_number() == "JZ-1001"


def test_the_first_number_of_a_ledger_is_001(folder: LedgerFolder) -> None:
    for path in (folder.path / "issues").iterdir():
        path.unlink()
    assert folder.next_number() == "JZ-001"
    (folder.path / "issues").rmdir()
    assert folder.next_number() == "JZ-001"
    assert list(folder.scan()) == []


def test_an_issue_that_is_not_there_is_refused_with_the_range(
    folder: LedgerFolder,
) -> None:
    with pytest.raises(
        NoSuchIssue, match="没有编号为 JZ-777 的问题；已有 JZ-001 到 JZ-1000"
    ):
        folder.read("JZ-777")
    with pytest.raises(NoSuchIssue):
        folder.read("../../../etc/passwd")


def test_a_faulty_issue_is_refused_with_all_its_faults(folder: LedgerFolder) -> None:
    write(folder.issue_path("JZ-001"), "编号: JZ-002\n标题:\n提出日期: 昨天\n")
    with pytest.raises(BadData) as error:
        folder.read("JZ-001")
    shown = "data/jz/issues/JZ-001.yaml"
    assert str(error.value).splitlines() == [
        f"{shown} 第2行  “标题”：没有填写，请补上",
        f"{shown} 第3行  “提出日期”：昨天 不是日期，应写成 2024-09-30 的样子",
        f"{shown} 第1行  “编号”：文件名是 JZ-001，里面写的是 JZ-002，请改成一样",
    ]


def test_what_editors_and_we_leave_beside_the_files_is_not_read(
    folder: LedgerFolder,
) -> None:
    issues = folder.path / "issues"
    for name in (
        "JZ-001.yaml~", ".JZ-001.yaml.swp", "JZ-001.yaml.rectify-new", "#JZ-001.yaml#",
        ".~JZ-001.yaml", "~$甲.docx", "Thumbs.db", "desktop.ini",
    ):  # fmt: skip
        write(issues / name, "乱")
    (issues / ".#JZ-001.yaml").symlink_to("nobody@nowhere")
    assert len(folder.numbers()) == 5
    assert faults_of(folder) == {}


def test_a_file_that_is_not_counted_is_named_with_the_remedy(
    folder: LedgerFolder,
) -> None:
    issues = folder.path / "issues"
    for name in ("JZ-014.yaml.txt", "JZ-015.yml", "JZ-001.yaml.bak", "说明.txt"):
        write(issues / name, "编号: JZ-014\n标题: 甲\n")
    (issues / "旧").mkdir()
    write(folder.path / "votes/2024-01.yml", VOTE.format("2024-01"))
    said = {name: text.partition("  ")[2] for name, text in faults_of(folder).items()}
    no = "不是 .yaml 文件，没有读取；"
    assert said == {
        "JZ-014.yaml.txt": f"{no}请改名为 JZ-014.yaml，或移走",
        "JZ-015.yml": f"{no}请改名为 JZ-015.yaml，或移走",
        "JZ-001.yaml.bak": f"{no}请移走",
        "说明.txt": f"{no}请移走",
        "旧": f"{no}请移走",
    }
    (vote,) = folder.votes()
    assert isinstance(vote, Faulty)
    assert vote.number == "2024-01"
    assert "请改名为 2024-01.yaml，或移走" in str(vote.problems[0])
    assert len(folder.numbers()) == 5


def test_what_is_no_file_is_a_fault_and_never_a_crash(folder: LedgerFolder) -> None:
    issues = folder.path / "issues"
    (issues / "JZ-011.yaml").mkdir()
    (issues / "JZ-012.yaml").symlink_to("JZ-001.yaml")
    (issues / "JZ-013.yaml").symlink_to("nowhere")
    os.mkfifo(issues / "JZ-014.yaml")
    found = faults_of(folder)
    assert [said.split("  ")[1] for said in found.values()] == [
        "这是文件夹，不是文件，请改名或移走",
        "这是链接，不读取，请换成文件本身",
        "这是链接，不读取，请换成文件本身",
        "这不是普通文件，不读取，请移走",
    ]


def test_what_may_not_be_read_is_a_fault() -> None:
    script = """
        import sys
        from pathlib import Path
        from rectify.storage.workspace import Workspace
        folder = Workspace.find(Path(sys.argv[1])).folder("jz")
        print(next(folder.scan()).problems[0])
        print(next(folder.votes()).problems[0])
        """
    with open_folder() as place:
        write(place / "data/jz/ledger.yaml", "名称: 甲\n编号前缀: JZ\n监督机关: 乙\n")
        write(place / "data/jz/issues/JZ-001.yaml", "编号: JZ-001\n标题: 甲\n")
        (place / "data/jz/issues/JZ-001.yaml").chmod(0)
        (place / "data/jz/votes").mkdir(mode=0o700)
        said = as_nobody(place, script)
    assert said.splitlines() == [
        "data/jz/issues/JZ-001.yaml  没有读取权限，请检查文件的权限",
        "data/jz/votes  没有读取这个文件夹的权限",
    ]


def test_every_wrongly_edited_file_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    expected = faulty.build(tmp_path)
    by_rules = faulty.semantic(expected)
    folder = Workspace.find(tmp_path).folder("faulty")
    found = faults_of(folder)
    assert set(found) == set(expected) - by_rules
    for name, said in found.items():
        assert expected[name] in said, name
    healthy = [each for each in folder.scan() if isinstance(each, Entry)]
    assert len(healthy) == 3 + len(by_rules)
    assert len(found) > 50


def test_votes_are_read_and_numbered_by_year(folder: LedgerFolder) -> None:
    assert list(folder.votes()) == []
    assert folder.next_ballot(2024) == "2024-01"
    for number in ("2024-01", "2024-09", "2023-12"):
        write(folder.vote_path(number), VOTE.format(number))
    assert folder.next_ballot(2024) == "2024-10"
    assert folder.vote("2024-09").vote.rows[0].satisfied == 30
    assert [each.path.stem for each in folder.votes()] == [
        "2023-12", "2024-01", "2024-09",
    ]  # fmt: skip
    write(folder.vote_path("2024-02"), VOTE.format("2024-03"))
    with pytest.raises(BadData, match="“票号”：文件名是 2024-02"):
        folder.vote("2024-02")
    with pytest.raises(NoSuchVote, match="没有票号为 2025-01 的测评"):
        folder.vote("2025-01")


# Holidays


def test_the_office_s_own_holidays_make_a_year_known(place: Path) -> None:
    assert Workspace.find(place).holidays().years == frozenset()
    write(
        place / "holidays.yaml",
        "2027:\n  放假:\n    - 2027-01-01\n  上班: [2027-01-03]\n2028:\n  放假: []\n",
    )
    found = Workspace.find(place).holidays()
    assert found.years == {2027, 2028}
    assert found.workdays == {dt.date(2027, 1, 1): False, dt.date(2027, 1, 3): True}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("明年: {放假: [2027-01-01]}\n", "“明年”：应写成 2027 的样子的年份"),
        ("2027: {放假: [2028-01-01]}\n", "“2027”：2028-01-01 不在这一年"),
        ("2027: {放假: [元旦]}\n", "2027年放假第1项：元旦 不是日期"),
        ("2027: [2027-01-01]\n", "2027年应由“键: 值”组成"),
        ("2027: {休息: [2027-01-01]}\n", "2027年“休息”：没有这一项"),
        ("2027: {放假: [2027-01-01], 上班: [2027-01-01]}\n", "既放假又上班"),
        ("2027：\n", "全角"),
    ],
)
def test_faulty_holidays_are_told(place: Path, text: str, sentence: str) -> None:
    write(place / "holidays.yaml", text)
    with pytest.raises(BadData, match=sentence):
        Workspace.find(place).holidays()


# Evidence


def test_evidence_is_copied_under_its_issue_and_named_by_its_content(
    place: Path, folder: LedgerFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = tmp_path_factory.mktemp("desk")
    sources = [desk / "a/照片.jpg", desk / "b/照片.jpg", desk / "c/照片.jpg"]
    for source, content in zip(sources, ("甲", "乙", "甲"), strict=True):
        write(source, content)
    changes, attachments = keep(folder, "JZ-001", sources)
    assert [each.name for each in attachments] == [
        "照片.jpg", "照片-2.jpg", "照片.jpg",
    ]  # fmt: skip
    Workspace.find(place).write(changes, "佐证")
    again, same = keep(folder, "JZ-001", sources)
    assert again == []
    assert same == attachments
    answer = Respond(
        date=dt.date(2024, 9, 1), unit="市民政局", attachments=attachments[:2]
    )
    issue = Issue(number="JZ-001", title="甲", events=(answer,))
    assert list(check(folder, issue, "甲")) == []
    kept = folder.path / "files/JZ-001"
    write(kept / "照片.jpg", "改")
    (kept / "照片-2.jpg").unlink()
    assert [problem.message for problem in check(folder, issue, "甲")] == [
        "附件 data/jz/files/JZ-001/照片.jpg 被改动过，与记录时的内容不同",
        "附件 data/jz/files/JZ-001/照片-2.jpg 不在了，请找回或作废这条记录",
    ]


def test_evidence_that_can_t_be_kept_is_refused(
    folder: LedgerFolder, tmp_path: Path
) -> None:
    with pytest.raises(NoSuchFile, match=r"没有\.jpg"):
        keep(folder, "JZ-001", [tmp_path / "没有.jpg"])
    write(tmp_path / ".隐藏", "甲")
    with pytest.raises(BadFileName, match="不能以点开头"):
        keep(folder, "JZ-001", [tmp_path / ".隐藏"])
