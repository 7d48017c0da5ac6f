"""Each command that writes: what it records, and that git shows nothing else."""

from __future__ import annotations

import hashlib
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple

import pytest

from office import END, kept, office
from workbench import Workbench, bare_diff

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# In each paragraph: the state and the day, the command, the event it records.
RECORDED = """\
待交办 2024-06-20
$ approve 1 --meeting 主任会议第12次 --ref 焦人常〔2024〕3号
事项: 审定
会议: 主任会议第12次
文号: 焦人常〔2024〕3号

待交办 2024-06-20
$ assign 1 --lead 民政局 --with 市财政局 --with 市发改委 --deadline 9月底前 --to
$ 市政府办公室 --ref 焦人办函〔2024〕12号
事项: 交办
主送: 市政府办公室
主办: 市民政局
协办:
  - 市财政局
  - 市发展和改革委员会
期限: 2024-09-30
期限依据: 9月底前
文号: 焦人办函〔2024〕12号

待交办 2024-06-20
$ assign 1 --each 市民政局 --each 市住建局=2024-08-31 --deadline 3个月
事项: 交办
分办:
  - 市民政局
  - 单位: 市住房和城乡建设局
    期限: 2024-08-31
期限: 2024-09-20
期限依据: 3个月

待交办 2024-06-20
$ reply 1 --asker 代表甲 --question 喷淋何时装上？ --by 市民政局 --post 局长
$ --answer 九月底前装好。 --promise 九月底前装好
事项: 现场答复
提问人: 代表甲
问: |
  喷淋何时装上？
单位: 市民政局
答复人职务: 局长
答: |
  九月底前装好。
承诺: |
  九月底前装好

待交办 2024-06-20
$ drop 1 --how 不予受理 --reason 不属职权
事项: 终止
方式: 不予受理
理由: 不属职权

已交办 2024-06-22
$ accept 1 --signer 养老服务科
事项: 签收
单位: 市民政局
签收人: 养老服务科

已交办 2024-06-22
$ decline 1 --reason 属消防职责
事项: 申请退回
单位: 市民政局
理由: 属消防职责

已交办 2024-06-22
$ reassign 1 --from 市民政局 --to 市应急局 --deadline 15个工作日 --reason
$ 职责调整
事项: 改派
原单位: 市民政局
单位: 市应急局
期限: 2024-07-12
期限依据: 15个工作日
理由: 职责调整

已交办 2024-06-22
$ reassign 1 --add 市消防救援支队
事项: 改派
单位: 市消防救援支队

已交办 2024-06-22
$ reassign 1 --release 市财政局
事项: 改派
原单位: 市财政局

已交办 2024-06-22
$ plan 1 --leader 分管副局长 --person 科长 --goal 全部达标。 --measures
$ 先改后验。再建制度。 --finish 国庆节前
事项: 方案
单位: 市民政局
责任领导: 分管副局长
责任人: 科长
整改目标: |
  全部达标。
整改措施: |
  先改后验。
  再建制度。
完成时限: 国庆节前

已交办 2024-06-22
$ progress 1 --text 图纸已审。
事项: 进展
单位: 市民政局
内容: |
  图纸已审。

已交办 2024-06-22
$ progress 1 --by 市财政局 --text 资金已下达。
事项: 进展
单位: 市财政局
内容: |
  资金已下达。

已交办 2024-06-22
$ contact 1 --manner 电话 --text 提出人同意。
事项: 面商
单位: 市民政局
方式: 电话
内容: |
  提出人同意。

办理中 2024-07-01
$ extend 1 --ask --asked 2024-06-30 --reason 资金未到
事项: 延期
单位: 市民政局
申请日期: 2024-06-30
理由: 资金未到

办理中 2024-07-01
$ extend 1 --deadline +30天 --reason 资金未到 --approver 主任会议
事项: 延期
单位: 市民政局
结论: 同意
新期限: 2024-10-30
期限依据: +30天
理由: 资金未到
批准人: 主任会议

办理中 2024-07-01
$ extend 1 --deny --reason 理由不足 --approver 主任会议
事项: 延期
单位: 市民政局
结论: 不同意
理由: 理由不足
批准人: 主任会议

办理中 2024-07-01
$ urge 1 --ref 焦人督〔2024〕1号 --text 请抓紧。
事项: 催办
单位: 市民政局
文号: 焦人督〔2024〕1号
内容: |
  请抓紧。

办理中 2024-07-01
$ urge 1 --formal
事项: 督办
单位: 市民政局

办理中 2024-07-01
$ key 1 --leader 分管副主任 --department 社会委 --meeting 主任会议
事项: 重点督办
结论: 列入
督办领导: 分管副主任
督办部门: 社会委
会议: 主任会议

办理中 2024-09-18
$ respond 1 --class B --text 已列入计划。年底完成。 --written 2024-09-17 --ref
$ 焦民函〔2024〕8号 --signer 局长 --finished 2024-09-10 --promise 2024-12-31
事项: 答复
单位: 市民政局
类别: B
内容: |
  已列入计划。
  年底完成。
成文日期: 2024-09-17
文号: 焦民函〔2024〕8号
签发人: 局长
完成日期: 2024-09-10
承诺期限: 2024-12-31

已答复 2024-09-20
$ reject 1 --reason 答非所问 --deadline 2024-10-08
事项: 退回重办
单位:
  - 市民政局
理由: 答非所问
期限: 2024-10-08

已答复 2024-09-20
$ review 1 --result 整改到位 --reviewer 社会委
事项: 复核
单位: 市民政局
结论: 整改到位
复核人: 社会委

已答复 2024-09-20
$ feedback 1 --from 执法检查组 --result 满意 --attitude 基本满意 --opinion
$ 办得实。
事项: 反馈
提出人: 执法检查组
态度: 基本满意
结果: 满意
意见: |
  办得实。

已答复 2024-09-20
$ feedback 1 --from 执法检查组 --result 不满意 --by 市民政局
事项: 反馈
提出人: 执法检查组
结果: 不满意
期限: 2024-10-21
期限依据: 1个月
单位:
  - 市民政局

已答复 2024-10-30
$ evaluate 1 --satisfied 30 --basic 5 --unsatisfied 1 --present 36 --expected 41
$ --venue 主会场 --group 组成人员 --members 41 --meeting 第8次会议
事项: 测评
票号: 2024-01
结论: 通过

已答复 2024-10-30
$ evaluate 1 --satisfied 3 --basic 5 --unsatisfied 28 --present 36
事项: 测评
票号: 2024-01
结论: 不通过
期限: 2024-12-02
期限依据: 1个月

已答复 2024-10-30
$ track 1 --next 2025-06-30 --reason 承诺明年完成
事项: 转跟踪
下次核查: 2025-06-30
理由: 承诺明年完成

测评通过 2024-11-06
$ close 1 --approver 工委主任 --approver 主任会议 --finding 核查属实。
$ --deputies 同意 --asked 2024-11-01 --publish
事项: 销号
申请日期: 2024-11-01
核查意见: |
  核查属实。
代表意见: 同意
批准:
  - 批准人: 工委主任
  - 批准人: 主任会议
公示: 是

已销号 2025-06-10
$ recheck 1 --result 巩固 --text 抽查3家均达标。
事项: 回头看
结论: 巩固
内容: |
  抽查3家均达标。

已销号 2025-06-10
$ recheck 1 --result 反弹 --text 1家停用。
事项: 回头看
结论: 反弹
内容: |
  1家停用。
期限: 2025-07-10
期限依据: 1个月

已销号 2025-06-10
$ note 1 --text 已报市委。
事项: 备注
内容: |
  已报市委。

已终止 2024-06-22
$ resume 1 --reason 重新受理
事项: 恢复
理由: 重新受理

已申请退回 2024-06-24
$ decline 1 --refuse --reason 属其职责
事项: 不予退回
单位: 市民政局
理由: 属其职责

列为重点 2024-06-24
$ key 1 --off
事项: 重点督办
结论: 取消

待交办 2024-06-20
$ drop 1 --how 并案 --into 2 --reason 同一事
事项: 终止
方式: 并案
并入: JZ-002
理由: 同一事
"""
# States that are no step of the usual life.
BRANCHES = {
    "已终止": """\
  - 日期: 2024-06-21
    事项: 终止
    方式: 撤回
""",
    "已申请退回": """\
  - 日期: 2024-06-21
    事项: 申请退回
    单位: 市民政局
    理由: 属消防职责
""",
    "列为重点": """\
  - 日期: 2024-06-21
    事项: 重点督办
    结论: 列入
    督办领导: 分管副主任
""",
}


class Case(NamedTuple):
    """A command given in a state on a day, and the event that it records."""

    state: str
    day: str
    command: tuple[str, ...]
    event: str


def _case(paragraph: str) -> Case:
    first, *rest = paragraph.strip().split("\n")
    state, day = first.split(" ")
    typed = " ".join(line[2:] for line in rest if line.startswith("$ "))
    body = "".join(f"{line}\n" for line in rest if not line.startswith("$ "))
    event = f"  - 日期: {day}\n{indent(body, ' ' * 4)}"
    return Case(state, day, tuple(typed.split(" ")), event)


CASES = [_case(paragraph) for paragraph in RECORDED.split("\n\n")]
COMMANDS = [
    pytest.param(case, id=f"{place}-{case.command[0]}")
    for place, case in enumerate(CASES, 1)
]


def standing(home: Path, state: str) -> Workbench:
    """Make a workspace whose JZ-001 is in a state, in a file with comments."""
    bench = office(home, JZ001=state if state not in BRANCHES else "已交办")
    if state in BRANCHES:
        more = BRANCHES[state]
        bench.write("issues/JZ-001.yaml", kept("JZ-001", "已交办", more))
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "已交办"))
    bench.commit()
    return bench


def plus(text: str) -> list[str]:
    return [f"+{line}" for line in text.split("\n")[:-1]]


@pytest.mark.parametrize("case", COMMANDS)
def test_a_command_adds_the_lines_of_its_event_and_git_shows_no_others(
    tmp_path: Path, case: Case
) -> None:
    bench = standing(tmp_path, case.state)
    foretold = bench.do(*case.command, "--dry-run", today=case.day)
    assert (foretold.code, bench.changed()) == (0, []), foretold.err
    done = bench.run(*case.command, today=case.day)
    assert (done.code, done.out) == (0, "JZ-001\n"), done.err
    heading = plus("办理记录:\n") if case.state == "待交办" else []
    shown = [line for line in bench.changed() if line not in vote_lines(bench)]
    assert shown == heading + plus(case.event)
    matter = case.event.split("事项: ")[1].split("\n")[0]
    said = (
        f"{matter} JZ-001：",
        "交办 JZ-001 市民政局（限",
        "测评 票号 2024-01（初次）：",
    )
    assert done.err.startswith(said)
    assert foretold.err == f"（预演，没有写入）{done.err}"
    assert sorted(bare_diff(foretold.out)) == sorted(bench.diff())


def vote_lines(bench: Workbench) -> list[str]:
    path = bench.ledger / "votes/2024-01.yaml"
    return plus(path.read_text(encoding="utf-8")) if path.exists() else []


def test_a_command_of_another_day_keeps_the_day_of_recording(tmp_path: Path) -> None:
    bench = standing(tmp_path, "已交办")
    late = ("accept", "1", "--on", "2024-06-22")
    assert bench.run(*late, today="2024-06-25").code == 0
    assert bench.changed() == plus("""\
  - 日期: 2024-06-22
    事项: 签收
    单位: 市民政局
    登记日期: 2024-06-25
""")
    shown = ("list", "--columns", "状态", "--csv", "-l", "ylfw-2024", "--as-of")
    assert bench.do(*shown, "2024-06-23").lines[1] == "办理中"
    assert bench.do(*shown, "2024-06-23", "--known", "2024-06-24").lines[1] == "已交办"


def test_a_second_event_of_a_day_is_numbered_behind_the_first(tmp_path: Path) -> None:
    bench = standing(tmp_path, "已交办")
    words = ("progress", "1", "--text", "图纸已审。")
    assert bench.do(*words, today="2024-06-20").code == 0
    assert bench.changed()[:3] == plus("""\
  - 日期: 2024-06-20
    次序: 2
    事项: 进展
""")


def test_the_same_event_is_not_recorded_twice_on_its_day(tmp_path: Path) -> None:
    bench = standing(tmp_path, "已交办")
    words = ("note", "1", "--text", "已报市委。")
    assert bench.do(*words, today="2024-06-21").code == 0
    assert bench.do(*words, today="2024-06-21").code == 0
    assert bench.issue("JZ-001").count("次序: 2") == 1


def test_a_day_to_come_is_allowed_with_a_note(tmp_path: Path) -> None:
    bench = standing(tmp_path, "已交办")
    done = bench.run("accept", "1", "--on", "2024-06-30", today="2024-06-22")
    assert (done.code, done.out) == (0, "JZ-001\n")
    assert "注意：2024-06-30 在今天（2024-06-22）之后\n" in done.err
    assert "登记日期: 2024-06-22" in bench.issue("JZ-001")


def test_an_earlier_event_goes_between_those_around_it(tmp_path: Path) -> None:
    bench = standing(tmp_path, "已答复")
    done = bench.do("progress", "1", "--text", "图纸已审。", "--on", "2024-08-01")
    assert done.code == 0
    text = bench.issue("JZ-001")
    order = ("交办", "签收", "进展", "答复")
    places = [text.index(f"事项: {matter}") for matter in order]
    assert places == sorted(places)
    assert {line[0] for line in bench.changed()} == {"+"}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: f"\ufeff{text}", id="BOM"),
        pytest.param(lambda text: "\ufeff" + text.replace("\n", "\r\n"), id="both"),
    ],
)
def test_the_marks_of_another_system_are_repaired_at_the_next_write(
    tmp_path: Path, broken: Callable[[str], str]
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    clean = bench.issue("JZ-001")
    bench.write("issues/JZ-001.yaml", broken(clean))
    bench.commit()
    foretold = bench.do("accept", "1", "--dry-run", today="2024-06-22")
    assert bench.do("accept", "1", today="2024-06-22").code == 0
    event = "  - 日期: 2024-06-22\n    事项: 签收\n    单位: 市民政局\n"
    assert bench.issue("JZ-001") == clean.removesuffix(END) + event + END
    assert bare_diff(foretold.out) == bench.diff()


def test_a_file_that_ends_without_a_line_end_gets_one(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001=kept("JZ-001", "已交办").removesuffix(f"\n{END}"))
    bench.commit()
    foretold = bench.do("accept", "1", "--dry-run", today="2024-06-22")
    assert bench.do("accept", "1", today="2024-06-22").code == 0
    assert bench.issue("JZ-001").endswith("\n    单位: 市民政局\n")
    assert marked(bare_diff(foretold.out)) == marked(bench.diff())


def marked(diff: list[str]) -> list[str]:
    """Read git's remark on a missing line end as one of any language."""
    return ["\\" if line.startswith("\\ ") else line for line in diff]


def test_a_file_in_brackets_is_refused_with_the_remedy(tmp_path: Path) -> None:
    bracket = "{编号: JZ-001, 标题: 消防设施不达标}\n"
    bench = office(tmp_path, JZ001=bracket)
    done = bench.run("note", "1", "--text", "已报市委。")
    assert done.code == 3
    assert "请先运行 rectify format 整理格式" in done.err
    assert bench.do("format").code == 0
    assert bench.do("note", "1", "--text", "已报市委。").code == 0


def test_what_was_wrong_is_declared_void_by_one_line(tmp_path: Path) -> None:
    bench = standing(tmp_path, "已答复")
    void = ("void", "1", "--event", "3", "--reason", "张冠李戴")
    foretold = bench.do(*void, "--dry-run", today="2024-09-20")
    done = bench.run(*void, today="2024-09-20")
    assert done == (0, "JZ-001\n", "作废 JZ-001 2024-09-18的答复：张冠李戴\n")
    assert bench.changed() == ["+    作废: 2024-09-20 张冠李戴"]
    assert bare_diff(foretold.out) == bench.diff()
    now = bench.do("show", "1", "--json", "--as-of", "2024-09-20").json["现状"]
    assert now["状态"] == "办理中"
    right = ("respond", "1", "--text", "已经整改。", "--on", "2024-09-18")
    assert bench.do(*right, today="2024-09-20").code == 0


@pytest.mark.parametrize(
    ("state", "place", "sentence"),
    [
        ("已答复", "4", "JZ-001 没有第4项办理记录（共3项，序号见 rectify show"),
        ("已答复", "0", "JZ-001 没有第0项办理记录"),
        ("已答复", "1", "还没有交办"),
        ("测评通过", "3", "市民政局还没有答复"),
    ],
)
def test_what_later_events_rest_on_is_not_declared_void(
    tmp_path: Path, state: str, place: str, sentence: str
) -> None:
    bench = office(tmp_path, JZ001=state)
    before = bench.files()
    done = bench.do("void", "1", "--event", place, "--reason", "记错")
    assert (done.code, done.out) == (4, "")
    assert sentence in done.err
    assert bench.files() == before


def test_what_is_void_is_not_declared_void_again(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    void = ("void", "1", "--event", "3", "--reason", "记错")
    assert bench.do(*void).code == 0
    again = bench.do(*void)
    assert (again.code, again.out) == (4, "")
    assert again.err == "JZ-001 的第3项已于2024-07-01作废（记错），不必再作废\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_an_answer_may_come_out_of_a_text_file(tmp_path: Path, encoding: str) -> None:
    bench = standing(tmp_path, "办理中")
    letter = tmp_path / "答复.txt"
    letter.write_bytes("已整改。建立了制度！\r\n\r\n附清单。\r\n".encode(encoding))
    assert bench.run("respond", "1", "--file", str(letter)).code == 0
    content = "    内容: |\n      已整改。\n      建立了制度！\n\n      附清单。\n"
    assert content in bench.issue("JZ-001")


@pytest.mark.parametrize("data", [b"\xff\xd8\x1b[31m", b"a\0b", "甲\x1b[2J".encode()])
def test_a_dry_run_never_gives_a_picture_to_the_terminal(
    tmp_path: Path, data: bytes
) -> None:
    bench = standing(tmp_path, "办理中")
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(data)
    done = bench.do("respond", "1", "--attach", str(photo), "--dry-run")
    assert f"现场.jpg（{len(data)} 字节）\n" in done.out
    assert "\x1b" not in done.out


def test_evidence_is_kept_beside_the_issue_and_named_with_its_hash(
    tmp_path: Path,
) -> None:
    bench = standing(tmp_path, "办理中")
    photo = tmp_path / "验收.jpg"
    photo.write_bytes(b"\xff\xd8\x00photo")
    foretold = bench.do("respond", "1", "--attach", str(photo), "--dry-run")
    assert "新增文件 data/ylfw-2024/files/JZ-001/验收.jpg（8 字节）" in foretold.out
    assert bench.run("respond", "1", "--attach", str(photo)).code == 0
    kept_file = bench.ledger / "files/JZ-001/验收.jpg"
    assert kept_file.read_bytes() == photo.read_bytes()
    sha256 = hashlib.sha256(photo.read_bytes()).hexdigest()
    written = f"    附件:\n      - 文件: 验收.jpg\n        SHA-256: {sha256}\n"
    assert written in bench.issue("JZ-001")
    assert bench.do("check").code == 0
    kept_file.write_bytes(b"\xff\xd8\x00other")
    assert "被改动过" in bench.do("check").out
    kept_file.unlink()
    faulty = bench.do("check")
    assert (faulty.code, "不在了" in faulty.out) == (5, True)


def test_closing_takes_evidence_where_the_ledger_demands_it(tmp_path: Path) -> None:
    bench = office(tmp_path, rules="办理规则:\n  销号须佐证: 是\n", JZ001="测评通过")
    close = ("close", "1", "--approver", "主任会议 2024-11-05")
    refused = bench.run(*close, today="2024-11-06")
    assert refused.code == 4
    assert "没有佐证材料。用 --evidence 附上文件" in refused.err
    proof = tmp_path / "验收单.txt"
    proof.write_text("合格", encoding="utf-8")
    done = bench.run(*close, "--evidence", str(proof), today="2024-11-06")
    assert done.code == 0
    assert "      - 批准人: 主任会议\n        日期: 2024-11-05\n" in bench.issue(
        "JZ-001"
    )


def test_a_step_is_gone_over_by_force_and_reason(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    close = ("close", "1", "--approver", "主任会议")
    bench.today = "2024-09-20"
    assert bench.do(*close).code == 4
    assert bench.do(*close, "--force").code == 2
    done = bench.run(*close, "--force", "--reason", "未列入本次测评")
    assert done.code == 0
    assert "    理由: 未列入本次测评\n" in bench.issue("JZ-001")


def test_a_return_after_its_window_needs_force(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    decline = ("decline", "1", "--reason", "属消防职责")
    late = bench.run(*decline, today="2024-07-05")
    assert late.code == 4
    assert "市民政局的退回期限（10个工作日）已于2024-07-04届满" in late.err
    assert bench.do(*decline, "--force", today="2024-07-05").code == 0
