"""Events in words: what a timeline, a letter and a commit say of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from records import issue, row
from rectify.domain.event import MATTERS
from rectify.domain.phrases import (
    chinese_day,
    limit,
    operation,
    phrase,
    reference,
    until,
    verdict,
)
from strategies import EVENTS

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.event import AnyEvent

DAY = "2024-06-20"


def event(matter: str, **carried: object) -> AnyEvent:
    return issue(row(DAY, matter, **carried)).events[0]


# Every event with nothing but what it must have, and with all that it may say.
WORDS: tuple[tuple[Row, str], ...] = (
    (row(DAY, "审定"), "同意交办"),
    (row(DAY, "审定", 会议="第二十次主任会议"), "第二十次主任会议"),
    (row(DAY, "交办", 主办="市民政局"), "市民政局主办，未定期限"),
    (
        row(DAY, "交办", 主办="市民政局", 期限依据="长期坚持"),
        "市民政局主办，长期坚持",
    ),
    (
        row(DAY, "交办", 主办="市民政局", 协办=["市发改委", "市财政局"],
            期限="2024-10-08", 期限依据="3个月", 理由="主任会议口头同意"),
        "市民政局主办，市发改委、市财政局协办，限10月8日，主任会议口头同意",
    ),
    (
        row(DAY, "交办", 分办=["市民政局", {"单位": "市住建局", "期限": "2025-01-10"}],
            期限="2024-09-30"),
        "市民政局、市住建局分别办理，限9月30日，市住建局限2025年1月10日",
    ),
    (
        row("2026-12-01", "交办", 主办="市民政局", 期限="2027-03-01",
            期限依据="3个月（暂估）"),
        "市民政局主办，限2027年3月1日（暂估）",
    ),
    (row(DAY, "签收", 单位="市民政局"), "市民政局"),
    (
        row(DAY, "签收", 单位="市民政局", 签收人="办公室"),
        "市民政局，签收人办公室",
    ),
    (
        row(DAY, "申请退回", 单位="市民政局", 理由="不属本单位职责"),
        "市民政局，不属本单位职责",
    ),
    (row(DAY, "不予退回", 单位="市民政局"), "市民政局"),
    (
        row(DAY, "不予退回", 单位="市民政局", 理由="三定方案已明确"),
        "市民政局，三定方案已明确",
    ),
    (row(DAY, "改派", 原单位="市卫健委"), "市卫健委不再承办"),
    (row(DAY, "改派", 单位="市医保局"), "增加市医保局协办"),
    (row(DAY, "改派", 单位="市医保局", 角色="分办"), "增加市医保局分办"),
    (
        row(DAY, "改派", 原单位="市卫健委", 单位="市民政局", 期限="2024-10-08",
            理由="职责已划转"),
        "市卫健委改为市民政局，限10月8日，职责已划转",
    ),
    (
        row(DAY, "改派", 原单位="市卫健委", 单位="市民政局", 期限依据="长期坚持"),
        "市卫健委改为市民政局，长期坚持",
    ),
    (row(DAY, "方案", 单位="市民政局"), "市民政局"),
    (
        row(DAY, "方案", 单位="市民政局", 责任领导="分管副局长", 责任人="养老科科长",
            整改措施="逐院排查。\n年底前完成。"),
        "市民政局（责任领导：分管副局长；责任人：养老科科长）：逐院排查。年底前完成。",
    ),
    (
        row(DAY, "进展", 单位="市民政局", 内容="已进场施工。\n完成一半。"),
        "市民政局：已进场施工。完成一半。",
    ),
    (row(DAY, "面商", 单位="市民政局", 方式="当面"), "市民政局当面沟通"),
    (
        row(DAY, "面商", 单位="市民政局", 方式="电话", 内容="代表表示理解。"),
        "市民政局电话沟通：代表表示理解。",
    ),
    (row(DAY, "延期", 单位="市民政局"), "市民政局申请延期"),
    (
        row(DAY, "延期", 单位="市民政局", 新期限="2024-11-29"),
        "市民政局申请延期至2024年11月29日",
    ),
    (
        row(DAY, "延期", 单位="市民政局", 结论="不同意", 批准人="主任会议",
            理由="时间充裕"),
        "不同意市民政局延期，主任会议决定，时间充裕",
    ),
    (
        row(DAY, "延期", 单位="市民政局", 结论="同意", 新期限="2024-11-29"),
        "同意市民政局延期至11月29日",
    ),
    (
        row(DAY, "延期", 单位="市民政局", 结论="同意", 新期限="2025-01-10",
            批准人="主任会议"),
        "同意市民政局延期至2025年1月10日，主任会议批准",
    ),
    (row(DAY, "延期", 单位="市民政局", 结论="同意"), ""),
    (row(DAY, "催办", 单位="市民政局"), "市民政局"),
    (
        row(DAY, "督办", 单位="市民政局", 内容="请抓紧办理。"),
        "市民政局：请抓紧办理。",
    ),
    (row(DAY, "重点督办"), "列入重点督办"),
    (row(DAY, "重点督办", 结论="取消"), "取消重点督办"),
    (
        row(DAY, "重点督办", 督办领导="分管副主任", 督办部门="社会建设工委"),
        "列入重点督办（督办领导：分管副主任；督办部门：社会建设工委）",
    ),
    (row(DAY, "答复", 单位="市民政局"), "市民政局"),
    (
        row(DAY, "答复", 单位="市民政局", 类别="B", 内容="正在招标。",
            承诺期限="2025-06-30"),
        "市民政局，B类，承诺2025年6月30日前完成：正在招标。",
    ),
    (
        row(DAY, "退回重办", 单位=["市民政局", "市住建局"], 理由="答非所问"),
        "市民政局、市住建局，答非所问",
    ),
    (
        row(DAY, "退回重办", 单位=["市民政局"], 理由="答非所问", 期限="2024-07-05"),
        "市民政局，答非所问，限7月5日",
    ),
    (row(DAY, "复核", 单位="市民政局", 结论="整改到位"), "市民政局，整改到位"),
    (
        row(DAY, "复核", 单位="市民政局", 结论="无法整改", 理由="土地权属有争议"),
        "市民政局，无法整改，土地权属有争议",
    ),
    (row(DAY, "反馈", 提出人="王代表", 结果="满意"), "王代表满意"),
    (
        row(DAY, "反馈", 提出人="王代表", 结果="不满意", 意见="问题依旧。",
            期限="2024-07-22"),
        "王代表不满意，限7月22日：问题依旧。",
    ),
    (row(DAY, "测评", 票号="2024-02", 结论="通过"), "通过"),
    (
        row(DAY, "测评", 票号="2024-02", 结论="不通过", 期限="2024-07-22"),
        "未通过，限7月22日",
    ),
    (row(DAY, "销号"), ""),
    (
        row(DAY, "销号", 批准=[{"批准人": "工委主任"}, {"批准人": "分管副主任"}],
            核查意见="现场核查属实。", 理由="未测评"),
        "工委主任、分管副主任批准，未测评：现场核查属实。",
    ),
    (row(DAY, "回头看", 结论="巩固"), "巩固"),
    (
        row(DAY, "回头看", 结论="反弹", 内容="通道又被占用。", 期限="2024-07-22"),
        "反弹，限7月22日：通道又被占用。",
    ),
    (row(DAY, "转跟踪", 下次核查="2025-06-30"), "下次核查2025年6月30日"),
    (
        row(DAY, "转跟踪", 下次核查="2025-06-30", 理由="列入明年计划"),
        "下次核查2025年6月30日，列入明年计划",
    ),
    (row(DAY, "终止", 方式="撤回", 理由="书面撤回"), "撤回，书面撤回"),
    (row(DAY, "终止", 方式="并案", 并入="JZ-002"), "并案，并入JZ-002"),
    (row(DAY, "恢复"), "继续办理"),
    (row(DAY, "结转", 转入="ylfw-2025"), "转入ylfw-2025"),
    (
        row(DAY, "结转", 转入="ylfw-2025", 新编号="YL-003", 理由="转入下一年度"),
        "转入ylfw-2025（YL-003），转入下一年度",
    ),
    (
        row(DAY, "期初", 状态="已答复", 主办="市民政局", 期限="2024-09-30"),
        "已答复（市民政局主办，限9月30日）",
    ),
    (
        row(DAY, "期初", 状态="跟踪中", 主办="市民政局", 协办=["市财政局"],
            期限依据="长期坚持", 交办日期="2023-06-20", 签收日期="2024-01-22",
            答复日期="2024-03-18", 答复类别="B", 答复内容="已列入计划。",
            进展="已进场。", 复核结论="答复到位", 测评结论="通过",
            下次核查="2025-06-30", 办理次数="2",
            来源文件={"文件": "台账.xlsx", "SHA-256": "a" * 64}),
        ("跟踪中（市民政局主办，市财政局协办，长期坚持），2023年6月20日交办，"
        "1月22日签收，3月18日答复（B类），下次核查2025年6月30日，第2次办理，"
        "复核答复到位，测评通过，据台账.xlsx：答复：已列入计划。进展：已进场。"),
    ),
    (
        row(DAY, "期初", 状态="办理中", 答复类别="C", 销号日期="2024-06-01",
            答复内容="已列入计划。",
            分办=[{"单位": "市民政局", "状态": "已答复", "答复类别": "A"}, "市住建局"]),
        ("办理中（市民政局、市住建局分别办理），6月1日销号，C类，"
        "市民政局已答复、A类：已列入计划。"),
    ),
    (row(DAY, "恢复", 理由="代表要求继续"), "代表要求继续"),
    (
        row(DAY, "现场答复", 问="几时完成？", 单位="市民政局", 答="年底前。"),
        "市民政局：问：几时完成？答：年底前。",
    ),
    (row(DAY, "备注", 内容="已电话提醒。"), "已电话提醒。"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "words"), WORDS, ids=[str(written["事项"]) for written, _ in WORDS]
)
def test_an_event_is_told_in_one_line(written: Row, words: str) -> None:
    assert phrase(issue(written).events[0]) == words


def test_every_event_has_words() -> None:
    assert {str(written["事项"]) for written, _ in WORDS} == set(MATTERS)


@given(EVENTS)
def test_whatever_is_in_an_event_it_is_told_in_one_line(drawn: AnyEvent) -> None:
    assert "\n" not in phrase(drawn)
    mark = " " if drawn.kind == "交办" else "："
    assert operation([("JZ-001", drawn)]).startswith(f"{drawn.kind} JZ-001{mark}")


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (row(DAY, "测评", 票号="2024-02", 结论="通过"), "票号 2024-02"),
        (row(DAY, "交办", 主办="市民政局", 文号="演〔2024〕12号"), "演〔2024〕12号"),
        (row(DAY, "交办", 主办="市民政局"), ""),
        (row(DAY, "签收", 单位="市民政局"), ""),
    ],
)
def test_an_event_is_cited_by_its_reference(written: Row, named: str) -> None:
    assert reference(issue(written).events[0]) == named


def test_days_are_written_as_documents_write_them() -> None:
    assert chinese_day(date(2024, 7, 2)) == "2024年7月2日"
    assert chinese_day(date(2024, 10, 8), year=False) == "10月8日"
    assert limit(date(2024, 9, 30), "9月底前", date(2024, 6, 20)) == "限9月30日"
    assert limit(date(2025, 1, 10), None, date(2024, 6, 20)) == "限2025年1月10日"
    assert limit(None, None, date(2024, 6, 20)) == "未定期限"


def test_a_vote_is_told_by_what_it_decided_and_until_when() -> None:
    failed = event("测评", 票号="1", 结论="不通过", 期限="2024-07-22")
    passed = event("测评", 票号="1", 结论="通过")
    assert [(verdict(e), until(e)) for e in (failed, passed)] == [  # type: ignore[arg-type]  # both are votes
        ("未通过", "限7月22日"),
        ("通过", ""),
    ]


def answers(*named: tuple[str, str, str | None]) -> list[tuple[str, AnyEvent]]:
    return [
        (number, event("答复", 单位=unit, **({"类别": grade} if grade else {})))
        for number, unit, grade in named
    ]


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        pytest.param(
            answers(("JZ-017", "市民政局", "A")),
            "答复 JZ-017：市民政局，A类",
            id="一条",
        ),
        pytest.param(
            answers(
                ("JZ-003", "市民政局", "B"),
                ("JZ-009", "市民政局", "A"),
                ("JZ-017", "市民政局", "A"),
            ),
            "答复 JZ-003、JZ-009、JZ-017：市民政局（A类2件、B类1件）",
            id="一封信答复几条",
        ),
        pytest.param(
            answers(("JZ-003", "市民政局", None), ("JZ-009", "市住建局", None)),
            "答复 JZ-003、JZ-009：市民政局 1、市住建局 1",
            id="几个单位",
        ),
        pytest.param(
            [("JZ-017", event("交办", 主办="市民政局", 期限="2024-09-30"))],
            "交办 JZ-017 市民政局（限2024年9月30日）",
            id="交办总写年份",
        ),
        pytest.param(
            [("JZ-017", event("交办", 主办="市民政局", 协办=["市财政局"],
                              期限="2024-09-30", 理由="市长批示"))],
            "交办 JZ-017 市民政局（限2024年9月30日），市财政局协办，市长批示",
            id="交办有协办和理由",
        ),
        pytest.param(
            [("JZ-017", event("交办", 主办="市民政局", 期限依据="长期坚持"))],
            "交办 JZ-017 市民政局（长期坚持）",
            id="交办没有日期",
        ),
        pytest.param(
            [("JZ-017", event("交办", 分办=["市民政局", "市住建局"],
                              期限="2024-09-30"))],
            "交办 JZ-017 市民政局、市住建局（限2024年9月30日）",
            id="分办同一期限",
        ),
        pytest.param(
            [("JZ-017", event("交办", 期限="2024-09-30", 分办=[
                {"单位": "市民政局", "期限": "2024-08-31"}, "市住建局"]))],
            "交办 JZ-017 市民政局（限2024年8月31日）、市住建局（限2024年9月30日）",
            id="分办各有期限",
        ),
        pytest.param(
            [
                (f"JZ-{n:03}", event("交办", 主办="市民政局", 协办=["市财政局"]))
                for n in range(1, 7)
            ],
            "交办 6条：市民政局",
            id="多条只说条数，协办不计",
        ),
        pytest.param(
            [("JZ-001", event("交办", 分办=["市民政局", "市住建局"])),
             ("JZ-002", event("交办", 主办="市民政局"))],
            "交办 JZ-001、JZ-002：市民政局 2、市住建局 1",
            id="分办都计",
        ),
        pytest.param(
            [("JZ-001", event("销号")), ("JZ-002", event("销号"))],
            "销号 JZ-001、JZ-002",
            id="没有单位",
        ),
        pytest.param(
            [("JZ-001", event("签收", 单位="市民政局")),
             ("JZ-001", event("签收", 单位="市财政局"))],
            "签收 JZ-001：市民政局 1、市财政局 1",
            id="一条两次",
        ),
        pytest.param(
            [("JZ-001", event("备注", 内容="长" * 61))],
            f"备注 JZ-001：{'长' * 59}…",
            id="长话短说",
        ),
        pytest.param(
            [("JZ-001", event("备注", 内容="长" * 60))],
            f"备注 JZ-001：{'长' * 60}",
            id="刚好不截",
        ),
    ],
)  # fmt: skip
def test_a_commit_says_in_one_sentence_what_was_recorded(
    records: list[tuple[str, AnyEvent]], sentence: str
) -> None:
    assert operation(records) == sentence
