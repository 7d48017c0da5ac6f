"""The sentences by which the procedure refuses, and where it lets a step be skipped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from records import (
    ANSWER,
    BOSS,
    CLOSED,
    FAILED,
    FEEDBACK,
    HANDED,
    LEDGER,
    NO_VOTE,
    PASSED,
    RECORDS,
    SHARED,
    SIGNED,
    TRACKED,
    VETTED,
    WAITING,
    issue,
    late,
    ledger,
    row,
    stands,
)
from rectify.domain.workflow import fold, record
from rectify.errors import RuleError

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.ledger import Ledger


def asks_for(*rows: Row, rules: Ledger = LEDGER, **facts: object) -> str:
    """Give the sentence by which the last of these events is refused."""
    before = issue(*rows[:-1], **facts)  # type: ignore[arg-type]  # facts, not a number
    assert not fold(before, rules, on=date(2026, 1, 1)).faults
    event = issue(rows[-1]).events[0]
    with pytest.raises(RuleError) as refused:
        record(before, event, rules)
    return str(refused.value)


REFUSALS = [
    pytest.param(
        (late("签收", 单位="市民政局"),),
        "不能签收 JZ-001：到2024-12-30还没有交办。先交办：rectify assign JZ-001 …",
        id="交办之前签收",
    ),
    pytest.param(
        (HANDED, late("审定")), "不能审定 JZ-001：已于2024-06-20交办", id="交办后审定"
    ),
    pytest.param(
        (HANDED, late("交办", 主办="市民政局")),
        "不能交办 JZ-001：已于2024-06-20交办",
        id="再次交办",
    ),
    pytest.param((late("恢复"),), "不能恢复 JZ-001：它没有终止", id="没有终止就恢复"),
    pytest.param(
        (late("交办"),),
        "不能交办 JZ-001：应当有一个主办单位，或者两个以上分办单位。"
        "用 --lead 写主办，或用几个 --each 写分办",
        id="没有单位",
    ),
    pytest.param(
        (late("交办", 主办="市民政局", 分办=["市住建局", "市应急局"]),),
        "不能交办 JZ-001：应当有一个主办单位，或者两个以上分办单位。"
        "用 --lead 写主办，或用几个 --each 写分办",
        id="又有主办又有分办",
    ),
    pytest.param(
        (late("交办", 分办=["市住建局"]),),
        "不能交办 JZ-001：应当有一个主办单位，或者两个以上分办单位。"
        "用 --lead 写主办，或用几个 --each 写分办",
        id="一个分办",
    ),
    pytest.param(
        (late("交办", 主办="市民政局", 协办=["市民政局"]),),
        "不能交办 JZ-001：市民政局写了两次",
        id="一个单位两次",
    ),
    pytest.param(
        (late("交办", 主办="市民政局", 期限="2024-12-29"),),
        "JZ-001 的期限早于交办日期：交办 2024-12-30，期限 2024-12-29",
        id="期限早于交办",
    ),
    pytest.param(
        (
            late(
                "交办",
                分办=[{"单位": "市民政局", "期限": "2024-12-01"}, "市住建局"],
            ),
        ),
        "JZ-001 的期限早于交办日期：交办 2024-12-30，期限 2024-12-01",
        id="分办期限早于交办",
    ),
    pytest.param(
        (HANDED, SIGNED, late("签收", 单位="市民政局")),
        "不能签收 JZ-001：市民政局已于2024-06-22签收",
        id="签收两次",
    ),
    pytest.param(
        (HANDED, late("签收", 单位="市应急局")),
        "不能签收 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="不相干的单位签收",
    ),
    pytest.param(
        (HANDED, WAITING, late("签收", 单位="市民政局")),
        "不能签收 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 --to 单位，"
        "或不予退回：rectify decline JZ-001 --by 市民政局 --refuse",
        id="等待改派时签收",
    ),
    pytest.param(
        (HANDED, WAITING, late("申请退回", 单位="市民政局", 理由="再次申请")),
        "不能申请退回 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 --to 单位，"
        "或不予退回：rectify decline JZ-001 --by 市民政局 --refuse",
        id="申请退回两次",
    ),
    pytest.param(
        (HANDED, ANSWER, late("申请退回", 单位="市民政局", 理由="不属职责")),
        "不能申请退回 JZ-001：市民政局已经答复",
        id="答复之后申请退回",
    ),
    pytest.param(
        (HANDED, late("不予退回", 单位="市民政局")),
        "不能不予退回 JZ-001：市民政局没有申请退回",
        id="没有申请就不予退回",
    ),
    pytest.param(
        (HANDED, late("改派")),
        "不能改派 JZ-001：没有写明原单位和新单位",
        id="改派不写单位",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市应急局", 单位="市人社局")),
        "不能改派 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="改派不相干的单位",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市民政局")),
        "不能改派 JZ-001：市民政局是唯一的答复单位，须有新单位接办",
        id="减去唯一的答复单位",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市民政局", 单位="市人社局", 角色="协办")),
        "不能改派 JZ-001：市民政局是唯一的答复单位，须有新单位接办",
        id="唯一的答复单位换成协办",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市民政局", 单位="市财政局")),
        "不能改派 JZ-001：市财政局已在承办单位之中",
        id="改派给已有的单位",
    ),
    pytest.param(
        (HANDED, late("改派", 单位="市人社局", 角色="主办")),
        "不能改派 JZ-001：已有主办单位，不能再加主办单位",
        id="再加主办",
    ),
    pytest.param(
        (HANDED, late("改派", 单位="市人社局", 角色="分办")),
        "不能改派 JZ-001：已有主办单位，不能再加分办单位",
        id="主办之外加分办",
    ),
    pytest.param(
        (SHARED, late("改派", 单位="市人社局", 角色="主办")),
        "不能改派 JZ-001：已有分办单位，不能再加主办单位",
        id="分办之外加主办",
    ),
    pytest.param(
        (
            HANDED,
            late("改派", 原单位="市民政局", 单位="市人社局", 期限="2024-12-29"),
        ),
        "JZ-001 的期限早于改派日期：改派 2024-12-30，期限 2024-12-29",
        id="期限早于改派",
    ),
    pytest.param(
        (HANDED, late("方案", 单位="市应急局")),
        "不能报送方案 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="不相干的单位报方案",
    ),
    pytest.param(
        (HANDED, ANSWER, late("延期", 单位="市民政局")),
        "不能办理延期 JZ-001：市民政局已经答复",
        id="答复之后延期",
    ),
    pytest.param(
        (
            row("2024-06-20", "交办", 主办="市民政局", 期限依据="长期坚持"),
            late("延期", 单位="市民政局"),
        ),
        "不能办理延期 JZ-001：市民政局没有期限可延",
        id="没有期限的延期",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 申请日期="2024-12-31")),
        "JZ-001 的申请日期晚于延期日期：延期 2024-12-30，申请日期 2024-12-31",
        id="申请晚于决定",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 申请日期="2024-06-19")),
        "JZ-001 的申请日期早于交办日期：交办 2024-06-20，申请日期 2024-06-19",
        id="申请早于交办",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 结论="同意")),
        "不能办理延期 JZ-001：没有写明新期限。用 --deadline 写明",
        id="同意延期而没有新期限",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 结论="同意", 新期限="2024-09-30")),
        "不能办理延期 JZ-001：新期限 2024-09-30 不晚于现期限 2024-09-30",
        id="新期限不晚",
    ),
    pytest.param(
        (HANDED, late("催办", 单位="市应急局")),
        "不能催办 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="催办不相干的单位",
    ),
    pytest.param(
        (HANDED, late("重点督办", 结论="取消")),
        "不能取消重点督办 JZ-001：它没有列入重点督办",
        id="取消没有列入的",
    ),
    pytest.param(
        (HANDED, late("答复", 单位="市财政局")),
        "不能答复 JZ-001：市财政局是协办单位，不单独答复。"
        "它的意见由市民政局一并答复；情况可记入 rectify progress",
        id="协办单位答复",
    ),
    pytest.param(
        (HANDED, WAITING, late("答复", 单位="市民政局")),
        "不能答复 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 --to 单位，"
        "或不予退回：rectify decline JZ-001 --by 市民政局 --refuse",
        id="等待改派时答复",
    ),
    pytest.param(
        (HANDED, late("答复", 单位="市民政局", 类别="甲")),
        "不能答复 JZ-001：没有“甲”这个答复类别。本台账的类别：A、B、C",
        id="没有的类别",
    ),
    pytest.param(
        (HANDED, late("答复", 单位="市民政局", 成文日期="2024-12-31")),
        "JZ-001 的成文日期晚于收到答复日期：收到答复 2024-12-30，成文日期 2024-12-31",
        id="成文晚于收到",
    ),
    pytest.param(
        (SHARED, ANSWER, late("退回重办", 单位=["市民政局", "市住建局"], 理由="空")),
        "不能退回重办 JZ-001：市住建局还没有答复",
        id="退回没有的答复",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            late("退回重办", 单位=["市民政局"], 理由="空", 期限="2024-12-29"),
        ),
        "JZ-001 的期限早于退回重办日期：退回重办 2024-12-30，期限 2024-12-29",
        id="期限早于退回",
    ),
    pytest.param(
        (HANDED, late("复核", 单位="市民政局", 结论="整改到位")),
        "不能复核 JZ-001：市民政局还没有答复。"
        "先记录答复：rectify respond JZ-001 --by 市民政局 …",
        id="复核没有的答复",
    ),
    pytest.param(
        (HANDED, ANSWER, late("复核", 单位="市民政局", 结论="无法整改")),
        "不能复核 JZ-001：无法整改须写明理由。用 --reason 写明",
        id="无法整改而没有理由",
    ),
    pytest.param(
        (HANDED, ANSWER, FAILED, late("测评", 票号="2024-09", 结论="通过")),
        "不能测评 JZ-001：测评未通过（票号 2024-01），第2次办理还没有答复。"
        "先记录新的答复：rectify respond JZ-001 --by 市民政局 …",
        id="没有新的答复就再测评",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            row("2024-10-08", "反馈", 提出人="王代表", 结果="不满意"),
            late("销号", 批准=BOSS),
        ),
        "不能销号 JZ-001：王代表反馈不满意，第2次办理还没有答复。"
        "先记录新的答复：rectify respond JZ-001 --by 市民政局 …",
        id="不满意之后销号",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            PASSED,
            CLOSED,
            row("2024-12-10", "回头看", 结论="反弹", 期限="2025-01-10"),
            late("销号", 批准=BOSS),
        ),
        "不能销号 JZ-001：回头看发现反弹，第2次办理还没有答复。"
        "先记录新的答复：rectify respond JZ-001 --by 市民政局 …",
        id="反弹之后销号",
    ),
    pytest.param(
        (HANDED, WAITING, late("测评", 票号="2024-09", 结论="通过")),
        "不能测评 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 …",
        id="待改派时测评",
    ),
    pytest.param(
        (
            SHARED,
            WAITING,
            row("2024-09-18", "答复", 单位="市住建局"),
            late("测评", 票号="2024-09", 结论="通过"),
        ),
        "不能测评 JZ-001：市民政局、市应急局还没有答复。"
        "先记录答复：rectify respond JZ-001 --by 市应急局 …",
        id="一个待改派、一个没有答复",
    ),
    pytest.param(
        (HANDED, ANSWER, TRACKED, late("测评", 票号="2024-09", 结论="通过")),
        "不能测评 JZ-001：正在跟踪。核查后先记录新的答复：rectify respond JZ-001 …",
        id="跟踪中测评",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, late("答复", 单位="市民政局")),
        "不能答复 JZ-001：测评已经通过。可以销号：rectify close JZ-001",
        id="测评通过后答复",
    ),
    pytest.param(
        (HANDED, ANSWER, late("回头看", 结论="巩固")),
        "不能回头看 JZ-001：它已经答复，还没有测评通过或销号",
        id="已答复就回头看",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, CLOSED, late("答复", 单位="市民政局")),
        "不能答复 JZ-001：已于2024-11-20销号。"
        "发现反弹，用 rectify recheck JZ-001 --result 反弹",
        id="销号后答复",
    ),
    pytest.param(
        (
            HANDED,
            row("2024-07-01", "终止", 方式="并案", 并入="JZ-002"),
            late("答复", 单位="市民政局"),
        ),
        "不能答复 JZ-001：已终止（并案，并入 JZ-002）。"
        "要继续办理，先恢复：rectify resume JZ-001",
        id="并案后答复",
    ),
    pytest.param(
        (*RECORDS["已终止"], late("答复", 单位="市民政局")),
        "不能答复 JZ-001：已终止（撤回）。要继续办理，先恢复：rectify resume JZ-001",
        id="撤回后答复",
    ),
    pytest.param(
        (late("终止", 方式="并案"),),
        "不能终止 JZ-001：并案要写明并入哪一条，别的方式不写。用 --into",
        id="并案不写并入",
    ),
    pytest.param(
        (late("终止", 方式="撤回", 并入="JZ-002"),),
        "不能终止 JZ-001：并案要写明并入哪一条，别的方式不写。用 --into",
        id="撤回写了并入",
    ),
    pytest.param(
        (late("终止", 方式="并案", 并入="JZ-001"),),
        "不能终止 JZ-001：不能并入自己",
        id="并入自己",
    ),
    pytest.param(
        (HANDED, ANSWER, late("转跟踪", 下次核查="2024-12-30")),
        "JZ-001 的下次核查等于转跟踪日期：转跟踪 2024-12-30，下次核查 2024-12-30",
        id="下次核查就在当天",
    ),
    pytest.param(
        (HANDED, ANSWER, late("销号", 批准=BOSS)),
        "不能销号 JZ-001：本次办理的测评还没有通过。"
        "先记录测评：rectify evaluate JZ-001 …，或用 --force --reason 说明理由",
        id="没有测评就销号",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, late("销号")),
        "不能销号 JZ-001：本台账须1级批准，没有写批准人。用 --approver 写明批准人",
        id="没有批准就销号",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            PASSED,
            row("2024-11-15", "复核", 单位="市民政局", 结论="未到位"),
            late("销号", 批准=BOSS),
        ),
        "不能销号 JZ-001：市民政局最近一次复核（2024-11-15）是未到位。"
        "先重新复核：rectify review，或用 --force --reason 说明理由",
        id="复核未到位就销号",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, late("销号", 批准=BOSS, 申请日期="2024-12-31")),
        "JZ-001 的申请日期晚于销号日期：销号 2024-12-30，申请日期 2024-12-31",
        id="申请晚于销号",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            PASSED,
            late("销号", 批准=[{"批准人": "主任会议", "日期": "2025-01-02"}]),
        ),
        "JZ-001 的批准日期晚于销号日期：销号 2024-12-30，批准日期 2025-01-02",
        id="批准晚于销号",
    ),
]


@pytest.mark.parametrize(("rows", "sentence"), REFUSALS)
def test_a_refusal_says_which_issue_what_is_missing_and_what_to_do(
    rows: tuple[Row, ...], sentence: str
) -> None:
    assert asks_for(*rows) == sentence


def demanding(**rules: object) -> Ledger:
    return ledger(rules=rules)


@pytest.mark.parametrize(
    ("rules", "rows", "sentence"),
    [
        pytest.param(
            VETTED,
            (late("交办", 主办="市民政局"),),
            "不能交办 JZ-001：到2024-12-30还没有审定。先审定：rectify approve JZ-001",
            id="没有审定就交办",
        ),
        pytest.param(
            NO_VOTE,
            (HANDED, ANSWER, late("测评", 票号="2024-09", 结论="通过")),
            "不能测评 JZ-001：本台账的评价方式是“无”。"
            "要组织测评，请在 ledger.yaml 里写“评价方式: 测评”",
            id="不测评的台账",
        ),
        pytest.param(
            FEEDBACK,
            (HANDED, ANSWER, late("销号", 批准=BOSS)),
            "不能销号 JZ-001：本次办理的反馈还没有通过。"
            "先记录反馈：rectify feedback JZ-001 …，或用 --force --reason 说明理由",
            id="没有反馈就销号",
        ),
        pytest.param(
            demanding(批准级数="2"),
            (HANDED, ANSWER, PASSED, late("销号", 批准=BOSS)),
            "不能销号 JZ-001：本台账须2级批准，只写了1级。用 --approver 写明批准人",
            id="批准级数不够",
        ),
        pytest.param(
            demanding(销号须佐证="是"),
            (HANDED, ANSWER, PASSED, late("销号", 批准=BOSS)),
            "不能销号 JZ-001：没有佐证材料。用 --evidence 附上文件",
            id="没有佐证",
        ),
        pytest.param(
            demanding(可销号类别=["A", "B"]),
            (
                HANDED,
                row("2024-09-18", "答复", 单位="市民政局", 类别="C"),
                PASSED,
                late("销号", 批准=BOSS),
            ),
            "不能销号 JZ-001：市民政局的答复类别是C，只有A、B类可以销号。"
            "用 --force --reason 说明理由，或转跟踪：rectify track",
            id="类别不可销号",
        ),
        pytest.param(
            demanding(可销号类别=["A"]),
            (
                HANDED,
                row("2024-09-18", "答复", 单位="市民政局"),
                PASSED,
                late("销号", 批准=BOSS),
            ),
            "不能销号 JZ-001：市民政局的答复类别是空，只有A类可以销号。"
            "用 --force --reason 说明理由，或转跟踪：rectify track",
            id="没有类别",
        ),
        pytest.param(
            demanding(可销号类别=["A"]),
            (
                HANDED,
                ANSWER,
                FAILED,
                row("2024-11-20", "答复", 单位="市民政局"),
                row("2024-12-20", "测评", 票号="2024-02", 结论="通过"),
                late("销号", 批准=BOSS),
            ),
            "不能销号 JZ-001：市民政局的答复类别是空，只有A类可以销号。"
            "用 --force --reason 说明理由，或转跟踪：rectify track",
            id="上一次办理的类别不算",
        ),
    ],
)
def test_what_a_ledger_demands_is_refused_when_it_is_missing(
    rules: Ledger, rows: tuple[Row, ...], sentence: str
) -> None:
    assert asks_for(*rows, rules=rules) == sentence


def test_a_new_round_is_refused_for_units_that_do_not_answer() -> None:
    sentence = asks_for(
        HANDED,
        ANSWER,
        late("测评", 票号="2024-01", 结论="不通过", 单位=["市财政局"]),
    )
    assert sentence.startswith("不能测评 JZ-001：市财政局是协办单位，不单独答复")


def test_only_a_proposer_of_the_issue_gives_feedback() -> None:
    sentence = asks_for(
        HANDED,
        ANSWER,
        late("反馈", 提出人="赵代表", 结果="满意"),
        提出人=[{"姓名": "王代表"}, {"姓名": "李代表"}],
    )
    assert sentence == (
        "不能记录反馈 JZ-001：提出人中没有“赵代表”。提出人：王代表、李代表"
    )


@pytest.mark.parametrize(
    ("rules", "rows", "state"),
    [
        pytest.param(
            VETTED,
            (late("交办", 主办="市民政局", 理由="主任会议口头同意"),),
            "已交办",
            id="越过审定",
        ),
        pytest.param(
            demanding(可销号类别=["B"], 销号须佐证="是"),
            (HANDED, ANSWER, late("销号", 批准=BOSS, 理由="上级已验收")),
            "已销号",
            id="越过测评、类别和佐证",
        ),
        pytest.param(
            NO_VOTE, (HANDED, ANSWER, late("销号", 批准=BOSS)), "已销号", id="不评价"
        ),
        pytest.param(
            demanding(销号须测评="否"),
            (HANDED, ANSWER, late("销号", 批准=BOSS)),
            "已销号",
            id="不须测评",
        ),
        pytest.param(
            demanding(批准级数="0"),
            (HANDED, ANSWER, PASSED, late("销号")),
            "已销号",
            id="不须批准",
        ),
        pytest.param(
            demanding(销号须佐证="是", 可销号类别=["A"], 批准级数="2"),
            (
                HANDED,
                ANSWER,
                PASSED,
                late(
                    "销号",
                    申请日期="2024-12-20",
                    批准=[
                        {"批准人": "工委主任", "日期": "2024-12-25"},
                        {"批准人": "分管副主任", "日期": "2024-12-30"},
                    ],
                    佐证=[{"文件": "验收表.pdf", "SHA-256": "0" * 64}],
                ),
            ),
            "已销号",
            id="样样俱全",
        ),
    ],
)
def test_a_step_is_skipped_with_a_reason_or_where_it_is_not_asked(
    rules: Ledger, rows: tuple[Row, ...], state: str
) -> None:
    done = record(issue(*rows[:-1]), issue(rows[-1]).events[0], rules)
    assert stands(done, "2024-12-30", rules).state == state
