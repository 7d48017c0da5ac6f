"""The kinds of report, and what all of them say about their ledger and their day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.terms import Nature
from rectify.domain.text import paragraphs
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

_CLOSED = "。！？；…：，、"
_CLOSERS = "”’』」"


class Kind(NamedTuple):
    """A kind of report: its name, its ASCII alias, and what it is for."""

    name: str
    alias: str
    about: str
    for_units: bool = False


KINDS = (
    Kind("交办函", "handover", "给每个承办单位一份，只列它自己的问题", for_units=True),
    Kind("问题清单", "problems", "有哪些问题：内容、来源、整改要求"),
    Kind("责任清单", "duties", "谁来办：主办、协办、责任领导、责任人、期限"),
    Kind("整改清单", "measures", "怎么办：目标、措施、时限、进展"),
    Kind("情况通报", "bulletin", "办得怎么样：总数、比率、单位排名、存在问题"),
    Kind("口径说明", "definitions", "每个指标怎么算、基数是什么、测评规则是什么"),
)


class UnknownKind(UsageError):  # noqa: N818  # named for what it is
    """There is no report of that kind."""

    def __init__(self, name: str) -> None:
        known = "、".join(f"{kind.name}（{kind.alias}）" for kind in KINDS)
        super().__init__(f"没有“{name}”这种文书。可用：{known}")


class NothingHanded(RuleError):  # noqa: N818  # named for what it is
    """There is nothing yet to write about."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"还没有交办的问题，没有可写的{kind}")


def kind_named(name: str) -> Kind:
    """Find a kind by its Chinese name or its alias.

    Raises:
        UnknownKind: there is none.
    """
    for kind in KINDS:
        if name in (kind.name, kind.alias):
            return kind
    raise UnknownKind(name)


class Head(NamedTuple):
    """What stands at the head and foot of every document of a ledger."""

    ledger: Ledger
    on: date

    @property
    def subject(self) -> str:
        """The title of the ledger, as it stands within a document's own title."""
        return self.ledger.title.replace(" ", "　")

    @property
    def office(self) -> str:
        """The office that signs."""
        return f"{self.ledger.organ}办公室"

    @property
    def word(self) -> str:
        """The measure word of the ledger."""
        return self.ledger.measure_word


def head_of(roster: Roster) -> Head:
    """Give the head of a ledger's documents."""
    return Head(roster.ledger, roster.on)


def noun_of(cases: Iterable[Progress]) -> str:
    """Call the entries of a list what they are: 建议 where all of them are."""
    proposals = all(case.issue.nature is Nature.PROPOSAL for case in cases)
    return "建议" if proposals else "问题"


def running(stored: str) -> str:
    """Give a stored text as one line; an unfinished paragraph ends with a mark."""
    *before, last = paragraphs(stored)
    return "".join(map(_finished, before)) + last


def _finished(paragraph: str) -> str:
    open_end = paragraph.rstrip(_CLOSERS)[-1:] not in _CLOSED
    return f"{paragraph}；" if open_end else paragraph
