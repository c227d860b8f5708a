"""A browser for tests: Chromium with its driver, as Debian has them (`apt-get install chromium chromium-driver`)."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NEEDED = "DEDUP_TEST_BROWSER"
"""Set in the environment where the browser's tests must not be skipped."""

_PATIENCE = 60.0


def start(downloads: Path) -> Any:
    """A browser without a network; skips the test, with the reason, where there is none."""
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError:
        return _missing("selenium is not installed: pip install selenium")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        return _missing("no Chromium with its driver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    quiet = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions")
    offline = ("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    for argument in (*quiet, *offline, "--no-first-run", "--window-size=1280,900"):
        options.add_argument(argument)
    options.add_experimental_option(
        "prefs",
        {"download.default_directory": str(downloads), "profile.default_content_setting_values.automatic_downloads": 1},
    )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # Its socket's path may have 107 bytes, and the folder for temporary files of a test has nearly as many.
    return webdriver.Chrome(options=options, service=Service(driver, env={**os.environ, "TMPDIR": "/tmp"}))


def _missing(reason: str) -> Any:
    if os.environ.get(NEEDED):
        pytest.fail(reason)
    pytest.skip(reason)


def wait(question: Callable[[], Any]) -> Any:
    """The first true answer; fails when there is none for long."""
    end = time.monotonic() + _PATIENCE
    while not (answer := question()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return answer


@contextmanager
def emulated(
    browser: Any, *, width: int = 1280, height: int = 900, scheme: str = "light", media: str = ""
) -> Iterator[None]:
    """The browser with another size, colour scheme or medium."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def complaints(browser: Any) -> list[str]:
    """What the console says since it was last asked."""
    return [entry["message"] for entry in browser.get_log("browser")]
