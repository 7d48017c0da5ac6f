"""What all documents share: what is asked for, and what stands at head and foot."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rectify.domain.phrases import chinese_day
from rectify.domain.terms import FieldKind, Nature
from rectify.domain.text import paragraphs
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rectify.domain.calendar import Calendar
    from rectify.domain.issue import Issue, Own
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

_LIST = re.compile(r"(?:意见|问政)?(?:问题)?(?:交办)?(?:清单|台账)$")
_CONGRESS = re.compile(r"(?:人大|人民代表大会)(?:常委会|常务委员会|主席团)?$")
_CLOSED = "。！？；…：，、"
_CLOSERS = "”’』」"


class Choice(StrEnum):
    """What a kind of document may be asked for, by the option that asks it."""

    ISSUES = "编号"
    UNIT = "--unit"
    DAY = "--on"
    SINCE = "--since"
    VOTE = "--vote"


class Request(NamedTuple):
    """What is asked for: the ledger on its day, and what was chosen of it.

    `unit` is a full name, `day` the day of the letters wanted, `since` the first day
    of a period, `vote` a 票号, `numbers` those of the issues named.
    """

    roster: Roster
    calendar: Calendar
    unit: str | None = None
    day: date | None = None
    since: date | None = None
    vote: str | None = None
    numbers: tuple[str, ...] = ()


class Report(Protocol):
    """What a document says: plain values under a head, without any format."""

    @property
    def head(self) -> Head:
        """What stands at the head and foot."""


class Kind(NamedTuple):
    """A kind of document: its name, its ASCII alias, and what it is for.

    `compile` gives its copies by name (a unit, a number); a kind that is one document
    gives it under the empty name. `several` says that there may be more than one;
    `formats` are the only ones that it has, where it does not have them all.
    """

    name: str
    alias: str
    about: str
    compile: Callable[[Request], Mapping[str, Report]]
    choices: frozenset[Choice] = frozenset()
    several: bool = False
    formats: tuple[str, ...] = ()


class NothingHanded(RuleError):  # noqa: N818  # named for what it is
    """There is nothing yet to write about."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"还没有交办的问题，没有可写的{kind}")


class OwnFacts:
    """What the ledger's own fields say of each issue, for an office's own wording.

    It is no part of what a document says by itself.
    """

    def __init__(self, cases: Iterable[Progress]) -> None:
        self._issues = {case.number: case.issue for case in cases}

    def __call__(self, number: str) -> dict[str, str]:
        """Give the fields of one issue by their labels; an empty one says nothing."""
        issue = self._issues.get(number)
        if issue is None:
            return {}
        return {each.name: "" for each in issue.own_fields} | own_words(issue)


class Head(NamedTuple):
    """What stands at the head and foot of every document of a ledger."""

    ledger: Ledger
    on: date
    public: bool = False
    known: date | None = None
    own: OwnFacts = OwnFacts(())

    @property
    def only_known(self) -> str:
        """What is said behind the day where only what was recorded by then counts."""
        if self.known is None:
            return ""
        return f"，只计{chinese_day(self.known)}以前登记的办理记录"

    @property
    def until(self) -> str:
        """The day of the figures, as a line above a table."""
        return f"截至{chinese_day(self.on)}{self.only_known}"

    @property
    def subject(self) -> str:
        """The title of the ledger, as it stands within a document's own title."""
        return self.ledger.title.replace(" ", "　")

    @property
    def matter(self) -> str:
        """What the ledger is about: its title without the word for a list."""
        return _LIST.sub("", self.subject).rstrip("\u3000") or self.subject

    @property
    def region(self) -> str:
        """The place: its 行政区, or the organ's name without the congress."""
        return self.ledger.region or _CONGRESS.sub("", self.organ)

    @property
    def organ(self) -> str:
        """The organ that supervises (监督机关)."""
        return self.ledger.organ

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
    own = OwnFacts(roster.cases)
    return Head(roster.ledger, roster.on, roster.public, roster.known, own)


def noun_of(cases: Iterable[Progress]) -> str:
    """Call the entries of a list what they are: 建议 where all of them are."""
    proposals = all(case.issue.nature is Nature.PROPOSAL for case in cases)
    return "建议" if proposals else "问题"


def running(stored: str) -> str:
    """Give a stored text as one line; an unfinished paragraph ends with a mark."""
    *before, last = paragraphs(stored)
    return "".join(map(_finished, before)) + last


def own_words(issue: Issue, *, long: bool | None = None) -> dict[str, str]:
    """Give the ledger's own fields in words: all, the long texts only, or the rest."""
    kinds = {each.name: each.kind is FieldKind.TEXT for each in issue.own_fields}
    return {
        name: _own_word(value)
        for name, value in issue.own.items()
        if long is None or kinds[name] is long
    }


def _own_word(value: Own) -> str:
    match value:
        case date():
            return chinese_day(value)
        case str():
            return running(value)
        case _:
            return str(value)


def found_of(issue: Issue) -> str:
    """Give what was found, as one line: what the title has not said already."""
    told = (issue.description, issue.details)
    said = [text for text in told if text and text.rstrip(_CLOSED) != issue.title]
    return running("\n\n".join(said))


def origin_of(issue: Issue) -> str:
    """Say where an issue comes from: its source and the level of it."""
    level = f"{issue.level}级" if issue.level else ""
    return "，".join(part for part in (issue.source or "", level) if part)


def _finished(paragraph: str) -> str:
    open_end = paragraph.rstrip(_CLOSERS)[-1:] not in _CLOSED
    return f"{paragraph}；" if open_end else paragraph
