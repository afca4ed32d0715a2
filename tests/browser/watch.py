"""Looking over a page's shoulder: what it logs, breaks and fetches."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

# Chromium logs every answer of 400 and above; those that a journey means to get are expected by their status.
# Every text that the live region held since the page was opened.
HEAR = """
window.heard = [];
document.addEventListener("DOMContentLoaded", () => {
  const region = document.getElementById("announcement");
  new MutationObserver(() => region.textContent && window.heard.push(region.textContent))
    .observe(region, {childList: true, characterData: true, subtree: true});
});
"""
STATUS_LOG = re.compile(r"Failed to load resource: the server responded with a status of (\d{3})")


@dataclass
class Watch:
    """Collects what must not happen in a context; `expected_statuses` are answers a journey means to get."""

    site: str
    pictures: str
    complaints: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch every page of a context."""
        context.on("console", self._note_console)
        context.on("weberror", lambda failure: self.complaints.append(f"page error: {failure.error}"))
        context.on("request", self._note_request)
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', (e) =>"
            " console.error(`CSP violation: ${e.violatedDirective} ${e.blockedURI}`))"
        )

    def paths(self, kind: str) -> list[str]:
        """The paths asked for so far, as one kind of resource (`document`, `xhr`, `image` …)."""
        return [urlsplit(request.url).path for request in self.requests if request.resource_type == kind]

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        status = STATUS_LOG.match(message.text)
        if status is None or int(status[1]) not in self.expected_statuses:
            self.complaints.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request)
        url = urlsplit(request.url)
        origin = f"{url.scheme}://{url.netloc}"
        is_picture = origin == self.pictures and request.resource_type == "image"
        if origin != self.site and not is_picture and url.scheme not in {"data", "about", "blob"}:
            self.complaints.append(f"a {request.resource_type} asked for from {origin}")
