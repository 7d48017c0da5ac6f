"""The widest of real lists, V2: 整改清单 and 责任清单 of an audit."""

from __future__ import annotations

from xlsxwriter.utility import xl_range

from lists.maker import Cell, Rows, Sheet, workbook

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


_DUTIES = {
    group: columns
    for group, columns in _GROUPS.items()
    if group != "具体责任单位细化的整改要求"
} | {"是否已完成整改": ()}


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


def v2_duties() -> bytes:
    """责任清单, the sister of it: two heading rows, 24 columns beside 序号."""
    top: Rows = [["整改责任清单"], ["截至2024年06月30日"], [], []]
    merges = ["A1:Y1", "A2:Y2"]
    for group, columns in _DUTIES.items():
        left = len(top[2])
        top[2] += [group] + [None] * (max(len(columns), 1) - 1)
        top[3] += columns or (None,)
        last = len(top[2]) - 1
        merges.append(_area(2, left, 2 if columns else 3, last))
    kept = [*range(19), *range(21, 26), 51]
    top += [[issue.get(place) for place in kept] for issue in _AUDITED]
    return workbook(Sheet(top, "责任清单", merges))


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


FILES = {
    "v2-audit.xlsx": v2,
    "v2-duties.xlsx": v2_duties,
}
