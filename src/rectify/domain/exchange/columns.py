"""The columns of the workbook that goes out to a unit and comes back, declared once."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from rectify.domain.event import Advance, Plan, Respond
from rectify.domain.issue import Issue

SHEET, GUIDE = "填报", "填报说明"
# Out of sight: what the ledger is and offers, and what the grey cells said.
OPTIONS, SENT = "选项", "原表"
MARK = "识别码"
LEDGER, VERSION, DAY = "台账", "程序版本", "日期"

_ISSUE, _ANSWER, _PLAN = Issue.labels(), Respond.labels(), Plan.labels()
NUMBER, TITLE = _ISSUE["number"], _ISSUE["title"]
DESCRIPTION, DEMAND = _ISSUE["description"], _ISSUE["demand"]
ROLE, DEADLINE, REMAINING, STATE = "角色", "期限", "剩余天数", "状态"
LATEST = "上次报送"
# The number once more, amid what is filled in: it shows whether that was sorted alone.
CHECK = "对照"
# The words by which one issue is told from another.
TELLING = (TITLE, DESCRIPTION)
# What the office says of each issue: locked, and never taken back.
GIVEN = (
    *(NUMBER, TITLE, DESCRIPTION, DEMAND),
    *(ROLE, DEADLINE, REMAINING, STATE, LATEST),
)

ANSWERS, ADVANCES = Respond.matter(), Advance.matter()


class Form(Enum):
    """How a cell of a column is filled in."""

    CHOICE = auto()
    LINE = auto()
    TEXT = auto()
    DAY = auto()


class Asked(NamedTuple):
    """A column that the unit fills in, and what it is told about it."""

    label: str
    form: Form
    help: str


REPORT = Asked(
    "本次报送",
    Form.CHOICE,
    f"已经办结、正式答复的选“{ANSWERS}”，还在办理的选“{ADVANCES}”。"
    f"没有选的，选了类别就算{ANSWERS}，没有选类别就算{ADVANCES}。",
)
CONTENT = Asked(
    "办理情况",
    Form.TEXT,
    "写做了什么、做到哪一步、效果怎样；还没有办完的，写下一步打算。"
    "单元格里换行按 Alt+回车。",
)
GRADE = Asked(_ANSWER["grade"], Form.CHOICE, "正式答复的，从下拉选项里选一类。")
FINISHED = Asked(
    _ANSWER["finished"], Form.DAY, "已经整改完成的，写完成的日期，如 2024-9-18。"
)
PROMISED = Asked(
    _ANSWER["promised"],
    Form.LINE,
    "暂时完不成的，写承诺在哪一天以前完成，如 2025-6-30、2025年6月底。",
)
_STEADY = "以前报过、没有变化的，不用再填。"
LEADER = Asked(_PLAN["leader"], Form.LINE, f"分管这项工作的领导，写职务。{_STEADY}")
PERSON = Asked(_PLAN["person"], Form.LINE, f"具体负责的部门或者人员。{_STEADY}")
MEASURES = Asked(_PLAN["measures"], Form.TEXT, f"准备怎样整改，分条写明。{_STEADY}")
FINISH = Asked(
    _PLAN["finish"], Form.LINE, f"准备什么时候完成，如 9月底前、长期坚持。{_STEADY}"
)
MATERIALS = Asked(
    "佐证材料",
    Form.LINE,
    "随表一起报来的文件的名称，如 验收单.pdf，几个之间用顿号隔开。"
    "这些文件同表放在一个文件夹里，一并打包报来。",
)
PLAN = (LEADER, PERSON, MEASURES, FINISH)
# What the unit owns, in the order of the sheet: nothing else is taken.
ASKED = (REPORT, CONTENT, GRADE, FINISHED, PROMISED, *PLAN, MATERIALS)
# What no field of a ledger's own is mistaken for.
LABELS = frozenset({MARK, CHECK, *GIVEN, *(asked.label for asked in ASKED)})
