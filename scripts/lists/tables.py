"""Several tables, sheets and cards in a file, and what a sheet hides."""

from __future__ import annotations

from lists.maker import Grid, Sheet, rows, word, workbook


def _card(number: str, title: str, problem: str, unit: str, limit: str) -> str:
    return f"""
    问题整改交办卡
    编号 | {number} | 交办日期 | 2024-06-20
    问题名称 | {title}
    存在问题 | {problem}
    整改要求 | 举一反三，限期整改。
    牵头单位 | {unit} | 整改时限 | {limit}
    """


_CARDS = (
    (
        "2024-01",
        "燃气软管超期",
        "3家敬老院的燃气软管超期使用。",
        "市民政局",
        "2024年7月底前",
    ),
    (
        "2024-02",
        "电梯故障多",
        "老年公寓电梯一个月停运6次。",
        "市市场监督管理局",
        "2024-08-15",
    ),
)


def card_sheets() -> bytes:
    """One card a sheet: labels on the left, values on the right."""
    cards = [rows(_card(*card)) for card in _CARDS]
    merges = ("A1:D1", "B3:D3", "B4:D4", "B5:D5")
    return workbook(
        *(Sheet(card, f"问题{place}", merges) for place, card in enumerate(cards, 1))
    )


def cards_below() -> bytes:
    """Two cards under each other on one sheet, a blank row between."""
    first, second = (rows(_card(*card)) for card in _CARDS)
    upper = ("A1:D1", "B3:D3", "B4:D4", "B5:D5")
    lower = ("A8:D8", "B10:D10", "B11:D11", "B12:D12")
    return workbook(Sheet([*first, [], *second], merges=(*upper, *lower)))


def card_tables() -> bytes:
    """One card a table of a Word file."""
    grids = (
        Grid(
            rows(_card(*card)),
            ((0, 0, 0, 3), (2, 1, 2, 3), (3, 1, 3, 3), (4, 1, 4, 3)),
        )
        for card in _CARDS
    )
    return word("问题整改交办卡", *grids)


def tables_below() -> bytes:
    """Two tables of one sheet, one below the other, with different columns."""
    return workbook(
        Sheet(
            rows("""
            一、市级部门问题清单
            序号 | 存在问题 | 牵头单位 | 整改时限
            #1 | 补贴发放不及时 | 市财政局 | 2024年8月31日
            #2 | 机构备案率低 | 市民政局 | 2024年9月30日

            二、乡镇（街道）问题清单
            序号 | 主要问题 | 整改措施 | 责任单位
            #1 | 助餐点卫生差 | 每日消毒 | 东城街道
            #2 | 巡访记录造假 | 重新巡访 | 柳林镇
            """),
            merges=("A1:D1", "A6:D6"),
        )
    )


def tables_beside() -> bytes:
    """Two tables of one sheet, one beside the other."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 责任单位 | | 序号 | 存在问题 | 责任单位
            #1 | 补贴发放不及时 | 市财政局 | | #3 | 助餐点卫生差 | 东城街道
            #2 | 机构备案率低 | 市民政局 | | #4 | 巡访记录造假 | 柳林镇
            """)
        )
    )


def sheets_by_unit() -> bytes:
    """A sheet for each unit, and one that has no list."""
    heading = "序号 | 存在问题 | 整改时限 | 责任单位"
    return workbook(
        Sheet(rows("填报要求\n请各单位于每月5日前报送，联系人为办公室。"), "填报说明"),
        Sheet(
            rows(f"{heading}\n#1 | 机构备案率低 | 2024年9月30日 | 市民政局"), "民政局"
        ),
        Sheet(rows(f"{heading}\n#1 | 补贴拨付不及时 | 年底前 | 市财政局"), "财政局"),
    )


def three_lists() -> bytes:
    """问题清单, 责任清单 and 整改清单: three sheets about the same two issues."""
    return workbook(
        Sheet(
            rows("""
            问题清单
            序号 | 问题类别 | 存在问题 | 具体表现
            #1 | 资金保障 | 建设补贴没有兑现 | 2家机构没有拿到补贴
            #2 | 设施安全 | 疏散通道被占用 | 2家敬老院堆放杂物
            """),
            "问题清单",
            ("A1:D1",),
        ),
        Sheet(
            rows("""
            责任清单
            序号 | 存在问题 | 牵头单位 | 配合单位
            #1 | 建设补贴没有兑现 | 市财政局 | 市民政局
            #2 | 疏散通道被占用 | 市消防救援支队 | 市民政局
            """),
            "责任清单",
            ("A1:D1",),
        ),
        Sheet(
            rows("""
            整改清单
            序号 | 存在问题 | 整改标准 | 整改时限
            #1 | 建设补贴没有兑现 | 全部拨付 | 2024年8月31日
            #2 | 疏散通道被占用 | 保持畅通 | 立行立改
            """),
            "整改清单",
            ("A1:D1",),
        ),
    )


def hidden() -> bytes:
    """A hidden row, a hidden column, a hidden sheet."""
    listed = rows("""
    序号 | 存在问题 | 整改要求 | 牵头单位
    #1 | 补贴发放不及时 | 按月发放 | 市财政局
    #2 | 机构备案率低 | 全部备案 | 市民政局
    #3 | 助餐点卫生差 | 每日消毒 | 市市场监督管理局
    """)
    kept = rows("""
    序号 | 存在问题 | 牵头单位
    #1 | 去年没有整改完的问题 | 市民政局
    """)
    return workbook(
        Sheet(listed, hidden_rows=(3,), hidden_columns=("C",)),
        Sheet(kept, "去年", hidden=True),
    )


def with_statistics() -> bytes:
    """A list, and beside it in the file the figures that were made of it."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位
            #1 | 补贴发放不及时 | 市财政局
            #2 | 机构备案率低 | 市民政局
            """),
            "清单",
        ),
        Sheet(
            rows("""
            单位 | 总数 | 办结数 | 办结率
            市财政局 | #1 | #0 | 0%
            市民政局 | #1 | #1 | 100%
            合计 | #2 | #1 | 50%
            """),
            "统计",
        ),
    )


FILES = {
    "card-sheets.xlsx": card_sheets,
    "cards-below.xlsx": cards_below,
    "cards.docx": card_tables,
    "tables-below.xlsx": tables_below,
    "tables-beside.xlsx": tables_beside,
    "sheets-by-unit.xlsx": sheets_by_unit,
    "three-lists.xlsx": three_lists,
    "hidden.xlsx": hidden,
    "with-statistics.xlsx": with_statistics,
}
