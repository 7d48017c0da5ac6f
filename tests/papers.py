"""Documents in their Markdown, read into paper: what every format is tried on."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from rectify.cli.formats import paper_of

if TYPE_CHECKING:
    from rectify.views.paper import Paper

LETTER = """\
---
标题: 关于交办养老服务有关问题的函
版式: 信函
发文机关: 某市人大常委会办公室
主送: 市民政局
文号: 演〔2024〕12号
落款: 某市人大常委会办公室
日期: 2024年6月20日
附件:
  - 交办问题清单
  - 答复表
抄送: 市政府办公室
统计截止日: 2024年6月20日
演示: 演示数据，非实际办理情况
---

# 关于交办养老服务有关问题的函

演〔2024〕12号

市民政局：

　　现将有关问题交你单位办理，见JZ-001。

## 一、办理要求

　　（一）按期答复。请于2024年9月30日前书面答复。

```图表 条形图
标题: 各单位承办
单位: 条
市民政局: 21
市财政局: 3
```

　　附件：1. 交办问题清单

　　　　　2. 答复表

某市人大常委会办公室

2024年6月20日

（统计截止日：2024年6月20日；演示数据，非实际办理情况）

抄送：市政府办公室。

---

附件1

## 交办问题清单

（共2条）

| 序号 | 编号 | 问题 | 具体内容 | 整改要求 | 承办单位 | 期限 |
| ---: | --- | --- | --- | --- | --- | :---: |
| 1 | JZ-001 | 敬老院消防设施不达标 | {long} | {long} | 市民政局 | 2024年9月30日 |
| 2 | JZ-002 | 助餐点补贴兑付不及时 | {long} | {long} | 市财政局 | 2024年9月30日 |

注：期限为答复期限。

---

附件2

## 答复表

|  |  |  |  |
| --- | --- | --- | --- |
| 编号 | JZ-001 | 类别 | A |
| 答复 |  |  |  |
""".replace("{long}", "没有按标准配备自动喷淋设施，请逐一整改并书面答复。" * 4)


def letter() -> Paper:
    """Give a letter with everything that a document may have."""
    return paper_of(LETTER)


def paper(body: str, **front: str) -> Paper:
    """Give a plain document of a body."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    plain = "" if "版式" in front else "版式: 纯文\n"
    return paper_of(f"---\n标题: 题\n{plain}{lines}---\n\n{dedent(body)}")
