"""The register of letters and the list of a transfer: what there is, all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    answered,
    closed,
    dropped,
    handed,
    issue,
    ledger,
    reviewed,
    roster,
    row,
    vote,
    voted,
)
from office import office
from paperwork import asking, compiled, table, worded
from rectify.domain.documents.correspondence import NoLetters
from rectify.domain.documents.transfer import NothingToTransfer
from rectify.domain.numbers import in_short, spans

if TYPE_CHECKING:
    from pathlib import Path

    from casebook import Row
    from rectify.domain.roster import Roster

FINANCE, FIRE = "市财政局", "市消防救援支队"
HASH = "0123456789abcdef" * 4
BY_CIRCULAR = handed(文号="演〔2024〕12号", 主送="市人民政府")


def urged(day: str, number: str | None, unit: str = BUREAU, how: str = "催办") -> Row:
    ref = {} if number is None else {"文号": f"演督〔2024〕{number}号"}
    return row(day, how, 单位=unit, **ref)


def letters() -> Roster:
    return roster(
        issue(
            1,
            row("2024-06-18", "审定", 会议="主任会议", 文号="演会〔2024〕3号"),
            BY_CIRCULAR,
            urged("2024-08-01", "21"),
            answered("2024-09-01", 文号="演民函〔2024〕5号"),
        ),
        issue(
            2,
            BY_CIRCULAR,
            urged("2024-08-01", "21", how="督办"),
            answered("2024-09-01", 文号="演民函〔2024〕5号"),
        ),
        issue(3, BY_CIRCULAR, urged("2024-09-02", "24"), urged("2024-09-03", None)),
        issue(
            4,
            handed(FINANCE, 文号="演〔2024〕14号", 协办=[FIRE]),
            urged("2024-09-04", "29", FINANCE),
            answered("2024-09-05", FINANCE, 文号="关于某事的答复"),
            answered("2024-09-06", FINANCE),
            answered("2024-09-07", FINANCE, 文号="演财函〔2024〕9号")
            | {"作废": "2024-09-08 登错"},
        ),
        issue(
            5,
            row("2024-10-01", "审定"),
            handed(FIRE, None) | {"日期": "2024-10-02", "文号": "便函"},
        ),
    )


def test_a_letter_is_one_however_many_issues_it_is_about() -> None:
    rows = table(worded("letters", asking(letters())), "## 一、发文")
    assert [line[1:] for line in rows[1:]] == [
        ["2024年6月18日", "演会〔2024〕3号", "—", "审定“第1个问题”", "JZ-001"],
        ["2024年6月20日", "演〔2024〕12号", f"市人民政府、{BUREAU}", "交办3条",
         "JZ-001至JZ-003"],
        ["2024年6月20日", "演〔2024〕14号", f"{FINANCE}、{FIRE}", "交办“第4个问题”",
         "JZ-004"],
        ["2024年8月1日", "演督〔2024〕21号", BUREAU, "催办“第1个问题”", "JZ-001"],
        ["2024年8月1日", "演督〔2024〕21号", BUREAU, "督办“第2个问题”", "JZ-002"],
        ["2024年9月2日", "演督〔2024〕24号", BUREAU, "催办“第3个问题”", "JZ-003"],
        ["2024年9月4日", "演督〔2024〕29号", FINANCE, "催办“第4个问题”", "JZ-004"],
        ["2024年10月2日", "便函", FIRE, "交办“第5个问题”", "JZ-005"],
    ]  # fmt: skip


def test_a_hand_over_went_to_the_government_and_to_all_that_handle_or_help() -> None:
    held = roster(
        issue(1, BY_CIRCULAR | {"协办": ["某县人大常委会", FIRE]}),
        issue(2, handed(FINANCE, 文号="演〔2024〕12号", 主送=FINANCE)),
    )
    (sent,) = compiled("letters", asking(held)).sent.documents
    assert sent.receivers == ("市人民政府", "某县人大常委会", BUREAU, FINANCE, FIRE)


def test_what_was_received_stands_apart_with_whose_it_is() -> None:
    text = worded("letters", asking(letters()))
    rows = table(text, "## 二、收文")
    assert [line[1:] for line in rows[1:]] == [
        ["2024年9月1日", "演民函〔2024〕5号", BUREAU, "答复2条", "JZ-001、JZ-002"],
        ["2024年9月5日", "关于某事的答复", FINANCE, "答复“第4个问题”", "JZ-004"],
    ]
    assert "发文8件，收文2件。" in text


def test_numbers_used_twice_or_passed_over_are_named() -> None:
    found = compiled("letters", asking(letters()))
    assert found.sent.twice == (
        "演督〔2024〕21号（2024年8月1日催办、2024年8月1日督办）",
    )
    assert found.sent.missing == (
        "演〔2024〕13号",
        "演督〔2024〕22号、23号、25至28号",
    )
    assert found.sent.unnumbered == (("催办", 1),)
    assert (found.received.twice, found.received.missing) == ((), ())
    assert found.received.unnumbered == (("答复", 1),)
    text = worded("letters", asking(letters()))
    assert "注：同一文号用于两件以上文书，请核对：演督〔2024〕21号" in text
    assert "注：没有登记文号的：催办1件（按办理记录计）。" in text


def test_two_answers_of_different_days_under_one_number_are_told_with_their_unit() -> (
    None
):
    twice = [
        issue(n, handed(), answered(f"2024-09-0{n}", 文号="演民函〔2024〕5号"))
        for n in (1, 2)
    ]
    found = compiled("letters", asking(roster(*twice)))
    assert found.received.twice == (
        f"演民函〔2024〕5号（2024年9月1日{BUREAU}答复、2024年9月2日{BUREAU}答复）",
    )
    text = worded("letters", asking(roster(*twice)))
    assert "收文2件。" in text
    assert "## 一、发文\n\n注：没有登记文号的：交办2件" in text


def test_what_was_received_is_the_first_part_when_nothing_was_sent() -> None:
    held = roster(
        issue(1, handed(), answered("2024-09-01", 文号="演民函〔2024〕5号")),
        on="2024-09-30",
    )
    before = worded("letters", asking(held, known="2024-09-30"))
    assert "## 二、收文" in before
    late = handed() | {"登记日期": "2024-12-01"}
    unknown = roster(
        issue(1, late, answered("2024-09-01", 文号="演民函〔2024〕5号")),
        on="2024-09-30",
    )
    text = worded("letters", asking(unknown, known="2024-09-30"))
    assert "## 一、收文" in text
    assert "发文" not in text.split("# ", 2)[2]


def test_without_any_number_there_is_no_register_of_letters() -> None:
    with pytest.raises(NoLetters, match="可用 --ref 写明文号"):
        compiled("letters", asking(roster(issue(1, handed()))))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], ""),
        ([1], "JZ-001"),
        ([2, 1], "JZ-001、JZ-002"),
        ([1, 2, 3, 5, 7, 8], "JZ-001至JZ-003、JZ-005、JZ-007、JZ-008"),
    ],
)
def test_runs_of_issues_are_named_in_short(numbers: list[int], said: str) -> None:
    assert in_short(f"JZ-{number:03}" for number in numbers) == said


def test_runs_are_gathered_whatever_their_order() -> None:
    assert spans([9, 3, 1, 2, 3]) == [(1, 3), (9, 9)]


def kept() -> Roster:
    file = {"文件": "照片.jpg", "SHA-256": HASH}
    return roster(
        issue(
            1,
            BY_CIRCULAR,
            row("2024-08-01", "进展", 单位=BUREAU, 内容="已动工。"),
            answered("2024-09-01", 文号="演民函〔2024〕5号", 附件=[file]),
            reviewed("2024-09-05"),
            voted("2024-10-30"),
            closed("2024-11-05") | {"佐证": [file | {"文件": "验收单.pdf"}]},
            附件=[file | {"文件": "来信.pdf"}],
        ),
        issue(2, handed(until="2024-12-21")),
        issue(3, 提出日期="2024-06-01"),
        issue(4),
        issue(5, handed(), dropped("2024-07-01", "并案", into=2)),
        votes=(
            vote(
                "2024-01", "2024-10-30", (9, 0, 1),
                对象={"问题": ["JZ-001"]}, 会议="十月会议",
            ),
            vote(
                "2024-02", "2024-10-30", (9, 0, 1),
                对象={"单位": [BUREAU], "审议意见": [1], "报告": "整改报告"},
            ),
        ),
    )  # fmt: skip


def test_every_issue_is_one_piece_with_its_authors_letters_and_days() -> None:
    rows = table(worded("transfer", asking(kept())), "## 一、问题档案（5件）")
    organ = "某市人大常委会"
    assert rows[1:] == [
        ["1", f"{organ}、{BUREAU}", "JZ-001 第1个问题",
         "演〔2024〕12号、演民函〔2024〕5号", "20240620至20241105", "",
         "已销号；办理记录6条；附件和佐证3个"],
        ["2", organ, "JZ-002 第2个问题", "—", "20240620", "",
         "已交办，逾期10天；办理记录1条"],
        ["3", organ, "JZ-003 第3个问题", "—", "20240601", "",
         "待交办；尚无办理记录"],
        ["4", organ, "JZ-004 第4个问题", "—", "—", "", "待交办；尚无办理记录"],
        ["5", organ, "JZ-005 第5个问题", "—", "20240620至20240701", "",
         "已交办，逾期10天，并入 JZ-002；办理记录2条"],
    ]  # fmt: skip


def test_votes_and_files_are_listed_with_what_tells_them_apart() -> None:
    text = worded("transfer", asking(kept()))
    assert "问题档案5件、测评记录2件、附件和佐证3个" in text
    assert "5条问题中，待交办2条、已交办2条、已销号1条。" in text
    ballots = table(text, "## 二、测评记录（2件）")
    assert [line[2:5] + line[6:] for line in ballots[1:]] == [
        ["十月会议满意度测评", "2024-01", "20241030", "JZ-001"],
        ["满意度测评", "2024-02", "20241030", f"审议意见第1条；整改报告；{BUREAU}"],
    ]
    files = table(text, "## 三、附件和佐证（3个）")
    assert [line[1:] for line in files[1:]] == [
        ["JZ-001", "来信.pdf", "问题", HASH[:16]],
        ["JZ-001", "照片.jpg", "2024年9月1日答复", HASH[:16]],
        ["JZ-001", "验收单.pdf", "2024年11月5日销号", HASH[:16]],
    ]
    assert "| 移交人 | | 接收人 | | 监交人 | |" in text


def test_what_is_not_there_is_not_transferred() -> None:
    text = worded("transfer", asking(roster(issue(1, handed()))))
    assert "问题档案1件。截至2024年12月31日，1条问题为已交办。" in text
    assert "测评" not in text.split("## 一、")[0]
    assert "## 二、" not in text
    with pytest.raises(NothingToTransfer, match="rectify add"):
        compiled("transfer", asking(roster()))


def test_proposals_are_transferred_as_proposals() -> None:
    held = roster(issue(1, handed(), 性质="建议类"), by=ledger(计量词="件"))
    assert "建议档案1件" in worded("transfer", asking(held))


@pytest.mark.parametrize(("kind", "word"), [("letters", "发文"), ("transfer", "移交")])
def test_the_registers_are_written_by_the_command(
    tmp_path: Path, kind: str, word: str
) -> None:
    bench = office(tmp_path, JZ001="已销号", JZ002="已交办")
    bench.do("urge", "JZ-002", "--by", "市民政局", "--ref", "演督〔2024〕1号")
    made = bench.do("report", kind)
    assert made.code == 0, made.err
    assert word in made.out
