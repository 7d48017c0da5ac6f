"""One letterhead, part by part: its pages, styles, edges and lines, as Word wants them.

Every measure is of GB/T 9704-2012, or is said to be habit.
"""

from __future__ import annotations

from rectify.views.layout.fonts import FACES, Fonts
from rectify.views.layout.styles import STYLES, Style, faces_xml
from rectify.views.word.stationery import MARK, TEXT, WIDE

FACES_HERE = FACES[Fonts.OFFICE]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE = f"{PACKAGE}/metadata/core-properties"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RED = "FF0000"
NO_PADDING = (
    '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    "</w:tblCellMar>"
)


def mm(length: float) -> int:
    """Turn millimetres into twips."""
    return round(length * 1440 / 25.4)


# The page: A4, 37 mm above and 28 mm at the binding edge leave 156 by 225 mm of text.
UPRIGHT = {"top": 37.0, "bottom": 35.0, "left": 28.0, "right": 26.0}
# The same page turned: the head of a table at the binding edge.
TURNED = {"top": 28.0, "bottom": 26.0, "left": 35.0, "right": 37.0}
# Such that the dash of the page number is 7 mm under the text.
NUMBER = 25.4
HEADER = 15.0

NUMBERS = Style("公文页码", "song", 28, 320, "left", grid=False)
DEMONSTRATION = Style("公文演示", "song", 18, 240, "right", grid=False, colour="808080")
RECORD = Style("公文版记", size=28, line=440, align="left", grid=False)
# A line that is as high as it says: it holds room, or a rule.
ROOM = Style("公文版头", size=2, line=20, grid=False)


def mark(size: int, line: int) -> Style:
    """Give the style of the red name at the head."""
    return Style(
        MARK, "title", size, line, "center", grid=False, colour=RED, squeezed=True
    )


class Sheet:
    """One letterhead, part by part."""

    def __init__(self, name: str, *styles: Style) -> None:
        self.name = name
        self.styles = (*STYLES, NUMBERS, DEMONSTRATION, RECORD, ROOM, *styles)
        self.ids = {
            style.name: f"a{place}" for place, style in enumerate(self.styles, 1)
        }
        self.head = ""
        self.tail = ""
        self.header = HEADER
        self.footer = NUMBER
        self.first_header = ""
        self.first_footer = ""

    def line(self, style: str, words: str = "", *, look: str = "") -> str:
        """Write a line of words, with what its style does not say."""
        said = f'<w:pStyle w:val="{self.ids[style]}"/>{look}'
        run = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
        run = run.replace("\t", "</w:t><w:tab/><w:t>")
        return f"<w:p><w:pPr>{said}</w:pPr>{run}</w:p>"

    def room(self, height: float, *, borders: str = "", indent: str = "") -> str:
        """Leave a height in millimetres free."""
        said = (
            f'<w:spacing w:before="0" w:after="0" w:line="{mm(height)}"'
            ' w:lineRule="exact"/>'
        )
        return self.line(ROOM.name, look=f"{borders}{said}{indent}")

    def blank(self, count: int) -> str:
        """Leave lines of text free."""
        return self.line("公文空行") * count

    def rule(self, above: float) -> str:
        """Draw a red rule as wide as the text, so far under what stands before it."""
        return self.room(above, borders=f"<w:pBdr>{border('bottom', 16, RED)}</w:pBdr>")

    def double_rule(self, above: float, *, thick_first: bool) -> str:
        """Draw two red rules, 170 mm long and centred on the paper."""
        thick, thin = (24, 6) if thick_first else (6, 24)
        pair = border("top", thick, RED) + border("bottom", thin, RED)
        indent = f'<w:ind w:left="-{mm(8)}" w:right="-{mm(6)}"/>'
        gap = self.room(0.7, borders=f"<w:pBdr>{pair}</w:pBdr>", indent=indent)
        return (self.room(above) if above else "") + gap

    def demonstration(self, *, frame: bool = False) -> str:
        """Say on every page that the figures are made up, where they are."""
        place = (
            f'<w:framePr w:w="{mm(156)}" w:wrap="around" w:vAnchor="page"'
            f' w:hAnchor="page" w:x="{mm(28)}" w:y="{mm(HEADER)}"/>'
        )
        return self.line(DEMONSTRATION.name, "{{演示}}", look=place if frame else "")

    def record(self, rows: tuple[str, ...], *, rules: bool = True) -> str:
        """Write the 版记 at the foot of the last page."""
        wide = mm(156)
        body = "".join(
            f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{wide}"'
            f' w:type="dxa"/></w:tcPr>{self._record_line(words)}</w:tc></w:tr>'
            for words in rows
        )
        edges = border("top", 8) + border("bottom", 8) + border("insideH", 6)
        return (
            '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0"'
            ' w:topFromText="180" w:vertAnchor="margin" w:horzAnchor="page"'
            f' w:tblpX="{mm(28)}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
            f'<w:tblW w:w="{wide}" w:type="dxa"/>'
            f"{f'<w:tblBorders>{edges}</w:tblBorders>' if rules else ''}"
            f'<w:tblLayout w:type="fixed"/>{NO_PADDING}</w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{wide}"/></w:tblGrid>{body}</w:tbl>'
        )

    def _record_line(self, words: str) -> str:
        """Inset by one character; what does not fit stands after the colon."""
        before = words.partition("：")[0]
        wide = 280 * (len(before) + 2) if "：" in words else 280
        indent = f'<w:ind w:left="{wide}" w:right="280" w:hanging="{wide - 280}"/>'
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{mm(156) - 280}"/></w:tabs>'
        return self.line(RECORD.name, words, look=f"{tab}{indent}")


def border(side: str, eighths: int, colour: str = "000000") -> str:
    """Draw one side, in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


def files(sheet: Sheet) -> dict[str, bytes]:
    """Write the parts of a letterhead."""
    edges = _edges(sheet)
    held = {
        "[Content_Types].xml": _types(edges),
        "_rels/.rels": relations(
            {"rId1": "word/document.xml", "rId2": "docProps/core.xml"}
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{CORE}"/>',
        "word/document.xml": _document(sheet, edges),
        "word/styles.xml": _styles(sheet),
        "word/settings.xml": SETTINGS,
        "word/_rels/document.xml.rels": relations(
            {"rIdStyles": "styles.xml", "rIdSettings": "settings.xml"}
            | {f"rId_{name}": f"{name}.xml" for name in edges}
        ),
    }
    for name, body in edges.items():
        tag = "hdr" if name.startswith("header") else "ftr"
        held[f"word/{name}.xml"] = (
            f'<w:{tag} xmlns:w="{W}" xmlns:r="{R}">{body}</w:{tag}>'
        )
    return {name: f"{XML}{text}".encode() for name, text in held.items()}


KINDS = {
    "document.xml": ("officeDocument", f"{WORD}.document.main+xml"),
    "styles.xml": ("styles", f"{WORD}.styles+xml"),
    "settings.xml": ("settings", f"{WORD}.settings+xml"),
    "header": ("header", f"{WORD}.header+xml"),
    "footer": ("footer", f"{WORD}.footer+xml"),
    "core.xml": ("", "application/vnd.openxmlformats-package.core-properties+xml"),
}


def _kind(name: str) -> tuple[str, str]:
    last = name.rpartition("/")[2]
    return next(kind for key, kind in KINDS.items() if last.startswith(key))


def relations(targets: dict[str, str]) -> str:
    """Write the relations of a part."""
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    kinds = {
        name: f"{R}/{_kind(target)[0]}" if _kind(target)[0] else core
        for name, target in targets.items()
    }
    lines = "".join(
        f'<Relationship Id="{name}" Type="{kinds[name]}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _types(edges: dict[str, str]) -> str:
    names = [
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "docProps/core.xml",
    ]
    names += [f"word/{name}.xml" for name in edges]
    lines = "".join(
        f'<Override PartName="/{name}" ContentType="{_kind(name)[1]}"/>'
        for name in names
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="{rels}"/><Default Extension="xml"'
        ' ContentType="application/xml"/>'
        f"{lines}</Types>"
    )


def _edges(sheet: Sheet) -> dict[str, str]:
    """Write headers and footers: on odd, even and first pages, upright and turned."""
    above = sheet.demonstration(frame=bool(sheet.first_header))
    lift = sheet.room(NUMBER - sheet.footer) if sheet.footer < NUMBER else ""
    edges = {
        "header1": above,
        "header2": above,
        "footer1": _number(sheet, odd=True) + lift,
        "footer2": _number(sheet, odd=False) + lift,
        "footer3": _turned_number(sheet, odd=True),
        "footer4": _turned_number(sheet, odd=False),
    }
    if sheet.first_header:
        edges |= {"header3": sheet.first_header, "footer5": sheet.first_footer}
    return edges


def _number(sheet: Sheet, *, odd: bool) -> str:
    """Write — 1 —, one character in from the outer edge."""
    side = "right" if odd else "left"
    runs = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{sheet.ids[NUMBERS.name]}"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{runs}</w:p>'
    )


def _turned_number(sheet: Sheet, *, odd: bool) -> str:
    """Write the number where the paper has it: at the left when the page is turned."""
    wide = 10.0
    top = mm(TURNED["top"])
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0"'
        ' w:vertAnchor="page" w:horzAnchor="page"'
        f' w:tblpX="{mm(28 - wide / 2)}" w:tblpY="{top}"/>'
        f'<w:tblOverlap w:val="never"/><w:tblW w:w="{mm(wide)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{NO_PADDING}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{mm(wide)}"/></w:tblGrid><w:tr><w:trPr>'
        f'<w:trHeight w:val="{mm(156)}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{mm(wide)}" w:type="dxa"/><w:textDirection w:val="tbRl"/>'
        f'<w:vAlign w:val="center"/></w:tcPr>{_number(sheet, odd=odd)}'
        "</w:tc></w:tr></w:tbl>"
        f"{sheet.line('公文隔行')}"
    )


def _document(sheet: Sheet, edges: dict[str, str]) -> str:
    upright = _section(UPRIGHT, sheet, edges, footers=("footer1", "footer2"))
    turned = _section(TURNED, sheet, edges, footers=("footer3", "footer4"))
    ends = sheet.line("公文隔行", look=upright)
    body = (
        f"{sheet.head}{sheet.line('公文正文', f'{{{{{TEXT}}}}}')}{sheet.tail}{ends}"
        f"{sheet.line('公文表文', f'{{{{{WIDE}}}}}')}{turned}"
    )
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    )


def _section(
    margins: dict[str, float],
    sheet: Sheet,
    edges: dict[str, str],
    *,
    footers: tuple[str, str],
) -> str:
    turned = margins is TURNED
    width, height = (297, 210) if turned else (210, 297)
    kinds = {"default": ("header1", footers[0]), "even": ("header2", footers[1])}
    first = not turned and "header3" in edges
    if first:
        kinds["first"] = ("header3", "footer5")
    footer = 10.0 if turned else sheet.footer
    once = "<w:titlePg/>" if first else ""
    refs = "".join(
        f'<w:{tag}Reference w:type="{kind}" r:id="rId_{names[place]}"/>'
        for place, tag in enumerate(("header", "footer"))
        for kind, names in kinds.items()
    )
    edge = " ".join(f'w:{side}="{mm(size)}"' for side, size in margins.items())
    turn = ' w:orient="landscape"' if turned else ""
    header = HEADER if turned else sheet.header
    return (
        f'<w:sectPr>{refs}<w:pgSz w:w="{mm(width)}" w:h="{mm(height)}"{turn}/>'
        f'<w:pgMar {edge} w:header="{mm(header)}" w:footer="{mm(footer)}"'
        f' w:gutter="0"/>{once}'
        '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    )


def _styles(sheet: Sheet) -> str:
    named = "".join(
        style.xml(sheet.ids[style.name], FACES_HERE) for style in sheet.styles
    )
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f"{faces_xml(FACES_HERE.body)}"
        '<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="a0">'
        '<w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f"{named}</w:styles>"
    )


SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/><w:compatSetting"
    ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat></w:settings>'
)
