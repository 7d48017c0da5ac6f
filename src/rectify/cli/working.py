"""办理: what the units report before they answer: plans, progress, talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL, record_for_unit
from rectify.cli.options import (
    By,
    DryRun,
    LedgerName,
    Numbers,
    On,
    SomeWords,
    Words,
)
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.cli.desk import Target
    from rectify.domain import event as ev
    from rectify.domain.progress import Progress


Leader = Annotated[
    str | None, typer.Option("--leader", metavar="职务", help="责任领导")
]
Person = Annotated[str | None, typer.Option("--person", metavar="职务", help="责任人")]
Goal = Annotated[str | None, typer.Option("--goal", metavar="文字", help="整改目标")]
Measures = Annotated[
    str | None, typer.Option("--measures", metavar="文字", help="整改措施")
]
Finish = Annotated[
    str | None, typer.Option("--finish", metavar="时限", help="完成时限")
]


class EmptyPlan(UsageError):  # noqa: N818  # named for what it is
    """A plan that says nothing is none."""

    def __init__(self) -> None:
        super().__init__(
            "请写明方案的内容：--leader 责任领导、--person 责任人、--goal 整改目标、"
            "--measures 整改措施、--finish 完成时限，至少写一项"
        )


@app.command("plan", rich_help_panel=PANEL)
def plan(
    numbers: Numbers,
    by: By = None,
    leader: Leader = None,
    person: Person = None,
    goal: Goal = None,
    measures: Measures = None,
    finish: Finish = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """方案：责任领导、责任人、整改目标、措施和完成时限。"""
    from rectify.cli.choosing import unit_of, words_from
    from rectify.domain import event as ev

    if all(said is None for said in (leader, person, goal, measures, finish)):
        raise EmptyPlan

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        yield ev.Plan(
            date=case.on,
            unit=unit_of(case, target, by),
            leader=leader,
            person=person,
            goal=words_from(goal, None),
            measures=words_from(measures, None),
            finish=finish,
        )

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("progress", rich_help_panel=PANEL)
def progress(
    numbers: Numbers,
    words: Words,
    by: By = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """进展：承办单位报告做到哪一步。"""
    from rectify.cli.choosing import unit_of, words_from
    from rectify.domain import event as ev

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        content = words_from(words, None)
        yield ev.Advance(date=case.on, unit=unit_of(case, target, by), content=content)

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("contact", rich_help_panel=PANEL)
def contact(
    numbers: Numbers,
    by: By = None,
    manner: Annotated[
        str, typer.Option("--manner", metavar="方式", help="当面、电话、视频…")
    ] = "当面",
    words: SomeWords = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """面商：承办单位同提出人沟通。"""
    from rectify.cli.choosing import unit_of, words_from
    from rectify.domain import event as ev

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        yield ev.Contact(
            date=case.on,
            unit=unit_of(case, target, by),
            manner=manner,
            content=words_from(words, None),
        )

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)
