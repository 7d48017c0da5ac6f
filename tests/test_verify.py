"""Whoever alters what was recorded is found, and nobody else is."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from office import office
from offices import Clerk, add_bulk, clerk
from programs import needs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs("git")

BULK = 470


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """An office of two, with five hundred versions and nothing to hide."""
    home = tmp_path_factory.mktemp("honest")
    bench = clerk(home)
    add_bulk(bench, BULK)
    bench.today = "2026-07-01"
    _work(bench)
    other = bench.colleague(home / "乙", "副主任")
    _work_apart(bench, other)
    _share(bench, other, home / "共享")
    return bench


def _work(bench: Clerk) -> None:
    """Record, correct, take back, edit by hand: each by its proper command."""
    make = bench.make
    make("assign", "6", "--lead", "市民政局", "--deadline", "3个月")
    make("accept", "6")
    make("undo")
    make("undo")
    make("progress", "2", "--by", "市民政局", "--text", "已完成一半。")
    make("void", "2", "--event", "2", "--reason", "记错")
    make("undo")
    make("void", "7", "--event", "1", "--reason", "漏写文号", "--set", "文号=演1号")
    bench.amend("JZ-008", "标题: 部分农村", "标题: 若干农村")
    bench.amend("JZ-008", "事项: 交办", '事项:   "交办"')
    make("note", "8", "--text", "改了标题。")
    make("format")
    counts = ("--satisfied", "30", "--basic", "5", "--unsatisfied", "1")
    make("evaluate", "3", "9", *counts)
    make("void", "2026-01", "--reason", "票数记错")
    make("evaluate", "3", "9", *counts)
    make("add", "--title", "新发现的问题")
    make("undo")
    make("units", "add", "市教育局")


def _work_apart(one: Clerk, other: Clerk) -> None:
    """Record at two places at once, and merge both ways."""
    for turn in range(4):
        one.make("note", "1", "10", "--text", f"这边第{turn}次。")
        one.make("note", "4", "--text", "马上撤销。")
        other.make("note", "1", "11", "--text", f"那边第{turn}次。")
        other.make("undo")
        other.make("note", "12", "--text", f"另一条第{turn}次。")
        one.make("undo")
        one.take_in(other)
        other.take_in(one)


def _share(one: Clerk, other: Clerk, place: Path) -> None:
    """Add an issue under the same number at two places, and exchange them."""
    one.make("sync", "--to", str(place))
    other.git("remote", "remove", "origin")
    other.make("sync", "--to", str(place))
    one.make("add", "--title", "一处的问题")
    other.make("add", "--title", "另一处的问题")
    other.make("note", "13", "--text", "已经了解。")
    one.make("sync")
    assert "改为 JZ-014" in other.make("sync")
    one.make("sync")


def test_an_honest_history_of_five_hundred_versions_has_nothing(honest: Clerk) -> None:
    done = honest.do("verify")
    assert honest.versions() > 500
    assert (done.code, done.err) == (0, "")
    assert "没有一项在登记以后被改动或删去" in done.lines[-1]
    assert "改动  " not in done.out
    assert "说明  改号：JZ-013 改为 JZ-014" in done.out
    assert "说明  撤销：副主任" in done.out
    assert "他人" not in done.out


WHEN = "2026-12-01T09:30:00+0800"
BY = "冒名者 2026-12-01 09:30"
SIGNED = """\
  # 电话里先说的
  # 回执后补
  - 日期: 2024-06-22
    事项: 签收
    单位: 市民政局
"""


class Forger(Clerk):
    """Somebody who rewrites what was recorded."""

    def done(self, said: str = "更新", **settings: str) -> str:
        """Commit what was done."""
        dates = {f"GIT_{role}_DATE": WHEN for role in ("AUTHOR", "COMMITTER")}
        return self.keep(said, **(dates | settings))

    def path(self, number: str, kind: str = "issues") -> Path:
        """Say where an issue is."""
        return self.ledger / kind / f"{number}.yaml"

    def part_ways(self) -> None:
        """Record on two lines, without merging them."""
        self.git("checkout", "--quiet", "-b", "那边")
        self.make("note", "10", "--text", "那边的记录。")
        self.git("checkout", "--quiet", "main")
        self.make("note", "11", "--text", "这边的记录。")


def graded(forger: Forger) -> None:
    forger.amend("JZ-003", "类别: A", "类别: B")
    forger.done("整理格式：1个文件")


def struck_out(forger: Forger) -> None:
    forger.amend("JZ-002", SIGNED, "")
    forger.done()


def whole_file(forger: Forger) -> None:
    forger.path("JZ-005").unlink()
    forger.done()


def unvoided(forger: Forger) -> None:
    forger.amend("JZ-007", "    作废: 2026-07-01 漏写文号\n", "")
    forger.done()


def reason(forger: Forger) -> None:
    forger.amend("JZ-007", "01 漏写文号", "01 另有原因")
    forger.done()


def void_struck_out(forger: Forger) -> None:
    void = forger.issue("JZ-007")
    start = void.index("  # 交办会上当面交的")
    end = void.index("作废: 2026-07-01 漏写文号\n") + len("作废: 2026-07-01 漏写文号\n")
    forger.amend("JZ-007", void[start:end], "")
    forger.done()


def votes(forger: Forger) -> None:
    text = forger.read("votes/2026-02.yaml")
    forger.write("votes/2026-02.yaml", text.replace("满意: 30", "满意: 31"))
    forger.done()


def vote_removed(forger: Forger) -> None:
    forger.path("2024-01", "votes").unlink()
    forger.done()


def vote_unvoided(forger: Forger) -> None:
    text = forger.read("votes/2026-01.yaml")
    forger.write("votes/2026-01.yaml", text.partition("作废")[0])
    forger.done()


def moved(forger: Forger) -> None:
    forger.amend("JZ-002", SIGNED, "")
    forger.amend("JZ-001", "  # 交办会上", f"{SIGNED}  # 交办会上")
    forger.done()


def renamed(forger: Forger) -> None:
    text = forger.issue("JZ-005").replace("JZ-005", "JZ-099")
    forger.path("JZ-005").unlink()
    forger.write("issues/JZ-099.yaml", text)
    forger.done()


def merged_away(forger: Forger) -> None:
    forger.part_ways()
    dates = {"GIT_AUTHOR_DATE": WHEN, "GIT_COMMITTER_DATE": WHEN}
    forger.git("merge", "--quiet", "--no-commit", "--strategy=ours", "那边")
    forger.done("合并", **dates)


def merged_altered(forger: Forger) -> None:
    forger.part_ways()
    forger.git("merge", "--quiet", "--no-commit", "那边")
    forger.amend("JZ-010", "那边的记录。", "那边没有记录。")
    forger.done("合并")


def behind_a_fault(forger: Forger) -> None:
    text = forger.issue("JZ-003")
    forger.write("issues/JZ-003.yaml", f"{text}<<<<<<<\n")
    forger.done()
    forger.write("issues/JZ-003.yaml", text.replace("类别: A", "类别: B"))
    forger.done()


def behind_a_slip(forger: Forger) -> None:
    text = forger.issue("JZ-003")
    forger.write("issues/JZ-003.yaml", text.replace("2024-09-18", "2024-9-18"))
    forger.done()
    forger.write("issues/JZ-003.yaml", text.replace("类别: A", "类别: B"))
    forger.done()


def left_broken(forger: Forger) -> None:
    forger.write("issues/JZ-003.yaml", "编号：JZ-003\n")
    forger.done()


def left_with_a_slip(forger: Forger) -> None:
    forger.amend("JZ-003", "类别: A", "类别: B\n    不明: 1")
    forger.done()
    forger.amend("JZ-003", "标题: 部分", "标题: 少数")
    forger.keep("改标题")


def left_with_a_wrong_day(forger: Forger) -> None:
    text = forger.issue("JZ-003").replace("2024-09-18", "2024-9-18")
    forger.write("issues/JZ-003.yaml", text.replace("类别: A", "类别: B"))
    forger.done()


def removed_and_brought_back(forger: Forger) -> None:
    text = forger.issue("JZ-003")
    forger.path("JZ-003").unlink()
    forger.done()
    forger.write("issues/JZ-003.yaml", text.replace("类别: A", "类别: B"))
    forger.done()


def false_undo(forger: Forger) -> None:
    forger.make("note", "9", "--text", "最后一条。")
    last = forger.git("rev-parse", "HEAD").strip()
    forger.amend("JZ-003", "类别: A", "类别: B")
    forger.done(f"撤销：备注\n\n撤销: {last}")


def noted(forger: Forger) -> str:
    """Record the same of three issues, and something afterwards."""
    forger.make("note", "8", "9", "10", "--text", "三条同记。")
    version = forger.git("rev-parse", "HEAD").strip()
    forger.make("note", "11", "--text", "之后。")
    return version


def drop_last(forger: Forger, *numbers: str) -> None:
    """Strike out the last event of these issues."""
    for number in numbers:
        kept, _, _ = forger.issue(number).rpartition("  - 日期:")
        forger.write(f"issues/{number}.yaml", kept)


def undone_in_part(forger: Forger) -> None:
    version = noted(forger)
    drop_last(forger, "JZ-009")
    forger.done(f"撤销\n\n撤销: {version}")


def undone_and_more(forger: Forger) -> None:
    version = noted(forger)
    drop_last(forger, "JZ-008", "JZ-009", "JZ-010", "JZ-011")
    forger.done(f"撤销\n\n撤销: {version}")


def false_number(forger: Forger) -> None:
    text = forger.issue("JZ-005").replace("JZ-005", "JZ-099")
    forger.path("JZ-005").unlink()
    forger.write("issues/JZ-099.yaml", text.replace("类别: A", "类别: B"))
    forger.done("改号\n\n改号: JZ-005 JZ-099")


def ledger_removed(forger: Forger) -> None:
    shutil.copytree(forger.ledger, forger.ledger.with_name("另一个"))
    forger.done()
    shutil.rmtree(forger.ledger)
    forger.done()


def ledger_renamed(forger: Forger) -> None:
    forger.amend("JZ-003", "类别: A", "类别: B")
    forger.ledger.rename(forger.ledger.with_name("改了名"))
    forger.done()


def put_back(forger: Forger) -> None:
    text = forger.issue("JZ-003")
    graded(forger)
    forger.write("issues/JZ-003.yaml", text)
    forger.keep("改回来")


def replaced(forger: Forger) -> None:
    before = forger.git("rev-parse", "HEAD").strip()
    forger.amend("JZ-003", "类别: A", "类别: B")
    tree = forger.done()
    forger.git("replace", before, tree)


def grafted(forger: Forger) -> None:
    forger.amend("JZ-003", "类别: A", "类别: B")
    grafts = forger.root / ".git" / "info" / "grafts"
    grafts.write_text(f"{forger.done()}\n")


GRADED = "JZ-003 2024-09-18的答复（市民政局）被改动：类别 A → B"
TAMPERINGS = {
    "an answer is graded again as if only formatted": (graded, GRADED),
    "an event is struck out": (struck_out, "JZ-002 2024-06-22的签收（市民政局）被删去"),
    "an issue is removed": (whole_file, "JZ-005 整份被删去，连同"),
    "a void event counts again": (
        unvoided,
        "JZ-007 2024-06-20的交办已作废（2026-07-01 漏写文号），又被取消作废",
    ),
    "the reason of a 作废 is another": (
        reason,
        "JZ-007 2024-06-20的交办的作废被改写：2026-07-01 漏写文号 → 2026-07-01 另有",
    ),
    "a void event is struck out": (void_struck_out, "JZ-007 2024-06-20的交办被"),
    "a vote has other counts": (votes, "2026-02 2026-07-01的测评记录被改动：计票第1项"),
    "a vote is removed": (vote_removed, "2024-01 整份被删去"),
    "a void vote counts again": (vote_unvoided, "2026-01 2026-07-01的测评记录已作废"),
    "an event is moved to another issue": (
        moved,
        "JZ-002 2024-06-22的签收（市民政局）被移到 JZ-001",
    ),
    "an issue is given a number by hand": (renamed, "的交办被移到 JZ-099"),
    "a merge drops what the other side recorded": (
        merged_away,
        "JZ-010 2026-07-01的备注被删去：那边的记录。",
    ),
    "a merge alters what the other side recorded": (
        merged_altered,
        "JZ-010 2026-07-01的备注被改动：内容 那边的记录。 → 那边没有记录。",
    ),
    "a version that can't be read hides it": (behind_a_fault, GRADED),
    "a slip in the event hides it": (behind_a_slip, GRADED),
    "a file is left so that it can't be read": (
        left_broken,
        "JZ-003 的文件读不出来，连同",
    ),
    "it is left with a field that nobody knows": (
        left_with_a_slip,
        f"{GRADED}；不明 （无） → 1",
    ),
    "it is left with a day that is none": (
        left_with_a_wrong_day,
        "被改动：日期 2024-09-18 → 2024-9-18；类别 A → B",
    ),
    "an undo takes back a part alone": (
        undone_in_part,
        "JZ-009 2026-07-01的备注被删去：三条同记。",
    ),
    "an undo takes back more": (
        undone_and_more,
        "JZ-011 2026-07-01的备注被删去：之后。",
    ),
    "an issue is removed and comes back altered": (removed_and_brought_back, GRADED),
    "it says that it is an undo": (false_undo, GRADED),
    "it says that it is a renumbering": (false_number, "自称改号，但不只改了号"),
    "a whole ledger is removed": (ledger_removed, "JZ-012 整份被删去，连同"),
    "the ledger is renamed meanwhile": (ledger_renamed, GRADED),
    "it is put back later": (put_back, "现已恢复原样"),
    "git is told to show another version": (replaced, GRADED),
    "git is told of another beginning": (grafted, GRADED),
}


@pytest.fixture
def forger(honest: Clerk, tmp_path: Path) -> Forger:
    """Somebody with a copy of the honest history."""
    home = tmp_path / "家"
    shutil.copytree(honest.root, home / "工作台", symlinks=True)
    forger = Forger.__new__(Forger)
    forger.__dict__.update(honest.__dict__, home=home, root=home / "工作台")
    forger.who = "冒名者"
    return forger


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_a_tampering_is_found_with_who_and_when(forger: Forger, kind: str) -> None:
    tamper, sentence = TAMPERINGS[kind]
    tamper(forger)
    done = forger.do("verify", "--since", "HEAD~3")
    assert (done.code, done.err) == (5, "")
    assert sentence in done.out
    assert BY in done.out


def test_what_is_altered_and_not_recorded_yet_is_found(forger: Forger) -> None:
    forger.amend("JZ-003", "类别: A", "类别: B")
    done = forger.do("verify", "--since", "HEAD")
    assert done.code == 5
    assert done.lines[:2] == [
        f"改动  {GRADED}",
        "      在文件里直接改的，还没有记入版本历史",
    ]


@pytest.mark.parametrize("way", ["--amend", "--hard"])
def test_a_history_rewritten_in_this_folder_is_found(forger: Forger, way: str) -> None:
    forger.make("note", "9", "--text", "不愿留下的话。")
    if way == "--amend":
        forger.amend("JZ-009", "不愿留下的话。", "没有什么。")
        forger.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    else:
        forger.git("reset", "--quiet", "--hard", "HEAD~1")
    done = forger.do("verify", "--since", "HEAD~1")
    assert done.code == 5
    assert "JZ-009 2026-07-01的备注被" in done.lines[0]
    assert "不愿留下的话。" in done.lines[0]
    assert "版本历史后来被改写" in done.lines[1]


def test_a_workspace_that_is_moved_is_compared_with_what_it_was(
    forger: Forger,
) -> None:
    graded_text = forger.issue("JZ-003").replace("类别: A", "类别: B")
    inner = forger.root / "内"
    inner.mkdir()
    (forger.root / "data").rename(inner / "data")
    (inner / "data" / forger.name / "issues/JZ-003.yaml").write_text(graded_text)
    forger.done()
    forger.root = inner
    done = forger.do("verify", "--since", "HEAD~1")
    assert done.code == 5
    assert GRADED in done.out
    assert "说明  移来：台账从别的文件夹移来，移来以前的版本没有核验" in done.out
    assert BY in done.out


def test_an_honest_rebase_loses_nothing(forger: Forger) -> None:
    forger.part_ways()
    forger.git("rebase", "--quiet", "那边")
    assert forger.do("verify", "--since", "HEAD~3").code == 0


def test_who_takes_back_what_another_recorded_is_named(forger: Forger) -> None:
    forger.who = "办公室"
    forger.make("note", "9", "--text", "不愿留下的话。")
    forger.who = "冒名者"
    forger.make("undo")
    done = forger.do("verify", "--since", "HEAD~2")
    assert done.code == 0
    assert "说明  撤销他人的操作：办公室" in done.out
    assert "的“备注 JZ-009：不愿留下的话。”（冒名者" in done.out


def test_a_whole_operation_is_taken_back_after_others(forger: Forger) -> None:
    version = noted(forger)
    drop_last(forger, "JZ-008", "JZ-009", "JZ-010")
    forger.done(f"撤销\n\n撤销: {version}")
    done = forger.do("verify", "--since", "HEAD~4")
    assert done.code == 0
    assert "说明  撤销：冒名者" in done.out


def test_what_is_left_broken_is_not_said_to_be_back_nor_named_twice(
    forger: Forger,
) -> None:
    left_with_a_slip(forger)
    forger.amend("JZ-003", "标题: 少数", "标题: 若干")
    done = forger.do("verify", "--since", "HEAD~3")
    assert done.out.count(GRADED) == 1
    assert "现已恢复" not in done.out


def met_with_markers(forger: Forger) -> None:
    """Commit a merge over its markers, where one side has taken a record back."""
    title = "标题: 部分农村敬老院消防设施不达标"
    forger.make("note", "10", "--text", "马上撤销。")
    forger.git("checkout", "--quiet", "-b", "那边")
    forger.amend("JZ-010", title, "标题: 那边的标题")
    forger.done()
    forger.git("checkout", "--quiet", "main")
    forger.make("undo")
    forger.amend("JZ-010", title, "标题: 这边的标题")
    forger.done()
    with suppress(subprocess.CalledProcessError):
        forger.git("merge", "--quiet", "那边")
    assert "<<<<<<<" in forger.issue("JZ-010")
    forger.done("合并")


def test_what_one_side_took_back_is_not_missed_where_a_merge_left_markers(
    forger: Forger,
) -> None:
    met_with_markers(forger)
    forger.make("resolve", "--pick", "JZ-010 标题=本方")
    done = forger.do("verify")
    assert done.code == 0, done.out
    assert "说明  撤销：" in done.out


def test_what_is_lost_while_markers_are_mended_is_found(forger: Forger) -> None:
    text = forger.issue("JZ-010")
    met_with_markers(forger)
    forger.write("issues/JZ-010.yaml", text.replace(SIGNED, ""))
    forger.done("改好")
    done = forger.do("verify")
    assert done.code == 5
    assert done.out.count("改动  ") == 1
    assert "改动  JZ-010 2024-06-22的签收（市民政局）被删去" in done.out
    assert BY in done.out


def test_a_history_that_is_cut_short_is_said(forger: Forger, tmp_path: Path) -> None:
    short = Clerk(tmp_path / "短")
    short.git("clone", "--quiet", "--depth", "1", f"file://{forger.root}", ".")
    done = short.do("verify")
    assert (done.code, done.lines[0]) == (
        0,
        "说明  不完整：这份版本历史是截短的（浅克隆），更早的版本检查不到",
    )


def test_a_clock_that_runs_backwards_is_no_fault(forger: Forger) -> None:
    forger.amend("JZ-003", "标题: 部分", "标题: 少数")
    early = {
        f"GIT_{role}_DATE": "2020-01-01T00:00:00" for role in ("AUTHOR", "COMMITTER")
    }
    forger.done(**early)
    forger.amend("JZ-003", "标题: 少数", "标题: 部分")
    forger.done(GIT_AUTHOR_DATE="2020-01-02T00:00:00")
    done = forger.do("verify", "--since", "HEAD~3")
    assert done.code == 0
    assert "时间：2020-01-01 早于前一版本的" in done.out
    assert "时间：写的是 2020-01-02，存入是 2026-12-01" in done.out


def test_facts_and_typing_slips_mended_by_hand_are_no_records(forger: Forger) -> None:
    forger.amend("JZ-001", "标题: 部分农村敬老院", "标题: 各敬老院")
    forger.done()
    text = forger.issue("JZ-001")
    slip = text.replace("办理记录:\n", "办理记录:\n  - 日期: 明天\n    事项: 备注\n")
    forger.write("issues/JZ-001.yaml", slip)
    forger.done()
    forger.amend("JZ-001", "日期: 明天", "日期: 2026-07-02\n    内容: 已通话")
    forger.done()
    forger.amend("JZ-002", "事项: 签收", "事项: 签 收")
    forger.done()
    forger.amend("JZ-002", "事项: 签 收", "事项: 签收")
    forger.done()
    done = forger.do("verify", "--since", "HEAD~6")
    assert (done.code, "改动" in done.out.partition("：没有")[0]) == (0, False), (
        done.out
    )


def test_json_says_what_was_before_and_after(forger: Forger) -> None:
    graded(forger)
    found = forger.do("verify", "--since", "HEAD~2", "--json").json
    assert found["版本数"] > 1
    (entry,) = found["改动"]
    assert entry["项目"] == [{"项目": "类别", "之前": "A", "之后": "B"}]
    assert (entry["编号"], entry["日期"], entry["事项"], entry["登记人"]) == (
        "JZ-003",
        "2024-09-18",
        "答复",
        "冒名者",
    )
    assert (entry["改动"], entry["现已恢复"]) == ("改动", False)


def test_who_asked_to_stay_unnamed_is_not_named(forger: Forger) -> None:
    hidden = "  - 姓名: 某代表\n    身份: 代表\n    保密: 是\n"
    forger.amend("JZ-003", "  - 姓名: 执法检查组\n", hidden)
    forger.done()
    forger.make("feedback", "3", "--from", "某代表", "--result", "满意")
    forger.amend("JZ-003", "结果: 满意", "结果: 基本满意")
    forger.done()
    forger.amend("JZ-003", "结果: 基本满意", "结果: 满意")
    forger.path("JZ-003").unlink()
    forger.done()
    done = forger.do("verify", "--since", "HEAD~4")
    assert "结果 满意 → 基本满意" in done.out
    assert "某代表" not in done.out
    assert "某代表" not in forger.do("verify", "--since", "HEAD~4", "--json").out


def test_a_ledger_is_verified_alone(forger: Forger) -> None:
    shutil.copytree(forger.ledger, forger.ledger.with_name("另一个"))
    forger.done()
    graded(forger)
    assert forger.do("verify", "-l", "另一个", "--since", "HEAD~2").code == 0
    assert forger.do("verify", "-l", "没有的").code == 3


def test_without_a_history_it_says_so(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    done = bench.do("verify")
    assert (done.code, done.out) == (7, "")
    assert "没有版本历史" in done.err


def test_a_version_nobody_knows_is_refused(forger: Forger) -> None:
    done = forger.do("verify", "--since", "不存在")
    assert (done.code, done.out) == (7, "")
