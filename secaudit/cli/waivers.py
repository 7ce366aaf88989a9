"""secaudit waivers: what was accepted, until when; what cannot be meant; and a draft for a finding."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, exit_codes, hints, options, signatures
from secaudit.cli.progress import progress
from secaudit.errors import PolicyError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from secaudit.findings.finding import Finding
    from secaudit.findings.report import Report, WaiverCard
    from secaudit.findings.words import Language

_files = click.option("--waivers", "files", multiple=True, required=True, type=click.Path(path_type=Path),
                      metavar="FILE", help="Waiver file; repeatable.")  # fmt: skip


@click.group(cls=hints.Group)
def command() -> None:
    """Decisions to live with a finding for a time: list them, check them, draft one."""


def _common(function: "Callable[..., int]") -> "Callable[..., int]":
    for option in (options.as_of, options.rules, _files, options.inventories):
        function = option(function)
    return function


@command.command("list")
@_common
@options.language
def list_(
    inventories: tuple[Path, ...], files: tuple[Path, ...], packs: tuple[Path, ...], as_of: str, lang: str
) -> int:
    """List waivers with their state, what they waive and when they end.

    Example: secaudit waivers list inventories --waivers waivers.yaml
    """
    report = _audited(inventories, files, packs, as_of)
    console.tell(_told(report, list(report.waivers), lang))  # type: ignore[arg-type]
    return console.tell_skipped(report.skipped)


@command.command("expiring")
@_common
@options.language
@click.option("--days", type=click.IntRange(0, 3660), default=60, show_default=True, help="How far to look ahead.")
def expiring(  # noqa: PLR0913, PLR0917  (one argument an option)
    inventories: tuple[Path, ...], files: tuple[Path, ...], packs: tuple[Path, ...], as_of: str, lang: str, days: int
) -> int:
    """List waivers that have ended or end soon. Exit code 1 if there is one.

    Example: secaudit waivers expiring inventories --waivers waivers.yaml --days 30
    """
    report = _audited(inventories, files, packs, as_of)
    soon = [card for card in report.waivers if _left(card, as_of) <= days]
    console.tell(_told(report, soon, lang))  # type: ignore[arg-type]
    return exit_codes.worst(console.tell_skipped(report.skipped), exit_codes.FINDINGS if soon else exit_codes.OK)


@command.command("check")
@_common
@click.option(
    "--signed", is_flag=True, help="The last commit of every waiver file must be signed, and not by a requester."
)
def check(
    inventories: tuple[Path, ...], files: tuple[Path, ...], packs: tuple[Path, ...], as_of: str, *, signed: bool
) -> int:  # fmt: skip
    """Refuse waivers that match nothing, were approved by who asked for them, or hold for too long.

    Example: secaudit waivers check inventories --waivers waivers.yaml --signed
    """
    report = _audited(inventories, files, packs, as_of)
    requesters = {card.requested_by for card in report.waivers if card.requested_by}
    problems = [problem for file in files for problem in signatures.problems(file, requesters)] if signed else []
    if problems:
        raise PolicyError(problems)
    console.say(f"waivers: {len(report.waivers)}, all of them about findings that are there")
    return console.tell_skipped(report.skipped)


@command.command("draft")
@click.argument("fingerprint")
@options.inventories
@options.rules
@options.as_of
@options.language
def draft(
    fingerprint: str, inventories: tuple[Path, ...], packs: tuple[Path, ...], as_of: str, lang: "Language"
) -> int:
    """Write the draft of a waiver for a finding, named by the beginning of its fingerprint (its link in the report).

    What a person has to decide is left open as TODO, which no audit takes.

    Example: secaudit waivers draft 3e89c30e0f1b inventories
    """
    report = _audited(inventories, (), packs, as_of)
    finding = _found(report, fingerprint.removeprefix("f-"))
    if not next(card.waivable for card in report.cards if card.id == finding.rule):
        raise PolicyError([Problem(finding.rule, 0, 0, "cannot be waived", "repair the finding")])
    console.tell(_draft(finding, as_of, lang))
    return console.tell_skipped(report.skipped)


def _audited(inventories: tuple[Path, ...], files: tuple[Path, ...], packs: tuple[Path, ...], as_of: str) -> "Report":
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    with progress(wanted=True) as tell:
        return pipeline.audit(options.request(inventories, as_of, packs, files), tell)


def _left(card: "WaiverCard", as_of: str) -> int:
    return (date.fromisoformat(card.expires) - date.fromisoformat(as_of)).days


def _told(report: "Report", cards: "list[WaiverCard]", lang: "Language") -> Iterator[str]:
    from secaudit.reporters import labels  # noqa: PLC0415

    for card in sorted(cards, key=lambda one: (one.expires, one.id)):
        bearing = sum(verdict.waiver == card.id for verdict in report.verdicts)
        left = _left(card, report.as_of)
        words = ("còn {} ngày", "số phát hiện: {}") if lang == "vi" else ("{} days left", "findings: {}")
        state = labels.word(labels.WAIVER_STATE, card.state, lang)
        days = words[0].format(left) if left >= 0 else ""
        parts = (
            card.id,
            card.rule,
            card.subject,
            state,
            card.expires,
            days,
            words[1].format(bearing),
            card.approved_by,
        )
        yield "  ".join(part for part in parts if part)


def _found(report: "Report", prefix: str) -> "Finding":
    matching = [finding for finding in report.open if finding.fingerprint.startswith(prefix)]
    if len(matching) != 1 or not prefix:
        raise click.UsageError(
            f"{len(matching)} open findings have a fingerprint that begins with {prefix!r}; one must"
        )
    return matching[0]


def _draft(finding: "Finding", as_of: str, lang: "Language") -> Iterator[str]:
    """YAML whose texts are JSON strings, so that no name in an inventory can become anything else."""
    yield "secaudit_waivers: 1"
    yield "waivers:"
    yield f"  - id: w-{finding.fingerprint[:8]}"
    yield f"    rule: {finding.rule}"
    yield f"    subject: {json.dumps(finding.subject)}  # {finding.message.of(lang)}"
    yield "    reason: TODO"
    yield "    requested_by: TODO"
    yield "    approved_by: TODO  # somebody else than who asks for it"
    yield "    decision: TODO"
    yield f"    issued: {as_of}"
    yield "    expires: TODO  # the last day on which it counts, at most 12 months later"
    yield "    controls: [TODO]  # what is done instead"
