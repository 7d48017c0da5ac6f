"""What is said of an import: part by part before it, in one sentence behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.cells import line
from rectify.domain.intake.finding.synonyms import PROGRESS
from rectify.domain.intake.grid import column_letters, rows_in_words
from rectify.domain.numbers import in_short
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rectify.domain.intake.comparing.outcome import Changed, Matched
    from rectify.domain.intake.comparing.ownbook import OwnBook
    from rectify.domain.intake.finding.lists import Unread
    from rectify.domain.intake.finding.tables import Found
    from rectify.domain.intake.record import Concern, FoundTable, Skipped
    from rectify.domain.issue import Issue

_OUT = "不要"
_TITLE, _MANY = 30, 6
# How it is said of a unit that nobody knows.
_UNLISTED = "不在单位名单里"


class Part(NamedTuple):
    """Some lines of one kind; of those that are `long`, a screen shows the first."""

    word: str
    lines: tuple[str, ...]
    long: bool = False


def read_parts(found: Found, *, opening: bool) -> Iterator[Part]:
    """Say which sheets and headings were read, and what each column means."""
    tables = found.tables
    yield Part("工作表", (*map(_read, tables), *map(_unread, found.unread)))
    yield Part("表题", tuple(_titles(tables)), long=True)
    yield Part("表头", tuple(map(_headed, tables)))
    columns = [line for each in tables for line in _columns(each, opening=opening)]
    yield Part("列", tuple(columns))
    skipped = [each for table in tables for each in table.skipped]
    yield Part("跳过", tuple(map(passed_over, skipped)), long=True)


def _read(table: FoundTable) -> str:
    rows = [row for record in table.records for row in record.rows]
    where = f"{rows_in_words(min(rows), max(rows))}，" if rows else ""
    return f"{table.grid.name}：{where}{len(table.records)}条"


def _unread(unread: Unread) -> str:
    why = unread.why
    return f"{unread.grid.name}：{why if '没有读' in why else f'没有读，{why}'}"


def _titles(tables: Sequence[FoundTable]) -> Iterator[str]:
    """Say what stands above the first heading of a sheet and is in no issue."""
    passed = {
        (each.grid.name, row)
        for table in tables
        for each in table.skipped
        for row in range(each.first, each.last + 1)
    }
    for table in {each.grid.name: each for each in reversed(tables)}.values():
        name, (first, _) = table.grid.name, table.heading or (0, 0)
        for row, cells in enumerate(table.grid.rows[:first]):
            words = " ".join(filter(None, map(line, cells)))
            if words and (name, row) not in passed:
                yield f"{name} {rows_in_words(row, row)}：{words}"


def _headed(table: FoundTable) -> str:
    if table.heading is None:
        return f"{table.grid.name}：一条一张卡片，没有表头"
    return f"{table.grid.name}：{rows_in_words(*table.heading)}"


def _columns(table: FoundTable, *, opening: bool) -> Iterator[str]:
    """Say what the columns became: fields, words in 备注, nothing."""
    sorts: dict[str, list[str]] = {"": [], "写入备注 ": [], "不要 ": []}
    for each in table.columns:
        words = "".join(each.heading.split()) or "（没有表头）"
        named = f"{column_letters(each.place)} {words}"
        if each.field == _OUT:
            sorts["不要 "].append(named)
        elif each.field is None or (each.field in PROGRESS and not opening):
            sorts["写入备注 "].append(named)
        else:
            same = words == each.field
            sorts[""].append(named if same else f"{named}→{each.field}")
    for what, columns in sorts.items():
        if columns:
            yield f"{table.grid.name}：{what}{'，'.join(columns)}"


def passed_over(skipped: Skipped) -> str:
    """Say which rows are no issue, and why."""
    rows = rows_in_words(skipped.first, skipped.last)
    return f"{skipped.grid.name} {rows}：{skipped.why}"


def own_parts(book: OwnBook, skipped: Iterable[Skipped]) -> Iterator[Part]:
    """Say what was read of a register that came back."""
    yield Part("工作表", (f"{book.grid.name}：本台账导出的，按编号核对",))
    yield Part("跳过", tuple(map(passed_over, skipped)), long=True)


def gathered(concerns: Iterable[Concern]) -> tuple[str, ...]:
    """Say once what is said of several places."""
    places: dict[str, list[str]] = {}
    for each in concerns:
        there = places.setdefault(each.message, [])
        if each.place not in there[-1:]:
            there.append(each.place)
    return tuple(f"{_places(there)}  {said}" for said, there in places.items())


def _places(places: Sequence[str]) -> str:
    named = "、".join(places[: _MANY - 1])
    return f"{named} 等{len(places)}处" if len(places) >= _MANY else "、".join(places)


def hints(
    doubts: Iterable[Concern], absent: Sequence[str], *, add_units: bool
) -> Iterator[str]:
    """Say what may be done about what is doubtful, and what a list no longer has."""
    if not add_units and any(each.message.endswith(_UNLISTED) for each in doubts):
        yield (
            "名单里没有的单位，原话写进备注，不作拟办单位；"
            "加 --add-units，就加进单位名单并作拟办单位"
        )
    if absent:
        numbers = in_short(absent)
        yield f"台账里有、这份清单里没有：{numbers}；导入不删除问题"


def unit_parts(units: Sequence[str]) -> Iterator[Part]:
    """Say which units the list of units gets."""
    if units:
        said = f"单位名单里加入{len(units)}个：{'、'.join(units)}"
        yield Part("新增", (said,))


def match_parts(matched: Matched, word: str) -> Iterator[Part]:
    """Say what is new, what is changed, and what stays."""
    new = [each.issue for each in matched.new]
    if new:
        lines = (f"{len(new)}{word}：{_span(new)}", *map(_entered, new))
        yield Part("新增", lines, long=True)
    changed = [
        f"{each.before.number} {difference}"
        for each in matched.changed
        for difference in each.differences
    ]
    yield Part("变化", tuple(changed), long=True)
    if matched.same:
        said = f"{len(matched.same)}{word}：{in_short(matched.same)}"
        yield Part("不变", (said,))


def _entered(issue: Issue) -> str:
    """Say what an issue is, and what is proposed for it."""
    units = [issue.lead, *issue.separate] if issue.lead else list(issue.separate)
    said = (
        [f"拟{'分' if issue.separate else '主'}办{'、'.join(units)}"] if units else []
    )
    said += [f"拟协办{'、'.join(issue.partners)}"] if issue.partners else []
    said += [issue.deadline] if issue.deadline else []
    said += [f"期初{event.state}" for event in issue.events if event.kind == "期初"]
    aside = f"（{'，'.join(said)}）" if said else ""
    title = flow(issue.title)
    short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
    return f"{issue.number} {short}{aside}"


def _span(issues: Sequence[Issue]) -> str:
    first, last = issues[0].number, issues[-1].number
    return first if first == last else f"{first} 至 {last}"


def sentence(
    matched: Matched, units: Sequence[str], columns: int, file: str, word: str
) -> str:
    """Say in one sentence what an import has done."""
    new = [each.issue for each in matched.new]
    changed: list[Changed] = list(matched.written)
    said = []
    if new:
        said.append(f"导入 {len(new)} {word}：{_span(new)}")
    if changed:
        numbers = in_short(each.before.number for each in changed)
        said.append(f"修改 {len(changed)} {word}：{numbers}")
    if units:
        said.append(f"增加单位：{'、'.join(units)}")
    if columns:
        said.append(f"记下{columns}列的对应")
    return f"{'；'.join(said)}（{file}）"
