"""The last operation is taken back, as a version of its own, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from office import office
from offices import Clerk, clerk
from programs import needs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs("git")


@pytest.fixture
def bench(tmp_path: Path) -> Clerk:
    bench = clerk(tmp_path, JZ001="已交办", JZ002="办理中", JZ003="已答复")
    bench.today = "2024-10-08"
    return bench


def subject(bench: Clerk) -> str:
    return bench.git("log", "-1", "--format=%s").strip()


OPERATIONS = {
    "an event": ("accept", "1", "--by", "市民政局"),
    "events of many": ("note", "1-3", "--text", "已催。"),
    "a 作废": ("void", "2", "--event", "2", "--reason", "记错"),
    "a correction": (
        *("void", "1", "--event", "1", "--reason", "漏写"),
        *("--set", "文号=演1号"),
    ),
    "a fact": ("edit", "1", "--set", "标题=新的标题"),
    "a new issue": ("add", "--title", "新的问题"),
    "a new ledger": (
        *("new", "qt-2024", "--title", "另一个", "--prefix", "QT"),
        *("--organ", "某市人大常委会"),
    ),
    "a unit": ("units", "add", "市教育局"),
    "a vote": (
        *("evaluate", "3", "--satisfied", "30"),
        *("--basic", "5", "--unsatisfied", "1"),
    ),
}


@pytest.mark.parametrize("kind", OPERATIONS)
def test_undo_takes_it_back_and_undo_again_restores_it(bench: Clerk, kind: str) -> None:
    before = bench.files()
    said = bench.make(*OPERATIONS[kind]).splitlines()[0]
    after = bench.files()
    assert before != after
    undone = bench.make("undo").splitlines()
    assert undone == [f"撤销：{said}", "要恢复，再运行一次 rectify undo"]
    assert bench.files() == before
    assert subject(bench).startswith("撤销：")
    redone = bench.make("undo").splitlines()
    assert redone == [f"恢复：{said}", "要撤销，再运行一次 rectify undo"]
    assert bench.files() == after
    assert bench.git("status", "--porcelain") == ""
    assert bench.do("verify").code == 0


def test_the_version_names_what_it_takes_back(bench: Clerk) -> None:
    bench.make("accept", "1")
    taken = bench.git("rev-parse", "HEAD").strip()
    done = bench.do("undo")
    assert done.out == "JZ-001\n"
    body = bench.git("log", "-1", "--format=%b")
    assert f"撤销: {taken}" in body
    assert "问题: JZ-001" in body


def test_a_rehearsal_shows_it_and_writes_nothing(bench: Clerk) -> None:
    bench.make("accept", "1")
    before, versions = bench.files(), bench.versions()
    done = bench.do("undo", "--dry-run")
    assert done.err.startswith("（预演，没有写入）撤销：签收 JZ-001")
    assert "-    事项: 签收" in done.out
    assert (bench.files(), bench.versions()) == (before, versions)


def test_a_rehearsal_shows_which_file_would_go(bench: Clerk) -> None:
    bench.make("add", "--title", "新的问题")
    rehearsed = bench.do("undo", "--dry-run").out.splitlines()
    assert rehearsed[:2] == [
        "--- a/data/ylfw-2024/issues/JZ-004.yaml",
        "+++ /dev/null",
    ]


def test_evidence_goes_and_comes_with_its_event(bench: Clerk) -> None:
    photo = bench.home / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\x00")
    respond = ("respond", "2", "--by", "市民政局", "--text", "完成。", "--class", "A")
    bench.make(*respond, "--attach", str(photo))
    kept = bench.ledger / "files/JZ-002/照片.jpg"
    rehearsed = bench.do("undo", "--dry-run").out
    assert "删去文件 data/ylfw-2024/files/JZ-002/照片.jpg（3 字节）" in rehearsed
    bench.make("undo")
    assert not kept.exists()
    bench.make("undo")
    assert kept.read_bytes() == b"\xff\xd8\x00"
    assert bench.do("check", "--quiet").code == 0


def test_what_others_recorded_meanwhile_stays(bench: Clerk, tmp_path: Path) -> None:
    other = bench.colleague(tmp_path / "乙", "副主任")
    bench.make("accept", "1", "--by", "市财政局")
    other.make("note", "1", "2", "--text", "别人记的。")
    bench.take_in(other)
    text = bench.issue("JZ-001")
    bench.make("undo")
    after = bench.issue("JZ-001")
    assert "别人记的。" in after
    assert "签收" not in after
    assert len(after) < len(text)
    assert bench.do("verify").code == 0


def test_what_was_edited_by_hand_meanwhile_stays(bench: Clerk) -> None:
    bench.make("accept", "1")
    bench.amend("JZ-001", "标题: 部分", "标题: 少数")
    bench.make("undo")
    assert "标题: 少数" in bench.issue("JZ-001")
    assert "签收" not in bench.issue("JZ-001")
    assert subject(bench).startswith("撤销：签收 JZ-001")


def test_a_hand_edit_is_no_operation(bench: Clerk) -> None:
    bench.make("accept", "1")
    bench.amend("JZ-002", "标题: 部分", "标题: 少数")
    bench.keep("手工修改 JZ-002")
    bench.make("undo")
    assert "签收" not in bench.issue("JZ-001")
    assert "标题: 少数" in bench.issue("JZ-002")


def test_a_merge_is_passed_over_aloud(bench: Clerk, tmp_path: Path) -> None:
    other = bench.colleague(tmp_path / "乙", "副主任")
    other.make("note", "2", "--text", "别人记的。")
    bench.make("accept", "1")
    bench.git("pull", "--quiet", "--no-rebase", "--no-edit", str(other.root))
    bench.make("undo")
    assert subject(bench).startswith("撤销：签收 JZ-001")
    assert "别人记的。" in bench.issue("JZ-002")


def test_a_hand_edit_that_was_recorded_on_the_way_is_passed_over_aloud(
    bench: Clerk,
) -> None:
    bench.make("accept", "1", "--by", "市民政局")
    bench.amend("JZ-001", "标题: 部分", "标题: 少数")
    bench.make("note", "1", "--text", "备注。")
    bench.make("undo")
    bench.make("undo")
    bench.git("reset", "--quiet", "--hard", "HEAD~3")
    said = bench.make("undo").splitlines()
    assert said[0] == ("“手工修改 JZ-001”不是一次登记，没有撤销；撤销的是它之前的")
    assert "标题: 少数" in bench.issue("JZ-001")
    assert "签收" not in bench.issue("JZ-001")


def kept_since(bench: Clerk, other: Clerk) -> str:
    """Take in what another has recorded since; the undo that it forbids says why."""
    bench.take_in(other)
    before = bench.files()
    done = bench.do("undo")
    assert (done.code, done.out) == (4, "")
    assert bench.files() == before
    return done.err


def test_what_later_records_rest_on_is_not_taken_back(
    bench: Clerk, tmp_path: Path
) -> None:
    bench.make("respond", "2", "--by", "市民政局", "--text", "完成。", "--class", "A")
    other = bench.colleague(tmp_path / "乙", "副主任")
    other.make("review", "2", "--result", "整改到位")
    said = kept_since(bench, other)
    assert "不能撤销“答复 JZ-002" in said
    assert "副主任" in said
    assert "复核 JZ-002" in said


def test_an_issue_that_has_gone_on_since_stays(bench: Clerk, tmp_path: Path) -> None:
    bench.make("add", "--title", "新的问题")
    other = bench.colleague(tmp_path / "乙", "副主任")
    other.make("assign", "4", "--lead", "市民政局", "--deadline", "3个月")
    said = kept_since(bench, other)
    assert "JZ-004" in said
    assert "交办 JZ-004" in said


def test_a_unit_that_is_in_use_since_stays(bench: Clerk, tmp_path: Path) -> None:
    bench.make("units", "add", "市教育局")
    other = bench.colleague(tmp_path / "乙", "副主任")
    other.make("reassign", "1", "--to", "市教育局", "--from", "市民政局")
    said = kept_since(bench, other)
    assert "没有“市教育局”这个单位" in said
    assert "改派 JZ-001" in said


def test_evidence_that_is_named_again_stays(bench: Clerk, tmp_path: Path) -> None:
    photo = bench.home / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\x00")
    attach = ("--attach", str(photo))
    bench.make("edit", "2", *attach)
    other = bench.colleague(tmp_path / "乙", "副主任")
    answer = ("respond", "2", "--by", "市民政局", "--text", "完成。", "--class", "A")
    other.make(*answer, *attach)
    bench.take_in(other)
    bench.make("undo")
    assert (bench.ledger / "files/JZ-002/照片.jpg").exists()
    assert bench.do("check", "--quiet").code == 0


def test_what_somebody_else_took_back_is_not_taken_back_again(
    bench: Clerk, tmp_path: Path
) -> None:
    bench.make("accept", "1")
    other = bench.colleague(tmp_path / "乙", "副主任")
    text = other.issue("JZ-001")
    other.write("issues/JZ-001.yaml", text[: text.index("  - 日期: 2024-10-08")])
    other.keep("改回")
    bench.take_in(other)
    versions = bench.versions()
    assert "已经撤销过了" in bench.make("undo")
    assert bench.versions() == versions


def test_a_beginning_is_not_taken_back(bench: Clerk) -> None:
    assert bench.make("undo") == "没有可以撤销的操作\n"


def test_a_clone_takes_back_nothing_of_others(bench: Clerk, tmp_path: Path) -> None:
    bench.make("accept", "1")
    other = bench.colleague(tmp_path / "乙", "副主任")
    assert other.make("undo") == "没有可以撤销的操作\n"


def test_the_only_ledger_stays(tmp_path: Path) -> None:
    bench = Clerk(tmp_path)
    (bench.root / "说明.txt").write_text("无")
    bench.git("init", "--quiet")
    bench.keep("开始")
    words = ("--title", "清单", "--prefix", "JZ", "--organ", "某市人大常委会")
    bench.make("init", ".", "--ledger", "jz", *words)
    done = bench.do("undo")
    assert done.code in (0, 4)
    assert (bench.root / "data/jz/ledger.yaml").exists()


def test_what_waits_is_recorded_and_taken_back(bench: Clerk) -> None:
    before = bench.files()
    bench.make("accept", "1", "--no-commit")
    rehearsed = bench.do("undo", "--dry-run")
    assert rehearsed.code == 7
    assert "还没有记入版本历史" in rehearsed.err
    bench.make("undo")
    assert bench.files() == before
    assert bench.versions() == 3


def test_without_a_journal_of_git_the_last_version_counts(bench: Clerk) -> None:
    bench.make("accept", "1")
    bench.git("reflog", "expire", "--expire=now", "--all")
    bench.make("undo")
    assert "签收" not in bench.issue("JZ-001")
    (bench.root / "说明.txt").write_text("无")
    bench.keep("别的")
    bench.git("reflog", "expire", "--expire=now", "--all")
    assert bench.make("undo") == "没有可以撤销的操作\n"


def test_without_a_history_it_says_so(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    done = bench.do("undo")
    assert (done.code, done.out) == (7, "")
    assert "没有版本历史" in done.err
