"""A register that came back beside the ledger it came from: three ways, cell by cell.

A cell that says what was exported has not been edited, whatever has happened in the
ledger since. One that was edited is taken, unless the ledger has moved on there too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.comparing.entry import NoEntry, edited, typed
from rectify.domain.intake.comparing.matching import (
    HANDED,
    PROPOSED,
    after_edit,
    difference_of,
    handed_over,
)
from rectify.domain.intake.comparing.outcome import Changed, Matched, NotEnterable
from rectify.domain.intake.comparing.ownbook import NUMBER
from rectify.domain.intake.drafting.titles import title_of
from rectify.domain.intake.fingerprint import fingerprint
from rectify.domain.intake.grid import Formula
from rectify.domain.intake.record import Concern, Draft, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from rectify.domain.entity import Plain
    from rectify.domain.intake.comparing.differences import Difference
    from rectify.domain.intake.comparing.outcome import Terms
    from rectify.domain.intake.comparing.ownbook import OwnBook, OwnRow
    from rectify.domain.intake.grid import Value
    from rectify.domain.issue import Issue

    Cells = Mapping[str, Mapping[str, Value | Decimal]]

_BOTH = "台账里后来也改了，--overwrite 采用"
_COMPUTED = "是由办理记录算出来的，改动没有采用；办理情况请用相应的命令登记"
# A row that sums up says nothing beside that word and its numbers.
_COUNT = r"共?\s*\d[\d,.]*\s*[条件个项]?"
_TOTAL = re.compile(rf"(?:本页|全部)?\s*[合总小共]\s*计\s*[:：]?\s*(?:{_COUNT})?")
_FIGURE = re.compile(_COUNT)
# What no two issues have alike.
_TELLING = ("标题", "问题描述")
# What a secretary fills in on the printed part stands for what is proposed.
_STANDS_FOR = {"主办": "拟主办", "协办": "拟协办", "期限": "拟定期限"}


class Returned(NamedTuple):
    """What a register comes to; `drafts` are rows without a number.

    `unknown` are names of units that the ledger does not have.
    """

    matched: Matched
    drafts: tuple[Draft, ...]
    skipped: tuple[Skipped, ...]
    unknown: tuple[str, ...]


def returned(
    book: OwnBook, issues: Mapping[str, Issue], current: Cells, terms: Terms
) -> Returned:
    """Compare a register that came back; `current` are the cells as of now."""
    comparison = _Comparison(book, current, terms)
    counted = Counter(row.number for row in book.rows if row.number)
    for row in book.rows:
        place = book.at(row, NUMBER)
        if not row.number:
            comparison.draft(row)
        elif counted[row.number] > 1:
            said = f"编号 {row.number} 有{counted[row.number]}行；新增的请把编号删空"
            comparison.faults.append(Concern(place, said))
        elif row.number not in issues:
            said = f"台账里没有编号 {row.number}；编号请不要改，新增的请留空"
            comparison.faults.append(Concern(place, said))
        else:
            comparison.compare(row, issues[row.number])
    comparison.doubts += _about(book, issues)
    found = comparison
    matched = Matched(
        changed=tuple(found.changed),
        same=tuple(found.same),
        doubts=tuple(found.doubts),
        faults=tuple(found.faults),
    )
    return Returned(
        matched,
        tuple(found.drafts),
        tuple(found.skipped),
        tuple(dict.fromkeys(found.unknown)),
    )


def _about(book: OwnBook, issues: Mapping[str, Issue]) -> Iterator[Concern]:
    """Tell what of the sheet is not read, and which rows are no longer there."""
    if book.foreign:
        said = f"不是台账的列，没有读：{'、'.join(book.foreign)}"
        yield Concern(book.grid.name, said)
    if book.twice:
        said = f"有两列同名，只读左边的：{'、'.join(book.twice)}"
        yield Concern(book.grid.name, said)
    there = {row.number for row in book.rows}
    gone = [each for each in book.prints if each in issues and each not in there]
    if gone:
        said = f"少了 {'、'.join(gone)} 的行；导入不删除问题，要终止请用 rectify drop"
        yield Concern(book.grid.name, said)


class _Edit(NamedTuple):
    """A cell that somebody has edited, and why it is not taken, if it is not."""

    why_not: str | None = None


class _Comparison:
    """What has been found so far."""

    def __init__(self, book: OwnBook, current: Cells, terms: Terms) -> None:
        self._book, self._current, self._terms = book, current, terms
        kind = terms.kind.labels()
        self._names = {label: name for name, label in kind.items() if name != "events"}
        self._owners = {
            (label, prints.get(label)): number
            for number, prints in book.prints.items()
            for label in _TELLING
        }
        self.changed: list[Changed] = []
        self.same: list[str] = []
        self.doubts: list[Concern] = []
        self.faults: list[Concern] = []
        self.unknown: list[str] = []
        self.drafts: list[Draft] = []
        self.skipped: list[Skipped] = []

    def compare(self, row: OwnRow, issue: Issue) -> None:
        """Compare a row with its issue, and take what was edited."""
        moved = self._moved(row)
        if moved is not None:
            self.faults.append(moved)
            return
        differences: list[Difference] = []
        taken: dict[str, object] = {}
        for label in self._names:
            edit = self._edit(row, label)
            if edit is None:
                continue
            after = self._entered(row, label, issue)
            name = self._names[label]
            if after is None or getattr(after, name) == getattr(issue, name):
                continue
            said = edit.why_not
            if name in PROPOSED and handed_over(issue, self._terms.ledger):
                said = HANDED
            differences.append(difference_of(name, issue, after, said))
            if said is None:
                taken[name] = getattr(after, name)
        self._name_computed(row)
        self._name_title(row, issue, taken)
        place = self._book.at(row, NUMBER)
        try:
            after = after_edit(place, issue, taken, self._terms)
        except NotEnterable as error:
            self.faults += error.concerns
            return
        if differences:
            self.changed.append(Changed(place, issue, after, tuple(differences)))
        else:
            self.same.append(issue.number)

    def _moved(self, row: OwnRow) -> Concern | None:
        """Find a row that has the words of another one: sorted without its number."""
        for label in _TELLING:
            value = row.cells.get(label)
            now = fingerprint(value)
            owner = self._owners.get((label, now))
            own = self._book.prints.get(row.number, {}).get(label)
            if not typed(value) or owner is None or own == now:
                continue
            said = (
                f"这一行的{label}是 {owner} 的，编号却是 {row.number}："
                "排序时没有选上全部各列，请重新导出再改"
            )
            return Concern(self._book.at(row, label), said)
        return None

    def _edit(self, row: OwnRow, label: str) -> _Edit | None:
        """Tell whether a cell was edited, and whether it is taken."""
        if label == NUMBER or label not in row.cells:
            return None
        if self._formula(row, label) is not None:
            return _Edit()
        now = fingerprint(row.cells[label])
        exported = self._book.prints.get(row.number, {}).get(label)
        current = fingerprint(self._current[row.number][label])
        if now in (exported, current):
            return None
        taken = exported == current or self._terms.overwrite
        return _Edit(None if taken else _BOTH)

    def _entered(self, row: OwnRow, label: str, issue: Issue) -> Issue | None:
        """Enter a cell; what can't be is a fault."""
        formula = self._formula(row, label)
        if formula is not None:
            said = f"{label}是{formula}，请改成文字或数字"
            self.faults.append(Concern(self._book.at(row, label), said))
            return None
        try:
            return edited(issue, label, row.cells[label], self._terms)
        except NoEntry as error:
            self.faults.append(Concern(self._book.at(row, label), str(error)))
            self.unknown += error.units
            return None

    def _formula(self, row: OwnRow, label: str) -> Formula | None:
        """Give what is computed in a cell, where its result is not to be relied on."""
        place = self._book.places.get(label, -1)
        found = self._book.grid.formulas.get((row.row, place))
        return found if found in (Formula.UNSTORED, Formula.ELSEWHERE) else None

    def _name_title(
        self, row: OwnRow, issue: Issue, taken: Mapping[str, object]
    ) -> None:
        """Point at a title that was made of a text which is another now."""
        made = issue.description and title_of(issue.description) == issue.title
        if made and taken.get("description") and "title" not in taken:
            said = "标题是由原来的问题描述来的，没有跟着改；要改的，标题一格也请改"
            self.doubts.append(Concern(self._book.at(row, "标题"), said))

    def _name_computed(self, row: OwnRow) -> None:
        """Name the cells that were edited where nothing can be entered."""
        exported = self._book.prints.get(row.number, {})
        for label, value in row.cells.items():
            if label in self._names or label not in exported:
                continue
            if fingerprint(value) != exported[label]:
                place = self._book.at(row, label)
                self.doubts.append(Concern(place, f"{label}{_COMPUTED}"))

    def draft(self, row: OwnRow) -> None:
        """Draft the issue of a row that was added; a sum is none."""
        said = {label: typed(value) for label, value in row.cells.items()}
        if _sums_up([words for words in said.values() if words]):
            skipped = Skipped(self._book.grid, row.row, row.row, "合计")
            self.skipped.append(skipped)
            return
        place = self._book.at(row, NUMBER)
        written = _proposed_too({k: v for k, v in row.cells.items() if said[k]})
        idle = [label for label in written if label not in self._names]
        if idle:
            named = "、".join(idle)
            self.doubts.append(Concern(place, f"新增的一条，没有采用：{named}"))
        facts = self._facts(row, {k: v for k, v in written.items() if k not in idle})
        if facts is not None:
            self.drafts.append(Draft(place, facts))

    def _facts(
        self, row: OwnRow, written: Mapping[str, Value]
    ) -> Mapping[str, Plain] | None:
        """Enter the cells of a new row one by one; None where one can't be."""
        number = f"{self._terms.ledger.prefix}-000"
        title = title_of(typed(written.get("标题") or written.get("问题描述")))
        if not title:
            place = self._book.at(row, NUMBER)
            self.faults.append(Concern(place, "没有问题内容，请写明标题或问题描述"))
            return None
        begun = self._terms.kind.model_validate({"编号": number, "标题": title})
        before = len(self.faults)
        for label, value in written.items():
            cells = row._replace(cells={**row.cells, label: value})
            begun = self._entered(cells, label, begun) or begun
        facts = begun.plain()
        del facts[NUMBER]
        return facts if len(self.faults) == before else None


def _sums_up(words: Sequence[str]) -> bool:
    """Tell whether the words of a row are those of a sum, and numbers."""
    total = [each for each in words if _TOTAL.fullmatch(each)]
    figures = [each for each in words if _FIGURE.fullmatch(each)]
    return bool(total) and len(total) + len(figures) == len(words)


def _proposed_too(written: dict[str, Value]) -> dict[str, Value]:
    """Take who handles it, and by when, for what is proposed."""
    for label, proposed in _STANDS_FOR.items():
        if label in written and proposed not in written:
            written[proposed] = written.pop(label)
    return written
