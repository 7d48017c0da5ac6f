"""保管: what this machine and this workspace have, and what to do about the rest."""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.keeping import PANEL
from rectify.cli.options import Json
from rectify.errors import BadData, RectifyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.storage.folder import LedgerFolder
    from rectify.storage.workspace import Workspace
    from rectify.views.layout.fonts import Fonts
    from rectify.views.screen.health import Finding

# What documents need of a terminal: words, brackets of 文号, rare characters of names.
_SAMPLE = "问题整改〔2024〕12号 — ✓ 𠮷"
_LEFT_BY_US = re.compile(r"journal-\d+\.json|.+\.yaml")


@app.command("doctor", rich_help_panel=PANEL)
def doctor(
    json: Json = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="把版本历史没有设好的设好，说明做了什么")
    ] = False,
) -> None:
    """体检：看看程序、台账、版本历史、模板、字体、PDF 和剪贴板，缺什么、怎么补。"""
    from rectify.cli.examining_history import set_up
    from rectify.storage.workspace import Workspace
    from rectify.views.screen import health

    if fix:
        set_up(Workspace.find(Path.cwd()))
    found = [*_program(), *_workspace(), *_fonts(), *_programs()]
    if json:
        health.print_json(found)
    else:
        health.show(found)


def _program() -> Iterator[Finding]:
    from rectify import __version__
    from rectify.views.screen.health import Finding, Health

    yield Finding("程序", Health.GOOD, f"rectify {__version__}")
    python = f"{platform.python_version()}（{sys.executable}）"
    yield Finding("Python", Health.GOOD, python)
    encoding = (sys.stdout.encoding or "ascii").upper()
    try:
        _SAMPLE.encode(encoding)
    except UnicodeEncodeError:
        yield Finding(
            "终端",
            Health.CARE,
            f"编码 {encoding}，有的字显示不出来（会写成 \\u 加数字）；文件不受影响",
            "Windows 上请用 Windows 终端，或先运行 chcp 65001；"
            "其他系统上设环境变量 LANG=zh_CN.UTF-8",
        )
    else:
        yield Finding("终端", Health.GOOD, f"编码 {encoding}")


def _workspace() -> Iterator[Finding]:
    """Look at the workspace; nothing that is wrong with it stops us."""
    from rectify.cli.examining_history import history
    from rectify.storage.source import Unreadable
    from rectify.storage.workspace import NoWorkspace, Workspace
    from rectify.views.screen.health import Finding, Health

    try:
        workspace = Workspace.find(Path.cwd())
        yield from _ledgers(workspace)
        yield from _leftovers(workspace.root)
        yield from history(workspace)
        yield from _templates(workspace)
    except NoWorkspace as none:
        yield Finding.of("工作区", Health.MISSING, none)
    except RectifyError as refusal:
        yield Finding("工作区", Health.CARE, str(refusal))
    except Unreadable as fault:
        yield Finding("工作区", Health.CARE, str(fault.problem))
    except OSError as error:
        said = f"{error.filename} 读不出来（系统错误号 {error.errno}）"
        yield Finding("工作区", Health.CARE, said, "请检查文件夹的权限")


def _ledgers(workspace: Workspace) -> Iterator[Finding]:
    from rectify.views.screen.health import Finding, Health

    root, names = workspace.root, workspace.names()
    yield Finding("工作区", Health.GOOD, f"{root}，{len(names)}个台账")
    for name in names:
        yield _ledger(workspace.folder(name))
    folders = [root, root / "data", *(root / "data" / name for name in names)]
    shut = [str(each) for each in folders if not os.access(each, os.W_OK)]
    if shut:
        yield Finding(
            "写入",
            Health.CARE,
            f"不能写入 {'、'.join(shut)}；可以查看和成文，不能登记",
            "请向管理员要写入权限，或把整个文件夹复制到可写的地方",
        )
    else:
        yield Finding("写入", Health.GOOD, "工作区可以写入")


def _ledger(folder: LedgerFolder) -> Finding:
    from rectify.storage.source import Unreadable
    from rectify.views.screen.health import Finding, Health

    try:
        held = folder.ledger
        said = (
            f"{folder.name}：{held.title}，{len(folder.numbers())}{held.measure_word}"
        )
    except BadData as faulty:
        said = f"{folder.name}：{faulty.problems[0]}"
        return Finding("台账", Health.CARE, said, "运行 rectify check 看全部差错")
    except Unreadable as fault:
        said = f"{folder.name}：{fault.problem}"
        return Finding("台账", Health.CARE, said, "运行 rectify check 看全部差错")
    return Finding("台账", Health.GOOD, said)


def _leftovers(root: Path) -> Iterator[Finding]:
    """Name what interrupted work has left: nothing of it is thrown away by itself."""
    from rectify.storage.journal import FOLDER
    from rectify.views.screen.health import Finding, Health

    folder = root / FOLDER
    there = folder.iterdir() if folder.is_dir() else ()
    left = sorted(each.name for each in there if _LEFT_BY_US.fullmatch(each.name))
    if left:
        yield Finding(
            "遗留",
            Health.CARE,
            f"{FOLDER}/ 里有没做完的草稿或没执行的操作：{'、'.join(left)}",
            "草稿用 rectify edit 编号 接着改；不再需要的，核对后删去",
        )
    else:
        yield Finding("遗留", Health.GOOD, "没有未完成的操作和草稿")


def _templates(workspace: Workspace) -> Iterator[Finding]:
    """Name the wordings and letterheads of the office that are in force."""
    from rectify.storage.builtin import templates
    from rectify.views.screen.health import Finding, Health

    own, builtin = workspace.root / "templates", templates()
    if not own.is_dir() or own.samefile(builtin):
        said = "用内置的；要改措辞或版式，先运行 rectify report 文书 --eject"
        yield Finding("模板", Health.GOOD, said)
        return
    known = _files(builtin)
    mine = _files(own)
    yield from _rehearsed(workspace, own)
    named = "、".join(sorted(mine & known))
    said = f"本单位的 {named}，其余用内置的" if named else "用内置的"
    yield Finding("模板", Health.GOOD, said)
    if mine - known:
        yield Finding(
            "模板",
            Health.CARE,
            f"templates/ 里不起作用的文件：{'、'.join(sorted(mine - known))}",
            "名称与内置的一样才会用到；模板之间引用的可以不管",
        )


def _rehearsed(workspace: Workspace, own: Path) -> Iterator[Finding]:
    """Try what the office has edited as a document would."""
    from rectify.cli.rehearsing import rehearse
    from rectify.views.screen.health import Finding, Health

    for what, refusal in rehearse(workspace, own):
        found = Finding.of(what, Health.CARE, refusal)
        remedy = found.remedy or "改好后再运行 rectify doctor"
        yield found._replace(remedy=remedy)


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for pattern in ("*.md.j2", "letterheads/*.docx")
        for path in folder.glob(pattern)
    }


def _fonts() -> Iterator[Finding]:
    from rectify.storage.faces import installed_faces
    from rectify.views.layout.fonts import Fonts
    from rectify.views.screen.health import Finding, Health

    there = installed_faces()
    yield _faces(Fonts.OFFICE, "公文字体", there)
    yield _faces(Fonts.WINDOWS, "系统字体", there)
    yield Finding(
        "字体说明",
        Health.GOOD,
        "字体不嵌入文书，由打开文书的电脑提供；那里没有的会换成相近字体，"
        "行数、页数可能变。对方多半没有公文字体的，成文时加 --fonts windows",
    )


def _faces(fonts: Fonts, thing: str, there: frozenset[str]) -> Finding:
    from rectify.views.layout.fonts import FACES, missing_faces
    from rectify.views.screen.health import Finding, Health

    missing = missing_faces(fonts, there)
    if missing:
        return Finding(
            thing,
            Health.MISSING,
            f"（--fonts {fonts}）本机没有 {'、'.join(missing)}",
            ".docx 不受影响；本机打开、打印和写成 PDF 会换成别的字体。"
            "请安装单位已有授权的字体，或安装带这些字体的 WPS",
        )
    said = f"（--fonts {fonts}）{'、'.join(dict.fromkeys(FACES[fonts]))}，本机都有"
    return Finding(thing, Health.GOOD, said)


def _programs() -> Iterator[Finding]:
    from rectify.storage.clipboard import NoClipboard, find_clipboard, remedy
    from rectify.storage.office import NoOffice, find_office
    from rectify.views.screen.health import Finding, Health

    office = find_office()
    if office is None:
        yield Finding.of("PDF", Health.MISSING, NoOffice())
    else:
        yield Finding("PDF", Health.GOOD, f"LibreOffice（{office}）")
    way = find_clipboard()
    if way is None:
        yield Finding.of("剪贴板", Health.MISSING, NoClipboard(remedy()))
    else:
        yield Finding("剪贴板", Health.GOOD, f"{way.name}，可放{way.held}")
