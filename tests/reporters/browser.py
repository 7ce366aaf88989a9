"""A real browser that reads a report from disk and tells everything it did on the way."""

import base64
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")

_ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--hide-scrollbars", "--window-size=1200,900",
)  # fmt: skip


def require() -> None:
    """A machine without a browser skips; the build that decides does not."""
    if BROWSER is None or DRIVER is None:
        reason = "chromium and chromedriver are not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@contextmanager
def browser() -> Iterator[Chrome]:
    """Chromium with its logs of console and network."""
    require()
    options = ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in _ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.unhandled_prompt_behavior = "ignore"
    driver = Chrome(options=options, service=Service(str(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


def settings(driver: Chrome, *, width: int = 1200, dark: bool = False, script: bool = True) -> None:
    """The window and the wishes of the reader."""
    _tell(driver, "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    _tell(driver, "Emulation.setEmulatedMedia", features=[scheme])
    _tell(driver, "Emulation.setScriptExecutionDisabled", value=not script)


def requests(driver: Chrome) -> list[str]:
    """Every address the page asked for since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]  # type: ignore[no-untyped-call]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def complaints(driver: Chrome) -> list[str]:
    """What stands in the console."""
    return [entry["message"] for entry in driver.get_log("browser")]  # type: ignore[no-untyped-call]


def pdf(driver: Chrome) -> bytes:
    """The page on paper."""
    told = _tell(driver, "Page.printToPDF", preferCSSPageSize=True, printBackground=True, generateTaggedPDF=True)
    return base64.b64decode(told["data"])


def source(driver: Chrome) -> str:
    """The page as the browser has it, without running anything in it."""
    root = _tell(driver, "DOM.getDocument", depth=0)["root"]["nodeId"]
    return str(_tell(driver, "DOM.getOuterHTML", nodeId=root)["outerHTML"])


def _tell(driver: Chrome, command: str, **parameters: Any) -> Any:
    return driver.execute_cdp_cmd(command, parameters)


def save(folder: Path, text: str) -> str:
    """A report on disk, as an address."""
    file = folder / "report.html"
    file.write_text(text, "utf-8")
    return file.as_uri()
