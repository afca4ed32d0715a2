"""Firefox behind the door, by WebDriver BiDi, which it speaks itself: https://w3c.github.io/webdriver-bidi/"""

import base64
import json
import re
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import connect

from tests.engines.door import PATIENCE_SECONDS, PageIsChanging, Window, end
from tests.quality.fonts import environment

PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.events.testing.asyncClipboard": True,
    "intl.accept_languages": "en-GB",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}
DARK = "layout.css.prefers-color-scheme.content-override"
LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
GONE = ("no such frame", "unknown error", "no such realm")
ROLES = ("list", "listitem", "link", "button", "generic")
MIDDLE = """s => {
  const element = document.querySelector(s);
  element?.scrollIntoView({block: "center", behavior: "instant"});
  const box = element?.checkVisibility() && element.getBoundingClientRect();
  return box && [Math.floor(box.left + box.width / 2), Math.floor(box.top + box.height / 2)];
}"""


class Firefox:
    """A headless Firefox with a profile of its own, while the context lasts; `send` is one command of the protocol."""

    def __init__(self, *, dark: bool = False) -> None:
        self._dark = dark
        self._number = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="orders-firefox-")))
            process = self._start(folder)
            stack.callback(end, process)
            address = self._wait_for_address(process, folder / "log")
            self._socket = stack.enter_context(connect(address, max_size=None, compression=None))
            self.send("session.new", capabilities={})
            self._ends = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def _start(self, folder: Path) -> subprocess.Popen[bytes]:
        preferences = PREFERENCES | {DARK: 0 if self._dark else 1}
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()
        ]
        (folder / "user.js").write_text("\n".join(lines))
        with (folder / "log").open("wb") as output:
            return subprocess.Popen(
                [
                    "firefox-esr",
                    "--headless",
                    "--no-remote",
                    "--remote-debugging-port=0",
                    "--profile",
                    folder,
                ],
                env={name: str(value) for name, value in environment().items()} | {"HOME": str(folder)},
                stdout=output,
                stderr=output,
            )

    def _wait_for_address(self, process: subprocess.Popen[bytes], log: Path) -> str:
        end = time.monotonic() + PATIENCE_SECONDS * 3
        while not (found := LISTENING.search(log.read_bytes())):
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError(f"Firefox did not start: {log.read_text(errors='replace')[-800:]}")
            time.sleep(0.05)
        return f"{found[1].decode()}/session"

    def send(self, method: str, **parameters: Any) -> Any:
        """The result of a command. Raises `PageIsChanging` when its page is gone, else `RuntimeError`."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE_SECONDS * 3))
            if answer.get("id") == self._number:
                break
        if answer["type"] == "success":
            return answer["result"]
        said = f"{method}: {answer['error']}: {answer['message']}"
        raise PageIsChanging(said) if answer["error"] in GONE else RuntimeError(said)


class FirefoxWindow(Window):
    """A tab in a container of its own."""

    engine = "firefox"

    def __init__(self, firefox: Firefox, *, size: tuple[int, int]) -> None:
        self._firefox = firefox
        self._container = firefox.send("browser.createUserContext")["userContext"]
        tab = firefox.send("browsingContext.create", type="tab", userContext=self._container)
        self._tab = tab["context"]
        self.resize(*size)

    def _send(self, method: str, **parameters: Any) -> Any:
        return self._firefox.send(method, context=self._tab, **parameters)

    def open(self, url: str) -> None:
        self._send("browsingContext.navigate", url=url, wait="complete")

    def click(self, selector: str) -> None:
        x, y = self.wait_for(MIDDLE, selector)
        moves = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._send("input.performActions", actions=[{"type": "pointer", "id": "mouse", "actions": moves}])

    def type(self, text: str) -> None:
        strokes = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._send("input.performActions", actions=[{"type": "key", "id": "keys", "actions": strokes}])

    def reload(self) -> None:
        self._send("browsingContext.reload", wait="complete")

    def back(self) -> None:
        self._send("browsingContext.traverseHistory", delta=-1)

    def resize(self, width: int, height: int) -> None:
        self._send("browsingContext.setViewport", viewport={"width": width, "height": height})

    def picture(self) -> bytes:
        return base64.b64decode(self._send("browsingContext.captureScreenshot")["data"])

    def paper(self) -> bytes:
        page = {"width": 21.0, "height": 29.7}
        return base64.b64decode(self._send("browsingContext.print", page=page, background=True)["data"])

    def run_json(self, function: str, arguments: str) -> str:
        answer = self._firefox.send(
            "script.callFunction",
            functionDeclaration=f"async a => JSON.stringify(await ({function})(...JSON.parse(a)))",
            arguments=[{"type": "string", "value": arguments}],
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=False,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return str(answer["result"].get("value") or "null")

    def role(self, selector: str) -> str:
        """The protocol finds elements by their role, and tells none."""
        mark = "data-asked-for"
        self.run(f"s => document.querySelector(s).setAttribute('{mark}', '')", selector)
        for role in ROLES:
            found = self._send(
                "browsingContext.locateNodes", locator={"type": "accessibility", "value": {"role": role}}
            )
            if any(mark in node["value"]["attributes"] for node in found["nodes"]):
                return role
        return ""

    def close(self) -> None:
        self._firefox.send("browser.removeUserContext", userContext=self._container)
