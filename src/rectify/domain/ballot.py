"""A vote (满意度测评) as a record of its own, and what a rule makes of its counts.

Counts are summed over venues and groups, rates are never averaged, and no ballot of a
person is ever stored.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, NamedTuple

from rectify.domain.entity import (
    Count,
    Day,
    Entity,
    Line,
    UnitName,
    Voiding,
    label,
)
from rectify.domain.rule import GRADES
from rectify.domain.terms import Base, Dimension, Satisfaction, Turn, Verdict
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.domain.rule import BallotRule

_S, _B, _U = GRADES


class Row(Entity):
    """The counts of one venue and group (and dimension and subject, if apart)."""

    venue: Annotated[Line | None, label("会场")] = None
    group: Annotated[Line | None, label("群体")] = None
    dimension: Annotated[Dimension | None, label("维度")] = None
    subject: Annotated[Line | None, label("对象")] = None
    expected: Annotated[Count | None, label("应到")] = None
    present: Annotated[Count | None, label("实到")] = None
    issued: Annotated[Count | None, label("发出")] = None
    returned: Annotated[Count | None, label("收回")] = None
    valid: Annotated[Count | None, label("有效")] = None
    invalid: Annotated[Count | None, label("无效")] = None
    satisfied: Annotated[Count, label("满意")]
    basically: Annotated[Count, label("基本满意")]
    unsatisfied: Annotated[Count, label("不满意")]
    abstained: Annotated[Count, label("弃权")] = 0
    unpressed: Annotated[Count, label("未按")] = 0

    @property
    def marked(self) -> int:
        """Votes that carry one mark: 满意 + 基本满意 + 不满意 + 弃权."""
        return self.satisfied + self.basically + self.unsatisfied + self.abstained

    @property
    def on_paper(self) -> bool:
        """Whether ballots were handed out, rather than buttons pressed."""
        return self.issued is not None or self.returned is not None

    def complete(self) -> Row:
        """Fill in the counts that follow from the others, whatever the base asks."""
        valid = self.marked if self.valid is None else self.valid
        returned = self.returned
        if returned is None and self.on_paper:
            returned = valid + (self.invalid or 0)
        present = self.present
        if present is None and not self.on_paper:
            present = self.marked + self.unpressed + (self.invalid or 0)
        return self.but(
            valid=valid,
            invalid=self.invalid or 0,
            returned=valid + (self.invalid or 0) if returned is None else returned,
            present=present,
        )

    def faults(self) -> list[str]:
        """Say which counts are impossible, and why."""
        full = self.complete()
        found = []
        if full.valid != self.marked:
            found.append(
                f"有效{full.valid} ≠ 满意{self.satisfied} + 基本满意{self.basically}"
                f" + 不满意{self.unsatisfied} + 弃权{self.abstained}"
            )
        if self.on_paper and full.returned != (full.valid or 0) + (full.invalid or 0):
            found.append(f"收回{full.returned} ≠ 有效{full.valid} + 无效{full.invalid}")
        chain = [("收回", full.returned), ("发出", full.issued), ("实到", full.present)]
        known = [(name, count) for name, count in chain if count is not None]
        known += [("应到", full.expected)] if full.expected is not None else []
        for (less, fewer), (more, greater) in pairwise(known):
            if fewer > greater:
                found.append(f"{less}{fewer}多于{more}{greater}")
        pressed = self.marked + self.unpressed + (full.invalid or 0)
        if not self.on_paper and full.present != pressed:
            found.append(f"实到{full.present} ≠ 各项票数与未按之和{pressed}")
        if self.on_paper and self.unpressed:
            found.append("发出纸质票时没有“未按”")
        return found


class Subject(Entity):
    """What was voted on (对象)."""

    issues: Annotated[tuple[Line, ...], label("问题")] = ()
    opinions: Annotated[tuple[Count, ...], label("审议意见")] = ()
    report: Annotated[Line | None, label("报告")] = None
    units: Annotated[tuple[UnitName, ...], label("单位")] = ()


class Vote(Entity):
    """One vote: `votes/<票号>.yaml`."""

    number: Annotated[Line, label("票号", pattern=r"^[0-9A-Za-z-]+$")]
    meeting: Annotated[Line | None, label("会议")] = None
    date: Annotated[Day, label("日期")]
    turn: Annotated[Turn, label("轮次")] = Turn.FIRST
    follows: Annotated[Line | None, label("上次票号")] = None
    subject: Annotated[Subject, label("对象")] = Subject()
    members: Annotated[Count | None, label("全体组成人员")] = None
    rows: Annotated[tuple[Row, ...], label("计票", min_length=1)]
    recorded: Annotated[Day | None, label("登记日期")] = None
    void: Annotated[Voiding | None, label("作废")] = None

    def counts_on(self, on: dt.date, known: dt.date | None) -> bool:
        """Tell whether the vote had been held, recorded and not declared void."""
        if self.date > on:
            return False
        voided = None if self.void is None else dt.date.fromisoformat(self.void[:10])
        if known is None:
            return voided is None
        recorded = self.recorded or self.date
        return recorded <= known and (voided is None or voided > known)

    def subjects(self) -> tuple[str | None, ...]:
        """Name the subjects that were voted on apart; one None if none was."""
        return tuple(dict.fromkeys(row.subject for row in self.rows))

    def rows_on(
        self, subject: str | None, dimension: Dimension | None = None
    ) -> list[Row]:
        """Give the rows on one subject, all venues and groups."""
        return [
            row
            for row in self.rows
            if row.subject == subject and row.dimension == dimension
        ]


class IncompleteVote(RuleError):  # noqa: N818  # named for what it is
    """The rule asks for a count that nobody recorded."""

    def __init__(self, number: str, base: Base) -> None:
        super().__init__(
            f"不能计算测评 {number}：测评规则以“{base}”为基数，票数里没有这一项，请补上"
        )


class Tally(NamedTuple):
    """The summed counts of one subject, and what the rule makes of them."""

    number: str
    subject: str | None
    dimension: Dimension | None
    satisfied: int
    basically: int
    unsatisfied: int
    abstained: int
    unpressed: int
    present: int | None
    issued: int | None
    returned: int
    valid: int
    invalid: int
    base: int
    result: Satisfaction | None
    verdict: Verdict
    score: Fraction | None

    def votes(self, grades: Iterable[Satisfaction]) -> int:
        """Count the votes of some grades together."""
        counts = dict(
            zip(
                GRADES,
                (self.satisfied, self.basically, self.unsatisfied),
                strict=True,
            )
        )
        return sum(counts[grade] for grade in grades)


def faults_of(vote: Vote) -> list[str]:
    """Say which counts of a vote are impossible, row by row."""
    found = []
    for place, row in enumerate(vote.rows, 1):
        name = row.venue or row.group or row.subject or f"第{place}行"
        found += [f"{name}：{fault}" for fault in row.faults()]
    found += [f"{name}写了两行" for name in _twice(vote)]
    if vote.members is not None:
        for subject in vote.subjects():
            for dimension in dict.fromkeys(row.dimension for row in vote.rows):
                rows = vote.rows_on(subject, dimension)
                marked = sum(row.marked for row in rows)
                if marked > vote.members:
                    found.append(f"有效{marked}多于全体组成人员{vote.members}")
    return found


def _twice(vote: Vote) -> list[str]:
    """Name what has two rows: one venue's votes must not be counted twice."""
    keys = [
        "、".join(
            part
            for part in (row.venue, row.group, row.dimension, row.subject)
            if part is not None
        )
        for row in vote.rows
    ]
    return [key for key in dict.fromkeys(keys) if keys.count(key) > 1]


def tally(
    vote: Vote,
    rule: BallotRule,
    subject: str | None = None,
    dimension: Dimension | None = None,
) -> Tally:
    """Sum the counts of one subject over all venues and apply the rule.

    A rule of two dimensions decides by 结果; a second ballot may have steps of its own.

    Raises:
        IncompleteVote: the base of the rule was not recorded.
    """
    if dimension is None and any(row.dimension for row in vote.rows):
        dimension = Dimension.RESULT
    rows = [row.complete() for row in vote.rows_on(subject, dimension)]
    base = _base(vote, rule, rows)
    satisfied = sum(row.satisfied for row in rows)
    basically = sum(row.basically for row in rows)
    unsatisfied = sum(row.unsatisfied for row in rows)
    counts = {_S: satisfied, _B: basically, _U: unsatisfied}
    score = _score(rule, counts, base)
    result = _result(vote, rule, counts, base, score)
    failed = rule.decides and result is Satisfaction.UNSATISFIED
    return Tally(
        number=vote.number,
        subject=subject,
        dimension=dimension,
        satisfied=satisfied,
        basically=basically,
        unsatisfied=unsatisfied,
        abstained=sum(row.abstained for row in rows),
        unpressed=sum(row.unpressed for row in rows),
        present=add_up(row.present for row in rows),
        issued=add_up(row.issued for row in rows),
        returned=sum(row.returned or 0 for row in rows),
        valid=sum(row.valid or 0 for row in rows),
        invalid=sum(row.invalid or 0 for row in rows),
        base=base,
        result=result,
        verdict=Verdict.FAILED if failed else Verdict.PASSED,
        score=score,
    )


def _base(vote: Vote, rule: BallotRule, rows: list[Row]) -> int:
    base = {
        Base.MEMBERS: vote.members,
        Base.PRESENT: add_up(row.present for row in rows),
        Base.ISSUED: add_up(row.issued for row in rows),
        Base.RETURNED: add_up(row.returned for row in rows),
        Base.VALID: add_up(row.valid for row in rows),
    }[rule.base]
    if not base or not rows:
        raise IncompleteVote(vote.number, rule.base)
    return base


def add_up(counts: Iterable[int | None]) -> int | None:
    """Sum counts; None if one of them is not known."""
    known = list(counts)
    return None if None in known else sum(count or 0 for count in known)


def _score(
    rule: BallotRule, counts: dict[Satisfaction, int], base: int
) -> Fraction | None:
    """Give the mean over the base, out of 100; an abstention weighs nothing."""
    if rule.weights is None:
        return None
    weights = rule.weights
    points = (
        counts[_S] * weights.satisfied
        + counts[_B] * weights.basically
        + counts[_U] * weights.unsatisfied
    )
    return Fraction(points, base)


def _result(
    vote: Vote,
    rule: BallotRule,
    counts: dict[Satisfaction, int],
    base: int,
    score: Fraction | None,
) -> Satisfaction | None:
    if not rule.decides:
        return None
    if rule.weights is not None and score is not None:
        if score >= rule.weights.satisfied_from:
            return _S
        return _B if score >= rule.weights.basically_from else _U
    for step in rule.steps_of(vote.turn):
        share = Fraction(sum(counts[grade] for grade in step.counted), base)
        if step.met(share):
            return step.result
    return _U
