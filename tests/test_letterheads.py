"""Letterheads: an office's own wins, is filled as WPS saved it, and may not act."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from office import office
from papers import LETTER, letter, paper
from programs import needs
from rectify.cli.formats import paper_of
from rectify.errors import TemplateError
from rectify.storage.letterheads import (
    Acting,
    LinkedLetterhead,
    NoDocx,
    TooLarge,
    read_letterhead,
)
from rectify.views.paper import Letterhead
from rectify.views.word.document import FaultyLetterhead, write_docx
from rectify.views.word.ooxml import package
from wordfile import LETTERHEADS, W, WordFile, bare, rows, value, words

SCRIPT = Path(__file__).parent.parent / "scripts" / "letterheads.py"
OFFICIAL = (LETTERHEADS / "official.docx").read_bytes()
LETTERHEAD = (LETTERHEADS / "letter.docx").read_bytes()
REPORT = paper_of(LETTER.replace("版式: 信函", "版式: 公文"))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(name: str, old: str, new: str, data: bytes = OFFICIAL) -> bytes:
    """Give a letterhead with some words of a part replaced."""
    parts = parts_of(data)
    assert old in parts[name].decode()
    return package(parts | {name: parts[name].decode().replace(old, new).encode()})


def with_part(name: str, content: bytes = b"<a/>") -> bytes:
    return package(parts_of(OFFICIAL) | {name: content})


def in_body(xml: str) -> bytes:
    return changed("word/document.xml", "<w:body>", f"<w:body>{xml}")


def read(folder: Path, data: bytes) -> bytes:
    own = folder / "templates" / "letterheads"
    own.mkdir(parents=True, exist_ok=True)
    (own / "official.docx").write_bytes(data)
    return read_letterhead("official", own, LETTERHEADS)


# The built-in ones


def test_the_letterheads_are_what_their_script_builds(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], check=True)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in LETTERHEADS.glob("*.docx")}
    assert sorted(kept) == sorted(f"{each}.docx" for each in Letterhead)
    assert built == kept


@pytest.mark.parametrize("name", Letterhead)
def test_the_built_in_letterheads_are_what_an_own_one_must_be(
    name: Letterhead, tmp_path: Path
) -> None:
    data = (LETTERHEADS / f"{name}.docx").read_bytes()
    assert read(tmp_path, data) == data


@pytest.mark.parametrize("name", Letterhead)
def test_no_placeholder_is_left_in_a_document(name: Letterhead) -> None:
    data = (LETTERHEADS / f"{name}.docx").read_bytes()
    for front in (letter().front, paper("　　甲。\n").front):
        file = WordFile(write_docx(letter()._replace(front=front), data))
        assert not [part for part in file.parts.values() if b"{{" in part]


# An office's own


def test_an_own_letterhead_wins(tmp_path: Path) -> None:
    mine = changed("word/document.xml", "文件", "函件")
    assert read(tmp_path, mine) == mine
    own = tmp_path / "templates" / "letterheads"
    assert (
        read_letterhead("plain", own, LETTERHEADS)
        == (LETTERHEADS / "plain.docx").read_bytes()
    )


def test_a_placeholder_that_wps_has_split_over_runs_is_filled() -> None:
    split = (
        "{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{文</w:t></w:r>"
        "<w:r><w:t>号 }</w:t></w:r><w:r><w:t>}（印）"
    )
    file = WordFile(write_docx(REPORT, changed("word/document.xml", "{{文号}}", split)))
    line = file.styled("公文发文字号")[0]
    assert line.text == "演〔2024〕12号（印）"


def test_two_placeholders_and_words_around_them_share_a_line() -> None:
    mine = changed("word/document.xml", "{{文号}}", "甲{{文号}}乙{{日期}}丙{{ 主送 }}")
    assert WordFile(write_docx(REPORT, mine)).styled("公文发文字号")[0].text == (
        "甲演〔2024〕12号乙2024年6月20日丙市民政局"
    )


def test_what_an_office_has_changed_stays() -> None:
    name, own = 'w:val="公文正文"/>', '<w:p w:rsid="7"><w:r><w:t>自有</w:t></w:r></w:p>'
    mine = changed("word/styles.xml", name, f'{name}<w:uiPriority w:val="7"/>')
    mine = changed("word/document.xml", 'w:top="2098"', 'w:top="1700"', mine)
    mine = changed("word/document.xml", "<w:body>", f"<w:body>{own}", mine)
    file = WordFile(write_docx(REPORT, mine))
    assert value(file, "公文正文", "uiPriority") == {"val": "7"}
    assert file.lines[0].text == "自有"
    assert bare(next(file.sections[0].iter(f"{W}pgMar")))["top"] == "1700"


def test_styles_are_found_by_name_and_lost_ones_come_back() -> None:
    styles = parts_of(OFFICIAL)["word/styles.xml"].decode()
    start = styles.index(
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="a5">'
    )
    end = styles.index("</w:style>", start) + len("</w:style>")
    assert "公文正文" in styles[start:end]
    mine = changed("word/styles.xml", styles[start:end], "")
    mine = changed("word/document.xml", '<w:pStyle w:val="a5"/>', "", mine)
    mine = changed("word/styles.xml", 'w:styleId="a1"', 'w:styleId="标"', mine)
    file = WordFile(write_docx(REPORT, mine))
    assert file.styled("公文正文")
    assert file.styled("公文标题")
    assert value(file, "公文正文", "pPr/ind")["firstLineChars"] == "200"


def test_a_table_of_placeholders_loses_the_rows_that_have_no_value() -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc></w:tr>"
    table = "<w:tbl>{0}</w:tbl>"
    two = table.format(row.format("{{报}}") + row.format("{{主送}}"))
    none = table.format(row.format("{{报}}") + row.format("{{送}}"))
    file = WordFile(write_docx(REPORT, in_body(two + none)))
    assert rows(file.tables[0]) == [["市民政局"]]
    assert all(
        "{{" not in "".join(map(words, each.iter(f"{W}p"))) for each in file.tables
    )
    assert len(file.tables) == 1 + len(WordFile(write_docx(REPORT, OFFICIAL)).tables)


def test_without_a_turned_page_wide_tables_stay_upright() -> None:
    document = parts_of(OFFICIAL)["word/document.xml"].decode()
    start = document.rindex("<w:p><w:pPr><w:pStyle", 0, document.index("{{横表}}"))
    end = document.index("</w:p>", start) + len("</w:p>")
    mine = changed("word/document.xml", document[start:end], "")
    sections = WordFile(write_docx(REPORT, mine)).sections
    assert ["orient" in bare(next(each.iter(f"{W}pgSz"))) for each in sections] == [
        False
    ]


@pytest.mark.parametrize("words", ["{{正文}}{{标题}}", "甲{{正文}}", ""])
def test_a_letterhead_needs_a_paragraph_for_the_text(words: str) -> None:
    with pytest.raises(FaultyLetterhead) as refusal:
        write_docx(REPORT, changed("word/document.xml", "{{正文}}", words))
    assert "{{正文}}" in str(refusal.value)


def test_a_letterhead_has_one_place_for_the_text() -> None:
    with pytest.raises(FaultyLetterhead):
        write_docx(REPORT, changed("word/document.xml", "{{文号}}", "{{正文}}"))
    with pytest.raises(FaultyLetterhead):
        write_docx(REPORT, changed("word/document.xml", "{{横表}}", "{{正文}}"))


def test_an_unknown_placeholder_is_named_with_those_there_are() -> None:
    with pytest.raises(FaultyLetterhead) as refusal:
        write_docx(REPORT, changed("word/document.xml", "{{文号}}", "{{份号}}"))
    assert str(refusal.value).startswith(
        "letterheads/official.docx：版式里的 {{份号}} 不能用；可用的有：{{标题}}、"
    )


# What is refused


OLE = '<w:p><w:r><w:object w:dxaOrig="1"/></w:r></w:p>'
CODE = "<w:r><w:instrText>{0}</w:instrText></w:r>"
BEGIN, END = (
    f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end")
)
PAGE = '<w:fldSimple w:instr="PAGE"/>'
SIMPLE = '<w:p><w:fldSimple w:instr=" IncludePicture x"/></w:p>'
OUTSIDE = (
    '<Relationship Id="x" Type="t/image" Target="http://a.example" TargetMode="{0}"/>'
)
TEMPLATE = '<Relationship Id="x" Type="http://a/attachedTemplate" Target="x.dotx"/>'
MACROS = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'


def related(xml: str) -> bytes:
    end = "</Relationships>"
    return changed("word/_rels/document.xml.rels", end, f"{xml}{end}")


def set_up(xml: str) -> bytes:
    return changed("word/settings.xml", "<w:evenAndOdd", f"{xml}<w:evenAndOdd")


ACTING = {
    "宏": [
        with_part("word/vbaProject.bin"),
        changed("[Content_Types].xml", "</Types>", f"{MACROS}</Types>"),
    ],
    "外部链接": [
        related(OUTSIDE.format("External")),
        related(OUTSIDE.format("Extern&#97;l")),
    ],
    "引用的外部文件": [
        related(TEMPLATE),
        set_up("<w:attachedTemplate/>"),
        in_body("<w:altChunk/>"),
        in_body("<w:subDoc/>"),
    ],
    "嵌入的对象或控件": [
        in_body(OLE),
        with_part("word/activeX/activeX1.xml"),
        with_part("word/embeddings/oleObject1.bin"),
        in_body("<w:p><w:r><w:control/></w:r></w:p>"),
    ],
    "邮件合并": [set_up("<w:mailMerge/>")],
    "域代码 DDEAUTO": [
        in_body(f"<w:p>{BEGIN}{CODE.format(' DDE')}{CODE.format('AUTO c')}{END}</w:p>"),
        in_body(f"<w:p>{BEGIN}{CODE.format('DDEAUTO c')}{PAGE}{END}</w:p>"),
    ],
    "域代码 INCLUDEPICTURE": [
        in_body(SIMPLE),
        in_body(f"<w:p>{CODE.format('INCLUDEPICTURE x')}</w:p>"),
    ],
}


@pytest.mark.parametrize(
    ("what", "data"), [(what, data) for what, all_ in ACTING.items() for data in all_]
)
def test_what_would_act_is_refused_by_name(
    what: str, data: bytes, tmp_path: Path
) -> None:
    with pytest.raises(Acting) as refusal:
        read(tmp_path, data)
    assert f"official.docx 里有{what}，没有使用" in str(refusal.value)
    assert "删掉它，改用自带的版式" in str(refusal.value)


DTD = '<!DOCTYPE w [<!ENTITY a "aaaa">]>'


def utf16() -> bytes:
    parts = parts_of(OFFICIAL)
    text = parts["word/styles.xml"].decode().replace("UTF-8", "UTF-16")
    return package(parts | {"word/styles.xml": text.encode("utf-16")})


def packed(method: int) -> bytes:
    """Pack a letterhead in another way, and break what is packed."""
    data = package(parts_of(OFFICIAL), method=method)
    place = data.index(b"word/document.xml") + 60
    return data[:place] + bytes(64) + data[place + 64 :]


def misnamed() -> bytes:
    """Give a letterhead a part whose name is not the UTF-8 that it says it is."""
    return with_part("word/\u00fc.xml").replace("\u00fc".encode(), b"\xfc\xfc")


def misplaced() -> bytes:
    """Say of a zip that its list begins elsewhere, so that parts lie before it."""
    end = OFFICIAL.rindex(b"PK\x05\x06") + 16
    (start,) = struct.unpack("<I", OFFICIAL[end : end + 4])
    return OFFICIAL[:end] + struct.pack("<I", start + 9) + OFFICIAL[end + 4 :]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        packed(zipfile.ZIP_BZIP2),
        packed(zipfile.ZIP_LZMA),
        packed(zipfile.ZIP_DEFLATED),
        misnamed(),
        misplaced(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        OFFICIAL[: len(OFFICIAL) // 2],
        package({"a": b"b"}),
        package({k: v for k, v in parts_of(OFFICIAL).items() if "styles" not in k}),
        changed("word/document.xml", "<w:document", f"{DTD}<w:document"),
        changed("word/document.xml", "</w:body>", ""),
        in_body("<w:p>" * 300 + "</w:p>" * 300),
        changed("[Content_Types].xml", "document.main+xml", "template.main+xml"),
        changed("[Content_Types].xml", "document.main+xml", "document.macro+xml"),
        with_part("../x.xml"),
        with_part("Word/Document.xml"),
        utf16(),
        changed("word/document.xml", "main", "strict"),
    ],
)
def test_what_is_no_docx_is_refused_with_what_to_do(
    data: bytes, tmp_path: Path
) -> None:
    with pytest.raises(NoDocx) as refusal:
        read(tmp_path, data)
    assert "不是能用的 .docx 文件；请用 WPS 或 Word 打开，另存为 .docx" in str(
        refusal.value
    )


def bomb() -> bytes:
    """Pack 60 MB of blanks, and say that they are ten."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(OFFICIAL).items():
            archive.writestr(name, part)
        archive.writestr("word/media/x.png", b" " * (60 << 20))
    data = bytearray(held.getvalue())
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        bomb(),
        package(parts_of(OFFICIAL) | {f"word/media/{n}.png": b"" for n in range(500)}),
        OFFICIAL + b"\x00" * (11 << 20),
    ],
)
def test_what_unpacks_to_more_than_a_letterhead_is_refused(
    data: bytes, tmp_path: Path
) -> None:
    with pytest.raises(TooLarge) as refusal:
        read(tmp_path, data)
    assert "太大" in str(refusal.value)


def test_an_entry_that_lies_about_its_size_is_no_docx(tmp_path: Path) -> None:
    data = bytearray(bomb())
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    with pytest.raises((NoDocx, TooLarge)):
        read(tmp_path, bytes(data))


@pytest.mark.parametrize("which", ["file", "folder", "templates", "nowhere"])
def test_a_letterhead_that_is_a_link_is_refused(which: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    (elsewhere / "letterheads").mkdir(parents=True)
    (elsewhere / "letterheads" / "official.docx").write_bytes(OFFICIAL)
    own = tmp_path / "templates" / "letterheads"
    if which == "templates":
        own.parent.symlink_to(elsewhere)
    elif which == "folder":
        own.parent.mkdir()
        own.symlink_to(elsewhere / "letterheads")
    else:
        own.mkdir(parents=True)
        target = elsewhere / "letterheads" / "official.docx"
        (own / "official.docx").symlink_to(target if which == "file" else "没有")
    with pytest.raises(LinkedLetterhead) as refusal:
        read_letterhead("official", own, LETTERHEADS)
    assert "是链接，没有使用" in str(refusal.value)


def test_a_letterhead_that_cannot_be_read_is_no_docx(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "letterheads"
    (own / "official.docx").mkdir(parents=True)
    with pytest.raises(NoDocx):
        read_letterhead("official", own, LETTERHEADS)


def test_a_refused_letterhead_ends_the_command_with_one_sentence(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    own = bench.root / "templates" / "letterheads"
    own.mkdir(parents=True)
    (own / "letter.docx").write_bytes(in_body(OLE))
    result = bench.run("report", "交办函", "-o", "函.docx")
    assert result.code == TemplateError.exit_code
    assert result.err.count("\n") == 1
    assert not (bench.root / "函.docx").exists()
    (own / "letter.docx").unlink()
    assert bench.run("report", "交办函", "-o", "函").code == 0


def test_the_command_writes_on_the_offices_own_letterhead(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    own = bench.root / "templates" / "letterheads"
    own.mkdir(parents=True)
    mine = changed("word/header3.xml", "{{发文机关}}", "{{发文机关}}（函）", LETTERHEAD)
    (own / "letter.docx").write_bytes(mine)
    assert bench.run("report", "交办函", "-o", "函").code == 0
    file = WordFile((bench.root / "函" / "交办函_市民政局.docx").read_bytes())
    head = file.edge(file.sections[0], "header", "first")
    assert "某市人大常委会办公室（函）" in [words(each) for each in head.iter(f"{W}p")]


@needs("soffice")
def test_a_letterhead_that_another_suite_has_saved_is_used_as_it_was(
    tmp_path: Path,
) -> None:
    """It writes its own style names, and a frame into the line of the red head."""
    source = tmp_path / "letter.docx"
    source.write_bytes(LETTERHEAD)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = "docx:MS Word 2007 XML"
    words = ["--headless", "--convert-to", form, "--outdir", str(tmp_path / "存")]
    subprocess.run(["soffice", profile, *words, str(source)], check=True, timeout=120)
    saved = (tmp_path / "存" / "letter.docx").read_bytes()
    file = parts_of(write_docx(paper_of(LETTER), saved))
    styles = file["word/styles.xml"].decode()
    mark = styles.partition('w:val="公文红头"')[2].partition("</w:style>")[0]
    assert '<w:w w:val="100"/>' in mark
    text = file["word/document.xml"].decode()
    for said in ("演〔2024〕12号", "市民政局：", "现将有关问题交你单位办理"):
        assert said in re.sub("<[^>]+>", "", text)
