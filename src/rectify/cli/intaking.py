"""How a file becomes issues: read, compare, show, ask once, write all or nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.asking import agreed
from rectify.cli.checking import typed_values
from rectify.cli.desk import open_desk, writing_desk
from rectify.cli.reading import read_files
from rectify.cli.recording import write
from rectify.cli.shell import say
from rectify.domain.exchange.columns import MARK
from rectify.domain.intake.account import Part, sentence
from rectify.domain.intake.comparing.ownbook import NUMBER, OwnBook, own_book
from rectify.domain.unit import Unit
from rectify.errors import BadData, UsageError
from rectify.storage import splice
from rectify.storage.journal import Change
from rectify.storage.reader import read
from rectify.storage.sheets.reading import read_file
from rectify.storage.transaction import ChangedOnDisk
from rectify.storage.unitfile import add_unit
from rectify.storage.yaml import render
from rectify.views.screen import gauge, preview

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rectify.cli.desk import Desk
    from rectify.cli.weighing import Weighed
    from rectify.domain.intake.comparing.outcome import Changed
    from rectify.domain.intake.grid import TableFile
    from rectify.storage.folder import Entry, LedgerFolder

_DEEP = 20
_FILES = ("ledger.yaml", "units.yaml", "imports.yaml")


class UnitSheetGiven(UsageError):  # noqa: N818  # named for what it is
    """A unit's workbook is collected, not imported."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} 是发给单位的填报表，不是问题清单，没有导入；"
            f"收单位报回的表请用 rectify collect {file}"
        )


class Faulty(BadData):
    """Rows can't be entered as they stand; the preview has listed them."""

    def __init__(self, count: int) -> None:
        super().__init__(
            (),
            f"有误的{count}处见上，一条也没有导入；改好后再来，"
            "或加 --skip-faulty 略过它们",
        )


class Order(NamedTuple):
    """What was asked for: the file, and how it is to be read and taken."""

    file: Path
    ledger: str | None
    opening: bool
    sheet: str | None
    header: tuple[int, int] | None
    columns: dict[str, str]
    add_units: bool
    skip_faulty: bool
    overwrite: bool
    on: str | None
    yes: bool
    dry_run: bool


class Plan(NamedTuple):
    """A file beside its ledger, and the files of the ledger as they were read."""

    folder: LedgerFolder
    entries: dict[str, Entry]
    files: dict[str, bytes | None]
    weighed: Weighed


def take_in(order: Order) -> None:
    """Import a file as the options say.

    Nobody else is kept waiting while somebody reads the preview.
    """
    with gauge.busy(f"读取 {order.file.name}"):
        file = read_file(order.file)
    _refuse_unit_sheet(file)
    if order.yes and not order.dry_run:
        with writing_desk() as desk:
            plan = _planned(desk, order, file)
            if _shown(order, plan):
                _write(desk, order, plan)
        return
    with typed_values():
        desk = open_desk()
        plan = _planned(desk, order, file)
        if not _shown(order, plan):
            return
        if order.dry_run:
            _write(desk, order, plan)
        elif agreed("确定导入吗？", yes=False):
            with writing_desk() as desk:
                _refuse_changed(desk, plan)
                _write(desk, order, plan)
        else:
            say("没有导入")


def _refuse_unit_sheet(file: TableFile) -> None:
    """Refuse the workbook of a unit, whose rows bear marks."""
    rows = (set(row) for grid in file.grids for row in grid.rows[:_DEEP])
    if any({NUMBER, MARK} <= row for row in rows):
        raise UnitSheetGiven(file.name)


def _planned(desk: Desk, order: Order, file: TableFile) -> Plan:
    book = own_book(file)
    name = order.ledger or (None if book is None else book.ledger)
    if book is not None and name not in desk.workspace.names():
        name = order.ledger
    folder = desk.folder(name)

    def weighed(folder: LedgerFolder) -> Plan:
        entries = _entries(folder)
        files = {name: folder.data(name) for name in _FILES}
        found = _weighed(desk, folder, order, book or file, entries)
        return Plan(folder, entries, files, found)

    with gauge.busy("核对"):
        return desk.together(folder.name, weighed)


def _weighed(
    desk: Desk,
    folder: LedgerFolder,
    order: Order,
    found: OwnBook | TableFile,
    entries: dict[str, Entry],
) -> Weighed:
    """Weigh a file as what it is: our own register, or somebody's list."""
    if isinstance(found, OwnBook):
        from rectify.cli.returning import weigh_register

        return weigh_register(desk, folder, order, found, entries)
    from rectify.cli.weighing import weigh_list

    return weigh_list(desk, folder, order, found, entries)


def _entries(folder: LedgerFolder) -> dict[str, Entry]:
    """Read the whole ledger: beside a file that can't be read, nothing is new."""
    files = read_files(folder)
    if files.problems:
        raise BadData(
            files.problems,
            "台账里有差错的文件，分不清哪些是新的，没有导入；请先改好",
        )
    return {entry.issue.number: entry for entry in files.entries}


def _shown(order: Order, plan: Plan) -> bool:
    """Show what would be done; tell whether anything would.

    Raises:
        BadData: something is faulty, and nobody said to leave it out.
    """
    weighed = plan.weighed
    faults = weighed.matched.faults
    head = Part("文件", (order.file.name, *weighed.remarks))
    preview.show((head, *weighed.parts), whole=order.dry_run)
    if faults and not order.skip_faulty:
        raise Faulty(len(faults))
    if faults:
        say(f"有误的{len(faults)}处没有导入，见上面所列")
    if weighed.matched.new or weighed.matched.written:
        return True
    say(_idle(plan))
    return False


def _idle(plan: Plan) -> str:
    """Say why nothing is to be done."""
    matched = plan.weighed.matched
    kept = len(matched.changed)
    if not (kept or matched.same or matched.faults):
        return "表头下面没有问题，没有要导入的。什么也没有改"
    if kept:
        return f"没有新的问题；{kept}条和台账不同，没有采用。什么也没有改"
    return "和台账里的一样，没有要导入的。什么也没有改"


def _refuse_changed(desk: Desk, plan: Plan) -> None:
    """Refuse to write beside what has changed while somebody read the preview."""
    now = desk.workspace.folder(plan.folder.name)
    changed = [
        f"data/{now.name}/{name}"
        for name, data in plan.files.items()
        if now.data(name) != data
    ]
    if sorted(plan.entries) != sorted(now.numbers()):
        changed.append(f"data/{now.name}/issues")
    if changed:
        raise ChangedOnDisk(changed)


def _write(desk: Desk, order: Order, plan: Plan) -> None:
    """Write everything in one operation, and say so."""
    matched, weighed = plan.weighed.matched, plan.weighed
    changes = [*_of_issues(plan), *_of_ledger(plan)]
    if order.opening and desk.day(order.on) > desk.today:
        say(f"注意：期初日期 {desk.day(order.on)} 在今天（{desk.today}）之后")
    word = plan.folder.ledger.measure_word
    said = sentence(matched, weighed.units, len(weighed.columns), order.file.name, word)
    numbers = [each.issue.number for each in matched.new]
    numbers += [each.before.number for each in matched.written]
    write(
        desk,
        changes,
        said,
        numbers,
        dry_run=order.dry_run,
        watched=partial(gauge.counted, "写入"),
    )


def _of_issues(plan: Plan) -> Iterator[Change]:
    matched = plan.weighed.matched
    for new in gauge.counted("登记", matched.new):
        path = plan.folder.issue_path(new.issue.number)
        yield Change(path, None, render(new.issue).encode())
    for changed in matched.written:
        entry = plan.entries[changed.before.number]
        yield Change(entry.path, entry.data, _spliced(entry, changed))


def _spliced(entry: Entry, changed: Changed) -> bytes:
    """Change only the lines of what is changed."""
    text = read(entry.data, "").text
    now, after = changed.before, changed.after
    for name, label in now.labels().items():
        if name == "events" or getattr(now, name) == getattr(after, name):
            continue
        plain, meant = now.plain(), after.plain()
        plain.pop(label, None)
        if label in meant:
            plain[label] = meant[label]
        now = type(now).model_validate(plain)
        text = splice.set_field(text, now, name)
    if len(after.events) > len(now.events):
        text = splice.add_event(text, after.events[-1], type(now))
    return text.encode()


def _of_ledger(plan: Plan) -> Iterator[Change]:
    """Add the units that nobody knew, and keep how columns are read."""
    folder, weighed = plan.folder, plan.weighed
    if weighed.units:
        before = text = plan.files["units.yaml"]
        for name in weighed.units:
            text = add_unit(text, Unit(name=name), after=None)
        yield Change(folder.path / "units.yaml", before, text)
    if weighed.columns:
        before = plan.files["imports.yaml"]
        profile = folder.profile.having(weighed.columns)
        yield Change(folder.path / "imports.yaml", before, render(profile).encode())
