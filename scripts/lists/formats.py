"""The same small list in every format, and what only a format can do wrong."""

from __future__ import annotations

import codecs
import re

from lists import tables
from lists.maker import (
    Grid,
    Sheet,
    delimited,
    edited,
    rows,
    saved_as,
    strict,
    word,
    workbook,
)

_LIST = """
序号 | 问题类别 | 存在问题 | 整改要求 | 牵头单位 | 配合单位 | 整改时限
1 | 政策落实 | 养老机构建设补贴兑现不到位 | 核清欠拨金额，分批拨付。 | 市民政局 | 市财政局 | 2024年9月底前
2 | 设施安全 | 敬老院没有自动喷淋设施 | 按照国家标准完成改造。 | 市民政局 | 市消防救援支队、市应急管理局 | 2024-08-31
3 | 设施安全 | 疏散通道被杂物占用 | | 市消防救援支队 | | 立行立改
"""  # noqa: E501  # a row is a line


def plain() -> bytes:
    """Write the list with real numbers and days."""
    typed = re.sub(r"(?m)^(\d)", r"#\1", _LIST).replace("2024-08-31", "@2024-08-31")
    return workbook(Sheet(rows(typed)))


def merged() -> bytes:
    """Write the list under a merged title, its categories merged too."""
    table = rows("养老服务问题清单\n" + _LIST.strip())
    table[4][1] = None
    return workbook(Sheet(table, "清单", ("A1:G1", "B4:B5")))


def quoted_breaks() -> bytes:
    """Line breaks, commas and quotation marks inside cells."""
    table = rows("""
    序号 | 存在问题 | 整改措施,要求 | 整改要求 | 牵头单位
    1 | 一是补贴没有兑现；⏎二是培训没有完成。 | | 说清"为什么"，再整改。 | 市民政局
    2 | 疏散通道被占用, 多次提醒未改 | | | 市消防救援支队
    """)
    return delimited(table).encode()


def rich_text() -> bytes:
    """Write a cell of several runs, with a phonetic guide that is no part of it."""
    runs = (
        "<r><t>敬老院</t></r><r><rPr><b/></rPr><t>没有自动喷淋设施</t></r>"
        '<rPh sb="0" eb="3"><t>jinglaoyuan</t></rPh>'
    )
    whole = "<t>敬老院没有自动喷淋设施</t>"

    def cut(part: bytes) -> bytes:
        return part.decode().replace(whole, runs).encode()

    return edited(plain(), {"xl/sharedStrings.xml": cut})


def old_days() -> bytes:
    """Days counted from 1904."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 提出日期 | 整改时限
            #1 | 机构备案率低 | @2024-06-12 | @2024-09-30
            """)
        ),
        old_days=True,
    )


def vertical() -> bytes:
    """Write a Word table: its title inside, categories merged downwards."""
    return word(
        "附件",
        Grid(
            rows("""
            养老服务问题清单
            序号 | 问题类别 | 存在问题 | 牵头单位 | 整改时限
            1 | 设施安全 | 敬老院没有自动喷淋设施 | 市民政局 | 2024年8月31日
            2 | | 疏散通道被杂物占用 | 市消防救援支队 | 立行立改
            3 | 队伍建设 | 护理员持证率偏低 | 市人力资源和社会保障局 | 年底前
            """),
            ((0, 0, 0, 4), (2, 1, 3, 1)),
        ),
    )


def continued() -> bytes:
    """Write two tables, the second one a continuation under its own heading."""
    heading = "序号 | 存在问题 | 牵头单位"
    return word(
        "问题清单",
        Grid(rows(f"{heading}\n1 | 机构备案率低 | 市民政局")),
        "续表",
        Grid(rows(f"{heading}\n2 | 补贴发放不及时 | 市财政局")),
    )


def grouped_word() -> bytes:
    """Write a Word table whose heading has two rows and groups."""
    return word(
        Grid(
            rows("""
            序号 | 问题 | | 责任 | | 时限
            | 问题类别 | 存在问题 | 牵头单位 | 配合单位 |
            1 | 设施安全 | 疏散通道被占用 | 市消防救援支队 | 市民政局 | 立行立改
            """),
            ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 1, 5)),
        )
    )


def ragged() -> bytes:
    """Rows of different lengths: a title, an empty line, a total without commas."""
    return """养老服务问题清单

序号,存在问题,牵头单位,整改时限
1,机构备案率低,市民政局
2,补贴发放不及时,市财政局,年底前,
合计,2条
""".encode("gb18030")


def markdown() -> bytes:
    """Several tables of a Markdown file; one of them is no list."""
    return """\
# 养老服务问题清单

## 市级部门

| 序号 | 存在问题 | 牵头单位 | 整改时限 |
|:---:|---|---|---|
| 1 | 机构备案率低 | 市民政局 | 年底前 |
| 2 | 甲 \\| 乙两类补贴发放不及时 | 市财政局 | 立行立改 |

## 乡镇

| 序号 | 主要问题 | 责任单位 |
|---|---|---|
| 1 | 助餐点卫生差 | 东城街道 |

## 附

| 会议 | 地点 |
|---|---|
| 交办会 | 一楼会议室 |
""".encode()


def odd_headings() -> bytes:
    """Headings that no list has, to be told by hand."""
    return workbook(
        Sheet(
            rows("""
            行号 | 啥问题 | 谁来办 | 啥时候办完 | 联系电话
            #1 | 机构备案率低 | 市民政局 | 年底前 | 0391-0000001
            #2 | 补贴发放不及时 | 市财政局 | 立行立改 | 0391-0000002
            """)
        )
    )


def two_headings() -> bytes:
    """A summary looks like a heading; the true one stands in rows 4 and 5."""
    return workbook(
        Sheet(
            rows("""
            问题来源 | 存在问题 | 责任单位
            执法检查 | 2条 | 2个

            序号 | 问题 | | 责任
            | 问题表述 | 整改要求 | 牵头单位
            #1 | 机构备案率低 | 全部备案 | 市民政局
            #2 | 补贴发放不及时 | 按月发放 | 市财政局
            """),
            merges=("A4:A5", "B4:C4"),
        )
    )


def several_sheets() -> bytes:
    """This year's list and last year's: `--sheet` says which."""
    heading = "序号 | 存在问题 | 牵头单位"
    return workbook(
        Sheet(rows(f"{heading}\n#1 | 去年的问题 | 市民政局"), "2023年"),
        Sheet(rows(f"{heading}\n#1 | 今年的问题 | 市财政局"), "2024年"),
    )


def no_list() -> bytes:
    """Nothing that is a list: a notice, and a table of meetings."""
    return workbook(
        Sheet(rows("关于报送整改台账的通知\n请各单位于6月底前报送。"), "通知"),
        Sheet(rows("会议 | 日期 | 地点\n交办会 | @2024-06-20 | 一楼会议室"), "会议"),
    )


FILES = {
    "plain.xlsx": plain,
    "strict.xlsx": lambda: strict(plain()),
    "rich-text.xlsx": rich_text,
    "days-from-1904.xlsx": old_days,
    "merged.xls": lambda: saved_as(merged(), "xls"),
    "merged.et": lambda: saved_as(merged(), "xls"),
    "merged.ods": lambda: saved_as(merged(), "ods"),
    "vertical.docx": vertical,
    "continued.docx": continued,
    "grouped.docx": grouped_word,
    "ragged.csv": ragged,
    "hidden.ods": lambda: saved_as(tables.hidden(), "ods"),
    "tables.md": markdown,
    "comma-bom.csv": lambda: codecs.BOM_UTF8 + delimited(rows(_LIST)).encode(),
    "comma-utf8.csv": lambda: delimited(rows(_LIST)).encode(),
    "comma-gb18030.csv": lambda: delimited(rows(_LIST)).encode("gb18030"),
    "semicolon-gb18030.csv": lambda: delimited(rows(_LIST), ";").encode("gb18030"),
    "tab-utf16.csv": lambda: delimited(rows(_LIST), "\t").encode("utf-16"),
    "quoted-breaks.csv": quoted_breaks,
    "odd-headings.xlsx": odd_headings,
    "two-headings.xlsx": two_headings,
    "several-sheets.xlsx": several_sheets,
    "no-list.xlsx": no_list,
}
