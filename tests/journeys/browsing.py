"""Find a browser on this machine and start it."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)


def find_browser() -> str:
    """Return the path of Chromium or Chrome.

    Raises:
        FileNotFoundError: none is installed; the sentence says what to do.
    """
    for name in filter(None, (os.environ.get("TOGETHER_BROWSER"), *NAMES)):
        if found := shutil.which(name):
            return found
    raise FileNotFoundError("No Chromium on this machine. On Debian and Ubuntu: apt-get install chromium")


def launch(playwright: Playwright) -> Browser:
    """Start the browser without a window."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return playwright.chromium.launch(executable_path=find_browser(), args=[*ARGUMENTS, *sandbox])
