"""axe-core, which looks for barriers in a page; fetched by whoever develops, never part of the repository."""

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

_SCRIPT = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
_FETCH = "npm install --prefix tests --no-save --no-package-lock axe-core@4"


def violations(driver: Chrome) -> list[tuple[str, str, list[str]]]:
    """What axe-core finds in the open page: rule, what it says, the first few places. Skips if it is not there."""
    if not _SCRIPT.is_file():
        pytest.skip(f"axe-core is not there: {_FETCH}")
    # The page's policy forbids foreign scripts; the debugger may run one all the same.
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": _SCRIPT.read_text("utf-8")})
    told: dict[str, Any] = driver.execute_cdp_cmd(
        "Runtime.evaluate",
        {"expression": "axe.run(document, {resultTypes: ['violations']})", "awaitPromise": True, "returnByValue": True},
    )["result"]["value"]
    return [(v["id"], v["help"], [node["html"][:200] for node in v["nodes"][:3]]) for v in told["violations"]]
