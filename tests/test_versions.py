"""Two versions of a file: what is said of the way from one to the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook import BUREAU, Row, answered, handed, issue, ledger, roster, row, told
from rectify.domain.ballot import Vote
from rectify.domain.changes import OFFICE, UNHANDED, Change
from rectify.domain.history.chronicle import (
    Broken,
    Entry,
    Kind,
    Version,
    by_days,
    chronicle,
    hidden_names,
    pending,
    within,
)
from rectify.domain.history.differences import contrasts
from rectify.domain.history.merges import united
from rectify.domain.history.secrecy import covered, veil, veiled
from rectify.domain.history.since import Edit, Span, compile_edits
from rectify.domain.history.steps import What, steps
from rectify.domain.intake.profile import Profile
from rectify.domain.unit import UnitList

if TYPE_CHECKING:
    from rectify.domain.entity import Entity, Plain
    from rectify.domain.history.chronicle import Content

SHA = "0" * 64


def said(before: Entity | None, after: Entity | None) -> list[str]:
    """Every step from one version to the next, as a line."""
    return [step.sentence for step in steps(before, after)]


def facts(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """What is said where only facts differ."""
    return said(issue(1, **before), issue(1, **after))


def noted(day: str, words: str, **fields: object) -> Row:
    """备注."""
    return row(day, "备注", 内容=words, **fields)


def test_what_was_recorded_is_said_with_its_day_and_its_number() -> None:
    letter = answered("2024-09-18", 内容="已全部完成。", 文号="民函〔2024〕3号")
    assert said(issue(1, handed()), issue(1, handed(), letter)) == [
        "2024-09-18 答复：市民政局，A类：已全部完成。（民函〔2024〕3号）"
    ]


def test_what_was_recorded_later_is_said_with_both_days() -> None:
    late = row("2024-06-22", "签收", 单位=BUREAU, 登记日期="2024-06-25")
    assert said(issue(1), issue(1, late)) == [
        "2024-06-22 签收：市民政局（2024-06-25登记）"
    ]


def test_an_event_that_arrives_void_says_so() -> None:
    void = noted("2024-07-01", "写错了。", 作废="2024-07-02 合并时未采用")
    assert said(issue(1), issue(1, void)) == [
        "2024-07-01 备注：写错了。（已作废：2024-07-02 合并时未采用）"
    ]


def test_an_event_without_words_of_its_own_is_said_by_its_kind() -> None:
    before = issue(1, row("2024-07-01", "恢复", 理由="继续"))
    assert said(issue(1), before) == ["2024-07-01 恢复：继续"]


def test_a_voided_event_is_said_with_its_reason() -> None:
    void = answered("2024-09-18", 作废="2024-09-20 记错了")
    assert said(issue(1, answered("2024-09-18")), issue(1, void)) == [
        "作废 2024-09-18 答复（市民政局，A类）：2024-09-20 记错了"
    ]


def test_a_corrected_copy_is_said_as_one_step_with_what_is_corrected() -> None:
    wrong = answered("2024-09-18", 文号="1号")
    void = wrong | {"作废": "2024-09-20 类别写错"}
    right = answered("2024-09-18", grade="B", 文号="1号", 次序="2")
    assert said(issue(1, wrong), issue(1, void, right)) == [
        "更正 2024-09-18 答复：类别：A → B；理由：类别写错"
    ]


def test_what_was_recorded_anew_beside_a_void_event_is_no_correction_of_it() -> None:
    one = row("2024-07-01", "进展", 单位=BUREAU, 内容="已动工。")
    void = one | {"作废": "2024-07-02 记错了"}
    other = row("2024-08-01", "进展", 单位=BUREAU, 内容="已完成一半。")
    assert said(issue(1, one), issue(1, void, other)) == [
        "作废 2024-07-01 进展（市民政局：已动工。）：2024-07-02 记错了",
        "2024-08-01 进展：市民政局：已完成一半。",
    ]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (
            [noted("2024-07-01", "甲。")],
            [],
            "删除办理记录 2024-07-01 备注：甲。",
        ),
        (
            [answered("2024-09-18")],
            [answered("2024-09-18", grade="B")],
            "改动办理记录 2024-09-18 答复：类别：A → B",
        ),
        (
            [noted("2024-07-01", "甲。")],
            [noted("2024-07-01", "甲。", 登记日期="2024-07-03")],
            "改动办理记录 2024-07-01 备注：次序、登记日期或作废",
        ),
        (
            [noted("2024-07-01", "甲。", 作废="2024-07-02 错")],
            [noted("2024-07-01", "甲。")],
            "取消作废 2024-07-01 备注：甲。",
        ),
        (
            [noted("2024-07-01", "甲。", 作废="2024-07-02 错")],
            [noted("2024-07-01", "甲。", 作废="2024-07-03 对")],
            "改动办理记录 2024-07-01 备注：作废 2024-07-02 错 → 2024-07-03 对",
        ),
    ],
)
def test_what_no_command_does_to_a_record_is_named(
    before: list[Row], after: list[Row], line: str
) -> None:
    assert said(issue(1, *before), issue(1, *after)) == [line]


def test_a_version_that_says_the_same_has_no_step() -> None:
    assert said(issue(1, handed()), issue(1, handed())) == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"标题": "甲"}, {"标题": "乙"}, "标题：甲 → 乙"),
        ({}, {"类别": "项目建设"}, "类别：（无） → 项目建设"),
        ({"类别": "项目建设"}, {}, "类别：项目建设 → （无）"),
        ({"审议意见": 1}, {"审议意见": 2}, "审议意见：1 → 2"),
        (
            {"问题描述": "甲。乙。丙。"},
            {"问题描述": "甲。丁。丙。"},
            "问题描述：“乙。”改为“丁。”",
        ),
        (
            {"问题描述": "甲。乙。"},
            {"问题描述": "乙。丙。"},
            "问题描述：删去“甲。”；增加“丙。”",
        ),
        (
            {"问题描述": "甲。\n乙。"},
            {"问题描述": "甲。\n\n乙。"},
            "问题描述：分段有改动",
        ),
        ({}, {"问题描述": "甲。乙。"}, "问题描述：（无） → 甲。乙。"),
        (
            {"拟协办": ["市财政局"]},
            {"拟协办": ["市民政局"]},
            "拟协办：增加市民政局；去掉市财政局",
        ),
        (
            {"拟协办": ["市财政局", "市民政局"]},
            {"拟协办": ["市民政局", "市财政局"]},
            "拟协办：次序改为市民政局、市财政局",
        ),
        (
            {},
            {"附件": [{"文件": "照片.jpg", "SHA-256": SHA}]},
            "附件：增加照片.jpg",
        ),
        (
            {"附件": [{"文件": "照片.jpg", "SHA-256": SHA}]},
            {"附件": [{"文件": "照片.jpg", "SHA-256": "1" * 64}]},
            "附件：照片.jpg换了内容",
        ),
        (
            {"提出人": [{"姓名": "代表甲"}]},
            {"提出人": [{"姓名": "代表甲", "身份": "市人大代表"}]},
            "提出人：代表甲的身份：（无） → 市人大代表",
        ),
        (
            {},
            {"提出人": [{"姓名": "代表甲", "身份": "市人大代表"}]},
            "提出人：增加代表甲（身份 市人大代表）",
        ),
    ],
)
def test_facts_are_said_by_what_differs(
    before: dict[str, object], after: dict[str, object], line: str
) -> None:
    assert facts(before, after) == [line]


def test_a_new_file_is_said_with_its_record_and_a_lost_one_by_its_name() -> None:
    whole = issue(1, noted("2024-07-01", "甲。"))
    assert said(None, whole) == ["新增 JZ-001 第1个问题", "2024-07-01 备注：甲。"]
    assert said(whole, None) == ["删去 JZ-001 第1个问题"]
    assert said(None, None) == []


def test_a_renumbered_issue_is_said_with_both_numbers() -> None:
    assert said(issue(58), issue(59, 标题="第58个问题")) == ["改号 JZ-058 → JZ-059"]


def vote(*rows: Row, **facts: object) -> Vote:
    """A vote of 2024-10-30."""
    plain = {"票号": "2024-01", "日期": "2024-10-30", "计票": list(rows)}
    return Vote.model_validate(plain | facts)


def counts(good: int, **place: object) -> Row:
    """A row of a vote: so many 满意, three 基本满意 and one 不满意."""
    return {**place, "满意": good, "基本满意": 3, "不满意": 1}


def test_a_vote_is_said_by_its_rows() -> None:
    before = vote(counts(20, 会场="一号会场"))
    after = vote(counts(21, 会场="一号会场"), counts(5, 会场="二号会场", 群体="代表"))
    assert said(None, before) == ["新增 测评 2024-01（2024-10-30）"]
    assert said(before, after) == [
        (
            "计票：增加二号会场、代表（满意 5，基本满意 3，不满意 1）；"
            "一号会场的满意：20 → 21"
        )
    ]
    void = vote(counts(20, 会场="一号会场"), 作废="2024-11-01 重复")
    assert said(before, void) == ["作废 2024-11-01 重复"]


def test_rows_that_name_no_place_are_told_apart_by_their_order() -> None:
    before, after = vote(counts(20), counts(5)), vote(counts(20), counts(6))
    assert said(before, after) == ["计票：票数（第2个）的满意：5 → 6"]


def units(*members: Row) -> UnitList:
    """A list of units."""
    return UnitList.model_validate({"单位": list(members)})


def test_units_are_said_as_added_taken_out_and_renamed() -> None:
    before = units({"全称": "市卫生局", "简称": "卫生"}, {"全称": "市粮食局"})
    alias: Row = {"全称": "市卫生健康委员会", "别名": ["市卫生局"]}
    assert said(before, units(alias, {"全称": "市财政局"})) == [
        (
            "单位：市卫生局改名为市卫生健康委员会；增加市财政局；去掉市粮食局；"
            "市卫生健康委员会的别名：增加市卫生局；"
            "市卫生健康委员会的简称：卫生 → （无）"
        )
    ]
    short = units({"全称": "市卫健委", "简称": "卫生"}, {"全称": "市粮食局"})
    assert said(before, short) == ["单位：市卫生局改名为市卫健委"]
    assert said(None, before) == ["新增 单位名录（2个单位）"]


def test_the_rules_of_a_ledger_are_said_with_where_they_stand() -> None:
    rules = ledger(办理规则={"答复期限": "2个月"})
    assert said(ledger(), rules) == ["办理规则·答复期限：（无） → 2个月"]
    assert said(None, rules) == ["新增 台账 养老服务问题清单"]
    assert said(None, Profile()) == ["新增 设置"]


def test_a_value_that_changes_its_form_is_said_whole() -> None:
    own: dict[str, Plain] = {"基数": "实到", "阶梯": [1, 2]}
    (rule,) = contrasts({"测评规则": "实到过半"}, {"测评规则": own})
    assert str(rule) == "测评规则：实到过半 → 基数 实到，阶梯 1、2"
    bare: dict[str, Plain] = {"分办": ["甲"]}
    (share,) = contrasts(bare, {"分办": [{"单位": "甲", "期限": "9月"}]})
    assert str(share) == "分办：甲的期限：（无） → 9月"


HIDDEN = {"提出人": [{"姓名": "王某某", "身份": "市人大代表", "保密": "是"}]}
OPEN = {"提出人": [{"姓名": "王某某", "身份": "市人大代表"}]}


def test_who_asked_to_stay_unnamed_is_named_in_no_version() -> None:
    spoken = told("2024-10-01", "满意", proposer="王某某")
    before = issue(1, **OPEN)
    after = issue(1, spoken, noted("2024-10-02", "甲。"), **HIDDEN)
    hidden = veil([after, before])
    assert hidden == {"王某某": "代表A"}
    lines = said(veiled(before, hidden), veiled(after, hidden))
    assert lines == [
        "提出人：代表A的保密：（无） → 是",
        "2024-10-01 反馈：代表A满意",
        "2024-10-02 备注：甲。",
    ]
    assert covered("反馈 JZ-001：王某某满意", hidden) == "反馈 JZ-001：代表A满意"
    assert veil([]) == veil([before]) == {}
    assert veiled(before, {}) is before
    assert veiled(ledger(), hidden) == ledger()


NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)


def version(
    number: int,
    *before: Content,
    after: Content,
    subject: str = "备注 JZ-001",
    **trailers: str,
) -> Version:
    """The version of a day of July."""
    when = NOON + timedelta(days=number - 1)
    named = {label: (value,) for label, value in trailers.items()}
    return Version(f"c{number}", when, "张", subject, named, before, after)


def lines(*versions: Version) -> list[tuple[str, list[str], str]]:
    """The chronicle: of each version its kind, its steps and the note."""
    found = chronicle(versions, hidden_names(versions, None))
    return [(e.kind, [step.sentence for step in e.steps], e.note) for e in found]


ONE, TWO = noted("2024-07-01", "甲。"), noted("2024-07-02", "乙。")


def test_what_was_removed_by_hand_is_marked() -> None:
    whole, less = issue(1, ONE, TWO), issue(1, ONE)
    assert lines(
        version(1, None, after=whole),
        version(2, whole, after=less, subject="手工修改 JZ-001"),
    )[1] == (
        Kind.BY_HAND,
        ["删除办理记录 2024-07-02 备注：乙。（不是用命令改的）"],
        "",
    )


def test_what_an_undo_took_back_is_no_tampering() -> None:
    less, whole = issue(1, ONE), issue(1, ONE, TWO)
    told_of = lines(
        version(1, None, after=less),
        version(2, less, after=whole),
        version(3, whole, after=less, 撤销="c2"),
        version(4, less, after=whole, 撤销="c3"),
    )
    assert told_of[2] == (Kind.UNDONE, ["撤回 2024-07-02 备注：乙。"], "")
    assert told_of[3] == (Kind.UNDONE, ["2024-07-02 备注：乙。"], "")


def test_an_undo_of_a_voiding_or_of_a_new_issue_is_no_tampering() -> None:
    held, void = issue(1, ONE), issue(1, ONE | {"作废": "2024-07-02 错"})
    found = list(
        chronicle(
            [
                version(1, None, after=held),
                version(2, held, after=void),
                version(3, void, after=held, 撤销="c2"),
                version(4, held, after=None, 撤销="c1"),
            ],
            {},
        )
    )
    steps_of = [step for entry in found[2:] for step in entry.steps]
    assert [(step.what, step.irregular) for step in steps_of] == [
        (What.RESTORED, False),
        (What.DELETED, False),
    ]


def test_an_undo_may_take_back_only_what_its_version_did() -> None:
    less, whole = issue(1, ONE), issue(1, ONE, TWO)
    assert lines(
        version(1, None, after=less),
        version(2, less, after=whole),
        version(3, whole, after=issue(1, TWO), 撤销="c2"),
    )[2] == (
        Kind.UNDONE,
        ["删除办理记录 2024-07-01 备注：甲。（不是用命令改的）"],
        "",
    )


def test_a_reference_to_a_renumbered_issue_follows_it() -> None:
    merged = row("2024-07-01", "终止", 方式="并案", 并入="JZ-058", 理由="重复")
    before, after = issue(1, merged), issue(1, merged | {"并入": "JZ-059"})
    told_of = lines(
        version(1, None, after=before),
        version(2, before, after=after, 改号="JZ-058 JZ-059"),
    )
    assert told_of[1] == (
        Kind.RENUMBERED,
        ["更新 2024-07-01 终止：并入：JZ-058 → JZ-059"],
        "",
    )


def test_a_merge_that_only_joins_is_passed_over() -> None:
    base, ours, theirs = issue(1), issue(1, ONE), issue(1, TWO)
    both = issue(1, ONE, TWO)
    kinds = [kind for kind, _, _ in lines(
        version(1, None, after=base),
        version(2, base, after=ours),
        version(3, base, after=theirs),
        version(4, ours, theirs, after=both, subject="Merge branch 'x'"),
    )]  # fmt: skip
    assert kinds == [Kind.COMMAND] * 3


def test_a_merge_that_decides_between_two_edits_says_for_which() -> None:
    base, ours, theirs = issue(1), issue(1, 类别="甲"), issue(1, 类别="乙")
    more = issue(1, 类别="乙", 来源="代表视察")
    found = lines(
        version(1, None, after=base),
        version(2, base, after=ours),
        version(3, base, after=theirs),
        version(4, theirs, after=more),
        version(5, ours, more, after=more, subject="解决冲突 JZ-001 类别：取对方"),
    )
    assert found[4] == (Kind.MERGED, ["类别：甲 → 乙"], "")
    assert len(found) == 5


def test_sides_that_never_parted_decide_nothing() -> None:
    ours, theirs = issue(1, 类别="甲"), issue(1, 类别="乙")
    found = lines(
        version(1, None, after=ours),
        version(2, None, after=theirs),
        version(3, ours, theirs, after=ours),
    )
    assert len(found) == 2


def test_a_decision_for_nothing_is_said_too() -> None:
    base, ours = issue(1, 类别="甲"), issue(1, 类别="乙")
    found = united([ours, issue(1)], issue(1), frozenset(), base)
    assert [step.said for step in found] == ["类别：乙 → （无）"]


def test_a_merge_that_loses_an_event_says_so() -> None:
    base, ours, theirs = issue(1), issue(1, ONE), issue(1, TWO)
    assert lines(
        version(1, None, after=base),
        version(2, base, after=ours),
        version(3, base, after=theirs),
        version(4, ours, theirs, after=theirs, subject="Merge"),
    )[3] == (
        Kind.MERGED,
        ["删除办理记录 2024-07-01 备注：甲。（不是用命令改的）"],
        "",
    )


def test_a_merge_brings_over_what_one_side_took_out() -> None:
    base = issue(1, ONE)
    theirs = issue(1, ONE, TWO)
    told_of = lines(
        version(1, None, after=base),
        version(2, base, after=issue(1), subject="手工修改 JZ-001"),
        version(3, base, after=theirs),
        version(4, issue(1), theirs, after=issue(1, TWO)),
    )
    assert [kind for kind, _, _ in told_of][3:] == []


def test_a_merge_says_what_neither_side_had() -> None:
    ours, theirs = issue(1, ONE, 标题="甲"), issue(1, TWO, 标题="乙")
    void = ONE | {"作废": "2024-07-05 合并时未采用"}
    found = united([ours, theirs], issue(1, void, TWO, 标题="丙"), frozenset())
    assert [(step.what, step.said) for step in found] == [
        (What.EDITED, "标题：甲 → 丙"),
        (What.VOIDED, "2024-07-01 备注（甲。）：2024-07-05 合并时未采用"),
    ]


def test_a_merge_that_voids_what_both_sides_had_says_so() -> None:
    held = issue(1, ONE)
    void = ONE | {"作废": "2024-07-05 合并时未采用"}
    found = united([held, held], issue(1, void), frozenset())
    assert [step.what for step in found] == [What.VOIDED]


def test_a_merge_that_forgets_a_voiding_says_so() -> None:
    void = issue(1, ONE | {"作废": "2024-07-05 记错了"})
    found = united([void, issue(1, ONE)], issue(1, ONE), frozenset())
    assert [step.what for step in found] == [What.RESTORED]


@pytest.mark.parametrize(
    ("ours", "theirs", "after", "new"),
    [
        ({"问题描述": "甲。"}, {"问题描述": "乙。"}, {"问题描述": "甲。乙。"}, False),
        ({"问题描述": "甲。"}, {"问题描述": "乙。"}, {"问题描述": "丙。"}, True),
        (
            {"拟协办": ["甲局"]},
            {"拟协办": ["乙局"]},
            {"拟协办": ["甲局", "乙局"]},
            False,
        ),
        ({"审议意见": 1}, {"审议意见": 2}, {"审议意见": 3}, True),
        ({"审议意见": 1}, {"审议意见": 2}, {}, False),
    ],
)
def test_a_text_or_list_that_two_sides_make_up_is_not_new(
    ours: dict[str, object],
    theirs: dict[str, object],
    after: dict[str, object],
    new: bool,  # a column of the table
) -> None:
    found = united(
        [issue(1, **ours), issue(1, **theirs)], issue(1, **after), frozenset()
    )
    assert bool(found) is new


def test_the_rules_that_two_sides_make_up_are_not_new() -> None:
    ours = ledger(办理规则={"答复期限": "2个月"})
    theirs = ledger(办理规则={"重办期限": "2个月"})
    both = ledger(办理规则={"答复期限": "2个月", "重办期限": "2个月"})
    assert united([ours, theirs], both, frozenset()) == ()
    assert united([ours, None], None, frozenset())[0].what is What.DELETED


def test_a_version_that_cannot_be_read_is_said_and_passed_over() -> None:
    less, whole = issue(1, ONE), issue(1, ONE, TWO)
    broken = Broken("第3行：应为日期")
    assert lines(
        version(1, None, after=less),
        version(2, less, after=broken),
        version(3, broken, after=whole),
    )[1:] == [
        (Kind.COMMAND, [], "这一版读不出来：第3行：应为日期"),
        (Kind.COMMAND, ["2024-07-02 备注：乙。"], ""),
    ]


def test_a_version_that_changes_no_content_says_so() -> None:
    same = issue(1, ONE)
    assert lines(version(1, same, after=same)) == [
        (Kind.COMMAND, [], "内容没有变化，只改了格式或注释")
    ]


def test_what_is_in_no_version_yet_is_said_apart() -> None:
    now = issue(1, ONE)
    entry = pending(None, now, {})
    assert (entry.kind, entry.day, len(entry.steps)) == (Kind.PENDING, None, 2)
    assert pending(now, now, {}).note == "内容没有变化，只改了格式或注释"
    assert pending(Broken("坏了"), now, {}).steps == entry.steps
    assert pending(now, Broken("坏了"), {}).note == "现在的文件读不出来：坏了"
    gone = pending(now, None, {})
    assert [step.sentence for step in gone.steps] == ["删去 JZ-001 第1个问题"]


def test_without_versions_the_record_is_told_by_the_days_it_was_made_on() -> None:
    late = noted("2024-07-01", "甲。", 登记日期="2024-07-04")
    void = noted("2024-07-02", "乙。", 作废="2024-07-03 错")
    found = by_days(issue(1, late, void), {})
    told_of = [(str(e.day), [step.sentence for step in e.steps]) for e in found]
    assert told_of == [
        ("2024-07-02", ["2024-07-02 备注：乙。"]),
        ("2024-07-03", ["作废 2024-07-02 备注（乙。）：2024-07-03 错"]),
        ("2024-07-04", ["2024-07-01 备注：甲。（2024-07-04登记）"]),
    ]


def test_a_period_keeps_its_days_and_what_is_in_no_version_yet() -> None:
    days = [Entry(Kind.COMMAND, date(2024, 7, day), ()) for day in (1, 2, 3)]
    all_of = [*days, Entry(Kind.PENDING, None, ())]
    second = date(2024, 7, 2)
    assert list(within(all_of, None, None)) == all_of
    assert list(within(all_of, second, None)) == all_of[1:]
    assert list(within(all_of, None, second)) == all_of[:2]


SPAN = Span("版本 v1以来", date(2024, 7, 1), date(2024, 7, 31))


def edited(*edits: tuple[Entity | None, Entity | None]) -> list[Change]:
    """What `changes` says of files that differ between two versions."""
    found = compile_edits(roster(), [Edit(*each) for each in edits], SPAN)
    assert found.period == "版本 v1以来"
    return list(found.changes)


def test_events_between_versions_stand_under_their_units() -> None:
    before = issue(1, handed())
    note = noted("2024-07-02", "乙。")
    found = edited((before, issue(1, handed(), answered("2024-07-05"), note)))
    assert found == [
        Change(BUREAU, "备注", "JZ-001", date(2024, 7, 2), "2024-07-02 备注：乙。"),
        Change(BUREAU, "新答复", "JZ-001", date(2024, 7, 5)),
    ]


def test_facts_between_versions_are_the_offices_own_and_count_once() -> None:
    found = edited((issue(1), issue(1, 标题="乙", 类别="项目建设")))
    told_of = "标题：第1个问题 → 乙；类别：（无） → 项目建设"
    assert found == [Change(OFFICE, "修改", "JZ-001", None, told_of)]


def test_a_new_issue_stands_under_the_units_that_answer_for_it() -> None:
    assert edited((None, issue(1)), (None, issue(2, handed()))) == [
        Change(UNHANDED, "新增", "JZ-001", None),
        Change(BUREAU, "新增", "JZ-002", None),
        Change(BUREAU, "新交办", "JZ-002", date(2024, 6, 20)),
    ]


def test_what_arrived_void_is_not_counted_as_recorded() -> None:
    void = answered("2024-07-05", 作废="2024-07-06 错")
    (found,) = edited((issue(1, handed()), issue(1, handed(), void)))
    assert (found.what, found.detail) == (
        "作废",
        "2024-07-05 答复：市民政局，A类（已作废：2024-07-06 错）",
    )


def test_what_was_voided_between_versions_is_said_with_its_reason() -> None:
    one = answered("2024-07-05")
    (found,) = edited(
        (issue(1, handed(), one), issue(1, handed(), one | {"作废": "2024-07-06 错"}))
    )
    assert (found.unit, found.what, found.day) == (BUREAU, "作废", date(2024, 7, 5))
    assert found.detail.endswith("：2024-07-06 错")


def test_an_issue_under_another_number_is_neither_gone_nor_new() -> None:
    same = {"标题": "同一个问题"}
    found = edited(
        (issue(58, **same), None), (issue(7), None), (None, issue(59, **same)),
        (None, issue(60)), (None, ledger()),
    )  # fmt: skip
    assert [(each.what, each.detail) for each in found] == [
        ("改号", "改号 JZ-058 → JZ-059"),
        ("新增", ""),
        ("新增", "新增 台账 养老服务问题清单"),
        ("删去", "删去 JZ-007 第7个问题"),
    ]


def test_a_file_that_is_no_issue_is_named() -> None:
    rules = ledger(计量词="件")
    assert edited((ledger(), rules), (vote(counts(1)), vote(counts(2)))) == [
        Change(OFFICE, "修改", "", None, "台账 养老服务问题清单 计量词：（无） → 件"),
        Change(OFFICE, "修改", "2024-01", None, "测评 2024-01 计票：票数的满意：1 → 2"),
    ]
