"""The two sample ledgers: whole, consistent, and honest about what they are."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from rectify.domain.event import Assign, Drop, Evaluate, Extend, Reassign, Respond
from rectify.domain.measures import MEASURES
from rectify.domain.rate import at_least
from rectify.domain.rates import compile_rates, total_rate
from rectify.domain.roster import Book, Roster, muster
from rectify.domain.terms import State
from rectify.domain.unit import UnitList
from rectify.domain.workflow import fold
from rectify.storage.builtin import samples
from rectify.storage.folder import Entry, LedgerFolder, VoteEntry
from rectify.storage.workspace import Workspace
from rectify.storage.yaml import render
from workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.ballot import Vote
    from rectify.domain.entity import Entity
    from rectify.domain.issue import Issue

JIAOZUO, XIXIA = "jiaozuo-2024", "xixia-2024"
BOTH = pytest.mark.parametrize("name", [JIAOZUO, XIXIA])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """A workspace of copies: nothing is written beside the samples themselves."""
    made = Workbench(tmp_path_factory.mktemp("样例"))
    for name, folder in samples().items():
        shutil.copytree(folder, made.root / "data" / name)
    return made


@pytest.fixture
def workspace(bench: Workbench) -> Workspace:
    return Workspace(bench.root)


def issues(folder: LedgerFolder) -> list[Issue]:
    found = list(folder.scan())
    return [entry.issue for entry in found if isinstance(entry, Entry)]


def votes(folder: LedgerFolder) -> list[Vote]:
    found = list(folder.votes())
    return [entry.vote for entry in found if isinstance(entry, VoteEntry)]


def held(workspace: Workspace, name: str, on: str | None = None) -> Roster:
    folder = workspace.folder(name)
    day = date.fromisoformat(on) if on else folder.ledger.cutoff
    assert day is not None
    book = Book(name, folder.ledger, folder.directory, issues(folder), votes(folder))
    return muster(book, on=day)


def test_there_are_two_samples_of_57_and_34_issues(workspace: Workspace) -> None:
    assert workspace.names() == [JIAOZUO, XIXIA]
    found = [issues(workspace.folder(name)) for name in workspace.names()]
    assert [len(each) for each in found] == [57, 34]
    assert [each.number for each in found[0]] == [f"JZ-{n:03}" for n in range(1, 58)]
    assert len(workspace.folder(JIAOZUO).ledger.opinions) == 4


def test_check_finds_no_fault(bench: Workbench) -> None:
    checked = bench.run("check")
    assert checked.code == 0
    assert "没有差错" in checked.out + checked.err


def files(folder: LedgerFolder) -> Iterator[tuple[str, bytes, Entity]]:
    rules, units = folder.data("ledger.yaml"), folder.data("units.yaml")
    assert rules is not None
    assert units is not None
    yield "ledger.yaml", rules, folder.ledger
    yield "units.yaml", units, UnitList(units=folder.directory.units)
    for entry in folder.scan():
        assert isinstance(entry, Entry)
        yield entry.path.name, entry.data, entry.issue
    for vote in folder.votes():
        assert isinstance(vote, VoteEntry)
        yield vote.path.name, vote.data, vote.vote


@BOTH
def test_every_file_is_in_its_one_canonical_form(
    workspace: Workspace, name: str
) -> None:
    for place, data, value in files(workspace.folder(name)):
        assert (place, data.decode()) == (place, render(value))


def test_the_states_of_jiaozuo_on_its_day(workspace: Workspace) -> None:
    roster = held(workspace, JIAOZUO)
    assert roster.on == date(2025, 6, 30)
    assert Counter(str(case.state) for case in roster.cases) == {
        "已销号": 46,
        "办理中": 5,
        "已答复": 3,
        "跟踪中": 2,
        "重新办理": 1,
    }
    assert [case.number for case in roster.cases if case.overdue_days] == ["JZ-014"]
    assert roster.case("JZ-014").overdue_days == 3
    assert roster.case("JZ-001").state is State.CLOSED


def test_jiaozuo_has_every_case_that_the_procedure_knows(workspace: Workspace) -> None:
    roster = held(workspace, JIAOZUO)
    events = [event for case in roster.cases for event in case.issue.events]

    def having(kind: type[Any], **fields: object) -> int:
        return sum(
            isinstance(event, kind)
            and all(getattr(event, name) == value for name, value in fields.items())
            for event in events
        )

    assert sum(isinstance(e, Assign) and bool(e.shares) for e in events) == 2
    assert having(Extend, verdict="同意") >= 2
    assert having(Reassign) >= 1
    assert having(Drop, ending="并案") >= 1
    assert sum(event.voided is not None for event in events) >= 1
    assert sum(case.round > 1 for case in roster.cases) >= 3
    assert sum(any(r.lasting == "反弹" for r in c.rechecks) for c in roster.cases) >= 1
    assert {e.grade for e in events if isinstance(e, Respond)} == {"A", "B", "C"}
    assert sum(case.is_key for case in roster.cases) >= 3


def test_every_state_of_the_procedure_occurs_on_some_day(workspace: Workspace) -> None:
    folder = workspace.folder(JIAOZUO)
    seen = {
        fold(issue, folder.ledger, on=event.date).state
        for issue in issues(folder)
        for event in issue.events
    }
    assert seen >= set(State) - {State.UNVETTED, State.UNASSIGNED, State.CARRIED}


def test_jiaozuo_voted_in_four_sessions_and_every_vote_is_recorded(
    workspace: Workspace,
) -> None:
    folder = workspace.folder(JIAOZUO)
    found = votes(folder)
    assert sorted({str(vote.date) for vote in found}) == [
        "2024-10-30",
        "2024-12-26",
        "2025-02-27",
        "2025-05-27",
    ]
    named = {
        event.ballot
        for issue in issues(folder)
        for event in issue.events
        if isinstance(event, Evaluate)
    }
    assert named == {vote.number for vote in found}


def test_xixia_voted_at_one_main_venue_and_nineteen_others(
    workspace: Workspace,
) -> None:
    (vote,) = votes(workspace.folder(XIXIA))
    venues = {row.venue for row in vote.rows}
    assert len(venues) == 20
    assert "主会场" in venues
    assert vote.subject.issues == ()
    assert len(vote.subjects()) == len(vote.subject.units) == 4


def test_more_than_four_fifths_of_xixia_were_rectified_or_answered(
    workspace: Workspace,
) -> None:
    rate = total_rate("已整改和答复到位", [held(workspace, XIXIA)])
    assert rate.counts == "28/34"
    assert at_least(rate) == "80%以上"


def test_the_civil_affairs_bureau_is_a_unit_by_its_usual_names(
    workspace: Workspace,
) -> None:
    units = workspace.folder(JIAOZUO).directory
    assert "市民政局" in units
    assert units.resolve("民政局") == "市民政局"


@BOTH
def test_a_sample_says_that_it_is_one(workspace: Workspace, name: str) -> None:
    ledger = workspace.folder(name).ledger
    assert ledger.demonstration
    assert ledger.about_data is not None
    assert "演示" in ledger.about_data
    assert ledger.contact is not None
    assert (ledger.contact.phone or "").endswith("-0000000")


def strings(value: object) -> Iterator[str]:
    match value:
        case dict():
            for part in value.values():
                yield from strings(part)
        case list():
            for part in value:
                yield from strings(part)
        case str():
            yield value


def test_no_sentence_stands_twice_in_the_samples(workspace: Workspace) -> None:
    said = Counter(
        line
        for name in workspace.names()
        for _, _, value in files(workspace.folder(name))
        for text in strings(value.plain())
        for line in text.split("\n")
        if line.endswith(("。", "！", "？"))
    )
    assert len(said) > 1000
    assert [line for line, times in said.items() if times > 1] == []


def test_every_document_number_shows_that_it_is_invented(workspace: Workspace) -> None:
    whole = "\n".join(
        data.decode()
        for name in workspace.names()
        for _, data, _ in files(workspace.folder(name))
    )
    numbers = re.findall(r"[一-鿿]*〔\d{4}〕\d+号", whole)
    assert len(numbers) > 100
    assert [each for each in numbers if not each.startswith("演")] == []
    stated = re.findall(r"^ +文号: (.*)$", whole, re.MULTILINE)
    assert set(stated) <= set(numbers)


# Counted from the files without the program; 按期 was read off the list.
COUNTED = {
    "2024-07-31": {
        "交办率": "57/57",
        "答复率": "4/57",
        "按期办结率": "4/4",
        "整改完成率": "1/57",
        "面商率": "1/17",
        "销号率": "0/57",
        "测评通过率": "0/0",
    },
    "2024-08-31": {
        "交办率": "57/57",
        "答复率": "9/57",
        "按期办结率": "9/9",
        "整改完成率": "4/57",
        "面商率": "8/17",
        "销号率": "0/57",
        "测评通过率": "0/0",
    },
    "2024-09-30": {
        "交办率": "57/57",
        "答复率": "44/57",
        "按期办结率": "43/44",
        "整改完成率": "9/57",
        "面商率": "14/17",
        "销号率": "0/57",
        "测评通过率": "0/0",
    },
    "2025-06-30": {
        "答复率": "51/57",
        "整改完成率": "46/57",
        "整改答复到位率": "47/57",
        "销号率": "46/57",
        "测评通过率": "10/17",
        "测评通过率（二次）": "3/4",
    },
}


@pytest.mark.parametrize("on", COUNTED)
def test_the_rates_of_a_past_day_are_those_counted_by_hand(
    workspace: Workspace, on: str
) -> None:
    roster = held(workspace, JIAOZUO, on)
    found = {name: total_rate(name, [roster]).counts for name in COUNTED[on]}
    assert found == COUNTED[on]


def test_the_rates_of_three_month_ends_differ_and_can_be_printed_again(
    workspace: Workspace,
) -> None:
    ends = ("2024-07-31", "2024-08-31", "2024-09-30")
    tables = [compile_rates([held(workspace, JIAOZUO, on)], MEASURES) for on in ends]
    again = [compile_rates([held(workspace, JIAOZUO, on)], MEASURES) for on in ends]
    assert tables == again
    assert len({table.total.rates for table in tables}) == 3


def test_a_figure_of_last_year_outlives_what_was_recorded_since(
    workspace: Workspace,
) -> None:
    folder, on = workspace.folder(JIAOZUO), date(2024, 9, 30)
    past = [
        issue.but(events=tuple(e for e in issue.events if e.date <= on))
        for issue in issues(folder)
    ]
    then = muster(Book(JIAOZUO, folder.ledger, folder.directory, past), on=on)
    now = held(workspace, JIAOZUO, str(on))
    assert compile_rates([then], MEASURES).total == compile_rates([now], MEASURES).total
