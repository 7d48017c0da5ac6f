"""Which row of a list is which issue of the ledger: by their words, each once.

Next month's list comes sorted anew, numbered anew, and with some words mended. Where
many of its rows are known by heart, it is a later state of the same list, and a row
that is much alike is taken for the issue it resembles. Where hardly any is known, it is
another list: there the same sentence about another place is another issue.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from rectify.domain.intake.record import Draft
    from rectify.domain.issue import Issue

_ALIKE, _RATHER_ALIKE = 0.8, 0.5
# So much alike that somebody should look whether it is the same after all.
_HARDLY_OTHER = 0.9
# What of a long text is compared, by pieces of how many characters, with how many
# issues: words that more of them share tell nothing apart.
_LENGTH, _PIECE = 400, 3
_SHARED, _CANDIDATES = 12, 3


_NUMBERED = "编号："
# What makes the same sentence one about another place.
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+")
_NAME = re.compile("[\u4e00-\u9fff]{1,4}")
_PLACES = frozenset("省市县区镇乡村街路巷院校园站厂店桥河湖库局社")


class Subject(NamedTuple):
    """What a row or an issue is known by: words without their blanks."""

    title: str
    text: str
    serial: str
    number: str

    @property
    def words(self) -> str:
        """What is compared: the problem, or what stands for it."""
        return (self.text or self.title)[:_LENGTH]


class Pairs(NamedTuple):
    """The issue of each row, by their places; `likened` are those only alike.

    `near` is what is like a row, but another; `strangers` have the number of an issue
    that they do not speak of.
    """

    found: dict[int, int]
    likened: frozenset[int]
    near: dict[int, int]
    strangers: dict[int, int]


def pairs(drafts: Sequence[Draft], issues: Sequence[Issue]) -> Pairs:
    """Find the issue that each draft is about, if the ledger has it."""
    pairing = _Pairing([_of_draft(each) for each in drafts], list(map(_known, issues)))
    pairing.by_number()
    for key in (_whole, _texted):
        pairing.by(key)
    pairing.by_title()
    pairing.by_likeness()
    likened = frozenset(pairing.likened)
    return Pairs(pairing.found, likened, pairing.near, pairing.strangers)


def _of_draft(draft: Draft) -> Subject:
    said = draft.facts.get
    serial = _bare(said("序号"))
    number = _bare(number_in(draft)) or serial
    return Subject(_bare(said("标题")), _bare(said("问题描述")), serial, number)


def number_in(draft: Draft) -> str:
    """Give the number that a row bears; beside a 序号 it stands among the remarks."""
    if "编号" in draft.facts:
        return str(draft.facts["编号"])
    remarks = str(draft.facts.get("备注", "")).split("\n\n")
    numbered = (each for each in remarks if each.startswith(_NUMBERED))
    return next(numbered, "").removeprefix(_NUMBERED)


def _known(issue: Issue) -> Subject:
    title, text = _bare(issue.title), _bare(issue.description)
    return Subject(title, text, _bare(issue.serial), issue.number)


def _bare(value: object) -> str:
    return "".join(str(value or "").split())


def _whole(subject: Subject) -> Hashable:
    return (subject.title, subject.text) if subject.title else None


def _texted(subject: Subject) -> Hashable:
    return subject.text or None


class _Pairing:
    """What has been paired so far."""

    def __init__(self, rows: list[Subject], issues: list[Subject]) -> None:
        self._rows, self._issues = rows, issues
        self.found: dict[int, int] = {}
        self.likened: set[int] = set()
        self.near: dict[int, int] = {}
        self.strangers: dict[int, int] = {}

    def _left(self) -> tuple[dict[int, Subject], dict[int, Subject]]:
        """Give the rows and the issues that have no counterpart yet."""
        taken = set(self.found.values())
        rows = {i: s for i, s in enumerate(self._rows) if i not in self.found}
        return rows, {i: s for i, s in enumerate(self._issues) if i not in taken}

    def by_number(self) -> None:
        """Pair what bears a number of the ledger and speaks of its issue, too."""
        places = {subject.number: i for i, subject in enumerate(self._issues)}
        taken: set[int] = set()
        for row, subject in enumerate(self._rows):
            there = places.get(subject.number)
            if there is None or there in taken:
                continue
            if _akin(subject, self._issues[there]):
                self.found[row] = there
                taken.add(there)
            else:
                self.strangers[row] = there

    def by(self, key: Callable[[Subject], Hashable]) -> None:
        """Pair what has the same key, in the order of both."""
        rows, issues = self._left()
        waiting = _grouped(issues, key)
        for row, subject in rows.items():
            there = waiting.get(key(subject))
            if there:
                self.found[row] = there.pop(0)

    def by_title(self) -> None:
        """Pair by title where it names one row and one issue."""
        rows, issues = self._left()
        titled = _grouped(issues, lambda subject: subject.title or None)
        for title, same in _grouped(rows, lambda subject: subject.title).items():
            there = titled.get(title, [])
            if len(same) == len(there) == 1:
                self.found[same[0]] = there[0]

    def by_likeness(self) -> None:
        """Pair what is much alike; what is not alike enough is kept in mind."""
        later = 2 * len(self.found) >= len(self._rows)
        rows, issues = self._left()
        like = _Likeness(issues)
        offers = [
            (-ratio, row, issue)
            for row, subject in rows.items()
            for issue, ratio in like.to(subject)
        ]
        taken: set[int] = set()
        for negative, row, issue in sorted(offers):
            if row in self.found or issue in taken:
                continue
            ratio, one, other = -negative, rows[row], issues[issue]
            least = _least(one.serial, other.serial, later=later)
            if ratio >= least and not _elsewhere(one.words, other.words):
                self.found[row] = issue
                self.likened.add(row)
                taken.add(issue)
            elif ratio >= _HARDLY_OTHER:
                self.near.setdefault(row, issue)
        self.near = {r: i for r, i in self.near.items() if r not in self.found}


def _grouped(
    subjects: Mapping[int, Subject], key: Callable[[Subject], Hashable]
) -> dict[Hashable, list[int]]:
    """Gather the places of what has the same key, less what has none."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place, subject in subjects.items():
        if key(subject) is not None:
            found[key(subject)].append(place)
    return found


def _elsewhere(one: str, other: str) -> bool:
    """Tell whether two texts that are alike speak of two places: 东镇, 西镇."""
    if _ORDINAL.findall(one) != _ORDINAL.findall(other):
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return any(
        tag == "replace"
        and one[end : end + 1] in _PLACES
        and _NAME.fullmatch(one[start:end]) is not None
        and _NAME.fullmatch(other[begin:stop]) is not None
        for tag, start, end, begin, stop in matcher.get_opcodes()
        if end < len(one)
    )


def _akin(one: Subject, other: Subject) -> bool:
    """Tell whether two of the same number are the same at all."""
    return one.title == other.title or _ratio(one.words, other.words) > 0


def _least(one: str, other: str, *, later: bool) -> float:
    """Give how much alike two must be to be the same; beyond 1 they never are."""
    if later:
        return _RATHER_ALIKE if one and one == other else _ALIKE
    return _ALIKE if one == other or not (one and other) else 2


class _Likeness:
    """Finds what is like a row among many issues, without comparing all of them."""

    def __init__(self, issues: Mapping[int, Subject]) -> None:
        self._issues = issues
        self._serials = _grouped(issues, lambda subject: subject.serial or None)
        self._pieces: dict[str, list[int]] = defaultdict(list)
        for place, subject in issues.items():
            for piece in _pieces(subject.words):
                self._pieces[piece].append(place)

    def to(self, subject: Subject) -> Iterable[tuple[int, float]]:
        """Give the issues that are rather like it, and how much."""
        counted: Counter[int] = Counter()
        for piece in _pieces(subject.words):
            there = self._pieces.get(piece, ())
            if len(there) <= _SHARED:
                counted.update(there)
        likely = [place for place, _ in counted.most_common(_CANDIDATES)]
        same = self._serials.get(subject.serial, [])[:_CANDIDATES]
        for place in dict.fromkeys([*likely, *same]):
            ratio = _ratio(subject.words, self._issues[place].words)
            if ratio >= _RATHER_ALIKE:
                yield place, ratio


def _pieces(words: str) -> set[str]:
    return {words[at : at + _PIECE] for at in range(max(len(words) - _PIECE + 1, 1))}


def _ratio(one: str, other: str) -> float:
    """Tell how much alike two texts are; what can't be alike is not looked at long."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    bound = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if bound >= _RATHER_ALIKE else 0.0
