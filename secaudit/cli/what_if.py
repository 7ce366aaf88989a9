"""secaudit what-if: what a change of the network would bring."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, options
from secaudit.cli.asking import as_json, asking, print_json

if TYPE_CHECKING:
    from secaudit.findings.finding import Finding
    from secaudit.findings.words import Language
    from secaudit.pipeline.what_if import Consequence, FindingChange, PairChange


def _links(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    found = []
    for value in values:
        one, colon, other = value.partition(":")
        if not colon or not one or not other or one == other:
            raise click.BadParameter(f"{value!r} is not A:B, the ids of two segments")
        found.append((one, other))
    return tuple(found)


@click.command()
@options.inventories
@click.option("--remove", multiple=True, metavar="ID", help="Take out a gateway, link or host; repeatable.")
@click.option("--compromise", multiple=True, metavar="ID",
              help="A gateway or host falls: it forwards everything; repeatable.")  # fmt: skip
@click.option(
    "--add",
    multiple=True,
    callback=_links,
    metavar="A:B",
    help="Lay an unfiltered link between two segments; repeatable.",
)
@click.option("--revoke", multiple=True, metavar="GATEWAY", help="A gateway loses its approval; repeatable.")
@options.rules
@options.as_of
@options.language
@as_json
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    inventories: tuple[Path, ...], remove: tuple[str, ...], compromise: tuple[str, ...], add: tuple[tuple[str, str], ...],
    revoke: tuple[str, ...], packs: tuple[Path, ...], as_of: str, lang: "Language", *, as_json: bool,
) -> int:  # fmt: skip
    """Tell which groups would begin or cease to reach each other, and which findings would come or go.

    Both sides are audited by the same rules, without waivers. Bad news does not change the exit code.

    \b
    secaudit what-if inventories/ministry --compromise edge-inner-gw
    secaudit what-if inventories/ministry --add isp-a:hq-office-2 --remove vault-cable
    """  # noqa: D301
    if not (remove or compromise or add or revoke):
        raise click.UsageError("nothing is changed; give --remove, --compromise, --add or --revoke")
    with asking(inventories, as_of, packs) as situation:
        from secaudit.pipeline.what_if import Change, what_if  # noqa: PLC0415  (heavy)

        change = Change(remove=remove, compromise=compromise, add=add, revoke=revoke)
        found = what_if(situation, change)
    if as_json:
        print_json("what-if", situation, {
            "change": {
                "remove": list(remove), "compromise": list(compromise), "add": [list(pair) for pair in add],
                "revoke": list(revoke),
            },
            "pairs": [_plain_pair(pair) for pair in found.pairs],
            "findings": [_plain_finding(finding) for finding in found.findings],
        })  # fmt: skip
    else:
        console.tell(_told(found, lang))
    return console.tell_skipped(situation.skipped)


_SIGNS = {"gained": "+", "lost": "-", "more": ">", "fewer": "<", "changed": "~"}
_HEADINGS = {
    "pairs": ("Nhóm tới được nhóm (số cặp phân đoạn)", "Groups that reach groups (pairs of segments)"),
    "findings": ("Phát hiện", "Findings"),
}


def _told(found: "Consequence", lang: "Language") -> Iterator[str]:
    vietnamese = lang == "vi"
    if not found.pairs and not found.findings:
        yield "không thay đổi gì" if vietnamese else "nothing would change"
        return
    yield from _section("pairs", [_told_pair(pair) for pair in _in_order(found.pairs)], vietnamese=vietnamese)
    lines = [line for finding in found.findings for line in _told_finding(finding, lang)]
    yield from _section("findings", lines, vietnamese=vietnamese)
    yield "+ thêm  - mất  > nhiều hơn  < ít hơn  ~ đổi khác" if vietnamese else (
        "+ gained  - lost  > more  < fewer  ~ changed"
    )  # fmt: skip


def _section(name: str, lines: list[str], *, vietnamese: bool) -> Iterator[str]:
    nothing = "không thay đổi" if vietnamese else "no change"
    yield f"{_HEADINGS[name][not vietnamese]}:{'' if lines else f' {nothing}'}"
    yield from (f"  {line}" for line in lines)


def _in_order(pairs: "tuple[PairChange, ...]") -> "list[PairChange]":
    return sorted(pairs, key=lambda pair: list(_SIGNS).index(pair.kind))


def _told_pair(pair: "PairChange") -> str:
    ends = f"{pair.origin or '?'} → {pair.goal or '?'}"
    return f"{_SIGNS[pair.kind]} {pair.by} {ends}  {pair.before} → {pair.after}"


def _told_finding(change: "FindingChange", lang: "Language") -> Iterator[str]:
    finding = _latest(change)
    yield f"{_SIGNS[change.kind]} {finding.severity} {finding.rule} {finding.state} {finding.subject}: {finding.message.of(lang)}"
    if change.before is not None and change.after is not None:
        before, after = len(change.before.evidence.exposed), len(change.after.evidence.exposed)
        told = f"{change.before.severity} {change.before.state}, {before} → {finding.severity} {finding.state}, {after}"
        yield f"    {told} {'phân đoạn bị phơi bày' if lang == 'vi' else 'segments exposed'}"


def _latest(change: "FindingChange") -> "Finding":
    found = change.after or change.before
    assert found is not None  # noqa: S101  (one of them is)
    return found


def _plain_pair(pair: "PairChange") -> dict[str, object]:
    return {
        "change": pair.kind, "by": pair.by, "from": pair.origin, "to": pair.goal, "before": pair.before, "after": pair.after,
    }  # fmt: skip


def _plain_finding(change: "FindingChange") -> dict[str, object]:
    finding = _latest(change)
    states = [None if side is None else side.state for side in (change.before, change.after)]
    exposed = [None if side is None else len(side.evidence.exposed) for side in (change.before, change.after)]
    return {
        "change": change.kind, "rule": finding.rule, "severity": finding.severity, "subject": finding.subject,
        "fingerprint": finding.fingerprint, "message": {"vi": finding.message.vi, "en": finding.message.en},
        "file": finding.source.file, "line": finding.source.line, "state": {"before": states[0], "after": states[1]},
        "exposed": {"before": exposed[0], "after": exposed[1]},
    }  # fmt: skip
