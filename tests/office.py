"""A small office's ledger as its secretary keeps it: by hand too, with comments.

`kept` gives an issue as it stands after some of the steps of its life.
"""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = dedent("""\
    # 社会建设委员会经办
    名称: 养老服务问题清单
    编号前缀: JZ
    年度: 2024
    监督机关: 某市人大常委会
    审议意见:
      - 序号: 1
        标题: 补齐设施短板
    """)
UNITS = dedent("""\
    # 按机构序列
    单位:
      - 全称: 市发展和改革委员会
        简称: 市发改委
      # 牵头单位
      - 全称: 市民政局
        别名:
          - 民政局
      - 全称: 市财政局
      - 全称: 市住房和城乡建设局
        简称: 市住建局
      - 全称: 市消防救援支队
      - 全称: 市应急局
    """)
FACTS = dedent("""\
    # 主任会议点了名
    编号: {number}
    标题: 部分农村敬老院消防设施不达标
    # 类别以后可能要改
    类别: 项目建设
    来源: 执法检查
    审议意见: 1
    提出人:
      - 姓名: 执法检查组
    问题描述: |
      4家没有按标准配备自动喷淋设施。
    """)
STEPS = {
    "待交办": "",
    "已交办": """\
办理记录:
  # 交办会上当面交的
  - 日期: 2024-06-20
    事项: 交办
    主办: 市民政局
    协办:
      - 市财政局
    期限: 2024-09-30
""",
    "办理中": """\
  # 电话里先说的
  - 日期: 2024-06-22
    事项: 签收
    单位: 市民政局  # 回执后补
""",
    "已答复": """\
  - 日期: 2024-09-18
    事项: 答复
    单位: 市民政局
    类别: A
    内容: |
      4家敬老院已全部完成喷淋改造。
    # 原件在柜里
""",
    "测评通过": """\
  - 日期: 2024-10-30
    事项: 测评
    票号: 2024-01
    结论: 通过
""",
    "已销号": """\
  # 主任会议纪要第12期
  - 日期: 2024-11-06
    事项: 销号
    批准:
      - 批准人: 主任会议
""",
}
VOTE = dedent("""\
    票号: 2024-01
    日期: 2024-10-30
    对象:
      问题:
        - JZ-001
    计票:
      - 应到: 41
        实到: 36
        满意: 30
        基本满意: 5
        不满意: 1
    """)
END = "# 以上由办公室登记\n"


def kept(number: str, state: str, more: str = "") -> str:
    """Give the file of an issue that has come to a state, and some events behind."""
    names = list(STEPS)
    events = "".join(STEPS[name] for name in names[: names.index(state) + 1])
    if more and not events:
        events = "办理记录:\n"
    return FACTS.replace("{number}", number) + events + more + END


def office(home: Path, *, rules: str = "", **issues: str) -> Workbench:
    """Make a workspace with issues in some states: `JZ001="已交办"`."""
    bench = Workbench(home)
    bench.write("ledger.yaml", LEDGER + rules)
    bench.write("units.yaml", UNITS)
    for name, state in issues.items():
        number = name.replace("JZ", "JZ-")
        text = kept(number, state) if state in STEPS else state
        bench.write(f"issues/{number}.yaml", text)
    if any("2024-01" in bench.issue(name.replace("JZ", "JZ-")) for name in issues):
        bench.write("votes/2024-01.yaml", VOTE)
    return bench
