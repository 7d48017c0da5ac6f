"""Words of a closed list, in the ways in which people write them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from rectify.domain.terms import (
    Finding,
    Level,
    Nature,
    Publicity,
    State,
    TimeKind,
    Verdict,
)
from rectify.domain.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rectify.domain.ledger import Ledger

_BLANKS = re.compile(r"\s+")
_YES = re.compile(
    r"[是有√✓✔☑■\uf0fcyY1对已]|yes|YES|Yes|true|TRUE|100%"
    r"|(?:均|都|全部)?(?:已|已经)?(?:全部)?(?:按期|整改|办理)?"
    r"(?:完成|到位|办结|办毕|销号|答复|办复|落实|整改(?=完毕))(?:整改|销号|到位|完毕)?"
    r"|(?:均|都|全部)?(?:已|已经)整改"
)
_NO = re.compile(
    r"[否×✗✘✕☐□\uf0fbnN0错未xX]|no|NO|No|false|FALSE"
    r"|(?:尚|还|暂|均)?(?:未|没|没有)(?:全部)?(?:按期|整改|办理)?"
    r"(?:完成|到位|办结|办毕|销号|答复|办复|落实|整改|有)?(?:整改|销号|到位|完毕)?"
)
_UNDER_WAY = re.compile(
    r"(?:正在|持续|继续)?(?:整改|推进|办理|落实|进行|施工|办)中"
    r"|(?:正在|持续|长期|继续)(?:整改|推进|办理|落实|进行|坚持)|在办"
)
_PARTLY = re.compile(
    r"已?经?(?:大?部分|基本|阶段性)已?(?:整改|办理)?(?:完成|到位|办结|落实|整改)(?:整改)?"
)
_CLASS = re.compile(r"(.+?)(?:类|级)")

WAYS: Mapping[type[StrEnum], Mapping[str, str]] = {
    Nature: {"问题": "问题类", "建议": "建议类", "意见建议": "建议类"},
    Level: {
        "国家级": "国家", "全国": "国家", "中央": "国家", "省级": "省", "自治区": "省",
        "市级": "市", "设区的市": "市", "县级": "县", "区": "县", "区级": "县",
        "县（区）": "县", "乡级": "乡", "镇": "乡", "乡镇": "乡", "镇级": "乡",
        "乡镇级": "乡",
    },
    TimeKind: {
        "限期": "限期整改", "限时整改": "限期整改", "限期完成": "限期整改",
        "即知即改": "立行立改", "立查立改": "立行立改", "即查即改": "立行立改",
        "边查边改": "立行立改", "立即整改": "立行立改", "立即": "立行立改",
        "长期": "长期坚持", "长期整改": "长期坚持", "持续整改": "长期坚持",
        "持续推进": "长期坚持", "长期推进": "长期坚持", "持续坚持": "长期坚持",
        "常态化": "长期坚持", "常态化推进": "长期坚持", "常态化整改": "长期坚持",
    },
    Publicity: {
        "公开": "主动公开", "不予公开": "不公开", "内部": "不公开", "部分": "部分公开",
    },
    Finding: {
        "到位": "整改到位", "已整改到位": "整改到位", "已到位": "整改到位",
        "已答复到位": "答复到位", "整改未到位": "未到位", "未整改到位": "未到位",
        "不到位": "未到位", "整改不到位": "未到位", "未完成整改": "未到位",
    },
    Verdict: {
        "已通过": "通过", "测评通过": "通过", "满意": "通过", "基本满意": "通过",
        "未通过": "不通过", "不满意": "不通过",
    },
    State: {
        "未办理": "已交办", "交办": "已交办", "待办理": "已交办", "未启动": "已交办",
        "未完成": "办理中", "未办结": "办理中", "未整改到位": "办理中",
        "答复": "已答复", "已办复": "已答复", "销号": "已销号", "已经销号": "已销号",
        "跟踪": "跟踪中", "跟踪办理": "跟踪中", "重办": "重新办理",
    },
}  # fmt: skip


class Answer(StrEnum):
    """What a column of 是否 answers."""

    YES = "是"
    NO = "否"
    UNDER_WAY = "正在办理"
    PARTLY = "部分完成"


# Neither yes nor no: how work goes on is said in words of its own.
GOING_ON = (Answer.UNDER_WAY, Answer.PARTLY)
_ANSWERS = {
    Answer.NO: _NO,
    Answer.YES: _YES,
    Answer.UNDER_WAY: _UNDER_WAY,
    Answer.PARTLY: _PARTLY,
}
# What a 期初 may find; the other states are no work in hand.
OPEN_STATES = (
    State.ASSIGNED, State.WORKING, State.ANSWERED, State.PASSED, State.CLOSED,
    State.TRACKED, State.REDOING,
)  # fmt: skip


def answer(words: str) -> Answer | None:
    """Read 是, √, 已完成, 否, ×, 正在整改 and their like; None is none of them."""
    bare = narrow(_BLANKS.sub("", words)).rstrip("。；")
    return next((each for each, ways in _ANSWERS.items() if ways.fullmatch(bare)), None)


def chosen(kind: type[StrEnum], words: str) -> str | None:
    """Find the word of a list that is meant."""
    bare = _BLANKS.sub("", words).rstrip("。；")
    known = {str(each) for each in kind}
    return bare if bare in known else WAYS[kind].get(bare)


def grade(words: str, ledger: Ledger) -> str | None:
    """Find the class of answer that is meant: A, A类, Ａ."""
    bare = narrow(_BLANKS.sub("", words))
    shorter = _CLASS.fullmatch(bare)
    ways = {bare, bare.upper(), *([shorter[1], shorter[1].upper()] if shorter else ())}
    return _one(each.code for each in ledger.grades if each.code in ways)


def option(words: str, options: Iterable[str]) -> str | None:
    """Find the option that is meant, whatever its blanks and widths."""
    bare = narrow(_BLANKS.sub("", words))
    return _one(each for each in options if narrow(_BLANKS.sub("", each)) == bare)


def _one(found: Iterable[str]) -> str | None:
    return next(iter(found), None)
