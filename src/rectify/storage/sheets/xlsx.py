"""Workbooks of the present kind: values by calamine, the rest from the XML.

calamine is given a package made anew, of parts that were looked at, in the places
where it looks for them: it believes no size, follows no name and meets no DOCTYPE.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from rectify.storage.sheets import calamine
from rectify.storage.sheets.bookparts import Book, Plain, Styles, left_out
from rectify.storage.sheets.package import keyed_parts_of, main_part, parts_of
from rectify.storage.sheets.page import Page
from rectify.storage.sheets.refusal import Damaged, NoSheets
from rectify.storage.sheets.remarks import no_cells
from rectify.storage.sheets.shaping import put
from rectify.storage.sheets.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.domain.intake.grid import Grid, Value
    from rectify.storage.sheets.archive import Archive

BOOK = "xl/workbook.xml"
_TEXTS, _STYLES, _SHEET = "/sharedStrings", "/styles", "/worksheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def read(archive: Archive) -> tuple[list[Grid], list[str]]:
    """Read a workbook, and say what was left out of it.

    Raises:
        Unreadable: it is broken, hostile, or has no sheet.
    """
    main = main_part(archive, BOOK)
    book = Book()
    book.read(archive.read(main))
    common = _common(archive, main)
    styles = Styles()
    if _STYLES in common:
        styles.read(archive.read(common[_STYLES]))
    paths, others = _sheets(archive, main, book)
    scanned = []
    for name, hidden, path in paths:
        scanned.append(Worksheet(Page(name, hidden), styles.grains))
        scanned[-1].read(archive.read(path))
    packed = _repacked(
        archive, [path for *_, path in paths], common, from_1904=book.from_1904
    )
    grids = [
        _grid(facts, values.rows or [])
        for facts, values in zip(scanned, calamine.sheets_of(packed), strict=True)
    ]
    return grids, list(map(no_cells, others)) + left_out(archive)


def _sheets(
    archive: Archive, main: str, book: Book
) -> tuple[list[tuple[str, bool, str]], list[str]]:
    """Find the part of each sheet of cells, and name the other sheets."""
    parts = keyed_parts_of(archive, main)
    found, others = [], []
    for key, name, hidden in book.sheets:
        if key not in parts:
            raise Damaged
        if parts[key].kind.endswith(_SHEET):
            found.append((name, hidden, parts[key].path))
        else:
            others.append(name)
    if not found:
        raise NoSheets
    return found, others


def _common(archive: Archive, main: str) -> dict[str, str]:
    """Find the texts and the styles, as far as a workbook has them."""
    found = {}
    for part in parts_of(archive, main):
        for kind in (_TEXTS, _STYLES):
            if part.kind.endswith(kind) and part.path in archive:
                found[kind] = part.path
                Plain().read(archive.read(part.path))
    return found


def _repacked(
    archive: Archive, sheets: list[str], common: Mapping[str, str], *, from_1904: bool
) -> bytes:
    """Pack a workbook of these parts and of nothing else, holding one at a time."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="s{n}"/>' for n in numbers)
    named = [(f"s{n}", _SHEET, f"worksheets/{n}.xml") for n in numbers]
    named += [(kind[1:], kind, f"{kind[1:]}.xml") for kind in common]
    related = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}{kind}" Target="{target}"/>'
        for key, kind, target in named
    )
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>{listed}</sheets></workbook>'
    )
    start = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="{BOOK}"/>'
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(
            "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>'
        )
        packed.writestr("_rels/.rels", f"{relations}{start}</Relationships>")
        packed.writestr(BOOK, book)
        packed.writestr(
            "xl/_rels/workbook.xml.rels", f"{relations}{related}</Relationships>"
        )
        paths = [*sheets, *common.values()]
        for (_, _, target), path in zip(named, paths, strict=True):
            packed.writestr(f"xl/{target}", archive.read(path))
    return buffer.getvalue()


def _grid(scanned: Worksheet, rows: list[list[Value]]) -> Grid:
    for row, column in scanned.pictures:
        put(rows, row, column, None)
    scanned.page.rows = rows
    return scanned.page.grid()
