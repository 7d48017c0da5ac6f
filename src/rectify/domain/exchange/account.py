"""What the office is told of a collection: before it is written, and after."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rectify.domain.intake.account import Part
from rectify.domain.numbers import in_short
from rectify.domain.phrases import chinese_day, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rectify.domain.exchange.collection import Collection
    from rectify.domain.exchange.silence import Silent
    from rectify.domain.roster import Roster

_LONGEST = 80


def parts(
    files: Sequence[str], found: Collection, roster: Roster, word: str
) -> list[Part]:
    """Say what came of the files: what is left out, doubtful, wrong, new, known."""
    told = [
        Part("文件", tuple(files), long=True),
        Part("单位", tuple(_units(found, roster, word)), long=True),
        Part("跳过", tuple(map(str, found.skipped)), long=True),
        Part("存疑", tuple(map(str, found.doubts)), long=True),
        Part("有误", tuple(map(str, found.faults))),
        Part("新增", tuple(_new(found, roster)), long=True),
        Part("不变", tuple(_known(found, roster)), long=True),
    ]
    return [part for part in told if part.lines]


def _units(found: Collection, roster: Roster, word: str) -> Iterable[str]:
    """Count for each unit what it has reported."""
    made = Counter((report.unit, event.kind) for report, event in found.events)
    known = Counter(each.report.unit for each in found.known)
    blank = Counter(unit for unit, _ in found.blank)
    faulty = Counter(unit for unit, _ in found.faulty)
    units = {unit for unit, _ in (*found.seen, *found.blank, *found.faulty)}
    for unit in sorted(units, key=roster.directory.rank):
        said = [
            f"{kind}{count}{word}" for (who, kind), count in made.items() if who == unit
        ]
        said += [f"以前报过{known[unit]}{word}"] if known[unit] else []
        said += [f"没有填{blank[unit]}{word}"] if blank[unit] else []
        said += [f"有差错{faulty[unit]}{word}"] if faulty[unit] else []
        yield f"{unit}：{'，'.join(said)}"


def _new(found: Collection, roster: Roster) -> Iterable[str]:
    rank = roster.directory.rank
    for report, event in sorted(found.events, key=lambda each: rank(each[0].unit)):
        said = f"{report.unit} {report.number} {event.kind}"
        said += phrase(event).removeprefix(report.unit)
        yield said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _known(found: Collection, roster: Roster) -> Iterable[str]:
    rank = roster.directory.rank
    for report, event in sorted(found.known, key=lambda each: rank(each.report.unit)):
        yield (
            f"{report.unit} {report.number}：同{chinese_day(event.date)}登记的"
            f"{event.kind}一样，不再登记"
        )


def silence(found: Sequence[Silent], word: str) -> list[Part]:
    """Say whose answers are still awaited, with the days left."""
    return [Part("未报", tuple(_silent(each, word) for each in found))] if found else []


def _silent(each: Silent, word: str) -> str:
    numbers = in_short(number for number, _ in each.issues)
    count = f"{len(each.issues)}{word}"
    what = f"没有报回，{count}"
    if each.sent or each.before:
        what = f"{'' if each.sent else '以前'}报回了，还缺{count}"
    return f"{each.unit}：{what}（{numbers}）{_left(each)}"


def _left(each: Silent) -> str:
    nearest = each.nearest
    if nearest is None:
        return ""
    most = "最紧的" if len(each.issues) > 1 else ""
    if nearest < 0:
        return f"，{most}逾期{-nearest}天"
    return f"，{most}今天到期" if nearest == 0 else f"，{most}剩{nearest}天"
