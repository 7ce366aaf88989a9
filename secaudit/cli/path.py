"""secaudit path: how one place reaches another, or why it does not."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, options
from secaudit.cli.asking import as_json, asking, listed, plain, print_json, told

if TYPE_CHECKING:
    from secaudit.findings.words import Language
    from secaudit.network.ways import Relation
    from secaudit.pipeline.paths import PathAnswer, PathQuestion, WhyNot

_STOPS = 20


@click.command()
@click.argument("origin", metavar="FROM")
@click.argument("goal", metavar="TO")
@options.inventories
@click.option("--relation", type=click.Choice(["reaches", "forwards", "informs"]), default="reaches", show_default=True,
              help="reaches: by any number of conversations, each from where the last one came to; forwards: by one; "
              "informs: by conversations and their answers.")  # fmt: skip
@click.option("--service", default="any", metavar="SERVICE", help="Only for a service, such as tcp/443.")
@click.option("--avoid", multiple=True, metavar="ID", help="A device that is taken out; repeatable.")
@click.option(
    "--through", metavar="EXPR", help="Only ways past no gateway for which a CEL expression over `device` holds."
)
@click.option("--all", "wanted", type=click.IntRange(1, 1000), default=1, metavar="N",
              help="Up to N ways that differ in a device.")  # fmt: skip
@options.as_of
@options.language
@as_json
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    origin: str, goal: str, inventories: tuple[Path, ...], relation: "Relation", service: str,
    avoid: tuple[str, ...], through: str | None, wanted: int, as_of: str, lang: "Language", *, as_json: bool,
) -> int:  # fmt: skip
    """Show how FROM reaches TO, conversation by conversation, or what prevents it.

    FROM and TO name a segment, network, system, unit or host, zone:NAME, an address block, or any.
    Where a name is that of several things, write network:NAME, unit:NAME and so on.

    \b
    secaudit path internet secret-lan inventories/ministry
    secaudit path internet secret-lan inventories/ministry \\
      --through "device.kind == 'security_gateway' && device.approval.in_force"
    """  # noqa: D301
    with asking(inventories, as_of) as situation:
        from secaudit.pipeline.paths import PathQuestion, path  # noqa: PLC0415  (heavy)

        _check(service)
        question = PathQuestion(
            origin=origin, goal=goal, relation=relation, service=service, avoid=avoid, through=through, wanted=wanted
        )
        answer = path(situation, question)
    if as_json:
        print_json("path", situation, _plain(question, answer))
    else:
        console.tell(_told(question, answer, lang))
    for note in _notes(answer, lang):
        console.say(note)
    return console.tell_skipped(situation.skipped)


def _check(service: str) -> None:
    from secaudit.network.services import parse  # noqa: PLC0415

    try:
        parse(service)
    except ValueError as error:
        raise click.BadParameter(f"{service!r}: {error}; write tcp/443, udp/5000-5100, icmp or any") from error


def _told(question: "PathQuestion", answer: "PathAnswer", lang: "Language") -> Iterator[str]:
    verb = _VERBS[question.relation, bool(answer.ways)][lang == "vi"]
    service = "" if question.service == "any" else f" ({question.service})"
    some = ""
    if answer.ways and len(answer.goal) > 1:
        share = f"{len(answer.reached)}/{len(answer.goal)}"
        some = f": {share} phân đoạn" if lang == "vi" else f": {share} segments"
    yield f"{question.origin} {verb} {question.goal}{service}{some}"
    if some and len(answer.reached) < len(answer.goal):
        yield f"  {'tới được' if lang == 'vi' else 'reached'}: {listed(answer.reached, lang)}"
    for number, way in enumerate(answer.ways, 1):
        if question.wanted > 1:
            yield f"{'đường' if lang == 'vi' else 'way'} {number}:"
        yield from (told(hop, lang) for hop in way)
    if answer.why_not is not None:
        yield from _why_not(answer, answer.why_not, lang)


_VERBS = {
    ("reaches", True): ("reaches", "tới được"),
    ("reaches", False): ("does not reach", "không tới được"),
    ("forwards", True): ("opens a conversation with", "mở được phiên tới"),
    ("forwards", False): ("opens no conversation with", "không mở được phiên nào tới"),
    ("informs", True): ("informs", "truyền được thông tin tới"),
    ("informs", False): ("does not inform", "không truyền được thông tin tới"),
}


def _why_not(answer: "PathAnswer", why: "WhyNot", lang: "Language") -> Iterator[str]:
    vietnamese = lang == "vi"
    fresh = [name for name in why.held if name not in answer.origin]
    if fresh:
        count = len(fresh)
        held = (
            f"tới được {count} phân đoạn khác" if vietnamese else f"it comes to {count} other segment{'s'[: count > 1]}"
        )
        yield f"  {held}: {listed(fresh, lang)}"
    else:
        yield "  không tới được phân đoạn nào khác" if vietnamese else "  it comes to no other segment"
    if not why.stops:
        yield "  không có thiết bị nào nối tới đó" if vietnamese else "  nothing is wired so as to lead there"
        return
    yield "  bị chặn tại:" if vietnamese else "  stopped by:"
    for halt in why.stops[:_STOPS]:
        level = f" [{halt.device.level}]" if halt.device.level is not None else ""
        reason = halt.device.detail.of(lang) if halt.device.detail else ""
        yield f"    {halt.device.id}{level} {halt.origin} → {halt.target}: {reason}  {halt.device.source}"
    if len(why.stops) > _STOPS:
        rest = len(why.stops) - _STOPS
        yield f"    và {rest} thiết bị nữa" if vietnamese else f"    and {rest} more"
    yield from _openings(answer, why, vietnamese=vietnamese)


def _openings(answer: "PathAnswer", why: "WhyNot", *, vietnamese: bool) -> Iterator[str]:
    if why.openings:
        yield (
            "  chỉ cần một thiết bị cho qua tất cả là thông:"
            if vietnamese
            else "  would open it alone, if it forwarded everything:"
        )
    else:
        yield "  không một thiết bị nào tự nó mở được" if vietnamese else "  no device would open it alone"
    for hop, count in why.openings:
        share = f" ({count}/{len(answer.goal)})" if len(answer.goal) > 1 else ""
        yield f"    {hop.id}{share}  {hop.source}"
    if not why.looked_at_all:
        yield "  quá nhiều để xét hết: có thể còn nữa" if vietnamese else "  too many to look at all: there may be more"


def _notes(answer: "PathAnswer", lang: "Language") -> Iterator[str]:
    vietnamese = lang == "vi"
    if answer.unclear:
        about = "chưa kê khai đủ để xét --through, coi như không đạt" if vietnamese else (
            "not declared well enough for --through, taken not to qualify"
        )  # fmt: skip
        yield f"{'lưu ý' if vietnamese else 'note'}: {about}: {listed(answer.unclear, lang)}"
    if answer.undeclared:
        about = "không kê khai địa chỉ nên có thể nằm trong khối địa chỉ này, không xét" if vietnamese else (
            "declare no addresses, may lie in the block too, and were left out"
        )  # fmt: skip
        yield f"{'lưu ý' if vietnamese else 'note'}: {about}: {listed(answer.undeclared, lang)}"


def _plain(question: "PathQuestion", answer: "PathAnswer") -> dict[str, object]:
    paths = [[plain(hop) for hop in way] for way in answer.ways]
    return {
        "from": question.origin, "to": question.goal, "relation": question.relation, "service": question.service,
        "avoid": list(question.avoid), "through": question.through,
        "from_segments": list(answer.origin), "to_segments": list(answer.goal), "reached": list(answer.reached),
        "reaches": bool(answer.ways), "path": paths[0] if paths else [], "paths": paths,
        "why_not": None if answer.why_not is None else _plain_why_not(answer.why_not),
        "undeclared_addresses": list(answer.undeclared), "undeclared_through": list(answer.unclear),
    }  # fmt: skip


def _plain_why_not(why: "WhyNot") -> dict[str, object]:
    return {
        "held": list(why.held),
        "stopped_by": [plain(halt.device) | {"from": halt.origin, "to": halt.target} for halt in why.stops],
        "opened_alone_by": [
            {"kind": hop.kind, "id": hop.id, "file": hop.source.file, "line": hop.source.line, "segments": count}
            for hop, count in why.openings
        ],
        "looked_at_all": why.looked_at_all,
    }
