"""A ledger (清单、台账): one campaign and the rules of the office that runs it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from rectify.domain.custom import CustomField, distinct, taken
from rectify.domain.entity import (
    Count,
    Day,
    Entity,
    Line,
    Plain,
    Text,
    YesNo,
    label,
)
from rectify.domain.issue import Issue
from rectify.domain.rule import PRESETS, BallotRule, rule_from
from rectify.domain.terms import Assessment, ExtensionCounts, MergedCount, State

_ANSWERED_AND_AFTER = (State.ANSWERED, State.PASSED, State.TRACKED, State.CLOSED)


class Opinion(Entity):
    """One numbered 审议意见, which issues refer to."""

    number: Annotated[Count, label("序号")]
    title: Annotated[Line, label("标题")]
    content: Annotated[Text | None, label("内容")] = None


class Grade(Entity):
    """One class of answer (答复类别): schemes differ between offices."""

    code: Annotated[Line, label("类别")]
    meaning: Annotated[Line, label("含义")]
    solved: Annotated[YesNo, label("计入解决")] = False
    settled: Annotated[YesNo, label("计入落实")] = False


class Procedure(Entity):
    """The office's own numbers and demands (办理规则)."""

    vetting: Annotated[YesNo, label("须审定")] = False
    closing_needs_vote: Annotated[YesNo, label("销号须测评")] = True
    closing_needs_evidence: Annotated[YesNo, label("销号须佐证")] = False
    closable_grades: Annotated[tuple[Line, ...], label("可销号类别")] = ()
    approvals: Annotated[Count, label("批准级数", le=3)] = 1
    answer_within: Annotated[Line, label("答复期限")] = "3个月"
    return_within: Annotated[Line, label("退回期限")] = "10个工作日"
    redo_within: Annotated[Line, label("重办期限")] = "1个月"
    due_soon_days: Annotated[Count, label("临期天数")] = 10
    extension_counts: Annotated[ExtensionCounts, label("延期认定")] = (
        ExtensionCounts.DECIDED
    )
    meeting_manners: Annotated[tuple[Line, ...], label("面商方式")] = ("当面",)
    handled_states: Annotated[tuple[State, ...], label("办结口径")] = (
        _ANSWERED_AND_AFTER
    )
    merged_count: Annotated[MergedCount, label("并案计数")] = MergedCount.EACH


class Officer(Entity):
    """Whom a unit may call (联系人): a section of the office, not a person."""

    section: Annotated[Line, label("科室")]
    phone: Annotated[Line | None, label("电话")] = None


def _free(field: CustomField) -> CustomField:
    if field.name in Issue.labels().values():
        raise taken(field.name)
    return field


DEFAULT_GRADES = (
    Grade(code="A", meaning="已解决或基本解决", solved=True, settled=True),
    Grade(code="B", meaning="正在解决或列入计划", settled=True),
    Grade(code="C", meaning="因客观条件限制暂不能解决"),
)


class Ledger(Entity):
    """The content of ledger.yaml."""

    title: Annotated[Line, label("名称")]
    prefix: Annotated[str, label("编号前缀", pattern=r"^[A-Z][A-Z0-9]*$")]
    year: Annotated[Count | None, label("年度")] = None
    region: Annotated[Line | None, label("行政区")] = None
    organ: Annotated[Line, label("监督机关")]
    channels: Annotated[tuple[Line, ...], label("来源方式")] = ()
    measure_word: Annotated[Line, label("计量词")] = "条"
    opinions: Annotated[tuple[Opinion, ...], label("审议意见")] = ()
    grades: Annotated[tuple[Grade, ...], label("答复类别")] = DEFAULT_GRADES
    assessment: Annotated[Assessment, label("评价方式")] = Assessment.BALLOT
    ballot_rule: Annotated[
        BallotRule, BeforeValidator(rule_from), label("测评规则")
    ] = BallotRule()
    procedure: Annotated[Procedure, label("办理规则")] = Procedure()
    contact: Annotated[Officer | None, label("联系人")] = None
    custom: Annotated[
        tuple[Annotated[CustomField, AfterValidator(_free)], ...],
        AfterValidator(distinct),
        label("自定义字段"),
    ] = ()
    about_data: Annotated[Text | None, label("数据说明")] = None
    demonstration: Annotated[YesNo, label("演示")] = False
    cutoff: Annotated[Day | None, label("统计截止日")] = None

    def plain(self) -> dict[str, Plain]:
        """Write a rule that is a preset by its name."""
        written = super().plain()
        if "测评规则" in written:
            for name, rule in PRESETS.items():
                if rule == self.ballot_rule:
                    written["测评规则"] = name
        return written

    def grade(self, code: str | None) -> Grade | None:
        """Find a class of answer by its code."""
        return next((grade for grade in self.grades if grade.code == code), None)

    def grade_rank(self, code: str | None) -> int:
        """Rank classes as declared, the best first; an unknown one comes last."""
        codes = [grade.code for grade in self.grades]
        return codes.index(code) if code in codes else len(codes)
