"""The events (办理记录): the only thing that is stored about progress.

Each class is one 事项 of the office's procedure; its fields are what the file holds.
What an event does is the business of `workflow`.
"""

from __future__ import annotations

import datetime as dt
from functools import total_ordering
from typing import Annotated, ClassVar, Literal, TypeAlias, get_args

from pydantic import BeforeValidator, Field

from rectify.domain.entity import (
    UNIT,
    Count,
    Day,
    Entity,
    Line,
    Plain,
    Text,
    UnitName,
    Voiding,
    YesNo,
    label,
    marked,
)
from rectify.domain.particulars import (
    Approval,
    Attachment,
    Part,
    Share,
    SourceFile,
    by_name,
)
from rectify.domain.terms import (
    Decision,
    Ending,
    Finding,
    Lasting,
    Marking,
    Role,
    Satisfaction,
    State,
    Verdict,
)


class Event(Entity):
    """One dated entry of an issue's record."""

    date: Annotated[Day, label("日期")]
    order: Annotated[Count | None, label("次序")] = None
    recorded: Annotated[Day | None, label("登记日期")] = None
    void: Annotated[Voiding | None, label("作废")] = None

    kind: str
    always_written: ClassVar[frozenset[str]] = frozenset({"kind"})

    @classmethod
    def field_order(cls) -> tuple[str, ...]:
        """Put 日期, 次序, 事项 first and 登记日期, 作废 last."""
        head, tail = ("date", "order", "kind"), ("recorded", "void")
        own = (name for name in cls.model_fields if name not in head + tail)
        return (*head, *own, *tail)

    @classmethod
    def matter(cls) -> str:
        """Name the 事项 of the class."""
        return str(cls.model_fields["kind"].default)

    @property
    def voided(self) -> dt.date | None:
        """The day on which the event was declared void."""
        return None if self.void is None else dt.date.fromisoformat(self.void[:10])

    def known_on(self, day: dt.date) -> bool:
        """Tell whether the office had recorded the event by that day."""
        return (self.recorded or self.date) <= day

    def stands_on(self, day: dt.date | None) -> bool:
        """Tell whether the event was not void, as far as was known on that day."""
        return self.voided is None or (day is not None and self.voided > day)

    def counts_on(self, on: dt.date, known: dt.date | None) -> bool:
        """Tell whether the event had happened, was recorded and not declared void."""
        recorded = known is None or self.known_on(known)
        return self.date <= on and recorded and self.stands_on(known)

    def identity(self) -> str:
        """Give what makes two events the same: the block without 作废."""
        plain = self.plain()
        plain.pop("作废", None)
        return repr(plain)

    def place(self) -> tuple[dt.date, int, int, Spelled]:
        """Give the place in the order of events: date, 次序, row of the table, text."""
        return (self.date, self.order or 1, _ROW[type(self)], Spelled(self))

    def named_units(self) -> tuple[str, ...]:
        """Name the units that the event speaks of."""
        names: list[str] = []
        for name in marked(type(self), UNIT):
            value = getattr(self, name)
            names += value if isinstance(value, tuple) else [value] if value else []
        return tuple(names)


@total_ordering
class Spelled:
    """What an event says, spelled out only where two events share a place."""

    __slots__ = ("_event",)

    def __init__(self, event: Event) -> None:
        self._event = event

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spelled) and (
            self._event.identity() == other._event.identity()
        )

    def __lt__(self, other: Spelled) -> bool:
        return self._event.identity() < other._event.identity()

    __hash__ = None  # type: ignore[assignment]  # a place is compared, never looked up


_AGAIN = 2


class Opening(Event):
    """期初: where an issue stood when a ledger that was running was taken over.

    What is not known is left out; nothing stands for it.
    """

    kind: Annotated[Literal["期初"], label("事项")] = "期初"
    state: Annotated[State, label("状态")]
    lead: Annotated[UnitName | None, label("主办")] = None
    partners: Annotated[tuple[UnitName, ...], label("协办")] = ()
    shares: Annotated[
        tuple[Annotated[Part, BeforeValidator(by_name)], ...], label("分办")
    ] = ()
    handed: Annotated[Day | None, label("交办日期")] = None
    ref: Annotated[Line | None, label("文号")] = None
    deadline: Annotated[Day | None, label("期限")] = None
    basis: Annotated[Line | None, label("期限依据")] = None
    accepted: Annotated[Day | None, label("签收日期")] = None
    signed: Annotated[tuple[UnitName, ...], label("已签收")] = ()
    unsigned: Annotated[tuple[UnitName, ...], label("未签收")] = ()
    leader: Annotated[Line | None, label("责任领导")] = None
    person: Annotated[Line | None, label("责任人")] = None
    goal: Annotated[Text | None, label("整改目标")] = None
    measures: Annotated[Text | None, label("整改措施")] = None
    finish: Annotated[Line | None, label("完成时限")] = None
    advance: Annotated[Text | None, label("进展")] = None
    answered: Annotated[Day | None, label("答复日期")] = None
    answer_ref: Annotated[Line | None, label("答复文号")] = None
    grade: Annotated[Line | None, label("答复类别")] = None
    content: Annotated[Text | None, label("答复内容")] = None
    finished: Annotated[Day | None, label("完成日期")] = None
    promised: Annotated[Day | None, label("承诺期限")] = None
    finding: Annotated[Finding | None, label("复核结论")] = None
    verdict: Annotated[Verdict | None, label("测评结论")] = None
    next_check: Annotated[Day | None, label("下次核查")] = None
    closed: Annotated[Day | None, label("销号日期")] = None
    rounds: Annotated[Count | None, label("办理次数", ge=1)] = None
    source_file: Annotated[SourceFile | None, label("来源文件")] = None

    def plain(self) -> dict[str, Plain]:
        """Write a 分办 of which nothing else is said by its bare name."""
        return super().plain() | _named_or_told(self.shares)

    def named_units(self) -> tuple[str, ...]:
        """Name the units that the event speaks of."""
        lead = () if self.lead is None else (self.lead,)
        return (*lead, *self.partners, *(share.unit for share in self.shares))

    @property
    def round(self) -> int:
        """How many times it had been given to its units, as far as that is known."""
        return self.rounds or (_AGAIN if self.state is State.REDOING else 1)

    def of(self, part: Part) -> Opening:
        """Give what is known of one 分办: its own where that is said."""
        told = {name: getattr(part, name) for name in part.model_fields_set}
        own = {name: value for name, value in told.items() if value is not None}
        return self.but(**{name: own[name] for name in own.keys() - {"unit"}})

    @property
    def latest(self) -> str:
        """What a unit said last: its answer, unless it is at work again."""
        if self.state in (State.ASSIGNED, State.WORKING, State.REDOING):
            return self.advance or self.content or ""
        return self.content or self.advance or ""

    def known_of(self, unit: str) -> Opening | None:
        """Give what is known of a unit that answers; None of any other."""
        if unit == self.lead:
            return self
        found = (self.of(part) for part in self.shares if part.unit == unit)
        return next(found, None)


class Approve(Event):
    """审定: the 主任会议 approves the issue for handing over."""

    kind: Annotated[Literal["审定"], label("事项")] = "审定"
    meeting: Annotated[Line | None, label("会议")] = None
    ref: Annotated[Line | None, label("文号")] = None


class Assign(Event):
    """交办: the issue is handed over and the clocks start (自交办之日起)."""

    kind: Annotated[Literal["交办"], label("事项")] = "交办"
    addressee: Annotated[Line | None, label("主送")] = None
    lead: Annotated[UnitName | None, label("主办")] = None
    partners: Annotated[tuple[UnitName, ...], label("协办")] = ()
    shares: Annotated[
        tuple[Annotated[Share, BeforeValidator(by_name)], ...], label("分办")
    ] = ()
    deadline: Annotated[Day | None, label("期限")] = None
    basis: Annotated[Line | None, label("期限依据")] = None
    ref: Annotated[Line | None, label("文号")] = None
    reason: Annotated[Line | None, label("理由")] = None

    def plain(self) -> dict[str, Plain]:
        """Write a 分办 without a deadline of its own by its bare name."""
        return super().plain() | _named_or_told(self.shares)

    def named_units(self) -> tuple[str, ...]:
        """Name the units that the event speaks of."""
        lead = () if self.lead is None else (self.lead,)
        return (*lead, *self.partners, *(share.unit for share in self.shares))


def _named_or_told(shares: tuple[Share, ...]) -> dict[str, Plain]:
    """Write shares: by their bare names where nothing else is said of them."""
    plain = [share.plain() for share in shares]
    named = [each["单位"] if len(each) == 1 else each for each in plain]
    return {"分办": named} if named else {}


class Accept(Event):
    """签收: a unit signs for the issue."""

    kind: Annotated[Literal["签收"], label("事项")] = "签收"
    unit: Annotated[UnitName, label("单位")]
    signer: Annotated[Line | None, label("签收人")] = None


class Decline(Event):
    """申请退回: a unit says that the issue is not within its remit."""

    kind: Annotated[Literal["申请退回"], label("事项")] = "申请退回"
    unit: Annotated[UnitName, label("单位")]
    reason: Annotated[Line, label("理由")]


class Refuse(Event):
    """不予退回: the office keeps the unit to it."""

    kind: Annotated[Literal["不予退回"], label("事项")] = "不予退回"
    unit: Annotated[UnitName, label("单位")]
    reason: Annotated[Line | None, label("理由")] = None


class Reassign(Event):
    """改派: one unit for another, one more (no 原单位), or one fewer (no 单位)."""

    kind: Annotated[Literal["改派"], label("事项")] = "改派"
    source: Annotated[UnitName | None, label("原单位")] = None
    unit: Annotated[UnitName | None, label("单位")] = None
    role: Annotated[Role | None, label("角色")] = None
    deadline: Annotated[Day | None, label("期限")] = None
    basis: Annotated[Line | None, label("期限依据")] = None
    reason: Annotated[Line | None, label("理由")] = None


class Plan(Event):
    """方案: who is responsible, for what, by which measures and when."""

    kind: Annotated[Literal["方案"], label("事项")] = "方案"
    unit: Annotated[UnitName, label("单位")]
    leader: Annotated[Line | None, label("责任领导")] = None
    person: Annotated[Line | None, label("责任人")] = None
    goal: Annotated[Text | None, label("整改目标")] = None
    measures: Annotated[Text | None, label("整改措施")] = None
    finish: Annotated[Line | None, label("完成时限")] = None
    source_file: Annotated[SourceFile | None, label("来源文件")] = None


class Advance(Event):
    """进展: a unit reports how far it is."""

    kind: Annotated[Literal["进展"], label("事项")] = "进展"
    unit: Annotated[UnitName, label("单位")]
    content: Annotated[Text, label("内容")]
    source_file: Annotated[SourceFile | None, label("来源文件")] = None


class Contact(Event):
    """面商: a unit talks to the proposer (代表法第五十一条: it must)."""

    kind: Annotated[Literal["面商"], label("事项")] = "面商"
    unit: Annotated[UnitName, label("单位")]
    manner: Annotated[Line, label("方式")]
    content: Annotated[Text | None, label("内容")] = None


class Extend(Event):
    """延期: asked (no 结论 yet), granted or denied."""

    kind: Annotated[Literal["延期"], label("事项")] = "延期"
    unit: Annotated[UnitName, label("单位")]
    asked: Annotated[Day | None, label("申请日期")] = None
    verdict: Annotated[Decision | None, label("结论")] = None
    deadline: Annotated[Day | None, label("新期限")] = None
    basis: Annotated[Line | None, label("期限依据")] = None
    reason: Annotated[Line | None, label("理由")] = None
    approver: Annotated[Line | None, label("批准人")] = None


class Urge(Event):
    """催办: the office reminds a unit."""

    kind: Annotated[Literal["催办"], label("事项")] = "催办"
    unit: Annotated[UnitName, label("单位")]
    ref: Annotated[Line | None, label("文号")] = None
    content: Annotated[Text | None, label("内容")] = None


class UrgeFormally(Urge):
    """督办: the heavier reminder, to the leader of a unit."""

    kind: Annotated[Literal["督办"], label("事项")] = "督办"  # type: ignore[assignment]  # the same fields, another word


class Key(Event):
    """重点督办: fixed by the 主任会议 (代表法第五十二条)."""

    kind: Annotated[Literal["重点督办"], label("事项")] = "重点督办"
    marking: Annotated[Marking, label("结论")] = Marking.LISTED
    leader: Annotated[Line | None, label("督办领导")] = None
    department: Annotated[Line | None, label("督办部门")] = None
    meeting: Annotated[Line | None, label("会议")] = None

    always_written: ClassVar[frozenset[str]] = frozenset({"kind", "marking"})


class Respond(Event):
    """答复: a unit's written answer; 日期 is the day on which it was received."""

    kind: Annotated[Literal["答复"], label("事项")] = "答复"
    unit: Annotated[UnitName, label("单位")]
    grade: Annotated[Line | None, label("类别")] = None
    content: Annotated[Text | None, label("内容")] = None
    written: Annotated[Day | None, label("成文日期")] = None
    ref: Annotated[Line | None, label("文号")] = None
    signer: Annotated[Line | None, label("签发人")] = None
    finished: Annotated[Day | None, label("完成日期")] = None
    promised: Annotated[Day | None, label("承诺期限")] = None
    attachments: Annotated[tuple[Attachment, ...], label("附件")] = ()
    source_file: Annotated[SourceFile | None, label("来源文件")] = None


class Reject(Event):
    """退回重办: the committee sends an answer back, in the same round."""

    kind: Annotated[Literal["退回重办"], label("事项")] = "退回重办"
    units: Annotated[tuple[UnitName, ...], label("单位", min_length=1)]
    reason: Annotated[Line, label("理由")]
    deadline: Annotated[Day | None, label("期限")] = None
    basis: Annotated[Line | None, label("期限依据")] = None


class Review(Event):
    """复核: the committee's judgement of what a unit has done."""

    kind: Annotated[Literal["复核"], label("事项")] = "复核"
    unit: Annotated[UnitName, label("单位")]
    finding: Annotated[Finding, label("结论")]
    reason: Annotated[Line | None, label("理由")] = None
    reviewer: Annotated[Line | None, label("复核人")] = None


class Reopening(Event):
    """What may begin a new round: the deadline of that round, and who must answer."""

    deadline: Annotated[Day | None, label("期限")] = None
    basis: Annotated[Line | None, label("期限依据")] = None
    units: Annotated[tuple[UnitName, ...], label("单位")] = ()

    @classmethod
    def field_order(cls) -> tuple[str, ...]:
        """Put what the event says before what follows from it."""
        follows = ("deadline", "basis", "units")
        order = super().field_order()
        own = [name for name in order if name not in follows]
        return (*own[:-2], *follows, *own[-2:])


class Feedback(Reopening):
    """反馈: what a proposer thinks of the answer."""

    kind: Annotated[Literal["反馈"], label("事项")] = "反馈"
    proposer: Annotated[Line, label("提出人")]
    attitude: Annotated[Satisfaction | None, label("态度")] = None
    result: Annotated[Satisfaction, label("结果")]
    opinion: Annotated[Text | None, label("意见")] = None


class Evaluate(Reopening):
    """测评: what a vote, kept as a record of its own, decides for this issue."""

    kind: Annotated[Literal["测评"], label("事项")] = "测评"
    ballot: Annotated[Line, label("票号")]
    verdict: Annotated[Verdict, label("结论")]


class Close(Event):
    """销号: evidence checked, closing approved."""

    kind: Annotated[Literal["销号"], label("事项")] = "销号"
    asked: Annotated[Day | None, label("申请日期")] = None
    finding: Annotated[Text | None, label("核查意见")] = None
    deputies: Annotated[Line | None, label("代表意见")] = None
    approvals: Annotated[tuple[Approval, ...], label("批准", max_length=3)] = ()
    evidence: Annotated[tuple[Attachment, ...], label("佐证")] = ()
    published: Annotated[YesNo, label("公示")] = False
    reason: Annotated[Line | None, label("理由")] = None


class Recheck(Reopening):
    """回头看: a later look at what was struck off."""

    kind: Annotated[Literal["回头看"], label("事项")] = "回头看"
    lasting: Annotated[Lasting, label("结论")]
    content: Annotated[Text | None, label("内容")] = None


class Track(Event):
    """转跟踪: promised for later; followed until it is done."""

    kind: Annotated[Literal["转跟踪"], label("事项")] = "转跟踪"
    next_check: Annotated[Day, label("下次核查")]
    reason: Annotated[Line | None, label("理由")] = None


class Drop(Event):
    """终止: withdrawn, not taken on, or merged into another issue."""

    kind: Annotated[Literal["终止"], label("事项")] = "终止"
    ending: Annotated[Ending, label("方式")]
    into: Annotated[Line | None, label("并入")] = None
    reason: Annotated[Line | None, label("理由")] = None


class Resume(Event):
    """恢复: the handling goes on where it had ended."""

    kind: Annotated[Literal["恢复"], label("事项")] = "恢复"
    reason: Annotated[Line | None, label("理由")] = None


class Carry(Event):
    """结转: the issue goes on in another ledger."""

    kind: Annotated[Literal["结转"], label("事项")] = "结转"
    into: Annotated[Line, label("转入")]
    number: Annotated[Line | None, label("新编号")] = None
    reason: Annotated[Line | None, label("理由")] = None

    @property
    def target(self) -> str:
        """The ledger, and its number there."""
        return f"{self.into}（{self.number}）" if self.number else self.into


class Reply(Event):
    """现场答复: question and answer on the spot (代表问政), before any 交办."""

    kind: Annotated[Literal["现场答复"], label("事项")] = "现场答复"
    asker: Annotated[Line | None, label("提问人")] = None
    question: Annotated[Text, label("问")]
    unit: Annotated[UnitName, label("单位")]
    post: Annotated[Line | None, label("答复人职务")] = None
    answer: Annotated[Text, label("答")]
    promise: Annotated[Text | None, label("承诺")] = None


class Note(Event):
    """备注: allowed in every state."""

    kind: Annotated[Literal["备注"], label("事项")] = "备注"
    content: Annotated[Text, label("内容")]


AnyEvent: TypeAlias = Annotated[
    Opening
    | Approve
    | Assign
    | Accept
    | Decline
    | Refuse
    | Reassign
    | Plan
    | Advance
    | Contact
    | Extend
    | Urge
    | UrgeFormally
    | Key
    | Respond
    | Reject
    | Review
    | Feedback
    | Evaluate
    | Close
    | Recheck
    | Track
    | Drop
    | Resume
    | Carry
    | Reply
    | Note,
    Field(discriminator="kind"),
]

EVENT_CLASSES: tuple[type[Event], ...] = get_args(get_args(AnyEvent)[0])
MATTERS = tuple(kind.matter() for kind in EVENT_CLASSES)
# The row of the table: the order of declaration above.
_ROW: dict[type[Event], int] = {kind: row for row, kind in enumerate(EVENT_CLASSES)}
