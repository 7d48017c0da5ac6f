"""What is said of a file besides its cells: what it has that is not read."""

from __future__ import annotations

NO_MACROS, NO_PICTURES = "宏没有运行，也没有读取", "图片没有读取"
NO_NOTES, NO_BOXES = "批注没有读取", "文本框没有读取"


def no_cells(name: str) -> str:
    """Say that a sheet is a page of charts, or of macros."""
    return f"“{name}”是图表或宏的页，跳过"
