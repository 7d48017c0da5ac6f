"""What cells say: words, days, deadlines, yes and no, titles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import LEDGER, TODAY
from records import ledger
from rectify.domain.calendar import Calendar
from rectify.domain.intake import choices
from rectify.domain.intake.cells import empty, line, nothing, plain, prose, removed
from rectify.domain.intake.choices import Answer
from rectify.domain.intake.days import Dated, Due, Limit, read_day, read_due, read_limit
from rectify.domain.intake.drafting.people import proposers
from rectify.domain.intake.drafting.titles import part_of, title_of
from rectify.domain.terms import (
    Finding,
    Level,
    Nature,
    Publicity,
    State,
    TimeKind,
    Verdict,
)
from rectify.domain.text import canonical

if TYPE_CHECKING:
    from enum import StrEnum

    from rectify.domain.intake.grid import Value

OFFICIAL = Calendar()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (1.0, "1"),
        (13800000000.0, "13800000000"),
        (1e16, "10000000000000000"),
        (0.1 + 0.2, "0.3"),
        (12.5, "12.5"),
        (7, "7"),
        (True, "是"),
        (False, "否"),
        (date(2024, 9, 30), "2024-09-30"),
        ("一", "一"),
    ],
)
def test_a_value_is_written_as_it_was_typed(value: Value, words: str) -> None:
    assert plain(value) == words


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("  养老\u3000\u3000服务  ", "养老 服务"),
        ("养老服\n务设施", "养老服务设施"),
        ("Wi-Fi\nLAN", "Wi-Fi LAN"),
        ("５７条«办法»", "57条《办法》"),
        ("软\u00ad连\u200b字\ufeff符", "软连字符"),
        ("空\u00a0格", "空 格"),
        ("甲_x000D_\n乙", "甲乙"),
        ("甲\r\n乙\r丙\x0b丁\u2028戊", "甲乙丙丁戊"),
    ],
)
def test_a_line_has_no_breaks_and_no_residue(cell: str, words: str) -> None:
    assert line(cell) == words


def test_lines_may_be_parted_by_a_mark_instead() -> None:
    assert line("张某\n\n李某", "、") == "张某、李某"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("部分敬老院消防设\n施不达标", "部分敬老院消防设施不达标"),
        ("设施老旧，\n床位不足", "设施老旧，床位不足"),
        ("设施老旧。\n床位不足", "设施老旧。\n\n床位不足"),
        ("设施老旧；\n床位不足：\n甲", "设施老旧；\n\n床位不足：\n\n甲"),
        ("他说“不够。”\n还要加", "他说“不够。”\n\n还要加"),
        (
            "设施老旧\n2.床位不足\n（三）资金少",
            "设施老旧\n\n2.床位不足\n\n（三）资金少",
        ),
        ("投入2\n2.5万元", "投入2 2.5万元"),
        ("甲不够\n①乙\n一是丙", "甲不够\n\n①乙\n\n一是丙"),
        ("甲\n\n乙", "甲\n\n乙"),
        (
            "一、政策落实\n已经出台的扶持政策没有逐条兑现",
            "一、政策落实\n\n已经出台的扶持政策没有逐条兑现",
        ),
        (
            "一、政策落实、\n已经出台的扶持政策没有逐条兑现",
            "一、政策落实、已经出台的扶持政策没有逐条兑现",
        ),
        ("投入不足，\n—３—\n进度慢", "投入不足，进度慢"),
        ("第一句。第二句。", "第一句。\n第二句。"),
        ("５７条，８０％", "57条，８０％".replace("８０", "80")),
        (3.0, "3"),
    ],
)
def test_a_break_within_a_sentence_is_none(cell: Value, text: str) -> None:
    assert prose(cell) == text


@given(st.text(alphabet="甲乙。；：，\n 1.（一）«\u00a0\r\x07—3", max_size=30))
def test_a_text_is_in_the_form_in_which_it_is_stored(cell: str) -> None:
    text = prose(cell)
    assert canonical(text) == text


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ("响\x07铃", "有不可见的控制字符 U+0007，已去掉"),
        ("甲\n—3—\n乙", "夹有页码“—3—”，已去掉"),
        ("—3—", None),
        ("甲\n乙\u200b", None),
        (3.0, None),
    ],
)
def test_what_was_taken_out_of_a_cell_is_said(cell: Value, remark: str | None) -> None:
    assert removed(cell) == remark


def test_strokes_stand_for_an_empty_cell() -> None:
    for cell in (None, "", "/", " — ", "——", "-", "\\"):
        assert empty(cell)
    assert not empty("无")
    assert nothing("无")
    assert nothing("暂无")
    assert not nothing("0")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        *[
            (words, Answer.YES)
            for words in (
                "是", "√", "✓", "☑", "已", "已完成", "完成", "整改完成",
                "已整改到位", "全部办结", "已销号", "已整改", "Y", "Yes", "ｙ", "1",
                "100%", "对", "有", "已 完成。", "均已办结",
            )
        ],
        *[
            (words, Answer.NO)
            for words in (
                "否", "×", "✗", "未", "未完成", "尚未完成", "没有完成", "未销号", "N",
                "no", "0", "未整改到位", "没有",
            )
        ],
        *[
            (words, Answer.UNDER_WAY)
            for words in ("正在整改", "整改中", "推进中", "持续推进", "在办")
        ],
        *[
            (words, Answer.PARTLY)
            for words in ("基本完成", "部分整改", "大部分已完成", "基本完成整改")
        ],
        *[(words, None) for words in ("差不多", "整改", "90%", "见附件")],
    ],
)  # fmt: skip
def test_yes_and_no_are_known_in_the_ways_people_write_them(
    words: str, meant: Answer | None
) -> None:
    assert choices.answer(words) is meant


@pytest.mark.parametrize(
    ("kind", "words", "meant"),
    [
        (Nature, "问题", "问题类"),
        (Nature, "建议类", "建议类"),
        (Level, "市级", "市"),
        (Level, "区", "县"),
        (TimeKind, "即知即改", "立行立改"),
        (TimeKind, "限期", "限期整改"),
        (TimeKind, "分阶段", None),
        (Publicity, "公开", "主动公开"),
        (Finding, "已整改 到位", "整改到位"),
        (Verdict, "满意", "通过"),
        (State, "未办结", "办理中"),
    ],
)
def test_words_of_a_closed_list_are_known_by_their_like(
    kind: type[StrEnum], words: str, meant: str | None
) -> None:
    assert choices.chosen(kind, words) == meant


def test_every_way_of_writing_leads_to_a_word_of_its_list() -> None:
    for kind, ways in choices.WAYS.items():
        assert set(ways.values()) <= set(kind)
        assert not set(ways) & set(kind)


def test_a_class_of_answer_is_known_by_its_letter() -> None:
    assert choices.grade("Ａ类", LEDGER) == "A"
    assert choices.grade("b", LEDGER) == "B"
    assert choices.grade("c级", LEDGER) == "C"
    assert choices.grade("D", LEDGER) is None
    own = ledger(答复类别=[{"类别": "甲类", "含义": "已解决"}])
    assert choices.grade("甲类", own) == "甲类"


def test_an_option_is_known_whatever_its_widths_and_blanks() -> None:
    assert choices.option("重 点Ａ", ["一般", "重点A"]) == "重点A"
    assert choices.option("特大", ["一般", "重点A"]) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2025, 3, 1), "2025-03-01"),
        (45717, "2025-03-01"),
        (45717.5, "2025-03-01"),
        ("45717", "2025-03-01"),
        (20250301.0, "2025-03-01"),
        ("2025.3.1", "2025-03-01"),
        ("2025/3/1", "2025-03-01"),
        ("2025-03-01 00:00:00", "2025-03-01"),
        ("2025-03-01T08:30", "2025-03-01"),
        ("2025年3月1日", "2025-03-01"),
        ("2025年3月1日（星期六）", "2025-03-01"),
        ("2025年3月1日下午", "2025-03-01"),
        ("二〇二四年七月十二日", "2024-07-12"),
        ("２０２４年７月１２日。", "2024-07-12"),
        ("2024年7月\n12日", "2024-07-12"),
    ],
)
def test_a_day_is_read_in_every_form_that_a_cell_has(cell: Value, day: str) -> None:
    assert read_day(cell, None) == Dated(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("cell", "year", "found"),
    [
        ("7月12日", 2024, Dated(date(2024, 7, 12), "没有年份，当作2024-07-12")),
        ("7.12", 2024, Dated(date(2024, 7, 12), "没有年份，当作2024-07-12")),
        (7.12, 2024, Dated(date(2024, 7, 12), "没有年份，当作2024-07-12")),
        ("7月12日", None, Dated(None, "没有年份")),
        ("今年7月12日", 2024, Dated(None)),
        ("24.7.12", None, Dated(date(2024, 7, 12), "当作2024-07-12")),
        ("2025年3月", 2024, Dated(None, "没有写明是哪一天")),
        ("2025.3", 2024, Dated(None, "没有写明是哪一天")),
        ("3月份", 2024, Dated(None, "没有写明是哪一天")),
        ("2月29日", 2023, Dated(None)),
        ("待定", 2024, Dated(None)),
        ("今天", 2024, Dated(None)),
        (date(1900, 1, 7), 2024, Dated(None)),
        ("0024-07-12", 2024, Dated(None)),
        (12, 2024, Dated(None)),
    ],
)
def test_a_day_that_is_not_all_there_is_doubted_or_not_read(
    cell: Value, year: int | None, found: Dated
) -> None:
    assert read_day(cell, year) == found


@pytest.mark.parametrize(
    ("cell", "limit"),
    [
        ("9月底前", Limit("9月底前", None)),
        ("２０２４年９月３０日前完成。", Limit("2024年9月30日前完成", None)),
        ("收到之日起15个工作日内", Limit("收到之日起15个工作日内", None)),
        ("三季度末", Limit("三季度末", None)),
        ("2024.9", Limit("2024.9", None)),
        (date(2024, 9, 30), Limit("2024-09-30", None)),
        ("2024-09-30 00:00:00", Limit("2024-09-30", None)),
        (45717.0, Limit("2025-03-01", None)),
        ("立行立改", Limit("立行立改", TimeKind.AT_ONCE)),
        ("长期坚持", Limit("长期坚持", TimeKind.LASTING)),
        ("常态化", Limit("常态化", TimeKind.LASTING)),
        (7.12, Limit("7月12日", None, "当作7月12日")),
        ("7.12前", Limit("7月12日前", None, "当作7月12日前")),
        (2024.9, Limit("2024年9月", None, "当作2024年9月")),
        ("24.9.30", Limit("2024年9月30日", None, "当作2024年9月30日")),
        ("尽快", Limit("尽快", None, "看不懂，按原话保存")),
        (13.45, Limit("13.45", None, "看不懂，按原话保存")),
    ],
)
def test_a_deadline_keeps_its_words(cell: Value, limit: Limit) -> None:
    assert read_limit(cell, TODAY, OFFICIAL) == limit


@pytest.mark.parametrize(
    ("words", "handed", "year", "due"),
    [
        ("2024-09-30", None, None, Due(date(2024, 9, 30), "2024-09-30")),
        ("2024年9月底", "2024-07-01", None, Due(date(2024, 9, 30), "2024年9月底")),
        ("2024-06-30", "2024-07-01", 2024,
         Due(None, "2024-06-30", "早于交办日期2024-07-01")),
        ("9月底前", "2024-07-01", 2023, Due(date(2024, 9, 30), "9月底前")),
        ("3个月", "2024-07-01", None, Due(date(2024, 10, 8), "3个月")),
        ("3个月", "2026-11-20", None, Due(date(2027, 2, 22), "3个月（暂估）")),
        ("尽快", "2024-07-01", None, Due(None, "尽快")),
        ("立行立改", "2024-07-01", None, Due(None, "立行立改")),
        ("3个月", None, 2024, Due(None, "3个月")),
        ("9月底前", None, None, Due(None, "9月底前")),
        ("9月底前", None, 2024,
         Due(date(2024, 9, 30), "9月底前", "没有年份，当作2024-09-30")),
    ],
)  # fmt: skip
def test_a_deadline_comes_to_a_day_only_where_that_is_known(
    words: str, handed: str | None, year: int | None, due: Due
) -> None:
    start = date.fromisoformat(handed) if handed else None
    assert read_due(words, start, year, OFFICIAL) == due


@pytest.mark.parametrize(
    ("cell", "heading", "who"),
    [
        ("张某", "提出人", [{"姓名": "张某"}]),
        ("张某、李某；王某", "提出人", [{"姓名": n} for n in ("张某", "李某", "王某")]),
        ("张某", "领衔代表", [{"姓名": "张某", "身份": "代表"}]),
        ("第一代表团", "代表团", [{"姓名": "第一代表团"}]),
        ("张某（市人大代表）", "领衔代表", [{"姓名": "张某", "身份": "市人大代表"}]),
        ("张某（代表、村民）", "提出人", [{"姓名": "张某", "身份": "代表、村民"}]),
        ("张某:市人大代表", "提出人", [{"姓名": "张某", "身份": "市人大代表"}]),
        ("张 某\n李某某", "提出人", [{"姓名": "张某"}, {"姓名": "李某某"}]),
        ("张某 李某某", "提出人", [{"姓名": "张某"}, {"姓名": "李某某"}]),
        ("执法检查组 第一小组组长", "提出人", [{"姓名": "执法检查组 第一小组组长"}]),
        ("无", "提出人", []),
        ("张某、", "提出人", [{"姓名": "张某"}]),
    ],
)
def test_proposers_are_read_with_what_is_told_of_them(
    cell: str, heading: str, who: list[dict[str, str]]
) -> None:
    assert proposers(cell, heading) == who


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1.消防不达标，床位不足。\n其余略。", "消防不达标，床位不足"),
        ("（一）1、政策没有兑现！", "政策没有兑现"),
        ("一是资金不到位；二是人少", "资金不到位"),
        ("第一，落实不够。", "落实不够"),
        ("2.5万元资金没有到位", "2.5万元资金没有到位"),
        ("第一段\n\n第二段", "第一段"),
        ("一" * 30 + "，" + "二" * 20, "一" * 30),
        ("一" * 40 + "，二", "一" * 40),
        ("甲" * 50, "甲" * 39 + "…"),
        ("，" + "甲" * 50, "，" + "甲" * 38 + "…"),
        ("一、", "一、"),
        ("……。", "……"),
    ],
)
def test_a_title_is_what_the_first_sentence_says(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("一、关于政策落实方面（12条）", "关于政策落实方面"),
        ("（二）设施建设（共5个）：", "设施建设"),
        ("第三、监管", "监管"),
        ("政策落实", "政策落实"),
        ("（一）", "（一）"),
    ],
)
def test_a_part_of_a_list_goes_by_its_words(row: str, part: str) -> None:
    assert part_of(row) == part
