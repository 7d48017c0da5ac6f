"""The words that many commands share, declared once."""

from __future__ import annotations

from typing import Annotated

import typer

Numbers = Annotated[
    list[str],
    typer.Argument(
        metavar="编号…",
        help="如 17、JZ-017、1-10、JZ-001..JZ-010、1,3,5-7；- 表示从标准输入读编号",
    ),
]
SomeNumbers = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[编号…]", help="如 17、JZ-017、1-10、1,3,5-7；- 从标准输入读"
    ),
]
Number = Annotated[str, typer.Argument(metavar="编号", help="如 17 或 JZ-017")]
LedgerName = Annotated[
    str | None,
    typer.Option(
        "-l", "--ledger", metavar="台账", help="台账名；编号的前缀已说明时不用写"
    ),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="事情发生的日期，默认今天")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只说要改什么、列出改动，不写入")
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="文件已有且内容不同的，覆盖")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="日期", help="截至哪一天，默认台账的统计截止日，没有则为今天"
    ),
]
Known = Annotated[
    str | None,
    typer.Option("--known", metavar="日期", help="只计到这一天为止已经登记的办理记录"),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Csv = Annotated[bool, typer.Option("--csv", help="输出 CSV")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="单位", help="哪个单位；只有一个答复单位时不用写"),
]
Bys = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="单位", help="哪些单位，可重复；默认所有答复单位"),
]
Deadline = Annotated[
    str | None,
    typer.Option(
        "--deadline",
        metavar="期限",
        help="如 2024-09-30、9月底前、3个月、15个工作日、+30天、立行立改、长期坚持",
    ),
]
Ref = Annotated[str | None, typer.Option("--ref", metavar="文号", help="文号")]
Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="理由")]
SomeReason = Annotated[
    str | None, typer.Option("--reason", metavar="理由", help="理由")
]
Force = Annotated[
    bool, typer.Option("--force", help="越过一步，须同时用 --reason 写明理由")
]
Words = Annotated[str, typer.Option("--text", metavar="文字", help="内容")]
SomeWords = Annotated[str | None, typer.Option("--text", metavar="文字", help="内容")]
Attach = Annotated[
    list[str] | None,
    typer.Option("--attach", metavar="文件", help="随附的文件，可重复"),
]
