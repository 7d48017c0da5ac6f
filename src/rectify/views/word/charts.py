"""Native charts of Word: the drawing, its figures in a workbook, and its words.

Who opens the document may edit the figures; who cannot see the chart hears them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from rectify.views.word.ooxml import escaped

if TYPE_CHECKING:
    from rectify.views.layout.fonts import Faces
    from rectify.views.paper import Chart

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU = 36_000
_WIDTH, _HEIGHT = 150, 78
# A bar needs so many millimetres, and a page has so many.
_BAR, _HEAD, _TALLEST = 8, 24, 200
_COLOUR = "8B1A1A"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# An absent flag means "shown" to some programs.
_LABELS = "".join(
    f'<c:{flag} val="{int(flag == "showVal")}"/>'
    for flag in (
        "showLegendKey", "showVal", "showCatName", "showSerName", "showPercent",
        "showBubbleSize",
    )
)  # fmt: skip


class Drawn(NamedTuple):
    """A chart of a document: its own part, its workbook, and the run that shows it."""

    part: bytes
    workbook: bytes
    run: str


def draw(chart: Chart, place: int, faces: Faces) -> Drawn:
    """Draw the chart that is the n-th of its document (from 1)."""
    return Drawn(_part(chart, faces).encode(), _workbook(chart), _run(chart, place))


def relation(place: int) -> str:
    """Name the relation from the document to its n-th chart."""
    return f"rIdChart{place}"


def spoken(chart: Chart) -> str:
    """Say in words what the chart shows."""
    figures = "，".join(f"{label}{said}{chart.unit}" for label, said in chart.figures)
    return f"{chart.shape}：{chart.title}。{figures}。"


def _run(chart: Chart, place: int) -> str:
    height = _HEIGHT
    if chart.shape == "条形图":
        height = min(_HEAD + _BAR * len(chart.labels), _TALLEST)
    words = escaped(spoken(chart))
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0"'
        f' distR="0"><wp:extent cx="{_WIDTH * _EMU}" cy="{height * _EMU}"/>'
        f'<wp:docPr id="{1000 + place}" name="图{place}" descr="{words}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{relation(place)}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _part(chart: Chart, faces: Faces) -> str:
    body = _text("c:txPr", faces.body, 1050)
    title = f"{chart.title}（单位：{chart.unit}）" if chart.unit else chart.title
    usual, own = (_look(f"a:{tag}", faces.hei, 1200) for tag in ("defRPr", "rPr"))
    heading = (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{usual}"
        f"</a:pPr><a:r>{own}<a:t>{escaped(title)}</a:t></a:r>"
        '</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">'
        '<c:roundedCorners val="0"/>'
        f'<c:chart>{heading}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f"{_plot(chart, body)}{_axes(chart, body)}</c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        f"<a:ln><a:noFill/></a:ln></c:spPr>{body}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    )


def _plot(chart: Chart, body: str) -> str:
    """Write the series, as columns, bars or a line."""
    axes = '<c:axId val="1001"/><c:axId val="1002"/>'
    line = chart.shape == "折线图"
    ink = f'<a:solidFill><a:srgbClr val="{_COLOUR}"/></a:solidFill>'
    shape = f'<a:ln w="25400">{ink}</a:ln>' if line else ink
    dot = (
        '<c:marker><c:symbol val="circle"/><c:size val="5"/>'
        f"<c:spPr>{ink}</c:spPr></c:marker>"
        if line
        else '<c:invertIfNegative val="0"/>'
    )
    where = "t" if line else "outEnd"
    series = (
        '<c:ser><c:idx val="0"/><c:order val="0"/>'
        f"<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f>{_words((_heading(chart),), 'str')}"
        f"</c:strRef></c:tx><c:spPr>{shape}</c:spPr>{dot}"
        f'<c:dLbls>{body}<c:dLblPos val="{where}"/>{_LABELS}</c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${len(chart.labels) + 1}</c:f>"
        f"{_words(chart.labels, 'str')}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${len(chart.labels) + 1}</c:f>"
        f"{_words([said for _, said in chart.figures], 'num')}</c:numRef></c:val>"
    )
    if line:
        return (
            '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
            f'{series}<c:smooth val="0"/></c:ser><c:marker val="1"/>{axes}'
            "</c:lineChart>"
        )
    way = "bar" if chart.shape == "条形图" else "col"
    return (
        f'<c:barChart><c:barDir val="{way}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}</c:ser><c:gapWidth val="60"/>{axes}'
        "</c:barChart>"
    )


def _axes(chart: Chart, body: str) -> str:
    """Write the two axes; the first bar stands on top, as in a list."""
    bars = chart.shape == "条形图"
    grey = (
        '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="808080"/></a:solidFill>'
        "</a:ln></c:spPr>"
    )
    order = "maxMin" if bars else "minMax"
    names, figures = ("l", "t") if bars else ("b", "l")
    return (
        '<c:catAx><c:axId val="1001"/><c:scaling>'
        f'<c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{names}"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{grey}{body}'
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="{figures}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="1001"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _words(words: list[str] | tuple[str, ...], kind: str) -> str:
    """Keep what the workbook says, for programs that don't open it."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{escaped(each)}</c:v></c:pt>'
        for place, each in enumerate(words)
    )
    code = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    return (
        f'<c:{kind}Cache>{code}<c:ptCount val="{len(words)}"/>{points}</c:{kind}Cache>'
    )


def _text(tag: str, face: str, size: int) -> str:
    return (
        f"<{tag}><a:bodyPr/><a:p><a:pPr>{_look('a:defRPr', face, size)}</a:pPr>"
        f'<a:endParaRPr lang="zh-CN"/></a:p></{tag}>'
    )


def _look(tag: str, face: str, size: int) -> str:
    names = "".join(f'<a:{kind} typeface="{face}"/>' for kind in ("latin", "ea", "cs"))
    return f'<{tag} lang="zh-CN" sz="{size}" b="0">{names}</{tag}>'


def _heading(chart: Chart) -> str:
    return chart.unit or chart.title


def _workbook(chart: Chart) -> bytes:
    """Write the figures where "edit data" looks for them."""
    from xlsxwriter import Workbook

    held = BytesIO()
    book = Workbook(
        held,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"created": _EPOCH})
    sheet = book.add_worksheet("Sheet1")
    sheet.set_column(0, 0, 30)
    sheet.write_string(0, 1, _heading(chart))
    for row, (label, value) in enumerate(
        zip(chart.labels, chart.values, strict=True), 1
    ):
        sheet.write_string(row, 0, label)
        sheet.write_number(row, 1, value)
    book.close()
    return held.getvalue()
