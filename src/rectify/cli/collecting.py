"""How `collect` works: read what came back, show it, ask, record, say who is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.cli.asking import agreed
from rectify.cli.recording import judge, write
from rectify.cli.shell import say
from rectify.domain.event import Respond
from rectify.domain.exchange import account
from rectify.domain.exchange.collection import collect
from rectify.domain.exchange.reports import Terms, materials_in
from rectify.domain.exchange.returned import prefixes, read
from rectify.domain.exchange.silence import silent
from rectify.domain.intake.comparing.ownbook import own_book
from rectify.domain.intake.record import Concern
from rectify.domain.phrases import operation
from rectify.errors import BadData, UsageError
from rectify.storage.evidence import Shelf
from rectify.storage.parcels import opened
from rectify.views.screen import preview

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain.event import Event
    from rectify.domain.exchange.collection import Collection
    from rectify.domain.exchange.reports import Report
    from rectify.domain.exchange.returned import Returned
    from rectify.domain.particulars import Attachment
    from rectify.domain.progress import Progress
    from rectify.storage.folder import LedgerFolder
    from rectify.storage.journal import Change
    from rectify.storage.parcels import Post

_QUESTION = "确定登记吗？"
_NOTHING = "没有要登记的，什么也没有改"


class SeveralLedgersCame(UsageError):  # noqa: N818  # named for what it is
    """The workbooks are of several ledgers."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            f"这些表属于几个台账：{'、'.join(names)}。请分开收，用 -l 写明是哪一个"
        )


class FaultyReturns(BadData):
    """Something in the workbooks is wrong, so none of them is taken."""

    def __init__(self, count: int) -> None:
        super().__init__(
            (),
            f"有{count}处差错，什么也没有写入。请改好后再收，"
            "或加 --skip-faulty，只收其余没有差错的",
        )


class Collecting:
    """One collection: the ledger, the day on which it came in, the files."""

    def __init__(self, desk: Desk, words: Sequence[str], ledger: str | None) -> None:
        self.desk = desk
        self.post = opened(words)
        self.books = {book.file.sha256: book for book in self.post.books}
        self.returned = _read(self.post)
        self.folder = _folder(desk, self.returned, ledger)
        self.shelf = Shelf(self.folder)

    def run(self, day: date, *, yes: bool, skip_faulty: bool, dry_run: bool) -> None:
        """Show what was found, and record it if that is agreed to."""
        roster = self.desk.rosters(self.folder.name, str(day))[0]
        terms = Terms(self.folder.ledger, day, self.desk.calendar)
        found = collect(self.returned, roster, terms, self._attached)
        found.skipped[:0] = self.post.skipped
        found.faults[:0] = self.post.faults
        word = self.folder.ledger.measure_word
        names = [f"{each.file.name}：{len(each.rows)}{word}" for each in self.returned]
        preview.show(account.parts(names, found, roster, word), whole=dry_run)
        if found.faults and not skip_faulty:
            raise FaultyReturns(len(found.faults))
        if not found.events:
            say(_NOTHING)
        elif not dry_run and not agreed(_QUESTION, yes=yes):
            say("没有登记，什么也没有改")
            return
        else:
            self._record(found, day, dry_run=dry_run)
        if found.faults:
            count = len(found.faults)
            say(f"有{count}处差错的没有收；改好后再收，收过的不会重复登记")
        left = silent(roster, found)
        preview.show(account.silence(left, word), whole=True)

    def _record(self, found: Collection, day: date, *, dry_run: bool) -> None:
        events: dict[str, list[Event]] = {}
        for report, event in found.events:
            events.setdefault(report.number, []).append(event)

        def make(case: Progress, _target: Target) -> Iterator[Event]:
            yield from events[case.number]

        targets = self.desk.targets(list(events), self.folder.name)
        recorded = judge(self.desk, targets, make, on=day)
        changes = [*self._kept(recorded.events), *recorded.changes]
        sentence = operation(recorded.events)
        write(self.desk, changes, sentence, list(events), dry_run=dry_run)

    def _kept(self, events: Iterable[tuple[str, Event]]) -> Iterator[Change]:
        """Give the files to keep: those that an event names which is recorded."""
        named = {
            (number, attachment.name)
            for number, event in events
            if isinstance(event, Respond)
            for attachment in event.attachments
        }
        for change in self.shelf.changes:
            if (change.path.parent.name, change.path.name) in named:
                yield change

    def _attached(
        self, report: Report
    ) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
        """Find the files that a report names, where its workbook lay."""
        book = self.books[report.filled.file.sha256]
        find = book.parcel.find
        found, missing = [], []
        for name in materials_in(
            report.materials, lambda name: find(name, book.place) is not None
        ):
            place = find(name, book.place)
            if place is None:
                missing.append(name)
            else:
                data = book.parcel.read(place)
                found.append(self.shelf.keep(report.number, place.name, data))
        return tuple(found), tuple(missing)


def _read(post: Post) -> list[Returned]:
    """Read the workbooks; what lay beside them and is none of ours is passed over."""
    found = []
    for book in post.books:
        if own_book(book.file) is not None:
            why = "这是导出的台账工作簿，不是填报表；改了的台账用 rectify import 导入"
            post.faults.append(Concern(book.file.name, why))
            continue
        returned = read(book.file)
        if returned.ours or book.named:
            found.append(returned)
        else:
            why = "不是发出的填报表，没有读"
            post.skipped.append(Concern(book.file.name, why))
    return found


def _folder(
    desk: Desk, returned: Sequence[Returned], ledger: str | None
) -> LedgerFolder:
    """Open the ledger that was named, or the one that the numbers tell."""
    folders = desk.folders(ledger)
    known = {folder.ledger.prefix: folder for folder in folders}
    told = [known[prefix] for prefix in prefixes(returned) if prefix in known]
    if len(folders) == 1 or not told:
        return desk.folder(ledger)
    if len(told) > 1:
        raise SeveralLedgersCame(folder.name for folder in told)
    return told[0]
