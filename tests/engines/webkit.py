"""WebKitGTK behind the door, by WebDriver: https://w3c.github.io/webdriver/

Safari's engine, as near as a Linux machine comes to it. It draws on a display, for which Xvfb stands in.
"""

import base64
import json
import os
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import requests

from tests.engines.door import PATIENCE_SECONDS, PageIsChanging, Window, end
from tests.quality.fonts import environment

BROWSERS = Path("/usr/lib")
NARROWEST = 450
"""Pixels: the browser with its buttons takes no less."""
SCREEN = "1500x2200x24"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""WebDriver's own name for a reference to an element."""
GONE = ("no such window", "no such frame", "javascript error", "stale element reference")


class WebKit:
    """The driver and its display, while the context lasts; each window is a browser of its own."""

    def __init__(self, *, dark: bool = False) -> None:
        self._dark = dark
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._http = stack.enter_context(requests.Session())
            home = stack.enter_context(tempfile.TemporaryDirectory(prefix="orders-webkit-"))
            screen, display = self._start_screen()
            stack.callback(end, screen)
            stack.callback(end, self._start_driver(home, display))
            self._wait_for_driver()
            self._ends = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def _start_screen(self) -> tuple[subprocess.Popen[bytes], str]:
        """Xvfb says which display was free."""
        read, write = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as said:
            return screen, f":{said.readline().strip()}"

    def _start_driver(self, home: str, display: str) -> subprocess.Popen[bytes]:
        own = {
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "GTK_THEME": "Adwaita:dark" if self._dark else "Adwaita",
            "HOME": home,
            "LANG": "en_GB.UTF-8",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",
        }
        return subprocess.Popen(
            ["WebKitWebDriver", "-p", str(self._port)],
            env={name: str(value) for name, value in environment().items()} | own,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _wait_for_driver(self) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.send("GET", "status")
            except requests.ConnectionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                return

    def send(self, method: str, path: str, **parameters: Any) -> Any:
        """The value of a command. Raises `PageIsChanging` when its page is gone, else `RuntimeError`."""
        body = json.dumps(parameters) if method == "POST" else None
        answer = self._http.request(method, f"{self._url}/{path}", data=body, timeout=PATIENCE_SECONDS * 3)
        value = answer.json()["value"]
        if answer.ok:
            return value
        said = f"{path}: {value['error']}: {value.get('message')}"
        raise PageIsChanging(said) if value["error"] in GONE else RuntimeError(said)


class WebKitWindow(Window):
    """A session of the driver's."""

    engine = "webkit"

    def __init__(self, webkit: WebKit, *, size: tuple[int, int]) -> None:
        self._webkit = webkit
        options = {
            "binary": str(max(BROWSERS.glob("*/webkit2gtk-4.*/MiniBrowser"))),
            "args": ["--automation"],
        }
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        session = webkit.send("POST", "session", capabilities={"alwaysMatch": wanted})
        self._path = f"session/{session['sessionId']}"
        self.resize(*size)

    def _post(self, path: str, **parameters: Any) -> Any:
        return self._webkit.send("POST", f"{self._path}/{path}", **parameters)

    def open(self, url: str) -> None:
        self._post("url", url=url)

    def _find(self, selector: str) -> str:
        found = self._post("element", using="css selector", value=selector)[ELEMENT]
        return f"element/{found}"

    def click(self, selector: str) -> None:
        self.see(selector)
        self._post(f"{self._find(selector)}/click")

    def role(self, selector: str) -> str:
        return str(self._webkit.send("GET", f"{self._path}/{self._find(selector)}/computedrole"))

    def type(self, text: str) -> None:
        strokes = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._post("actions", actions=[{"type": "key", "id": "keys", "actions": strokes}])

    def reload(self) -> None:
        self._post("refresh")

    def back(self) -> None:
        self._post("back")

    def resize(self, width: int, height: int) -> None:
        """The frame takes some of the height, and the page follows a little later."""
        self._post("window/rect", x=0, y=0, width=width, height=height)
        self.wait_for("width => innerWidth === width", width)

    def picture(self) -> bytes:
        return base64.b64decode(self._webkit.send("GET", f"{self._path}/screenshot"))

    def paper(self) -> bytes:
        return base64.b64decode(self._post("print", page={"width": 21.0, "height": 29.7}))

    def run_json(self, function: str, arguments: str) -> str:
        script = f"""const [a, done] = arguments;
          (async () => JSON.stringify(await ({function})(...JSON.parse(a))))()
            .then(value => done([true, value]), error => done([false, String(error)]));"""
        is_well, value = self._post("execute/async", script=script, args=[arguments])
        if not is_well:
            raise RuntimeError(value)
        return str(value or "null")

    def close(self) -> None:
        self._webkit.send("DELETE", self._path)
