"""The ledger's own register, come back: what was edited in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.cli.weighing import Weighed, about, terms_of
from rectify.domain.documents.register import fact_cells
from rectify.domain.intake.account import own_parts, unit_parts
from rectify.domain.intake.comparing.comparison import returned
from rectify.domain.intake.comparing.matching import match
from rectify.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rectify.cli.desk import Desk
    from rectify.cli.intaking import Order
    from rectify.domain.intake.comparing.ownbook import OwnBook
    from rectify.storage.folder import Entry, LedgerFolder


class OtherLedger(LedgerError):  # noqa: N818  # named for what it is
    """The workbook is the register of another ledger."""

    def __init__(self, file: str, theirs: str, ours: str) -> None:
        super().__init__(
            f"{file} 是台账 {theirs} 导出的，不是 {ours} 的，没有导入；"
            f"要导入到 {theirs}，请用 -l {theirs}"
        )


class PublicCopy(LedgerError):  # noqa: N818  # named for what it is
    """The workbook was made for the public: words in it are masked."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} 是对外公开的一份，有的内容已隐去，不能导回；"
            "请用 rectify report 台账 导出的来改"
        )


class NotForRegister(UsageError):  # noqa: N818  # named for what it is
    """Our own workbook is read as it was written."""

    def __init__(self, options: Sequence[str]) -> None:
        named = "、".join(options)
        super().__init__(f"这是本台账导出的工作簿，按编号和列名核对，不用 {named}")


def weigh_register(
    desk: Desk,
    folder: LedgerFolder,
    order: Order,
    book: OwnBook,
    entries: Mapping[str, Entry],
) -> Weighed:
    """Weigh the ledger's own register, edited or not."""
    _refuse_foreign(folder, order, book)
    issues = {number: entry.issue for number, entry in entries.items()}
    current = {number: fact_cells(issue) for number, issue in issues.items()}
    terms = terms_of(desk, folder, order, ())
    found = returned(book, issues, current, terms)
    units = found.unknown if order.add_units else ()
    if units:
        terms = terms_of(desk, folder, order, units)
        found = returned(book, issues, current, terms)
    named = {row.number for row in book.rows}
    others = [issue for number, issue in issues.items() if number not in named]
    added = match(found.drafts, others, folder.free_numbers(), terms)
    matched = found.matched.together(added)
    matched = matched._replace(absent=())
    told = about(matched, matched.doubts, folder, add_units=order.add_units)
    parts = (*own_parts(book, found.skipped), *unit_parts(units), *told)
    return Weighed(matched, parts, units=units)


def _refuse_foreign(folder: LedgerFolder, order: Order, book: OwnBook) -> None:
    """Refuse what is not this ledger's, or not whole, or asked for in vain."""
    name = order.file.name
    if book.ledger != folder.name:
        raise OtherLedger(name, book.ledger, folder.name)
    if book.public:
        raise PublicCopy(name)
    given = {
        "--opening": order.opening,
        "--sheet": order.sheet,
        "--header": order.header,
        "--map": order.columns,
        "--on": order.on,
    }
    idle = [option for option, words in given.items() if words]
    if idle:
        raise NotForRegister(idle)
