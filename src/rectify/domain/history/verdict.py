"""What `verify` found in a version history, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.history.integrity import Harm
from rectify.domain.history.records import VOTES, read_event
from rectify.domain.phrases import phrase
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from rectify.domain.entity import Plain
    from rectify.domain.history.integrity import Alteration
    from rectify.domain.history.records import Recorded

NONE = "（无）"
UNNAMED = "（保密）"
_CUT = 40


class Made(NamedTuple):
    """Who made a version, when, and what was said of it."""

    version: str
    author: str
    when: datetime
    subject: str

    @property
    def short(self) -> str:
        """The version as people write it."""
        return self.version[:10]


class Finding(NamedTuple):
    """An alteration, and the version that made it; None: not yet in the history."""

    alteration: Alteration
    made: Made | None
    claim: str = ""
    restored: bool = False


class Remark(NamedTuple):
    """What is named and is no fault: an undo, a new number, a clock."""

    what: str
    sentence: str
    made: Made | None = None


class Verdict(NamedTuple):
    """What a history was found to be."""

    versions: int
    files: int
    records: int
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]
    voided: int

    @property
    def summary(self) -> str:
        """Say how much was gone through, and what came of it."""
        if not self.versions and not self.files:
            return "版本历史里还没有版本，没有可以核验的"
        gone = (
            f"检查了{self.versions}个版本、{self.files}个文件、{self.records}项办理记录"
            "和测评"
        )
        proper = f"（按规矩作废、更正的{self.voided}项不算）" if self.voided else ""
        if not self.findings:
            return f"{gone}：没有一项在登记以后被改动或删去{proper}"
        back = sum(each.restored for each in self.findings)
        mended = f"，其中{back}处现已恢复" if back else ""
        return f"{gone}：有{len(self.findings)}处在登记以后被改动{mended}{proper}"


class Difference(NamedTuple):
    """One item of a record that is another one now."""

    label: str
    before: str
    after: str

    @property
    def short(self) -> str:
        """Say it on one line: of a long text the sentences that differ."""
        old, new = self.before.split("\n"), self.after.split("\n")
        was = flow("\n".join(line for line in old if line not in new))
        now = flow("\n".join(line for line in new if line not in old))
        return f"{self.label} {_cut(was) or NONE} → {_cut(now) or NONE}"


def sentence(found: Alteration) -> str:  # noqa: PLR0911  # one for each harm
    """Say what was done to a record."""
    number, what = found.place.number, named(found)
    match found.harm:
        case Harm.ALTERED:
            said = "；".join(each.short for each in differences(found))
            return f"{number} {what}被改动：{said}"
        case Harm.REMOVED:
            return f"{number} {what}被删去：{told(found.was, found.secret)}"
        case Harm.MOVED:
            to = found.to or found.place
            return f"{number} {what}被移到 {to.number}"
        case Harm.UNVOIDED:
            return f"{number} {what}已作废（{found.was.void}），又被取消作废"
        case Harm.REASONED:
            now = None if found.now is None else found.now.void
            return f"{number} {what}的作废被改写：{found.was.void} → {now}"
        case Harm.GONE:
            return f"{number} 整份被删去{_counted(found)}"
        case _:
            return f"{number} 的文件读不出来{_counted(found)}"


def _counted(found: Alteration) -> str:
    if found.place.kind == VOTES:
        return ""
    return f"，连同{len(found.all)}项办理记录" if found.all else ""


def matter_of(found: Alteration) -> dict[str, str | None]:
    """Give the day and the 事项 of the record, by their labels."""
    fields = {label: str(value) for label, value in found.was.fields.items()}
    matter = "测评记录" if found.place.kind == VOTES else fields.get("事项")
    return {"日期": fields.get("日期"), "事项": matter}


def named(found: Alteration) -> str:
    """Name the record: its day, its 事项, its unit."""
    unit = found.was.fields.get("单位")
    whose = f"（{unit}）" if isinstance(unit, str) else ""
    day, matter = matter_of(found).values()
    return f"{day or ''}的{matter or '记录'}{whose}"


def told(record: Recorded, secret: frozenset[str]) -> str:
    """Say what was recorded, on one line."""
    pairs = _flat("", _masked(record.fields, secret))
    said = "，".join(f"{label} {flow(text)}" for label, text in pairs)
    if record.readable and "事项" in record.fields:
        said = phrase(read_event(dict(_masked(record.fields, secret))))
    return _cut(said, 2 * _CUT)


def differences(found: Alteration) -> list[Difference]:
    """Give the items in which a record differs from what it was."""
    now = {} if found.now is None else found.now.fields
    before = dict(_flat("", _masked(found.was.fields, found.secret)))
    after = dict(_flat("", _masked(now, found.secret)))
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys((*before, *after))
        if before.get(label) != after.get(label)
    ]


def _masked(fields: Mapping[str, Plain], secret: frozenset[str]) -> dict[str, Plain]:
    """Leave out the name of who asked to stay unnamed."""
    if fields.get("提出人") in secret:
        return {**fields, "提出人": UNNAMED}
    return dict(fields)


def _flat(label: str, value: Plain) -> Iterator[tuple[str, str]]:
    """Give what is written item by item: 计票第1项满意."""
    match value:
        case dict():
            for key, part in value.items():
                yield from _flat(f"{label}{key}", part)
        case list() if any(isinstance(part, dict) for part in value):
            for place, part in enumerate(value, 1):
                yield from _flat(f"{label}第{place}项", part)
        case list():
            yield label, "、".join(map(str, value))
        case _:
            yield label, str(value)


def _cut(said: str, length: int = _CUT) -> str:
    return said if len(said) <= length else f"{said[: length - 1]}…"
