"""建账: a list that came as a file becomes issues of the ledger."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from rectify.cli.app import app
from rectify.cli.founding import PANEL
from rectify.cli.options import DryRun, LedgerName
from rectify.errors import UsageError

_ROWS = re.compile(r"(\d{1,7})(?:[-~—至到](\d{1,7}))?")

File = Annotated[
    str,
    typer.Argument(
        metavar="文件",
        help="清单：.xlsx .xls .et .ods .csv .docx .md；或台账导出的工作簿",
    ),
]
Opening = Annotated[
    bool, typer.Option("--opening", help="接过已在办理的台账：办理情况作为期初登记")
]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问，存疑的也按所列导入")]
SheetName = Annotated[
    str | None,
    typer.Option("--sheet", metavar="工作表", help="只读这一张，隐藏的也读"),
]
Header = Annotated[
    str | None,
    typer.Option("--header", metavar="行", help="表头所在的行，如 4 或 4-5"),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="列=字段",
        help="这一列是什么，如 整改落实=整改要求；不要 表示不读；可重复，"
        "随台账记下，下次照用",
    ),
]
AddUnits = Annotated[
    bool, typer.Option("--add-units", help="单位名单里没有的单位，一并加进名单")
]
SkipFaulty = Annotated[
    bool, typer.Option("--skip-faulty", help="有误的行不导入，其余照常")
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="和台账不一样的，采用文件里的")
]
OpeningDay = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="期初的日期，默认今天")
]


class BadRows(UsageError):  # noqa: N818  # named for what it is
    """The words name no rows of a heading."""

    def __init__(self, words: str) -> None:
        super().__init__(f"--header 应写表头所在的行，如 4 或 4-5，“{words}”不是")


class BadMapping(UsageError):  # noqa: N818  # named for what it is
    """The words give no column its field."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"--map 应写成 列=字段 的样子，如 整改落实=整改要求，“{words}”不是"
        )


@app.command("import", rich_help_panel=PANEL)
def import_(
    file: File,
    ledger: LedgerName = None,
    opening: Opening = False,
    sheet: SheetName = None,
    header: Header = None,
    columns: Columns = None,
    add_units: AddUnits = False,
    skip_faulty: SkipFaulty = False,
    overwrite: Overwrite = False,
    on: OpeningDay = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """导入：读入别人发来的问题清单，先列出读到了什么，确认后写入。

    同一份清单导入两次，不会多出问题；改过的清单，逐条列出和台账不同的地方，
    空着的补上，已有的不动。台账导出的工作簿改了再导入，只改动改过的格子。
    """
    from pathlib import Path

    from rectify.cli.intaking import Order, take_in

    take_in(
        Order(
            file=Path(file),
            ledger=ledger,
            opening=opening,
            sheet=sheet,
            header=None if header is None else _rows(header),
            columns=dict(map(_mapping, columns or ())),
            add_units=add_units,
            skip_faulty=skip_faulty,
            overwrite=overwrite,
            on=on,
            yes=yes,
            dry_run=dry_run,
        )
    )


def _rows(words: str) -> tuple[int, int]:
    """Read the rows of a heading; people count them from 1."""
    from rectify.domain.text import narrow

    found = _ROWS.fullmatch(narrow(words).strip())
    if found is None:
        raise BadRows(words)
    first = int(found[1])
    last = int(found[2] or first)
    if not 0 < first <= last:
        raise BadRows(words)
    return first - 1, last - 1


def _mapping(words: str) -> tuple[str, str]:
    """Read which field a column holds."""
    column, _, field = words.replace("＝", "=").rpartition("=")
    if not (column.strip() and field.strip()):
        raise BadMapping(words)
    return column.strip(), field.strip()
