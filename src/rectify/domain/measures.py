"""The rates of an office, each declared once with its definition (口径).

A rate is taken of issues as they stand on a day. Taken by unit, the same predicates
are asked of each 承办 alone.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from rectify.domain import gaps, subject
from rectify.domain.terms import (
    ExtensionCounts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from rectify.domain.ledger import Ledger


class Basis(Enum):
    """What a rate counts."""

    ISSUE = auto()
    UNDERTAKING = auto()
    VOTE = auto()


class Measure(NamedTuple):
    """One declared rate: the predicates and the sentence that defines it.

    `lacking` names what would have to be known of a subject and is not; such a one is
    counted nowhere.
    """

    name: str
    aliases: tuple[str, ...]
    basis: Basis
    numerator: Callable[[Any], bool]
    denominator: Callable[[Any], bool]
    definition: Callable[[Ledger], str]
    lacking: Callable[[Any], str] = lambda _subject: ""


def _fixed(sentence: str) -> Callable[[Ledger], str]:
    return lambda _ledger: sentence


def _define_handing_over(ledger: Ledger) -> str:
    asked = "已审定、应交办的问题" if ledger.procedure.vetting else "应交办的问题"
    return f"已交办的问题÷{asked}（撤回、不予受理的除外）"


def _define_handled(ledger: Ledger) -> str:
    states = "、".join(ledger.procedure.handled_states)
    return f"状态为{states}的问题÷已交办问题"


def _define_on_time(ledger: Ledger) -> str:
    day = (
        "批准"
        if ledger.procedure.extension_counts is ExtensionCounts.DECIDED
        else "申请"
    )
    return (
        "首次办理中，各承办单位有效答复之前从未逾期的问题÷已到期或已答复的问题"
        f"（无期限的不计；延期在原期限届满前{day}的，按新期限认定）"
    )


def _define_grades(ledger: Ledger, attribute: str) -> str:
    codes = [grade.code for grade in ledger.grades if getattr(grade, attribute)]
    return f"各承办单位最近答复类别均为{'、'.join(codes)}类的问题÷已答复并有类别的问题"


def _define_met(ledger: Ledger) -> str:
    manners = "、".join(ledger.procedure.meeting_manners)
    return f"首次答复前与提出人面商过（方式：{manners}）的问题÷人大代表提出的问题"


_VOTE_NOTE = "（按票号计，分别投票的对象各计一次；规则不设门槛的不计）"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "交办率",
        (),
        Basis.ISSUE,
        subject.handed,
        subject.to_hand_over,
        _define_handing_over,
    ),
    Measure(
        "签收率",
        (),
        Basis.UNDERTAKING,
        subject.signed,
        subject.in_base,
        _fixed(
            "已签收的承办÷现有承办（主办、分办、协办都计，并案的不另计；"
            "报送方案、进展、答复的视为签收）"
        ),
        gaps.signing,
    ),
    Measure(
        "答复率",
        ("办复率", "回复率"),
        Basis.ISSUE,
        subject.answered,
        subject.in_base,
        _fixed("本次办理中各主办、分办单位均已答复且未被退回的问题÷已交办问题"),
    ),
    Measure(
        "办结率", (), Basis.ISSUE, subject.handled, subject.in_base, _define_handled
    ),
    Measure(
        "按期办结率",
        ("按时办结率",),
        Basis.ISSUE,
        subject.on_time,
        subject.judged,
        _define_on_time,
        gaps.timing,
    ),
    Measure(
        "按期办结率（原期限）",
        (),
        Basis.ISSUE,
        subject.on_time_originally,
        subject.judged_originally,
        _fixed(
            "首次办理中，有效答复不晚于最初期限的问题÷最初期限已到或已答复的问题"
            "（无期限的不计）"
        ),
        gaps.timing,
    ),
    Measure(
        "整改完成率",
        ("整改率",),
        Basis.ISSUE,
        subject.rectified,
        subject.in_base,
        _fixed(
            "已销号，或各承办单位最近一次复核均为“整改到位”且此后未被否定的问题÷已交办问题"
        ),
    ),
    Measure(
        "整改答复到位率",
        ("已整改和答复到位",),
        Basis.ISSUE,
        subject.rectified_or_answered,
        subject.in_base,
        _fixed(
            "已销号，或各承办单位最近一次复核均为“整改到位”或“答复到位”"
            "且此后未被否定的问题÷已交办问题"
        ),
    ),
    Measure(
        "销号率",
        (),
        Basis.ISSUE,
        subject.struck_off,
        subject.in_base,
        _fixed("状态为已销号的问题÷已交办问题"),
    ),
    Measure(
        "解决率",
        ("A类率", "办成率"),
        Basis.ISSUE,
        subject.solved,
        subject.graded,
        lambda ledger: _define_grades(ledger, "solved"),
    ),
    Measure(
        "落实率",
        (),
        Basis.ISSUE,
        subject.settled,
        subject.graded,
        lambda ledger: _define_grades(ledger, "settled"),
    ),
    Measure(
        "满意率",
        (),
        Basis.ISSUE,
        subject.is_satisfied,
        subject.has_feedback,
        _fixed("提出人最近一次反馈均为满意的问题÷有反馈（未表态除外）的问题"),
    ),
    Measure(
        "满意和基本满意率",
        ("满意率（含基本满意）",),
        Basis.ISSUE,
        subject.is_content,
        subject.has_feedback,
        _fixed("提出人最近一次反馈均为满意或基本满意的问题÷有反馈（未表态除外）的问题"),
    ),
    Measure(
        "不满意率",
        (),
        Basis.ISSUE,
        subject.is_unsatisfied,
        subject.has_feedback,
        _fixed("有提出人最近一次反馈为不满意的问题÷有反馈（未表态除外）的问题"),
    ),
    Measure(
        "面商率",
        ("见面率",),
        Basis.ISSUE,
        subject.met,
        subject.of_deputies,
        _define_met,
        gaps.meeting,
    ),
    Measure(
        "重办率",
        (),
        Basis.ISSUE,
        subject.redone,
        subject.ever_answered,
        _fixed("进入第二次及以上办理的问题÷曾经答复过的问题"),
        gaps.rounds,
    ),
    Measure(
        "测评通过率",
        (),
        Basis.VOTE,
        subject.passed,
        subject.any_turn,
        _fixed(f"通过的测评÷举行的测评{_VOTE_NOTE}"),
    ),
    Measure(
        "测评通过率（初次）",
        (),
        Basis.VOTE,
        subject.passed,
        subject.first_turn,
        _fixed(f"初次测评中通过的÷举行的初次测评{_VOTE_NOTE}"),
    ),
    Measure(
        "测评通过率（二次）",
        (),
        Basis.VOTE,
        subject.passed,
        subject.second_turn,
        _fixed(f"二次测评中通过的÷举行的二次测评{_VOTE_NOTE}"),
    ),
    Measure(
        "反弹率",
        ("回头看反弹率",),
        Basis.ISSUE,
        subject.rebounded,
        subject.looked_back,
        _fixed("回头看发现过反弹的问题÷回头看过的问题"),
    ),
    Measure(
        "综合整改率",
        (),
        Basis.ISSUE,
        subject.rectified,
        subject.possible,
        _fixed("整改完成的问题÷已交办问题减去复核认定无法整改（须有理由）的问题"),
    ),
)
