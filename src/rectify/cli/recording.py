"""How a command records events: apply the rules, change the texts, write, say so."""

from __future__ import annotations

import difflib
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.shell import holding, say
from rectify.domain import workflow
from rectify.domain.listing import disclosed
from rectify.domain.phrases import operation
from rectify.domain.text import control
from rectify.domain.workflow import fold
from rectify.errors import RuleError
from rectify.storage import splice
from rectify.storage.journal import NOTHING_MORE, Change
from rectify.storage.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain.event import Event
    from rectify.domain.progress import Progress
    from rectify.storage.disk import Watched
    from rectify.storage.journal import Record

    Make = Callable[[Progress, Target], Iterable[Event]]


class Refusals(RuleError):  # noqa: N818  # named for what they are
    """Several issues can't be done, so none of them is."""

    def __init__(self, total: int, errors: Sequence[tuple[str, RuleError]]) -> None:
        said = "\n".join(_grouped(errors))
        super().__init__(f"{total}条中有{len(errors)}条不能办，一条也没有办：\n{said}")


_BLANK = "\0"
_MANY = 6


def _grouped(errors: Sequence[tuple[str, RuleError]]) -> Iterator[str]:
    """Say once what is said of several issues, with all their numbers."""
    alike: dict[str, list[str]] = {}
    for number, error in errors:
        form = re.sub(rf"{number}(?!\d)", _BLANK, str(error))
        alike.setdefault(form, []).append(number)
    for form, numbers in alike.items():
        start, *rest = form.split(_BLANK)
        commands = _BLANK.join(rest).replace(_BLANK, " ".join(numbers[: _MANY - 1]))
        more = f"等{len(numbers)}条" if len(numbers) >= _MANY else ""
        named = "、".join(numbers[: _MANY - 1]) + more
        yield f"{start}{named}{commands}" if rest else start


class Recorded(NamedTuple):
    """What a command is about to write."""

    changes: list[Change]
    events: list[tuple[str, Event]]


def record(
    desk: Desk,
    targets: Sequence[Target],
    make: Make,
    *,
    on: date,
    dry_run: bool,
    files: Sequence[Change] = (),
    nothing: str = "没有要办的，什么也没有改",
) -> None:
    """Record one event or more on each target: all of them, or none.

    `make` is given where the issue stands on the day `on`; `files` are written in the
    same operation; `nothing` is said where nothing is to be recorded.

    Raises:
        RuleError: the rules forbid one of them; nothing is written.
    """
    recorded = judge(desk, targets, make, on=on)
    changes = [*files, *recorded.changes]
    numbers = list(dict.fromkeys(number for number, _ in recorded.events))
    if not numbers:
        say(nothing)
        return
    write(desk, changes, operation(recorded.events), numbers, dry_run=dry_run)


def judge(desk: Desk, targets: Sequence[Target], make: Make, *, on: date) -> Recorded:
    """Apply the rules to each target, and gather every refusal."""
    recorded = Recorded([], [])
    errors: list[tuple[str, RuleError]] = []
    for target in targets:
        try:
            _record_one(desk, target, make, on, recorded)
        except RuleError as error:
            errors.append((target.entry.issue.number, error))
    if errors and len(targets) == 1:
        raise errors[0][1]
    if errors:
        raise Refusals(len(targets), errors)
    if on > desk.today:
        say(f"注意：{on} 在今天（{desk.today}）之后")
    return recorded


def _record_one(
    desk: Desk, target: Target, make: Make, on: date, recorded: Recorded
) -> None:
    folder, entry = target
    issue, ledger = entry.issue, folder.ledger
    text = read(entry.data, "").text
    for event in make(fold(issue, ledger, on=on), target):
        if event.date != desk.today:
            event = event.but(recorded=desk.today)  # noqa: PLW2901  # the same event, stamped
        issue = workflow.record(issue, event, ledger)
        text = splice.add_event(text, issue.events[-1], folder.kind)
        recorded.events.append((issue.number, disclosed(issue, event)))
    if text.encode() != entry.data:
        recorded.changes.append(Change(entry.path, entry.data, text.encode()))


def write(
    desk: Desk,
    changes: Sequence[Change],
    sentence: str,
    numbers: Sequence[str],
    *,
    dry_run: bool,
    watched: Watched = iter,
    record: Record = NOTHING_MORE,
) -> None:
    """Write the changes of one operation and say so, or show what would change."""
    if dry_run:
        sys.stdout.write("".join(_diff(desk, change) for change in changes))
        say(f"（预演，没有写入）{sentence}")
        return
    record = record._replace(held=record.held or holding())
    said = desk.workspace.write(changes, sentence, watched, record)
    say(sentence)
    if said is not None:
        say(said)
    if not sys.stdout.isatty():
        print("\n".join(numbers))


def _diff(desk: Desk, change: Change) -> str:
    """Show a change as git would."""
    path = change.path.relative_to(desk.workspace.root).as_posix()
    gone = change.after is None
    held = (change.before if gone else change.after) or b""
    if not _sayable(held):
        done = "删去" if gone else "新增"
        return f"{done}文件 {path}（{len(held)} 字节）\n"
    before, after = _lines(change.before), _lines(change.after)
    old = "/dev/null" if change.before is None else f"a/{path}"
    new = "/dev/null" if gone else f"b/{path}"
    return "".join(difflib.unified_diff(before, after, old, new))


def _sayable(data: bytes) -> bool:
    """Tell a text from a picture, which no terminal should be given."""
    try:
        return control(data.decode()) is None
    except UnicodeDecodeError:
        return False


def _lines(data: bytes | None) -> list[str]:
    """Split a text as git does: at its line ends, and a missing one is remarked on."""
    *whole, rest = (data or b"").decode("utf-8", "replace").split("\n")
    lines = [f"{line}\n" for line in whole]
    return [*lines, f"{rest}\n\\ 文件末尾没有换行\n"] if rest else lines
