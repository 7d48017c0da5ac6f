"""Rows that are no issues, cells that are computed, text that means harm."""

from __future__ import annotations

import re

from lists.maker import Cell, Formula, Rows, Sheet, edited, rows, workbook

_LINKED = {
    "xl/workbook.xml": (
        rb"<definedNames|<calcPr",
        rb'<externalReferences><externalReference r:id="rId99"/></externalReferences>',
    ),
    "xl/_rels/workbook.xml.rels": (
        rb"</Relationships>",
        (
            rb'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/'
            rb'officeDocument/2006/relationships/externalLink" '
            rb'Target="externalLinks/externalLink1.xml"/>'
        ),
    ),
    "[Content_Types].xml": (
        rb"</Types>",
        (
            rb'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType='
            rb'"application/vnd.openxmlformats-officedocument.spreadsheetml.'
            rb'externalLink+xml"/>'
        ),
    ),
}


_LINK = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<externalLink xmlns='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    b'r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook>'
    b"</externalLink>"
)


_LINK_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
    b'"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    b'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/externalLinkPath" Target="old.xlsx" TargetMode="External"/>'
    b"</Relationships>"
)


_SHEET = "xl/worksheets/sheet1.xml"


def own_fields() -> bytes:
    """Columns that are fields of the ledger's own."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 涉及金额 | 督办领导 | 核实日期
            #1 | 补贴发放不及时 | 市财政局 | #120.5 | 分管副主任 | @2024-06-18
            #2 | 机构备案率低 | 市民政局 | | |
            """)
        )
    )


def duplicates() -> bytes:
    """A row pasted twice, and one that differs in its unit."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 整改时限
            #1 | 机构备案率低 | 市民政局 | 年底前
            #2 | 补贴发放不及时 | 市财政局 | 年底前
            #3 | 机构备案率低 | 市民政局 | 年底前
            #4 | 补贴发放不及时 | 市审计局 | 年底前
            """)
        )
    )


def placeholders() -> bytes:
    """Cells that say that there is nothing to say."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 配合单位 | 整改要求
            #1 | 机构备案率低 | 市民政局 | 无 | 全部备案
            #2 | 补贴发放不及时 | 市财政局 | / | —
            #3 | 助餐点卫生差 | 市市场监督管理局 | —— | 每日消毒
            """)
        )
    )


def foreign_numbers() -> bytes:
    """Numbers of another office that look like ours, in another order."""
    return workbook(
        Sheet(
            rows("""
            编号 | 存在问题 | 牵头单位
            YL-002 | 机构备案率低 | 市民政局
            YL-001 | 补贴发放不及时 | 市财政局
            """)
        )
    )


def no_problem_word() -> bytes:
    """A problem cell that says 无, with all the rest filled in."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 整改要求 | 牵头单位
            #1 | 机构备案率低 | 全部备案 | 市民政局
            #2 | 无 | 按月发放 | 市财政局
            """)
        )
    )


def controls() -> bytes:
    """What no text may hold: a bell, a soft line break, a mark of byte order."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位
            #1 | 机构\x07备案率低 | \ufeff市民政局
            #2 | 一是补贴发放不及时；\x0b二是标准偏低。 | 市财政局
            """)
        )
    )


def note_between() -> bytes:
    """A note between the issues, and words that end the page."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 责任单位
            #1 | 机构备案率低 | 市民政局
            注：以上一条为执法检查发现。
            #2 | 补贴发放不及时 | 市财政局
            （以下无正文）
            """)
        )
    )


def not_totals() -> bytes:
    """Problems that begin with the words of totals and notes."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位
            #1 | 合计120万元补贴没有拨付 | 市财政局
            #2 | 注重建设、轻视管理 | 市民政局
            #3 | 说明材料缺失 | 市民政局
            #4 | 备注栏填写不规范 | 市审计局
            """)
        )
    )


def no_problem() -> bytes:
    """A row that says everything but the problem."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 整改要求 | 牵头单位
            #1 | 机构备案率低 | 全部备案 | 市民政局
            #2 | | 按月发放 | 市财政局
            #3 | 助餐点卫生差 | 每日消毒 | 市市场监督管理局
            """)
        )
    )


def formulas_unstored() -> bytes:
    """Formulas whose results nobody has stored, in a column that is used."""
    book = workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位
            #1 | 机构备案率低 |
            #2 | 补贴发放不及时 | 市财政局
            """),
            formulas=(Formula("C2", '="市"&"民政局"', "市民政局"),),
        )
    )
    stored = rb"(?<=</f>)<v>[^<]*</v>"
    return edited(book, {_SHEET: lambda part: re.sub(stored, b"", part)})


def external_link() -> bytes:
    """Write a cell that takes its words from another workbook."""
    book = workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位
            #1 | 机构备案率低 | 市民政局
            #2 | | 市财政局
            """),
            formulas=(Formula("B3", "=[1]Sheet1!B3", "补贴发放不及时"),),
        )
    )
    edits = {
        part: lambda old, before=before, more=more: re.sub(
            before, lambda found: more + found[0], old, count=1
        )
        for part, (before, more) in _LINKED.items()
    }
    return edited(
        book,
        {
            **edits,
            "xl/externalLinks/externalLink1.xml": lambda _: _LINK,
            "xl/externalLinks/_rels/externalLink1.xml.rels": lambda _: _LINK_RELATIONS,
        },
    )


def hostile_text() -> bytes:
    """Text that another program would run, expand or take for something else."""
    words: tuple[Cell, ...] = (
        "=cmd|' /C calc'!A0",
        "<r>&amp;</r><script>alert(1)</script>",
        "{{ 7 * 7 }}{% for x in y %}",
        "标题: [a, b] # 不是注释",
        "NO",
        "012",
        "- 一\t项",
        "@SUM(1+1)*cmd",
        "'单引号\"双引号\\反斜杠",
        "!!python/object:os.system",
        "2024-09-30",
        "null",
    )
    table: Rows = [["序号", "存在问题", "整改要求"]]
    table += [[float(place), word, word] for place, word in enumerate(words, 1)]
    return workbook(Sheet(table))


FILES = {
    "own-fields.xlsx": own_fields,
    "duplicates.xlsx": duplicates,
    "placeholders.xlsx": placeholders,
    "foreign-numbers.xlsx": foreign_numbers,
    "no-problem-word.xlsx": no_problem_word,
    "controls.xlsx": controls,
    "note-between.xlsx": note_between,
    "not-totals.xlsx": not_totals,
    "no-problem.xlsx": no_problem,
    "formulas-unstored.xlsx": formulas_unstored,
    "external-link.xlsx": external_link,
    "hostile-text.xlsx": hostile_text,
}
