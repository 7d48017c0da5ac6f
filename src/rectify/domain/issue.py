"""An issue (问题): what was found, and the record of what has been done about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import ConfigDict, create_model

from rectify.domain.custom import CustomField
from rectify.domain.entity import Count, Day, Entity, Line, Text, UnitName, YesNo, label
from rectify.domain.event import AnyEvent, Opening
from rectify.domain.particulars import Attachment
from rectify.domain.terms import Level, Nature, Publicity, TimeKind

Own: TypeAlias = str | Decimal | dt.date

NUMBER = r"[A-Z][A-Z0-9]*-[0-9]{3,6}"


class Proposer(Entity):
    """Who found or raised it; a deputy may ask to stay unnamed (保密)."""

    name: Annotated[Line, label("姓名")]
    capacity: Annotated[Line | None, label("身份")] = None
    confidential: Annotated[YesNo, label("保密")] = False

    @property
    def deputy(self) -> bool:
        """Whether the proposer is a deputy, who must be met before the answer."""
        return self.capacity is not None and self.capacity.endswith("代表")


class Issue(Entity):
    """One issue of the ledger. Its state is computed from the events, never stored."""

    own_fields: ClassVar[tuple[CustomField, ...]] = ()

    number: Annotated[str, label("编号", pattern=rf"^{NUMBER}$")]
    serial: Annotated[Line | None, label("序号")] = None
    title: Annotated[Line, label("标题")]
    category: Annotated[Line | None, label("类别")] = None
    nature: Annotated[Nature | None, label("性质")] = None
    source: Annotated[Line | None, label("来源")] = None
    level: Annotated[Level | None, label("来源级别")] = None
    opinion: Annotated[Count | None, label("审议意见")] = None
    proposers: Annotated[tuple[Proposer, ...], label("提出人")] = ()
    proposed: Annotated[Day | None, label("提出日期")] = None
    description: Annotated[Text | None, label("问题描述")] = None
    details: Annotated[Text | None, label("具体表现")] = None
    grounds: Annotated[Text | None, label("依据")] = None
    demand: Annotated[Text | None, label("整改要求")] = None
    standard: Annotated[Text | None, label("整改标准")] = None
    time_kind: Annotated[TimeKind | None, label("时限类型")] = None
    lead: Annotated[UnitName | None, label("拟主办")] = None
    partners: Annotated[tuple[UnitName, ...], label("拟协办")] = ()
    separate: Annotated[tuple[UnitName, ...], label("拟分办")] = ()
    deadline: Annotated[Line | None, label("拟定期限")] = None
    publicity: Annotated[Publicity | None, label("公开方式")] = None
    inherited: Annotated[str | None, label("承接自", pattern=rf"^{NUMBER}$")] = None
    attachments: Annotated[tuple[Attachment, ...], label("附件")] = ()
    remarks: Annotated[Text | None, label("备注")] = None
    events: Annotated[tuple[AnyEvent, ...], label("办理记录")] = ()

    @classmethod
    def field_order(cls) -> tuple[str, ...]:
        """Put what has been done last, behind the ledger's own fields."""
        facts = (name for name in cls.model_fields if name != "events")
        return (*facts, "events")

    @property
    def own(self) -> dict[str, Own]:
        """The ledger's own fields that are filled in, by their labels."""
        found = {each.name: getattr(self, each.name) for each in self.own_fields}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def of_deputies(self) -> bool:
        """Whether a deputy is among those who raised it (代表法第五十一条)."""
        return any(each.deputy for each in self.proposers)

    def raised_by(self, on: dt.date, known: dt.date | None = None) -> bool:
        """Tell whether the issue was there by a day: raised, or something recorded.

        Before its 期初, the ledger that took it over knew nothing of it.
        """
        if any(event.counts_on(on, known) for event in self.events):
            return True
        if any(isinstance(e, Opening) and e.stands_on(known) for e in self.events):
            return False
        return self.proposed is None or self.proposed <= on

    def ordered_events(self) -> list[AnyEvent]:
        """Give the events in their order: (日期, 次序 or 1, row of the table, text)."""
        return sorted(self.events, key=lambda event: event.place())

    def standing_events(
        self, on: dt.date, known: dt.date | None = None
    ) -> list[AnyEvent]:
        """Give in their order the events that count on a day: not later, not void."""
        return [event for event in self.ordered_events() if event.counts_on(on, known)]


@cache
def issue_kind(fields: tuple[CustomField, ...]) -> type[Issue]:
    """Give the model of a ledger's issues: with the fields that it declares."""
    if not fields:
        return Issue
    own: dict[str, Any] = {each.name: (each.annotation(), None) for each in fields}
    kind = create_model("Issue", __base__=Issue, __module__=__name__, **own)
    kind.own_fields = fields
    return kind


class LooseIssue(Issue):
    """An issue of a ledger that can't be asked what it declares: more may be there."""

    model_config = ConfigDict(extra="ignore")
