"""What events are made of: files, shares of units, approvals."""

from __future__ import annotations

from typing import Annotated

from rectify.domain.entity import Day, Entity, Line, Text, UnitName, label
from rectify.domain.terms import Finding, State

_FILE_NAME = r"^[^/\\]+$"
_SHA256 = r"^[0-9a-f]{64}$"


class Attachment(Entity):
    """A file kept under `files/<number>/`, with the SHA-256 of its bytes."""

    name: Annotated[Line, label("文件", pattern=_FILE_NAME)]
    sha256: Annotated[str, label("SHA-256", pattern=_SHA256)]


class SourceFile(Entity):
    """A file that something was read from; it is named here and kept elsewhere."""

    name: Annotated[Line, label("文件", pattern=_FILE_NAME)]
    sha256: Annotated[str, label("SHA-256", pattern=_SHA256)]


class Share(Entity):
    """One of several units that answer separately, each with its own deadline."""

    unit: Annotated[UnitName, label("单位")]
    deadline: Annotated[Day | None, label("期限")] = None


class Part(Share):
    """One of several such units where a 期初 finds it, as far as it differs."""

    state: Annotated[State | None, label("状态")] = None
    accepted: Annotated[Day | None, label("签收日期")] = None
    leader: Annotated[Line | None, label("责任领导")] = None
    person: Annotated[Line | None, label("责任人")] = None
    goal: Annotated[Text | None, label("整改目标")] = None
    measures: Annotated[Text | None, label("整改措施")] = None
    finish: Annotated[Line | None, label("完成时限")] = None
    answered: Annotated[Day | None, label("答复日期")] = None
    answer_ref: Annotated[Line | None, label("答复文号")] = None
    grade: Annotated[Line | None, label("答复类别")] = None
    content: Annotated[Text | None, label("答复内容")] = None
    finished: Annotated[Day | None, label("完成日期")] = None
    promised: Annotated[Day | None, label("承诺期限")] = None
    finding: Annotated[Finding | None, label("复核结论")] = None


def by_name(value: object) -> object:
    """Take a bare name for a share without anything of its own."""
    return {"单位": value} if isinstance(value, str) else value


class Approval(Entity):
    """One approval of a closing."""

    approver: Annotated[Line, label("批准人")]
    date: Annotated[Day | None, label("日期")] = None
