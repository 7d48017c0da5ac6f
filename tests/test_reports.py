"""What the reports say: figures counted by hand, and words as they were typed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from markdown_it import MarkdownIt

from casebook import (
    BUREAU,
    UNITS,
    Row,
    answered,
    as_known,
    asked,
    bulletin,
    closed,
    definitions,
    dropped,
    handed,
    handovers,
    issue,
    ledger,
    listed,
    rechecked,
    returned,
    reviewed,
    roster,
    row,
    shared,
    told,
    vote,
    voted,
)
from office import office
from rectify.domain.documents.kinds import UnknownKind, kind_named
from rectify.domain.documents.report import NothingHanded
from rectify.domain.measures import MEASURES
from rectify.domain.publicity import for_public
from rectify.domain.rate import DoesNotAddUp
from rectify.domain.unit import Directory, Unit
from rectify.storage.builtin import templates
from rectify.views.markdown import FaultyTemplate, Namer, render

if TYPE_CHECKING:
    from rectify.domain.roster import Roster

FINANCE, FIRE, EMERGENCY = "市财政局", "市消防救援支队", "市应急管理局"
REFORM = "市发展和改革委员会"
NOWHERE = Path("/没有这个文件夹")
# What every ledger has once something was handed over; all kinds of document are held
# to what was typed, in every format, by test_hostile_text.
ALIASES = ["handover", "problems", "duties", "measures", "bulletin", "definitions"]
EACH_KIND = pytest.mark.parametrize("alias", ALIASES)


def compiled(alias: str, held: Roster) -> Any:
    """Compile a document; of several copies, the first."""
    request = asked(held)
    if alias == "dossier":
        request = request._replace(numbers=(held.cases[0].number,))
    return next(iter(kind_named(alias).compile(request).values()))


def written(alias: str, held: Roster) -> str:
    return filled(alias, compiled(alias, held), held.directory)


def filled(alias: str, report: Any, units: Directory, own: Path = NOWHERE) -> str:
    """Fill a template, the office's own first."""
    return render(alias, report, units, own=own, builtin=templates())


def opinions(*titles: str) -> dict[str, object]:
    return {
        "审议意见": [
            {"序号": number, "标题": title} for number, title in enumerate(titles, 1)
        ]
    }


def done(unit: str = BUREAU, day: str = "2024-07-01") -> tuple[Row, ...]:
    return (
        handed(unit, 文号="演〔2024〕12号"),
        row("2024-06-21", "签收", 单位=unit),
        answered(day, unit),
        reviewed("2024-10-09", unit=unit),
    )


CAMPAIGN = (
    issue(1, *done(), voted("2024-10-30"), closed("2024-11-05"), 审议意见=1),
    issue(2, *done(day="2024-10-08"), 审议意见=1),
    issue(
        3, *done(), voted("2024-10-30", "不通过", number="2024-02", 期限="2024-11-29"),
        审议意见=2,
    ),
    issue(4, handed(until="2024-12-31"), 审议意见=2),
    issue(
        5, *done(FINANCE), closed("2024-11-01"),
        rechecked("2024-12-01", "反弹", 期限="2024-12-20"), 审议意见=2,
    ),
    issue(
        6, handed(FINANCE), row("2024-07-01", "签收", 单位=FINANCE),
        answered("2024-09-01", FINANCE, "C"),
        row("2024-09-10", "转跟踪", 下次核查="2025-06-30"), 审议意见=2,
    ),
    issue(
        7, handed(FINANCE), answered("2024-09-01", FINANCE, "B"),
        reviewed("2024-09-20", "无法整改", FINANCE),
    ),
    issue(8, handed(FIRE), dropped("2024-07-01", "撤回")),
    issue(9, *done(FIRE), dropped("2024-07-20", "并案", into=1)),
    issue(10),
)  # fmt: skip


def campaign(on: str = "2024-12-25") -> Roster:
    by = ledger(**opinions("兑现政策", "补齐设施"), 演示="是")
    return roster(*CAMPAIGN[:8], MERGED, CAMPAIGN[9], by=by, on=on)


MERGED = issue(9, handed(FIRE), dropped("2024-07-20", "并案", into=1), 审议意见=1)


def test_the_bulletin_counts_how_many_done_open_and_why() -> None:
    found = bulletin(campaign())
    assert (found.listed, found.out, found.total, found.merged) == (9, 1, 8, 1)
    assert "意见问题9条（撤回、不予受理的1条不计），其中" in written(
        "bulletin", campaign()
    )
    assert found.rectified.counts == "3/8"
    assert found.rectified.numerator_of == ("JZ-001", "JZ-002", "JZ-009")
    assert found.rest.states == (
        ("已交办待答复", 1),
        ("重新办理", 2),
        ("复核为无法整改", 1),
        ("转入跟踪", 1),
    )
    open_ = sum(count for _, count in found.rest.states)
    assert found.total == found.rectified.numerator + open_
    assert found.answered.counts == "5/8"
    assert found.struck_off.counts == "2/8"
    assert found.on_time.counts == "6/7"
    assert found.opinions == 2
    assert found.handings == ((date(2024, 6, 20), 8),)
    assert "其余5条中，已交办待答复1条、重新办理2条" in written("bulletin", campaign())


def test_the_bulletin_asks_of_each_open_issue_one_thing() -> None:
    rest = bulletin(campaign()).rest
    assert rest.duties == (
        "已逾期的2条立即答复",
        "未到期的1条在期限内答复",
        "复核为无法整改的1条做好解释说明",
        "转入跟踪的1条在核查日前报送进展",
    )
    assert [(each.item.number, each.limit) for each in rest.issues] == [
        ("JZ-003", "2024年11月29日"),
        ("JZ-004", "2024年12月31日"),
        ("JZ-005", "2024年12月20日"),
        ("JZ-006", "2025年6月30日"),
        ("JZ-007", "—"),
    ]


@pytest.mark.parametrize(
    ("events", "facts", "states", "duty"),
    [
        pytest.param(
            [handed(until=None)], {}, "已交办待答复", "没有定期限的1条抓紧办理答复",
            id="无期限",
        ),
        pytest.param(
            [handed(until=None)], {"时限类型": "长期坚持"}, "已交办待答复",
            "长期坚持的1条持续推进、定期报告进展", id="长期坚持",
        ),
        pytest.param(
            [handed(until=None, 期限依据="立行立改")], {}, "已交办待答复",
            "立行立改的1条马上整改并答复", id="立行立改",
        ),
        pytest.param(
            [handed(until=None, 期限依据="马上")], {"时限类型": "立行立改"},
            "已交办待答复", "立行立改的1条马上整改并答复", id="按时限类型立行立改",
        ),
        pytest.param(
            [handed(until=None, 期限依据="持续")], {"时限类型": "长期坚持"},
            "已交办待答复", "长期坚持的1条持续推进、定期报告进展",
            id="按时限类型长期坚持",
        ),
        pytest.param(
            [handed(), row("2024-07-01", "申请退回", 单位=BUREAU, 理由="不属职责")],
            {}, "等待改派", "等待改派的1条由某市人大常委会办公室尽快确定承办单位",
            id="待改派",
        ),
        pytest.param(
            [handed(), answered("2024-07-01"), voted("2024-08-01")], {},
            "测评通过待销号", "测评通过的1条抓紧办理销号", id="测评通过",
        ),
        pytest.param(
            [handed(), answered("2024-07-01"),
             row("2024-07-10", "转跟踪", 下次核查="2024-09-01")],
            {}, "转入跟踪", "核查日已过的1条立即报送进展", id="核查已过",
        ),
        pytest.param(
            [handed(), answered("2024-07-01"),
             row("2024-07-10", "转跟踪", 下次核查="2024-09-01"),
             answered("2024-08-01")],
            {"时限类型": "长期坚持"}, "已答复待复核测评",
            "已答复待复核的1条配合做好复核测评", id="跟踪后答复",
        ),
        pytest.param(
            [*[handed(), row("2024-07-01", "签收", 单位=BUREAU)]], {}, "正在办理",
            "未到期的1条在期限内答复", id="办理中",
        ),
    ],
)  # fmt: skip
def test_what_is_asked_next_follows_from_the_state(
    events: list[Row], facts: dict[str, object], states: str, duty: str
) -> None:
    rest = bulletin(roster(issue(1, *events, **facts), on="2024-09-20")).rest
    assert rest.states == ((states, 1),)
    assert rest.duties == (duty,)


@pytest.mark.parametrize(
    ("how", "events", "words"),
    [
        ("反馈", [answered("2024-07-01")], "已答复待复核和反馈"),
        (
            "反馈",
            [answered("2024-07-01"), told("2024-07-10", "满意")],
            "反馈满意待销号",
        ),
        ("无", [answered("2024-07-01")], "已答复待复核"),
    ],
)
def test_what_an_answer_waits_for_is_what_the_office_asks_for(
    how: str, events: list[Row], words: str
) -> None:
    held = roster(issue(1, handed(), *events), by=ledger(评价方式=how))
    assert bulletin(held).rest.states == ((words, 1),)


SEPARATELY = shared(BUREAU, FINANCE)
BOTH = [SEPARATELY, answered("2024-07-01"), answered("2024-07-02", FINANCE)]


@pytest.mark.parametrize(
    ("how", "events", "states", "duty", "shown"),
    [
        pytest.param(
            "测评", [reviewed("2024-08-01", "未到位")], "已答复但复核未到位",
            "复核未到位的1条继续整改、重新答复", "复核未到位", id="未到位",
        ),
        pytest.param(
            "无", [reviewed("2024-08-01", "未到位"), answered("2024-08-10")],
            "已答复待复核", "已答复待复核的1条配合做好复核", "已答复", id="再次答复",
        ),
        pytest.param(
            "测评", [reviewed("2024-08-01", "答复到位")], "答复到位待测评",
            "复核到位的1条配合做好测评", "答复到位", id="待测评",
        ),
        pytest.param(
            "反馈", [reviewed("2024-08-01", "答复到位")], "答复到位待反馈",
            "复核到位的1条配合做好反馈", "答复到位", id="待反馈",
        ),
        pytest.param(
            "无", [reviewed("2024-08-01", "答复到位")], "答复到位",
            "答复到位的1条按所作答复继续落实", "答复到位", id="答复到位",
        ),
    ],
)  # fmt: skip
def test_what_was_reviewed_is_not_said_to_wait_for_a_review(
    how: str, events: list[Row], states: str, duty: str, shown: str
) -> None:
    case = issue(1, handed(), answered("2024-07-01"), *events)
    rest = bulletin(roster(case, by=ledger(评价方式=how))).rest
    assert (rest.states, rest.duties) == (((states, 1),), (duty,))
    assert rest.issues[0].state == shown


@pytest.mark.parametrize(
    ("findings", "states"),
    [
        (("整改到位", "未到位"), "已答复但复核未到位"),
        (("整改到位", ""), "已答复待复核测评"),
        (("未到位", ""), "已答复但复核未到位"),
        (("整改到位", "无法整改"), "复核为无法整改"),
        (("整改到位", "答复到位"), "答复到位待测评"),
    ],
)
def test_of_several_answers_the_least_good_stands_for_the_issue(
    findings: tuple[str, str], states: str
) -> None:
    found = [
        reviewed("2024-08-01", finding, unit)
        for finding, unit in zip(findings, (BUREAU, FINANCE), strict=True)
        if finding
    ]
    rest = bulletin(roster(issue(1, *BOTH, *found))).rest
    assert rest.states == ((states, 1),)


def test_an_answer_found_wanting_is_named_with_whose_it_is_when_and_why() -> None:
    found = [reviewed("2024-08-01", "未到位", unit) for unit in (BUREAU, FINANCE)]
    held = roster(
        issue(1, *BOTH, *found),
        issue(2, handed(FIRE), answered("2024-07-01", FIRE),
              reviewed("2024-08-02", "未到位", FIRE) | {"理由": None}),
        issue(3, handed(), answered("2024-07-01"), reviewed("2024-08-01", "未到位"),
              row("2024-08-10", "转跟踪", 下次核查="2025-08-01")),
    )  # fmt: skip
    text = written("bulletin", held)
    assert (
        "1. 复核未到位2条：JZ-001“第1个问题”（市民政局、市财政局）"
        "市民政局8月1日复核：实地核查，市财政局8月1日复核：实地核查；"
        "JZ-002“第2个问题”（市消防救援支队）8月2日复核。"
    ) in text
    public = written("bulletin", for_public(held))
    assert "（市民政局、市财政局）市民政局8月1日复核，市财政局8月1日复核；" in public


def test_the_bulletin_splits_the_answered_by_their_class() -> None:
    found = bulletin(campaign())
    assert [(each.name, each.rate.counts) for each in found.grades] == [
        ("A类", "5/7"),
        ("B类", "1/7"),
        ("C类", "1/7"),
    ]


def test_the_bulletin_breaks_down_by_opinion_in_the_order_of_their_numbers() -> None:
    found = bulletin(campaign())
    assert found.theme_word == "审议意见"
    assert [(each.name, each.note, each.rate.counts) for each in found.themes] == [
        ("第1条", "兑现政策", "3/3"),
        ("第2条", "补齐设施", "0/4"),
        ("其他", "", "0/1"),
    ]
    many = [issue(n, handed(), 审议意见=n) for n in (10, 2, 1)]
    held = roster(*many, by=ledger(**opinions(*["甲"] * 10)))
    names = [each.name for each in bulletin(held).themes]
    assert names == ["第1条", "第2条", "第10条"]


def test_without_opinions_the_bulletin_breaks_down_by_category() -> None:
    held = roster(
        issue(1, handed(), 类别="设施"),
        issue(2, *done(), 类别="服务"),
        issue(3, *done()),
        issue(4, handed(), 类别="其他"),
    )
    found = bulletin(held)
    assert found.theme_word == "类别"
    assert [(each.name, each.rate.counts) for each in found.themes] == [
        ("设施", "0/1"),
        ("服务", "1/1"),
        ("其他", "0/1"),
        ("未分类", "1/1"),
    ]
    assert bulletin(roster(issue(1, handed()))).themes == ()


def test_the_bulletin_tells_each_session_and_what_failed_in_it() -> None:
    again = issue(
        1,
        *done(),
        voted("2024-10-30", "不通过"),
        answered("2024-11-05"),
        voted("2024-12-26", number="2024-02"),
    )
    second = vote("2024-02", "2024-12-26", (9, 0, 1), 轮次="二次")
    child = issue(3, handed(), dropped("2024-07-01", "并案", into=1))
    other = issue(2, *done(), voted("2024-10-30", number="2024-03"))
    first = issue(4, *done(), voted("2024-12-26", number="2024-04"))
    found = bulletin(roster(again, other, child, first, votes=(second,)))
    assert [(str(s.day), s.turn, s.total, s.failed) for s in found.sessions] == [
        ("2024-10-30", "初次", 2, ("JZ-001",)),
        ("2024-12-26", "初次", 1, ()),
        ("2024-12-26", "二次", 1, ()),
    ]
    text = filled("bulletin", found, UNITS)
    assert "2024年10月30日测评2条，通过1条，未通过1条（JZ-001）" in text
    assert "2024年12月26日再次测评1条，通过。" in text


def test_the_bulletin_tells_what_the_proposers_said() -> None:
    deputy = {"姓名": "代表甲", "身份": "市人大代表"}
    cases = [
        issue(n, *done(), told("2024-10-20", said), 提出人=[deputy])
        for n, said in enumerate(("满意", "基本满意", "满意", "不满意"), 1)
    ]
    silent = issue(5, *done(), told("2024-10-20", "未表态"), 提出人=[deputy])
    found = bulletin(roster(*cases, silent)).heard
    assert found is not None
    assert found.by_deputies
    assert found.parts == (("满意", 2), ("基本满意", 1), ("不满意", 1))
    assert found.total == 4
    by_others = issue(6, *done(), told("2024-10-20", "满意", "居民甲"))
    mixed = bulletin(roster(*cases, by_others)).heard
    assert mixed is not None
    assert not mixed.by_deputies
    assert bulletin(roster(silent)).heard is None


def test_the_bulletin_names_what_is_wrong_once_and_whose_it_is() -> None:
    wanting = bulletin(campaign()).wanting
    assert [each.item.number for each in wanting.overdue] == ["JZ-003", "JZ-005"]
    assert (wanting.twice_failed, wanting.rebounds, wanting.redone) == ((), (), ())
    assert [item.number for item in wanting.impossible] == ["JZ-007"]
    assert wanting.late == ((BUREAU, ("JZ-002",)),)
    assert wanting.unsigned == ((BUREAU, ("JZ-004",)),)
    earlier = bulletin(campaign("2024-12-10")).wanting
    assert [each.item.number for each in earlier.overdue] == ["JZ-003"]
    assert [item.number for item in earlier.rebounds] == ["JZ-005"]
    before = bulletin(campaign("2024-11-10")).wanting
    assert [item.number for item in before.redone] == ["JZ-003"]


def test_units_that_are_late_by_different_deadlines_are_told_apart() -> None:
    ask = row("2024-10-08", "延期", 单位=FIRE, 申请日期="2024-10-08", 理由="设备未到")
    case = issue(1, shared(BUREAU, FINANCE, {"单位": FIRE, "期限": "2024-10-10"}), ask)
    text = written("bulletin", roster(case, on="2024-10-15"))
    assert (
        f"（{BUREAU}、{FINANCE}、{FIRE}），其中{BUREAU}、{FINANCE}期限9月30日、"
        "已逾期15天，市消防支队期限10月10日、已逾期5天，延期申请待批。"
    ) in text
    before = bulletin(roster(case, on="2024-10-08")).wanting.overdue
    assert [late.units for late in before[0].parts] == [(BUREAU, FINANCE)]


def test_what_failed_twice_is_named_before_what_is_merely_redone() -> None:
    twice = issue(
        1,
        *done(),
        voted("2024-10-30", "不通过"),
        answered("2024-11-05"),
        voted("2024-12-26", "不通过", 期限="2025-01-26"),
    )
    held = roster(twice, on="2024-12-27")
    wanting = bulletin(held).wanting
    assert "现为“重新办理”，期限2025年1月26日。" in written("bulletin", held)
    assert [item.number for item in wanting.twice_failed] == ["JZ-001"]
    assert wanting.redone == ()


def test_what_was_closed_is_not_asked_for_a_signature() -> None:
    over = issue(
        1, handed(协办=[FINANCE]), answered("2024-07-01"), closed("2024-08-01")
    )
    assert bulletin(roster(over)).wanting.unsigned == ()


def test_what_came_back_and_is_tracked_awaits_a_check_and_no_answer() -> None:
    events = [
        *done(),
        closed("2024-10-20"),
        rechecked("2024-11-01", "反弹", 期限="2024-12-20"),
        answered("2024-12-01"),
        row("2024-12-05", "转跟踪", 下次核查="2025-06-30"),
    ]
    text = written("bulletin", roster(issue(1, *events)))
    assert "现为“跟踪中”，核查日2025年6月30日。" in text


def test_look_backs_are_counted_without_the_merged() -> None:
    found = bulletin(campaign()).look_back
    assert (found.total, found.rebounds) == (1, ("JZ-005",))
    holds = issue(1, *done(), closed("2024-10-20"), rechecked("2024-11-01", "巩固"))
    child = issue(2, handed(), dropped("2024-07-01", "并案", into=1))
    held = roster(holds, child)
    assert bulletin(held).look_back == (1, ())
    assert "对1条作了回头看，未发现反弹" in written("bulletin", held)


def test_hand_overs_on_several_days_are_told_by_day() -> None:
    def on(number: int, day: str) -> Any:
        return issue(number, handed() | {"日期": day})

    two = roster(on(1, "2024-06-20"), on(2, "2024-07-10"), on(3, "2024-07-10"))
    text = written("bulletin", two)
    assert "分别于2024年6月20日交办1条、2024年7月10日交办2条" in text
    many = roster(*[on(n, f"2024-06-2{n}") for n in range(1, 5)])
    assert "于2024年6月21日至2024年6月24日分4批交办" in written("bulletin", many)


def test_units_are_ranked_by_results_and_not_ranked_on_less_than_three() -> None:
    def of(unit: str, first: int, *days: str) -> list[Any]:
        return [issue(first + n, *done(unit, day)) for n, day in enumerate(days)]

    held = roster(
        *of(FIRE, 1, "2024-07-01", "2024-07-01", "2024-07-01"),
        *of(FINANCE, 4, "2024-07-01", "2024-07-01", "2024-10-08"),
        *of(BUREAU, 7, "2024-07-01", "2024-07-01", "2024-07-01"),
        *of(EMERGENCY, 10, "2024-07-01", "2024-07-01"),
        *[issue(12 + n, handed(REFORM)) for n in range(3)],
        on="2024-12-31",
    )
    found = bulletin(held)
    assert [(each.place, each.unit) for each in found.standings] == [
        (1, BUREAU),
        (1, FIRE),
        (3, FINANCE),
        (4, REFORM),
        (None, EMERGENCY),
    ]
    assert [each.unit for each in found.standings if each.praised] == [BUREAU, FIRE]
    said = "承办3件以上的4个单位中，市民政局承办3件、市消防救援支队承办3件，均全部按期"
    assert said in written("bulletin", held)


def test_two_units_are_no_ranking() -> None:
    cases = [issue(n, *done(unit)) for n, unit in enumerate([BUREAU, FINANCE] * 3, 1)]
    found = bulletin(roster(*cases))
    assert [(each.place, each.unit) for each in found.standings] == [
        (None, BUREAU),
        (None, FINANCE),
    ]
    assert not any(each.praised for each in found.standings)
    assert "| 1 | 市民政局 | 3 |" in filled("bulletin", found, UNITS)


def test_a_vote_on_units_is_told_by_unit_over_all_venues() -> None:
    counts = [
        {"会场": venue, "对象": unit, "满意": good, "基本满意": 5, "不满意": 5}
        for venue, good in (("主会场", 20), ("分会场", 10))
        for unit in (BUREAU, FINANCE)
    ]
    apart = vote("2024-01", "2024-10-30", 对象={"单位": [BUREAU, FINANCE]}, 计票=counts)
    together = vote("2024-02", "2024-11-30", (3, 0, 1), 对象={"单位": [FIRE]})
    other = vote("2024-03", "2024-11-30", (3, 0, 1), 对象={"报告": "专项报告"})
    held = roster(issue(1, handed()), votes=(apart, together, other))
    first, second = bulletin(held).unit_votes
    assert first.venues == 2
    assert [(s.unit, s.satisfied.counts, s.content.counts) for s in first.shares] == [
        (BUREAU, "30/50", "40/50"),
        (FINANCE, "30/50", "40/50"),
    ]
    assert [(s.unit, s.satisfied.counts) for s in second.shares] == [(FIRE, "3/4")]
    assert "市民政局满意率60.00%" in written("bulletin", held)


def test_what_was_merged_into_nothing_stops_the_bulletin() -> None:
    held = roster(issue(1, handed(), dropped("2024-07-01", "并案", into=9)))
    with pytest.raises(DoesNotAddUp, match="未完成整改的：合计 1 不等于各分项"):
        bulletin(held)


def test_the_lists_stand_under_their_opinions_and_then_their_categories() -> None:
    by = ledger(**opinions("兑现政策", "补齐设施", "没有问题的"))
    held = roster(
        issue(1, handed(), 审议意见=2),
        issue(2, handed(), 审议意见=1),
        issue(3, handed(), 类别="设施"),
        issue(4, handed()),
        issue(5, handed(), 审议意见=2),
        issue(6),
        by=by,
    )
    found = listed(held)
    shown = [
        (group.mark, group.title, [each.item.number for each in group.entries])
        for group in found.groups
    ]
    assert shown == [
        ("一", "关于第1条审议意见“兑现政策”", ["JZ-002"]),
        ("二", "关于第2条审议意见“补齐设施”", ["JZ-001", "JZ-005"]),
        ("三", "设施方面", ["JZ-003"]),
        ("四", "其他", ["JZ-004"]),
    ]
    (alone,) = listed(roster(issue(1, handed()))).groups
    assert alone.title == "全部问题"
    assert found.total == 5 == sum(len(group.entries) for group in found.groups)


def test_an_entry_says_who_does_what_by_when_and_how_far_it_is() -> None:
    case = issue(
        1,
        shared(BUREAU, {"单位": FINANCE, "期限": "2024-12-31"}),
        row("2024-07-01", "方案", 单位=BUREAU, 责任领导="分管副局长", 责任人="科长",
            整改目标="全部完成。", 整改措施="逐家改造。", 完成时限="国庆节前"),
        row("2024-07-02", "方案", 单位=FINANCE),
        row("2024-08-01", "进展", 单位=BUREAU, 内容="已开工。\n年内完成。"),
        answered("2024-08-10", 作废="2024-08-11 登错了"),
        answered("2024-09-01", 内容=None),
        row("2024-11-01", "进展", 单位=FINANCE, 内容="还没有到的。"),
        问题描述="两处。", 具体表现="其一。", 来源="视察", 来源级别="市", 性质="问题类",
    )  # fmt: skip
    (group,) = listed(roster(case, on="2024-10-01")).groups
    (entry,) = group.entries
    assert (entry.description, entry.demand) == ("两处。其一。", "")
    assert (entry.origin, entry.nature) == ("视察，市级", "问题类")
    assert entry.limit == "2024年9月30日、2024年12月31日"
    first, second = (tuple(duty) for duty in entry.duties)
    assert first == (
        BUREAU, "分办", "分管副局长", "科长", "全部完成。", "逐家改造。", "国庆节前",
        "2024年9月30日", "已开工。年内完成。", 0,
    )  # fmt: skip
    own = "2024年12月31日"
    assert second == (FINANCE, "分办", "", "", "", "", own, own, "", 0)


def test_of_units_that_answer_apart_each_is_late_by_its_own_deadline() -> None:
    later = {"单位": FINANCE, "期限": "2024-10-10"}
    case = issue(1, shared(BUREAU, later, {"单位": FIRE, "期限": "2024-12-31"}))
    done = issue(2, shared(BUREAU, FIRE), answered("2024-10-01"))
    child = issue(3, handed(FINANCE), dropped("2024-07-01", "并案", into=1))
    text = written("measures", roster(case, done, child, on="2024-10-15"))
    rows = [line.strip("| ").split(" | ") for line in text.splitlines()]
    told = [(row[-6], row[-1]) for row in rows if row[-1].startswith("已交办")]
    assert told == [
        (BUREAU, "已交办，逾期15天"),
        (FINANCE, "已交办，逾期5天"),
        (FIRE, "已交办"),
        (BUREAU, "已交办"),
        (FIRE, "已交办，逾期15天"),
        ("并入 JZ-001", "已交办，逾期15天"),
    ]


def test_a_list_tells_nothing_that_was_not_known_on_the_day() -> None:
    case = issue(
        1,
        handed(),
        answered("2024-09-18", 内容="写错了一条。", 作废="2024-09-20 登错了"),
        answered("2024-09-18", 次序=2, 内容="正在采购。", 登记日期="2024-09-20"),
    )
    now = roster(case, on="2024-09-30")
    assert "正在采购。" in written("measures", now)
    then = as_known(now, "2024-09-19").back_on(date(2024, 9, 19))
    text = written("measures", then)
    assert "写错了一条。" in text
    assert "正在采购。" not in text


def test_a_merged_issue_says_where_it_went_and_not_who_does_it() -> None:
    held = roster(
        issue(1, handed(协办=[FIRE])),
        issue(2, handed(FINANCE), dropped("2024-07-01", "并案", into=1)),
    )
    entry = listed(held).groups[0].entries[1]
    assert [duty.unit for duty in entry.duties] == ["并入 JZ-001"]
    assert entry.helpers == ()
    assert "| 并入 JZ-001 |" in written("problems", held)


def test_paragraphs_without_an_end_are_told_apart_in_one_line() -> None:
    case = issue(1, handed(), 问题描述="床位不足\n\n消防缺失。\n\n“人手少”\n\n待补")
    (group,) = listed(roster(case)).groups
    assert group.entries[0].description == "床位不足；消防缺失。“人手少”；待补"


@pytest.mark.parametrize(
    ("events", "facts", "words"),
    [
        ([handed(until=None, 期限依据="持续推进")], {}, "持续推进"),
        (
            [
                handed(until=None, 期限依据="持续推进"),
                row(
                    "2024-06-25", "改派", 原单位=BUREAU, 单位=FIRE, 期限依据="立行立改"
                ),
                row("2024-06-26", "备注", 内容="已电话告知。"),
            ],
            {},
            "立行立改",
        ),
        ([handed() | {"期限依据": "3个月（暂估）"}], {}, "2024年9月30日（暂估）"),
        ([handed(until=None)], {"时限类型": "长期坚持"}, "长期坚持"),
        ([handed(until=None)], {}, "—"),
        ([handed()], {}, "2024年9月30日"),
    ],
)
def test_a_deadline_is_a_full_date_or_its_own_words(
    events: list[Row], facts: dict[str, object], words: str
) -> None:
    held = roster(issue(1, *events, **facts), on="2024-07-01")
    (duty,) = listed(held).groups[0].entries[0].duties
    assert (duty.deadline, duty.finish) == (words, words)


def test_an_answer_is_the_latest_word_of_a_unit() -> None:
    events = (handed(), answered("2024-07-01", 内容="已全部办结。"))
    (group,) = listed(roster(issue(1, *events))).groups
    assert group.entries[0].duties[0].latest == "已全部办结。"
    (group,) = listed(roster(issue(1, handed()))).groups
    assert group.entries[0].duties[0].latest == ""


LETTERS = roster(
    issue(
        1,
        handed(协办=[FINANCE, REFORM], 文号="演〔2024〕13号"),
        提出人=[{"姓名": "代表甲", "身份": "市人大代表"}],
        标题="护理床位不足",
        问题描述="两院缺床位。",
        整改要求="补足床位。",
    ),
    issue(2, shared(BUREAU, FINANCE) | {"文号": "演〔2024〕12号"}),
    issue(3, handed(FIRE), dropped("2024-07-01", "并案", into=2)),
    issue(4, handed(FIRE), dropped("2024-07-01", "撤回")),
    by=ledger(联系人={"科室": "社会建设委员会", "电话": "0000-0000000"}),
)


def test_a_letter_goes_to_every_unit_with_its_own_issues_only() -> None:
    letters = handovers(LETTERS)
    told_to = {
        each.unit: ([item.number for item in each.items], each.answering, each.helping)
        for each in letters
    }
    assert told_to == {
        REFORM: (["JZ-001"], 0, 1),
        BUREAU: (["JZ-001", "JZ-002"], 2, 0),
        FINANCE: (["JZ-001", "JZ-002"], 1, 1),
        FIRE: (["JZ-003", "JZ-004"], 2, 0),
    }
    assert [each.unit for each in letters] == [REFORM, BUREAU, FINANCE, FIRE]
    helping, bureau, finance, _ = letters
    assert bureau.ref == "演〔2024〕12号、演〔2024〕13号"
    assert bureau.day == date(2024, 6, 20)
    assert bureau.last_return == date(2024, 7, 4)
    assert (bureau.of_deputies, helping.of_deputies) == (("JZ-001",), ())
    assert finance.of_deputies == ()
    assert bureau.items[0].others == f"{FINANCE}（协办）、{REFORM}（协办）"
    assert finance.items[1].others == f"{BUREAU}（分办）"
    assert {each.items[0].deadline for each in letters} == {"2024年9月30日"}


def test_each_day_of_hand_over_has_a_letter_of_its_own() -> None:
    held = roster(
        issue(1, handed(文号="演〔2024〕12号")),
        issue(2, handed() | {"日期": "2024-07-10", "文号": "演〔2024〕20号"}),
        issue(
            3,
            handed(FINANCE, 文号="演〔2024〕12号"),
            row("2024-07-01", "改派", 原单位=FINANCE, 单位=FIRE, 期限="2024-12-31"),
        ),
        issue(4, handed(REFORM), row("2024-07-05", "改派", 单位=EMERGENCY)),
        on="2024-08-01",
    )
    letters = handovers(held)
    assert [(each.name, each.ref, each.moved) for each in letters] == [
        (REFORM, "", False),
        (f"{BUREAU}_2024-06-20", "演〔2024〕12号", False),
        (f"{BUREAU}_2024-07-10", "演〔2024〕20号", False),
        (FINANCE, "演〔2024〕12号", False),
        (EMERGENCY, "", True),
        (FIRE, "", True),
    ]
    _, _, _, first, helper, second = letters
    assert first.items[0].deadline == "2024年9月30日"
    assert second.items[0].deadline == "2024年12月31日"
    assert (helper.answering, helper.helping) == (0, 1)
    assert (
        "现将某市人大常委会在“养老服务”中梳理出的、由你单位主办的问题1条"
        "交你单位办理，请依照职责研究办理。\n"
    ) in filled("handover", first, UNITS)
    assert "梳理出的问题1条改由你单位主办，请依照职责研究办理。\n" in filled(
        "handover", second, UNITS
    )
    assert "梳理出的问题1条交你单位协办，请依照职责配合办理。\n" in filled(
        "handover", helper, UNITS
    )


def test_what_ended_on_its_very_day_needs_no_letter() -> None:
    held = roster(
        issue(1, handed()), issue(2, handed(FIRE), dropped("2024-06-20", "撤回"))
    )
    assert [each.unit for each in handovers(held)] == [BUREAU]


def test_a_helper_reads_the_last_deadline_of_those_it_helps() -> None:
    shares = [BUREAU, {"单位": FIRE, "期限": "2024-12-31"}]
    mixed = shared(*shares) | {"协办": [FINANCE]}
    timeless = issue(2, handed(until=None, 协办=[FINANCE], 期限依据="长期坚持"))
    letters = handovers(roster(issue(1, mixed), timeless))
    (finance,) = [each for each in letters if each.unit == FINANCE]
    assert [item.deadline for item in finance.items] == ["2024年12月31日", "长期坚持"]


def test_a_letter_asks_a_helper_for_no_answer() -> None:
    texts = {
        letter.unit: filled("handover", letter, LETTERS.directory)
        for letter in handovers(LETTERS)
    }
    assert "按期答复" in texts[BUREAU]
    assert "协同配合" not in texts[BUREAU]
    assert "按期答复" not in texts[REFORM]
    assert "二、协同配合" in texts[REFORM]
    assert "五、协同配合" in texts[FINANCE]
    assert (
        "由你单位承办的问题2条（分办1条、协办1条）交你单位办理，请依照职责研究办理。"
        in texts[FINANCE]
    )
    assert "于2024年7月4日前书面说明理由" in texts[BUREAU]
    assert "JZ-001由人大代表提出" in texts[BUREAU]
    assert "社会建设委员会，0000-0000000" in texts[BUREAU]


def test_the_definitions_give_every_rate_with_its_figures() -> None:
    found = definitions(campaign())
    assert [each.name for each in found.rates] == [each.name for each in MEASURES]
    assert (found.total, found.base) == (10, 8)
    assert found.left_out == ("JZ-008（已终止）", "JZ-010（待交办）")
    text = written("definitions", campaign())
    assert "台账共登记10条，计入基数8条" in text
    assert "JZ-008（已终止）、JZ-010（待交办）" in text
    (line,) = [each for each in text.split("\n") if each.startswith("| 整改完成率 |")]
    assert line.endswith("| 3 | 8 | 37.5% |")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"评价方式": "反馈"}, "以提出人的反馈为准"),
        ({"评价方式": "无"}, "本台账不对问题组织测评"),
        ({"测评规则": "只计比率"}, "只计算比率，不设通过的门槛"),
        ({"测评规则": "逐级过半"}, "满意、基本满意票合计达到全体组成人员的1/2的"),
        ({}, "满意、基本满意票合计超过实到人数的1/2的，结果为满意"),
        ({"测评规则": "全体满意过半"}, "满意票超过全体组成人员的1/2的"),
        ({"测评规则": "加权计分"}, "平均分达到85分的，结果为满意；达到60分的"),
        (
            {
                "测评规则": {
                    "名称": "二次从宽",
                    "二次级联": [{"比较": "达到", "门槛": "1/2"}],
                }
            },
            "二次测评：满意、基本满意票合计达到实到人数的1/2的",
        ),
        ({"办理规则": {"延期认定": "申请日"}}, "原期限届满前申请的"),
        ({}, "原期限届满前批准的"),
        ({"办理规则": {"可销号类别": ["A", "B"]}}, "可以销号的答复类别：A、B"),
        ({"办理规则": {"办结口径": ["已销号"]}}, "办结：状态为已销号的问题"),
        ({"办理规则": {"并案计数": "合并"}}, "并案的合并计为一条"),
        ({"数据说明": "均为演示。\n\n不作依据。"}, "　　不作依据。"),
    ],
)
def test_the_definitions_say_the_rules_of_this_ledger(
    rules: dict[str, object], said: str
) -> None:
    assert said in written(
        "definitions", roster(issue(1, handed()), by=ledger(**rules))
    )


def test_reports_go_by_their_chinese_name_or_their_alias() -> None:
    assert kind_named("情况通报") is kind_named("bulletin")
    with pytest.raises(
        UnknownKind, match="没有“通报”这种文书。是不是：情况通报？全部文书见"
    ):
        kind_named("通报")


def body(text: str) -> str:
    return text.split("---\n", 2)[2]


@EACH_KIND
def test_a_document_has_no_english_word(alias: str) -> None:
    text = re.sub(
        r"JZ-\d{3}|\b[ABC]类?|[（、]A、B类", "", body(written(alias, campaign()))
    )
    text = re.sub(r"rectify rates --explain", "", text)
    assert re.findall(r"[A-Za-z]{2,}", text) == []
    assert "None" not in text


@EACH_KIND
def test_the_front_matter_is_yaml_that_every_reader_takes_as_text(alias: str) -> None:
    hostile = ledger(名称='清单: "第一" #1', 监督机关="否", 演示="是")
    text = written(alias, roster(issue(1, handed(文号="演1号")), by=hostile))
    front = yaml.safe_load(text.split("---\n")[1])
    assert all(isinstance(value, str | list) for value in front.values())
    assert '清单:　"第一"　#1' in front["标题"]
    assert front["发文机关"] == "否办公室"
    assert front["统计截止日"] == "2024年12月31日"
    assert front["演示"] == "演示数据，非实际办理情况"


@EACH_KIND
def test_a_demonstration_is_marked_as_one_and_nothing_else_is(alias: str) -> None:
    assert "演示数据，非实际办理情况" in body(written(alias, campaign()))
    real = roster(*CAMPAIGN[:3], by=ledger(**opinions("甲", "乙")))
    assert "演示" not in written(alias, real).replace("演〔2024〕12号", "")


def test_the_bulletin_says_nothing_of_what_there_is_none_of() -> None:
    text = written("bulletin", roster(issue(1, handed()), on="2024-07-01"))
    assert not re.search(r"(?<![\d.])0[条件个]", text)
    for absent in (
        "其余0",
        "已销号",
        "测评",
        "回头看",
        "逾期",
        "按期办结0",
        "从最近一次",
    ):
        assert absent not in body(text).split("## 二、")[0]
    assert "## 三、存在问题" in text
    assert "至今没有签收的有1个单位：市民政局1条（JZ-001）。" in text


def test_a_bulletin_of_what_is_all_done_asks_for_nothing_more() -> None:
    text = written("bulletin", roster(issue(1, *done()), issue(2, *done())))
    assert "截至2024年12月31日，已全部完成整改。" in text
    for absent in ("其余", "存在问题", "下一步要求", "以上）"):
        assert absent not in text


def test_what_was_not_handed_over_yet_makes_no_letter_and_no_bulletin() -> None:
    held = roster(issue(1))
    with pytest.raises(NothingHanded, match="还没有交办的问题，没有可写的情况通报"):
        bulletin(held)
    with pytest.raises(NothingHanded, match="还没有交办的问题，没有可写的交办函"):
        handovers(held)
    for alias in ("problems", "duties", "measures"):
        assert "（共0条）" in written(alias, held)
    assert "计入基数0条" in written("definitions", held)


def test_a_list_of_proposals_calls_them_so() -> None:
    held = roster(issue(1, handed(), 性质="建议类"))
    assert "由你单位主办的建议1条交你单位" in written("handover", held)
    assert "列出建议1条" in written("bulletin", held)


def test_a_unit_is_named_in_full_at_first_and_short_after() -> None:
    name = Namer(UNITS)
    assert name.join([REFORM, BUREAU]) == f"{REFORM}、{BUREAU}"
    assert name.join([REFORM, BUREAU, EMERGENCY]) == f"市发改委、{BUREAU}、{EMERGENCY}"
    cases = [issue(n, handed(REFORM), 标题=f"事项{n}") for n in (1, 2)]
    text = written("bulletin", roster(*cases))
    said = re.search(r"逾期未答复2条：.*", text)
    assert said is not None
    assert said[0].index(f"（{REFORM}）") < said[0].index("（市发改委）")


HOSTILE = (
    "*甲*", "**甲**", "_甲_", "`甲`", "甲|乙", "甲\\|乙", "甲\\", "[甲](http://a)",
    "![a](b)", "<b>甲</b>", "<!-- 甲 -->", "&lt;甲&gt;", "&amp;", "&#65;甲", "# 甲",
    "## 甲 ##",
    "- 甲", "+ 甲", "1. 甲", "12) 甲", "> 甲", "---", "===", "***", "~~甲~~",
    "{{ 甲 }}", "{% 甲 %}", "甲  乙", "http://a.b/c_d_e", "\\*甲", "$甲$",
    "| --- | --- |", "'甲\"",
    "1、甲", "#", "甲 #", "10.5%", "-5℃", "R&D", "\\&lt;",
)  # fmt: skip
MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def shown(text: str) -> str:
    """What a reader of the Markdown sees, in its order."""
    seen = [
        child.content if child.type == "text" else f"‹{child.type}›"
        for token in MARKDOWN.parse(body(text))
        for child in token.children or ()
        if child.type != "softbreak"
    ]
    return "\n".join(seen)


def everywhere(words: str, unit: str = "") -> Roster:
    """A ledger in which somebody has typed the same words into every field."""
    unit = unit or unit_name(words)
    units = Directory([Unit(name=unit, short=unit), Unit(name=FINANCE)])
    plan = row(
        "2024-06-22", "方案", 单位=unit, 责任领导=words, 责任人=words,
        整改目标=words, 整改措施=words, 完成时限=words,
    )  # fmt: skip
    case = issue(
        1,
        handed(unit, "2024-07-31", 协办=[FINANCE], 文号=words),
        plan,
        row("2024-06-23", "进展", 单位=unit, 内容=words),
        标题=words, 类别=words, 来源=words, 问题描述=words, 整改要求=words, 审议意见=1,
    )  # fmt: skip
    late = issue(
        2,
        handed(unit, None, 期限依据=words),
        answered("2024-08-01", unit, words, 内容=words),
        reviewed("2024-08-02", "无法整改", unit),
        标题=words,
    )
    by = ledger(
        名称=words,
        监督机关=words,
        计量词="条",
        数据说明=words,
        答复类别=[{"类别": words, "含义": words}],
        联系人={"科室": words, "电话": words},
        办理规则={"面商方式": [words]},
        **opinions(words),
    )
    return roster(case, late, by=by, units=units)


def unit_name(words: str) -> str:
    """Make the name of a unit of the words: some marks no unit may bear."""
    return re.sub(r'[/:*?"<>|\\]', "", words) or "单位"


PLACES = {"handover": 10, "problems": 8, "duties": 7, "measures": 8, "bulletin": 7}


@EACH_KIND
@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_typed_is_what_is_read(alias: str, words: str) -> None:
    plain = shown(written(alias, everywhere("寻常", "某单位")))
    typed = shown(written(alias, everywhere(words)))
    expected = plain.replace("寻常", words).replace("某单位", unit_name(words))
    assert bare(typed) == bare(expected)
    assert plain.count("寻常") >= PLACES.get(alias, 3)


def bare(text: str) -> str:
    """Leave out blanks, which Markdown does not keep."""
    return re.sub(r"[\s\u3000]+", "", text)


@EACH_KIND
@pytest.mark.parametrize("words", HOSTILE)
def test_a_table_keeps_its_columns_and_a_document_its_parts(
    alias: str, words: str
) -> None:
    def parts(text: str) -> list[str]:
        return [token.type for token in MARKDOWN.parse(body(text))]

    assert parts(written(alias, everywhere(words))) == parts(
        written(alias, everywhere("寻常"))
    )


def test_what_a_macro_has_escaped_is_not_escaped_again() -> None:
    held = roster(issue(1, handed(), 标题="护理*床位*不足"))
    assert "JZ-001“护理\\*床位\\*不足”" in written("bulletin", held)


def test_a_misspelt_name_in_a_template_is_told_with_its_file_and_line(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    own = bench.root / "templates" / "problems.md.j2"
    own.parent.mkdir()
    own.write_text("# 清单\n\n{{ report.totl }}\n", "utf-8")
    refused = bench.run("report", "问题清单")
    assert refused.code == 6
    assert "templates/problems.md.j2 第3行  模板有差错" in refused.err
    assert "totl" in refused.err
    assert refused.out == ""
    own.write_text("{{ head.subject }}共{{ report.total }}条", "utf-8")
    assert bench.run("report", "问题清单").out == "养老服务问题清单共1条"


FORBIDDEN = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ head.__class__.__init__.__globals__ }}",
    "{{ name.__init__.__globals__ }}",
    "{{ report['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ self.__init__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ paragraphs.__globals__ }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../etc/passwd' %}",
    "{{ '%s'.format.__globals__ }}",
    "{% set report.total = 9 %}",
)
BROKEN = ("{{ report.total", "{% if %}", "{{ 1 // 0 }}", "{{ report.total.total }}")


@pytest.mark.parametrize("trick", FORBIDDEN + BROKEN)
def test_a_template_can_reach_nothing_but_its_report(
    tmp_path: Path, trick: str
) -> None:
    (tmp_path / "problems.md.j2").write_text(f"第一行\n{trick}\n", "utf-8")
    held = roster(issue(1, handed()))
    with pytest.raises(FaultyTemplate) as refusal:
        filled("problems", listed(held), UNITS, tmp_path)
    assert refusal.value.exit_code == 6
    assert "模板有差错" in str(refusal.value)


def test_a_returned_answer_leaves_the_issue_in_hand() -> None:
    held = roster(issue(1, *done(), returned("2024-10-10", "2024-12-31")))
    assert bulletin(held).rest.states == (("正在办理", 1),)


def test_the_bulletin_draws_the_units_with_a_place_and_the_course() -> None:
    ranked = [
        issue(place * 10 + n, *done(unit), reviewed("2024-10-09", unit=unit))
        if n < place
        else issue(place * 10 + n, handed(unit))
        for place, unit in enumerate((BUREAU, FINANCE, EMERGENCY), 1)
        for n in range(3)
    ]
    held = roster(*ranked, issue(99, *done(FIRE)), on="2024-11-15")
    text = written("bulletin", held)
    assert (
        "```图表 条形图\n标题: 承办3件以上单位的整改完成率\n单位: %\n"
        "市应急局: 100\n市财政局: 66.7\n市民政局: 33.3\n```"
    ) in text
    assert (
        "```图表 折线图\n标题: 各月底完成整改的问题\n单位: 条\n2024年6月: 0\n7月: 0\n"
        "8月: 0\n9月: 0\n10月: 7\n11月15日: 7\n```"
    ) in text
    assert "各月底完成整改的数量见下图。" in text


def test_the_bulletin_draws_nothing_where_there_is_nothing_to_draw() -> None:
    handed_only = [
        issue(place * 10 + n, handed(unit))
        for place, unit in enumerate((BUREAU, FINANCE, EMERGENCY), 1)
        for n in range(3)
    ]
    text = written("bulletin", roster(*handed_only, on="2024-08-01"))
    assert "图" not in text
