"""The office's own wording: copied out, edited, and in force from then on."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from office import office
from rectify.storage.builtin import templates

if TYPE_CHECKING:
    from pathlib import Path

    from workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return office(tmp_path, JZ001="已交办", JZ002="已答复")


def test_a_template_and_its_letterhead_are_copied_out_to_be_edited(
    bench: Workbench,
) -> None:
    done = bench.do("report", "交办函", "--eject")
    assert (done.code, done.out) == (0, "")
    own = bench.root / "templates"
    for name in ("handover.md.j2", "letterheads/letter.docx"):
        assert (own / name).read_bytes() == (templates() / name).read_bytes()
        assert str(own / name) in done.err


def test_what_the_office_has_edited_wins_and_is_never_copied_over(
    bench: Workbench,
) -> None:
    bench.do("report", "口径说明", "--eject")
    path = bench.root / "templates/definitions.md.j2"
    edited = path.read_text("utf-8").replace("统计口径说明", "数字怎么算")
    path.write_text(edited, "utf-8")
    assert "# 养老服务问题清单·数字怎么算" in bench.do("report", "口径说明").out
    again = bench.do("report", "口径说明", "--eject")
    assert again.code == 0
    assert f"{path} 已经有了，没有改动" in again.err
    assert path.read_text("utf-8") == edited


def test_a_folder_that_leads_elsewhere_is_not_written_to(
    bench: Workbench, tmp_path: Path
) -> None:
    outside = tmp_path / "别处"
    outside.mkdir()
    (bench.root / "templates").symlink_to(outside)
    done = bench.do("report", "口径说明", "--eject")
    assert done.code == 3
    assert "是链接，没有复制" in done.err
    assert list(outside.iterdir()) == []


def test_a_misspelt_name_is_refused_with_file_and_line(bench: Workbench) -> None:
    bench.do("report", "口径说明", "--eject")
    path = bench.root / "templates/definitions.md.j2"
    lines = path.read_text("utf-8").splitlines()
    lines.insert(4, "{{ report.totall }}")
    path.write_text("\n".join(lines), "utf-8")
    done = bench.do("report", "口径说明")
    assert (done.code, done.out) == (6, "")
    assert (
        "templates/definitions.md.j2 第5行  模板有差错：没有“totall”这一项" in done.err
    )


def test_a_misspelt_word_of_the_head_is_refused(bench: Workbench) -> None:
    bench.do("report", "口径说明", "--eject")
    path = bench.root / "templates/definitions.md.j2"
    path.write_text(path.read_text("utf-8").replace("letterhead=", "leterhead="))
    done = bench.do("report", "口径说明")
    assert done.code == 6
    assert "模板有差错" in done.err
    path.write_text(
        path.read_text("utf-8").replace('leterhead="纯文"', 'letterhead="奏折"')
    )
    done = bench.do("report", "口径说明")
    assert done.code == 6
    assert "templates/definitions.md.j2  模板有差错" in done.err
    assert "没有“奏折”这种版式" in done.err


def test_a_template_that_notepad_has_marked_is_read_like_any_other(
    bench: Workbench,
) -> None:
    plain = bench.do("report", "交办函", "--unit", "民政局").out
    bench.do("report", "交办函", "--eject")
    path = bench.root / "templates/handover.md.j2"
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert bench.do("report", "交办函", "--unit", "民政局").out == plain


def test_an_empty_template_makes_no_empty_letter(bench: Workbench) -> None:
    bench.do("report", "交办函", "--eject")
    path = bench.root / "templates/handover.md.j2"
    path.write_text("{# 以后再写 #}\n", "utf-8")
    done = bench.do("report", "交办函", "-o", "函")
    assert done.code == 6
    assert "templates/handover.md.j2  模板有差错：是空的" in done.err
    assert not (bench.root / "函").exists()


def test_a_number_that_is_not_recorded_is_given_or_left_to_be_filled_in(
    bench: Workbench,
) -> None:
    blank = bench.do("report", "交办函", "--unit", "民政局").out
    assert "\n〔2024〕　号\n\n市民政局：" in blank
    given = bench.do(
        "report", "交办函", "--unit", "民政局", "--ref", "演〔2024〕9号"
    ).out
    assert given == blank.replace("〔2024〕　号", "演〔2024〕9号")
    plain = bench.do("report", "问题清单").out
    assert "　号" not in plain


def test_what_was_known_on_another_day_says_so(bench: Workbench) -> None:
    said = bench.do("report", "情况通报", "--known", "2024-06-30").out
    assert "，只计2024年6月30日以前登记的办理记录）" in said
    assert "只计" not in bench.do("report", "情况通报").out
    page = bench.do("report", "看板", "--known", "2024-06-30").out
    assert "</time>，只计2024年6月30日以前登记的办理记录" in page
    bench.do("report", "台账", "--known", "2024-06-30", "-o", "台账.xlsx")
    with zipfile.ZipFile(bench.root / "台账.xlsx") as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert words.count("，只计2024年6月30日以前登记的办理记录") == 5


def test_a_format_and_a_suffix_that_disagree_are_refused(bench: Workbench) -> None:
    done = bench.do("report", "情况通报", "--format", "md", "-o", "通报.docx")
    assert (done.code, done.out) == (2, "")
    assert "--format 写的是 .md，文件名却以 .docx 结尾" in done.err


def test_a_name_without_a_suffix_gets_that_of_the_format(bench: Workbench) -> None:
    done = bench.do("report", "情况通报", "--format", "md", "-o", "通报2024.9")
    assert done.code == 0, done.err
    assert (bench.root / "通报2024.9.md").is_file()


def test_a_template_words_a_rate_as_official_prose_does(bench: Workbench) -> None:
    own = bench.root / "templates"
    own.mkdir()
    words = "{{ report.answered | at_least }}，{{ report.answered | tenths }}"
    (own / "bulletin.md.j2").write_text(words, "utf-8")
    said = bench.do("report", "情况通报", today="2024-10-01").out
    assert said == "50%以上，五成以上"
