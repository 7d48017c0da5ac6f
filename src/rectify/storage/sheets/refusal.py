"""Why a file can't be read; each reason writes its own sentence, with a remedy."""

from __future__ import annotations

import errno

from rectify.errors import BadData, Problem

# An office's list with all its words has some megabytes; pictures make it larger.
MOST_BYTES = 50 << 20
# Words alone take less room: ten thousand rows are some megabytes.
MOST_TEXT = 20 << 20
# As many as Excel and WPS let a cell have.
LONGEST_CELL = 32_767
MOST_ROWS = 60_000

AS_WORKBOOK = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再试"
AS_DOCUMENT = "请用 WPS 或 Word 打开，另存为 .docx 后再试"
VERY_OLD = "很旧的 Excel 文件"
ASK = "请向对方要 Excel、WPS 表格或 Word 的原文件"
_MEANINGS = {
    errno.EACCES: "没有读的权限，或正被别的程序占用",
    errno.EPERM: "没有读的权限",
    errno.EIO: "磁盘或U盘读不出来",
    errno.ENAMETOOLONG: "文件名太长",
}


class CantRead(BadData):
    """A file is no list that can be read, or not safe to read."""

    def __init__(self, name: str, why: Unreadable) -> None:
        super().__init__((Problem(name, why.line, str(why)),))


class Unreadable(Exception):  # noqa: N818  # caught by reading, which names the file
    """What stands in a file can't be read; the sentence lacks the file's name."""

    line: int | None = None


class NoSuchFile(Unreadable):
    """There is no file of that name."""

    def __init__(self) -> None:
        super().__init__("没有这个文件，请检查文件名和所在的文件夹")


class CantOpen(Unreadable):
    """A file can't be opened by this user, or now."""

    def __init__(self, error: OSError) -> None:
        why = _MEANINGS.get(error.errno or 0, f"系统错误号 {error.errno}")
        super().__init__(f"打不开这个文件（{why}）；请检查权限，关掉正在用它的程序再试")


class NotAFile(Unreadable):
    """A folder or a device has that name."""

    def __init__(self) -> None:
        super().__init__("不是文件（是文件夹或设备）；请写明其中的一个文件")


class Empty(Unreadable):
    """The file has no content at all."""

    def __init__(self) -> None:
        super().__init__("文件是空的，一个字也没有；可能没有存好，请找原来的文件")


class TooLarge(Unreadable):
    """There is more in the file than a list ever has."""

    def __init__(self) -> None:
        super().__init__(
            f"文件太大（原文件不超过{MOST_BYTES >> 20}兆，解开后也有限度），没有读；"
            "请把清单单独复制到一个新文件里，另存为 .xlsx 后再试"
        )


class LongText(Unreadable):
    """There is more in a file of plain text than a list ever has."""

    def __init__(self) -> None:
        super().__init__(
            f"文件太大（csv、md 不超过{MOST_TEXT >> 20}兆），没有读；"
            "请删去清单以外的内容，或分成几个文件"
        )


class LongLine(Unreadable):
    """A line of plain text is longer than a row of a list ever is."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(
            "这一行太长，不像清单的一行，没有读；请检查换行和引号，改正后再试"
        )


class LongCell(Unreadable):
    """A cell has more words than any office program lets it have."""

    def __init__(self, cell: str) -> None:
        gap = " " if cell[-1].isascii() else ""
        super().__init__(
            f"{cell}{gap}的内容超过{LONGEST_CELL}个字（Excel、WPS 的上限），没有读；"
            "请缩短这一格，或把内容分到几格里再试"
        )


class ManyRows(Unreadable):
    """A sheet has more rows than a list ever has, filled or not."""

    def __init__(self, sheet: str) -> None:
        super().__init__(
            f"“{sheet}”的行太多（最多{MOST_ROWS // 10_000}万行），多半是下面的空行；"
            "请删去多余的行，或把清单复制到一个新文件里再试"
        )


class Damaged(Unreadable):
    """The content ends early, or contradicts itself."""

    def __init__(self) -> None:
        super().__init__(
            f"文件损坏或不完整，读不出来；{AS_WORKBOOK}，打不开的请对方重新发来"
        )


class Declared(Unreadable):
    """The XML declares what it has no business to declare."""

    def __init__(self) -> None:
        super().__init__(
            "文件里夹带了办公软件不会写的内容（DOCTYPE 声明），可能有害，没有读；"
            "请向发来的人核实，用 WPS 打开，另存为 .xlsx 后再试"
        )


class Locked(Unreadable):
    """It takes a password to read the file."""

    def __init__(self) -> None:
        super().__init__(
            "设了打开密码，或加密的工作簿保护，读不了；"
            "请用 WPS 或 Excel 打开，去掉密码和保护，另存为一份再试"
        )


class Elsewhere(Unreadable):
    """The content is that of another kind of document."""

    def __init__(self, kind: str, remedy: str) -> None:
        gap = " " if kind[0].isascii() else ""
        super().__init__(f"这是{gap}{kind}，不是能读的表格；{remedy}")


class NoSheets(Unreadable):
    """The workbook has no sheet of cells."""

    def __init__(self) -> None:
        super().__init__("文件里没有工作表；请用 WPS 或 Excel 打开看看，换一个文件")


class NoTable(Unreadable):
    """A document of words has no table."""

    def __init__(self) -> None:
        super().__init__("文件里没有表格；请把清单做成表格，或换一个文件")


class FarCell(Unreadable):
    """A cell stands so far out that the sheet can't be spread out."""

    def __init__(self, cell: str) -> None:
        super().__init__(
            f"{cell} 里有内容，整张表因此大得读不了"
            f"（最多{MOST_ROWS // 10_000}万行，各列合计100万格）；"
            "请删去远处多余的内容，或把清单复制到一个新文件里再试"
        )
