"""The headings of real lists, V1 to V7: each as its offices print it."""

from __future__ import annotations

from xlsxwriter.utility import xl_range

from listmaker import Cell, Grid, Rows, Sheet, rows, word, workbook

_GROUPS = {
    "序号": (),
    "单位名称": ("一级单位", "具体责任单位"),
    "问题来源": (),
    "审计报告出具年份": (),
    "问题类别": ("一级标题", "二级标题", "三级标题"),
    "问题在审计报告中的序号及表述": ("在审计报告中的序号", "在审计报告中的表述"),
    "整改责任清单": (
        "具体责任单位",
        "具体问题表述",
        "问题金额（万元）",
        "负责监督管理责任的主管部门",
        "整改类型",
        "法规政策依据",
    ),
    "整改目标清单": ("整改要求", "整改时限", "整改完成标准"),
    "具体责任单位细化的整改要求": ("细化的整改措施", "对应的完成时间"),
    "具体责任单位整改责任人": (
        "整改第一责任人",
        "协助整改工作的领导",
        "牵头整改部门责任人及联系电话",
        "配合整改部门责任人及联系电话",
        "审计部门责任人及联系电话",
    ),
}
_PROGRESS = {
    "已采取的整改措施": (),
    "项目数（个）": (),
    "问题整改金额（万元）": (),
    "其中": (
        "追缴资金（万元）",
        "归还原渠道（万元）",
        "统筹盘活（万元）",
        "上缴财政（万元）",
        "调账处理（万元）",
        "加快拨付（万元）",
        "节约支出（万元）",
        "挽回损失（万元）",
        "规范管理（万元）",
        "完善手续（万元）",
    ),
    "其他": (),
    "追责问题情况": (
        "方式",
        "金额（万元）",
        "问责情形",
        "问责人数",
        "移送情形",
        "移送人数",
        "通报情形",
        "通报人数",
    ),
    "完善制度情况": ("数量（个）", "（分修订、制定，文件名称）"),
    "未整改到位问题原因及下一步计划": (),
    "是否已完成整改": (),
    "是否销号": (),
}
_SITUATION = "具体责任单位整改情况"
_AUDITED: tuple[dict[int, Cell], ...] = (
    {
        0: 1.0,
        1: "市民政局",
        2: "市民政局",
        3: "市本级预算执行审计",
        4: 2023.0,
        5: "财政资金管理",
        6: "专项资金",
        7: "拨付不及时",
        8: "（一）1",
        9: "养老服务补助资金拨付不及时",
        10: "市民政局",
        11: "2023年养老服务补助资金120.5万元未按规定时间拨付到养老机构。",
        12: 120.5,
        13: "市财政局",
        14: "立行立改",
        15: "《预算法》第五十七条",
        16: "限期拨付到位，并说明原因。",
        18: "资金全部拨付",
        19: "建立拨付台账",
        21: "局主要负责同志",
        26: "已拨付80万元",
        27: 2.0,
        28: 80.0,
        34: 80.0,
        48: 1.0,
        49: "制定《拨付办法》",
        50: "机构账户待核实",
        51: "否",
        52: "否",
    },
    {
        0: 2.0,
        1: "市住房和城乡建设局",
        2: "市住房和城乡建设局",
        3: "重大投资项目审计",
        4: 2023.0,
        5: "工程建设管理",
        6: "项目验收",
        7: "未办理验收",
        8: "（二）3",
        9: "养老用房未验收即投入使用",
        10: "市住房和城乡建设局",
        11: "2个小区的配套养老用房未经竣工验收即投入使用。",
        13: "市自然资源和规划局",
        14: "限期整改",
        16: "补办竣工验收手续。",
        17: "2024年12月底前",
        18: "验收合格",
        51: "是",
        52: "否",
    },
)


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


def v2() -> bytes:
    """整改清单 of an audit: five heading rows, 52 columns beside 序号."""
    top: Rows = [["整改清单"], ["截至2024年06月30日"], [], [], []]
    merges: list[str] = []
    for group, columns in _GROUPS.items():
        _head(top, merges, 2, group, columns)
    first = len(top[2])
    for group, columns in _PROGRESS.items():
        _head(top, merges, 3, group, columns)
    last = len(top[3]) - 1
    top[2][first] = _SITUATION
    merges += [_area(2, first, 2, last), _area(0, 0, 0, last), _area(1, 0, 1, last)]
    for issue in _AUDITED:
        top.append([issue.get(place) for place in range(last + 1)])
    return workbook(Sheet(top, "整改清单", merges))


def _head(
    top: Rows, merges: list[str], row: int, group: str, columns: tuple[str, ...]
) -> None:
    """Write a group over its columns, or one heading over all rows below."""
    left = max(len(top[2]), len(top[3]), len(top[4]))
    right = left + max(len(columns), 1) - 1
    for level in (2, 3, 4):
        top[level] += [None] * (left - len(top[level]))
    top[row] += [group] + [None] * (right - left)
    if columns:
        top[row + 1] += columns
        merges.append(_area(row, left, row, right))
        if row + 1 < 4:  # noqa: PLR2004  # the last heading row
            columns_below = range(left, right + 1)
            merges += (_area(row + 1, column, 4, column) for column in columns_below)
    else:
        merges.append(_area(row, left, 4, left))


def _area(top: int, left: int, bottom: int, right: int) -> str:
    return str(xl_range(top, left, bottom, right))


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
    "v2-audit.xlsx": v2,
    "v3-statistics.xlsx": v3,
    "v4-vote.xlsx": v4,
    "v5-hazards.xlsx": v5,
    "v6-suggestions.xlsx": v6,
    "v6-form.docx": v6_form,
    "v7-county.xlsx": lambda: workbook(v7()),
}
