"""The sheets that go round with one issue: to its proposer, and for approval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casebook import (
    BUREAU,
    Row,
    answered,
    as_known,
    asked,
    closed,
    dropped,
    handed,
    issue,
    ledger,
    rechecked,
    reviewed,
    roster,
    row,
    shared,
    told,
    vote,
    voted,
)
from office import office
from rectify.cli.formats import paper_of
from rectify.domain.documents.approval import NothingToApprove
from rectify.domain.documents.kinds import kind_named
from rectify.domain.documents.sheets import MergedAway, NoSheet, TooEarly
from rectify.storage.builtin import templates
from rectify.views.markdown import render
from rectify.views.paper import Paragraph, Role, Table

if TYPE_CHECKING:
    from rectify.domain.issue import Issue
    from rectify.domain.roster import Roster

FINANCE, FIRE = "市财政局", "市消防救援支队"
BLANK = "□满意　□基本满意　□不满意"
DEPUTY = {"姓名": "代表甲", "身份": "市人大代表"}
OTHER = {"姓名": "代表乙", "身份": "市人大代表"}
BY_FEEDBACK = ledger(评价方式="反馈")


def texts(alias: str, held: Roster, *numbers: int, **choices: Any) -> dict[str, str]:
    """Write every copy of a document, by its name."""
    named = tuple(f"JZ-{number:03}" for number in numbers)
    request = asked(held)._replace(numbers=named, **choices)
    units, builtin = held.directory, templates()
    own = Path("/没有这个文件夹")
    return {
        name: render(alias, report, units, own=own, builtin=builtin)
        for name, report in kind_named(alias).compile(request).items()
    }


def text_of(alias: str, held: Roster, *numbers: int, **choices: Any) -> str:
    """Write the only copy of a document."""
    (text,) = texts(alias, held, *numbers, **choices).values()
    return text


def fields(text: str) -> dict[str, str]:
    """Read the form of a sheet as somebody does who looks for a label."""
    found: dict[str, str] = {}
    for block in paper_of(text).blocks:
        if isinstance(block, Table) and block.form:
            for cells in block.rows:
                pairs = zip(cells[::2], cells[1::2], strict=True)
                found |= {label: value for label, value in pairs if label}
    return found


def form(alias: str, held: Roster, *numbers: int, **choices: Any) -> dict[str, str]:
    """Read the form of the only copy."""
    return fields(text_of(alias, held, *numbers, **choices))


def proposed(number: int, *events: Row, **facts: object) -> Issue:
    """Make an issue that a deputy has raised."""
    return issue(number, *events, **{"提出人": [DEPUTY]} | facts)


def answer(day: str = "2024-09-01", **fields: object) -> Row:
    """An answer that says something."""
    said = {"内容": "已增设20张床位。\n均已投入使用。", "文号": "演函〔2024〕1号"}
    return row(day, "答复", **{"单位": BUREAU, "类别": "A"} | said | fields)


def asking(day: str = "2024-09-10", **fields: object) -> Row:
    """延期, asked."""
    return row(day, "延期", **{"单位": BUREAU, "理由": "汛期停工"} | fields)


def granted(day: str = "2024-09-20", **fields: object) -> Row:
    """延期, granted."""
    said = {"单位": BUREAU, "结论": "同意", "新期限": "2024-10-31"}
    return row(day, "延期", **said | {"批准人": "主任会议"} | fields)


def test_a_proposer_is_asked_about_the_whole_answer_and_its_class() -> None:
    found = form("consultation", roster(proposed(1, handed(), answer())))
    assert found["编号"] == "JZ-001"
    assert found["提出人"] == "代表甲"
    assert found["问题"] == "第1个问题"
    assert found["承办单位"] == "市民政局（主办）"
    assert found["答复内容"] == "已增设20张床位。均已投入使用。"
    assert found["答复类别"] == "A类（已解决或基本解决）"
    assert found["答复文号"] == "演函〔2024〕1号"
    assert found["答复日期"] == "2024年9月1日"
    assert found["办理态度"] == found["办理结果"] == BLANK
    assert found["意见建议"] == found["提出人签名"] == found["填写日期"] == ""


def test_a_blank_consultation_says_how_to_mark_it_and_where_to_return_it() -> None:
    whom = ledger(联系人={"科室": "代表联络科", "电话": "000-1"})
    text = text_of("consultation", roster(proposed(1, handed(), answer()), by=whom))
    back = "请于＿＿月＿＿日前交回某市人大常委会办公室（代表联络科，000-1）。"
    assert back in text
    plain = text_of("consultation", roster(proposed(1, handed(), answer())))
    assert "前交回某市人大常委会办公室。" in plain
    section = roster(proposed(1, handed(), answer()), by=ledger(联系人={"科室": "科"}))
    assert "某市人大常委会办公室（科）。" in text_of("consultation", section)


def test_who_is_asked_is_who_has_an_answer_and_has_not_spoken_of_it() -> None:
    held = roster(
        proposed(1, handed(), answer()),
        proposed(2, handed(), answer(), told("2024-09-20", "满意")),
        proposed(3, handed()),
        issue(4, handed(), answer()),
        proposed(5, handed(), answer(), closed("2024-11-01")),
        proposed(6, shared(BUREAU, FINANCE), answer()),
        proposed(7),
    )
    assert list(texts("consultation", held)) == ["JZ-001"]


def test_a_proposer_of_a_merged_issue_is_asked_about_the_answer_to_the_other() -> None:
    held = roster(
        proposed(1, handed(), answer(), told("2024-09-20", "满意")),
        proposed(2, handed(), dropped("2024-07-01", "并案", into=1), 提出人=[OTHER]),
    )
    (name,) = texts("consultation", held)
    assert name == "JZ-002"
    assert form("consultation", held)["答复内容"].startswith("已增设20张床位")


def test_each_of_several_proposers_gets_a_sheet_of_his_own() -> None:
    heard = row(
        "2024-09-20", "反馈", 提出人="代表乙", 态度="满意", 结果="基本满意", 意见="还行"
    )
    held = roster(proposed(1, handed(), answer(), heard, 提出人=[DEPUTY, OTHER]))
    first, second = map(fields, texts("consultation", held).values())
    assert list(texts("consultation", held)) == ["JZ-001_1", "JZ-001_2"]
    assert (first["提出人"], first["办理结果"]) == ("代表甲", BLANK)
    assert second["办理态度"] == "■满意　□基本满意　□不满意"
    assert second["办理结果"] == "□满意　■基本满意　□不满意"
    assert second["意见建议"] == "还行"
    assert second["填写日期"] == "2024年9月20日"


def test_a_sheet_that_came_back_no_longer_asks_for_its_return() -> None:
    held = roster(proposed(1, handed(), answer(), told("2024-09-20", "未表态")))
    text = text_of("consultation", held, 1)
    assert "交回" not in text
    assert fields(text)["办理结果"] == f"{BLANK}　■未表态"
    assert fields(text)["办理态度"] == BLANK


def test_dissatisfaction_stays_on_the_sheet_of_the_answer_it_was_about() -> None:
    unhappy = row("2024-09-20", "反馈", 提出人="代表甲", 结果="不满意")
    life = (handed(), answer(), unhappy)
    rejected = roster(proposed(1, *life), by=BY_FEEDBACK)
    assert form("consultation", rejected, 1)["办理结果"].endswith("■不满意")
    again = roster(
        proposed(1, *life, answer("2024-10-20", 内容="另建一处。")), by=BY_FEEDBACK
    )
    assert form("consultation", again)["办理结果"] == BLANK
    assert form("consultation", again)["答复内容"] == "另建一处。"


def test_an_answer_that_no_longer_stands_is_not_asked_about() -> None:
    failed = roster(proposed(1, handed(), answer(), voted("2024-10-30", "不通过")))
    with pytest.raises(TooEarly, match="JZ-001 的征询意见表：承办单位还没有答复"):
        texts("consultation", failed, 1)
    with pytest.raises(TooEarly):
        texts("consultation", roster(proposed(1, handed())), 1)
    with pytest.raises(NoSheet, match="没有可写的征询意见表"):
        texts("consultation", failed)


def test_units_that_answer_apart_stand_on_one_sheet_each_with_its_promise() -> None:
    held = roster(
        proposed(
            1,
            shared(BUREAU, FINANCE),
            answer(),
            answered("2024-09-02", FINANCE, "B", 承诺期限="2025-03-31"),
        )
    )
    text = text_of("consultation", held)
    assert (
        "| 答复内容 | 市民政局2024年9月1日答复，A类（已解决或基本解决），"
        "演函〔2024〕1号：已增设"
    ) in text
    assert (
        "| 答复内容 | 市财政局2024年9月2日答复，B类（正在解决或列入计划） | | |" in text
    )
    assert "答复单位" not in text
    assert fields(text)["承诺期限"] == "2025年3月31日"


def test_who_asked_to_stay_unnamed_is_not_named_and_still_heard() -> None:
    hidden = DEPUTY | {"保密": "是"}
    held = roster(
        proposed(1, handed(), answer(), told("2024-09-20", "满意"), 提出人=[hidden])
    )
    text = text_of("consultation", held, 1)
    assert "代表甲" not in text
    assert fields(text)["提出人"] == "代表A"
    assert fields(text)["办理结果"].startswith("■满意")


def test_an_issue_without_proposers_is_asked_about_only_when_it_is_named() -> None:
    held = roster(issue(1, handed(), answer()))
    assert form("consultation", held, 1)["提出人"] == ""
    heard = roster(issue(1, handed(), answer(), told("2024-09-20", "满意", "群众代表")))
    assert form("consultation", heard, 1)["提出人"] == "群众代表"


def test_a_sheet_is_marked_as_a_demonstration_and_has_no_closing_date() -> None:
    held = roster(proposed(1, handed(), answer()), by=ledger(演示="是"))
    paper = paper_of(text_of("consultation", held))
    said = [block for block in paper.blocks if isinstance(block, Paragraph)]
    assert said[0].role is Role.TITLE
    assert (said[1].role, said[1].text) == (Role.SUBTITLE, "（养老服务）")
    assert (said[-1].role, said[-1].text) == (Role.NOTE, "演示数据，非实际办理情况")
    assert not any("统计截止日" in each.text for each in said)
    assert (paper.front.signature, paper.front.date) == ("", "")


def test_an_extension_shows_what_was_asked_and_what_was_decided() -> None:
    held = roster(
        issue(1, handed(), asking(新期限="2024-11-30"), granted(理由="至10月底"))
    )
    found = form("extension", held)
    assert found["申请单位"] == "市民政局（主办）"
    assert found["交办日期"] == "2024年6月20日"
    assert found["原定期限"] == "2024年9月30日"
    assert found["申请日期"] == "2024年9月10日（距原定期限20天）"
    assert found["申请延至"] == "2024年11月30日"
    assert found["延期理由"] == "汛期停工"
    assert found["审批结论"] == "■同意　□不同意"
    assert found["审批意见"] == "至10月底"
    assert found["新期限"] == "2024年10月31日"
    assert found["批准人"] == "主任会议"
    assert found["批准日期"] == "2024年9月20日"


def test_an_extension_that_nobody_has_decided_leaves_room_for_the_decision() -> None:
    found = form("extension", roster(issue(1, handed(), asking("2024-10-02"))))
    assert found["申请日期"] == "2024年10月2日（已过原定期限2天）"
    assert found["审批结论"] == "□同意　□不同意"
    assert found["批准人"] == found["批准日期"] == found["新期限"] == ""
    assert found["审批意见"] == found["申请延至"] == ""


def test_a_decision_alone_says_its_reason_where_it_belongs() -> None:
    yes = roster(
        issue(
            1, handed(), granted("2024-09-30", 理由="汛期停工", 申请日期="2024-09-30")
        )
    )
    said = form("extension", yes)
    assert said["申请日期"] == "2024年9月30日（原定期限当日）"
    assert (said["延期理由"], said["审批意见"]) == ("汛期停工", "")
    no = row("2024-09-20", "延期", 单位=BUREAU, 结论="不同意", 理由="属主观原因")
    found = form("extension", roster(issue(1, handed(), no)))
    assert (found["延期理由"], found["审批意见"]) == ("", "属主观原因")
    assert found["审批结论"] == "□同意　■不同意"
    assert found["申请日期"] == found["新期限"] == found["批准人"] == ""
    assert found["决定日期"] == "2024年9月20日"
    bare = form("extension", roster(issue(1, handed(), granted())))
    assert (bare["延期理由"], bare["审批意见"]) == ("", "")


def test_what_was_asked_without_a_reason_leaves_room_for_one() -> None:
    held = roster(issue(1, handed(), asking(理由="汛期", 申请日期="2024-09-08")))
    assert form("extension", held)["申请日期"].startswith("2024年9月8日")
    silent = row("2024-09-10", "延期", 单位=BUREAU)
    assert form("extension", roster(issue(1, handed(), silent)))["延期理由"] == ""


def test_each_application_has_a_sheet_with_the_deadline_it_began_from() -> None:
    held = roster(
        issue(
            1,
            handed(协办=[FINANCE]),
            granted(),
            asking("2024-10-20"),
            asking("2024-10-25", 理由="再次说明"),
            row("2024-10-26", "延期", 单位=FINANCE, 理由="配合"),
        ),
        issue(2, handed()),
    )
    copies = texts("extension", held)
    assert list(copies) == [f"JZ-001_{place}" for place in (1, 2, 3, 4)]
    sheets = [fields(text) for text in copies.values()]
    assert [each["原定期限"] for each in sheets[:3]] == [
        "2024年9月30日", "2024年10月31日", "2024年10月31日"
    ]  # fmt: skip
    assert [each["延期理由"] for each in sheets[1:]] == ["汛期停工", "再次说明", "配合"]
    assert sheets[3]["申请单位"] == "市财政局（协办）"


def test_an_extension_can_be_printed_for_a_unit_before_it_asks() -> None:
    held = roster(issue(1, shared(BUREAU, FINANCE)), issue(2, handed()))
    assert list(texts("extension", held, 1)) == ["JZ-001_1", "JZ-001_2"]
    found = form("extension", held, 2)
    assert (found["原定期限"], found["申请单位"]) == (
        "2024年9月30日",
        "市民政局（主办）",
    )
    assert found["申请日期"] == found["延期理由"] == ""


def test_a_deadline_of_a_year_not_yet_known_is_marked_on_the_sheet() -> None:
    life = (handed(until="2026-01-20", 期限依据="20个工作日（暂估）"),)
    held = roster(issue(1, *life, asking(新期限="2026-03-02", 期限依据="（暂估）")))
    found = form("extension", held)
    assert found["原定期限"] == "2026年1月20日（暂估）"
    assert found["申请延至"] == "2026年3月2日（暂估）"


def test_no_extension_is_written_where_none_can_be_asked() -> None:
    held = roster(
        issue(1, handed(until=None)),
        issue(2, handed()),
        issue(3, handed(), dropped("2024-07-01", "并案", into=2)),
    )
    with pytest.raises(NoSheet, match="没有申请过延期的问题，没有可写的延期审批表"):
        texts("extension", held)
    with pytest.raises(TooEarly, match="不能写 JZ-001 的延期审批表：没有申请过延期"):
        texts("extension", held, 1)
    with pytest.raises(MergedAway, match="JZ-003 已并入 JZ-002，延期审批表请写 JZ-002"):
        texts("extension", held, 3)


def test_an_extension_not_yet_recorded_or_void_is_not_on_the_sheet() -> None:
    late = granted(登记日期="2024-10-08")
    life = roster(issue(1, handed(), asking(), late))
    known = form("extension", as_known(life, "2024-09-30"))
    assert known["审批结论"] == "□同意　□不同意"
    void = roster(issue(1, handed(), granted(作废="2024-09-21 写错")))
    with pytest.raises(NoSheet):
        texts("extension", void)


CLOSING = {
    "申请日期": "2024-11-02",
    "核查意见": "看了现场。\n床位在用。",
    "代表意见": "认可",
    "批准": [{"批准人": "主任会议", "日期": "2024-11-05"}],
    "佐证": [{"文件": "验收单.pdf", "SHA-256": "0" * 64}],
    "公示": "是",
}
PASSED = (handed(协办=[FINANCE]), answer(), reviewed("2024-10-09"), voted("2024-10-30"))


def test_a_closing_sheet_shows_the_whole_record_and_who_approved() -> None:
    facts = {
        "来源": "执法检查",
        "来源级别": "市",
        "整改要求": "补齐床位。",
        "提出人": [DEPUTY],
    }
    life = (*PASSED, row("2024-11-05", "销号", **CLOSING))
    found = form("closure", roster(issue(1, *life, **facts)))
    assert found["来源"] == "执法检查，市级，代表甲提出"
    assert found["承办单位"] == "市民政局（主办）、市财政局（协办）"
    assert found["整改要求"] == "补齐床位。"
    assert found["整改结果"] == (
        "2024年9月1日答复，A类（已解决或基本解决）：已增设20张床位。均已投入使用。"
    )
    assert found["复核情况"] == "2024年10月9日复核，整改到位：实地核查"
    assert found["评价结果"] == "2024年10月30日测评通过（票号2024-01）"
    assert found["申请日期"] == "2024年11月2日"
    assert found["佐证材料"] == "验收单.pdf"
    assert found["是否公示"] == "■是　□否"
    assert found["核查意见"] == "看了现场。床位在用。"
    assert found["代表意见"] == "认可"
    assert found["批准意见"] == "主任会议批准，2024年11月5日"
    assert found["销号日期"] == "2024年11月5日"


def test_before_it_is_approved_a_closing_sheet_is_blank_where_it_is_signed() -> None:
    kept = [{"文件": "照片.jpg", "SHA-256": "1" * 64}]
    life = (handed(), answer(附件=kept), voted("2024-10-30"))
    found = form("closure", roster(issue(1, *life)))
    assert found["佐证材料"] == "照片.jpg"
    assert found["是否公示"] == "□是　□否"
    for label in ("申请日期", "核查意见", "批准意见", "销号日期"):
        assert found[label] == ""
    assert found["复核情况"] == "□整改到位　□答复到位　□未到位　□无法整改"
    assert found["核查人签字"] == found["批准人签字"] == ""
    assert found["核查日期"] == found["批准日期"] == "＿＿年＿＿月＿＿日"
    assert "说明" not in found
    assert found["代表意见"] == "□同意销号　□不同意销号，理由："
    bare = form("closure", roster(issue(1, *life[:1], answer(), life[2])))
    assert bare["佐证材料"] == "＿＿件，附后"
    assert "来源" not in found
    assert "整改要求" not in found


def test_a_closing_sheet_has_as_many_approvals_as_the_ledger_asks() -> None:
    by = ledger(办理规则={"批准级数": "3"})
    held = roster(issue(1, *PASSED), by=by)
    found = form("closure", held)
    levels = ["第一级批准", "第二级批准", "第三级批准"]
    assert [found[level] for level in levels] == ["", "", ""]
    assert "批准意见" not in found
    assert found["批准日期"] == "＿＿年＿＿月＿＿日"
    signed = [{"批准人": f"第{n}级", "日期": f"2024-11-0{n}"} for n in (1, 2, 3)]
    done = row("2024-11-05", "销号", 批准=signed)
    text = text_of("closure", roster(issue(1, *PASSED, done), by=by))
    assert "| 第二级批准 | 第2级 | 批准日期 | 2024年11月2日 |" in text
    undated = roster(issue(1, *PASSED, closed("2024-11-05")))
    assert form("closure", undated)["批准意见"] == "主任会议批准"
    assert form("closure", undated)["说明"] == "列入年度任务"
    assert form("closure", undated)["复核情况"].startswith("2024年10月9日复核")
    unreviewed = issue(1, handed(), answer(), voted("2024-10-30"), closed("2024-11-05"))
    assert form("closure", roster(unreviewed))["复核情况"] == "—"
    assert "签字" not in text_of("closure", undated)
    assert form("closure", undated)["佐证材料"] == "—"
    assert form("closure", undated)["代表意见"] == "—"


def test_a_publication_that_nobody_recorded_is_not_denied() -> None:
    silent = roster(issue(1, *PASSED, closed("2024-11-05")))
    assert form("closure", silent)["是否公示"] == "□是　□否"


def test_a_sheet_of_what_may_not_be_closed_yet_says_why() -> None:
    failed = voted("2024-10-30", "不通过")
    life = (handed(), answer(), failed, answer("2024-11-20"))
    wanting = roster(issue(1, *life))
    text = text_of("closure", wanting, 1)
    assert fields(text)["评价结果"] == "2024年10月30日测评未通过（票号2024-01）"
    assert fields(text)["说明"] == (
        "本次办理的测评还没有通过，按办理规则还不能销号。确需销号的，理由："
    )
    passed = roster(issue(1, *PASSED))
    forced = roster(issue(1, *life, closed("2024-11-22")))
    for held in (passed, forced):
        assert "还不能销号" not in text_of("closure", held, 1)


def test_ready_to_close_is_what_closing_itself_would_not_refuse() -> None:
    by = ledger(办理规则={"可销号类别": ["A"]})
    held = roster(
        issue(1, *PASSED),
        issue(2, *PASSED, closed("2024-11-05")),
        issue(3, handed(), answer()),
        issue(4, handed(), answered("2024-09-01", grade="B"), voted("2024-10-30")),
        issue(5, handed()),
        issue(6, *PASSED, closed("2024-11-05"), rechecked("2024-12-01", "反弹")),
        issue(7, handed(), dropped("2024-07-01", "并案", into=2)),
        by=by,
    )
    assert list(texts("closure", held)) == ["JZ-001", "JZ-002"]
    assert list(texts("closure", held, 3, 3)) == ["JZ-003"]
    with pytest.raises(TooEarly, match="销号审批表：它现为“已交办”，还不能销号"):
        texts("closure", held, 5)
    with pytest.raises(MergedAway, match="JZ-007 已并入 JZ-002，销号审批表请写 JZ-002"):
        texts("closure", held, 7)
    with pytest.raises(NoSheet, match="没有可以销号或者已经销号的问题"):
        texts("closure", roster(issue(1, handed())))


def test_where_no_vote_is_asked_an_answer_is_enough_to_close() -> None:
    by = ledger(评价方式="无")
    life = (
        shared(BUREAU, FINANCE), answer(), answered("2024-09-02", FINANCE, None),
        row(
            "2024-09-20", "复核", 单位=FINANCE, 结论="整改到位", 复核人="社会委",
        ),
        told("2024-09-21", "满意"),
    )  # fmt: skip
    found = form("closure", roster(proposed(1, *life), by=by))
    assert found["评价结果"] == "2024年9月21日代表甲反馈满意；本台账不组织测评"
    assert found["复核情况"] == "2024年9月20日社会委复核，市财政局整改到位"
    assert found["整改结果"].startswith("市民政局2024年9月1日答复，A类")
    assert found["整改结果"].endswith("市财政局2024年9月2日答复")


def test_who_asked_to_stay_unnamed_is_not_named_on_a_closing_sheet() -> None:
    hidden = DEPUTY | {"保密": "是"}
    life = (handed(), answer(), told("2024-09-21", "满意"), voted("2024-10-30"))
    text = text_of("closure", roster(proposed(1, *life, 提出人=[hidden])))
    assert "代表甲" not in text
    assert "代表A反馈满意" in text


VETTED = ledger(办理规则={"须审定": "是"})


def test_what_waits_for_approval_is_put_to_the_meeting_with_what_is_proposed() -> None:
    facts = {
        "来源": "专题调研", "来源级别": "市", "问题描述": "床位不足",
        "具体表现": "排队半年", "整改要求": "增加床位", "拟主办": BUREAU,
        "拟协办": [FINANCE], "拟定期限": "9月底前",
    }  # fmt: skip
    held = roster(
        issue(1, **facts),
        issue(2, 拟分办=[BUREAU, FINANCE], 时限类型="长期坚持"),
        issue(3, row("2024-06-01", "审定", 会议="第1次主任会议")),
        by=VETTED,
    )
    text = text_of("approval", held)
    assert "中有问题2条尚未审定" in text
    assert (
        "| 1 | JZ-001 | 第1个问题 | 床位不足；排队半年 | 专题调研，市级 | 增加床位 "
        "| 市民政局 | 市财政局 | 9月底前 |"
    ) in text
    assert "| 2 | JZ-002 |" in text
    assert "| 市民政局、市财政局 | — | 长期坚持 |" in text
    assert "JZ-003" not in text
    assert fields(text)["审定意见"] == ""
    assert "（共2条）" in text
    assert "　　附件：提请审定问题清单\n" in text
    assert paper_of(text).front.annexes == ("提请审定问题清单",)
    assert "审定后由某市人大常委会办公室交办。" in text


def test_what_is_handed_over_already_is_not_said_to_wait_for_it() -> None:
    given = {"文号": "演〔2024〕12号"}
    held = roster(
        issue(1, handed(**given), answer(), voted("2024-10-30"), closed("2024-11-05"),
              拟主办=FIRE, 拟定期限="年底前"),
        issue(2, handed(**given)),
    )  # fmt: skip
    text = text_of("approval", held)
    assert "# 关于补报审定养老服务问题清单的报告" in text
    assert (
        "　　“养老服务问题清单”所列问题2条，已于2024年6月20日（演〔2024〕12号）交办，"
        "其中1条已销号；台账中没有审定记录。现将问题及承办单位、办理期限列表附后，"
        "补报审定。"
    ) in text
    assert "　　附件：补报审定问题清单\n" in text
    assert "拟" not in text
    assert "| 市民政局 | — | 2024年9月30日 |" in text
    assert "审定后由" not in text
    for number in (1, 2):
        done = issue(number, *PASSED, closed("2024-11-05"))
        other = [issue(9, *PASSED, closed("2024-11-05"))] * (number - 1)
        said = text_of("approval", roster(done, *other))
        assert f"交办，{'均' if number > 1 else ''}已销号；" in said


def test_what_waits_and_what_is_handed_over_are_listed_apart() -> None:
    days = ["2024-06-20", "2024-07-01", "2024-07-08", "2024-07-15"]
    batches = [
        issue(n, handed() | {"日期": day}, 拟主办=FIRE) for n, day in enumerate(days, 2)
    ]
    text = text_of("approval", roster(issue(1, 拟主办=FIRE), *batches))
    assert "# 关于提请审定养老服务问题清单的报告" in text
    assert (
        "中列问题5条。其中1条尚未交办，现将问题及拟定的承办单位、办理期限列表附后，"
        "提请审定，审定后由某市人大常委会办公室交办；4条已于2024年6月20日至"
        "2024年7月15日分4批交办，台账中没有审定记录，列表附后，一并补报审定。"
    ) in text
    assert paper_of(text).front.annexes == ("提请审定问题清单", "补报审定问题清单")
    waiting, belated = text.split("附件2\n")
    assert waiting.count("| JZ-00") == 1
    assert belated.count("| JZ-00") == 4
    assert FIRE in waiting
    assert FIRE not in belated


def test_once_all_is_approved_the_list_says_by_which_meeting() -> None:
    def approved(day: str, **how: str) -> Row:
        return row(day, "审定", **how)

    held = roster(
        issue(1, approved("2024-06-11", 会议="第2次主任会议", 文号="演〔2024〕3号")),
        issue(2, approved("2024-06-01"), handed()),
        issue(3, approved("2024-06-11", 会议="第2次主任会议", 文号="演〔2024〕3号")),
        by=VETTED,
    )
    text = text_of("approval", held)
    assert "（养老服务问题清单，共3条）" in text
    assert "## 一、2024年6月1日审定1条" in text
    assert "## 二、2024年6月11日第2次主任会议审定2条（演〔2024〕3号）" in text
    assert text.index("JZ-002") < text.index("JZ-001") < text.index("JZ-003")


def test_a_ledger_that_asks_for_no_approval_is_put_to_the_meeting_whole() -> None:
    shares = shared(BUREAU, {"单位": FIRE, "期限": "2024-10-31"}, until="2024-08-31")
    held = roster(
        issue(1, 拟主办=BUREAU, 拟协办=[FINANCE], 拟定期限="9月底前"),
        issue(2, shares | {"协办": [FINANCE]}),
        issue(3, handed(), dropped("2024-07-01", "撤回")),
    )
    text = text_of("approval", held)
    assert "中列问题2条。其中1条尚未交办，" in text
    assert "1条已于2024年6月20日交办，台账中" in text
    assert "尚未审定" not in text
    assert f"| {BUREAU} | {FINANCE} | 9月底前 |" in text
    assert f"| {BUREAU}、{FIRE} | {FINANCE} | 2024年8月31日、2024年10月31日 |" in text
    bare = text_of("approval", roster(issue(1), issue(2)))
    assert "中列问题2条。现将问题及拟定的承办单位" in bare
    assert "JZ-003" not in text


def test_nothing_to_approve_makes_no_list() -> None:
    with pytest.raises(NothingToApprove):
        texts("approval", roster(by=VETTED))
    with pytest.raises(NothingToApprove):
        texts("approval", roster())


def test_the_command_writes_a_sheet_to_each_issue_named(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已销号", JZ002="已答复", JZ003="已答复")
    done = bench.do("report", "征询意见表", "2", today="2024-10-01")
    assert (done.code, done.err) == (0, "")
    assert "JZ-002" in done.out
    assert "JZ-003" not in done.out
    ready = bench.do("report", "销号审批表", "1-3", today="2024-12-01")
    assert ready.out.count("# 问题整改销号审批表") == 3
    several = bench.do("report", "closure", "1-3", "-o", "1.md", today="2024-12-01")
    assert several.code == 2
    assert "有3份" in several.err


HOSTILE = ("甲|乙", "*粗* _斜_ `码`", "<b>&amp;</b>", "# 一", "注：甲", "附件", "---")


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("alias", ["consultation", "extension", "closure"])
def test_what_was_typed_stands_on_a_sheet_as_it_was_typed(
    alias: str, words: str
) -> None:
    def of(said: str) -> dict[str, str]:
        held = roster(
            issue(
                1,
                handed(),
                asking(理由=said),
                granted(理由=f"准{said}", 批准人=said),
                answer("2024-09-25", 内容=said, 文号=said),
                voted("2024-10-30"),
                标题=said,
                来源=said,
                整改要求=said,
                提出人=[{"姓名": said}],
            ),
            votes=(vote("2024-01", "2024-10-30", (3, 0, 0)),),
        )
        return form(alias, held, 1)

    plain = of("寻常")
    assert of(words) == {
        label: value.replace("寻常", words) for label, value in plain.items()
    }
    assert "寻常" in plain["问题"]
