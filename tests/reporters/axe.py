"""axe-core, which looks for barriers in a page; it comes with a package of the test extra, as a file and nothing else."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

# Far blocks of a large page would have no size, and what has no size has no contrast and no target to hit.
_LAID_OUT = "document.body.removeAttribute('data-large')"
_RUN = "axe.run(document, {resultTypes: ['violations']})"


@cache
def _script() -> str:
    found = find_spec("selenium_axe_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core is not there: pip install '.[test]'")
    return (Path(found.origin).parent / "axe-core/axe.min.js").read_text("utf-8")


def violations(driver: Chrome) -> list[tuple[str, str, list[str]]]:
    """What axe-core finds in the open page: rule, what it says, the first few places. Skips if it is not there."""
    # The page's policy forbids foreign scripts; the debugger may run one all the same.
    for expression in (_LAID_OUT, _script()):
        driver.execute_cdp_cmd("Runtime.evaluate", {"expression": expression})
    told: dict[str, Any] = driver.execute_cdp_cmd(
        "Runtime.evaluate", {"expression": _RUN, "awaitPromise": True, "returnByValue": True}
    )["result"]["value"]
    return [(v["id"], v["help"], [node["html"][:200] for node in v["nodes"][:3]]) for v in told["violations"]]
