"""An attack in every text field of inventory, waivers, rules, controls, criteria and private citations, by their schemas."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from secaudit.pipeline import Request, audit
from secaudit.pipeline.calendar import calendar
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.safety import visible
from tests.filled import Filler, inventory, schema
from tests.reporters.browser import complaints, requests
from tests.reporters.conftest import driver as driver  # noqa: PLC0414
from tests.reporters.conftest import shared as shared  # noqa: PLC0414
from tests.reporters.payload import ATTACK

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-22"
# The reader refuses control characters; what it lets in is tried here, all of it in tests/reporters.
TOLD = "".join(sign for sign in ATTACK if sign not in "\u0000\u001b\u009b\r\n\u2028")
STYLE = "};*{background:url(http://127.0.0.1:9/x)}<style>@import 'http://127.0.0.1:9/y'</style><svg><use href='data:x'>"
HARMFUL = f"{TOLD}{STYLE}" + "x" * 1200
# As long, so that drawings cut both.
HARMLESS = "y" * len(HARMFUL)
# Expressions and examples are no texts: nobody is told them.
NO_TEXT = ("when", "check", "finds.#", "pass", "fail", "unknown")

Json = dict[str, Any]


def free(root: Json, node: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[str, int]]:
    """The places of a schema where any text may stand, with how long it may be."""
    node = _found(root, node)
    for way in ("oneOf", "anyOf", "allOf"):
        for branch in node.get(way, ()):
            yield from free(root, branch, path)
    if node.get("type") == "string" and not {"enum", "pattern", "format"} & node.keys():
        yield ".".join(path), node.get("maxLength", 2000)
    for key, child in node.get("properties", {}).items():
        if key not in {"with", "examples", "inventory"}:
            yield from free(root, child, (*path, key))
    for key, sign in (("items", "#"), ("additionalProperties", "*")):
        if isinstance(node.get(key), dict):
            yield from free(root, node[key], (*path, sign))


def _found(root: Json, node: Json) -> Json:
    while "$ref" in node or ("allOf" in node and "properties" not in node):
        node = node["allOf"][0] if "allOf" in node else root["definitions"][node["$ref"].rpartition("/")[2]]
    return node


def attacked(content: Any, root: Json, text: str, tried: set[str]) -> Any:
    """The content with the text in every free place; `tried` collects the places."""
    places = dict(free(root, root))

    def within(value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            return {key: within(child, _step(path, key)) for key, child in value.items()}
        if isinstance(value, list):
            return [within(child, (*path, "#")) for child in value]
        place = ".".join(path)
        if isinstance(value, str) and place in places and not place.endswith(NO_TEXT):
            tried.add(place)
            # A brace that is no placeholder is refused in a message.
            told = text.replace("{", "(").replace("}", ")") if place.startswith("message.") else text
            return f"{value} {told}"[: places[place]]
        return value

    def _step(path: tuple[str, ...], key: str) -> tuple[str, ...]:
        named = ".".join((*path, key))
        known = any(place == named or place.startswith(f"{named}.") for place in places)
        return (*path, key if known else "*")

    return within(content, ())


def _pack(folder: Path, name: str, files: dict[str, Any], text: str) -> set[str]:
    """A pack on disk with the attack in all of its files; gives the places that were tried, file by file."""
    tried: set[str] = set()
    (folder / name).mkdir(parents=True)
    for file, content in files.items():
        which = "rule" if file.startswith("ORG") else file.removesuffix(".yaml")
        places: set[str] = set()
        told = attacked(content, schema(which), text, places)
        tried |= {f"{which}: {place}" for place in places}
        (folder / name / file).write_text(json.dumps(told, ensure_ascii=False, default=str), "utf-8")
    return tried


def _private() -> dict[str, Any]:
    room = ROOT / "rules" / "org-template"
    content = {file.name: yaml.safe_load(file.read_text("utf-8")) for file in room.glob("*.yaml")}
    content["pack.yaml"]["id"] = "org-own"
    content["pack.yaml"]["instruments"] = [{"id": "1", "title": {"vi": "v", "en": "e"}, "source": "s"}]
    rule = content["ORG-01-overdue-own-inspection.yaml"]
    rule["cites"] = [{"instrument": "i", "clause": "c", "note": "n"}]
    rule["with"] = {"of": "system", "assert": "status == 'planned'"}
    rule["message"] = dict.fromkeys(("vi", "en"), "{name} {status} {note}")
    del rule["facts"]
    content["ORG-02-uninspected-gateway.yaml"]["cites"] = rule["cites"]
    content["citations.yaml"] = {
        "GWA-05": [{"instrument": "i", "clause": "c", "note": "n"}],
        "APR-01": [{"instrument": "i", "clause": "c"}],
    }
    return content


def _criteria() -> dict[str, Any]:
    words = {"vi": "v", "en": "e"}
    level = {"clause": "c", "instrument": "i", "requirement": words}
    cite = {"instrument": "i", "clause": "c", "note": "n"}
    controls = [
        {"id": "seal", "title": words, "topic": "protection", "kind": "declared", "requirement": words,
         "levels": {str(number): level for number in range(1, 6)}},
    ]  # fmt: skip
    return {
        "pack.yaml": _private()["pack.yaml"] | {"id": "org-levels", "levels": "levels.yaml", "parameter_values": {}},
        "ORG-01-overdue-own-inspection.yaml": _private()["ORG-01-overdue-own-inspection.yaml"],
        "controls.yaml": {"id": "own-controls", "basis": "ORG", "confidence": "low", "instrument": "i", "title": words, "note": words, "controls": controls},
        "levels.yaml": {
            "id": "own", "title": words, "cites": [cite], "besides": {"components": cite, "risk": cite},
            "levels": [{"level": 3, "criteria": [{"id": "L3.a", "clause": "c", "title": words, "when": "true"}]}],
        },
    }  # fmt: skip


def _inventory(text: str) -> Json:
    def told(path: Sequence[str]) -> str:
        return (
            "seal"
            if path[-1] == "a-key"
            else "web"
            if path[-1] == "id"
            else "ORG-Q"
            if path[-1] == "question"
            else text
        )

    chosen = {
        "system.level": 4, "segment.level": 4, "gateway.level": 4, "approval.level": 4, "system.status": "operating",
        "segment.cidrs": ["10.1.0.0/24"], "network.trust": "untrusted",
    }  # fmt: skip
    found = inventory(told, chosen, lambda kind: f"a-{kind}")
    found["units"][0].pop("parent")
    found["links"].append({"id": "a-cable", "name": text, "between": [one["id"] for one in found["segments"]]})
    return found


def _waivers(text: str) -> Json:
    root = schema("waivers")
    given = {"waiver.id": "w-1", "rule": "ORG-01", "subject": "system:a-system", "cause": "", "issued": "2026-10-01",
             "expires": "2026-12-24"}  # fmt: skip
    entry = Filler(root, lambda path: f"{path[-1]} {text}", {}, given).value(
        root["properties"]["waivers"]["items"], ("waiver",)
    )
    del entry["cause"]
    return {"secaudit_waivers": 1, "waivers": [entry]}


def _page(place: Path, which: str, text: str, language: Any) -> str:
    """The page of an audit in which every text is such a text."""
    (place / "inv.yaml").write_text(json.dumps(_inventory(text), ensure_ascii=False), "utf-8")
    (place / "waivers.yaml").write_text(json.dumps(_waivers(text), ensure_ascii=False), "utf-8")
    _pack(place / which, "pack", _private() if which == "added" else _criteria(), text)
    request = Request(
        roots=(place / "inv.yaml",), base=place, as_of=AS_OF, packs=(place / which / "pack",),
        waivers=(place / "waivers.yaml",), dossiers=True, baseline=(),
    )  # fmt: skip
    report = replace(audit(request), due=calendar(request, 2).due)
    for name, render in REPORTERS.items():
        told = render(report, RenderOptions(language=language))
        assert visible(told) == told, name
    return REPORTERS["html"](report, RenderOptions(language=language))


def _structure(driver: Chrome) -> Counter[str]:
    told = driver.execute_script(
        "return Array.from(document.querySelectorAll('*'), e => e.tagName + ' ' + e.getAttributeNames().sort())"
    )
    return Counter(told)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("which", ["added", "replaced"])
def test_an_attack_in_every_text_of_every_file_does_nothing(
    driver: Chrome, tmp_path: Path, which: str, language: str
) -> None:
    seen = []
    for text in (HARMLESS, HARMFUL):
        place = tmp_path / str(len(seen))
        place.mkdir()
        (place / "report.html").write_text(_page(place, which, text, language), "utf-8")
        address = (place / "report.html").as_uri()
        driver.get("about:blank")
        requests(driver)
        driver.get(address)
        driver.execute_script(
            "for (const e of document.querySelectorAll('*')) for (const kind of ['mouseover', 'focus', 'error', 'load'])"
            "  e.dispatchEvent(new Event(kind))"
        )
        driver.find_element(By.ID, "q").send_keys("<img src=x onerror=alert(1)>")
        time.sleep(0.4)
        with pytest.raises(NoAlertPresentException):
            _ = driver.switch_to.alert.text
        assert driver.current_url.partition("#")[0] == address
        assert {url.partition("#")[0] for url in requests(driver)} <= {address, "about:blank"}
        assert complaints(driver) == []
        driver.find_element(By.ID, "q").clear()
        seen.append(_structure(driver))
    assert seen[0] == seen[1]
    assert (tmp_path / "1" / "report.html").read_text("utf-8").count("&lt;script&gt;alert(1)") > 100


def test_every_free_text_of_the_schemas_is_tried(tmp_path: Path) -> None:
    tried = _pack(tmp_path, "one", _private(), HARMFUL) | _pack(tmp_path, "two", _criteria(), HARMFUL)
    for which in ("rule", "pack", "citations", "controls", "levels"):
        wanted = {f"{which}: {place}" for place, _ in free(schema(which), schema(which)) if not place.endswith(NO_TEXT)}
        assert wanted - tried == set()
    text = json.dumps(_waivers("qq"))
    assert text.count("qq") == len(dict(free(schema("waivers"), schema("waivers"))))
