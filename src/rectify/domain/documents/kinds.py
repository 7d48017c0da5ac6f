"""The kinds of document that an office writes about a list, one line each."""

from __future__ import annotations

from difflib import get_close_matches

from rectify.domain.documents.approval import compile_approval
from rectify.domain.documents.ballots import compile_ballot
from rectify.domain.documents.bulletin import compile_bulletin
from rectify.domain.documents.closure import compile_closures
from rectify.domain.documents.consultation import compile_consultations
from rectify.domain.documents.correspondence import compile_correspondence
from rectify.domain.documents.counting import compile_count
from rectify.domain.documents.dashboard import compile_dashboard
from rectify.domain.documents.definitions import compile_definitions
from rectify.domain.documents.dossier import compile_dossiers
from rectify.domain.documents.extension import compile_extensions
from rectify.domain.documents.facts import compile_facts
from rectify.domain.documents.handover import compile_letters
from rectify.domain.documents.lists import compile_list
from rectify.domain.documents.newsletter import compile_newsletter
from rectify.domain.documents.opinions import compile_opinions
from rectify.domain.documents.progress_table import compile_progress
from rectify.domain.documents.receipts import compile_receipts
from rectify.domain.documents.register import compile_register
from rectify.domain.documents.rehandling import compile_rehandlings
from rectify.domain.documents.reminders import compile_reminders
from rectify.domain.documents.report import Choice, Kind
from rectify.domain.documents.tallies import compile_tally
from rectify.domain.documents.transfer import compile_transfer
from rectify.domain.documents.urging import compile_urgings
from rectify.errors import UsageError

KINDS = (
    Kind(
        "交办函",
        "handover",
        "给每个承办单位一份，只列它自己的问题",
        compile_letters,
        frozenset({Choice.UNIT, Choice.DAY}),
        several=True,
    ),
    Kind(
        "审议意见函",
        "opinions",
        "给政府：审议意见全文，每条对应哪些问题，何时报告",
        compile_opinions,
    ),
    Kind(
        "签收单",
        "receipt",
        "给每个承办单位一份：签收人、签收日期，未签收的留空",
        compile_receipts,
        frozenset({Choice.UNIT, Choice.DAY}),
        several=True,
    ),
    Kind(
        "催办函",
        "reminder",
        "给每个有临期、逾期问题的单位一份",
        compile_reminders,
        frozenset({Choice.UNIT}),
        several=True,
    ),
    Kind(
        "督办函",
        "urging",
        "给每个有重点督办、多次未通过、久拖未决问题的单位主要负责人一份",
        compile_urgings,
        frozenset({Choice.ISSUES, Choice.UNIT}),
        several=True,
    ),
    Kind(
        "重新办理通知",
        "rehandling",
        "给每个须重新办理的单位一份：原因、第几次、新的期限",
        compile_rehandlings,
        frozenset({Choice.UNIT}),
        several=True,
    ),
    Kind("问题清单", "problems", "有哪些问题：内容、来源、整改要求", compile_list),
    Kind(
        "责任清单", "duties", "谁来办：主办、协办、责任领导、责任人、期限", compile_list
    ),
    Kind("整改清单", "measures", "怎么办：目标、措施、时限、进展", compile_list),
    Kind(
        "情况通报",
        "bulletin",
        "办得怎么样：总数、比率、单位排名、存在问题",
        compile_bulletin,
    ),
    Kind(
        "整改进展表",
        "progress",
        "一周来（或 --since 以来）有什么进展，还有哪些没有销号",
        compile_progress,
        frozenset({Choice.SINCE}),
    ),
    Kind(
        "台账",
        "ledger",
        "全部问题一行一条：事实、期限、进展、结果；.xlsx 另有单位、测评、指标和图",
        compile_register,
    ),
    Kind(
        "看板",
        "dashboard",
        "一张网页：总数、比率、逐月进展、单位和类别、可筛选的清单和经过",
        compile_dashboard,
        formats=(".html",),
    ),
    Kind(
        "事实清单",
        "facts",
        "写经验材料用的数字：每句有数、有基数、有口径",
        compile_facts,
    ),
    Kind(
        "一案一档",
        "dossier",
        "一条问题的全部：事实、承办、期限、经过、测评、销号、附件",
        compile_dossiers,
        frozenset({Choice.ISSUES}),
        several=True,
    ),
    Kind(
        "发文登记簿",
        "letters",
        "发出和收到的文书：日期、文号、往来单位、事由",
        compile_correspondence,
    ),
    Kind(
        "移交清单",
        "transfer",
        "移交接任者或者档案部门：每条问题一件，测评、佐证及其校验码",
        compile_transfer,
    ),
    Kind(
        "工作信息",
        "newsletter",
        "简报：现场问答，一问一答一承诺；没有问答的，近一月的书面答复",
        compile_newsletter,
        frozenset({Choice.DAY, Choice.SINCE}),
    ),
    Kind(
        "征询意见表",
        "consultation",
        "给每个提出人一份：答复内容，请填满意、基本满意、不满意",
        compile_consultations,
        frozenset({Choice.ISSUES}),
        several=True,
    ),
    Kind(
        "测评表",
        "ballot",
        "不记名的满意度测评票；--vote 重印某次测评的",
        compile_ballot,
        frozenset({Choice.ISSUES, Choice.VOTE}),
    ),
    Kind(
        "计票表",
        "count",
        "各会场、各群体的票数和合计；没有测评的为空表",
        compile_count,
        frozenset({Choice.VOTE}),
    ),
    Kind(
        "测评结果",
        "tally",
        "票数、比率、按规则得出的结果，未通过的怎么办",
        compile_tally,
        frozenset({Choice.VOTE}),
    ),
    Kind(
        "提请审定清单",
        "approval",
        "请主任会议审定后交办的问题",
        compile_approval,
    ),
    Kind(
        "延期审批表",
        "extension",
        "每次申请一份，批准前后都可打印；写明编号的可打空表",
        compile_extensions,
        frozenset({Choice.ISSUES}),
        several=True,
    ),
    Kind(
        "销号审批表",
        "closure",
        "每条问题一份，批准前后都可打印",
        compile_closures,
        frozenset({Choice.ISSUES}),
        several=True,
    ),
    Kind(
        "口径说明",
        "definitions",
        "每个指标怎么算、基数是什么、测评规则是什么",
        compile_definitions,
    ),
)


class UnknownKind(UsageError):  # noqa: N818  # named for what it is
    """There is no document of that kind."""

    def __init__(self, name: str) -> None:
        known = [word for kind in KINDS for word in (kind.name, kind.alias)]
        nearest = get_close_matches(name, known, cutoff=0.4)
        meant = f"是不是：{'、'.join(nearest)}？" if nearest else ""
        super().__init__(f"没有“{name}”这种文书。{meant}全部文书见 rectify report")


def kind_named(name: str) -> Kind:
    """Find a kind by its Chinese name or its alias.

    Raises:
        UnknownKind: there is none.
    """
    for kind in KINDS:
        if name in (kind.name, kind.alias):
            return kind
    raise UnknownKind(name)
