"""secaudit exposure: what stands between an untrusted network and what is worth guarding."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, options
from secaudit.cli.asking import as_json, asking, listed, plain, print_json, told

if TYPE_CHECKING:
    from secaudit.findings.dossier import Exposure
    from secaudit.findings.words import Language
    from secaudit.pipeline.questions import Exposures


@click.command()
@options.inventories
@click.option("--hops", is_flag=True, help="Show every way hop by hop, with what lets it pass.")
@options.as_of
@options.language
@as_json
def command(inventories: tuple[Path, ...], as_of: str, lang: "Language", *, hops: bool, as_json: bool) -> int:
    """Count the approved gateways, at least, between an untrusted network and what is worth guarding.

    That is every segment of level 4 or 5 or with a secrecy, the most exposed first, each with the nearest
    untrusted segment and the devices on the way; those in brackets do not count. A gateway counts if it is
    a security gateway or data diode whose approval is in force. Every way that a policy may open is taken
    as open: no real way passes fewer, and what is unreachable is so for certain.

    Example: secaudit exposure inventories/ministry
    """
    with asking(inventories, as_of) as situation:
        from secaudit.pipeline.questions import exposure  # noqa: PLC0415  (heavy)

        found = exposure(situation)
    if as_json:
        print_json("exposure", situation, {
            "untrusted_segments": list(found.starts), "segments": [_plain(row) for row in found.rows],
            "undeclared_segments": list(found.undeclared), "undeclared_networks": list(found.networks),
        })  # fmt: skip
    else:
        console.tell(_told(found, lang, hops=hops))
    for note in _notes(found, lang):
        console.say(note)
    return console.tell_skipped(situation.skipped)


def _told(found: "Exposures", lang: "Language", *, hops: bool) -> Iterator[str]:
    vietnamese = lang == "vi"
    if not found.rows:
        yield "không có phân đoạn cấp độ 4, 5 hoặc mật" if vietnamese else "no segment has level 4 or 5 or a secrecy"
    for row in found.rows:
        level = f" [{row.segment.level}]" if row.segment.level is not None else ""
        secrecy = f" {row.secrecy}" if row.secrecy not in (None, "none") else ""
        head = f"{row.segment.id}{level}{secrecy}"
        if row.crossings is None:
            yield f"  -  {head}: {'không tới được' if vietnamese else 'unreachable'}"
            continue
        yield f"{row.crossings:3}  {head}: {_chain(row)}"
        if hops:
            yield from (f"       {told(hop, lang)}" for hop in row.path)


def _chain(row: "Exposure") -> str:
    """The untrusted segment and the devices of the way; those that do not count are in brackets."""
    names = [row.path[0].id]
    for hop in row.path[1::2]:
        name = hop.id if hop.id in row.through else f"({hop.id})"
        if name != names[-1]:
            names.append(name)
    return " → ".join(names)


def _notes(found: "Exposures", lang: "Language") -> Iterator[str]:
    vietnamese = lang == "vi"
    head = "lưu ý" if vietnamese else "note"
    if found.undeclared:
        about = "chưa kê khai cấp độ hoặc độ mật, không xét" if vietnamese else (
            "level or secrecy not declared, left out"
        )  # fmt: skip
        yield f"{head}: {about}: {listed(found.undeclared, lang)}"
    if not found.starts:
        yield f"{head}: {'không mạng nào kê khai là không tin cậy' if vietnamese else 'no untrusted network has a segment'}"
    if found.networks:
        about = "chưa kê khai độ tin cậy, không coi là mạng không tin cậy" if vietnamese else (
            "trust not declared, not taken as untrusted"
        )  # fmt: skip
        yield f"{head}: {about}: {listed(found.networks, lang)}"


def _plain(row: "Exposure") -> dict[str, object]:
    return {
        "id": row.segment.id, "level": row.segment.level, "secrecy": row.secrecy, "file": row.segment.source.file,
        "line": row.segment.source.line, "reachable": row.crossings is not None, "crossings": row.crossings,
        "through": list(row.through), "path": [plain(hop) for hop in row.path],
    }  # fmt: skip
