"""The clipboard: rich text, and where there is none, the other way."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from office import office
from programs import needs, program
from rectify.storage.clipboard import (
    ClipboardRefused,
    Held,
    NoClipboard,
    copy,
    find_clipboard,
)
from rectify.storage.winclip import cf_html, put

if TYPE_CHECKING:
    from pathlib import Path

HTML = '<p style="font-family:仿宋_GB2312">整改〔2024〕12号 𠮷</p>'
TEXT = "整改〔2024〕12号 𠮷\n第二行"
_NAMES = ("StartHTML", "EndHTML", "StartFragment", "EndFragment")


def test_the_places_in_cf_html_are_counted_in_bytes() -> None:
    data = cf_html(HTML)
    places = dict(re.findall(rb"(\w+):(\d{10})\r\n", data))
    start, end, first, last = (int(places[name.encode()]) for name in _NAMES)
    assert data[first:last].decode() == HTML
    assert data[start:].startswith(b"<html>")
    assert data[start:end].endswith(b"</html>")
    assert end == len(data)
    assert data.startswith(b"Version:0.9\r\n")


class Call:
    """A call of Windows: what it is given, and what it gives."""

    def __init__(self, gives: Any) -> None:
        self.gives = gives
        self.given: list[tuple[Any, ...]] = []
        self.argtypes: Any = None
        self.restype: Any = None

    def __call__(self, *args: Any) -> Any:
        self.given.append(args)
        return self.gives(*args) if callable(self.gives) else self.gives


class Windows:
    """A clipboard of Windows, as its documentation describes it."""

    def __init__(self, **calls: Any) -> None:
        self.blocks: dict[int, Any] = {}
        self.held: dict[int, bytes] = {}
        self.freed: list[int] = []
        answers: dict[str, Any] = {
            "RegisterClipboardFormatW": 49_000,
            "OpenClipboard": 1,
            "EmptyClipboard": 1,
            "SetClipboardData": self.take,
            "CloseClipboard": 1,
            "CreateWindowExW": 0x7FFF_1234_5678,
            "DestroyWindow": 1,
            "GlobalAlloc": self.allocate,
            "GlobalLock": lambda block: ctypes.addressof(self.blocks[block]),
            "GlobalUnlock": 0,
            "GlobalFree": self.freed.append,
        }
        for name, answer in (answers | calls).items():
            setattr(self, name, Call(answer))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def allocate(self, kind: int, size: int) -> int:
        assert kind == 2
        handle = 0x7FFF_0000_0000 + len(self.blocks)
        self.blocks[handle] = ctypes.create_string_buffer(size)
        return handle

    def take(self, kind: int, block: int) -> int:
        self.held[kind] = self.blocks[block].raw
        return block


def test_windows_holds_the_rich_text_and_the_plain_one() -> None:
    windows = Windows()
    assert put(windows, windows, HTML, TEXT)
    assert windows.held[49_000] == cf_html(HTML) + b"\0"
    plain = windows.held[13].decode("utf-16-le")
    assert plain == TEXT.replace("\n", "\r\n") + "\0"
    assert windows.SetClipboardData.restype is ctypes.c_void_p
    assert windows.GlobalLock.restype is ctypes.c_void_p
    owner = windows.OpenClipboard.given[0]
    assert owner == (0x7FFF_1234_5678,) == windows.DestroyWindow.given[0]
    assert len(windows.CloseClipboard.given) == 1


def test_windows_is_asked_again_while_another_program_looks() -> None:
    answers = iter([0, 0, 1])
    windows = Windows(OpenClipboard=lambda _: next(answers))
    assert put(windows, windows, HTML, TEXT)
    assert len(windows.OpenClipboard.given) == 3


@pytest.mark.parametrize(
    ("call", "closed"),
    [
        ("RegisterClipboardFormatW", 0),
        ("CreateWindowExW", 0),
        ("EmptyClipboard", 1),
        ("GlobalAlloc", 1),
        ("GlobalLock", 1),
        ("SetClipboardData", 1),
    ],
)
def test_what_windows_refuses_is_given_back(call: str, closed: int) -> None:
    def none(*_: Any) -> None:
        return None

    windows = Windows(**{call: none})
    assert not put(windows, windows, HTML, TEXT)
    assert len(windows.CloseClipboard.given) == closed
    assert len(windows.freed) == len(windows.blocks) - len(windows.held)


def test_windows_that_never_opens_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectify.storage.winclip._PAUSE", 0)
    windows = Windows(OpenClipboard=0)
    assert not put(windows, windows, HTML, TEXT)
    assert len(windows.DestroyWindow.given) == 1


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a machine with no program and no desktop but those of the test."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_a_desktop_the_other_way_is_told(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    nothing = {"PATH": str(tmp_path), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    refused = bench.do("report", "问题清单", "--copy", **nothing)
    assert (refused.code, refused.out) == (3, "")
    assert refused.err == (
        "找不到剪贴板；可用 -o 文件.html 写成网页，用浏览器打开，全选后复制\n"
    )


@pytest.mark.parametrize(
    ("desktop", "package"), [("DISPLAY", "xclip"), ("WAYLAND_DISPLAY", "wl-clipboard")]
)
def test_a_desktop_without_the_program_says_which_one_is_missing(
    alone: Path, monkeypatch: pytest.MonkeyPatch, desktop: str, package: str
) -> None:
    assert not list(alone.iterdir())
    monkeypatch.setenv(desktop, ":9")
    with pytest.raises(NoClipboard, match=f"安装 {package} 即可"):
        copy(HTML, TEXT)


def test_wayland_is_given_the_rich_text(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    script = f"/bin/cat > {alone}/held; echo $@ > {alone}/said"
    program(alone, "wl-copy", script)
    assert copy(HTML, TEXT) is Held.RICH
    assert (alone / "held").read_text("utf-8").endswith(HTML)
    assert (alone / "said").read_text("utf-8") == "--type text/html\n"


def test_a_clipboard_that_fails_is_a_refusal(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":9")
    program(alone, "xclip", "exit 1")
    with pytest.raises(ClipboardRefused, match="请稍后重试"):
        copy(HTML, TEXT)


def test_a_machine_without_a_desktop_has_no_clipboard(alone: Path) -> None:
    program(alone, "xclip", "exit 0")
    assert find_clipboard() is None


@needs("xvfb-run", "xclip")
def test_the_copied_document_is_on_the_clipboard_of_x(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    paste = "xclip -selection clipboard -target text/html -out"
    report = f"{sys.executable} -m rectify report 问题清单 --copy"
    began = time.monotonic()
    done = subprocess.run(
        ["xvfb-run", "-a", "sh", "-c", f"{report} && {paste}"],
        check=True,
        capture_output=True,
        cwd=bench.root,
        env=bench.environment(None),
    )
    assert time.monotonic() - began < 30
    held = done.stdout.decode()
    assert held.startswith('<meta charset="utf-8">')
    assert "部分农村敬老院消防设施不达标" in held
    assert "font-family:仿宋_GB2312" in held
    assert "问题清单已放到剪贴板（带格式的文字，" in done.stderr.decode()


def test_a_document_may_be_copied_and_written_at_once(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    program(tmp_path, "wl-copy", f"/bin/cat > {tmp_path}/held")
    desktop = {"PATH": str(tmp_path), "WAYLAND_DISPLAY": "wayland-0"}
    done = bench.do("report", "问题清单", "--copy", "-o", "清单.txt", **desktop)
    assert done.code == 0
    assert "清单" in (tmp_path / "held").read_text("utf-8")
    assert "清单" in (bench.root / "清单.txt").read_text("utf-8")


def test_several_copies_do_not_fit_on_the_clipboard(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    refused = bench.do("report", "交办函", "--copy")
    assert refused.code == 2
    assert "剪贴板一次只放一份；请用" in refused.err
    assert "--unit" in refused.err
