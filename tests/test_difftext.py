"""What plain git shows of a ledger: labelled lines instead of the file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from offices import Clerk, clerk
from programs import needs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs("git")


@pytest.fixture
def bench(tmp_path: Path) -> Clerk:
    """An office whose files git shows by our text."""
    found = clerk(tmp_path, JZ001="已答复")
    found.write("../../.gitattributes", "data/** -text\ndata/**/*.yaml diff=rectify\n")
    found.keep("属性")
    return found


def text(bench: Clerk, place: str) -> list[str]:
    """The lines that git is given of a file."""
    done = bench.do("textconv", str(bench.ledger / place))
    assert (done.code, done.err) == (0, "")
    return done.lines


def test_an_issue_is_shown_a_fact_a_line(bench: Clerk) -> None:
    bench.make("void", "1", "--event", "3", "--reason", "记错了")
    assert text(bench, "issues/JZ-001.yaml") == [
        "编号：JZ-001 部分农村敬老院消防设施不达标",
        "类别：项目建设",
        "来源：执法检查",
        "审议意见：1",
        "提出人：",
        "  姓名 执法检查组",
        "问题描述：",
        "  4家没有按标准配备自动喷淋设施。",
        "",
        "2024-06-20 交办 市民政局",
        "  协办：市财政局",
        "  期限：2024-09-30",
        "",
        "2024-06-22 签收 市民政局",
        "",
        "2024-09-18 答复 市民政局",
        "  类别：A",
        "  内容：",
        "    4家敬老院已全部完成喷淋改造。",
        "  作废：2024-07-01 记错了",
        "",
        "现状（记到最后一项）：办理中，期限 2024-09-30",
    ]


def test_the_text_hangs_on_the_file_alone(bench: Clerk) -> None:
    place = bench.ledger / "issues" / "JZ-001.yaml"
    here = bench.do("textconv", str(place), today="2024-07-01").out
    aside = shutil.copy(place, bench.home / "JZ-001.yaml")
    assert bench.do("textconv", str(aside), today="2030-01-01").out == here


def test_a_field_of_the_ledgers_own_is_shown_too(bench: Clerk) -> None:
    bench.amend("JZ-001", "办理记录:\n", "片区: 城北\n办理记录:\n")
    assert "片区：城北" in text(bench, "issues/JZ-001.yaml")


def test_who_asked_to_stay_unnamed_is_not_named(bench: Clerk) -> None:
    bench.amend(
        "JZ-001", "执法检查组\n", "王某某\n    身份: 市人大代表\n    保密: 是\n"
    )
    lines = text(bench, "issues/JZ-001.yaml")
    assert "  姓名 代表A，身份 市人大代表，保密 是" in lines


def test_ledger_units_and_votes_are_shown_by_their_labels(bench: Clerk) -> None:
    rules = "办理规则:\n  答复期限: 2个月\n数据说明: |\n  甲。\n\n  乙。\n"
    bench.write("ledger.yaml", bench.read("ledger.yaml") + rules)
    lines = text(bench, "ledger.yaml")
    assert lines[0] == "名称：养老服务问题清单 2024"
    assert lines[-6:] == [
        "办理规则：", "  答复期限：2个月", "数据说明：", "  甲。", "", "  乙。",
    ]  # fmt: skip
    assert "  全称 市民政局，别名 民政局" in text(bench, "units.yaml")
    vote = "票号: 2024-01\n日期: 2024-10-30\n计票:\n  - 满意: 3\n    基本满意: 1\n"
    bench.write("votes/2024-01.yaml", f"{vote}    不满意: 0\n")
    assert text(bench, "votes/2024-01.yaml") == [
        "票号：2024-01",
        "日期：2024-10-30",
        "计票：",
        "  满意 3，基本满意 1，不满意 0",
    ]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", "编号：JZ-001\n".encode(), b"a: b\n", b"- 1\n" * 40]
)
def test_what_cannot_be_read_is_shown_as_it_is(bench: Clerk, data: bytes) -> None:
    path = bench.write("issues/JZ-007.yaml", data)
    done = bench.raw("textconv", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, data, b"")


def test_git_diff_reads_as_sentences_under_the_name_of_the_issue(bench: Clerk) -> None:
    bench.make("respond", "1", "--by", "市民政局", "--class", "B", "--text", "已整改。")
    shown = bench.git("show", "--format=%s", "HEAD")
    assert "@@ 编号：JZ-001 部分农村敬老院消防设施不达标" in shown
    assert "+2024-07-01 答复 市民政局\n" in shown
    assert "+    已整改。\n" in shown
    assert "日期: 2024-07-01" not in shown
    assert "+    已整改。\n" in bench.git("log", "-p", "-1")


def test_a_word_of_chinese_is_a_character(bench: Clerk) -> None:
    bench.amend("JZ-001", "不达标", "未达标")
    shown = bench.git("diff", "--word-diff")
    assert "消防设施[-不-]{+未+}达标" in shown


def test_with_our_program_gone_git_shows_the_file(bench: Clerk) -> None:
    bench.amend("JZ-001", "不达标", "未达标")
    kept = bench.git("config", "diff.rectify.textconv")
    words = kept.strip().replace(" -P -m rectify", " -P -m 没有这个程序")
    bench.git("config", "diff.rectify.cachetextconv", "false")
    bench.git("config", "diff.rectify.textconv", words)
    assert "+标题: 部分农村敬老院消防设施未达标" in bench.git("diff")
    bench.git("config", "--unset", "diff.rectify.textconv")
    assert "+标题: 部分农村敬老院消防设施未达标" in bench.git("diff")
