"""The faults of ledger.yaml and units.yaml themselves: rules that contradict."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rectify.domain.audit import Remark
from rectify.domain.calendar import Calendar
from rectify.domain.deadline import UnreadableDeadline, parse_deadline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.ledger import Ledger
    from rectify.domain.unit import Directory, Unit

# Words of a rule are read from some day, only to see whether they can be read.
ANY_DAY = date(2024, 1, 2)
_PERIODS = ("answer_within", "return_within", "redo_within")


def ledger_faults(ledger: Ledger) -> Iterator[Remark]:
    """Find rules that can't be read, or speak of what is not declared."""
    for where, sentence in _rules(ledger):
        yield Remark("ledger", where, sentence, "")


def _rules(ledger: Ledger) -> Iterator[tuple[tuple[str | int, ...], str]]:
    rules = ledger.procedure
    for name in _PERIODS:
        label = rules.labels()[name]
        try:
            parse_deadline(getattr(rules, name), start=ANY_DAY, calendar=Calendar())
        except UnreadableDeadline as error:
            yield ("办理规则", label), f"“{label}”：{error}"
    codes = [grade.code for grade in ledger.grades]
    for place, code in enumerate(rules.closable_grades):
        if code not in codes:
            sentence = f"“{code}”不是答复类别，可写的有：{'、'.join(codes)}"
            yield ("办理规则", "可销号类别", place), sentence
    for place in _repeated(codes):
        sentence = f"答复类别“{codes[place]}”写了两次，请改正"
        yield ("答复类别", place), sentence
    numbers = [opinion.number for opinion in ledger.opinions]
    for place in _repeated(numbers):
        sentence = f"审议意见的序号 {numbers[place]} 写了两次，请改正"
        yield ("审议意见", place), sentence


def _repeated(values: list[str] | list[int]) -> list[int]:
    """Give the places of values that stand further above already."""
    return [place for place, value in enumerate(values) if value in values[:place]]


def unit_faults(directory: Directory) -> Iterator[Remark]:
    """Find names that two units bear, and units that are referred to and not there."""
    owners: dict[str, str] = {}
    for place, unit in enumerate(directory.units):
        for sentence in [*_names_taken(unit, owners), *_strangers(unit, directory)]:
            yield Remark("units", ("单位", place), sentence, "")
        for name in (unit.name, unit.shown, *unit.aliases):
            owners.setdefault(name, unit.name)
    names = [unit.name for unit in directory.units]
    for place in _repeated(names):
        sentence = f"单位“{names[place]}”写了两次，请删去一个"
        yield Remark("units", ("单位", place), sentence, "")


def _names_taken(unit: Unit, owners: dict[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((unit.name, unit.shown, *unit.aliases)):
        owner = owners.get(name, unit.name)
        if owner != unit.name:
            yield f"“{name}”既指{owner}，又指{unit.name}，请改正其中一个"


def _strangers(unit: Unit, directory: Directory) -> Iterator[str]:
    for label, name in (("上级", unit.parent), ("并入", unit.successor)):
        if name is not None and name not in directory:
            yield f"“{label}”：单位表里没有“{name}”，请写全称，或先加上这个单位"


def numbering(prefix: str, numbers: list[str]) -> str | None:
    """Say which numbers are missing between the others; None if none is."""
    taken = {
        int(tail)
        for number in numbers
        if number.startswith(f"{prefix}-")
        and (tail := number.removeprefix(f"{prefix}-")).isdecimal()
    }
    if not taken:
        return None
    first = min(1, *taken) if min(taken) < _HUNDRED else min(taken)
    missing = sorted(set(range(first, max(taken))) - taken)
    if not missing:
        return None
    named = [_spanned(prefix, *span) for span in _spans(missing)]
    more = f"等{len(missing)}个" if len(named) > _MOST_NAMED else ""
    shown = "、".join(named[:_MOST_NAMED])
    return f"编号不连续，缺 {shown}{more}；如果是误删，请找回文件"


_HUNDRED = 100
_MOST_NAMED = 5


def _spans(numbers: list[int]) -> list[tuple[int, int]]:
    """Join neighbouring numbers into spans."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


def _spanned(prefix: str, first: int, last: int) -> str:
    one = f"{prefix}-{first:03}"
    return one if first == last else f"{one}至{prefix}-{last:03}"
