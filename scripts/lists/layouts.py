"""What stands above and between the issues: titles, headings, groups."""

from __future__ import annotations

from lists.maker import Formula, Sheet, rows, workbook


def title_twelve() -> bytes:
    """Write twelve rows of title, notice and dates above the heading."""
    return workbook(
        Sheet(
            rows("""
            内部资料　注意保存
            附件2

            某市人大常委会
            养老服务监督
            问题清单

            填报单位：市人大常委会社会建设委员会
            填报日期：2024年6月20日
            说明：1.问题由检查组提出；2.责任单位由主任会议确定。
            联系人：社会建设委员会办公室
            单位：条
            序号 | 主要问题 | 整改建议 | 牵头单位 | 配合单位 | 完成时限
            #1 | 老年食堂补贴标准偏低 | 提高每餐补贴 | 市民政局 | 市财政局 | 2024年10月底
            #2 | 社区用房不足 | 补建或者置换 | 市住房和城乡建设局 | 市自然资源和规划局、市民政局 | 2025年6月30日前
            """),  # noqa: E501  # a row is a line
            merges=("A1:F1", "A2:B2", "A4:F4", "A5:F5", "A6:F6", "A8:F8", "A10:F10"),
        )
    )


def grouped_heading() -> bytes:
    """Three heading rows, not in the first column, with blanks and line breaks."""
    return workbook(
        Sheet(
            rows("""
            | |
            | | 整改工作台账
            | | 序⏎号 | 问题情况 | | | 整改责任 | | | 整改　时限 | 备　注
            | | | 问题⏎来源 | 存 在 问 题 | | 责任单位 | | 督办领导
            | | | | 问题名称 | 具体⏎表现 | 牵头⏎单位 | 配合⏎单位 |
            | | #1 | 执法检查 | 敬老院消防设施不达标 | 4家没有喷淋设施 | 市民政局 | 市消防救援支队 | 分管副主任 | 2024年9月底前 |
            | | #2 | 专题调研 | 护理员持证率偏低 | 持证的不到三成 | 市人力资源和社会保障局 | | | 2024年12月31日 | 同审议意见第三条
            """),  # noqa: E501  # a row is a line
            name="台账",
            merges=(
                "C2:K2",
                "C3:C5",
                "D3:F3",
                "G3:I3",
                "J3:J5",
                "K3:K5",
                "D4:D5",
                "E4:F4",
                "G4:H4",
                "I4:I5",
            ),
        )
    )


def heading_five() -> bytes:
    """Five heading rows, a level each."""
    return workbook(
        Sheet(
            rows("""
            序号 | 整改台账
            | 问题 | | | 责任
            | 来源 | 内容 | | 单位 | | 时限
            | | 问题表述 | 整改 | 市级 | | 整改时限
            | | | 整改要求 | 牵头单位 | 配合单位 |
            #1 | 专题询问 | 机构备案率低 | 全部备案 | 市民政局 | 市市场监督管理局 | 年底前
            #2 | 执法检查 | 电梯年检过期 | 立即检验 | 市市场监督管理局 | | 2024年7月31日
            """),  # noqa: E501  # a row is a line
            merges=(
                "A1:A5",
                "B1:G1",
                "B2:D2",
                "E2:G2",
                "B3:B5",
                "C3:D3",
                "E3:F3",
                "C4:C5",
                "E4:F4",
                "G4:G5",
            ),
        )
    )


def heading_repeated() -> bytes:
    """Two heading rows without any merge: each word stands in both, or is refined."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 责任单位 | 责任单位 | 整改时限
            序号 | 存在问题 | 牵头 | 配合 | 整改时限
            #1 | 机构备案率低 | 市民政局 | 市市场监督管理局 | 年底前
            #2 | 补贴发放不及时 | 市财政局 | | 2024年9月30日
            """)
        )
    )


def on_its_side() -> bytes:
    """A table on its side: what stands in rows elsewhere stands in columns."""
    return workbook(
        Sheet(
            rows("""
            序号 | #1 | #2
            存在问题 | 机构备案率低 | 补贴发放不及时
            整改要求 | 全部备案 | 按月发放
            牵头单位 | 市民政局 | 市财政局
            整改时限 | 年底前 | 2024年9月30日
            """)
        )
    )


def numbered_heading() -> bytes:
    """Below the heading stands a row of column numbers, as in statistical forms."""
    return workbook(
        Sheet(
            rows("""
            问题清单
            序号 | 问题类别 | 存在问题 | 整改要求 | 责任单位
            甲 | 乙 | (1) | (2) | (3)
            #1 | 资金使用 | 福彩公益金使用进度慢 | 加快执行 | 市财政局
            #2 | 队伍建设 | 养老护理员流失率高 | 提高待遇 | 市民政局
            """),
            merges=("A1:E1",),
        )
    )


def category_rows() -> bytes:
    """Categories are rows of their own, with counts; the second count is wrong."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 整改时限
            一、关于政策落实方面（2条）
            #1 | 运营补贴拖欠半年以上 | 市财政局 | 2024年8月31日
            #2 | 护理员培训任务没有完成 | 市人力资源和社会保障局 | 年底前
            二、关于设施安全方面（3条）
            #1 | 敬老院没有喷淋设施 | 市民政局 | 2024年9月30日
            #2 | 燃气报警器没有安装 | 市应急管理局 | 立行立改
            """),
            merges=("A2:D2", "A5:D5"),
        )
    )


def category_in_columns() -> bytes:
    """A category's number stands under 序号, its name under 存在问题, counted."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 整改时限
            一 | 政策落实方面（2条）
            #1 | 运营补贴拖欠半年以上 | 市财政局 | 2024年8月31日
            #2 | 护理员培训任务没有完成 | 市人力资源和社会保障局 | 年底前
            二 | 设施安全方面（1条）
            #3 | 敬老院没有喷淋设施 | 市民政局 | 2024年9月30日
            """)
        )
    )


def grouped_by_unit() -> bytes:
    """The units are rows of their own; no column says them."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 整改时限
            一、市民政局（2条）
            #1 | 机构备案率低 | 年底前
            #2 | 床位空置率高 | 年底前
            二、市财政局（1条）
            #1 | 补贴发放不及时 | 2024年9月30日
            """),
            merges=("A2:C2", "A5:C5"),
        )
    )


def no_serial() -> bytes:
    """Three short columns, the unit first, no 序号."""
    return workbook(
        Sheet(
            rows("""
            单位 | 问题 | 时限
            市民政局 | 机构备案率低 | 年底
            市财政局 | 补贴发放不及时 | 9月底
            """)
        )
    )


def stored_formulas() -> bytes:
    """Formulas whose results were stored; 序号 is computed too."""
    return workbook(
        Sheet(
            rows("""
            序号 | 存在问题 | 牵头单位 | 整改时限
            | 补贴发放不及时 | 市财政局 | 2024年8月31日
            | 机构备案率低 | | 2024年9月30日
            """),
            formulas=(
                Formula("A2", "=ROW()-1", 1),
                Formula("A3", "=ROW()-1", 2),
                Formula("C3", '="市"&"民政局"', "市民政局"),
            ),
        )
    )


FILES = {
    "title-twelve-rows.xlsx": title_twelve,
    "heading-grouped.xlsx": grouped_heading,
    "heading-five.xlsx": heading_five,
    "heading-repeated.xlsx": heading_repeated,
    "on-its-side.xlsx": on_its_side,
    "heading-numbered.xlsx": numbered_heading,
    "category-rows.xlsx": category_rows,
    "category-in-columns.xlsx": category_in_columns,
    "grouped-by-unit.xlsx": grouped_by_unit,
    "no-serial.xlsx": no_serial,
    "formulas-stored.xlsx": stored_formulas,
}
