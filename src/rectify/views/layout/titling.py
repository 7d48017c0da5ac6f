"""How a title is broken into lines: evenly, and within no word."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rectify.views.layout.widths import ems

if TYPE_CHECKING:
    from collections.abc import Iterator

# The words that titles of the field are made of; a line ends beside one, not in it.
_WORDS = """
    关于 情况 办理 问题 清单 建议 通报 报告 意见 服务 整改 答复 测评 审议 监督
    工作 发展 人大 代表 常委会 委员会 常务 办公室 满意度 结果 责任 进展 延期
    审批 审批表 交办 催办 督办 通知 销号 养老 人口 老龄化 积极 应对 加快 联动
    社会 建设 政府 人民 重点 有关 落实 提请 审定 移交 登记 事实 统计 口径 说明
    群众 养老服务 联动监督 按期 办结 完成 问题清单 责任清单 整改清单 审议意见
    监督意见 问政 安全 环境 教育 医疗 卫生 交通 文化 经济 生态 保护 乡村 振兴
    营商 优化 推进 提升 治理 管理 实施 条例 法律 法规 改革 产业 企业 农业 农村
    城市 居民 食品 药品 消防 就业 住房 社区 物业 供水 供热 停车 学校 儿童 妇女
    残疾人 司法 检察 法院 监察 预算 决算 审计 资产 债务 规划 纲要 条件 保障 资金
    使用 现场 问答 民生 实事 项目 执法 检查 调研 专题 询问 回头看 年度
"""
_WORD = re.compile("|".join(sorted(_WORDS.split(), key=len, reverse=True)))
_WHOLE = re.compile(r"[!-~]+|《[^《》]{1,12}》|“[^“”]{1,12}”|（[^（）]{1,12}）")
_NOT_FIRST = "的之和与及、，。；：”’）》〉〕】·的函"
_NOT_LAST = "“‘（《〈〔【第"
_BLANKS = "　 "
# What is longer is no title; Word breaks it.
_LONGEST = 150


def title_lines(title: str, room: float) -> list[str]:
    """Break a title into as few lines as hold it, as even as its words allow."""
    if ems(title) <= room or len(title) > _LONGEST:
        return [title]
    count = int(-(-ems(title) // room))
    places = [0, *_places(title), len(title)]
    for lines in (count, count + 1):
        found = _best(title, places, lines, room)
        if found is not None:
            cut = [title[a:b].strip(_BLANKS) for a, b in pairwise(found)]
            return [line for line in cut if line]
    return [title]


def _places(title: str) -> Iterator[int]:
    """Give where a line may end."""
    inside = {
        place
        for pattern in (_WORD, _WHOLE)
        for match in pattern.finditer(title)
        for place in range(match.start() + 1, match.end())
    }
    for place in range(1, len(title)):
        before, after = title[place - 1], title[place]
        if place not in inside and after not in _NOT_FIRST and before not in _NOT_LAST:
            yield place


def _best(
    title: str, places: list[int], lines: int, room: float
) -> tuple[int, ...] | None:
    """Find the breaks whose lines differ least; a blank in the title is a good one."""
    even = ems(title) / lines
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for _ in range(lines):
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, cut) in best.items():
            for end in places:
                if end <= begin:
                    continue
                line = title[begin:end].strip(_BLANKS)
                if ems(line) > room:
                    break
                total = cost + (ems(line) - even) ** 2 + _price(title, end)
                if end not in further or total < further[end][0]:
                    further[end] = (total, (*cut, end))
        best = further
    return best[len(title)][1] if len(title) in best else None


def _price(title: str, end: int) -> float:
    """Tell how much a break costs: little at a blank or after 的, more elsewhere."""
    if end == len(title) or title[end] in _BLANKS or title[end - 1] in _BLANKS:
        return 0.0
    return 8.0 if title[end - 1] in "的、，》”" else 40.0
