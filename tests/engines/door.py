"""The one door to a browser: what a test asks of a window, whichever engine stands behind it."""

import json
import subprocess
import time
from abc import ABC, abstractmethod
from typing import Any

PATIENCE_SECONDS = 20.0
"""How long a window is waited for. It judges nothing: what takes longer has gone wrong, or never comes."""


class NeverCame(AssertionError):
    """What was waited for; the message says where, and what the page said then."""


class Window(ABC):
    """A window of one engine, with a profile of its own. Selectors are CSS; `run` takes a JavaScript function."""

    engine: str

    @abstractmethod
    def open(self, url: str) -> None:
        """Go there, and wait until the page and its scripts are loaded."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Press and let go in the middle of the first such element, as a mouse does."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Type into what has the focus. `ENTER` is a key."""

    @abstractmethod
    def reload(self) -> None:
        """As the reader's own button does."""

    @abstractmethod
    def back(self) -> None:
        """As the reader's own button does."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Make what the page is shown in so wide and about so high, in CSS pixels."""

    @abstractmethod
    def picture(self) -> bytes:
        """What the window shows, as PNG."""

    @abstractmethod
    def paper(self) -> bytes:
        """The page as the printer gets it, as PDF."""

    @abstractmethod
    def run_json(self, function: str, arguments: str) -> str:
        """Call `(...arguments) => JSON` in the page; both sides are JSON."""

    @abstractmethod
    def role(self, selector: str) -> str:
        """What the engine tells a screen reader that the first such element is: `list`, `button` …"""

    @abstractmethod
    def close(self) -> None:
        """Shut the window and end its browser."""

    def run(self, function: str, *arguments: Any) -> Any:
        """What a function says in the page; promises are waited for."""
        return json.loads(self.run_json(function, json.dumps(arguments)) or "null")

    def wait_for(self, function: str, *arguments: Any) -> Any:
        """Ask until the answer is something. Raises `NeverCame`."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (answer := self._ask(function, *arguments)):
            if time.monotonic() > end:
                text = self._ask("() => document.body?.innerText.slice(0, 600)")
                raise NeverCame(f"{self.engine}: {function} {arguments}\n{self.url}\n{text}")
            time.sleep(0.05)
        return answer

    def _ask(self, function: str, *arguments: Any) -> Any:
        try:
            return self.run(function, *arguments)
        except PageIsChanging:
            return None

    @property
    def url(self) -> str:
        """The address it shows."""
        return str(self.run("() => location.href"))

    def text(self, selector: str) -> str:
        """What a reader sees of the first such element, once it is there."""
        shown = "s => (e => e && e.checkVisibility() && e.innerText.trim())(document.querySelector(s))"
        return str(self.wait_for(shown, selector))

    def see(self, selector: str) -> None:
        """Wait until such an element is there, and can be seen."""
        self.wait_for("s => [...document.querySelectorAll(s)].some(e => e.checkVisibility())", selector)

    def fill(self, selector: str, text: str) -> None:
        """Click into a field, and type in place of what it holds."""
        self.click(selector)
        self.run("s => document.querySelector(s).select()", selector)
        self.type(text)

    def go(self, selector: str) -> None:
        """Follow a link, or send a form without script, and wait for the page it leads to."""
        self.run("() => { window.isThePageBefore = true; }")
        self.click(selector)
        self.wait_for("() => !window.isThePageBefore && document.readyState === 'complete'")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a browser or its helper to end, and see that it does."""
    process.terminate()
    try:
        process.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class PageIsChanging(Exception):
    """The page went away while it was asked."""


ENTER = "\ue007"
"""The key, as WebDriver spells it: https://w3c.github.io/webdriver/#keyboard-actions"""
