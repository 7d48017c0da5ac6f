"""查看: what is promised of the data that other programs read, and of the figures."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from office import kept, office
from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

ITEM = [
    *("编号", "标题", "类别", "来源", "状态", "主办", "协办", "期限"),
    *("剩余天数", "重点督办", "办理次数"),
]
RATE = ["指标", "分组", "分子", "分母", "比率", "口径", "分子编号", "分母编号", "未计"]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    bench = Workbench(tmp_path_factory.mktemp("sample"), "jiaozuo-2024")
    assert bench.do("init", ".", "--example", "jiaozuo-2024", "--no-git").code == 0
    return bench


def named(bench: Workbench, *args: str) -> list[str]:
    return bench.do("list", "--numbers", *args).lines


def test_list_gives_the_promised_keys_and_no_others(sample: Workbench) -> None:
    done = sample.run("list", "--json")
    assert (done.code, done.err) == (0, "")
    items: list[dict[str, Any]] = done.json
    assert len(items) == 57
    for item in items:
        assert list(item) == ITEM
        assert isinstance(item["协办"], list)
        assert isinstance(item["主办"], str)
        assert isinstance(item["重点督办"], bool)
        assert item["期限"] is None or DAY.fullmatch(item["期限"])
    separate = next(item for item in items if item["编号"] == "JZ-033")
    assert separate["主办"].count("、") == 2
    assert [item["编号"] for item in items] == sorted(item["编号"] for item in items)


def test_an_absent_value_is_null(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="编号: JZ-001\n标题: 甲\n")
    assert bench.run("list", "--json").json == [
        {
            "编号": "JZ-001",
            "标题": "甲",
            "类别": None,
            "来源": None,
            "状态": "待交办",
            "主办": None,
            "协办": [],
            "期限": None,
            "剩余天数": None,
            "重点督办": False,
            "办理次数": 1,
        }
    ]


def test_show_gives_the_keys_of_the_file_and_what_is_computed(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    shown = bench.run("show", "1", "--json", "--as-of", "2024-09-18").json
    own = [*("编号", "标题", "类别", "来源", "审议意见", "提出人", "问题描述")]
    assert list(shown) == [*own, "办理记录", "现状"]
    assert shown["办理记录"][0] == {
        "日期": "2024-06-20",
        "事项": "交办",
        "主办": "市民政局",
        "协办": ["市财政局"],
        "期限": "2024-09-30",
    }
    now = shown["现状"]
    assert (now["状态"], now["截至"], now["剩余天数"]) == ("已答复", "2024-09-18", None)
    assert now["承办"][0] == {
        "单位": "市民政局",
        "角色": "主办",
        "状态": "已答复",
        "签收日期": "2024-06-22",
        "期限": "2024-09-30",
        "原期限": "2024-09-30",
        "逾期天数": 0,
        "答复类别": "A",
        "复核": None,
        "办理次数": 1,
    }


def test_show_tells_an_issue_to_a_person(sample: Workbench) -> None:
    done = sample.run("show", "JZ-014")
    assert (done.code, done.err) == (0, "")
    for words in (
        "JZ-014  两所公办敬老院护理型床位占比不足",
        "重新办理（第3次办理）",
        "逾期3天",
        "检查发现，两所公办敬老院",
        "2024-10-30",
        "满意 11，基本满意 6，不满意 18，实到 35",
        "票号 2024-02",
    ):
        assert words in done.out
    earlier = sample.do("show", "14", "--as-of", "2024-07-01").out
    assert "2024-06-24" in earlier
    assert "2024-10-30" not in earlier


def test_show_says_all_that_is_known_before_the_hand_over(tmp_path: Path) -> None:
    facts = (
        "序号: '7'\n性质: 建议类\n提出日期: 2024-05-01\n依据: |\n  《条例》第九条。\n"
        "拟主办: 市民政局\n拟协办:\n- 市财政局\n- 市应急局\n拟定期限: 9月底前\n"
        "公开方式: 不公开\n备注: |\n  市级督查件：是\n\n  分管领导：社会委主任\n"
    )
    shared = "拟分办:\n- 市民政局\n- 市财政局\n"
    bench = office(
        tmp_path,
        JZ001=f"编号: JZ-001\n标题: 甲\n{facts}",
        JZ002=f"编号: JZ-002\n标题: 乙\n{shared}",
        JZ003="编号: JZ-003\n标题: 丙\n拟定期限: 长期坚持\n",
    )
    shown = bench.do("show", "1").out
    assert " 序号 7 · 建议类 · 提出日期 2024-05-01 · 不公开\n" in shown
    assert "   依据：《条例》第九条。\n" in shown
    assert (
        " 备注   市级督查件：是\n        分管领导：社会委主任\n\n"
        " 承办   尚未交办；拟由市民政局主办，市财政局、市应急局协办；拟定期限9月底前\n"
    ) in shown
    assert "附件" not in shown
    shown = bench.do("show", "2").out
    assert " 承办   尚未交办；拟由市民政局、市财政局分别办理\n" in shown
    assert " 承办   尚未交办；拟定期限长期坚持\n" in bench.do("show", "3").out


def test_show_says_all_that_a_ledger_was_taken_over_with(tmp_path: Path) -> None:
    plan = (
        "责任领导: 副局长\n    责任人: 养老科\n    整改目标: |\n      全部达标。\n"
        "    整改措施: |\n      逐院改造。\n    完成时限: 9月底前\n"
    )
    begun = "  - 日期: 2024-06-20\n    事项: 期初\n    状态: 办理中\n"
    alone = f"{begun}    主办: 市民政局\n    {plan}"
    shared = (
        f"{begun}    分办:\n      - 市财政局\n      - 单位: 市应急局\n"
        "        状态: 已答复\n        签收日期: 2024-06-03\n        责任人: 消防科\n"
    )
    later = (
        f"  - 日期: 2024-06-28\n    事项: 方案\n    单位: 市民政局\n    {plan}"
        "  - 日期: 2024-06-29\n    事项: 答复\n    单位: 市民政局\n    类别: A\n"
        "    内容: |\n      已办结。\n    完成日期: 2024-06-25\n"
    )
    bench = office(
        tmp_path,
        JZ001=kept("JZ-001", "待交办", alone),
        JZ002=kept("JZ-002", "待交办", shared),
        JZ003=kept("JZ-003", "已交办", later),
    )
    said = [line.strip() for line in bench.do("show", "1").lines]
    place = said.index("责任领导：副局长")
    assert said[place + 1 : place + 5] == [
        "责任人：养老科", "整改目标：全部达标。", "整改措施：逐院改造。",
        "完成时限：9月底前",
    ]  # fmt: skip
    shown = bench.do("show", "2").out
    assert " 市应急局 签收日期：2024-06-03；责任人：消防科\n" in shown
    assert " 市财政局 " not in shown.partition("期初")[2]
    shown = bench.do("show", "3").out
    for words in ("整改目标：全部达标。", "完成时限：9月底前", "完成日期：2024-06-25"):
        assert f" {words}\n" in shown


def test_rates_give_the_promised_keys_and_their_parts(sample: Workbench) -> None:
    done = sample.run("rates", "--json")
    assert (done.code, done.err) == (0, "")
    for rate in done.json:
        assert list(rate) == RATE
        assert rate["分组"] == "全部"
        assert len(rate["分子编号"]) >= rate["分子"] or rate["指标"].startswith("签收")
        assert rate["口径"]
        if rate["分母"]:
            share = 100 * rate["分子"] / rate["分母"]
            assert abs(float(rate["比率"].removesuffix("%")) - share) <= 0.0501
        else:
            assert rate["比率"] is None


def test_rates_count_what_the_list_shows(sample: Workbench) -> None:
    rates = {each["指标"]: each for each in sample.do("rates", "--json").json}
    closed = named(sample, "--state", "已销号")
    assert rates["销号率"]["分子编号"] == closed
    assert (rates["销号率"]["分子"], rates["销号率"]["分母"]) == (46, 57)
    assert rates["销号率"]["比率"] == "80.7%"
    assert rates["交办率"]["分子"] == 57


def test_rates_by_unit_count_undertakings_and_the_total_issues(
    sample: Workbench,
) -> None:
    table = sample.do("rates", "--by", "单位", "--only", "答复率", "--json").json
    groups = [each["分组"] for each in table]
    assert groups[-1] == "全部"
    assert len(groups) == len(set(groups))
    assert table[-1]["分母"] == 57
    assert sum(each["分母"] for each in table[:-1]) >= 57
    shown = sample.run("rates", "--by", "单位")
    assert "按承办统计，合计按问题计" in shown.out
    assert "合计（问题）" in shown.out


@pytest.mark.parametrize("by", ["类别", "来源", "来源级别", "审议意见", "台账"])
def test_rates_of_the_other_groups_add_up(sample: Workbench, by: str) -> None:
    table = sample.do("rates", "--by", by, "--only", "销号率", "--json").json
    *groups, total = table
    assert groups
    assert sum(each["分母"] for each in groups) == total["分母"] == 57
    assert sum(each["分子"] for each in groups) == total["分子"] == 46


def test_rates_of_three_months_differ_and_come_out_again(sample: Workbench) -> None:
    days = ("2024-07-31", "2024-08-31", "2024-09-30")
    args = ("rates", "--only", "答复率", "--json", "--as-of")
    answers = [sample.run(*args, day) for day in days]
    shares = [(each.json[0]["分子"], each.json[0]["分母"]) for each in answers]
    assert len(set(shares)) == 3
    assert [count for count, _ in shares] == sorted(count for count, _ in shares)
    later = [sample.do(*args, day, today="2031-01-01").out for day in days]
    assert later == [each.out for each in answers]


def test_explain_lists_the_numbers_in_and_out_of_the_numerator(
    sample: Workbench,
) -> None:
    args = ("rates", "--only", "销号率", "--as-of", "2024-12-31")
    rate = sample.do(*args, "--json").json[0]
    said = sample.run(*args, "--explain").out
    flat = said.replace("\n", "").replace(" ", "")
    inside, outside = rate["分子编号"], rate["分母编号"]
    rest = [number for number in outside if number not in inside]
    assert f"计入分子{len(inside)}：{'、'.join(inside)}" in flat
    assert f"只在分母{len(rest)}：{'、'.join(rest)}" in flat
    assert "销号率=" in flat
    assert "计入分子" not in sample.do(*args).out


def test_a_rate_without_a_base_is_a_dash(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="待交办")
    assert "—" in bench.do("rates", "--only", "答复率").out
    assert bench.do("rates", "--only", "答复率", "--json").json[0]["比率"] is None


@pytest.mark.parametrize(
    ("args", "headings"),
    [
        ("list --csv", ITEM),
        ("due --csv", ITEM),
        ("list --csv --columns 编号,余", ["编号", "余"]),
        ("rates --csv", RATE[:6]),
        ("units --csv", ["全称", "简称", "别名", "类型"]),
    ],
)
def test_a_table_comes_as_csv_too(
    sample: Workbench, args: str, headings: list[str]
) -> None:
    done = sample.run(*args.split())
    assert (done.code, done.err) == (0, "")
    rows = list(csv.reader(io.StringIO(done.out)))
    assert rows[0] == headings
    assert {len(row) for row in rows} == {len(headings)}
    assert len(rows) > 1


def test_csv_gives_a_spreadsheet_no_formula(tmp_path: Path) -> None:
    facts = kept("JZ-001", "待交办").replace("标题: 部分", "标题: '=1+1部分")
    text = facts.replace("不达标\n", "不达标'\n")
    bench = office(tmp_path, JZ001=text)
    rows = list(csv.reader(io.StringIO(bench.do("list", "--csv").out)))
    assert rows[1][1].startswith("'=1+1部分")


@pytest.mark.parametrize(
    ("args", "numbers"),
    [
        ("--state 已答复", "2"),
        ("--state 已答复 --state 已交办", "1 2 4"),
        ("--unit 民政局", "1 2 4 5"),
        ("--unit 市财政局", "1 2 4 5"),
        ("--unit 市应急局", ""),
        ("--category 设施改造", "4"),
        ("--source 执法检查", "1 2 3 4 5"),
        ("--source 来信", ""),
        ("--opinion 1", "1 2 3 4 5"),
        ("--opinion 2", ""),
        ("--key", "4"),
        ("--text 喷淋改造", "2 5"),
        ("--overdue --as-of 2024-10-08", "1 4"),
        ("--due-within 10 --as-of 2024-09-20", "1 4"),
        ("--due-within 9 --as-of 2024-09-20", ""),
        ("--sort 状态", "3 1 4 2 5"),
        ("--sort 类别", "4 1 2 3 5"),
        ("--state 已交办 --category 设施改造", "4"),
    ],
)
def test_a_list_holds_what_was_asked_for(
    tmp_path: Path, args: str, numbers: str
) -> None:
    key = "  - 日期: 2024-06-21\n    事项: 重点督办\n    督办领导: 分管副主任\n"
    chosen = kept("JZ-004", "已交办", key).replace("项目建设", "设施改造")
    bench = office(
        tmp_path,
        JZ001="已交办",
        JZ002="已答复",
        JZ003="待交办",
        JZ004=chosen,
        JZ005="已销号",
    )
    bench.today = "2024-09-20" if "已答复" not in args else "2024-12-01"
    words = args if "--as-of" in args else f"{args} --as-of 2024-12-01"
    assert named(bench, *words.split()) == [f"JZ-00{n}" for n in numbers.split()]


def test_nothing_found_is_said_and_is_no_error(tmp_path: Path) -> None:
    bench = office(tmp_path)
    for args in (["list"], ["due"], ["rates"], ["check"], []):
        done = bench.run(*args)
        assert (done.code, done.err) == (0, ""), args
        assert done.out.strip()
    assert bench.do("list", "--json").json == []
    assert bench.do("list", "--numbers").out == ""


def test_due_puts_the_latest_first(sample: Workbench) -> None:
    done = sample.do("due", "--within", "30", "--json")
    left = [item["剩余天数"] for item in done.json]
    assert left == sorted(left)
    assert done.json[0]["编号"] == "JZ-014"
    assert "二次不满意：JZ-014" in sample.run("due").out


def test_changes_are_told_by_unit(sample: Workbench) -> None:
    args = ("changes", "--since", "2024-09-01", "--until", "2024-09-30")
    done = sample.run(*args)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(" 2024年9月1日至30日：")
    record = sample.do(*args, "--json").json[0]
    assert list(record) == ["台账", "自", "至", "计数", "变化"]
    assert (record["自"], record["至"]) == ("2024-09-01", "2024-09-30")
    assert all(
        list(each) == ["单位", "事项", "编号", "日期", "说明"]
        for each in record["变化"]
    )
    assert record["变化"]


@pytest.mark.parametrize(
    "kind", ["handover", "problems", "measures", "duties", "bulletin", "definitions"]
)
def test_every_report_is_written_in_markdown(
    sample: Workbench, tmp_path: Path, kind: str
) -> None:
    unit = ["--unit", "市民政局"] if kind == "handover" else []
    done = sample.run("report", kind, *unit)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("---\n")
    target = tmp_path / "文书.md"
    written = sample.do("report", kind, *unit, "-o", str(target))
    assert (written.code, written.out) == (0, "")
    assert str(target) in written.err
    assert target.read_text(encoding="utf-8") == done.out
    again = sample.do("report", kind, *unit, "-o", str(target))
    assert again.code == 0
    target.write_text("别人改过", encoding="utf-8")
    refused = sample.do("report", kind, *unit, "-o", str(target))
    assert refused.code != 0
    assert target.read_text(encoding="utf-8") == "别人改过"
    assert sample.do("report", kind, *unit, "-o", str(target), "--overwrite").code == 0


def test_report_without_a_kind_names_them_all(sample: Workbench) -> None:
    done = sample.run("report")
    assert (done.code, done.err) == (0, "")
    assert "交办函　　　　handover" in done.out
    assert sample.run("report", "bulletin").out == sample.do("report", "情况通报").out


def test_reports_for_units_fill_a_folder(sample: Workbench, tmp_path: Path) -> None:
    folder = tmp_path / "交办函"
    done = sample.run("report", "handover", "-o", str(folder))
    assert done.code == 0
    files = sorted(path.name for path in folder.iterdir())
    assert "交办函_市民政局.docx" in files
    assert f"{len(files)}份" in done.err


def test_what_was_not_raised_yet_is_shown_and_counted_nowhere(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, "xixia-2024")
    bench.do("init", ".", "--example", "xixia-2024", "--no-git")
    day = ("--as-of", "2024-07-25")
    assert len(bench.do("list", "--json", *day).json) == 33
    assert "登记问题33条" in bench.do("report", "facts", *day).out
    shown = bench.do("show", "XX-034", *day)
    assert shown.code == 0, shown.err
