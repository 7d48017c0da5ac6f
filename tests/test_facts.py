"""The fact sheet: each sentence has its number, its base, its day; none says nought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    answered,
    closed,
    dropped,
    handed,
    issue,
    ledger,
    reviewed,
    roster,
    row,
    told,
    vote,
    voted,
)
from office import office
from paperwork import asking, compiled, table, worded
from rectify.domain.documents.report import NothingHanded

if TYPE_CHECKING:
    from pathlib import Path

    from casebook import Row
    from rectify.domain.issue import Issue
    from rectify.domain.roster import Roster

FINANCE, FIRE, EMERGENCY = "市财政局", "市消防救援支队", "市应急管理局"
REFORM = "市发展和改革委员会"
DEPUTY = {"姓名": "代表甲", "身份": "市人大代表"}


def done(unit: str = BUREAU, day: str = "2024-07-01") -> tuple[Row, ...]:
    return (
        handed(unit, 协办=[REFORM]),
        answered(day, unit),
        reviewed("2024-07-20", unit=unit),
        voted("2024-08-01"),
        closed("2024-08-05"),
    )


def facts() -> Roster:
    by = ledger(
        审议意见=[{"序号": 1, "标题": "甲"}, {"序号": 2, "标题": "乙"}],
        演示="是",
    )
    return roster(
        issue(1, *done(), 来源="执法检查", 来源级别="市", 类别="设施", 审议意见=1,
              提出人=[DEPUTY], 提出日期="2024-05-01"),
        issue(2, *done(day="2024-07-05"), 来源="执法检查", 来源级别="省", 审议意见=1,
              提出日期="2024-05-02"),
        issue(3, handed(), row("2024-07-01", "催办", 单位=BUREAU),
              row("2024-07-02", "延期", 单位=BUREAU, 申请日期="2024-07-01",
                  结论="同意", 新期限="2024-12-31", 批准人="主任"),
              来源="专题调研", 审议意见=2),
        issue(4, handed(FINANCE), row("2024-07-01", "催办", 单位=FINANCE)),
        issue(5, handed(FIRE), dropped("2024-07-01", "撤回")),
        issue(6, handed(FINANCE), dropped("2024-07-01", "并案", into=3)),
        by=by, on="2024-08-31",
    )  # fmt: skip


def text() -> str:
    return worded("facts", asking(facts()))


def test_the_sheet_begins_with_what_is_counted_at_all() -> None:
    written = text()
    assert (
        "截至2024年8月31日，“养老服务问题清单”登记问题6条，计入统计的已交办问题5条。"
        in written
    )
    assert (
        "注：已交办问题不含撤回、不予受理的；并案的分别计数。以下以这5条为基数。"
        in written
    )
    assert "某市人大常委会提出审议意见2条。" in written
    assert "问题最早于2024年5月1日、最近于2024年5月2日提出。" in written
    assert "2024年6月20日一次交办5条。" in written
    assert "5条中，人大代表提出或者参与提出的1条。" in written
    assert "5条由2个单位主办或者分办，共5件；1个单位协办，共2件。" in written
    assert "并案的1条计入所并问题的承办单位（计1件，签收率中不另计）。" in written
    assert "签收率为33.3%（2件/6件）。" in written


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["06-20", "06-20"], "2024年6月20日一次交办2条。"),
        (["06-20", "06-25"], "2条分2次交办：2024年6月20日1条、2024年6月25日1条。"),
        (
            ["06-20", "06-21", "06-22", "06-23"],
            "2024年6月20日至2024年6月23日分4次交办4条。",
        ),
    ],
)
def test_the_days_of_handing_over_are_told(days: list[str], said: str) -> None:
    held = roster(
        *(issue(n, handed() | {"日期": f"2024-{day}"}) for n, day in enumerate(days, 1))
    )
    written = worded("facts", asking(held))
    assert said in written
    assert "登记问题" in written
    assert "已全部交办" in written


def test_each_rate_has_its_counts_and_is_defined_beneath() -> None:
    written = text()
    assert (
        "截至2024年8月31日，整改完成率为40.0%（2条/5条）。\n\n"
        "注：整改完成率＝已销号，或各承办单位最近一次复核均为“整改到位”"
        "且此后未被否定的问题÷已交办问题。"
    ) in written
    assert "交办率为100%（5条/5条）。" in written
    assert "签收率为33.3%（2件/6件）。" in written


def test_a_rate_of_nothing_is_no_fact() -> None:
    names = [each.name for each in compiled("facts", asking(facts())).rates]
    assert "重办率" not in names
    assert "满意率" not in names
    assert all(each.rate.numerator for each in compiled("facts", asking(facts())).rates)


def test_the_issues_are_broken_down_by_what_is_known_of_them() -> None:
    written = text()
    assert (
        "按来源分，执法检查2条，全部完成整改；专题调研1条，尚无完成整改的；"
        "未填写2条，尚无完成整改的。"
    ) in written
    assert (
        "按来源级别分，市级1条，全部完成整改；省级1条，全部完成整改；未填写3条"
        in written
    )
    assert "按类别分，设施1条" in written
    assert "按审议意见分，第1条审议意见2条，全部完成整改；第2条审议意见1条" in written
    plain = worded("facts", asking(roster(issue(1, handed()))))
    assert "## 三、承办单位" in plain
    assert "分类情况" not in plain


def test_part_of_a_group_is_told_by_its_share() -> None:
    held = roster(
        issue(1, *done(), 类别="设施"), issue(2, handed(), 类别="设施"), on="2024-08-31"
    )
    assert "设施2条，完成整改1条，占50.0%。" in worded("facts", asking(held))


def test_the_classes_of_answers_are_told() -> None:
    assert (
        "有答复（被退回的不计）并注明类别的2条中，A类（已解决或基本解决）2条，占100%。"
    ) in text()


def many(*sizes: int, rectified: bool = False) -> list[Issue]:
    units = (BUREAU, FINANCE, FIRE, EMERGENCY)
    return [
        issue(place * 10 + n, *(done(unit) if rectified else [handed(unit)]))
        for place, (unit, size) in enumerate(zip(units, sizes, strict=False))
        for n in range(1, size + 1)
    ]


@pytest.mark.parametrize(
    ("sizes", "most"),
    [
        ((2, 1), [BUREAU, FINANCE]),
        ((4, 3, 2, 1), [BUREAU, FINANCE, FIRE]),
        ((4, 2, 2, 2), [BUREAU]),
        ((1, 1, 1, 1), []),
    ],
)
def test_those_with_the_most_are_named_unless_others_have_as_many(
    sizes: tuple[int, ...], most: list[str]
) -> None:
    held = roster(*many(*sizes))
    assert [each.unit for each in compiled("facts", asking(held)).most] == most
    named = "主办、分办件数居前的是" in worded("facts", asking(held))
    assert named == bool(most)


def test_units_that_have_rectified_everything_are_named_where_they_are_ranked() -> None:
    written = worded("facts", asking(roster(*many(3, 4, 5, 1, rectified=True))))
    assert (
        "承办3件以上、全部完成整改的单位有3个："
        f"{BUREAU}（3件）、{FINANCE}（4件）、{FIRE}（5件）。"
    ) in written
    assert f"{EMERGENCY}（1件）" not in written
    assert f"居前的是{FIRE}5件（全部完成整改）" in written


def test_votes_and_voices_are_told_with_their_base() -> None:
    cases = [
        issue(1, *done(), told("2024-08-10", "满意"), 提出人=[DEPUTY]),
        issue(
            2, handed(), answered("2024-07-01"), told("2024-07-10", "基本满意"),
            voted("2024-08-01", "不通过"), 提出人=[DEPUTY],
        ),
        issue(
            3, handed(FINANCE), answered("2024-07-01", FINANCE),
            voted("2024-08-02", "不通过", number="2024-03"),
        ),
    ]  # fmt: skip
    units = vote("2024-09", "2024-04-26", (8, 1, 1), (1, 1, 0), 对象={"单位": [FIRE]})
    again = vote("2024-03", "2024-08-02", (1, 0, 9), 轮次="二次")
    held = roster(*cases, votes=(units, again), on="2024-08-31")
    written = worded("facts", asking(held))
    assert "2024年8月1日测评问题2条，通过1条，未通过1条。" in written
    assert "2024年8月2日再次测评问题1条，未通过。" in written
    assert (
        f"2024年4月26日，2个会场同步对1个单位进行满意度测评：{FIRE}"
        "满意率75.00%（9票/12票）、满意和基本满意率91.67%。"
    ) in written
    assert "有代表反馈的2条中，满意1条、基本满意1条。" in written
    assert "测评和反馈" not in worded("facts", asking(roster(issue(1, handed()))))


def test_votes_by_ballot_are_not_taken_for_votes_by_issue() -> None:
    first = [
        issue(n, handed(), answered("2024-07-01"), voted("2024-08-01"))
        for n in (1, 2, 5)
    ]
    failed = voted("2024-08-02", "不通过", number="2024-02", 期限="2024-12-31")
    passed = voted("2024-10-02", number="2024-04")
    later = voted("2024-10-03", "不通过", number="2024-05", 期限="2024-12-31")
    cases = [
        *first,
        issue(3, handed(), answered("2024-07-01"), failed, answered("2024-09-01"),
              passed),
        issue(4, handed(), answered("2024-07-01"), failed, answered("2024-09-01"),
              later),
    ]  # fmt: skip
    well, badly = (8, 1, 1), (1, 1, 8)
    votes = [
        vote("2024-01", "2024-08-01", well),
        vote("2024-02", "2024-08-02", badly),
        vote("2024-04", "2024-10-02", well, 轮次="二次"),
        vote("2024-05", "2024-10-03", badly, 轮次="二次"),
    ]
    text = worded("facts", asking(roster(*cases, votes=tuple(votes))))
    assert "历次初次测评共5条次，通过3条次，占60.0%。" in text
    assert "历次二次测评共2条次，通过1条次，占50.0%。" in text
    assert "测评通过率（初次）为50.0%（1次/2次）。" in text
    assert "第二部分的测评通过率以票号计，合投的只计一次，两者不宜并用。" in text
    once = worded("facts", asking(roster(*first)))
    assert "历次" not in once


@pytest.mark.parametrize(
    ("verdict", "said"), [("通过", "全部通过"), ("不通过", "均未通过")]
)
def test_when_all_votes_went_one_way_it_is_said_in_words(
    verdict: str, said: str
) -> None:
    cases = [
        issue(n, handed(), answered("2024-07-01"),
              voted(f"2024-08-0{n}", verdict, number=f"2024-0{n}"))
        for n in (1, 2)
    ]  # fmt: skip
    text = worded("facts", asking(roster(*cases)))
    assert f"历次初次测评共2条次，{said}。" in text


def test_what_was_done_about_it_is_counted_by_records() -> None:
    assert "已登记催办2次、复核2次、同意延期1次。" in text()
    void = row("2024-07-01", "催办", 单位=BUREAU) | {"作废": "2024-07-02 登错"}
    held = roster(issue(1, handed(), void), on="2024-08-31")
    assert "办理过程" not in worded("facts", asking(held))
    assert "已登记催办1次。" in worded("facts", asking(held, known="2024-07-01"))


def test_the_look_backs_are_told() -> None:
    look = row("2024-08-20", "回头看", 结论="巩固")
    held = roster(issue(1, *done(), look), on="2024-08-31")
    assert "回头看1条，未发现反弹。" in worded("facts", asking(held))


def test_the_course_is_told_by_first_and_last_days_and_months() -> None:
    written = text()
    assert "答复最早于2024年7月1日、最近于2024年7月5日收到。" in written
    assert "销号2024年8月5日批准。" in written
    assert table(written, "各月底情况如下。") == [
        ["截至", "已交办", "已答复", "完成整改", "已销号"],
        ["2024年6月30日", "6", "0", "0", "0"],
        ["2024年7月31日", "5", "2", "2", "0"],
        ["2024年8月31日", "5", "2", "2", "2"],
    ]
    silent = worded("facts", asking(roster(issue(1, handed()), on="2024-06-25")))
    assert "收到" not in silent
    assert "批准" not in silent.split("时间进度")[1]


def test_before_any_handing_over_there_are_no_facts() -> None:
    with pytest.raises(NothingHanded, match="没有可写的事实清单"):
        compiled("facts", asking(roster(issue(1))))


def test_the_sheet_is_written_by_the_command(tmp_path: Path) -> None:
    made = office(tmp_path, JZ001="已销号").do(
        "report", "事实清单", "--as-of", "2024-12-31"
    )
    assert made.code == 0, made.err
    assert "整改完成率为100%（1条/1条）" in made.out


@pytest.mark.parametrize(
    ("how", "words"), [("测评", "测评未通过"), ("反馈", "反馈不满意")]
)
def test_the_months_say_by_what_an_issue_may_leave_them(how: str, words: str) -> None:
    held = roster(issue(1, handed()), by=ledger(评价方式=how))
    assert f"后来撤回、退回重办、{words}或者回头看反弹的" in worded(
        "facts", asking(held)
    )
