"""The words of the field: each value is what the file, the screen and the report say.

The four axes of a rectification are kept apart: paper state (`State`), result class
(the ledger's 答复类别), satisfaction (`Satisfaction`), and timeliness, which is
computed for a day and never a state.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """The state (状态) of an issue or of one 承办, computed from the events."""

    UNVETTED = "待审定"
    UNASSIGNED = "待交办"
    RETURNING = "待改派"
    REDOING = "重新办理"
    ASSIGNED = "已交办"
    WORKING = "办理中"
    ANSWERED = "已答复"
    PASSED = "测评通过"
    TRACKED = "跟踪中"
    CLOSED = "已销号"
    DROPPED = "已终止"
    CARRIED = "已结转"


class Role(StrEnum):
    """What a unit does for an issue: 主办 and 分办 answer, 协办 helps."""

    LEAD = "主办"
    PARTNER = "协办"
    SEPARATE = "分办"


class Nature(StrEnum):
    """Whether an issue states a fault or makes a proposal."""

    PROBLEM = "问题类"
    PROPOSAL = "建议类"


class Level(StrEnum):
    """The level of the congress that an issue comes from (来源级别)."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡"


class TimeKind(StrEnum):
    """How an issue's rectification is limited in time (时限类型)."""

    LIMITED = "限期整改"
    AT_ONCE = "立行立改"
    LASTING = "长期坚持"


class Publicity(StrEnum):
    """How far an issue may be made public (公开方式)."""

    PUBLIC = "主动公开"
    PARTLY = "部分公开"
    INTERNAL = "不公开"


class Assessment(StrEnum):
    """How satisfaction is established (评价方式)."""

    BALLOT = "测评"
    FEEDBACK = "反馈"
    NONE = "无"


class Decision(StrEnum):
    """The decision on an extension."""

    GRANTED = "同意"
    DENIED = "不同意"


class Marking(StrEnum):
    """Whether an issue is put on or taken off the list of key issues."""

    LISTED = "列入"
    UNLISTED = "取消"


class Finding(StrEnum):
    """The committee's judgement of a rectification (复核), beside the unit's class."""

    RECTIFIED = "整改到位"
    ANSWERED = "答复到位"
    NOT_YET = "未到位"
    IMPOSSIBLE = "无法整改"


class Satisfaction(StrEnum):
    """A proposer's satisfaction with attitude or result."""

    SATISFIED = "满意"
    BASICALLY = "基本满意"
    UNSATISFIED = "不满意"
    SILENT = "未表态"


class Verdict(StrEnum):
    """What a vote decides for an issue."""

    PASSED = "通过"
    FAILED = "不通过"


class Lasting(StrEnum):
    """What a look-back (回头看) finds."""

    HOLDS = "巩固"
    REBOUND = "反弹"


class Ending(StrEnum):
    """How the handling of an issue ends without an answer (终止)."""

    WITHDRAWN = "撤回"
    REFUSED = "不予受理"
    MERGED = "并案"


class Turn(StrEnum):
    """Which ballot on the same subject a vote is."""

    FIRST = "初次"
    SECOND = "二次"


class Dimension(StrEnum):
    """What a vote judges; 结果 is the one that decides."""

    ATTITUDE = "态度"
    RESULT = "结果"


class Base(StrEnum):
    """What a vote's rate is taken of (基数)."""

    MEMBERS = "全体组成人员"
    PRESENT = "实到"
    ISSUED = "发出"
    RETURNED = "收回"
    VALID = "有效"


class Operator(StrEnum):
    """超过 excludes the threshold itself, 达到 includes it (民法典第1259条)."""

    OVER = "超过"
    REACH = "达到"


class UnitKind(StrEnum):
    """The kind of a unit (单位类型)."""

    PARTY = "党委部门"
    CONGRESS = "人大机关"
    GOVERNMENT = "政府"
    DEPARTMENT = "政府部门"
    VERTICAL = "垂直单位"
    COURT = "监察司法机关"
    TOWNSHIP = "乡镇街道"
    OTHER = "其他"


class ExtensionCounts(StrEnum):
    """From which day an extension counts as in time (延期认定)."""

    DECIDED = "批准日"
    ASKED = "申请日"


class MergedCount(StrEnum):
    """How merged issues count in the base (并案计数)."""

    EACH = "分别"
    TOGETHER = "合并"


class FieldKind(StrEnum):
    """What a field of the ledger's own holds (类型 of 自定义字段)."""

    LINE = "文本"
    TEXT = "长文本"
    DAY = "日期"
    NUMBER = "数字"
    CHOICE = "选项"
