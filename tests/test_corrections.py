"""Putting right what was recorded wrongly, in one step and for many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from office import END, office

if TYPE_CHECKING:
    from pathlib import Path

WHY = ("--reason", "漏写文号")
SET = ("--set", "文号=演〔2024〕12号")


def test_a_forgotten_reference_is_mended_for_several_issues_at_once(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已交办")
    bench.commit()
    correct = ("void", "1-2", "--event", "1", *WHY, *SET)
    foretold = bench.do(*correct, "--dry-run")
    done = bench.do(*correct)
    assert done.out == "JZ-001\nJZ-002\n"
    assert done.err == ("更正 JZ-001、JZ-002的交办（文号=演〔2024〕12号）：漏写文号\n")
    assert foretold.err == f"（预演，没有写入）{done.err}"
    assert not [line for line in bench.changed() if line.startswith("-")]
    assert bench.issue("JZ-002").count("作废: 2024-07-01 漏写文号") == 1
    found = bench.do("show", "2", "--json").json
    copy = next(each for each in found["办理记录"] if "作废" not in each)
    assert copy["文号"] == "演〔2024〕12号"
    assert (copy["日期"], copy["登记日期"]) == ("2024-06-20", "2024-07-01")
    assert bench.do("check", "--quiet").code == 0
    known = bench.do("show", "2", "--json", "--known", "2024-06-25").json["现状"]
    assert known["状态"] == "已交办"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("期限=3个月", {"期限": "2024-09-20", "期限依据": "3个月"}),
        ("期限=", {"期限": None}),
        ("协办=市发改委、市应急局", {"协办": ["市发展和改革委员会", "市应急局"]}),
        ("主办=财政局", None),
        ("日期=6月18日", {"日期": "2024-06-18"}),
    ],
)
def test_an_item_is_read_as_its_command_reads_it(
    tmp_path: Path, setting: str, expected: dict[str, object] | None
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    correct = ("void", "1", "--event", "1", "--reason", "记错", "--set", setting)
    done = bench.do(*correct)
    if expected is None:
        assert (done.code, "市财政局写了两次" in done.err) == (4, True)
        return
    assert done.code == 0, done.err
    events = bench.do("show", "1", "--json").json["办理记录"]
    copy = next(each for each in events if "作废" not in each)
    assert {key: copy.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (("--set", "单价=1"), 2, "交办里不能用 --set 改“单价”"),
        (("--set", "作废=1"), 2, "不能用 --set 改“作废”"),
        (("--set", "文号"), 2, "应写成 项目=内容"),
        (("--set", "期限=2024-09-30"), 4, "本来就是这样写的"),
        (("--set", "主办=市应急局"), 4, "JZ-001 不能更正2024-06-20的交办"),
    ],
)
def test_a_correction_that_can_not_be_changes_nothing(
    tmp_path: Path, args: tuple[str, ...], code: int, sentence: str
) -> None:
    bench = office(tmp_path, JZ001="办理中")
    before = bench.files()
    done = bench.do("void", "1", "--event", "1", "--reason", "记错", *args)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert bench.files() == before


def test_to_correct_one_must_say_which(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="办理中")
    done = bench.do("void", "1", *WHY, *SET)
    assert (done.code, done.err) == (
        2,
        "更正须用 --event 写明第几项，序号见 rectify show\n",
    )


def test_who_voids_one_decision_of_a_vote_is_told_of_the_others(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已答复")
    bench.today = "2024-10-30"
    counts = ("--satisfied", "30", "--basic", "5", "--unsatisfied", "1")
    assert bench.do("evaluate", "1-2", *counts).code == 0
    done = bench.do("void", "1", "--event", "4", "--reason", "记错")
    assert done.err.partition("\n")[2] == (
        "同一票号还有 JZ-002 的测评没有作废；"
        "整次作废用 rectify void 2024-01 --reason 理由\n"
    )
    last = bench.do("void", "2", "--event", "4", "--reason", "记错")
    assert len(last.err.splitlines()) == 1


HIDDEN = """\
编号: JZ-001
标题: 甲
提出人:
  - 姓名: 张某某
    身份: 代表
    保密: 是
办理记录:
  - 日期: 2024-06-20
    事项: 交办
    主办: 市民政局
    期限: 2024-09-30
  - 日期: 2024-06-28
    事项: 答复
    单位: 市民政局
    内容: |
      已办。
"""


def test_a_deputy_who_asks_for_it_is_not_named(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001=HIDDEN + END)
    told = bench.do("feedback", "1", "--from", "张某某", "--result", "满意")
    assert told.err == "反馈 JZ-001：代表A满意\n"
    shown = bench.do("show", "1").out
    listed = bench.do("list", "--columns", "编号,提出人", "--csv").out
    changed = bench.do("changes", "--since", "2024-07-01").out
    for said in (shown, listed, changed):
        assert "代表A" in said
        assert "张某某" not in said
