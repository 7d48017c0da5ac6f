"""Picking between two sides: by the words of --pick, or one question after another."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.shell import say
from rectify.domain.merging.conflict import Side
from rectify.errors import GitError, RuleError, UsageError
from rectify.views.screen import conflicts as screen
from rectify.views.screen.conflicts import Counted, Dispute

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from rectify.domain.merging.conflict import Conflict

    # What is still open when this has been picked; a pick may be refused by the rules.
    Settle = Callable[["Picked"], Sequence[Dispute]]

_ANSWERS = {
    "1": Side.OURS,
    "2": Side.THEIRS,
    "3": Side.BOTH,
    **{side.value: side for side in Side},
}
_LATER, _QUIT = ("s", "以后再定", "跳过"), ("q", "退出")
_SHOWN = 8
_NUMBER = re.compile(r"([A-Za-z][A-Za-z0-9]*)-(\d+)")


class NotAPick(UsageError):  # noqa: N818  # named for what it is
    """The words of --pick are not of their form."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"看不懂 --pick “{typed}”。应写成“编号 项目=本方”（或 对方、都要），"
            '如 --pick "JZ-017 标题=对方"；各处的写法见 rectify resolve --list'
        )


class NoSuchConflict(UsageError):  # noqa: N818  # named for what it is
    """Nothing of that name is disputed."""

    def __init__(self, named: Sequence[str], known: Sequence[str]) -> None:
        lost = "、".join(f"“{name}”" for name in named)
        more = "等" if len(known) > _SHOWN else ""
        there = f"有冲突的是：{'、'.join(known[:_SHOWN])}{more}" if known else ""
        super().__init__(f"没有{lost}这处冲突。{there}")


class PickedTwice(UsageError):  # noqa: N818  # named for what it is
    """One conflict was picked for both sides."""

    def __init__(self, named: str) -> None:
        super().__init__(f"“{named}”选了两次，请只留一个 --pick")


class NeverBoth(UsageError):  # noqa: N818  # named for what it is
    """Of these two, one has to give way."""

    def __init__(self, named: str) -> None:
        super().__init__(f"“{named}”不能都要，请选 本方 或 对方")


class Undecided(GitError):  # noqa: N818  # named for what it is
    """Conflicts are left, and nobody is there to be asked."""

    def __init__(self, disputes: Sequence[Dispute]) -> None:
        count = sum(len(each.conflicts) for each in disputes)
        dispute = disputes[0]
        words = screen.named(dispute, dispute.conflicts[0])
        super().__init__(
            f"还有{count}处冲突没有定，没有改动任何文件。在终端里运行 rectify resolve "
            f"逐处来选，或写明每一处，如 rectify resolve "
            f"{screen.option(words, Side.OURS)}"
        )


class Picked(NamedTuple):
    """What has been picked: the words that name a conflict (JZ-017 标题) → a side."""

    sides: Mapping[str, Side]

    def of(self, name: str) -> dict[str, Side]:
        """Give the picks of one file by their keys."""
        lead = f"{name} "
        found = ((words, side) for words, side in self.sides.items())
        return {w.removeprefix(lead): side for w, side in found if w.startswith(lead)}

    def having(self, words: str, side: Side) -> Picked:
        """Pick one more."""
        return Picked({**self.sides, words: side})

    def spelled_out(self, known: Collection[str]) -> Picked:
        """Write the numbers out as the conflicts have them: 17 标题, jz-17 标题.

        Raises:
            PickedTwice: two ways to write a number name one conflict.
        """
        sides: dict[str, Side] = {}
        for words, side in self.sides.items():
            meant = [each for each in known if _in_short(each) == _in_short(words)]
            meant += [each for each in known if _bare(each) == words]
            named = meant[0] if words not in known and len(meant) == 1 else words
            if named in sides:
                raise PickedTwice(named)
            sides[named] = side
        return Picked(sides)


def _in_short(words: str) -> str:
    """Give the words with a number as short as it may be typed: JZ-17 标题."""
    name, _, key = unicodedata.normalize("NFKC", words).partition(" ")
    found = _NUMBER.fullmatch(name)
    return words if found is None else f"{found[1].upper()}-{int(found[2])} {key}"


def _bare(words: str) -> str:
    """Give the words with the bare number: 17 标题."""
    found = _NUMBER.fullmatch(words.partition(" ")[0])
    return words if found is None else _in_short(words).partition("-")[2]


NOTHING = Picked({})


class LeftOpen(GitError):  # noqa: N818  # named for what it is
    """The user put off some of the conflicts."""

    def __init__(self, count: int, picked: Picked, *, written: bool) -> None:
        said = f"还有{count}处留到以后再定"
        if written:
            super().__init__(f"{said}，到时再运行 rectify resolve")
            return
        chosen = " ".join(screen.option(*each) for each in picked.sides.items())
        again = f"；已选的下次可以写成 rectify resolve {chosen}" if chosen else ""
        super().__init__(f"{said}，全部定下才能合并，没有改动任何文件{again}")


def picked_from(typed: Sequence[str]) -> Picked:
    """Read the words of --pick: JZ-017 标题=对方.

    Raises:
        NotAPick: they are of another form.
        PickedTwice: one conflict comes twice.
    """
    sides: dict[str, Side] = {}
    for words in typed:
        left, _, side = words.replace("＝", "=").rpartition("=")
        named = " ".join(left.split())
        answer = _ANSWERS.get(side.strip())
        if " " not in named or answer is None:
            raise NotAPick(words)
        if named in sides:
            raise PickedTwice(named)
        sides[named] = answer
    return Picked(sides)


def refuse_strange(picked: Picked, disputed: Mapping[str, Conflict]) -> None:
    """Refuse what names no conflict, and both of what excludes the other.

    Raises:
        NoSuchConflict: no file of that name has such a conflict.
        NeverBoth: one of the two has to be picked.
    """
    lost = [words for words in picked.sides if words not in disputed]
    if lost:
        raise NoSuchConflict(lost, list(disputed))
    for words, side in picked.sides.items():
        if side is Side.BOTH and not disputed[words].both:
            raise NeverBoth(words)


def can_ask() -> bool:
    """Tell whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


class Asked(NamedTuple):
    """What came of asking: what was picked, and what was left for later."""

    picked: Picked
    answered: tuple[tuple[Dispute, Conflict, Side], ...]
    later: tuple[str, ...]


def ask(settle: Settle, picked: Picked) -> Asked | None:
    """Ask for one conflict after another; None when the user leaves.

    An answer that the rules refuse is told so, and asked for again.
    """
    answered: list[tuple[Dispute, Conflict, Side]] = []
    later: list[str] = []
    open_ = settle(picked)
    while left := _open(open_, later):
        dispute, conflict = left[0]
        words = screen.named(dispute, conflict)
        place = len(answered) + len(later) + 1
        screen.ask_about(dispute, conflict, Counted(place, place + len(left) - 1))
        answer = _answer(conflict)
        if answer is None:
            return None
        if not isinstance(answer, Side):
            later.append(words)
            continue
        more = picked.having(words, answer)
        try:
            open_ = settle(more)
        except RuleError as refusal:
            say(f"不能这样选：{refusal}")
            continue
        picked = more
        answered.append((dispute, conflict, answer))
    return Asked(picked, tuple(answered), tuple(later))


def _open(
    disputes: Sequence[Dispute], later: Sequence[str]
) -> list[tuple[Dispute, Conflict]]:
    return [
        (dispute, conflict)
        for dispute in disputes
        for conflict in dispute.conflicts
        if screen.named(dispute, conflict) not in later
    ]


def _answer(conflict: Conflict) -> Side | str | None:
    """Read one answer: a side, a word for later, or None to leave."""
    hint = "1、2、3、s 或 q" if conflict.both else "1、2、s 或 q"
    while True:
        sys.stderr.write(f" 请选（{hint}）：")
        sys.stderr.flush()
        line = sys.stdin.readline()
        said = unicodedata.normalize("NFKC", line).strip().lower()
        if not line or said in _QUIT:
            return None
        if said in _LATER:
            return said
        side = _ANSWERS.get(said)
        if side is not None and (side is not Side.BOTH or conflict.both):
            return side
        say(f" 没有这个选项，请输入 {hint}")
