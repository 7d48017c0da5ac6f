"""The events that a report makes: 方案 and 答复, or 进展; none for what was known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from rectify.domain import workflow
from rectify.domain.event import Advance, Plan, Respond
from rectify.domain.exchange import columns
from rectify.domain.exchange.unitsheet import reported, taken_over
from rectify.domain.intake.record import Concern
from rectify.domain.phrases import chinese_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.entity import Plain
    from rectify.domain.event import Event
    from rectify.domain.exchange.reports import Report, Terms
    from rectify.domain.issue import Issue
    from rectify.domain.particulars import Attachment

_PLAN = ("leader", "person", "goal", "measures", "finish")
# Of two events that say the same, what may differ.
_ASIDE = ("日期", "次序", "登记日期", "作废", "来源文件")


# What a new 方案 takes over from the one before.
_PLANNED = tuple(Plan.labels()[name] for name in _PLAN)


class Materials(Protocol):
    """Where the files that came with a report are looked for."""

    def __call__(
        self, report: Report
    ) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
        """Give those of the files named that are there, and the names of the others."""


class Known(NamedTuple):
    """A report that says what was reported before, by this event."""

    report: Report
    event: Event


class Made(NamedTuple):
    """What comes of one report."""

    events: list[Event]
    known: list[Known]
    doubts: list[Concern]


def make(report: Report, issue: Issue, terms: Terms, materials: Materials) -> Made:
    """Make the events of a report, on top of what the issue's record holds."""
    maker = _Maker(report, issue, terms, materials)
    maker.plan()
    maker.words()
    return maker.made


class _Maker:
    """The making of one report's events."""

    def __init__(
        self, report: Report, issue: Issue, terms: Terms, materials: Materials
    ) -> None:
        self.report = report
        self.materials = materials
        self.made = Made([], [], [])
        case = workflow.fold(issue, terms.ledger, on=terms.on)
        self.work = case.find(report.unit)
        standing = [e for e in issue.ordered_events() if e.voided is None]
        self.before = reported(standing, report.unit)
        file = report.filled.file
        self.head: dict[str, Plain] = {
            "日期": terms.on,
            "单位": report.unit,
            "来源文件": {"文件": file.name, "SHA-256": file.sha256},
        }

    def plan(self) -> None:
        """Make a 方案 of what is new in it; the rest of the one before stays."""
        if not self.report.plan:
            return
        fresh = Plan.model_validate({**self.head, **self.report.plan})
        said = _said(fresh)
        for event in self.before:
            if isinstance(event, Plan) and said.items() <= event.plain().items():
                self.made.known.append(Known(self.report, event))
                return
        old = None if self.work is None else self.work.plan
        plain = {} if old is None else old.plain()
        kept = {label: plain[label] for label in _PLANNED if label in plain}
        self.made.events.append(Plan.model_validate(kept | fresh.plain()))

    def words(self) -> None:
        """Make an answer or a progress, unless it was reported before."""
        if self.report.content is None:
            return
        helps = self.work is not None and not self.work.answering
        answers = self.report.answers and not helps
        doubts: list[Concern] = []
        event = self._answer(doubts) if answers else self._advance(doubts)
        same: list[Event] = [e for e in self.before if _said(e) == _said(event)]
        same += self._taken_over(event)
        if same:
            self.made.known.append(Known(self.report, same[-1]))
            return
        if helps and self.report.answers:
            why = (
                f"{self.report.unit}协办 {self.report.number}，不单独答复，作为进展登记"
            )
            doubts.insert(0, self._concern(columns.REPORT, why))
        if answers and not self.report.chosen:
            why = f"没有选{columns.REPORT.label}，填了类别，作为答复登记"
            doubts.insert(0, self._concern(columns.REPORT, why))
        answer = None if self.work is None else self.work.answer
        if answers and answer is not None:
            day = "" if answer.day is None else f"于{chinese_day(answer.day)}"
            why = (
                f"{self.report.number} {self.report.unit}已{day}答复，"
                "这次填的不同，再登记一次答复"
            )
            doubts.append(self._concern(columns.CONTENT, why))
        self.made.doubts.extend(doubts)
        self.made.events.append(event)

    def _taken_over(self, event: Respond | Advance) -> list[Event]:
        """Find the 期初 that says the same already, where the unit came with one."""
        opening = None if self.work is None else taken_over(self.work)
        if opening is None:
            return []
        known = opening.content if isinstance(event, Respond) else opening.advance
        return [opening] if known == event.content else []

    def _concern(self, asked: columns.Asked, why: str) -> Concern:
        return Concern(self.report.filled.at(asked.label), why)

    def _answer(self, doubts: list[Concern]) -> Respond:
        """Make an answer; the names of files that did not come stay as words."""
        report = self.report
        attached, missing = self.materials(report)
        more = []
        if missing:
            named = "、".join(missing)
            why = f"没有随表报来：{named}；文件名照记在{columns.CONTENT.label}里"
            doubts.append(self._concern(columns.MATERIALS, why))
            more = [f"（{columns.MATERIALS.label}：{named}）"]
        values = {
            columns.GRADE.label: report.grade,
            "内容": _with(report.content, more),
            columns.FINISHED.label: report.finished,
            columns.PROMISED.label: report.promised,
            "附件": attached or None,
        }
        given = {label: said for label, said in values.items() if said is not None}
        return Respond.model_validate({**self.head, **given})

    def _advance(self, doubts: list[Concern]) -> Advance:
        """Make a progress; what only an answer bears stays as words, aloud."""
        report = self.report
        said = {
            columns.GRADE: report.grade,
            columns.FINISHED: report.finished and chinese_day(report.finished),
            columns.PROMISED: report.promised and chinese_day(report.promised),
            columns.MATERIALS: report.materials.replace("\n", "、"),
        }
        more = {asked.label: words for asked, words in said.items() if words}
        if more:
            why = f"{'、'.join(more)}只随答复登记，这里照记在{columns.CONTENT.label}里"
            doubts.append(self._concern(columns.REPORT, why))
        lines = [f"（{label}：{words}）" for label, words in more.items()]
        content = _with(report.content, lines)
        return Advance.model_validate({**self.head, "内容": content})


def _with(content: str | None, more: Sequence[str]) -> str:
    return "\n\n".join([content or "", *more])


def _said(event: Event) -> dict[str, Plain]:
    """Give what an event says, whenever and from which file it came."""
    plain = event.plain()
    if isinstance(event, Respond) and event.attachments:
        plain["附件"] = [*sorted(each.sha256 for each in event.attachments)]
    return {label: said for label, said in plain.items() if label not in _ASIDE}
