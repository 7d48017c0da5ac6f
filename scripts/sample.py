"""A ledger of one's own making: its rules, its units and its issues, of any number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

LEDGER = """\
名称: 计时用清单
编号前缀: JS
监督机关: 某市人大常委会
"""
_ISSUE = """\
编号: JS-{number:03}
标题: 第{number}个部分农村敬老院消防设施不达标
类别: 项目建设
来源: 执法检查
问题描述: |
  检查组抽查的9家农村敬老院中，4家没有按标准配备自动喷淋设施。
  有2家的疏散通道被杂物占用。
整改要求: |
  按照国家标准完成消防设施改造，并建立巡查制度。
办理记录:
  - 日期: {begun}
    事项: 交办
    主办: {lead}
    期限: {deadline}
    文号: 演〔2024〕12号
"""


def unit(number: int, units: int) -> str:
    """Name the unit that an issue is handed to: each in turn."""
    return f"第{(number - 1) % units + 1}局"


def unit_list(units: int) -> str:
    """Write the list of so many units."""
    names = "".join(
        f"  - 全称: {unit(place, units)}\n" for place in range(1, units + 1)
    )
    return f"单位:\n{names}"


def issue(number: int, units: int, begun: date, deadline: date) -> str:
    """Write an issue that was handed over on a day."""
    lead = unit(number, units)
    return _ISSUE.format(number=number, lead=lead, begun=begun, deadline=deadline)
