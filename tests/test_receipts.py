"""签收单 and 审议意见函: what a unit signs, and what the government is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    UNITS,
    answered,
    asked,
    dropped,
    handed,
    issue,
    ledger,
    roster,
    row,
    voted,
)
from office import office
from rectify.domain.documents.opinions import NoOpinions, compile_opinions
from rectify.domain.documents.receipts import NothingToSign, compile_receipts
from rectify.domain.documents.report import Head, NothingHanded
from rectify.storage.builtin import templates
from rectify.views.markdown import render

if TYPE_CHECKING:
    from rectify.domain.documents.opinions import Opinions
    from rectify.domain.documents.receipts import Receipt
    from rectify.domain.documents.report import Report
    from rectify.domain.roster import Roster

FINANCE, FIRE = "市财政局", "市消防救援支队"
NOWHERE = Path("/没有这个文件夹")
TWO = {
    "审议意见": [
        {"序号": 1, "标题": "兑现政策", "内容": "逐条兑现。\n\n按时拨付"},
        {"序号": 2, "标题": "补齐设施"},
    ]
}


def written(alias: str, report: Report) -> str:
    text = render(alias, report, UNITS, own=NOWHERE, builtin=templates())
    return text.split("---\n", 2)[2]


def receipts(
    held: Roster, unit: str | None = None, day: date | None = None
) -> dict[str, Receipt]:
    return compile_receipts(asked(held)._replace(unit=unit, day=day))


def opinions(held: Roster) -> Opinions:
    return compile_opinions(asked(held))[""]


def signed(day: str, unit: str = BUREAU, **fields: object) -> dict[str, object]:
    return row(day, "签收", 单位=unit, **fields)


def test_a_receipt_lists_all_that_a_unit_has_and_who_signed_when() -> None:
    held = roster(
        issue(1, handed(协办=[FINANCE]), signed("2024-06-21", 签收人="养老科")),
        issue(2, handed(FINANCE), row("2024-06-25", "进展", 单位=FINANCE, 内容="动工")),
        issue(3, handed()),
        issue(4, handed(), dropped("2024-06-30", "撤回")),
    )
    units = receipts(held)
    assert list(units) == [BUREAU, FINANCE]
    text = written("receipt", units[BUREAU])
    assert "（市民政局，共2条）" in text
    assert (
        "某市人大常委会于2024年6月20日交办“养老服务”有关问题，"
        "已签收1条，其余1条请核对后签收。"
    ) in text
    assert (
        "| 1 | JZ-001 | 第1个问题（主办） | 2024年9月30日 | 养老科 | 2024年6月21日 |"
    ) in text
    assert "| 2 | JZ-003 | 第3个问题（主办） | 2024年9月30日 |  |  |" in text
    assert "协办单位不单独答复" not in text
    helper = written("receipt", units[FINANCE])
    assert "| 1 | JZ-001 | 第1个问题（协办） | — |  |  |" in helper
    assert (
        "| 2 | JZ-002 | 第2个问题（主办） | 2024年9月30日 |  | 2024年6月25日 |"
        in helper
    )
    assert "协办单位不单独答复，不列答复期限。" in helper


def test_a_receipt_says_when_all_or_nothing_is_signed() -> None:
    none = written("receipt", receipts(roster(issue(1, handed())))[BUREAU])
    assert "有关问题，请核对后签收。" in none
    one = roster(issue(1, handed(), signed("2024-06-21")))
    assert "有关问题，已签收。" in written("receipt", receipts(one)[BUREAU])
    both = roster(*(issue(n, handed(), signed("2024-06-21")) for n in (1, 2)))
    assert "有关问题，均已签收。" in written("receipt", receipts(both)[BUREAU])


def test_a_new_round_is_signed_for_again_by_those_that_answer() -> None:
    held = roster(
        issue(
            1, handed(协办=[FINANCE]), signed("2024-06-21"),
            signed("2024-06-22", FINANCE), answered("2024-09-01"),
            voted("2024-10-30", "不通过", 期限="2024-11-30"),
        )
    )  # fmt: skip
    first, again = receipts(held)[BUREAU].items
    assert (first.day, first.round) == (date(2024, 6, 21), 1)
    assert (again.day, again.round) == (None, 2)
    text = written("receipt", receipts(held)[BUREAU])
    assert "（市民政局，共1条）" in text
    assert "已签收。其后重新办理1次，请核对后签收。" in text
    assert "| 第1个问题（主办） | 2024年9月30日 |  | 2024年6月21日 |" in text
    assert "| 第1个问题（主办，第2次办理） | 2024年11月30日 |  |  |" in text
    (helper,) = receipts(held)[FINANCE].items
    assert (helper.day, helper.round) == (date(2024, 6, 22), 1)


def test_a_receipt_has_the_deadline_of_the_letter_not_one_granted_later() -> None:
    later = row(
        "2024-09-01", "延期", 单位=BUREAU, 结论="同意", 新期限="2024-12-31",
        批准人="主任",
    )  # fmt: skip
    (item,) = receipts(roster(issue(1, handed(), later)))[BUREAU].items
    assert item.deadline == "2024年9月30日"


def test_who_came_on_the_day_of_a_failed_vote_signs_once() -> None:
    moved = row(
        "2024-10-30", "改派", 原单位=BUREAU, 单位=FIRE, 期限="2024-11-20", 理由="职责"
    )
    failed = voted("2024-10-30", "不通过", 期限="2024-11-30")
    held = roster(
        issue(1, handed(), answered("2024-09-01"), failed, moved | {"次序": 2})
    )
    (item,) = receipts(held)[FIRE].items
    assert (item.round, item.day) == (1, None)


def test_what_a_letter_lists_and_a_receipt_does_not_is_named() -> None:
    moved = row(
        "2024-07-02", "改派", 原单位=BUREAU, 单位=FIRE, 期限="2024-10-15", 理由="职责"
    )
    held = roster(
        issue(1, handed()),
        issue(2, handed(), dropped("2024-07-01", "并案", into=1)),
        issue(3, handed(), dropped("2024-07-01", "撤回")),
        issue(4, handed(), moved),
        issue(5, handed(FIRE), dropped("2024-07-01", "撤回")),
        issue(6, handed(), dropped("2024-06-20", "撤回") | {"次序": 2}),
    )
    assert (
        "注：交办函所列、交办后已另行处理的不列入本单："
        "JZ-002（并入JZ-001）、JZ-003（撤回）、JZ-004（改派）。签收后请将本单送还"
    ) in written("receipt", receipts(held)[BUREAU])
    assert "不列入本单" not in written(
        "receipt", receipts(roster(issue(1, handed())))[BUREAU]
    )


def test_receipts_of_one_unit_or_one_day_may_be_asked_for() -> None:
    moved = row(
        "2024-07-02", "改派", 原单位=BUREAU, 单位=FIRE, 期限="2024-10-15", 理由="职责"
    )
    held = roster(issue(1, handed(), moved), issue(2, handed(FIRE)))
    assert list(receipts(held, FIRE)) == [FIRE]
    (letter,) = receipts(held, day=date(2024, 7, 2)).values()
    assert [each.number for each in letter.items] == ["JZ-001"]
    assert "于2024年7月2日（改派）交办" in written("receipt", letter)
    with pytest.raises(NothingToSign, match=r"^没有交办给市民政局、由其承办的问题"):
        receipts(held, BUREAU)
    with pytest.raises(NothingToSign, match=r"^2024年7月3日没有交办"):
        receipts(held, day=date(2024, 7, 3))
    with pytest.raises(NothingHanded, match="没有可写的签收单"):
        receipts(roster(issue(1)))


def test_the_opinions_go_to_the_government_with_the_issues_of_each() -> None:
    sent = {"主送": "市人民政府", "文号": "演〔2024〕12号"}
    held = roster(
        issue(1, handed(**sent), 审议意见=1),
        issue(2, handed(**sent), 审议意见=1, 整改要求="逐项整改"),
        issue(3, handed(主送="某县人大常委会", 文号="演〔2024〕13号"), 审议意见=2),
        issue(4, handed(), dropped("2024-07-01", "撤回")),
        issue(5, handed() | {"日期": "2024-07-01"}, 审议意见=2),
        issue(6, 审议意见=2),
        by=ledger(**TWO),
    )
    text = written("opinions", opinions(held))
    assert "# 关于印送养老服务审议意见的函\n" in text
    assert "\n市人民政府：\n" in text
    assert "形成审议意见2条，列出意见问题4条。现将审议意见印送你们" in text
    assert (
        "对应的问题（见附件2）。第1条“兑现政策”对应2条；第2条“补齐设施”对应1条。"
        "其他问题1条，一并研究处理。"
    ) in text
    assert "请于2024年9月20日前，将研究处理情况形成书面报告" in text
    assert (
        "附件1\n\n## 关于“养老服务”的审议意见\n\n## 一、兑现政策\n\n　　逐条兑现。\n\n"
        "　　按时拨付。\n\n## 二、补齐设施\n"
    ) in text
    assert "附件2\n\n## 审议意见对应问题清单\n\n（共4条）\n" in text
    assert (
        "## 一、第1条审议意见“兑现政策”（2条）\n\n| 序号 | 编号 | 问题 | 整改要求 |"
    ) in text
    assert "| 2 | JZ-002 | 第2个问题 | 逐项整改 |" in text
    assert "## 三、其他（1条）" in text
    assert "| 1 | JZ-004 | 第4个问题 | — |" in text
    assert "JZ-005" not in text
    assert "\n2024年6月20日\n" in text


def test_opinions_without_a_letter_go_to_the_government_of_the_place() -> None:
    for facts, government in (
        ({"行政区": "某县"}, "某县人民政府"),
        ({}, "某市人民政府"),
        ({"监督机关": "某区人民代表大会常务委员会"}, "某区人民政府"),
    ):
        held = roster(issue(1, handed()), by=ledger(**TWO, **facts))
        found = opinions(held)
        assert found.addressee == government
        assert found.day == date(2024, 12, 31)
    text = written("opinions", found)
    assert "对应的问题" not in text
    assert "一、研究处理情况的报告。请于2025年3月31日前" in text
    timeless = ledger(**TWO, 办理规则={"答复期限": "长期坚持"})
    nothing = written("opinions", opinions(roster(by=timeless)))
    assert "请按“长期坚持”的要求，将研究处理情况" in nothing
    assert "列出意见" not in nothing


def test_the_opinions_do_not_take_the_number_of_the_letter_that_hands_over() -> None:
    sent = handed(主送="市人民政府", 文号="演〔2024〕12号")
    text = written("opinions", opinions(roster(issue(1, sent), by=ledger(**TWO))))
    assert "演〔2024〕12号" not in text


def test_of_several_hand_overs_to_a_government_the_first_dates_the_opinions() -> None:
    def sent(day: str, addressee: str) -> dict[str, object]:
        return handed(主送=addressee) | {"日期": day}

    held = roster(
        issue(1, sent("2024-07-01", "丙人民政府")),
        issue(2, sent("2024-06-20", "甲人民政府")),
        issue(3, sent("2024-06-20", "乙人民政府")),
        issue(4, sent("2024-06-20", "乙人民政府")),
        by=ledger(**TWO),
    )
    found = opinions(held)
    assert (found.addressee, found.day) == ("乙人民政府", date(2024, 6, 20))


def test_a_ledger_without_opinions_has_no_such_letter(tmp_path: Path) -> None:
    with pytest.raises(NoOpinions, match="台账没有审议意见"):
        opinions(roster(issue(1, handed())))
    bench = office(tmp_path, JZ001="已交办")
    made = bench.do("report", "审议意见函")
    assert made.code == 0, made.err
    assert "第1条“补齐设施短板”对应1条" in made.out
    assert "请核对后签收" in bench.do("report", "签收单", "--unit", "民政局").out


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("养老服务问题清单", "养老服务"),
        ("积极应对 养老 联动监督意见问题清单", "积极应对　养老　联动监督"),
        ("养老服务联动监督问政问题交办清单", "养老服务联动监督"),
        ("2025年度代表建议台账", "2025年度代表建议"),
        ("问题清单", "问题清单"),
        ("执法检查", "执法检查"),
    ],
)
def test_a_title_names_the_matter_and_not_the_list(title: str, matter: str) -> None:
    assert Head(ledger(名称=title), date(2024, 7, 1)).matter == matter
