"""Letters of a hand-over: one to each unit for each day, as things stood that day."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook import BUREAU, dropped, handed, handovers, issue, roster, row, shared
from office import office
from rectify.cli.placing import SameName, place
from rectify.domain.documents.kinds import kind_named
from rectify.domain.documents.report import running
from rectify.storage.disk import CantWrite
from rectify.storage.output import (
    InTheWay,
    NotAFolder,
    OutsideFolder,
    safe_name,
    write_outputs,
)

if TYPE_CHECKING:
    from workbench import Workbench

FINANCE, FIRE = "市财政局", "市消防救援支队"
MOVED = row(
    "2024-07-02", "改派", 原单位=BUREAU, 单位=FIRE, 期限="2024-10-15", 理由="职责所在"
)
LATER = row(
    "2024-08-01", "延期", 单位=FIRE, 结论="同意", 新期限="2024-12-31", 批准人="主任"
)
HANDED_WITH_REF = handed(协办=[FINANCE], 文号="演〔2024〕12号")


def test_a_unit_that_came_later_has_a_letter_of_that_day_as_it_then_stood() -> None:
    held = roster(
        issue(1, HANDED_WITH_REF, MOVED, LATER),
        issue(2, handed(FIRE, 文号="演〔2024〕12号")),
    )
    letters = {each.name: each for each in handovers(held)}
    assert list(letters) == [
        BUREAU, FINANCE, f"{FIRE}_2024-06-20", f"{FIRE}_2024-07-02",
    ]  # fmt: skip
    moved = letters[f"{FIRE}_2024-07-02"]
    assert (moved.ref, moved.moved) == ("", True)
    assert [(each.number, each.deadline) for each in moved.items] == [
        ("JZ-001", "2024年10月15日")
    ]
    assert str(moved.last_return) == "2024-07-16"
    before = letters[BUREAU]
    assert (before.ref, before.moved) == ("演〔2024〕12号", False)
    assert before.items[0].others == f"{FINANCE}（协办）"
    assert letters[FINANCE].items[0].others == f"{BUREAU}（主办）"


def test_what_was_withdrawn_that_day_is_in_no_letter() -> None:
    gone = issue(1, handed(FIRE), dropped("2024-06-20", "撤回") | {"次序": 2})
    later = issue(2, handed(FINANCE), dropped("2024-07-20", "撤回"))
    letters = handovers(roster(gone, later))
    assert [each.unit for each in letters] == [FINANCE]


def test_a_helper_has_the_deadline_of_those_it_helps() -> None:
    shares = shared(
        {"单位": BUREAU, "期限": "2024-08-31"},
        {"单位": FIRE, "期限": "2024-10-31"},
        until=None,
    )
    held = roster(issue(1, shares | {"协办": [FINANCE]}))
    letters = {each.unit: each for each in handovers(held)}
    assert letters[FINANCE].items[0].deadline == "2024年10月31日"


def test_paragraphs_without_an_end_do_not_run_together() -> None:
    assert running("甲。\n\n乙\n\n丙“丁。”\n\n戊：\n\n己") == "甲。乙；丙“丁。”戊：己"


def written(tmp_path: Path) -> Workbench:
    return office(tmp_path, JZ001="已交办", JZ002="已答复")


def test_letters_are_written_all_or_none(tmp_path: Path) -> None:
    bench = written(tmp_path)
    made = bench.do("report", "交办函", "-o", "函")
    assert made.code == 0, made.err
    assert made.err == "交办函 2份，在文件夹 函\n"
    folder = bench.root / "函"
    names = sorted(each.name for each in folder.iterdir())
    assert names == ["交办函_市民政局.docx", "交办函_市财政局.docx"]
    (folder / names[0]).unlink()
    (folder / names[1]).write_text("改过", "utf-8")
    refused = bench.do("report", "交办函", "-o", "函")
    assert refused.code == 3
    assert f"{names[1]} 已经有了，内容不同，没有覆盖" in refused.err
    assert [each.name for each in folder.iterdir()] == [names[1]]
    (folder / "交办函_旧单位.docx").write_text("旧", "utf-8")
    again = bench.do("report", "交办函", "-o", "函", "--overwrite")
    assert "另有1份不在这次交办函之列：交办函_旧单位.docx" in again.err


def test_many_files_in_the_way_are_counted_and_three_of_them_named(
    tmp_path: Path,
) -> None:
    paths = [tmp_path / f"{name}.md" for name in "甲乙丙丁"]
    for path in paths:
        path.write_bytes(b"y")
    documents = {path.name: b"x" for path in paths}
    named = "、".join(map(str, paths[:3]))
    with pytest.raises(InTheWay, match=f"^{named} 等4份 已经有了"):
        write_outputs(tmp_path, documents, overwrite=False)
    del documents["丁.md"]
    with pytest.raises(InTheWay, match=f"^{named} 已经有了"):
        write_outputs(tmp_path, documents, overwrite=False)


def test_a_range_that_a_document_is_asked_for_is_said_once(tmp_path: Path) -> None:
    bench = written(tmp_path)
    made = bench.do("report", "一案一档", "1-4", "-o", "档")
    assert made.code == 0, made.err
    assert made.err.count("没有编号为 JZ-003、JZ-004 的问题，已略过") == 1
    assert "一案一档 2份" in made.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("交办函 -o data/ylfw-2024/ledger.yaml", 3, "是文件；这里要写几份文书"),
        ("交办函 -o 函.md", 2, "不能都写到文件 函.md"),
        ("交办函 --on 2024-06-21", 4, "交办的日期有：2024-06-20"),
        ("交办函 --unit 市应急局", 4, "没有交办给市应急局的问题"),
        ("情况通报 -o data", 3, "data 是文件夹；请写明文件名，如 data/情况通报.docx"),
        ("情况通报 --on 2024-06-21", 2, "情况通报不能用 --on\n"),
        ("催办函 2", 2, "催办函不能用 编号；可用 --unit\n"),
        ("交办函 1", 2, "交办函不能用 编号；可用 --on、--unit\n"),
        ("情况通报 --as-of 2024-06-01", 4, "还没有交办的问题，没有可写的情况通报"),
        ("交办函 --as-of 2024-06-01", 4, "还没有交办的问题，没有可写的交办函"),
    ],
)
def test_what_cannot_be_written_is_refused_in_words(
    tmp_path: Path, words: str, code: int, said: str
) -> None:
    refused = written(tmp_path).do("report", *words.split())
    assert refused.code == code, refused.err
    assert said in refused.err
    assert refused.out == ""


def test_one_letter_may_be_a_file(tmp_path: Path) -> None:
    bench = written(tmp_path)
    made = bench.do("report", "交办函", "--unit", "财政局", "-o", "函.md")
    assert made.code == 0, made.err
    assert "问题2条交你单位协办" in (bench.root / "函.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("交办函_甲/乙.md", "交办函_甲／乙.md"),
        ("../上", "．.／上"),
        ('a\\b:c*d?e"f<g>h|i', "a＼b：c＊d？e＂f＜g＞h｜i"),
        ("甲\n乙\u202e丙", "甲＿乙＿丙"),
        (".", "．"),
        (" ", "＿"),
        (f"交办函_{'局' * 90}.docx", f"交办函_{'局' * 70}….docx"),
        ("局" * 90, "局" * 76),
    ],
)
def test_any_name_becomes_a_name_within_its_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("names", [("a局", "A局"), ("甲/乙", "甲／乙")])
def test_no_two_documents_are_one_file(tmp_path: Path, names: tuple[str, str]) -> None:
    copies = dict.fromkeys(names, b"x")
    with pytest.raises(SameName, match="不分大小写"):
        place(kind_named("签收单"), copies, f"{tmp_path}/单", ".txt", overwrite=True)
    assert not (tmp_path / "单").exists()


def test_no_document_leaves_its_folder(tmp_path: Path) -> None:
    for name in ("../外.md", "/外.md", "..", "内/外.md"):
        with pytest.raises(OutsideFolder):
            write_outputs(tmp_path / "函", {name: b"x"}, overwrite=True)
    (tmp_path / "文件").write_bytes(b"x")
    with pytest.raises(NotAFolder):
        write_outputs(tmp_path / "文件", {"a.md": b"x"}, overwrite=True)
    (tmp_path / "b.md").write_bytes(b"y")
    with pytest.raises(InTheWay):
        write_outputs(tmp_path, {"a.md": b"x", "b.md": b"x"}, overwrite=False)
    assert not (tmp_path / "a.md").exists()


def test_a_path_through_a_file_is_refused_by_the_name_that_was_typed(
    tmp_path: Path,
) -> None:
    bench = written(tmp_path)
    (bench.root / "通报").write_text("早先的", "utf-8")
    done = bench.do("report", "情况通报", "-o", "通报/十月.docx")
    assert (done.code, done.out) == (3, "")
    assert "不能写入 通报" in done.err
    assert "路径里有一段是文件，不是文件夹" in done.err
    assert "rectify-new" not in done.err
    done = bench.do("report", "情况通报", "-o", "/proc/没有/十月.docx")
    assert done.code == 3
    assert "那里不能建立文件" in done.err


def test_letters_of_which_one_cannot_be_put_leave_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them is open in WPS, which Windows lets nobody replace."""
    folder = tmp_path / "函"
    write_outputs(folder, {"甲.md": b"1", "丙.md": b"3"}, overwrite=False)
    replace = os.replace

    def held(source: str | Path, target: str | Path) -> None:
        if Path(target).name == "丙.md":
            raise PermissionError(errno.EACCES, "", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    new = {"甲.md": b"4", "乙.md": b"5", "丙.md": b"6"}
    with pytest.raises(CantWrite, match="没有写入权限，或文件正被别的程序打开"):
        write_outputs(folder, new, overwrite=True)
    there = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert there == {"甲.md": b"1", "丙.md": b"3"}


def test_a_letter_says_what_was_found_and_no_title_twice() -> None:
    plain: dict[str, object] = {"标题": "助餐点太少", "问题描述": "助餐点太少。"}
    held = roster(
        issue(1, handed(), **plain),
        issue(2, handed(), **plain, 具体表现="3个社区没有。"),
    )
    [letter] = handovers(held)
    assert [each.description for each in letter.items] == ["", "3个社区没有。"]
