"""Why a file can't be read; each reason writes its own sentence, with a remedy."""

from __future__ import annotations

from rectify.errors import BadData, Problem


class CantRead(BadData):
    """A file is no list that can be read, or not safe to read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__((Problem(name, None, why),))


class Unreadable(Exception):  # noqa: N818  # caught by reading, which names the file
    """What stands in a file can't be read; the sentence lacks the file's name."""


class Damaged(Unreadable):
    """The content ends early, or contradicts itself."""

    def __init__(self) -> None:
        super().__init__(
            "文件损坏或不完整，读不出来；请用 WPS 或 Excel 打开，另存为 .xlsx 后再试，"
            "打不开的请对方重新发来"
        )


class Unknown(Unreadable):
    """The content is nothing that a list comes in."""

    def __init__(self) -> None:
        super().__init__(
            "不是能读的表格；能读的有 xlsx、xls、et、ods、csv、docx 和 md，"
            "请用 WPS 打开，另存为 .xlsx 后再试"
        )


class NoSuchFile(Unreadable):
    """There is no file of that name."""

    def __init__(self) -> None:
        super().__init__("没有这个文件，请检查文件名和所在的文件夹")


class CantOpen(Unreadable):
    """A file can't be opened by this user, or now."""

    def __init__(self, why: str) -> None:
        super().__init__(f"打不开这个文件（{why}）；请检查权限，关掉正在用它的程序再试")
