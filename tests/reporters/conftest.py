"""One browser for all tests of a module, clean before each."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.reporters.browser import browser, complaints, requests, settings


@pytest.fixture(scope="module")
def shared() -> Iterator[Chrome]:
    with browser() as driver:
        yield driver


@pytest.fixture
def driver(shared: Chrome) -> Chrome:
    settings(shared)
    shared.get("about:blank")
    requests(shared)
    complaints(shared)
    return shared
