"""What a command chooses by itself, and what it leaves to its user."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from office import office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("args", "option"),
    [
        ("accept 1 --by 甲 --by 乙", "--by"),
        ("list --as-of 2024-07-01 --as-of 2024-08-01", "--as-of"),
        ("list -l a --ledger b", "--ledger"),
        ("-C . -C . list", "-C"),
    ],
)
def test_an_option_of_one_value_is_written_once(
    tmp_path: Path, args: str, option: str
) -> None:
    done = office(tmp_path, JZ001="已交办").do(*args.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{option} 只能写一个。")


def test_options_of_several_values_and_flags_may_be_repeated(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    twice = ("list", "--state", "已交办", "--state", "办理中", "--json", "--json")
    assert len(bench.do(*twice).json) == 1


def test_what_is_said_of_several_issues_is_said_once(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ002="已交办", JZ003="已交办")
    unknown = bench.do("accept", "1-3", "--by", "无此局")
    assert unknown.err.startswith("3条中有3条不能办，一条也没有办：\n没有“无此局”")
    assert unknown.err.count("\n") == 2
    early = bench.do("review", "1-3", "--result", "整改到位").err
    assert "JZ-001、JZ-002、JZ-003：" in early
    assert early.count("\n") == 2


def test_only_those_who_are_waited_for_are_urged(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已交办")
    bench.today = "2024-10-01"
    before = bench.files()
    idle = bench.do("urge", "1")
    assert (idle.code, idle.out) == (0, "")
    assert idle.err.startswith("到2024-10-01没有在等答复的单位，没有催办")
    assert bench.files() == before
    both = bench.do("urge", "1-2")
    assert both.out == "JZ-002\n"
    assert "JZ-001 没有在等答复的单位，没有催办" in both.err


def test_all_leaves_out_those_that_wait_for_another_unit(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="待交办")
    share = ("assign", "1", "--each", "市民政局", "--each", "市应急局")
    assert bench.do(*share).code == 0
    away = ("decline", "1", "--by", "市民政局", "--reason", "不属职责")
    assert bench.do(*away).code == 0
    assert bench.do("accept", "--all").err == "签收 JZ-001：市应急局\n"


def test_what_was_dropped_since_is_not_handed_over_afterwards(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="待交办", JZ002="待交办")
    for number in ("1", "2"):
        assert bench.do("edit", number, "--set", "拟主办=市民政局").code == 0
    assert bench.do("drop", "1", "--how", "撤回", "--reason", "重复").code == 0
    done = bench.do("assign", "--all", "--on", "2024-06-20")
    assert done.out == "JZ-002\n"
    assert "跳过1条：2024-06-20以后另有记录，现在是：JZ-001 已终止" in done.err


def test_nothing_is_merged_into_what_has_ended(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ002="已销号")
    drop = ("drop", "1", "--how", "并案", "--into", "2", "--reason", "重复")
    done = bench.do(*drop, today="2024-12-01")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("JZ-002 到2024-12-01已销号，不能并入")
    assert bench.do(*drop, today="2024-10-01").code == 0


def test_a_plan_says_something(tmp_path: Path) -> None:
    done = office(tmp_path, JZ001="已交办").do("plan", "1")
    assert done.code == 2
    assert "至少写一项" in done.err


def test_what_was_asked_for_is_granted(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    ask = ("extend", "1", "--ask", "--deadline", "10月底", "--reason", "等待招标")
    assert "申请延期至2024年10月31日" in bench.do(*ask).err
    assert "申请延期至2024年10月31日，待批" in bench.do("show", "1").out
    granted = bench.do("extend", "1", "--approver", "主任会议")
    assert granted.code == 0, granted.err
    now = bench.do("show", "1", "--json").json
    assert now["现状"]["期限"] == "2024-10-31"
    assert now["办理记录"][-1]["理由"] == "等待招标"


def test_a_class_and_a_promise_are_taken_as_they_are_typed(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ002="已交办")
    answer = ("respond", "1—2", "--text", "正在办。", "--class", "ｂ")
    assert bench.do(*answer, "--promise", "2027年6月底").code == 0
    event = bench.do("show", "1", "--json").json["办理记录"][-1]
    assert (event["类别"], event["承诺期限"]) == ("B", "2027-06-30")
    endless = bench.do(*answer, "--promise", "长期坚持", today="2024-07-02")
    assert (endless.code, "没有日期" in endless.err) == (2, True)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    done = office(tmp_path, JZ001="已交办").do("respond", "1", "--file", "无.txt")
    assert (done.code, done.err) == (2, "没有 无.txt 这个文件\n")


COUNTS = ("--satisfied", "1", "--basic", "0", "--unsatisfied", "9")


def test_a_second_vote_is_on_what_had_failed(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已答复")
    bench.today = "2024-10-30"
    failed = bench.do("evaluate", "1", *COUNTS)
    assert "不通过1条（JZ-001）（满意 1，基本满意 0，不满意 9，实到 10）" in failed.err
    bench.today = "2024-11-20"
    assert bench.do("respond", "1", "--text", "又办。").code == 0
    mixed = bench.do("evaluate", "1-2", *COUNTS)
    assert (mixed.code, mixed.out) == (4, "")
    assert "JZ-001 上次测评未通过，JZ-002 不是" in mixed.err
    again = bench.do("evaluate", "1", *COUNTS)
    assert "（二次）" in again.err


def test_counts_come_from_a_file_or_from_options(tmp_path: Path) -> None:
    done = office(tmp_path, JZ001="已答复").do(
        "evaluate", "1", "--from", "票.csv", "--present", "9"
    )
    assert (done.code, done.err.startswith("用了 --from")) == (2, True)


def test_what_is_to_come_is_shown_and_does_not_count(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    assert bench.do("note", "1", "--text", "开会", "--on", "2024-08-01").code == 0
    assert "开会（未到，不计）" in bench.do("show", "1").out
    assert "开会" not in bench.do("show", "1", "--as-of", "2024-07-01").out


def test_a_new_partner_has_no_deadline_and_a_second_round_its_own(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    bench.today = "2024-10-30"
    assert bench.do("evaluate", "1", *COUNTS).code == 0
    move = ("reassign", "1", "--from", "市民政局", "--to", "市应急局")
    assert bench.do(*move).code == 0
    event = bench.do("show", "1", "--json").json["办理记录"][-1]
    assert event["期限依据"] == "1个月"
    assert bench.do("reassign", "1", "--add", "市发改委").code == 0
    assert "期限" not in bench.do("show", "1", "--json").json["办理记录"][-1]


def test_ledgers_are_counted_apart_and_listed_in_one_document(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", rules="统计截止日: 2024-06-30\n")
    new = ("new", "jt-2024", "--title", "乙", "--prefix", "JT", "--organ", "甲")
    assert bench.do(*new).code == 0
    found = bench.do("rates", "--only", "交办率", "--json").json
    assert [each["台账"] for each in found] == ["jt-2024", "ylfw-2024"]
    units = bench.do("units", "--json").json
    assert {each["台账"] for each in units} == {"ylfw-2024"}
    late = bench.do("changes", "--since", "2024-07-01", "--json")
    assert [each["台账"] for each in late.json] == ["jt-2024"]
    assert "ylfw-2024 统计到2024-06-30（ledger.yaml 的统计截止日）" in late.err
    taken = bench.do(
        *("init", ".", "-l", "jt-2025", "--title", "丙", "--prefix", "JZ"),
        *("--organ", "甲"),
    )
    assert (taken.code, "编号前缀 JZ 已由台账 ylfw-2024 使用" in taken.err) == (3, True)


def test_a_unit_that_no_ledger_knows_is_refused(tmp_path: Path) -> None:
    done = office(tmp_path, JZ001="已交办").do("list", "--unit", "市民正局")
    assert (done.code, done.err.startswith("没有“市民正局”这个单位。")) == (4, True)


def test_adding_says_what_was_understood_and_what_is_alike(tmp_path: Path) -> None:
    bench = office(tmp_path)
    add = ("add", "--title", "助餐点不足", "--lead", "民政局")
    assert bench.do(*add).err == "登记 JZ-001：助餐点不足（拟主办市民政局）\n"
    assert bench.do(*add).err.startswith("注意：JZ-001 的标题也是“助餐点不足”")
    foreign = bench.do(*add, "--number", "XX-005", "-l", "ylfw-2024")
    assert (foreign.code, "编号前缀是 JZ" in foreign.err) == (3, True)
    listed = bench.do("list", "--columns", "编号,期限", "--json").json
    assert listed == [
        {"编号": "JZ-001", "期限": None},
        {"编号": "JZ-002", "期限": None},
    ]


PROCEDURE = """
    assign accept decline reassign plan progress contact extend urge key
    respond reject review feedback evaluate close recheck track drop resume
    reply note void
"""


def test_help_lists_the_commands_in_the_order_of_the_procedure(tmp_path: Path) -> None:
    page = office(tmp_path).do("--help").out
    panel = page.partition("办理\n")[2].partition("查看\n")[0].splitlines()
    listed = [line.split()[0] for line in panel if line.strip()]
    assert listed == PROCEDURE.split()


def test_one_issue_is_shown_without_reading_the_others(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="测评通过", JZ002="已交办")
    merge = ("drop", "2", "--how", "并案", "--into", "1", "--reason", "重复")
    assert bench.do(*merge, today="2024-10-20").code == 0
    bench.write("issues/JZ-003.yaml", "编号: [\n")
    shown = bench.do("show", "2", today="2024-11-01")
    assert (shown.code, shown.err) == (0, "")
    assert "测评通过" in shown.out
    whole = bench.do("show", "1", today="2024-11-01").out.replace("\n", "")
    assert "满意 30，基本满意 5，不满意 1，实到 36" in whole
