"""The headings of real lists, V1 to V7: each as its offices print it."""

from __future__ import annotations

from lists.maker import Grid, Sheet, rows, word, workbook


def v1() -> bytes:
    """人大 list standard: source, name, content, nature, lead, progress, review."""
    return workbook(
        Sheet(
            rows("""
            某市人大常委会2024年养老服务监督问题（建议）清单
            问题（建议）来源 | 名称 | 具体内容 | 类别（问题类/建议类） | 牵头整改（落实）单位 | 推进情况 | 人大复核评价
            执法检查 | 敬老院消防设施不达标 | 抽查的9家农村敬老院中，4家没有按标准配备自动喷淋设施。有2家的疏散通道被杂物占用。 | 问题类 | 市民政局 | 正在改造 |
            专题调研 | 建立护理员补贴制度 | 建议对持证护理员按月发放岗位补贴，所需资金列入年度预算。 | 建议类 | 市人力资源和社会保障局 | |
            专题询问 | 老年食堂运营困难 | 12个老年食堂中有5个因客流不足停业。 | 问题类 | 市民政局 | 已恢复3个 | 基本到位
            """),  # noqa: E501  # a row is a line
            merges=("A1:G1",),
        )
    )


def v3() -> bytes:
    """Figures by unit: a table of statistics, not a list."""
    return workbook(
        Sheet(
            rows("""
            单位 | 办理 | | | 办复 | | | | 办理工作 | | | | 办理结果
            | 主办 | 协办 | 总数 | 主办 | 协办 | 总数 | 办复率 | 满意 | 基本满意 | 不满意 | 未表态 | 满意 | 基本满意 | 不满意 | 未表态
            市民政局 | #12 | #3 | #15 | #12 | #3 | #15 | 100% | #10 | #2 | | | #9 | #3 | |
            市财政局 | #4 | #6 | #10 | #4 | #6 | #10 | 100% | #4 | | | | #4 | | |
            总计 | #16 | #9 | #25 | #16 | #9 | #25 | 100% | #14 | #2 | | | #13 | #3 | |
            """),  # noqa: E501  # a row is a line
            merges=("A1:A2", "B1:D1", "E1:H1", "I1:L1", "M1:P1"),
        )
    )


def v4() -> bytes:
    """The counts of a vote on public projects: `evaluate` reads it, `import` not."""
    return workbook(
        Sheet(
            rows("""
            民生实事项目测评结果（满意和基本满意票超过实到人数半数为通过）
            序号 | 民生实事工程项目名称 | 测评等次
            | | 满意 | 基本满意 | 不满意
            #1 | 老年食堂建设 | #210 | #12 |
            #2 | 农村敬老院改造 | #180 | #30 | #12
            注：应到代表250人，实到222人，符合法定人数。
            """),
            merges=("A1:E1", "A2:A3", "B2:B3", "C2:E2", "A6:E6"),
        )
    )


def v5() -> bytes:
    """Ledgers of hazards and of buildings, a sheet each."""
    hazards = rows("""
    序号 | 隐患问题 | 整改措施 | 整改时限 | 整改进展 | 整改验收时间 | 验收人员 | 是否销号 | 台账来源 | 责任部门/责任人
    #1 | 养老院厨房燃气管道老化 | 更换管道 | @2024-08-31 | 已下达整改通知 | | | 否 | 安全检查 | 市住房和城乡建设局
    #2 | 养老院疏散指示灯损坏 | 更换灯具 | @2024-07-15 | 已更换 | @2024-07-10 | 检查组 | 是 | 群众举报 | 市消防救援支队
    """)  # noqa: E501  # a row is a line
    buildings = rows("""
    上报月份 | 是否销号 | 单位名称 | 内容 | 地址 | 销号时间
    6月 | 否 | 柳林镇 | 日间照料中心屋顶渗漏 | 柳林镇中心街 |
    6月 | 是 | 河口镇 | 幸福院围墙开裂 | 河口镇北村 | @2024-06-28
    """)
    return workbook(Sheet(hazards, "隐患台账"), Sheet(buildings, "房屋台账"))


def v6() -> bytes:
    """Suggestions of deputies, as a platform exports them: the title says it all."""
    return workbook(
        Sheet(
            rows("""
            号码 | 领衔代表 | 联名人数 | 题目 | 承办单位（主办/协办） | 交办日期 | 答复日期 | 类别 | 满意度
            #12 | 代表甲 | #10 | 关于加快老旧小区加装电梯的建议 | 市住房和城乡建设局/市财政局 | @2024-03-15 | @2024-06-10 | A | 满意
            #13 | 代表乙 | #3 | 关于支持社会力量办养老的建议 | 市民政局 | @2024-03-15 | | B |
            """)  # noqa: E501  # a row is a line
        )
    )


def v6_form() -> bytes:
    """征询意见表: one card of labels and values."""
    return word(
        "市人大代表建议办理征询意见表",
        Grid(
            rows("""
            编号 | 第12号 | 代表姓名 | 代表甲
            工作单位 | 某小学 | 承办单位 | 市民政局
            建议标题 | 关于规范社区日间照料中心收费的建议
            建议内容 | 部分社区日间照料中心收费项目不公示。建议统一公示并接受监督。
            承办单位意见 | 已印发公示办法。
            分管领导意见 |
            建议人意见及要求 | 请每半年检查一次。
            满意程度 | □满意　□基本满意　□不满意
            代表签名 | | 承办人签名 |
            """),
            merges=tuple((row, 1, row, 3) for row in range(2, 8)),
        ),
    )


def v7() -> Sheet:
    """Give the everyday sheet of a county: a title, who filled it, groups, a foot."""
    return Sheet(
        rows("""
        养老服务监督问题整改台账
        填报单位：市民政局　　填报日期：2024年6月30日　　填表人：　　　　联系电话：
        序号 | 问题类别 | 存在问题 | 具体表现 | 整改目标 | 整改措施 | 责任领导 | 牵头单位 | 责任单位 | 责任人 | 整改时限 | 整改进展情况 | 是否完成 | 备注
        一、关于政策落实方面（2条）
        #1 | 政策落实 | 养老机构建设补贴兑现不到位 | 2家机构的建设补贴没有拨付。⏎3家机构的运营补贴拖欠半年以上。 | 补贴全部兑现 | 1.核清欠拨金额；⏎2.列入预算，分批拨付。 | 分管副市长 | 市民政局 | 市财政局 | 养老服务科科长 | 2024年9月底前 | 已核清欠拨金额 | 否 | 主任会议重点关注
        #2 | 政策落实 | 护理员培训任务没有完成 | 年度计划800人，上半年只培训120人。 | 完成年度任务 | 增加培训班次 | 分管副市长 | 市人力资源和社会保障局 | | 职业能力科科长 | 年底前 | | 否 |
        二、关于设施安全方面（2条）
        #3 | 设施安全 | 敬老院没有自动喷淋设施 | 抽查9家，4家没有。 | 全部达标 | 分三批改造 | 分管副市长 | 市民政局 | 市消防救援支队、市应急管理局 | 安全科科长 | @2024-08-31 | 第一批已完成 | 否 |
        #4 | 设施安全 | 疏散通道被杂物占用 | 2家的疏散通道堆放杂物。 | 立即清理 | 现场清理 | 分管副市长 | 市消防救援支队 | | 防火科科长 | 立行立改 | 已清理 | 是 |
        合计 | 4条
        注：本表每月5日前报送。
        填表人签字：　　　　　　　　　审核人签字：
        """),  # noqa: E501  # a row is a line
        merges=("A1:N1", "A2:N2", "A4:N4", "A7:N7", "A11:N11", "A12:N12"),
    )


FILES = {
    "v1-standard.xlsx": v1,
    "v3-statistics.xlsx": v3,
    "v4-vote.xlsx": v4,
    "v5-hazards.xlsx": v5,
    "v6-suggestions.xlsx": v6,
    "v6-form.docx": v6_form,
    "v7-county.xlsx": lambda: workbook(v7()),
}
