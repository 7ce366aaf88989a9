"""Small changes of a small inventory, each as two revisions of a repository, and exactly what each of them brings.

The snapshot holds what a reviewer is told. A change that says nothing must say "Nothing has changed."
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from secaudit.cli.revisions import exported
from secaudit.findings.comparison import Comparison
from secaudit.pipeline import Request
from secaudit.pipeline.comparing import difference
from secaudit.reporters.comparison import COMPARERS
from secaudit.reporters.options import RenderOptions
from tests.end_to_end.product import environment, run

BASE = Path(__file__).parent / "changes"
WAIVERS = BASE / "waivers.yaml"
# What these rules say is the matter of their own tests; others may come without changing what is held here.
RULES = ("APR-01", "APR-15", "DET-02", "GWA-04", "GWA-07", "GWA-10", "GWP-01", "GWP-02")
DAY = "2026-11-22"

Change = Callable[[Path], None]


def edit(file: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert text.count(old) == 1, (file, old)
        (folder / file).write_text(text.replace(old, new), "utf-8")

    return change


def append(file: str, text: str) -> Change:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as there:
            there.write(text)

    return change


def together(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


def rename(old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        (folder / old).rename(folder / new)

    return change


def split(folder: Path) -> None:
    """Each gateway in a file of its own."""
    head, _, rest = (folder / "network.yaml").read_text("utf-8").partition("gateways:\n")
    gateways, _, hosts = rest.partition("hosts:\n")
    (folder / "network.yaml").write_text(f"{head}hosts:\n{hosts}", "utf-8")
    (folder / "gateways.yaml").write_text(f"secaudit: 1\nunit: hq\ngateways:\n{gateways}", "utf-8")


def backwards(folder: Path) -> None:
    """The segments in the other order."""
    head, _, rest = (folder / "network.yaml").read_text("utf-8").partition("segments:\n")
    segments, _, tail = rest.partition("gateways:\n")
    turned = "\n".join(reversed(segments.strip("\n").split("\n")))
    (folder / "network.yaml").write_text(f"{head}segments:\n{turned}\ngateways:\n{tail}", "utf-8")


ROGUE = "links:\n  - {id: cable, between: [office, core]}\n"
OTHER_ROGUE = "links:\n  - {id: radio, between: [dmz, core]}\n"
PERMIT = "      - {from: dmz, to: core, services: [tcp/443], action: permit}\n"
SSH = "      - {from: dmz, to: core, services: [tcp/22], action: permit}\n"
UNTIL = "until: 2027-12-31"

COMPONENTS = "components: [{id: data, segment: core, level: 3}, {id: pages, segment: core}]"
COMPONENTS_TURNED = "components: [{id: pages, segment: core}, {id: data, segment: core, level: 3}]"

SILENT: dict[str, Change] = {
    "a comment": append("systems.yaml", "# nothing\n"),
    "a blank line": append("network.yaml", "\n\n"),
    "a file is renamed": rename("systems.yaml", "information-systems.yaml"),
    "a file is moved": rename("network.yaml", "deep/down/network.yaml"),
    "a file is split": split,
    "segments are reordered": backwards,
    "a name is written in another style": edit("systems.yaml", "name: Public portal", 'name: "Public portal"'),
    "the order of components": edit("systems.yaml", COMPONENTS, COMPONENTS_TURNED),
    "the order of selectors": together(
        edit("network.yaml", "segments: [dmz, core]", "segments: [core, dmz]"),
        edit("network.yaml", "segments: [outside, dmz]", "segments: [dmz, outside]"),
    ),
}
TELLING: dict[str, tuple[Change, Change]] = {
    "a bypass is opened": (lambda _: None, append("network.yaml", ROGUE)),
    "a bypass is closed": (append("network.yaml", ROGUE), edit("network.yaml", ROGUE, "")),
    "a rogue link is replaced by another": (append("network.yaml", ROGUE), edit("network.yaml", ROGUE, OTHER_ROGUE)),
    "a second rogue link beside the first": (
        append("network.yaml", ROGUE), append("network.yaml", "  - {id: radio, between: [dmz, core]}\n"),
    ),
    "a level is lowered": (lambda _: None, edit("systems.yaml", "level: 3\n", "level: 2\n")),
    "a level is raised": (lambda _: None, edit("systems.yaml", "level: 2\n", "level: 3\n")),
    "an approval is extended": (lambda _: None, edit("network.yaml", UNTIL, "until: 2028-12-31")),
    "an approval is ended": (lambda _: None, edit("network.yaml", UNTIL, "until: 2026-11-21")),
    "an approval is withdrawn": (
        lambda _: None, edit("systems.yaml", "{status: approved, level: 3", "{status: submitted, level: 3"),
    ),
    "an approval is given": (
        edit("systems.yaml", "{status: approved, level: 2", "{status: submitted, level: 2"),
        edit("systems.yaml", "{status: submitted, level: 2", "{status: approved, level: 2"),
    ),
    "an approved gateway is touched": (lambda _: None, edit("network.yaml", PERMIT, PERMIT + SSH)),
    "an approved gateway is touched and approved again": (
        lambda _: None,
        together(edit("network.yaml", PERMIT, PERMIT + SSH), edit("network.yaml", "number: 3/QD, date: 2026-03-03",
                                                                  "number: 9/QD, date: 2026-11-20")),
    ),
    "a gateway becomes a firewall": (lambda _: None, edit("network.yaml", "kind: security_gateway", "kind: firewall")),
    "a permit is opened to the Internet": (
        lambda _: None, edit("network.yaml", "{from: outside, to: dmz, services", "{from: outside, to: any, services"),
    ),
    "a default is turned round": (
        lambda _: None, edit("network.yaml", "    default: deny\n    policy:\n      - {from: outside",
                             "    default: permit\n    policy:\n      - {from: outside"),
    ),
    "a system is added": (lambda _: None, append("systems.yaml", "  - {id: mail, level: 2, status: operating}\n")),
    "a system is retired": (
        lambda _: None, edit("systems.yaml", "name: Public portal\n    status: operating", "name: Public portal\n    status: retired"),
    ),
    "facts are changed after the approval": (lambda _: None, edit("systems.yaml", "[personal]", "[public]")),
    "a name is changed": (lambda _: None, edit("systems.yaml", "Public portal", "Portal of the public")),
    "an id is changed": (lambda _: None, edit("systems.yaml", "id: portal", "id: web")),
    "the owner is changed": (lambda _: None, edit("network.yaml", "id: guard\n", "id: guard\n    owner: hq-it\n")),
    "a segment moves to another zone": (lambda _: None, edit("network.yaml", "zone: internal", "zone: wireless")),
    "a host is detached": (lambda _: None, edit("network.yaml", "segments: [dmz, office]", "segments: [dmz]")),
    "forwarding is attested off": (
        lambda _: None,
        edit("network.yaml", "segments: [dmz, office]}",
             "segments: [dmz, office], forwarding: {state: off, attested: 2026-11-01, by: hq-it}}"),
    ),
}  # fmt: skip


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, env=environment(HOME=str(folder))
    )


def history(folder: Path, *changes: Change) -> Path:
    """A repository with a revision for each change of the inventory."""
    inventory = folder / "inventory"
    folder.mkdir(exist_ok=True)
    shutil.copytree(BASE, inventory, ignore=shutil.ignore_patterns("waivers.yaml"))
    git(folder, "init", "-q")
    for change in changes:
        change(inventory)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", "change")
    return folder


def compared(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    waived: bool = True,
    earlier: Mapping[str, object] | None = None,
    **later: object,
) -> Comparison:
    """The last two revisions; `earlier` and `later` change what is asked of the first and the second."""
    monkeypatch.chdir(folder)
    with exported("git:HEAD~1:inventory") as (old_base, old), exported("git:HEAD:inventory") as (new_base, new):
        common = {"as_of": DAY, "select": RULES, "waivers": (WAIVERS,) if waived else ()}
        sides = [
            Request(roots=(root,), base=base, **(common | more))  # type: ignore[arg-type]
            for root, base, more in ((old, old_base, earlier or {}), (new, new_base, later))
        ]
        return difference(sides[0], sides[1], ("before", "after"))[0]


@pytest.mark.parametrize("name", SILENT)
def test_what_says_nothing_changes_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = compared(history(tmp_path, lambda _: None, SILENT[name]), monkeypatch)
    assert found.is_empty
    assert found.persisting > 0
    assert (found.new, found.fixed, found.changed, found.things) == ((), (), (), ())


@pytest.mark.parametrize("name", TELLING)
def test_a_change_brings_exactly_this(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    waived = name not in {"a host is detached", "forwarding is attested off"}  # a waiver of nothing is refused
    found = compared(history(tmp_path, *TELLING[name]), monkeypatch, waived=waived)
    assert not found.is_empty
    assert COMPARERS["text"](found, RenderOptions(language="en")) == snapshot


def test_a_day_that_passes_voids_and_lapses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    folder = history(tmp_path, lambda _: None, lambda _: None)
    found = compared(folder, monkeypatch, as_of="2028-01-01")
    assert COMPARERS["text"](found, RenderOptions(language="en")) == snapshot


def test_a_pack_that_is_upgraded_is_told_apart_from_the_inventory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    pack = Path(__file__).parent / "severities"
    later = shutil.copytree(pack, tmp_path / "later" / "severities")
    rule = next(later.glob("SEV-01-*.yaml"))
    rule.write_text(rule.read_text("utf-8").replace("3: medium", "3: high"), "utf-8")
    folder = history(tmp_path / "repository", lambda _: None, lambda _: None)
    sides = {"select": (), "packs": (pack,)}, {"select": (), "packs": (later,)}
    found = compared(folder, monkeypatch, waived=False, earlier=sides[0], **sides[1])
    assert {rule.rule for rule in found.rules} == {"SEV-01"}
    assert (found.things, found.reach) == ((), ())
    assert COMPARERS["text"](found, RenderOptions(language="en")) == snapshot


def test_no_attribute_of_a_repository_hides_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hide(folder: Path) -> None:
        (folder / ".gitattributes").write_text("rogue.yaml export-ignore\n", "utf-8")
        (folder / "rogue.yaml").write_text(f"secaudit: 1\nunit: hq\n{ROGUE}", "utf-8")

    found = compared(history(tmp_path, lambda _: None, hide), monkeypatch)
    assert [verdict.finding.subject for verdict in found.new] == ["link:cable"]


def test_a_link_in_a_revision_is_refused_and_told(tmp_path: Path) -> None:
    folder = history(tmp_path, lambda _: None, lambda place: (place / "more.yaml").symlink_to("/etc/passwd"))
    result = run("diff", "git:HEAD~1:inventory", "git:HEAD:inventory", "--as-of", DAY, cwd=folder)
    assert result.code == 3
    assert "more.yaml" in result.err


def test_the_command_tells_what_the_pipeline_does(tmp_path: Path) -> None:
    folder = history(tmp_path, lambda _: None, append("network.yaml", ROGUE))
    result = run("diff", "git:HEAD~1:inventory", "git:HEAD:inventory", "--as-of", DAY, "--waivers", WAIVERS, cwd=folder)
    assert result.code == 1
    assert "opens" in result.out
    same = run("diff", "git:HEAD:inventory", "inventory", "--as-of", DAY, cwd=folder)
    assert (same.code, "Nothing has changed." in same.out) == (0, True)
    inside = run("diff", "git:HEAD~1:.", ".", "--as-of", DAY, "--format", "json", cwd=folder / "inventory")
    assert (inside.code, '"empty": false' in inside.out) == (1, True)


def test_an_edition_is_not_compared_because_its_names_are_withheld(tmp_path: Path) -> None:
    folder = history(tmp_path, lambda _: None)
    run(
        "audit",
        "inventory",
        "--as-of",
        DAY,
        "--edition",
        "statistics",
        "--report",
        "json=edition.json",
        "-q",
        cwd=folder,
    )
    for sides in (("edition.json", "inventory"), ("inventory", "edition.json")):
        result = run("diff", *sides, "--as-of", DAY, cwd=folder)
        assert (result.code, "is an edition" in result.err, result.out) == (3, True, "")


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ("git:nowhere:inventory", "cannot be read"), ("git:HEAD:nowhere", "cannot be read"), ("git::inventory", "names no revision"),
        ("git:--output=x:inventory", "names no revision"), ("gone.json", "could not be read"), ("gone", "gone"),
    ],
)  # fmt: skip
def test_a_side_that_is_none_is_told(tmp_path: Path, side: str, told: str) -> None:
    folder = history(tmp_path, lambda _: None)
    result = run("diff", side, "inventory", "--as-of", DAY, cwd=folder)
    assert result.code == 3
    assert told in result.err
    assert not (folder / "x").exists()
