"""What an office can do to an issue: each command that records, and edits by hand.

An operation is done by the real command, or by hand as an editor leaves the file. Those
that its state does not allow do nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from office import kept, office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench import Workbench

NUMBER = "JZ-001"
TODAY = "2024-12-02"
_EVENT = "  - 日期: {day}\n    事项: {matter}\n{fields}"


def _more(day: str, matter: str, **fields: str) -> str:
    lines = "".join(f"    {name}: {value}\n" for name, value in fields.items())
    return _EVENT.format(day=day, matter=matter, fields=lines)


OPINIONS = "  - 序号: 2\n    标题: 加强消防安全\n"
_UNIT = "市民政局"
STATES = {
    "待交办": kept(NUMBER, "待交办"),
    "已交办": kept(NUMBER, "已交办"),
    "办理中": kept(NUMBER, "办理中", _more("2024-07-01", "重点督办", 结论="列入")),
    "延期待批": kept(
        NUMBER, "办理中", _more("2024-09-01", "延期", 单位=_UNIT, 申请日期="2024-09-01")
    ),
    "待改派": kept(
        NUMBER, "已交办", _more("2024-06-25", "申请退回", 单位=_UNIT, 理由="不属职责")
    ),
    "已答复": kept(NUMBER, "已答复"),
    "测评通过": kept(NUMBER, "测评通过"),
    "跟踪中": kept(
        NUMBER, "测评通过", _more("2024-11-08", "转跟踪", 下次核查="2025-06-30")
    ),
    "已销号": kept(NUMBER, "已销号"),
    "已终止": kept(NUMBER, "已答复", _more("2024-10-08", "终止", 方式="撤回")),
}


class Operation(NamedTuple):
    """Something that one office does; `{who}` in its words names the office."""

    name: str
    words: tuple[str, ...] = ()
    edit: Callable[[str, str], str] | None = None


def _said(line: str) -> Operation:
    name, *words = line.split()
    return Operation(line, (name, NUMBER, *words))


COMMANDS = tuple(map(_said, """\
approve --meeting 第{who}次主任会议
assign --lead 市财政局 --deadline 2025-03-31 --ref {who}〔2024〕1号
accept --by 市民政局 --signer {who}
decline --by 市民政局 --reason {who}说不属职责 --force
decline --by 市民政局 --refuse --reason {who}不同意
reassign --from 市民政局 --to 市住建局 --reason {who}改派
reassign --add 市应急局 --role 协办 --reason {who}增加
plan --by 市民政局 --measures {who}先排查。{who}再整改。
progress --by 市民政局 --text {who}已完成一半。
contact --by 市民政局 --manner 电话 --text {who}已沟通。
extend --by 市民政局 --ask --reason {who}资金未到
extend --by 市民政局 --deadline 2025-06-30 --approver {who}主任会议 --reason 资金未到
extend --by 市民政局 --deny --reason {who}不同意 --approver 主任会议
urge --by 市民政局 --text {who}请抓紧。
urge --by 市民政局 --formal --ref {who}2号
key --leader {who}副主任
key --off --meeting {who}会议
respond --by 市民政局 --class A --text {who}已完成。
respond --by 市民政局 --class B --text {who}正在办。
reject --by 市民政局 --reason {who}内容空泛
review --by 市民政局 --result 整改到位 --reason {who}实地看过
feedback --from 执法检查组 --result 满意 --opinion {who}满意。
feedback --from 执法检查组 --result 不满意 --opinion {who}不行。
evaluate --satisfied 30 --basic 5 --unsatisfied 1 --present 36 --meeting {who}会议
evaluate --satisfied 3 --basic 5 --unsatisfied 28 --present 36 --meeting {who}会议
close --approver {who}主任会议
recheck --result 巩固 --text {who}看过。
recheck --result 反弹 --text {who}反弹。
track --next 2025-05-31 --reason {who}跟踪
drop --how 撤回 --reason {who}撤回
resume --reason {who}恢复
reply --question {who}问？ --answer {who}答。 --by 市民政局
note --text {who}记一笔。
void --event 1 --reason {who}记错
void --event 2 --reason {who}作废第二项
void --event 3 --reason {who}作废第三项
void --event 4 --reason {who}作废第四项
void --event 1 --set 文号={who}5号 --reason {who}更正
edit --set 标题={who}改的标题
edit --set 类别={who}类
edit --set 性质=建议类
edit --set 来源={who}来源
edit --set 来源级别=省
edit --set 审议意见=2
edit --set 提出日期=2024-05-01
edit --set 问题描述={who}重写。
edit --set 具体表现={who}表现。
edit --set 依据={who}依据。
edit --set 整改要求={who}要求。
edit --set 整改标准={who}标准。
edit --set 时限类型=立行立改
edit --set 拟主办=市财政局
edit --set 拟协办=市应急局
edit --set 拟定期限=9月底前
edit --set 公开方式=不公开
edit --set 备注={who}备注。
edit --set 类别=
edit --attach ../{who}.txt
""".splitlines()))  # fmt: skip


def _events(text: str) -> list[tuple[int, int]]:
    """Say where the events begin and end."""
    starts = [found.start() for found in re.finditer(r"^  - 日期", text, re.MULTILINE)]
    ends = [re.compile(r"^(?=\S)", re.MULTILINE).search(text, at) for at in starts[-1:]]
    last = [found.start() if found else len(text) for found in ends]
    return list(zip(starts, starts[1:] + last, strict=True))


def _at_event(change: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """Change the last event of a file by hand."""

    def edit(text: str, who: str) -> str:
        places = _events(text)
        if not places:
            return text
        start, end = places[-1]
        return text[:start] + change(text[start:end], who) + text[end:]

    return edit


def _day(who: str) -> int:
    """Give each office a day of its own."""
    return 1 + "甲乙丙".index(who[0])


def _with(event: str, label: str, value: str) -> str:
    """Add a line to an event that has none of that label."""
    return event if f"    {label}: " in event else f"{event}    {label}: {value}\n"


def _opened(text: str, who: str) -> str:
    if _events(text) or "办理记录" in text:
        return text
    more = _more("2024-06-01", "期初", 状态="办理中", 主办=_UNIT, 责任人=f"{who}科长")
    return text.replace("# 以上", f"办理记录:\n{more}# 以上")


def _carried(text: str, who: str) -> str:
    more = _more(TODAY, "结转", 转入="次年台账", 理由=f"{who}转入次年")
    if any(word in text for word in ("销号", "终止", "结转")) or not _events(text):
        return text
    above, mark, _ = text.partition("# 以上")
    if "办理记录:" not in above:  # the remark has come to stand above the record
        return f"{text}{more}"
    return text.replace(mark, f"{more}{mark}")


BY_HAND = (
    Operation("手工：期初", edit=_opened),
    Operation("手工：结转", edit=_carried),
    Operation("手工：文件末尾加注", edit=lambda text, who: f"{text}# {who}的注\n"),
    Operation(
        "手工：字段上加注",
        edit=lambda text, who: text.replace("\n类别", f"\n# {who}看过\n类别"),
    ),
    Operation(
        "手工：改注",
        edit=lambda text, who: text.replace(
            "# 类别以后可能要改", f"# {who}改了类别的注"
        ),
    ),
    Operation(
        "手工：删注",
        edit=lambda text, _: text.replace("# 类别以后可能要改\n", ""),
    ),
    Operation(
        "手工：办理记录上加注",
        edit=_at_event(lambda event, who: f"  # {who}见过原件\n{event}"),
    ),
    Operation("手工：删去一项", edit=_at_event(lambda _, __: "")),
    Operation(
        "手工：改一项",
        edit=_at_event(
            lambda event, who: _with(event, "登记日期", f"2024-12-0{_day(who)}")
        ),
    ),
    Operation(
        "手工：改作废",
        edit=_at_event(lambda event, who: _with(event, "作废", f"{TODAY} {who}")),
    ),
    Operation(
        "手工：描述前加一句",
        edit=lambda text, who: text.replace("描述: |\n", f"描述: |\n  {who}在前。\n"),
    ),
    Operation(
        "手工：描述后加一句",
        edit=lambda text, who: text.replace("设施。\n", f"设施。\n  {who}在后。\n", 1),
    ),
    Operation(
        "手工：描述改一句",
        edit=lambda text, who: text.replace("4家", f"{who}数过的4家", 1),
    ),
    Operation(
        "手工：提出人",
        edit=lambda text, who: text.replace(
            "- 姓名: 执法检查组\n", f"- 姓名: 执法检查组\n  - 姓名: {who}\n"
        ),
    ),
    Operation("手工：换行符", edit=lambda text, _: text.replace("\n", "\r\n")),
)
FORMAT = Operation("format", ("format",))
OPERATIONS = (*COMMANDS, *BY_HAND, FORMAT)


def bench_in(home: Path, state: str) -> Workbench:
    """Make an office with one issue in a state."""
    bench = office(home, JZ001=STATES[state])
    bench.write("ledger.yaml", bench.read("ledger.yaml") + OPINIONS)
    bench.today = TODAY
    return bench


def done(bench: Workbench, operation: Operation, who: str) -> dict[str, bytes] | None:
    """Do an operation, give what it changed, and put all back; None if refused."""
    before = bench.files()
    if operation.edit is not None:
        path = bench.root / f"data/{bench.name}/issues/{NUMBER}.yaml"
        text = path.read_bytes().decode()
        path.write_bytes(operation.edit(text, who).encode())
    else:
        bench.write(f"../../../{who}.txt", f"{who}的材料")
        words = [word.format(who=who) for word in operation.words]
        if bench.do(*words).code != 0:
            return None
    after = bench.files()
    for name, data in {**dict.fromkeys(after), **before}.items():
        path = bench.root / name
        if data is None:
            path.unlink()
        elif after.get(name) != data:
            path.write_bytes(data)
    changed = {n: d for n, d in after.items() if before.get(n) != d and "/" in n}
    return changed or None
