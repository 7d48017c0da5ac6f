"""What two sides made of facts, of a ledger, of the units and of a vote is merged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from records import LEDGER, issue, ledger
from rectify.domain.ballot import Vote
from rectify.domain.custom import CustomField
from rectify.domain.entity import Day, Entity, label
from rectify.domain.intake.profile import Profile
from rectify.domain.issue import issue_kind
from rectify.domain.ledger import Ledger
from rectify.domain.merging.conflict import DoNotFit, NotBoth, Side
from rectify.domain.merging.entities import merge_entity, one_vote
from rectify.domain.merging.issues import merge_issue
from rectify.domain.terms import FieldKind
from rectify.domain.unit import UnitList
from strategies import entities, issues

if TYPE_CHECKING:
    from rectify.domain.issue import Issue
    from rectify.domain.merging.conflict import Merged

_DAY = date(2024, 12, 31)
_OURS, _THEIRS, _BOTH = Side


def _issue(
    base: Issue | None, ours: Issue, theirs: Issue, **picks: Side
) -> Merged[Issue]:
    return merge_issue(base, ours, theirs, LEDGER, picks=picks, on=_DAY)


def _said(merged: Merged[Any]) -> list[tuple[str | None, ...]]:
    return [(c.key, c.base, c.ours, c.theirs, c.why) for c in merged.conflicts]


def test_fields_that_different_sides_changed_are_merged() -> None:
    base = issue(类别="养老", 来源="视察", 备注="原")
    ours = base.but(category="消防", remarks=None)
    theirs = base.but(source="调研", level=None, grounds="条例。")
    merged = _issue(base, ours, theirs).value
    assert merged == base.but(
        category="消防", remarks=None, source="调研", grounds="条例。"
    )
    assert merged == _issue(base, theirs, ours).value


def test_a_field_that_both_changed_is_told_in_whole_values() -> None:
    base = issue(提出日期="2024-06-01", 提出人=[{"姓名": "张某", "身份": "省代表"}])
    ours = issue(提出日期="2024-06-02", 类别="养老", 提出人=[{"姓名": "张某"}])
    theirs = issue(提出日期="2024-06-03", 类别="消防", 提出人=[])
    merged = _issue(base, ours, theirs)
    assert _said(merged) == [
        ("类别", None, "养老", "消防", "两边都填了类别，填得不同"),
        ("提出人", "姓名 张某，身份 省代表", "姓名 张某", None,
         "对方删去了提出人，本方改了它"),
        ("提出日期", "2024-06-01", "2024-06-02", "2024-06-03",
         "两边都改了提出日期，改得不同"),
    ]  # fmt: skip
    mirror = _issue(base, theirs, ours)
    assert mirror.conflicts[1].why == "本方删去了提出人，对方改了它"
    assert (merged.ours, merged.theirs) == (mirror.theirs, mirror.ours)
    found = _issue(base, ours, theirs, 类别=_THEIRS, 提出人=_THEIRS, 提出日期=_OURS)
    assert found.value == issue(提出日期="2024-06-02", 类别="消防")
    with pytest.raises(NotBoth, match="类别不能都要"):
        _issue(base, ours, theirs, 类别=_BOTH)


def test_what_is_stated_is_kept_though_it_is_the_default() -> None:
    base, stated = ledger(), ledger(演示="否")
    assert merge_entity(base, base, stated).value == stated
    merged = merge_entity(base, base.but(region="某市"), stated).value
    assert merged is not None
    assert merged.plain() == stated.but(region="某市").plain()


def test_a_number_is_merged_as_it_was_written() -> None:
    kind = issue_kind((CustomField(name="金额", kind=FieldKind.NUMBER),))
    base, ours, theirs = (
        kind.model_validate({"编号": "JZ-001", "标题": "题", "金额": figure})
        for figure in ("12", "12.5", "12.50")
    )
    merged = merge_issue(base, ours, theirs, LEDGER, on=_DAY)
    assert [(c.key, c.ours, c.theirs) for c in merged.conflicts] == [
        ("金额", "12.5", "12.50")
    ]


def test_a_long_text_of_a_ledgers_own_is_merged_by_sentence() -> None:
    kind = issue_kind((CustomField(name="评语", kind=FieldKind.TEXT),))
    base, ours, theirs = (
        kind.model_validate({"编号": "JZ-001", "标题": "题", "评语": text})
        for text in ("甲。乙。", "甲一。乙。", "甲。乙。\n\n丙。")
    )
    merged = merge_issue(base, ours, theirs, LEDGER, on=_DAY).value
    assert merged is not None
    assert merged.own == {"评语": "甲一。\n乙。\n\n丙。"}


def _file(name: str, mark: str) -> dict[str, str]:
    return {"文件": name, "SHA-256": mark * 64}


def test_files_of_both_sides_are_kept() -> None:
    base = issue(附件=[_file("一.pdf", "1"), _file("二.pdf", "2")])
    ours = issue(附件=[_file("二.pdf", "2"), _file("丁.pdf", "4")])
    theirs = issue(
        附件=[_file("一.pdf", "1"), _file("二.pdf", "2"), _file("丙.pdf", "3")]
    )
    merged = _issue(base, ours, theirs).value
    assert merged is not None
    assert [each.name for each in merged.attachments] == ["二.pdf", "丁.pdf", "丙.pdf"]


def test_two_files_of_one_name_are_disputed() -> None:
    sides = (
        issue(),
        issue(附件=[_file("一.pdf", "1")]),
        issue(附件=[_file("一.pdf", "2")]),
    )
    (conflict,) = _issue(*sides).conflicts
    assert (conflict.key, conflict.what) == ("附件/一.pdf", "附件“一.pdf”")
    assert conflict.ours == f"文件 一.pdf，SHA-256 {'1' * 64}"
    picks = {"附件/一.pdf": _THEIRS}
    picked = merge_issue(*sides, LEDGER, picks=picks, on=_DAY).value
    assert picked == sides[2]


def test_the_order_of_files_says_nothing() -> None:
    names = [_file(f"{name}.pdf", "1") for name in "一二三"]
    first, second = [names[1], names[0], names[2]], [names[2], names[1], names[0]]
    merged = _issue(issue(附件=names), issue(附件=first), issue(附件=second)).value
    assert merged == issue(附件=names)


def test_a_list_with_twins_is_one_value() -> None:
    twins = [_file("一.pdf", "1"), _file("一.pdf", "2")]
    merged = _issue(issue(), issue(附件=twins), issue(附件=[_file("二.pdf", "2")]))
    assert [c.key for c in merged.conflicts] == ["附件"]


def test_the_rules_of_an_office_are_merged_rule_by_rule() -> None:
    base = ledger(rules={"答复期限": "2个月", "临期天数": 5})
    ours = ledger(rules={"答复期限": "6个月", "临期天数": 7})
    theirs = ledger(rules={"答复期限": "2个月", "临期天数": 9, "须审定": "是"})
    merged = merge_entity(base, ours, theirs)
    assert _said(merged) == [
        ("办理规则/临期天数", "5", "7", "9", "两边都改了办理规则的临期天数，改得不同")
    ]
    found = merge_entity(base, ours, theirs, picks={"办理规则/临期天数": _THEIRS})
    assert found.value == ledger(
        rules={"须审定": "是", "答复期限": "6个月", "临期天数": 9}
    )


def test_rules_that_both_sides_took_out_are_gone() -> None:
    base = ledger(rules={"答复期限": "2个月", "临期天数": 5})
    ours, theirs = ledger(rules={"答复期限": "2个月"}), ledger(rules={"临期天数": 5})
    merged = merge_entity(base, ours, theirs).value
    assert merged is not None
    assert "办理规则" not in merged.plain()


def test_half_of_a_rule_or_of_an_address_is_nobodys() -> None:
    base = ledger(联系人={"科室": "一科", "电话": "1"}, 测评规则="实到过半")
    ours = ledger(联系人={"科室": "二科", "电话": "1"}, 测评规则="只计比率")
    theirs = ledger(联系人={"科室": "一科", "电话": "2"}, 测评规则="双维度")
    assert [
        (c.key, c.ours, c.theirs) for c in merge_entity(base, ours, theirs).conflicts
    ] == [
        ("测评规则", "只计比率", "双维度"),
        ("联系人", "科室 二科，电话 1", "科室 一科，电话 2"),
    ]


def test_grades_and_channels_of_both_sides_are_kept() -> None:
    graded = [{"类别": code, "含义": code} for code in "ABCDE"]
    base = ledger(答复类别=graded[:3], 来源方式=["视察", "调研"])
    ours = ledger(答复类别=graded[:4], 来源方式=["视察", "调研", "问政"])
    theirs = ledger(答复类别=[*graded[:3], graded[4]], 来源方式=["热线", "视察"])
    merged = merge_entity(base, ours, theirs).value
    assert merged == ledger(答复类别=graded, 来源方式=["热线", "视察", "问政"])


def test_what_is_numbered_is_ordered_by_its_number() -> None:
    base, ours, theirs = (
        ledger(审议意见=[{"序号": n, "标题": f"意见{n}"} for n in numbers])
        for numbers in ((1,), (1, 10), (1, 2))
    )
    merged = merge_entity(base, ours, theirs).value
    assert merged is not None
    assert [each.number for each in merged.opinions] == [1, 2, 10]


def test_fields_of_a_ledgers_own_that_exclude_each_other_are_refused() -> None:
    base = ledger()
    ours = ledger(自定义字段=[{"名称": "金额（元）"}])
    theirs = ledger(自定义字段=[{"名称": "金额(元)"}])
    with pytest.raises(DoNotFit, match="两边对自定义字段的改动合在一起不成立"):
        merge_entity(base, ours, theirs)


def _units(*names: str, **short: str) -> UnitList:
    return UnitList.model_validate(
        {
            "单位": [
                {"全称": name} | ({"简称": short[name]} if name in short else {})
                for name in names
            ]
        }
    )


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("甲乙丙", "甲丁乙丙", "甲乙丙戊", "甲丁乙丙戊"),
        ("甲乙", "甲戊乙", "甲丁乙", "甲丁戊乙"),
        ("甲乙", "甲丁戊乙", "甲丁戊乙己", "甲丁戊乙己"),
        ("甲乙丙", "丙甲乙", "甲乙丙丁", "丙丁甲乙"),
        ("甲乙丙", "丙甲乙", "甲丁乙丙", "丙甲丁乙"),
        ("甲乙丙", "甲乙", "丁甲乙丙", "丁甲乙"),
        ("甲乙丙", "甲丙", "丙乙甲", "丙甲"),
        ("甲乙", "丁甲乙", "甲乙丁戊", "丁甲乙戊"),
    ],
)
def test_units_stay_behind_what_they_were_put_behind(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    lists = [_units(*names) for names in (base, ours, theirs)]
    assert merge_entity(*lists).value == _units(*merged)
    assert merge_entity(lists[0], lists[2], lists[1]).value == _units(*merged)


def test_an_official_order_that_both_changed_is_picked() -> None:
    base, ours, theirs = _units(*"甲乙丙"), _units(*"乙甲丙丁"), _units(*"甲丙乙")
    merged = merge_entity(base, ours, theirs)
    assert _said(merged) == [
        ("单位/顺序", "甲、乙、丙", "乙、甲、丙、丁", "甲、丙、乙",
         "两边都改了单位的顺序，改得不同")
    ]  # fmt: skip
    assert merged.ours == _units(*"乙甲丙丁")
    assert merged.theirs == _units(*"甲丙丁乙")
    picked = merge_entity(base, ours, theirs, picks={"单位/顺序": _THEIRS})
    assert picked.value == merged.theirs


def test_a_unit_is_merged_by_field_and_told_by_its_name() -> None:
    base = _units("民政局", "财政局")
    ours = _units("民政局", "财政局", 民政局="民政", 财政局="财政")
    theirs = _units("民政局", 民政局="民")
    merged = merge_entity(base, ours, theirs)
    assert [(c.key, c.what, c.ours, c.theirs) for c in merged.conflicts] == [
        ("单位/民政局/简称", "单位“民政局”的简称", "民政", "民"),
        ("单位/财政局", "单位“财政局”", "全称 财政局，简称 财政", None),
    ]
    picks = {"单位/民政局/简称": _OURS, "单位/财政局": _OURS}
    assert merge_entity(base, ours, theirs, picks=picks).value == ours
    gone = picks | {"单位/财政局": _THEIRS}
    found = merge_entity(base, ours, theirs, picks=gone).value
    assert found == _units("民政局", 民政局="民政")


def test_a_unit_that_is_kept_against_its_removal_returns_to_its_place() -> None:
    base = _units(*"甲乙丙")
    ours, theirs = _units(*"丙甲"), _units(*"甲乙丙", 乙="新")
    picked = merge_entity(base, ours, theirs, picks={"单位/乙": _THEIRS})
    assert picked.value == _units(*"丙甲乙", 乙="新")
    front = merge_entity(
        base, _units(*"丙乙"), _units(*"甲乙丙", 甲="新"), picks={"单位/甲": _THEIRS}
    )
    assert front.value == _units(*"甲丙乙", 甲="新")


def test_units_without_any_base_are_united() -> None:
    for ours, theirs in (("甲乙", "乙丙"), ("乙丙", "甲乙")):
        merged = merge_entity(None, _units(*ours), _units(*theirs)).value
        assert merged == _units(*sorted("甲乙丙"))


def test_columns_of_two_profiles_are_united() -> None:
    base, ours, theirs = (
        Profile.model_validate({"对应": [{"列": c, "字段": f} for c, f in pairs]})
        for pairs in (
            [("事项", "标题")],
            [("事项", "标题"), ("单位", "主办")],
            [("事项", "标题"), ("时限", "拟定期限")],
        )
    )
    merged = merge_entity(base, ours, theirs).value
    assert merged is not None
    assert merged.columns == {"事项": "标题", "单位": "主办", "时限": "拟定期限"}


def _vote(*rows: dict[str, object], **facts: object) -> Vote:
    counted = {"满意": 10, "基本满意": 5, "不满意": 1}
    stated = {"票号": "2024-01", "日期": "2024-10-30", **facts}
    return Vote.model_validate(
        {**stated, "计票": [counted | each for each in rows or ({},)]}
    )


def test_venues_of_a_vote_are_merged_row_by_row() -> None:
    base = _vote({"会场": "主会场"})
    ours = _vote({"会场": "主会场"}, {"会场": "分会场", "群体": "代表"})
    theirs = _vote({"会场": "主会场", "满意": 11})
    merged = merge_entity(base, ours, theirs).value
    assert merged == _vote(
        {"会场": "主会场", "满意": 11}, {"会场": "分会场", "群体": "代表"}
    )


def test_a_row_of_a_vote_is_one_value() -> None:
    base, ours, theirs = (
        _vote({"会场": "主会场", "群体": "代表", **counted})
        for counted in ({}, {"满意": 11}, {"不满意": 2})
    )
    (conflict,) = merge_entity(base, ours, theirs).conflicts
    assert (conflict.key, conflict.what) == ("计票/主会场 代表", "计票“主会场 代表”")
    sides = (_vote({}), _vote({"满意": 11}), _vote({"不满意": 2}))
    (conflict,) = merge_entity(*sides).conflicts
    assert (conflict.key, conflict.what) == ("计票", "计票")


def test_a_vote_voided_by_one_side_is_void() -> None:
    base = _vote()
    ours, theirs = _vote(作废="2024-11-01 重录"), _vote(会议="第九次会议")
    merged = merge_entity(base, ours, theirs).value
    assert merged == _vote(作废="2024-11-01 重录", 会议="第九次会议")
    twice = merge_entity(base, ours, _vote(作废="2024-11-02 有误"))
    assert [c.key for c in twice.conflicts] == ["作废"]


def test_counts_that_are_impossible_only_together_are_refused() -> None:
    base = _vote({"会场": "一"})
    ours = _vote({"会场": "一"}, {"会场": "二"})
    theirs = _vote({"会场": "一"}, 全体组成人员=20)
    with pytest.raises(DoNotFit, match="两边对计票的改动"):
        merge_entity(base, ours, theirs)


def test_counts_that_both_sides_took_out_leave_no_vote() -> None:
    base = _vote({"会场": "一"}, {"会场": "二"})
    with pytest.raises(DoNotFit, match="两边对计票的改动"):
        merge_entity(base, _vote({"会场": "一"}), _vote({"会场": "二"}))


def test_two_votes_under_one_number_are_two_until_somebody_says_otherwise() -> None:
    ours = _vote(会议="第九次会议", 对象={"问题": ["JZ-001", "JZ-002"]})
    theirs = _vote(对象={"问题": ["JZ-003"]})
    assert not one_vote(ours, theirs)
    merged = merge_entity(None, ours, theirs)
    assert [tuple(c)[:-1] for c in merged.conflicts] == [
        ("票号", "票号", None, "2024-10-30，第九次会议，问题 JZ-001、JZ-002",
         "2024-10-30，问题 JZ-003", True,
         "两边新增了不同的测评，票号都是 2024-01")
    ]  # fmt: skip
    assert (merged.ours, merged.theirs) == (ours, theirs)
    picks = {"票号": _OURS, "对象/问题": _THEIRS}
    found = merge_entity(None, ours, theirs, picks=picks).value
    assert found == _vote(会议="第九次会议", 对象={"问题": ["JZ-003"]})


def test_one_vote_that_both_added_is_merged() -> None:
    merged = merge_entity(None, _vote(会议="第九次会议"), _vote()).value
    assert merged == _vote(会议="第九次会议")


class _Year(Entity):
    off: Annotated[tuple[Day, ...], label("放假")] = ()


class _Years(Entity):
    first: Annotated[_Year | None, label("2027")] = None
    second: Annotated[_Year | None, label("2028")] = None


def test_days_of_one_year_are_merged_as_a_set() -> None:
    base, ours, theirs = (
        _Years.model_validate({"2027": {"放假": days}})
        for days in (
            ["2027-01-01"],
            ["2027-01-01", "2027-10-01"],
            ["2027-01-01", "2027-02-06"],
        )
    )
    merged = merge_entity(base, ours, theirs.but(second=_Year())).value
    assert merged is not None
    assert merged.first is not None
    assert [str(day) for day in merged.first.off] == [
        "2027-01-01", "2027-02-06", "2027-10-01",
    ]  # fmt: skip
    assert merged.second == _Year()
    gone = merge_entity(base, ours, base.but(first=None))
    assert [c.key for c in gone.conflicts] == ["2027"]


# Whole ledgers shrink for minutes.
_UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
_ROLLS = st.lists(
    st.tuples(st.sampled_from("甲乙丙丁戊"), st.sampled_from([None, "一", "二"])),
    unique_by=lambda pair: pair[0],
    max_size=5,
).map(lambda pairs: [{"全称": name, "简称": short} for name, short in pairs])


@settings(deadline=None, max_examples=150)
@given(_ROLLS, _ROLLS, _ROLLS, st.sampled_from([_OURS, _THEIRS]))
def test_no_unit_is_lost_or_doubled(
    base: list[Any], ours: list[Any], theirs: list[Any], side: Side
) -> None:
    before, mine, yours = (
        UnitList.model_validate({"单位": roll}) for roll in (base, ours, theirs)
    )
    merged = merge_entity(before, mine, yours)
    mirror = merge_entity(before, yours, mine)
    assert merged.value == mirror.value
    assert merged.ours == mirror.theirs
    assert merged.theirs == mirror.ours
    picks = {conflict.key: side for conflict in merged.conflicts}
    found = merge_entity(before, mine, yours, picks=picks).value
    leaning = merged.ours if side is _OURS else merged.theirs
    assert found is not None
    assert found == (leaning or merged.value)
    names = [unit.name for unit in found.units]
    old, our, their = ({u["全称"] for u in roll} for roll in (base, ours, theirs))
    assert len(names) == len(set(names))
    assert (our | their) - old <= set(names) <= our | their


_KINDS: st.SearchStrategy[type[Entity]] = st.sampled_from(
    [Ledger, UnitList, Vote, Profile]
)


@settings(deadline=None, max_examples=30, phases=_UNSHRUNK)
@given(st.data())
def test_sides_may_be_changed_and_picks_settle_everything(data: st.DataObject) -> None:
    kind = data.draw(_KINDS)
    base, ours, theirs = (data.draw(entities(kind)) for _ in range(3))
    before = data.draw(st.sampled_from([None, base]))
    merged, mirror = (
        _tried(before, *pair) for pair in ((ours, theirs), (theirs, ours))
    )
    if merged is None or mirror is None:
        assert merged is mirror
        return
    assert merged.value == mirror.value
    assert [(c.key, c.ours, c.theirs) for c in merged.conflicts] == [
        (c.key, c.theirs, c.ours) for c in mirror.conflicts
    ]
    picks: dict[str, Side] = {}
    for _ in range(2):  # whether two votes are one is asked first
        found = _tried(before, ours, theirs, picks)
        picks |= {c.key: _OURS for c in (() if found is None else found.conflicts)}
    found = _tried(before, ours, theirs, picks)
    assert found is None or not found.conflicts


def _tried(
    base: Any, ours: Any, theirs: Any, picks: dict[str, Side] | None = None
) -> Merged[Any] | None:
    try:
        return merge_entity(base, ours, theirs, picks=picks or {})
    except DoNotFit:
        return None


@settings(deadline=None, max_examples=25)
@given(issues(1), issues(1))
def test_what_one_side_alone_changed_is_taken_whole(base: Issue, side: Issue) -> None:
    side = side.but(number=base.number)
    after = side.but(events=tuple(side.ordered_events()))
    for pair in ((base, side), (side, base), (side, side)):
        merged = _issue(base, *pair).value
        assert merged is not None
        assert merged.plain() == after.plain()


@settings(deadline=None, max_examples=25)
@given(entities(Ledger), entities(Ledger))
def test_a_ledger_that_one_side_changed_is_taken_whole(
    base: Ledger, side: Ledger
) -> None:
    for pair in ((base, side), (side, base), (side, side)):
        merged = merge_entity(base, *pair).value
        assert merged is not None
        assert merged.plain() == side.plain()
