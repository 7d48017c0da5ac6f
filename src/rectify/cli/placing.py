"""Where documents go: the screen, a file, a folder of copies, or the clipboard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rectify.cli.shell import say
from rectify.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.cli.formats import Studio
    from rectify.domain.documents.report import Kind, Report


class SeveralCopies(UsageError):  # noqa: N818  # named for what it is
    """Several documents do not fit into one file."""

    def __init__(self, kind: Kind, path: Path, count: int) -> None:
        choices = "、".join(sorted(kind.choices))
        super().__init__(
            f"{kind.name}有{count}份，不能都写到文件 {path}；请用 -o 写一个文件夹，"
            f"或用 {choices} 写明哪一份"
        )


class SeveralCopied(UsageError):  # noqa: N818  # named for what it is
    """Several documents do not fit on the clipboard."""

    def __init__(self, kind: Kind, count: int) -> None:
        choices = "、".join(sorted(kind.choices))
        super().__init__(
            f"{kind.name}有{count}份，剪贴板一次只放一份；请用 {choices} 写明哪一份"
        )


class SameName(LedgerError):  # noqa: N818  # named for what it is
    """Two documents would have one file name, or on Windows one file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"有两份文书的文件名都是 {name}（不分大小写），请在 units.yaml 里改名"
        )


def place(
    kind: Kind,
    made: dict[str, bytes],
    output: str | None,
    suffix: str,
    *,
    overwrite: bool,
) -> None:
    """Print documents, or write them and say where they are."""
    if output is None:
        sys.stdout.write("\n\n".join(data.decode() for data in made.values()))
        return
    path = Path(output)
    as_file = path.suffix.lower() == suffix and not path.is_dir()
    if as_file and len(made) > 1:
        raise SeveralCopies(kind, path, len(made))
    if as_file or not kind.several:
        (data,) = made.values()
        if not as_file and not path.is_dir():
            path = path.with_name(f"{path.name}{suffix}")
        _place_one(kind, data, path, suffix, overwrite=overwrite)
    else:
        _place_several(kind, made, path, suffix, overwrite=overwrite)


def _place_one(
    kind: Kind, data: bytes, path: Path, suffix: str, *, overwrite: bool
) -> None:
    from rectify.storage.output import NotAFile, write_output

    if path.is_dir():
        raise NotAFile(path, f"{kind.name}{suffix}")
    write_output(path, data, overwrite=overwrite)
    say(f"{kind.name}已写入 {path}")


def write_apart(
    folder: Path, made: Mapping[str, bytes], *, overwrite: bool
) -> dict[str, bytes]:
    """Write files into a folder, all of them or none; give them by their safe names.

    Raises:
        SameName: two would be one file.
    """
    from rectify.storage.output import safe_name, write_outputs

    files: dict[str, bytes] = {}
    for name, data in made.items():
        file = safe_name(name)
        if file.casefold() in map(str.casefold, files):
            raise SameName(file)
        files[file] = data
    write_outputs(folder, files, overwrite=overwrite)
    return files


def _place_several(
    kind: Kind, made: dict[str, bytes], folder: Path, suffix: str, *, overwrite: bool
) -> None:
    """Write a document each into a folder, and name what lies there from before."""
    names = {f"{kind.name}_{name}{suffix}": data for name, data in made.items()}
    files = write_apart(folder, names, overwrite=overwrite)
    say(f"{kind.name} {len(files)}份，在文件夹 {folder}")
    there = sorted(each.name for each in folder.glob(f"{kind.name}_*{suffix}"))
    stale = [name for name in there if name not in files]
    if stale:
        say(
            f"文件夹里另有{len(stale)}份不在这次{kind.name}之列：{'、'.join(stale)}。"
            "如已不用，请自行移走"
        )


def put_on_clipboard(kind: Kind, studio: Studio, copies: Mapping[str, Report]) -> None:
    """Put one document on the clipboard, as rich text and as plain text."""
    from rectify.storage.clipboard import copy
    from rectify.views.plain import write_text
    from rectify.views.web.page import fragment

    if len(copies) > 1:
        raise SeveralCopied(kind, len(copies))
    paper = studio.paper(kind, studio.wording(kind, *copies.values()))
    held = copy(fragment(paper, fonts=studio.fonts), write_text(paper))
    say(f"{kind.name}已放到剪贴板（{held}），可以粘贴了")
