"""A report as a folder of pages: each whole in itself, no finding lost, no link astray."""

import re
from functools import cache

import msgspec

from secaudit.findings.dossier import Dossier
from secaudit.reporters import RenderOptions
from secaudit.reporters.html import split
from tests.reporters.builders import PATH, big_report, full_report, with_every_text
from tests.reporters.pages import Page
from tests.reporters.payload import ATTACK

_LINK = re.compile(r'href="([^"#]*)#?([^"]*)"')


@cache
def _pages() -> dict[str, str]:
    gateway = Dossier(kind="gateway", id="edge-fw", owner="so-01", source=PATH[1].source)
    return split.render(
        msgspec.structs.replace(big_report(300, units=5), dossiers=(gateway,)), RenderOptions(language="en")
    )


def test_there_is_a_front_page_and_a_page_for_each_owner() -> None:
    assert list(_pages()) == [
        "index.html", "unit-so-00.html", "unit-so-01.html", "unit-so-02.html", "unit-so-03.html", "unit-so-04.html",
        "unit-so-noi-vu.html", "unit-so-y-te.html", "no-unit.html",
    ]  # fmt: skip


def test_every_finding_is_on_one_page() -> None:
    told = [name for text in _pages().values() for name in re.findall(r' id="f-([0-9a-f]{12})"', text)]

    assert len(told) == len(set(told)) == 300
    assert ' id="f-' not in _pages()["index.html"]


def test_every_link_leads_somewhere_within_the_folder() -> None:
    anchors = {name: set(re.findall(r' id="([^"]*)"', text)) for name, text in _pages().items()}
    for name, text in _pages().items():
        links = _LINK.findall(text)
        assert links
        assert [link for link in links if link[1] and link[1] not in anchors[link[0] or name]] == [], name
        assert {link[0] for link in links} <= {"", *_pages()}


def test_every_page_needs_nothing_but_itself() -> None:
    for text in _pages().values():
        page = Page(text)
        assert not [one for one in page.elements if {"src", "srcset", "style"} & one.attributes.keys()]
        assert len(page.all("style")) == len(page.all("script")) == 1
        assert "default-src 'none'" in page.all("meta")[1].attributes["content"]


def test_the_front_page_counts_what_the_pages_tell() -> None:
    rows = re.findall(r'<a href="(unit-so-0\d[^"]*)">[^<]*</a></th>(.*?)</tr>', _pages()["index.html"])
    for file, cells in rows:
        findings, unknown = (int(cell) for cell in re.findall(r">(\d+)<", cells)[-2:])
        assert findings + unknown == len(re.findall(r' id="f-', _pages()[file]))
    assert len(rows) == 5


def test_names_of_files_are_harmless_and_never_the_same() -> None:
    attacked = with_every_text(full_report(), lambda text: ATTACK + text)
    odd = msgspec.structs.replace(
        full_report(), systems=tuple(msgspec.structs.replace(row, owner=owner) for row, owner in
                                     zip(full_report().systems, ("A/b", "a b", "../x", "a-B", "index"), strict=True)),
    )  # fmt: skip
    for report in (attacked, odd):
        names = list(split.render(report, RenderOptions()))
        assert all(re.fullmatch(r"[A-Za-z0-9_-]+\.html", name) for name in names)
        assert len({name.casefold() for name in names}) == len(names)
