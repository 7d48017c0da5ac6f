"""A headless Chromium, told by the DevTools protocol what to do with a page.

The protocol runs over two pipes, one JSON message each up to a null byte; whatever
the page says, asks for or breaks is kept, to be asserted.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-pipe",
)
_PATIENCE = 60.0


class Page:
    """One page, and all that came of it: words of the console, errors, requests."""

    def __init__(self, asking: int, answering: int) -> None:
        self._asking, self._answering = asking, answering
        self._unread = b""
        self._last = 0
        self._session: str | None = None
        self._loaded = 0
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.dialogs: list[str] = []

    def attach(self) -> None:
        """Open an empty page and listen to everything on it."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Audits"):
            self.call(f"{domain}.enable")

    def open(self, path: Path) -> None:
        """Open a file and wait until it is loaded."""
        before = self._loaded
        self.call("Page.navigate", url=path.as_uri())
        while self._loaded == before:
            self._heed(self._read())

    def width(self, width: int, height: int = 900) -> None:
        """Make the window this wide."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def value(self, script: str) -> Any:
        """Run a script in the page and give what it comes to."""
        done = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def click(self, selector: str) -> None:
        """Click the middle of an element, as a mouse does."""
        middle = self.value(f"""(() => {{
            const found = document.querySelector({json.dumps(selector)});
            found.scrollIntoView({{block: "center", behavior: "instant"}});
            const box = found.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind, x=middle[0], y=middle[1], button="left", clickCount=1,
            )  # fmt: skip

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key."""
        facts = {"key": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **facts)
        self.call("Input.dispatchKeyEvent", type="keyUp", **facts)

    def type(self, words: str) -> None:
        """Type words where the focus is."""
        self.call("Input.insertText", text=words)

    def picture(self, path: Path) -> None:
        """Take a picture of the whole page, for people to look at."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def printed(self) -> bytes:
        """Print the page as PDF."""
        done = self.call("Page.printToPDF", preferCSSPageSize=True)
        return base64.b64decode(done["data"])

    def call(self, method: str, **params: object) -> Any:
        """Call a method of the protocol and wait for what it gives."""
        self._last += 1
        message: dict[str, object] = {
            "id": self._last,
            "method": method,
            "params": params,
        }
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._asking, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._read()
            if heard.get("id") == self._last:
                assert "error" not in heard, (method, heard["error"])
                return heard["result"]
            self._heed(heard)

    def _read(self) -> dict[str, Any]:
        """Read the next message; the browser may take its time, but not for ever."""
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._unread:
            left = until - time.monotonic()
            ready, _, _ = select.select([self._answering], [], [], max(0.0, left))
            more = os.read(self._answering, 1 << 16) if ready else b""
            assert more, "chromium says nothing"
            self._unread += more
        message, _, self._unread = self._unread.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _heed(self, heard: dict[str, Any]) -> None:
        """Keep what happened on the page by itself."""
        params = heard.get("params", {})
        match heard.get("method"):
            case "Page.loadEventFired":
                self._loaded += 1
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            case "Runtime.exceptionThrown" | "Audits.issueAdded":
                self.complaints.append(json.dumps(params, ensure_ascii=False))
            case "Runtime.consoleAPICalled":
                self.complaints.append(str(params["args"]))
            case "Page.javascriptDialogOpening":
                self.dialogs.append(params["message"])


@contextmanager
def browser() -> Iterator[Page]:
    """Start Chromium with a profile of its own, and end it and all its children."""
    home = tempfile.mkdtemp()
    commands, asking = os.pipe()
    answering, answers = os.pipe()

    def numbered() -> None:
        """Give the pipes the numbers that Chromium expects."""
        low, high = os.dup(commands), os.dup(answers)
        os.dup2(low, 3)
        os.dup2(high, 4)

    process = subprocess.Popen(
        ["chromium", *_SWITCHES, f"--user-data-dir={home}"],
        pass_fds=(3, 4, commands, answers),
        preexec_fn=numbered,  # noqa: PLW1509  # the one way to number pipes
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": home},
    )
    os.close(commands)
    os.close(answers)
    try:
        page = Page(asking, answering)
        page.attach()
        yield page
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(asking)
        os.close(answering)
        shutil.rmtree(home, ignore_errors=True)
