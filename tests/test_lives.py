"""The two lives of the procedure's hardest cases, folded on every date."""

from __future__ import annotations

from datetime import date

import pytest

from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger
from rectify.domain.workflow import fold

LEDGER = Ledger(title="演示", prefix="JZ", organ="市人大常委会")


def life(number: str, *rows: dict[str, object]) -> Issue:
    return Issue.model_validate({"编号": number, "标题": "例", "办理记录": list(rows)})


def row(day: str, matter: str, **fields: object) -> dict[str, object]:
    return {"日期": day, "事项": matter, **fields}


JZ021 = life(
    "JZ-021",
    row("2024-06-20", "交办", 主办="市卫健委", 协办=["市医保局"], 期限="2024-09-20"),
    row("2024-06-24", "签收", 单位="市医保局"),
    row("2024-06-28", "申请退回", 单位="市卫健委", 理由="不属职责"),
    row(
        "2024-07-03",
        "改派",
        原单位="市卫健委",
        单位="市民政局",
        期限="2024-10-08",
        期限依据="3个月",
    ),
    row("2024-09-30", "延期", 单位="市民政局", 申请日期="2024-09-30"),
    row(
        "2024-10-10",
        "延期",
        单位="市民政局",
        结论="同意",
        新期限="2024-11-29",
        批准人="主任会议",
    ),
    row("2024-11-27", "答复", 单位="市民政局", 类别="B"),
    row("2024-12-02", "退回重办", 单位=["市民政局"], 理由="空", 期限="2024-12-13"),
    row("2024-12-12", "答复", 单位="市民政局", 类别="A"),
    row("2024-12-26", "测评", 票号="2024-01", 结论="不通过", 期限="2025-01-26"),
    row("2025-01-20", "答复", 单位="市民政局", 类别="A"),
    row("2025-02-27", "测评", 票号="2025-01", 结论="通过"),
    row("2025-03-05", "销号", 批准=[{"批准人": "主任会议"}]),
    row("2025-06-10", "回头看", 结论="反弹", 期限="2025-07-10"),
)


@pytest.mark.parametrize(
    ("on", "state", "round_", "deadline"),
    [
        ("2024-06-20", "已交办", 1, "2024-09-20"),
        ("2024-06-24", "已交办", 1, "2024-09-20"),
        ("2024-06-28", "待改派", 1, "2024-09-20"),
        ("2024-07-03", "已交办", 1, "2024-10-08"),
        ("2024-09-30", "已交办", 1, "2024-10-08"),
        ("2024-10-10", "已交办", 1, "2024-11-29"),
        ("2024-11-27", "已答复", 1, "2024-11-29"),
        ("2024-12-02", "办理中", 1, "2024-12-13"),
        ("2024-12-12", "已答复", 1, "2024-12-13"),
        ("2024-12-26", "重新办理", 2, "2025-01-26"),
        ("2025-01-20", "已答复", 2, "2025-01-26"),
        ("2025-02-27", "测评通过", 2, "2025-01-26"),
        ("2025-03-05", "已销号", 2, "2025-01-26"),
        ("2025-06-10", "重新办理", 3, "2025-07-10"),
    ],
)
def test_life_of_jz021(on: str, state: str, round_: int, deadline: str) -> None:
    case = fold(JZ021, LEDGER, on=date.fromisoformat(on))
    assert not case.faults
    assert (case.state, case.round) == (state, round_)
    if state != "待改派":
        assert str(case.deadline) == deadline
