"""Firefox, told over WebDriver BiDi what to do: it speaks that by itself, without a driver beside it."""

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import websocket

BROWSER = shutil.which("firefox-esr") or shutil.which("firefox")
_PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "remote.prefs.recommended": True,
}
_PATIENCE = 120


def require() -> None:
    """A machine without Firefox skips; the build that decides does not."""
    if BROWSER is None:
        reason = "firefox is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


class Firefox:
    """One tab, with everything that was asked for and complained about on the way."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(f"{address}/session", timeout=_PATIENCE, suppress_origin=True)
        self._said = 0
        self._events: list[dict[str, Any]] = []
        self.tell("session.new", capabilities={})
        self.tell("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self._tab = self.tell("browsingContext.getTree")["contexts"][0]["context"]

    def tell(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; what happens meanwhile is kept."""
        self._said += 1
        self._socket.send(json.dumps({"id": self._said, "method": method, "params": params}))
        while True:
            message: dict[str, Any] = json.loads(self._socket.recv())
            if message.get("id") == self._said:
                assert message["type"] == "success", message
                result: dict[str, Any] = message["result"]
                return result
            self._events.append(message)

    def open(self, address: str) -> None:
        """Go there from an empty page, and forget what happened before."""
        self.tell("browsingContext.navigate", context=self._tab, url="about:blank", wait="complete")
        self._events.clear()
        self.tell("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        """The value of an expression, as JSON tells it; a promise is waited for."""
        told = self.tell(
            "script.evaluate", expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._tab}, awaitPromise=True,
        )  # fmt: skip
        assert told["type"] == "success", told
        return json.loads(told["result"].get("value", "null"))

    def found(self, selector: str) -> list[dict[str, Any]]:
        """The elements of a selector; it needs no script."""
        told = self.tell("browsingContext.locateNodes", context=self._tab, locator={"type": "css", "value": selector})
        nodes: list[dict[str, Any]] = told["nodes"]
        return nodes

    def resize(self, width: int, height: int = 900) -> None:
        """The size of the page on screen."""
        self.tell("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})

    def pdf(self, *, shrink: bool = True) -> bytes:
        """The page on paper; unless told not to, everything smaller if anything is too wide, as the dialogue does."""
        told = self.tell("browsingContext.print", context=self._tab, background=True, shrinkToFit=shrink)
        return base64.b64decode(told["data"])

    def requests(self) -> list[str]:
        """Every address that was asked for since `open`."""
        return [e["params"]["request"]["url"] for e in self._events if e.get("method") == "network.beforeRequestSent"]

    def complaints(self) -> list[str]:
        """What stands in the console since `open`."""
        return [str(e["params"].get("text")) for e in self._events if e.get("method") == "log.entryAdded"]

    def close(self) -> None:
        self.tell("browser.close")
        self._socket.close()


@contextmanager
def firefox(*, script: bool = True) -> Iterator[Firefox]:
    """Firefox with a profile of its own, with or without JavaScript."""
    require()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        wishes = {**_PREFERENCES, "javascript.enabled": script}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wishes.items()]
        Path(profile, "user.js").write_text("\n".join(lines), "utf-8")
        command = [str(BROWSER), "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            told = (re.search(r"ws://\S+", line) for line in process.stderr or ())
            found = next(filter(None, told), None)
            assert found is not None, "firefox ended before it said where it listens"
            browser = Firefox(found[0])
            try:
                yield browser
            finally:
                browser.close()
                process.communicate(timeout=_PATIENCE)
