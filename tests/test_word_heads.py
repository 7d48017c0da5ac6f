"""What stands around the text in Word: page numbers, red heads, the 版记."""

from __future__ import annotations

import pytest

from papers import LETTER, letter
from rectify.cli.formats import paper_of
from rectify.views.paper import Letterhead
from wordfile import W, bare, mm, value, words, written

REPORT = LETTER.replace("版式: 信函", "版式: 公文")


@pytest.mark.parametrize("letterhead", Letterhead)
def test_a_page_number_is_at_the_outer_edge_one_character_in(
    letterhead: Letterhead,
) -> None:
    file = written(letter(), letterhead)
    for kind, side in (("default", "right"), ("even", "left")):
        footer = file.edge(file.sections[0], "footer", kind)
        line = file.line(next(footer.iter(f"{W}p")))
        assert line.text == "— 1 —"
        assert line.says("jc") == {"val": side}
        assert line.says("ind")[f"{side}Chars"] == "100"
        assert (
            "".join(each.text or "" for each in footer.iter(f"{W}instrText"))
            == " PAGE "
        )
    assert value(file, "公文页码", "rPr/rFonts")["eastAsia"] == "宋体"
    assert value(file, "公文页码", "rPr/sz") == {"val": "28"}
    assert b"<w:evenAndOddHeaders/>" in file.parts["word/settings.xml"]


def test_a_letter_has_no_number_on_its_first_page_but_red_rules() -> None:
    file = written(letter())
    assert file.sections[0].find(f"{W}titlePg") is not None
    head, foot = (
        file.edge(file.sections[0], tag, "first") for tag in ("header", "footer")
    )
    assert not list(foot.iter(f"{W}instrText"))
    assert "某市人大常委会办公室" in [words(each) for each in head.iter(f"{W}p")]
    for edge, thick, thin in ((head, "top", "bottom"), (foot, "bottom", "top")):
        rule = next(each for each in edge.iter(f"{W}pBdr"))
        sizes = {each.tag.removeprefix(W): int(bare(each)["sz"]) for each in rule}
        assert sizes[thick] > sizes[thin]
        assert {bare(each)["color"] for each in rule} == {"FF0000"}


def test_only_the_first_section_of_a_letter_has_its_head() -> None:
    sections = written(letter()).sections
    assert len(sections) == 3
    assert [each.find(f"{W}titlePg") is not None for each in sections] == [
        True,
        False,
        False,
    ]


def test_the_rules_of_a_letter_are_170_millimetres_long() -> None:
    file = written(letter())
    head = file.edge(file.sections[0], "header", "first")
    rule = next(p for p in head.iter(f"{W}p") if p.find(f"{W}pPr/{W}pBdr") is not None)
    indent = bare(next(rule.iter(f"{W}ind")))
    assert 156 - mm(indent["left"]) - mm(indent["right"]) == pytest.approx(170, abs=0.2)


def test_a_report_has_a_red_head_its_number_and_a_rule() -> None:
    lines = written(paper_of(REPORT)).all_lines
    assert [line.text for line in lines if line.text][:3] == [
        "某市人大常委会办公室文件", "演〔2024〕12号", "关于交办养老服务有关问题的函"
    ]  # fmt: skip
    # 35 mm under the top of the text, less what is white within the letters' line.
    assert 30 < mm(lines[0].says("spacing")["line"]) < 35
    rule = next(line for line in lines if line.xml.find(f"{W}pPr/{W}pBdr") is not None)
    assert bare(next(rule.xml.iter(f"{W}bottom")))["color"] == "FF0000"


def test_a_long_name_is_drawn_together_to_stay_on_its_line() -> None:
    short, long = (
        written(
            paper_of(
                REPORT.replace("发文机关: 某市人大常委会办公室", f"发文机关: {name}")
            )
        )
        for name in ("某市人大", "某某市人民代表大会常务委员会社会建设工作委员会")
    )
    assert value(short, "公文红头", "rPr/w") == {"val": "100"}
    assert 45 <= int(value(long, "公文红头", "rPr/w")["val"]) < 60


def test_without_a_number_its_line_is_left_out_of_the_head() -> None:
    text = REPORT.replace("文号: 演〔2024〕12号\n", "").replace(
        "演〔2024〕12号\n\n", "", 1
    )
    file = written(paper_of(text))
    assert [line.style for line in file.lines][:2] == ["公文红头", "公文标题"]


def test_the_record_stands_at_the_foot_of_the_last_page() -> None:
    file = written(paper_of(REPORT))
    assert file.record == [
        "抄送：市政府办公室。",
        "某市人大常委会办公室\t2024年6月20日印发",
    ]
    assert "抄送：市政府办公室。" not in [line.text for line in file.lines]
    floating = next(file.body.iter(f"{W}tblpPr"))
    assert (bare(floating)["vertAnchor"], bare(floating)["tblpYSpec"]) == (
        "margin",
        "bottom",
    )
    borders = next(file.body.iter(f"{W}tblBorders"))
    rules = [
        t
        for t in file.body.findall(f"{W}tbl")
        if t.find(f"{W}tblPr/{W}tblpPr") is not None
    ]
    borders = next(rules[0].iter(f"{W}tblBorders"))
    sizes = {each.tag.removeprefix(W): bare(each)["sz"] for each in borders}
    assert sizes == {"top": "8", "bottom": "8", "insideH": "6"}


def test_a_letter_has_a_record_without_rules_and_without_who_printed_it() -> None:
    file = written(letter())
    assert file.record == ["抄送：市政府办公室。"]
    floating = file.body.findall(f"{W}tbl")[-1]
    assert floating.find(f"{W}tblPr/{W}tblBorders") is None


def test_without_copies_a_letter_has_no_record() -> None:
    text = LETTER.replace("抄送: 市政府办公室\n", "").replace(
        "抄送：市政府办公室。\n", ""
    )
    assert written(paper_of(text)).record == []


def test_a_newsletter_has_its_name_number_office_and_day() -> None:
    text = LETTER.replace(
        "版式: 信函", "版式: 简报\n期号: 第3期\n报: 县委\n发: 各应询单位"
    )
    file = written(paper_of(text))
    assert [line.text for line in file.lines][:3] == [
        "人大工作信息", "第3期", "某市人大常委会办公室\t2024年6月20日"
    ]  # fmt: skip
    assert file.styled("公文落款") == file.styled("公文成文日期") == []
    assert file.record == ["抄送：市政府办公室。", "报：县委。", "发：各应询单位。"]


def test_a_plain_document_has_nothing_but_its_text() -> None:
    file = written(letter(), Letterhead.PLAIN)
    assert [line.style for line in file.lines][:2] == ["公文标题", "公文发文字号"]
    assert file.record == []
    assert "抄送：市政府办公室。" in [line.text for line in file.lines]


@pytest.mark.parametrize("letterhead", Letterhead)
def test_made_up_figures_say_so_on_every_page(letterhead: Letterhead) -> None:
    def said(text: str) -> list[str]:
        file = written(paper_of(text), letterhead)
        headers = [name for name in file.parts if name.startswith("word/header")]
        return [
            "".join(words(p) for p in file.part(name).iter(f"{W}p")) for name in headers
        ]

    assert all("演示数据，非实际办理情况" in each for each in said(LETTER))
    real = LETTER.replace("演示: 演示数据，非实际办理情况\n", "")
    assert not any("演示" in each for each in said(real))
