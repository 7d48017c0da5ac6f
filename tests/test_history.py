"""`history`: who recorded what when, out of real histories by real commands."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from offices import Clerk, clerk
from programs import needs, program
from sharing import office_of_two, sharing

if TYPE_CHECKING:
    from pathlib import Path

    from sharing import Sharing

__all__ = ["office_of_two", "sharing"]

pytestmark = needs("git")

NO_GIT = {"PATH": "/nowhere"}


@pytest.fixture(scope="session")
def first_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a first version, to be copied by each test."""
    home = tmp_path_factory.mktemp("版本")
    clerk(home, JZ001="已答复", JZ002="待交办", JZ003="测评通过")
    return home


@pytest.fixture
def bench(first_office: Path, tmp_path: Path) -> Clerk:
    """An office of its own."""
    found = Clerk(tmp_path / "办公室", "张")
    shutil.copytree(first_office, found.home, dirs_exist_ok=True)
    found.today = "2024-09-20"
    return found


def on(day: str) -> dict[str, str]:
    """Let git take a day for today."""
    return {f"GIT_{role}_DATE": f"{day}T09:30:00+0800"
            for role in ("AUTHOR", "COMMITTER")}  # fmt: skip


def make(bench: Clerk, *args: str, day: str = "2024-09-20") -> None:
    """Run a command that succeeds on a day."""
    done = bench.do(*args, today=day, **on(day))
    assert done.code == 0, done.err


def told(bench: Clerk, *args: str) -> Any:
    """Give the chronicle as JSON."""
    done = bench.do("history", *args, "--json")
    assert done.code == 0, done.err
    return done.json


def sentences(entry: Any) -> list[str]:
    """Give what a version changed, a step a line."""
    return [step["内容"] for step in entry["改动"]]


def test_each_version_says_who_recorded_what_when(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "已电话核实。")
    *_, last = told(bench, "1")
    assert last == {
        "时间": "2024-09-20T09:30:00+08:00",
        "登记人": "张",
        "摘要": "备注 JZ-001：已电话核实。",
        "类型": "记录",
        "版本": bench.git("rev-parse", "HEAD").strip(),
        "改动": [
            {
                "类别": "登记",
                "日期": "2024-09-20",
                "登记日期": None,
                "事项": "备注",
                "项目": None,
                "内容": "2024-09-20 备注：已电话核实。",
                "异常": False,
            }
        ],
        "说明": None,
    }


def test_what_the_sentence_of_a_version_says_is_not_said_twice(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "已电话核实。")
    make(bench, "note", "1", "--text", "补记的。", "--on", "2024-09-19")
    lines = bench.do("history", "1").lines
    assert lines[0] == " JZ-001 部分农村敬老院消防设施不达标"
    assert lines[-4:] == [
        " 2024-09-20 09:30  张  备注 JZ-001：已电话核实。",
        "",
        " 2024-09-20 09:30  张  备注 JZ-001：补记的。",
        "     2024-09-19 备注：补记的。（2024-09-20登记）",
    ]


def test_the_oldest_comes_first_and_other_issues_are_left_out(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "一。")
    make(bench, "note", "2", "--text", "二。")
    make(bench, "edit", "1", "--set", "类别=服务质量")
    assert [entry["摘要"] for entry in told(bench, "1")] == [
        "建账",
        "备注 JZ-001：一。",
        "修改 JZ-001：类别",
    ]
    assert sentences(told(bench, "1")[2]) == ["类别：项目建设 → 服务质量"]


def test_one_version_of_many_issues_says_of_each_its_own(bench: Clerk) -> None:
    make(bench, "note", "1-3", "--text", "一起核实。")
    last = told(bench, "2")[-1]
    assert last["摘要"] == "备注 JZ-001、JZ-002、JZ-003"
    assert sentences(last) == ["2024-09-20 备注：一起核实。"]
    assert "     2024-09-20 备注：一起核实。" in bench.do("history", "2").lines


def test_a_voided_and_a_corrected_event_are_named(bench: Clerk) -> None:
    make(bench, "void", "1", "--event", "3", "--reason", "类别写错", "--set", "类别=B")
    make(bench, "note", "1", "--text", "重了。")
    make(bench, "void", "1", "--event", "5", "--reason", "记重了")
    _, corrected, _, voided = told(bench, "1")
    assert corrected["改动"][0]["类别"] == "更正"
    assert sentences(corrected) == ["2024-09-18 答复：类别：A → B；理由：类别写错"]
    assert voided["改动"][0]["类别"] == "作废"
    assert sentences(voided) == ["2024-09-20 备注（重了。）：2024-09-20 记重了"]


def test_an_edit_by_hand_is_a_version_of_its_own_kind(bench: Clerk) -> None:
    bench.amend("JZ-001", "类别: 项目建设", "类别: 服务质量")
    make(bench, "note", "1", "--text", "以后。")
    _, by_hand, command = told(bench, "1")
    assert (by_hand["摘要"], by_hand["类型"]) == ("手工修改 JZ-001", "手工修改")
    assert sentences(by_hand) == ["类别：项目建设 → 服务质量"]
    assert sentences(command) == ["2024-09-20 备注：以后。"]


def test_what_was_removed_by_hand_stands_out(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "要删的。")
    text = bench.issue("JZ-001")
    start, end = text.index("  - 日期: 2024-09-20"), text.index("# 以上")
    bench.write("issues/JZ-001.yaml", text[:start] + text[end:])
    bench.keep("手工修改 JZ-001")
    last = told(bench, "1")[-1]
    assert last["改动"][0]["类别"] == "删除办理记录"
    assert last["改动"][0]["异常"] is True
    line = "     删除办理记录 2024-09-20 备注：要删的。（不是用命令改的）"
    assert bench.do("history", "1").lines[-1] == line
    assert "\x1b[31m删除办理记录" in bench.on_terminal("history", "1").out


def test_an_undo_and_its_undo_are_named_and_are_no_tampering(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "多记的。")
    make(bench, "undo")
    make(bench, "undo")
    undone, redone = told(bench, "1")[-2:]
    assert undone["类型"] == redone["类型"] == "撤销"
    assert [step["异常"] for step in undone["改动"]] == [False]
    assert "     撤回 2024-09-20 备注：多记的。" in bench.do("history", "1").lines


def test_what_is_in_no_version_yet_comes_last(bench: Clerk) -> None:
    bench.amend("JZ-001", "类别: 项目建设", "类别: 服务质量")
    last = told(bench, "1")[-1]
    assert (last["类型"], last["时间"], last["版本"]) == ("未记入版本历史", None, None)
    assert sentences(last) == ["类别：项目建设 → 服务质量"]
    assert bench.do("history", "1").lines[-2:] == [
        " 未记入版本历史",
        "     类别：项目建设 → 服务质量",
    ]


def test_what_a_command_held_back_is_in_no_version_yet(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "先不记。", "--no-commit")
    assert sentences(told(bench, "1")[-1]) == ["2024-09-20 备注：先不记。"]


def test_an_issue_that_was_never_recorded_is_told_from_its_file(bench: Clerk) -> None:
    bench.write("issues/JZ-009.yaml", "编号: JZ-009\n标题: 刚手工写的\n")
    (entry,) = told(bench, "9")
    assert sentences(entry) == ["JZ-009 刚手工写的"]


def test_a_file_that_is_gone_still_has_its_history(bench: Clerk) -> None:
    (bench.ledger / "issues" / "JZ-002.yaml").unlink()
    bench.keep("手工删除 JZ-002")
    entries = told(bench, "JZ-002")
    assert sentences(entries[-1]) == ["JZ-002 部分农村敬老院消防设施不达标"]
    assert entries[-1]["改动"][0]["类别"] == "删去"


def test_a_version_that_cannot_be_read_is_said(bench: Clerk) -> None:
    sound = bench.issue("JZ-002")
    bench.write("issues/JZ-002.yaml", sound.replace("来源: ", "来源："))
    bench.keep("手工修改 JZ-002")
    bench.write("issues/JZ-002.yaml", sound.replace("类别: 项目建设\n", ""))
    bench.keep("手工修改 JZ-002")
    _, broken, mended = told(bench, "2")
    assert broken["说明"].startswith("这一版读不出来：")
    assert sentences(mended) == ["类别：项目建设 → （无）"]


def test_a_file_that_cannot_be_read_now_is_said(bench: Clerk) -> None:
    bench.amend("JZ-002", "来源: ", "来源：")
    done = bench.do("history", "2")
    assert done.code == 0
    assert "     现在的文件读不出来：" in done.out


def test_only_the_form_changed(bench: Clerk) -> None:
    bench.amend("JZ-002", "# 主任会议点了名\n", "")
    bench.keep("手工修改 JZ-002")
    assert told(bench, "2")[-1]["说明"] == "内容没有变化，只改了格式或注释"


def test_a_field_that_is_declared_no_more_hides_no_version(bench: Clerk) -> None:
    rules = bench.read("ledger.yaml")
    declared = "自定义字段:\n  - 名称: 片区\n    类型: 文本\n"
    bench.write("ledger.yaml", rules + declared)
    make(bench, "edit", "2", "--set", "片区=城北")
    make(bench, "edit", "2", "--set", "片区=")
    bench.write("ledger.yaml", rules)
    assert [entry["说明"] for entry in told(bench, "2")][1:] == [
        "内容没有变化，只改了格式或注释"
    ] * 2


def test_a_vote_and_the_whole_files_have_a_history_too(bench: Clerk) -> None:
    make(bench, "void", "2024-01", "--reason", "计票有误")
    void = told(bench, "2024-01")[-1]
    assert sentences(void) == ["2024-09-20 计票有误"]
    assert void["改动"][0]["类别"] == "作废"
    make(bench, "units", "alias", "市财政局", "财政局")
    last = told(bench, "units.yaml")[-1]
    assert sentences(last) == ["单位：市财政局的别名：增加财政局"]
    bench.amend("../ledger", "年度: 2024", "年度: 2025")
    assert sentences(told(bench, "ledger.yaml")[-1]) == ["年度：2024 → 2025"]


def test_days_bound_what_is_listed(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "一。", day="2024-09-20")
    make(bench, "note", "1", "--text", "二。", day="2024-09-25")
    since = told(bench, "1", "--since", "2024-09-21", "--until", "2024-09-30")
    assert [entry["摘要"] for entry in since] == ["备注 JZ-001：二。"]
    none = bench.do("history", "1", "--since", "2024-10-01", "--until", "2024-10-02")
    assert (none.code, none.out) == (0, "")
    assert none.err == "JZ-001 在这段时间里没有记录\n"
    turned = bench.do("history", "1", "--since", "2024-10-02", "--until", "2024-10-01")
    assert (turned.code, "请对调" in turned.err) == (2, True)


def test_the_lines_are_shown_as_git_shows_them(bench: Clerk) -> None:
    make(bench, "edit", "2", "--set", "类别=服务质量")
    plain = bench.do("history", "2", "--patch").out
    diff = bench.git("diff", "HEAD~1", "HEAD", "--no-textconv", "--no-ext-diff")
    body = [line for line in diff.split("\n")[4:] if line]
    hunk = plain[plain.rindex("@@ -") :].splitlines()
    assert [line.strip() for line in hunk[1:]] == [line.strip() for line in body[1:]]
    assert (
        "\x1b[32m     +类别: 服务质量"
        in bench.on_terminal("history", "2", "--patch").out
    )
    assert "+类别: 服务质量" in told(bench, "2", "--patch")[-1]["逐行"]


HIDDEN = "提出人:\n  - 姓名: 王某某\n    身份: 市人大代表\n    保密: 是\n"


def test_who_asked_to_stay_unnamed_is_in_no_line(bench: Clerk) -> None:
    bench.amend(
        "JZ-002",
        "提出人:\n  - 姓名: 执法检查组\n",
        HIDDEN.replace("    保密: 是\n", ""),
    )
    bench.keep("王某某提出 JZ-002")
    bench.amend(
        "JZ-002", "    身份: 市人大代表\n", "    身份: 市人大代表\n    保密: 是\n"
    )
    bench.keep("手工修改 JZ-002")
    for args in ((), ("--patch",), ("--json",), ("--json", "--patch")):
        done = bench.do("history", "2", *args)
        assert "王某某" not in done.out
        assert "代表A" in done.out


def test_a_renumbered_issue_is_followed_to_its_old_number(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.make("add", "--title", "乙发现的问题", "--text", "食堂没有留样。")
    second.make("sync")
    first.make("add", "--title", "甲发现的问题", "--text", "门口台阶太高。")
    first.make("note", "4", "--text", "改号以前的备注。")
    first.make("sync")
    first.make("note", "5", "--text", "改号以后的备注。")
    mine = told(first, "5")
    assert [entry["摘要"].partition(" ")[0] for entry in mine] == [
        "登记", "备注", "改号", "备注",
    ]  # fmt: skip
    assert [entry["类型"] for entry in mine][2] == "改号"
    assert sentences(mine[2]) == ["JZ-004 → JZ-005"]
    assert not any(step["异常"] for entry in mine for step in entry["改动"])
    (theirs,) = told(first, "4")
    assert theirs["登记人"] == "乙"


def test_a_merge_that_only_joins_is_no_line_of_its_own(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.make("note", "1", "--text", "乙的备注。")
    second.make("sync")
    first.make("note", "1", "--text", "甲的备注。")
    first.make("sync")
    entries = told(first, "1")
    assert {entry["登记人"] for entry in entries[1:]} == {"甲", "乙"}
    assert [entry["类型"] for entry in entries] == ["记录"] * 3


def test_a_merge_that_loses_an_event_is_shown(bench: Clerk, tmp_path: Path) -> None:
    other = bench.colleague(tmp_path / "乙家", "乙")
    make(bench, "note", "1", "--text", "甲的备注。")
    make(other, "note", "1", "--text", "乙的备注。")
    bench.git("fetch", "--quiet", str(other.root))
    bench.git("merge", "--quiet", "--strategy=ours", "--no-edit", "FETCH_HEAD")
    *_, merge = told(bench, "1")
    assert (merge["类型"], merge["摘要"]) == ("合并", "合并两边的改动")
    assert sentences(merge) == ["2024-09-20 备注：乙的备注。"]
    assert merge["改动"][0]["类别"] == "删除办理记录"


def test_names_and_sentences_of_others_move_no_cursor(bench: Clerk) -> None:
    bench.amend("JZ-002", "类别: 项目建设", "类别: 服务质量")
    bench.keep("手工\x1b[2J修改", GIT_AUTHOR_NAME="张\x1b]0;x\x07三")
    assert "\x1b" not in bench.do("history", "2").out
    assert "\x1b[2J" not in bench.on_terminal("history", "2").out


def test_without_git_the_record_is_told_by_its_own_days(bench: Clerk) -> None:
    make(bench, "note", "1", "--text", "补记的。", "--on", "2024-09-19", "--no-commit")
    done = bench.run("history", "1", **NO_GIT)
    assert done.code == 0
    assert "没有安装 git" in done.err
    assert done.lines[-2:] == [
        " 2024-09-20",
        "     2024-09-19 备注：补记的。（2024-09-20登记）",
    ]
    shutil.rmtree(bench.root / ".git")
    kept = bench.do("history", "1")
    assert (kept.code, kept.out) == (0, done.out)
    assert "没有版本历史" in kept.err
    vote = bench.do("history", "2024-01")
    assert (vote.code, "新增 测评 2024-01" in vote.out) == (0, True)
    assert bench.do("history", "9").code == 2


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("9", "没有 JZ-009，版本历史里也没有"),
        ("1-3", "这里只能写一个"),
        ("甲", "看不懂编号"),
    ],
)
def test_what_is_no_one_file_is_refused(bench: Clerk, word: str, said: str) -> None:
    done = bench.do("history", word)
    assert (done.code, said in done.err) == (2, True)


def test_it_starts_git_a_few_times_however_many_versions(
    bench: Clerk, tmp_path: Path
) -> None:
    for step in range(4):
        make(bench, "note", "1", "--text", f"第{step}次。")
    log = tmp_path / "git.log"
    real = shutil.which("git")
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, "git", f'echo "$@" >> "{log}"\nexec {real} "$@"')
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    done = bench.run("history", "1", PATH=path)
    assert done.code == 0, done.err
    assert len(log.read_text("utf-8").splitlines()) <= 5
