"""Documents in Word: the measures of GB/T 9704-2012, read back from the file."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from papers import LETTER, letter, paper
from rectify.cli.formats import paper_of
from rectify.views.layout.fonts import FACES, Fonts
from rectify.views.layout.styles import OF_ROLE
from rectify.views.paper import Letterhead, Paragraph, Role, Run
from wordfile import TEXT_WIDTH, W, bare, docx, mm, value, written


@pytest.mark.parametrize("letterhead", Letterhead)
def test_a_page_is_a4_with_37_35_28_and_26_millimetres_around(
    letterhead: Letterhead,
) -> None:
    section = written(letter(), letterhead).sections[0]
    size, margins = (bare(next(section.iter(f"{W}{tag}"))) for tag in ("pgSz", "pgMar"))
    assert (mm(size["w"]), mm(size["h"])) == (210, 297)
    around = [mm(margins[side]) for side in ("top", "bottom", "left", "right")]
    assert around == [37, 35, 28, 26]


@pytest.mark.parametrize("letterhead", Letterhead)
def test_22_lines_fill_a_page_and_stand_on_a_grid(letterhead: Letterhead) -> None:
    file = written(letter(), letterhead)
    lines = bare(next(file.sections[0].iter(f"{W}docGrid")))
    assert lines == {"type": "lines", "linePitch": "579"}
    spacing = value(file, "公文正文", "pPr/spacing")
    assert (spacing["line"], spacing["lineRule"]) == ("579", "exact")
    assert 22 * 579 <= 225 / 25.4 * 1440 < 23 * 579


@pytest.mark.parametrize("fonts", Fonts)
@pytest.mark.parametrize("letterhead", Letterhead)
def test_every_style_names_its_face_for_every_kind_of_character(
    letterhead: Letterhead, fonts: Fonts
) -> None:
    file = written(letter(), letterhead, fonts)
    named = [
        bare(found)
        for identity, style in file.styles.items()
        if file.name(identity).startswith("公文")
        and (found := style.find(f"{W}rPr/{W}rFonts")) is not None
    ]
    assert len(named) > 20
    for faces in named:
        assert len({faces[each] for each in ("ascii", "hAnsi", "eastAsia", "cs")}) == 1
        assert faces["eastAsia"] in FACES[fonts]


@pytest.mark.parametrize(
    ("role", "face", "points"),
    [
        (Role.TITLE, "方正小标宋简体", 22),
        (Role.SUBTITLE, "楷体_GB2312", 16),
        (Role.BODY, "仿宋_GB2312", 16),
        (Role.LEVEL_1, "黑体", 16),
        (Role.LEVEL_2, "楷体_GB2312", 16),
        (Role.LEVEL_3, "仿宋_GB2312", 16),
        (Role.ANNEX_MARK, "黑体", 16),
        (Role.ANNEX_TITLE, "方正小标宋简体", 22),
        (Role.NOTE, "仿宋_GB2312", 12),
    ],
)
def test_every_role_has_its_face_and_size(role: Role, face: str, points: int) -> None:
    file, style = written(letter()), OF_ROLE[role].name
    assert value(file, style, "rPr/rFonts")["eastAsia"] == face
    assert value(file, style, "rPr/sz")["val"] == str(points * 2)


def test_windows_has_its_own_names_of_the_faces() -> None:
    file = written(letter(), fonts=Fonts.WINDOWS)
    assert value(file, "公文正文", "rPr/rFonts")["eastAsia"] == "仿宋"
    everything = b"".join(file.parts.values()).decode(errors="ignore")
    assert "GB2312" not in re.sub(
        r"<dc:description>.*?</dc:description>", "", everything
    )
    assert "方正" not in everything
    assert "字体方案 windows" in file.parts["docProps/core.xml"].decode()


def test_nothing_is_bold_and_no_face_is_of_a_theme() -> None:
    file = written(letter())
    assert not [name for name in file.parts if "theme" in name]
    for name, part in file.parts.items():
        if name.endswith(".xml"):
            assert b"<w:b/>" not in part
            assert b"Theme=" not in part


@pytest.mark.parametrize(
    ("role", "indent"),
    [
        (Role.BODY, {"firstLineChars": "200", "firstLine": "640"}),
        (Role.LEVEL_1, {"firstLineChars": "200", "firstLine": "640"}),
        (Role.ADDRESSEE, {}),
        (Role.REMARK, {"firstLineChars": "200", "firstLine": "640"}),
        (Role.ANNEXES, {"leftChars": "500", "left": "1600"}
         | {"hangingChars": "300", "hanging": "960"}),
        (Role.DATE, {"rightChars": "400", "right": "1280"}),
    ],
)  # fmt: skip
def test_indents_are_counted_in_characters(role: Role, indent: dict[str, str]) -> None:
    assert value(written(letter()), OF_ROLE[role].name, "pPr/ind") == indent


def test_28_characters_fill_a_line() -> None:
    spacing = value(written(letter()), "公文正文", "rPr/spacing")
    assert spacing == {"val": "-5"}
    assert 28 * (320 - 5) <= TEXT_WIDTH < 28 * 320


def test_chinese_and_digits_stand_as_close_as_typed() -> None:
    file = written(letter())
    assert value(file, "公文正文", "pPr/autoSpaceDN") == {"val": "0"}
    assert value(file, "公文表文", "pPr/autoSpaceDE") == {"val": "0"}


def test_a_title_does_not_jump_to_the_grid() -> None:
    file = written(letter())
    assert value(file, "公文标题", "pPr/snapToGrid") == {"val": "0"}
    assert value(file, "公文标题", "pPr/jc") == {"val": "center"}


@pytest.mark.parametrize(
    "lines",
    [
        ["关于养老服务有关问题的通报"],
        [
            "关于交办积极应对人口老龄化",
            "加快发展养老服务",
            "联动监督意见问题清单有关问题的函",
        ],
        ["关于西峡县养老服务联动监督", "问政问题交办清单办理情况的通报"],
        ["关于开展《河南省养老服务条例》", "执法检查发现问题整改情况的报告"],
        ["关于" + "甲" * 70],
        ["x" * 90],
        ["字" * 2000],
    ],
)
def test_a_long_title_is_broken_evenly_and_within_no_word(lines: list[str]) -> None:
    blanks = len(lines) == 3
    title = "　".join(lines) if blanks else "".join(lines)
    file = written(
        paper_of(LETTER.replace("# 关于交办养老服务有关问题的函", f"# {title}"))
    )
    found = file.styled("公文标题")[0].text.split("\n")
    if len(title) < 60:
        assert found == lines
    else:
        assert "".join(found) == title


def test_paragraphs_take_the_style_of_their_role() -> None:
    said = [(line.style, line.text) for line in written(letter()).lines]
    assert said[:5] == [
        ("公文发文字号", "演〔2024〕12号"),
        ("公文标题", "关于交办养老服务有关问题的函"),
        ("公文主送机关", "市民政局："),
        ("公文正文", "现将有关问题交你单位办理，见JZ-001。"),
        ("公文一级标题", "一、办理要求"),
    ]
    assert ("公文附件", "附件1") in said
    assert ("公文附件标题", "交办问题清单") in said
    assert ("公文副题", "（共2条）") in said
    assert ("公文注", "注：期限为答复期限。") in said


def test_a_heading_within_a_paragraph_has_the_face_of_its_level() -> None:
    line = next(each for each in written(letter()).lines if each.text[:3] == "（一）")
    first, second = line.xml.findall(f"{W}r")
    look = first.find(f"{W}rPr/{W}rFonts")
    assert look is not None
    assert [each.text for each in first.iter(f"{W}t")] == ["（一）按期答复。"]
    assert set(bare(look).values()) == {"楷体_GB2312", "eastAsia"}
    assert second.find(f"{W}rPr") is None


def test_headings_stay_with_what_follows_them() -> None:
    file = written(letter())
    for style in (
        "公文标题",
        "公文一级标题",
        "公文二级标题",
        "公文附件",
        "公文附件标题",
    ):
        assert file.style(style).find(f"{W}pPr/{W}keepNext") is not None


def test_the_end_of_the_text_and_its_seal_are_not_parted() -> None:
    lines = written(letter()).all_lines
    place = next(n for n, line in enumerate(lines) if line.style == "公文成文日期")
    styles = [line.style for line in lines[place - 7 : place]]
    assert styles == [
        "公文图", "公文空行", "公文附件说明", "公文附件说明", "公文空行", "公文空行",
        "公文落款",
    ]  # fmt: skip
    blank = written(letter()).style("公文空行")
    assert blank.find(f"{W}pPr/{W}keepNext") is not None
    for line in lines[place - 7 : place + 1]:
        assert line.keeps or line.style == "公文空行"


def test_the_name_is_centred_above_a_date_four_characters_from_the_right() -> None:
    file = written(letter())
    name, date = file.styled("公文落款")[0], file.styled("公文成文日期")[0]
    assert date.says("ind")["rightChars"] == "400"
    # 10 characters of the name over 6.5 of the date: 4 + (6.5 - 10) / 2.
    assert name.text == "某市人大常委会办公室"
    assert name.says("ind")["rightChars"] == "225"


def test_a_name_too_long_to_be_centred_there_moves_the_date() -> None:
    name, usual = (
        "某某省某某市人民代表大会常务委员会社会建设工作委员会办公室",
        "某市人大常委会办公室",
    )
    text = LETTER.replace(f"落款: {usual}", f"落款: {name}")
    file = written(paper_of(text.replace(f"\n{usual}\n", f"\n{name}\n")))
    assert "right" not in file.styled("公文落款")[0].says("ind")
    assert int(file.styled("公文成文日期")[0].says("ind")["rightChars"]) > 1000


def test_annexes_are_numbered_and_turn_over_under_their_names() -> None:
    first, second = written(letter()).styled("公文附件说明")
    assert (first.text, second.text) == ("附件：\t1.\t交办问题清单", "\t2.\t答复表")
    assert (
        first.says("ind") == second.says("ind") == {"left": "2000", "hanging": "1360"}
    )
    single = LETTER.replace("  - 答复表\n", "").replace("　　附件：1. ", "　　附件：")
    line = written(paper_of(single)).styled("公文附件说明")[0]
    assert (line.text, line.says("ind")) == ("附件：交办问题清单", {})


def test_an_annex_begins_a_page_and_its_title_stands_on_the_third_line() -> None:
    text = LETTER.split("---\n\n附件1")[0] + "---\n\n附件1\n\n## 说明\n\n　　甲。\n"
    lines = written(paper_of(text)).all_lines
    place = next(n for n, line in enumerate(lines) if line.style == "公文附件")
    assert lines[place].xml.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert [line.style for line in lines[place : place + 5]] == [
        "公文附件", "公文空行", "公文附件标题", "公文空行", "公文正文"
    ]  # fmt: skip


def test_the_same_paper_gives_the_same_bytes() -> None:
    first = docx(letter())
    assert docx(letter()) == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {each.date_time for each in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }


def test_the_properties_say_what_it_is_and_as_of_when() -> None:
    said = written(letter()).parts["docProps/core.xml"].decode()
    assert "<dc:title>关于交办养老服务有关问题的函</dc:title>" in said
    assert "统计截止日：2024年6月20日" in said
    assert "字体方案 office" in said
    assert "created" not in said


@pytest.mark.parametrize("letterhead", Letterhead)
def test_every_part_is_declared_and_nothing_points_outside(
    letterhead: Letterhead,
) -> None:
    file = written(letter(), letterhead)
    types = file.part("[Content_Types].xml")
    declared = {bare(each).get("PartName", "").lstrip("/") for each in types}
    assert not [
        name
        for name in file.parts
        if not name.endswith(".rels") and name not in declared
    ][1:]
    for name in file.parts:
        if name.endswith(".rels"):
            for relation in file.part(name):
                assert "TargetMode" not in relation.attrib


def test_text_that_looks_like_markup_stays_text() -> None:
    hostile = r"<w:br/>&amp;amp;]]>{{文号}}“x”=1+1"
    file = written(paper(f"　　甲{hostile}乙\n"))
    said = file.styled("公文正文")[0].text
    assert said == "甲<w:br/>&amp;]]>{{文号}}“x”=1+1乙"
    assert not list(file.body.iter(f"{W}br"))


def test_what_xml_cannot_say_does_not_break_the_file() -> None:
    held = paper("　　甲乙。\n")
    bad = Paragraph(Role.BODY, (Run("甲\x0b\x00\ud800乙\ufffe"),))
    file = written(held._replace(blocks=(bad,)))
    assert file.lines[0].text == "甲\ufffd\ufffd\ufffd乙\ufffd"


def test_an_empty_document_is_still_a_document() -> None:
    held = paper("")
    file = written(held._replace(blocks=()))
    assert len(file.sections) == 1
