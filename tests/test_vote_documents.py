"""What is printed for a vote and after it: papers, counts and the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casebook import (
    BUREAU,
    answered,
    asked,
    dropped,
    handed,
    issue,
    ledger,
    roster,
    row,
    shared,
    vote,
    voted,
)
from office import office
from rectify.cli.formats import paper_of
from rectify.domain.ballot import IncompleteVote, Vote
from rectify.domain.documents.ballots import NumbersOrVote
from rectify.domain.documents.kinds import kind_named
from rectify.domain.documents.tallies import NoVote, VerdictDiffers
from rectify.domain.documents.votes import NoSuchVote
from rectify.domain.rule import PRESETS
from rectify.storage.builtin import templates
from rectify.views.markdown import render
from rectify.views.paper import Paper, Paragraph, Role, Table

if TYPE_CHECKING:
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.roster import Roster

FINANCE = "市财政局"
KINDS = ("ballot", "count", "tally")


def text_of(alias: str, held: Roster, *numbers: int, **choices: Any) -> str:
    """Write a document."""
    named = tuple(f"JZ-{number:03}" for number in numbers)
    request = asked(held)._replace(numbers=named, **choices)
    (report,) = kind_named(alias).compile(request).values()
    own = Path("/没有这个文件夹")
    return render(alias, report, held.directory, own=own, builtin=templates())


def paper(alias: str, held: Roster, *numbers: int, **choices: Any) -> Paper:
    """Write a document, as every format reads it."""
    return paper_of(text_of(alias, held, *numbers, **choices))


def tables(alias: str, held: Roster, *numbers: int, **choices: Any) -> list[Table]:
    """Give the tables of a document that have a heading."""
    found = paper(alias, held, *numbers, **choices).blocks
    return [each for each in found if isinstance(each, Table) and not each.form]


def line(table: Table, place: int = 0) -> dict[str, str]:
    """Read a line of a table by its headings."""
    return dict(zip(table.header, table.rows[place], strict=True))


def ready(number: int, **facts: object) -> Issue:
    """Make an issue that has been answered."""
    return issue(number, handed(), answered("2024-09-01"), **facts)


def judged(number: int, verdict: str = "通过", **fields: Any) -> Issue:
    """Make an issue that was voted on."""
    return issue(
        number, handed(), answered("2024-09-01"),
        voted("2024-10-30", verdict, **fields),
    )  # fmt: skip


def ruled(preset: str, **facts: object) -> Ledger:
    """Make a ledger that votes by one of the rules in use."""
    return ledger(测评规则=preset, **facts)


def counted(*rows: dict[str, object], **facts: Any) -> Vote:
    """Make a vote of its rows."""
    plain = {"票号": "2024-01", "日期": "2024-10-30", "计票": list(rows)}
    return Vote.model_validate(plain | facts)


def counts(one: int, two: int, three: int, **more: object) -> dict[str, object]:
    """Write a row of counts."""
    return {"满意": one, "基本满意": two, "不满意": three, **more}


ON_ONE = {"对象": {"问题": ["JZ-001"]}}
FIRST = vote("2024-01", "2024-10-30", (20, 10, 5), **ON_ONE)


def test_a_paper_lists_what_is_answered_and_not_yet_passed() -> None:
    held = roster(
        ready(1),
        judged(2),
        issue(3, handed()),
        issue(
            4, handed(), answered("2024-09-01"), voted("2024-10-30", "不通过"),
            answered("2024-11-20"),
        ),
        issue(5, handed(), dropped("2024-07-01", "并案", into=1)),
        issue(6, shared(BUREAU, FINANCE), answered("2024-09-01")),
    )  # fmt: skip
    (table,) = tables("ballot", held)
    assert table.header == (
        "序号", "测评对象", "承办单位", "满意", "基本满意", "不满意"
    )  # fmt: skip
    assert table.rows == (
        ("1", "JZ-001　第1个问题", "市民政局", "□", "□", "□"),
        ("2", "JZ-004　第4个问题（第2次办理）", "市民政局", "□", "□", "□"),
    )


def test_a_paper_names_no_voter_and_says_what_makes_it_void() -> None:
    text = text_of("ballot", roster(ready(1)))
    assert "本表不记名" in text
    assert "在“满意”“基本满意”“不满意”中选一项" in text
    assert "一行选两项以上，或者一项也没有选的，该行无效" in text
    for absent in ("姓名", "签名", "票号"):
        assert absent not in text


def test_a_paper_can_be_asked_for_some_issues_or_for_a_vote_and_not_both() -> None:
    held = roster(ready(1), ready(2), judged(3), votes=(FIRST,))
    assert [r[1] for r in tables("ballot", held, 3, 1, 3)[0].rows] == [
        "JZ-003　第3个问题", "JZ-001　第1个问题"
    ]  # fmt: skip
    assert [r[1] for r in tables("ballot", held, vote="2024-01")[0].rows] == [
        "JZ-001　第1个问题"
    ]
    with pytest.raises(NumbersOrVote, match="只能写一个"):
        text_of("ballot", held, 1, vote="2024-01")


def test_when_nothing_is_ready_the_paper_is_that_of_the_last_vote() -> None:
    earlier = vote("2024-09", "2024-09-30", (1, 0, 0), 对象={"单位": [FINANCE]})
    held = roster(judged(1), votes=(FIRST.but(meeting="第5次会议"), earlier))
    found = paper("ballot", held)
    assert [r[1] for r in tables("ballot", held)[0].rows] == ["JZ-001　第1个问题"]
    subtitles = [
        block.text
        for block in found.blocks
        if isinstance(block, Paragraph) and block.role is Role.SUBTITLE
    ]
    assert subtitles == ["（第5次会议）"]


def test_before_the_first_vote_the_paper_has_empty_lines_to_write_on() -> None:
    (table,) = tables("ballot", roster(issue(1)))
    assert table.header == ("序号", "测评对象", "满意", "基本满意", "不满意")
    assert {cells[1:] for cells in table.rows} == {("", "□", "□", "□")}


def test_where_issues_are_not_voted_on_none_is_put_on_a_paper() -> None:
    held = roster(ready(1), by=ledger(评价方式="反馈"))
    assert "JZ-001" not in text_of("ballot", held)


def test_the_rule_alone_decides_whether_abstention_has_a_box() -> None:
    cast = counted(counts(3, 1, 0, 弃权=1), **ON_ONE)
    by_valid = ruled("有效票过半")
    before = tables("ballot", roster(ready(1), by=by_valid))[0]
    after = tables("ballot", roster(judged(1), by=by_valid, votes=(cast,)))[0]
    assert before.header[-1] == after.header[-1] == "弃权"
    before = tables("ballot", roster(ready(1)))[0]
    after = tables("ballot", roster(judged(1), votes=(cast,)))[0]
    assert before.header[-1] == after.header[-1] == "不满意"


def test_a_paper_printed_again_says_what_it_said_on_the_day_of_the_vote() -> None:
    first = voted("2024-10-30", "不通过")
    second = voted("2024-12-01", "不通过", number="2024-02")
    moved = row("2024-11-02", "改派", 原单位=BUREAU, 单位=FINANCE)
    life = (handed(), answered("2024-09-01"), first, moved)
    case = issue(1, *life, answered("2024-11-20", FINANCE), second)
    later = vote("2024-02", "2024-12-01", (5, 5, 25), **ON_ONE)
    failed = vote("2024-01", "2024-10-30", (5, 5, 25), **ON_ONE)
    held = roster(case, votes=(failed, later))
    (then,) = tables("ballot", held, vote="2024-01")
    assert then.rows[0][1:3] == ("JZ-001　第1个问题", BUREAU)
    (again,) = tables("ballot", held, vote="2024-02")
    assert again.rows[0][1:3] == ("JZ-001　第1个问题（第2次办理）", FINANCE)


def test_two_dimensions_have_a_line_each() -> None:
    (table,) = tables("ballot", roster(ready(1), by=ruled("双维度")))
    assert [cells[3] for cells in table.rows] == ["办理态度", "办理结果"]
    assert [cells[0] for cells in table.rows] == ["1", "1"]
    whole = counted(counts(3, 1, 0), **ON_ONE)
    held = roster(judged(1), by=ruled("双维度"), votes=(whole,))
    assert "测评内容" not in tables("ballot", held)[0].header


def test_what_was_voted_on_together_is_marked_once() -> None:
    subject = {
        "问题": ["JZ-001", "JZ-009"],
        "审议意见": [2, 7],
        "报告": "关于整改情况的报告",
        "单位": [FINANCE],
    }
    cast = counted(counts(3, 1, 0), 轮次="二次", 对象=subject)
    by = ledger(审议意见=[{"序号": 2, "标题": "补齐设施"}])
    held = roster(judged(1), by=by, votes=(cast,))
    (table,) = tables("ballot", held, vote="2024-01")
    ((_, said, *_),) = table.rows
    assert said == (
        "JZ-001　第1个问题；JZ-009；第2条审议意见“补齐设施”；第7条审议意见；"
        "关于整改情况的报告；市财政局"
    )
    assert "# 二次满意度测评表" in text_of("ballot", held, vote="2024-01")


def test_a_row_of_counts_may_be_on_what_the_record_does_not_list() -> None:
    cast = counted(counts(3, 1, 0, 对象="JZ-001"), counts(2, 2, 0))
    (table,) = tables("ballot", roster(judged(1), votes=(cast,)), vote="2024-01")
    assert [cells[1] for cells in table.rows] == ["JZ-001", "（没有写明对象）"]


PAPER = {"应到": 40, "发出": 36, "收回": 35, "实到": 36}
VENUES = counted(
    counts(20, 10, 4, 会场="主会场", 群体="人大代表", 无效=1, **PAPER),
    counts(3, 1, 0, 会场="分会场", 群体="议政代表", 应到=5, 实到=5, 发出=5, 弃权=1),
    会议="第5次会议", 全体组成人员=60, **ON_ONE,
)  # fmt: skip


def test_the_counting_sheet_gives_each_venue_and_sums_them() -> None:
    held = roster(judged(1), votes=(VENUES,))
    (table,) = tables("count", held)
    assert table.header == (
        "会场", "群体", "应到", "实到", "发出", "收回", "有效", "无效",
        "满意", "基本满意", "不满意", "弃权", "未按",
    )  # fmt: skip
    assert [" ".join(cells) for cells in table.rows] == [
        "主会场 人大代表 40 36 36 35 34 1 20 10 4 0 —",
        "分会场 议政代表 5 5 5 5 5 0 3 1 0 1 —",
        "合计  45 41 41 40 39 1 23 11 4 1 —",
    ]
    text = text_of("count", held)
    assert "| 会议 | 第5次会议 | 日期 | 2024年10月30日 |" in text
    assert "| 票号 | 2024-01 | 全体组成人员 | 60 |" in text
    assert "| 测评对象 | JZ-001 | | |" in text
    assert "| 计票人 | | 监票人 | |" in text
    assert "| 总监票人 | | 日期 | |" in text


def test_a_count_that_nobody_knows_is_not_summed() -> None:
    by_button = counts(3, 1, 0, 会场="主会场", 应到=5, 未按=1)
    cast = counted(by_button, counts(2, 0, 0, 会场="分会场", 发出=2), **ON_ONE)
    (table,) = tables("count", roster(judged(1), votes=(cast,)))
    first, second, total = (line(table, place) for place in range(3))
    assert (first["实到"], first["发出"], first["收回"]) == ("5", "—", "—")
    assert (second["应到"], second["实到"], second["收回"]) == ("—", "—", "2")
    assert (second["未按"], first["群体"]) == ("—", "—")
    assert total["应到"] == total["发出"] == total["未按"] == "—"
    assert total["满意"] == "5"
    assert "| 全体组成人员 | — |" in text_of("count", roster(judged(1), votes=(cast,)))


def test_what_was_voted_on_apart_has_a_table_of_its_own() -> None:
    rows = [
        counts(3, 1, 0, 对象=name, 维度=side, 发出=5)
        for name in (BUREAU, FINANCE)
        for side in ("态度", "结果")
    ]
    cast = counted(*rows[:3], 对象={"单位": [BUREAU, FINANCE]})
    text = text_of("count", roster(issue(1), votes=(cast,), by=ruled("双维度")))
    headings = [each for each in text.splitlines() if each.startswith("## ")]
    assert headings == [
        "## 一、市民政局（办理态度）", "## 二、市民政局（办理结果）",
        "## 三、市财政局（办理态度）",
    ]  # fmt: skip
    one = counted(rows[0], 对象={"单位": [BUREAU]})
    single = text_of("count", roster(issue(1), votes=(one,), by=ruled("双维度")))
    assert "## 办理态度" in single


def test_before_the_first_vote_the_counting_sheet_is_blank() -> None:
    (table,) = tables("count", roster(issue(1)))
    assert {"".join(cells) for cells in table.rows[:-1]} == {""}
    assert "".join(table.rows[-1]) == "合计"
    text = text_of("count", roster(issue(1), by=ruled("双维度")))
    assert text.index("## 一、办理态度") < text.index("## 二、办理结果")
    assert "| 票号 | | 全体组成人员 | |" in text.replace("  ", " ")


def test_the_last_meeting_is_that_of_the_last_day_known() -> None:
    later = vote("2024-03", "2024-12-01", (1, 0, 0), **ON_ONE)
    same = vote("2024-02", "2024-12-01", (1, 0, 0), **ON_ONE)
    votes = (later, FIRST, same)
    both = text_of("count", roster(issue(1), votes=votes))
    assert "| 票号 | 2024-02、2024-03 |" in both
    assert both.index("JZ-001（票号2024-02）") < both.index("JZ-001（票号2024-03）")
    then = roster(issue(1), votes=votes, on="2024-11-30")
    assert "| 票号 | 2024-01 |" in text_of("count", then)
    asked_for = text_of("count", roster(issue(1), votes=votes), vote="2024-02")
    assert "| 票号 | 2024-02 |" in asked_for


def test_a_counting_sheet_of_several_votes_has_a_table_for_each() -> None:
    text = text_of("count", meeting())
    assert "| 票号 | 2024-01、2024-02、2024-03 |" in text
    headings = [each for each in text.splitlines() if each.startswith("## ")]
    assert headings == [
        "## 一、JZ-001（票号2024-01，初次测评）",
        "## 二、JZ-002（票号2024-02，二次测评）",
        "## 三、市财政局（票号2024-03，初次测评）",
    ]
    assert text.count("| 总监票人 |") == 1


@pytest.mark.parametrize("alias", KINDS)
def test_a_vote_that_was_not_held_is_refused_by_naming_those_that_were(
    alias: str,
) -> None:
    held = roster(judged(1), votes=(FIRST,))
    with pytest.raises(NoSuchVote, match="没有票号为 9 的测评。已有的票号：2024-01"):
        text_of(alias, held, vote="9")
    with pytest.raises(NoSuchVote, match="还没有测评记录"):
        text_of(alias, roster(issue(1)), vote="9")


def test_a_result_gives_attendance_counts_rates_rule_and_outcome() -> None:
    text = text_of("tally", roster(judged(1), votes=(VENUES,)))
    assert text.startswith('---\n标题: "关于养老服务满意度测评结果的报告"\n')
    assert (
        "　　2024年10月30日，第5次会议对1条问题进行了满意度测评（票号2024-01）。"
    ) in text
    assert (
        "　　测评设2个会场同步进行。参加测评的为人大代表、议政代表。应到45人，"
        "实到41人。发出测评票41张，收回40张，"
        "其中有效39张、无效1张。各项票数和比率见下表。"
    ) in text
    assert "满意、基本满意票合计超过实到人数的1/2的，结果为满意。" in text
    assert (
        "　　据此，JZ-001“第1个问题”的满意、基本满意票合计34票，占实到人数41人的"
        "82.93%，超过1/2，结果为满意。"
    ) in text
    assert "　　1条问题通过测评。" in text
    assert "　　通过测评的1条，按照办理规则提请销号或者继续跟踪。" in text
    assert "重新办理，承办单位和期限见下表" not in text
    found = line(tables("tally", roster(judged(1), votes=(VENUES,)))[0])
    assert found == {
        "测评对象": "JZ-001", "实到": "41", "发出": "41", "收回": "40",
        "有效": "39", "无效": "1", "满意": "23", "基本满意": "11", "不满意": "4",
        "弃权": "1", "满意率": "56.10%", "满意和基本满意率": "82.93%", "结果": "满意",
    }  # fmt: skip
    assert "各会场、各群体的票数相加后计算，不取比率的平均数" in text


def attended(*groups: tuple[str | None, int], **facts: object) -> str:
    """Write of a vote how many came, group by group, of 60 members."""
    rows = [
        counts(present, 0, 0, 群体=group, 会场=f"第{place}会场", 应到=present + 5)
        for place, (group, present) in enumerate(groups)
    ]
    bare = [{key: v for key, v in each.items() if v is not None} for each in rows]
    cast = counted(*bare, **{"全体组成人员": 60} | ON_ONE | facts)
    said = text_of("tally", roster(judged(1), votes=(cast,)))
    return next(each for each in said.splitlines() if "各项票数和比率见下表" in each)


def test_a_majority_is_one_of_the_members_not_of_all_who_came() -> None:
    mixed = attended(("常委会组成人员", 30), ("人大代表", 20))
    assert (
        "应到60人，实到50人，其中常委会组成人员30人，没有超过全体组成人员60人的半数。"
        in mixed
    )
    most = attended(("市人大常委会组成人员", 31), ("议政代表", 20))
    assert "其中常委会组成人员31人，超过全体组成人员60人的半数。" in most
    halls = attended(("组成人员", 16), ("组成人员", 15))
    assert "全体组成人员60人，应到41人，实到31人，超过全体组成人员的半数。" in halls


@pytest.mark.parametrize(
    "groups",
    [
        [(None, 50)],
        [("人大代表", 50)],
        [("市政府组成人员", 50)],
        [("常委会组成人员", 20), (None, 30)],
    ],
)
def test_where_members_are_not_told_from_others_no_majority_is_claimed(
    groups: list[tuple[str | None, int]],
) -> None:
    assert "半数" not in attended(*groups)
    assert "实到50人。" in attended(*groups)


def test_a_result_says_of_attendance_only_what_was_recorded() -> None:
    unknown = roster(judged(1), votes=(FIRST,))
    text = text_of("tally", unknown)
    assert "全体组成人员" not in text
    assert "　　测评设1个" not in text
    assert "某市人大常委会对1条问题进行了满意度测评" in text
    assert "注：比率以实到人数为基数。" in text
    by_button = attended((None, 38))
    assert "全体组成人员60人，应到43人，实到38人。" in by_button


def meeting() -> Roster:
    """Hold three votes at one meeting, one at another of that day, one long before."""
    here = {"会议": "第5次会议"}
    again: Any = {"对象": {"问题": ["JZ-002"]}, "轮次": "二次", "上次票号": "2023-09"}
    units: Any = {"对象": {"单位": [FINANCE]}}
    votes = (
        vote("2024-03", "2024-10-30", (20, 10, 5), **units | here),
        vote("2024-02", "2024-10-30", (5, 5, 25), **again | here),
        vote("2024-01", "2024-10-30", (30, 3, 2), **ON_ONE | here),
        vote("2024-00", "2024-10-30", (9, 0, 0), 会议="代表问政会", **units),
        vote("2023-09", "2024-08-30", (5, 5, 25), **here),
    )
    failed = voted("2024-10-30", "不通过", number="2024-02")
    life = (handed(), answered("2024-09-01"), failed)
    return roster(judged(1), issue(2, *life), votes=votes)


def test_a_report_is_on_all_votes_of_the_last_meeting() -> None:
    text = text_of("tally", meeting())
    assert "# 关于养老服务满意度测评结果的报告" in text
    assert (
        "第5次会议对2条问题、市财政局进行了满意度测评（票号2024-01、2024-02、2024-03；"
        "2024-02为二次测评，上次票号2023-09）。"
    ) in text
    table, decided, failed = tables("tally", meeting())
    assert [cells[:2] for cells in table.rows] == [
        ("2024-01", "JZ-001"), ("2024-02", "JZ-002"), ("2024-03", FINANCE)
    ]  # fmt: skip
    assert [cells[0::3] for cells in decided.rows] == [
        ("JZ-001", "通过"), ("JZ-002", "不通过")
    ]  # fmt: skip
    assert [cells[0] for cells in failed.rows] == ["JZ-002"]
    assert "2条问题中，1条通过测评，1条未通过。" in text
    assert "测评结果拟向" in text


@pytest.mark.parametrize("alias", ["tally", "count"])
def test_a_vote_of_another_meeting_that_day_is_named_and_not_counted(
    alias: str,
) -> None:
    told = "同日另有票号2024-00，不是这次会议的，没有列入。"
    assert told in text_of(alias, meeting())
    assert "2024-00" not in text_of(alias, meeting(), vote="2024-01")


def test_a_vote_asked_for_is_alone_in_its_documents() -> None:
    held = meeting()
    assert "（票号2024-02，上次票号2023-09）" in text_of("tally", held, vote="2024-02")
    assert "JZ-001" not in text_of("tally", held, vote="2024-02")
    assert "票号" not in tables("tally", held, vote="2024-02")[0].header
    assert len(tables("count", held, vote="2024-02")) == 1
    assert len(tables("ballot", held, vote="2024-02")[0].rows) == 1


def test_an_issue_voted_on_twice_in_a_day_has_the_word_of_the_later_vote() -> None:
    first = voted("2024-10-30", "不通过")
    second = voted("2024-10-30", number="2024-02", 次序=3)
    life = (handed(), answered("2024-09-01"), first)
    case = issue(1, *life, answered("2024-10-30", 次序=2), second)
    votes = (
        vote("2024-01", "2024-10-30", (5, 5, 25), **ON_ONE),
        vote("2024-02", "2024-10-30", (30, 3, 2), 轮次="二次", **ON_ONE),
    )
    text = text_of("tally", roster(case, votes=votes))
    assert "对1条问题进行了" in text
    assert "　　1条问题通过测评。" in text
    assert "退回重新办理" not in text


FAILED = vote("2024-02", "2024-10-30", (5, 5, 25), 对象={"问题": ["JZ-001", "JZ-002"]})


def test_what_failed_is_named_with_its_units_round_and_deadline() -> None:
    life = (
        shared(BUREAU, FINANCE),
        answered("2024-09-01"),
        answered("2024-09-01", FINANCE),
    )
    again = voted("2024-10-30", "不通过", number="2024-02", 期限="2024-11-30")
    held = roster(
        issue(1, *life, again),
        issue(2, *life, again | {"单位": [FINANCE], "期限": "2024-12-15"}),
        votes=(FAILED,),
    )
    text = text_of("tally", held)
    assert "　　2条问题均未通过测评。" in text
    assert "　　未通过测评的2条问题退回重新办理，承办单位和期限见下表。" in text
    assert (
        "| JZ-001 | 第1个问题 | 市民政局、市财政局 | 第2次 | 2024年11月30日 |" in text
    )
    assert "| JZ-002 | 第2个问题 | 市财政局 | 第2次 | 2024年12月15日 |" in text
    assert "合计10票，占实到人数35人的28.57%，没有超过1/2，结果为不满意" in text
    assert "累计" not in text
    assert "提请销号" not in text


def test_a_second_failure_is_put_to_the_meeting() -> None:
    first = voted("2024-10-30", "不通过", number="2024-02")
    second = voted("2024-12-01", "不通过", number="2024-05")
    held = roster(
        issue(
            1, handed(), answered("2024-09-01"), first, answered("2024-11-20"), second
        ),
        votes=(
            FAILED,
            vote(
                "2024-05", "2024-12-01", (5, 5, 25), 轮次="二次", 上次票号="2024-02",
                **ON_ONE,
            ),
        ),
    )  # fmt: skip
    text = text_of("tally", held)
    assert "关于养老服务二次满意度测评结果的报告" in text
    assert "二次满意度测评（票号2024-05，上次票号2024-02）" in text
    assert "JZ-001累计2次未获通过，请主任会议研究进一步的监督措施。" in text
    assert "| 第3次 | 另行确定 |" in text
    earlier = text_of("tally", held, vote="2024-02")
    assert "| 第2次 | 另行确定 |" in earlier
    assert "累计" not in earlier


def test_some_pass_and_some_fail_when_they_are_voted_on_apart() -> None:
    cast = counted(
        counts(30, 3, 2, 对象="JZ-001", 实到=35),
        counts(3, 3, 29, 对象="JZ-002", 实到=35),
        counts(20, 10, 2, 对象="JZ-003", 实到=32),
        对象={"问题": ["JZ-001", "JZ-002", "JZ-003"]},
    )
    held = roster(judged(1), judged(2, "不通过"), judged(3), votes=(cast,))
    text = text_of("tally", held)
    assert "　　3条问题中，2条通过测评，1条未通过。" in text
    assert "　　其余通过测评的2条，按照办理规则" in text
    assert "| JZ-002 | 第2个问题 | 市民政局 | 不通过 |" in text
    assert "实到35人" not in text
    assert [line(tables("tally", held)[0], n)["实到"] for n in range(3)] == [
        "35", "35", "32"
    ]  # fmt: skip
    both = roster(judged(1), judged(3), votes=(VENUES.but(subject=cast.subject),))
    assert "　　2条问题全部通过测评。" in text_of("tally", both)


def test_the_step_that_decided_is_the_one_that_is_told() -> None:
    def said(preset: str, *three: int, **facts: Any) -> str:
        cast = vote("2024-01", "2024-10-30", three, **ON_ONE | facts)  # type: ignore[arg-type]  # three counts
        return text_of("tally", roster(judged(1), votes=(cast,), by=ruled(preset)))

    basically = said("逐级过半", 20, 15, 5, 全体组成人员=60)
    assert (
        "满意、基本满意票合计35票，占全体组成人员60人的58.33%，达到1/2，结果为基本满意"
        in basically
    )
    wholly = said("逐级过半", 30, 5, 5, 全体组成人员=60)
    assert "满意票30票，占全体组成人员60人的50.00%，达到1/2，结果为满意" in wholly
    tenths = said("满意六成", 7, 2, 1)
    assert "满意票7票，占有效票数10票的70.00%，达到60%，结果为满意" in tenths
    weighted = said("加权计分", 2, 1, 0)
    assert "平均分93.33分，结果为满意。" in weighted
    assert "每票满意计100分" in weighted


def test_a_second_vote_is_read_by_the_steps_of_second_votes() -> None:
    rule = PRESETS["实到过半"].plain() | {
        "二次级联": [{"计入": ["满意"], "比较": "达到", "门槛": "2/3"}]
    }
    cast = vote("2024-01", "2024-10-30", (24, 8, 4), 轮次="二次", **ON_ONE)
    held = roster(judged(1), votes=(cast,), by=ledger(测评规则=rule))
    assert "满意票24票，占实到人数36人的66.67%，达到2/3，结果为满意" in text_of(
        "tally", held
    )


def test_two_dimensions_are_both_reported_and_the_result_decides() -> None:
    cast = counted(counts(8, 1, 1, 维度="态度"), counts(6, 2, 2, 维度="结果"), **ON_ONE)
    held = roster(judged(1), votes=(cast,), by=ruled("双维度"))
    (table,) = tables("tally", held)
    assert [line(table, n)["测评内容"] for n in (0, 1)] == ["办理态度", "办理结果"]
    assert [line(table, n)["满意率"] for n in (0, 1)] == ["80.00%", "60.00%"]
    assert [line(table, n)["结果"] for n in (0, 1)] == ["—", "满意"]
    text = text_of("tally", held)
    assert text.count("据此，JZ-001") == 1
    assert "合计8票，占有效票数10票的80.00%" in text


ON_UNITS = counted(
    counts(20, 10, 5, 对象=BUREAU, 会场="主会场", 发出=35),
    counts(5, 3, 2, 对象=BUREAU, 会场="分会场", 发出=10),
    counts(10, 10, 15, 对象=FINANCE, 会场="主会场", 发出=35),
    会议="代表问政会", 对象={"单位": [BUREAU, FINANCE]},
)  # fmt: skip


def test_units_are_reported_by_sums_over_venues_and_move_no_issue() -> None:
    by = ruled("只计比率", 评价方式="无")
    text = text_of("tally", roster(issue(1), votes=(ON_UNITS,), by=by))
    assert "代表问政会对市民政局、市财政局进行了满意度测评" in text
    assert (
        "　　据此，市民政局满意率55.56%、满意和基本满意率84.44%；"
        "市财政局满意率28.57%、满意和基本满意率57.14%。"
    ) in text
    assert "只计算比率，不设通过的门槛。" in text
    assert "向市委报告、向市人民政府通报，并告知被测评单位" in text
    assert "条问题" not in text
    deciding = text_of(
        "tally", roster(issue(1), votes=(ON_UNITS,), by=ruled("逐件表决"))
    )
    assert (
        "市财政局的满意、基本满意票合计20票，占收回票数35票的57.14%，超过1/2"
        in deciding
    )


@pytest.mark.parametrize(
    ("region", "party", "government"),
    [
        ("西峡县", "县委", "县人民政府"),
        ("某镇", "镇党委", "镇人民政府"),
        ("某某自治区", "自治区党委", "自治区人民政府"),
        ("某某街道", "同级党委", "同级人民政府"),
    ],
)
def test_party_and_government_are_called_as_the_region_calls_them(
    region: str, party: str, government: str
) -> None:
    by = ruled("只计比率", 评价方式="无", 行政区=region)
    text = text_of("tally", roster(issue(1), votes=(ON_UNITS,), by=by))
    assert f"测评结果拟向{party}报告、向{government}通报" in text


def test_a_side_that_was_not_counted_for_a_unit_is_not_reported_for_it() -> None:
    one = counts(8, 1, 1, 对象=BUREAU, 维度="态度")
    both = [counts(6, 2, 2, 对象=FINANCE, 维度=side) for side in ("态度", "结果")]
    cast = counted(one, *both, 对象={"单位": [BUREAU, FINANCE]})
    (table,) = tables("tally", roster(issue(1), votes=(cast,), by=ruled("合并比率")))
    assert [cells[:2] for cells in table.rows] == [
        (BUREAU, "办理态度"),
        (FINANCE, "办理态度"),
        (FINANCE, "办理结果"),
    ]


def test_rates_alone_are_reported_without_a_verdict() -> None:
    sides = counted(
        counts(8, 1, 1, 维度="态度"), counts(6, 2, 2, 维度="结果"), **ON_ONE
    )
    held = roster(judged(1), votes=(sides,), by=ruled("合并比率"))
    text = text_of("tally", held)
    assert "JZ-001“第1个问题”的办理态度满意率80.00%" in text
    assert "　　经过测评的1条，按照办理规则" in text
    assert "通过测评" not in text
    many = counted(counts(8, 1, 1), 对象={"问题": ["JZ-001", "JZ-002"]})
    two = roster(judged(1), judged(2), votes=(many,), by=ruled("合并比率"))
    assert "结论" not in tables("tally", two)[1].header


def test_an_issue_that_the_vote_did_not_move_is_not_said_to_have_passed() -> None:
    held = roster(
        judged(1), ready(2), votes=(FAILED.but(number="2024-01"),), by=ruled("只计比率")
    )
    text = text_of("tally", held)
    assert "对1条问题进行了" in text
    assert "| JZ-001、JZ-002 |" in text
    gone = counted(counts(8, 1, 1), 对象={"问题": ["JZ-009"]})
    assert "对JZ-009进行了" in text_of("tally", roster(issue(1), votes=(gone,)))


def test_no_result_is_written_that_contradicts_what_was_declared() -> None:
    held = roster(judged(1, "不通过"), votes=(FIRST,))
    with pytest.raises(VerdictDiffers) as refused:
        text_of("tally", held)
    assert str(refused.value) == (
        "不能写测评结果：JZ-001 记录的结论是“不通过”，按测评规则由票数算出的是“通过”。"
        "请核对：rectify check"
    )


def test_no_result_is_written_without_a_vote_or_without_its_base() -> None:
    with pytest.raises(NoVote, match="先记录票数：rectify evaluate"):
        text_of("tally", roster(issue(1)))
    bare = counted(counts(3, 1, 0, 发出=4), **ON_ONE)
    with pytest.raises(IncompleteVote, match="以“实到”为基数"):
        text_of("tally", roster(judged(1), votes=(bare,)))


def test_a_vote_declared_void_is_no_vote() -> None:
    void = FIRST.but(void="2024-11-01 重投")
    with pytest.raises(NoSuchVote):
        text_of("tally", roster(issue(1), votes=(void,)), vote="2024-01")


def test_the_commands_write_what_the_vote_of_the_ledger_was(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="测评通过", JZ002="已答复")
    said = bench.do("report", "测评结果", today="2024-12-01")
    assert "占实到人数36人的97.22%" in said.out
    assert bench.do("report", "测评表", today="2024-12-01").out.count("JZ-002") == 1
    found = bench.do("report", "计票表", "--vote", "7", today="2024-12-01")
    assert (found.code, found.out) == (4, "")
    assert found.err == "没有票号为 7 的测评。已有的票号：2024-01\n"
    assert bench.do("report", "计票表", "1", today="2024-12-01").code == 2


@pytest.mark.parametrize("words", ["甲|乙", "*粗*", "<b>&amp;</b>", "# 一", "注：甲"])
@pytest.mark.parametrize("alias", KINDS)
def test_what_was_typed_is_printed_as_it_was_typed(alias: str, words: str) -> None:
    def cells(said: str) -> list[str]:
        cast = counted(
            counts(8, 1, 1, 会场=said, 群体=said, 对象="JZ-001"),
            counts(8, 1, 1, 会场=said, 群体=said, 对象=said),
            会议=said, 对象={"问题": ["JZ-001"], "报告": said},
        )  # fmt: skip
        case = issue(
            1, handed(), answered("2024-09-01"), voted("2024-10-30"), 标题=said
        )
        found = paper(alias, roster(case, votes=(cast,)), vote="2024-01")
        blocks = found.blocks
        return [
            text
            for block in blocks
            for text in (
                [cell for r in block.rows for cell in r]
                if isinstance(block, Table)
                else [getattr(block, "text", "")]
            )
        ]

    plain = cells("寻常")
    assert cells(words) == [text.replace("寻常", words) for text in plain]
    assert any("寻常" in text for text in plain)
