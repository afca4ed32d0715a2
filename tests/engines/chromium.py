"""Chromium behind the door, by Playwright."""

import json
from typing import Any

from playwright.sync_api import Browser, Error

from tests.engines.door import ENTER, PATIENCE_SECONDS, PageIsChanging, Window


class ChromiumWindow(Window):
    """A context of the one browser."""

    engine = "chromium"

    def __init__(self, browser: Browser, *, size: tuple[int, int], dark: bool) -> None:
        width, height = size
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self._page = self._context.new_page()

    def open(self, url: str) -> None:
        self._page.goto(url)

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def type(self, text: str) -> None:
        if text == ENTER:
            self._page.keyboard.press("Enter")
        else:
            self._page.keyboard.type(text)

    def reload(self) -> None:
        self._page.reload()

    def back(self) -> None:
        self._page.go_back()

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    def picture(self) -> bytes:
        return self._page.screenshot()

    def paper(self) -> bytes:
        return self._page.pdf(format="A4")

    def run_json(self, function: str, arguments: str) -> str:
        try:
            called: Any = self._page.evaluate(
                f"async a => JSON.stringify(await ({function})(...JSON.parse(a)))", arguments
            )
        except Error as error:
            if "context was destroyed" in error.message or "navigat" in error.message:
                raise PageIsChanging(error.message) from error
            raise
        return called or json.dumps(None)

    def role(self, selector: str) -> str:
        session = self._context.new_cdp_session(self._page)
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})
        told = session.send("Accessibility.getPartialAXTree", {**node, "fetchRelatives": False})["nodes"]
        session.detach()
        return str(told[0]["role"]["value"])

    def close(self) -> None:
        self._context.close()
