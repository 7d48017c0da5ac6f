"""Workbooks and documents built by hand, so that any part of them may be false."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CELLS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>存在问题</t></is></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c>'
    '<c r="B2" t="inlineStr"><is><t>问题甲</t></is></c></row>'
)
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LAUGHS = (
    "<!DOCTYPE x ["
    '<!ENTITY l0 "哈哈">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def sheet(
    rows: str = CELLS,
    *,
    before: str = "",
    after: str = "",
    doctype: str = "",
    namespace: str = MAIN,
) -> str:
    """Write a sheet; `before` and `after` stand around its rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        f'<worksheet xmlns="{namespace}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def workbook(
    *sheets: str,
    states: tuple[str, ...] = (),
    more: Mapping[str, str | bytes] | None = None,
    strict: bool = False,
    properties: str = "",
) -> bytes:
    """Pack a workbook of sheets; `more` are other parts, or other words for these."""
    office = _STRICT_OFFICE if strict else _OFFICE
    numbers = range(1, len(sheets) + 1)
    named = "".join(
        f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"{_state(states, n)}/>'
        for n in numbers
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    related += "".join(
        f'<Relationship Id="{name}" Type="{office}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "sharedStrings")
        if f"xl/{name}.xml" in (more or {})
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{_RELATIONS}<Relationship Id="r" '
        f'Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{STRICT if strict else MAIN}" '
        f'xmlns:r="{office}">{properties}<sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{_RELATIONS}{related}</Relationships>",
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": sheets[n - 1] for n in numbers}
    return packed(parts | dict(more or {}))


def _state(states: tuple[str, ...], number: int) -> str:
    return f' state="{states[number - 1]}"' if number <= len(states) else ""


def document(body: str, *, doctype: str = "", numbering: str = "") -> bytes:
    """Pack a Word document, and how its lists are numbered."""
    return packed(
        {
            "word/_rels/document.xml.rels": f'{_RELATIONS}<Relationship Id="n" '
            f'Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
            "word/numbering.xml": f'<w:numbering xmlns:w="{_W}">{numbering}'
            "</w:numbering>",
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "word/document.xml": f'<?xml version="1.0"?>{doctype}<w:document '
            f'xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        }
    )


def open_document(table: str, *, doctype: str = "", styles: str = "") -> bytes:
    """Pack an OpenDocument workbook of one sheet."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style", "draw")
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?>{doctype}<office:document-content '
            f"{spaces}>{styles}<office:body><office:spreadsheet>"
            f'<table:table table:name="清单">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack parts in their order."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def bomb() -> bytes:
    """Pack a sheet of 300 megabytes into 300 kilobytes."""
    return workbook(sheet("<row/>" * (50 << 20)))


def many_small_bombs() -> bytes:
    """Pack parts that are small each and too much together."""
    part = b" " * (7 << 20)
    return workbook(sheet(), more={f"xl/worksheets/x{n}.xml": part for n in range(60)})


def crowd() -> bytes:
    """Pack more parts than any workbook has."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as file:
        for number in range(20_000):
            file.writestr(ZipInfo(f"{number}"), b"")
    return buffer.getvalue()


def liar() -> bytes:
    """Let a bomb say that it is small: 100 megabytes that claim to be 100 bytes."""
    large = b"<row/>" * (16 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(large) + packer.flush()
    name = b"xl/worksheets/sheet1.xml"
    sizes = struct.pack("<III", zlib.crc32(large), len(body), 100)
    local = struct.pack("<4sHHHHH", b"PK\x03\x04", 20, 0, 8, 0, 33) + sizes
    local += struct.pack("<HH", len(name), 0) + name + body
    entry = struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, 0, 8, 0, 33) + sizes
    entry += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    honest = workbook(sheet())
    with ZipFile(BytesIO(honest)) as file:
        others = {each: file.read(each) for each in file.namelist()}
    del others[name.decode()]
    rest = packed(others)
    place = rest.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", rest, place + 10)
    directory = rest[start : start + size]
    end = struct.pack(
        "<4sHHHHIIH",
        *(b"PK\x05\x06", 0, 0, count + 1, count + 1),
        *(size + len(entry), start + len(local), 0),
    )
    return rest[:start] + local + directory + _moved(entry, start) + end


def _moved(entry: bytes, place: int) -> bytes:
    return entry[:42] + struct.pack("<I", place) + entry[46:]


def nested() -> bytes:
    """Pack a workbook into a packed file."""
    return packed({"台账.xlsx": workbook(sheet())})


def twins() -> bytes:
    """Pack two parts of one name: readers disagree on which of them counts."""
    buffer = BytesIO()
    with ZipFile(BytesIO(workbook(sheet()))) as file, ZipFile(buffer, "w") as twice:
        for name in file.namelist():
            twice.writestr(name, file.read(name))
        twice.writestr("XL/WORKBOOK.XML", b"<workbook/>")
    return buffer.getvalue()


def locked_archive() -> bytes:
    """Mark the parts of a workbook as encrypted one by one."""
    data = bytearray(workbook(sheet()))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def far(cell: str = "XFD1048576") -> bytes:
    """Write one cell as far out as cells can be."""
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    stray = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>'
    return workbook(sheet(CELLS + stray, before=f'<dimension ref="A1:{cell}"/>'))


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Write a compound file (OLE) of streams, each in sectors of its own."""
    sector, free, end, fat = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    bodies = [body + b"\0" * (max(4096, -(-len(body) // sector) * sector) - len(body))
              for body in streams.values()]  # fmt: skip
    entries = 1 + len(bodies)
    directory = -(-entries * 128 // sector)
    table = [fat]
    table += [n + 2 for n in range(directory - 1)] + [end]
    starts = []
    for body in bodies:
        starts.append(len(table))
        count = len(body) // sector
        table += [len(table) + n + 1 for n in range(count - 1)] + [end]
    table += [free] * (128 - len(table))
    root = _entry("Root Entry", 5, end, 0, child=1)
    listed = [
        _entry(name, 2, start, len(body), right=n + 2 if n + 1 < len(bodies) else free)
        for n, (name, start, body) in enumerate(
            zip(streams, starts, bodies, strict=True)
        )
    ]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, end, 0, end, 0, 0)
    head += struct.pack("<I", free) * 108
    laid = b"".join([root, *listed]).ljust(directory * sector, b"\0")
    return head + struct.pack("<128I", *table) + laid + b"".join(bodies)


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF,
    child: int = 0xFFFFFFFF,
) -> bytes:  # fmt: skip
    words = (name + "\0").encode("utf-16-le")
    laid = words.ljust(64, b"\0") + struct.pack("<HBB", len(words), kind, 1)
    laid += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36)
    return laid + struct.pack("<IQ", start, size)


def record(kind: int, body: bytes = b"") -> bytes:
    """Write a record of an old workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(
    cells: bytes,
    *,
    size: bytes | None = None,
    before: bytes = b"",
    locked: bool = False,
) -> bytes:
    """Pack an old workbook of one sheet, record by record."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    whole = record(0x0809, begin) + (record(0x2F, b"\1\0" * 27) if locked else b"")
    name = "清单".encode("utf-16-le")
    listed = 4 + 8 + len(name)
    place = len(whole) + len(before) + listed + 4
    whole += before
    whole += record(0x85, struct.pack("<IBBBB", place, 0, 0, 2, 1) + name)
    whole += record(0x0A)
    area = struct.pack("<IIHHH", 0, 2, 0, 2, 0) if size is None else size
    whole += record(0x0809, begin) + record(0x0200, area) + cells + record(0x0A)
    return compound({"Workbook": whole})


def number_cell(row: int, column: int, value: float) -> bytes:
    """Write a number in a cell of an old workbook."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


ENCRYPTED = compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x" * 5000})
OLD_WORD = compound({"WordDocument": b"x" * 5000})

# What must be refused, by what it is; each with what its sentence says.
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "压缩炸弹": ("a.xlsx", bomb, "文件太大"),
    "许多小炸弹": ("a.xlsx", many_small_bombs, "文件太大"),
    "两万个部件": ("a.xlsx", crowd, "文件太大"),
    "谎报大小": ("a.xlsx", liar, "文件损坏或不完整"),
    "包中包": ("a.xlsx", nested, "请先解压"),
    "重名的部件": ("a.xlsx", twins, "文件损坏或不完整"),
    "十亿个哈": (
        "a.xlsx",
        lambda: workbook(sheet(CELLS + "&l9;", doctype=LAUGHS)),
        "DOCTYPE",
    ),
    "外部实体": ("a.xlsx", lambda: workbook(sheet(doctype=XXE)), "DOCTYPE"),
    "外部实体在字符串里": (
        "a.xlsx",
        lambda: workbook(
            sheet(), more={"xl/sharedStrings.xml": f'{XXE}<sst xmlns="{MAIN}"/>'}
        ),
        "DOCTYPE",
    ),
    "外部实体在工作簿里": (
        "a.xlsx",
        lambda: workbook(sheet(), more={"xl/workbook.xml": f"{XXE}<workbook/>"}),
        "DOCTYPE",
    ),
    "docx里的实体": ("a.docx", lambda: document("", doctype=LAUGHS), "DOCTYPE"),
    "ods里的实体": ("a.ods", lambda: open_document("", doctype=XXE), "DOCTYPE"),
    "嵌套十万层": (
        "a.xlsx",
        lambda: workbook(sheet("<row>" * 100_000 + "</row>" * 100_000)),
        "文件损坏或不完整",
    ),
    "docx嵌套十万层": (
        "a.docx",
        lambda: document("<w:tbl>" * 100_000 + "</w:tbl>" * 100_000),
        "文件损坏或不完整",
    ),
    "xlsx密码": ("a.xlsx", lambda: ENCRYPTED, "设了打开密码"),
    "docx密码": ("a.docx", lambda: ENCRYPTED, "设了打开密码"),
    "xls密码": ("a.xls", lambda: old_workbook(b"", locked=True), "设了打开密码"),
    "zip密码": ("a.xlsx", locked_archive, "设了打开密码"),
    "ods密码": (
        "a.ods",
        lambda: packed(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"\x8f\x01\x99",
                "META-INF/manifest.xml": '<manifest xmlns:m="m"><m:file-entry>'
                "<m:encryption-data/></m:file-entry></manifest>",
            }
        ),
        "设了打开密码",
    ),
    "没有工作表": ("a.xlsx", workbook, "没有工作表"),
    "ods没有工作表": (
        "a.ods",
        lambda: packed(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "<x/>",
            }
        ),
        "没有工作表",
    ),
    "170亿格": ("a.xlsx", far, "Sheet1!XFD1048576 里有内容"),
    "ods重复170亿格": (
        "a.ods",
        lambda: open_document(
            '<table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384" '
            'office:value-type="float" office:value="1"/></table:table-row>'
        ),
        "清单!XFD1048576 里有内容",
    ),
    "xls谎报范围": (
        "a.xls",
        lambda: old_workbook(b"", size=struct.pack("<IIHHH", 0, 2**32 - 1, 0, 256, 0)),
        "文件损坏或不完整",
    ),
    "xls谎报字符串": (
        "a.xls",
        lambda: old_workbook(b"", before=record(0xFC, b"\0" * 4 + b"\xff" * 4)),
        "文件损坏或不完整",
    ),
    "xls旧字符串": (
        "a.xls",
        lambda: old_workbook(record(0xD6, bytes(12))),
        "很旧的 Excel 文件",
    ),
    "图片": ("a.xlsx", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", "这是图片"),
    "PDF": ("a.xlsx", lambda: b"%PDF-1.7\n%\xe2\xe3", "这是 PDF 文件"),
    "程序": ("a.xlsx", lambda: b"MZ\x90\0\3\0\0\0", "这是程序"),
    "旧式文档": ("a.xlsx", lambda: OLD_WORD, "这是旧式的文字文档"),
    "wps文档": ("a.et", lambda: OLD_WORD, "这是旧式的文字文档"),
    "单位加密": (
        "a.xlsx",
        lambda: b"b\x14#e" + b"\0" * 60 + b"E-SafeNet" + bytes(99),
        "这是加密软件加过密的文件",
    ),
    "压缩包": ("a.xlsx", lambda: b"Rar!\x1a\7\0", "这是压缩包"),
    "网页": ("a.xls", lambda: b"<html><table><tr><td>", "这是网页"),
    "网页里的表格": ("a.xls", lambda: "\n <TABLE><tr>".encode("gbk"), "这是网页"),
    "旧式XML表格": (
        "a.xls",
        lambda: b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "这是 XML 格式的文件（多半是别的系统导出的），不是能读的表格；请用 WPS",
    ),
    "旧式XML文档": (
        "a.doc",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        b'<w:p xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
        "请用 WPS 或 Word 打开，另存为 .docx",
    ),
    "别的XML": ("a.xls", lambda: b"<?xml ?><list/>", "这是 XML 格式的文件"),
    "xlsb": (
        "a.xlsb",
        lambda: packed({"xl/workbook.bin": b"x"}),
        "这是 xlsb 工作簿，不是能读的表格；请用 WPS 或 Excel 打开，另存为 .xlsx",
    ),
    "空文件": ("a.xlsx", lambda: b"", "文件是空的"),
    "乱码": ("a.xlsx", lambda: bytes(range(256)) * 20, "不是能读的表格"),
    "只有零": ("a.csv", lambda: bytes(5000) + b"\1", "不是能读的表格"),
    "没关的引号": ("a.csv", lambda: '序号\n"甲\n乙\n'.encode("gbk"), "第2行"),
    "没有表格的文档": ("a.docx", lambda: document("<w:p/>"), "没有表格"),
    "没有表格的Markdown": ("a.md", lambda: "# 标题\n".encode("gbk"), "没有表格"),
    "断在字中间": ("a.csv", lambda: "序号\n甲".encode()[:-1], "文件损坏或不完整"),
    "过大": ("a.csv", lambda: b"a," * (26 << 20), "文件太大"),
    "文本过大": ("a.csv", lambda: b"a\n" * (11 << 20), "csv、md 不超过20兆"),
    "千万个逗号": ("a.csv", lambda: b"a,b\n" + b"," * (19 << 20), "这一行太长"),
    "csv行太多": ("a.csv", lambda: b"a,b\n" * 300_000, "a!B60001 里有内容"),
    "csv空行太多": ("a.csv", lambda: b"a,b\n" + b"\n" * 4_000_000, "行太多"),
    "csv一格太长": ("a.csv", lambda: b"a,b\n1," + b"x" * 40_000, "a!B2 的内容超过"),
    "csv一格极长": ("a.csv", lambda: b"a,b\n1," + b"x" * 900_000, "这一行太长"),
    "md一格太长": (
        "a.md",
        lambda: b"|a|\n|-|\n|" + b"*a_ " * 100_000 + b"|\n",
        "第3行的一格",
    ),
    "md行太多": ("a.md", lambda: b"|a|\n|-|\n" + b"|1|\n" * 100_000, "行太多"),
    "xlsx行太多": (
        "a.xlsx",
        lambda: workbook(
            sheet("".join(f"<row><c><v>{n}</v></c></row>" for n in range(300_000)))
        ),
        "Sheet1!A60001 里有内容",
    ),
    "百万空行": ("a.xlsx", lambda: workbook(sheet("<row/>" * 1_000_000)), "行太多"),
    "百万空格": (
        "a.xlsx",
        lambda: workbook(sheet(f"<row>{'<c/>' * 1_500_000}</row>")),
        "行太多",
    ),
    "一格太长": (
        "a.xlsx",
        lambda: workbook(
            sheet(
                '<row r="9"><c r="B9" t="inlineStr"><is><t>'
                f"{'问' * 9_000_000}</t></is></c></row>"
            )
        ),
        "Sheet1!B9 的内容超过32767个字",
    ),
}  # fmt: skip
