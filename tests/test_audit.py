"""What `check` finds in a ledger: its faults, and what an office looks at once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from records import LEDGER, UNITS, issue, ledger, roster, row
from rectify.domain.advice import advice
from rectify.domain.audit import faults, whole
from rectify.domain.ballot import Vote
from rectify.domain.calendar import Calendar
from rectify.domain.reckoning import about_deadline
from rectify.domain.roster import Book, muster
from rectify.domain.rulebook import ledger_faults, numbering, unit_faults
from rectify.domain.unit import AnyUnits, Directory, Unit
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.roster import Roster

TODAY = "2025-06-30"
HANDED = row("2024-06-20", "交办", 主办="市民政局", 期限="2024-09-30")
ANSWER = row("2024-09-18", "答复", 单位="市民政局", 类别="A")
CLOSING = row("2024-11-06", "销号", 批准=[{"批准人": "主任会议"}], 理由="已验收")
UNHEARD = "请改成 units.yaml 里的全称，或先 rectify units add"


def found(book: Roster) -> list[str]:
    return [
        f"{each.number} {'·'.join(map(str, each.where))} {each.sentence}"
        for each in faults(book)
    ]


def advised(*issues: Issue, rules: Ledger = LEDGER, on: str = TODAY) -> list[str]:
    book = roster(*issues, on=on, rules=rules)
    assert found(book) == []
    return [
        f"{each.number} {'·'.join(map(str, each.where))} {each.sentence}"
        for each in advice(book, Calendar())
    ]


def counting(**counts: int) -> dict[str, object]:
    return {"满意": 30, "基本满意": 0, "不满意": 5, **counts}


def vote(*numbers: str, **facts: object) -> Vote:
    stated = {
        "票号": "2024-01",
        "日期": "2024-10-30",
        "对象": {"问题": list(numbers)},
        "计票": [counting()],
    }
    return Vote.model_validate({**stated, **facts})


def test_a_sound_ledger_has_no_faults_and_asks_for_no_second_look() -> None:
    sound = issue(
        HANDED,
        ANSWER,
        row("2024-10-30", "测评", 票号="2024-01", 结论="通过"),
        row("2024-11-06", "销号", 批准=[{"批准人": "主任会议"}], 核查意见="属实。"),
        审议意见=2,
        拟主办="市民政局",
        拟协办=["市财政局"],
        拟定期限="9月底前",
        来源="执法检查",
        提出人=[{"姓名": "王代表"}],
    )
    rules = ledger(
        审议意见=[{"序号": 2, "标题": "补齐设施短板"}], 来源方式=["执法检查"]
    )
    book = roster(sound, on=TODAY, rules=rules, votes=(vote("JZ-001"),))
    assert found(book) == []
    assert list(advice(book, Calendar())) == []


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        pytest.param(
            issue(ANSWER),
            "JZ-001 办理记录·0 不能答复 JZ-001：到2024-09-18还没有交办。"
            "先交办：rectify assign JZ-001 …",
            id="违反程序",
        ),
        pytest.param(
            issue(number="XX-001"),
            "XX-001 编号 编号应以台账的前缀 JZ 开头",
            id="编号前缀不符",
        ),
        pytest.param(
            issue(审议意见=9),
            "JZ-001 审议意见 ledger.yaml 里没有第9条审议意见，请先写进去",
            id="没有的审议意见",
        ),
        pytest.param(
            issue(拟主办="市民正局"),
            f"JZ-001 拟主办 没有“市民正局”这个单位，{UNHEARD}",
            id="拟主办不在单位表",
        ),
        pytest.param(
            issue(拟协办=["市民正局"]),
            f"JZ-001 拟协办·0 没有“市民正局”这个单位，{UNHEARD}",
            id="拟协办不在单位表",
        ),
        pytest.param(
            issue(拟分办=["市民政局", "市民正局"]),
            f"JZ-001 拟分办·1 没有“市民正局”这个单位，{UNHEARD}",
            id="拟分办不在单位表",
        ),
        pytest.param(
            issue(row("2024-06-20", "交办", 主办="市民政局", 协办=["市财正局"])),
            f"JZ-001 办理记录·0 没有“市财正局”这个单位，{UNHEARD}",
            id="协办不在单位表",
        ),
        pytest.param(
            issue(
                row("2024-06-20", "交办", 分办=["市民政局", "市民正局"]),
                HANDED | {"作废": "2024-06-20 重复"},
            ),
            f"JZ-001 办理记录·0 没有“市民正局”这个单位，{UNHEARD}",
            id="分办不在单位表",
        ),
        pytest.param(
            issue(HANDED, row("2024-07-01", "终止", 方式="并案", 并入="JZ-009")),
            "JZ-001 办理记录·1 并入的 JZ-009 不存在，或者又并回了 JZ-001",
            id="并入没有的问题",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_the_rules_is_told_with_its_place(
    faulty: Issue, sentence: str
) -> None:
    assert found(roster(faulty, on=TODAY)) == [sentence]


def test_issues_merged_in_a_circle_are_both_told() -> None:
    one, other = (
        issue(row("2024-07-01", "终止", 方式="并案", 并入=into), number=number)
        for number, into in (("JZ-001", "JZ-002"), ("JZ-002", "JZ-001"))
    )
    assert found(roster(one, other, on=TODAY)) == [
        "JZ-001 办理记录·0 并入的 JZ-002 不存在，或者又并回了 JZ-001",
        "JZ-002 办理记录·0 并入的 JZ-001 不存在，或者又并回了 JZ-002",
    ]


def test_a_merger_that_came_to_an_end_is_no_longer_asked_about() -> None:
    resumed = issue(
        row("2024-07-01", "终止", 方式="并案", 并入="JZ-009"),
        row("2024-08-01", "恢复"),
    )
    merged = issue(
        row("2024-07-01", "终止", 方式="并案", 并入="JZ-001"), number="JZ-002"
    )
    assert found(roster(resumed, merged, on=TODAY)) == []


VOTED = row("2024-10-30", "测评", 票号="2024-01", 结论="通过")


@pytest.mark.parametrize(
    ("voted", "votes", "sentence"),
    [
        pytest.param(
            VOTED, (), "JZ-001 办理记录·2 votes 里没有票号 2024-01 的记录", id="没有票"
        ),
        pytest.param(
            VOTED,
            (vote(),),
            "JZ-001 办理记录·2 票号 2024-01 的对象里没有 JZ-001",
            id="票的对象里没有",
        ),
        pytest.param(
            VOTED,
            (vote("JZ-001", 计票=[counting(满意=5, 不满意=30)]),),
            "JZ-001 办理记录·2 结论写的是“通过”，"
            "按票号 2024-01 的票数和测评规则应为“不通过”",
            id="结论与票数不符",
        ),
        pytest.param(
            VOTED,
            (vote("JZ-001", 日期="2024-10-29"),),
            "JZ-001 办理记录·2 测评日期 2024-10-30 "
            "与票号 2024-01 的日期 2024-10-29 不一致",
            id="日期不符",
        ),
        pytest.param(
            VOTED,
            (vote("JZ-001", 计票=[counting() | {"对象": "JZ-002"}]),),
            "JZ-001 办理记录·2 票号 2024-01 里没有它的票数",
            id="没有它的票数",
        ),
        pytest.param(
            VOTED,
            (vote("JZ-001", 计票=[counting(收回=40, 发出=40)]),),
            "2024-01 计票 第1行：收回40 ≠ 有效35 + 无效0",
            id="票数自相矛盾",
        ),
        pytest.param(
            VOTED,
            (vote("JZ-001", "JZ-009"),),
            "2024-01 对象 没有 JZ-009 这一问题",
            id="票的对象不存在",
        ),
        pytest.param(
            VOTED,
            (
                vote(
                    "JZ-001",
                    对象={"问题": ["JZ-001"], "单位": ["市民政局", "市民正局"]},
                ),
            ),
            f"2024-01 对象 没有“市民正局”这个单位，{UNHEARD}",
            id="被测评的单位不在单位表",
        ),
    ],
)
def test_a_vote_and_what_an_issue_says_of_it_must_agree(
    voted: Row, votes: tuple[Vote, ...], sentence: str
) -> None:
    record = issue(HANDED, ANSWER, voted)
    # 实到 counts what was pressed; a vote on paper says besides who was there.
    held = tuple(
        each.but(rows=tuple(r.but(present=40) for r in each.rows))
        if each.rows[0].on_paper
        else each
        for each in votes
    )
    assert found(roster(record, on=TODAY, votes=held)) == [sentence]


def test_an_issue_that_was_voted_on_says_so() -> None:
    voted = issue(HANDED, ANSWER, VOTED)
    silent = issue(HANDED, ANSWER, number="JZ-002")
    held = (vote("JZ-001", "JZ-002"),)
    assert found(roster(voted, silent, on=TODAY, votes=held)) == [
        "2024-01 对象 JZ-002 的办理记录里没有这次测评"
    ]


def test_a_vote_on_several_subjects_is_read_for_each() -> None:
    apart = vote(
        "JZ-001",
        计票=[
            counting(满意=5, 不满意=30) | {"对象": "JZ-002"},
            counting() | {"对象": "JZ-001"},
        ],
    )
    assert found(roster(issue(HANDED, ANSWER, VOTED), on=TODAY, votes=(apart,))) == []


def test_a_vote_without_the_base_of_the_rule_is_told_once() -> None:
    rules = ledger(测评规则="逐级过半")
    apart = vote(
        "JZ-001",
        计票=[counting() | {"对象": "JZ-001"}, counting() | {"对象": "JZ-002"}],
    )
    book = roster(issue(HANDED, ANSWER, VOTED), on=TODAY, rules=rules, votes=(apart,))
    sentence = (
        "2024-01 计票 不能计算测评 2024-01：测评规则以“全体组成人员”为基数，"
        "票数里没有这一项，请补上"
    )
    assert found(book) == [sentence]


VOIDED = VOTED | {"作废": "2024-11-01 票号写错"}


def test_a_vote_that_does_not_count_is_not_missed() -> None:
    assert found(roster(issue(HANDED, ANSWER, VOIDED), on=TODAY)) == []


def in_files(*issues: Issue, votes: tuple[Vote, ...]) -> Roster:
    """Hold what the files of a ledger hold, whatever day it is."""
    units = Directory(Unit(name=name) for name in UNITS)
    return whole(Book("jiaozuo-2024", LEDGER, units, issues, votes))


def test_faults_belong_to_the_files_and_to_no_day() -> None:
    record = issue(HANDED, ANSWER, VOTED)
    held = vote("JZ-001", 登记日期="2025-03-01")
    assert found(in_files(record, votes=(held,))) == []
    later = vote("JZ-001", 日期="2099-01-01")
    assert [each.split()[2] for each in found(in_files(record, votes=(later,)))] == [
        "测评日期"
    ]


def test_a_vote_of_which_every_event_is_void_is_no_fault() -> None:
    assert found(in_files(issue(HANDED, ANSWER, VOIDED), votes=(vote("JZ-001"),))) == []


def test_a_void_vote_to_which_an_event_still_refers_is_one() -> None:
    void = vote("JZ-001", 作废="2024-11-01 计票有误")
    assert found(in_files(issue(HANDED, ANSWER, VOTED), votes=(void,))) == [
        (
            "JZ-001 办理记录·2 票号 2024-01 已作废，这次测评也应作废："
            "rectify void JZ-001，或改正票号"
        )
    ]
    assert found(in_files(issue(HANDED, ANSWER, VOIDED), votes=(void,))) == []


def test_who_refers_to_a_file_that_can_t_be_read_is_not_at_fault() -> None:
    merged = row("2024-07-01", "终止", 方式="并案", 并入="JZ-009")
    book = in_files(
        issue(HANDED, ANSWER, VOTED),
        issue(HANDED, merged, number="JZ-002"),
        votes=(vote("JZ-009", 票号="2024-02"),),
    )
    assert list(faults(book, {"JZ-009", "2024-01"})) == []
    assert len(found(book)) == 3


def test_units_that_can_t_be_read_are_not_unknown() -> None:
    book = roster(issue(HANDED, ANSWER, 拟主办="市民正局"), on=TODAY)
    assert found(replace(book, directory=AnyUnits())) == []


@pytest.mark.parametrize(
    ("rules", "place", "sentence"),
    [
        ({"rules": {"可销号类别": ["A", "D"]}}, "办理规则·可销号类别·1",
         "“D”不是答复类别，可写的有：A、B、C"),
        ({"rules": {"退回期限": "一阵子"}}, "办理规则·退回期限",
         "“退回期限”：看不懂期限“一阵子”"),
        ({"rules": {"答复期限": "尽快"}}, "办理规则·答复期限",
         "“答复期限”：看不懂期限“尽快”"),
        ({"rules": {"重办期限": "再议"}}, "办理规则·重办期限",
         "“重办期限”：看不懂期限“再议”"),
        ({"审议意见": [{"序号": 1, "标题": "甲"}, {"序号": 1, "标题": "乙"}]},
         "审议意见·1", "审议意见的序号 1 写了两次"),
        ({"答复类别": [{"类别": "A", "含义": "甲"}, {"类别": "A", "含义": "乙"}]},
         "答复类别·1", "答复类别“A”写了两次"),
    ],
)  # fmt: skip
def test_rules_that_contradict_are_told(
    rules: dict[str, Any], place: str, sentence: str
) -> None:
    (told,) = ledger_faults(ledger(**rules))
    assert (told.number, told.folder) == ("ledger", "")
    assert "·".join(map(str, told.where)) == place
    assert told.sentence.startswith(sentence)
    assert list(ledger_faults(LEDGER)) == []


def test_a_unit_has_names_of_its_own_and_stands_among_units() -> None:
    units = Directory(
        (
            Unit(name="市民政局", aliases=("民政局", "民政局"), parent="市政府"),
            Unit(name="市财政局", short="民政局", successor="市国资委"),
            Unit(name="市财政局"),
            Unit(name="市国资局", successor="市财政局", parent="市民政局"),
        )
    )
    assert [(each.where[1], each.sentence) for each in unit_faults(units)] == [
        (0, "“上级”：单位表里没有“市政府”，请写全称，或先加上这个单位"),
        (1, "“民政局”既指市民政局，又指市财政局，请改正其中一个"),
        (1, "“并入”：单位表里没有“市国资委”，请写全称，或先加上这个单位"),
        (2, "单位“市财政局”写了两次，请删去一个"),
    ]


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ([], None),
        ([1, 2, 3], None),
        ([101, 102], None),
        ([2, 3], "JZ-001"),
        ([1, 2, 4], "JZ-003"),
        ([1, 5, 7, 1001], "JZ-002至JZ-004、JZ-006、JZ-008至JZ-1000"),
        ([1, 3, 5, 7, 9, 11, 13], "JZ-002、JZ-004、JZ-006、JZ-008、JZ-010等6个"),
    ],
)
def test_gaps_in_the_numbering_are_named(
    numbers: list[int], missing: str | None
) -> None:
    said = numbering("JZ", [*(f"JZ-{number:03}" for number in numbers), "JZ-副本"])
    wanted = f"编号不连续，缺 {missing}；如果是误删，请找回文件"
    assert said == (None if missing is None else wanted)


def test_units_are_known_by_their_full_names_alone() -> None:
    book = roster(issue(HANDED, ANSWER), on=TODAY, units=UNITS[2:])
    assert [each.split(" ", 2)[1] for each in found(book)] == [
        "办理记录·0",
        "办理记录·1",
    ]


# --- advice -------------------------------------------------------------------------

CHANNELS = ledger(来源方式=["执法检查", "专题询问"])
UNREADABLE = (
    "JZ-001 拟定期限 看不懂期限“尽快”。应写成 2024-09-30、9月底前、年底前、"
    "3个月、15个工作日、+30天、立行立改、长期坚持 的样子"
)
WAITS = ("申请退回", {"单位": "市民政局", "理由": "不属本单位职责"})


@pytest.mark.parametrize(
    ("doubtful", "sentence", "better"),
    [
        pytest.param(
            issue(row("2024-06-20", "重点督办")),
            "JZ-001 标题 列入重点督办，但没有督办领导",
            issue(row("2024-06-20", "重点督办", 督办领导="分管副主任")),
            id="重点督办没有督办领导",
        ),
        pytest.param(
            issue(row("2024-06-20", "重点督办")),
            "JZ-001 标题 列入重点督办，但没有督办领导",
            issue(
                row("2024-06-20", "重点督办"),
                row("2024-07-01", "重点督办", 结论="取消"),
            ),
            id="取消了的重点督办不问",
        ),
        pytest.param(
            issue(拟定期限="尽快"),
            UNREADABLE,
            issue(拟定期限="9月底前"),
            id="看不懂的拟定期限",
        ),
        pytest.param(
            issue(HANDED, 拟定期限="尽快"),
            UNREADABLE,
            issue(HANDED, 拟定期限="长期坚持"),
            id="交办后看不懂的拟定期限",
        ),
        pytest.param(
            issue(row("2024-06-20", "交办", 主办="市民政局", 期限="2024-12-23")),
            "JZ-001 办理记录 市民政局的期限 2024-12-23 超过交办后六个月（2024-12-20）",
            issue(row("2024-06-20", "交办", 主办="市民政局", 期限="2024-12-20")),
            id="期限超过六个月",
        ),
        pytest.param(
            issue(
                HANDED,
                row("2024-09-20", "延期", 单位="市民政局", 结论="同意",
                    新期限="2024-12-31"),
            ),
            "JZ-001 办理记录 市民政局的期限 2024-12-31 超过交办后六个月（2024-12-20）",
            issue(row("2024-06-22", "交办", 主办="市民政局", 期限="2024-12-23")),
            id="延期超过六个月，届满日逢周末的顺延",
        ),
        pytest.param(
            issue(问题描述="王某，身份证号11010519491231002X。"),
            "JZ-001 问题描述 文字里像是有公民身份号码，请删去或隐去",
            issue(问题描述="统一编号1101051949123100211。"),
            id="身份证号",
        ),
        pytest.param(
            issue(HANDED, row("2024-07-01", "备注", 内容="联系人13800138000。")),
            "JZ-001 办理记录·1 文字里像是有手机号码，请删去或隐去",
            issue(HANDED, row("2024-07-01", "备注", 内容="办公室0391-3568000。")),
            id="手机号码",
        ),
        pytest.param(
            issue(HANDED, row("2024-07-01", "备注", 内容="见（2023）豫08民终123号。")),
            "JZ-001 办理记录·1 文字里像是有案号，人大不直接处理个案，请核实",
            issue(HANDED, row("2024-07-01", "备注", 内容="见演人办〔2023〕12号。")),
            id="案号",
        ),
        pytest.param(
            issue(整改要求="９月底前完成。"),
            "JZ-001 整改要求 文字里有全角数字或字母，公文中应为半角",
            issue(整改要求="9月底前完成。"),
            id="全角数字",
        ),
        pytest.param(
            issue(提出人=[{"姓名": "张敏"}, {"姓名": "李㛃"}]),
            "JZ-001 提出人 “李㛃”里的“㛃”不在仿宋_GB2312字库内，成文后请核对字形",
            issue(提出人=[{"姓名": "李洁"}]),
            id="字库里没有的字",
        ),
        pytest.param(
            issue(HANDED, row("2024-09-18", "答复", 单位="市民政局")),
            "JZ-001 办理记录·1 市民政局的答复没有类别",
            issue(HANDED, ANSWER),
            id="答复没有类别",
        ),
        pytest.param(
            issue(HANDED, row("2024-09-18", "答复", 单位="市民政局", 类别="C")),
            "JZ-001 办理记录·1 市民政局的C类答复没有承诺期限",
            issue(
                HANDED,
                row("2024-09-18", "答复", 单位="市民政局", 类别="C",
                    承诺期限="2025-06-30"),
            ),
            id="C类没有承诺期限",
        ),
        pytest.param(
            issue(HANDED, row("2024-09-18", "答复", 单位="市民政局", 类别="B")),
            "JZ-001 办理记录·1 市民政局的B类答复没有承诺期限",
            issue(
                HANDED,
                row("2024-09-18", "答复", 单位="市民政局", 类别="B",
                    作废="2024-09-20 类别写错"),
                row("2024-09-18", "答复", 单位="市民政局", 类别="A", 次序=2),
            ),
            id="作废的答复不问",
        ),
        pytest.param(
            issue(HANDED, row("2024-07-05", WAITS[0], **WAITS[1])),
            "JZ-001 办理记录·1 市民政局申请退回已过10个工作日（截至2024-07-04）",
            issue(HANDED, row("2024-07-04", WAITS[0], **WAITS[1])),
            id="过了退回期限",
        ),
        pytest.param(
            issue(
                HANDED,
                row("2024-07-05", WAITS[0], **WAITS[1]),
                row("2024-07-08", "改派", 原单位="市民政局", 单位="市人社局"),
            ),
            "JZ-001 办理记录·1 市民政局申请退回已过10个工作日（截至2024-07-04）",
            issue(
                HANDED,
                row("2024-06-25", "改派", 原单位="市民政局", 单位="市人社局"),
                row("2024-08-01", "改派", 原单位="市人社局", 单位="市民政局"),
                row("2024-08-09", WAITS[0], **WAITS[1]),
            ),
            id="从最近一次交给它算起",
        ),
        pytest.param(
            issue(
                HANDED,
                ANSWER,
                row("2024-11-06", "销号", 批准=[{"批准人": "主任会议"}], 理由="已验收"),
            ),
            "JZ-001 办理记录·2 销号既没有佐证材料，也没有核查意见",
            issue(
                HANDED,
                ANSWER,
                row("2024-11-06", "销号", 批准=[{"批准人": "主任会议"}], 理由="已验收",
                    佐证=[{"文件": "验收表.pdf", "SHA-256": "0" * 64}]),
            ),
            id="销号没有佐证",
        ),
        *(
            pytest.param(
                issue(HANDED, ANSWER, CLOSING),
                "JZ-001 办理记录·2 销号既没有佐证材料，也没有核查意见",
                issue(*proved, CLOSING),
                id=said,
            )
            for said, proved in {
                "随答复附有材料": (
                    HANDED,
                    ANSWER | {"附件": [{"文件": "床位.jpg", "SHA-256": "0" * 64}]},
                ),
                "复核到位": (
                    HANDED,
                    ANSWER,
                    row("2024-10-08", "复核", 单位="市民政局", 结论="整改到位"),
                ),
                "期初以前复核到位": (
                    row("2024-06-20", "期初", 状态="已答复", 主办="市民政局",
                        答复类别="A", 复核结论="答复到位"),
                ),
            }.items()
        ),
        pytest.param(
            issue(
                HANDED,
                row("2024-10-08", "延期", 单位="市民政局", 结论="同意",
                    新期限="2024-10-31"),
            ),
            "JZ-001 办理记录 市民政局的延期 2024-10-08 才批准，原期限 2024-09-30 已过",
            issue(
                HANDED,
                row("2024-09-30", "延期", 单位="市民政局", 结论="同意",
                    新期限="2024-10-31"),
            ),
            id="过期才批准的延期",
        ),
    ],
)  # fmt: skip
def test_what_is_often_wrong_is_pointed_at_and_what_is_right_is_not(
    doubtful: Issue, sentence: str, better: Issue
) -> None:
    assert advised(doubtful) == [sentence]
    assert advised(better) == []


@pytest.mark.parametrize("mark", ["\u200b", "\u200f", "\u202e", "\u2066"])
def test_what_nobody_sees_in_a_text_is_pointed_at(mark: str) -> None:
    hint = "文字里有看不见的控制符，请删去后重新输入"
    assert advised(issue(整改要求=f"9月{mark}底前完成。")) == [
        f"JZ-001 整改要求 {hint}"
    ]
    noted = row("2024-07-01", "备注", 内容=f"休{mark}会。")
    assert advised(issue(noted)) == [f"JZ-001 办理记录·0 {hint}"]
    proposer = [{"姓名": f"王{mark}代表"}]
    assert f"JZ-001 提出人 {hint}" in advised(issue(提出人=proposer))


def until(day: str, basis: str, handed: str = "2024-06-14") -> Row:
    return row(handed, "交办", 主办="市民政局", 期限=day, 期限依据=basis)


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([until("2024-09-14", "3个月")], None),
        (
            [until("2024-08-15", "3个月")],
            ("JZ-001 办理记录·0 期限 2024-08-15 与期限依据“3个月”"
            "（应为 2024-09-14）不符"),
        ),
        ([until("2024-08-15", "9月底前")], None),
        ([until("2024-08-15", "主任会议决定")], None),
        ([until("2024-08-15", "2024年9月15日")], None),
        ([until("2029-08-15", "3个月", "2029-06-14")], None),
        (
            [until("2024-09-15", "3个月（暂估）")],
            "JZ-001 办理记录·0 期限为暂估，按现已公布的放假安排应为 2024-09-14",
        ),
        (
            [until("2024-09-14", "3个月（暂估）")],
            ("JZ-001 办理记录·0 期限为暂估，按现已公布的放假安排应为 2024-09-14"
            "（与所记相同，“暂估”二字可删去）"),
        ),
        (
            [
                until("2024-07-15", "1个月"),
                row("2024-07-10", "延期", 单位="市民政局", 结论="同意",
                    新期限="2024-08-15", 期限依据="+1个月"),
            ],
            None,
        ),
        (
            [
                until("2024-07-15", "1个月"),
                row("2024-07-10", "延期", 单位="市民政局", 结论="同意",
                    新期限="2024-08-12", 期限依据="+1个月"),
            ],
            ("JZ-001 办理记录·1 期限 2024-08-12 与期限依据“+1个月”"
            "（应为 2024-08-15）不符"),
        ),
    ],
)  # fmt: skip
def test_a_deadline_is_what_its_own_words_come_to(
    events: list[Row], sentence: str | None
) -> None:
    assert advised(issue(*events)) == ([] if sentence is None else [sentence])


def test_an_extension_that_is_a_fault_itself_is_not_measured_by_its_words() -> None:
    refused = row(
        "2024-07-10",
        "延期",
        单位="市民政局",
        结论="同意",
        新期限="2024-07-12",
        期限依据="1个月",
    )
    handed = until("2024-07-15", "1个月") | {"协办": ["市财政局"]}
    case = fold(issue(handed, refused), ledger(), on=date(2024, 12, 31))
    assert [fault.place for fault in case.faults] == [1]
    assert about_deadline(case, case.issue.events[1], Calendar()) == ""


def test_an_answer_that_was_given_before_is_asked_about() -> None:
    events = [
        HANDED,
        ANSWER | {"内容": "已经整改。"},
        row("2024-10-30", "反馈", 提出人="王代表", 结果="不满意", 期限="2024-11-29"),
    ]
    again = row("2024-11-20", "答复", 单位="市民政局", 类别="A", 内容="已经整改。")
    assert advised(issue(*events, again)) == [
        "JZ-001 办理记录·3 市民政局的答复与 2024-09-18 的答复内容完全相同，请核实"
    ]
    assert advised(issue(*events, again | {"内容": "再次整改。"})) == []


def test_the_words_of_a_deadline_are_read_without_a_day_of_hand_over() -> None:
    book = in_files(issue(拟定期限="9月底前"), votes=())
    assert list(advice(book, Calendar())) == []


def test_a_window_that_can_t_be_read_is_told_where_it_is_written() -> None:
    rules = ledger(rules={"退回期限": "一阵子"})
    late = issue(HANDED, row("2024-07-05", WAITS[0], **WAITS[1]))
    assert advised(late, rules=rules) == []


def test_a_source_is_one_of_those_that_the_office_declares() -> None:
    other = issue(来源="信访")
    assert advised(other, rules=CHANNELS) == [
        "JZ-001 来源 来源“信访”不在 ledger.yaml 的来源方式里"
    ]
    assert advised(issue(来源="专题询问"), rules=CHANNELS) == []
    assert advised(other) == []


def test_a_window_that_never_closes_is_never_missed() -> None:
    rules = ledger(rules={"退回期限": "长期"})
    late = issue(HANDED, row("2025-06-01", WAITS[0], **WAITS[1]))
    assert advised(late, rules=rules) == []


def test_a_return_that_is_still_to_come_is_not_judged() -> None:
    coming = issue(HANDED, row("2025-06-01", WAITS[0], **WAITS[1]))
    assert advised(coming, on="2024-06-01") == []


def test_the_deadline_of_a_later_round_has_no_ceiling_of_its_own() -> None:
    redone = issue(
        HANDED,
        ANSWER,
        row("2024-10-30", "反馈", 提出人="王代表", 结果="不满意", 期限="2024-11-29"),
        row("2024-11-05", "改派", 原单位="市民政局", 单位="市人社局",
            期限="2025-12-31"),
    )  # fmt: skip
    assert advised(redone) == []


def test_a_unit_that_is_no_more_is_named_with_the_command_that_moves_its_issues() -> (
    None
):
    units = Directory((Unit(name="市旧局", successor="市新局"), Unit(name="市新局")))
    answered = row("2024-07-01", "答复", 单位="市旧局", 类别="A")
    issues = (
        issue(row("2024-06-20", "交办", 主办="市旧局")),
        issue(
            row("2024-06-20", "交办", 主办="市旧局"), answered,
            row("2024-07-02", "终止", 方式="撤回"), number="JZ-002",
        ),
        issue(row("2024-06-20", "交办", 主办="市新局"), number="JZ-003"),
    )  # fmt: skip
    book = Book("jiaozuo-2024", LEDGER, units, issues)
    said = advice(muster(book, on=date(2024, 12, 31)), Calendar())
    assert [(each.number, each.sentence) for each in said] == [
        (
            "JZ-001",
            (
                "市旧局已并入市新局，仍由它承办。请改派："
                "rectify reassign JZ-001 --from 市旧局 --to 市新局"
            ),
        )
    ]
