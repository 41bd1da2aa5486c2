"""A real headless Chromium, and a watch over what its console complains of."""

import shutil
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "Chromium was not found. Install it with\n    sudo apt install chromium fonts-noto-cjk\n"

#: No sandbox (tests may run as root), and no traffic of the browser's own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--metrics-recording-only",
]


def chromium() -> str:
    """The path of an installed Chromium. Raises RuntimeError with the remedy when there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise RuntimeError(REMEDY)


def launch_options() -> dict[str, Any]:
    """How Chromium is started."""
    return {"executable_path": chromium(), "args": ARGUMENTS, "headless": True}


#: How long a page may take to report what went wrong last.
LAST_WORDS_MS = 100


class Watch:
    """Collects what must not happen on a page: CSP violations, script and server errors, lost assets."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        """Watch every page of a context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("response", self._response)
        self._contexts.append(context)
        return context

    def listen_once_more(self) -> None:
        """Let the open pages deliver what they still have to say."""
        for page in [page for context in self._contexts for page in context.pages]:
            try:
                page.wait_for_timeout(LAST_WORDS_MS)
            except Error:
                continue  # a page that is closing or navigating has nothing more to say

    def _console(self, message: ConsoleMessage) -> None:
        # The console repeats each answer of 4xx; refused forms are what some tests are about.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        lost = response.status >= 400 and response.request.resource_type not in ("document", "fetch", "xhr")
        if response.status >= 500 or lost:
            self.complaints.append(f"{response.status} for {response.url}")
