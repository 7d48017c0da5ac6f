"""Rows and issues that are not one and the same: merges, blanks, page breaks."""

from __future__ import annotations

from lists.maker import Sheet, rows, workbook


def over_rows() -> bytes:
    """One issue over several rows: 序号 and problem merged over its units."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 具体表现 | 责任单位 | 整改时限
            #1 | 农村养老设施闲置 | 12个幸福院常年关门 | 柳林镇 | 2024年9月30日
            | | 3个日间照料中心挪作他用 | 河口镇 | 2024年9月30日
            #2 | 老年人优待政策宣传不够 | 社区宣传栏没有更新 | 市民政局 | 2024年7月31日
            | | 网站政策过期 | 市政府办公室 | 2024年8月31日
            #3 | 助餐点分布不均 | 城东没有助餐点 | 东城街道 | 年底前
            """),
            merges=("A2:A3", "B2:B3", "A4:A5", "B4:B5"),
        )
    )


def continued_rows() -> bytes:
    """One issue over several rows without any merge: the rows below begin empty."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 具体表现 | 整改要求 | 牵头单位 | 配合单位
            #1 | 居家适老化改造进度慢 | 改造对象底数不清 | 逐户摸底 | 市民政局 | 市住房和城乡建设局
            | | 补贴资金没有到位 | 尽快拨付 | | 市财政局
            #2 | 医养结合机构少 | 全市仅有2家 | 支持新建 | 市卫生健康委员会 | 市民政局
            """)  # noqa: E501  # a row is a line
        )
    )


def merged_problem() -> bytes:
    """Rows with an own 序号 inside a merged problem are issues of their own."""
    return workbook(
        Sheet(
            rows("""
            序号 | 问题类别 | 存在问题 | 具体表现 | 责任单位
            #1 | 设施安全 | 敬老院消防设施不达标 | 柳林镇敬老院没有喷淋设施 | 柳林镇
            #2 | | | 河口镇敬老院疏散通道被占 | 河口镇
            #3 | | 养老院燃气管道老化 | 橡胶软管超期使用 | 市住房和城乡建设局
            #4 | 队伍建设 | 护理员不足 | 缺口约400人 | 市民政局
            """),
            merges=("B2:B4", "C2:C3"),
        )
    )


def merged_units() -> bytes:
    """Units and deadlines merged downwards, a problem merged across two columns."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 具体表现 | 牵头单位 | 整改时限
            #1 | 机构备案率低 | 仅有三成 | 市民政局 | 2024年9月30日
            #2 | 床位空置率高 | 超过一半 | |
            #3 | 护理型床位少 | | | 年底前
            #4 | 电梯年检过期 | 两部 | 市市场监督管理局 |
            """),
            merges=("D2:D4", "E2:E3", "B4:C4"),
        )
    )


def blank_rows() -> bytes:
    """Empty rows between the issues of one table."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位

            #1 | 机构备案率低 | 市民政局


            #2 | 补贴发放不及时 | 市财政局

            #3 | 助餐点卫生差 | 市市场监督管理局
            """)
        )
    )


def page_breaks() -> bytes:
    """Title and heading printed anew on the second page."""
    return workbook(
        Sheet(
            rows("""
            养老服务问题清单
            序号 | 存在问题 | 牵头单位
            #1 | 机构备案率低 | 市民政局
            养老服务问题清单
            序号 | 存在问题 | 牵头单位
            #2 | 补贴发放不及时 | 市财政局
            """),
            merges=("A1:C1", "A4:C4"),
        )
    )


def headless_column() -> bytes:
    """A column with content and no heading."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 |
            #1 | 机构备案率低 | 市民政局 | 去年也提过
            #2 | 补贴发放不及时 | 市财政局 |
            """)
        )
    )


def no_fill_down() -> bytes:
    """An empty cell that is not merged stays empty: it is no copy of the one above."""
    return workbook(
        Sheet(
            rows("""
            序号 | 问题类别 | 存在问题 | 牵头单位 | 整改时限
            #1 | 政策落实 | 运营补贴拖欠 | 市财政局 | 2024年8月31日
            #2 | | 长期护理保险没有启动 | |
            #3 | 设施安全 | 电梯年检过期 | 市市场监督管理局 | 2024年7月31日
            """)
        )
    )


def tail() -> bytes:
    """Totals, a heading repeated after a page break, notes, numbered empty rows."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 整改时限
            #1 | 补贴发放不及时 | 市财政局 | 2024年8月31日
            #2 | 机构备案率低 | 市民政局 | 2024年9月30日
            小计 | 2条
            序号 | 存在问题 | 牵头单位 | 整改时限
            #3 | 助餐点卫生差 | 市市场监督管理局 | 立行立改
            #4
            #5
            #6
            合计 | 共3条
            注：1.本表由社会建设委员会汇总。
            备注：整改时限自交办之日起算。
            填表人： | | 审核人：
            """),
            merges=("A11:D11", "A12:D12"),
        )
    )


FILES = {
    "issue-over-rows.xlsx": over_rows,
    "issue-continued.xlsx": continued_rows,
    "merged-problem.xlsx": merged_problem,
    "merged-units.xlsx": merged_units,
    "blank-rows.xlsx": blank_rows,
    "page-breaks.xlsx": page_breaks,
    "headless-column.xlsx": headless_column,
    "no-fill-down.xlsx": no_fill_down,
    "tail-rows.xlsx": tail,
}
