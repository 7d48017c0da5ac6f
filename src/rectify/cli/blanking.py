"""An empty sheet of counts, to be filled in at a vote and read back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from rectify.cli.shell import say
from rectify.errors import UsageError

if TYPE_CHECKING:
    from rectify.cli.counting import Counts
    from rectify.cli.desk import Target
    from rectify.domain.ballot import Subject
    from rectify.domain.ledger import Ledger
    from rectify.storage.folder import LedgerFolder
    from rectify.views.workbook.countsheet import Blank

_WHERE = frozenset({"会场", "群体"})


class BlankWithCounts(UsageError):  # noqa: N818  # named for what it is
    """An empty sheet has no counts."""

    def __init__(self) -> None:
        super().__init__("--blank 只写空的计票表，不记录；请去掉票数和 --from")


def check_no_counts(counts: Counts, file: str | None) -> None:
    """Refuse counts where an empty sheet is asked for.

    Raises:
        BlankWithCounts: some are given, or a file of them.
    """
    three = (counts.satisfied, counts.basically, counts.unsatisfied)
    if file is not None or three != (None,) * 3 or set(counts.others) - _WHERE:
        raise BlankWithCounts


def write_blank_sheet(
    folder: LedgerFolder,
    targets: list[Target],
    subject: Subject,
    places: tuple[str | None, str | None],
    file: str,
    *,
    overwrite: bool,
) -> None:
    """Write the sheet of counts to be filled in."""
    from rectify.storage.output import NotAFile, write_output
    from rectify.views.workbook.countsheet import write_blank

    path = Path(file)
    if path.is_dir():
        raise NotAFile(path, "计票表.xlsx")
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(f"{path.name}.xlsx")
    made = write_blank(_blank_for(folder.ledger, targets, subject, places))
    write_output(path, made, overwrite=overwrite)
    say(f"空的计票表已写入 {path}；填好后用 rectify evaluate … --from {path.name} 记录")


def _blank_for(
    ledger: Ledger,
    targets: list[Target],
    subject: Subject,
    places: tuple[str | None, str | None],
) -> Blank:
    """Say what an empty sheet of counts has rows for."""
    from rectify.views.workbook.countsheet import Blank

    venues, groups = map(_parts, places)
    titles = {each.entry.issue.number: each.entry.issue.title for each in targets}
    apart = titles | dict.fromkeys(subject.units, "")
    named = [f"{name} {title}".strip() for name, title in apart.items()]
    named += [f"审议意见第{n}条" for n in subject.opinions]
    named += [subject.report] if subject.report else []
    what = f"对象：{named[0]}　　" if len(named) == 1 else ""
    return Blank(
        f"{ledger.title}·测评计票表",
        f"{what}测评规则：{ledger.ballot_rule.name}",
        apart if len(named) > 1 else {},
        venues,
        groups,
        ledger.ballot_rule.dimensions,
    )


def _parts(words: str | None) -> list[str]:
    return [part for part in re.split("[、，,；;]", words or "") if part.strip()]
