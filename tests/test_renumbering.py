from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook import handed, issue, row
from rectify.domain.ballot import Vote
from rectify.domain.renumbering import (
    Move,
    in_issue,
    in_vote,
    mentions,
    next_ballot,
    next_number,
)
from sharing import head_of, note, office_of_two, sharing

if TYPE_CHECKING:
    from sharing import Sharing

__all__ = ["office_of_two", "sharing"]
MOVE = Move("JZ-004", "JZ-009")
BALLOT = Move("2024-01", "2024-02", ballot=True)
DROPPED = row("2024-07-01", "终止", 方式="并案", 并入="JZ-004", 理由="同一处")
CARRIED = row("2024-07-01", "结转", 转入="ylfw-2025", 新编号="JZ-004", 理由="跨年")
VOTED = row("2024-07-01", "测评", 票号="2024-01", 结论="通过")


def _vote(number: str = "2024-01", **facts: object) -> Vote:
    row = {"满意": 10, "基本满意": 1, "不满意": 0}
    plain = {"票号": number, "日期": "2024-06-30", "计票": [row]}
    return Vote.model_validate(plain | facts)


def test_an_issue_gets_its_number_everywhere_and_nothing_else() -> None:
    before = issue(4, handed(), DROPPED, VOTED, 备注="原为JZ-004。")
    after = in_issue(before, MOVE)
    assert after.number == "JZ-009"
    assert after.events[1].plain()["并入"] == "JZ-009"
    assert (after.events[0], after.events[2]) == (before.events[0], before.events[2])
    assert after.remarks == "原为JZ-004。"


def test_those_that_name_it_follow() -> None:
    assert in_issue(issue(1, 承接自="JZ-004"), MOVE).inherited == "JZ-009"
    carried = in_issue(issue(1, handed(), CARRIED), MOVE)
    assert carried.events[1].plain()["新编号"] == "JZ-009"
    other = issue(1, handed(), VOTED, 承接自="JZ-0041")
    assert in_issue(other, MOVE) is other


def test_votes_on_it_follow_in_their_subject_and_their_rows() -> None:
    rows = [
        {"对象": name, "满意": 1, "基本满意": 0, "不满意": 0}
        for name in ("JZ-004", "JZ-005")
    ]
    vote = _vote(对象={"问题": ["JZ-004", "JZ-005"]}, 计票=rows)
    after = in_vote(vote, MOVE)
    assert after.subject.issues == ("JZ-009", "JZ-005")
    assert [each.subject for each in after.rows] == ["JZ-009", "JZ-005"]
    assert in_vote(after, MOVE) is after


def test_a_vote_gets_its_number_and_what_names_it_follows() -> None:
    assert in_vote(_vote(), BALLOT).number == "2024-02"
    again = _vote("2024-03", 上次票号="2024-01", 轮次="二次")
    assert in_vote(again, BALLOT).follows == "2024-02"
    assert in_vote(_vote("2024-03"), BALLOT) == _vote("2024-03")
    voted = in_issue(issue(4, handed(), VOTED, DROPPED), BALLOT)
    assert voted.events[1].plain()["票号"] == "2024-02"
    assert voted.number == "JZ-004"


def test_words_that_name_it_are_found_and_let_be() -> None:
    told = issue(
        1,
        row("2024-07-01", "备注", 内容="并入JZ-004一起看。"),
        备注="见JZ-004。",
        标题="同JZ-0041",
        附件=[{"文件": "JZ-004照片.jpg", "SHA-256": "0" * 64}],
    )
    assert mentions(told, "JZ-004") == (
        "附件第1项的文件",
        "备注",
        "办理记录第1项的内容",
    )
    assert mentions(_vote(对象={"问题": ["JZ-004"]}), "JZ-004") == ()


@pytest.mark.parametrize(
    ("old", "taken", "new"),
    [
        ("JZ-004", ["JZ-004", "JZ-011", "YL-200", "JZ-x"], "JZ-012"),
        ("JZ-999", [], "JZ-1000"),
        ("JZ-0004", ["JZ-0004"], "JZ-0005"),
    ],
)
def test_the_next_number_is_free_on_both_sides(
    old: str, taken: list[str], new: str
) -> None:
    assert next_number(old, taken) == new


@pytest.mark.parametrize(
    ("old", "taken", "new"),
    [
        ("2024-01", ["2024-01", "2024-11", "2023-40"], "2024-12"),
        ("chang-hui", ["chang-hui", "chang-hui-2"], "chang-hui-3"),
    ],
)
def test_the_next_number_of_a_vote_is_that_of_its_year(
    old: str, taken: list[str], new: str
) -> None:
    assert next_ballot(old, taken) == new


def test_every_byte_but_the_number_stays(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.make("add", "--title", "乙发现的问题", "--text", "食堂没有留样。")
    second.make("sync")
    first.make("add", "--title", "甲发现的问题", "--text", "门口台阶太高。")
    first.amend("JZ-004", "编号: JZ-004", "# 甲现场看的\n编号: 'JZ-004'   # 先占着")
    before = first.issue("JZ-004")
    first.make("drop", "2", "--how", "并案", "--into", "4", "--reason", "同一处")
    parent = first.issue("JZ-002")
    first.make("sync")
    assert first.issue("JZ-005") == before.replace("'JZ-004'", "'JZ-005'")
    assert first.issue("JZ-002") == parent.replace("JZ-004", "JZ-005")


def test_a_file_that_lines_do_not_part_is_written_anew(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.make("add", "--title", "乙发现的问题", "--text", "食堂没有留样。")
    second.make("sync")
    first.write("issues/JZ-004.yaml", "{编号: JZ-004, 标题: 甲发现的问题}\n")
    first.make("sync")
    assert first.issue("JZ-005") == "编号: JZ-005\n标题: 甲发现的问题\n"


def test_what_is_kept_with_it_moves_along(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    photo = sharing.home / "照片.jpg"
    for who, data in ((second, b"\xff\xd8\x01"), (first, b"\xff\xd8\x02")):
        photo.write_bytes(data)
        who.make("add", "--title", f"{who.who}发现的问题", "--text", "台阶太高。")
        who.make("approve", "4")
        who.make("assign", "4", "--lead", "市民政局", "--deadline", "2024-09-30")
        kept = ("--attach", str(photo), "--text", "已整改。")
        who.make("respond", "4", "--by", "市民政局", *kept)
    second.make("sync")
    first.make("sync")
    files = first.ledger / "files"
    assert (files / "JZ-004" / "照片.jpg").read_bytes() == b"\xff\xd8\x01"
    assert (files / "JZ-005" / "照片.jpg").read_bytes() == b"\xff\xd8\x02"
    assert first.do("check", "--quiet").code == 0


def test_two_votes_of_one_number_both_stay(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    for who, number in ((second, "JZ-001"), (first, "JZ-003")):
        who.write(
            "votes/2024-01.yaml",
            f"票号: 2024-01\n日期: 2024-06-30\n对象:\n  问题:\n    - {number}\n"
            "计票:\n  - 满意: 9\n    基本满意: 1\n    不满意: 0\n",
        )
    event = "  - 日期: 2024-06-30\n    事项: 测评\n    票号: 2024-01\n    结论: 通过\n"
    first.write("issues/JZ-003.yaml", first.issue("JZ-003").rstrip() + "\n" + event)
    second.make("sync")
    said = first.do("sync")
    assert said.code == 0, said.err
    assert "测评 2024-01 与对方新增的同号，已改为 2024-02" in said.err
    assert "引用处一并改了：JZ-003" in said.err
    assert "票号: 2024-02" in first.issue("JZ-003")
    assert "JZ-003" in first.read("votes/2024-02.yaml")
    assert "JZ-001" in first.read("votes/2024-01.yaml")


def test_renumbering_is_a_version_that_says_so(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    for who in (second, first):
        who.make("add", "--title", f"{who.who}发现的问题", "--text", "台阶太高。")
    second.make("sync")
    note(first, "1", "甲了解的情况。")
    first.make("sync")
    said = first.git("log", "-1", "--format=%B", "HEAD^")
    assert said.startswith("改号 JZ-004 为 JZ-005（与对方新增的同号）\n")
    assert "\n改号: JZ-004 JZ-005\n" in said
    assert first.do("verify").code == 0


def test_votes_alike_on_two_issues_of_one_number_both_stay(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    for who in (second, first):
        who.make("add", "--title", f"{who.who}发现的问题", "--text", "台阶太高。")
        who.write(
            "votes/2024-01.yaml",
            "票号: 2024-01\n日期: 2024-06-30\n对象:\n  问题:\n    - JZ-004\n"
            "计票:\n  - 满意: 9\n    基本满意: 1\n    不满意: 0\n",
        )
        foretold = who.make("sync", "--dry-run")
        who.make("sync")
    assert "测评 2024-01 与对方新增的同号，已改为 2024-02" in foretold
    assert "- JZ-004" in first.read("votes/2024-01.yaml")
    assert "- JZ-005" in first.read("votes/2024-02.yaml")
    assert head_of(first) == sharing.there()


def test_texts_to_look_at_are_named_by_their_last_numbers(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    for who in (second, first):
        for text in ("台阶太高。", "参见JZ-004。"):
            title = f"{who.who}：{text}"
            who.make("add", "--title", title, "--text", f"{who.who}说：{text}")
    second.make("sync")
    said = first.make("sync")
    assert (
        "这些文字里还写着 JZ-004（现在是 JZ-006），没有改，请核对："
        "JZ-007 的标题、JZ-007 的问题描述\n"
    ) in said
