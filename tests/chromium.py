"""A real Chromium for tests, in a thread of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TypeVar

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

EXECUTABLE = Path("/usr/bin/chromium")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
T = TypeVar("T")


class Chromium:
    """Playwright runs an event loop in the thread that uses it, and Django refuses its database to such a thread.

    So the browser lives in a thread of its own, and the test's thread only waits for what it saw.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chromium")
        self._playwright, self._browser = self._thread.submit(_start).result()

    def look(
        self,
        seen: Callable[[Page], T],
        *,
        scheme: Literal["light", "dark"] = "light",
        width: int = 1280,
        scripts: bool = True,
    ) -> T:
        """What `seen` makes of a fresh page without cookies; it runs in the browser's thread."""
        return self._thread.submit(self._look, seen, scheme, width, scripts).result()

    def close(self) -> None:
        """End the browser that was started here."""
        self._thread.submit(self._stop).result()
        self._thread.shutdown()

    def _look(self, seen: Callable[[Page], T], scheme: Literal["light", "dark"], width: int, scripts: bool) -> T:
        context = self._browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        try:
            return seen(context.new_page())
        finally:
            context.close()

    def _stop(self) -> None:
        self._browser.close()
        self._playwright.stop()


def _start() -> tuple[Playwright, Browser]:
    playwright = sync_playwright().start()
    return playwright, playwright.chromium.launch(executable_path=EXECUTABLE, args=_ARGUMENTS)
